"""After a crash: one line for the person, a log for whoever mends it, no data in either."""

from __future__ import annotations

import os
import sys
import traceback
from pathlib import Path

from pipeline_tui import __version__, locations
from pipeline_tui.i18n import _

LOG = "crash.log"


def report(error: BaseException, folder: Path | None = None) -> int:
    """Write the log and tell where it is; the exit code.

    The log names files, lines and kinds of errors. Messages of errors and values of variables
    are left out, because they hold what people typed (safety.md, "private").
    """
    where = write_log(error, folder or locations.log_dir())
    line = _("pipeline-tui had to stop because of an error in it. What was saved is safe.")
    if where is not None:
        line += " " + _("What happened is written in {file}.").format(file=where)
    sys.stderr.write(line + "\n")
    return 1


def write_log(error: BaseException, folder: Path) -> Path | None:
    """The log, readable for its owner only; None when it cannot be written."""
    lines = [f"pipeline-tui {__version__}, Python {sys.version.split()[0]}, {sys.platform}"]
    seen: BaseException | None = error
    while seen is not None:
        lines.append(f"{type(seen).__module__}.{type(seen).__qualname__}")
        for frame in traceback.extract_tb(seen.__traceback__):
            lines.append(f"  {_short(frame.filename)}:{frame.lineno} {frame.name}")
        seen = seen.__cause__ or (None if seen.__suppress_context__ else seen.__context__)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = folder / LOG
        path.unlink(missing_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write("\n".join(lines) + "\n")
    except OSError:
        return None
    return path


def _short(filename: str) -> str:
    """A file's path from its package on: where people keep things is theirs."""
    parts = Path(filename).parts
    for package in ("site-packages", "src"):
        if package in parts:
            return "/".join(parts[parts.index(package) + 1 :])
    return parts[-1]
