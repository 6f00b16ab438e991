"""What the playbook offers with a deal: up to three answers in full, each used by its digit."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.geometry import Size
from textual.screen import ModalScreen

from pipeline_tui.domain.playbook import GLYPHS, STYLES, Play
from pipeline_tui.domain.records import Deal
from pipeline_tui.i18n import _
from pipeline_tui.ui.canvas import Canvas
from pipeline_tui.ui.gateway import playbook
from pipeline_tui.ui.render.playbook import ANSWER_LINES, tally
from pipeline_tui.ui.render.wrap import flow
from pipeline_tui.ui.text import Run
from pipeline_tui.ui.widgets.echo import Echo

if TYPE_CHECKING:
    from pipeline_tui.ui.screens.keyed import KeyedScreen

_AROUND = 6
"""Lines of the screen that the list leaves to its frame and to what lies behind."""


def ask_answers(
    screen: KeyedScreen, deal: Deal, then: Callable[[], Awaitable[None]], *, first: int | None
) -> None:
    """Show what fits a deal, beginning with the entry `first`; a digit counts one as used."""
    gateway = screen.gateway
    plays = playbook.offered(gateway, deal)
    if first is not None and all(play.id != first for play in plays):
        plays.insert(0, playbook.entry(gateway, first))
    plays.sort(key=lambda play: play.id != first)
    if not plays:
        screen.say(_("The playbook has nothing for this stage and this risk"))
        return

    async def chosen(play_id: int | None) -> None:
        if play_id is not None:
            await playbook.use(gateway, play_id, deal.id)
            await then()

    name = f"{deal.company} · {deal.title}" if deal.company else deal.title
    screen.app.push_screen(Answers(name, plays), screen.guarded(chosen))


class Answers(ModalScreen[int | None]):
    """The result is the number of the entry that was used, None after `esc`."""

    CSS_PATH = "../styles/modals.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "cancel", show=False)]

    def __init__(self, name: str, plays: list[Play]) -> None:
        super().__init__()
        self._name = name
        self._plays = plays
        self._list = AnswerList(plays)

    def compose(self) -> ComposeResult:
        with Vertical(id="prompt"):
            yield Echo(id="prompt-title")
            yield self._list

    def on_mount(self) -> None:
        title = _("Playbook for {deal}").format(deal=self._name)
        hint = _("a digit counts it as used · y copies the first · esc leaves")
        self.query_one(Echo).title(title, hint)
        self._list.focus()

    def action_cancel(self) -> None:
        self.dismiss(None)

    def on_key(self, event: events.Key) -> None:
        """Digits use, y copies, the rest moves what is seen."""
        moves = {"down": 1, "j": 1, "up": -1, "k": -1, "pagedown": 8, "pageup": -8, "space": 8}
        if event.character and event.character.isdecimal():
            at = int(event.character) - 1
            if 0 <= at < len(self._plays):
                self.dismiss(self._plays[at].id)
        elif event.key == "y":
            play = self._plays[0]
            self.app.copy_to_clipboard(play.text or play.link or play.title)
            self.dismiss(None)
        elif event.key == "q":
            self.dismiss(None)
        elif event.key in moves:
            self._list.scroll_lines(moves[event.key])
        else:
            return
        event.stop()


class AnswerList(Canvas, can_focus=True):
    """The entries below each other, as much of them as there is room for."""

    def __init__(self, plays: list[Play]) -> None:
        super().__init__(id="answer-list")
        self._plays = plays
        self._rows: list[list[Run]] = []
        self._top = 0

    @property
    def lines(self) -> list[str]:
        """The text of the lines that are visible."""
        return ["".join(text for text, _style in self.runs(y)) for y in range(self.size.height)]

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """All of it as far as there is room."""
        return max(min(len(self._lay_out(width)), viewport.height - _AROUND), 1)

    def resized(self) -> None:
        self._rows = self._lay_out(self.size.width)

    def scroll_lines(self, by: int) -> None:
        """Move what is seen, as far as there is something."""
        most = max(len(self._rows) - self.size.height, 0)
        self._top = max(0, min(self._top + by, most))
        self.refresh()

    def runs(self, y: int) -> list[Run]:
        at = self._top + y
        cells = self.size.width
        row = self._rows[at] if at < len(self._rows) else []
        row = [(text, f"bar+{style}") for text, style in row]
        if y == self.size.height - 1 and at + 1 < len(self._rows):
            return [*row, ("  ↓", "bar+key"), (" " * cells, "bar")]
        return [*row, (" " * cells, "bar")]

    def _lay_out(self, cells: int) -> list[list[Run]]:
        rows: list[list[Run]] = []
        room = max(cells - 4, 8)
        for digit, play in enumerate(self._plays, start=1):
            rows += [[]] if rows else []
            glyph: Run = (f"{GLYPHS[play.kind]} ", STYLES[play.kind])
            head = flow([glyph, (play.title, "head")], room - 2, 2)
            rows += [[(f" {digit} ", "key"), *line] if not n else [("   ", "text"), *line]
                     for n, line in enumerate(head)]  # fmt: skip
            body = flow([(play.text, "text")], room, ANSWER_LINES) if play.text else []
            body += flow([("↗ ", "key"), (play.link, "accent")], room, 2) if play.link else []
            body += flow([(tally(play.tally), "faint")], room, 2)
            rows += [[("   ", "text"), *line] for line in body]
        return rows
