"""What the read modules share: pieces of SQL, and readers of rows.

Statements are put together from the constants of these modules only; everything that comes
from a user is bound. Every text passes `clean` again on its way out (safety.md, "Text is
untrusted", 1), rows are fetched fully, and nothing here writes.

Aliases in all statements: d deal, s stage, c company, p contact person, f follow-up.
"""

from __future__ import annotations

import sqlite3
from datetime import date
from typing import TYPE_CHECKING, Any

from pipeline_tui.domain.records_followup import DealRef, NextStep
from pipeline_tui.domain.text import clean

if TYPE_CHECKING:
    from pipeline_tui.domain.filter import Filter
    from pipeline_tui.domain.records import Stage

DEFAULT_CURRENCY = "EUR"
KINDS = ("open", "parked", "won", "lost", "care")
NO_LIMIT = -1
"""What SQLite takes for "all of them" after LIMIT."""

# The rule of domain/state.py over the days stored with the deal; tests/store/test_reads.py
# holds the two against each other.
STATE = """
    CASE
        WHEN s.kind IN ('won', 'lost') THEN NULL
        WHEN d.ghost_on <= :today THEN 'ghost'
        WHEN f.due IS NULL THEN 'none'
        WHEN f.due < :today THEN 'overdue'
        WHEN f.due = :today THEN 'today'
        WHEN d.contact_due_on <= :today THEN 'waiting'
        ELSE 'later'
    END"""

# A closed deal has the probability of its stage, whatever was hoped for before.
PROBABILITY = """
    CASE WHEN s.kind IN ('won', 'lost') THEN s.probability
         ELSE COALESCE(d.probability, s.probability) END"""

# A verified opportunity in play of whom nobody is known who decides or signs: neither the contact
# person nor one beside, nor is the question of qualification answered with yes.
UNDECIDED = """
    s.kind = 'open' AND d.verified_at IS NOT NULL AND d.contact_role NOT IN ('decides', 'signs')
    AND NOT EXISTS (SELECT 1 FROM answer u
                    WHERE u.deal_id = d.id AND u.question = 'decision' AND u.answer = 'yes')
    AND NOT EXISTS (SELECT 1 FROM participant u
                    WHERE u.deal_id = d.id AND u.role IN ('decides', 'signs'))"""

RENEWAL = """
    FROM deal r JOIN stage z ON z.id = r.stage_id
    WHERE r.parent_id = d.id AND r.link = 'renewal' AND z.kind IN ('open', 'parked')
    ORDER BY r.id DESC LIMIT 1"""
"""The renewal that a sold deal `d` has going on, as `r`."""

NEXT_STEP = """
    LEFT JOIN followup f ON f.id = (
        SELECT n.id FROM followup n
        WHERE n.deal_id = d.id AND n.state = 'open'
        ORDER BY n.due, n.time, n.id LIMIT 1)"""

# A criterion that is tied to a question has no tick: the answer "yes" is it. The answers are
# outside, so that a deal without any costs one look into an index.
TICKS = """
    (SELECT COUNT(*) FROM criterion k JOIN tick t ON t.criterion_id = k.id AND t.deal_id = d.id
     WHERE k.stage_id = d.stage_id)
    + (SELECT COUNT(*) FROM answer q CROSS JOIN criterion k
       ON k.stage_id = d.stage_id AND k.question = q.question
       WHERE q.deal_id = d.id AND q.answer = 'yes'),
    (SELECT COUNT(*) FROM criterion k WHERE k.stage_id = d.stage_id)"""


REASON_NAME = "(SELECT r.name FROM lost_reason r WHERE r.code = d.lost_reason)"


def statement(*parts: str) -> str:
    """One statement from constant pieces."""
    return "\n".join(parts)


def text(value: str | None) -> str | None:
    """Stored text as it may be shown; what is not there stays None."""
    return None if value is None else clean(value)


def day(value: str | None) -> date | None:
    """A stored day."""
    return None if value is None else date.fromisoformat(value)


def settings(conn: sqlite3.Connection) -> dict[str, str]:
    """The settings that belong to the data; `currency` is always among them."""
    found = {key: clean(value) for key, value in conn.execute("SELECT key, value FROM setting")}
    return {"currency": DEFAULT_CURRENCY, **found}


LOCKED_UNTIL = "locked_until"
"""Setting with the last month whose forecasts were looked after (services/locking.py)."""


def locked_until(conn: sqlite3.Connection) -> str:
    """The last month whose forecasts were looked after, as `2026-11`; '' if none ever was."""
    sql = "SELECT value FROM setting WHERE key = ?"
    row = conn.execute(sql, (LOCKED_UNTIL,)).fetchone()
    return "" if row is None else str(row[0])


def data_version(conn: sqlite3.Connection) -> int:
    """A number that changes when another connection has written (PRAGMA data_version)."""
    return int(conn.execute("PRAGMA data_version").fetchone()[0])


STAGE_COLUMNS = """
    s.id, s.key, s.name, s.kind, s.position, s.probability, s.contact_limit, s.step_required,
    s.guidance, s.colour, s.is_first_contact, s.is_opportunity"""


def stages(conn: sqlite3.Connection) -> list[Stage]:
    """All stages in their order."""
    from pipeline_tui.domain.records import Stage  # not everybody who reads needs all of them

    sql = statement("SELECT", STAGE_COLUMNS, "FROM stage s ORDER BY s.position, s.id")
    return [
        Stage(
            id=row[0],
            key=clean(row[1]),
            name=clean(row[2]),
            kind=row[3],
            position=row[4],
            probability=row[5],
            contact_limit=row[6],
            step_required=bool(row[7]),
            guidance=clean(row[8]),
            colour=clean(row[9]),
            is_first_contact=bool(row[10]),
            is_opportunity=bool(row[11]),
        )
        for row in conn.execute(sql).fetchall()
    ]


NEXT_COLUMNS = "f.id, f.kind, f.text, f.due, f.time, f.version, f.repeat, f.promised"


def next_step(row: tuple[Any, ...]) -> NextStep | None:
    """The NEXT_COLUMNS of a row."""
    if row[0] is None:
        return None
    return NextStep(
        row[0],
        row[1],
        clean(row[2]),
        date.fromisoformat(row[3]),
        row[4] or None,
        row[5],
        clean(row[6]),
        bool(row[7]),
    )


REF_COLUMNS = """
    d.id, d.title, c.name, s.name, s.kind, d.value_minor, d.currency, d.risk_level, d.risk_text"""


def deal_ref(row: tuple[Any, ...]) -> DealRef | None:
    """The REF_COLUMNS of a row; None where no deal is joined."""
    if row[0] is None:
        return None
    return DealRef(
        id=row[0],
        title=clean(row[1]),
        company=text(row[2]),
        stage=clean(row[3]),
        stage_kind=row[4],
        value_minor=row[5],
        currency=row[6],
        risk_level=row[7],
        risk_text=clean(row[8]),
    )


class Wanted:
    """What a filter asks for, as SQL to put behind a WHERE, and the values bound in it.

    `kinds` are the kinds of stages that are wanted. `words` are conditions on the deal alone,
    those on its `fields` among them, `states` conditions that need the stage and NEXT_STEP
    joined; each begins with AND, or is empty.
    """

    def __init__(
        self,
        kinds: tuple[str, ...],
        words: str,
        states: str,
        values: dict[str, Any],
        fields: str = "",
    ) -> None:
        self.kinds = kinds
        self.words = words + fields
        self.fields = fields
        self.states = states
        self.values = values

    @property
    def everything(self) -> bool:
        """True when no deal is left out."""
        return not self.words and not self.states and self.kinds == KINDS


# What can be told of a state without looking up the next step of every deal.
_DUE = """d.id IN (SELECT o.deal_id FROM followup o INDEXED BY followup_due
                   WHERE o.state = 'open' AND o.due <= :today)"""
_AT_FIRST = {"ghost": "d.ghost_on <= :today", "overdue": _DUE, "today": _DUE}


# Told apart until a deal first enters the marked stage (process.md, Leads and opportunities).
_VERIFIED = {
    "lead": "(s.kind = 'open' AND d.verified_at IS NULL)",
    "opportunity": "(s.kind = 'open' AND d.verified_at IS NOT NULL)",
}


def wanted(flt: Filter | None) -> Wanted:
    """The conditions of a filter: every word, and one of the states or kinds of stage."""
    if flt is None:
        return Wanted(KINDS, "", "", {})
    values: dict[str, Any] = {f"word{n}": anywhere(word) for n, word in enumerate(flt.words)}
    words = "".join(f" AND d.search GLOB :{name}" for name in values)
    fields = _fields(flt, values) if flt.fields else ""
    if "any" in flt.states or not flt.states:
        return Wanted(KINDS, words, "", values, fields)
    from pipeline_tui.domain.state import STATES

    kinds = tuple(kind for kind in KINDS if kind in flt.states)
    named = {f"state{n}": state for n, state in enumerate(STATES) if state in flt.states}
    verified = [_VERIFIED[name] for name in _VERIFIED if name in flt.states]
    if not named and not verified:
        return Wanted(kinds, words, "", values, fields)
    values.update(named)
    chosen = f"{STATE} IN ({', '.join(':' + name for name in named)})"
    if kinds or verified:
        others = [_one_of_kinds(kinds, values)] if kinds else []
        either = " OR ".join([*others, *verified, *([chosen] if named else [])])
        return Wanted(KINDS, words, f" AND ({either})", values, fields)
    first = " OR ".join(_AT_FIRST.get(state, "TRUE") for state in named.values())
    return Wanted(KINDS, words, f" AND ({first}) AND {chosen}", values, fields)


_OF_COMPANY = "(SELECT k.{column} FROM company k WHERE k.id = d.company_id)"
_FIELDS = {
    "company": _OF_COMPANY.format(column="name"),
    "industry": _OF_COMPANY.format(column="industry"),
    "size": _OF_COMPANY.format(column="size"),
    **{name: f"d.{name}" for name in ("owner", "source", "product", "region")},
}
_TAG = (
    """ AND EXISTS (SELECT 1 FROM deal_tag t WHERE t.deal_id = d.id AND fold(t.tag) GLOB :{key})"""
)


def _fields(flt: Filter, values: dict[str, Any]) -> str:
    """The conditions on fields; what they hold is in deal.search too, which is looked at first."""
    parts = []
    for number, (name, value) in enumerate(flt.fields):
        key = f"field{number}"
        if name == "tag":
            values[key] = anywhere(value)[1:]
            parts.append(_TAG.format(key=key))
        elif name == "customer":
            values[key] = value
            parts.append(f" AND d.customer = :{key}")
        else:
            values[key] = anywhere(value)
            parts.append(f" AND d.search GLOB :{key} AND fold({_FIELDS[name]}) GLOB :{key}")
    return "".join(parts)


LONGEST_PATTERN = 5_000
"""Signs of a word that are looked for; SQLite refuses patterns beyond 50,000 bytes."""


def anywhere(word: str) -> str:
    """A GLOB pattern for texts with this word in them; a fifth faster than instr()."""
    signs = word[:LONGEST_PATTERN]
    return "*" + "".join(f"[{sign}]" if sign in "*?[" else sign for sign in signs) + "*"


def kinds_condition(kinds: tuple[str, ...], values: dict[str, Any]) -> str:
    """A condition on the kind of stage; its values are added to `values`."""
    return "" if kinds == KINDS else f" AND {_one_of_kinds(kinds, values)}"


def _one_of_kinds(kinds: tuple[str, ...], values: dict[str, Any]) -> str:
    named = {f"kind{n}": kind for n, kind in enumerate(kinds)}
    values.update(named)
    return f"s.kind IN ({', '.join(':' + name for name in named)})"
