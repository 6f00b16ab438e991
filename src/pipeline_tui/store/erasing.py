"""Taking a person out of the file for good (process.md, Privacy; architecture.md, Persistence 8).

Everything that holds words of people is looked through. The journal is emptied, whose images
hold what was; and when all is written the file is written anew, so that no page keeps a copy of
what `secure_delete` has wiped elsewhere.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from pipeline_tui.store.connection import explained, open_writer
from pipeline_tui.store.journal import forget_all
from pipeline_tui.store.reads_shared import statement

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline_tui.clock import Clock

FREE: dict[str, tuple[str, ...]] = {
    "stage": ("guidance",),
    "criterion": ("text",),
    "planned": ("text",),
    "company": ("industry", "size", "note"),
    "contact": ("call_origin", "mail_origin", "position", "drives", "objection", "note"),
    "deal": (
        "title", "benefit", "risk_text", "source", "product", "region", "closed_note",
        "lost_reason", "incumbent", "goal", "extra",
    ),
    "deal_tag": ("tag",),
    "tick": ("evidence",),
    "followup": ("text", "outcome"),
    "activity": ("text",),
    "field_change": ("old", "new", "field"),
    "answer": ("line",),
    "benefit_part": ("text", "unit"),
    "plan_part": ("what", "who"),
    "pilot": ("measure", "checker"),
    "offer_option": ("text",),
    "review": ("learned",),
    "review_item": ("reason", "decision"),
    "play": ("title", "text", "link", "words"),
    "target": ("cause",),
    "deal_past": ("lost_reason",),
    "followup_past": ("text",),
}  # fmt: skip
"""The columns in which people write freely; a test holds them and STRICT against the schema."""

STRICT: dict[str, tuple[str, ...]] = {
    "setting": ("key", "value"),
    "free_day": ("day", "name", "origin"),
    "stage": ("key", "name", "kind", "colour"),
    "criterion": ("question",),
    "planned": ("kind",),
    "company": ("name", "name_key", "created_at"),
    "contact": ("name", "phone", "email", "created_at", "call_on", "mail_on"),
    "deal": (
        "owner", "origin", "external_id",
        "currency", "category", "expected_close", "risk_level", "created_at", "stage_entered_at",
        "last_contact_on", "missing_since", "stalled_on", "ghost_on", "contact_due_on",
        "verified_at", "closed_on", "import_hash", "search", "updated_at", "contact_role",
        "recurring_per", "customer", "link", "renewal_on",
    ),
    "tick": ("ticked_at",),
    "followup": (
        "kind", "due", "time", "state", "created_at", "closed_at", "closed_on", "repeat",
        "repeat_time",
    ),
    "activity": ("kind", "at", "day"),
    "stay": ("entered_at", "left_at"),
    "field_change": ("at",),
    "answer": ("question", "answer", "answered_at"),
    "participant": ("role",),
    "benefit_part": ("per",),
    "plan_part": ("due", "done_on"),
    "pilot": ("until", "result"),
    "offer_option": ("level",),
    "review": ("kind", "started_at", "ended_at"),
    "review_item": ("decided_at",),
    "play": ("kind",),
    "play_use": ("at",),
    "channel_cost": ("source", "month", "currency"),
    "lost_reason": ("code", "name"),
    "target": ("period", "currency"),
    "deal_past": (
        "day", "currency", "category", "expected_close", "risk_level", "stage_entered_at",
        "last_contact_on", "missing_since", "stalled_on", "ghost_on", "contact_due_on",
        "verified_at", "closed_on", "recurring_per", "customer", "renewal_on",
    ),
    "followup_past": ("day", "kind", "due", "time", "state", "closed_at", "closed_on"),
    "stage_past": ("day", "name", "kind"),
    "setting_past": ("key", "day", "value"),
    "forecast_lock": ("period", "locked_on", "currency", "rates"),
    "forecast_line": ("category", "expected_close"),
}  # fmt: skip
"""The columns that hold codes, days, names of their own, and what is worked out of others."""

ABOUT = ("phone", "email", "permission", "position", "drives", "objection")
"""Fields of a deal that tell of its contact person, whose history goes with the person."""

Replace = Callable[[str], str]


def texts(conn: sqlite3.Connection) -> Iterator[tuple[str, str, int, str]]:
    """Table, column, number and text of every cell in which people write."""
    for table, columns in FREE.items():
        for column in columns:
            sql = statement("SELECT id,", column, "FROM", table, "WHERE", column, "<> ''")
            for number, text in conn.execute(sql).fetchall():
                yield table, column, number, text


def replace_everywhere(conn: sqlite3.Connection, replace: Replace) -> set[int]:
    """Write every text anew that `replace` changes; the deals that changed themselves.

    Inside a transaction. Versions count on, so that what another instance has read is no longer
    what stands there. What rows were before is not kept this once: it would be what goes.
    """
    conn.execute("UPDATE journal_current SET day = NULL WHERE id = 1")
    changed: set[int] = set()
    for table, column, number, text in list(texts(conn)):
        in_json = (table, column) == ("deal", "extra")
        new = _in_json(text, replace) if in_json else replace(text)
        if new != text:
            _write(conn, table, column, number, new)
            changed |= {number} if table == "deal" else set()
    return changed


def forget_changes(conn: sqlite3.Connection, deal_ids: set[int], placeholder: str) -> None:
    """Take out of the history of deals what their contact person's fields once were."""
    fields = ", ".join(f"'{field}'" for field in ABOUT)
    marks = ", ".join(str(int(number)) for number in deal_ids)
    for column in ("old", "new"):
        conn.execute(
            statement(
                "UPDATE field_change SET", column, "= ? WHERE", column, "<> '' AND field IN (",
                fields, ") AND deal_id IN (", marks, ")",
            ),
            (placeholder,),
        )  # fmt: skip


def steps(conn: sqlite3.Connection) -> int:
    """How many steps could be undone or done again."""
    return int(conn.execute("SELECT count(*) FROM journal_step").fetchone()[0])


def empty_journal(conn: sqlite3.Connection) -> None:
    """Forget everything that could be undone or done again."""
    forget_all(conn)


def write_anew(path: Path, clock: Clock) -> None:
    """Write the whole file anew: no page keeps a copy of what was there. Errors: as of writing."""
    conn = open_writer(path, clock)
    try:
        with explained(path, writing=True):
            conn.execute("VACUUM")
    finally:
        conn.close()


def _write(conn: sqlite3.Connection, table: str, column: str, number: int, text: str) -> None:
    version = ", version = version + 1" if table in _COUNTED else ""
    sql = statement("UPDATE", table, "SET", column, "= ?", version, "WHERE id = ?")
    try:
        conn.execute(sql, (text, number))
    except sqlite3.IntegrityError:  # a tag that the deal has already
        conn.execute(sql, (f"{text} {number}", number))


_COUNTED = frozenset(("company", "contact", "deal", "followup", "activity", "play"))
"""Tables whose rows count their versions."""


def _in_json(text: str, replace: Replace) -> str:
    """A JSON object of texts with both names and values replaced."""
    found = json.loads(text)
    new: dict[str, str] = {}
    for name, value in found.items():
        new[replace(str(name))] = replace(str(value))
    return text if new == found else json.dumps(new, ensure_ascii=False)
