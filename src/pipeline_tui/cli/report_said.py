"""What a report is asked for and what it says: the same figures as JSON and as lines.

What a figure needs and does not find is said with the way to it, in both forms.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from pipeline_tui.cli import say, table
from pipeline_tui.i18n import _, ngettext
from pipeline_tui.i18n.format import decimal, full_date, number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline_tui.domain.filter import Filter
    from pipeline_tui.domain.metrics.basis import Basis
    from pipeline_tui.domain.metrics.facts import Middle
    from pipeline_tui.domain.metrics.periods import Period
    from pipeline_tui.services.desk import Desk

Json = dict[str, object]

MOST_CELLS = 60
"""So wide is a cell of a table at most: one name must not push the figures of all rows out of
sight. The JSON has it in full."""

MOST_BESIDE = 80
"""So wide are those beside it: a figure with what it is measured against, a cause in a line."""


class Asked(NamedTuple):
    """Figures of which period and which deals; all time and all of them without."""

    desk: Desk
    today: date
    period: Period | None
    flt: Filter | None


class Missing(NamedTuple):
    """What a report did not find, and how to get it."""

    code: str
    text: str
    todo: str = ""

    def __str__(self) -> str:
        """In one line."""
        return f"{self.text}; {self.todo}" if self.todo else self.text


class Said(NamedTuple):
    """A report."""

    json: Json
    lines: list[str]


def said(json: Json, lines: list[str], asked: Asked, missing: Sequence[Missing] = ()) -> Said:
    """A report with what it stands on: currencies, and what was missing."""
    from pipeline_tui.services import figure_reports

    basis = figure_reports.basis(asked.desk, asked.flt)
    absent = general(basis, asked)
    absent += [one for one in missing if basis.deals or one.code == "target"]
    whole = {
        **json,
        "currency": basis.currency,
        "converted": list(basis.converted),
        "left_out": [{"currency": name, "amounts": count} for name, count in basis.left_out],
        "missing": [
            {"what": one.code, "text": one.text, "todo": one.todo or None} for one in absent
        ],
    }
    notes = [str(one) for one in absent]
    if basis.converted:
        notes.insert(0, converted(basis))
    told = [line for note in notes for line in _wrapped(note)]
    return Said(whole, [*lines, *([""] if told else []), *told])


def _wrapped(note: str) -> list[str]:
    """A sentence in lines as wide as the terminal; in a pipe it is one."""
    cells = table.terminal_width()
    if cells is None:
        return [note]
    from textwrap import wrap

    return wrap(note, max(cells, 20), subsequent_indent="  ", break_on_hyphens=False)


def converted(basis: Basis) -> str:
    """Which currencies were converted."""
    return _("* {currencies} converted into {base} with the rates of the settings").format(
        currencies=", ".join(basis.converted), base=basis.currency
    )


def general(basis: Basis, asked: Asked) -> list[Missing]:
    """What any figure may be missing: deals, a rate, a period that has begun."""
    found = []
    if not basis.deals and asked.flt is None:
        found.append(Missing("deals", _("There are no deals yet"), _("pipeline-tui add makes one")))
    elif not basis.deals:
        found.append(Missing("matches", _("No deal matches the filter"), _("leave words out")))
    for currency, count in basis.left_out:
        text = ngettext(
            "No rate for {currency}: {count} amount is in no sum",
            "No rate for {currency}: {count} amounts are in no sum",
            count,
        )
        todo = _("pipeline-tui settings rates {currency}=… enters it").format(currency=currency)
        said = text.format(currency=currency, count=number(count))
        found.append(Missing("rate", said, todo))
    if asked.period is not None and asked.period.first > asked.today:
        said = _("{period} begins on {day}: nothing can have been won or lost in it yet").format(
            period=asked.period.name, day=full_date(asked.period.first)
        )
        found.append(Missing("future", said))
    return found


def head(title: str, period: str | None) -> str:
    """The first line of a report."""
    return title + say.DOT + (period or _("all time"))


def grid(rows: Sequence[Sequence[str]]) -> list[str]:
    """A table whose first column is text; of one that is too long as much as a line can take."""
    cells = [
        [table.cut(cell, MOST_BESIDE if place else MOST_CELLS) for place, cell in enumerate(row)]
        for row in rows
    ]
    return table.columns(cells, right=range(1, len(cells[0])), limit=table.terminal_width())


def days(count: float | None) -> str:
    """Days with one decimal, or –."""
    return say.NOTHING if count is None else decimal(count, 1)


def middle_json(found: Middle | None) -> Json:
    """Mean and median, null where there is nothing to count."""
    return {
        "mean": None if found is None else found.mean,
        "median": None if found is None else found.median,
    }
