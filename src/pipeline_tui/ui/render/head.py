"""Heads of the board's columns, folded columns, and the strip of stages on narrow screens."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from pipeline_tui.domain.records import Column
from pipeline_tui.domain.standing import STUCK
from pipeline_tui.domain.templates import COLOURS
from pipeline_tui.i18n.format import compact_money, number
from pipeline_tui.ui.render.cells import crop, fit, fit_right, shown, width

if TYPE_CHECKING:
    from pipeline_tui.ui.gateway.radar import Jam

Run = tuple[str, str]

WEIGHTED = "⌁"
ROUGHLY = "≈"
"""Stands before sums into which other currencies were converted, or which leave some out."""
FOLDED_CELLS = 3
EDGE = "▎"
"""Stands before the name of a stage in its colour."""


def head_lines(
    column: Column, cells: int, currency: str, jam: Jam | None = None, *, here: bool = False
) -> tuple[list[Run], list[Run]]:
    """Name, count, sum and weighted sum, and the rule, which takes figures that find no room.

    Of a bottleneck the rule tells the deals that stand there longest.
    """
    name = shown(column.stage.name)
    count = number(column.total.count)
    figures = _figures(column, currency)
    below: list[Run] = []
    while figures and 3 + width(name) + width(count) + _cells(figures) > cells:
        below.insert(0, figures.pop())
    room = cells - 1 - width(count) - _cells(figures)
    gap = 2 if width(name) + 2 <= room else 1
    label = fit(name, max(0, min(width(name), room - gap)))
    blank = room - gap - width(label)
    colour = column.stage.colour
    edge: Run = (EDGE, f"stage-{colour}") if colour in COLOURS else (" ", "text")
    line: list[Run] = [
        edge,
        (label, "head-here" if here else "head"),
        (" " * gap + count, "accent" if here else "text"),
        *figures,
        (" " * max(0, blank), "text"),
    ]
    if jam is not None:
        from pipeline_tui.ui.render.jam import jam_runs

        runs = jam_runs(jam, cells - 1)
        return line, [*runs, *_rule(below, cells - _cells(runs), here=here, before=" ")]
    return line, _rule(below, cells, here=here)


def _rule(below: list[Run], cells: int, *, here: bool, before: str = "") -> list[Run]:
    """The rule, with the figures for which the line above had no room."""
    stroke, style = ("━", "edge") if here else ("─", "rule")
    if before:
        return [(before, "text"), *_rule(below, cells - width(before), here=here)]
    below = [(text.removeprefix(" · ").strip(), style) for text, style in below]
    while below and _cells(below) + len(below) + 4 > cells:
        below.pop()
    text = " ".join(text for text, _style in below)
    if not text:
        return [(stroke * cells, style)]
    left = cells - width(text) - 4
    return [(stroke * left, style), (f" {text} ", "faint"), (stroke * 2, style)]


def _cells(runs: list[Run]) -> int:
    return sum(width(text) for text, _style in runs)


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


def strip_runs(
    columns: list[Column], here: int, cells: int, jams: Mapping[int, Jam] | None = None
) -> list[Run]:
    """All stages in one line, the current one in full, scrolled so that it is seen."""
    parts = _strip_parts(columns, here, 99, jams or {})
    if sum(width(text) for text, _style in parts) > cells:
        parts = _strip_parts(columns, here, 3, jams or {})
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


def _strip_parts(
    columns: list[Column], here: int, letters: int, jams: Mapping[int, Jam]
) -> list[Run]:
    return [
        _strip_part(column, at == here, letters, column.stage.id in jams)
        for at, column in enumerate(columns)
    ]


def _strip_part(column: Column, here: bool, letters: int, stuck: bool) -> Run:
    name = shown(column.stage.name)
    label = name if here else crop(name, letters).rstrip()
    style = "bad" if stuck else "accent" if here else "dim"
    return (
        f" {STUCK if stuck else ''}{label} {compact_count(column.total.count)} ",
        f"cursor+{style}" if here else style,
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
