"""`company`: list, show, add, change and merge companies."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from pipeline_tui.cli import people, people_acts
from pipeline_tui.cli.people_acts import Whom
from pipeline_tui.domain import words
from pipeline_tui.domain.records_people import COMPANY
from pipeline_tui.errors import NotFound
from pipeline_tui.i18n import _
from pipeline_tui.services import people_lookup, people_reading
from pipeline_tui.services.desk import Desk

ACTS = ("list", "show", "add", "set", "delete", "merge", "duplicates")


def arguments(parser: ArgumentParser) -> None:
    people.arguments(
        parser, ACTS, _("a filter, a name or number, field=value …, or A into B for merge")
    )


def run(desk: Desk, options: Namespace) -> int:
    whom = Whom(COMPANY, people_lookup.company_named, _print)
    return people_acts.run(desk, options, whom) or 0


def _print(desk: Desk, options: Namespace, chosen: int) -> int:
    page = people_reading.company_page(desk, chosen)
    if page is None:  # deleted by another instance a moment ago
        raise NotFound(_("There is no company {number}").format(number=chosen))
    company = page.company
    if options.json:
        from pipeline_tui.cli import shapes

        found = {
            "id": company.id,
            "name": company.name,
            "industry": company.industry or None,
            "size": company.size or None,
            "note": company.note or None,
            "contacts": [{"id": one.id, "name": one.name or None} for one in page.people],
            "deals": [shapes.deal_ref(one.ref) for one in page.deals],
            "history": [{**shapes.note(one.activity), "deal": one.deal_id} for one in page.history],
        }
        shapes.print_json({"company": found})
        return 0
    print(f"#{company.id}  {company.name}")
    contacts = ", ".join(f"{one.called} (#{one.id})" for one in page.people)
    people.print_rows(
        (
            (words.capital(words.field("industry")), company.industry),
            (words.capital(words.field("size")), company.size),
            (_("Note"), " / ".join(company.note.splitlines())),
            (_("Contacts"), contacts),
        )
    )
    people.print_deals(desk, page.deals, page.history)
    return 0
