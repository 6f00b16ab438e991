"""Switching the template later: which present stage becomes which of the template's.

Source: process.md, "Stages"; "switching later maps stages with a preview". Pure: takes the
stages as they are and the template, returns the plan that is shown and then carried out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from pipeline_tui.domain.records_stage import CriterionLine, StagePage
from pipeline_tui.domain.stages import TARGETS, same_name
from pipeline_tui.domain.templates import Criterion, StageSeed
from pipeline_tui.domain.text import fold
from pipeline_tui.errors import InputError
from pipeline_tui.i18n import _


class Switched(NamedTuple):
    """A stage of the template, and the present ones that become it."""

    seed: StageSeed
    base: StagePage | None
    """The one that is made over; None: the stage is new."""
    merged: tuple[StagePage, ...]
    """Others, whose deals and history go to it."""

    @property
    def pages(self) -> tuple[StagePage, ...]:
        """All present stages that become this one."""
        return (*((self.base,) if self.base is not None else ()), *self.merged)

    @property
    def deals(self) -> int:
        """Deals that stand in it afterwards."""
        return sum(page.deals for page in self.pages)


class Plan(NamedTuple):
    """What switching to a template does."""

    template: str
    stages: tuple[Switched, ...]
    lost: tuple[CriterionLine, ...]
    """Present criteria that have no counterpart in the template."""

    @property
    def ticks(self) -> int:
        """Ticks that go with the criteria that are lost."""
        return sum(criterion.ticks for criterion in self.lost)


def plan(
    name: str,
    seeds: Sequence[StageSeed],
    pages: Sequence[StagePage],
    chosen: Mapping[int, str] | None = None,
) -> Plan:
    """The plan of switching; `chosen` are keys of the template's stages by present stage.

    What is not chosen goes by key, by name, by kind and nearness. Errors: InputError where deals
    would be closed or opened by it.
    """
    becomes = {page.stage.id: _seed_for(page, pages, seeds, chosen or {}) for page in pages}
    switched = []
    lost: list[CriterionLine] = []
    for seed in seeds:
        mine = [page for page in pages if becomes[page.stage.id] == seed.key]
        base = _base(seed, mine)
        merged = tuple(page for page in mine if page is not base)
        switched.append(Switched(seed, base, merged))
        lost += [
            one for page in mine for one in page.criteria if counterpart(one, seed.criteria) is None
        ]
    return Plan(name, tuple(switched), tuple(lost))


def choices(page: StagePage, seeds: Sequence[StageSeed]) -> list[StageSeed]:
    """The stages of a template that a present one can become."""
    return [seed for seed in seeds if seed.kind in TARGETS[page.stage.kind]]


def counterpart(criterion: CriterionLine, among: Sequence[Criterion]) -> Criterion | None:
    """The criterion of the template that means the same: tied alike, or of the same words."""
    tied = (one for one in among if criterion.question and one.question == criterion.question)
    alike = (one for one in among if fold(one.text) == fold(criterion.text))
    return next(tied, None) or next(alike, None)


def _seed_for(
    page: StagePage,
    pages: Sequence[StagePage],
    seeds: Sequence[StageSeed],
    chosen: Mapping[int, str],
) -> str:
    possible = choices(page, seeds)
    wanted = chosen.get(page.stage.id)
    if wanted is not None:
        if wanted not in [seed.key for seed in possible]:
            seed = next((one for one in seeds if one.key == wanted), None)
            raise InputError(
                _("The deals of {stage} would be closed or opened in {into}").format(
                    stage=page.stage.name, into=wanted if seed is None else seed.name
                ),
                kept=_("Nothing was changed"),
                todo=_("They can go to {names}").format(
                    names=", ".join(seed.name for seed in possible)
                ),
            )
        return wanted
    alike = [seed for seed in possible if seed.kind == page.stage.kind] or possible
    for seed in possible:
        if page.stage.key and seed.key == page.stage.key:
            return seed.key
    for seed in possible:
        if same_name(seed.name, page.stage.name):
            return seed.key
    if page.stage.kind == "open":
        return _nearest(page, alike).key
    of_kind = [one for one in pages if one.stage.kind == page.stage.kind]
    return alike[min(of_kind.index(page), len(alike) - 1)].key


def _nearest(page: StagePage, seeds: Sequence[StageSeed]) -> StageSeed:
    """The open stage with the same mark, else the one of the nearest probability."""
    for seed in seeds:
        if seed.is_opportunity and page.stage.is_opportunity:
            return seed
    for seed in seeds:
        if seed.is_first_contact and page.stage.is_first_contact:
            return seed
    return min(seeds, key=lambda seed: abs(seed.probability - page.stage.probability))


def _base(seed: StageSeed, pages: Sequence[StagePage]) -> StagePage | None:
    """Of several present stages the one that is made over: of the same key, else the fullest."""
    if not pages:
        return None
    return max(
        pages, key=lambda page: (page.stage.key == seed.key, page.deals, -page.stage.position)
    )
