"""Terminal cells: how wide text is, and how it is cut and padded so that columns stay straight.

Terminals and Textual disagree about some characters (measured: tmux 3.3 with glibc against
rich 15 over all of Unicode, and sequences). `shown` turns text into one that both measure
alike; everything else here works on its result. Spacing marks of Indic scripts remain
disputed: dropping them would make the words wrong.
"""

from __future__ import annotations

import re
from functools import lru_cache

from rich.cells import cell_len, split_graphemes

ELLIPSIS = "…"

_NARROW = re.compile(
    "[ -~\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0482\u2500-\u25fc€–—…„“”‚‘’•→←↑↓↻↛‹›✓✗×⌁∅‖†⚑]*"
).fullmatch
"""Only characters everyone draws in one cell: the fast way, without the Unicode tables."""

_JOINER = "\u200d"
_TAGS = range(0xE0020, 0xE0080)
_SKIN_TONES = range(0x1F3FB, 0x1F400)
_FILLERS = "\u3164\uffa0"
_DISPUTED = (
    range(0x2630, 0x2638),
    range(0x268A, 0x2690),
    range(0x302E, 0x3030),
    range(0x3248, 0x3250),
    range(0x16FF0, 0x16FF2),
    range(0x1D300, 0x1D357),
    range(0x1D360, 0x1D377),
)
_BOX = "□"


def shown(text: str) -> str:
    """The text as it is drawn: the same width in Textual and in the terminal.

    A joined emoji becomes its first picture (👨‍👩‍👧 → 👨), skin tones and variation
    selectors go, a rare symbol or a character not yet assigned becomes □. Letters stay.
    """
    return text if text.isascii() and text.isprintable() else _shown(text)


@lru_cache(1024)
def _shown(text: str) -> str:
    if _NARROW(text):
        return text
    kept: list[str] = []
    joined = False
    for char in text:
        if char == _JOINER:
            joined = bool(kept) and _pictograph(kept[-1])
            continue
        if joined:
            joined = False
            if _pictograph(char):
                continue
        if drawn := _drawn(char):
            kept.append(drawn)
    return "".join(kept)


def is_narrow(text: str) -> bool:
    """Whether every character is one that everyone draws in one cell."""
    return text.isascii() or _NARROW(text) is not None


def width(text: str) -> int:
    """Cells the shown text takes."""
    return len(text) if text.isascii() or _NARROW(text) else cell_len(text)


def fit(text: str, cells: int) -> str:
    """The text in exactly `cells` cells: padded, or cut with an ellipsis.

    A wide character that would be cut in half gives way to a space.
    """
    text = shown(text)
    wide = width(text)
    if wide <= cells:
        return text + " " * (cells - wide)
    if cells <= 1:
        return ELLIPSIS if cells == 1 else ""
    return _crop(text, cells - 1) + ELLIPSIS


def fit_right(text: str, cells: int) -> str:
    """As `fit`, but padded on the left."""
    text = shown(text)
    wide = width(text)
    return " " * (cells - wide) + text if wide <= cells else fit(text, cells)


def fit_runs(runs: list[tuple[str, str]], cells: int) -> list[tuple[str, str]]:
    """Runs of shown text in at most `cells` cells, cut with an ellipsis."""
    if sum(width(text) for text, _style in runs) <= cells:
        return runs
    kept: list[tuple[str, str]] = []
    left = cells
    for text, style in runs:
        if width(text) >= left:
            return [*kept, (crop(text, left - 1) + ELLIPSIS if left > 0 else "", style)]
        kept.append((text, style))
        left -= width(text)
    return kept


def crop(text: str, cells: int) -> str:
    """The first `cells` cells of the shown text, without ellipsis and without padding."""
    text = shown(text)
    return text if width(text) <= cells else _crop(text, cells)


def _crop(text: str, cells: int) -> str:
    """Exactly `cells` cells from the left; half a wide character becomes a space."""
    if cells <= 0:
        return ""
    if text.isascii() or _NARROW(text):
        return text[:cells]
    taken = 0
    # Two code points a cell is more than any script in use needs; towers are cut by clean().
    spans, _total = split_graphemes(text[: cells * 10 + 10])
    for start, _end, wide in spans:
        if taken + wide > cells:
            return text[:start] + " " * (cells - taken)
        taken += wide
    return text


def _pictograph(char: str) -> bool:
    """Whether the character is of the kind that joins to one picture."""
    code = ord(char)
    return 0x1F000 <= code <= 0x1FAFF or 0x2190 <= code <= 0x2BFF or code in _SKIN_TONES


@lru_cache(2048)
def _drawn(char: str) -> str:
    """One character as it is drawn; empty when it is not."""
    import unicodedata

    code = ord(char)
    if 0xFE00 <= code <= 0xFE0F or code in _SKIN_TONES or code in _TAGS:
        return ""
    if char in _FILLERS:
        return " "
    if any(code in span for span in _DISPUTED):
        return _BOX
    category = unicodedata.category(char)
    if category in {"Cc", "Cf", "Cs", "Co"}:
        return "" if char != "\u200c" else char
    return _BOX if category == "Cn" else char
