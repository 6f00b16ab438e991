"""Generated pasts of a sales desk: what happened, written into a database as it would stand there.

Seeded, so that every run sees the same. Moments lie near midnight too, deals go back and forth,
are won, reopened and lost, are imported with stays that were only inferred, have no value, one in
another currency, or one in a currency without a rate.
"""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from pathlib import Path

from pipeline_tui.clock import instant
from tests.figures.naive import Contact, Deal, Stage, Stay, World

TODAY = date(2026, 11, 23)
"""The Monday of `tests.services.office`."""
RATES = {"EUR": Fraction(1), "USD": Fraction(92, 100)}
TIMES = (time(0, 0), time(0, 40), time(8, 15), time(12, 0), time(23, 30))
SOURCES = ("fair", "web", "")
PRODUCTS = ("CNC", "")
REASONS = ("price", "no_budget", "", "they moved away")


def stages(path: Path) -> tuple[Stage, ...]:
    """The stages of a database, in their order."""
    with closing(sqlite3.connect(path)) as conn:
        rows = conn.execute(
            "SELECT name, kind, probability, is_first_contact, is_opportunity"
            " FROM stage ORDER BY position"
        ).fetchall()
    return tuple(
        Stage(name, kind, percent, bool(first), bool(opportunity))
        for name, kind, percent, first, opportunity in rows
    )


def world(seed: int, of: tuple[Stage, ...], most: int = 40) -> World:
    """What happened up to noon of TODAY."""
    chance = random.Random(seed)
    kinds = {stage.name: stage.kind for stage in of}
    count = min(seed, 3) if seed < 4 else chance.randint(5, most)
    pasts = [_stays(chance, of) for _deal in range(count)]
    if seed % 3 == 2:
        pasts += _jam(chance, of)
    deals = [_deal(chance, at, stays, kinds) for at, stays in enumerate(pasts, start=1)]
    return World(of, tuple(_after_the_sale(chance, deals, kinds)), TODAY, RATES)


def _after_the_sale(
    chance: random.Random, deals: list[Deal], kinds: dict[str, str]
) -> Iterator[Deal]:
    """Some bring something again, some are renewals of others, some have had their success."""
    sold = [deal for deal in deals if kinds[deal.stage] in ("won", "care")]
    for deal in deals:
        renewed = chance.choice(sold) if sold and chance.random() < 0.4 else deal
        if renewed.id != deal.id:
            ahead = timedelta(days=chance.choice((-400, -60, -5, -1, 0, 1, 30, 200)))
            day = chance.choice((TODAY, TODAY, deal.closed or TODAY)) + ahead
            deal = deal._replace(renews=renewed.id, renewal_on=chance.choice((None, day, day)))
        if chance.random() < 0.5:
            per = chance.choice(("month", "year"))
            deal = deal._replace(again=chance.choice((0, 4_999, 100_000)), per=per)
        if deal.closed is not None and kinds[deal.stage] != "lost" and chance.random() < 0.6:
            days = chance.choice((-1, 0, 0, 25, 40))
            ticked = datetime.combine(deal.closed + timedelta(days=days), chance.choice(TIMES))
            if ticked.date() < TODAY:
                deal = deal._replace(checked=ticked)
        yield deal


def _deal(
    chance: random.Random, number: int, stays: tuple[Stay, ...], kinds: dict[str, str]
) -> Deal:
    stage = stays[-1].stage
    shut = kinds[stage] in ("won", "lost", "care")
    lost = kinds[stage] == "lost"
    verified = chance.random() < 0.8
    closed = None
    if shut:
        closed = stays[-1].entered.date() + timedelta(days=chance.choice((0, 0, 0, 0, -3)))
    return Deal(
        id=number,
        stage=stage,
        verified=verified,
        created=stays[0].entered - timedelta(hours=chance.choice((0, 1, 50))),
        closed=closed,
        value=chance.choice((None, 0, 10_000, 10_000, 25_050, chance.randint(1, 10**7))),
        currency=chance.choice(("EUR", "EUR", "EUR", "EUR", "USD", "CHF")),
        percent=chance.choice((None, None, 0, 30, 100)),
        category=chance.choice(("pipeline", "pipeline", "commit", "commit", "best", "omit")),
        expected=chance.choice(
            (None, *(TODAY + timedelta(days=ahead) for ahead in (-200, -1, 0, 5, 20, 38, 39, 90)))
        ),
        ghost_on=None if shut else chance.choice(
            (None, None, None, TODAY - timedelta(days=9), TODAY, TODAY + timedelta(days=9))
        ),
        overridden=chance.random() < 0.2,
        disqualified=lost and (not verified or chance.random() < 0.1),
        company=chance.choice((None, 1, 2, 3, 4, 5)),
        source=chance.choice(SOURCES),
        product=chance.choice(PRODUCTS),
        reason=chance.choice(REASONS) if lost else "",
        risk_was_reason=chance.choice((None, True, False)) if lost else None,
        stays=stays,
        contacts=_contacts(chance, stays[0].entered.date()),
    )  # fmt: skip


def _stays(chance: random.Random, of: tuple[Stage, ...]) -> tuple[Stay, ...]:
    """One after the other, the last one still going on; never twice the same stage in a row."""
    names = [stage.name for stage in of]
    length = chance.randint(1, 7)
    end = datetime.combine(TODAY, time(11, 59))
    latest = chance.choice((0, 3, 10, 25, 60, 300))
    days = sorted(
        chance.randint(latest, latest + chance.choice((1, 30, 400))) for _ in range(length)
    )
    moments = sorted(
        min(datetime.combine(TODAY - timedelta(days=back), chance.choice(TIMES)), end)
        for back in days
    )
    imported = chance.random()
    at = chance.choice((0, 0, 0, 1, 3))
    made: list[Stay] = []
    for place, moment in enumerate(moments):
        left = moments[place + 1] if place + 1 < len(moments) else None
        inferred = imported < 0.1 or (imported < 0.2 and place == 0)
        made.append(Stay(names[at], moment, left, inferred))
        step = chance.choice((1, 1, 1, 2, -1, len(names) - 3 - at, len(names) - 4 - at))
        at = max(0, min(at + (step or 1), len(names) - 1))
        if names[at] == made[-1].stage:
            at -= 1
    return tuple(made)


def _contacts(chance: random.Random, begin: date) -> tuple[Contact, ...]:
    """Of which some reach nobody, and one may be before the deal was written down."""
    return tuple(
        Contact(
            begin + timedelta(days=chance.choice((-2, 0, 1, 5, 20))),
            chance.random() < 0.3,
            chance.random() < 0.6,
        )
        for _contact in range(chance.choice((0, 0, 1, 3)))
    )


def _jam(chance: random.Random, of: tuple[Stage, ...]) -> list[tuple[Stay, ...]]:
    """Some come into a stage every week and stand there; earlier ones went through it."""
    stage, behind = of[3].name, of[4].name
    made = []
    for back in (
        100,
        90,
        *(7 * week + chance.randint(0, 6) for week in (1, 2, 3) for _n in "four"),
    ):
        moment = datetime.combine(TODAY - timedelta(days=back), chance.choice(TIMES))
        made.append((Stay(stage, moment, None, inferred=False),))
    for _deal in range(6):
        moment = datetime.combine(TODAY - timedelta(days=chance.randint(60, 170)), time(9))
        left = moment + timedelta(days=chance.randint(0, 9))
        made.append((Stay(stage, moment, left, False), Stay(behind, left, None, False)))
    return made


def write(path: Path, what: World) -> None:
    """Put it all into a database in place of what deals there are."""
    with closing(sqlite3.connect(path)) as conn, conn:
        for table in ("tick", "activity", "stay", "deal", "company"):
            conn.execute(f"DELETE FROM {table}")
        conn.execute("DELETE FROM setting WHERE key = 'rates'")
        conn.execute("INSERT INTO setting (key, value) VALUES ('rates', 'USD=0.92')")
        number = dict(conn.execute("SELECT name, id FROM stage").fetchall())
        moment = stored(datetime.combine(TODAY, time(9)))
        conn.executemany(
            "INSERT INTO company (id, name, name_key, created_at) VALUES (?1, ?2, ?2, ?3)",
            [(company, f"company {company}", moment) for company in range(1, 6)],
        )
        for deal in what.deals:
            _write(conn, deal, number)


def _write(conn: sqlite3.Connection, deal: Deal, number: dict[str, int]) -> None:
    created = stored(deal.created)
    row = {
        "id": deal.id, "title": f"deal {deal.id}", "stage_id": number[deal.stage],
        "position": deal.id, "verified_at": created if deal.verified else None,
        "created_at": created, "stage_entered_at": stored(deal.stays[-1].entered),
        "closed_on": _day(deal.closed), "value_minor": deal.value, "currency": deal.currency,
        "probability": deal.percent, "category": deal.category,
        "expected_close": _day(deal.expected), "ghost_on": _day(deal.ghost_on),
        "overridden": int(deal.overridden), "disqualified": int(deal.disqualified),
        "company_id": deal.company, "source": deal.source, "product": deal.product,
        "lost_reason": deal.reason or None,
        "risk_was_reason": None if deal.risk_was_reason is None else int(deal.risk_was_reason),
        "search": f"deal {deal.id} {deal.source} {deal.product}".lower(), "updated_at": created,
        "link": "" if deal.renews is None else "renewal", "parent_id": deal.renews,
        "renewal_on": _day(deal.renewal_on), "recurring_minor": deal.again,
        "recurring_per": deal.per,
    }  # fmt: skip
    names = ", ".join(row)
    marks = ", ".join(f":{name}" for name in row)
    conn.execute(f"INSERT INTO deal ({names}) VALUES ({marks})", row)
    for contact in deal.contacts:
        conn.execute(
            "INSERT INTO activity (deal_id, kind, text, at, day, reached)"
            " VALUES (?, ?, '', ?, ?, ?)",
            (
                deal.id, "meeting" if contact.meeting else "call",
                stored(datetime.combine(contact.day, time(10))), str(contact.day),
                int(contact.reached),
            ),
        )  # fmt: skip
    if deal.checked is not None:
        conn.execute(
            "INSERT INTO tick (deal_id, criterion_id, ticked_at)"
            " SELECT ?, id, ? FROM criterion WHERE text = '30-day success check'",
            (deal.id, stored(deal.checked)),
        )
    for stay in deal.stays:
        days = None if stay.left is None else (stay.left.date() - stay.entered.date()).days
        left = None if stay.left is None else stored(stay.left)
        conn.execute(
            "INSERT INTO stay (deal_id, stage_id, entered_at, left_at, days, inferred)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (deal.id, number[stay.stage], stored(stay.entered), left, days, int(stay.inferred)),
        )


def stored(moment: datetime) -> str:
    """A moment of the clock on the wall as the database keeps it."""
    return instant(moment.astimezone())


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
