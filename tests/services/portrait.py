"""What board, agenda and figures say at a desk, for holding days against each other."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from pipeline_tui.domain.records import Card
from pipeline_tui.services import figures, reading
from pipeline_tui.services.desk import Desk
from pipeline_tui.services.past import END_OF_DAY, FixedClock
from pipeline_tui.store import reads


def portrait(desk: Desk) -> dict[str, Any]:
    """All but what no history tells: versions, the order of cards, ticks taken back."""
    conn, today = desk.reader, desk.clock.today()
    stages = reads.stages(conn)
    return {
        "columns": reads.columns(conn, today),
        "cards": sorted(
            _card(card)
            for stage in stages
            for card in reads.cards(conn, stage.id, None, 1000, today)
        ),
        "agenda": [
            (row.id, row.kind, row.text, row.due, row.time, row.state, row.postponed)
            for row in reads.agenda(conn, None, 1000, today)
        ],
        "headline": reading.headline(desk),
        "pipeline": reading.pipeline_report(desk),
        "forecast": figures.period_forecast(desk),
        "funnel": figures.funnel(desk),
    }


def _card(card: Card) -> tuple[Any, ...]:
    plain = card._replace(
        position=0, ticks=0, criteria=0, version=0, undecided=False, company=None, next=None
    )
    step = card.next and (card.next.kind, card.next.text, card.next.due, card.next.time)
    return tuple(map(str, (*plain, step)))


def with_clock_of(path: Path, day: date) -> dict[str, Any]:
    """The portrait of the file as it is, read on another day."""
    desk = Desk(path, FixedClock(day, END_OF_DAY))
    try:
        return portrait(desk)
    finally:
        desk.close()


def as_of(desk: Desk, day: date) -> dict[str, Any]:
    """The portrait of a day that has passed."""
    past = desk.as_of(day)
    try:
        return portrait(past)
    finally:
        past.close()
