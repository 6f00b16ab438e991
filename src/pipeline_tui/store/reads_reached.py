"""How far deals came and when, counted by SQLite: facts for conversions by cohort (metrics.md).

The rule of first entries: a deal has come so far on the first day on which it stood in that stage
or a later one, or was won. It began in the first stage it came into; into one before that it comes
when it goes back there, and only what follows then counts. Stays that an import inferred tell
nothing, and deals of which nothing else is known are in no cohort.
"""

from __future__ import annotations

import sqlite3
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from pipeline_tui.clock import local_day
from pipeline_tui.domain.metrics.conversions import Reach
from pipeline_tui.store.reads_shared import statement
from pipeline_tui.store.reads_stays import bounds, chosen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline_tui.domain.filter import Filter
    from pipeline_tui.domain.metrics.facts import Ranks
    from pipeline_tui.domain.metrics.periods import Period

Step = tuple[int, str, str | None, bool]
"""A stay: the place of its stage, when it began, when the deal was won, whether it is open."""

# Grouped by deal before anything is joined: what is joined to every stay costs ten times as much.
# Stays are numbered as they came, so that the lowest number with its place tells the first place.
_WAYS = """
    SELECT deal_id, MIN(id * 1000 + place) % 1000 AS first, MIN(place) AS lowest,
        MAX(place) AS furthest {moments}
    FROM (SELECT y.deal_id, y.id, CASE y.stage_id {places} END AS place, y.entered_at AS at
          FROM stay y WHERE y.inferred = 0 {chosen})
    GROUP BY deal_id"""
_REACHED = """
    SELECT d.id, COALESCE(x.first, :end) AS first, x.lowest < x.first AS back,
        CASE WHEN s.kind IN ('won', 'care') AND d.closed_on IS NOT NULL THEN :end
             ELSE x.furthest END AS furthest,
        d.closed_on IS NULL AS undecided, {inside} AS inside
    FROM ({ways}) x JOIN deal d ON d.id = x.deal_id JOIN stage s ON s.id = d.stage_id"""
_COUNTED = """
    SELECT first, furthest, undecided, inside, COUNT(*), json_group_array(id) FILTER (WHERE back)
    FROM ({reached}) WHERE furthest IS NOT NULL GROUP BY 1, 2, 3, 4"""
_MEMBERS = """
    SELECT id FROM ({reached})
    WHERE first <= :place AND furthest >= :place
      AND (inside = '' OR substr(inside, :place + 1, 1) = '1')
    ORDER BY id LIMIT :limit"""
_WENT_BACK = "SELECT json_group_array(id) FROM ({reached}) WHERE back"
_STEPS = """
    SELECT y.deal_id, CASE y.stage_id {places} END, y.entered_at,
        CASE WHEN s.kind IN ('won', 'care') THEN d.closed_on END, d.closed_on IS NULL
    FROM stay y JOIN deal d ON d.id = y.deal_id JOIN stage s ON s.id = d.stage_id
    WHERE y.inferred = 0 AND y.deal_id IN (SELECT value FROM json_each(:back))
    ORDER BY y.deal_id, y.id"""
# Whether it was in the period that a deal first came so far: by a stay, or by being won.
_INSIDE = """(
    COALESCE(x.at{place} >= :from AND x.at{place} < :behind, 0)
    AND NOT COALESCE(s.kind IN ('won', 'care') AND d.closed_on < :first, 0)
    OR COALESCE(s.kind IN ('won', 'care') AND d.closed_on BETWEEN :first AND :last, 0)
    AND NOT COALESCE(x.at{place} < :from, 0))"""

# Nobody else can have come anywhere for the first time in the period.
_ABOUT = """ AND y.deal_id IN (
    SELECT deal_id FROM stay WHERE entered_at >= :from AND entered_at < :behind
    UNION SELECT id FROM deal WHERE closed_on BETWEEN :first AND :last)"""


def reached(
    conn: sqlite3.Connection,
    ranks: Ranks,
    period: Period | None,
    today: date,
    flt: Filter | None = None,
) -> list[Reach]:
    """All deals by where they began, how far they came, and where that was in the period."""
    sql, values = _reached(ranks, period, today, flt)
    rows = conn.execute(_COUNTED.format(reached=sql), values).fetchall()
    found = [Reach(row[0], row[1], bool(row[2]), row[3], row[4]) for row in rows]
    for row in rows:
        if row[5] != "[]":
            found += [reach for _deal, reach in _gone_back(conn, ranks, period, row[5])]
    return found


def members(
    conn: sqlite3.Connection,
    ranks: Ranks,
    stage_id: int,
    period: Period | None,
    today: date,
    flt: Filter | None = None,
    limit: int = -1,
) -> tuple[int, ...]:
    """The cohort of an open stage, by the numbers of the deals; of no other stage is there one."""
    place = ranks.of(stage_id)
    if place is None or place == ranks.end:
        return ()
    sql, values = _reached(ranks, period, today, flt)
    values |= {"place": place, "limit": limit}
    found = {row[0] for row in conn.execute(_MEMBERS.format(reached=sql), values).fetchall()}
    (back,) = conn.execute(_WENT_BACK.format(reached=sql), values).fetchone()
    if back != "[]":
        went = _gone_back(conn, ranks, period, back)
        found |= {deal for deal, reach in went if reach.first == place}
    return tuple(sorted(found)[: None if limit < 0 else limit])


def _reached(
    ranks: Ranks, period: Period | None, today: date, flt: Filter | None
) -> tuple[str, dict[str, Any]]:
    wanted, values = chosen(flt, today)
    values["end"] = ranks.end
    moments = inside = ""
    if period is not None:
        each = range(ranks.end)
        moments = "".join(
            f", MIN(CASE WHEN place >= {place} THEN at END) AS at{place}" for place in each
        )
        inside = " || ".join(_INSIDE.format(place=place) for place in each)
        values |= bounds(period.first, period.last)
        values |= {"first": period.first.isoformat(), "last": period.last.isoformat()}
        wanted += _ABOUT
    ways = _WAYS.format(places=_places(ranks), moments=moments, chosen=wanted)
    return statement(_REACHED.format(inside=inside or "''", ways=ways)), values


def _places(ranks: Ranks) -> str:
    """The cases that tell the place of a stage; its number is a whole number of the database."""
    cases = " ".join(f"WHEN {int(stage)} THEN {place}" for stage, place in ranks.places.items())
    return cases or "WHEN 0 THEN 0"


def _gone_back(
    conn: sqlite3.Connection, ranks: Ranks, period: Period | None, deal_ids: str
) -> Iterator[tuple[int, Reach]]:
    """The entries of deals into stages before the one they began in, each of one stage alone."""
    rows = conn.execute(_STEPS.format(places=_places(ranks)), {"back": deal_ids}).fetchall()
    for deal, steps in groupby(rows, key=itemgetter(0)):
        way: list[Step] = [
            (place, at, won_on, bool(undecided))
            for _deal, place, at, won_on, undecided in steps
            if place is not None
        ]
        for place in range(min(step[0] for step in way), way[0][0]):
            since = next(at for at, step in enumerate(way) if step[0] <= place)
            reach = _reach(way[since:], place, ranks.end, period)
            if reach is not None:
                yield deal, reach


def _reach(way: list[Step], place: int, end: int, period: Period | None) -> Reach | None:
    """How far a deal came that came into a stage on this way; None if not, or not in the period."""
    _place, _at, won_on, undecided = way[0]
    days = [local_day(at) for reached, at, _won, _undecided in way if reached >= place]
    if won_on is not None:
        days.append(date.fromisoformat(won_on))
    if not days or (period is not None and not period.holds(min(days))):
        return None
    furthest = end if won_on is not None else max(step[0] for step in way)
    inside = "0" * place + "1" + "0" * (end - place)
    return Reach(place, furthest, undecided, inside, 1)
