"""Use cases on what hangs on a stage: its exit criteria and its planned follow-ups.

A criterion tied to a question of qualification has no tick of its own: tying turns its ticks
into answers, untying gives them back (process.md, "Qualification").
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeVar

from pipeline_tui.domain import stages as rules
from pipeline_tui.domain.text import ONE_LINE_LIMIT, clean, fold, limited
from pipeline_tui.errors import Conflict, InputError
from pipeline_tui.i18n import _
from pipeline_tui.services.desk import Desk
from pipeline_tui.store import stage_moves, stage_rows

if TYPE_CHECKING:
    from pipeline_tui.store.tables import StageRow
    from pipeline_tui.store.tables_deal import CriterionRow
    from pipeline_tui.store.tables_setup import PlannedRow
    from pipeline_tui.store.writes import Work


Part = TypeVar("Part", bound="CriterionRow | PlannedRow")


def add_criterion(desk: Desk, stage_id: int, text: str, question: str = "") -> int:
    """A new exit criterion at the end of a stage's; its number. InputError when it is there."""
    from pipeline_tui.store.tables_deal import CriterionRow

    with desk.writer.step("criterion.add") as work:
        stage = work.stage(stage_id)
        text = _criterion_text(text)
        there = stage_rows.criteria(work, stage_id)
        _refuse_double(stage, there, text, None)
        made = work.add(
            CriterionRow, stage_id=stage_id, position=len(there) + 1, text=text, question=""
        )
        _tie(work, made, question)
        _number(work, [*there, made])
        work.describe(stage=stage.name, text=text)
        return made.id or 0


def edit_criterion(desk: Desk, criterion_id: int, text: str, *, seen: str | None = None) -> None:
    """Other words for a criterion; its ticks stay. Conflict when it is not what was `seen`."""
    with desk.writer.step("criterion.edit") as work:
        row = work.criterion(criterion_id)
        stage = work.stage(row.stage_id)
        text = _criterion_text(text)
        _refuse_overwriting(stage, _("The criterion"), text, row.text, seen)
        _refuse_double(stage, stage_rows.criteria(work, row.stage_id), text, criterion_id)
        work.describe(stage=stage.name, text=text)
        work.edit(row, text=text)


def tie_criterion(desk: Desk, criterion_id: int, question: str) -> None:
    """Tie a criterion to a question of qualification, or to none with ''."""
    with desk.writer.step("criterion.tie") as work:
        row = work.criterion(criterion_id)
        work.describe(stage=work.stage(row.stage_id).name, text=row.text)
        _tie(work, row, question)


def shift_criterion(desk: Desk, criterion_id: int, steps: int) -> None:
    """Move a criterion among those of its stage, -1 up."""
    with desk.writer.step("criterion.order") as work:
        row = work.criterion(criterion_id)
        work.describe(stage=work.stage(row.stage_id).name)
        _number(work, _shifted(stage_rows.criteria(work, row.stage_id), row, steps))


def place_criterion(desk: Desk, criterion_id: int, position: int) -> None:
    """Move a criterion to a place of its stage, counted from 1."""
    with desk.writer.step("criterion.order") as work:
        row = work.criterion(criterion_id)
        work.describe(stage=work.stage(row.stage_id).name)
        there = stage_rows.criteria(work, row.stage_id)
        at = next(at for at, one in enumerate(there) if one.id == row.id)
        _number(work, _shifted(there, row, position - 1 - at))


def remove_criterion(desk: Desk, criterion_id: int) -> int:
    """Remove a criterion with its ticks; how many ticks went with it."""
    with desk.writer.step("criterion.remove") as work:
        row = work.criterion(criterion_id)
        ticks = stage_moves.ticks(work.conn, criterion_id)
        work.describe(stage=work.stage(row.stage_id).name, text=row.text, count=str(ticks))
        stage_id = row.stage_id
        work.remove(row)
        _number(work, stage_rows.criteria(work, stage_id))
        return ticks


def add_planned(desk: Desk, stage_id: int, line: str) -> int:
    """A new follow-up planned on entry, from a line as `call and ask +3`; its number."""
    from pipeline_tui.store.tables_setup import PlannedRow

    with desk.writer.step("planned.add") as work:
        stage = work.stage(stage_id)
        planned = rules.read_planned(line)
        there = stage_rows.planned_of(work, stage_id)
        work.describe(stage=stage.name, text=planned.text)
        made = work.add(PlannedRow, stage_id=stage_id, position=len(there) + 1, **planned._asdict())
        _number(work, [*there, made])
        return made.id or 0


def edit_planned(desk: Desk, planned_id: int, line: str, *, seen: str | None = None) -> None:
    """Another kind, text or day; Conflict when it is not what was `seen` (`planned_text`)."""
    from pipeline_tui.domain.templates import Planned

    with desk.writer.step("planned.edit") as work:
        row = stage_rows.planned(work, planned_id)
        stage = work.stage(row.stage_id)
        planned = rules.read_planned(line)
        there = rules.planned_text(Planned(row.kind, row.text, row.days))
        typed = rules.planned_text(planned)
        _refuse_overwriting(stage, _("The follow-up"), typed, there, seen)
        work.describe(stage=stage.name, text=planned.text)
        work.edit(row, **planned._asdict())


def shift_planned(desk: Desk, planned_id: int, steps: int) -> None:
    """Move a planned follow-up among those of its stage, -1 up."""
    with desk.writer.step("planned.order") as work:
        row = stage_rows.planned(work, planned_id)
        work.describe(stage=work.stage(row.stage_id).name)
        _number(work, _shifted(stage_rows.planned_of(work, row.stage_id), row, steps))


def remove_planned(desk: Desk, planned_id: int) -> None:
    """What was planned is planned no more; follow-ups already booked stay."""
    with desk.writer.step("planned.remove") as work:
        row = stage_rows.planned(work, planned_id)
        stage_id = row.stage_id
        work.describe(stage=work.stage(stage_id).name, text=row.text)
        work.remove(row)
        _number(work, stage_rows.planned_of(work, stage_id))


def tie(work: Work, row: CriterionRow, question: str) -> None:
    """Tie a criterion to a question: its ticks become answers, or answers become ticks."""
    number, before = row.id or 0, row.question
    if question == before:
        return
    work.edit(row, question=question)
    work.session.flush()
    if before:
        stage_moves.answers_to_ticks(work.conn, number, before)
    if question:
        stage_moves.ticks_to_answers(work.conn, number, question)


def _tie(work: Work, row: CriterionRow, question: str) -> None:
    question = rules.read_question(question)
    for other in stage_rows.criteria(work, row.stage_id):
        if question and other.id != row.id and other.question == question:
            raise InputError(
                _("{text} is tied to {question} already").format(
                    text=other.text, question=rules.question_name(question)
                ),
                kept=_("Nothing was changed"),
                todo=_("One criterion of a stage asks a question"),
            )
    tie(work, row, question)


def _criterion_text(text: str) -> str:
    text = clean(text)
    if not text:
        raise InputError(_("A criterion needs words"), kept=_("Nothing was changed"))
    return limited(text, ONE_LINE_LIMIT, _("The criterion"))


def _refuse_double(
    stage: StageRow, there: Sequence[CriterionRow], text: str, mine: int | None
) -> None:
    for other in there:
        if other.id != mine and fold(other.text) == fold(text):
            raise InputError(
                _("{stage} has this criterion already: {text}").format(
                    stage=stage.name, text=other.text
                ),
                kept=_("Nothing was changed"),
            )


def _refuse_overwriting(
    stage: StageRow, what: str, mine: str, theirs: str, seen: str | None
) -> None:
    if seen is None or theirs in (seen, mine):
        return
    raise Conflict(
        _("{field} was changed elsewhere meanwhile").format(field=what),
        mine=mine,
        theirs=theirs,
        where=stage.name,
        kept=_("Nothing was overwritten"),
        todo=_("Look at both and save the one you want"),
    )


def _shifted(rows: Sequence[Part], row: Part, steps: int) -> list[Part]:
    order = list(rows)
    at = order.index(row)
    order.insert(max(0, min(at + steps, len(order) - 1)), order.pop(at))
    return order


def _number(work: Work, rows: Sequence[CriterionRow | PlannedRow]) -> None:
    for place, row in enumerate(rows, start=1):
        work.edit(row, position=place)
