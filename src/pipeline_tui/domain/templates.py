"""What a new database starts with: the stages of process.md, "Stages", in two languages.

The texts are data of the database, not of the interface: they are written in the
template's language whatever language the program speaks, and can be edited afterwards.
"""

from __future__ import annotations

from typing import NamedTuple

from pipeline_tui.i18n import N_

COLOURS = ("grey", "blue", "cyan", "teal", "amber", "violet", "green", "red")
"""Names of stage colours; the theme says what they look like."""

LOST_REASONS = (
    ("price", N_("Price")),
    ("no_budget", N_("No budget")),
    ("competitor", N_("Competitor")),
    ("project_stopped", N_("Project stopped")),
    ("no_need", N_("No need")),
    ("timing", N_("Timing")),
    ("not_reachable", N_("Not reachable")),
    ("other", N_("Other")),
)
"""Code and label of each reason, in the order of their digits (process.md, "Losing")."""


class Criterion(NamedTuple):
    """An exit criterion; one tied to a `question` of qualification is ticked with its answer."""

    text: str
    question: str = ""


class Planned(NamedTuple):
    """A follow-up planned for a deal that enters a stage, `days` working days after."""

    kind: str
    text: str
    days: int


class StageSeed(NamedTuple):
    """A stage as a template writes it into a new database.

    `probability` is whole percent, `contact_limit` working days (None: no limit). Marked are
    the stage quick add takes without `@stage`, the one from which a lead is a verified
    opportunity, and the one that asks how many questions of qualification are answered.
    """

    key: str
    name: str
    kind: str
    probability: int
    contact_limit: int | None
    step_required: bool
    guidance: str
    criteria: tuple[Criterion, ...]
    is_first_contact: bool
    is_opportunity: bool
    asks_qualification: bool
    colour: str
    planned: tuple[Planned, ...]


class Rules(NamedTuple):
    """What a stage has in common in all languages; `marks` are names of StageSeed's marks."""

    key: str
    kind: str
    probability: int
    contact_limit: int | None
    step_required: bool
    colour: str
    marks: tuple[str, ...] = ()


class Words(NamedTuple):
    """What a stage says in one language."""

    name: str
    guidance: str
    criteria: tuple[str | Criterion, ...] = ()
    planned: tuple[Planned, ...] = ()


TEMPLATES = ("b2b-en", "b2b-de", "short-en", "short-de", "saas-en", "saas-de")
"""Names of all templates: what is sold how, and the language of its texts."""

LABELS = {"b2b": N_("Business to business"), "short": N_("Short"), "saas": N_("Software (SaaS)")}
"""What a template is called, by the first part of its name."""


def template(name: str) -> tuple[StageSeed, ...]:
    """The stages of a template in their order; KeyError for a name not in TEMPLATES."""
    rules, words = _parts(name)
    return tuple(_seed(*both) for both in zip(rules, words, strict=True))


def _parts(name: str) -> tuple[tuple[Rules, ...], tuple[Words, ...]]:
    """Rules and words of a template; the texts are imported when one is asked for."""
    from pipeline_tui.domain import templates_b2b as b2b
    from pipeline_tui.domain import templates_saas as saas
    from pipeline_tui.domain import templates_short as short

    kind, _dash, language = name.partition("-")
    stages = {"b2b": b2b, "short": short, "saas": saas}[kind]
    return stages.RULES, {"en": stages.ENGLISH, "de": stages.GERMAN}[language]


def _seed(rules: Rules, words: Words) -> StageSeed:
    return StageSeed(
        key=rules.key,
        name=words.name,
        kind=rules.kind,
        probability=rules.probability,
        contact_limit=rules.contact_limit,
        step_required=rules.step_required,
        guidance=words.guidance,
        criteria=tuple(Criterion(c) if isinstance(c, str) else c for c in words.criteria),
        is_first_contact="is_first_contact" in rules.marks,
        is_opportunity="is_opportunity" in rules.marks,
        asks_qualification="asks_qualification" in rules.marks,
        colour=rules.colour,
        planned=words.planned,
    )
