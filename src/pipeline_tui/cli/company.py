"""`company`: list, show, add, change and merge companies."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from pipeline_tui.cli import people
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
    act = options.what
    if act == "list":
        return people.show_list(desk, options, COMPANY)
    if act == "duplicates":
        return people.print_duplicates(desk, options, COMPANY)
    return {"add": _add, "set": _set, "merge": _merge, "show": _show, "delete": _delete}[act](
        desk, options
    )


def _add(desk: Desk, options: Namespace) -> int:
    from pipeline_tui.i18n import language
    from pipeline_tui.services import companies, setup

    setup.ensure(desk, language())
    added = companies.add(desk, " ".join(options.words))
    return _print(desk, options, added) if options.json else people.tell(desk)


def _set(desk: Desk, options: Namespace) -> int:
    from pipeline_tui.services import companies

    name, texts = people.pairs(options, "company")
    chosen = people_lookup.company_named(desk, name)
    companies.change(desk, chosen, texts)
    return _print(desk, options, chosen) if options.json else people.tell(desk)


def _merge(desk: Desk, options: Namespace) -> int:
    from pipeline_tui.services import merging

    merged, into = people.two(desk, options, "company", people_lookup.company_named)
    done = merging.merge_companies(desk, merged, into, dry_run=options.dry_run)
    return people.print_merge(options, done)


def _delete(desk: Desk, options: Namespace) -> int:
    from pipeline_tui.services import companies

    companies.delete(desk, people.one(desk, options, people_lookup.company_named))
    return people.tell(desk)


def _show(desk: Desk, options: Namespace) -> int:
    return _print(desk, options, people.one(desk, options, people_lookup.company_named))


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
