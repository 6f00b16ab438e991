"""What is done to a company or a contact alike: adding, changing, merging, deleting."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from typing import NamedTuple

from pipeline_tui.cli import people
from pipeline_tui.cli.people import Named
from pipeline_tui.domain.records_people import CONTACT
from pipeline_tui.services.desk import Desk


class Whom(NamedTuple):
    """A company or a contact, as its command knows it."""

    kind: str
    """As in records_people; also the name of the command."""
    named: Named
    show: Callable[[Desk, Namespace, int], int]
    """Prints the one of a number."""


def run(desk: Desk, options: Namespace, whom: Whom) -> int | None:
    """Do what both commands do; None when `options.what` is something else."""
    act = options.what
    if act == "list":
        return people.show_list(desk, options, whom.kind)
    if act == "duplicates":
        return people.print_duplicates(desk, options, whom.kind)
    work = {"add": _add, "set": _set, "merge": _merge, "show": _show, "delete": _delete}.get(act)
    return None if work is None else work(desk, options, whom)


def _add(desk: Desk, options: Namespace, whom: Whom) -> int:
    from pipeline_tui.i18n import language
    from pipeline_tui.services import companies, contacts, setup

    setup.ensure(desk, language())
    add = contacts.add if whom.kind == CONTACT else companies.add
    added = add(desk, " ".join(options.words))
    return whom.show(desk, options, added) if options.json else people.tell(desk)


def _set(desk: Desk, options: Namespace, whom: Whom) -> int:
    from pipeline_tui.services import companies, contacts

    name, texts = people.pairs(options, whom.kind)
    chosen = whom.named(desk, name)
    change = contacts.change if whom.kind == CONTACT else companies.change
    change(desk, chosen, texts)
    return whom.show(desk, options, chosen) if options.json else people.tell(desk)


def _merge(desk: Desk, options: Namespace, whom: Whom) -> int:
    from pipeline_tui.services import merging

    merged, into = people.two(desk, options, whom.kind, whom.named)
    merge = merging.merge_contacts if whom.kind == CONTACT else merging.merge_companies
    return people.print_merge(options, merge(desk, merged, into, dry_run=options.dry_run))


def _show(desk: Desk, options: Namespace, whom: Whom) -> int:
    return whom.show(desk, options, people.one(desk, options, whom.named))


def _delete(desk: Desk, options: Namespace, whom: Whom) -> int:
    from pipeline_tui.services import companies, contacts

    delete = contacts.delete if whom.kind == CONTACT else companies.delete
    delete(desk, people.one(desk, options, whom.named))
    return people.tell(desk)
