"""Companies and contacts on their screen: a line of the list, and the page of one."""

from __future__ import annotations

from datetime import date

from pipeline_tui.clock import local_day
from pipeline_tui.domain import people, words
from pipeline_tui.domain.records_people import (
    COMPANY,
    CompanyPage,
    DealOf,
    Listed,
    Person,
    PersonPage,
    Told,
)
from pipeline_tui.domain.state import GLYPHS
from pipeline_tui.i18n import _
from pipeline_tui.i18n.format import compact_money, short_date
from pipeline_tui.ui.render import labels, pane_step, values
from pipeline_tui.ui.render.cells import fit, fit_right, width
from pipeline_tui.ui.render.pane_people import reach_runs
from pipeline_tui.ui.render.sheet import MARGIN, Layout, Sheet
from pipeline_tui.ui.render.wrap import Run, flow, printable

_NOTE_LINES = 12
_TOLD_LINES = 4
_LABEL_CELLS = 15
_PERSON_FIELDS = ("company", "position", "phone", "email", "permission", "drives", "objection")


def list_line(row: Listed, cells: int, *, searched: bool = False) -> list[Run]:
    """A company in bold with its industry, a contact indented beneath with the position.

    In what a search found the company of a contact need not stand above: it is named.
    """
    of_company = row.kind == COMPANY
    lead = " ▪ " if of_company else "   · " if row.company and not searched else " · "
    name = printable(row.name) or "–"
    never = f" {labels.BARRED} " if row.never else ""
    room = max(cells - width(lead) - width(never), 4)
    runs: list[Run] = [(lead, "accent" if of_company else "faint")]
    if never:
        runs += [(never, "chip-bad"), (" ", "text")]
        room -= 1
    name = fit(name, min(width(name), room))
    beside = ", ".join(part for part in (row.company if searched else "", row.detail) if part)
    detail = fit("  " + printable(beside), max(room - width(name), 0)) if beside else ""
    return [*runs, (name, "head" if of_company else "text"), (detail, "faint")]


def empty_list(cells: int, *, searched: bool) -> list[list[Run]]:
    """What stands where nobody is."""
    said = (
        (_("Nobody matches the search."), _("esc takes it away."))
        if searched
        else (_("There are no companies and contacts yet."), _("a adds one in a single line."))
    )
    lines = [
        line
        for text, style in zip(said, ("text", "faint"), strict=True)
        for line in flow([(text, style)], max(cells - 2 * MARGIN, 8))
    ]
    return [[], *([(" " * MARGIN, "text"), *line] for line in lines)]


def lay_out(page: PersonPage | CompanyPage, cells: int, today: date) -> Layout:
    """The page of a contact or a company, `cells` wide."""
    sheet = Sheet(cells, min(_LABEL_CELLS, max(cells * 2 // 5, 6)))
    if isinstance(page, PersonPage):
        _person(sheet, page.person, today)
    else:
        _company(sheet, page)
    _deals(sheet, page.deals, today)
    _history(sheet, page.history, today)
    return Layout(sheet.rows, sheet.items, sheet.item_of, more=False)


def _head(sheet: Sheet, name: str, number: int, kind: str) -> None:
    """Name, and what it is with its number on the right; a rule."""
    right = f"{kind} #{number}"
    room = max(sheet.cells - 2 * MARGIN - width(right) - 2, 6)
    lines = flow([(name or "–", "title" if name else "faint")], room, 2)
    used = sum(width(text) for text, _style in lines[0])
    lines[0] += [(" " * (room - used + 2), "text"), (right, "faint")]
    lines = [[(" " * MARGIN, "text"), *line] for line in lines]
    sheet.item("field", lines, name="name", column=MARGIN, text=name)
    sheet.line([("─" * sheet.cells, "rule")])


def _person(sheet: Sheet, person: Person, today: date) -> None:
    _head(sheet, person.name, person.id, _("contact"))
    may = person.permission
    if may.never:
        ban = _("do not contact")
        source = people.source(may, today)
        runs: list[Run] = [(f" ✗ {ban} ", "chip-bad")]
        runs += [("  ", "text"), (source, "dim")] if source else []
        sheet.item(
            "field", [[(" " * MARGIN, "text"), *runs]], name="do_not_contact", column=MARGIN,
            text=_("yes"),
        )  # fmt: skip
    for name in _PERSON_FIELDS:
        text = str(getattr(person, name)) if name != "permission" else people.permission_line(may)
        channel = {"phone": "call", "email": "mail"}.get(name, "")
        barred = bool(channel) and people.forbids(may, channel)
        shown: list[Run] = [(text, "faint" if barred else "text")]
        if name == "permission":
            shown = values.permission_runs(may, today)
        sheet.field(name, shown, text)
    if not may.never:
        sheet.field("do_not_contact", [(_("no"), "faint")], "")
    _note(sheet, person.note)


def _company(sheet: Sheet, page: CompanyPage) -> None:
    company = page.company
    _head(sheet, company.name, company.id, _("company"))
    sheet.field("industry", [(company.industry, "text")], company.industry)
    sheet.field("size", [(company.size, "text")], company.size)
    _note(sheet, company.note)
    if page.people:
        sheet.section(_("Contacts"), str(len(page.people)))
    for person in page.people:
        runs: list[Run] = [(person.called, "text")]
        if person.position:
            runs += [(" · ", "faint"), (person.position, "dim")]
        runs += reach_runs(person.phone, person.email if person.name else "", person.permission)
        lines = flow(runs, max(sheet.cells - MARGIN - 3, 8), 2)
        sheet.item(
            "contact",
            [[(" " * MARGIN + ("· " if not place else "  "), "faint"), *line]
             for place, line in enumerate(lines)],
            key=person.id,
            text=person.phone or person.email,
        )  # fmt: skip


def _note(sheet: Sheet, note: str) -> None:
    """Several lines, edited in a window."""
    lines = flow([(note, "text")] if note else [("–", "faint")], sheet.body, _NOTE_LINES)
    sheet.item("note", sheet.labelled(labels.field("note"), lines), name="note",
               column=sheet.column, text=note)  # fmt: skip


def _deals(sheet: Sheet, deals: tuple[DealOf, ...], today: date) -> None:
    if not deals:
        return
    still_open = sum(one.ref.stage_kind not in ("won", "lost") for one in deals)
    count = f"{still_open}/{len(deals)}"
    sheet.section(_("Deals"), _("{count} open").format(count=count))
    for one in deals:
        ref = one.ref
        worth = "" if ref.value_minor is None else compact_money(ref.value_minor, ref.currency)
        room = max(sheet.cells - 2 * MARGIN - 9, 8)
        name = fit(printable(ref.title), min(width(printable(ref.title)), room))
        gap = " " * max(room - width(name), 0)
        first: list[Run] = [(name, "text"), (gap, "text"), (fit_right(worth, 9), "value")]
        glyph = GLYPHS.get(one.state or "", "✓" if ref.stage_kind == "won" else "✗")
        style = one.state or ("won" if ref.stage_kind == "won" else "lost")
        under: list[Run] = [(f"{glyph} ", style), (ref.stage, "dim")]
        if one.role:
            under += [(" · ", "faint"), (words.role(one.role), "dim")]
        if one.next is not None:
            when = pane_step.when(one.next.due, one.next.time, today)
            what = pane_step.what(one.next.kind, one.next.text)
            under += [(" · ", "faint"), (f"{when} {what}", "dim")]
        lines = [first, *flow(under, max(sheet.cells - 2 * MARGIN - 2, 8), 1)]
        sheet.item(
            "deal",
            [[(" " * (MARGIN if not place else MARGIN + 2), "text"), *line]
             for place, line in enumerate(lines)],
            key=ref.id,
            text=ref.title,
        )  # fmt: skip


def _history(sheet: Sheet, history: tuple[Told, ...], today: date) -> None:
    if not history:
        return
    sheet.section(_("History"))
    for told in history:
        one = told.activity
        head: list[Run] = [
            (short_date(local_day(one.at), today), "dim"),
            (" · ", "faint"), (labels.kind(one.kind), "dim"),
            (" · ", "faint"), (told.deal, "faint"),
        ]  # fmt: skip
        lines = flow(head, sheet.cells - 2 * MARGIN, 1)
        lines += flow([(one.text, "text")], max(sheet.cells - MARGIN - 3, 8), _TOLD_LINES)
        sheet.item(
            "deal",
            [[(" " * (MARGIN if not place else MARGIN + 2), "text"), *line]
             for place, line in enumerate(lines)],
            name=f"told{one.id}",
            key=told.deal_id,
            text=one.text,
        )  # fmt: skip
