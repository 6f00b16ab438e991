"""What an import changes in deals that are already there."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from pipeline_tui.clock import local_day
from pipeline_tui.domain.text import clean
from pipeline_tui.store.reads_shared import statement

if TYPE_CHECKING:
    from pipeline_tui.store.bulk import Bulk
    from pipeline_tui.store.connection import Connection


class Present(NamedTuple):
    """A deal as it stands, as far as a file can tell of it."""

    id: int
    title: str
    company_id: int | None
    company: str
    contact_id: int | None
    contact: str
    phone: str
    email: str
    owner: str
    stage_id: int
    value_minor: int | None
    currency: str
    probability: int | None
    category: str
    expected_close: str | None
    close_moves: int
    benefit: str
    risk_level: str
    risk_text: str
    source: str
    product: str
    region: str
    tags: tuple[str, ...]
    extra: str
    verified_at: str | None
    closed_on: str | None
    lost_reason: str
    closed_note: str
    goal: str
    recurring_minor: int | None
    recurring_per: str
    customer: str
    industry: str
    size: str
    risk_was_reason: int | None
    link: str
    renewal_on: str | None


class History(NamedTuple):
    """One edit as the timeline shows it."""

    field: str
    old: str
    new: str


class Move(NamedTuple):
    """Into another stage; closing cancels the open follow-ups."""

    stage_id: int
    closing: bool


def present(conn: Connection, deal_ids: Iterable[int]) -> dict[int, Present]:
    """Deals as they stand."""
    rows = conn.execute(
        """
        SELECT d.id, d.title, d.company_id, c.name, d.contact_id, p.name, p.phone, p.email,
               d.owner, d.stage_id, d.value_minor, d.currency, d.probability, d.category,
               d.expected_close, d.close_moves, d.benefit, d.risk_level, d.risk_text, d.source,
               d.product, d.region,
               (SELECT json_group_array(t.tag) FROM deal_tag t WHERE t.deal_id = d.id),
               d.extra, d.verified_at, d.closed_on, d.lost_reason, d.closed_note, d.goal,
               d.recurring_minor, d.recurring_per, d.customer, c.industry, c.size,
               d.risk_was_reason, d.link, d.renewal_on
        FROM json_each(?) w CROSS JOIN deal d ON d.id = w.value
        LEFT JOIN company c ON c.id = d.company_id
        LEFT JOIN contact p ON p.id = d.contact_id""",
        (json.dumps(list(deal_ids)),),
    ).fetchall()
    texts = {1, 3, 5, 6, 7, 8, 13, 16, 17, 18, 19, 20, 21, 26, 27, 28, 32, 33}
    found = {}
    for row in rows:
        values = [clean(cell or "") if n in texts else cell for n, cell in enumerate(row)]
        values[22] = tuple(sorted(json.loads(values[22])))
        found[row[0]] = Present._make(values)
    return found


def change(
    bulk: Bulk,
    deal: Present,
    columns: dict[str, str | int | None],
    history: Iterable[History],
    tags: tuple[str, ...] | None,
    move: Move | None,
    today: date,
) -> None:
    """Write new values of one deal and what the timeline says of them."""
    bulk.flush()  # companies and people that the new values name
    conn, now = bulk.conn, bulk.now
    if move is not None:
        _leave_stage(conn, deal.id, now, today, closing=move.closing)
        columns = {
            **columns,
            "stage_id": move.stage_id,
            "stage_entered_at": now,
            "position": bulk.bottom_of(move.stage_id),
        }
        conn.execute(
            "INSERT INTO stay (id, deal_id, stage_id, entered_at, inferred) VALUES (?, ?, ?, ?, 1)",
            (bulk.take("stay"), deal.id, move.stage_id, now),
        )
    if tags is not None:
        conn.execute("DELETE FROM deal_tag WHERE deal_id = ?", (deal.id,))
        conn.executemany(
            "INSERT INTO deal_tag (id, deal_id, tag) VALUES (?, ?, ?)",
            [(bulk.take("deal_tag"), deal.id, tag) for tag in tags],
        )
    sets = ", ".join(f"{name} = ?" for name in columns)
    conn.execute(
        statement("UPDATE deal SET", sets, ", updated_at = ?, version = version + 1 WHERE id = ?"),
        (*columns.values(), now, deal.id),
    )
    if columns.get("value_minor") is not None:  # the expected option is the value
        conn.execute(
            "UPDATE offer_option SET value_minor = ? WHERE deal_id = ? AND expected = 1",
            (columns["value_minor"], deal.id),
        )
    conn.executemany(
        "INSERT INTO field_change (deal_id, field, old, new, at) VALUES (?, ?, ?, ?, ?)",
        [(deal.id, *edit, now) for edit in history],
    )


def change_contact(conn: Connection, contact_id: int, values: dict[str, str]) -> None:
    """Write phone or mail of a person."""
    sets = ", ".join(f"{name} = ?" for name in values)
    conn.execute(
        statement("UPDATE contact SET", sets, ", version = version + 1 WHERE id = ?"),
        (*values.values(), contact_id),
    )


def _leave_stage(conn: Connection, deal_id: int, now: str, today: date, *, closing: bool) -> None:
    stays = conn.execute(
        "SELECT id, entered_at FROM stay WHERE deal_id = ? AND left_at IS NULL", (deal_id,)
    ).fetchall()
    conn.executemany(
        "UPDATE stay SET left_at = ?, days = ? WHERE id = ?",
        [(now, max(0, (today - local_day(entered)).days), number) for number, entered in stays],
    )
    if closing:
        conn.execute(
            "UPDATE followup SET state = 'cancelled', closed_at = ?, closed_on = ?,"
            " version = version + 1 WHERE deal_id = ? AND state = 'open'",
            (now, today.isoformat(), deal_id),
        )
