"""Use cases that put a deal into another place: another stage, reopened, its order.

Every move ends the stay in the old stage and begins the new one in the same step, and puts the
deal on top of its new column.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from pipeline_tui.domain.records import Stage
from pipeline_tui.domain.state import CLOSED_KINDS
from pipeline_tui.domain.text import clean
from pipeline_tui.errors import InputError
from pipeline_tui.i18n import _
from pipeline_tui.services.desk import Desk

if TYPE_CHECKING:
    from typing import TypeVar

    from pipeline_tui.store.tables import DealRow, StageRow
    from pipeline_tui.store.writes import Work

    S = TypeVar("S", Stage, StageRow)

WORKED_IN = ("open", "care")
"""Kinds of stages that a deal goes forward to."""


def move(desk: Desk, deal_id: int, stage_id: int, *, reason: str = "") -> None:
    """Move a deal to a stage; into Won it is won, into Lost it needs a reason.

    One that moves forward with boxes of the old stage open is marked as moved on anyway, with
    the `reason` if there is one. What a person is asked before is in `gating`.
    """
    with desk.writer.step("deal.move") as work:
        place(work, work.deal(deal_id), work.stage(stage_id), clean(reason))


def move_all(desk: Desk, deal_ids: Iterable[int], stage_id: int) -> int:
    """Move several deals to a stage in one undo step; how many were not there already.

    They stand on top of it in the order they are named. All of them are moved, or none.
    """
    chosen = list(dict.fromkeys(deal_ids))
    with desk.writer.step("deal.move") as work:
        stage = work.stage(stage_id)
        moved = [deal for number in chosen if (deal := work.deal(number)).stage_id != stage_id]
        for deal in reversed(moved):  # each goes on top of the ones before
            place(work, deal, stage)
        names = ", ".join(work.name(deal) for deal in moved)
        work.describe(deal=names, stage=stage.name, count=str(len(moved)))
        return len(moved)


def shift_stage(desk: Desk, deal_id: int, steps: int) -> Stage:
    """Move a deal by one column (-1 left, +1 right) and return where it stands now.

    Lost is passed over, since it needs a reason. A closed deal moved left is reopened. At the
    edge of the board nothing happens.
    """
    with desk.writer.step("deal.move") as work:
        stages = work.stages()  # all in one reading, instead of one after the other
        deal = work.deal(deal_id)
        here = work.stage(deal.stage_id)
        if here.kind == "lost" and steps > 0:
            raise InputError(
                _("{deal} is lost").format(deal=work.name(deal)), todo=_("Reopen it first")
            )
        if here.kind in CLOSED_KINDS and steps < 0:
            _reopen(work, deal)
        else:
            stage = neighbour(stages, here.id or 0, steps)
            if stage is not None:
                place(work, deal, stage)
        return _record(work.stage(deal.stage_id))


def neighbour(stages: Iterable[S], stage_id: int, steps: int) -> S | None:
    """The stage so many columns further, Lost passed over; None beyond the edge, and from Lost."""
    way = [stage for stage in stages if stage.kind != "lost"]
    at = next((at for at, stage in enumerate(way) if stage.id == stage_id), -len(way))
    return way[at + steps] if 0 <= at + steps < len(way) else None


def reorder(desk: Desk, deal_id: int, neighbour_id: int) -> None:
    """Change places with another deal of the same stage."""
    with desk.writer.step("deal.reorder") as work:
        deal, neighbour = work.deal(deal_id), work.deal(neighbour_id)
        stage = work.stage(deal.stage_id)
        if neighbour.stage_id != deal.stage_id:
            raise InputError(_("The two deals do not stand in the same stage"))
        if stage.kind in CLOSED_KINDS:
            raise InputError(_("Closed deals stand in the order of their closing days"))
        work.describe(deal=work.name(deal))
        if deal.position == neighbour.position and deal.id != neighbour.id:
            work.renumber(deal.stage_id)
        mine, theirs = deal.position, neighbour.position
        work.edit(deal, position=theirs)
        work.edit(neighbour, position=mine)


def reopen(desk: Desk, deal_id: int) -> None:
    """Put a won or lost deal back into the last stage it was open in."""
    with desk.writer.step("deal.reopen") as work:
        deal = work.deal(deal_id)
        if work.stage(deal.stage_id).kind not in CLOSED_KINDS:
            raise InputError(
                _("{deal} is not closed").format(deal=work.name(deal)),
                kept=_("Nothing was changed"),
            )
        _reopen(work, deal)


def enter(work: Work, deal: DealRow, stage: StageRow) -> None:
    """Put a deal into a stage; from the marked stage on it is a verified opportunity."""
    work.enter(deal, stage)
    if deal.verified_at is None and is_opportunity(work, stage):
        work.edit(deal, verified_at=work.now)


def is_opportunity(work: Work, stage: StageRow) -> bool:
    """Whether deals in this stage are verified opportunities (process.md, Leads)."""
    if stage.kind in ("won", "care"):
        return True
    if stage.kind != "open":
        return False
    marked = [other.position for other in work.stages() if other.is_opportunity]
    return bool(marked) and stage.position >= min(marked)


def place(work: Work, deal: DealRow, stage: StageRow, reason: str = "") -> None:
    """Move to a stage of any kind."""
    work.describe(deal=work.name(deal), stage=stage.name)
    if stage.id == deal.stage_id:
        return
    if stage.kind in CLOSED_KINDS:
        from pipeline_tui.services import closing

        if stage.kind == "won":
            closing.win_in(work, deal, stage, reason)
        else:
            closing.lose_in(work, deal, stage, closing.Loss(reason))
    else:
        passed = goes_forward(work.stage(deal.stage_id), stage) and _passes(work, deal)
        work.record(deal, "reason", "", reason)
        work.edit(deal, overridden=int(passed))
        if passed and deal.category == "commit":
            work.change(deal, "category", "best")
        _open_again(work, deal, stage)
        enter(work, deal, stage)


def goes_forward(here: StageRow | Stage, stage: StageRow | Stage) -> bool:
    """Whether a move asks for the boxes of the stage it leaves: on to a later one to work in."""
    return stage.position > here.position and stage.kind in WORKED_IN


def _passes(work: Work, deal: DealRow) -> bool:
    """Whether boxes stay open behind a deal that moves on; in hard mode it may not."""
    from pipeline_tui.store.rows_answers import open_boxes

    boxes = open_boxes(work, deal)
    if boxes and work.settings.get("gate") == "hard":
        raise InputError(
            _("{deal} cannot go on: open is {boxes}").format(
                deal=work.name(deal), boxes=", ".join(box.text for box in boxes)
            ),
            kept=_("Nothing was moved"),
            todo=_("Tick what is done, or set gate to soft"),
        )
    return bool(boxes)


def forget(work: Work, deal: DealRow) -> None:
    """What an earlier closing left behind goes."""
    work.edit(deal, lost_reason=None, closed_note="", disqualified=0, risk_was_reason=None)


def _open_again(work: Work, deal: DealRow, stage: StageRow) -> None:
    """What closing left behind goes; a deal that reaches the after-sale stages stays won."""
    won_on = deal.closed_on if deal.lost_reason is None else None
    sold = stage.kind == "care"
    kept = deal.closed_note if sold and won_on else ""
    forget(work, deal)
    work.edit(deal, closed_on=(won_on or work.today) if sold else None, closed_note=kept)


def _reopen(work: Work, deal: DealRow) -> None:
    stage = work.last_open_stage(deal)
    work.describe(deal=work.name(deal), stage=stage.name)
    _open_again(work, deal, stage)
    enter(work, deal, stage)


def _record(row: StageRow) -> Stage:
    """A stage as reads hand it out."""
    return Stage(
        id=row.id or 0,
        key=row.key,
        name=row.name,
        kind=row.kind,
        position=row.position,
        probability=row.probability,
        contact_limit=row.contact_limit,
        step_required=bool(row.step_required),
        guidance=row.guidance,
        colour=row.colour,
        is_first_contact=bool(row.is_first_contact),
        is_opportunity=bool(row.is_opportunity),
    )
