"""The command line: `main` finds the command, and says in one line what went wrong.

Only the module and the parser of the chosen command are imported (architecture.md, "Two
paths to one file").
"""

from __future__ import annotations

import atexit
import gc
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipeline_tui.errors import Ambiguous, PipelineError

if TYPE_CHECKING:
    from pipeline_tui.cli.globals import Given
    from pipeline_tui.services.desk import Desk

INTERRUPTED = 130
"""Exit after ctrl+c, as shells count it."""

_OBJECTS_BEFORE_COLLECTING = 50_000
"""More than a short command makes; a long one still gives back what it no longer needs."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command line (the process's own without `arguments`) and return its exit code.

    0 ok, 1 error or `--check`, 2 usage or no terminal, 3 database unusable, 4 locked, 5 newer
    schema (interfaces.md).
    """
    try:
        _never_fail_to_print()
        code = _run(list(sys.argv[1:] if arguments is None else arguments))
        if sys.stdout is not None:  # it may be closed: pipeline-tui add … >&-
            sys.stdout.flush()
    except PipelineError as error:
        _complain(error)
        return error.exit_code
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read the output has seen enough. Nothing may be flushed into it at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return code


def _run(arguments: list[str]) -> int:
    from pipeline_tui.cli.globals import read_globals

    given, rest = read_globals(arguments)
    if given.version:
        from pipeline_tui import __version__

        print(f"pipeline-tui {__version__}")
        return 0
    if rest and (rest[0] in ("-h", "--help") or not rest[0].startswith("-")):
        return _command(given, rest)
    if rest:
        from pipeline_tui.cli.parsers import unknown_option

        raise unknown_option(rest[0])
    return _app(given)


def _command(given: Given, rest: list[str]) -> int:
    # What is imported stays anyway: looking through it for garbage takes a tenth of `pass`.
    gc.set_threshold(_OBJECTS_BEFORE_COLLECTING)
    # And all of it goes with the process: looking through it at the end takes four tenths.
    atexit.register(gc.freeze)
    from pipeline_tui.cli.parsers import overview, parse

    if rest[0] in ("-h", "--help"):
        print(overview(), end="")
        return 0
    module, options = parse(rest[0], rest[1:])
    if options is None:  # its help was asked for and printed
        return 0
    from pipeline_tui.services.desk import Desk

    desk = Desk(given.database(), given.clock, told=_print_error)
    before = desk.revision()
    try:
        code: int = module.run(desk, options)
        _lock_forecasts(desk)
        return code
    finally:
        desk.close()
        if not given.demo and desk.revision() != before:
            from pipeline_tui.cli.calendar_file import refresh

            try:
                refresh(desk, _print_error)
            finally:
                desk.close()


def _lock_forecasts(desk: Desk) -> None:
    """The first command of a month locks what was forecast; it never fails for that."""
    from contextlib import suppress

    with suppress(PipelineError):
        if desk.forecasts_due:
            from pipeline_tui.services import locking

            sys.stdout.flush()  # who asked for something else does not wait
            locking.lock(desk)


def _app(given: Given) -> int:
    if not _on_terminal():
        from pipeline_tui.errors import UsageError
        from pipeline_tui.i18n import _

        raise UsageError(
            _("There is no terminal to show the board on"),
            todo=_("Name a command, for example: pipeline-tui agenda"),
        )
    from pathlib import Path

    from pipeline_tui.locations import settings_file
    from pipeline_tui.settings import load
    from pipeline_tui.ui.app import run

    settings, problems = load(settings_file())
    for problem in problems:
        _print_error(str(problem))
    return run(Path(given.database()), given.clock, settings=settings, demo=given.demo)


def _on_terminal() -> bool:
    """Whether somebody sits at a terminal that can show more than lines."""
    streams = (sys.stdin, sys.stdout)
    shown = all(stream is not None and stream.isatty() for stream in streams)
    return shown and os.environ.get("TERM") != "dumb"


def _never_fail_to_print() -> None:
    """Where a terminal cannot show a character it shows ? instead."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")


def _complain(error: PipelineError) -> None:
    """One line; below it what there is to choose from."""
    _print_error(str(error))
    if isinstance(error, Ambiguous):
        for candidate in error.candidates:
            _print_error(candidate, before="  ")


def _print_error(line: str, before: str = "pipeline-tui: ") -> None:
    """A line on stderr without anything that a terminal would obey."""
    from pipeline_tui.domain.text import clean

    print(before + clean(line), file=sys.stderr)
