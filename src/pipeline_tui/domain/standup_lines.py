"""The stand-up in lines: made once, and shown by the command, the view and as Markdown.

At most MOST_LINES of them, however much there is: what has no room is counted in the heads, and
what happened is told by groups when it does not fit one by one.
"""

from datetime import date
from typing import NamedTuple

from pipeline_tui.domain import sentences
from pipeline_tui.domain.metrics.plan import Plan, Unrated
from pipeline_tui.domain.records_followup import FollowUp
from pipeline_tui.domain.standup import GROUPS, ROOM, Happening, StandUp
from pipeline_tui.i18n import N_, _
from pipeline_tui.i18n.format import compact_money, money, number, weekday_date

_COUNTED = {
    "won": N_("{count} won"),
    "lost": N_("{count} lost"),
    "disqualified": N_("{count} disqualified"),
    "moved": N_("{count} moved"),
    "new": N_("{count} new"),
    "done": N_("{count} done"),
    "logged": N_("{count} logged"),
    "tried": N_("{count} not reached"),
}
_ENDS = {"won": N_("won"), "lost": N_("lost"), "disqualified": N_("disqualified")}
_NAMED = 3
"""So many deals are named in the line of a group."""

_MARKDOWN = str.maketrans({sign: f"\\{sign}" for sign in "\\`*_[]<>#|~"})


class Item(NamedTuple):
    """One line below a head: two parts, so that a narrow screen can cut both."""

    first: str
    rest: str = ""
    joint: str = sentences.DOT
    when: str = ""
    """Day or time, in front of the text."""
    mark: str = ""
    """By what the command line names it: @ and a follow-up's number, # and a deal's."""
    deal_id: int | None = None

    @property
    def text(self) -> str:
        """Both parts."""
        return f"{self.first}{self.joint}{self.rest}" if self.rest else self.first


class Section(NamedTuple):
    """A head and what stands below it."""

    key: str
    """yesterday, today, overdue, ghosts or gap."""
    title: str
    items: tuple[Item, ...] = ()
    total: int | None = None
    """Of how many the items are; None where nothing is counted."""
    groups: str = ""
    """How many of each group there are, where not even they have a line each."""
    note: str = ""


def sections(found: StandUp, today: date) -> list[Section]:
    """The stand-up as seen on `today`; with the heads at most MOST_LINES lines."""
    due = [_due(one, one.time or "") for one in found.today]
    late = [_due(one, weekday_date(one.due, today)) for one in found.overdue]
    ghosts = [Item(sentences.name(one), mark=f"#{one.id}", deal_id=one.id) for one in found.ghosts]
    happened = sum(found.happened.values())
    yesterday = [_happened(one) for one in found.yesterday]
    rooms = _rooms(happened, len(due), len(late), len(ghosts))
    groups = ""
    if rooms[0] < happened:
        yesterday = _by_group(found)
        rooms = _rooms(len(yesterday), len(due), len(late), len(ghosts))
        if rooms[0] < len(yesterday):
            groups = ", ".join(_counted(found, group) for group in _occurring(found))
    head, note = _since(found, today)
    return [
        Section("yesterday", head, tuple(yesterday[: rooms[0]]), happened, groups, note),
        _section("today", _("Today"), due[: rooms[1]], found.today_count),
        _section("overdue", _("Overdue"), late[: rooms[2]], found.overdue_count),
        _section("ghosts", _("Ghosts"), ghosts[: rooms[3]], found.ghost_count),
        Section("gap", _gap(found.plan, found.unrated)),
    ]


def _gap(plan: Plan | None, unrated: Unrated | None) -> str:
    """What is missing to the target of the quarter; won and realistic beside it, never mixed."""
    if plan is None and unrated is not None:
        return _(
            "Gap to target: {gap} (no rate for {currency}:"
            " pipeline-tui settings rates {currency}=…)"
        ).format(gap=sentences.NOTHING, currency=unrated.currency)
    if plan is None:
        return _("Gap to target: {gap} (no target is set)").format(gap=sentences.NOTHING)
    amounts = {
        "target": compact_money(plan.target_minor, plan.currency),
        "won": compact_money(plan.won_minor, plan.currency),
        "realistic": compact_money(plan.realistic_minor, plan.currency),
        "gap": compact_money(plan.gap_minor, plan.currency),
        "period": plan.period.partition("-")[2] or plan.period,
    }
    if not plan.gap_minor:
        return _("Target met: {won} won of {target} ({period})").format(**amounts)
    return _(
        "Gap to target: {gap} ({period} target {target}, won {won}, realistic {realistic})"
    ).format(**amounts)


def head_parts(section: Section) -> list[str]:
    """What stands in the line of a head: title, count, groups, and a note in brackets."""
    total = "" if section.total is None else number(section.total)
    note = f"({section.note})" if section.note else ""
    return [part for part in (section.title, total, section.groups, note) if part]


def plain(found: list[Section], *, marks: bool) -> list[str]:
    """Lines of text; with `marks` each says by what the command line names it."""
    lines = []
    for section in found:
        lines.append("  ".join(head_parts(section)))
        for item in section.items:
            parts = (item.mark if marks else "", item.when, item.text)
            lines.append("  " + " ".join(part for part in parts if part))
    return lines


def markdown(found: list[Section]) -> list[str]:
    """A list in Markdown, to be pasted; without the marks, which mean something else there."""
    lines = []
    for section in found:
        title, *rest = (part.translate(_MARKDOWN) for part in head_parts(section))
        lines.append(" ".join((f"- **{title}**", *rest)))
        for item in section.items:
            text = " ".join(part for part in (item.when, item.text) if part)
            lines.append(f"  - {text.translate(_MARKDOWN)}")
    return lines


def _section(key: str, title: str, items: list[Item], total: int) -> Section:
    cut = _("{count} shown").format(count=len(items)) if 0 < len(items) < total else ""
    return Section(key, title, tuple(items), total, note=cut)


def _since(found: StandUp, today: date) -> tuple[str, str]:
    """The head of what happened: since the last working day it is told beside "yesterday"."""
    day = weekday_date(found.since, today)
    if found.until < today:
        return _("Yesterday"), _("since {day}").format(day=day)
    return _("Since {day}").format(day=day), ""


def _due(one: FollowUp, when: str) -> Item:
    found = Item(sentences.step(one.kind, one.text), when=when, mark=f"@{one.id}")
    if one.deal is None:
        return found
    signs = ("†" if one.deal_state == "ghost" else "") + ("⚑" if one.warnings else "")
    rest = " ".join(part for part in (sentences.name(one.deal), signs) if part)
    return found._replace(rest=rest, deal_id=one.deal.id)


def _happened(one: Happening) -> Item:
    deal = one.deal
    if one.event.what == "done":
        said = _("done: {words}").format(words=_words(one))
    elif one.group in _ENDS:
        said = _(_ENDS[one.group])
        if deal is not None and deal.value_minor is not None:
            said = f"{said}, {money(deal.value_minor, deal.currency)}"
    else:
        said = sentences.event(one.event)
    if deal is None:
        return Item(said)
    return Item(sentences.name(deal), said, ": ", deal_id=deal.id)


def _words(one: Happening) -> str:
    """A finished step, and what came of it."""
    planned = sentences.step(one.event.name, one.event.old)
    outcome = one.event.text.replace("\n", " ")
    return sentences.DOT.join(part for part in (planned, outcome) if part)


def _by_group(found: StandUp) -> list[Item]:
    """A line for each group with the first deals in it."""
    items = []
    for group in _occurring(found):
        names = list(dict.fromkeys(_short(one) for one in found.yesterday if one.group == group))
        if len(names) > _NAMED + 1:
            names[_NAMED:] = ["…"]
        named = ", ".join(names)
        items.append(Item(_counted(found, group), named, ": "))
    return items


def _short(one: Happening) -> str:
    """A deal by as little as will do, and where it went if it was moved."""
    if one.deal is None:
        return one.event.old or one.event.text
    name = one.deal.company or one.deal.title
    return f"{name} → {one.event.name}" if one.group == "moved" else name


def _occurring(found: StandUp) -> list[str]:
    return [group for group in GROUPS if found.happened.get(group)]


def _counted(found: StandUp, group: str) -> str:
    return _(_COUNTED[group]).format(count=number(found.happened[group]))


def _rooms(*lengths: int) -> list[int]:
    """How many lines each part gets: one after another a line each, until there is no room."""
    rooms = [0] * len(lengths)
    left = ROOM
    while left and any(room < length for room, length in zip(rooms, lengths, strict=True)):
        for at, length in enumerate(lengths):
            if left and rooms[at] < length:
                rooms[at] += 1
                left -= 1
    return rooms
