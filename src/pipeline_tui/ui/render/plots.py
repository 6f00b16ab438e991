"""Plots of block characters: bars, two bars against each other, a band on a line.

Every figure has its number beside it: a plot is never the only way to read one.
"""

from __future__ import annotations

from pipeline_tui.ui.text import Run

FULL = "━"
_HALF = "╸"


def bar(share: float, cells: int, style: str = "accent") -> list[Run]:
    """A bar of `share` (0 to 1) of so many cells, to half a cell; what is left is faint.

    What is more than nothing is seen. A line and no block: rows of blocks run into each other.
    """
    share = max(0.0, min(share, 1.0))
    halves = round(share * cells * 2)
    if share > 0:
        halves = max(halves, 1)
    whole, part = divmod(halves, 2)
    text = FULL * whole + _HALF * part
    left = cells - len(text)
    return [(text, style), ("─" * left, "rule")] if text else [("─" * left, "rule")]


def line(low: float, high: float, marks: list[tuple[float, str, str]], cells: int) -> list[Run]:
    """A line from `low` to `high` with a sign at each of some values: (value, sign, style).

    Of signs in one cell the later one is seen.
    """
    cells = max(cells, 2)
    row: list[tuple[str, str]] = [("─", "rule")] * cells
    width = high - low
    for value, sign, style in marks:
        at = 0 if width <= 0 else round((value - low) / width * (cells - 1))
        row[max(0, min(at, cells - 1))] = (sign, style)
    runs: list[Run] = []
    for text, style in row:
        if runs and runs[-1][1] == style:
            runs[-1] = (runs[-1][0] + text, style)
        else:
            runs.append((text, style))
    return runs


def fill(runs: list[Run], low: float, high: float, start: float, end: float) -> list[Run]:
    """The rule of a line drawn heavier between two values."""
    cells = sum(len(text) for text, _style in runs)
    width = high - low
    if width <= 0:
        return runs
    first = round((start - low) / width * (cells - 1))
    last = round((end - low) / width * (cells - 1))
    made: list[Run] = []
    at = 0
    for text, style in runs:
        for char in text:
            inside = char == "─" and first <= at <= last
            one: Run = ("━", "accent") if inside else (char, style)
            if made and made[-1][1] == one[1]:
                made[-1] = (made[-1][0] + one[0], one[1])
            else:
                made.append(one)
            at += 1
    return made
