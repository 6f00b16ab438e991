"""Choosing what a stage can be: its kind, its colour, the question of a criterion."""

from __future__ import annotations

from pipeline_tui.domain import stages as rules
from pipeline_tui.domain.qualification import QUESTIONS
from pipeline_tui.domain.templates import COLOURS
from pipeline_tui.i18n import _
from pipeline_tui.ui.modals.pick import STAGE_GLYPHS, STAGE_STYLES, Choice, Pick


def pick_kind(title: str, current: str) -> Pick:
    """The kinds of stages; the result is a code."""
    return Pick(
        title,
        [
            Choice(
                kind,
                rules.kind_name(kind),
                STAGE_GLYPHS[kind],
                STAGE_STYLES[kind],
                kind == current,
            )
            for kind in rules.KINDS
        ],
    )


def pick_colour(title: str, current: str) -> Pick:
    """The colours a theme knows; the result is a code, `none` for none."""
    choices = [
        Choice(code, rules.colour_name(code), "■", f"stage-{code}", code == current)
        for code in COLOURS
    ]
    return Pick(title, [*choices, Choice("none", _("no colour"), "□", "faint", not current)])


def pick_question(title: str, current: str) -> Pick:
    """The questions of qualification; the result is a code, '' for none."""
    choices = [
        Choice(code, rules.question_name(code), "⇄", "accent", code == current)
        for code in QUESTIONS
    ]
    nothing = Choice("", _("no question: it has a tick of its own"), "·", "faint", not current)
    return Pick(title, [*choices, nothing])
