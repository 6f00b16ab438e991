"""What a move asks before it happens, and what is answered (process.md, Exit criteria and gate)."""

from __future__ import annotations

from typing import NamedTuple

from pipeline_tui.domain.records import NextStep, Stage
from pipeline_tui.domain.step_record import Step
from pipeline_tui.domain.text import fold
from pipeline_tui.i18n import N_

MODES = ("soft", "hard", "silent")
"""Tick now or go on anyway with a reason; no going on; moves and marks without asking."""

_TYPED = {"soft": "weich", "hard": "hart", "silent": "still"}

TALK = "talk"
LIGHT = {
    "checklist": ("mail", N_("send a checklist")),
    "video": ("mail", N_("send a short video")),
    TALK: ("call", N_("talk again")),
}
"""What is done instead of an offer that comes too early: kind and words; a talk parks the deal."""


class Leaving(NamedTuple):
    """A deal that is to move, as it stands now."""

    id: int
    name: str
    stage_id: int
    stage: str
    next: NextStep | None


class OpenBox(NamedTuple):
    """A criterion of the stage that is left, not ticked in so many of the deals."""

    criterion_id: int
    text: str
    question: str
    deals: int


class Asked(NamedTuple):
    """A question of qualification; of several deals what they all say, `deals` do not know."""

    question: str
    answer: str
    line: str
    deals: int


class Offered(NamedTuple):
    """A planned follow-up of the new stage, with its date."""

    id: int
    step: Step


class Gate(NamedTuple):
    """Everything one move asks, of one deal or of several."""

    stage: Stage
    deals: tuple[Leaving, ...]
    """Those that go forward; the others are not asked about."""
    boxes: tuple[OpenBox, ...]
    questions: tuple[Asked, ...]
    """Empty unless the stage asks for qualification."""
    planned: tuple[Offered, ...]
    mode: str
    early: int
    """Deals with one "yes" or none, where the stage asks."""

    @property
    def asks(self) -> bool:
        """Whether anything is open."""
        unknown = any(one.deals for one in self.questions)
        return bool(self.boxes or self.planned or unknown or self.early)


class Decision(NamedTuple):
    """What was answered; nothing of it is a plain move."""

    ticks: tuple[tuple[int, str], ...] = ()
    """Criteria to tick, with their evidence."""
    answers: tuple[tuple[str, str, str | None, str | None], ...] = ()
    """Question, answer, its line and the line as it was seen; None leaves the line as it is."""
    planned: tuple[int, ...] = ()
    """Planned follow-ups that are wanted."""
    replace: bool = False
    """Whether they replace the next step there is."""
    reason: str = ""
    """Why it goes on with boxes open."""


def mode_code(text: str) -> str:
    """The mode an English or German word stands for; '' if it is none."""
    wanted = fold(text).strip()
    return next((mode for mode in MODES if wanted in (mode, _TYPED[mode])), "")
