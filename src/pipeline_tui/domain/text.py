"""What text may be: the rules every word passes on its way in, and again when it is read.

Titles, names and notes come from spreadsheets and mails and are not trusted
(safety.md, "Text is untrusted"). Nothing here knows a screen; that stored text is never
taken for markup is the business of `ui/text.py`.
"""

from __future__ import annotations

from pipeline_tui.errors import InputError
from pipeline_tui.i18n import _

ONE_LINE_LIMIT = 500
"""Longest text accepted in a one-line field, in characters."""

TEXT_LIMIT = 100_000
"""Longest note accepted, in characters."""

MARKS_PER_BASE = 8
"""How many marks (accents, vowel signs, variation selectors, joiners) may follow one character.

No script in use needs more than five; towers of hundreds only paint over other lines.
"""

TAB = "    "

_JOINERS = "\u200c\u200d"  # ZWNJ and ZWJ: needed by Persian, Indic scripts and emoji
_LINE_ENDS = "\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029"
_ALWAYS_GOOD = frozenset("€–—…„“”‚‘’•→←↑↓✓✗")
_FIRST_COMBINING = "\u0300"


def clean(text: str, *, lines: bool = False) -> str:
    """Text as it may be stored and shown; never raises.

    Source: safety.md, "Text is untrusted", 1. The result is in Unicode form NFC, without
    control, format (but ZWJ and ZWNJ), surrogate and private-use characters and without
    noncharacters. Unassigned code points stay: they are the next Unicode's emoji. With
    `lines` line ends become `\\n` and tabs four spaces, otherwise each becomes one space.
    White space at both ends goes. At most MARKS_PER_BASE marks follow one character.
    """
    if _plain(text.replace("\n", " ") if lines else text):
        return text.strip()
    text = _straighten(text, lines=lines)
    if _plain(text.replace("\n", " ")):
        return text.strip()
    import unicodedata

    kept = text.translate({ord(char): None for char in set(text) if _dropped(char)})
    # Dropping comes first: an accent whose letter was split from it may now join it.
    return _lower_towers(unicodedata.normalize("NFC", kept)).strip()


def fold(text: str) -> str:
    """Text for searching and comparing: no case, no accents, `ß` as `ss`."""
    if text.isascii():
        return text.lower()
    import unicodedata

    # Twice, since compatibility forms (ℋ, №) have a case only once they are taken apart.
    bare = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(char for char in bare if not unicodedata.combining(char))


def limited(text: str, limit: int, what: str) -> str:
    """The text itself, or InputError naming `what` (a field) if it is longer than `limit`."""
    if len(text) > limit:
        raise InputError(
            _("{field} has {count} characters, at most {limit} can be kept").format(
                field=what, count=len(text), limit=limit
            ),
            todo=_("Shorten it, or put it into a note"),
        )
    return text


def _plain(text: str) -> bool:
    """Whether nothing can be wrong with the text, found without the Unicode tables.

    Printable characters below U+0300 are all in form NFC on their own.
    """
    if not text.isprintable():
        return False
    return text.isascii() or all(
        char < _FIRST_COMBINING or char in _ALWAYS_GOOD for char in set(text)
    )


def _straighten(text: str, *, lines: bool) -> str:
    """One kind of line end and no tabs."""
    text = text.replace("\r\n", "\n")
    end = "\n" if lines else " "
    for char in _LINE_ENDS:
        text = text.replace(char, end)
    return text.replace("\t", TAB if lines else " ")


def _dropped(char: str) -> bool:
    """Whether safety.md drops this character."""
    if char in _JOINERS or char == "\n":
        return False
    import unicodedata

    code = ord(char)
    noncharacter = 0xFDD0 <= code <= 0xFDEF or code & 0xFFFE == 0xFFFE
    return noncharacter or unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co"}


def _lower_towers(text: str) -> str:
    """Cut runs of marks to MARKS_PER_BASE; the rest of the text is left as it is."""
    import unicodedata

    marks = {char for char in set(text) if char in _JOINERS or unicodedata.category(char)[0] == "M"}
    if not marks:
        return text
    kept: list[str] = []
    run = 0
    for char in text:
        run = run + 1 if char in marks else 0
        if run <= MARKS_PER_BASE:
            kept.append(char)
    return "".join(kept)
