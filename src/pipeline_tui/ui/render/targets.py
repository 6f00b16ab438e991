"""The plan of a year as a sheet: a line for each period, and the cell that the keys are on."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from pipeline_tui.i18n import _
from pipeline_tui.i18n.format import compact_money, money, month, number
from pipeline_tui.ui.render import values
from pipeline_tui.ui.render.cells import fit, fit_right, shown, width
from pipeline_tui.ui.render.numbers import NOTHING
from pipeline_tui.ui.render.sheet import Item, Layout

if TYPE_CHECKING:
    from datetime import date

    from pipeline_tui.domain.metrics.plan_year import Planned
    from pipeline_tui.ui.gateway.targets import PlanYear
    from pipeline_tui.ui.render.wrap import Run

VALUE, CUSTOMERS, CAUSE = "value", "customers", "cause"
CELLS = (VALUE, CUSTOMERS, CAUSE)
"""What can be edited, from left to right."""

STATES = {
    "met": ("✓", "good"),
    "missed": ("✗", "bad"),
    "running": ("●", "today"),
    "later": ("○", "later"),
    "": ("·", "faint"),
}
"""Glyph and style of a period against its target."""

SUM = "Σ"
"""Stands before what is the sum of shorter periods."""

_ROOMY = 100
NARROW = 60
"""Below so many cells only what belongs to the chosen cell is shown."""
_GAP = 2


class _Column(NamedTuple):
    """A column: its head, its texts by line, their styles, and the cell it is."""

    head: str
    texts: list[str]
    styles: list[str]
    cell: str = ""
    left: bool = False


def lay_out(plan: PlanYear, cells: int, today: date, chosen: str, at: int = -1) -> Layout:
    """The sheet, `cells` wide, with the editors of the `chosen` column; `at` is the cursor's line.

    The cell under the cursor stands out.
    """
    columns = _fitting(_columns(plan, cells, today, chosen), cells, chosen)
    names = [_name(line, short=cells < _ROOMY, narrow=cells < NARROW) for line in plan.lines]
    label = max(width(name) for name in names) + 3
    widths = [max(map(width, (one.head, *one.texts))) for one in columns]
    if columns and columns[-1].left:
        used = label + sum(widths[:-1]) + _GAP * len(columns)
        widths[-1] = max(cells - used - 1, 4)
    starts, reached = [], label
    for wide in widths:
        starts.append(reached + _GAP)
        reached += _GAP + wide
    rows: list[list[Run]] = [_head(columns, widths, label, chosen)]
    items: list[Item] = []
    item_of = [-1]
    for place, (line, name) in enumerate(zip(plan.lines, names, strict=True)):
        glyph, style = STATES[line.state(today)]
        whole = line.name.count("-") == 0 or "Q" in line.name
        runs: list[Run] = [
            (" ", "text"),
            (f"{glyph} ", style),
            (fit(name, label - 3), "head" if whole else "text"),
        ]
        start = label
        for one, wide, begins in zip(columns, widths, starts, strict=True):
            text = fit(one.texts[place], wide) if one.left else fit_right(one.texts[place], wide)
            here = place == at and one.cell == chosen
            look = "key" if here else one.styles[place]
            runs += [(" " * _GAP, "text"), (text, look)]
            if one.cell == chosen:
                start = begins
        items.append(
            Item("field", line.name, place, len(rows), 1, len(rows), start, edited(line, chosen))
        )
        rows.append(runs)
        item_of.append(place)
    return Layout(rows, items, item_of, more=False)


def edited(line: Planned, cell: str) -> str:
    """What an editor on a cell begins with: what was set for the period itself."""
    own = line.own
    if own is None:
        return ""
    if cell == VALUE:
        return values.amount_text(own.value_minor, own.currency)
    if cell == CUSTOMERS:
        return "" if own.customers is None else str(own.customers)
    return own.cause


def _name(line: Planned, *, short: bool, narrow: bool) -> str:
    """`2026`, `Q4 2026`, and indented `November`; short `Nov`."""
    year, _dash, part = line.name.partition("-")
    if not part:
        return year
    if part.startswith("Q"):
        return part if narrow else f"{part} {year}"
    name = month(line.period.first).split()[0]
    return "  " + (name[:3] if short else name)


def _columns(plan: PlanYear, cells: int, today: date, chosen: str) -> list[_Column]:
    """All there is to see of each line, the most important first but for the cause."""

    def amount(minor: int) -> str:
        if cells < _ROOMY:
            return compact_money(minor, plan.currency)
        return money(minor, plan.currency, decimals=False)

    lines = plan.lines
    wanted = [
        _wanted(line.value_minor, amount, derived=line.value_derived)
        if line.value_minor is not None or line.own is None or line.own.value_minor is None
        else compact_money(line.own.value_minor, line.own.currency)  # there is no rate for it
        for line in lines
    ]
    off = [line.deviation(today) for line in lines]
    new = [_wanted(line.customers, number, derived=line.customers_derived) for line in lines]
    return [
        _Column(
            _("target"),
            wanted,
            ["dim" if line.value_derived else "value" for line in lines],
            VALUE,
        ),
        _Column(_("won"), [amount(line.won_minor) for line in lines],
                ["won" if line.won_minor else "faint" for line in lines]),
        _Column(_("deviation"), [_signed(minor, amount) for minor in off],
                ["faint" if not minor else "good" if minor > 0 else "bad" for minor in off]),
        _Column(_("new wanted"), new,
                ["dim" if line.customers_derived else "value" for line in lines], CUSTOMERS),
        _Column(_("new won"), [number(line.new_customers) for line in lines],
                ["won" if line.new_customers else "faint" for line in lines]),
        _Column(_("cause of the deviation"), [shown(line.cause) for line in lines],
                ["text"] * len(lines), CAUSE, left=True),
    ]  # fmt: skip


def _fitting(columns: list[_Column], cells: int, chosen: str) -> list[_Column]:
    """On a narrow screen what belongs to the chosen cell, else all columns that there is room for.

    The cause takes what is left, and on a screen without room it gives way to the figures.
    """
    target, won, off, wanted, new, cause = columns
    if cells < NARROW:
        narrow = {
            VALUE: [target, won, off],
            CUSTOMERS: [wanted, new],
            CAUSE: [off, cause],
        }
        return narrow[chosen]
    return columns


def _wanted(value: int | None, said: Callable[[int], str], *, derived: bool) -> str:
    if value is None:
        return NOTHING
    return f"{SUM} {said(value)}" if derived else said(value)


def _signed(minor: int | None, amount: Callable[[int], str]) -> str:
    if minor is None:
        return NOTHING
    if not minor:
        return amount(0)
    return ("+" if minor > 0 else "−") + amount(abs(minor))


def _head(columns: list[_Column], widths: list[int], label: int, chosen: str) -> list[Run]:
    """The names of the columns; the one that the keys are on stands out."""
    runs: list[Run] = [(" " * label, "text")]
    for one, wide in zip(columns, widths, strict=True):
        name = fit(one.head, wide) if one.left else fit_right(one.head, wide)
        runs += [(" " * _GAP, "text"), (name, "head-here" if one.cell == chosen else "faint")]
    return runs
