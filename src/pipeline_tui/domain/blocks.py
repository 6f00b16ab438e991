"""Fixed blocks of the day (process.md, Rhythm): when calls, offers or follow-up are done."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from pipeline_tui.domain.text import clean, fold
from pipeline_tui.errors import InputError
from pipeline_tui.i18n import N_, _

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_BLOCKS = 12
LONGEST_NAME = 40
EXAMPLE = N_("09:00-10:30 calls, 14:00-15:00 offers")

_DASHES = str.maketrans({"–": "-", "—": "-", "−": "-"})
_UNTIL = ("-", "to", "bis", "until")
_OPENING = ("from", "von")


class Block(NamedTuple):
    """A part of every working day kept for something; wall-clock times as HH:MM."""

    start: str
    end: str
    what: str


def blocks_text(blocks: Iterable[Block]) -> str:
    """Blocks as they are kept, and as `parse_blocks` reads them."""
    return ", ".join(f"{start}-{end} {what}" for start, end, what in blocks)


def kept_blocks(text: str) -> tuple[Block, ...]:
    """The blocks of a kept setting; what cannot be read is left out."""
    found = []
    for part in text.split(", "):
        times, _blank, what = part.partition(" ")
        start, _dash, end = times.partition("-")
        if _is_kept_time(start) and _is_kept_time(end) and start < end:
            found.append(Block(start, end, what))
    return tuple(found)


def _is_kept_time(text: str) -> bool:
    hour, colon, minute = text[:2], text[2:3], text[3:]
    return bool(colon == ":" and len(minute) == len(hour) and (hour + minute).isdecimal())


def parse_blocks(text: str) -> tuple[Block, ...]:
    """Blocks as they are typed: `9-10:30 calls, 14:00-15:00 offers`, `14 Uhr bis 15 Uhr Angebote`.

    In the order of the day. InputError names the part that cannot be read.
    """
    parts = [part.strip() for part in clean(text).replace(";", ",").split(",")]
    blocks = sorted(_block(part) for part in parts if part)
    if len(blocks) > MOST_BLOCKS:
        raise InputError(
            _("A day takes at most {most} blocks").format(most=MOST_BLOCKS), todo=_todo()
        )
    for before, after in pairwise(blocks):
        if after.start < before.end:
            raise InputError(
                _("{one} and {other} overlap").format(
                    one=blocks_text([before]), other=blocks_text([after])
                ),
                todo=_("Let one end before the next begins"),
            )
    return tuple(blocks)


def _block(part: str) -> Block:
    words = _with_dash_apart(part.translate(_DASHES)).split()
    plain = [fold(word) for word in words]
    at = int(plain[0] in _OPENING)
    start, at = _time(plain, at, part)
    if at >= len(plain) or plain[at] not in _UNTIL:
        raise _refused(part)
    end, at = _time(plain, at + 1, part)
    what = " ".join(words[at:])
    if not what:
        raise InputError(
            _("{text}: what the block is for is missing").format(text=part), todo=_todo()
        )
    if len(what) > LONGEST_NAME:
        raise InputError(
            _("{text} is too long a name for a block").format(text=what),
            todo=_("At most {count} characters").format(count=LONGEST_NAME),
        )
    if end <= start:
        raise InputError(
            _("{text}: the block ends before it begins").format(text=part), todo=_todo()
        )
    return Block(start, end, what)


def _with_dash_apart(part: str) -> str:
    """The dash between two times is a word; one in the name of the block is not."""
    start, dash, rest = part.partition("-")
    if not dash or not set(fold(start).split()).isdisjoint(_UNTIL):
        return part
    return f"{start} - {rest}"


def _time(words: list[str], at: int, part: str) -> tuple[str, int]:
    """The time at a word and the word behind it; a bare hour counts as it stands."""
    from pipeline_tui.domain.date_clock import match_clock  # not for reading what is kept

    word = words[at] if at < len(words) else ""
    found = match_clock(words, at)
    if found is not None:
        if not found.possible:
            raise InputError(
                _("{text} is not a time of day").format(text=" ".join(words[at : found.end])),
                todo=_todo(),
            )
        return str(found), found.end
    if word.isascii() and word.isdecimal() and len(word) <= len("24") and int(word) < 24:
        return f"{int(word):02d}:00", at + 1
    raise _refused(part)


def _refused(part: str) -> InputError:
    return InputError(_("{text} is not a block of the day").format(text=part), todo=_todo())


def _todo() -> str:
    return _("Write for example: {example}").format(example=_(EXAMPLE))
