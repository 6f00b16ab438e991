"""Typed errors. Each says what happened, where, what was kept, and what to do now.

The texts arrive here already translated; an error never carries a traceback to
a user. `exit_code` is the process exit of the command line (interfaces.md).
"""

from __future__ import annotations


class PipelineError(Exception):
    """Base of everything a user may be told; prints as one line."""

    exit_code = 1

    def __init__(self, what: str, *, where: str = "", kept: str = "", todo: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.kept = kept
        self.todo = todo

    def __str__(self) -> str:
        head = f"{self.where}: {self.what}" if self.where else self.what
        return " ".join(_sentence(part) for part in (head, self.kept, self.todo) if part)


class InputError(PipelineError):
    """Something typed, or a line of a file, cannot be understood or is refused."""


class NotFound(InputError):
    """No deal, stage, follow-up, criterion … answers to what was asked for."""


class Ambiguous(InputError):
    """Several things answer; `candidates` are lines to choose from."""

    def __init__(self, what: str, candidates: list[str], **parts: str) -> None:
        super().__init__(what, **parts)
        self.candidates = candidates


class Conflict(PipelineError):
    """Somebody else saved a newer version; nothing was overwritten.

    `mine` is the text that was to be saved, `theirs` the one that stands now.
    """

    def __init__(self, what: str, *, mine: str, theirs: str, **parts: str) -> None:
        super().__init__(what, **parts)
        self.mine = mine
        self.theirs = theirs


class PastDay(PipelineError):
    """What is shown is a day that has passed, which cannot be changed."""


class Stopped(PipelineError):
    """Long work was stopped by its user; nothing of it was kept."""


class UsageError(PipelineError):
    """The command was called in a way that cannot work, or there is no terminal."""

    exit_code = 2


class DatabaseUnusable(PipelineError):
    """The file is no database of ours, is damaged, or cannot be read or written."""

    exit_code = 3


class DatabaseLocked(PipelineError):
    """Another process holds the file."""

    exit_code = 4


class NewerSchema(DatabaseUnusable):
    """The file was written by a newer version of this program."""

    exit_code = 5


def _sentence(text: str) -> str:
    """End a part with a full stop, so that parts read as sentences."""
    return text if text.endswith((".", "!", "?", "…")) else text + "."
