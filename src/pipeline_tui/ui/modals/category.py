"""The forecast category of deals: one key each, and why a deal cannot be promised."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, Any

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical

from pipeline_tui.domain import category as categories
from pipeline_tui.domain import words
from pipeline_tui.domain.category import COMMIT, MEANINGS, Forecasted
from pipeline_tui.errors import PipelineError
from pipeline_tui.i18n import _, ngettext
from pipeline_tui.ui.gateway import categories as gate
from pipeline_tui.ui.modals.closing import ClosingPanel, RowList
from pipeline_tui.ui.render import labels
from pipeline_tui.ui.render.cells import fit, width
from pipeline_tui.ui.text import Run
from pipeline_tui.ui.widgets.echo import Echo

if TYPE_CHECKING:
    from textual.app import App

    from pipeline_tui.ui.gateway import Gateway

Then = Callable[[], Awaitable[None]]

CODES = tuple(MEANINGS)
_KEYS = {
    "c": "commit", "z": "commit", "b": "best", "p": "pipeline", "o": "omit", "a": "omit",
}  # fmt: skip
"""First letters of the categories in English and in German; no two mean different things."""
_MOST_NAMED = 3


def ask_category(
    app: App[Any],
    gateway: Gateway,
    deal_ids: Sequence[int],
    then: Then,
) -> None:
    """Ask for the category of deals; `then` is called when it was saved.

    Raises InputError, before anything is asked, when all of them are closed.
    """

    async def left(saved: bool | None) -> None:
        if saved:
            await then()

    app.push_screen(CategoryPanel(gateway, gate.asked(gateway, deal_ids)), left)


class CategoryPanel(ClosingPanel):
    """A digit or the first letter saves at once, as does `enter` on a row."""

    def __init__(self, gateway: Gateway, deals: Sequence[Forecasted]) -> None:
        super().__init__()
        self._gateway = gateway
        self._deals = list(deals)
        self._list = CategoryList(self._deals)

    def compose(self) -> ComposeResult:
        with Vertical(id="prompt"):
            yield Echo(id="prompt-title")
            yield self._list
            yield Echo(id="prompt-echo")

    def on_mount(self) -> None:
        many = len(self._deals)
        if many == 1:
            title = _("Forecast category of {deal}").format(deal=self._deals[0].name)
        else:
            title = ngettext(
                "Forecast category of {count} deal", "Forecast category of {count} deals", many
            ).format(count=many)
        hint = _("a digit or the first letter saves · esc cancels")
        self.query_one("#prompt-title", Echo).title(title, hint)
        self.echo.say(doubt_runs(self._deals))
        self._list.focus()

    @on(RowList.Pressed)
    async def _pressed(self, message: RowList.Pressed) -> None:
        key = message.key
        if key in ("enter", "click", "space"):
            await self._choose(CODES[self._list.cursor])
        elif key.isdecimal() and 1 <= int(key) <= len(CODES):
            await self._choose(CODES[int(key) - 1])
        elif key in _KEYS:
            await self._choose(_KEYS[key])

    async def _choose(self, code: str) -> None:
        if self.busy:
            return
        self._list.go(CODES.index(code))
        await self.save(gate.set_category(self._gateway, self._deals, code))

    def refuse(self, problem: PipelineError) -> None:
        """Say why; what somebody changed meanwhile is shown as it is now."""
        super().refuse(problem)
        try:
            self._deals = gate.asked(self._gateway, [deal.id for deal in self._deals])
        except PipelineError:
            return  # what is shown stays; the reason why it was refused has been said
        self._list.show(self._deals)


class CategoryList(RowList):
    """The categories with what each does to the forecast; those the deals have now are marked."""

    def __init__(self, deals: Sequence[Forecasted]) -> None:
        first = CODES.index(deals[0].category) if deals[0].category in CODES else 0
        super().__init__(cursor=first)
        self._deals = list(deals)

    @property
    def count(self) -> int:
        return len(CODES)

    def row(self, at: int) -> list[Run]:
        code = CODES[at]
        names = [words.capital(words.category(one)) for one in CODES]
        glyph, style = labels.CATEGORIES[code]
        return [
            (f"{at + 1} ", "key"),
            (f"{glyph} ", style),
            (fit(names[at], max(map(width, names))), "text"),
            (f"  {self._here(code)}", "accent"),
            (_(MEANINGS[code]), "dim"),
        ]

    def show(self, deals: Sequence[Forecasted]) -> None:
        """Other categories than before."""
        self._deals = list(deals)
        self.refresh()

    def _here(self, code: str) -> str:
        """Which of the deals have it; as wide for each category."""
        counts = [sum(deal.category == one for deal in self._deals) for one in CODES]
        marks = [self._mark(many) for many in counts]
        wide = max(map(width, marks))
        return fit(marks[CODES.index(code)], wide) + "  "

    def _mark(self, many: int) -> str:
        if len(self._deals) == 1:
            return _("now") if many else ""
        return str(many) if many else ""


def doubt_runs(deals: Sequence[Forecasted]) -> list[Run]:
    """Why commit would count as best case; nothing where it would not."""
    doubted = [deal for deal in deals if deal.doubts]
    best = words.category("best")
    if not doubted:
        return []
    if len(deals) == 1:
        said = _("{commit} would count as {best}: {why}").format(
            commit=words.capital(words.category(COMMIT)),
            best=best,
            why=categories.said(doubted[0].doubts),
        )
        return [(labels.FLAG + " ", "overdue"), (said, "text")]
    said = _("{commit} of {count} would count as {best}").format(
        commit=words.capital(words.category(COMMIT)), count=len(doubted), best=best
    )
    runs: list[Run] = [(labels.FLAG + " ", "overdue"), (said, "text")]
    for deal in doubted[:_MOST_NAMED]:
        runs += [(" · ", "faint"), (f"{deal.name}: {categories.said(deal.doubts)}", "dim")]
    if len(doubted) > _MOST_NAMED:
        runs.append((" · …", "faint"))
    return runs
