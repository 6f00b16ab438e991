"""Deals that come from another one: a renewal, a follow-on deal, one that comes back.

Each is a deal of its own with a dated follow-up, parked until then where the process has a
stage for that: it is in no forecast while it rests, and the loss or the sale it came from
stays in the figures (process.md, "After the sale", "Losing").
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from pipeline_tui.domain.dates import parse_when
from pipeline_tui.domain.step_record import Step
from pipeline_tui.domain.text import ONE_LINE_LIMIT
from pipeline_tui.errors import InputError, NotFound
from pipeline_tui.i18n import N_, _
from pipeline_tui.i18n.format import full_date
from pipeline_tui.services.booking import book
from pipeline_tui.services.parking import return_step

if TYPE_CHECKING:
    from pipeline_tui.services.desk import Desk
    from pipeline_tui.store.tables import DealRow, StageRow
    from pipeline_tui.store.writes import Work

_TITLES = {"renewal": N_("{title} (renewal)"), "follow_on": N_("{title} (follow-on)")}
_STEPS = {"renewal": N_("talk about the renewal"), "follow_on": N_("talk about the next deal")}
_KEPT = (
    "company_id", "contact_id", "contact_role", "owner", "currency", "benefit", "source",
    "product", "region", "incumbent", "goal", "recurring_minor", "recurring_per", "customer",
)  # fmt: skip
"""What a linked deal takes over: whom and what it is about, not what was forecast."""
_MONTHS = 12


def add_linked(desk: Desk, deal_id: int, link: str, phrase: str) -> int:
    """A renewal or follow-on deal of one that was sold, on the day a phrase names; its number.

    InputError for a deal that is not sold, and for a day that does not lie ahead.
    """
    with desk.writer.step("deal.link") as work:
        sold = work.deal(deal_id)
        work.describe(deal=work.name(sold))
        if work.stage(sold.stage_id).kind not in ("won", "care"):
            raise InputError(
                _("{deal} is not won").format(deal=work.name(sold)),
                kept=_("Nothing was changed"),
                todo=_("Win it first"),
            )
        day = parse_when(phrase, work.today, calendar=work.calendar).day
        return add_next(work, sold, link, day)


def add_next(work: Work, sold: DealRow, link: str, day: date) -> int:
    """A renewal or follow-on deal of a sold one, with its follow-up on `day`; its number."""
    if day <= work.today:
        raise InputError(
            _("{day} does not lie ahead").format(day=full_date(day)),
            kept=_("Nothing was changed"),
            todo=_("Name a later day, for example +12m or 15.1."),
        )
    parked = next((stage for stage in work.stages() if stage.kind == "parked"), None)
    renews = link == "renewal"
    number = _add(
        work,
        sold,
        parked or work.first_stage(),
        link,
        title=_titled(_(_TITLES[link]), sold.title),
        value_minor=_renewed(sold) if renews else None,
        renewal_on=day if renews else None,
        expected_close=day if renews else None,
        customer="existing",
    )
    book(work, work.deal(number), Step("call", _(_STEPS[link]), day, None))
    return number


def add_return(work: Work, lost: DealRow, phrase: str) -> int:
    """A parked deal that takes up a lost one again on the day named; its number."""
    parked = next((stage for stage in work.stages() if stage.kind == "parked"), None)
    if parked is None:
        raise NotFound(
            _("The process has no stage for parked deals"),
            kept=_("Nothing was changed"),
            todo=_("Close it without a date to come back"),
        )
    contact = work.contact_of(lost)
    step = return_step(phrase, work.today, work.calendar, contact.name if contact else "")
    number = _add(
        work,
        lost,
        parked,
        "come_back",
        title=lost.title,
        value_minor=lost.value_minor,
        risk_level=lost.risk_level,
        risk_text=lost.risk_text,
    )
    book(work, work.deal(number), step)
    return number


def _add(work: Work, parent: DealRow, stage: StageRow, link: str, **values: object) -> int:
    kept = {field: getattr(parent, field) for field in _KEPT} | values
    made = work.add_deal(stage, parent_id=parent.id, link=link, **kept)
    work.set_tags(made, [row.tag for row in work.tags(parent.id or 0)])
    return made.id or 0


def _renewed(sold: DealRow) -> int | None:
    """What a renewal is worth: a year of the recurring value, else what was sold."""
    if sold.recurring_minor:
        return sold.recurring_minor * (_MONTHS if sold.recurring_per == "month" else 1)
    return sold.value_minor


def _titled(pattern: str, title: str) -> str:
    room = ONE_LINE_LIMIT - len(pattern.format(title=""))
    return pattern.format(title=title if len(title) <= room else title[: room - 1] + "…")
