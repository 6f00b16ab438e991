"""Use case: switching to another template of stages later, with a preview (process.md, "Stages").

Everything in one undo step. A present stage is made over into the one it becomes, so that its
deals and its history stay where they are; further ones go into it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from pipeline_tui.domain.records_stage import StagePage
from pipeline_tui.domain.stage_plan import Plan, Switched, counterpart, plan
from pipeline_tui.domain.templates import TEMPLATES, StageSeed, template
from pipeline_tui.errors import InputError
from pipeline_tui.i18n import _
from pipeline_tui.services.desk import Desk
from pipeline_tui.services.stage_merging import hand_over, hand_over_ticks
from pipeline_tui.services.stages import arrange, stages
from pipeline_tui.store import reads_shared, stage_moves
from pipeline_tui.store.connection import explained
from pipeline_tui.store.reads_stages import stage_pages

if TYPE_CHECKING:
    from pipeline_tui.store.tables import StageRow
    from pipeline_tui.store.tables_deal import CriterionRow
    from pipeline_tui.store.writes import Work


def current(desk: Desk) -> str:
    """The template that was chosen last; '' where nobody did."""
    with explained(desk.file):
        return reads_shared.settings(desk.reader).get("template", "")


def preview(desk: Desk, name: str, chosen: Mapping[int, str] | None = None) -> Plan:
    """What switching would do; `chosen` as in `domain.stage_plan.plan`. Errors: InputError."""
    return plan(name, _seeds(name), stages(desk), chosen)


def switch(desk: Desk, name: str, chosen: Mapping[int, str] | None = None) -> bool:
    """Switch to a template; False when the stages are those of it already."""
    with desk.writer.step("stage.template", template=name) as work:
        now = plan(name, _seeds(name), stage_pages(work.conn), chosen)
        order = [_become(work, one, place) for place, one in enumerate(now.stages, start=1)]
        _rename(work, [(row, one.seed.name) for row, one in zip(order, now.stages, strict=True)])
        arrange(work, [row.id for row in order])
        work.set_setting("template", name)
        work.refresh_all()
    return desk.writer.changed


def _seeds(name: str) -> tuple[StageSeed, ...]:
    if name not in TEMPLATES:
        raise InputError(
            _("There is no template {name}").format(name=name[:60]),
            todo=_("Templates are {names}").format(names=", ".join(TEMPLATES)),
        )
    return template(name)


def _become(work: Work, switched: Switched, position: int) -> StageRow:
    """Make a stage of the template of the present ones that become it; its name comes later."""
    from pipeline_tui.store.tables import StageRow as Row

    seed = switched.seed
    values = _rules(seed)
    if switched.base is None:
        name = f"{seed.name} ·"  # the name itself may still belong to another stage
        row = work.add(Row, name=name, position=position, **values)
    else:
        row = work.stage(switched.base.stage.id)
        work.edit(row, position=position, **values)
    _become_criteria(work, row, seed, switched.pages)
    _plan_anew(work, row, seed)
    for page in switched.merged:
        gone = work.stage(page.stage.id)
        work.edit(gone, is_first_contact=0, is_opportunity=0)  # the template says which
        hand_over(work, gone, row)
    return row


def _rules(seed: StageSeed) -> dict[str, object]:
    return {
        "key": seed.key,
        "kind": seed.kind,
        "probability": seed.probability,
        "contact_limit": seed.contact_limit,
        "step_required": int(seed.step_required),
        "guidance": seed.guidance,
        "colour": seed.colour,
        "is_first_contact": int(seed.is_first_contact),
        "is_opportunity": int(seed.is_opportunity),
        "asks_qualification": int(seed.asks_qualification),
    }


def _rename(work: Work, wanted: list[tuple[StageRow, str]]) -> None:
    """Give stages their names, in two turns where one still has the name of another."""
    others = [(row, name) for row, name in wanted if row.name != name]
    taken = {row.name for row, _name in wanted}
    for row, name in others:
        if name in taken:
            work.edit(row, name=f"{row.id} · {name}")
    work.session.flush()
    for row, name in others:
        work.edit(row, name=name)
    work.session.flush()


def _become_criteria(
    work: Work, row: StageRow, seed: StageSeed, pages: tuple[StagePage, ...]
) -> None:
    """The criteria of the template; ticks of present ones that mean the same go there."""
    from pipeline_tui.services.stage_parts import tie
    from pipeline_tui.store import stage_rows
    from pipeline_tui.store.tables_deal import CriterionRow

    work.session.flush()
    kept: dict[str, CriterionRow] = {}
    for page in pages:
        for line in page.criteria:
            same = counterpart(line, seed.criteria)
            if same is None:
                continue
            if same.text not in kept:
                kept[same.text] = work.criterion(line.id)
                if page.stage.id != row.id:
                    stage_moves.move_criterion(work.conn, line.id, row.id or 0, 0)
                    work.session.refresh(kept[same.text])
            elif not line.question:
                hand_over_ticks(work, line.id, kept[same.text].id or 0, kept[same.text].question)
    for place, criterion in enumerate(seed.criteria, start=1):
        there = kept.get(criterion.text)
        if there is None:
            values = {"stage_id": row.id, "position": place, **criterion._asdict()}
            kept[criterion.text] = work.add(CriterionRow, **values)
        else:
            work.edit(there, position=place, text=criterion.text)
            tie(work, there, criterion.question)
    stay = {one.id for one in kept.values()}
    for one in stage_rows.criteria(work, row.id or 0):
        if one.id not in stay:
            work.remove(one)


def _plan_anew(work: Work, row: StageRow, seed: StageSeed) -> None:
    """What the template plans on entry, in place of what was planned."""
    from pipeline_tui.store import stage_rows
    from pipeline_tui.store.tables_setup import PlannedRow

    there = stage_rows.planned_of(work, row.id or 0)
    for place, planned in enumerate(seed.planned, start=1):
        if place <= len(there):
            work.edit(there[place - 1], position=place, **planned._asdict())
        else:
            work.add(PlannedRow, stage_id=row.id, position=place, **planned._asdict())
    for one in there[len(seed.planned) :]:
        work.remove(one)
