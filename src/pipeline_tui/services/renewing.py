"""The day on which what was sold is renewed, set and changed after the sale.

The renewal is a deal of its own, with a follow-up that the agenda shows (services/linking.py).
Its day is one, wherever it is edited: at the deal that was sold or at the renewal itself.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from pipeline_tui.domain.dates import parse_when
from pipeline_tui.errors import InputError
from pipeline_tui.i18n import _
from pipeline_tui.i18n.format import full_date
from pipeline_tui.services.booking import put_day
from pipeline_tui.services.linking import add_next
from pipeline_tui.store import reads_links

if TYPE_CHECKING:
    from pipeline_tui.services.fields import Reading
    from pipeline_tui.store.tables import DealRow
    from pipeline_tui.store.writes import Work

SOLD = ("won", "care")


def read_day(text: str, by: Reading) -> date:
    """The day of a renewal as it is typed; InputError for one that does not lie ahead."""
    day = parse_when(text, by.today, calendar=by.calendar).day
    if day <= by.today:
        raise InputError(
            _("{day} does not lie ahead").format(day=full_date(day)),
            todo=_("Name a later day, for example +12m or 15.1."),
        )
    return day


def renewal_day(work: Work, deal: DealRow) -> date | None:
    """The day as it stands; None where there is no renewal, or none with a day."""
    renewal = _renewal(work, deal)
    stored = renewal.renewal_on if renewal is not None else None
    return None if stored is None else date.fromisoformat(stored)


def put_renewal(work: Work, deal: DealRow, day: date | None) -> None:
    """Change the day of the renewal, or add the renewal of a sold deal that has none.

    Its expected close goes along where it was that day, and so do its follow-ups of that day
    that still lie ahead. Without a day they stay. InputError for a deal that is neither sold
    nor a renewal.
    """
    renewal = _renewal(work, deal)
    if renewal is None:
        if work.stage(deal.stage_id).kind not in SOLD:
            raise InputError(
                _("{deal} is not won").format(deal=work.name(deal)),
                kept=_("Nothing was changed"),
                todo=_("Win it first"),
            )
        if day is not None:
            add_next(work, deal, "renewal", day)
        return
    old = renewal.renewal_on
    new = None if day is None else day.isoformat()
    if new == old:
        return
    work.edit(renewal, renewal_on=day)
    if renewal.id != deal.id:
        work.record(renewal, "renewal", old or "", new or "")
    if day is not None:
        _go_along(work, renewal, old, day)


def _go_along(work: Work, renewal: DealRow, old: str | None, day: date) -> None:
    """What was expected and booked for the old day."""
    from pipeline_tui.services.editing import put

    if renewal.expected_close == old:
        put(work, renewal, "close", day)
    for followup in work.open_followups(renewal.id or 0):
        if followup.due == old and followup.due > work.today.isoformat():
            put_day(work, followup, day, followup.time)


def _renewal(work: Work, deal: DealRow) -> DealRow | None:
    """The renewal that is meant: the one going on of a sold deal, else the deal if it is one."""
    if work.stage(deal.stage_id).kind not in SOLD:
        return deal if deal.link == "renewal" else None
    number = reads_links.renewal_of(work.conn, deal.id or 0)
    return None if number is None else work.deal(number)
