"""Which deal each deal of an own export came from (`parent`): found again by its number there.

What cannot be told for sure is left out and said, not guessed: the same number means another deal
in another database.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pipeline_tui.i18n import _
from pipeline_tui.services.import_known import MAX_NUMBER, Met
from pipeline_tui.store import bulk_links
from pipeline_tui.transfer.cells import number
from pipeline_tui.transfer.records import Remark

if TYPE_CHECKING:
    from pipeline_tui.store.bulk import Bulk
    from pipeline_tui.store.bulk_links import Origin
    from pipeline_tui.transfer.layout import Layout
    from pipeline_tui.transfer.records import DealRecord
    from pipeline_tui.transfer.table import Row


class Linked(NamedTuple):
    """What became of the links of a file."""

    turned: int = 0
    """Deals that were the same but for where they came from."""
    remarks: tuple[Remark, ...] = ()
    """The first of those that could not be linked."""
    left_out: int = 0
    """How many those are."""


class Links:
    """The links of one file; they are made when all of its rows are in."""

    def __init__(self, layout: Layout) -> None:
        self._place = layout.fields.index("parent") if "parent" in layout.fields else None
        self._wanted = Met()
        self._any = False
        self._numbered = self._alike = 0

    def look(self, row: Row) -> None:
        """The first pass: which numbers will be asked for."""
        if self._place is None or row.flaw or not row.cells[self._place]:
            return
        self._any = True
        wanted = number(row.cells[self._place])
        if wanted is not None and wanted < MAX_NUMBER:
            self._wanted.add(wanted)

    def begin(self, bulk: Bulk) -> None:
        """The second pass begins."""
        if self._any:
            bulk_links.list_links(bulk.conn)

    def meet(self, bulk: Bulk, record: DealRecord, deal_id: int) -> None:
        """A row is about this deal."""
        if not self._any or record.own_id is None:
            return
        self._numbered += 1
        self._alike += record.own_id == deal_id
        if record.own_id < MAX_NUMBER and self._wanted.has(record.own_id):
            bulk_links.note_number(bulk.conn, record.own_id, deal_id)

    def bring(self, bulk: Bulk, record: DealRecord, deal_id: int, *, fresh: bool) -> None:
        """A row tells where its deal came from; `fresh` says whether it changed anything else."""
        if self._any and record.parent is not None:
            bulk_links.note_origin(bulk.conn, record.line, deal_id, record.parent, fresh=fresh)

    def tie(self, bulk: Bulk, most: int) -> Linked:
        """Make the links, now that every row is in; at most so many remarks are kept."""
        if not self._any:
            return Linked()
        turned = count = 0
        remarks: list[Remark] = []
        here = 2 * self._alike > self._numbered  # as import_known.Matcher trusts numbers
        for origin in bulk_links.origins(bulk.conn):
            parent = _parent(origin, here=here)
            if parent is None or parent == origin.deal_id:
                count += 1
                if len(remarks) < most:
                    remarks.append(Remark(origin.line, _why(origin)))
            elif parent != origin.parent_id:
                bulk_links.put_parent(bulk.conn, origin.deal_id, parent, bulk.now)
                turned += not origin.fresh
        return Linked(turned, tuple(remarks), count)


def _parent(origin: Origin, *, here: bool) -> int | None:
    """The deal that is meant; of those that are not in the file only where numbers are ours."""
    if origin.in_file:
        return origin.from_file if origin.in_file == 1 else None
    return origin.from_data if here else None


def _why(origin: Origin) -> str:
    if origin.in_file > 1:
        said = _("The deal it came from is left out: the file has number {number} more than once")
    elif origin.in_file:
        said = _("The deal it came from is left out: number {number} is the deal itself")
    else:
        said = _("The deal it came from is left out: there is no number {number} in the file")
    return said.format(number=origin.number)
