"""The bottlenecks, with the deals that stand there longest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from pipeline_tui.domain.standing import STUCK
from pipeline_tui.i18n import _
from pipeline_tui.i18n.format import number
from pipeline_tui.ui.modals.pick import Choice, Pick
from pipeline_tui.ui.render.cells import shown

if TYPE_CHECKING:
    from pipeline_tui.ui.gateway.radar import Jam


def pick_jam(jams: Sequence[Jam], names: Mapping[int, str]) -> Pick:
    """One deal of one stage that is stuck; the result is the deal's number."""
    choices = []
    for jam in jams:
        for deal in jam.oldest:
            parts = (names.get(jam.stage_id, ""), deal.company or "", deal.title)
            what = " · ".join(shown(part) for part in parts if part)
            days = _("{days} days, usual is {usual}").format(
                days=number(deal.days), usual=number(jam.usual)
            )
            choices.append(Choice(str(deal.deal_id), what, STUCK, "bad", tail=days))
    return Pick(_("Bottlenecks: the deals that stand there longest"), choices)
