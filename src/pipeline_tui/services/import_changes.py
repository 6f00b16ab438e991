"""What a file says otherwise of deals that are there, and what it says nothing of.

Only what differs is written, each edit with its line in the timeline. An empty cell says
nothing: it never takes away what is known here.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING

from pipeline_tui.clock import instant
from pipeline_tui.domain.money import Money
from pipeline_tui.domain.records import Stage
from pipeline_tui.domain.recurring import Recurring
from pipeline_tui.domain.state import CLOSED_KINDS
from pipeline_tui.errors import InputError
from pipeline_tui.i18n import _
from pipeline_tui.services.fields import Risk, recurring_of, text_of
from pipeline_tui.services.import_deals import DEFAULT_LEVEL, own_probability
from pipeline_tui.services.import_stages import Stages
from pipeline_tui.store import reads_offer, upkeep
from pipeline_tui.store.bulk import Bulk
from pipeline_tui.store.bulk_changes import (
    History,
    Move,
    Present,
    change,
    change_contact,
    present,
)
from pipeline_tui.transfer.records import DealRecord

if TYPE_CHECKING:
    from pipeline_tui.clock import Clock

Columns = dict[str, str | int | None]

Refuse = Callable[[DealRecord, InputError], None]

_LINES = (
    "title", "owner", "category", "benefit", "goal", "source", "product", "region", "customer",
    "expected_close",
)  # fmt: skip
"""Fields whose value in the file is simply theirs."""


class Changes:
    """Brings the news of one import into deals that are there."""

    def __init__(self, bulk: Bulk, stages: Stages, clock: Clock) -> None:
        """Inside the transaction of the import."""
        self._bulk = bulk
        self._stages = stages
        self._today = clock.today()
        self._now = instant(clock.now())

    def bring_in(self, news: list[tuple[int, DealRecord]], refuse: Refuse) -> set[int]:
        """Bring news into deals, given by their numbers; those that changed.

        `refuse` is told of those that cannot be; of them nothing is brought in.
        """
        deals = present(self._bulk.conn, [number for number, _record in news])
        changed: list[int] = []
        for number, record in news:
            try:
                self._refuse_other_currency(deals[number], record)
            except InputError as error:
                refuse(record, error)
                continue
            if self._update(deals[number], record):
                changed.append(number)
        told = set(changed)
        self._bulk.flush()
        changed += self._bulk.retold()
        if changed:
            working = upkeep.calendar(self._bulk.conn)
            upkeep.refresh(self._bulk.conn, self._today, self._now, working, changed)
        return told

    def _update(self, deal: Present, record: DealRecord) -> bool:
        """Bring what the file says otherwise into a deal; False when it says nothing new."""
        columns: Columns = {}
        history: list[History] = []
        move = self._moved(deal, record)
        stage = self._stages.by_id(deal.stage_id if move is None else move.stage_id)
        for field in _LINES:
            new = getattr(record, field)
            if new and new != getattr(deal, field):
                columns[field] = new
                name = "close" if field == "expected_close" else field
                history.append(History(name, getattr(deal, field) or "", new))
        if deal.expected_close and (record.expected_close or "") > deal.expected_close:
            columns["close_moves"] = deal.close_moves + 1
        self._people(deal, record, columns, history)
        self._money(deal, record, stage, columns, history)
        _risk(deal, record, columns, history)
        _origin(deal, record, columns, history)
        self._closing(deal, record, stage, columns, history)
        if record.extra != "{}" and json.loads(record.extra) != json.loads(deal.extra):
            columns["extra"] = record.extra
        tags = record.tags if record.tags and record.tags != deal.tags else None
        if tags is not None:
            history.append(History("tags", text_of(list(deal.tags)), text_of(list(tags))))
        if move is not None and deal.verified_at is None and self._stages.is_opportunity(stage):
            # A lead that is disqualified was never an opportunity.
            lead = record.disqualified and stage.kind == "lost"
            columns |= {"disqualified": 1} if lead else {"verified_at": self._now}
        contact_changed = self._reach(deal, record, history)
        if not (columns or history or move or contact_changed):
            return False
        columns["import_hash"] = record.hash
        change(self._bulk, deal, columns, history, tags, move, self._today)
        return True

    def _refuse_other_currency(self, deal: Present, record: DealRecord) -> None:
        """A deal has one currency: InputError if amounts would stay that are in another one."""
        if record.currency in ("", deal.currency):
            return
        value_stays = deal.value_minor is not None and record.value_minor is None
        again_stays = deal.recurring_minor is not None and record.recurring_minor is None
        offer = reads_offer.parts(self._bulk.conn, deal.id)
        if value_stays or again_stays or offer.benefit or offer.options:
            raise InputError(
                _("The other amounts of {deal} are in {currency}").format(
                    deal=deal.title, currency=deal.currency
                ),
                todo=_("Set the currency first: all its amounts go along"),
            )

    def _moved(self, deal: Present, record: DealRecord) -> Move | None:
        if not record.stage:
            return None
        stage, here = self._stages.of(record.stage), self._stages.by_id(deal.stage_id)
        # What was won there has been led on here, to the stages after the sale.
        if stage.id == deal.stage_id or (stage.kind == "won" and here.kind == "care"):
            return None
        return Move(stage.id, stage.kind in CLOSED_KINDS)

    def _people(
        self,
        deal: Present,
        record: DealRecord,
        columns: Columns,
        history: list[History],
    ) -> None:
        company = deal.company_id
        if record.company:
            company = self._bulk.company(record.company)
            if company != deal.company_id:
                columns["company_id"] = company
                history.append(History("company", deal.company, record.company))
        if company is not None:
            known = (deal.industry, deal.size) if company == deal.company_id else ("", "")
            told = self._bulk.describe(company, record.industry, record.size, known)
            for name, old, new in zip(("industry", "size"), known, told, strict=True):
                if new != old and company == deal.company_id:
                    history.append(History(name, old, new))
        if record.contact and record.contact != deal.contact:
            number = self._bulk.contact(record.contact, record.phone, record.email, company)
            if number != deal.contact_id:
                columns["contact_id"] = number
                history.append(History("contact", deal.contact, record.contact))

    def _reach(self, deal: Present, record: DealRecord, history: list[History]) -> bool:
        """Phone and mail of the contact person that the deal has and keeps."""
        if record.contact not in ("", deal.contact):
            return False
        told = {
            name: new
            for name, new in (("phone", record.phone), ("email", record.email))
            if new and new != getattr(deal, name)
        }
        if not told or deal.contact_id is None:
            return False
        change_contact(self._bulk.conn, deal.contact_id, told)
        history += [History(name, getattr(deal, name), new) for name, new in told.items()]
        return True

    def _money(
        self,
        deal: Present,
        record: DealRecord,
        stage: Stage,
        columns: Columns,
        history: list[History],
    ) -> None:
        if record.value_minor is not None:
            new = Money(record.value_minor, record.currency)
            old = None if deal.value_minor is None else Money(deal.value_minor, deal.currency)
            if new != old:
                columns |= {"value_minor": new.minor, "currency": new.currency}
                history.append(History("value", text_of(old), text_of(new)))
        if record.recurring_minor is not None:
            again = Recurring(record.recurring_minor, record.currency, record.recurring_per)
            was = recurring_of(deal.recurring_minor, deal.currency, deal.recurring_per)
            if again != was:
                columns |= {
                    "recurring_minor": again.minor,
                    "recurring_per": again.per,
                    "currency": again.currency,
                }
                history.append(History("recurring", text_of(was), text_of(again)))
        if record.probability is not None and stage.kind not in CLOSED_KINDS:
            own = own_probability(record, stage)
            if own != deal.probability:
                columns["probability"] = own
                history.append(History("probability", text_of(deal.probability), text_of(own)))

    def _closing(
        self,
        deal: Present,
        record: DealRecord,
        stage: Stage,
        columns: Columns,
        history: list[History],
    ) -> None:
        """Closing day and lost reason go with the stage."""
        if stage.kind not in (*CLOSED_KINDS, "care"):
            if deal.closed_on is not None:
                columns |= {"closed_on": None, "lost_reason": None, "closed_note": "", **_NOT_LOST}
            return
        told = record.closed_on or (None if deal.closed_on else record.expected_close)
        closed_on = told or deal.closed_on
        if closed_on is None and stage.kind in CLOSED_KINDS:
            closed_on = self._today.isoformat()
        if closed_on != deal.closed_on:
            columns["closed_on"] = closed_on
            if deal.closed_on:
                history.append(History("closed", deal.closed_on, closed_on or ""))
        lost = stage.kind == "lost"
        reason = (record.lost_reason or deal.lost_reason) if lost else ""
        if reason != deal.lost_reason:
            columns["lost_reason"] = reason or None
        if not lost and deal.lost_reason:
            columns |= _NOT_LOST
        if lost and record.risk_was_reason is not None:
            _answer(deal, int(record.risk_was_reason), columns, history)
        note = record.note_on_closing(stage.kind)
        if note and note != deal.closed_note:
            columns["closed_note"] = note


_NOT_LOST: Columns = {"disqualified": 0, "risk_was_reason": None}
"""What goes with the lost reason."""


_SAID = {None: "", 0: "no", 1: "yes"}


def _answer(deal: Present, answer: int, columns: Columns, history: list[History]) -> None:
    """Whether the written risk was why the deal was lost."""
    if answer != deal.risk_was_reason:
        columns["risk_was_reason"] = answer
        history.append(History("risk_was_reason", _SAID[deal.risk_was_reason], _SAID[answer]))


def _origin(deal: Present, record: DealRecord, columns: Columns, history: list[History]) -> None:
    """How it came from another deal; from which one is known when every row is in."""
    if record.link and record.link != deal.link:
        columns["link"] = record.link
    day = record.renewal_on if (record.link or deal.link) == "renewal" else None
    if day and day != deal.renewal_on:
        columns["renewal_on"] = day
        history.append(History("renewal", deal.renewal_on or "", day))


def _risk(
    deal: Present,
    record: DealRecord,
    columns: Columns,
    history: list[History],
) -> None:
    """A level alone keeps the words, words alone keep the level."""
    old = Risk(deal.risk_level or None, deal.risk_text)
    new = Risk(record.risk_level or old.level, record.risk_text or old.text)
    if new != old:
        new = new._replace(level=new.level or DEFAULT_LEVEL)
        columns |= {"risk_level": new.level, "risk_text": new.text}
        history.append(History("risk", text_of(old), text_of(new)))
