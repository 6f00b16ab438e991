"""The stages that templates share: deals that rest, and those that are closed."""

from __future__ import annotations

from pipeline_tui.domain.templates import Rules, Words

RULES = (
    Rules("parked", "parked", 0, None, True, "violet"),
    Rules("won", "won", 100, None, False, "green"),
    Rules("lost", "lost", 0, None, False, "red"),
)

PARKED = Words(
    "Parked",
    "Not now is not never: note what has to change, and the day you will ask again.",
)
WON = Words(
    "Won",
    "Say thank you, hand over in writing, and book the kick-off while the joy is fresh.",
)
LOST = Words(
    "Lost",
    "Ask for the real reason, part as friends, and note what you would do differently.",
)
ENGLISH = (PARKED, WON, LOST)

PFLEGE = Words(
    "Pflege",
    "Nicht jetzt heißt nicht nie: notieren, was sich ändern muss und wann wieder gefragt wird.",
)
GEWONNEN = Words(
    "Gewonnen",
    "Danken, schriftlich übergeben und den Starttermin buchen, solange die Freude frisch ist.",
)
VERLOREN = Words(
    "Verloren",
    "Nach dem wahren Grund fragen, freundlich gehen, festhalten, was man anders machen würde.",
)
GERMAN = (PFLEGE, GEWONNEN, VERLOREN)
