"""The agenda: every open follow-up by day, thousands of them, of which only a window is read."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from textual import events
from textual.message import Message
from textual.strip import Strip

from pipeline_tui.domain.records import FollowUp
from pipeline_tui.errors import DatabaseLocked
from pipeline_tui.ui.agenda_rows import AgendaRows
from pipeline_tui.ui.canvas import WHEEL, WheelCanvas
from pipeline_tui.ui.render import agenda as render
from pipeline_tui.ui.render import day_strip
from pipeline_tui.ui.render.wrap import measure
from pipeline_tui.ui.text import Run

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline_tui.domain.filter import Filter
    from pipeline_tui.ui.gateway import Gateway
    from pipeline_tui.ui.render.agenda_layout import Layout
    from pipeline_tui.ui.window import SlidingWindow

_NEIGHBOURS = 8
"""So many rows behind the cursor are tried when its own row has gone."""

_QUIET = 0.25
"""Seconds without another change after which the last group is counted and added up, aside."""


class AgendaView(WheelCanvas):
    """Follow-ups by day; the screen gives it the keys and acts on `current`."""

    class Selected(Message):
        """A row was clicked; `opened` by a double click."""

        def __init__(self, *, opened: bool) -> None:
            super().__init__()
            self.opened = opened

    def __init__(self, gateway: Gateway, marked_deals: set[int]) -> None:
        """Empty until `set_filter`; `marked_deals` are those of the board, at any moment."""
        super().__init__(id="agenda")
        self.gateway = gateway
        self.active = True
        self.marks: set[int] = set()
        """Follow-ups that are marked."""
        self.on_counted: Callable[[], None] | None = None
        """Hears that it is known now how many follow-ups there are under the filter."""
        self._marked_deals = marked_deals
        self._flt: Filter | None = None
        self._currency = gateway.currency()
        self._strip = day_strip.DayStrip((), (), ())
        self._around_of: tuple[object, ...] = ()
        self._strip_for: day_strip.DayStrip | None = None
        self._strip_cells = 0
        self._strip_drawn: list[list[Run]] = []
        self._shaped_for = (20, gateway.today)
        self._columns = render.columns(*self._shaped_for)
        self._rows = AgendaRows(gateway)
        self._cursor = 0
        self._top = 0
        self._drawn: list[list[Run]] = []
        self._adding = self.set_timer(0, self._add_up, pause=True)

    # What is shown.

    @property
    def current(self) -> FollowUp | None:
        """The follow-up under the cursor."""
        return self._window.row(self._cursor)

    @property
    def total(self) -> int:
        """How many follow-ups there are under the filter, as far as they are `counted`."""
        return self._rows.total

    @property
    def counted(self) -> bool:
        """Whether all have been counted; under a filter that may come after the first picture."""
        return self._rows.counted

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
            with self.gateway.at_once():
                self._read_around()
                self._rows.read(self._flt, self._rows_in_sight, self._shape.lines)
                there = self._rows.survivor([row for row in before if row is not None])
                if there is not None:
                    self._cursor = self._rows.place_of(there)
                self._cursor = max(0, min(self._cursor, self.total - 1))
                self._read()
        except DatabaseLocked:
            return
        self._adding.stop()
        if not self._rows.complete:
            self._adding = self.set_timer(_QUIET, self._add_up)
        self._repaint()

    def activate(self, active: bool) -> None:
        """Take or give up the keys; the cursor shows which."""
        if active != self.active:
            self.active = active
            self._repaint()

    def mark(self) -> None:
        """Mark the follow-up under the cursor, or take its mark away, also that of its deal."""
        row = self.current
        if row is None:
            return
        if not self.is_marked(row):
            self.marks.add(row.id)
        else:
            self.marks.discard(row.id)
            self._marked_deals.discard(row.deal.id if row.deal else 0)
        self._repaint()

    def show_marks(self) -> None:
        """Marks were set or taken away elsewhere."""
        self._repaint()

    def is_marked(self, followup: FollowUp) -> bool:
        """Whether a follow-up, or its deal, is marked."""
        deal = followup.deal
        return followup.id in self.marks or (deal is not None and deal.id in self._marked_deals)

    # The cursor.

    def step(self, rows: int) -> None:
        """Move the cursor by so many rows; far enough is the first or the last one."""
        self._put(self._cursor + rows)

    def page(self, way: int) -> None:
        """Move the cursor by a screenful, -1 up, 1 down."""
        self._put(self._cursor + way * max(self._height // self._layout.lines - 1, 1))

    def go_to(self, followup_id: int) -> bool:
        """Put the cursor on a follow-up that is loaded; False if it is not."""
        found = self._window.find(lambda row: row.id == followup_id)
        if found is not None:
            self._put(found)
        return found is not None

    def _put(self, at: int) -> None:
        try:
            if at >= self.total:
                self._count()
            self._cursor = max(0, min(at, self.total - 1))
            self._read()
        except DatabaseLocked:
            return
        self._repaint()

    # Reading.

    @property
    def _window(self) -> SlidingWindow[FollowUp]:
        return self._rows.window

    @property
    def _layout(self) -> Layout:
        return self._rows.layout

    def _read_around(self) -> None:
        """What all sums are in, and the strip over the groups, if they may have changed."""
        gateway = self.gateway
        state = gateway.state()
        if state == self._around_of:
            return
        self._currency = gateway.currency()
        loads = gateway.load()
        blocks = gateway.blocks() if loads and loads[0].working else ()
        self._strip = day_strip.DayStrip(loads, gateway.times(), blocks)
        self._around_of = state

    def _add_up(self) -> None:
        """What there is in the last group, which would hold up a key, is read aside."""
        self.run_worker(self._add_up_later(), group="later", exclusive=True, exit_on_error=False)

    async def _add_up_later(self) -> None:
        totals = self._rows.totals
        later = await self.gateway.later_aside(self._flt)
        if later is None or self._rows.totals is not totals:
            return
        self._tell(news=self._rows.learn(later))
        self._repaint()

    def _count(self) -> None:
        """Somebody goes where nobody knows yet whether there is anything."""
        self._tell(news=self._rows.count())

    def _tell(self, *, news: bool) -> None:
        if news and self.on_counted is not None:
            self.on_counted()

    def _read(self) -> None:
        """Scroll to the cursor and load the rows in sight."""
        self._follow()
        first = self._layout.row_from(self._top)
        last = first + self._rows_in_sight
        if last > self.total:
            self._count()
        self._window.ensure(self._cursor, self._cursor + 1)
        self._window.ensure(first, last)

    # Lines and rows.

    @property
    def _shape(self) -> render.Columns:
        wanted = (max(self.size.width, 20), self.gateway.today)
        if wanted != self._shaped_for:
            self._shaped_for = wanted
            self._columns = render.columns(*wanted)
        return self._columns

    @property
    def _strip_height(self) -> int:
        """Lines of the strip on top; none where there is nothing to say."""
        strip = self._strip
        empty = not (self._rows.totals or strip.blocks or any(load.count for load in strip.loads))
        return 0 if empty else day_strip.strip_height(self.size.height)

    @property
    def _height(self) -> int:
        """Lines beneath the strip."""
        return self.size.height - self._strip_height

    @property
    def _rows_in_sight(self) -> int:
        """As many rows as there is room for beneath the strip, and one more for a part of it."""
        return max(self._height, 1) // self._shape.lines + 1

    def _follow(self) -> None:
        """Scroll so that the cursor is in sight, with the head of its group if it is the first."""
        height = self._height
        if not self._layout.groups or height <= 0:
            self._top = 0
            return
        first = self._layout.line_of(self._cursor)
        last = first + self._layout.lines - 1
        if self._layout.is_first(self._cursor):
            first -= 1
        if last >= self._top + height:
            self._top = last - height + 1
        self._top = max(min(self._top, first), 0)

    # Drawing.

    def runs(self, y: int) -> list[Run]:
        """A line of the strip, a head, a line of a follow-up, or nothing."""
        cells = self.size.width
        above = self._strip_height
        if y < above:
            lines = self._strip_lines(cells)
            return lines[y] if y < len(lines) else []
        return self._row_runs(y - above, cells)

    def _strip_lines(self, cells: int) -> list[list[Run]]:
        """The strip, drawn anew only after it was read, or at another width."""
        if self._strip_for is not self._strip or self._strip_cells != cells:
            self._strip_for, self._strip_cells = self._strip, cells
            self._strip_drawn = day_strip.strip_lines(self._strip, self.gateway.today, cells)
        return self._strip_drawn

    def _row_runs(self, y: int, cells: int) -> list[Run]:
        """A line beneath the strip."""
        if not self._layout.groups:
            empty = render.empty_lines(cells, filtered=self._flt is not None)
            return empty[y] if y < len(empty) else []
        group, row, part = self._layout.at(self._top + y)
        if group is None:
            return []
        if row < 0:
            total = self._rows.totals.get(group.name)
            return render.group_line(group.name, total, self._currency, cells)
        followup = self._window.row(row)
        if followup is None:
            return [("  …", "faint")]
        lines = render.followup_lines(
            followup, self._shape, self.gateway.today, marked=self.is_marked(followup)
        )
        if row != self._cursor:
            return lines[part]
        return _under_cursor(lines[part], cells, "cursor" if self.active else "cursor-dim")

    def resized(self) -> None:
        """Another width, other lines."""
        self._rows.lay_out(self._shape.lines)
        self._cursor = max(0, min(self._cursor, self.total - 1))
        with suppress(DatabaseLocked):
            self._read()
        self._drawn = [self.runs(y) for y in range(self.size.height)]

    def on_click(self, event: events.Click) -> None:
        """A click selects, a double click opens the deal."""
        y = event.y - self._strip_height
        row = self._layout.at(self._top + y)[1] if y >= 0 else -1
        if row >= 0:
            self._put(row)
            self.post_message(self.Selected(opened=event.chain > 1))

    def wheel(self, event: events.MouseEvent, way: int) -> None:
        self._scroll(WHEEL * way)

    def _scroll(self, lines: int) -> None:
        """Move what is seen; the cursor comes along only as far as it must."""
        if not self._layout.groups:
            return
        height = max(self._height, 1)
        if self._top + lines + height > self._layout.height:
            with suppress(DatabaseLocked):
                self._count()
        self._top = max(0, min(self._top + lines, self._layout.height - height))
        first = self._layout.row_from(self._top)
        last = self._layout.row_from(self._top + height - self._layout.lines)
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
