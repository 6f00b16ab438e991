"""The agenda as lines of runs: group heads and follow-ups in columns. Knows no Textual."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from pipeline_tui.domain.agenda import GroupTotal
from pipeline_tui.domain.records import DealRef, FollowUp
from pipeline_tui.domain.standing import GLYPHS, shown_as
from pipeline_tui.i18n import N_, _
from pipeline_tui.i18n.format import (
    compact_money,
    full_date,
    money,
    number,
    short_date,
    weekday_date,
)
from pipeline_tui.ui.render import labels, pane_step
from pipeline_tui.ui.render.cells import fit, fit_right, width
from pipeline_tui.ui.render.head import ROUGHLY
from pipeline_tui.ui.render.wrap import Run, flow, printable

GROUPS = ("overdue", "today", "tomorrow", "week", "later")
"""In the order of their days, so that the follow-ups of one stand together."""

TITLES = {
    "overdue": N_("Overdue"),
    "today": N_("Today"),
    "tomorrow": N_("Tomorrow"),
    "week": N_("This week"),
    "later": N_("Later"),
}
_HEAD_STYLES = {"overdue": "overdue", "today": "today"}
_NOW = ("overdue", "today")

NARROW = 60
"""Below this many cells a follow-up takes two lines."""

_MEDIUM = 96
"""From here on the stage stands in the row, and the risk at least as its sign."""

_WIDE = 130
_RISK_WORDS = 60
"""With so many cells for words the risk gets some of them."""

_TIME = 6
_GLYPH = 2
_MARK = 2
_GAP = 2
_STAGE = 14
_URGENCY = 3


class Columns(NamedTuple):
    """Cells of each column for one width; 0 leaves a column out."""

    cells: int
    day: int
    what: int
    deal: int
    company: int
    value: int
    stage: int
    risk: int
    urgency: int

    @property
    def lines(self) -> int:
        """Lines one follow-up takes."""
        return 1 if self.cells >= NARROW else 2


def columns(cells: int, today: date) -> Columns:
    """How the width is shared: what is to be done comes first, then whom it is for."""
    day = 1 + max(width(_date(of, today, cells)) for of in _longest_days(today))
    lead = _MARK + day + _TIME + _GLYPH
    if cells < NARROW:
        return Columns(cells, day, max(cells - lead - 1, 8), 0, 0, 9, 0, 0, 0)
    value = 12 if cells >= _WIDE else 9
    room = cells - lead - value - 2
    if cells < _MEDIUM:
        room -= _GAP
        what = room // 2
        return Columns(cells, day, what, room - what, 0, value, 0, 0, 0)
    room -= 1 + _URGENCY
    if cells < _WIDE:
        room -= 3 * _GAP + _STAGE
        risk = room // 4 if room >= _RISK_WORDS else 1
        what = (room - risk) * 54 // 100
        return Columns(cells, day, what, room - risk - what, 0, value, _STAGE, risk, _URGENCY)
    room -= 4 * _GAP + _STAGE
    what, deal, company = room * 34 // 100, room * 22 // 100, room * 19 // 100
    risk = room - what - deal - company
    return Columns(cells, day, what, deal, company, value, _STAGE, risk, _URGENCY)


def group_line(group: str, total: GroupTotal | None, currency: str, cells: int) -> list[Run]:
    """`Overdue  7 · €120k ────`; a value that has not been added up yet is left out.

    Without a total the group has not been counted yet: `Later  … ────`.
    """
    title = " " + _(TITLES[group])
    style = _HEAD_STYLES.get(group, "head")
    counted = f"  {number(total.count) if total else '…'} "
    worth = ""
    if total and total.value_minor:
        about = ROUGHLY if total.converted or total.left_out else ""
        worth = f"· {about}{compact_money(total.value_minor, currency)} "
    if width(title) + width(counted) + width(worth) > cells:
        worth = ""
    rule = max(cells - width(title) - width(counted) - width(worth), 0)
    return [(title, style), (counted, "dim"), (worth, "dim"), ("─" * rule, "rule")]


def followup_lines(
    followup: FollowUp, shape: Columns, today: date, *, marked: bool = False
) -> list[list[Run]]:
    """One follow-up in as many lines as `shape` gives it, each exactly `shape.cells` wide."""
    style = pane_step.STATE_OF_GROUP.get(followup.state, "later")
    state = shown_as(followup.state, followup.deal_state)
    day = _day(followup, today, shape.cells)
    lead: list[Run] = [
        ("✓ " if marked else "  ", "mark"),
        (fit(day, shape.day), style if followup.state == "overdue" else "dim"),
        (fit(followup.time or "", _TIME), "text"),
        (fit(GLYPHS[state], _GLYPH), state),
    ]
    what = _what(followup, shape.what)
    if shape.lines == 2:
        return [[*lead, *what, (" ", "text")], _second_line(followup, shape)]
    runs = [*lead, *what, (" " * _GAP, "text"), *_whom(followup, shape)]
    if shape.stage:
        stage = followup.deal.stage if followup.deal else ""
        runs += [(" " * _GAP, "text"), (fit(printable(stage), shape.stage), "dim")]
    if shape.risk:
        runs += [(" " * _GAP, "text"), *_risk(followup.deal, shape.risk)]
    if shape.urgency:
        figure = fit_right(str(followup.urgency), shape.urgency)
        runs += [(" ", "text"), (figure, "dim" if followup.urgency else "faint")]
    return [[*runs, (" ", "text")]]


def empty_lines(cells: int, *, filtered: bool) -> list[list[Run]]:
    """What stands where no follow-up is to be shown."""
    if filtered:
        said = (_("No follow-up matches the filter."), _("esc takes it away."))
    else:
        said = (_("Nothing is due. Well done."), _("n on a deal sets its next step."))
    lines = [line for text, style in zip(said, ("text", "faint"), strict=True)
             for line in flow([(text, style)], max(cells - 4, 8))]  # fmt: skip
    return [[], *([("  ", "text"), *line] for line in lines)]


def _day(followup: FollowUp, today: date, cells: int) -> str:
    """The day, where the head of the group does not say it already."""
    return "" if followup.state in ("today", "tomorrow") else _date(followup.due, today, cells)


def _date(day: date, today: date, cells: int) -> str:
    """With its weekday, or with its year if it is another one; where it is narrow, neither."""
    if cells < NARROW:
        return short_date(day, day)
    return weekday_date(day, today) if day.year == today.year else full_date(day)


def _longest_days(today: date) -> tuple[date, ...]:
    """Days whose names are as long as any."""
    return tuple(date(year, 11, 30) for year in (today.year, today.year + 1))


def _what(followup: FollowUp, cells: int) -> list[Run]:
    """What is to be done, in exactly so many cells; brighter when it is due.

    That it comes again, was promised, or that something is to be warned of stands behind it
    however long it is; before it, that the contact person does not want it.
    """
    style = "title" if followup.state in _NOW else "text"
    if followup.barred:
        mark = f" {labels.BARRED} "
        rest = followup._replace(barred=False)
        return [(mark, "chip-bad"), (" ", "text"), *_what(rest, max(cells - width(mark) - 1, 0))]
    text = printable(pane_step.what(followup.kind, followup.text))
    signs = labels.signs(followup.repeat, promised=followup.promised)
    flag = f" {labels.FLAG}" if followup.warnings else ""
    if not signs and not flag:
        return [(fit(text, cells), style)]
    behind = f" {signs}" if signs else ""
    text = fit(text, min(width(text), max(cells - width(behind + flag), 0)))
    runs = [(text, style), (behind, "accent"), (flag, "overdue")]
    left = cells - sum(width(part) for part, _style in runs)
    if left < 0:
        return [(fit(text + behind + flag, cells), style)]
    return [*((part, look) for part, look in runs if part), (" " * left, style)]


def _whom(followup: FollowUp, shape: Columns) -> list[Run]:
    """Deal, company and value."""
    deal = followup.deal
    if deal is None:
        gap = _GAP if shape.company else 0
        return [(" " * (shape.deal + gap + shape.company + 1 + shape.value), "text")]
    runs: list[Run] = []
    if shape.company:
        runs = [
            (fit(printable(deal.title), shape.deal), "text"),
            (" " * _GAP, "text"),
            (fit(printable(deal.company or ""), shape.company), "dim"),
        ]
    else:
        runs = _company_and_title(deal, shape.deal)
    return [*runs, (" ", "text"), (_value(deal, shape.value), "value")]


def _company_and_title(deal: DealRef, cells: int) -> list[Run]:
    """`Acme GmbH · CNC retrofit` in exactly so many cells."""
    title = printable(deal.title)
    if not deal.company:
        return [(fit(title, cells), "text")]
    company = printable(deal.company)
    if width(company) + 4 >= cells:
        return [(fit(company, cells), "text")]
    return [(company, "text"), (fit(f" · {title}", cells - width(company)), "dim")]


def _second_line(followup: FollowUp, shape: Columns) -> list[Run]:
    """Of the two-line form: company, title and value, indented."""
    indent = _MARK + _GLYPH
    deal = followup.deal
    if deal is None:
        return [(" " * shape.cells, "text")]
    room = shape.cells - indent - shape.value - 2
    return [
        (" " * indent, "text"),
        *_company_and_title(deal, max(room, 4)),
        (" ", "text"),
        (_value(deal, shape.value), "value"),
        (" ", "text"),
    ]


def _value(deal: DealRef, cells: int) -> str:
    """The value, right-aligned; short where it would not fit."""
    if deal.value_minor is None:
        return " " * cells
    text = money(deal.value_minor, deal.currency)
    if width(text) > cells:
        text = compact_money(deal.value_minor, deal.currency)
    return fit_right(text, cells)


def _risk(deal: DealRef | None, cells: int) -> list[Run]:
    """Sign and words; that none is known is said, not left blank. Where it is narrow, the sign."""
    if deal is None:
        return [(" " * cells, "text")]
    known = deal.risk_level is not None or deal.risk_text
    level = deal.risk_level or "low"
    style = labels.RISK_STYLES[level] if known else "faint"
    if cells < 4:
        return [(fit(labels.RISK_GLYPHS[level], cells), style)]
    glyph = labels.RISK_GLYPHS[level] + " "
    words = printable(deal.risk_text or labels.risk(level)) if known else _("none known")
    return [(glyph, style), (fit(words, cells - width(glyph)), "dim" if known else "faint")]
