"""Use cases on exit criteria and on the questions of qualification, which may be one record.

Source: process.md, "Exit criteria and the gate", "Qualification".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline_tui.domain import qualification
from pipeline_tui.domain.qualification import UNKNOWN
from pipeline_tui.domain.text import ONE_LINE_LIMIT, clean, limited
from pipeline_tui.errors import InputError
from pipeline_tui.i18n import _
from pipeline_tui.services.conflicts import overtaken
from pipeline_tui.services.desk import Desk

if TYPE_CHECKING:
    from pipeline_tui.store.tables import DealRow
    from pipeline_tui.store.tables_deal import CriterionRow
    from pipeline_tui.store.writes import Work


def tick(
    desk: Desk, deal_id: int, criterion_id: int, on: bool, evidence: str | None = None
) -> None:
    """Tick a criterion, with its evidence if given, or take the tick away.

    One that is tied to a question is answered with yes; without its tick the answer is not known.
    """
    with desk.writer.step("tick.on" if on else "tick.off") as work:
        deal, criterion = work.deal(deal_id), work.criterion(criterion_id)
        work.describe(deal=work.name(deal), text=criterion.text)
        if on:
            put_tick(work, deal, criterion, evidence)
        else:
            take_tick(work, deal, criterion)


def set_evidence(
    desk: Desk, deal_id: int, criterion_id: int, text: str, *, seen: str | None = None
) -> None:
    """Set the line of evidence (Beleg) of a criterion, ticking it if it is not.

    `seen` is the line as it was read, '' if there was none. Raises Conflict, and changes
    nothing, when another one stands there now.
    """
    text = check_line(text)
    with desk.writer.step("tick.evidence") as work:
        deal, criterion = work.deal(deal_id), work.criterion(criterion_id)
        work.describe(deal=work.name(deal), text=criterion.text)
        present = evidence_of(work, deal_id, criterion)
        if seen is not None and present not in (seen, text):
            what = _("The evidence was changed elsewhere meanwhile")
            raise overtaken(work, deal, what, mine=text, theirs=present)
        put_tick(work, deal, criterion, text)


def answer(
    desk: Desk,
    deal_id: int,
    question: str,
    said: str | None,
    line: str | None = None,
    *,
    seen: str | None = None,
) -> None:
    """Answer a question of qualification, or change its line, by their words or codes.

    `said` None keeps the answer, a line of one not known answers it with yes; `line` None keeps
    the line. `seen` is the line as it was read: Conflict, and nothing changed, when another one
    stands there now. InputError for a question or an answer that does not exist.
    """
    code = check_question(question)
    wanted = None if said is None else check_answer(said)
    new = None if line is None else check_line(line)
    with desk.writer.step("deal.qualify") as work:
        deal = work.deal(deal_id)
        work.describe(deal=work.name(deal), question=code)
        was, kept = known(work, deal_id, code)
        if seen is not None and kept not in (seen, new):
            what = _("The answer was changed elsewhere meanwhile")
            raise overtaken(work, deal, what, mine=new or "", theirs=kept)
        given = wanted or ("yes" if was == UNKNOWN and new else was)
        put(work, deal, code, given, kept if new is None else new)


def check_question(text: str) -> str:
    """The question that is meant; InputError lists those there are."""
    if code := qualification.question_code(clean(text)):
        return code
    raise InputError(
        _("There is no question {name}").format(name=clean(text)),
        todo=_("Questions are {names}").format(names=", ".join(qualification.QUESTIONS)),
    )


def check_answer(text: str) -> str:
    """The answer that is meant; InputError lists those there are."""
    if code := qualification.answer_code(clean(text)):
        return code
    raise InputError(
        _("{text} is no answer").format(text=clean(text) or "–"),
        todo=_("Write one of {names}").format(names=", ".join(qualification.ANSWERS)),
    )


def check_line(text: str) -> str:
    """A line of evidence as it is kept; InputError if it is too long."""
    return limited(clean(text), ONE_LINE_LIMIT, _("Evidence"))


# Inside a step.


def put(work: Work, deal: DealRow, question: str, answer: str, line: str) -> None:
    """Keep an answer and its change in the history."""
    from pipeline_tui.store import rows_answers

    old = qualification.kept(question, *known(work, deal.id or 0, question))
    rows_answers.put_answer(work, deal, question, answer, line)
    work.record(deal, "qualification", old, qualification.kept(question, answer, line))


def put_tick(work: Work, deal: DealRow, criterion: CriterionRow, evidence: str | None) -> None:
    """Tick a criterion, or change its evidence unless that is None."""
    from pipeline_tui.store import rows_answers

    there = rows_answers.ticked(work, deal.id or 0, criterion)
    if criterion.question:
        kept = known(work, deal.id or 0, criterion.question)[1]
        line = (kept if there is not None else "") if evidence is None else evidence
        put(work, deal, criterion.question, "yes", line)
    elif there is None:
        work.add_tick(deal, criterion, evidence or "")
        work.record(deal, "criterion", "", criterion.text)
    elif evidence is not None:
        work.edit(there, evidence=evidence)


def take_tick(work: Work, deal: DealRow, criterion: CriterionRow) -> None:
    """Take a tick away; nothing happens where there is none."""
    from pipeline_tui.store import rows_answers

    there = rows_answers.ticked(work, deal.id or 0, criterion)
    if there is None:
        return
    if criterion.question:
        put(work, deal, criterion.question, UNKNOWN, "")
    else:
        work.remove(there)
        work.record(deal, "criterion", criterion.text, "")


def evidence_of(work: Work, deal_id: int, criterion: CriterionRow) -> str:
    """The evidence of a criterion; '' where it is not ticked."""
    if criterion.question:
        answer, line = known(work, deal_id, criterion.question)
        return line if answer == "yes" else ""
    own = work.tick(deal_id, criterion.id or 0)
    return "" if own is None else own.evidence


def known(work: Work, deal_id: int, question: str) -> tuple[str, str]:
    """Answer and line of a question."""
    from pipeline_tui.store import rows_answers

    row = rows_answers.answer_of(work, deal_id, question)
    return (UNKNOWN, "") if row is None else (row.answer, row.line)
