"""Use cases of planning: revenue targets (Umsatzziele), and how far one is (metrics.md, "Gap")."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from pipeline_tui.domain.metrics.periods import Period, parse_period, quarter_of
from pipeline_tui.domain.metrics.plan import Plan, Target
from pipeline_tui.domain.money import parse_amount
from pipeline_tui.domain.text import ONE_LINE_LIMIT, clean, fold, limited
from pipeline_tui.errors import InputError
from pipeline_tui.i18n import _
from pipeline_tui.i18n.format import money
from pipeline_tui.services.conflicts import overtaken
from pipeline_tui.services.desk import Desk
from pipeline_tui.store import reads_plan
from pipeline_tui.store.connection import explained
from pipeline_tui.store.reads_money import Purse

if TYPE_CHECKING:
    from pipeline_tui.domain.metrics.plan_year import Planned
    from pipeline_tui.domain.money import Money
    from pipeline_tui.store.tables_plan import TargetRow
    from pipeline_tui.store.writes import Work

NONE = ("-", "none", "kein", "keins", "keine")
"""What takes a target away."""

MOST_CUSTOMERS = 1_000_000
_CUSTOMERS = ("customer", "customers", "kunde", "kunden", "neukunden")


class PlanYear(NamedTuple):
    """A year, its quarters and months, against their targets; in the base currency."""

    year: int
    currency: str
    lines: tuple[Planned, ...]


class Unchanged:
    """Stands for what is not to be changed."""


KEEP = Unchanged()


def targets(desk: Desk) -> list[Target]:
    """All targets, by the names of their periods."""
    with explained(desk.file):
        return reads_plan.targets(desk.reader)


def plan(desk: Desk, period: Period | None = None) -> Plan | None:
    """The target of a period, this quarter's if none is given; None where there is none."""
    today = desk.clock.today()
    with explained(desk.file):
        return reads_plan.plan(desk.reader, period or quarter_of(today), today)


def read_value(text: str, currency: str) -> Money | None:
    """An amount, None for `none`. InputError when it cannot be read."""
    text = clean(text)
    return None if text.lower() in NONE else parse_amount(text, currency)


def read_customers(text: str) -> int | None:
    """A number of new customers, None for `none`. InputError when it cannot be read."""
    text = clean(text)
    if text.lower() in NONE:
        return None
    if text.isascii() and text.isdigit() and len(text) < 10 and int(text) <= MOST_CUSTOMERS:
        return int(text)
    raise InputError(
        _("{text} is no number of customers").format(text=text[:60]),
        kept=_("The target is as it was"),
        todo=_("Write a whole number such as 12, or none"),
    )


class Line(NamedTuple):
    """What a typed line sets: `2026-Q4 250k`, `2026-Q4 12 customers`; KEEP is left as it is."""

    period: Period
    value: str | Unchanged
    customers: str | Unchanged


def read_line(text: str, currency: str, today: date) -> Line:
    """A period, then an amount, a number of customers, or both. InputError when it is refused.

    Without a period it is the quarter of `today`. Four digits alone are a year.
    """
    words = clean(text).split()
    period = quarter_of(today)
    year, dash, _part = words[0].partition("-") if words else ("", "", "")
    if year.isdecimal() and (len(year) == 4 or dash):
        period = parse_period(words.pop(0))
    value: str | Unchanged = KEEP
    customers: str | Unchanged = KEEP
    if words and fold(words[-1]) in _CUSTOMERS:
        if len(words) < 2:
            raise InputError(
                _("How many customers?"),
                todo=_("Write {name} 12 customers").format(name=period.name),
            )
        customers = words[-2]
        read_customers(customers)
        words = words[:-2]
    if words:
        value = " ".join(words)
        read_value(value, currency)
    elif isinstance(customers, Unchanged):
        raise InputError(
            _("What is to be won in {name}?").format(name=period.name),
            todo=_("Write an amount such as 250k, or none"),
        )
    return Line(period, value, customers)


class Seen(NamedTuple):
    """What stood there when somebody began to type."""

    value_minor: int | None = None
    customers: int | None = None
    cause: str = ""


def set_target(
    desk: Desk,
    period: str,
    value: str | Unchanged = KEEP,
    customers: str | Unchanged = KEEP,
    cause: str | Unchanged = KEEP,
    *,
    seen: Seen | None = None,
) -> Target | None:
    """Set value, customers, or why it went otherwise, of a period; `none` takes one away.

    The target as it is now, None where nothing of it is left. InputError for what is no period,
    no amount or no number; Conflict, and nothing is changed, where what is set is neither what
    was `seen` nor what is wanted.
    """
    named = parse_period(period).name
    with desk.writer.step("target.set", period=named) as work:
        from pipeline_tui.store.rows_plan import target
        from pipeline_tui.store.tables_plan import TargetRow

        row = target(work, named)
        values: dict[str, object] = {}
        if not isinstance(value, Unchanged):
            read = read_value(value, row.currency if row else work.settings["currency"])
            values["value_minor"] = None if read is None else read.minor
            if read is not None:
                values["currency"] = read.currency
        if not isinstance(customers, Unchanged):
            values["customers"] = read_customers(customers)
        if not isinstance(cause, Unchanged):
            values["cause"] = read_cause(cause)
        if seen is not None:
            _refuse_overwriting(work, row, values, seen)
        if row is None:
            row = work.add(
                TargetRow, period=named, **{"currency": work.settings["currency"], **values}
            )
        else:
            work.edit(row, **values)
        found = Target(row.period, row.value_minor, row.currency, row.customers, row.cause)
        if found.value_minor is None and found.customers is None and not found.cause:
            work.remove(row)
            return None
        return found


def read_cause(text: str) -> str:
    """A line for the cause, '' for `none`. InputError when it is too long."""
    text = limited(clean(text), ONE_LINE_LIMIT, _("Cause"))
    return "" if text.lower() in NONE else text


def year(desk: Desk, number: int) -> PlanYear:
    """All periods of a year against their targets."""
    from pipeline_tui.domain.metrics.plan_year import year_of
    from pipeline_tui.store import reads_plan_year

    first, last = date(number, 1, 1), date(number, 12, 31)
    with explained(desk.file):
        conn = desk.reader
        purse = Purse(conn)
        found = reads_plan.targets(conn)
        values = {
            target.period: worth
            for target in found
            if target.value_minor is not None
            and (worth := purse.in_base(target.value_minor, target.currency)) is not None
        }
        lines = year_of(
            number,
            found,
            values,
            reads_plan_year.won_by_month(conn, purse, first, last),
            reads_plan_year.new_by_month(conn, first, last),
        )
    return PlanYear(number, purse.base, tuple(lines))


def _refuse_overwriting(
    work: Work, row: TargetRow | None, values: dict[str, object], seen: Seen
) -> None:
    """Raise Conflict where somebody else has set one of the values meanwhile."""
    for name, was in seen._asdict().items():
        there = getattr(row, name) if row is not None else Seen._field_defaults[name]
        if name in values and there not in (was, values[name]):
            raise overtaken(
                work,
                None,
                _("The target was changed elsewhere meanwhile"),
                mine=_shown(name, values[name], values.get("currency", "")),
                theirs=_shown(name, there, "" if row is None else row.currency),
            )


def _shown(name: str, value: object, currency: object) -> str:
    """A value of a target as both versions are shown; '' for none."""
    if value is None:
        return ""
    if name == "value_minor" and isinstance(value, int):
        return money(value, str(currency))
    return str(value)
