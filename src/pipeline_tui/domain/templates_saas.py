"""The stages of selling software by subscription: lead, qualified, demo, trial, contract, live."""

from __future__ import annotations

from pipeline_tui.domain import templates_closed
from pipeline_tui.domain.templates import Criterion, Planned, Rules, Words

RULES = (
    Rules("lead", "open", 5, 5, True, "grey", ("is_first_contact",)),
    Rules("qualified", "open", 20, 7, True, "blue", ("is_opportunity",)),
    Rules("demo", "open", 35, 7, True, "cyan", ("asks_qualification",)),
    Rules("trial", "open", 55, 5, True, "teal"),
    Rules("contract", "open", 80, 5, True, "amber"),
    *templates_closed.RULES,
    Rules("live", "care", 100, 30, True, "green"),
)

ENGLISH = (
    Words(
        "Lead",
        "Answer within the day: one question about their work, one date to talk.",
        ("Fits the ideal customer profile", "Talk agreed"),
        (Planned("call", "call and agree on a talk", 0),),
    ),
    Words(
        "Qualified",
        "Find the job they hire the software for, who pays for it, and what they use today.",
        (
            "Problem in their words",
            Criterion("Decision maker known", "decision"),
            Criterion("Time frame known", "time"),
            "Number of users known",
        ),
        (Planned("meeting", "talk about their work and goals", 2),),
    ),
    Words(
        "Demo",
        "Show their three most important tasks with their data, not the list of features.",
        ("Demo with their own case", "Decision maker has seen it", "Open questions collected"),
        (Planned("meeting", "demo with their own case", 3),),
    ),
    Words(
        "Trial",
        "No trial without a measure of success, somebody who checks it, and a last day.",
        ("Success measure agreed", "Used by the people who will", "Trial looked back on together"),
        (Planned("call", "ask how the first days went", 2), Planned("meeting", "look back", 10)),
    ),
    Words(
        "Contract",
        "Clear security, data protection and price in one go, and agree on the signing day.",
        ("Data protection cleared", "Plan and term agreed", "Signature date set"),
        (Planned("call", "clear the open points", 2),),
    ),
    *templates_closed.ENGLISH,
    Words(
        "Live",
        "Usage tells sooner than the renewal does: look at it, call, and ask who else needs it.",
        ("Set up and in use", "30-day success check", "Renewal date known", "Referral asked"),
        (Planned("meeting", "kick-off", 2), Planned("call", "success check after 30 days", 20)),
    ),
)

GERMAN = (
    Words(
        "Lead",
        "Am selben Tag antworten: eine Frage nach ihrer Arbeit, ein Termin zum Sprechen.",
        ("Passt zum Wunschkundenprofil", "Gespräch vereinbart"),
        (Planned("call", "anrufen und Gespräch vereinbaren", 0),),
    ),
    Words(
        "Qualifiziert",
        "Klären, welche Arbeit die Software abnehmen soll, wer zahlt und was heute genutzt wird.",
        (
            "Problem in ihren Worten",
            Criterion("Entscheider bekannt", "decision"),
            Criterion("Zeitrahmen bekannt", "time"),
            "Zahl der Nutzer bekannt",
        ),
        (Planned("meeting", "über Arbeit und Ziele sprechen", 2),),
    ),
    Words(
        "Demo",
        "Ihre drei wichtigsten Aufgaben mit ihren Daten zeigen, nicht die Liste der Funktionen.",
        (
            "Demo am eigenen Fall",
            "Entscheider hat sie gesehen",
            "Offene Fragen gesammelt",
        ),
        (Planned("meeting", "Demo am eigenen Fall", 3),),
    ),
    Words(
        "Test",
        "Kein Test ohne Erfolgsmaß, ohne jemanden, der es prüft, und ohne letzten Tag.",
        (
            "Erfolgsmaß vereinbart",
            "Von den künftigen Nutzern benutzt",
            "Test gemeinsam ausgewertet",
        ),
        (
            Planned("call", "nach den ersten Tagen fragen", 2),
            Planned("meeting", "Test auswerten", 10),
        ),
    ),
    Words(
        "Vertrag",
        "Sicherheit, Datenschutz und Preis in einem Zug klären und die Unterschrift datieren.",
        ("Datenschutz geklärt", "Tarif und Laufzeit vereinbart", "Unterschriftstermin steht"),
        (Planned("call", "offene Punkte klären", 2),),
    ),
    *templates_closed.GERMAN,
    Words(
        "Live",
        "Nutzung verrät mehr als die Verlängerung: hinsehen, anrufen, fragen, wer es noch braucht.",
        (
            "Eingerichtet und in Benutzung",
            "Erfolgskontrolle nach 30 Tagen",
            "Verlängerungstermin bekannt",
            "Um Empfehlung gebeten",
        ),
        (
            Planned("meeting", "Starttermin", 2),
            Planned("call", "Erfolgskontrolle nach 30 Tagen", 20),
        ),
    ),
)
