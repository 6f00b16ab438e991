"""The locked forecast of a period beside now, what became of it, and how far others were off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline_tui.domain.metrics.locks import kind_of, not_counted
from pipeline_tui.i18n import N_, _
from pipeline_tui.i18n.format import full_date, number
from pipeline_tui.ui.render.insights import Block, Row
from pipeline_tui.ui.render.numbers import amount, share, signed_share

if TYPE_CHECKING:
    from pipeline_tui.ui.gateway.insights import Forecast
    from pipeline_tui.ui.gateway.insights_more import AccuracyReport, Outcome

RECENT = 6
"""So many ended periods of the same kind are shown."""

KINDS = {"month": N_("Months"), "quarter": N_("Quarters"), "year": N_("Years")}


def blocks(found: AccuracyReport, now: Forecast) -> list[Block]:
    """What stands below the forecast of a period."""
    mine = next((one for one in found.outcomes if one.lock.period.name == now.period), None)
    shown = _none(now) if mine is None else [_beside(mine, now), _became(mine)]
    return [*shown, *_others(found, mine)]


def _none(now: Forecast) -> list[Block]:
    said = _(
        "No forecast was locked for {period}: that is done for months, quarters and years when the"
        " program first runs in them."
    ).format(period=now.period)
    return [Block(_("Locked at the start"), (), (), said)]


def _beside(one: Outcome, now: Forecast) -> Block:
    lock = one.lock
    pairs = [
        (_("Cautious"), one.scenarios.cautious, now.scenarios.cautious),
        (_("Realistic"), one.scenarios.realistic, now.scenarios.realistic),
        (_("Optimistic"), one.scenarios.optimistic, now.scenarios.optimistic),
    ]
    if one.band is not None:
        pairs.append((_("Even chance of at least"), one.band.p50, now.band.p50))
    rows = tuple(
        Row(name, (amount(then, lock.currency), amount(today, now.currency)), "locked", one.due)
        for name, then, today in pairs
    )
    said = _("Locked on {day}, as of the day before {period}.").format(
        day=full_date(lock.locked_on), period=lock.period.name
    )
    if lock.backfilled:
        said += " " + _("Nobody ran the program at the start: back-filled from history.")
    return Block(_("Locked at the start"), (_("locked"), _("now")), rows, said)


def _became(one: Outcome) -> Block:
    currency = one.lock.currency
    due = sum(deal.value_minor for deal in one.lock.deals if deal.deal_id in one.due)
    slipped = _("Slipped") if one.ended else _("Moved out so far")
    rows = (
        Row(_("Due at the start"), (number(len(one.due)), amount(due, currency)), "locked",
            one.due),
        Row(_("Won"), (number(len(one.won)), amount(one.won_minor, currency)), "won", one.won),
        Row(slipped, (number(len(one.slipped)), amount(one.slipped_minor, currency)),
            "slippage", one.slipped),
        Row(_("Pushes"), (number(one.pushed),), "pushes", tuple(deal for deal, _n in one.pushes)),
    )  # fmt: skip
    return Block(_("What became of it"), (_("deals"), _("value")), rows)


def _others(found: AccuracyReport, mine: Outcome | None) -> list[Block]:
    """Periods that have ended, those of the kind of this one by themselves."""
    kind = "quarter" if mine is None else kind_of(mine.lock.period)
    ended = [one for one in found.outcomes if one.ended and kind_of(one.lock.period) == kind]
    rows = tuple(
        Row(
            one.lock.period.name,
            (
                amount(one.forecast_minor, one.lock.currency),
                amount(one.won_minor, one.lock.currency),
                amount(one.forecast_minor - one.won_minor, one.lock.currency),
            ),
            "accuracy",
            one.won,
        )
        for one in reversed(ended[-RECENT:])
    )
    figures = tuple(
        Row(
            _(KINDS[kind]),
            (number(count), share(figure.wape), signed_share(figure.bias)),
            "accuracy",
        )
        for kind, count, figure in found.kinds
    )
    blocks = []
    if rows:
        came = (_("forecast"), _("won"), _("off"))
        blocks.append(Block(_("Forecast and what came"), came, rows))
    if figures or found.not_counted:
        heads = (_("ended"), _("WAPE"), _("bias")) if figures else ()
        said = f"{not_counted(found.not_counted, found.currency)}." if found.not_counted else ""
        blocks.append(Block(_("Accuracy"), heads, figures, said))
    return blocks
