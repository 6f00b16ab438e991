"""Bringing in the rows of a CSV file: which deals they are, and what becomes of each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline_tui.clock import local_day
from pipeline_tui.domain.text import fold
from pipeline_tui.errors import InputError
from pipeline_tui.i18n import _
from pipeline_tui.services.import_deals import Incoming
from pipeline_tui.services.import_stages import Stages
from pipeline_tui.services.importing import ImportResult, Progress, where
from pipeline_tui.store.bulk import Bulk, Known, hash_key, words_key
from pipeline_tui.store.bulk_changes import present
from pipeline_tui.store.reads_shared import settings
from pipeline_tui.transfer import layout as layouts
from pipeline_tui.transfer import table as tables
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
        rows = tables.rows(self._table)
        self._survey = layouts.survey(
            self._table, self._layout, mapping, rows, lambda count: void(told(0, count))
        )
        self._file: RefusedRows | None = None
        self._refusals: list[Refusal] = []
        self._counts = {"new": 0, "changed": 0, "same": 0, "refused": 0}
        self._met = bytearray()

    def refused_rows(self, *, dry_run: bool) -> AbstractContextManager[object]:
        """The file for refused rows, taken away again if the import fails."""
        if dry_run:
            return nullcontext()
        self._file = RefusedRows(self._table)
        return self._file

    def bring_in(self, bulk: Bulk, clock: Clock, told: Progress, *, dry_run: bool) -> ImportResult:
        """The second pass, inside the transaction of the import."""
        currency = settings(bulk.conn)["currency"]
        try:
            stages = Stages(
                bulk.conn, self._mapping.stages, maven=self._layout.preset == layouts.MAVEN
            )
        except InputError as error:
            raise where(self._path, error) from error
        converter = Converter(self._table, self._layout, self._survey, self._mapping, currency)
        incoming = Incoming(bulk, stages, self._layout.origin, currency, clock)
        done = 0
        rows = tables.rows(self._table)
        while batch := list(islice(rows, BATCH)):
            self._bring_in(batch, bulk, converter, incoming)
            done += len(batch)
            told(done, self._survey.rows)
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
    ) -> None:
        rows = {row.line: row for row in batch}
        records = list(self._records(batch, converter))
        matcher = Matcher(bulk, self._layout, records, self._has_met)
        updates: list[tuple[int, DealRecord]] = []
        for record in records:
            known = matcher.known(record)
            try:
                if known is None:
                    number = incoming.add(record)
                    self._meet(number)
                    matcher.remember(record, number)
                    self._counts["new"] += 1
                elif known.hash == record.hash:
                    self._meet(known.id)
                    self._counts["same"] += 1
                elif self._meet(known.id):
                    raise InputError(
                        _("The same deal stands in this file twice, with different contents")
                    )
                else:
                    self._check_same(known, record)
                    updates.append((known.id, record))
            except InputError as error:
                self._refuse(rows[record.line], error)
        incoming.flush()
        if updates:
            self._update(updates, bulk, incoming)

    def _update(
        self, updates: list[tuple[int, DealRecord]], bulk: Bulk, incoming: Incoming
    ) -> None:
        deals = present(bulk.conn, [number for number, _record in updates])
        for number, record in updates:
            changed = incoming.update(deals[number], record)
            self._counts["changed" if changed else "same"] += 1
        incoming.flush()

    def _records(self, batch: list[Row], converter: Converter) -> Iterator[DealRecord]:
        for row in batch:
            try:
                yield converter.record(row)
            except InputError as error:
                self._refuse(row, error)

    def _refuse(self, row: Row, error: InputError) -> None:
        self._counts["refused"] += 1
        if len(self._refusals) < MOST_TOLD:
            self._refusals.append(Refusal(row.line, error.what))
        if self._file is not None:
            self._file.add(row)

    def _has_met(self, deal_id: int) -> bool:
        """Whether a row of this file was about a deal."""
        place = deal_id >> 3
        return place < len(self._met) and bool(self._met[place] & 1 << (deal_id & 7))

    def _meet(self, deal_id: int) -> bool:
        """Note that a row of this file was about a deal; whether one was before."""
        met = self._has_met(deal_id)
        place = deal_id >> 3
        if place >= len(self._met):
            self._met.extend(bytes(place + 1024 - len(self._met)))
        self._met[place] |= 1 << (deal_id & 7)
        return met

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


class Matcher:
    """Which deals of the data the records of one batch are."""

    def __init__(
        self,
        bulk: Bulk,
        layout: layouts.Layout,
        records: list[DealRecord],
        has_met: Callable[[int], bool],
    ) -> None:
        """By the number in the source; else by title, company and day of creation.

        Rows of one file that agree in these and in nothing else are different deals: a deal
        that `has_met` knows is taken.
        """
        self._has_met = has_met
        self._hashes = {record.hash for record in records}
        self._external = bulk.by_external(layout.origin, [record.external_id for record in records])
        owned = [record.own_id for record in records if record.own_id is not None]
        self._numbers = bulk.by_number(owned) if owned else {}
        nameless = [record for record in records if not record.external_id]
        self._words: dict[int, list[Known]] = {}
        if nameless:
            keys = [words_key(record.title, record.company) for record in nameless]
            keys += [hash_key(record.hash) for record in nameless]
            self._words = bulk.by_key(keys)

    def known(self, record: DealRecord) -> Known | None:
        """The deal that a record is about; None if it is new."""
        if record.external_id:
            return self._external.get(record.external_id)
        for found in self._words.get(hash_key(record.hash), ()):
            if found.hash == record.hash:
                return found
        own = self._numbers.get(record.own_id or 0)
        if own is not None and self._is_free(own) and _is_own(own, record):
            return own
        for found in self._words.get(words_key(record.title, record.company), ()):
            if self._is_free(found) and _same_words(found, record) and _same_day(found, record):
                return found
        return None

    def _is_free(self, found: Known) -> bool:
        """Whether no other row is about this deal."""
        return not self._has_met(found.id) and found.hash not in self._hashes

    def remember(self, record: DealRecord, number: int) -> None:
        """A record of this batch that became a new deal: the same row again is no other."""
        made = Known(number, record.hash, record.title, record.company, record.created_at or "")
        if record.external_id:
            self._external[record.external_id] = made
        else:
            self._words.setdefault(hash_key(record.hash), []).append(made)


def _is_own(found: Known, record: DealRecord) -> bool:
    """The number alone may be that of a deal in another database."""
    alike = fold(found.title) == fold(record.title) or (
        bool(record.company) and fold(found.company) == fold(record.company)
    )
    return alike and found.created_at == record.created_at


def _same_words(found: Known, record: DealRecord) -> bool:
    return fold(found.title) == fold(record.title) and fold(found.company) == fold(record.company)


def _same_day(found: Known, record: DealRecord) -> bool:
    """Also when the file says nothing of the creation."""
    return not record.created_at or local_day(found.created_at) == local_day(record.created_at)


def void(_value: object) -> None:
    """Nothing of a value."""
