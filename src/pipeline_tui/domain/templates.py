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


class Planned(NamedTuple):
    """A follow-up planned for a deal that enters a stage, `days` working days after."""

    kind: str
    text: str
    days: int


class StageSeed(NamedTuple):
    """A stage as a template writes it into a new database.

    `probability` is whole percent, `contact_limit` working days (None: no limit). Marked are
    the stage quick add takes without `@stage`, and the one from which a lead is a verified
    opportunity.
    """

    key: str
    name: str
    kind: str
    probability: int
    contact_limit: int | None
    step_required: bool
    guidance: str
    criteria: tuple[str, ...]
    is_first_contact: bool
    is_opportunity: bool
    colour: str
    planned: tuple[Planned, ...]


class _Rules(NamedTuple):
    """What a stage has in common in all languages."""

    key: str
    kind: str
    probability: int
    contact_limit: int | None
    step_required: bool
    colour: str


class _Words(NamedTuple):
    """What a stage says in one language."""

    name: str
    guidance: str
    criteria: tuple[str, ...]
    planned: tuple[Planned, ...] = ()


_B2B = (
    _Rules("prospect", "open", 5, None, False, "grey"),
    _Rules("first_contact", "open", 10, 10, True, "blue"),
    _Rules("qualification", "open", 25, 10, True, "cyan"),
    _Rules("proposal", "open", 50, 7, True, "teal"),
    _Rules("negotiation", "open", 75, 5, True, "amber"),
    _Rules("parked", "parked", 0, None, True, "violet"),
    _Rules("won", "won", 100, None, False, "green"),
    _Rules("lost", "lost", 0, None, False, "red"),
    _Rules("onboarding", "care", 100, 20, True, "green"),
    _Rules("expansion", "care", 100, 60, True, "blue"),
)

_B2B_EN = (
    _Words(
        "Prospect",
        "Few and well chosen: write down why this company, and why now, before you call.",
        ("Fits the ideal customer profile", "Trigger known"),
    ),
    _Words(
        "First contact",
        "Sell the meeting, not the product: one relevant observation, one question, one date.",
        ("Contact person confirmed", "Meeting agreed"),
        (Planned("call", "call and offer a meeting", 0),),
    ),
    _Words(
        "Qualification",
        "Ask and listen until you can say their problem in their words, with a number on it.",
        (
            "Problem in their words",
            "Decision maker known",
            "Time frame known",
            "Budget range known",
            "Goals measurable",
        ),
        (Planned("meeting", "talk about goals and needs", 3),),
    ),
    _Words(
        "Proposal",
        "Walk them through it in person; never send an offer without a date to talk about it.",
        (
            "Offer was asked for",
            "Benefit calculated",
            "Schedule agreed (who, what, when)",
            "Offer walked through",
        ),
        (Planned("call", "walk through the offer", 3),),
    ),
    _Words(
        "Negotiation",
        "List every open point at once, trade instead of giving, and agree on the signing day.",
        ("Objections cleared", "Terms agreed", "Signature date set"),
        (Planned("call", "clear the open points", 2),),
    ),
    _Words(
        "Parked",
        "Not now is not never: note what has to change, and the day you will ask again.",
        (),
    ),
    _Words(
        "Won",
        "Say thank you, hand over in writing, and book the kick-off while the joy is fresh.",
        (),
    ),
    _Words(
        "Lost",
        "Ask for the real reason, part as friends, and note what you would do differently.",
        (),
    ),
    _Words(
        "Onboarding",
        "The next deal begins here: see to a first success within thirty days, and ask for it.",
        (
            "Kick-off held",
            "First training",
            "30-day success check",
            "Feedback asked",
        ),
        (Planned("meeting", "kick-off", 3), Planned("call", "success check after 30 days", 20)),
    ),
    _Words(
        "Expansion",
        "Let the customer put the value into words first; then ask who else should have it.",
        ("Value confirmed by the customer", "Renewal date known", "Referral asked"),
        (Planned("call", "ask about value and renewal", 20),),
    ),
)

_B2B_DE = (
    _Words(
        "Zielkunde",
        "Wenige, gut gewählt: vor dem Anruf notieren, warum diese Firma und warum gerade jetzt.",
        ("Passt zum Wunschkundenprofil", "Anlass bekannt"),
    ),
    _Words(
        "Erstkontakt",
        "Das Gespräch verkaufen, nicht das Produkt: eine Beobachtung, eine Frage, ein Termin.",
        ("Ansprechperson bestätigt", "Termin vereinbart"),
        (Planned("call", "anrufen und Termin anbieten", 0),),
    ),
    _Words(
        "Bedarfsklärung",
        "Fragen und zuhören, bis das Problem in ihren Worten dasteht, mit einer Zahl dahinter.",
        (
            "Problem in ihren Worten",
            "Entscheider bekannt",
            "Zeitrahmen bekannt",
            "Budgetrahmen bekannt",
            "Ziele messbar",
        ),
        (Planned("meeting", "über Ziele und Bedarf sprechen", 3),),
    ),
    _Words(
        "Angebot",
        "Persönlich durchgehen: kein Angebot ohne festen Termin, an dem darüber gesprochen wird.",
        (
            "Angebot wurde angefragt",
            "Nutzen berechnet",
            "Fahrplan vereinbart (wer, was, wann)",
            "Angebot gemeinsam durchgegangen",
        ),
        (Planned("call", "Angebot durchsprechen", 3),),
    ),
    _Words(
        "Verhandlung",
        "Alle offenen Punkte auf einmal sammeln, tauschen statt nachgeben, Unterschrift datieren.",
        ("Einwände geklärt", "Konditionen vereinbart", "Unterschriftstermin steht"),
        (Planned("call", "offene Punkte klären", 2),),
    ),
    _Words(
        "Pflege",
        "Nicht jetzt heißt nicht nie: notieren, was sich ändern muss und wann wieder gefragt wird.",
        (),
    ),
    _Words(
        "Gewonnen",
        "Danken, schriftlich übergeben und den Starttermin buchen, solange die Freude frisch ist.",
        (),
    ),
    _Words(
        "Verloren",
        "Nach dem wahren Grund fragen, freundlich gehen, festhalten, was man anders machen würde.",
        (),
    ),
    _Words(
        "Einführung",
        "Hier beginnt der nächste Auftrag: in dreißig Tagen für einen ersten Erfolg sorgen.",
        (
            "Starttermin durchgeführt",
            "Erste Schulung",
            "Erfolgskontrolle nach 30 Tagen",
            "Feedback eingeholt",
        ),
        (
            Planned("meeting", "Starttermin", 3),
            Planned("call", "Erfolgskontrolle nach 30 Tagen", 20),
        ),
    ),
    _Words(
        "Ausbau",
        "Erst den Kunden den Nutzen aussprechen lassen, dann fragen, wem er noch helfen würde.",
        (
            "Nutzen vom Kunden bestätigt",
            "Verlängerungstermin bekannt",
            "Um Empfehlung gebeten",
        ),
        (Planned("call", "nach Nutzen und Verlängerung fragen", 20),),
    ),
)

_WORDS = {"b2b-en": _B2B_EN, "b2b-de": _B2B_DE}

TEMPLATES = tuple(_WORDS)
"""Names of all templates."""


def template(name: str) -> tuple[StageSeed, ...]:
    """The stages of a template in their order; KeyError for a name not in TEMPLATES."""
    return tuple(
        StageSeed(
            key=rules.key,
            name=words.name,
            kind=rules.kind,
            probability=rules.probability,
            contact_limit=rules.contact_limit,
            step_required=rules.step_required,
            guidance=words.guidance,
            criteria=words.criteria,
            is_first_contact=rules.key == "first_contact",
            is_opportunity=rules.key == "qualification",
            colour=rules.colour,
            planned=words.planned,
        )
        for rules, words in zip(_B2B, _WORDS[name], strict=True)
    )
