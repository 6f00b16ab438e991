"""Locking forecasts at the start of each period (metrics.md, "Forecast accuracy").

The forecast of a period is the one as of the last day before it, so that it is the same whenever
it is locked. What the first command of a month, or the app, finds to be locked is locked then;
earlier periods, in which nobody ran the program, are back-filled and marked so.
"""

from __future__ import annotations

from contextlib import suppress
from itertools import groupby
from typing import TYPE_CHECKING

from pipeline_tui.domain.metrics import locks as rules
from pipeline_tui.domain.metrics.locks import Lock, LockedDeal
from pipeline_tui.errors import PipelineError
from pipeline_tui.services import figures, reading
from pipeline_tui.store import locks, reads_stays
from pipeline_tui.store.reads_money import Purse

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from pipeline_tui.domain.metrics.periods import Period
    from pipeline_tui.services.desk import Desk

MOST_MONTHS = 36
"""So many months back periods are back-filled at most."""


def lock(desk: Desk) -> bool:
    """Lock the periods that began since it was done last; whether anything was written.

    Nothing is raised: where the file cannot be read or written now, it is done the next time.
    """
    with suppress(PipelineError):
        desk.reader  # noqa: B018  (opens it, else there is nothing to be asked)
        until = desk.locked_until
        today = desk.clock.today()
        if until is None or until >= _month(today) or not locks.writable(desk.file):
            return False
        # Where locks were never kept nobody stood at the start of these periods: `back_fill`.
        begun = rules.begun_since(until, today) if until else []
        found = _forecasts(desk, begun, today, backfilled=False)
        locks.keep(desk.file, found, _month(today))
        return True
    return False


def back_fill(desk: Desk, most: int = MOST_MONTHS) -> int:
    """Lock periods of the past in which nobody ran the program; how many were.

    `most` is how many beginnings of a month are looked at, the latest first; which months are
    wanted says `rules.months_to_lock`. Nothing is raised, as by `lock`.
    """
    with suppress(PipelineError):
        if not desk.exists or not locks.writable(desk.file):
            return 0
        today = desk.clock.today()
        with reading.at_once(desk):
            due = locks.months_due(desk.reader)
            there = locks.locked_names(desk.reader)
            first = locks.first_day(desk.reader)
            used_since = reads_stays.first_day(desk.reader)
        latest = rules.months_to_lock(due, there, used_since, today)[-MOST_MONTHS:]
        missing = [
            one
            for one in rules.periods_of(latest, today)
            if one.name not in there and first is not None and rules.eve(one) >= first
        ]
        eves = sorted({rules.eve(one) for one in missing})[-most:]
        some = [one for one in missing if rules.eve(one) in eves]
        found = _forecasts(desk, some, today, backfilled=True)
        if found:
            locks.keep(desk.file, found, desk.locked_until or "")
        return len(found)
    return 0


def _forecasts(
    desk: Desk, periods: Sequence[Period], today: date, *, backfilled: bool
) -> list[Lock]:
    """The forecasts of periods as of the days before them; none where there were no deals yet."""
    found = []
    for eve, some in groupby(sorted(periods, key=rules.eve), key=rules.eve):
        past = desk.as_of(eve)
        try:
            if locks.has_deals(past.reader):
                rates = Purse(past.reader).settings.get("rates", "")
                found += [_locked(past, one, rates, today, backfilled) for one in some]
        finally:
            past.close()
    return found


def _locked(past: Desk, period: Period, rates: str, today: date, backfilled: bool) -> Lock:
    forecast = figures.period_forecast(past, period)
    deals = [
        LockedDeal(
            one.due.id,
            one.due.value_minor,
            one.due.counted_as(past.clock.today()),
            one.due.expected_close or period.last,
            one.due.probability,
            one.chance.probability,
            one.chance.n,
        )
        for one in forecast.deals
    ]
    return Lock(
        period,
        today,
        backfilled,
        forecast.currency,
        rates,
        forecast.won_minor,
        forecast.scenarios,
        forecast.band,
        tuple(deals),
    )


def _month(day: date) -> str:
    return f"{day.year:04}-{day.month:02}"
