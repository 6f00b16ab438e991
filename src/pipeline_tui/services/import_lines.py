"""Bringing an export of this program in again: all of it, or beside the deals that are there."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline_tui.domain.records import Stage
from pipeline_tui.domain.text import fold
from pipeline_tui.errors import InputError
from pipeline_tui.i18n import _
from pipeline_tui.services.import_changes import Changes
from pipeline_tui.services.import_known import Met
from pipeline_tui.services.import_stages import Stages
from pipeline_tui.services.importing import ImportResult, Progress, where
from pipeline_tui.store import upkeep
from pipeline_tui.store.bulk import Bulk, Known, words_key
from pipeline_tui.store.bulk_stages import add_stage
from pipeline_tui.store.merge import Person, Staging
from pipeline_tui.store.reads_shared import stages
from pipeline_tui.transfer import lines
from pipeline_tui.transfer.encoding import refused
from pipeline_tui.transfer.layout import OWN
from pipeline_tui.transfer.line_checks import Value
from pipeline_tui.transfer.line_tables import TABLES
from pipeline_tui.transfer.records import DealRecord

if TYPE_CHECKING:
    from pipeline_tui.clock import Clock

BATCH = 500


class Lines:
    """One export on its way in."""

    def __init__(self, path: Path, encoding: str, told: Progress) -> None:
        """Reads nothing but the number of lines."""
        self._path = path
        self._encoding = encoding
        self._total = lines.count(path)
        told(0, self._total)

    def refused_rows(self, *, dry_run: bool) -> AbstractContextManager[object]:
        """None: an export is taken as a whole or not at all."""
        return nullcontext(dry_run)

    def bring_in(self, bulk: Bulk, clock: Clock, told: Progress, *, dry_run: bool) -> ImportResult:
        """Read, check and bring in every row, inside the transaction of the import."""
        try:
            staging = self._staged(bulk, told)
            staging.check()
            if staging.is_target_empty():
                return self._restored(staging, dry_run=dry_run)
            return _Merge(bulk, staging, clock).run(dry_run=dry_run)
        except InputError as error:
            raise error if error.where else where(self._path, error) from error

    def finished(self, result: ImportResult) -> ImportResult:
        """The result as it is."""
        return result

    def _staged(self, bulk: Bulk, told: Progress) -> Staging:
        columns = {
            table: {name: column.parent for name, column in checks.items()}
            for table, checks in TABLES.items()
        }
        staging = Staging(bulk.conn, bulk.step_id, columns)
        waiting: list[list[Value]] = []
        current = ""
        done = 0
        for _number, table, values in lines.rows(self._path, self._encoding):
            if waiting and (table != current or len(waiting) >= BATCH):
                staging.put(current, waiting)
                done += len(waiting)
                waiting = []
                told(done, self._total)
            current = table
            waiting.append(values)
        if not current:
            raise refused(self._path, _("The file has no rows"))
        staging.put(current, waiting)
        return staging

    def _restored(self, staging: Staging, *, dry_run: bool) -> ImportResult:
        staging.keep_all()
        staging.fill(below=False)
        return _result(new=staging.count("deal"), dry_run=dry_run)


class _Merge:
    """Puts an export beside what is there: by identity, under new numbers.

    Settings and free days of the file are left out, they are the database's own. What hangs on
    a deal comes with a new deal; one that is there keeps its own.
    """

    def __init__(self, bulk: Bulk, staging: Staging, clock: Clock) -> None:
        self._bulk = bulk
        self._staging = staging
        self._clock = clock
        self._made: list[str] = []
        self._changed = 0
        self._same = 0
        self._new = 0

    def run(self, *, dry_run: bool) -> ImportResult:
        staging = self._staging
        stage_names = self._stages()
        self._deals(stage_names)  # first: news of a deal may bring a company along
        staging.map_rest()
        staging.fill(below=True)
        if deals := staging.complete_companies():
            conn, today = self._bulk.conn, self._clock.today()
            upkeep.refresh(conn, today, self._bulk.now, upkeep.calendar(conn), deals)
        return _result(
            new=self._new,
            changed=self._changed,
            same=self._same,
            stages_made=tuple(self._made),
            dry_run=dry_run,
        )

    def _stages(self) -> dict[int, str]:
        """Say which of ours their stages are; our names by their numbers."""
        ours = stages(self._bulk.conn)
        names: dict[int, str] = {}
        pages = self._staging.pages("stage", BATCH)
        rows = [dict(zip(TABLES["stage"], row, strict=True)) for page in pages for row in page]
        for row in sorted(rows, key=lambda row: int(row["position"] or 0)):
            stage = _same_stage(row, ours)
            if stage is None:
                before = [other for other in ours if other.kind == row["kind"]] or ours
                stage = add_stage(
                    self._bulk.conn,
                    str(row["name"]),
                    int(row["probability"] or 0),
                    before[-1],
                    str(row["kind"]),
                )
                self._made.append(stage.name)
                ours = stages(self._bulk.conn)
            names[int(row["id"] or 0)] = stage.name
            self._staging.say("stage", [(int(row["id"] or 0), stage.id, False)])
        return names

    def _deals(self, stage_names: dict[int, str]) -> None:
        """Find the deals that are there and bring news into them; the others are new."""
        changes = Changes(self._bulk, Stages(self._bulk.conn, {}), self._clock)
        met = Met()
        for page in self._staging.pages("deal", BATCH):
            rows = [dict(zip(TABLES["deal"], row, strict=True)) for row in page]
            people = self._staging.people(int(page[0][0] or 0), int(page[-1][0] or 0))
            records = [_record(row, stage_names, people) for row in rows]
            found = self._known(rows, records, met)
            news: list[tuple[int, DealRecord]] = []
            numbers: list[tuple[int, int, bool]] = []
            for record in records:
                known = found.get(record.line)
                if known is None:
                    numbers.append((record.line, self._bulk.take("deal"), True))
                    self._new += 1
                    continue
                numbers.append((record.line, known.id, False))
                news.append((known.id, record))
            changed = len(changes.bring_in(news, _refuse))
            self._changed += changed
            self._same += len(news) - changed
            self._staging.say("deal", numbers)

    def _known(
        self, rows: list[dict[str, Value]], records: list[DealRecord], met: Met
    ) -> dict[int, Known]:
        """Deals that are there, by the number of theirs."""
        found: dict[int, Known] = {}
        origins = {str(row["origin"]) for row in rows if row["external_id"]}
        external = {
            origin: self._bulk.by_external(
                origin, [str(row["external_id"]) for row in rows if row["origin"] == origin]
            )
            for origin in origins
        }
        words = self._bulk.by_key(words_key(record.title, record.company) for record in records)
        for row, record in zip(rows, records, strict=True):
            known: Known | None = None
            if record.external_id:
                known = external[str(row["origin"])].get(record.external_id)
            else:
                for candidate in words.get(words_key(record.title, record.company), ()):
                    if not met.has(candidate.id) and candidate.created_at == record.created_at:
                        known = candidate
                        break
            if known is not None:
                met.add(known.id)
                found[record.line] = known
        return found


def _refuse(_record: DealRecord, error: InputError) -> None:
    """An export of everything comes in as a whole or not at all."""
    raise error


def _same_stage(row: dict[str, Value], ours: list[Stage]) -> Stage | None:
    """Ours of the same name, else of the same place in the process."""
    name, key, kind = fold(str(row["name"])), row["key"], row["kind"]
    by_name = [stage for stage in ours if fold(stage.name) == name]
    by_key = [stage for stage in ours if key and stage.key == key]
    by_kind = [stage for stage in ours if stage.kind == kind and kind in ("won", "lost")]
    return next(iter(by_name or by_key or by_kind), None)


def _record(
    row: dict[str, Value], stage_names: dict[int, str], people: dict[int, Person]
) -> DealRecord:
    """A deal of the file as any other file would tell it; its line is its number there."""
    number = int(row["id"] or 0)
    person = people[number]
    value, again = row["value_minor"], row["recurring_minor"]
    return DealRecord(
        line=number,
        hash=str(row["import_hash"]),
        own_id=number,
        external_id=str(row["external_id"]),
        title=str(row["title"]),
        company=person.company,
        contact=person.name,
        phone=person.phone,
        email=person.email,
        owner=str(row["owner"]),
        stage=stage_names[int(row["stage_id"] or 0)],
        value_minor=None if value is None else int(value),
        currency="" if value is None and again is None else str(row["currency"]),
        probability=None if row["probability"] is None else int(row["probability"]),
        category=str(row["category"]),
        expected_close=_day(row["expected_close"]),
        benefit=str(row["benefit"]),
        risk_level=str(row["risk_level"] or ""),
        risk_text=str(row["risk_text"]),
        source=str(row["source"]),
        product=str(row["product"]),
        region=str(row["region"]),
        tags=person.tags,
        extra=str(row["extra"]),
        created_at=str(row["created_at"]),
        closed_on=_day(row["closed_on"]),
        lost_reason=str(row["lost_reason"] or ""),
        closed_note=str(row["closed_note"]),
        goal=str(row["goal"]),
        recurring_minor=None if again is None else int(again),
        recurring_per=str(row["recurring_per"]),
        industry=person.industry,
        size=person.size,
        customer=str(row["customer"]),
        disqualified=bool(row["disqualified"]),
    )


def _day(value: Value) -> str | None:
    return None if value is None else str(value)


def _result(
    *,
    new: int,
    dry_run: bool,
    changed: int = 0,
    same: int = 0,
    stages_made: tuple[str, ...] = (),
) -> ImportResult:
    return ImportResult(
        preset=OWN,
        new=new,
        changed=changed,
        same=same,
        refused=(),
        refused_count=0,
        refused_file=None,
        stages_made=stages_made,
        dry_run=dry_run,
    )
