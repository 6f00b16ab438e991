"""Columns of text that stay straight with wide characters, combining marks and emoji."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence

GAP = "  "
ELLIPSIS = "…"
NARROWEST = 6
_OURS = "●○∅‖†✓✗×·–…→€"  # one cell each, known without the Unicode tables
_JOINER = "\u200d"


def width(text: str) -> int:
    """How many cells of a terminal a text takes."""
    if text.isascii():
        return len(text)
    cells, joined = 0, False
    for char in text:
        cells += 0 if joined else _cells(char)
        joined = char == _JOINER  # the next character is part of the same picture
    return cells


def _cells(char: str) -> int:
    if char < "\u0300" or char in _OURS:
        return 1
    import unicodedata

    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def cut(text: str, cells: int) -> str:
    """The text in at most so many cells, with … where it was cut."""
    if width(text) <= cells:
        return text
    kept, used, joined = "", 0, False
    for char in text:
        size = 0 if joined else _cells(char)
        if used + size > cells - 1:
            break
        kept, used, joined = kept + char, used + size, char == _JOINER
    return (kept + ELLIPSIS)[:cells] if cells > 0 else ""


def columns(
    rows: Sequence[Sequence[str]], *, right: Iterable[int] = (), limit: int | None = None
) -> list[str]:
    """Rows as aligned lines; the widest columns give way where a line is longer than `limit`."""
    if not rows:
        return []
    widths = [max(width(cell) for cell in column) for column in zip(*rows, strict=True)]
    if limit is not None:
        _squeeze(widths, limit)
    right = frozenset(right)
    return [
        GAP.join(
            _padded(cell, cells, right=at in right)
            for at, (cell, cells) in enumerate(zip(row, widths, strict=True))
            if cells
        ).rstrip()
        for row in rows
    ]


def _padded(text: str, cells: int, *, right: bool) -> str:
    text = cut(text, cells)
    space = " " * (cells - width(text))
    return space + text if right else text + space


def _squeeze(widths: list[int], limit: int) -> None:
    """Take from the widest column, cell by cell, until the line fits."""
    shown = sum(1 for cells in widths if cells)
    spare = limit - len(GAP) * max(shown - 1, 0)
    while sum(widths) > spare and max(widths) > NARROWEST:
        widths[widths.index(max(widths))] -= 1


def on_terminal() -> bool:
    """Whether a person reads along: then there are heads, and lines are cut to the width."""
    return sys.stdout.isatty()


def terminal_width() -> int | None:
    """Cells of a line on the terminal; None in a pipe, where nothing is cut."""
    if not on_terminal():
        return None
    from shutil import get_terminal_size

    return get_terminal_size().columns
