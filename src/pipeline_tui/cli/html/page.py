"""The whole page: head, contents, sections, and what the figures mean."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pipeline_tui.cli.html import sections, sections_behind
from pipeline_tui.cli.html.blocks import notes
from pipeline_tui.cli.html.markup import Safe, joined, short, tag
from pipeline_tui.cli.report_said import converted, general
from pipeline_tui.domain.metrics.definitions import DEFINITIONS
from pipeline_tui.i18n import N_, _, language
from pipeline_tui.i18n.format import full_date
from pipeline_tui.services import figure_reports

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pipeline_tui.cli.report_said import Asked

SECTIONS: dict[str, tuple[str, Callable[[Asked], Safe], tuple[str, ...]]] = {
    "pipeline": (
        N_("Pipeline"),
        sections.pipeline,
        ("stages", "won", "lost", "win_rate", "win_rate_value", "cycle", "coverage"),
    ),
    "plan": (
        N_("Plan"),
        sections.plan,
        ("target", "gap", "pace", "run_rate", "missing", "customers"),
    ),
    "forecast": (
        N_("Forecast"),
        sections.forecast,
        ("cautious", "realistic", "optimistic", "band", "chance", "past"),
    ),
    "accuracy": (
        N_("Forecast accuracy"),
        sections.accuracy,
        ("accuracy", "slippage"),
    ),
    "velocity": (N_("Velocity"), sections.velocity, ("velocity",)),
    "funnel": (N_("Funnel"), sections_behind.funnel, ("conversion", "snapshot", "leads")),
    "durations": (
        N_("Durations"),
        sections_behind.durations,
        ("durations", "ages", "flow", "bottleneck", "first_value"),
    ),
    "sources": (
        N_("Sources and customers"),
        sections_behind.sources,
        ("acquisition", "customer_value", "recurring", "renewals"),
    ),
    "losses": (N_("Losses"), sections_behind.losses, ("foresight",)),
}
"""Report -> its name, what makes its section, and the definitions it needs."""

NAMES = {
    "stages": N_("Open stages"),
    "won": N_("Won"),
    "lost": N_("Lost"),
    "win_rate": N_("Win rate, by count"),
    "win_rate_value": N_("Win rate, by value"),
    "cycle": N_("Cycle"),
    "velocity": N_("Velocity"),
    "coverage": N_("Coverage"),
    "target": N_("Target"),
    "gap": N_("Gap"),
    "pace": N_("Even pace"),
    "run_rate": N_("Run rate"),
    "missing": N_("Deals missing"),
    "customers": N_("New customers"),
    "cautious": N_("Cautious"),
    "realistic": N_("Realistic"),
    "optimistic": N_("Optimistic"),
    "band": N_("From own history"),
    "chance": N_("How likely a deal is to be won"),
    "past": N_("Expected close has passed"),
    "accuracy": N_("Forecast accuracy"),
    "slippage": N_("Slipped and pushed"),
    "conversion": N_("Conversion by cohort"),
    "snapshot": N_("Exits, a snapshot"),
    "leads": N_("Lead figures"),
    "durations": N_("Days in a stage"),
    "ages": N_("Age of what is open"),
    "flow": N_("Coming and going"),
    "bottleneck": N_("Bottleneck"),
    "first_value": N_("Time to first value"),
    "acquisition": N_("Acquisition cost"),
    "customer_value": N_("Customer value"),
    "recurring": N_("Recurring value"),
    "renewals": N_("Renewal rate"),
    "foresight": N_("Risk foresight"),
}
"""Key of a definition -> what the figure is called."""


def page(names: Sequence[str], asked: Asked, filter_text: str) -> str:
    """The document with the sections named, in the language spoken now."""
    title = _("Pipeline report")
    basis = figure_reports.basis(asked.desk, asked.flt)
    told: list[object] = list(general(basis, asked))
    if basis.converted:
        told.insert(0, converted(basis))
    about = [
        _("As of {day}").format(day=full_date(asked.today)),
        asked.period.name if asked.period else _("all time"),
    ]
    if filter_text:
        about.append(_("only {filter}").format(filter=short(filter_text)))
    contents = [tag("li", tag("a", _(SECTIONS[name][0]), href=f"#{name}")) for name in names] + [
        tag("li", tag("a", _("What the figures mean"), href="#meanings"))
    ]
    body = tag(
        "body",
        tag(
            "div",
            tag("header", tag("h1", title), tag("p", " · ".join(about), cls="about"),
                notes(told)),
            tag("nav", tag("ul", *contents), aria_label=_("Contents")),
            tag("main", *(SECTIONS[name][1](asked) for name in names), _meanings(names)),
            cls="page",
        ),
    )  # fmt: skip
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="color-scheme", content="light dark"),
        # Nothing may be loaded or run, whatever a later change lets into the page.
        tag("meta", http_equiv="Content-Security-Policy",
            content="default-src 'none'; style-src 'unsafe-inline'"),
        tag("title", f"{title} · {' · '.join(about)}"),
        tag("style", Safe(_style())),
    )  # fmt: skip
    return joined(Safe("<!doctype html>\n"), tag("html", head, body, lang=language()), Safe("\n"))


def _meanings(names: Sequence[str]) -> Safe:
    """The definitions of all figures on the page."""
    keys = dict.fromkeys(key for name in names for key in SECTIONS[name][2])
    made = [tag("div", tag("dt", _(NAMES[key])), tag("dd", _(DEFINITIONS[key]))) for key in keys]
    return tag(
        "section",
        tag("h2", _("What the figures mean"), id="meanings-title"),
        tag("dl", *made, cls="meanings"),
        id="meanings",
        aria_labelledby="meanings-title",
    )


def _style() -> str:
    return Path(__file__).with_name("report.css").read_text(encoding="utf-8")
