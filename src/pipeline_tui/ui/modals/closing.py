"""What the panels for winning and losing share: a list of rows, lines to type in, saving."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.geometry import Size
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Input

from pipeline_tui.errors import PipelineError
from pipeline_tui.i18n import _
from pipeline_tui.ui.canvas import Canvas
from pipeline_tui.ui.render.cells import fit_runs, width
from pipeline_tui.ui.text import Run
from pipeline_tui.ui.widgets.echo import Echo
from pipeline_tui.ui.widgets.typing import LineInput

_MOVES = {"up": -1, "k": -1, "down": 1, "j": 1, "pageup": -5, "pagedown": 5}
_ENDS = {"home": -(10**6), "g": -(10**6), "end": 10**6, "G": 10**6}


class RowList(Canvas, can_focus=True):
    """Rows of which one has the cursor; scrolls where there is no room for all of them."""

    class Pressed(Message):
        """A key that is not about moving the cursor, or a click as `click`."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    around = 8
    """Lines of the screen that the rest of the panel takes."""

    def __init__(self, *, cursor: int = 0) -> None:
        super().__init__(id="closing-list")
        self.cursor = cursor
        """The row under the cursor, -1 for none."""
        self._top = 0

    @property
    def count(self) -> int:
        """How many rows there are."""
        return 0

    def row(self, at: int) -> list[Run]:
        """What stands in a row, without the ground it stands on."""
        return []

    @property
    def lines(self) -> list[str]:
        """The text of all rows, seen or not."""
        return ["".join(text for text, _style in self.row(at)) for at in range(self.count)]

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """A line each as far as there is room."""
        return max(min(self.count, viewport.height - self.around), 1)

    def runs(self, y: int) -> list[Run]:
        at, cells = self._top + y, self.size.width
        if at >= self.count:
            return [(" " * cells, "bar")]
        here = at == self.cursor
        ground = "bar" if not here else "cursor" if self.has_focus else "cursor-dim"
        edge: Run = ("▌", f"{ground}+edge") if here else (" ", "bar")
        last = y == self.size.height - 1 and at + 1 < self.count
        more = "  ↓" if last else "  ↑" if y == 0 and at else ""
        said = fit_runs(self.row(at), cells - 1 - width(more))
        row: list[Run] = [(text, f"{ground}+{style}") for text, style in said]
        if more:
            row.append((more, f"{ground}+faint"))
        return [edge, *row, (" " * cells, ground)]

    def go(self, at: int) -> None:
        """Put the cursor on a row and keep it in sight."""
        if not self.count:
            return
        self.cursor = max(0, min(at, self.count - 1))
        height = max(self.size.height, 1)
        self._top = min(max(self._top, self.cursor - height + 1), self.cursor)
        self.refresh()

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def on_key(self, event: events.Key) -> None:
        """Moving is the list's; what else a key means, the panel knows."""
        if event.key in _MOVES:
            self.go(self.cursor + _MOVES[event.key] if self.cursor >= 0 else 0)
        elif event.key in _ENDS:
            self.go(_ENDS[event.key])
        elif event.key in ("tab", "shift+tab", "escape", "ctrl+c"):
            return
        else:
            self.post_message(self.Pressed(event.key))
        event.stop()
        event.prevent_default()

    def on_click(self, event: events.Click) -> None:
        if self._top + event.y < self.count:
            self.go(self._top + event.y)
            self.post_message(self.Pressed("click"))

    def on_mouse_scroll_down(self) -> None:
        self.go(self.cursor + 1)

    def on_mouse_scroll_up(self) -> None:
        self.go(self.cursor - 1)


class LabelledLine(Horizontal):
    """A line to type in, with its label in front."""

    def __init__(
        self,
        label: str,
        *,
        id: str,  # noqa: A002  # Textual's name
        cells: int = 0,
        needed: bool = False,
    ) -> None:
        """The label takes at least so many `cells`, to stand in line with others.

        `needed`: it does not say that it may be left empty.
        """
        super().__init__(id=id, classes="closing-line")
        self._label = label
        self._cells = cells
        self._needed = needed

    def compose(self) -> ComposeResult:
        yield Echo()
        line = LineInput()
        line.placeholder = "" if self._needed else _("optional")
        yield line

    def on_mount(self) -> None:
        self.label(self._label)

    @property
    def line(self) -> LineInput:
        """What is typed in."""
        return self.query_one(LineInput)

    def label(self, label: str) -> None:
        """Call it something else."""
        echo = self.query_one(Echo)
        echo.styles.width = max(width(label), self._cells) + 2
        echo.say([(label, "dim")])


class ClosingPanel(ModalScreen[bool]):
    """One panel for everything that closing a deal asks; `esc` cancels all of it.

    What is refused stays on the screen as it was typed. The result says whether it was saved.
    """

    CSS_PATH = "../styles/modals.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False, priority=True),
        Binding("tab", "onward(1)", show=False, priority=True),
        Binding("shift+tab", "onward(-1)", show=False, priority=True),
    ]

    busy = False

    @property
    def echo(self) -> Echo:
        """What was understood, or why it was refused."""
        return self.query_one("#prompt-echo", Echo)

    def stations(self) -> list[RowList | LineInput]:
        """Where the keys can go, in the order of `tab`."""
        return [self.query_one(RowList)]

    async def accept(self) -> None:
        """Save everything."""

    async def save(self, saving: Awaitable[object]) -> None:
        """Save and close; an error is said, and all that was chosen and typed stays."""
        self.busy = True
        try:
            await saving
        except PipelineError as problem:
            self.refuse(problem)
            return
        finally:
            self.busy = False
        self.dismiss(True)

    def refuse(self, problem: PipelineError) -> None:
        """Say why it was not saved."""
        self.echo.error(problem, refused=True)

    def action_leave(self) -> None:
        """Leave everything as it was."""
        self.dismiss(False)

    def action_onward(self, way: int) -> None:
        """To the next line, or back to the list."""
        places = self.stations()
        here = next((at for at, place in enumerate(places) if place.has_focus), -1)
        places[(here + way) % len(places)].focus()

    @on(Input.Submitted)
    async def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if not self.busy:
            await self.accept()
