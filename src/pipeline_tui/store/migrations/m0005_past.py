"""Step 5: what rows were before they changed, and the forecasts locked at the start of periods.

`deal_past`, `followup_past`, `stage_past` and `setting_past` keep what a row was at the end of
the day before its first change of a day: what figures, board and agenda depend on. So the state
at the end of any day is the first such row of a later day, else the row as it is now
(store/as_of.py). Triggers write them, so that no way of changing a row goes round them, in the
same step as the change: undo takes both back. While undo itself works, and outside of steps,
`journal_current.day` is NULL and they rest.

A lock stands by itself: it keeps its rates, and the deals it was made of by their numbers, also
when they are gone. Chances are millionths.
"""

from __future__ import annotations

from collections.abc import Iterable

VERSION = 5

_MONEY = "BETWEEN 0 AND 9007199254740992"

_DEAL = {
    "position": "INTEGER NOT NULL",
    "value_minor": "INTEGER",
    "currency": "TEXT NOT NULL",
    "probability": "INTEGER",
    "category": "TEXT NOT NULL",
    "expected_close": "TEXT",
    "close_moves": "INTEGER NOT NULL",
    "risk_level": "TEXT",
    "stage_entered_at": "TEXT NOT NULL",
    "last_contact_on": "TEXT",
    "missing_since": "TEXT",
    "unreviewed": "INTEGER NOT NULL",
    "postponements": "INTEGER NOT NULL",
    "stalled_on": "TEXT",
    "ghost_on": "TEXT",
    "contact_due_on": "TEXT",
    "verified_at": "TEXT",
    "overridden": "INTEGER NOT NULL",
    "closed_on": "TEXT",
    "lost_reason": "TEXT",
    "recurring_minor": "INTEGER",
    "recurring_per": "TEXT NOT NULL",
    "customer": "TEXT NOT NULL",
    "renewal_on": "TEXT",
    "disqualified": "INTEGER NOT NULL",
    "risk_was_reason": "INTEGER",
}
_FOLLOWUP = {
    "kind": "TEXT NOT NULL",
    "text": "TEXT NOT NULL",
    "due": "TEXT NOT NULL",
    "time": "TEXT NOT NULL",
    "state": "TEXT NOT NULL",
    "postponed": "INTEGER NOT NULL",
    "attempts": "INTEGER NOT NULL",
    "closed_at": "TEXT",
    "closed_on": "TEXT",
    "promised": "INTEGER NOT NULL",
}
_STAGE = {
    "name": "TEXT NOT NULL",
    "kind": "TEXT NOT NULL",
    "position": "INTEGER NOT NULL",
    "probability": "INTEGER NOT NULL",
    "contact_limit": "INTEGER",
    "step_required": "INTEGER NOT NULL",
    "is_first_contact": "INTEGER NOT NULL",
    "is_opportunity": "INTEGER NOT NULL",
}
_NOT_WORTH_A_ROW = frozenset({"position"})
"""Kept, but the order of cards alone is no reason to."""

_KEYS = "('currency', 'rates')"
"""The settings on which figures depend."""


def _table(table: str, columns: dict[str, str]) -> str:
    listed = ", ".join(f"{name} {kind}" for name, kind in columns.items())
    return f"""
        CREATE TABLE {table}_past (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            {table}_id INTEGER NOT NULL REFERENCES {table} (id) ON DELETE CASCADE,
            day TEXT NOT NULL,
            {listed},
            UNIQUE ({table}_id, day)
        ) STRICT
        """


def _trigger(table: str, columns: dict[str, str], made_before: str) -> str:
    """What a row was, once a day; a row made today was nothing yesterday."""
    watched = [name for name in columns if table == "stage" or name not in _NOT_WORTH_A_ROW]
    names = ", ".join(columns)
    return f"""
        CREATE TRIGGER past_{table} AFTER UPDATE ON {table}
        WHEN ({_of("OLD", watched)}) IS NOT ({_of("NEW", watched)})
        BEGIN
            INSERT INTO {table}_past ({table}_id, day, {names})
            SELECT OLD.id, day, {_of("OLD", columns)} FROM journal_current
            WHERE step_id IS NOT NULL AND day IS NOT NULL {made_before} AND NOT EXISTS (
                SELECT 1 FROM {table}_past p
                WHERE p.{table}_id = OLD.id AND p.day = journal_current.day);
        END
        """  # noqa: S608  (constants)


def _of(row: str, names: Iterable[str]) -> str:
    return ", ".join(f"{row}.{name}" for name in names)


def _setting_trigger(event: str, row: str, value: str, changed: str) -> str:
    return f"""
        CREATE TRIGGER past_setting_{event.lower()} AFTER {event} ON setting
        WHEN {row}.key IN {_KEYS} {changed}
        BEGIN
            INSERT INTO setting_past (key, day, value)
            SELECT {row}.key, day, {value} FROM journal_current
            WHERE step_id IS NOT NULL AND day IS NOT NULL AND NOT EXISTS (
                SELECT 1 FROM setting_past p
                WHERE p.key = {row}.key AND p.day = journal_current.day);
        END
        """  # noqa: S608  (constants)


_MADE_BEFORE = "AND date(OLD.created_at, 'localtime') < day"

STATEMENTS = (
    "ALTER TABLE journal_current ADD COLUMN day TEXT",
    _table("deal", _DEAL),
    _table("followup", _FOLLOWUP),
    _table("stage", _STAGE),
    """
    CREATE TABLE setting_past (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        key TEXT NOT NULL,
        day TEXT NOT NULL,
        value TEXT,
        UNIQUE (key, day)
    ) STRICT
    """,
    _trigger("deal", _DEAL, _MADE_BEFORE),
    _trigger("followup", _FOLLOWUP, _MADE_BEFORE),
    _trigger("stage", _STAGE, ""),
    _setting_trigger("UPDATE", "OLD", "OLD.value", "AND OLD.value IS NOT NEW.value"),
    _setting_trigger("INSERT", "NEW", "NULL", ""),
    _setting_trigger("DELETE", "OLD", "OLD.value", ""),
    """
    CREATE TABLE forecast_lock (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        period TEXT NOT NULL UNIQUE,
        locked_on TEXT NOT NULL,
        backfilled INTEGER NOT NULL CHECK (backfilled IN (0, 1)),
        currency TEXT NOT NULL,
        rates TEXT NOT NULL,
        won_minor INTEGER NOT NULL,
        cautious_minor INTEGER NOT NULL,
        realistic_minor INTEGER NOT NULL,
        optimistic_minor INTEGER NOT NULL,
        p10_minor INTEGER NOT NULL,
        p50_minor INTEGER NOT NULL,
        p90_minor INTEGER NOT NULL
    ) STRICT
    """,
    f"""
    CREATE TABLE forecast_line (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        lock_id INTEGER NOT NULL REFERENCES forecast_lock (id) ON DELETE CASCADE,
        deal_id INTEGER NOT NULL,
        value_minor INTEGER NOT NULL CHECK (value_minor {_MONEY}),
        category TEXT NOT NULL,
        expected_close TEXT NOT NULL,
        probability INTEGER NOT NULL CHECK (probability BETWEEN 0 AND 100),
        chance INTEGER NOT NULL CHECK (chance BETWEEN 0 AND 1000000),
        decided INTEGER NOT NULL CHECK (decided >= 0),
        UNIQUE (lock_id, deal_id)
    ) STRICT
    """,
    "CREATE INDEX forecast_line_deal ON forecast_line (deal_id)",
)

MAY_CHANGE: frozenset[str] = frozenset()
"""Nothing that was there changes."""
