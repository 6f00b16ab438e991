"""A page of figures as lines of runs: rows with a number, a bar, and the deals behind them.

Knows no Textual and no figure in particular: `insight_pages.py` says what stands on a page.
"""

from __future__ import annotations

from typing import NamedTuple

from pipeline_tui.ui.render.cells import fit, shown, width
from pipeline_tui.ui.render.plots import bar
from pipeline_tui.ui.render.wrap import Run, flow

_MARGIN = 1
_GAP = 2
_LEAST_BAR = 8
_MOST_BAR = 48
_LEAST_LABEL = 8


class Behind(NamedTuple):
    """A figure whose deals are read when they are asked for (services/figure_members.py)."""

    figure: str
    which: str | int = ""


class Row(NamedTuple):
    """A figure: its name, its numbers, and what `?` and `enter` show of it."""

    label: str
    cells: tuple[str, ...]
    about: str = ""
    """Key of its definition (domain/metrics/definitions.py)."""
    deals: tuple[int, ...] = ()
    share: float | None = None
    """How long its bar is, 0 to 1; None: it has none."""
    style: str = "accent"
    plot: tuple[Run, ...] = ()
    """In place of a bar: runs that were drawn for `Page.plot_cells`."""
    behind: Behind | None = None
    """The deals behind it, where they are read only when they are asked for."""
    key: str = ""
    """What it is, where something is done with it."""


class Block(NamedTuple):
    """Rows under a head, with the heads of their numbers, and what is to be said of them."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    note: str = ""


class Line(NamedTuple):
    """A line of a page, and the row it belongs to."""

    runs: list[Run]
    row: Row | None = None


def plot_cells(cells: int) -> int:
    """How wide a plot may be beside its label and numbers."""
    return max(min(cells - 44, 72), 10)


def lay_out(blocks: list[Block], cells: int) -> list[Line]:
    """A page, `cells` wide."""
    lines: list[Line] = []
    for block in blocks:
        if lines:
            lines.append(Line([]))
        lines += _block(block, cells)
    return lines


def _block(block: Block, cells: int) -> list[Line]:
    room = max(cells - 2 * _MARGIN, 4)
    columns = max((len(row.cells) for row in block.rows), default=0)
    columns = max(columns, len(block.heads))
    widths = [
        max(
            [width(shown(row.cells[at])) for row in block.rows if at < len(row.cells)]
            + [width(block.heads[at]) if at < len(block.heads) else 0]
        )
        for at in range(columns)
    ]
    numbers = sum(widths) + _GAP * columns
    label = max(width(shown(text)) for text in (block.title, *(r.label for r in block.rows)))
    label = max(min(label, room - numbers), min(_LEAST_LABEL, room))
    while widths and label + numbers > room and len(widths) > 1:
        numbers -= widths.pop() + _GAP  # what does not fit is left out from the right
    bars = any(row.share is not None or row.plot for row in block.rows)
    space = room - label - numbers - _GAP
    cells_of_bar = min(space, _MOST_BAR) if bars and space >= _LEAST_BAR else 0
    lines = [Line(_head(block, label, widths, cells))]
    lines += [Line(_row(row, label, widths, cells_of_bar, space), row) for row in block.rows]
    if block.note:
        lines += [
            Line([(" " * _MARGIN, "text"), *runs]) for runs in flow([(block.note, "dim")], room, 4)
        ]
    return lines


def _head(block: Block, label: int, widths: list[int], cells: int) -> list[Run]:
    runs: list[Run] = [(" " * _MARGIN + fit(shown(block.title), label), "head")]
    used = _MARGIN + label
    for head, wide in zip(block.heads, widths, strict=False):
        runs.append((" " * (_GAP + wide - width(head)) + head, "faint"))
        used += _GAP + wide
    rule = max(cells - used - 1 - _MARGIN, 0)
    return [*runs, (" " + "─" * rule, "rule")]


def _row(row: Row, label: int, widths: list[int], cells: int, space: int) -> list[Run]:
    runs: list[Run] = [(" " * _MARGIN + fit(shown(row.label), label), "text")]
    for number, wide in zip(map(shown, row.cells), widths, strict=False):
        runs.append((" " * (_GAP + wide - width(number)) + number, "value"))
    blank = sum(widths[len(row.cells) :]) + _GAP * len(widths[len(row.cells) :])
    if blank:
        runs.append((" " * blank, "text"))
    drawn = sum(width(text) for text, _style in row.plot)
    if row.plot and drawn <= space:
        runs += [(" " * _GAP, "text"), *row.plot]
    elif row.share is not None and cells:
        runs += [(" " * _GAP, "text"), *bar(row.share, cells, row.style)]
    return runs
