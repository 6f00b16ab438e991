"""Which deals of the data the rows of a file are about."""

from __future__ import annotations

from pipeline_tui.clock import local_day
from pipeline_tui.domain.text import fold
from pipeline_tui.store.bulk import Bulk, Known, hash_key, words_key
from pipeline_tui.transfer.layout import Layout
from pipeline_tui.transfer.records import DealRecord

MAX_NUMBER = 100_000_000
"""Numbers of deals beyond this are not remembered: a bit for each of them is too much."""


class Met:
    """The deals that rows of one file were about; a bit for each, since they may be many."""

    def __init__(self) -> None:
        self._bits = bytearray()

    def has(self, deal_id: int) -> bool:
        """Whether a row was about this deal."""
        place = deal_id >> 3
        return place < len(self._bits) and bool(self._bits[place] & 1 << (deal_id & 7))

    def add(self, deal_id: int) -> bool:
        """Note that a row is about a deal; whether one was before."""
        before = self.has(deal_id)
        place = deal_id >> 3
        if place >= len(self._bits):
            self._bits.extend(bytes(place + 1024 - len(self._bits)))
        self._bits[place] |= 1 << (deal_id & 7)
        return before


class Matcher:
    """Which deals of the data the records of one batch are."""

    def __init__(
        self,
        bulk: Bulk,
        layout: Layout,
        records: list[DealRecord],
        met: Met,
        named: Met,
    ) -> None:
        """By the number in the source; else by title, company and day of creation.

        Rows of one file that agree in these and in nothing else are different deals: a deal
        that was met already is taken. `named` are the deals whose own numbers the file has.
        """
        self._met = met
        self._named = named
        self._hashes = {record.hash for record in records}
        self._external = bulk.by_external(layout.origin, [record.external_id for record in records])
        owned = [record.own_id for record in records if record.own_id is not None]
        self._numbers = bulk.by_number(owned) if owned else {}
        if not self._trusted(records):
            self._numbers = {}
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
        if own is not None and not self._met.has(own.id) and _is_own(own, record):
            return own
        for found in self._words.get(words_key(record.title, record.company), ()):
            if self._is_free(found) and _same_words(found, record) and _same_day(found, record):
                return found
        return None

    def _trusted(self, records: list[DealRecord]) -> bool:
        """Whether the numbers in our own export are those of this database."""
        owned = [record for record in records if record.own_id is not None]
        alike = sum(
            record.own_id in self._numbers and _is_own(self._numbers[record.own_id], record)
            for record in owned
            if record.own_id is not None
        )
        return 2 * alike > len(owned)

    def _is_free(self, found: Known) -> bool:
        """Whether no other row is about this deal."""
        named = bool(self._numbers) and self._named.has(found.id)
        return not (named or self._met.has(found.id) or found.hash in self._hashes)

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
    return alike and _same_day(found, record)


def _same_words(found: Known, record: DealRecord) -> bool:
    return fold(found.title) == fold(record.title) and fold(found.company) == fold(record.company)


def _same_day(found: Known, record: DealRecord) -> bool:
    """Also when the file says nothing of the creation."""
    return not record.created_at or local_day(found.created_at) == local_day(record.created_at)
