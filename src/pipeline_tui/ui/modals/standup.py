"""The stand-up on the screen: the lines of the command, a cursor on them, and a key to copy."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.geometry import Size
from textual.message import Message
from textual.screen import ModalScreen

from pipeline_tui.domain import standup_lines
from pipeline_tui.domain.sentences import DOT
from pipeline_tui.domain.standup_lines import Item, Section
from pipeline_tui.domain.state import GLYPHS
from pipeline_tui.i18n import _
from pipeline_tui.i18n.format import number, weekday_date
from pipeline_tui.ui.canvas import Canvas
from pipeline_tui.ui.render.cells import crop, fit, shown, width
from pipeline_tui.ui.text import Run
from pipeline_tui.ui.widgets.echo import Echo

if TYPE_CHECKING:
    from datetime import date

    from pipeline_tui.ui.gateway import Gateway

_SIGNS = {
    "yesterday": ("✓", "good"),
    "today": (GLYPHS["today"], "today"),
    "overdue": (GLYPHS["overdue"], "overdue"),
    "ghosts": (GLYPHS["ghost"], "ghost"),
    "gap": ("·", "faint"),
}
"""What stands before a head, and its style."""

_AROUND = 4
"""Lines of the screen that the list leaves to its frame."""
_INDENT = 3
_NARROW = 50
"""In fewer cells a deal is called by its company alone."""


class StandUpView(ModalScreen[int | None]):
    """`y` copies, `enter` closes with the number of the deal under the cursor, `esc` with None."""

    CSS_PATH = "../styles/modals.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,S", "leave", show=False),
        Binding("y", "copy", show=False),
        Binding("enter,o", "open", show=False),
        Binding("down,j", "step(1)", show=False),
        Binding("up,k", "step(-1)", show=False),
        Binding("pagedown,end,G", "step(20)", show=False),
        Binding("pageup,home,g", "step(-20)", show=False),
    ]

    def __init__(self, gateway: Gateway) -> None:
        super().__init__()
        self._gateway = gateway
        self._sections: list[Section] = []
        self._list = StandUpList()

    def compose(self) -> ComposeResult:
        with Vertical(id="prompt"):
            yield Echo(id="prompt-title")
            yield self._list

    def on_mount(self) -> None:
        self.look_again()

    def look_again(self) -> None:
        """Read and show it as it is now: midnight may have passed, somebody may have worked."""
        today = self._gateway.today
        self._sections = standup_lines.sections(self._gateway.standup(), today)
        self._list.show(self._sections)
        keys = _("y copies · enter opens · esc closes")
        self.query_one(Echo).title(_title(today), keys)

    def action_leave(self) -> None:
        self.dismiss(None)

    def action_open(self) -> None:
        """The deal under the cursor, if there is one."""
        if self._list.deal_id is not None:
            self.dismiss(self._list.deal_id)

    def action_copy(self) -> None:
        """As plain text, for a mail or a chat."""
        title = _title(self._gateway.today)
        lines = [title, *standup_lines.plain(self._sections, marks=False)]
        self.app.copy_to_clipboard("\n".join(lines))
        self.query_one(Echo).say([(title, "title"), ("   ", "text"), (_("copied"), "good")])

    def action_step(self, by: int) -> None:
        self._list.step(by)

    def on_stand_up_list_picked(self) -> None:
        """A line was clicked."""
        self.action_open()


class StandUpList(Canvas):
    """Heads and what stands below them; the cursor goes over what belongs to a deal."""

    class Picked(Message):
        """A line with a deal was clicked."""

    def __init__(self) -> None:
        super().__init__(id="standup-list")
        self._rows: list[tuple[Section, Item | None]] = []
        self._cursor = -1
        self._top = 0

    def show(self, sections: list[Section]) -> None:
        """Other lines; the cursor stays on its deal, or goes to the first there is."""
        before = self.deal_id
        self._rows = []
        for section in sections:
            self._rows.append((section, None))
            self._rows += [(section, item) for item in section.items]
        chosen = [at for at in range(len(self._rows)) if self._deal_at(at) is not None]
        same = [at for at in chosen if self._deal_at(at) == before]
        self._cursor = next(iter([*same, *chosen]), -1)
        self._top = 0
        self.refresh(layout=True)

    @property
    def deal_id(self) -> int | None:
        """The deal under the cursor."""
        return self._deal_at(self._cursor)

    def step(self, by: int) -> None:
        """Over so many lines that can be chosen; where there are none, the list itself moves."""
        way = 1 if by > 0 else -1
        behind = range(self._cursor + way, len(self._rows) if way > 0 else -1, way)
        found = [at for at in behind if self._deal_at(at) is not None][: abs(by)]
        height = max(self.size.height, 1)
        if found and self._cursor >= 0:
            self._cursor = found[-1]
        target = self._cursor if len(found) == abs(by) else (len(self._rows) - 1 if way > 0 else 0)
        self._top = min(max(self._top, target - height + 1), target)
        self.refresh()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """All lines as far as there is room."""
        return max(min(len(self._rows), viewport.height - _AROUND), 1)

    def runs(self, y: int) -> list[Run]:
        """A line; on the last one an arrow where there is more below."""
        if y < self.size.height - 1 or self._top + y >= len(self._rows) - 1:
            return self._line(self._top + y)
        return [*_cut(self._line(self._top + y), self.size.width - 2), (" ↓", "bar+key")]

    def _line(self, at: int) -> list[Run]:
        if at >= len(self._rows):
            return [(" " * self.size.width, "bar")]
        section, item = self._rows[at]
        if item is None:
            return [*_head(section), (" " * self.size.width, "bar")]
        fill = "cursor" if at == self._cursor else "bar"
        edge: Run = ("▌", "cursor+edge") if at == self._cursor else (" ", "bar")
        column = max(width(one.when) for one in section.items)
        when = fit(item.when, column + 1) if column else ""
        room = max(self.size.width - _INDENT - width(when), 2)
        return [
            edge,
            (" " * (_INDENT - 1), fill),
            (when, f"{fill}+{'overdue' if section.key == 'overdue' else 'dim'}"),
            *_item(item, room, fill),
            (" " * self.size.width, fill),
        ]

    def on_click(self, event: events.Click) -> None:
        at = self._top + event.y
        if self._deal_at(at) is not None:
            self._cursor = at
            self.refresh()
            self.post_message(self.Picked())

    def _deal_at(self, at: int) -> int | None:
        if not 0 <= at < len(self._rows):
            return None
        item = self._rows[at][1]
        return None if item is None else item.deal_id


def _cut(runs: list[Run], cells: int) -> list[Run]:
    """As much of a line as so many cells hold."""
    kept: list[Run] = []
    for text, style in runs:
        kept.append((crop(text, cells), style))
        cells -= width(kept[-1][0])
        if cells <= 0:
            break
    return kept


def _title(today: date) -> str:
    return _("Stand-up {day}").format(day=weekday_date(today, today))


def _head(section: Section) -> list[Run]:
    sign, style = _SIGNS[section.key]
    runs: list[Run] = [(f" {sign} ", f"bar+{style}"), (section.title, "bar+head")]
    if section.total is not None:
        quiet = section.key == "yesterday" or not section.total
        runs.append((f"  {number(section.total)}", "bar+dim" if quiet else f"bar+{style}"))
    for part in (section.groups, section.note):
        if part:
            runs.append((f"  {part}", "bar+faint" if part == section.note else "bar+dim"))
    return runs


def _item(item: Item, cells: int, fill: str) -> list[Run]:
    """Both parts, each in half of the room at least if there is not enough for both."""
    first, rest = shown(item.first), shown(item.rest)
    if cells < _NARROW and item.joint == DOT:
        rest = rest.partition(DOT)[0]  # the company will do
    if not rest:
        return [(fit(first, min(width(first), cells)), f"{fill}+text")]
    joint = item.joint
    room = cells - width(joint)
    if width(first) + width(rest) > room:
        first = fit(first, min(width(first), max(room // 2, room - width(rest))))
        rest = fit(rest, max(room - width(first), 0))
    return [(first, f"{fill}+text"), (joint, f"{fill}+faint"), (rest, f"{fill}+dim")]
