"""Use cases of reviews: begin, decide deal by deal, end, take back.

What is decided is done by the use case that does it anywhere else; the review notes the
decision in the same step, so that one undo takes back both. Source: process.md, "Rhythm".
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Concatenate, NamedTuple, ParamSpec, TypeVar

from pipeline_tui.clock import instant, local_day
from pipeline_tui.domain.review import KINDS, Asked, MonthFigures, Review, Summary, month_of
from pipeline_tui.domain.steps import describe
from pipeline_tui.domain.text import clean
from pipeline_tui.errors import InputError, NotFound
from pipeline_tui.i18n import _
from pipeline_tui.services import reading
from pipeline_tui.store import reads_review
from pipeline_tui.store.connection import explained

if TYPE_CHECKING:
    from pipeline_tui.domain.metrics.periods import Period
    from pipeline_tui.domain.records import StepRecord
    from pipeline_tui.services.desk import Desk
    from pipeline_tui.store.writes import Work

P = ParamSpec("P")
R = TypeVar("R")

BEGUN = tuple(f"review.{kind}" for kind in KINDS)
"""Actions of the steps with which reviews begin."""


class Decision(NamedTuple):
    """What a step decides in a review; with '' it is only done in the course of it."""

    review_id: int
    deal_id: int
    decision: str


# Reading.


def asked(desk: Desk, kind: str) -> list[Asked]:
    """The deals that a review begun now would ask about, and why."""
    with explained(desk.file):
        now = instant(desk.clock.now())
        return reads_review.asked(desk.reader, kind, desk.clock.today(), now, _stuck(desk, kind))


def going_on(desk: Desk) -> Review | None:
    """The review that was begun and has not ended."""
    with explained(desk.file):
        found = reads_review.numbers(desk.reader, going_on=True)
        return reads_review.review(desk.reader, found[0]) if found else None


def review(desk: Desk, review_id: int) -> Review | None:
    """A review by its number."""
    with explained(desk.file):
        return reads_review.review(desk.reader, review_id)


def summaries(desk: Desk, review_id: int | None = None, *, every: bool = False) -> list[Summary]:
    """What came of a review, of the last one, or of every one; NotFound if there is none."""
    with explained(desk.file):
        numbers = reads_review.numbers(desk.reader)
        if not every:
            numbers = numbers[:1] if review_id is None else [review_id]
        found = [_with_month(desk, reads_review.summary(desk.reader, one)) for one in numbers]
    if not every and None in (found or [None]):
        if review_id is None:
            raise NotFound(_("There has been no review yet"))
        raise NotFound(_("There is no review {number}").format(number=review_id))
    return [summary for summary in found if summary is not None]


def month_figures(desk: Desk, month: Period | None = None) -> MonthFigures:
    """What was won, lost and went on in a month; without one in that looked back at today."""
    from pipeline_tui.services import figures

    of = month or month_of(desk.clock.today())
    with reading.at_once(desk):
        report, funnel = reading.pipeline_report(desk, of), figures.funnel(desk, of)
    return MonthFigures(of, report, tuple((stage.name, one) for stage, one in funnel.stages))


def risk_answer(desk: Desk, deal_id: int) -> bool | None:
    """Whether the risk was the reason of a loss; None: nobody has said."""
    with explained(desk.file):
        return reads_review.risk_answer(desk.reader, deal_id)


def time_spent(desk: Desk, review_id: int) -> int:
    """Seconds that a review has taken so far, as far as they were kept."""
    kept = reading.settings(desk).get(reads_review.TIME_KEY, "")
    number, _colon, seconds = kept.partition(":")
    return int(seconds) if number == str(review_id) and seconds.isdecimal() else 0


def _with_month(desk: Desk, summary: Summary | None) -> Summary | None:
    """The summary of a monthly review with the figures of its month, as they are now."""
    if summary is None or summary.review.kind != "monthly":
        return summary
    held = local_day(summary.review.started_at)
    return summary._replace(month=month_figures(desk, month_of(held)))


# The course of a review.


def begin(desk: Desk, kind: str) -> int:
    """Begin a review of the deals there are to ask about now; its number.

    One that still goes on ends. InputError when there is nothing to ask about in a week.
    """
    if kind not in KINDS:
        raise ValueError(kind)
    from pipeline_tui.store import rows_review

    stuck = _stuck(desk, kind)
    with desk.writer.step(f"review.{kind}") as work:
        deals = reads_review.asked(work.conn, kind, work.today, work.now, stuck)
        if not deals and kind == "weekly":
            raise InputError(_("There is nothing to ask about. Well done."))
        number = rows_review.begin(work, kind, deals)
        work.describe(review=str(number))
    return number


def _stuck(desk: Desk, kind: str) -> list[int]:
    """The deals that stand longest in the stages that are stuck; a week asks about them."""
    if kind != "weekly":
        return []
    from pipeline_tui.services import bottlenecks

    return [number for jam in bottlenecks.bottlenecks(desk) for number in jam.oldest]


def recorded(
    desk: Desk,
    decision: Decision,
    work: Callable[Concatenate[Desk, P], R],
    *args: P.args,
    **options: P.kwargs,
) -> R:
    """Run a use case; the step it makes also notes the decision of the review."""
    from pipeline_tui.store import rows_review

    def note(step: Work) -> None:
        step.describe(review=str(decision.review_id))
        if decision.decision:
            rows_review.mark(step, *decision)

    with desk.writer.along_with(note):
        return work(desk, *args, **options)


def skip(desk: Desk, deal_id: int) -> None:
    """Decide nothing about a deal for now; it is asked about again at the end."""
    with desk.writer.step("review.skip") as work:
        work.describe(deal=work.name(work.deal(deal_id)))


def keep(desk: Desk, deal_id: int) -> None:
    """Leave a deal as it is; InputError for a ghost (process.md: not offered)."""
    from pipeline_tui.services.booking import is_ghost

    with desk.writer.step("review.keep") as work:
        deal = work.deal(deal_id)
        work.describe(deal=work.name(deal))
        if is_ghost(work, deal):
            raise InputError(
                _("A ghost is not left as it is"),
                kept=_("Nothing was changed"),
                todo=_("Close it, park it or give it a new date"),
            )
        work.edit(deal, unreviewed=0)


def answer_risk(desk: Desk, deal_id: int, *, was_reason: bool) -> None:
    """Keep whether the risk written earlier was why the deal was lost."""
    with desk.writer.step("deal.risk_reason") as work:
        deal = work.deal(deal_id)
        work.describe(deal=work.name(deal))
        if work.stage(deal.stage_id).kind != "lost":
            raise InputError(
                _("{deal} is not lost").format(deal=work.name(deal)),
                kept=_("Nothing was changed"),
            )
        if not (deal.risk_text or deal.risk_level):
            raise InputError(_("No risk was written down"), kept=_("Nothing was changed"))
        said = {None: "", 1: "yes", 0: "no"}
        old = said[deal.risk_was_reason]
        work.edit(deal, risk_was_reason=int(was_reason))
        work.record(deal, "risk_was_reason", old, said[int(was_reason)])


def take_up(desk: Desk, review_id: int) -> int:
    """Ask again about the deals that were skipped; how many there are."""
    from pipeline_tui.store import rows_review

    with desk.writer.step("review.again") as work:
        work.describe(review=str(review_id))
        return rows_review.take_up(work, review_id)


def end(desk: Desk, review_id: int, learned: str = "") -> None:
    """The review is over, with one line of what was learned."""
    from pipeline_tui.store import rows_review

    with desk.writer.step("review.end") as work:
        work.describe(review=str(review_id))
        rows_review.end(work, review_id, clean(learned))


def keep_time(desk: Desk, review_id: int, seconds: int) -> None:
    """Keep how long a review has taken; no undo step, for there is nothing to undo in it."""
    with desk.writer.unnoticed() as work:
        work.set_setting(reads_review.TIME_KEY, f"{review_id}:{seconds}")


def take_back(desk: Desk) -> str:
    """Take back everything that was done in the last review, and the review; says how much.

    InputError, and nothing is taken back, when something else was done since it began;
    NotFound when the history no longer holds a review.
    """
    from pipeline_tui.i18n import ngettext
    from pipeline_tui.i18n.format import number
    from pipeline_tui.store import journal

    if not desk.exists:
        raise NotFound(_("There has been no review yet"))
    with desk.replaying() as conn:
        undone = journal.undo_run(conn, instant(desk.clock.now()), _whole_review)
    said = ngettext(
        "The review was taken back, {count} step", "The review was taken back, {count} steps",
        len(undone),
    )  # fmt: skip
    return said.format(count=number(len(undone)))


def _whole_review(steps: list[StepRecord]) -> int:
    """How many of the last steps, latest first, are those of the last review."""
    at = next((at for at, step in enumerate(steps) if step.action in BEGUN), None)
    if at is None:
        raise NotFound(
            _("The history holds no review that could be taken back"),
            kept=_("Nothing was changed"),
        )
    of = steps[at].details.get("review")
    other = next((step for step in steps[:at] if step.details.get("review") != of), None)
    if other is not None:
        raise InputError(
            _("Something else was done since: {step}").format(
                step=describe(other.action, other.details)
            ),
            kept=_("Nothing was taken back"),
            todo=_("Take back the last steps one by one"),
        )
    return at + 1
