"""What is there to see: the reads of the store at a desk, as of its today.

Reads are imported where they are used, so that a command pays only for its own. SQLite's
troubles become DatabaseLocked and DatabaseUnusable.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from pipeline_tui.store.connection import explained, snapshot

if TYPE_CHECKING:
    from collections.abc import Sequence
    from contextlib import AbstractContextManager
    from datetime import date

    from pipeline_tui.domain.agenda import DayLoad, GroupTotal
    from pipeline_tui.domain.blocks import Block
    from pipeline_tui.domain.calendar_entry import CalendarEntry
    from pipeline_tui.domain.filter import Filter
    from pipeline_tui.domain.metrics.periods import Period
    from pipeline_tui.domain.metrics.pipeline import PipelineReport
    from pipeline_tui.domain.records import (
        Card,
        Column,
        Deal,
        DealPage,
        DealRef,
        Focus,
        FollowUp,
        Headline,
        Stage,
    )
    from pipeline_tui.domain.standup import StandUp
    from pipeline_tui.domain.urgency import Urgency
    from pipeline_tui.domain.urgency_parts import Part
    from pipeline_tui.services.desk import Desk
    from pipeline_tui.store.connection import Connection

Key = tuple[Any, ...]
ALL = -1


@contextmanager
def _reading(desk: Desk) -> Iterator[tuple[Connection, date]]:
    """The desk's reader and today; errors say what a user can do."""
    conn = desk.reader
    with explained(desk.file):
        yield conn, desk.clock.today()


def at_once(desk: Desk) -> AbstractContextManager[None]:
    """Reads inside see one state and cost one lock; nobody can write meanwhile, so be quick."""
    return snapshot(desk.reader)


# The board.


def stages(desk: Desk) -> list[Stage]:
    """All stages in their order."""
    from pipeline_tui.store import reads_shared

    with _reading(desk) as (conn, _today):
        return reads_shared.stages(conn)


def columns(desk: Desk, flt: Filter | None = None) -> list[Column]:
    """All stages with the totals of the deals the filter wants."""
    from pipeline_tui.store import reads_board

    with _reading(desk) as (conn, today):
        return reads_board.columns(conn, today, flt)


def column(desk: Desk, stage_id: int, flt: Filter | None = None) -> Column | None:
    """One of the columns: after a move two need not read all."""
    from pipeline_tui.store import reads_board

    with _reading(desk) as (conn, today):
        return reads_board.column(conn, stage_id, today, flt)


def cards(
    desk: Desk,
    stage_id: int,
    key: Key | None,
    limit: int,
    flt: Filter | None = None,
    *,
    forward: bool = True,
) -> list[Card]:
    """The next cards of a column behind `key`, from the top if it is None.

    Not `forward`: those just before `key`, the last ones if it is None.
    """
    from pipeline_tui.store import reads_board

    with _reading(desk) as (conn, today):
        return reads_board.cards(conn, stage_id, key, limit, today, flt, forward=forward)


def card_key(card: Card) -> Key:
    """Where a card stands in the order of its column."""
    from pipeline_tui.store import reads_board

    return reads_board.card_key(card)


def card_index(desk: Desk, stage_id: int, key: Key, flt: Filter | None = None) -> int:
    """How many cards of the column stand before `key`."""
    from pipeline_tui.store import reads_board

    with _reading(desk) as (conn, today):
        return reads_board.card_index(conn, stage_id, key, today, flt)


def card(desk: Desk, deal_id: int) -> Card | None:
    """One deal as the board shows it."""
    from pipeline_tui.store import reads_board

    with _reading(desk) as (conn, today):
        return reads_board.card(conn, deal_id, today)


def headline(desk: Desk, columns: Sequence[Column] | None = None) -> Headline:
    """The one line of figures; `columns`, without a filter, spare adding them up once more."""
    from pipeline_tui.store import reads_report

    with _reading(desk) as (conn, today):
        return reads_report.headline(conn, today, columns)


# Deals.


def deal(desk: Desk, deal_id: int) -> Deal | None:
    """One deal."""
    from pipeline_tui.store import reads_deal

    with _reading(desk) as (conn, today):
        return reads_deal.deal(conn, deal_id, today)


def deals(
    desk: Desk, flt: Filter | None = None, *, sort: str | None = None, limit: int | None = None
) -> list[Deal]:
    """The deals a filter wants, in the order of the board or by one of SORT_FIELDS."""
    from pipeline_tui.store import reads_deal

    with _reading(desk) as (conn, today):
        return reads_deal.deals(conn, today, flt, sort=sort, limit=limit)


def sort_fields() -> tuple[str, ...]:
    """What deals can be sorted by."""
    from pipeline_tui.store import reads_deal

    return reads_deal.SORT_FIELDS


def find_deals(
    desk: Desk, words: str, limit: int = 20, *, kinds: tuple[str, ...] = ()
) -> list[DealRef]:
    """Deals in which every word stands, open ones first."""
    from pipeline_tui.store import reads_deal

    with _reading(desk) as (conn, _today):
        return reads_deal.find_deals(conn, words, limit, kinds=kinds)


def page(desk: Desk, deal_id: int) -> DealPage | None:
    """All the deal pane and `show` need."""
    from pipeline_tui.store import reads_page

    with _reading(desk) as (conn, today):
        return reads_page.page(conn, deal_id, today)


# The agenda and the stand-up.


def agenda_counts(desk: Desk, flt: Filter | None = None) -> dict[str, int]:
    """How many open follow-ups are overdue, due today, tomorrow, this week and later."""
    from pipeline_tui.store import reads_agenda

    with _reading(desk) as (conn, today):
        return reads_agenda.agenda_counts(conn, today, flt)


def agenda_key(followup: FollowUp) -> Key:
    """Where a follow-up stands in the order of the agenda."""
    from pipeline_tui.store import reads_agenda

    return reads_agenda.agenda_key(followup)


def agenda_index(desk: Desk, key: Key, flt: Filter | None = None) -> int:
    """How many follow-ups stand before `key`."""
    from pipeline_tui.store import reads_agenda

    with _reading(desk) as (conn, today):
        return reads_agenda.agenda_index(conn, key, today, flt, rule=_rule(desk, conn))


def agenda(
    desk: Desk,
    key: Key | None,
    limit: int,
    flt: Filter | None = None,
    *,
    since: date | None = None,
    until: date | None = None,
    forward: bool = True,
) -> list[FollowUp]:
    """The next open follow-ups behind `key`, from the first if it is None; ALL is no limit.

    Not `forward`: those just before `key`, the last ones if it is None. Due from `since` to
    `until` if given.
    """
    from pipeline_tui.store import reads_agenda

    with _reading(desk) as (conn, today):
        rule = _rule(desk, conn)
        return reads_agenda.agenda(
            conn, key, limit, today, flt, until, since=since, forward=forward, rule=rule
        )


def agenda_groups(desk: Desk, flt: Filter | None = None) -> dict[str, GroupTotal]:
    """The groups of the agenda; what `later` is worth is None here: see `later_total`."""
    from pipeline_tui.store import reads_groups

    with _reading(desk) as (conn, today):
        return reads_groups.agenda_groups(conn, today, flt)


def near_groups(desk: Desk, flt: Filter | None = None) -> dict[str, GroupTotal]:
    """The groups of the agenda but for `later`, which takes long to count under a filter."""
    from pipeline_tui.store import reads_groups

    with _reading(desk) as (conn, today):
        return reads_groups.near_groups(conn, today, flt)


def later_count(desk: Desk, flt: Filter | None = None) -> int:
    """How many follow-ups are in the group `later`."""
    from pipeline_tui.store import reads_agenda

    with _reading(desk) as (conn, today):
        return reads_agenda.later_count(conn, today, flt)


def wanted_of(desk: Desk, followup_ids: Sequence[int], flt: Filter | None) -> set[int]:
    """Which of these follow-ups are open and wanted by the filter."""
    from pipeline_tui.store import reads_agenda

    with _reading(desk) as (conn, today):
        return reads_agenda.wanted_of(conn, followup_ids, today, flt)


def later_total(desk: Desk, flt: Filter | None = None) -> GroupTotal:
    """The group `later` with its value, which takes longer than a key may."""
    from pipeline_tui.store import reads_groups

    with _reading(desk) as (conn, today):
        return reads_groups.later_total(conn, today, flt)


def totals_of(desk: Desk, found: Sequence[FollowUp]) -> dict[str, GroupTotal]:
    """The groups that some follow-ups are in, with what these alone stand for."""
    from pipeline_tui.store import reads_groups

    with _reading(desk) as (conn, _today):
        return reads_groups.totals_of(conn, found)


def load(desk: Desk, days: int = 14) -> list[DayLoad]:
    """What is booked today and on the days after it, `days` in all."""
    from pipeline_tui.store import reads_groups

    with _reading(desk) as (conn, today):
        return reads_groups.load(conn, today, days)


def times(desk: Desk) -> tuple[str, ...]:
    """The times, HH:MM, at which something is due today."""
    from pipeline_tui.store import reads_groups

    with _reading(desk) as (conn, today):
        return reads_groups.times(conn, today)


def blocks(desk: Desk) -> tuple[Block, ...]:
    """The fixed blocks of a working day, as they are set."""
    from pipeline_tui.domain.blocks import kept_blocks

    return kept_blocks(settings(desk).get("blocks", ""))


def urgency_parts(desk: Desk, followup: FollowUp) -> tuple[Part, ...]:
    """What the urgency of a follow-up is made of."""
    from pipeline_tui.domain.urgency_parts import explain

    with _reading(desk) as (conn, today):
        return explain(_rule(desk, conn), followup, today)


def _rule(desk: Desk, conn: Connection) -> Urgency:
    """The rule of urgency, kept until somebody has written: it is asked for with every window."""
    from pipeline_tui.store import reads_shared, reads_urgency

    version = reads_shared.data_version(conn)
    kept = desk.kept_rule
    if kept is None or kept[0] is not conn or kept[1] != version:
        desk.kept_rule = kept = (conn, version, reads_urgency.urgency(conn))
    return kept[2]


def coming_due(desk: Desk, day: date, after: str, until: str) -> list[CalendarEntry]:
    """Open follow-ups of a day with a time behind `after`, up to `until` (both HH:MM)."""
    from pipeline_tui.store import reads_calendar

    with _reading(desk) as (conn, _today):
        return reads_calendar.coming_due(conn, day, after, until)


def followup(desk: Desk, followup_id: int) -> FollowUp | None:
    """One follow-up, open or closed."""
    from pipeline_tui.store import reads_agenda

    with _reading(desk) as (conn, today):
        return reads_agenda.followup(conn, followup_id, today, rule=_rule(desk, conn))


def focus(desk: Desk, followup_id: int) -> Focus | None:
    """One follow-up with everything one needs for it."""
    from pipeline_tui.store import reads_focus

    with _reading(desk) as (conn, today):
        return reads_focus.focus(conn, followup_id, today, rule=_rule(desk, conn))


def standup(desk: Desk, since: date | None = None, *, limit: int = ALL) -> StandUp:
    """The stand-up: what happened on the last working day, or everything from `since` on."""
    from pipeline_tui.store import reads_standup

    with _reading(desk) as (conn, today):
        if since is not None:
            return reads_standup.standup(conn, since, today, today, limit)
        begin, end = reads_standup.last_working_day(conn, today)
        return reads_standup.standup(conn, begin, today, end, limit)


def ghosts(desk: Desk) -> list[Deal]:
    """All ghosts, those that have been so longest first."""
    from pipeline_tui.store import reads_deal

    with _reading(desk) as (conn, today):
        return reads_deal.ghosts(conn, today)


# Figures and the rest.


def pipeline_report(
    desk: Desk, period: Period | None = None, flt: Filter | None = None
) -> PipelineReport:
    """`report pipeline`, of all deals or those a filter wants."""
    from pipeline_tui.store import reads_report

    with _reading(desk) as (conn, today):
        return reads_report.pipeline_report(conn, today, period, flt)


def settings(desk: Desk) -> dict[str, str]:
    """The settings that belong to the data."""
    from pipeline_tui.store import reads_shared

    with _reading(desk) as (conn, _today):
        return reads_shared.settings(conn)


def data_version(desk: Desk) -> int:
    """A number that changes when another connection has written."""
    from pipeline_tui.store import reads_shared

    with _reading(desk) as (conn, _today):
        return reads_shared.data_version(conn)
