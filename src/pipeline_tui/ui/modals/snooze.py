"""The prompt for another day: a phrase, or one key while the line is empty."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.geometry import Size

from pipeline_tui.errors import PipelineError
from pipeline_tui.i18n import N_, _
from pipeline_tui.ui.canvas import Canvas
from pipeline_tui.ui.gateway import Gateway
from pipeline_tui.ui.modals import checks
from pipeline_tui.ui.modals.line import LinePrompt
from pipeline_tui.ui.modals.saving import Submit
from pipeline_tui.ui.render.wrap import measure
from pipeline_tui.ui.text import Run
from pipeline_tui.ui.widgets.echo import Echo
from pipeline_tui.ui.widgets.typing import LineInput

AT_ONCE = (
    (".", N_("tomorrow"), "tomorrow"),
    (",", N_("in 3 working days"), "in 3 working days"),
    ("-", N_("next Monday"), "next monday"),
)
"""Key, words and date phrase of what one key does; all three are at hand on every keyboard."""


_GAP = 3


class DayLine(LineInput):
    """A line that leaves the keys which act at once to its prompt while it is empty."""

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Whether a key is a letter here; Textual asks before it looks for what the key does."""
        return bool(self.value) and super().check_consume_key(key, character)


class SnoozePrompt(LinePrompt):
    """Where to: `.` `,` `-` act at once on an empty line, tab says that the customer asked."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("full_stop", "at_once(0)", show=False, priority=True),
        Binding("comma", "at_once(1)", show=False, priority=True),
        Binding("minus", "at_once(2)", show=False, priority=True),
        Binding("tab", "asked", show=False, priority=True),
    ]

    def __init__(self, gateway: Gateway, title: str, submit: Submit) -> None:
        super().__init__(
            title,
            check=lambda line: checks.snooze(gateway, line, asked=self.asked),
            submit=submit,
            placeholder=_("tomorrow · fri 10:00 · +3d · 24.12."),
        )
        self._gateway = gateway
        self._offers = Offers()
        self.asked = False
        """Whether the customer asked for it; then it counts as contact (process.md)."""

    def compose(self) -> ComposeResult:
        with Vertical(id="prompt"):
            yield Echo(id="prompt-title")
            yield DayLine(id="prompt-line")
            yield self._offers
            yield Echo(id="prompt-echo")

    def on_mount(self) -> None:
        super().on_mount()
        self._show_keys("")

    def changed(self, text: str) -> None:
        super().changed(text)
        self._show_keys(text)

    def look_again(self) -> None:
        super().look_again()
        self._show_keys(self.text)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A key that acts at once is a letter like any other as soon as something is typed."""
        if action == "at_once":
            return not self.text and not self._busy
        return super().check_action(action, parameters)

    async def action_at_once(self, which: int) -> None:
        """Move there without asking further."""
        await self.save(AT_ONCE[which][2])

    def action_asked(self) -> None:
        """Set or clear the box."""
        self.asked = not self.asked
        self.look_again()

    def _show_keys(self, text: str) -> None:
        self._offers.show([*self._quick(live=not text), self._box()])

    def _quick(self, *, live: bool) -> list[list[Run]]:
        """The keys that act at once and the days they lead to, quieter when they do not."""
        offers = []
        for key, words, phrase in AT_ONCE:
            styles = ("key", "text", "dim") if live else ("faint", "faint", "faint")
            said = (key, f" {_(words)} ", self._day(phrase))
            offers.append(list(zip(said, styles, strict=True)))
        return offers

    def _day(self, phrase: str) -> str:
        """Where a key leads; not said while the file cannot be read."""
        try:
            day = self._gateway.check_snooze(phrase).when.day
        except PipelineError:
            return ""
        return checks.day_and_time(day, None, self._gateway.today)

    def _box(self) -> list[Run]:
        """The flag as a box."""
        box, style = ("[x]", "good") if self.asked else ("[ ]", "dim")
        return [("tab", "key"), (f" {box} ", style), (_("the customer asked"), "text")]


class Offers(Canvas):
    """What a key offers, one beside the other as far as there is room; none is broken in two."""

    can_focus = False

    def __init__(self) -> None:
        super().__init__(id="prompt-keys")
        self._offers: list[list[Run]] = []

    def show(self, offers: list[list[Run]]) -> None:
        """Show these from now on."""
        if offers != self._offers:
            lines, self._offers = len(self._lines(self.size.width)), offers
            self.refresh(layout=len(self._lines(self.size.width)) != lines)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as they take."""
        return max(len(self._lines(width)), 1)

    def runs(self, y: int) -> list[Run]:
        cells = self.size.width
        lines = self._lines(cells)
        line = lines[y] if y < len(lines) else []
        return [*((text, f"bar+{style}") for text, style in line), (" " * cells, "bar")]

    def _lines(self, cells: int) -> list[list[Run]]:
        lines: list[list[Run]] = []
        for offer in self._offers:
            if lines and measure(lines[-1]) + _GAP + measure(offer) <= cells:
                lines[-1] += [(" " * _GAP, "text"), *offer]
            else:
                lines.append(list(offer))
        return lines
