"""What a CSV file is: which columns are which fields, and how its dates and amounts are written."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from pipeline_tui.errors import InputError
from pipeline_tui.i18n import _
from pipeline_tui.transfer.amounts import Decimals, Percents
from pipeline_tui.transfer.dates import DateOrder
from pipeline_tui.transfer.encoding import refused
from pipeline_tui.transfer.fields import IGNORE, KEEP, field_of, plain
from pipeline_tui.transfer.limits import MAX_ROWS
from pipeline_tui.transfer.mapping import Mapping
from pipeline_tui.transfer.table import Row, Table

GENERIC = "generic"
MAVEN = "maven"
OWN = "own"

MAVEN_FIELDS = {
    "opportunity_id": "external_id",
    "sales_agent": "owner",
    "product": "product",
    "account": "company",
    "deal_stage": "stage",
    "engage_date": "created",
    "close_date": "closed",
    "close_value": "value",
}
"""The Maven sales set (interfaces.md)."""

OWN_FIELDS = {
    "id": "own_id",
    "title": "title",
    "company": "company",
    "contact": "contact",
    "owner": "owner",
    "stage": "stage",
    "stage_kind": IGNORE,
    "value": "value",
    "currency": "currency",
    "probability": "probability",
    "weighted": IGNORE,
    "category": "category",
    "expected_close": "close",
    "benefit": "benefit",
    "risk_level": "risk_level",
    "risk": "risk",
    "next_step_kind": IGNORE,
    "next_step": IGNORE,
    "next_step_due": IGNORE,
    "next_step_time": IGNORE,
    "state": IGNORE,
    "warnings": IGNORE,
    "criteria_done": IGNORE,
    "criteria_total": IGNORE,
    "source": "source",
    "product": "product",
    "region": "region",
    "tags": "tags",
    "extra": "extra_json",
    "created": "created",
    "stage_entered": IGNORE,
    "last_contact": IGNORE,
    "closed": "closed",
    "lost_reason": "lost_reason",
    "goal": "goal",
    "recurring": "recurring",
    "recurring_per": "recurring_per",
    "industry": "industry",
    "size": "size",
    "customer": "customer_kind",
    "disqualified": "disqualified",
    "risk_was_reason": "risk_was_reason",
    "parent": "parent",
    "link": "link",
    "renewal_on": "renewal_on",
    "closed_note": "closed_note",
}
"""The columns of `export deals --format csv`: the names of a deal's JSON fields, in order."""

DATES = ("close", "closed", "created", "renewal_on")
AMOUNTS = ("value", "recurring")
_BATCH = 2_000
_MOST_SEEN = 50_000


class Layout(NamedTuple):
    """What the columns of a file are."""

    preset: str
    origin: str
    """Kept with the deals, so that numbers of two sources do not meet."""
    fields: tuple[str, ...]
    """Field of every column, or KEEP, or IGNORE."""


class Survey(NamedTuple):
    """What the first pass over a file found out."""

    rows: int
    orders: dict[int, str]
    """dmy or mdy, by number of a date column."""
    decimals: dict[int, str]
    """comma or point, by number of an amount column."""
    fractions: dict[int, bool]
    """Whether a column of probabilities holds fractions of one."""


def recognise(table: Table, mapping: Mapping) -> Layout:
    """The layout of a table; InputError when it has neither a title nor a company."""
    header = table.header
    if set(MAVEN_FIELDS) <= set(header):
        preset, known = MAVEN, MAVEN_FIELDS
    elif {"id", "title", "stage_kind", "weighted", "next_step_due"} <= set(header):
        preset, known = OWN, OWN_FIELDS
    else:
        preset, known = GENERIC, {}
    fields: list[str] = []
    for name in header:
        field = mapping.columns.get(plain(name)) or known.get(name) or field_of(name) or KEEP
        if preset != GENERIC and name not in known and plain(name) not in mapping.columns:
            field = KEEP
        # Of two columns for one field the first is taken; the other is kept as it is.
        fields.append(KEEP if field != IGNORE and field in fields else field)
    _check(table, mapping, fields, preset)
    origin = mapping.source or ("csv" if preset == GENERIC else preset)
    return Layout(preset, "" if preset == OWN else origin, tuple(fields))


def _check(table: Table, mapping: Mapping, fields: list[str], preset: str) -> None:
    there = {plain(name) for name in table.header}
    for wanted in mapping.columns:
        if wanted not in there:
            raise refused(
                table.path,
                _("There is no column {name}").format(name=wanted),
                todo=_("Its columns are: {names}").format(names=_listed(table.header)),
            )
    if preset == GENERIC and "title" not in fields and "company" not in fields:
        raise refused(
            table.path,
            _("No column is known as a title or a company; columns are: {names}").format(
                names=_listed(table.header)
            ),
            line=table.skipped + 1,
            todo=_('Say which one it is with --map FILE: [columns] "Header" = "title"'),
        )


def survey(
    table: Table,
    layout: Layout,
    mapping: Mapping,
    rows: Iterable[Row],
    seen: Callable[[int], None],
) -> Survey:
    """Look at every row once: count them, and decide what is written in more than one way.

    `seen` is told the number of rows now and then. InputError when a column could be read two
    ways or there are no rows, or more than MAX_ROWS.
    """
    own = layout.preset == OWN
    orders = {n: DateOrder(mapping.dates) for n in _columns(layout, DATES)}
    decimals = {
        n: Decimals("point" if own else mapping.decimals) for n in _columns(layout, AMOUNTS)
    }
    percents = {
        n: Percents(fractions=True if own else None) for n in _columns(layout, ("probability",))
    }
    watched: list[tuple[int, Callable[[str], None], set[str]]] = [
        (number, judge.note, set())
        for judges in (orders, decimals, percents)
        for number, judge in judges.items()
    ]
    count = 0
    for row in rows:
        count += 1
        if not count % _BATCH:
            seen(count)
            if count > MAX_ROWS:
                break
        if row.flaw:
            continue
        for number, note, known in watched:
            cell = row.cells[number]
            if cell and cell not in known:
                if len(known) >= _MOST_SEEN:
                    known.clear()
                known.add(cell)
                note(cell)
    if count > MAX_ROWS:
        raise refused(
            table.path,
            _("The file has more than {count} rows").format(count=MAX_ROWS),
            todo=_("Split it into several"),
        )
    if not count:
        raise refused(table.path, _("The file has a header, but no rows"))
    try:
        return Survey(
            count,
            {n: judge.decided(table.header[n]) for n, judge in orders.items()},
            {n: judge.decided(table.header[n]) for n, judge in decimals.items()},
            {n: judge.fractions for n, judge in percents.items()},
        )
    except InputError as error:
        raise refused(table.path, error.what, todo=error.todo) from error


def _columns(layout: Layout, wanted: tuple[str, ...]) -> list[int]:
    return [number for number, field in enumerate(layout.fields) if field in wanted]


def _listed(header: tuple[str, ...]) -> str:
    """Names of columns for a message: not more than a line of them."""
    text = ", ".join(header)
    return text if len(text) <= 300 else text[:299] + "…"
