"""The agenda: every open follow-up by day, thousands of them, of which only a window is read."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from textual import events
from textual.message import Message
from textual.strip import Strip

from pipeline_tui.domain.records import FollowUp
from pipeline_tui.errors import DatabaseLocked
from pipeline_tui.ui.canvas import Canvas
from pipeline_tui.ui.render import agenda as render
from pipeline_tui.ui.render.wrap import measure
from pipeline_tui.ui.text import Run
from pipeline_tui.ui.window import SlidingWindow

if TYPE_CHECKING:
    from pipeline_tui.domain.filter import Filter
    from pipeline_tui.ui.gateway import Gateway

_NEIGHBOURS = 8
"""So many rows behind the cursor are tried when its own row has gone."""


class Group(NamedTuple):
    """A group on the screen: its first row, how many, and the line of its head."""

    name: str
    first: int
    size: int
    head: int


class AgendaView(Canvas):
    """Follow-ups by day; the screen gives it the keys and acts on `current`."""

    class Selected(Message):
        """A row was clicked; `opened` by a double click."""

        def __init__(self, *, opened: bool) -> None:
            super().__init__()
            self.opened = opened

    def __init__(self, gateway: Gateway) -> None:
        super().__init__(id="agenda")
        self.gateway = gateway
        self.active = True
        self.marked: set[int] = set()
        self._flt: Filter | None = None
        self._groups: list[Group] = []
        self._shaped_for = (20, gateway.today)
        self._columns = render.columns(*self._shaped_for)
        self._window = self._new_window(0)
        self._cursor = 0
        self._top = 0
        self._drawn: list[list[Run]] = []
        self.reload()

    # What is shown.

    @property
    def current(self) -> FollowUp | None:
        """The follow-up under the cursor."""
        return self._window.row(self._cursor)

    @property
    def total(self) -> int:
        """How many follow-ups there are under the filter."""
        return self._window.total

    @property
    def lines(self) -> list[str]:
        """The text of the lines that are visible."""
        return ["".join(text for text, _style in self.runs(y)) for y in range(self.size.height)]

    def set_filter(self, flt: Filter | None) -> None:
        """Show only what matches; the cursor stays on its follow-up if that does."""
        self._flt = flt
        self.reload()

    def reload(self) -> None:
        """Read again after a change. The cursor keeps its follow-up; where that has gone or
        was moved to another day, the one that came next takes its place."""
        before = [self._window.row(self._cursor + at) for at in range(_NEIGHBOURS)]
        try:
            counts = self.gateway.agenda_counts(self._flt)
            self._group(counts)
            self._window = self._new_window(render.total(counts))
            self._cursor = self._place_of([row for row in before if row is not None])
            self._read()
        except DatabaseLocked:
            return
        self._repaint()

    def activate(self, active: bool) -> None:
        """Take or give up the keys; the cursor shows which."""
        if active != self.active:
            self.active = active
            self._repaint()

    def show_marks(self, deal_ids: Iterable[int]) -> None:
        """Show the follow-ups of these deals as marked."""
        self.marked = set(deal_ids)
        self._repaint()

    # The cursor.

    def step(self, rows: int) -> None:
        """Move the cursor by so many rows; far enough is the first or the last one."""
        self._put(self._cursor + rows)

    def page(self, way: int) -> None:
        """Move the cursor by a screenful, -1 up, 1 down."""
        self._put(self._cursor + way * max(self.size.height // self._shape.lines - 1, 1))

    def go_to(self, followup_id: int) -> bool:
        """Put the cursor on a follow-up that is loaded; False if it is not."""
        found = self._window.find(lambda row: row.id == followup_id)
        if found is not None:
            self._put(found)
        return found is not None

    def _put(self, at: int) -> None:
        self._cursor = max(0, min(at, self.total - 1))
        try:
            self._read()
        except DatabaseLocked:
            return
        self._repaint()

    def _place_of(self, rows: list[FollowUp]) -> int:
        """Where the first of these rows stands now that is still what it was."""
        for row in rows:
            now = self.gateway.followup(row.id)
            if now is None or now.state not in render.GROUPS:
                continue
            if (now.due, now.time) == (row.due, row.time):
                at = self.gateway.agenda_index(self.gateway.agenda_key(now), self._flt)
                self._window.ensure(at, at + 1)
                there = self._window.row(at)
                if there is not None and there.id == row.id:
                    return at
        return max(0, min(self._cursor, self.total - 1))

    # Reading.

    def _new_window(self, total: int) -> SlidingWindow[FollowUp]:
        agenda, flt = self.gateway.agenda, self._flt
        return SlidingWindow(
            lambda key, limit: agenda(key, limit, flt, forward=True),
            lambda key, limit: agenda(key, limit, flt, forward=False),
            self.gateway.agenda_key,
            total,
        )

    def _group(self, counts: dict[str, int]) -> None:
        """Where each group begins, by row and by line."""
        self._groups = []
        row = line = 0
        for name in render.GROUPS:
            count = counts.get(name, 0)
            if count:
                self._groups.append(Group(name, row, count, line))
                row += count
                line += 2 + count * self._shape.lines

    def _read(self) -> None:
        """Scroll to the cursor and load the rows in sight."""
        self._follow()
        height = max(self.size.height, 1)
        self._window.ensure(self._cursor, self._cursor + 1)
        rows = height // self._shape.lines + 1
        first = self._row_from(self._top)
        self._window.ensure(first, first + rows)

    # Lines and rows.

    @property
    def _shape(self) -> render.Columns:
        wanted = (max(self.size.width, 20), self.gateway.today)
        if wanted != self._shaped_for:
            self._shaped_for = wanted
            self._columns = render.columns(*wanted)
        return self._columns

    def _line_of(self, row: int) -> int:
        """The line at which a row begins."""
        for group in reversed(self._groups):
            if row >= group.first:
                return group.head + 1 + (row - group.first) * self._shape.lines
        return 0

    def _row_from(self, line: int) -> int:
        """The first row at this line or below."""
        for group in self._groups:
            end = group.head + 1 + group.size * self._shape.lines
            if line < end:
                return group.first + max(line - group.head - 1, 0) // self._shape.lines
        return self.total

    def _at(self, line: int) -> tuple[Group | None, int, int]:
        """The group, the row (-1: none) and which of its lines stand at a line."""
        for group in self._groups:
            inside = line - group.head - 1
            if inside == -1:
                return group, -1, 0
            if 0 <= inside < group.size * self._shape.lines:
                row, part = divmod(inside, self._shape.lines)
                return group, group.first + row, part
        return None, -1, 0

    def _follow(self) -> None:
        """Scroll so that the cursor is in sight, with the head of its group if it is the first."""
        height = self.size.height
        if not self._groups or height <= 0:
            self._top = 0
            return
        first = self._line_of(self._cursor)
        last = first + self._shape.lines - 1
        if any(group.first == self._cursor for group in self._groups):
            first -= 1
        if last >= self._top + height:
            self._top = last - height + 1
        self._top = max(min(self._top, first), 0)

    # Drawing.

    def runs(self, y: int) -> list[Run]:
        """A head, a line of a follow-up, or nothing."""
        cells = self.size.width
        if not self._groups:
            empty = render.empty_lines(cells, filtered=self._flt is not None)
            return empty[y] if y < len(empty) else []
        group, row, part = self._at(self._top + y)
        if group is None:
            return []
        if row < 0:
            return render.group_line(group.name, group.size, cells)
        followup = self._window.row(row)
        if followup is None:
            return [("  …", "faint")]
        marked = followup.deal is not None and followup.deal.id in self.marked
        shape = self._shape
        lines = render.followup_lines(followup, shape, self.gateway.today, marked=marked)
        if row != self._cursor:
            return lines[part]
        return _under_cursor(lines[part], cells, "cursor" if self.active else "cursor-dim")

    def resized(self) -> None:
        """Another width, other lines."""
        self._group({group.name: group.size for group in self._groups})
        self._cursor = max(0, min(self._cursor, self.total - 1))
        with suppress(DatabaseLocked):
            self._read()
        self._drawn = [self.runs(y) for y in range(self.size.height)]

    def on_click(self, event: events.Click) -> None:
        """A click selects, a double click opens the deal."""
        _group, row, _part = self._at(self._top + event.y)
        if row >= 0:
            self._put(row)
            self.post_message(self.Selected(opened=event.chain > 1))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self._scroll(3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self._scroll(-3)

    def _scroll(self, lines: int) -> None:
        """Move what is seen; the cursor comes along only as far as it must."""
        if not self._groups:
            return
        height = max(self.size.height, 1)
        end = self._groups[-1].head + 1 + self._groups[-1].size * self._shape.lines
        self._top = max(0, min(self._top + lines, end - height))
        first = self._row_from(self._top)
        last = self._row_from(self._top + height - self._shape.lines)
        self._put(max(first, min(self._cursor, last)))

    def _repaint(self) -> None:
        """Draw again the lines that are not what they were."""
        lines = [self.runs(y) for y in range(self.size.height)]
        before, self._drawn = self._drawn, lines
        if len(before) != len(lines):
            self.refresh()
            return
        self.repaint_lines(y for y, line in enumerate(lines) if line != before[y])

    def render_line(self, y: int) -> Strip:
        """One line; what `_repaint` has worked out is not worked out again."""
        runs = self._drawn[y] if y < len(self._drawn) else self.runs(y)
        return self.strip(runs, self.size.width)


def _under_cursor(line: list[Run], cells: int, fill: str) -> list[Run]:
    """A line filled to the edge, with the cursor's mark in front."""
    (text, style), *rest = line
    edge = "▌" if fill == "cursor" else "▏"
    runs = [(edge, f"{fill}+edge"), (text[1:] if text else "", f"{fill}+{style}")]
    runs += [(text, f"{fill}+{style}") for text, style in rest]
    return [*runs, (" " * max(cells - measure(line), 0), fill)]
