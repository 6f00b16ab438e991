"""The agenda: open follow-ups by due date, by window, and how many there are of each group.

Groups (product.md, Agenda): overdue, today, tomorrow, week (the rest of the ISO week after
tomorrow) and later. What is overdue is in the order of urgency, then of day and time; the rest
by day, then by time, those without a time last, and then by urgency.
"""

from __future__ import annotations

import sqlite3
from datetime import date
from typing import TYPE_CHECKING, Any

from pipeline_tui.domain.records_followup import FollowUp
from pipeline_tui.domain.standing import state_of, warnings_of
from pipeline_tui.domain.text import clean
from pipeline_tui.store.reads_shared import (
    LONGEST_PATTERN,
    NEXT_STEP,
    NO_LIMIT,
    REF_COLUMNS,
    UNDECIDED,
    day,
    deal_ref,
    kinds_condition,
    statement,
    text,
    wanted,
)
from pipeline_tui.store.reads_urgency import urgency

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pipeline_tui.domain.filter import Filter
    from pipeline_tui.domain.urgency import Urgency

Key = tuple[Any, ...]

GROUPS = ("overdue", "today", "tomorrow", "week", "later")

FOLLOWUP_COLUMNS = statement(
    """
    a.id, a.kind, a.text, a.due, a.time, a.state, a.outcome, a.postponed, a.attempts, a.version,
    a.repeat, a.promised, a.created_at,
    p.name, p.phone, p.email,""",
    REF_COLUMNS + ",",
    """
    CASE a.kind WHEN 'task' THEN 0 WHEN 'call' THEN p.do_not_contact = 1 OR p.may_call = 0
        WHEN 'mail' THEN p.do_not_contact = 1 OR p.may_mail = 0 ELSE p.do_not_contact END,
    d.ghost_on, d.contact_due_on, d.expected_close, d.close_moves,""",
    UNDECIDED,
)
FOLLOWUP_JOINS = """
    LEFT JOIN deal d ON d.id = a.deal_id
    LEFT JOIN stage s ON s.id = d.stage_id
    LEFT JOIN company c ON c.id = d.company_id
    LEFT JOIN contact p ON p.id = d.contact_id"""


def group_of(due: date, today: date) -> str:
    """Which of GROUPS an open follow-up is in."""
    distance = (due - today).days
    if distance < 0:
        return "overdue"
    if distance <= 1:
        return ("today", "tomorrow")[distance]
    return "week" if due <= end_of_week(today) else "later"


def end_of_week(today: date) -> date:
    """The Sunday of the ISO week of `today`."""
    return date.fromordinal(min(today.toordinal() + 6 - today.weekday(), date.max.toordinal()))


def group_days(today: date) -> dict[str, str]:
    """The last days of the groups today, tomorrow and week, to be bound under these names."""
    tomorrow = date.fromordinal(min(today.toordinal() + 1, date.max.toordinal()))
    sunday = max(end_of_week(today), tomorrow)
    days = {"today": today, "tomorrow": tomorrow, "sunday": sunday}
    return {name: day.isoformat() for name, day in days.items()}


def agenda_counts(
    conn: sqlite3.Connection, today: date, flt: Filter | None = None
) -> dict[str, int]:
    """How many open follow-ups there are of each group."""
    return {**near_counts(conn, today, flt), "later": later_count(conn, today, flt)}


def near_counts(conn: sqlite3.Connection, today: date, flt: Filter | None = None) -> dict[str, int]:
    """How many there are of each group but the last; these are few, whatever the filter."""
    source, values = source_of(conn, today, flt, narrow=True)
    values.update(group_days(today))
    if flt is None:
        counts = ", ".join(f"(SELECT COUNT(*) {source} AND {span})" for span in _SPANS)
        sql = f"SELECT {counts}"
    else:
        counts = ", ".join(f"SUM({span})" for span in _SPANS)
        sql = f"SELECT {counts} {source} AND a.due <= :sunday"
    row = conn.execute(sql, values).fetchone()
    return {group: count or 0 for group, count in zip(GROUPS[:-1], row, strict=True)}


def later_count(conn: sqlite3.Connection, today: date, flt: Filter | None = None) -> int:
    """How many there are of the last group: under a filter nearly everything is held against it."""
    source, values = source_of(conn, today, flt)
    sql = f"SELECT COUNT(*) {source} AND a.due > :sunday"
    return int(conn.execute(sql, {**values, **group_days(today)}).fetchone()[0])


_SPANS = (
    "a.due < :today",
    "a.due = :today",
    "a.due > :today AND a.due <= :tomorrow",
    "a.due > :tomorrow AND a.due <= :sunday",
)
"""When the follow-ups of each of GROUPS but the last are due."""

# The order is written twice: what is overdue is sorted as a whole, which is little; all that is
# ahead comes out of the index by day, and only the days that are read are sorted.
_OVERDUE, _AHEAD = 0, 1
_PARTS = ("AND a.due < :today", "AND a.due >= :today")
_ORDERS = (
    (
        """-urgency(d.value_minor, d.currency,
                    CAST(julianday(:today) - julianday(a.due) AS INTEGER),
                    d.risk_level, a.promised)""",
        "a.due",
        "a.time = ''",
        "a.time",
        "a.id",
    ),
    (
        "a.due",
        "a.time = ''",
        "a.time",
        "-urgency(d.value_minor, d.currency, 0, d.risk_level, a.promised)",
        "a.id",
    ),
)


def agenda_key(followup: FollowUp) -> Key:
    """Where a follow-up stands in the order of the agenda on the day it was read for."""
    day, time = followup.due.isoformat(), followup.time or ""
    if followup.state == "overdue":
        return (_OVERDUE, -followup.urgency, day, not time, time, followup.id)
    return (_AHEAD, day, not time, time, -followup.urgency, followup.id)


def agenda(
    conn: sqlite3.Connection,
    key: Key | None,
    limit: int,
    today: date,
    flt: Filter | None = None,
    until: date | None = None,
    *,
    since: date | None = None,
    forward: bool = True,
    rule: Urgency | None = None,
) -> list[FollowUp]:
    """The next open follow-ups behind `key` (None: from the first), due from `since` to `until`.

    Not `forward`: those just before `key` (None: the last ones), in the order of the agenda too.
    A `limit` of NO_LIMIT means all. `rule` spares asking what urgency depends on.
    """
    rule = urgency(conn) if rule is None else rule
    span, days = _span(since, until)
    if limit == NO_LIMIT and key is None:
        source, values = source_of(conn, today, flt)
        whole = _read(conn, f"SELECT a.id {source} {span}", {**values, **days}, today, rule)
        return sorted(whole, key=agenda_key)
    conn.create_function("urgency", 5, rule.of, deterministic=True)
    found: list[FollowUp] = []
    for part in (_OVERDUE, _AHEAD) if forward else (_AHEAD, _OVERDUE):
        walks: Iterable[tuple[bool, str, dict[str, str]]] = [(part == _OVERDUE, "", {})]
        if part == _AHEAD and flt is not None and limit != NO_LIMIT:
            from pipeline_tui.store.reads_walk import walks_of

            at = str(key[1]) if key is not None and key[0] == _AHEAD else ""
            start = at or (today.isoformat() if forward else "")
            walks = walks_of(conn, start, found, limit, states=bool(flt.states), forward=forward)
        for narrow, where, bound in walks:
            source, values = source_of(conn, today, flt, weighed=True, narrow=narrow)
            values.update({**days, **bound}, limit=limit if limit < 0 else limit - len(found))
            keys = _keys(part, f"{source} {span} {where}", key, values, forward=forward)
            if keys and values["limit"]:
                found += _read(conn, keys, values, today, rule)
    return sorted(found, key=agenda_key)


def wanted_of(
    conn: sqlite3.Connection, followup_ids: Sequence[int], today: date, flt: Filter | None
) -> set[int]:
    """Which of these follow-ups are open and wanted by the filter."""
    source, values = source_of(conn, today, flt, narrow=True, index="NOT INDEXED")
    named = {f"id{n}": number for n, number in enumerate(followup_ids)}
    sql = f"SELECT a.id {source} AND a.id IN ({', '.join(f':{name}' for name in named)})"
    return {number for (number,) in conn.execute(sql, {**values, **named}).fetchall()}


def _span(since: date | None, until: date | None) -> tuple[str, dict[str, str]]:
    """The condition for being due in a span of days, and what is bound in it."""
    days = {"since": since, "until": until}
    bound = {name: day.isoformat() for name, day in days.items() if day is not None}
    borders = {"since": "AND a.due >= :since", "until": "AND a.due <= :until"}
    return " ".join(borders[name] for name in bound), bound


def agenda_index(
    conn: sqlite3.Connection,
    key: Key,
    today: date,
    flt: Filter | None = None,
    *,
    rule: Urgency | None = None,
) -> int:
    """How many follow-ups stand before `key`."""
    rule = urgency(conn) if rule is None else rule
    conn.create_function("urgency", 5, rule.of, deterministic=True)
    part, *place = key
    source, values = source_of(conn, today, flt)
    weighed, _values = source_of(conn, today, flt, weighed=True, narrow=True)
    values.update(_bound(place))
    counts = [f"{weighed} {_PARTS[part]} {_beyond(part, '<')}"]
    if part == _AHEAD:  # of the days before it nothing needs to be weighed
        counts[0] += " AND a.due = :at0"
        counts.append(f"{source} AND a.due < :at0")
    sql = "SELECT " + " + ".join(f"(SELECT COUNT(*) {count})" for count in counts)
    return int(conn.execute(sql, values).fetchone()[0])


def _keys(
    part: int, source: str, key: Key | None, values: dict[str, Any], *, forward: bool
) -> str | None:
    """What finds the numbers of one part of a window; None where all of it is behind us."""
    beyond = ""
    if key is not None:
        if part == key[0]:
            beyond = _beyond(part, ">" if forward else "<")
            values.update(_bound(key[1:]))
        elif (part > key[0]) != forward:
            return None
    way = "ASC" if forward else "DESC"
    order = ", ".join(f"{term} {way}" for term in _ORDERS[part])
    return f"SELECT a.id {source} {_PARTS[part]} {beyond} ORDER BY {order} LIMIT :limit"


def _beyond(part: int, way: str) -> str:
    return f"AND ({', '.join(_ORDERS[part])}) {way} (:at0, :at1, :at2, :at3, :at4)"


def _bound(place: Sequence[Any]) -> dict[str, Any]:
    return {f"at{at}": value for at, value in enumerate(place)}


def _read(
    conn: sqlite3.Connection, keys: str, values: dict[str, Any], today: date, rule: Urgency
) -> list[FollowUp]:
    """The follow-ups whose numbers a statement finds, in no order."""
    sql = statement(
        "SELECT", FOLLOWUP_COLUMNS, "FROM followup a", FOLLOWUP_JOINS, "WHERE a.id IN (", keys, ")"
    )
    return [followup_of(row, today, rule) for row in conn.execute(sql, values).fetchall()]


def followup(
    conn: sqlite3.Connection, followup_id: int, today: date, *, rule: Urgency | None = None
) -> FollowUp | None:
    """One follow-up, open or closed; None if there is none."""
    sql = statement("SELECT", FOLLOWUP_COLUMNS, "FROM followup a", FOLLOWUP_JOINS, "WHERE a.id = ?")
    row = conn.execute(sql, (followup_id,)).fetchone()
    if row is None:
        return None
    return followup_of(row, today, urgency(conn) if rule is None else rule)


def followup_of(row: tuple[Any, ...], today: date, rule: Urgency | None = None) -> FollowUp:
    """The FOLLOWUP_COLUMNS of a row; without a `rule` its urgency is 0."""
    due = date.fromisoformat(row[3])
    value_minor, currency, risk_level = row[21:24]
    late = (today - due).days
    return FollowUp(
        id=row[0],
        kind=row[1],
        text=clean(row[2]),
        due=due,
        time=row[4] or None,
        state=group_of(due, today) if row[5] == "open" else row[5],
        outcome=clean(row[6]),
        postponed=row[7],
        attempts=row[8],
        version=row[9],
        repeat=clean(row[10]),
        promised=bool(row[11]),
        urgency=rule.of(value_minor, currency, late, risk_level, row[11]) if rule else 0,
        created=row[12],
        contact=text(row[13]),
        phone=clean(row[14] or ""),
        email=clean(row[15] or ""),
        deal=deal_ref(row[16:25]),
        barred=bool(row[25]),
        **_standing(row[20], due, row[26:31], today) if row[5] == "open" and row[20] else {},
    )


def _standing(kind: str, due: date, row: tuple[Any, ...], today: date) -> dict[str, Any]:
    """State and warnings of the deal, as far as this follow-up is concerned."""
    ghost, contact, close = map(day, row[:3])
    return {
        "deal_state": state_of(kind, due, ghost, contact, today),
        "warnings": warnings_of(close, due, row[3], today, kind, undecided=bool(row[4])),
    }


def source_of(
    conn: sqlite3.Connection,
    today: date,
    flt: Filter | None,
    *,
    weighed: bool = False,
    narrow: bool = False,
    index: str = "INDEXED BY followup_due",
) -> tuple[str, dict[str, Any]]:
    """Open follow-ups under a filter: where they are found, and the values bound in it.

    With `weighed` their deals are there, so that `urgency` can be asked. `narrow` is for spans
    of few follow-ups: each is then held against the filter on its own, while else all deals that
    the longest word is in are looked for first; what that one leaves over is little mostly.
    """
    want = wanted(flt)
    values: dict[str, Any] = {"today": today.isoformat(), **want.values}
    parts = [f"FROM followup a {index}"]
    if weighed:
        parts.append("LEFT JOIN deal d ON d.id = a.deal_id")
    parts.append("WHERE a.state = 'open'")
    if flt is not None and flt.words:
        words = sorted(enumerate(flt.words), key=lambda word: -len(word[1]))
        for place, (number, word) in enumerate(words):
            alone = narrow or place > 0
            by, its_own = ("", "AND w.id = a.deal_id") if alone else ("INDEXED BY deal_search", "")
            parts.append(_WORD.format(number=number, by=by, its_own=its_own))
            values[f"like{number}"] = _like(word)
    of_stage = kinds_condition(want.kinds, values)
    if of_stage or want.states or want.fields:
        # of the deal, by its next step, which need not be this follow-up
        step = NEXT_STEP if want.states else ""
        its_own = "AND d.id = a.deal_id" if narrow else ""
        parts.append(
            _DEALS.format(step=step, its_own=its_own, of=of_stage + want.fields + want.states)
        )
    return " ".join(parts), values


# Every word stands in the deal or in the text of the follow-up itself. LIKE knows no case of
# ASCII letters; other texts have more bytes than characters, and only they need to be folded.
_WORD = """AND (
    a.deal_id IN (SELECT w.id FROM deal w {by} WHERE w.search GLOB :word{number} {its_own})
    OR a.text LIKE :like{number} ESCAPE '~'
    OR length(a.text) < length(CAST(a.text AS BLOB)) AND fold(a.text) GLOB :word{number})"""
_DEALS = """AND a.deal_id IN (
    SELECT d.id FROM deal d JOIN stage s ON s.id = d.stage_id {step} WHERE TRUE {its_own} {of})"""


def _like(word: str) -> str:
    """A LIKE pattern for texts with this word in them."""
    signs = word[:LONGEST_PATTERN]
    return "%" + "".join(f"~{sign}" if sign in "%_~" else sign for sign in signs) + "%"
