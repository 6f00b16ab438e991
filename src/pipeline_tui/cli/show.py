"""`show`: everything about one deal."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import date

from pipeline_tui.cli import say, table
from pipeline_tui.cli.options import add_deal, add_json, deal_of
from pipeline_tui.domain import words
from pipeline_tui.domain.records import Deal, DealLink, DealPage, FollowUp, Permission
from pipeline_tui.errors import NotFound
from pipeline_tui.i18n import _
from pipeline_tui.i18n.format import percent
from pipeline_tui.services import reading
from pipeline_tui.services.desk import Desk


def arguments(parser: ArgumentParser) -> None:
    add_deal(parser)
    add_json(parser)


def run(desk: Desk, options: Namespace) -> int:
    deal_id = deal_of(desk, options)
    page = reading.page(desk, deal_id)
    if page is None:  # deleted by another instance a moment ago
        raise NotFound(_("There is no deal {number}").format(number=deal_id))
    if options.json:
        from pipeline_tui.cli import shapes

        shapes.print_json(shapes.page(page))
        return 0
    _print(page, desk.clock.today())
    return 0


def _print(page: DealPage, today: date) -> None:
    print(f"#{page.deal.id}  {say.name(page.deal)}")
    fields = _fields(page.deal, today) + _links(page.links)
    for line in table.columns(fields, limit=table.terminal_width()):
        print(line)
    _process(page, today)
    if page.followups:
        _section(_("Follow-ups"))
        rows = [["", *say.followup_cells(one, today)[:5], _remarks(one)] for one in page.followups]
        for line in table.columns(rows, limit=table.terminal_width()):
            print(line)
    if page.notes:
        _section(_("Notes"))
    for note in page.notes:
        print(f"  {say.moment(note.at, today)}  {words.kind(note.kind)}")
        for line in note.text.splitlines():
            print(f"    {line}")
    _section(_("Timeline"))
    for one in page.timeline:
        print(f"  {say.moment(one.at, today)}  {say.event(one)}")


def _process(page: DealPage, today: date) -> None:
    """Criteria, qualification and offer."""
    if page.boxes:
        _section(_("Criteria"))
    for box in page.boxes:
        mark = "[x]" if box.ticked_at else "[ ]"
        evidence = "  " + _("“{text}”").format(text=box.evidence) if box.evidence else ""
        print(f"  {mark} {box.text}{evidence}")
    if page.answers:
        _section(_("Qualification") + f" {page.deal.yes}/4")
        for line in table.columns(_answers(page), limit=table.terminal_width()):
            print(line)
    if page.offer is not None:
        from pipeline_tui.cli import offer_lines

        _section(_("Offer"))
        for line in offer_lines.lines(page.offer, page.deal.currency, today):
            print(f"  {line}")


def _answers(page: DealPage) -> list[list[str]]:
    """The questions of qualification with what is known of each."""
    from pipeline_tui.domain import qualification

    known = {one.question: one for one in page.answers}
    rows = []
    for question, name in qualification.NAMES.items():
        one = known.get(question)
        said = _(qualification.ANSWERS[one.answer if one else qualification.UNKNOWN])
        line = _("“{text}”").format(text=one.line) if one and one.line else ""
        rows.append(["", _(name), said, line])
    return rows


def _remarks(one: FollowUp) -> str:
    """What came of it, when it comes again, and whether the customer asked for the day."""
    again = ""
    if one.repeat:
        from pipeline_tui.domain.recurrence import describe

        again = describe(one.repeat)
    promised = _("the customer asked for this day") if one.promised else ""
    return say.DOT.join(part for part in (one.outcome, again, promised) if part)


def _section(title: str) -> None:
    print(f"\n{title}")


def _fields(deal: Deal, today: date) -> list[tuple[str, str]]:
    """Next step and risk first; fields without a value are left out."""
    state = _(say.STATES[deal.state]) if deal.state else ""
    contact = say.DOT.join(
        part for part in (deal.contact, deal.contact_phone, deal.contact_email) if part
    )
    weighted = say.amount(deal.weighted_minor, deal.currency)
    value = say.DOT.join(
        (say.amount(deal.value_minor, deal.currency), percent(deal.probability), weighted)
    )
    mark = "!" if deal.overridden else ""
    stage = say.stage(deal)
    if deal.criteria:
        stage = f"{stage}  {deal.ticks}/{deal.criteria}{mark}"
    if deal.stage_kind == "open" and not deal.verified:
        stage = say.DOT.join((stage, _("lead")))
    rows = (
        (_("Next step"), say.step(deal.next, deal.state, today) if deal.state else ""),
        (_("State"), state),
        (_("Risk"), say.risk(deal.risk_level, deal.risk_text)),
        (_("Benefit"), deal.benefit),
        (_("Goal"), deal.goal),
        (_("Value"), "" if deal.value_minor is None else value),
        (_("Recurring value"), _recurring(deal)),
        (_("Expected close"), say.day(deal.expected_close) if deal.expected_close else ""),
        (_("Renewal"), say.day(deal.renews_on) if deal.renews_on else ""),
        (_("Stage"), stage),
        (_("Used today"), deal.incumbent),
        (_("Contact person"), contact),
        (_("Role"), words.role(deal.contact_role)),
        (_("Permission"), _permission(deal, today)),
        (_("Industry"), deal.industry),
        (_("Company size"), deal.size),
        (_("Kind of customer"), words.customer(deal.customer)),
        (_("Owner"), deal.owner),
        (_("Source"), deal.source),
        (_("Product"), deal.product),
        (_("Region"), deal.region),
        (_("Tags"), " ".join(f"#{tag}" for tag in deal.tags)),
        (_("Warnings"), ", ".join(_(say.WARNINGS[code]) for code in deal.warnings)),
        (_("Last contact"), say.day(deal.last_contact_on) if deal.last_contact_on else ""),
        (_("Closed"), say.day(deal.closed_on) if deal.closed_on else ""),
        (_("Reason"), _reason(deal)),
        *((name, kept) for name, kept in deal.extra.items()),
    )
    return [row for row in rows if row[1]]


def _recurring(deal: Deal) -> str:
    """What comes per month or year beside the value."""
    if deal.recurring_minor is None:
        return ""
    from pipeline_tui.domain.recurring import shown

    return shown(deal.recurring_minor, deal.currency, deal.recurring_per)


def _permission(deal: Deal, today: date) -> str:
    """What the contact person allows, from where and since when."""
    if deal.permission == Permission():
        return ""
    from pipeline_tui.domain import people

    return people.told(deal.permission, today)


def _reason(deal: Deal) -> str:
    """Why the deal was lost or won, with the note on its closing."""
    name = risk = ""
    if deal.lost_reason:
        from pipeline_tui.domain.reasons import reason_name

        name = reason_name(deal.lost_reason, deal.reason_name, lead=deal.disqualified)
    if deal.risk_was_reason is not None:
        risk = _("the risk was it") if deal.risk_was_reason else _("the risk was not it")
    return say.DOT.join(part for part in (name, deal.closed_note, risk) if part)


def _links(links: tuple[DealLink, ...]) -> list[tuple[str, str]]:
    """The deals it belongs to."""
    if not links:
        return []
    from pipeline_tui.domain.links import said

    return [(_("Linked"), said(link)) for link in links]
