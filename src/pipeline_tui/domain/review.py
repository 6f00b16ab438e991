"""Reviews (Durchsichten): which deals are asked about and why, what can be decided, the summary.

Source: process.md, "Rhythm". As in `records`, annotations are not deferred.
"""

from datetime import date, timedelta
from typing import NamedTuple

from pipeline_tui.clock import local_day
from pipeline_tui.domain.metrics.conversions import Cohort
from pipeline_tui.domain.metrics.periods import Period, parse_period
from pipeline_tui.domain.metrics.pipeline import PipelineReport
from pipeline_tui.domain.reasons import reason_name
from pipeline_tui.domain.records import Deal
from pipeline_tui.domain.standing import GLYPHS, STUCK
from pipeline_tui.i18n import N_, _, ngettext
from pipeline_tui.i18n.format import full_date, number, short_date

KINDS = ("weekly", "monthly")

NAMES = {"weekly": N_("Weekly review"), "monthly": N_("Monthly review")}

MINUTES = {"weekly": 30, "monthly": 60}
"""How long each is meant to take."""

REASONS = {
    "ghost": (GLYPHS["ghost"], "ghost", N_("ghosts")),
    "none": (GLYPHS["none"], "none", N_("without a next step")),
    "imported": (GLYPHS["none"], "none", N_("imported, not reviewed yet")),
    "overdue": (GLYPHS["overdue"], "overdue", N_("overdue")),
    "moved": ("»", "today", N_("expected close put off")),
    "close_past": ("⚑", "overdue", N_("expected close past")),
    "stuck": (STUCK, "bad", N_("longest in stages that are stuck")),
    "largest": ("◆", "accent", N_("the largest deals")),
    "lost": ("✗", "lost", N_("lost in the month")),
}
"""Why a deal is asked about: glyph, style and the head above such deals, in the order asked."""

WEEKLY = ("ghost", "none", "imported", "overdue", "moved", "close_past", "stuck")

LARGEST = 10
"""So many of the largest open deals are looked at once a month."""

DECISIONS = {
    "won": N_("won"),
    "lost": N_("lost"),
    "parked": N_("parked"),
    "redated": N_("re-dated"),
    "next": N_("next step set"),
    "close": N_("expected close changed"),
    "answered": N_("reason of the loss answered"),
    "kept": N_("left as it is"),
    "skipped": N_("skipped"),
}
"""What can come of a deal in a review, in the order of the summary."""

MONTH_BEFORE_UNTIL = 15
"""Up to this day a monthly review looks back at the month before, then at the one that runs."""


class Asked(NamedTuple):
    """A deal that a review asks about, and why."""

    deal_id: int
    reason: str


class ReviewItem(NamedTuple):
    """A deal of a review that was begun; `decision` is '' until there is one."""

    id: int
    deal_id: int
    reason: str
    decision: str


class Review(NamedTuple):
    """A review that was begun; `ended_at` is None while it goes on."""

    id: int
    kind: str
    started_at: str
    ended_at: str | None
    learned: str
    items: tuple[ReviewItem, ...]

    @property
    def decided(self) -> int:
        """How many deals something was decided about; what was skipped is not."""
        return sum(item.decision not in ("", "skipped") for item in self.items)

    @property
    def skipped(self) -> int:
        """How many were skipped."""
        return sum(item.decision == "skipped" for item in self.items)


class Share(NamedTuple):
    """The deals for which one thing was decided ('': nothing yet), with their value."""

    decision: str
    deals: int
    value_minor: int


class Decided(NamedTuple):
    """One deal of the summary."""

    deal_id: int
    name: str
    reason: str
    decision: str
    value_minor: int | None
    currency: str
    risk_was_reason: bool | None


class MonthFigures(NamedTuple):
    """The month that a monthly review looks back at, in figures."""

    period: Period
    report: PipelineReport
    conversions: tuple[tuple[str, Cohort], ...]
    """For each open stage its name and how many of those that came into it went on."""


class Summary(NamedTuple):
    """What came of a review; values in `currency`, the base currency."""

    review: Review
    currency: str
    shares: tuple[Share, ...]
    deals: tuple[Decided, ...]
    month: MonthFigures | None = None
    """Of a monthly review."""

    def share(self, *decisions: str) -> Share:
        """Several decisions taken together."""
        found = [share for share in self.shares if share.decision in decisions]
        return Share(
            decisions[0],
            sum(share.deals for share in found),
            sum(share.value_minor for share in found),
        )

    @property
    def risks(self) -> tuple[int, int]:
        """Of how many lost deals the written risk was the reason, and of how many it was not."""
        told = [deal.risk_was_reason for deal in self.deals if deal.reason == "lost"]
        return told.count(True), told.count(False)


def month_of(today: date) -> Period:
    """The month that a monthly review held today looks back at."""
    day = today if today.day > MONTH_BEFORE_UNTIL else today.replace(day=1) - timedelta(days=1)
    return parse_period(f"{day.year:04}-{day.month:02}")


def name_of(kind: str) -> str:
    """What a review is called."""
    return _(NAMES[kind])


def decision_of(code: str) -> str:
    """The word for a decision; one of another version is its own word."""
    return _(DECISIONS[code]) if code in DECISIONS else code


def head_of(reason: str) -> str:
    """The head above the deals asked about for a reason."""
    return _(REASONS[reason][2]) if reason in REASONS else reason


def why(reason: str, deal: Deal, today: date) -> str:
    """Why a deal is asked about, in a sentence; what is no longer so says that it was."""
    if reason == "ghost":
        return _ghost(deal, today) if deal.state == "ghost" else _("It was a ghost.")
    if reason == "none" and deal.next is None:
        return _("It has no next step.")
    if reason == "imported" and deal.next is None:
        return _("It was imported without a next step and has not been reviewed.")
    if reason == "overdue" and deal.next is not None and deal.next.due < today:
        return _overdue((today - deal.next.due).days)
    if reason == "moved":
        return _moved(deal.close_moves)
    if reason == "close_past" and deal.expected_close is not None and deal.expected_close < today:
        day = full_date(deal.expected_close)
        return _("It was expected to close on {day}.").format(day=day)
    if reason == "stuck" and deal.stage_kind == "open":
        stood = (today - local_day(deal.stage_entered_at)).days
        if stood > 0:  # else it was moved since
            return _stuck(deal.stage, stood)
    if reason == "largest":
        return _("It is one of the largest deals.")
    if reason == "lost" and deal.closed_on is not None:
        return _lost(deal, deal.closed_on)
    return _("It is in order by now.")


def learned_from(report: PipelineReport) -> tuple[str, ...]:
    """The figures of a month in short sentences: what was won, lost, and the win rate."""
    from pipeline_tui.i18n.format import compact_money, percent

    won = ngettext("{count} deal won, {value}", "{count} deals won, {value}", report.won)
    value = compact_money(report.won_minor, report.currency)
    lost = ngettext("{count} deal lost", "{count} deals lost", report.lost)
    rate = "–" if report.win_rate is None else percent(report.win_rate * 100, places=0)
    return (
        won.format(count=number(report.won), value=value),
        lost.format(count=number(report.lost)),
        _("win rate {rate}").format(rate=rate),
    )


def conversion_rows(of: MonthFigures) -> list[tuple[str, str, str, str]]:
    """From which stage to which, how many of how many, the share, and what is undecided.

    One row for each stage that deals came into in the month; behind the last comes winning.
    """
    from pipeline_tui.i18n.format import percent

    names = [name for name, _cohort in of.conversions]
    rows = []
    for (name, cohort), behind in zip(of.conversions, [*names[1:], _("won")], strict=True):
        if cohort.conversion is None:
            continue
        counts = _("{count} of {total}").format(
            count=number(cohort.reached_next), total=number(cohort.entered)
        )
        undecided = _("{count} undecided").format(count=number(cohort.open))
        rows.append(
            (
                f"{name} → {behind}",
                counts,
                percent(cohort.conversion * 100, places=0),
                undecided if cohort.open else "",
            )
        )
    return rows


def _ghost(deal: Deal, today: date) -> str:
    """Which of the three rules made it a ghost (process.md, States, 1)."""
    since = short_date(deal.ghost_on or today, today)
    if deal.next is None:
        return _("A ghost since {day}: it has no next step.").format(day=since)
    if deal.postponements >= 3:
        said = ngettext(
            "A ghost since {day}: postponed {count} time without reaching anybody.",
            "A ghost since {day}: postponed {count} times without reaching anybody.",
            deal.postponements,
        )
        return said.format(day=since, count=number(deal.postponements))
    late = _overdue((today - deal.next.due).days)
    return _("A ghost since {day}: nobody was reached within the contact limit. {late}").format(
        day=since, late=late
    )


def _overdue(days: int) -> str:
    return ngettext(
        "The next step is {count} day overdue.", "The next step is {count} days overdue.", days
    ).format(count=number(days))


def _moved(count: int) -> str:
    return ngettext(
        "Its expected close was put off {count} time.",
        "Its expected close was put off {count} times.",
        count,
    ).format(count=number(count))


def _stuck(stage: str, count: int) -> str:
    return ngettext(
        "It has stood in {stage} for {count} day, and the stage is stuck.",
        "It has stood in {stage} for {count} days, and the stage is stuck.",
        count,
    ).format(stage=stage, count=number(count))


def _lost(deal: Deal, day: date) -> str:
    words = reason_name(deal.lost_reason or "", deal.reason_name) or "–"
    return _("Lost on {day}: {reason}.").format(day=full_date(day), reason=words)
