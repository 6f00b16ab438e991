"""The stages for the screens: reading them, and changing them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from pipeline_tui.domain import stages as rules
from pipeline_tui.domain.templates import template
from pipeline_tui.services import stage_merging, stage_templates, stages

if TYPE_CHECKING:
    from pipeline_tui.domain.records_stage import Gone, StagePage
    from pipeline_tui.domain.stage_plan import Plan
    from pipeline_tui.domain.templates import StageSeed
    from pipeline_tui.ui.gateway import Gateway


def pages(gateway: Gateway) -> list[StagePage]:
    """All stages with what hangs on them."""
    with gateway.at_once():
        return stages.stages(gateway.desk)


def check_name(gateway: Gateway, name: str) -> str:
    """The name a new stage would have; InputError when it is refused."""
    return stages.check(gateway.desk, 0, "name", name)


def check(gateway: Gateway, stage_id: int, field: str, text: str) -> str:
    """What a text would be understood as; InputError when it is refused."""
    return stages.check(gateway.desk, stage_id, field, text)


async def add(gateway: Gateway, name: str, kind: str, after: int | None) -> int:
    """A new stage behind another; its number."""
    return await gateway.write(stages.add, name, kind, after)


async def set_field(
    gateway: Gateway, stage_id: int, field: str, text: str, seen: str | None
) -> None:
    """Set a field; Conflict if it is no longer what was `seen`, unless that is None."""
    there = None if seen is None else {field: seen}
    await gateway.write(stages.set_fields, stage_id, {field: text}, seen=there)


async def shift(gateway: Gateway, stage_id: int, steps: int) -> None:
    """Move a stage among those of its kind."""
    await gateway.write(stages.shift, stage_id, steps)


def targets(of: list[StagePage], stage_id: int) -> list[StagePage]:
    """The stages into which the deals of one can go."""
    return stage_merging.targets(of, stage_id)


def what_goes(gateway: Gateway, stage_id: int, into: int | None, *, merge: bool) -> Gone:
    """What ending a stage would do; raises what it would raise."""
    return stage_merging.what_goes(gateway.desk, stage_id, into, merge=merge)


async def end(gateway: Gateway, stage_id: int, into: int | None, *, merge: bool) -> None:
    """Merge a stage into another, or remove it."""
    if merge and into is not None:
        await gateway.write(stage_merging.merge, stage_id, into)
    else:
        await gateway.write(stage_merging.remove, stage_id, into)


async def save_part(
    gateway: Gateway, kind: str, stage_id: int, key: int, text: str, seen: str | None
) -> None:
    """Keep a criterion or a planned follow-up: a new one without a `key`."""
    from pipeline_tui.services import stage_parts

    if kind == "criterion" and not key:
        await gateway.write(stage_parts.add_criterion, stage_id, text)
    elif kind == "criterion":
        await gateway.write(stage_parts.edit_criterion, key, text, seen=seen)
    elif not key:
        await gateway.write(stage_parts.add_planned, stage_id, text)
    else:
        await gateway.write(stage_parts.edit_planned, key, text, seen=seen)


async def shift_part(gateway: Gateway, kind: str, key: int, steps: int) -> None:
    """Move a criterion or a planned follow-up up or down."""
    from pipeline_tui.services import stage_parts

    criterion = kind == "criterion"
    move = stage_parts.shift_criterion if criterion else stage_parts.shift_planned
    await gateway.write(move, key, steps)


async def remove_part(gateway: Gateway, kind: str, key: int) -> None:
    """Remove a criterion, with its ticks, or a planned follow-up."""
    from pipeline_tui.services import stage_parts

    if kind == "criterion":
        await gateway.write(stage_parts.remove_criterion, key)
    else:
        await gateway.write(stage_parts.remove_planned, key)


async def tie(gateway: Gateway, criterion_id: int, question: str) -> None:
    """Tie a criterion to a question, or to none."""
    from pipeline_tui.services import stage_parts

    await gateway.write(stage_parts.tie_criterion, criterion_id, question)


def current_template(gateway: Gateway) -> str:
    """The template that was chosen last, or ''."""
    with gateway.at_once():
        return stage_templates.current(gateway.desk)


def plan(gateway: Gateway, name: str, chosen: Mapping[int, str]) -> Plan:
    """What switching to a template would do."""
    with gateway.at_once():
        return stage_templates.preview(gateway.desk, name, chosen)


def choices(page: StagePage, name: str) -> list[StageSeed]:
    """The stages of a template that a present one can become."""
    return [seed for seed in template(name) if seed.kind in rules.TARGETS[page.stage.kind]]


async def switch(gateway: Gateway, name: str, chosen: Mapping[int, str]) -> bool:
    """Switch to a template; False when nothing changes."""
    return await gateway.write(stage_templates.switch, name, chosen)
