"""`report pipeline` and `report velocity`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline_tui.cli import say, shapes
from pipeline_tui.cli.report_said import Asked, Missing, Said, days, grid, head, said
from pipeline_tui.domain.metrics.basis import lost_values
from pipeline_tui.domain.metrics.periods import quarter_of, trailing_quarters
from pipeline_tui.domain.metrics.plan import RULE_OF_THUMB, Coverage
from pipeline_tui.i18n import _, pgettext
from pipeline_tui.i18n.format import decimal, number
from pipeline_tui.services import figure_reports, reading

if TYPE_CHECKING:
    from pipeline_tui.domain.metrics.pipeline import PipelineReport
    from pipeline_tui.domain.metrics.plan import Unrated
    from pipeline_tui.services.figure_reports import VelocityReport


def pipeline(asked: Asked) -> Said:
    """Open stages as they are now, and what was closed in the period."""
    report = reading.pipeline_report(asked.desk, asked.period, asked.flt)
    lines = [
        head(_("Pipeline"), report.period),
        *grid(stage_rows(report)),
        "",
        *grid([*closed_rows(report), *pace_rows(report, asked)]),
    ]
    pace, covered = windows(asked)
    json = {**shapes.pipeline(report), "velocity_period": pace, "coverage_period": covered}
    return said(json, lines, asked, missing(report))


def windows(asked: Asked) -> tuple[str, str]:
    """Over what velocity and coverage are, by name: where none is asked for, not over all time."""
    if asked.period is not None:
        return asked.period.name, asked.period.name
    return trailing_quarters(asked.today).name, quarter_of(asked.today).name


def missing(report: PipelineReport) -> list[Missing]:
    """Closed deals, won ones, values of lost ones, and a rate for the target."""
    absent = []
    if not report.won:
        absent.append(nothing_won() if report.lost else nothing_closed())
    elif report.lost_unvalued:
        text = lost_values(report.lost_unvalued, report.lost)
        todo = _("pipeline-tui set DEAL value=12k gives it one")
        absent.append(Missing("lost_values", text, todo))
    if report.unrated is not None:
        absent.append(no_rate(report.unrated))
    return absent


def no_rate(target: Unrated) -> Missing:
    """A target that is set but counts for nothing."""
    text = _("The target of {period} is in {currency}, for which there is no rate")
    todo = _("pipeline-tui settings rates {currency}=… enters it")
    return Missing(
        "target",
        text.format(period=target.period, currency=target.currency),
        todo.format(currency=target.currency),
    )


def nothing_closed() -> Missing:
    """Without a closed deal there is no win rate."""
    return Missing(
        "closed",
        _("Nothing was closed: there is no win rate, cycle or velocity"),
        _("pipeline-tui won DEAL and lost DEAL close deals"),
    )


def nothing_won() -> Missing:
    """Without a won deal there is no cycle and no velocity."""
    return Missing(
        "won",
        _("Nothing was won: there is no cycle and no velocity"),
        _("pipeline-tui won DEAL closes a deal as won"),
    )


def stage_rows(report: PipelineReport) -> list[list[str]]:
    """Count, value and weighted value of every open stage."""
    rows = [[_("Stage"), _("Deals"), _("Value"), _("Weighted")]]
    for one in report.stages:
        total = one.total
        rows.append(
            [
                one.stage,
                number(total.count),
                say.amount(total.value_minor, report.currency) + ("*" if total.converted else ""),
                say.amount(total.weighted_minor, report.currency),
            ]
        )
    return rows


def closed_rows(report: PipelineReport) -> list[list[str]]:
    """The figures, each with its variant."""
    return [
        [_("Won"), number(report.won)],
        [_("Won, value"), say.amount(report.won_minor, report.currency)],
        [_("Lost"), number(report.lost)],
        [_("Win rate, by count"), say.share(report.win_rate)],
        [_("Win rate, by value"), say.share(report.win_rate_value)],
        [_("Cycle, mean days"), days(report.cycle_mean)],
        [_("Cycle, median days"), days(report.cycle_median)],
        [_("Cycle of lost deals, median days"), days(report.lost_cycle_median)],
    ]


def pace_rows(report: PipelineReport, asked: Asked) -> list[list[str]]:
    """How much comes in per day, and how much of what is missing is open."""
    names = [_("Velocity per day"), _("Coverage")]
    if report.period is None:
        pairs = zip(names, windows(asked), strict=True)
        names = [name + say.DOT + window for name, window in pairs]
    return [
        [names[0], say.amount(report.velocity_minor_per_day, report.currency)],
        [names[1], coverage(report.coverage, met=report.covered)],
    ]


def coverage(found: Coverage | None, *, met: bool) -> str:
    """What is open over what is missing, what the own win rate needs, and the usual rule."""
    if found is None:
        return pgettext("target", "done") if met else say.NOTHING
    low, high = RULE_OF_THUMB
    usual = _("usual is {low}–{high} ×").format(low=low, high=high)
    needed = usual
    if found.needed is not None:
        own = _("own win rate needs {ratio} ×").format(ratio=decimal(found.needed, 1))
        needed = f"{own}, {usual}"
    return _("{ratio} × ({needed})").format(ratio=decimal(found.ratio, 1), needed=needed)


def velocity(asked: Asked) -> Said:
    """The four factors and what they make."""
    report = figure_reports.velocity(asked.desk, asked.period, asked.flt)
    title = head(_("Velocity"), report.period)
    lines = [title, *grid(velocity_rows(report))]
    return said(_velocity_json(report), lines, asked, velocity_missing(report))


def velocity_missing(report: VelocityReport) -> list[Missing]:
    """Whatever a factor divides by, and what there would be to multiply."""
    found = report.velocity
    missing = []
    if not found.won and not found.lost:
        missing.append(nothing_closed())
    elif not found.won:
        missing.append(nothing_won())
    elif not found.valued:
        missing.append(
            Missing(
                "values",
                _("No won deal has a value: there is no velocity"),
                _("pipeline-tui set DEAL value=12k gives it one"),
            )
        )
    elif not found.days:
        missing.append(
            Missing("cycle", _("Every deal was won on the day of its first contact: no velocity"))
        )
    if not found.open:
        missing.append(
            Missing(
                "open",
                _("No verified opportunity is open but ghosts"),
                _("pipeline-tui move DEAL STAGE brings a lead on"),
            )
        )
    return missing


def velocity_rows(report: VelocityReport) -> list[list[str]]:
    """The four factors and what they make."""
    found = report.velocity
    return [
        [_("Open opportunities, without ghosts"), number(found.open)],
        [_("× average won value"), say.amount(found.average_won_minor, report.currency)],
        [_("× win rate, by count"), say.share(found.win_rate)],
        [_("÷ average cycle, days"), days(found.cycle_mean)],
        [_("= velocity per day"), say.amount(found.minor_per_day, report.currency)],
    ]


def _velocity_json(report: VelocityReport) -> dict[str, object]:
    found = report.velocity
    return {
        "period": report.period,
        "velocity_minor_per_day": found.minor_per_day,
        "open": {"count": found.open, "variant": "verified, without ghosts, now"},
        "average_won_minor": found.average_won_minor,
        "win_rate": found.win_rate,
        "cycle_days": {"mean": found.cycle_mean},
        "won": {"count": found.won, "with_value": found.valued},
        "lost": {"count": found.lost},
    }
