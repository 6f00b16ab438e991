"""Use cases that end a stage: merging it into another, and removing it.

Both say where the deals go. A stage that holds deals, or in which deals have been, is never
removed without another to take them: their history goes along, so that no figure loses a deal.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipeline_tui.domain import stages as rules
from pipeline_tui.domain.records_stage import CriterionLine, Gone, StagePage
from pipeline_tui.domain.text import fold
from pipeline_tui.errors import InputError, NotFound
from pipeline_tui.i18n import _, ngettext
from pipeline_tui.services.desk import Desk
from pipeline_tui.services.stages import arrange, pass_mark_on, refuse_last, stages
from pipeline_tui.store import reads_stages, stage_moves
from pipeline_tui.store.connection import explained
from pipeline_tui.store.reads_stages import stage_pages

if TYPE_CHECKING:
    from pipeline_tui.store.tables import StageRow
    from pipeline_tui.store.writes import Work


def targets(pages: Sequence[StagePage], stage_id: int) -> list[StagePage]:
    """The stages into which the deals of one can go."""
    kind = next((page.stage.kind for page in pages if page.stage.id == stage_id), "")
    fitting = rules.TARGETS.get(kind, ())
    return [p for p in pages if p.stage.id != stage_id and p.stage.kind in fitting]


def what_goes(desk: Desk, stage_id: int, into_id: int | None, *, merge: bool = False) -> Gone:
    """What removing a stage would do, or merging it; raises what they would raise."""
    pages = stages(desk)
    page = _page(pages, stage_id)
    into = None if into_id is None else _page(pages, into_id)
    _refuse(pages, page, into)
    with explained(desk.file):
        cancelled = reads_stages.open_followups(desk.reader, stage_id) if _closes(page, into) else 0
    return _gone(page, into, merge=merge)._replace(followups=cancelled)


def merge(desk: Desk, stage_id: int, into_id: int) -> Gone:
    """Make a stage part of another, which keeps its own rules.

    It takes over deals and history, and the criteria with their ticks and the planned
    follow-ups that it has not itself.
    """
    with desk.writer.step("stage.merge") as work:
        return _end(work, stage_id, into_id, merge=True)


def remove(desk: Desk, stage_id: int, into_id: int | None = None) -> Gone:
    """Remove a stage; deals, history and ticks on criteria of the same words go to another.

    InputError when there are deals or a history and no other stage is named.
    """
    with desk.writer.step("stage.remove") as work:
        return _end(work, stage_id, into_id, merge=False)


def hand_over(work: Work, stage: StageRow, into: StageRow) -> int:
    """Deals, history and marks of a stage become another's, and it is gone.

    How many follow-ups were cancelled with it.
    """
    here, there = stage.id or 0, into.id or 0
    work.session.flush()
    cancelled = 0
    if into.kind == "won" and stage.kind != "won":
        cancelled = stage_moves.cancel_followups(work.conn, here, work.now, work.today)
    stage_moves.move_deals(work.conn, here, there, work.now)
    stage_moves.move_stays(work.conn, here, there)
    stage_moves.move_plays(work.conn, here, there)
    for column in ("is_first_contact", "is_opportunity"):
        if getattr(stage, column):
            pass_mark_on(work, stage, column, into)
    work.remove(stage)
    return cancelled


def carry_ticks(
    work: Work, criteria: Sequence[CriterionLine], into: Sequence[CriterionLine]
) -> None:
    """Ticks go to the criteria of another stage that mean the same."""
    work.session.flush()
    for criterion in criteria:
        same = counterpart(criterion, into)
        if same is not None and not criterion.question:
            hand_over_ticks(work, criterion.id, same.id, same.question)


def hand_over_ticks(work: Work, criterion_id: int, into: int, question: str) -> None:
    """Ticks become those of another criterion, or answers where that is tied to a question."""
    if question:
        stage_moves.ticks_to_answers(work.conn, criterion_id, question)
    else:
        stage_moves.move_ticks(work.conn, criterion_id, into)


def counterpart(criterion: CriterionLine, among: Sequence[CriterionLine]) -> CriterionLine | None:
    """The criterion that means the same: tied to the same question, or of the same words."""
    tied = (one for one in among if criterion.question and one.question == criterion.question)
    alike = (one for one in among if fold(one.text) == fold(criterion.text))
    return next(tied, None) or next(alike, None)


def _end(work: Work, stage_id: int, into_id: int | None, *, merge: bool) -> Gone:
    pages = stage_pages(work.conn)
    page = _page(pages, stage_id)
    into = None if into_id is None else _page(pages, into_id)
    _refuse(pages, page, into)
    gone = _gone(page, into, merge=merge)
    work.describe(stage=page.stage.name)
    if into is None:
        row = work.stage(stage_id)
        for column in ("is_first_contact", "is_opportunity"):
            if getattr(row, column):
                pass_mark_on(work, row, column)
        work.remove(row)
    else:
        work.describe(into=into.stage.name, count=str(page.deals))
        carry_ticks(work, page.criteria, into.criteria)
        if merge:
            _carry_parts(work, page, into)
        cancelled = hand_over(work, work.stage(stage_id), work.stage(into.stage.id))
        gone = gone._replace(followups=cancelled)
    arrange(work)
    if page.deals:
        work.refresh_all()
    return gone


def _gone(page: StagePage, into: StagePage | None, *, merge: bool) -> Gone:
    there = () if into is None else into.criteria
    lost = [] if merge else [one for one in page.criteria if counterpart(one, there) is None]
    return Gone(page.deals, 0, len(lost), sum(one.ticks for one in lost))


def _carry_parts(work: Work, page: StagePage, into: StagePage) -> None:
    """Criteria and planned follow-ups that the other stage has not go there."""
    place = len(into.criteria)
    for criterion in page.criteria:
        if counterpart(criterion, into.criteria) is None:
            place += 1
            stage_moves.move_criterion(work.conn, criterion.id, into.stage.id, place)
    known = {(one.kind, fold(one.text)) for one in into.planned}
    place = len(into.planned)
    for planned in page.planned:
        if (planned.kind, fold(planned.text)) not in known:
            place += 1
            stage_moves.move_planned(work.conn, planned.id, into.stage.id, place)


def _closes(page: StagePage, into: StagePage | None) -> bool:
    return into is not None and into.stage.kind == "won" and page.stage.kind != "won"


def _page(pages: Sequence[StagePage], stage_id: int) -> StagePage:
    for page in pages:
        if page.stage.id == stage_id:
            return page
    raise NotFound(_("There is no stage {number}").format(number=stage_id))


def _refuse(pages: Sequence[StagePage], page: StagePage, into: StagePage | None) -> None:
    """The errors of ending a stage."""
    stage = page.stage
    if into is not None and into.stage.id == stage.id:
        raise InputError(
            _("{stage} cannot be merged with itself").format(stage=stage.name),
            kept=_("Nothing was changed"),
            todo=_("Name another stage"),
        )
    refuse_last([one.stage for one in pages], stage.kind)
    fitting = ", ".join(one.stage.name for one in targets(pages, stage.id)) or "–"
    if into is None and page.deals:
        raise InputError(
            ngettext(
                "{count} deal stands in {stage}",
                "{count} deals stand in {stage}",
                page.deals,
            ).format(count=page.deals, stage=stage.name),
            kept=_("Nothing was changed"),
            todo=_("Say into which stage they go: {names}").format(names=fitting),
        )
    if into is None and page.been:
        raise InputError(
            ngettext(
                "{count} deal has been in {stage}",
                "{count} deals have been in {stage}",
                page.been,
            ).format(count=page.been, stage=stage.name),
            kept=_("Nothing was changed"),
            todo=_("Say which stage takes their history: {names}").format(names=fitting),
        )
    if into is not None and into.stage.kind not in rules.TARGETS[stage.kind]:
        raise InputError(
            _("The deals of {stage} would be closed or opened in {into}").format(
                stage=stage.name, into=into.stage.name
            ),
            kept=_("Nothing was changed"),
            todo=_("They can go to {names}").format(names=fitting),
        )
