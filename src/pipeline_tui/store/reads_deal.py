"""Deals: one, lists of them, and finding some by words."""

from __future__ import annotations

import sqlite3
from datetime import date
from typing import TYPE_CHECKING, Any

from pipeline_tui.domain.records_deal import Channel, Deal, Permission
from pipeline_tui.domain.records_followup import DealRef
from pipeline_tui.domain.text import clean, fold
from pipeline_tui.store.reads_shared import (
    NEXT_COLUMNS,
    NEXT_STEP,
    NO_LIMIT,
    PROBABILITY,
    REASON_NAME,
    REF_COLUMNS,
    RENEWAL,
    STATE,
    TICKS,
    UNDECIDED,
    anywhere,
    day,
    deal_ref,
    kinds_condition,
    next_step,
    statement,
    text,
    wanted,
)

if TYPE_CHECKING:
    from pipeline_tui.domain.filter import Filter
    from pipeline_tui.store.reads_money import Purse

_TAG_END = "\x1f"  # no text holds it: clean() drops control characters

_DEAL_COLUMNS = statement(
    """
    d.id, d.title, c.name, d.company_id, p.name, d.contact_id, p.phone, p.email, d.owner,
    d.stage_id, s.name, s.kind, d.value_minor, d.currency,""",
    PROBABILITY + ",",
    """
    d.probability, d.category, d.expected_close, d.close_moves, d.benefit, d.risk_level,
    d.risk_text,""",
    STATE + ",",
    TICKS + ",",
    """
    d.overridden, d.source, d.product, d.region,
    (SELECT group_concat(g.tag, char(31)) FROM deal_tag g WHERE g.deal_id = d.id),
    d.extra, d.created_at, d.stage_entered_at, d.last_contact_on, d.contact_due_on, d.ghost_on,
    d.postponements, d.closed_on, d.lost_reason, d.closed_note, d.version,""",
    NEXT_COLUMNS + ",",
    """
    d.contact_role, p.may_call, p.call_origin, p.call_on, p.may_mail, p.mail_origin, p.mail_on,
    p.do_not_contact,""",
    """
    d.incumbent, d.verified_at IS NOT NULL,
    (SELECT COUNT(*) FROM answer q WHERE q.deal_id = d.id AND q.answer = 'yes'),""",
    "d.goal, d.recurring_minor, d.recurring_per, d.customer, c.industry, c.size,",
    REASON_NAME + ", d.disqualified, d.risk_was_reason, d.parent_id, d.link, d.renewal_on,",
    "p.position, p.drives, p.objection,",
    UNDECIDED + ",",
    "CASE WHEN s.kind IN ('won', 'care') THEN (SELECT r.renewal_on",
    RENEWAL,
    ") WHEN d.link = 'renewal' THEN d.renewal_on END",
)
_DEAL_SOURCE = statement(
    """
    FROM deal d
    JOIN stage s ON s.id = d.stage_id
    LEFT JOIN company c ON c.id = d.company_id
    LEFT JOIN contact p ON p.id = d.contact_id""",
    NEXT_STEP,
)

_IN_ORDER = "INDEXED BY deal_search"
_BOARD_ORDER = "s.position, d.position, d.id"
_SORTS = {
    "id": "d.id",
    "title": "fold(d.title), d.id",
    "company": "c.name IS NULL, fold(c.name), d.id",
    "contact": "p.name IS NULL, fold(p.name), d.id",
    "owner": "d.owner = '', fold(d.owner), d.id",
    "stage": _BOARD_ORDER,
    "value": "in_base(d.value_minor, d.currency) DESC, d.id",
    "weighted": "in_base(d.value_minor * (" + PROBABILITY + "), d.currency) DESC, d.id",
    "probability": PROBABILITY + " DESC, d.id",
    "close": "d.expected_close IS NULL, d.expected_close, d.id",
    "next": "f.due IS NULL, f.due, f.time, f.id, d.id",
    "risk": "CASE d.risk_level WHEN 'high' THEN 1 WHEN 'mid' THEN 2 WHEN 'low' THEN 3"
    " ELSE 4 + (d.risk_text = '') END, d.id",
    "created": "d.created_at, d.id",
    "closed": "d.closed_on IS NULL, d.closed_on DESC, d.id",
    "contacted": "d.last_contact_on IS NULL, d.last_contact_on DESC, d.id",
}
SORT_FIELDS = tuple(_SORTS)
"""What deals can be sorted by: amounts and closed deals with the largest and latest first."""

_ONE_DEAL = statement("SELECT", _DEAL_COLUMNS, _DEAL_SOURCE, "WHERE d.id = :id")


def deal(conn: sqlite3.Connection, deal_id: int, today: date) -> Deal | None:
    """One deal; None if there is none."""
    row = conn.execute(_ONE_DEAL, {"id": deal_id, "today": today.isoformat()}).fetchone()
    return None if row is None else _deal(row, today)


def deals(
    conn: sqlite3.Connection,
    today: date,
    flt: Filter | None = None,
    *,
    sort: str | None = None,
    limit: int | None = None,
) -> list[Deal]:
    """The deals a filter wants, in the order of the board or by one of SORT_FIELDS."""
    want = wanted(flt)
    values: dict[str, Any] = {"today": today.isoformat(), **want.values}
    values["limit"] = NO_LIMIT if limit is None else limit
    if sort is not None:
        from pipeline_tui.store.reads_money import Purse

        purse = Purse(conn)
        conn.create_function("in_base", 2, lambda minor, currency: _rank(purse, minor, currency))
    kinds = kinds_condition(want.kinds, values)
    # First the numbers, with only what the order needs; SQLite leaves out unused joins.
    source = _DEAL_SOURCE if sort else _DEAL_SOURCE.replace("deal d", "deal d " + _IN_ORDER, 1)
    chosen = statement(
        "SELECT d.id", source, "WHERE TRUE", kinds, want.words, want.states,
        "ORDER BY", _SORTS[sort or "stage"], "LIMIT :limit",
    )  # fmt: skip
    sql = statement(
        "SELECT", _DEAL_COLUMNS, _DEAL_SOURCE,
        "WHERE d.id IN (", chosen, ") ORDER BY", _SORTS[sort or "stage"],
    )  # fmt: skip
    return [_deal(row, today) for row in conn.execute(sql, values).fetchall()]


def ghosts(conn: sqlite3.Connection, today: date, limit: int = NO_LIMIT) -> list[Deal]:
    """Ghosts, those that have been so longest first."""
    sql = statement(
        "SELECT",
        _DEAL_COLUMNS,
        _DEAL_SOURCE,
        """
        WHERE d.id IN (SELECT g.id FROM deal g INDEXED BY deal_ghost
                       WHERE g.ghost_on <= :today ORDER BY g.ghost_on, g.stage_id, g.id
                       LIMIT :limit)
        ORDER BY d.ghost_on, d.stage_id, d.id""",
    )
    values = {"today": today.isoformat(), "limit": limit}
    return [_deal(row, today) for row in conn.execute(sql, values).fetchall()]


def _rank(purse: Purse, minor: int | None, currency: str) -> int | None:
    """What an amount is sorted by; without a rate it stands behind all others."""
    return None if minor is None else purse.in_base(minor, currency)


def find_deals(
    conn: sqlite3.Connection, words: str, limit: int = 20, *, kinds: tuple[str, ...] = ()
) -> list[DealRef]:
    """Deals in which every word stands, open ones first, in the order of the board.

    With `kinds` only those in stages of these kinds.
    """
    values: dict[str, Any] = {
        f"word{n}": anywhere(word) for n, word in enumerate(fold(words).split())
    }
    found = "".join(f" AND d.search GLOB :{name}" for name in values)
    values["limit"] = limit
    of_kinds = kinds_condition(kinds, values) if kinds else ""
    sql = statement(
        "SELECT",
        REF_COLUMNS,
        "FROM stage s JOIN deal d ON d.stage_id = s.id LEFT JOIN company c ON c.id = d.company_id",
        "WHERE d.id IN (",
        "SELECT d.id FROM stage s CROSS JOIN deal d INDEXED BY deal_search ON d.stage_id = s.id",
        "WHERE TRUE",
        of_kinds,
        found,
        "ORDER BY s.kind <> 'open', s.position, d.position, d.id LIMIT :limit",
        ") ORDER BY s.kind <> 'open', s.position, d.position, d.id",
    )
    rows = conn.execute(sql, values).fetchall()
    return [ref for row in rows if (ref := deal_ref(row)) is not None]


def _deal(row: tuple[Any, ...], today: date) -> Deal:
    from pipeline_tui.domain.state import warnings_of

    step = next_step(row[41:49])
    value, probability = row[12], row[14]
    extra: dict[str, str] = {}
    if row[30] != "{}":
        import json

        extra = {clean(str(name)): clean(str(kept)) for name, kept in json.loads(row[30]).items()}
    return Deal(
        id=row[0],
        title=clean(row[1]),
        company=text(row[2]),
        company_id=row[3],
        contact=text(row[4]),
        contact_id=row[5],
        contact_phone=clean(row[6] or ""),
        contact_email=clean(row[7] or ""),
        owner=clean(row[8]),
        stage_id=row[9],
        stage=clean(row[10]),
        stage_kind=row[11],
        value_minor=value,
        currency=row[13],
        probability=probability,
        own_probability=row[15],
        weighted_minor=((value or 0) * probability + 50) // 100,
        category=row[16],
        expected_close=day(row[17]),
        close_moves=row[18],
        benefit=clean(row[19]),
        risk_level=row[20],
        risk_text=clean(row[21]),
        next=step,
        state=row[22],
        warnings=warnings_of(
            day(row[17]),
            None if step is None else step.due,
            row[18],
            today,
            row[11],
            undecided=bool(row[75]),
        ),
        ticks=row[23],
        criteria=row[24],
        overridden=bool(row[25]),
        source=clean(row[26]),
        product=clean(row[27]),
        region=clean(row[28]),
        tags=tuple(sorted(clean(tag) for tag in (row[29] or "").split(_TAG_END) if tag)),
        extra=extra,
        created_at=row[31],
        stage_entered_at=row[32],
        last_contact_on=day(row[33]),
        contact_due_on=day(row[34]),
        ghost_on=day(row[35]),
        postponements=row[36],
        closed_on=day(row[37]),
        lost_reason=text(row[38]),
        closed_note=clean(row[39]),
        version=row[40],
        contact_role=row[49],
        permission=permission_of(row[50:57]),
        incumbent=clean(row[57]),
        verified=bool(row[58]),
        yes=row[59],
        goal=clean(row[60]),
        recurring_minor=row[61],
        recurring_per=row[62],
        customer=row[63],
        industry=clean(row[64] or ""),
        size=clean(row[65] or ""),
        reason_name=clean(row[66] or ""),
        disqualified=bool(row[67]),
        risk_was_reason=None if row[68] is None else bool(row[68]),
        parent_id=row[69],
        link=row[70],
        renewal_on=day(row[71]),
        contact_position=clean(row[72] or ""),
        drives=clean(row[73] or ""),
        objection=clean(row[74] or ""),
        renews_on=day(row[76]),
    )


def permission_of(row: tuple[Any, ...]) -> Permission:
    """What a contact person allows: answer, origin and day of either channel, do-not-contact."""
    if row[0] is None and row[3] is None and not row[1] and not row[6]:
        return Permission()
    return Permission(_channel(row[:3]), _channel(row[3:6]), bool(row[6]))


def _channel(row: tuple[Any, ...]) -> Channel:
    return Channel(None if row[0] is None else bool(row[0]), clean(row[1] or ""), day(row[2]))
