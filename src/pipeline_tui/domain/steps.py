"""What an undo step is called: action keys to sentences.

A step is stored as its key and plain details, so that its name follows the language spoken when
it is shown, not the one spoken when it was done.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import date

from pipeline_tui.domain import words
from pipeline_tui.i18n import N_, _, ngettext
from pipeline_tui.i18n.format import full_date, number

STEPS: dict[str, str] = {
    "deal.add": N_("{deal} added"),
    "deal.set": N_("{deal}: {field} changed"),
    "deal.move": N_("{deal} moved to {stage}"),
    "deal.reorder": N_("{deal} moved within its stage"),
    "deal.win": N_("{deal} won"),
    "deal.lose": N_("{deal} lost"),
    "deal.link": N_("{deal}: linked deal added"),
    "deal.park": N_("{deal} parked until {day}"),
    "deal.reopen": N_("{deal} reopened"),
    "deal.delete": N_("{deal} deleted"),
    "deal.risk": N_("{deal}: risk changed"),
    "deal.category": N_("{deal}: forecast category {category}"),
    "deal.role": N_("{deal}: role of the contact person changed"),
    "deal.permission": N_("{deal}: permission of the contact person changed"),
    "deal.redate": N_("{deal} re-dated to {day}"),
    "deal.risk_reason": N_("{deal}: said whether the risk was the reason"),
    "next.set": N_("{deal}: next step set: {text}"),
    "next.light": N_("{deal}: light next step instead: {text}"),
    "followup.add": N_("{deal}: follow-up added: {text}"),
    "followup.edit": N_("{deal}: follow-up changed: {text}"),
    "followup.done": N_("{deal}: follow-up done: {text}"),
    "followup.missed": N_("{deal}: missed: {text}"),
    "followup.snooze": N_("{deal}: follow-up postponed: {text}"),
    "followup.redate": N_("{deal}: follow-up re-dated: {text}"),
    "followup.cancel": N_("{deal}: follow-up cancelled: {text}"),
    "log.add": N_("{deal}: logged: {text}"),
    "note.edit": N_("{deal}: note edited"),
    "tick.on": N_("{deal}: ticked: {text}"),
    "tick.off": N_("{deal}: tick taken away: {text}"),
    "tick.evidence": N_("{deal}: evidence changed: {text}"),
    "play.add": N_("Playbook: entry added: {text}"),
    "play.edit": N_("Playbook: entry changed: {text}"),
    "play.remove": N_("Playbook: entry taken away: {text}"),
    "play.shift": N_("Playbook: entry moved: {text}"),
    "play.use": N_("{deal}: used from the playbook: {text}"),
    "play.starter": N_("Playbook: starter entries added"),
    "deal.qualify": N_("{deal}: qualification changed: {question}"),
    "what_if.accept": N_("What-if made real: {deal}"),
    "target.set": N_("Revenue target for {period} changed"),
    "contact.add": N_("{name} added"),
    "contact.set": N_("{name}: {field} changed"),
    "contact.delete": N_("{name} deleted"),
    "contact.merge": N_("{name} merged into {into}"),
    "company.add": N_("{name} added"),
    "company.set": N_("{name}: {field} changed"),
    "company.delete": N_("{name} deleted"),
    "company.merge": N_("{name} merged into {into}"),
    "participant.add": N_("{deal}: {name} added"),
    "participant.role": N_("{deal}: role of {name} changed"),
    "participant.main": N_("{deal}: {name} is the contact person"),
    "participant.remove": N_("{deal}: {name} removed"),
    "benefit.add": N_("{deal}: benefit calculated: {text}"),
    "benefit.edit": N_("{deal}: calculation of the benefit changed: {text}"),
    "benefit.remove": N_("{deal}: taken out of the benefit: {text}"),
    "benefit.sum": N_("{deal}: benefit written from its sum"),
    "plan.add": N_("{deal}: joint plan: {text}"),
    "plan.edit": N_("{deal}: joint plan changed: {text}"),
    "plan.remove": N_("{deal}: taken out of the joint plan: {text}"),
    "plan.done": N_("{deal}: done in the joint plan: {text}"),
    "plan.open": N_("{deal}: open again in the joint plan: {text}"),
    "plan.book": N_("{deal}: follow-up added: {text}"),
    "pilot.set": N_("{deal}: pilot: {text}"),
    "pilot.remove": N_("{deal}: pilot taken out: {text}"),
    "pilot.met": N_("{deal}: pilot met its measure"),
    "pilot.missed": N_("{deal}: pilot missed its measure"),
    "pilot.open": N_("{deal}: result of the pilot is open again"),
    "option.set": N_("{deal}: option {text}"),
    "option.remove": N_("{deal}: option taken out: {text}"),
    "option.choose": N_("{deal}: option expected: {text}"),
    "option.leave": N_("{deal}: option expected no longer: {text}"),
    "cost.set": N_("Cost of {text} changed"),
    "import": N_("Import of {file}"),
    "reasons.set": N_("Reasons for losing changed"),
    "away.set": N_("Away days changed"),
    "options.set": N_("Setting {key} changed"),
    "review.weekly": N_("Weekly review begun"),
    "review.monthly": N_("Monthly review begun"),
    "review.skip": N_("{deal} skipped in the review"),
    "review.keep": N_("{deal} left as it is in the review"),
    "review.again": N_("Deals skipped in the review taken up again"),
    "review.end": N_("Review ended"),
    "stage.add": N_("Stage {stage} added"),
    "stage.set": N_("Stage {stage}: {part} changed"),
    "stage.rename": N_("Stage {old} renamed {stage}"),
    "stage.order": N_("Stage {stage} put in another place"),
    "stage.merge": N_("Stage {stage} merged into {into}"),
    "stage.remove": N_("Stage {stage} removed"),
    "stage.template": N_("Stages of the template {template}"),
    "criterion.add": N_("Stage {stage}: criterion added: {text}"),
    "criterion.edit": N_("Stage {stage}: criterion changed: {text}"),
    "criterion.tie": N_("Stage {stage}: question of a criterion changed: {text}"),
    "criterion.order": N_("Stage {stage}: order of the criteria changed"),
    "criterion.remove": N_("Stage {stage}: criterion removed: {text}"),
    "planned.add": N_("Stage {stage}: planned follow-up added: {text}"),
    "planned.edit": N_("Stage {stage}: planned follow-up changed: {text}"),
    "planned.order": N_("Stage {stage}: order of the planned follow-ups changed"),
    "planned.remove": N_("Stage {stage}: planned follow-up removed: {text}"),
    "setup.template": N_("Stages set up"),
}
"""The sentence of every action; `describe` fills it."""

NO_DEAL = "–"
"""Stands for the deal of a follow-up that has none."""

_MISSING = "…"


def describe(action: str, details: Mapping[str, str]) -> str:
    """The step in the language spoken now.

    `count` above 1 makes moved, lost, parked and deleted deals, postponed follow-ups and imports
    plural. A detail that was not given shows as …, an action that this version does not know as
    its key: history of any age can be shown.
    """
    if action not in STEPS:
        return action
    filled = _Details(details)
    if "field" in details:
        names = details["field"].split(",")
        filled["field"] = ", ".join(words.field(name) for name in names)
    if "category" in details:
        filled["category"] = words.category(details["category"])
    if "question" in details:
        from pipeline_tui.domain.qualification import NAMES

        filled["question"] = _(NAMES.get(details["question"], details["question"]))
    if "part" in details:
        filled["part"] = ", ".join(words.stage_field(name) for name in details["part"].split(","))
    if day := _day(details.get("day", "")):
        filled["day"] = day
    if (count := details.get("count", "")).isdecimal():
        filled["count"] = number(int(count))
    template = _plural(action, details.get("count", "")) or _(STEPS[action])
    if action == "deal.lose":
        template = _lost(details.get("count", ""), details.get("leads", "")) or template
    if details.get("deal", "") in ("", NO_DEAL):  # a follow-up of its own
        template = template.removeprefix("{deal}: ")
    return template.format_map(filled)


class _Details(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return _MISSING


def _day(text: str) -> str:
    """A stored day as it is written in the language spoken; '' for what is none."""
    with suppress(ValueError):
        return full_date(date.fromisoformat(text))
    return ""


def _lost(count: str, leads: str) -> str | None:
    """Leads are disqualified, not lost (process.md, Leads); several deals are counted."""
    many = int(count) if count.isdecimal() else 1
    of_them = int(leads) if leads.isdecimal() else 0
    if many < 2:
        return _("{deal} disqualified") if of_them else None
    if of_them == many:
        return ngettext("{count} lead disqualified", "{count} leads disqualified", many)
    said = ngettext("{count} deal lost", "{count} deals lost", many)
    if not of_them:
        return said
    return ngettext(
        "{count} deals closed, {leads} of them disqualified",
        "{count} deals closed, {leads} of them disqualified",
        of_them,
    )


def _plural(action: str, count: str) -> str | None:
    """The sentence for several things at once."""
    many = int(count) if count.isdecimal() else 0
    if action == "import" and many:
        return ngettext("{count} deal imported", "{count} deals imported", many)
    if action == "away.set" and many:
        return ngettext(
            "Away days changed, {count} follow-up moved",
            "Away days changed, {count} follow-ups moved",
            many,
        )
    if action == "criterion.remove" and many:
        return ngettext(
            "Stage {stage}: criterion removed with {count} tick: {text}",
            "Stage {stage}: criterion removed with {count} ticks: {text}",
            many,
        )
    if action == "stage.merge" and many:
        return ngettext(
            "Stage {stage} merged into {into} with {count} deal",
            "Stage {stage} merged into {into} with {count} deals",
            many,
        )
    if action == "stage.remove" and many:
        return ngettext(
            "Stage {stage} removed, {count} deal moved to {into}",
            "Stage {stage} removed, {count} deals moved to {into}",
            many,
        )
    return _of_several(action, many) if many > 1 else None


def _of_several(action: str, many: int) -> str | None:
    """The sentence of what is done with marked deals and follow-ups."""
    if action == "deal.move":
        return ngettext("{count} deal moved to {stage}", "{count} deals moved to {stage}", many)
    if action == "deal.park":
        return ngettext("{count} deal parked until {day}", "{count} deals parked until {day}", many)
    if action == "what_if.accept":
        return ngettext(
            "What-if made real for {count} deal", "What-if made real for {count} deals", many
        )
    if action == "deal.category":
        return ngettext(
            "{count} deal: forecast category {category}",
            "{count} deals: forecast category {category}",
            many,
        )
    if action == "deal.delete":
        return ngettext("{count} deal deleted", "{count} deals deleted", many)
    if action == "followup.snooze":
        return ngettext("{count} follow-up postponed", "{count} follow-ups postponed", many)
    if action == "followup.cancel":
        return ngettext("{count} follow-up cancelled", "{count} follow-ups cancelled", many)
    return None
