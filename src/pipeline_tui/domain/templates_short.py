"""The stages of a short process: identify, approach, convince, deliver, care."""

from __future__ import annotations

from pipeline_tui.domain import templates_closed
from pipeline_tui.domain.templates import Criterion, Planned, Rules, Words

RULES = (
    Rules("identify", "open", 5, None, False, "grey"),
    Rules("approach", "open", 20, 10, True, "blue", ("is_first_contact",)),
    Rules("convince", "open", 50, 7, True, "teal", ("is_opportunity", "asks_qualification")),
    *templates_closed.RULES,
    Rules("deliver", "care", 100, 10, True, "amber"),
    Rules("care", "care", 100, 60, True, "cyan"),
)

ENGLISH = (
    Words(
        "Identify",
        "Name the company and the reason to call it now; without a reason, leave it out.",
        ("Fits the ideal customer profile", "Trigger known"),
    ),
    Words(
        "Approach",
        "Find out what they want to be rid of, who decides, and by when it has to be done.",
        (
            "Need in their words",
            Criterion("Decision maker known", "decision"),
            Criterion("Time frame known", "time"),
        ),
        (Planned("call", "call and find out what they need", 0),),
    ),
    Words(
        "Convince",
        "One offer, one benefit in numbers, one date to decide: go through it together.",
        ("Benefit calculated", "Offer walked through", "Day of the decision agreed"),
        (Planned("offer", "send the offer", 2), Planned("call", "walk through the offer", 4)),
    ),
    templates_closed.PARKED,
    Words(
        "Won",
        "Say thank you, confirm in writing, and name the day on which it begins.",
    ),
    templates_closed.LOST,
    Words(
        "Deliver",
        "Deliver what was promised when it was promised, and ask how it went the day after.",
        ("Delivered in full", "Accepted by the customer", "Feedback asked"),
        (Planned("call", "ask whether everything is as agreed", 5),),
    ),
    Words(
        "Care",
        "Get in touch before they need you; the next order and the referral begin here.",
        ("Next need known", "Referral asked"),
        (Planned("call", "ask how it works out and what comes next", 40),),
    ),
)

GERMAN = (
    Words(
        "Finden",
        "Firma und Anlass nennen, warum gerade jetzt; ohne Anlass kommt sie nicht auf die Liste.",
        ("Passt zum Wunschkundenprofil", "Anlass bekannt"),
    ),
    Words(
        "Ansprechen",
        "Herausfinden, was sie loswerden wollen, wer entscheidet und bis wann es sein muss.",
        (
            "Bedarf in ihren Worten",
            Criterion("Entscheider bekannt", "decision"),
            Criterion("Zeitrahmen bekannt", "time"),
        ),
        (Planned("call", "anrufen und Bedarf klären", 0),),
    ),
    Words(
        "Überzeugen",
        "Ein Angebot, ein Nutzen in Zahlen, ein Tag der Entscheidung: gemeinsam durchgehen.",
        ("Nutzen berechnet", "Angebot gemeinsam durchgegangen", "Tag der Entscheidung vereinbart"),
        (Planned("offer", "Angebot senden", 2), Planned("call", "Angebot durchsprechen", 4)),
    ),
    templates_closed.PFLEGE,
    Words(
        "Gewonnen",
        "Danken, schriftlich bestätigen und den Tag nennen, an dem es losgeht.",
    ),
    templates_closed.VERLOREN,
    Words(
        "Liefern",
        "Liefern, was versprochen wurde, wann es versprochen wurde, und am Tag danach nachfragen.",
        ("Vollständig geliefert", "Vom Kunden abgenommen", "Feedback eingeholt"),
        (Planned("call", "fragen, ob alles wie vereinbart ist", 5),),
    ),
    Words(
        "Betreuen",
        "Sich melden, bevor sie einen brauchen: Folgeauftrag und Empfehlung beginnen hier.",
        ("Nächster Bedarf bekannt", "Um Empfehlung gebeten"),
        (Planned("call", "nach Erfahrungen und nächstem Bedarf fragen", 40),),
    ),
)
