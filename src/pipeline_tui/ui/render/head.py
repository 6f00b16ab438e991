"""Heads of the board's columns, folded columns, and the strip of stages on narrow screens."""

from __future__ import annotations

from pipeline_tui.domain.records import Column
from pipeline_tui.i18n.format import compact_money, number
from pipeline_tui.ui.render.cells import crop, fit, fit_right, shown, width

Run = tuple[str, str]

WEIGHTED = "⌁"
ROUGHLY = "≈"
"""Stands before sums into which other currencies were converted, or which leave some out."""
FOLDED_CELLS = 3


def head_lines(
    column: Column, cells: int, currency: str, *, here: bool = False
) -> tuple[list[Run], list[Run]]:
    """Name, count, sum and weighted sum, and the rule below. What does not fit is left out."""
    figures = _figures(column, currency)
    name = shown(column.stage.name)
    count = number(column.total.count)
    shortest = min(width(name), max(8, cells // 3))
    kept: list[Run] = []
    room = cells - 2 - width(count) - 2 - shortest
    for text, style in figures:
        if width(text) > room:
            break
        kept.append((text, style))
        room -= width(text)
    taken = 2 + width(count) + sum(width(text) for text, _style in kept)
    label = fit(name, min(width(name), cells - 2 - taken))
    blank = cells - 1 - width(label) - taken
    line: list[Run] = [
        (f" {label}", "head-here" if here else "head"),
        (f"  {count}", "accent" if here else "text"),
        *kept,
        (" " * max(0, blank), "text"),
    ]
    return line, [(("━" if here else "─") * cells, "edge" if here else "rule")]


def folded_lines(column: Column, lines: int) -> list[list[Run]]:
    """A folded column: its count, a rule, and its name downwards."""
    count = number(column.total.count)
    if width(count) > FOLDED_CELLS:
        count = compact_count(column.total.count)
    rows: list[list[Run]] = [
        [(fit_right(count, FOLDED_CELLS), "dim")],
        [("─" * FOLDED_CELLS, "rule")],
    ]
    for char in shown(column.stage.name)[: max(0, lines - 2)]:
        rows.append([(" ", "faint"), (fit(char, FOLDED_CELLS - 1), "faint")])
    return rows


def compact_count(count: int) -> str:
    """A count in three cells: 999, 1k, 12k, and 99+ beyond."""
    if count < 1000:
        return str(count)
    return f"{count // 1000}k" if count < 100_000 else "99+"


def strip_runs(columns: list[Column], here: int, cells: int) -> list[Run]:
    """All stages in one line, the current one in full, scrolled so that it is seen."""
    parts = [_strip_part(column, at == here, 99) for at, column in enumerate(columns)]
    if sum(width(text) for text, _style in parts) > cells:
        parts = [_strip_part(column, at == here, 3) for at, column in enumerate(columns)]
    first = 0
    while first < here and sum(width(text) for text, _style in parts[first : here + 2]) > cells:
        first += 1
    line: list[Run] = []
    left = cells
    for text, style in parts[first:]:
        text = crop(text, left)
        line.append((text, style))
        left -= width(text)
        if left <= 0:
            break
    if first and line:
        line[0] = ("‹" + line[0][0][1:], line[0][1])
    return line


def _strip_part(column: Column, here: bool, letters: int) -> Run:
    name = shown(column.stage.name)
    label = name if here else crop(name, letters).rstrip()
    return (
        f" {label} {compact_count(column.total.count)} ",
        "cursor+accent" if here else "dim",
    )


def _figures(column: Column, currency: str) -> list[Run]:
    """Sum and, in open stages, weighted sum, each with what separates it."""
    total = column.total
    if not total.count:
        return []
    about = ROUGHLY if total.converted or total.left_out else ""
    runs: list[Run] = [(f" · {about}{compact_money(total.value_minor, currency)}", "dim")]
    if column.stage.kind == "open":
        runs.append((f" {WEIGHTED} {compact_money(total.weighted_minor, currency)}", "faint"))
    return runs
