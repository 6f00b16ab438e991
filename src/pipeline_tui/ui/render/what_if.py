"""The pages of the what-if as blocks of rows, and what stands pinned above them. No Textual."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from pipeline_tui.domain import words
from pipeline_tui.domain.metrics import what_if as trying
from pipeline_tui.domain.metrics.what_if import CATEGORY, CLOSE, LOST, STAGE, WON, Base, Try
from pipeline_tui.i18n import _, ngettext, pgettext
from pipeline_tui.i18n.format import compact_money, full_date, money, number, percent, short_date
from pipeline_tui.ui.render.cells import fit, fit_right, shown, width
from pipeline_tui.ui.render.insights import Block, Row
from pipeline_tui.ui.render.numbers import NOTHING

if TYPE_CHECKING:
    from pipeline_tui.domain.metrics.what_if import OpenDeal, Outlook
    from pipeline_tui.ui.text import Run

T = TypeVar("T")

SIGN = "◇"
"""What is tried and not real."""
MOST = 200
"""So many deals of each part are listed."""
_ROOMY = 110
NARROW = 60
"""Below so many cells columns and names are left out so that the rest can be read."""
_LABEL = 9
_GAP = 2
_WORDS = frozenset({3, 4})
"""Stage and forecast, of the columns of deals."""
_ARROW = {WON: "✓", LOST: "✗", STAGE: "→", CLOSE: "→", CATEGORY: "→"}


class Figure(NamedTuple):
    """One figure as it is and as it would be; `better` is +1 where more of it is better."""

    title: str
    now: float | None
    tried: float | None
    better: int
    shown: Callable[[float], str]


def pinned(figures: Sequence[Figure], cells: int) -> list[list[Run]]:
    """A table of figures as now, as tried, and the difference; what does not fit is left out."""
    columns = [(one, *_columns(one)) for one in figures]
    lines: list[list[Run]] = [
        [(" " * (_LABEL + 1), "text")],
        [(" " + fit(_("as now"), _LABEL), "dim")],
        [(" " + fit(f"{SIGN} " + _("tried"), _LABEL), "waiting")],
        [(" " + fit("±", _LABEL), "dim")],
    ]
    used = _LABEL + 1
    for one, now, tried, change in columns:
        wide = max(width(text) for text in (one.title, now, tried, change))
        if used + _GAP + wide > cells:
            break
        used += _GAP + wide
        style = "faint"
        if one.now is not None and one.tried is not None and one.now != one.tried:
            style = "good" if (one.tried > one.now) == (one.better > 0) else "bad"
        for line, text, look in zip(
            lines,
            (one.title, now, tried, change),
            ("faint", "dim", "value" if style == "faint" else "waiting", style),
            strict=True,
        ):
            line.append((" " * _GAP + fit_right(text, wide), look))
    return lines


def _columns(one: Figure) -> tuple[str, str, str]:
    met = pgettext("target", "done")
    now, tried = (
        NOTHING if value is None else met if one.better < 0 and not value else one.shown(value)
        for value in (one.now, one.tried)
    )
    if one.now is None or one.tried is None:
        return now, tried, ""
    change = one.tried - one.now
    if not change:
        return now, tried, "·"
    return now, tried, ("+" if change > 0 else "−") + one.shown(abs(change))


def amounts(currency: str, cells: int) -> Callable[[float], str]:
    def roomy(minor: float) -> str:
        return money(round(minor), currency, decimals=False)

    def short(minor: float) -> str:
        return compact_money(round(minor), currency)

    return roomy if cells >= _ROOMY else short


# The page of deals.


def outlook_figures(base: Base, now: Outlook, tried: Outlook, cells: int) -> list[Figure]:
    """Won, scenarios, even chance and both gaps; those that matter most come first."""
    said = amounts(base.currency, cells)
    gap = (now.gap, tried.gap)
    known = gap[0] is not None and gap[1] is not None
    return [
        Figure(_("won"), now.won_minor, tried.won_minor, 1, said),
        Figure(
            _("gap, won"),
            gap[0].to_won if known and gap[0] else None,
            gap[1].to_won if known and gap[1] else None,
            -1,
            said,
        ),
        Figure(_("realistic"), now.scenarios.realistic, tried.scenarios.realistic, 1, said),
        Figure(
            _("gap, realistic"),
            gap[0].to_realistic if known and gap[0] else None,
            gap[1].to_realistic if known and gap[1] else None,
            -1,
            said,
        ),
        Figure(_("cautious"), now.scenarios.cautious, tried.scenarios.cautious, 1, said),
        Figure(_("optimistic"), now.scenarios.optimistic, tried.scenarios.optimistic, 1, said),
        Figure(
            _("even chance"),
            now.band and now.band.p50,
            tried.band and tried.band.p50,
            1,
            said,
        ),
    ]


def deals(
    base: Base,
    now: Outlook,
    tried: Outlook,
    tries: Sequence[Try],
    cells: int,
    listed: Container[int] | None = None,
) -> list[Block]:
    """What is tried, the deals due in the period, then the other open ones.

    With `listed` only those of them; the figures are of all deals whatever is listed.
    """
    kept = trying.settled(tries)
    by_id = {deal.id: deal for deal in base.deals}
    blocks = []
    if kept:
        rows = [
            _try_row(base, by_id[one.deal_id], one, kept, cells)
            for one in kept
            if one.deal_id in by_id
        ]
        heads = (_("won"), _("realistic"))
        blocks.append(Block(f"{SIGN} " + _("Tried, not real"), heads, tuple(rows)))
    due = {*tried.due, *now.due}
    some = [deal for deal in base.deals if listed is None or deal.id in listed]
    here = [deal for deal in some if deal.id in due]
    here.sort(key=lambda deal: (str(deal.expected_close), deal.id))
    others = [deal for deal in some if deal.id not in due]
    others.sort(key=lambda deal: (-deal.value_minor, deal.id))
    columns: tuple[str, ...] = (_("value"), _("close"))
    if cells >= NARROW:
        columns = (*columns, _("chance"), _("stage"), _("forecast"))
    said = (
        ""
        if here or listed is not None
        else _("No open deal is due in {period}: e gives one a close date.")
    )
    if base.today > base.period.last:
        said = _("{period} is over: what is tried today does not count for it.")
    elif base.today < base.period.first:
        ahead = _("{period} has not begun: what is won today does not count for it.")
        said = f"{said} {ahead}".lstrip()
    more = len(here) - MOST
    if more > 0:
        said = _not_listed(more)
    blocks.append(
        Block(
            _("Due in {period}").format(period=base.period.name),
            columns,
            tuple(_deal_row(base, deal, kept, cells) for deal in here[:MOST]),
            said.format(period=base.period.name),
            _WORDS,
        )
    )
    if others:
        more = len(others) - MOST
        note = _not_listed(more) if more > 0 else ""
        rows = [_deal_row(base, deal, kept, cells) for deal in others[:MOST]]
        blocks.append(Block(_("Other open deals"), columns, tuple(rows), note, _WORDS))
    return blocks


def _not_listed(more: int) -> str:
    return ngettext("{count} more is not listed", "{count} more are not listed", more).format(
        count=number(more)
    )


def said(base: Base, one: Try) -> str:
    """What is tried, in a few words: `→ Proposal`, `✓ won`, `→ close 18 Dec 2026`."""
    arrow = _ARROW[one.what]
    if one.what == WON:
        return f"{arrow} " + _("won")
    if one.what == LOST:
        return f"{arrow} " + _("lost")
    if one.what == STAGE:
        stage = base.stage(one.stage_id)
        return f"{arrow} " + ("" if stage is None else stage.name)
    if one.what == CLOSE:
        day = _("none") if one.close is None else full_date(one.close)
        return f"{arrow} " + _("close {day}").format(day=day)
    return f"{arrow} " + words.category(one.category)


def _try_row(base: Base, deal: OpenDeal, one: Try, kept: Sequence[Try], cells: int) -> Row:
    found = trying.effect(base, one)
    label = "  ".join(_in_order(deal.name, said(base, one), cells))
    after = trying.after(base, deal, kept)
    if after is not None and after.category == "commit":
        due = trying.as_due(after, base.stage(after.stage_id))
        if due.counted_as(base.today) != "commit":
            label += " · " + _("counts as {category}").format(category=words.category("best"))
    figures = (_signed(found.won, base.currency), _signed(found.realistic, base.currency))
    return Row(label, figures, "realistic", (deal.id,), key=f"try:{deal.id}:{one.slot[1]}")


def _signed(minor: int, currency: str) -> str:
    if not minor:
        return "·"
    return ("+" if minor > 0 else "−") + money(abs(minor), currency, decimals=False)


def _deal_row(base: Base, deal: OpenDeal, kept: Sequence[Try], cells: int) -> Row:
    own = tuple(one for one in kept if one.deal_id == deal.id)
    after = trying.after(base, deal, own)
    name = f"{SIGN} {deal.name}" if own else f"  {deal.name}"
    if deal.ghost:
        name += " †"
    narrow = cells < NARROW
    value = NOTHING
    if deal.value_minor:
        value = amounts(base.currency, _ROOMY if not narrow else cells)(deal.value_minor)
    if after is None:
        end = said(base, own[0])
        figures = (value, end) if narrow else (value, "", "", end, "")
        return Row(name, figures, "stages", (deal.id,), key=f"deal:{deal.id}")
    stage = base.stage(after.stage_id)
    due = trying.as_due(after, stage)
    close = NOTHING
    if after.expected_close is not None:
        written = short_date(after.expected_close, base.today)
        close = written if narrow else full_date(after.expected_close)
    forecast = words.category(due.counted_as(base.today))
    if not after.verified:
        forecast = _("lead")
    where = NOTHING if stage is None else stage.name
    figures = (value, close, percent(due.probability), where, forecast)
    return Row(
        name,
        figures[:2] if narrow else figures,
        "stages",
        (deal.id,),
        key=f"deal:{deal.id}",
    )


def tries_text(base: Base, tries: Iterable[Try], cells: int) -> list[list[Run]]:
    """A line for each tried move, for the question before they are made real."""
    names = {deal.id: deal.name for deal in base.deals}
    lines: list[list[Run]] = []
    for one in tries:
        if one.deal_id in names:
            name, tried = (names[one.deal_id], "text"), (said(base, one), "accent")
            first, second = _in_order(name, tried, cells)
            gap = (f"  {shown(second[0])}", second[1])
            lines.append([(f"{SIGN} ", "waiting"), (shown(first[0]), first[1]), gap])
    return lines


def _in_order(name: T, tried: T, cells: int) -> tuple[T, T]:
    """The deal and what is tried with it; where names are cut, what is tried comes first."""
    return (tried, name) if cells < NARROW else (name, tried)
