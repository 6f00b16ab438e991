"""Leads, customers and sources: what they bring, cost, bring again and renew (metrics.md)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from pipeline_tui.domain.metrics import customers, leads, segments
from pipeline_tui.services import figure_pages, reading
from pipeline_tui.store import reads_customers, reads_facts, reads_segments
from pipeline_tui.store.reads_money import Purse

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline_tui.domain.filter import Filter
    from pipeline_tui.domain.metrics.periods import Period
    from pipeline_tui.services.desk import Desk

_Fact = TypeVar("_Fact", customers.Again, customers.RenewalFact)

MOST_CUSTOMERS = 10
"""So many customers are named, those that bought for most."""


class Source(NamedTuple):
    """A source with all that is known of it; '' are the deals of which none is known.

    Money is in minor units of the base currency. None: there is nothing of the kind.
    """

    name: str
    opportunities: segments.Segment | None
    cost_minor: int | None
    new_customers: int
    value: customers.CustomerValue | None
    recurring: customers.RecurringValue | None
    renewals: customers.Renewals | None
    leads: leads.LeadFigures | None

    @property
    def acquisition_minor(self) -> int | None:
        """Channel cost ÷ new customers won from it."""
        return segments.acquisition_cost(self.cost_minor, self.new_customers)


class Customers(NamedTuple):
    """The companies that bought something in the period."""

    value: customers.CustomerValue
    years: tuple[customers.YearOfCustomers, ...]
    best: tuple[tuple[str, customers.Customer], ...]
    """At most MOST_CUSTOMERS, each with its name."""
    recurring: customers.RecurringValue
    renewals: customers.Renewals


class SourcesPage(NamedTuple):
    """Opportunities by every dimension, then what else is known of sources, then customers."""

    period: str | None
    currency: str
    dimensions: tuple[tuple[str, tuple[segments.Segment, ...]], ...]
    sources: tuple[Source, ...]
    customers: Customers
    leads: leads.LeadFigures


class Bring(NamedTuple):
    """What sources cost, and what customers and leads come to, by source and in all."""

    currency: str
    sources: tuple[Source, ...]
    customers: Customers


def sources_page(desk: Desk, period: Period | None, flt: Filter | None) -> SourcesPage:
    """By source, product, region, owner and the like; costs, customers, leads."""
    with reading.at_once(desk):
        cut = figure_pages.segments_page(desk, period, flt)
        return _page(desk, cut, period, flt)


def bring(desk: Desk, period: Period | None, flt: Filter | None) -> Bring:
    """What each source costs, and what its customers and leads come to."""
    with reading.at_once(desk):
        found = _page(desk, None, period, flt)
    return Bring(found.currency, found.sources, found.customers)


def _page(
    desk: Desk, cut: figure_pages.SegmentsPage | None, period: Period | None, flt: Filter | None
) -> SourcesPage:
    conn, today = desk.reader, desk.clock.today()
    purse = Purse(conn)
    bought = reads_customers.bought(conn, purse, today, period, flt)
    again = reads_customers.again(conn, purse, today, period, flt)
    renewing = reads_customers.renewals(conn, today, flt)
    came, contacts = _leads(desk, period, flt)
    found = customers.customers(bought)
    best = found[:MOST_CUSTOMERS]
    names = reads_customers.company_names(conn, [one.company_id for one in best])
    value = customers.value_by_source(bought)
    coming = leads.by_source(came, contacts)
    by_name = {} if cut is None else {o.name: o for o in dict(cut.dimensions).get("source", ())}
    first, last = (date.min, today) if period is None else (period.first, period.last)
    costs = reads_facts.costs(conn, first, last)
    won = reads_segments.new_customers(conn, period, today, flt)
    known = {*value, *coming, *costs, *(one.source for one in renewing)}
    known |= {one.source for one in again}
    worth = {name: one.value_minor for name, one in value.items()}
    order = [*by_name, *sorted(known - by_name.keys(), key=lambda o: (-worth.get(o, 0), o))]
    sources = [
        Source(
            name,
            by_name.get(name),
            costs.get(name),
            won.get(name, 0),
            value.get(name),
            customers.recurring_value(mine) if (mine := _of(again, name)) else None,
            customers.renewals(due, today, period) if (due := _of(renewing, name)) else None,
            coming.get(name),
        )
        for name in order
    ]
    total = sum(one.value_minor for one in found)
    deals = tuple(sorted(deal for one in found for deal in one.deals))
    return SourcesPage(
        None if period is None else period.name,
        purse.base,
        () if cut is None else cut.dimensions,
        tuple(sorted(sources, key=lambda one: not one.name)),
        Customers(
            customers.CustomerValue(len(found), total, deals),
            tuple(customers.per_year(bought)),
            tuple((names.get(one.company_id, ""), one) for one in best),
            customers.recurring_value(again),
            customers.renewals(renewing, today, period),
        ),
        leads.lead_figures(came, contacts),
    )


def lead_figures(desk: Desk, period: Period | None, flt: Filter | None) -> leads.LeadFigures:
    """Response, appointments, opportunities, and days to the first contact."""
    with reading.at_once(desk):
        return leads.lead_figures(*_leads(desk, period, flt))


def _leads(
    desk: Desk, period: Period | None, flt: Filter | None
) -> tuple[list[leads.LeadFact], dict[int, leads.Contact]]:
    """The leads that came in in the period, and which of them were reached."""
    conn = desk.reader
    came = reads_customers.leads(conn, desk.clock.today(), period, flt)
    ids = [number for one in came for number in one.ids]
    return came, reads_customers.contacts(conn, ids)


def first_value(
    desk: Desk, period: Period | None, flt: Filter | None
) -> customers.FirstValue | None:
    """Days from winning to the 30-day check; None where no stage after the sale has such a box."""
    with reading.at_once(desk):
        conn, today = desk.reader, desk.clock.today()
        facts = reads_customers.successes(conn, today, period, flt)
    return None if facts is None else customers.first_value(facts, period)


def _of(facts: Iterable[_Fact], source: str) -> list[_Fact]:
    return [one for one in facts if one.source == source]
