"""Bringing in the rows of a CSV file: which deals they are, and what becomes of each."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline_tui.domain.reasons import LostReason, find
from pipeline_tui.domain.text import fold
from pipeline_tui.errors import InputError
from pipeline_tui.i18n import _
from pipeline_tui.services.import_deals import Incoming
from pipeline_tui.services.import_known import MAX_NUMBER, Matcher, Met
from pipeline_tui.services.import_links import Links
from pipeline_tui.services.import_stages import Stages
from pipeline_tui.services.importing import ImportResult, Progress, where
from pipeline_tui.store.bulk import Bulk, Known
from pipeline_tui.store.reads_closing import lost_reasons
from pipeline_tui.store.reads_shared import settings
from pipeline_tui.transfer import layout as layouts
from pipeline_tui.transfer import table as tables
from pipeline_tui.transfer.cells import number
from pipeline_tui.transfer.convert import Converter
from pipeline_tui.transfer.mapping import Mapping
from pipeline_tui.transfer.records import DealRecord, Refusal
from pipeline_tui.transfer.refused import RefusedRows

if TYPE_CHECKING:
    from pipeline_tui.clock import Clock
    from pipeline_tui.transfer.table import Row

BATCH = 500
MOST_TOLD = 1_000
"""Refusals kept in memory; all of them are counted and written to the file."""


class Rows:
    """One CSV file on its way in."""

    def __init__(self, path: Path, encoding: str, mapping: Mapping, told: Progress) -> None:
        """The first pass; InputError when the file as a whole cannot be understood."""
        self._path = path
        self._mapping = mapping
        self._table = tables.open_table(path, encoding=encoding, delimiter=mapping.delimiter)
        self._layout = layouts.recognise(self._table, mapping)
        self._named = Met()
        self._links = Links(self._layout)
        self._survey = layouts.survey(
            self._table, self._layout, mapping, self._noted(), lambda count: void(told(0, count))
        )
        self._file: RefusedRows | None = None
        self._refusals: list[Refusal] = []
        self._refused: list[tuple[Row, InputError]] = []
        self._counts = {"new": 0, "changed": 0, "same": 0, "refused": 0}
        self._met = Met()
        self._reasons: list[LostReason] = []

    def _noted(self) -> Iterator[Row]:
        """The rows, while the numbers of our own export are noted."""
        rows = tables.rows(self._table)
        fields = self._layout.fields
        if self._layout.preset != layouts.OWN:
            yield from rows
            return
        place = fields.index("own_id") if "own_id" in fields else None
        for row in rows:
            own = None if place is None or row.flaw else number(row.cells[place])
            if own is not None and own < MAX_NUMBER:
                self._named.add(own)
            self._links.look(row)
            yield row

    def refused_rows(self, *, dry_run: bool) -> AbstractContextManager[object]:
        """The file for refused rows, taken away again if the import fails."""
        if dry_run:
            return nullcontext()
        self._file = RefusedRows(self._table)
        return self._file

    def bring_in(self, bulk: Bulk, clock: Clock, told: Progress, *, dry_run: bool) -> ImportResult:
        """The second pass, inside the transaction of the import."""
        currency = settings(bulk.conn)["currency"]
        self._reasons = lost_reasons(bulk.conn)
        try:
            stages = Stages(
                bulk.conn, self._mapping.stages, maven=self._layout.preset == layouts.MAVEN
            )
        except InputError as error:
            raise where(self._path, error) from error
        converter = Converter(self._table, self._layout, self._survey, self._mapping, currency)
        incoming = Incoming(bulk, stages, self._layout.origin, currency, clock)
        self._links.begin(bulk)
        done = 0
        rows = tables.rows(self._table)
        while batch := list(islice(rows, BATCH)):
            by_line = {row.line: row for row in batch}
            updates = self._bring_in(batch, bulk, converter, incoming)
            if updates:
                from pipeline_tui.services.import_changes import Changes

                before = len(self._refused)
                refuse = partial(self._refuse, by_line)
                changed = Changes(bulk, stages, clock).bring_in(updates, refuse)
                refused = {row.line for row, _error in self._refused[before:]}
                self._counts["changed"] += len(changed)
                self._counts["same"] += len(updates) - len(changed) - len(refused)
                for known, record in updates:
                    if record.line not in refused:
                        self._links.bring(bulk, record, known, fresh=known in changed)
            self._write_refused()
            done += len(batch)
            told(done, self._survey.rows)
        linked = self._links.tie(bulk, MOST_TOLD)
        self._counts["changed"] += linked.turned
        self._counts["same"] -= linked.turned
        return ImportResult(
            preset=self._layout.preset,
            new=self._counts["new"],
            changed=self._counts["changed"],
            same=self._counts["same"],
            refused=tuple(self._refusals),
            refused_count=self._counts["refused"],
            refused_file=None,
            stages_made=tuple(stages.made),
            dry_run=dry_run,
            remarks=linked.remarks,
            remark_count=linked.left_out,
        )

    def finished(self, result: ImportResult) -> ImportResult:
        """The result with the file of refused rows, which is closed by now."""
        file = self._file
        if file is None or not result.refused_count:
            return result
        if file.trouble:
            notice = _("The refused rows could not be written beside the file ({reason})")
            return result._replace(notice=notice.format(reason=file.trouble))
        return result._replace(refused_file=str(file.path))

    def _bring_in(
        self, batch: list[Row], bulk: Bulk, converter: Converter, incoming: Incoming
    ) -> list[tuple[int, DealRecord]]:
        """Add the new deals of a batch; the news of those that are there, by their numbers."""
        rows = {row.line: row for row in batch}
        records = list(self._records(batch, converter))
        matcher = Matcher(bulk, self._layout, records, self._met, self._named)
        updates: list[tuple[int, DealRecord]] = []
        for record in records:
            known = matcher.known(record)
            if known is not None:
                self._links.meet(bulk, record, known.id)
            try:
                if known is None:
                    made = incoming.add(record)
                    self._links.meet(bulk, record, made)
                    self._links.bring(bulk, record, made, fresh=True)
                    self._met.add(made)
                    matcher.remember(record, made)
                    self._counts["new"] += 1
                elif known.hash == record.hash:
                    self._met.add(known.id)
                    self._counts["same"] += 1
                elif self._met.add(known.id):
                    raise InputError(
                        _("The same deal stands in this file twice, with different contents")
                    )
                else:
                    self._check_same(known, record)
                    updates.append((known.id, record))
            except InputError as error:
                self._refused.append((rows[record.line], error))
        incoming.flush()
        return updates

    def _refuse(self, rows: dict[int, Row], record: DealRecord, error: InputError) -> None:
        """A deal that is there cannot become what its row says."""
        self._refused.append((rows[record.line], error))

    def _records(self, batch: list[Row], converter: Converter) -> Iterator[DealRecord]:
        for row in batch:
            try:
                yield self._with_own_reason(converter.record(row))
            except InputError as error:
                self._refused.append((row, error))

    def _with_own_reason(self, record: DealRecord) -> DealRecord:
        """A reason for losing that the program does not know may stand in the list of the data."""
        words = record.lost_words
        if not words or words.isdecimal():
            return record
        found = find(words, self._reasons)
        return record._replace(lost_reason=found.code, lost_words="") if found else record

    def _write_refused(self) -> None:
        """Keep the refused rows of a batch, in the order of the file."""
        self._counts["refused"] += len(self._refused)
        for row, error in sorted(self._refused, key=lambda entry: entry[0].line):
            if len(self._refusals) < MOST_TOLD:
                self._refusals.append(Refusal(row.line, error.what))
            if self._file is not None:
                self._file.add(row)
        self._refused.clear()

    def _check_same(self, known: Known, record: DealRecord) -> None:
        """Numbers of two unknown sources may meet; then the deals have nothing in common."""
        if self._layout.origin != "csv" or not record.external_id:
            return
        same_company = record.company and fold(record.company) == fold(known.company)
        if not same_company and fold(record.title) != fold(known.title):
            raise InputError(
                _("The number {number} belongs to another deal: {deal}").format(
                    number=record.external_id, deal=known.title
                )
            )


def void(_value: object) -> None:
    """Nothing of a value."""
