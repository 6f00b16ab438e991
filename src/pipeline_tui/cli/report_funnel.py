"""`report funnel`: conversions by cohort and as a snapshot, and what becomes of leads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline_tui.cli import say
from pipeline_tui.cli.report_said import (
    Asked,
    Json,
    Missing,
    Said,
    days,
    grid,
    head,
    middle_json,
    said,
)
from pipeline_tui.i18n import _
from pipeline_tui.i18n.format import number
from pipeline_tui.services import figure_reports

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline_tui.domain.metrics.conversions import Cohort
    from pipeline_tui.domain.metrics.leads import LeadFigures
    from pipeline_tui.services.figure_reports import SnapshotReport
    from pipeline_tui.services.figures import Funnel


def funnel(asked: Asked) -> Said:
    """By first entry, by exits, and the leads that came in."""
    found, exits, leads = figure_reports.funnel(asked.desk, asked.period, asked.flt)
    lines = [
        head(_("Funnel, by first entry"), found.period),
        *grid(cohort_rows(found)),
        "",
        head(_("Exits, a snapshot"), found.period),
        *grid(exit_rows(exits)),
        "",
        head(_("Leads that came in"), found.period),
        *grid(lead_rows(leads)),
    ]
    json: Json = {
        "period": found.period,
        "variant": "cohort: first entry in the period",
        "stages": cohorts_json((stage.name, cohort) for stage, cohort in found.stages),
        "snapshot": _exits_json(exits),
        "leads": leads_json(leads),
    }
    return said(json, lines, asked, missing(found, leads))


def cohorts_json(stages: Iterable[tuple[str, Cohort]]) -> list[Json]:
    """Conversion by first entry, by the names of the stages."""
    return [
        {
            "stage": name,
            "entered": cohort.entered,
            "reached_next": cohort.reached_next,
            "conversion": cohort.conversion,
            "open": cohort.open,
        }
        for name, cohort in stages
    ]


def missing(found: Funnel, leads: LeadFigures) -> list[Missing]:
    """Deals that came into stages, and leads."""
    absent = []
    if not any(cohort.entered for _stage, cohort in found.stages):
        absent.append(
            Missing(
                "entries",
                _("No deal came into a stage: there is no conversion"),
                _("pipeline-tui move DEAL STAGE moves one; imported stays count for none"),
            )
        )
    if not leads.leads:
        absent.append(
            Missing(
                "leads",
                _("No lead came in: there are no lead figures"),
                _("pipeline-tui add makes one"),
            )
        )
    return absent


def cohort_rows(found: Funnel) -> list[list[str]]:
    """Conversion by first entry."""
    rows = [[_("Stage"), _("Entered"), _("Went on"), _("Conversion"), _("Undecided")]]
    for stage, cohort in found.stages:
        rows.append(
            [
                stage.name,
                number(cohort.entered),
                number(cohort.reached_next),
                say.share(cohort.conversion),
                number(cohort.open),
            ]
        )
    return rows


def exit_rows(found: SnapshotReport) -> list[list[str]]:
    """Conversion as a snapshot, and where else deals went."""
    rows = [
        [
            _("Stage"),
            _("Exits"),
            _("To the next"),
            _("Further on"),
            _("Lost"),
            _("Back or parked"),
        ]
    ]
    for stage, one in found.stages:
        rows.append(
            [
                stage.name,
                number(one.all),
                say.share(one.conversion),
                say.share(one.share(one.ahead_exits)),
                say.share(one.share(one.lost_exits)),
                say.share(one.share(one.rest)),
            ]
        )
    return rows


def _exits_json(found: SnapshotReport) -> list[Json]:
    return [
        {
            "stage": stage.name,
            "exits": one.all,
            "conversion": one.conversion,
            "to": [
                {
                    "stage": found.names.get(to.to_id, ""),
                    "exits": to.exits,
                    "share": one.share(to.exits),
                }
                for to in one.to
            ],
        }
        for stage, one in found.stages
    ]


def lead_rows(found: LeadFigures) -> list[list[str]]:
    """Response, appointments, opportunities, days to the first contact."""
    contact = found.days_to_contact
    return [
        [_("Leads"), "", number(len(found.leads))],
        [_("Response rate"), say.share(found.response_rate), number(len(found.reached))],
        [_("Appointment rate"), say.share(found.appointment_rate), number(len(found.met))],
        [_("Lead → opportunity"), say.share(found.opportunity_rate), number(len(found.verified))],
        [_("Undecided"), "", number(len(found.undecided))],
        [_("Days to first contact, median"), days(contact and contact.median), ""],
        [_("Days to first contact, mean"), days(contact and contact.mean), ""],
    ]


def leads_json(found: LeadFigures) -> Json:
    """Lead figures of the leads that came in in the period."""
    return {
        "count": len(found.leads),
        "reached": len(found.reached),
        "response_rate": found.response_rate,
        "met": len(found.met),
        "appointment_rate": found.appointment_rate,
        "opportunities": len(found.verified),
        "opportunity_rate": found.opportunity_rate,
        "undecided": len(found.undecided),
        "days_to_first_contact": middle_json(found.days_to_contact),
    }
