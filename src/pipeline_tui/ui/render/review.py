"""One deal of a review on the whole screen: why it is asked about, what to know, what to decide.

Records go in, lines of runs come out; no Textual.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from pipeline_tui.clock import local_day
from pipeline_tui.domain.records import Deal, DealPage
from pipeline_tui.domain.review import (
    MINUTES,
    REASONS,
    decision_of,
    head_of,
    why,
)
from pipeline_tui.domain.state import CLOSED_KINDS, GLYPHS
from pipeline_tui.domain.words import capital
from pipeline_tui.i18n import _
from pipeline_tui.i18n.format import days, full_date, money, number, percent, short_date
from pipeline_tui.ui.render import labels, pane_step, values
from pipeline_tui.ui.render.cells import fit, width
from pipeline_tui.ui.render.wrap import Run, flow, measure

if TYPE_CHECKING:
    from pipeline_tui.domain.review import Review, ReviewItem

Line = list[Run]

WIDEST = 108
"""Cells that are used at most: longer lines are hard to read."""

ROOMY = 30
"""With so many lines there is room for blank ones and for the benefit."""

NOTES = 3
_LOW = 18
_NAMED_FROM = 60
"""Cells from which the groups of keys have their names beside them."""
_GAP = 3


class OnDeal(NamedTuple):
    """A deal that is asked about: all that its page shows."""

    item: ReviewItem
    page: DealPage
    place: int
    """Which of the deals asked about for the same reason it is, from 1 on."""
    of: int
    words: str
    """Of the step that a new date books."""
    offers: tuple[tuple[str, date], ...]
    """Keys that re-date at once, and where they lead."""
    risk_was_reason: bool | None


class Keys(NamedTuple):
    """Keys that belong together, and what they are about."""

    name: str
    parts: list[list[Run]]


def margin_of(cells: int) -> tuple[int, int]:
    """The blank on the left, and the cells there are for the text."""
    least = 4 if cells >= 100 else 2 if cells >= 60 else 1
    room = max(min(cells - 2 * least, WIDEST), 8)
    return max((cells - room) // 2, 0), room


def deal_lines(on: OnDeal, cells: int, lines: int, today: date) -> list[Line]:
    """Why, and what to know of the deal."""
    return _DealSheet(on, cells, lines, today).build()


class _DealSheet:
    """One pass over a deal."""

    def __init__(self, on: OnDeal, cells: int, lines: int, today: date) -> None:
        self.on = on
        self.deal: Deal = on.page.deal
        self.cells = cells
        self.today = today
        self.roomy = lines >= ROOMY
        self.gap: list[Line] = [] if lines < _LOW else [[]]

    def build(self) -> list[Line]:
        rows = [*self._why(), *self.gap, *self._card(), *self.gap, *self._facts()]
        notes = self._notes()
        return [*rows, *self.gap, *notes] if notes else rows

    def _why(self) -> list[Line]:
        """The reason with its sign, and how many such deals there are."""
        on = self.on
        glyph, style, _head = REASONS.get(on.item.reason, ("·", "text", ""))
        said = why(on.item.reason, self.deal, self.today)
        if on.item.reason == "largest":
            said = _("Number {place} of the largest open deals.").format(place=number(on.place))
        count = _("{head}, {place} of {total}").format(
            head=capital(head_of(on.item.reason)), place=number(on.place), total=number(on.of)
        )
        rows: list[Line] = []
        if self.gap:
            rows.append([(fit(count, min(width(count), self.cells)), "faint")])
        rows += flow([(f"{glyph} ", style), (said, style)], self.cells, 3)
        if on.item.decision:
            decided = _("Decided: {decision}").format(decision=decision_of(on.item.decision))
            rows += flow([("✓ ", "good"), (decided, "good")], self.cells, 1)
        return rows

    def _card(self) -> list[Line]:
        """Company and title, next step and risk: the first lines of every deal."""
        deal, inner = self.deal, self.cells - 4
        named: Line = [(deal.title, "title")]
        if deal.company:
            named = [(deal.company, "title"), (" · ", "faint"), (deal.title, "text")]
        rows = [*flow(named, inner, 2), *([[]] if self.roomy else [])]
        if deal.stage_kind in CLOSED_KINDS:
            step = values.outcome(deal)
        elif deal.next is None:
            state = deal.state or "none"
            step = [(f"{GLYPHS.get(state, '∅')} ", state), (_("no next step"), state)]
        else:
            step = pane_step.next_runs(deal, self.today)
        rows += flow(step, inner, 2)
        rows += flow(_risk(deal), inner, 2)
        if self.roomy:
            rows = [[], *rows, []]
        return [self._filled(row) for row in rows]

    def _filled(self, row: Line) -> Line:
        runs: Line = [("▌", "bar+edge"), (" ", "bar")]
        runs += [(text, f"bar+{style}") for text, style in row]
        return [*runs, (" " * max(self.cells - measure(row) - 2, 0), "bar")]

    def _facts(self) -> list[Line]:
        deal = self.deal
        rows = [(labels.field("value"), self._value()), (labels.field("stage"), self._stage())]
        rows.append((labels.field("close"), self._close()))
        if deal.last_contact_on is not None or deal.contact or "no_decider" in deal.warnings:
            rows.append((labels.field("contact"), self._contact()))
        if self.roomy and deal.benefit:
            rows.append((labels.field("benefit"), [(deal.benefit, "text")]))
        if self.on.item.reason == "lost" and (answer := self.on.risk_was_reason) is not None:
            said = _("yes, that was the reason") if answer else _("no, it was something else")
            rows.append((labels.field("risk"), [(said, "text")]))
        column = min(max(width(label) for label, _line in rows) + 2, max(self.cells // 2, 4))
        found: list[Line] = []
        for label, runs in rows:
            for place, line in enumerate(flow(runs, self.cells - column, 2)):
                head: Run = (" " * column, "text") if place else (fit(label, column), "dim")
                found.append([head, *line])
        return found

    def _value(self) -> Line:
        deal = self.deal
        if deal.value_minor is None:
            return [("–", "faint")]
        runs: Line = [(money(deal.value_minor, deal.currency), "value")]
        if deal.stage_kind not in CLOSED_KINDS:
            runs += [(" · ", "faint"), (percent(deal.probability), "dim")]
        return runs

    def _stage(self) -> Line:
        deal = self.deal
        stayed = max((self.today - local_day(deal.stage_entered_at)).days, 0)
        runs: Line = [(deal.stage, "text"), (" · ", "faint"), (days(stayed), "dim")]
        if deal.criteria and deal.stage_kind not in CLOSED_KINDS:
            done = f"{deal.ticks}/{deal.criteria}" + ("!" if deal.overridden else "")
            style = "good" if deal.ticks == deal.criteria else "dim"
            runs += [(" · ", "faint"), (done, style)]
        return runs

    def _close(self) -> Line:
        deal = self.deal
        if deal.expected_close is None:
            return [("–", "faint")]
        past = "close_past" in deal.warnings
        runs: Line = [(full_date(deal.expected_close), "bad" if past else "text")]
        if deal.close_moves:
            often = "overdue" if "close_moved" in deal.warnings else "dim"
            runs += [(" · ", "faint"), (values.times_moved(deal.close_moves), often)]
        for code in deal.warnings:
            if code in labels.WARNINGS:
                runs += [
                    (" · ", "faint"),
                    (f"{labels.FLAG} " + _(labels.WARNINGS[code]), "overdue"),
                ]
        return runs

    def _contact(self) -> Line:
        deal = self.deal
        runs: Line = [(deal.contact or "–", "text" if deal.contact else "faint")]
        if deal.last_contact_on is not None:
            day = short_date(deal.last_contact_on, self.today)
            runs += [(" · ", "faint"), (_("last reached {day}").format(day=day), "dim")]
        if "no_decider" in deal.warnings:
            runs += [(" · ", "faint"), (f"{labels.FLAG} " + _(labels.NO_DECIDER), "overdue")]
        return runs

    def _notes(self) -> list[Line]:
        """The last notes, latest first."""
        notes = self.on.page.notes[:NOTES]
        if not notes:
            return []
        column = max(width(short_date(local_day(note.at), self.today)) for note in notes) + 2
        rows: list[Line] = []
        for note in notes:
            when = short_date(local_day(note.at), self.today)
            said: Line = [(note.text.replace("\n", " "), "text")]
            for place, line in enumerate(flow(said, self.cells - column, 2)):
                head: Run = (" " * column, "text") if place else (fit(when, column), "dim")
                rows.append([head, *line])
        rule = max(self.cells - width(_("Notes")) - 1, 0)
        return [[(_("Notes"), "head"), (" " + "─" * rule, "rule")], *rows]


def key_parts(on: OnDeal, today: date) -> list[Keys]:
    """What can be decided about a deal, key by key, what belongs together in a group."""
    deal = on.page.deal
    if deal.stage_kind == "lost":
        if not _told(deal):
            return [Keys("", [key_run("enter", _("go on"))])]
        return [
            Keys(_("Was that the reason?"), [key_run("y", _("yes")), key_run("n", _("no"))]),
            Keys("", [key_run("enter", _("leave it open"))]),
        ]
    if deal.stage_kind == "won":
        return [Keys("", [key_run("enter", _("go on"))])]
    words = [[(f"{on.words}:", "text")]] if deal.next is None else []
    dates = [
        [(f"{key} ", "key"), (pane_step.when(day, None, today), "later")] for key, day in on.offers
    ]
    closing = [key_run("w", _("won")), key_run("x", _("lost"))]
    if deal.stage_kind in ("open", "parked"):
        closing.append(key_run("p", _("park")))
    rest: list[list[Run]] = []
    if deal.state != "ghost":
        rest = [key_run("enter", _("leave as it is")), key_run("e", _("expected close"))]
    others = [key_run("s", _("another day")), key_run("n", _("next step"))]
    return [Keys(_("New date"), [*words, *dates, *others]), Keys(_("Or"), [*closing, *rest])]


def key_lines(groups: list[Keys], cells: int) -> list[Line]:
    """Groups below each other, the keys of one beside each other as far as there is room.

    Narrow screens leave out what a group is called.
    """
    column = max((width(group.name) for group in groups), default=0)
    column = column + 2 if column and cells >= _NAMED_FROM else 0
    lines: list[Line] = []
    for group in groups:
        beside: list[Line] = []
        for part in group.parts:
            if beside and measure(beside[-1]) + _GAP + measure(part) <= cells - column:
                beside[-1] += [(" " * _GAP, "text"), *part]
            else:
                beside += flow(part, cells - column, 1)
        for place, line in enumerate(beside):
            head: Run = (fit("" if place else group.name, column), "dim")
            lines.append([head, *line] if column else line)
    return lines


def head_line(
    name: str, count: str, kind: str, minutes: int, cells: int, today: date, notes: tuple[Run, ...]
) -> Line:
    """`pipeline  Weekly review  3 of 12 · 1 skipped          4 of 30 min   22 Nov`."""
    from pipeline_tui.ui.render.cells import shown
    from pipeline_tui.ui.render.header import NAME

    meant = MINUTES.get(kind, 0)
    spent = _("{count} of {total} min").format(count=number(minutes), total=number(meant))
    late = "bar+today" if minutes >= meant else "bar+dim"
    day = short_date(today, today)
    short, _blank, _rest = count.partition(" · ")
    for left, middle, right in (
        (True, count, [spent, day]),
        (False, count, [spent, day]),
        (False, count, [spent]),
        (False, short, [spent]),
        (False, short, []),
    ):
        runs: Line = [(f" {NAME} ", "bar+accent")] if left else []
        runs += [(f" {name}  ", "bar+head"), (middle, "bar")]
        for text, style in notes if left else ():
            runs += [("  ", "bar"), (f" {shown(text)} ", style)]
        end = "   ".join(right)
        room = cells - measure(runs) - width(end) - 1
        if room >= 1:
            blank: Run = (" " * room, "bar")
            return [*runs, blank, *((f"{text}", late if text == spent else "bar+dim") if not place
                                    else (f"   {text}", "bar+dim")
                                    for place, text in enumerate(right)), (" ", "bar")]  # fmt: skip
    return [(fit(f" {short}", cells), "bar")]


def key_run(key: str, words: str) -> list[Run]:
    """A key and what it does."""
    return [(f"{key} ", "key"), (words, "text")]


def _told(deal: Deal) -> bool:
    """Whether a risk was written down."""
    return bool(deal.risk_text or deal.risk_level)


def _risk(deal: Deal) -> Line:
    if not _told(deal):
        return [("· ", "faint"), (_("none known"), "faint")]
    level = deal.risk_level or "mid"
    style = labels.RISK_STYLES[level]
    return [(f"{labels.RISK_GLYPHS[level]} ", style), (deal.risk_text or labels.risk(level), style)]


def place_of(review: Review, item: ReviewItem) -> tuple[int, int]:
    """Which of the deals asked about for the same reason it is, and how many there are."""
    same = [one.id for one in review.items if one.reason == item.reason]
    return same.index(item.id) + 1, len(same)
