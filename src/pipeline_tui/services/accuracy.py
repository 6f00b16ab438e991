"""How far locked forecasts were off, what slipped, and what was pushed (metrics.md)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pipeline_tui.domain.metrics import locks as rules
from pipeline_tui.domain.metrics.band import Band
from pipeline_tui.domain.metrics.forecast import Accuracy, Locked
from pipeline_tui.domain.metrics.locks import Lock
from pipeline_tui.domain.metrics.scenarios import Scenarios
from pipeline_tui.services import locking, reading
from pipeline_tui.store import locks
from pipeline_tui.store.reads_money import Purse

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from pipeline_tui.domain.filter import Filter
    from pipeline_tui.domain.metrics.periods import Period
    from pipeline_tui.services.desk import Desk


class Outcome(NamedTuple):
    """A locked forecast beside what came; in minor units of the lock's currency."""

    lock: Lock
    ended: bool
    scenarios: Scenarios
    """Of the deals that are looked at."""
    band: Band | None
    """None of some deals: what is locked is the band of all."""
    won_minor: int
    """Won in the period so far, with the rates of the lock."""
    won: tuple[int, ...]
    due: tuple[int, ...]
    slipped: tuple[int, ...]
    """Deals that were due and did not close; while the period runs those moved out of it."""
    slipped_minor: int
    pushes: tuple[tuple[int, int], ...]
    """Deal and how often its close was moved later inside the period."""
    without_rate: int
    """Won deals of which the lock had no rate; they are in no sum."""

    @property
    def forecast_minor(self) -> int:
        """What is held against what came: the realistic scenario."""
        return self.scenarios.realistic

    @property
    def pushed(self) -> int:
        """All pushes together."""
        return sum(count for _deal, count in self.pushes)


class AccuracyReport(NamedTuple):
    """Locked periods in the order of time, and WAPE and bias of those that have ended."""

    period: str | None
    currency: str
    outcomes: tuple[Outcome, ...]
    kinds: tuple[tuple[str, int, Accuracy], ...]
    """Kind of period, how many have ended, and their accuracy."""
    not_counted: tuple[str, ...] = ()
    """Ended periods locked in another currency than that of the data now, by their names."""


def report(
    desk: Desk, period: Period | None = None, flt: Filter | None = None, *, fill: bool = True
) -> AccuracyReport:
    """Every lock, or those of the periods within one; with `fill` missing ones are made first.

    A month that has just begun is locked and not back-filled.

    WAPE and bias add up periods of one currency, that of the data now.
    """
    if fill and not desk.is_past:
        desk.reader  # noqa: B018  (where the file is locked each of the next would wait for it)
        locking.lock(desk)
        locking.back_fill(desk)
    with reading.at_once(desk):
        conn, today = desk.reader, desk.clock.today()
        base = Purse(conn).base
        found = [one for one in locks.locks(conn, period) if one.period.first <= today]
        outcomes = _outcomes(desk, found, flt)
    ended = [one for one in outcomes if one.ended]
    counted = [
        (one.lock.period, Locked(one.forecast_minor, one.won_minor))
        for one in ended
        if one.lock.currency == base
    ]
    return AccuracyReport(
        None if period is None else period.name,
        base,
        tuple(outcomes),
        tuple(rules.accuracies(counted)),
        tuple(one.lock.period.name for one in ended if one.lock.currency != base),
    )


def _outcomes(desk: Desk, found: Iterable[Lock], flt: Filter | None) -> list[Outcome]:
    conn, today = desk.reader, desk.clock.today()
    chosen = None if flt is None else locks.chosen(conn, today, flt)
    won = locks.won(conn, today, flt)
    some = list(found)
    due_ids = {deal.deal_id for one in some for deal in one.deals}
    fates = locks.fates(conn, due_ids)
    pushes = locks.pushes(conn, due_ids)
    outcomes = []
    for lock in some:
        deals = [deal for deal in lock.deals if chosen is None or deal.deal_id in chosen]
        inside = [entry for entry in won if lock.period.holds(entry[1])]
        worths = [locks.in_currency(lock, minor, code) for _id, _on, minor, code in inside]
        slipped = rules.slipped(lock.period, deals, fates, today)
        outcomes.append(
            Outcome(
                lock,
                lock.period.last < today,
                rules.scenarios_of(lock, chosen),
                lock.band if chosen is None else None,
                sum(worth for worth in worths if worth is not None),
                tuple(entry[0] for entry in inside),
                tuple(deal.deal_id for deal in deals),
                tuple(deal.deal_id for deal in slipped),
                sum(deal.value_minor for deal in slipped),
                _pushes(lock.period, {deal.deal_id for deal in deals}, pushes),
                worths.count(None),
            )
        )
    return outcomes


def _pushes(
    period: Period, deals: set[int], pushes: list[tuple[int, date]]
) -> tuple[tuple[int, int], ...]:
    counted: dict[int, int] = {}
    for deal_id, on in pushes:
        if deal_id in deals and period.holds(on):
            counted[deal_id] = counted.get(deal_id, 0) + 1
    return tuple(sorted(counted.items()))
