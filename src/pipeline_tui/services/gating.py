"""The gate: what a move forward asks, and the move with its answers in one undo step.

Source: process.md, "Exit criteria and the gate", "Qualification", "Leads and opportunities".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from pipeline_tui.domain.gate import LIGHT, TALK, Decision, Gate, Offered, mode_code
from pipeline_tui.domain.planned import planned_step
from pipeline_tui.domain.step_record import Step
from pipeline_tui.domain.text import ONE_LINE_LIMIT, clean, limited
from pipeline_tui.errors import InputError, NotFound
from pipeline_tui.i18n import _
from pipeline_tui.services import moving
from pipeline_tui.services.booking import book, refuse_closed
from pipeline_tui.services.conflicts import overtaken
from pipeline_tui.services.desk import Desk
from pipeline_tui.store import reads_gate, reads_shared, upkeep
from pipeline_tui.store.connection import explained

if TYPE_CHECKING:
    from datetime import date

    from pipeline_tui.domain.records import Stage
    from pipeline_tui.store.tables import DealRow, StageRow
    from pipeline_tui.store.tables_deal import CriterionRow
    from pipeline_tui.store.writes import Work

__all__ = [
    "Ahead",
    "Decision",
    "Gate",
    "ahead",
    "asked",
    "check_reason",
    "go",
    "instead",
    "light_day",
]


class Ahead(NamedTuple):
    """Where a move by columns leads, and what it asks; `gate` None where it asks nothing."""

    stage: Stage | None
    gate: Gate | None


def asked(desk: Desk, deal_ids: Iterable[int], stage_id: int) -> Gate | None:
    """What moving these deals to a stage asks; None when nothing is open, or in silent mode."""
    with explained(desk.file):
        stages = reads_shared.stages(desk.reader)
        stage = next((one for one in stages if one.id == stage_id), None)
        return None if stage is None else _gate(desk, deal_ids, stage)


def ahead(desk: Desk, deal_id: int, stage_id: int, steps: int) -> Ahead:
    """Where `moving.shift_stage` would bring a deal of that stage, and what that asks."""
    with explained(desk.file):
        stages = reads_shared.stages(desk.reader)
        stage = moving.neighbour(stages, stage_id, steps)
        gate = None if stage is None or steps < 0 else _gate(desk, [deal_id], stage)
    return Ahead(stage, gate)


def go(
    desk: Desk,
    deal_ids: Iterable[int],
    stage_id: int,
    decision: Decision,
    *,
    seen: Mapping[int, int] | None = None,
) -> int:
    """Move deals forward with what was decided, in one undo step; how many were not there.

    Ticks and answers come first. InputError, and nothing is changed: with boxes still open and
    no reason, or in hard mode; for a criterion or a planned follow-up that is gone; for a deal
    that is not in the stage in which it was `seen` (its number to the stage's).
    """
    chosen = list(dict.fromkeys(deal_ids))
    reason = check_reason(decision.reason)
    with desk.writer.step("deal.move") as work:
        stage = work.stage(stage_id)
        moved = [deal for number in chosen if (deal := work.deal(number)).stage_id != stage_id]
        for deal in moved:
            _refuse_moved(work, deal, seen)
            _answer(work, deal, decision)
        hard = work.settings.get("gate") == "hard"  # then moving says what is open
        if not (reason or hard) and any(_needs_reason(work, deal, stage) for deal in moved):
            raise _open(work, moved, stage)
        for deal in reversed(moved):  # each goes on top of the ones before
            forward = moving.goes_forward(work.stage(deal.stage_id), stage)
            moving.place(work, deal, stage, reason if _needs_reason(work, deal, stage) else "")
            if forward:
                _book(work, deal, stage, decision, alone=len(chosen) == 1)
        names = ", ".join(work.name(deal) for deal in moved)
        work.describe(deal=names, stage=stage.name, count=str(len(moved)))
        return len(moved)


def instead(desk: Desk, deal_id: int, light: str, decision: Decision) -> None:
    """Book a light next step (a key of LIGHT) in place of an offer that comes too early.

    What was ticked and answered is kept with it; a talk in three months parks the deal.
    """
    from pipeline_tui.services import parking

    kind, words = LIGHT[light]
    parks = light == TALK
    with desk.writer.step("deal.park" if parks else "next.light") as work:
        deal = work.deal(deal_id)
        refuse_closed(work, deal)
        _answer(work, deal, decision)
        if parks:
            day = parking.rest_day(work.today, work.calendar)
            parking.park_in(work, [deal_id], Step(kind, _(words), day, None))
            return
        step = Step(kind, _(words), work.calendar.next(work.today), None)
        book(work, deal, step)
        work.describe(deal=work.name(deal), text=step.text)


def light_day(desk: Desk, light: str) -> date:
    """The day of a light next step."""
    today = desk.clock.today()
    with explained(desk.file):
        calendar = upkeep.calendar(desk.reader)
    if light == TALK:
        from pipeline_tui.services.parking import rest_day

        return rest_day(today, calendar)
    return calendar.next(today)


def check_reason(text: str) -> str:
    """A reason as it is kept; InputError if it is too long."""
    return limited(clean(text), ONE_LINE_LIMIT, _("Reason"))


def _gate(desk: Desk, deal_ids: Iterable[int], stage: Stage) -> Gate | None:
    mode = mode_code(reads_shared.settings(desk.reader).get("gate", "")) or "soft"
    if mode == "silent" or stage.kind not in moving.WORKED_IN:
        return None
    deals = reads_gate.leaving(desk.reader, deal_ids, stage)
    if not deals:
        return None
    numbers = [deal.id for deal in deals]
    asks = reads_gate.asks_qualification(desk.reader, stage.id)
    questions, early = reads_gate.questions(desk.reader, numbers) if asks else ((), 0)
    gate = Gate(
        stage,
        tuple(deals),
        reads_gate.open_boxes(desk.reader, numbers),
        questions,
        _planned(desk, stage),
        mode,
        early,
    )
    return gate if gate.asks else None


def _planned(desk: Desk, stage: Stage) -> tuple[Offered, ...]:
    found = reads_gate.planned(desk.reader, stage.id)
    if not found:
        return ()
    today, calendar = desk.clock.today(), upkeep.calendar(desk.reader)
    return tuple(
        Offered(number, planned_step(one, today, today, calendar)) for number, one in found
    )


# Inside a step.


def _answer(work: Work, deal: DealRow, decision: Decision) -> None:
    """Tick and answer what was decided; a box of another stage is another deal's."""
    from pipeline_tui.services import ticking

    for number, evidence in decision.ticks:
        criterion = _still_there(work, number)
        if criterion.stage_id != deal.stage_id:
            continue
        there = ticking.evidence_of(work, deal.id or 0, criterion)
        if evidence and there not in ("", clean(evidence)):
            what = _("The evidence was changed elsewhere meanwhile")
            raise overtaken(work, deal, what, mine=evidence, theirs=there)
        ticking.put_tick(work, deal, criterion, evidence or None)
    for question, answer, line, seen in decision.answers:
        there = ticking.known(work, deal.id or 0, question)[1]
        kept = there if line is None else ticking.check_line(line)
        if line is not None and there not in (seen, kept):
            what = _("The answer was changed elsewhere meanwhile")
            raise overtaken(work, deal, what, mine=kept, theirs=there)
        ticking.put(work, deal, question, answer, kept)


def _still_there(work: Work, criterion_id: int) -> CriterionRow:
    try:
        return work.criterion(criterion_id)
    except NotFound as gone:
        raise InputError(
            _("A criterion that is ticked here was removed meanwhile"),
            kept=_("Nothing was moved"),
            todo=_("Look at the open boxes again"),
        ) from gone


def _needs_reason(work: Work, deal: DealRow, stage: StageRow) -> bool:
    """Whether it goes forward with boxes open."""
    from pipeline_tui.store.rows_answers import open_boxes

    forward = moving.goes_forward(work.stage(deal.stage_id), stage)
    return forward and bool(open_boxes(work, deal))


def _open(work: Work, moved: list[DealRow], stage: StageRow) -> InputError:
    from pipeline_tui.store.rows_answers import open_boxes

    names = dict.fromkeys(
        box.text for deal in moved if _needs_reason(work, deal, stage)
        for box in open_boxes(work, deal)
    )  # fmt: skip
    return InputError(
        _("Still open: {boxes}").format(boxes=", ".join(names)),
        kept=_("Nothing was moved"),
        todo=_("Tick them, or go on anyway with a reason"),
    )


def _refuse_moved(work: Work, deal: DealRow, seen: Mapping[int, int] | None) -> None:
    if seen is not None and seen.get(deal.id or 0, deal.stage_id) != deal.stage_id:
        raise InputError(
            _("{deal} was moved to {stage} elsewhere meanwhile").format(
                deal=work.name(deal), stage=work.stage(deal.stage_id).name
            ),
            kept=_("Nothing was moved"),
        )


def _book(work: Work, deal: DealRow, stage: StageRow, decision: Decision, *, alone: bool) -> None:
    """Book the planned follow-ups that are wanted.

    Of several deals those with a next step get none, unless it is to be replaced.
    """
    if not decision.planned:
        return
    there = work.open_followups(deal.id or 0)
    if there and not alone and not decision.replace:
        return
    found = dict(reads_gate.planned(work.conn, stage.id or 0))
    for number in decision.planned:
        if number not in found:
            raise InputError(
                _("A planned follow-up was removed meanwhile"),
                kept=_("Nothing was moved"),
                todo=_("Look at the planned follow-ups again"),
            )
    if there and decision.replace:
        work.close_followup(there[0], "cancelled")
    for number in decision.planned:
        book(work, deal, planned_step(found[number], work.today, work.today, work.calendar))
