"""A page of figures as lines of runs: rows with a number, a bar, and the deals behind them.

Knows no Textual and no figure in particular: `insight_pages.py` says what stands on a page.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pipeline_tui.ui.render.cells import fit, shown, width
from pipeline_tui.ui.render.plots import bar
from pipeline_tui.ui.render.wrap import Run, flow

_MARGIN = 1
_GAP = 2
_LEAST_BAR = 8
_MOST_BAR = 48
_LEAST_LABEL = 8
_MOST_LINES = 8
"""So many lines a sentence takes at most."""


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
    """Sentences; each line of it begins a line of the page."""
    texts: frozenset[int] = frozenset()
    """Which columns are words: they begin below each other, numbers end below each other."""


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
    widths = _widths(block)
    while len(widths) > 1 and _LEAST_LABEL + _needed(widths) > room:
        widths.pop()  # what does not fit is left out from the right
    numbers = _needed(widths)
    label = max(width(shown(text)) for text in (block.title, *(r.label for r in block.rows)))
    label = max(min(label, room - numbers), min(_LEAST_LABEL, room))
    bars = any(row.share is not None or row.plot for row in block.rows)
    space = room - label - numbers - _GAP
    cells_of_bar = min(space, _MOST_BAR) if bars and space >= _LEAST_BAR else 0
    table = _Table(label, widths, block.texts)
    lines = [Line(_head(block, table, cells))]
    lines += [Line(_row(row, table, cells_of_bar, space), row) for row in block.rows]
    for note in block.note.splitlines():
        lines += [
            Line([(" " * _MARGIN, "text"), *runs])
            for runs in flow([(note, "dim")], room, _MOST_LINES)
        ]
    return lines


class _Table(NamedTuple):
    """How wide the labels and the columns of a block are, and which columns are words."""

    label: int
    widths: list[int]
    texts: frozenset[int]

    def runs(self, label: str, cells: Sequence[str], looks: tuple[str, str]) -> list[Run]:
        """Label and cells as far as there are columns, in the style of each.

        A label that is cut takes what the first number leaves of its column.
        """
        texts = [shown(text) for text in cells[: len(self.widths)]]
        pads = [wide - width(text) for wide, text in zip(self.widths, texts, strict=False)]
        spilt = 0
        if pads and 0 not in self.texts:
            spilt = max(0, min(width(shown(label)) - self.label, pads[0]))
            pads[0] -= spilt
        runs: list[Run] = [(" " * _MARGIN + fit(label, self.label + spilt), looks[0])]
        for at, (text, pad) in enumerate(zip(texts, pads, strict=True)):
            before, behind = (0, pad) if at in self.texts else (pad, 0)
            runs.append((" " * (_GAP + before) + text + " " * behind, looks[1]))
        return runs


def _widths(block: Block) -> list[int]:
    """How wide each column has to be for its head and its cells."""
    columns = max([len(block.heads), *(len(row.cells) for row in block.rows)])
    return [
        max(
            [width(shown(row.cells[at])) for row in block.rows if at < len(row.cells)]
            + [width(block.heads[at]) if at < len(block.heads) else 0]
        )
        for at in range(columns)
    ]


def _needed(widths: Sequence[int]) -> int:
    return sum(widths) + _GAP * len(widths)


def _head(block: Block, table: _Table, cells: int) -> list[Run]:
    runs = table.runs(block.title, block.heads, ("head", "faint"))
    used = sum(width(text) for text, _style in runs)
    rule = max(cells - used - 1 - _MARGIN, 0)
    return [*runs, (" " + "─" * rule, "rule")]


def _row(row: Row, table: _Table, cells: int, space: int) -> list[Run]:
    runs = table.runs(row.label, row.cells, ("text", "value"))
    blank = _needed(table.widths[len(row.cells) :])
    if blank:
        runs.append((" " * blank, "text"))
    drawn = sum(width(text) for text, _style in row.plot)
    if row.plot and drawn <= space:
        runs += [(" " * _GAP, "text"), *row.plot]
    elif row.share is not None and cells:
        runs += [(" " * _GAP, "text"), *bar(row.share, cells, row.style)]
    return runs
