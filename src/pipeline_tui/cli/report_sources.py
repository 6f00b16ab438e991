"""`report sources`: where deals come from, what that costs, and what customers are worth."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline_tui.cli import say
from pipeline_tui.cli.report_funnel import leads_json
from pipeline_tui.cli.report_said import Asked, Json, Missing, Said, grid, head, said
from pipeline_tui.domain import words
from pipeline_tui.domain.metrics.segments import DIMENSIONS
from pipeline_tui.domain.words import capital
from pipeline_tui.i18n import _, pgettext
from pipeline_tui.i18n.format import number
from pipeline_tui.services import figure_customers

if TYPE_CHECKING:
    from pipeline_tui.domain.metrics.customers import RecurringValue, Renewals
    from pipeline_tui.domain.metrics.segments import Segment
    from pipeline_tui.services.figure_customers import Customers, Source, SourcesPage


def sources(asked: Asked) -> Said:
    """Every dimension, then what sources cost and bring, then customers."""
    found = figure_customers.sources_page(asked.desk, asked.period, asked.flt)
    lines = [head(_("Sources"), found.period)]
    for name, cut in found.dimensions:
        lines += ["", *grid(segment_rows(name, cut, found.currency))]
    if found.sources:
        lines += ["", *grid(cost_rows(found)), "", *grid(worth_rows(found))]
    if any(one.leads is not None for one in found.sources):
        lines += ["", *grid(lead_rows(found))]
    lines += ["", head(_("Customers"), found.period), *grid(customer_rows(found))]
    if found.customers.best:
        lines += ["", *grid(best_rows(found))]
    return said(_json(found), lines, asked, missing(found))


def missing(found: SourcesPage) -> list[Missing]:
    """Sources, costs, customers, renewals."""
    absent = []
    if not any(name == "source" for name, _cut in found.dimensions):
        absent.append(
            Missing(
                "sources",
                _("No deal says where it comes from"),
                _("pipeline-tui set DEAL source=fair does"),
            )
        )
    if all(one.cost_minor is None for one in found.sources):
        absent.append(
            Missing(
                "costs",
                _("No cost of a source is kept: there is no acquisition cost"),
                _("pipeline-tui settings cost fair 2026-11 2500 keeps one"),
            )
        )
    if not found.customers.value.customers:
        absent.append(
            Missing(
                "customers",
                _("No company bought anything: there is no customer value"),
                _("pipeline-tui won DEAL closes a deal as won"),
            )
        )
    if not found.customers.recurring.deals:
        absent.append(
            Missing(
                "recurring",
                _("No won deal brings anything again: there is no recurring value"),
                _("pipeline-tui set DEAL recurring=500/month says so"),
            )
        )
    if not found.customers.renewals.due:
        absent.append(
            Missing(
                "renewals",
                _("No renewal was due: there is no renewal rate"),
                _("pipeline-tui won DEAL --renewal +12m plans one"),
            )
        )
    return absent


def source_name(name: str) -> str:
    """The name of a source as it is shown."""
    return name or _("not known")


def label(dimension: str, name: str) -> str:
    """The name of a source, product and the like as it is shown."""
    return words.customer(name) if dimension == "customer" and name else source_name(name)


def segment_rows(dimension: str, cut: tuple[Segment, ...], currency: str) -> list[list[str]]:
    """The opportunities of one dimension."""
    rows = [
        [
            _(DIMENSIONS[dimension]),
            _("Won"),
            _("Value"),
            _("Lost"),
            _("Win rate"),
            capital(pgettext("stage", "open")),
        ]
    ]
    for one in cut:
        rows.append(
            [
                label(dimension, one.name),
                number(one.won),
                say.amount(one.won_minor, currency),
                number(one.lost),
                say.share(one.win_rate),
                number(one.open),
            ]
        )
    return rows


def cost_rows(found: SourcesPage) -> list[list[str]]:
    """What sources cost, and what a new customer from them."""
    rows = [[_("By source"), _("Cost"), _("New customers"), _("Acquisition cost")]]
    for one in found.sources:
        rows.append(
            [
                source_name(one.name),
                say.amount(one.cost_minor, found.currency),
                number(one.new_customers),
                say.amount(one.acquisition_minor, found.currency),
            ]
        )
    return rows


def worth_rows(found: SourcesPage) -> list[list[str]]:
    """What the customers that sources brought are worth, bring again, and renew."""
    rows = [[_("By source"), _("Customer value"), _("Recurring a year"), _("Renewal rate")]]
    for one in found.sources:
        rows.append(
            [
                source_name(one.name),
                say.amount(one.value and one.value.each_minor, found.currency),
                say.amount(one.recurring and one.recurring.minor_per_year, found.currency),
                say.share(one.renewals and one.renewals.rate),
            ]
        )
    return rows


def lead_rows(found: SourcesPage) -> list[list[str]]:
    """What becomes of the leads of each source."""
    rows = [
        [
            _("By source"),
            _("Leads"),
            _("Response rate"),
            _("Appointment rate"),
            _("Lead → opportunity"),
        ]
    ]
    for one in found.sources:
        if one.leads is not None:
            rows.append(
                [
                    source_name(one.name),
                    number(len(one.leads.leads)),
                    say.share(one.leads.response_rate),
                    say.share(one.leads.appointment_rate),
                    say.share(one.leads.opportunity_rate),
                ]
            )
    return rows


def customer_rows(found: SourcesPage) -> list[list[str]]:
    """Customer value in all and per year, what comes again, and renewals."""
    of = found.customers
    renewals = of.renewals
    rows = [
        [_("Customers"), number(of.value.customers)],
        [_("Customer value, Σ won ÷ customers"), say.amount(of.value.each_minor, found.currency)],
    ]
    for year in of.years:
        name = _("Customer value in {year}").format(year=year.year)
        rows.append([name, say.amount(year.each_minor, found.currency)])
    again = of.recurring.minor_per_year if of.recurring.deals else None
    rows += [
        [_("Recurring value a year"), say.amount(again, found.currency)],
        [_("Renewal rate, won ÷ due"), say.share(renewals.rate)],
        [_("Renewals due"), number(len(renewals.due))],
    ]
    return rows


def best_rows(found: SourcesPage) -> list[list[str]]:
    """The customers that bought for most."""
    rows = [[_("Largest customers"), _("Deals"), _("Value")]]
    for name, one in found.customers.best:
        rows.append([name, number(len(one.deals)), say.amount(one.value_minor, found.currency)])
    return rows


def _json(found: SourcesPage) -> Json:
    return {
        "period": found.period,
        "dimensions": {
            name: [
                {
                    "name": one.name or None,
                    "won": one.won,
                    "won_minor": one.won_minor,
                    "lost": one.lost,
                    "win_rate": one.win_rate,
                    "open": one.open,
                    "open_minor": one.open_minor,
                }
                for one in cut
            ]
            for name, cut in found.dimensions
        },
        "sources": [_source_json(one) for one in found.sources],
        "customers": _customers_json(found.customers),
        "leads": leads_json(found.leads),
    }


def _source_json(one: Source) -> Json:
    return {
        "source": one.name or None,
        "cost_minor": one.cost_minor,
        "new_customers": one.new_customers,
        "acquisition_cost_minor": one.acquisition_minor,
        "customers": one.value.customers if one.value else 0,
        "customer_value_minor": one.value.each_minor if one.value else None,
        "recurring_minor_per_year": _recurring(one.recurring),
        "renewals": _renewals_json(one.renewals),
        "leads": None if one.leads is None else leads_json(one.leads),
    }


def _customers_json(of: Customers) -> Json:
    return {
        "count": of.value.customers,
        "won_minor": of.value.value_minor,
        "customer_value_minor": of.value.each_minor,
        "years": [
            {
                "year": one.year,
                "customers": one.customers,
                "won_minor": one.value_minor,
                "customer_value_minor": one.each_minor,
            }
            for one in of.years
        ],
        "largest": [
            {
                "company": name,
                "deals": list(one.deals),
                "won_minor": one.value_minor,
                "years": {str(year): minor for year, minor in one.years},
            }
            for name, one in of.best
        ],
        "recurring_minor_per_year": _recurring(of.recurring),
        "renewals": _renewals_json(of.renewals),
    }


def _recurring(found: RecurringValue | None) -> int | None:
    return found.minor_per_year if found is not None and found.deals else None


def _renewals_json(found: Renewals | None) -> Json | None:
    if found is None:
        return None
    return {
        "due": len(found.due),
        "won": len(found.won),
        "lost": len(found.lost),
        "open": len(found.open),
        "rate": found.rate,
    }
