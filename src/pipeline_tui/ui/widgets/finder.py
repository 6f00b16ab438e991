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
from pipeline_tui.ui.text import Run
from pipeline_tui.ui.widgets.echo import Echo
from pipeline_tui.ui.widgets.typing import LineInput

_NAMES = 45
"""Hundredths of the width that the column of the names may take."""

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

    def __init__(self) -> None:
        super().__init__(id="finder-list")
        self.rows: list[Row] = []
        self.cursor = 0
        self._top = 0
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
        self.refresh()

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
        self.cursor = at
        height = max(1, self.size.height)
        lowest = 0 if at <= 1 else min(self._top, at)
        self._top = max(lowest, at - height + 1) if at > 1 else 0
        self.refresh()

    @property
    def chosen(self) -> Value | None:
        """The value of the row under the cursor."""
        return self.rows[self.cursor].value if self.cursor < len(self.rows) else None

    def runs(self, y: int) -> list[Run]:
        """One row."""
        index = self._top + y
        cells = self.size.width
        if index >= len(self.rows):
            return [(" " * cells, "bar")]
        row = self.rows[index]
        if row.heading:
            return [(fit(f" {row.text}", cells), "bar+accent")]
        here = index == self.cursor and row.value is not None
        fill = "cursor" if here else "bar"
        right, text = shown(row.right), shown(row.text)
        room = cells - 4 - self._key_cells - width(right)
        style = "faint" if row.reason else "text"
        # What is said of each stands in one column, where that leaves room to say it.
        aligned = self._name_cells if self._name_cells <= room * _NAMES // 100 else 0
        name = fit(text, min(room, max(width(text), aligned, 1)))
        detail = fit("  " + shown(row.reason or row.detail), max(0, room - width(name)))
        runs: list[Run] = [
            ("▌" if here else " ", f"{fill}+edge"),
            (" ", fill),
            (fit(row.key, self._key_cells), f"{fill}+{'faint' if row.reason else 'key'}"),
            (name, f"{fill}+{style}"),
            (detail + " ", f"{fill}+{'faint' if row.reason else 'dim'}"),
            (fit_right(right, width(right)) + " ", f"{fill}+key"),
        ]
        return runs

    def on_click(self, event: events.Click) -> None:
        """A click chooses."""
        index = self._top + event.y
        if index < len(self.rows) and self.rows[index].value:
            self.cursor = index
            self.post_message(self.Picked())


class Finder(ModalScreen[Value]):
    """Typing narrows, arrows move, enter chooses, esc leaves with None.

    `find` makes the rows for what was typed; `hint` says what can be typed.
    """

    CSS_PATH = ["../styles/modals.tcss", "../styles/finder.tcss"]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False),
        Binding("down,ctrl+n", "step(1)", show=False, priority=True),
        Binding("up,ctrl+p", "step(-1)", show=False, priority=True),
        Binding("pagedown", "step(10)", show=False, priority=True),
        Binding("pageup", "step(-10)", show=False, priority=True),
    ]

    def __init__(self, hint: str, find: Callable[[str], list[Row]]) -> None:
        super().__init__()
        self._hint = Echo(id="finder-hint")
        self._hint.title(hint, _("enter does it · esc closes"))
        self._find = find
        self._line = LineInput(id="finder-line")
        self.list = RowList()

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
        if self.list.chosen is not None:
            self.dismiss(self.list.chosen)
