"""Which follow-up stands in which line of the agenda, however many there are. Arithmetic only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from pipeline_tui.ui.render.agenda import GROUPS


class Group(NamedTuple):
    """A group on the screen: its first row, how many, and the line of its head."""

    name: str
    first: int
    size: int
    head: int


class Layout:
    """Groups one under the other, an empty line between them, `lines` lines a row."""

    def __init__(self, counts: Mapping[str, int], lines: int) -> None:
        self.lines = lines
        self.groups: list[Group] = []
        row = line = 0
        for name in GROUPS:
            count = counts.get(name, 0)
            if count:
                self.groups.append(Group(name, row, count, line))
                row += count
                line += 2 + count * lines
        self.total = row

    @property
    def height(self) -> int:
        """All lines, with the last row's last one at the end."""
        return self._end(self.groups[-1]) if self.groups else 0

    def line_of(self, row: int) -> int:
        """The line at which a row begins."""
        for group in reversed(self.groups):
            if row >= group.first:
                return group.head + 1 + (row - group.first) * self.lines
        return 0

    def row_from(self, line: int) -> int:
        """The first row at this line or below."""
        for group in self.groups:
            if line < self._end(group):
                return group.first + max(line - group.head - 1, 0) // self.lines
        return self.total

    def at(self, line: int) -> tuple[Group | None, int, int]:
        """The group, the row (-1: none) and which of its lines stand at a line."""
        for group in self.groups:
            inside = line - group.head - 1
            if inside == -1:
                return group, -1, 0
            if 0 <= inside < group.size * self.lines:
                row, part = divmod(inside, self.lines)
                return group, group.first + row, part
        return None, -1, 0

    def is_first(self, row: int) -> bool:
        """Whether the head of a group stands right above the row."""
        return any(group.first == row for group in self.groups)

    def _end(self, group: Group) -> int:
        return group.head + 1 + group.size * self.lines
