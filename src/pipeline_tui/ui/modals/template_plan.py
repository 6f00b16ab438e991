"""The preview of another template: which stage becomes which, to be changed before it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.geometry import Size
from textual.screen import ModalScreen

from pipeline_tui.i18n import _, ngettext
from pipeline_tui.i18n.format import number
from pipeline_tui.ui.canvas import Canvas
from pipeline_tui.ui.gateway import stages
from pipeline_tui.ui.modals.pick import STAGE_GLYPHS, STAGE_STYLES
from pipeline_tui.ui.modals.templates import template_name
from pipeline_tui.ui.render.cells import fit, fit_right, shown
from pipeline_tui.ui.render.sheet import under_cursor
from pipeline_tui.ui.text import Run
from pipeline_tui.ui.widgets.echo import Echo

if TYPE_CHECKING:
    from pipeline_tui.domain.stage_plan import Plan
    from pipeline_tui.domain.templates import StageSeed
    from pipeline_tui.ui.gateway import Gateway

_AROUND = 12
"""Lines that title, summary and frame take."""
_NAME_CELLS = 24
_COUNT_CELLS = 12


class TemplatePlan(ModalScreen[dict[int, str] | None]):
    """The result is what became of each present stage, or None after `esc`."""

    CSS_PATH = "../styles/modals.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "accept", show=False),
        Binding("escape,q", "cancel", show=False),
        Binding("down,j", "step(1)", show=False),
        Binding("up,k", "step(-1)", show=False),
        Binding("right,l,space", "turn(1)", show=False),
        Binding("left,h", "turn(-1)", show=False),
    ]

    def __init__(self, gateway: Gateway, name: str) -> None:
        super().__init__()
        self._gateway = gateway
        self._template = name
        self._chosen: dict[int, str] = {}
        self._pages = stages.pages(gateway)
        self._plan = stages.plan(gateway, name, {})
        self._list = PlanList()

    def compose(self) -> ComposeResult:
        with Vertical(id="prompt"):
            yield Echo(id="prompt-title")
            yield self._list
            yield Echo(id="prompt-keys")

    def on_mount(self) -> None:
        title = _("Switch to the stages of {template}")
        self.query_one("#prompt-title", Echo).title(
            title.format(template=template_name(self._template)), ""
        )
        self._show()
        self._list.focus()

    def action_accept(self) -> None:
        self.dismiss(self._becomes())

    def action_cancel(self) -> None:
        self.dismiss(None)

    def action_step(self, by: int) -> None:
        self._list.step(by)

    def action_turn(self, by: int) -> None:
        """The stage under the cursor becomes the next of those it can become."""
        page = self._pages[self._list.cursor]
        keys = [seed.key for seed in stages.choices(page, self._template)]
        at = keys.index(self._becomes()[page.stage.id])
        self._chosen[page.stage.id] = keys[(at + by) % len(keys)]
        self._plan = stages.plan(self._gateway, self._template, self._chosen)
        self._show()

    def _becomes(self) -> dict[int, str]:
        return {page.stage.id: one.seed.key for one in self._plan.stages for page in one.pages}

    def _show(self) -> None:
        seeds = {one.seed.key: one.seed for one in self._plan.stages}
        becomes = self._becomes()
        rows: list[tuple[StageSeed, str, int]] = [
            (seeds[becomes[page.stage.id]], page.stage.name, page.deals) for page in self._pages
        ]
        self._list.show(rows)
        keys = _("←→ another stage · enter switches · esc cancels")
        self.query_one("#prompt-keys", Echo).say(
            [*summary(self._plan), ("\n", "text"), (keys, "faint")]
        )


def summary(plan: Plan) -> list[Run]:
    """Which stages are new, and which criteria go with how many ticks."""
    new = [one.seed.name for one in plan.stages if one.base is None]
    runs: list[Run] = []
    if new:
        runs += [(_("New: {names}").format(names=", ".join(new)), "good"), ("\n", "text")]
    if plan.lost:
        criteria = ngettext("{count} criterion goes", "{count} criteria go", len(plan.lost))
        ticks = ngettext("{count} tick", "{count} ticks", plan.ticks)
        said = _("{criteria}, with {ticks}. u takes all of it back.").format(
            criteria=criteria.format(count=number(len(plan.lost))),
            ticks=ticks.format(count=number(plan.ticks)),
        )
        runs.append((said, "bad" if plan.ticks else "dim"))
    else:
        runs.append((_("No criterion goes. u takes all of it back."), "dim"))
    return runs


class PlanList(Canvas, can_focus=True):
    """One line for each present stage: what it becomes, and how many deals it holds."""

    def __init__(self) -> None:
        super().__init__(id="pick-list")
        self.cursor = 0
        self._rows: list[tuple[StageSeed, str, int]] = []
        self._top = 0

    def show(self, rows: list[tuple[StageSeed, str, int]]) -> None:
        """Show these."""
        grown = len(rows) != len(self._rows)
        self._rows = rows
        self.refresh(layout=grown)

    def step(self, by: int) -> None:
        """Move the cursor by so many stages."""
        self.cursor = max(0, min(self.cursor + by, len(self._rows) - 1))
        height = max(self.size.height, 1)
        self._top = min(max(self._top, self.cursor - height + 1), self.cursor)
        self.refresh()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """One line a stage as far as there is room."""
        return max(min(len(self._rows), viewport.height - _AROUND), 1)

    def runs(self, y: int) -> list[Run]:
        """A present stage, an arrow, and the one it becomes."""
        at = self._top + y
        cells = self.size.width
        if at >= len(self._rows):
            return [(" " * cells, "bar")]
        seed, name, deals = self._rows[at]
        room = max(min(_NAME_CELLS, (cells - _COUNT_CELLS - 6) // 2), 4)
        said = ngettext("{count} deal", "{count} deals", deals).format(count=number(deals))
        glyph = STAGE_GLYPHS.get(seed.kind, " ") if seed.kind != "open" else " "
        row: list[Run] = [
            (" ", "bar"),
            (fit(shown(name), room), "bar+text"),
            (" → ", "bar+key"),
            (f"{glyph} ", f"bar+{STAGE_STYLES.get(seed.kind, 'text')}"),
            (fit(shown(seed.name), room), "bar+text"),
            (fit_right(said if deals else "–", _COUNT_CELLS), "bar+text" if deals else "bar+faint"),
        ]
        if at == self.cursor:
            return under_cursor(row, cells)
        return [*row, (" " * cells, "bar")]

    def on_click(self, event: events.Click) -> None:
        """A click puts the cursor there."""
        self.step(self._top + event.y - self.cursor)
