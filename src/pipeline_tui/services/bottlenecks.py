"""Where the pipeline is stuck (metrics.md, "Bottleneck"): for the figures, and beside the board.

Cheap enough for the board: what decides most often is asked first, and counted by the store.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pipeline_tui.domain.metrics.durations import (
    HALF_YEAR,
    OLDEST,
    WEEKS_RUNNING,
    Bottleneck,
    Flow,
    fills_up,
    slower,
)
from pipeline_tui.services import reading
from pipeline_tui.store import reads_stays

if TYPE_CHECKING:
    from pipeline_tui.domain.filter import Filter
    from pipeline_tui.services.desk import Desk
    from pipeline_tui.store.reads_stays import Spread


class Waiting(NamedTuple):
    """A deal that has stood in its stage for so many days."""

    deal_id: int
    company: str | None
    title: str
    days: int


class Jam(NamedTuple):
    """A bottleneck as the board shows it; ages are in days."""

    stage_id: int
    deals: int
    slow_age: int
    """85 % of the deals there have stood there no longer."""
    usual: int
    """So long it was for the stays that ended in the half-year before."""
    oldest: tuple[Waiting, ...]
    """The three deals that stand there longest."""


def bottlenecks(
    desk: Desk,
    flt: Filter | None = None,
    *,
    standing: Spread | None = None,
    flows: dict[int, list[Flow]] | None = None,
) -> list[Bottleneck]:
    """The stages that are stuck, in the order of the board.

    `standing` and `flows`, as `reads_stays` hands them out, spare counting them once more.
    """
    with reading.at_once(desk):
        conn, today = desk.reader, desk.clock.today()
        if flows is None:
            stages = [stage.id for stage in reading.stages(desk) if stage.kind == "open"]
            flows = reads_stays.weekly(conn, today, WEEKS_RUNNING, stages, flt)
        filling = [stage for stage, weeks in flows.items() if fills_up(weeks)]
        if not filling:
            return []
        if standing is None:
            standing = reads_stays.standing(conn, today, flt)
        ended = reads_stays.ended(conn, today - HALF_YEAR, today, flt)
        found = []
        for stage in filling:
            ages = standing.get(stage, {})
            both = slower(ages, ended.get(stage, {}))
            if both is not None:
                oldest = reads_stays.oldest(conn, stage, OLDEST, today, flt)
                found.append(Bottleneck(stage, sum(ages.values()), *both, oldest))
        return found


def radar(desk: Desk) -> tuple[Jam, ...]:
    """The bottlenecks of all deals with the oldest deals by name, in the order of the board.

    A few milliseconds where nothing fills up, some tens at 20,000 deals with 200,000 stays: to
    be read behind the screen, and not on a key.
    """
    from pipeline_tui.store.reads_facts import refs

    with reading.at_once(desk):
        today = desk.clock.today()
        found = []
        for one in bottlenecks(desk):
            since = reads_stays.since(desk.reader, one.stage_id, one.oldest)
            oldest = tuple(
                Waiting(ref.id, ref.company, ref.title, max((today - since[ref.id]).days, 0))
                for ref in refs(desk.reader, one.oldest)
            )
            found.append(Jam(one.stage_id, one.deals, one.slow_age, one.usual, oldest))
        return tuple(found)
