"""A line to type in and a list that follows it: the frame of palette and help."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, NamedTuple

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Input

from pipeline_tui.i18n import _
from pipeline_tui.ui.canvas import Canvas
from pipeline_tui.ui.render.cells import fit, fit_right, shown, width
from pipeline_tui.ui.render.wrap import wrap
from pipeline_tui.ui.text import Run
from pipeline_tui.ui.widgets.echo import Echo
from pipeline_tui.ui.widgets.typing import LineInput

_NAMES = 45
"""Hundredths of the width that the column of the names may take …"""
_SHORTER = 33
"""… where longer names may stick out of it."""

_BESIDE = 24
"""Cells from which on what is said of a row can go on beside its name, else beneath it."""

Value = tuple[str, int | str]
"""What a row stands for: a kind, and an id or an action."""


class Row(NamedTuple):
    """One line of the list. A row without `value` is a heading, or cannot be chosen."""

    text: str
    detail: str
    right: str
    value: Value | None
    heading: bool = False
    reason: str = ""
    """Why it cannot be chosen now."""
    key: str = ""
    """What stands in front of it, in a column of its own."""


class RowList(Canvas):
    """The rows, a cursor on those that can be chosen."""

    class Picked(Message):
        """A row was clicked."""

    def __init__(self, *, wraps: bool = False) -> None:
        """`wraps`: what does not fit into its line goes on in the next one; else it is cut."""
        super().__init__(id="finder-list")
        self.rows: list[Row] = []
        self.cursor = 0
        self._wraps = wraps
        self._top = 0
        """The first line that is seen."""
        self._lines: list[tuple[int, str, str]] = []
        """Of each line its row, and its share of what the row is called and what is said of it."""
        self._key_cells = 0
        self._name_cells = 0

    def show(self, rows: list[Row]) -> None:
        """Other rows; the cursor goes to the first that can be chosen."""
        self.rows = rows
        self._top = 0
        self.cursor = next((at for at, row in enumerate(rows) if row.value), 0)
        keys = max((width(row.key) for row in rows), default=0)
        self._key_cells = keys + 2 if keys else 0
        self._name_cells = max((width(row.text) for row in rows if row.detail), default=0)
        self._lay_out()
        self.refresh()

    def resized(self) -> None:
        """Another width breaks the lines elsewhere."""
        self._lay_out()
        self._keep_in_sight()

    def step(self, by: int) -> None:
        """Cursor to the next row that can be chosen."""
        at = self.cursor
        way = 1 if by > 0 else -1
        for _count in range(abs(by)):
            following = at + way
            while 0 <= following < len(self.rows) and not self.rows[following].value:
                following += way
            if not 0 <= following < len(self.rows):
                break
            at = following
        if at == self.cursor:  # beyond it there may be more to read, if nothing to choose
            most = max(0, len(self._lines) - self.size.height)
            self._top = max(0, min(self._top + by, most))
        else:
            self.cursor = at
            self._keep_in_sight()
        self.refresh()

    @property
    def chosen(self) -> Value | None:
        """The value of the row under the cursor."""
        return self.rows[self.cursor].value if self.cursor < len(self.rows) else None

    def find_cursor(self) -> bool:
        """Whether the row under the cursor is seen; it is afterwards."""
        seen = self._lines[self._top : self._top + self.size.height]
        if any(index == self.cursor for index, _name, _detail in seen):
            return True
        self._keep_in_sight()
        self.refresh()
        return False

    def runs(self, y: int) -> list[Run]:
        """One line."""
        at, cells = self._top + y, self.size.width
        if at >= len(self._lines):
            return [(" " * cells, "bar")]
        index, name, detail = self._lines[at]
        row = self.rows[index]
        if row.heading:
            return [(fit(f" {name}", cells), "bar+accent")]
        here = index == self.cursor and row.value is not None
        first = at == 0 or self._lines[at - 1][0] != index
        fill = "cursor" if here else "bar"
        key, right = (row.key, shown(row.right)) if first else ("", "")
        return [
            ("▌" if here else " ", f"{fill}+edge"),
            (" ", fill),
            (
                fit(key, self._key_cells if name else 0),
                f"{fill}+{'faint' if row.reason else 'key'}",
            ),
            (name, f"{fill}+{'faint' if row.reason else 'text'}"),
            (detail + " ", f"{fill}+{'faint' if row.reason else 'dim'}"),
            (fit_right(right, width(shown(row.right))) + " ", f"{fill}+key"),
        ]

    def on_click(self, event: events.Click) -> None:
        """A click chooses."""
        at = self._top + event.y
        if at < len(self._lines) and self.rows[self._lines[at][0]].value:
            self.cursor = self._lines[at][0]
            self.post_message(self.Picked())

    def _keep_in_sight(self) -> None:
        """All lines of the row under the cursor are seen, and a heading that stands before it."""
        lines = [at for at, line in enumerate(self._lines) if line[0] == self.cursor]
        if not lines or self.cursor <= 1:
            self._top = 0
            return
        height = max(1, self.size.height)
        self._top = max(min(self._top, lines[0]), lines[-1] - height + 1)

    def _lay_out(self) -> None:
        """Which line stands where at this width."""
        self._lines = [
            (index, name, detail)
            for index, row in enumerate(self.rows)
            for name, detail in (self._heading(row) if row.heading else self._broken(row))
        ]

    def _heading(self, row: Row) -> list[tuple[str, str]]:
        if not self._wraps:
            return [(row.text, "")]
        return [(line, "") for line in wrap(row.text, self.size.width - 2)]

    def _broken(self, row: Row) -> list[tuple[str, str]]:
        """The lines of a row: what is said of it stands beside its name, or beneath it."""
        name, said = shown(row.text), shown(row.reason or row.detail)
        room = max(1, self.size.width - 4 - self._key_cells - width(shown(row.right)))
        # What is said of each stands in one column, where that leaves room to say it.
        most = room * (_SHORTER if self._wraps else _NAMES) // 100
        if self._wraps:
            aligned = min(self._name_cells, most) if room - most >= _BESIDE else 0
        else:
            aligned = self._name_cells if self._name_cells <= most else 0
        cells = min(room, max(width(name), aligned, 1))
        left = room - cells
        if not self._wraps or (width(name) <= room and width(said) + 2 * bool(said) <= left):
            return [(fit(name, cells), fit(f"  {said}", left))]
        if left >= _BESIDE:
            beside = [fit(f"  {line}", left) for line in wrap(said, left - 2)]
            return [(fit("" if at else name, cells), line) for at, line in enumerate(beside)]
        whole = max(1, self.size.width - 4)  # beneath the keys, too, which need a third of it
        beneath = wrap(said, max(1, whole - 2)) if said else []
        return [
            *((fit(line, room), "") for line in wrap(name, room)),
            *(("", fit(f"  {line}", whole)) for line in beneath),
        ]


class Finder(ModalScreen[Value]):
    """Typing narrows, arrows move, enter chooses, esc leaves with None.

    `find` makes the rows for what was typed; `hint` says what can be typed; with `wraps` no row
    is cut.
    """

    CSS_PATH = ["../styles/modals.tcss", "../styles/finder.tcss"]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False),
        Binding("down,ctrl+n", "step(1)", show=False, priority=True),
        Binding("up,ctrl+p", "step(-1)", show=False, priority=True),
        Binding("pagedown", "step(10)", show=False, priority=True),
        Binding("pageup", "step(-10)", show=False, priority=True),
    ]

    def __init__(self, hint: str, find: Callable[[str], list[Row]], *, wraps: bool = False) -> None:
        super().__init__()
        self._hint = Echo(id="finder-hint")
        self._hint.title(hint, _("enter does it · esc closes"))
        self._find = find
        self._line = LineInput(id="finder-line")
        self.list = RowList(wraps=wraps)

    def compose(self) -> ComposeResult:
        with Vertical(id="finder"):
            yield self._hint
            yield self._line
            yield self.list

    def on_mount(self) -> None:
        """The whole list at first."""
        self.list.show(self._find(""))
        self._line.focus()

    def action_leave(self) -> None:
        """Nothing was chosen."""
        self.dismiss(None)

    def action_step(self, by: int) -> None:
        """Move in the list."""
        self.list.step(by)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.list.show(self._find(event.value))

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        self._take()

    @on(RowList.Picked)
    def _picked(self) -> None:
        self._take()

    def _take(self) -> None:
        if self.list.chosen is not None and self.list.find_cursor():
            self.dismiss(self.list.chosen)
