"""What sources cost per month: one line after another, until one is empty."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline_tui.domain.costs import ChannelCost, shown
from pipeline_tui.domain.text import clean
from pipeline_tui.i18n import _, ngettext
from pipeline_tui.ui.gateway import costs
from pipeline_tui.ui.modals import checks
from pipeline_tui.ui.modals.asking import Then
from pipeline_tui.ui.modals.line import LinePrompt
from pipeline_tui.ui.text import Run

if TYPE_CHECKING:
    from textual.app import App

    from pipeline_tui.ui.gateway import Gateway

_LISTED = 3
"""So many of the latest are shown while nothing is typed."""


def ask_costs(app: App[Any], gateway: Gateway, then: Then) -> None:
    """Ask for costs; while nothing is typed the latest ones stand beneath."""
    known = costs.costs(gateway)

    def check(line: str) -> list[Run]:
        if not clean(line):
            return _list(known)
        found = costs.check(gateway, line)
        runs = checks.understood(shown(found))
        there = next((one for one in known if one[:2] == found[:2]), None)
        if there is not None and there.cost != found.cost:
            was = _("now {amount}").format(amount=shown(there).rpartition(" · ")[2])
            runs += [(" · ", "faint"), (was, "dim")]
        return runs

    async def save(line: str) -> None:
        if clean(line):
            await costs.set_cost(gateway, line)

    async def left(line: str | None) -> None:
        if line is not None and clean(line):
            await then()
            ask_costs(app, gateway, then)

    prompt = LinePrompt(
        _("Costs of sources"), check=check, submit=save, placeholder=_("fair 2026-11 2500")
    )
    app.push_screen(prompt, left)


def _list(known: list[ChannelCost]) -> list[Run]:
    """The latest costs, and how many more there are."""
    runs: list[Run] = []
    for one in known[:_LISTED]:
        runs += [(shown(one), "dim"), ("\n", "text")]
    more = len(known) - _LISTED
    if more > 0:
        said = ngettext("and {count} more", "and {count} more", more).format(count=more)
        runs += [(said, "faint"), ("\n", "text")]
    return runs
