"""What becomes of one deal of a file: a new deal, or changes to one that is there."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

from pipeline_tui.clock import instant, local_day
from pipeline_tui.domain.money import Money
from pipeline_tui.domain.records import Stage
from pipeline_tui.domain.state import CLOSED_KINDS, Facts, contact_due_on
from pipeline_tui.services.fields import Risk, text_of
from pipeline_tui.services.import_stages import Stages
from pipeline_tui.store import upkeep
from pipeline_tui.store.bulk import Bulk
from pipeline_tui.store.bulk_changes import History, Move, Present, change, change_contact
from pipeline_tui.transfer.dates import noon
from pipeline_tui.transfer.records import DealRecord

if TYPE_CHECKING:
    from pipeline_tui.clock import Clock

DEFAULT_LEVEL = "mid"
"""The level of a risk that comes without one."""

_LINES = (
    "title", "owner", "category", "benefit", "source", "product", "region",
    "expected_close",
)  # fmt: skip
"""Fields whose value in the file is simply theirs."""

_MOST_KNOWN = 20_000


class Incoming:
    """Brings the deals of one import into their tables."""

    def __init__(
        self, bulk: Bulk, stages: Stages, origin: str, currency: str, clock: Clock
    ) -> None:
        """`currency` is the one of deals without a value."""
        self._bulk = bulk
        self._stages = stages
        self._origin = origin
        self._currency = currency
        self._today = clock.today()
        self._now = instant(clock.now())
        self._working = upkeep.calendar(bulk.conn)
        self._positions: dict[int, int] = {}
        self._due: dict[tuple[int, str], str | None] = {}
        self._noons: dict[str, str] = {}
        self.changed_ids: list[int] = []

    def add(self, record: DealRecord) -> int:
        """A new deal; its number."""
        stage = self._stages.of(record.stage) if record.stage else self._stages.first_contact
        company = self._bulk.company(record.company) if record.company else None
        contact = None
        if record.contact or record.phone or record.email:
            contact = self._bulk.contact(record.contact, record.phone, record.email, company)
        created = record.created_at or self._now
        closed_on = self._closed_on(record, stage, created)
        entered = created
        stays: list[tuple[int, str, str | None, int | None]] = []
        if closed_on is not None:
            entered = max(created, self._noon(closed_on))
            days = max(0, (date.fromisoformat(closed_on) - local_day(created)).days)
            stays.append((self._stages.before_closing.id, created, entered, days))
        stays.append((stage.id, entered, None, None))
        level = record.risk_level or (DEFAULT_LEVEL if record.risk_text else None)
        values = (
            record.title,
            company,
            contact,
            record.owner,
            stage.id,
            self._place(stage.id),
            record.value_minor,
            record.currency or self._currency,
            self._own_probability(record, stage),
            record.category or "pipeline",
            record.expected_close,
            record.benefit,
            level,
            record.risk_text,
            record.source,
            record.product,
            record.region,
            record.extra,
            created,
            entered,
            0 if stage.kind in CLOSED_KINDS else 1,
            self._contact_due(stage, created),
            entered if self._stages.is_opportunity(stage) else None,
            closed_on,
            record.lost_reason or None if stage.kind == "lost" else None,
            record.closed_note if stage.kind == "lost" else "",
            self._origin if record.external_id else "",
            record.external_id,
            record.hash,
            upkeep.search_text(
                (
                    record.title, record.company, record.contact, *record.tags, record.owner,
                    record.product, record.source, record.region, record.risk_text,
                    record.benefit,
                )
            ),
            self._now,
        )  # fmt: skip
        return self._bulk.add_deal(values, record.tags, stays)

    def update(self, deal: Present, record: DealRecord) -> bool:
        """Bring what the file says otherwise into a deal; False when it says nothing new."""
        columns: dict[str, str | int | None] = {}
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
        self._closing(deal, record, stage, columns, history)
        if record.extra != "{}" and json.loads(record.extra) != json.loads(deal.extra):
            columns["extra"] = record.extra
        tags = record.tags if record.tags and record.tags != deal.tags else None
        if tags is not None:
            history.append(History("tags", text_of(list(deal.tags)), text_of(list(tags))))
        if move is not None and deal.verified_at is None and self._stages.is_opportunity(stage):
            columns["verified_at"] = self._now
        contact_changed = self._reach(deal, record, history)
        if not (columns or history or move or contact_changed):
            return False
        columns["import_hash"] = record.hash
        change(self._bulk, deal, columns, history, tags, move, self._today)
        self.changed_ids.append(deal.id)
        return True

    def flush(self) -> None:
        """Write what was gathered and work out what is kept with changed deals."""
        self._bulk.flush()
        if self.changed_ids:
            upkeep.refresh(self._bulk.conn, self._today, self._now, self._working, self.changed_ids)
            self.changed_ids.clear()
            self._positions.clear()

    def _place(self, stage_id: int) -> int:
        """Behind the deals that are there, in the order of the file."""
        place = self._positions.get(stage_id)
        if place is None:
            self._bulk.flush()
            place = self._bulk.bottom_of(stage_id)
        self._positions[stage_id] = place + 1
        return place

    def _closed_on(self, record: DealRecord, stage: Stage, created: str) -> str | None:
        """The closing day of a deal that is closed: as told, else as expected, else today."""
        if stage.kind in CLOSED_KINDS:
            told = record.closed_on or record.expected_close
            return told or max(self._today, local_day(created)).isoformat()
        return record.closed_on if stage.kind == "care" else None

    def _noon(self, day: str) -> str:
        found = self._noons.get(day)
        if found is None:
            if len(self._noons) >= _MOST_KNOWN:
                self._noons.clear()
            found = self._noons[day] = noon(day)
        return found

    def _contact_due(self, stage: Stage, created: str) -> str | None:
        if stage.contact_limit is None or stage.kind in CLOSED_KINDS:
            return None
        key = (stage.id, created)
        if key not in self._due:
            if len(self._due) >= _MOST_KNOWN:
                self._due.clear()
            facts = Facts(
                stage_kind=stage.kind,
                step_required=stage.step_required,
                contact_limit=stage.contact_limit,
                created_on=local_day(created),
                last_contact_on=None,
                next_due=None,
                missing_since=None,
                postponements=0,
                stalled_on=None,
            )
            day = contact_due_on(facts, self._working)
            self._due[key] = None if day is None else day.isoformat()
        return self._due[key]

    @staticmethod
    def _own_probability(record: DealRecord, stage: Stage) -> int | None:
        """A probability that is the stage's, or that of a closed deal, is not the deal's own."""
        if stage.kind in CLOSED_KINDS or record.probability == stage.probability:
            return None
        return record.probability

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
        columns: dict[str, str | int | None],
        history: list[History],
    ) -> None:
        company = deal.company_id
        if record.company:
            company = self._bulk.company(record.company)
            if company != deal.company_id:
                columns["company_id"] = company
                history.append(History("company", deal.company, record.company))
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
        columns: dict[str, str | int | None],
        history: list[History],
    ) -> None:
        if record.value_minor is not None:
            new = Money(record.value_minor, record.currency)
            old = None if deal.value_minor is None else Money(deal.value_minor, deal.currency)
            if new != old:
                columns |= {"value_minor": new.minor, "currency": new.currency}
                history.append(History("value", text_of(old), text_of(new)))
        if record.probability is not None and stage.kind not in CLOSED_KINDS:
            own = self._own_probability(record, stage)
            if own != deal.probability:
                columns["probability"] = own
                history.append(History("probability", text_of(deal.probability), text_of(own)))

    def _closing(
        self,
        deal: Present,
        record: DealRecord,
        stage: Stage,
        columns: dict[str, str | int | None],
        history: list[History],
    ) -> None:
        """Closing day and lost reason go with the stage."""
        if stage.kind not in (*CLOSED_KINDS, "care"):
            if deal.closed_on is not None:
                columns |= {"closed_on": None, "lost_reason": None, "closed_note": ""}
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
        if lost and record.closed_note and record.closed_note != deal.closed_note:
            columns["closed_note"] = record.closed_note


def _risk(
    deal: Present,
    record: DealRecord,
    columns: dict[str, str | int | None],
    history: list[History],
) -> None:
    """A level alone keeps the words, words alone keep the level."""
    old = Risk(deal.risk_level or None, deal.risk_text)
    level = record.risk_level or old.level or (DEFAULT_LEVEL if record.risk_text else None)
    new = Risk(level, record.risk_text or old.text)
    if new != old:
        columns |= {"risk_level": new.level, "risk_text": new.text}
        history.append(History("risk", text_of(old), text_of(new)))
