"""What becomes of a deal of a file that is new here."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from pipeline_tui.clock import instant, local_day
from pipeline_tui.domain.records import Stage
from pipeline_tui.domain.state import CLOSED_KINDS, Facts, contact_due_on
from pipeline_tui.services.import_stages import Stages
from pipeline_tui.store import upkeep
from pipeline_tui.store.bulk import Bulk
from pipeline_tui.transfer.dates import noon
from pipeline_tui.transfer.records import DealRecord

if TYPE_CHECKING:
    from pipeline_tui.clock import Clock

DEFAULT_LEVEL = "mid"
"""The level of a risk that comes without one."""

_MOST_KNOWN = 20_000


class Incoming:
    """Makes deals of the records of one import."""

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
        self._due: dict[tuple[int, str], str | None] = {}
        self._noons: dict[str, str] = {}

    def add(self, record: DealRecord) -> int:
        """A new deal; its number."""
        stage = self._stages.of(record.stage) if record.stage else self._stages.first_contact
        company = self._bulk.company(record.company) if record.company else None
        industry = size = ""
        if company is not None:
            industry, size = self._bulk.describe(company, record.industry, record.size)
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
        lost = stage.kind == "lost"
        disqualified = record.disqualified and lost
        values = (
            record.title,
            company,
            contact,
            record.owner,
            stage.id,
            self._bulk.place_in(stage.id),
            record.value_minor,
            record.currency or self._currency,
            own_probability(record, stage),
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
            entered if self._stages.is_opportunity(stage) and not disqualified else None,
            closed_on,
            record.lost_reason or None if lost else None,
            record.note_on_closing(stage.kind),
            self._origin if record.external_id else "",
            record.external_id,
            record.hash,
            upkeep.search_text(
                (
                    record.title, record.company, record.contact, *record.tags, record.owner,
                    record.product, record.source, record.region, record.risk_text,
                    record.benefit, record.goal, industry, size,
                )
            ),
            self._now,
            record.goal,
            record.recurring_minor,
            record.recurring_per if record.recurring_minor is not None else "",
            record.customer,
            int(disqualified),
            int(record.risk_was_reason) if lost and record.risk_was_reason is not None else None,
            record.link,
            record.renewal_on if record.link == "renewal" else None,
        )  # fmt: skip
        return self._bulk.add_deal(values, record.tags, stays)

    def flush(self) -> None:
        """Write what was gathered."""
        self._bulk.flush()
        if others := self._bulk.retold():
            upkeep.refresh(self._bulk.conn, self._today, self._now, self._working, others)

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


def own_probability(record: DealRecord, stage: Stage) -> int | None:
    """A probability that is the stage's, or that of a closed deal, is not the deal's own."""
    if stage.kind in CLOSED_KINDS or record.probability == stage.probability:
        return None
    return record.probability
