"""An entry of the playbook as one text, so that it can be written in one place.

The title, then lines such as `stages: Proposal, Negotiation`, an empty line, and the answer.
The names of these lines are understood in English and German, whatever is spoken.
"""

from __future__ import annotations

from typing import NamedTuple

from pipeline_tui.domain.text import clean, fold
from pipeline_tui.errors import InputError
from pipeline_tui.i18n import N_, _

STAGES, WORDS, LINK = N_("stages"), N_("words"), N_("link")
_NAMES = {
    "stages": "stages", "stage": "stages", "phasen": "stages", "phase": "stages",
    "words": "words", "word": "words", "woerter": "words", "worter": "words", "wort": "words",
    "stichworter": "words", "stichwoerter": "words", "keywords": "words",
    "link": "link", "url": "link", "file": "link", "datei": "link", "verweis": "link",
}  # fmt: skip


class Entry(NamedTuple):
    """What somebody wrote; `stages` are names as they were typed."""

    title: str
    stages: tuple[str, ...]
    words: str
    link: str
    text: str


def write(entry: Entry) -> str:
    """The text in the language spoken now; `read` makes the same entry of it."""
    head = [
        entry.title,
        f"{_(STAGES)}: {', '.join(entry.stages)}".rstrip(),
        f"{_(WORDS)}: {entry.words}".rstrip(),
        f"{_(LINK)}: {entry.link}".rstrip(),
    ]
    return "\n".join([*head, "", entry.text]).rstrip("\n") + "\n"


def read(text: str) -> Entry:
    """The entry a text says. InputError when it has no title, or an unknown line in its head."""
    lines = clean(text, lines=True).split("\n")
    title = lines[0].strip()
    if not title or fold(title.partition(":")[0].strip()) in _NAMES:
        raise InputError(
            _("The entry has no title"),
            kept=_("Nothing was changed"),
            todo=_("Write it in the first line"),
        )
    found = {"stages": "", "words": "", "link": ""}
    at = 1
    while at < len(lines) and lines[at].strip():
        name, colon, value = lines[at].partition(":")
        key = _NAMES.get(fold(name.strip()))
        if not colon or key is None:
            raise InputError(
                _("Line {number} is not understood: {text}").format(
                    number=at + 1, text=lines[at].strip()[:60]
                ),
                kept=_("Nothing was changed"),
                todo=_("Leave a line empty before the answer"),
            )
        found[key] = value.strip()
        at += 1
    stages = tuple(part for raw in found["stages"].split(",") if (part := raw.strip()))
    return Entry(title, stages, found["words"], found["link"], "\n".join(lines[at:]).strip("\n"))
