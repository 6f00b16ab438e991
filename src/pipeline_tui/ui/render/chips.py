"""What quick add understood, as chips beneath the line while it is typed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from pipeline_tui.domain import recurrence
from pipeline_tui.domain.quickadd import Chip, QuickAdd, match_stage
from pipeline_tui.domain.text import fold
from pipeline_tui.errors import InputError, PipelineError
from pipeline_tui.i18n import _
from pipeline_tui.i18n.format import date_phrase, money
from pipeline_tui.ui.render import labels
from pipeline_tui.ui.render.cells import shown

Run = tuple[str, str]

_WHOLE = 40
"""Characters up to which a chip stays in one piece."""


class Part(NamedTuple):
    """One thing that was understood: its sign, its words, and where it stands in the line."""

    sign: str
    text: str
    chips: tuple[Chip, ...] = ()
    """Nothing, where it follows from another part: a contact person from `call Meier`."""
    wrong: bool = False


def hint() -> list[Run]:
    """What an empty line can take."""
    return [(_("Company: title, amount, @stage, what to do and when, !risk, #tag"), "faint")]


def parts(
    quick: QuickAdd, today: date, stages: Sequence[str]
) -> tuple[list[Part], PipelineError | None]:
    """The parts in the order of the card, and what is wrong with the line all the same."""
    problem: PipelineError | None = None
    found = []
    if quick.company:
        found.append(_part(quick, "company", "⌂", quick.company))
    if quick.title:
        found.append(_part(quick, "title", "■", quick.title))
    else:
        problem = InputError(_("The deal has no title yet"))
    if quick.value is not None:
        found.append(_part(quick, "value", "Σ", money(*quick.value)))
    if quick.stage is not None:
        try:
            found.append(_part(quick, "stage", "→", match_stage(quick.stage, stages)))
        except PipelineError as unknown:
            problem = unknown
            found.append(_part(quick, "stage", "→", f"{quick.stage}?")._replace(wrong=True))
    if quick.step is not None:
        found.append(_part(quick, "step", "○", _step(quick, today)))
    if quick.risk_level or quick.risk_text:
        glyph = labels.RISK_GLYPHS[quick.risk_level or "low"]
        found.append(_part(quick, "risk", glyph, quick.risk_text or ""))
    contact = (("contact", quick.contact), ("phone", quick.phone), ("email", quick.email))
    for name, text in (*contact, *quick.fields.items()):
        if text:
            found.append(_part(quick, name, labels.field(name) + ":", text))
    for tag in quick.tags:
        said = [chip for chip in quick.chips if chip.field == "tags"]
        own = [chip for chip in said if fold(tag) in fold(chip.text)]
        found.append(Part("#", tag, tuple(own)))
    return found, problem


def runs(found: Sequence[Part], *, suggested: bool, chosen: int | None = None) -> list[Run]:
    """The parts as chips. With `suggested` also, in grey, the step that enter books besides."""
    said: list[Run] = []
    for index, part in enumerate(found):
        words = f"{shown(part.sign)} {shown(part.text)}".rstrip()
        style = "chip-bad" if part.wrong else "chip"
        here = index == chosen
        chip = f"▌{words}▐" if here else f"{words} "
        said += [(_whole(chip), "cursor+title" if here else style), (" ", "text")]
    if suggested:
        said.append((_("enter also books: call, next working day"), "faint"))
    return said


def last(found: Sequence[Part], line: str) -> Part | None:
    """The part that ends the line; the title is none, one types on at it letter by letter."""
    end = len(line.rstrip())
    ending = (part for part in found if any(chip.end == end for chip in part.chips))
    return next((part for part in ending if part.chips[0].kind != "title"), None)


def without(line: str, part: Part) -> str:
    """The line with the words of a part taken out of it."""
    for chip in sorted(part.chips, key=lambda chip: chip.start, reverse=True):
        before, behind = line[: chip.start].rstrip(), line[chip.end :].lstrip()
        line = f"{before} {behind}" if before else behind
    return line


def _part(quick: QuickAdd, field: str, sign: str, text: str) -> Part:
    return Part(sign, text, tuple(chip for chip in quick.chips if chip.field == field))


def _step(quick: QuickAdd, today: date) -> str:
    """`call Meier · Fri 27 Nov 10:00 · every 2 weeks on Fri`."""
    step = quick.step
    assert step is not None
    said = [step.text or labels.kind(step.kind), date_phrase(step.day, step.time, today)]
    if step.repeat:
        said.append(recurrence.describe(step.repeat))
    return " · ".join(said)


def _whole(chip: str) -> str:
    """A chip is not broken at the end of a line, unless it is long."""
    return chip.replace(" ", "\N{NO-BREAK SPACE}") if len(chip) <= _WHOLE else chip
