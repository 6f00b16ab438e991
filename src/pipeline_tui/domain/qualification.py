"""The four questions of qualification: yes, no or not known, with a line (process.md)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline_tui.domain.text import fold
from pipeline_tui.i18n import N_, _

if TYPE_CHECKING:
    from collections.abc import Mapping

NAMES = {
    "relevance": N_("Relevance"),
    "benefit": N_("Benefit"),
    "time": N_("Time"),
    "decision": N_("Decision"),
}
"""The questions in their order, as they are called."""

ASKED = {
    "relevance": N_("do they fit us?"),
    "benefit": N_("a concrete gain in time, cost or quality?"),
    "time": N_("an occasion or a deadline?"),
    "decision": N_("is somebody known who decides?"),
}
"""What each of them asks."""

QUESTIONS = tuple(NAMES)
UNKNOWN = "unknown"
ANSWERS = {"yes": N_("yes"), "no": N_("no"), UNKNOWN: N_("not known")}
"""What can be answered; what is not known is not kept."""

ENOUGH = 2
"""With fewer questions answered by yes an offer comes too early (process.md, Qualification)."""

_TYPED = {
    "relevance": "fit relevanz passung",
    "benefit": "gain nutzen gewinn",
    "time": "timing deadline zeit zeitrahmen anlass",
    "decision": "decider entscheidung entscheider",
}
_TYPED_ANSWERS = {
    "yes": "y true ja j",
    "no": "n false nein",
    UNKNOWN: "? - none notknown unbekannt offen",
}


def question_code(text: str) -> str:
    """The question an English or German word, or the beginning of its name, means; '' if none."""
    wanted = fold(text).strip()
    for code, name in NAMES.items():
        if wanted in (code, fold(_(name)), *_TYPED[code].split()):
            return code
    found = [code for code, name in NAMES.items() if code.startswith(wanted) and wanted]
    return found[0] if len(found) == 1 else ""


def answer_code(text: str) -> str:
    """The answer an English or German word stands for; '' if it is none."""
    wanted = fold(text).strip()
    for code, name in ANSWERS.items():
        if wanted in (code, fold(_(name)), *_TYPED_ANSWERS[code].split()):
            return code
    return ""


def kept(question: str, answer: str, line: str) -> str:
    """An answer as the history keeps it, in every language alike; '' for one not known."""
    return "" if answer == UNKNOWN else f"{question}={answer} {line}".strip()


def said(text: str) -> str:
    """An answer of the history in words: `Time: yes · fair in March`."""
    head, _blank, line = text.partition(" ")
    question, _sign, answer = head.partition("=")
    if question not in NAMES or answer not in ANSWERS:
        return text
    words = f"{_(NAMES[question])}: {_(ANSWERS[answer])}"
    return f"{words} · {line}" if line else words


def is_early(answers: Mapping[str, str]) -> bool:
    """Whether an offer would be too early: one yes or none."""
    return sum(answer == "yes" for answer in answers.values()) < ENOUGH
