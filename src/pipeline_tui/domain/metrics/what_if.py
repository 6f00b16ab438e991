"""The sandbox of moves: what a period would bring if some open deals went another way.

Pure: what is there goes in with the tried moves, figures come out. Nothing is ever written; what
is accepted goes through the use cases of `services/what_if.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from pipeline_tui.domain.metrics.band import Band, band
from pipeline_tui.domain.metrics.forecast import (
    Chance,
    Due,
    Sums,
    due_in,
    sums,
)
from pipeline_tui.domain.metrics.periods import Period
from pipeline_tui.domain.metrics.plan import Gap, gap
from pipeline_tui.domain.metrics.scenarios import Scenarios, of_sums

WON, LOST, STAGE, CLOSE, CATEGORY = "won", "lost", "stage", "close", "category"
FATES = (WON, LOST, STAGE)
"""What excludes one another: a deal is won, lost, or stands in a stage."""


class OpenStage(NamedTuple):
    """An open stage: how likely deals in it are won, by itself and by own history."""

    id: int
    name: str
    position: int
    probability: int
    """Whole percent."""
    opportunity: bool
    """Whether deals in it are verified opportunities."""
    chance: Chance


class OpenDeal(NamedTuple):
    """An open deal as it is now; money in the base currency, 0 without a value or a rate."""

    id: int
    name: str
    stage_id: int
    value_minor: int
    own_probability: int | None
    category: str
    expected_close: date | None
    ghost: bool
    overridden: bool
    verified: bool
    boxes_open: int
    """Exit criteria of its stage that are not ticked."""
    version: int


class Base(NamedTuple):
    """Everything as it is now, with the period it is looked at for."""

    period: Period
    today: date
    currency: str
    won_minor: int
    target_minor: int | None
    stages: tuple[OpenStage, ...]
    deals: tuple[OpenDeal, ...]

    def stage(self, stage_id: int) -> OpenStage | None:
        """An open stage; None for another one."""
        return next((stage for stage in self.stages if stage.id == stage_id), None)


class Try(NamedTuple):
    """One thing that is tried with one deal: `what` of the names above, and its detail."""

    deal_id: int
    what: str
    stage_id: int = 0
    close: date | None = None
    category: str = ""

    @property
    def slot(self) -> tuple[int, str]:
        """What a later try of the same kind takes the place of."""
        return self.deal_id, "fate" if self.what in FATES else self.what


class Outlook(NamedTuple):
    """What the period would bring."""

    won_minor: int
    scenarios: Scenarios
    band: Band | None
    """None while it is not worked out: it takes long where many deals are due."""
    gap: Gap | None
    """None without a target."""
    due: tuple[int, ...]
    """The deals that are expected to close in it."""
    sums: Sums


def settled(tries: Iterable[Try]) -> tuple[Try, ...]:
    """What the tries come to: the last one of each slot; what is closed has no other."""
    last: dict[tuple[int, str], Try] = {}
    for one in tries:
        last.pop(one.slot, None)
        last[one.slot] = one
    closed = {one.deal_id for one in last.values() if one.what in (WON, LOST)}
    return tuple(
        one for one in last.values() if one.what in (WON, LOST) or one.deal_id not in closed
    )


def after(base: Base, deal: OpenDeal, tries: Sequence[Try]) -> OpenDeal | None:
    """A deal after what is tried with it; None where it is closed. `tries` are settled."""
    for one in tries:
        if one.deal_id != deal.id:
            continue
        if one.what in (WON, LOST):
            return None
        if one.what == STAGE:
            deal = moved(base, deal, one.stage_id)
        elif one.what == CLOSE:
            deal = deal._replace(expected_close=one.close)
        else:
            deal = deal._replace(category=one.category)
    return deal


def moved(base: Base, deal: OpenDeal, stage_id: int) -> OpenDeal:
    """A deal in another open stage: one that goes forward with boxes open is overridden."""
    here, there = base.stage(deal.stage_id), base.stage(stage_id)
    if there is None or stage_id == deal.stage_id:
        return deal
    forward = here is None or there.position > here.position
    return deal._replace(
        stage_id=stage_id,
        overridden=forward and deal.boxes_open > 0,
        verified=deal.verified or there.opportunity,
    )


def outlook(base: Base, tries: Iterable[Try] = ()) -> Outlook:
    """The figures of the period after some tries; without any those of today.

    What is won is won today: it counts only for a period that holds today.
    """
    of_deal = _by_deal(settled(tries))
    won = base.won_minor
    open_deals: list[OpenDeal] = []
    for deal in base.deals:
        own = of_deal.get(deal.id, ())
        now = after(base, deal, own) if own else deal
        if now is not None:
            open_deals.append(now)
        won += _won(base, deal, own)
    due = _due(base, open_deals)
    chances = [
        (one.value_minor, 0.0 if stage is None else stage.chance.probability) for one, stage in due
    ]
    dues = [one for one, _stage in due]
    return _outlook(base, won, sums(dues, base.today), band(won, chances), [one.id for one in dues])


def quickly(base: Base, now: Outlook, tries: Iterable[Try]) -> Outlook:
    """The same without the band, from today's figures and the deals that are tried alone."""
    of_deal = _by_deal(settled(tries))
    won, total = base.won_minor, now.sums
    due = dict.fromkeys(now.due)
    for deal in base.deals:
        own = of_deal.get(deal.id, ())
        if not own:
            continue
        then = after(base, deal, own)
        before = [one for one, _stage in _due(base, [deal])]
        later = [one for one, _stage in _due(base, [] if then is None else [then])]
        total = total.plus(sums(before, base.today), -1).plus(sums(later, base.today))
        due.pop(deal.id, None)
        due.update(dict.fromkeys(one.id for one in later))
        won += _won(base, deal, own)
    return _outlook(base, won, total, None, sorted(due))


def as_due(deal: OpenDeal, stage: OpenStage | None) -> Due:
    """A deal as the forecast sees it."""
    probability = deal.own_probability
    if probability is None:
        probability = 0 if stage is None else stage.probability
    return Due(
        deal.id,
        deal.value_minor,
        probability,
        deal.category,
        deal.expected_close,
        deal.ghost,
        deal.overridden,
    )


def _by_deal(kept: Iterable[Try]) -> dict[int, tuple[Try, ...]]:
    found: dict[int, tuple[Try, ...]] = {}
    for one in kept:
        found[one.deal_id] = (*found.get(one.deal_id, ()), one)
    return found


def _won(base: Base, deal: OpenDeal, own: Sequence[Try]) -> int:
    """What winning a deal today adds to the period."""
    counts = base.period.holds(base.today) and any(one.what == WON for one in own)
    return deal.value_minor if counts else 0


def _due(base: Base, deals: Sequence[OpenDeal]) -> list[tuple[Due, OpenStage | None]]:
    """Those that are expected to close in the period, with their stages."""
    stages = {stage.id: stage for stage in base.stages}
    stage_of = {deal.id: stages.get(deal.stage_id) for deal in deals}
    seen = [as_due(deal, stage_of[deal.id]) for deal in deals if deal.verified]
    return [(one, stage_of[one.id]) for one in due_in(seen, base.period, base.today)]


def _outlook(base: Base, won: int, total: Sums, spread: Band | None, due: Iterable[int]) -> Outlook:
    found = of_sums(won, *total)
    missing = None if base.target_minor is None else gap(base.target_minor, won, found.realistic)
    return Outlook(won, found, spread, missing, tuple(due), total)


class Effect(NamedTuple):
    """What one try alone changes, in minor units."""

    won: int
    realistic: int


def effect(base: Base, one: Try) -> Effect:
    """What a single try does to today's figures, up to rounding."""
    deal = next((deal for deal in base.deals if deal.id == one.deal_id), None)
    if deal is None:
        return Effect(0, 0)
    alone = base._replace(won_minor=0, deals=(deal,))
    before, then = outlook(alone), outlook(alone, (one,))
    realistic = then.scenarios.realistic - before.scenarios.realistic
    return Effect(then.won_minor, realistic)


def without(tries: Sequence[Try], deal_ids: Iterable[int]) -> tuple[Try, ...]:
    """The tries with other deals than these."""
    gone = set(deal_ids)
    return tuple(one for one in tries if one.deal_id not in gone)


def overtaken(seen: Base, now: Base, tries: Iterable[Try]) -> list[OpenDeal]:
    """The tried deals, as they were seen, that were changed or closed elsewhere since."""
    was = {deal.id: deal for deal in seen.deals}
    there = {deal.id: deal.version for deal in now.deals}
    numbers = dict.fromkeys(one.deal_id for one in tries)
    return [was[n] for n in numbers if n in was and there.get(n) != was[n].version]
