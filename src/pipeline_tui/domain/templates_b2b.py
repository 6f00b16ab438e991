"""The stages of selling to businesses: process.md, "Stages"."""

from __future__ import annotations

from pipeline_tui.domain import templates_closed
from pipeline_tui.domain.templates import Criterion, Planned, Rules, Words

RULES = (
    Rules("prospect", "open", 5, None, False, "grey"),
    Rules("first_contact", "open", 10, 10, True, "blue", ("is_first_contact",)),
    Rules("qualification", "open", 25, 10, True, "cyan", ("is_opportunity",)),
    Rules("proposal", "open", 50, 7, True, "teal", ("asks_qualification",)),
    Rules("negotiation", "open", 75, 5, True, "amber"),
    *templates_closed.RULES,
    Rules("onboarding", "care", 100, 20, True, "green"),
    Rules("expansion", "care", 100, 60, True, "blue"),
)

ENGLISH = (
    Words(
        "Prospect",
        "Few and well chosen: write down why this company, and why now, before you call.",
        ("Fits the ideal customer profile", "Trigger known"),
    ),
    Words(
        "First contact",
        "Sell the meeting, not the product: one relevant observation, one question, one date.",
        ("Contact person confirmed", "Meeting agreed"),
        (Planned("call", "call and offer a meeting", 0),),
    ),
    Words(
        "Qualification",
        "Ask and listen until you can say their problem in their words, with a number on it.",
        (
            "Problem in their words",
            Criterion("Decision maker known", "decision"),
            Criterion("Time frame known", "time"),
            "Budget range known",
            "Goals measurable",
        ),
        (Planned("meeting", "talk about goals and needs", 3),),
    ),
    Words(
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
    Words(
        "Negotiation",
        "List every open point at once, trade instead of giving, and agree on the signing day.",
        ("Objections cleared", "Terms agreed", "Signature date set"),
        (Planned("call", "clear the open points", 2),),
    ),
    *templates_closed.ENGLISH,
    Words(
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
    Words(
        "Expansion",
        "Let the customer put the value into words first; then ask who else should have it.",
        ("Value confirmed by the customer", "Renewal date known", "Referral asked"),
        (Planned("call", "ask about value and renewal", 20),),
    ),
)

GERMAN = (
    Words(
        "Zielkunde",
        "Wenige, gut gewählt: vor dem Anruf notieren, warum diese Firma und warum gerade jetzt.",
        ("Passt zum Wunschkundenprofil", "Anlass bekannt"),
    ),
    Words(
        "Erstkontakt",
        "Das Gespräch verkaufen, nicht das Produkt: eine Beobachtung, eine Frage, ein Termin.",
        ("Ansprechperson bestätigt", "Termin vereinbart"),
        (Planned("call", "anrufen und Termin anbieten", 0),),
    ),
    Words(
        "Bedarfsklärung",
        "Fragen und zuhören, bis das Problem in ihren Worten dasteht, mit einer Zahl dahinter.",
        (
            "Problem in ihren Worten",
            Criterion("Entscheider bekannt", "decision"),
            Criterion("Zeitrahmen bekannt", "time"),
            "Budgetrahmen bekannt",
            "Ziele messbar",
        ),
        (Planned("meeting", "über Ziele und Bedarf sprechen", 3),),
    ),
    Words(
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
    Words(
        "Verhandlung",
        "Alle offenen Punkte auf einmal sammeln, tauschen statt nachgeben, Unterschrift datieren.",
        ("Einwände geklärt", "Konditionen vereinbart", "Unterschriftstermin steht"),
        (Planned("call", "offene Punkte klären", 2),),
    ),
    *templates_closed.GERMAN,
    Words(
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
    Words(
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
