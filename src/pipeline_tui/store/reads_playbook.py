"""The playbook: all entries for its screen, and as much of them as it takes to offer some."""

from __future__ import annotations

import sqlite3

from pipeline_tui.domain.playbook import Hint, Play, Tally
from pipeline_tui.domain.text import clean

_KIND_ORDER = "CASE kind WHEN 'objection' THEN 1 WHEN 'story' THEN 2 ELSE 3 END"

# A deal counts once for an entry, however often it was used with it.
_PLAYS = """
    SELECT p.id, p.kind, p.title, p.text, p.link, p.words,
        (SELECT group_concat(x.stage_id) FROM play_stage x WHERE x.play_id = p.id),
        (SELECT count(*) FROM play_use u WHERE u.play_id = p.id),
        (SELECT count(DISTINCT d.id) FROM play_use u JOIN deal d ON d.id = u.deal_id
         JOIN stage s ON s.id = d.stage_id
         WHERE u.play_id = p.id AND s.kind IN ('won', 'care', 'lost')),
        (SELECT count(DISTINCT d.id) FROM play_use u JOIN deal d ON d.id = u.deal_id
         JOIN stage s ON s.id = d.stage_id
         WHERE u.play_id = p.id AND s.kind IN ('won', 'care')),
        p.version
    FROM play p"""
_IN_ORDER = f" ORDER BY {_KIND_ORDER}, p.position, p.id"

# No words of the answers: this is read with every deal that comes under the cursor.
_HINTS = f"""
    SELECT play.id, play.kind, play.title, play.words,
        EXISTS (SELECT 1 FROM play_stage x WHERE x.play_id = play.id AND x.stage_id = ?)
    FROM play ORDER BY {_KIND_ORDER}, play.position, play.id LIMIT ?"""  # noqa: S608

MOST_HINTS = 300
"""So many entries are looked at for a deal; nobody keeps more answers in mind."""


def plays(conn: sqlite3.Connection) -> list[Play]:
    """All entries: objections, stories, materials, each in their order."""
    return [_play(row) for row in conn.execute(_PLAYS + _IN_ORDER).fetchall()]


def play(conn: sqlite3.Connection, play_id: int) -> Play | None:
    """One entry; None if there is none."""
    row = conn.execute(_PLAYS + " WHERE p.id = ?", (play_id,)).fetchone()
    return None if row is None else _play(row)


def hints(conn: sqlite3.Connection, stage_id: int) -> list[Hint]:
    """What can be offered with a deal that stands in a stage."""
    rows = conn.execute(_HINTS, (stage_id, MOST_HINTS)).fetchall()
    return [Hint(row[0], row[1], clean(row[2]), clean(row[3]), bool(row[4])) for row in rows]


def _play(row: tuple[int, str, str, str, str, str, str | None, int, int, int, int]) -> Play:
    stages = tuple(int(number) for number in row[6].split(",")) if row[6] else ()
    return Play(
        id=row[0],
        kind=row[1],
        title=clean(row[2]),
        text=clean(row[3], lines=True),
        link=clean(row[4]),
        words=clean(row[5]),
        stages=stages,
        tally=Tally(row[7], row[8], row[9]),
        version=row[10],
    )
