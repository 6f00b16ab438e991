"""The sheet a deal is written on: lines of runs, and the items among them.

What the pane is made of, part by part, is in `pane.py` and `pane_*.py`; each part gets the
sheet and writes its lines. No Textual, so that it is tested alone.
"""

from __future__ import annotations

from typing import NamedTuple

from pipeline_tui.ui.render import labels
from pipeline_tui.ui.render.cells import fit, width
from pipeline_tui.ui.render.wrap import Run, flow, measure

FIELD_LINES = 6
"""Most lines a field takes before it is cut; editing shows all of it."""

MARGIN = 1
NARROWEST_BODY = 8


class Item(NamedTuple):
    """Something the cursor can stand on: a field, a box, a follow-up, a note …"""

    kind: str
    """title, field, box, followup, note, event or more."""
    name: str
    """The field's name, as `set_field` knows it; empty for what is no field."""
    key: int
    """The id of the criterion, follow-up or note."""
    row: int
    rows: int
    line: int
    """The line its editor covers."""
    column: int
    """The cell at which its editor begins."""
    text: str
    """What its editor begins with."""


class Layout(NamedTuple):
    """A laid-out pane: its lines, its items, and which item each line belongs to (-1: none)."""

    rows: list[list[Run]]
    items: list[Item]
    item_of: list[int]
    more: bool
    """Whether there are events that have not been laid out."""

    def find(self, kind: str, name: str = "", key: int = 0) -> int:
        """The index of an item, -1 if there is none."""
        for index, item in enumerate(self.items):
            if (item.kind, item.name, item.key) == (kind, name, key):
                return index
        return -1


class Sheet:
    """Lines from top to bottom, `cells` wide, with the labels of fields in one column."""

    def __init__(self, cells: int, label_cells: int) -> None:
        self.cells = cells
        self.label_cells = label_cells
        self.column = MARGIN + label_cells
        self.body = max(cells - self.column - MARGIN, NARROWEST_BODY)
        self.rows: list[list[Run]] = []
        self.items: list[Item] = []
        self.item_of: list[int] = []

    def blank(self) -> None:
        """An empty line, unless there is one already."""
        if self.rows and self.rows[-1]:
            self.rows.append([])
            self.item_of.append(-1)

    def line(self, runs: list[Run], item: int = -1) -> None:
        """A line the cursor cannot stand on, unless it belongs to an item."""
        self.rows.append(runs)
        self.item_of.append(item)

    def item(
        self,
        kind: str,
        lines: list[list[Run]],
        *,
        name: str = "",
        key: int = 0,
        below: int = 0,
        column: int = MARGIN,
        text: str = "",
    ) -> None:
        """Something the cursor can stand on; its editor begins `below` lines under the first."""
        row = len(self.rows)
        self.items.append(Item(kind, name, key, row, len(lines), row + below, column, text))
        for line in lines:
            self.line(line, len(self.items) - 1)

    def labelled(self, label: str, lines: list[list[Run]]) -> list[list[Run]]:
        """Lines with the label in front of the first."""
        head: Run = (" " * MARGIN + fit(label, self.label_cells - 1) + " ", "dim")
        rest: Run = (" " * self.column, "text")
        return [[head if not number else rest, *line] for number, line in enumerate(lines)]

    def field(
        self, name: str, runs: list[Run], text: str, *, extra: list[list[Run]] | None = None
    ) -> None:
        """A labelled field; an empty one shows a dash, so that one sees what is missing."""
        if not any(part.strip() for part, _style in runs):
            runs = [("–", "faint")]
        lines = flow(runs, self.body, FIELD_LINES) + (extra or [])
        lines = self.labelled(labels.field(name), lines)
        self.item("field", lines, name=name, column=self.column, text=text)

    def section(self, title: str, count: str = "") -> None:
        """A head with a rule, and behind it how many there are."""
        self.blank()
        head = f"{title}  {count}" if count else title
        rule = max(self.cells - MARGIN - width(head) - 2, 0)
        counted: Run = (f"  {count}" if count else "", "dim")
        self.line([(" " * MARGIN + title, "head"), counted, (" " + "─" * rule, "rule")])


def under_cursor(row: list[Run], cells: int) -> list[Run]:
    """A line filled to the edge, with the cursor's mark in the margin."""
    (text, style), *rest = row or [(" ", "text")]
    runs = [("▌", "cursor+edge"), (text[1:], f"cursor+{style}")]
    runs += [(text, f"cursor+{style}") for text, style in rest]
    return [*runs, (" " * max(cells - measure(row), 0), "cursor")]
