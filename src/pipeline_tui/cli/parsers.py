"""The commands, and their parsers: one is built per process, all of them for the documents."""

from __future__ import annotations

import argparse
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

from pipeline_tui.cli.globals import GLOBALS
from pipeline_tui.domain.words import capital
from pipeline_tui.errors import UsageError
from pipeline_tui.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from typing import Protocol

    from pipeline_tui.services.desk import Desk

    class CommandModule(Protocol):
        """What the module of a command has."""

        def arguments(self, parser: argparse.ArgumentParser) -> None:
            """Declare its arguments."""

        def run(self, desk: Desk, options: argparse.Namespace) -> int:
            """Do it; the exit code."""


PROGRAM = "pipeline-tui"


_HELP = argparse.RawDescriptionHelpFormatter


class Command(NamedTuple):
    """A command: the module in this package that has its `arguments` and `run`, and its help."""

    name: str
    module: str
    help: str


COMMANDS = (
    Command("agenda", "agenda", N_("follow-ups that are overdue or due today")),
    Command("standup", "standup", N_("yesterday, today, overdue and ghosts in at most 15 lines")),
    Command("list", "listing", N_("deals, open ones unless the filter says otherwise")),
    Command("show", "show", N_("everything about one deal")),
    Command("add", "add", N_("quick add: a deal in one line")),
    Command("move", "move", N_("move a deal to a stage")),
    Command("next", "next_step", N_("set the next step of a deal")),
    Command("done", "done", N_("finish a follow-up")),
    Command("missed", "missed", N_("tried but not reached: book the retry")),
    Command("snooze", "snooze", N_("move a follow-up to another day")),
    Command("log", "log", N_("write down a contact or a note")),
    Command("set", "assign", N_("change fields of a deal")),
    Command("offer", "offer", N_("benefit in numbers, joint plan, pilot and options of a deal")),
    Command("tick", "tick", N_("tick an exit criterion")),
    Command("qualify", "qualify", N_("answer a question of qualification")),
    Command("won", "won", N_("close a deal as won")),
    Command("lost", "lost", N_("close a deal as lost, with the reason")),
    Command("park", "park", N_("set a deal aside until a day")),
    Command("reopen", "reopen", N_("put a closed deal back into its last open stage")),
    Command("delete", "delete", N_("delete a deal; undo brings it back")),
    Command("undo", "undo", N_("take back the last steps")),
    Command("redo", "redo", N_("do again what was undone")),
    Command("history", "history", N_("what was done, latest first")),
    Command("stage", "stage", N_("the stages of the process")),
    Command("playbook", "playbook", N_("objections and answers, stories, materials")),
    Command("target", "target", N_("revenue targets, and how far one is")),
    Command("review", "review", N_("what a review would ask about, and summaries of those held")),
    Command("contact", "contact", N_("contact persons: list, change, merge, export, erase")),
    Command("company", "company", N_("companies: list, change, merge")),
    Command("report", "report", N_("figures over the pipeline")),
    Command("import", "importing", N_("bring deals in from a file")),
    Command("export", "export", N_("write the data to a file")),
    Command("backup", "backup", N_("make, list, verify or restore backups")),
    Command("doctor", "doctor", N_("look the database over")),
    Command("settings", "settings", N_("what belongs to the data: currency, rates, free days")),
    Command("locate", "locate", N_("where the files are")),
)

# What argparse says of its own, so that it enters the catalogue (see _teach_argparse).
ARGPARSE_TEXTS = (
    N_("usage: "),
    N_("positional arguments"),
    N_("options"),
    N_("show this help message and exit"),
    N_("the following arguments are required: %s"),
    N_("unrecognized arguments: %s"),
    N_("expected one argument"),
    N_("expected at least one argument"),
    N_("argument %(argument_name)s: %(message)s"),
    N_("invalid choice: %(value)r (choose from %(choices)s)"),
    N_("invalid %(type)s value: %(value)r"),
    N_("not allowed with argument %s"),
    N_("ignored explicit argument %r"),
)


class Parser(argparse.ArgumentParser):
    """A parser that raises instead of printing usage and leaving."""

    def add_argument(self, *names: str, **options: Any) -> argparse.Action:
        """Words that may be left out are not missing: argparse says so where no default is."""
        if options.get("nargs") == "*":
            options.setdefault("default", [])
        return super().add_argument(*names, **options)

    def error(self, message: str) -> NoReturn:
        """One line, exit 2."""
        raise UsageError(
            message,
            where=self.prog.removeprefix(f"{PROGRAM} "),
            todo=_("See {command}").format(command=f"{self.prog} --help"),
        )


class _HelpShownError(Exception):
    """Help was printed; there is nothing to run."""


class _ShowHelp(argparse.Action):
    def __call__(self, parser: argparse.ArgumentParser, *_rest: object) -> NoReturn:
        from shutil import get_terminal_size

        parser.formatter_class = partial(_HELP, width=get_terminal_size().columns - 2)
        parser.print_help()
        raise _HelpShownError


def parse(name: str, arguments: list[str]) -> tuple[CommandModule, argparse.Namespace | None]:
    """The module of a command and its options; None when its help was asked for and printed.

    Errors: UsageError.
    """
    command = next((command for command in COMMANDS if command.name == name), None)
    if command is None:
        raise _unknown_command(name)
    _teach_argparse()
    module = _module(command)
    try:
        parser = _parser(command, module)
        if getattr(module, "INTERMIXED", False):
            return module, parser.parse_intermixed_args(arguments)
        return module, parser.parse_args(arguments)
    except _HelpShownError:
        return module, None


def overview() -> str:
    """What `pipeline-tui --help` prints."""
    width = max(len(command.name) for command in COMMANDS)
    lines = [_usage(), "", _("A sales pipeline in the terminal. Without a command: the app."), ""]
    lines += [f"  {command.name:{width}}  {_(command.help)}" for command in COMMANDS]
    lines += ["", _global_options(), ""]
    lines += [_("{program} COMMAND --help tells more.").format(program=PROGRAM), ""]
    return "\n".join(lines)


def cli_markdown() -> str:
    """docs/cli.md, generated from the parsers."""
    lines = ["# Command line", "", "Generated from the program; do not edit.", ""]
    lines += ["```", _usage(), "", _global_options(), "```", ""]
    for command in COMMANDS:
        parser = _parser(command, _module(command), width=88, told_globals=False)
        lines += [f"## {command.name}", "", "```", parser.format_help().rstrip(), "```", ""]
    return "\n".join(lines)


def unknown_option(name: str) -> UsageError:
    """An option before any command that is none of the global ones."""
    return UsageError(
        _("There is no option {name}").format(name=name),
        todo=_("See {command}").format(command=f"{PROGRAM} --help"),
    )


def _unknown_command(name: str) -> UsageError:
    from difflib import get_close_matches

    near = get_close_matches(name, [command.name for command in COMMANDS], n=1)
    what = _("There is no command {name}").format(name=name)
    if near:
        return UsageError(what, todo=_("Did you mean {near}?").format(near=near[0]))
    return UsageError(what, todo=_("See {command}").format(command=f"{PROGRAM} --help"))


def _module(command: Command) -> CommandModule:
    module: CommandModule = import_module(f"pipeline_tui.cli.{command.module}")
    return module


def _parser(
    command: Command, module: CommandModule, width: int = 80, *, told_globals: bool = True
) -> Parser:
    parser = Parser(
        prog=f"{PROGRAM} {command.name}",
        description=capital(_(command.help)) + ".",
        epilog=_global_options() if told_globals else None,
        formatter_class=partial(_HELP, width=width),  # without a width it imports shutil
        allow_abbrev=False,
        add_help=False,
    )
    parser.add_argument(
        "-h", "--help", action=_ShowHelp, nargs=0, help=_("show this help message and exit")
    )
    module.arguments(parser)
    return parser


def _usage() -> str:
    options = " ".join(f"[{name} {value}]" if value else f"[{name}]" for name, value, _h in GLOBALS)
    return _("usage: ") + f"{PROGRAM} {options} [COMMAND]"


def _global_options() -> str:
    """The global options as help text."""
    heads = [f"{name} {value}".rstrip() for name, value, _help in GLOBALS]
    width = max(len(head) for head in heads)
    lines = [_("With every command:")]
    for head, (_name, _value, text) in zip(heads, GLOBALS, strict=True):
        lines.append(f"  {head:{width}}  {_(text)}")
    return "\n".join(lines)


def _teach_argparse() -> None:
    """Let argparse speak the chosen language: its texts are in our catalogue.

    It asks the standard gettext under these names, whose search for a catalogue of its own
    costs the command path a tenth of its budget even where there is none.
    """
    vars(argparse).update({"_": _, "ngettext": ngettext})
