"""The end of a review and the figures of its month, and the keys that work there.

Records go in, lines of runs come out; no Textual.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline_tui.domain import review_lines
from pipeline_tui.domain.review import conversion_rows, learned_from
from pipeline_tui.domain.words import capital
from pipeline_tui.i18n import _, ngettext
from pipeline_tui.i18n.format import number
from pipeline_tui.ui.render.cells import fit, width
from pipeline_tui.ui.render.review import Keys, Line, key_run
from pipeline_tui.ui.render.wrap import Run, flow

if TYPE_CHECKING:
    from pipeline_tui.domain.review import MonthFigures, Summary

_LEAST_NAME = 24
"""Cells that the names of two stages need at least beside their conversion."""


def figure_lines(of: MonthFigures, cells: int) -> list[Line]:
    """What was won and lost in the month, and what went on from stage to stage."""
    rows: list[Line] = [[(review_lines.month_title(of), "title")], []]
    for glyph, style, said in zip(
        "✓✗·", ("won", "lost", "accent"), learned_from(of.report), strict=True
    ):
        rows += flow([(f"{glyph} ", style), (said, "text")], cells, 2)
    table = conversion_rows(of)
    if not table:
        return [*rows, [], *flow([(review_lines.nobody_came(), "faint")], cells, 2)]
    return [*rows, [], *_conversions(table, cells)]


def _conversions(table: list[tuple[str, str, str, str]], cells: int) -> list[Line]:
    """From stage to stage in columns; narrow screens crop the names, then leave out the rest."""
    counted, rated, left = (max(width(row[at]) for row in table) for at in (1, 2, 3))
    beside = 2 + counted + 2 + rated
    rest = 2 + left if left and cells - beside - 2 - left >= _LEAST_NAME else 0
    named = min(max(width(row[0]) for row in table), max(cells - beside - rest, 1))
    return [
        [
            (fit(name, named), "text"),
            ("  " + " " * (counted - width(counts)) + counts, "dim"),
            ("  " + " " * (rated - width(rate)) + rate, "value"),
            *([("  " + undecided, "faint")] if rest and undecided else []),
        ]
        for name, counts, rate, undecided in table
    ]


def figure_keys() -> list[Keys]:
    """On to what was lost."""
    return [Keys("", [key_run("enter", _("go on"))])]


def summary_lines(of: Summary, cells: int) -> list[Line]:
    """What came of it all."""
    over = of.review.ended_at is not None
    head = review_lines.title(of) if over else _("All deals have been asked about.")
    sign: Run = ("✓ ", "good")
    if not over and of.share("").deals:
        head, sign = _("Not all deals have been asked about."), ("○ ", "later")
    rows: list[Line] = [*flow([sign, (head, "title")], cells, 2), []]
    table = review_lines.counted(of)
    named = max((width(word) for _code, word, _n, _v in table), default=0) + 4
    counted = max((width(count) for _code, _word, count, _v in table), default=0)
    worth = max((width(value) for _code, _word, _n, value in table), default=0)
    for code, word, count, value in table:
        indent = "  " if code in review_lines.CLOSED else ""
        rows.append(
            [
                (fit(indent + capital(word) if not indent else indent + word, named), "text"),
                (" " * (counted - width(count)) + count, "value"),
                ("  " + " " * (worth - width(value)) + value, "dim"),
            ]
        )
    if risk := review_lines.risk_line(of):
        rows += [[], *flow([(risk, "text")], cells, 3)]
    if of.review.learned:
        learned = _("Learned: {text}").format(text=of.review.learned)
        rows += [[], *flow([("→ ", "accent"), (learned, "head")], cells, 4)]
    return rows if of.month is None else [*rows, [], *figure_lines(of.month, cells)]


def summary_keys(of: Summary) -> list[Keys]:
    """What can be done at the end."""
    parts: list[list[Run]] = []
    if of.review.ended_at is None:
        parts.append(key_run("enter", _("write down what was learned, and end")))
        if of.review.skipped:
            skipped = ngettext(
                "ask again about {count} deal", "ask again about {count} deals", of.review.skipped
            )
            parts.append(key_run("space", skipped.format(count=number(of.review.skipped))))
    return [Keys("", [*parts, key_run("y", _("copy the summary"))])]
