"""`contact`: list, show, add, change, merge, export and erase contact persons."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from pipeline_tui.cli import people, people_acts
from pipeline_tui.cli.people_acts import Whom
from pipeline_tui.domain import words
from pipeline_tui.domain.records_people import CONTACT, PersonPage
from pipeline_tui.errors import InputError, NotFound, UsageError
from pipeline_tui.i18n import _, ngettext
from pipeline_tui.i18n.format import number
from pipeline_tui.services import people_lookup, people_reading
from pipeline_tui.services.desk import Desk

if TYPE_CHECKING:
    from pipeline_tui.services.privacy import Erasure

ACTS = ("list", "show", "add", "set", "delete", "merge", "duplicates", "export", "erase")


def arguments(parser: ArgumentParser) -> None:
    people.arguments(
        parser, ACTS, _("a filter, a name or number, field=value …, or A into B for merge")
    )
    parser.add_argument(
        "-o", dest="output", metavar="FILE", help=_("with export: write there, for your eyes only")
    )
    parser.add_argument(
        "--yes", metavar="NAME", help=_("with erase: the name, instead of typing it when asked")
    )
    parser.add_argument(
        "--also",
        action="append",
        default=[],
        metavar="TEXT",
        help=_("with erase: a further word that means this person; may be given again"),
    )


def run(desk: Desk, options: Namespace) -> int:
    done = people_acts.run(desk, options, Whom(CONTACT, people_lookup.contact_named, _show))
    if done is not None:
        return done
    chosen = people.one(desk, options, people_lookup.contact_named)
    return {"export": _export, "erase": _erase}[options.what](desk, options, chosen)


def _show(desk: Desk, options: Namespace, chosen: int) -> int:
    page = people_reading.person_page(desk, chosen)
    if page is None:  # deleted by another instance a moment ago
        raise NotFound(_("There is no contact {number}").format(number=chosen))
    if options.json:
        from pipeline_tui.cli import shapes
        from pipeline_tui.services import privacy

        found = {**privacy.contact(page.person), **privacy.deals_and_history(page)}
        shapes.print_json({"contact": found})
        return 0
    _print(desk, page)
    return 0


def _print(desk: Desk, page: PersonPage) -> None:
    from pipeline_tui.domain import people as rules

    person = page.person
    print(f"#{person.id}  {person.called}")
    people.print_rows(
        (
            (_("Company"), person.company),
            (words.capital(words.field("position")), person.position),
            (_("Phone"), person.phone),
            (_("Mail"), person.email),
            (_("Permission"), rules.told(person.permission, desk.clock.today())),
            (words.capital(words.field("drives")), person.drives),
            (words.capital(words.field("objection")), person.objection),
            (_("Note"), " / ".join(person.note.splitlines())),
        )
    )
    people.print_deals(desk, page.deals, page.history)


def _export(desk: Desk, options: Namespace, chosen: int) -> int:
    from pipeline_tui.services import privacy
    from pipeline_tui.services.output import private_file

    text = privacy.as_text(desk, chosen)
    if options.output in (None, "-"):
        print(text, end="")
        return 0
    with private_file(desk, options.output) as out:
        out.write(text)
    return 0


def _erase(desk: Desk, options: Namespace, chosen: int) -> int:
    from pipeline_tui.services import privacy

    found = privacy.preview(desk, chosen, options.also)
    _preview(found)
    if options.dry_run:
        return 0
    typed = options.yes
    if typed is None:
        if sys.stdin is None or not sys.stdin.isatty():
            raise UsageError(
                _("Erasing cannot be undone: the name must be given"),
                where="contact",
                todo=_("Add --yes and the name in quotes"),
            )
        typed = input(_("This cannot be undone. Type {name} to erase: ").format(name=found.name))
    done = privacy.erase(desk, chosen, typed, options.also)
    print(_("{name} was erased. Nothing before it can be undone.").format(name=done.name))
    if not done.swept:
        raise InputError(
            _("The file could not be written anew: it may still hold remains"),
            kept=_("The contact is erased"),
            todo=_("Close other programs that use the database and run doctor"),
        )
    return 0


def _preview(found: Erasure) -> None:
    """What is taken away, and what stays."""
    print(_("Erasing {name} takes away:").format(name=found.name))
    lines = [
        (ngettext("{count} deal stays, without this contact",
                  "{count} deals stay, without this contact", found.deals), found.deals),
        (ngettext("{count} mention in texts becomes “(erased)”",
                  "{count} mentions in texts become “(erased)”", found.mentions), found.mentions),
        (ngettext("{count} step cannot be undone any more",
                  "{count} steps cannot be undone any more", found.steps), found.steps),
    ]  # fmt: skip
    for said, count in lines:
        print("  " + said.format(count=number(count)))
    for place in found.places[:12]:
        print(f"    {place.table}.{place.column}: {' / '.join(place.text.splitlines())[:120]}")
    for word, count in found.partly:
        said = ngettext(
            "“{word}” alone stays in {count} place; --also {word} takes it too",
            "“{word}” alone stays in {count} places; --also {word} takes it too",
            count,
        )
        print("  " + said.format(word=word, count=number(count)))
    for other in found.others:
        print("  " + _("stays, of the same name, mail or phone: {name}").format(name=other))
    if found.backups:
        said = ngettext(
            "{count} backup still holds everything: delete it in {folder}",
            "{count} backups still hold everything: delete them in {folder}",
            len(found.backups),
        )
        print("  " + said.format(count=number(len(found.backups)), folder=found.folder))
        for one in found.backups:
            print(f"    {one}")
