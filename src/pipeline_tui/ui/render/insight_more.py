"""What stands below on the pages of the insights: velocity, exits, leads, customers, sources."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from pipeline_tui.i18n import _, ngettext
from pipeline_tui.i18n.format import full_date, number
from pipeline_tui.ui.render.insights import Behind, Block, Row
from pipeline_tui.ui.render.numbers import amount, days, share

if TYPE_CHECKING:
    from datetime import date

    from pipeline_tui.domain.metrics.basis import Basis
    from pipeline_tui.domain.metrics.facts import Middle
    from pipeline_tui.domain.metrics.periods import Period
    from pipeline_tui.domain.metrics.velocity import Velocity
    from pipeline_tui.ui.gateway.insights import Forecast
    from pipeline_tui.ui.gateway.insights_more import (
        AccuracyReport,
        Bring,
        FirstValue,
        LeadFigures,
        SnapshotReport,
    )


def blocks(page: str, found: object, above: object) -> list[Block]:
    """What a page shows below, where `above` is what it shows first."""
    match page:
        case "forecast":
            from pipeline_tui.ui.render import insight_locks

            return insight_locks.blocks(cast("AccuracyReport", found), cast("Forecast", above))
        case "funnel":
            exits, leads = cast("tuple[SnapshotReport, LeadFigures]", found)
            return [_exits(exits), _leads(leads)]
        case "durations":
            return [_first_value(cast("FirstValue | None", found))]
        case "segments":
            bring = cast("Bring", found)
            return [*_sources(bring), _customers(bring)]
    return []


def notes(basis: Basis, period: Period | None, today: date, *, narrowed: bool) -> list[Block]:
    """What the figures of a page are missing, and how to get it; nothing where all is there."""
    said = []
    if not basis.deals:
        said.append(
            _("No deal matches the filter: esc takes it off.")
            if narrowed
            else _("There are no deals yet: a adds one on the board.")
        )
    if period is not None and period.first > today:
        text = _("{period} begins on {day}: nothing can have been won or lost in it yet")
        said.append(text.format(period=period.name, day=full_date(period.first)) + ".")
    if basis.converted:
        text = _("{currencies} converted into {base} with the rates of the settings.")
        said.append(text.format(currencies=", ".join(basis.converted), base=basis.currency))
    for currency, count in basis.left_out:
        text = ngettext(
            "No rate for {currency}: {count} amount is in no sum;"
            " “pipeline-tui settings rates {currency}=…” enters it.",
            "No rate for {currency}: {count} amounts are in no sum;"
            " “pipeline-tui settings rates {currency}=…” enters it.",
            count,
        )
        said.append(text.format(currency=currency, count=number(count)))
    return [Block(_("To know"), (), (), " ".join(said))] if said else []


def velocity(found: Velocity, currency: str, per_day: str) -> Block:
    """The four factors and what they make."""
    won, closed = Behind("won", "recent"), Behind("closed", "recent")
    rows = (
        Row(_("Open opportunities, without ghosts"), (number(found.open),), "velocity",
            behind=Behind("in_play")),
        Row(_("× average won value"), (amount(found.average_won_minor, currency),), "velocity",
            behind=won),
        Row(_("× win rate, by count"), (share(found.win_rate),), "velocity", behind=closed),
        Row(_("÷ average cycle, days"), (days(found.cycle_mean),), "velocity", behind=won),
        Row(_("= velocity per day"), (per_day,), "velocity", behind=Behind("in_play")),
    )  # fmt: skip
    return Block(_("Velocity"), (), rows)


def _exits(found: SnapshotReport) -> Block:
    rows = tuple(
        Row(
            stage.name,
            (
                number(one.all),
                share(one.conversion),
                share(one.share(one.ahead_exits)),
                share(one.share(one.lost_exits)),
                share(one.share(one.rest)),
            ),
            "snapshot",
            share=one.conversion,
            style="later",
            behind=Behind("exits", stage.id) if one.all else None,
        )
        for stage, one in found.stages
    )
    heads = (_("exits"), _("to the next"), _("further on"), _("lost"), _("back or parked"))
    return Block(_("Exits, a snapshot"), heads, rows)


def _leads(found: LeadFigures) -> Block:
    contact = found.days_to_contact
    rows = (
        Row(_("Leads"), (number(len(found.leads)),), "leads", found.leads),
        Row(_("Response rate"), (share(found.response_rate),), "leads", found.reached,
            found.response_rate),
        Row(_("Appointment rate"), (share(found.appointment_rate),), "leads", found.met,
            found.appointment_rate),
        Row(_("Lead → opportunity"), (share(found.opportunity_rate),), "leads", found.verified,
            found.opportunity_rate),
        Row(_("Undecided"), (number(len(found.undecided)),), "leads", found.undecided),
        Row(_("Days to first contact, median"), (days(_median(contact)),), "leads", found.reached),
    )  # fmt: skip
    said = "" if found.leads else _("No lead came in in this period: a adds one on the board.")
    return Block(_("Leads that came in"), (), rows, said)


def _median(found: Middle | None) -> float | None:
    return None if found is None else found.median


def _first_value(found: FirstValue | None) -> Block:
    title = _("Time to first value")
    if found is None:
        said = _(
            "No stage after the sale has a box that names 30 days:"
            " “Stages …” in the palette adds one."
        )
        return Block(title, (), (), said)
    mean = None if found.days is None else found.days.mean
    rows = (
        Row(_("Days to the 30-day check, median"), (days(_median(found.days)),), "first_value",
            found.checked),
        Row(_("Days to the 30-day check, mean"), (days(mean),), "first_value", found.checked),
        Row(_("Not yet checked"), (number(len(found.waiting)),), "first_value", found.waiting),
    )  # fmt: skip
    return Block(title, (), rows)


def _sources(found: Bring) -> list[Block]:
    """What the customers of each source are worth, and what becomes of its leads."""
    if not found.sources:
        return []
    costs, worth, leads = [], [], []
    for one in found.sources:
        name = one.name or _("not known")
        if one.cost_minor is not None:
            costs.append(
                Row(
                    name,
                    (
                        amount(one.cost_minor, found.currency),
                        number(one.new_customers),
                        amount(one.acquisition_minor, found.currency),
                    ),
                    "acquisition",
                    behind=Behind("acquired", one.name) if one.new_customers else None,
                )
            )
        worth.append(
            Row(
                name,
                (
                    amount(one.value and one.value.each_minor, found.currency),
                    amount(one.recurring and one.recurring.minor_per_year, found.currency),
                    share(one.renewals and one.renewals.rate),
                ),
                "customer_value",
                one.value.deals if one.value else (),
            )
        )
        if one.leads is not None:
            leads.append(
                Row(
                    name,
                    (
                        number(len(one.leads.leads)),
                        share(one.leads.response_rate),
                        share(one.leads.appointment_rate),
                        share(one.leads.opportunity_rate),
                    ),
                    "leads",
                    one.leads.leads,
                )
            )
    made = []
    if costs:
        named = (_("cost"), _("new customers"), _("cost each"))
        made.append(Block(_("Acquisition cost"), named, tuple(costs)))
    made.append(
        Block(
            _("Customers by source"),
            (_("each worth"), _("recurring a year"), _("renewed")),
            tuple(worth),
        )
    )
    if leads:
        heads = (_("leads"), _("response"), _("appointment"), _("opportunity"))
        made.append(Block(_("Leads by source"), heads, tuple(leads)))
    return made


def _customers(found: Bring) -> Block:
    of, currency = found.customers, found.currency
    rows = [
        Row(_("Customers"), (number(of.value.customers),), "customer_value", of.value.deals),
        Row(_("Customer value, Σ won ÷ customers"), (amount(of.value.each_minor, currency),),
            "customer_value", of.value.deals),
    ]  # fmt: skip
    for year in of.years:
        name = _("Customer value in {year}").format(year=year.year)
        rows.append(Row(name, (amount(year.each_minor, currency),), "customer_value",
                        year.deals))  # fmt: skip
    again = of.recurring.minor_per_year if of.recurring.deals else None
    rows += [
        Row(_("Recurring value a year"), (amount(again, currency),), "recurring",
            of.recurring.deals),
        Row(_("Renewal rate, won ÷ due"), (share(of.renewals.rate),), "renewals",
            of.renewals.due, of.renewals.rate, "won"),
    ]  # fmt: skip
    said = "" if of.value.customers else _("No company bought anything in this period.")
    return Block(_("Customers"), (), tuple(rows), said)
