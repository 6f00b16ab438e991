"""Choosing one of a few by its digit, or by typing a part of its name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, NamedTuple

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.geometry import Size
from textual.message import Message
from textual.screen import ModalScreen

from pipeline_tui.domain.records import Stage
from pipeline_tui.domain.text import fold
from pipeline_tui.i18n import _
from pipeline_tui.ui.canvas import Canvas
from pipeline_tui.ui.render.cells import fit, width
from pipeline_tui.ui.render.wrap import printable
from pipeline_tui.ui.text import Run
from pipeline_tui.ui.widgets.echo import Echo

STAGE_GLYPHS = {"open": "→", "parked": "‖", "won": "✓", "lost": "✗", "care": "○"}
STAGE_STYLES = {"open": "accent", "parked": "waiting", "won": "won", "lost": "lost", "care": "good"}
DIGITS = "123456789"
_AROUND = 6
"""Lines of the screen that the list leaves to its frame and to what lies behind."""


class Choice(NamedTuple):
    """One thing to choose: its key for the caller, its name, and how it looks."""

    key: str
    name: str
    glyph: str = ""
    style: str = "text"
    here: bool = False
    """Where one is now: shown, the cursor begins behind it."""
    tail: str = ""
    """Stands behind the name, which is cut before it: a value, a number of days."""


class Pick(ModalScreen[str | None]):
    """A short list; the result is the key of the choice, None after `esc`."""

    CSS_PATH = "../styles/modals.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "cancel", show=False)]

    def __init__(
        self,
        title: str,
        choices: Sequence[Choice],
        understood: Callable[[str], Choice | None] = lambda typed: None,
    ) -> None:
        """`understood` may make a choice of what is typed, beside those that are called so."""
        super().__init__()
        self._title = title
        self._list = PickList(choices, understood)

    def compose(self) -> ComposeResult:
        with Vertical(id="prompt"):
            yield Echo(id="prompt-title")
            yield self._list

    def on_mount(self) -> None:
        self._head("")
        self._list.focus()

    def action_cancel(self) -> None:
        self.dismiss(None)

    def on_pick_list_chosen(self, message: PickList.Chosen) -> None:
        self.dismiss(message.key)

    def on_pick_list_filtered(self, message: PickList.Filtered) -> None:
        self._head(message.text)

    def _head(self, typed: str) -> None:
        if typed:
            self.query_one(Echo).say([(self._title, "title"), ("   ", "text"), (typed, "accent")])
        else:
            hint = _("a digit or letters choose · esc cancels")
            self.query_one(Echo).title(self._title, hint)


class PickList(Canvas, can_focus=True):
    """The list itself: digits, letters, arrows, enter, mouse."""

    class Chosen(Message):
        """A choice was made."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    class Filtered(Message):
        """What has been typed to narrow the list."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def __init__(
        self, choices: Sequence[Choice], understood: Callable[[str], Choice | None]
    ) -> None:
        super().__init__(id="pick-list")
        self._choices = list(choices)
        self._understood = understood
        self._shown = list(choices)
        self._typed = ""
        self._cursor = self._first()
        self._top = 0

    @property
    def names(self) -> list[str]:
        """The names that are shown now."""
        return [choice.name for choice in self._shown]

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """One line a choice as far as there is room; typing does not make it shorter."""
        return max(min(len(self._choices), viewport.height - _AROUND), 1)

    def runs(self, y: int) -> list[Run]:
        index = self._top + y
        cells = self.size.width
        if index >= len(self._shown):
            empty = _("nothing is called that") if index == 0 and not self._shown else ""
            return [(fit("  " + empty, cells), "bar+faint")]
        choice = self._shown[index]
        fill = "cursor" if index == self._cursor else "bar"
        digit = DIGITS[index] if index < len(DIGITS) else " "
        edge: Run = ("▌", "cursor+edge") if index == self._cursor else (" ", "bar")
        here = "  " + _("now") if choice.here else ""
        name, tail = printable(choice.name), f"  {printable(choice.tail)}" if choice.tail else ""
        room = cells - 3 - (2 if choice.glyph else 0) - width(here)
        if width(name) + width(tail) > room:
            least = min(width(name), max(room // 3, 1))
            tail = fit(tail, min(width(tail), max(room - least, 0)))
            name = fit(name, min(width(name), max(room - width(tail), 1)))
        return [
            edge,
            (f"{digit} ", f"{fill}+key"),
            (fit(choice.glyph, 2) if choice.glyph else "", f"{fill}+{choice.style}"),
            (name, f"{fill}+text"),
            (tail, f"{fill}+dim"),
            (here, f"{fill}+faint"),
            (" " * cells, fill),
        ]

    def on_key(self, event: events.Key) -> None:
        """Everything typed is for the list: digits, letters, arrows, enter."""
        moves = {"up": -1, "down": 1, "pageup": -5, "pagedown": 5}
        if event.key in moves:
            self._move(moves[event.key])
        elif event.key == "enter":
            self._choose(self._cursor)
        elif event.key == "backspace":
            self._filter(self._typed[:-1])
        elif event.character and event.character in DIGITS and not self._typed:
            self._choose(DIGITS.index(event.character))
        elif event.is_printable and event.character:
            self._filter(self._typed + event.character)
        else:
            return
        event.stop()

    def on_click(self, event: events.Click) -> None:
        self._choose(self._top + event.y)

    def _choose(self, index: int) -> None:
        if 0 <= index < len(self._shown):
            self.post_message(self.Chosen(self._shown[index].key))

    def _move(self, by: int) -> None:
        if not self._shown:
            return
        self._cursor = max(0, min(self._cursor + by, len(self._shown) - 1))
        height = max(self.size.height, 1)
        self._top = min(max(self._top, self._cursor - height + 1), self._cursor)
        self.refresh()

    def _filter(self, typed: str) -> None:
        """Narrow the list to what is meant by these letters and to the names with them."""
        wanted = fold(typed.strip())
        self._typed = typed
        self._shown = self._meant(typed, wanted) if wanted else list(self._choices)
        self._cursor = 0 if wanted else self._first()
        self._top = 0
        self.post_message(self.Filtered(typed))
        self.refresh()

    def _meant(self, typed: str, wanted: str) -> list[Choice]:
        """What was understood comes first, then the names that begin so."""
        found = [choice for choice in self._choices if wanted in fold(choice.name)]
        found.sort(key=lambda choice: not fold(choice.name).startswith(wanted))
        meant = self._understood(typed)
        if meant is None:
            return found
        others = [choice for choice in found if choice.key != meant.key]
        named = next((choice for choice in self._choices if choice.key == meant.key), meant)
        return [named, *others]

    def _first(self) -> int:
        """Behind where one is now, as a move goes forward more often than back."""
        here = next((at for at, choice in enumerate(self._choices) if choice.here), -1)
        return min(here + 1, max(len(self._choices) - 1, 0))


def pick_stage(title: str, stages: Sequence[Stage], current: int) -> Pick:
    """The stages with the glyph of their kind; keys are their ids as text."""
    return Pick(
        title,
        [
            Choice(
                str(stage.id),
                stage.name,
                STAGE_GLYPHS.get(stage.kind, ""),
                STAGE_STYLES.get(stage.kind, "text"),
                stage.id == current,
            )
            for stage in stages
        ],
    )
