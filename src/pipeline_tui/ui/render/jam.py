"""A bottleneck in the head of its column: a flag, and the deals that stand there longest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline_tui.domain.standing import STUCK
from pipeline_tui.i18n import _
from pipeline_tui.i18n.format import number
from pipeline_tui.ui.render.cells import crop, shown, width

if TYPE_CHECKING:
    from pipeline_tui.ui.gateway.radar import Jam

Run = tuple[str, str]

STYLE = "bad"
_LEAST = 3
"""Below so many cells a name tells nothing."""


def jam_runs(jam: Jam, cells: int) -> list[Run]:
    """The flag, and the oldest deals with their days, cut so that as many as can be are there."""
    runs: list[Run] = [(STUCK, STYLE)]
    left = cells - width(STUCK)
    days = [" " + _("{days}d").format(days=number(deal.days)) for deal in jam.oldest]
    shown_deals = len(days)
    while shown_deals and left < sum(1 + _LEAST + width(text) for text in days[:shown_deals]):
        shown_deals -= 1
    for place in range(shown_deals):
        deal, waiting = jam.oldest[place], shown_deals - place
        behind = sum(1 + width(text) for text in days[place:shown_deals])
        name = crop(shown(deal.company or deal.title), (left - behind) // waiting).rstrip()
        runs += [(" ", "text"), (name, "text"), (days[place], STYLE)]
        left -= 1 + width(name) + width(days[place])
    return runs
