"""Public holidays of the region, kept in the database some years ahead.

Apart from the options, since every start that writes looks whether the next ones are missing.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from pipeline_tui.domain.text import clean
from pipeline_tui.store.connection import explained, open_reader
from pipeline_tui.store.reads_shared import settings

if TYPE_CHECKING:
    from pipeline_tui.services.desk import Desk
    from pipeline_tui.store.writes import Work

COVERED = "holidays"
"""Setting that remembers for which region, and up to which year, holidays are stored."""

YEARS_BACK = 1
YEARS_AHEAD = 2

_BRIEF_MS = 50
"""How long looking whether holidays are missing waits for a lock."""


def extend_holidays(desk: Desk) -> None:
    """Store the holidays of the coming years when the next one is not covered yet.

    No undo step: nobody asked for it, and what was undone can still be redone. DatabaseLocked at
    once when another program holds the file: it can wait for the next start.
    """
    if not desk.exists:
        return
    # The desk's own reader is another thread's.
    reader = open_reader(desk.path, wait_ms=_BRIEF_MS, clock=desk.clock)
    try:
        with explained(desk.file):
            stored = settings(reader)
    finally:
        reader.close()
    region = stored.get("region", "")
    known, _colon, until = stored.get(COVERED, "").partition(":")
    year = desk.clock.today().year
    covered = int(until) if known == region and until else 0
    if not region or covered > year:
        return
    with desk.writer.unnoticed() as work:
        store_holidays(work, region, first=max(covered + 1, year - YEARS_BACK), anew=False)
        work.refresh_all()


def store_holidays(work: Work, region: str, *, first: int, anew: bool) -> None:
    """Store the holidays of a region from the year `first` on, `anew` in place of all others."""
    last = work.today.year + YEARS_AHEAD
    found = holidays_in(region, first, last) if region else {}
    if anew:
        work.replace_days("holiday", found)
    else:
        work.add_days("holiday", found)
    work.set_setting(COVERED, f"{region}:{last}" if region else "")


def holidays_in(region: str, first: int, last: int) -> dict[date, str]:
    """Public holidays of a region (`DE`, `DE-BY`) from the library, with their names."""
    import holidays

    country, _dash, part = region.partition("-")
    found = holidays.country_holidays(country, subdiv=part or None, years=range(first, last + 1))
    return {day: clean(name) for day, name in sorted(found.items())}
