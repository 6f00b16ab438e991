"""Use cases on the benefit as numbers, the joint plan and the pilot (process.md, "The offer").

Each call is one undo step. Lines come as typed; an empty one takes out what it edits. `seen` is
the part as it was read: Conflict, and nothing is changed, where it says something else now.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline_tui.domain import benefit as benefits
from pipeline_tui.domain.benefit import BenefitLine
from pipeline_tui.domain.money import MAX_MINOR
from pipeline_tui.domain.plan import Arrangement, parse_arrangement
from pipeline_tui.domain.records_offer import BenefitPart, Offer, Pilot, PlanPart
from pipeline_tui.domain.step_record import Step
from pipeline_tui.domain.text import clean
from pipeline_tui.errors import InputError, NotFound
from pipeline_tui.i18n import _
from pipeline_tui.services.booking import book, refuse_closed
from pipeline_tui.services.conflicts import overtaken
from pipeline_tui.services.desk import Desk
from pipeline_tui.services.editing import put
from pipeline_tui.store import reads_offer, reads_shared, upkeep
from pipeline_tui.store.connection import explained

if TYPE_CHECKING:
    from datetime import date

    from pipeline_tui.store.offer_rows import BenefitPartRow, PilotRow, PlanPartRow
    from pipeline_tui.store.tables import DealRow
    from pipeline_tui.store.writes import Work

RESULTS = ("met", "missed")


def offer(desk: Desk, deal_id: int) -> Offer:
    """The offer of a deal as it stands; empty where nothing of it was written."""
    with explained(desk.file):
        return reads_offer.offer(desk.reader, deal_id)


# Benefit


def check_benefit(desk: Desk, line: str, currency: str = "") -> BenefitLine:
    """A line of the benefit as it would be kept; InputError when it is refused."""
    if not currency:
        with explained(desk.file):
            currency = reads_shared.settings(desk.reader)["currency"]
    return _in(benefits.parse_benefit(line, currency), currency)


def add_benefit(desk: Desk, deal_id: int, line: str) -> int:
    """Add a line to the benefit; its number."""
    with desk.writer.step("benefit.add") as work:
        from pipeline_tui.store import offer_rows

        deal = work.deal(deal_id)
        found = _in(benefits.parse_benefit(line, deal.currency), deal.currency)
        rows = offer_rows.benefit(work, deal_id)
        row = work.add(
            offer_rows.BenefitPartRow,
            deal_id=deal_id,
            position=offer_rows.next_position(rows),
            **_columns(found),
        )
        _refuse_too_much(work, deal)
        _told(work, deal, "benefit_part", "", benefits.typed(found, kept=True), found.text)
        return row.id or 0


def edit_benefit(desk: Desk, part_id: int, line: str, *, seen: BenefitPart | None = None) -> None:
    """Change a line of the benefit, or take it out."""
    with desk.writer.step("benefit.edit" if clean(line) else "benefit.remove") as work:
        from pipeline_tui.store import offer_rows

        row = work.session.get(offer_rows.BenefitPartRow, part_id)
        if row is None:
            raise _gone()
        deal = work.deal(row.deal_id)
        old = benefits.typed(benefits.line_of(_benefit_part(row), deal.currency), kept=True)
        if seen is not None and _benefit_part(row) != seen:
            raise _overtaken(work, deal, mine=line, theirs=old)
        if not clean(line):
            _told(work, deal, "benefit_part", old, "", row.text)
            work.remove(row)
            return
        found = _in(benefits.parse_benefit(line, deal.currency), deal.currency)
        work.edit(row, **_columns(found))
        _refuse_too_much(work, deal)
        _told(work, deal, "benefit_part", old, benefits.typed(found, kept=True), found.text)


def benefit_of_sum(of: Offer, currency: str) -> str:
    """The sum of the lines as the benefit in one sentence."""
    what = ", ".join(dict.fromkeys(part.text for part in of.benefit))
    return f"{benefits.said(benefits.total(of.benefit), currency)}: {what}"


def write_sum(desk: Desk, deal_id: int) -> None:
    """Write the sum into the benefit; InputError where that says something already."""
    with desk.writer.step("benefit.sum") as work:
        deal = work.deal(deal_id)
        work.describe(deal=work.name(deal))
        of = reads_offer.offer(work.conn, deal_id)
        if not of.benefit:
            raise InputError(
                _("There is nothing to sum up"),
                todo=_("Add a line first, for example set-up 4 h x €60 per week"),
            )
        if deal.benefit:
            raise InputError(
                _("The benefit says something already"),
                kept=_("Nothing was changed"),
                todo=_("Clear it first, or write the sum into it yourself"),
            )
        put(work, deal, "benefit", benefit_of_sum(of, deal.currency)[:500])


# Joint plan


def check_arrangement(desk: Desk, line: str) -> Arrangement:
    """A step of the plan, or a pilot, as it would be kept; InputError when it is refused."""
    with explained(desk.file):
        calendar = upkeep.calendar(desk.reader)
    return parse_arrangement(line, desk.clock.today(), calendar=calendar)


def add_plan(desk: Desk, deal_id: int, line: str) -> int:
    """Add a step to the joint plan; its number."""
    with desk.writer.step("plan.add") as work:
        from pipeline_tui.store import offer_rows

        deal, found = work.deal(deal_id), _arrangement(work, line)
        rows = offer_rows.plan(work, deal_id)
        row = work.add(
            offer_rows.PlanPartRow,
            deal_id=deal_id,
            position=offer_rows.next_position(rows),
            what=found.what,
            who=found.who,
            due=found.due,
        )
        _told(work, deal, "plan", "", found.typed, found.what)
        return row.id or 0


def edit_plan(desk: Desk, part_id: int, line: str, *, seen: PlanPart | None = None) -> None:
    """Change a step of the joint plan, or take it out."""
    with desk.writer.step("plan.edit" if clean(line) else "plan.remove") as work:
        row = _plan_row(work, part_id)
        deal, old = work.deal(row.deal_id), _plan_part(row)
        if seen is not None and old != seen:
            raise _overtaken(work, deal, mine=line, theirs=_typed(old))
        if not clean(line):
            _told(work, deal, "plan", _typed(old), "", row.what)
            work.remove(row)
            return
        found = _arrangement(work, line)
        work.edit(row, what=found.what, who=found.who, due=found.due)
        _told(work, deal, "plan", _typed(old), found.typed, found.what)


def tick_plan(desk: Desk, part_id: int, *, done: bool) -> None:
    """A step of the joint plan is done today, or open again."""
    with desk.writer.step("plan.done" if done else "plan.open") as work:
        row = _plan_row(work, part_id)
        deal = work.deal(row.deal_id)
        work.describe(deal=work.name(deal), text=row.what)
        if done == (row.done_on is not None):
            return
        work.edit(row, done_on=work.today if done else None)
        text = _typed(_plan_part(row))
        work.record(deal, "plan_done", "" if done else text, text if done else "")


def book_plan(desk: Desk, part_id: int) -> int:
    """Book a step of the joint plan as a follow-up of its deal; the follow-up's number.

    On its day, or on the next working day where it has none or that is past. InputError for one
    that is done, and for a deal that is closed.
    """
    with desk.writer.step("plan.book") as work:
        row = _plan_row(work, part_id)
        deal, part = work.deal(row.deal_id), _plan_part(row)
        refuse_closed(work, deal)
        if part.done_on is not None:
            raise InputError(_("{text} is done already").format(text=part.what))
        text = f"{part.who}: {part.what}" if part.who else part.what
        work.describe(deal=work.name(deal), text=text)
        due = part.due if part.due and part.due >= work.today else work.calendar.next(work.today)
        return book(work, deal, Step("task", text[:500], due, None))


# Pilot


def set_pilot(desk: Desk, deal_id: int, line: str, *, seen: Pilot | None = None) -> None:
    """Set measure, checker and end of the pilot; an empty line takes it out."""
    with desk.writer.step("pilot.set" if clean(line) else "pilot.remove") as work:
        from pipeline_tui.store import offer_rows

        deal, row = work.deal(deal_id), offer_rows.pilot(work, deal_id)
        old = "" if row is None else _pilot_typed(_pilot(row))
        if seen is not None and (row is None or _pilot(row) != seen):
            raise _overtaken(work, deal, mine=line, theirs=old)
        if not clean(line):
            if row is not None:
                _told(work, deal, "pilot", old, "", row.measure)
                work.remove(row)
            return
        found = _arrangement(work, line)
        values = {"measure": found.what, "checker": found.who, "until": found.due}
        if row is None:
            work.add(offer_rows.PilotRow, deal_id=deal_id, **values)
        else:
            work.edit(row, **values)
        _told(work, deal, "pilot", old, found.typed, found.what)


def set_result(desk: Desk, deal_id: int, result: str) -> None:
    """How the pilot ended: met, missed, or '' for not yet; NotFound where there is none."""
    with desk.writer.step(f"pilot.{result or 'open'}") as work:
        from pipeline_tui.store import offer_rows

        deal, row = work.deal(deal_id), offer_rows.pilot(work, deal_id)
        if row is None:
            raise NotFound(
                _("{deal} has no pilot").format(deal=work.name(deal)),
                todo=_("Say first by what its success is measured"),
            )
        old = row.result
        work.edit(row, result=result)
        _told(work, deal, "pilot_result", old, result, row.measure)


# What they share


def _told(work: Work, deal: DealRow, field: str, old: str, new: str, text: str) -> None:
    """Name the step, and keep the edit for the timeline."""
    work.describe(deal=work.name(deal), text=text)
    work.record(deal, field, old, new)


def _overtaken(work: Work, deal: DealRow, *, mine: str, theirs: str) -> Exception:
    what = _("The offer was changed elsewhere meanwhile")
    return overtaken(work, deal, what, mine=mine, theirs=theirs)


def _gone() -> NotFound:
    return NotFound(
        _("This part of the offer is gone"), kept=_("Nothing was changed"), todo=_("Look again")
    )


def _in(line: BenefitLine, currency: str) -> BenefitLine:
    """The line, if its rate is in the currency of the deal."""
    if line.rate.currency != currency:
        raise InputError(
            _("The amounts of this deal are in {currency}").format(currency=currency),
            todo=_("Write the rate in it, or change the currency of the deal first"),
        )
    return line


def _columns(line: BenefitLine) -> dict[str, object]:
    return {
        "text": line.text,
        "quantity": line.quantity,
        "unit": line.unit,
        "rate_minor": line.rate.minor,
        "per": line.per,
    }


def _refuse_too_much(work: Work, deal: DealRow) -> None:
    """InputError where the lines are worth more together than can be kept."""
    work.session.flush()
    if max(benefits.total(reads_offer.offer(work.conn, deal.id or 0).benefit)) > MAX_MINOR:
        raise InputError(
            _("The benefit is too large an amount in all"), kept=_("Nothing was changed")
        )


def _arrangement(work: Work, line: str) -> Arrangement:
    return parse_arrangement(line, work.today, calendar=work.calendar)


def _plan_row(work: Work, part_id: int) -> PlanPartRow:
    from pipeline_tui.store import offer_rows

    row = work.session.get(offer_rows.PlanPartRow, part_id)
    if row is None:
        raise _gone()
    return row


def _typed(part: PlanPart) -> str:
    return Arrangement(part.what, part.who, part.due).typed


def _pilot_typed(pilot: Pilot) -> str:
    return Arrangement(pilot.measure, pilot.checker, pilot.until).typed


def _benefit_part(row: BenefitPartRow) -> BenefitPart:
    return BenefitPart(row.id or 0, row.text, row.quantity, row.unit, row.rate_minor, row.per)


def _plan_part(row: PlanPartRow) -> PlanPart:
    return PlanPart(row.id or 0, row.what, row.who, _day(row.due), _day(row.done_on))


def _pilot(row: PilotRow) -> Pilot:
    return Pilot(row.id or 0, row.measure, row.checker, _day(row.until), row.result)


def _day(stored: str | None) -> date | None:
    from datetime import date

    return None if stored is None else date.fromisoformat(stored)
