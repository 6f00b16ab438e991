"""What is being typed at the cursor of a quick-add line, so that it can be completed."""

from __future__ import annotations

from typing import NamedTuple

from pipeline_tui.domain.date_words import plain
from pipeline_tui.domain.quickadd_steps import HONORIFICS, is_kind_word
from pipeline_tui.domain.quickadd_words import (
    field_named,
    key_and_value,
    split_company,
    split_words,
)
from pipeline_tui.domain.text import fold
from pipeline_tui.errors import InputError

LISTED = ("source", "owner", "product", "region", "industry", "size", "customer")
"""Fields whose values elsewhere are offered."""

_LONGEST_NAME = 3  # words of a contact person's name before the one being typed


class Wanted(NamedTuple):
    """A word that is being typed: what it names, and where it stands.

    `kind` is stage, tag, company, contact or one of LISTED; `typed` is what stands there of
    the name, without mark and key; `mark` is that mark or key (`@`, `#`, `source:`).
    """

    kind: str
    typed: str
    start: int
    end: int
    mark: str = ""


class Candidate(NamedTuple):
    """A text for the place of what was typed, and what of its name is still missing."""

    text: str
    rest: str


def wanted(line: str, cursor: int) -> list[Wanted]:
    """What the text before the cursor may be the beginning of, the likeliest first.

    Nothing in the middle of a word.
    """
    if cursor < len(line) and not line[cursor].isspace():
        return []
    head = line[:cursor]
    start = max((at + 1 for at, char in enumerate(head) if char.isspace()), default=0)
    word = head[start:]
    if word.startswith("@"):
        return [Wanted("stage", word[1:], start, cursor, "@")]
    if word.startswith("#"):
        return [Wanted("tag", word[1:], start, cursor, "#")]
    key, colon, value = word.partition(":")
    if colon and (field := field_named(key)) and key.islower():
        known = field in (*LISTED, "stage", "company", "contact")
        return [Wanted(field, value.lstrip('"'), start, cursor, f"{key}:")] if known else []
    if not word:
        return []
    found = [_contact(head, start, cursor), _company(head, cursor)]
    return [one for one in found if one is not None]


def candidate(place: Wanted, name: str, *, at_end: bool) -> Candidate | None:
    """How a name is written there; None if it stands there already.

    At the end of the line a blank follows, so that one can type on. A contact person may be
    found by any part of the name: what was typed of it stays as it is.
    """
    typed = place.typed
    if place.kind == "stage" or place.mark == "#":
        name = name.replace(" ", "-")
        if place.kind == "stage":
            name = name.lower()
    begins = _where(name, typed)
    if begins is None:
        return None
    rest = name[begins + len(typed) :]
    text = name[begins:]
    if place.mark.endswith(":"):
        text = f'"{text}"' if " " in text and place.kind != "stage" else text
    elif place.kind == "company":
        text, rest = f"{text}:", f"{rest}:"
    if not rest and text == typed:
        return None
    return Candidate(place.mark + text + (" " if at_end else ""), rest)


def _where(name: str, typed: str) -> int | None:
    """Where in a name the words begin that were typed of it; None if they are not in it."""
    start = 0
    while True:
        if fold(name[start : start + len(typed)]) == fold(typed):
            return start
        start = name.find(" ", start) + 1
        if not start:
            return None


def _company(head: str, end: int) -> Wanted | None:
    """The company, as long as none is there: all that was typed behind leading marks."""
    if split_company(head) is not None:
        return None
    start = len(head)
    for word in split_words(head, 0, len(head)):
        if word.text[0] in "@#!" and start == len(head):
            continue
        try:
            if key_and_value(word):
                return None
        except InputError:
            return None
        start = min(start, word.start)
    typed = head[start:]
    return Wanted("company", typed, start, end) if typed else None


def _contact(head: str, start: int, end: int) -> Wanted | None:
    """The contact person behind a kind word: `call Sabine Mei`."""
    words = split_words(head, 0, len(head))
    first = len(words) - 1
    for at in range(first - 1, max(first - 2 - _LONGEST_NAME, -1), -1):
        text = words[at].text
        if is_kind_word(text):
            typed = head[words[at + 1].start :] if first > at else ""
            for title in words[at + 1 : first]:
                if plain(title.text) in HONORIFICS:
                    typed = head[title.end :].lstrip()
            return Wanted("contact", typed, end - len(typed), end) if typed else None
        if not text[0].isupper() and plain(text) not in HONORIFICS:
            return None
    return None
