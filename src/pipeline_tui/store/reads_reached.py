"""How far deals came and when, counted by SQLite: facts for conversions by cohort (metrics.md).

The rule of first entries: a deal has come so far on the first day on which it stood in that stage
or a later one, or was won; where it began is the first it came into. Stays that an import
inferred tell nothing, and deals of which nothing else is known are in no cohort.
"""

from __future__ import annotations

import sqlite3
from datetime import date
from typing import TYPE_CHECKING, Any

from pipeline_tui.domain.metrics.conversions import Reach
from pipeline_tui.store.reads_shared import statement
from pipeline_tui.store.reads_stays import bounds, chosen

if TYPE_CHECKING:
    from pipeline_tui.domain.filter import Filter
    from pipeline_tui.domain.metrics.facts import Ranks
    from pipeline_tui.domain.metrics.periods import Period

# Grouped by deal before anything is joined: what is joined to every stay costs ten times as much.
# Stays are numbered as they came, so that the lowest number with its place tells the first place.
_WAYS = """
    SELECT deal_id, MIN(id * 1000 + place) % 1000 AS first, MAX(place) AS furthest {moments}
    FROM (SELECT y.deal_id, y.id, CASE y.stage_id {places} END AS place, y.entered_at AS at
          FROM stay y WHERE y.inferred = 0 {chosen})
    GROUP BY deal_id"""
_REACHED = """
    SELECT d.id, COALESCE(x.first, :end) AS first,
        CASE WHEN s.kind IN ('won', 'care') AND d.closed_on IS NOT NULL THEN :end
             ELSE x.furthest END AS furthest,
        d.closed_on IS NULL AS undecided, {inside} AS inside
    FROM ({ways}) x JOIN deal d ON d.id = x.deal_id JOIN stage s ON s.id = d.stage_id"""
_COUNTED = """
    SELECT first, furthest, undecided, inside, COUNT(*) FROM ({reached})
    WHERE furthest IS NOT NULL GROUP BY 1, 2, 3, 4"""
_MEMBERS = """
    SELECT id FROM ({reached})
    WHERE first <= :place AND furthest >= :place
      AND (inside = '' OR substr(inside, :place + 1, 1) = '1')
    ORDER BY id LIMIT :limit"""
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
    return [Reach(row[0], row[1], bool(row[2]), row[3], row[4]) for row in rows]


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
    rows = conn.execute(_MEMBERS.format(reached=sql), values).fetchall()
    return tuple(row[0] for row in rows)


def _reached(
    ranks: Ranks, period: Period | None, today: date, flt: Filter | None
) -> tuple[str, dict[str, Any]]:
    wanted, values = chosen(flt, today)
    values["end"] = ranks.end
    # Numbers of stages come from the database, and are whole numbers.
    places = " ".join(f"WHEN {int(stage)} THEN {place}" for stage, place in ranks.places.items())
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
    ways = _WAYS.format(places=places or "WHEN 0 THEN 0", moments=moments, chosen=wanted)
    return statement(_REACHED.format(inside=inside or "''", ways=ways)), values
