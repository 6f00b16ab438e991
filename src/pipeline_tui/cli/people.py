"""What `contact` and `company` share: their words, lists, fields, merges."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from pipeline_tui.cli import say, table
from pipeline_tui.cli.options import add_json, whole
from pipeline_tui.domain import words
from pipeline_tui.errors import UsageError
from pipeline_tui.i18n import _, ngettext
from pipeline_tui.i18n.format import number
from pipeline_tui.services import people_lookup, people_reading
from pipeline_tui.services.desk import Desk

if TYPE_CHECKING:
    from pipeline_tui.domain.records_people import DealOf, Listed, Told
    from pipeline_tui.services.merging import Merge

Named = Callable[[Desk, str], int]
INTO = ("into", "in")
"""What stands between the two of a merge, in English and German."""


def arguments(parser: ArgumentParser, acts: Sequence[str], sample: str) -> None:
    """What is done, and to whom."""
    parser.add_argument("what", choices=acts, help=_("what to do"))
    parser.add_argument("words", nargs="*", metavar="WORDS", help=sample)
    parser.add_argument(
        "--dry-run", action="store_true", help=_("with merge: only say what would happen")
    )
    parser.add_argument("--limit", type=whole, metavar="N", help=_("with list: at most N"))
    add_json(parser)


def one(desk: Desk, options: Namespace, named: Named) -> int:
    """The number of the one that all words name."""
    return named(desk, " ".join(options.words))


def show_list(desk: Desk, options: Namespace, kind: str) -> int:
    """Print those in which all words stand."""
    found = people_reading.find(desk, kind, " ".join(options.words), options.limit)
    if options.json:
        from pipeline_tui.cli import shapes

        name = "contacts" if kind == people_reading.CONTACT else "companies"
        shapes.print_json({name: [_listed(row) for row in found]})
        return 0
    rows = [
        [str(row.id), row.name, row.company, row.detail, _("do not contact") if row.never else ""]
        for row in found
    ]
    for line in table.columns(rows, right=(0,), limit=table.terminal_width()):
        print(line)
    return 0


def pairs(options: Namespace, where: str) -> tuple[str, dict[str, str]]:
    """The words before the first `field=value`, and the fields. Errors: UsageError."""
    names: list[str] = []
    texts: dict[str, str] = {}
    for word in options.words:
        field, equals, text = word.partition("=")
        if equals:
            texts[field] = text
        elif texts:
            raise UsageError(
                _("{text} is no field=value").format(text=word),
                where=where,
                todo=_("Put a value with blanks into quotes"),
            )
        else:
            names.append(word)
    if not names or not texts:
        raise UsageError(
            _("set needs a name and field=value"),
            where=where,
            todo=_("Write for example: {line}").format(line=f"{where} set Meier phone=030123456"),
        )
    return " ".join(names), texts


def two(desk: Desk, options: Namespace, where: str, named: Named) -> tuple[int, int]:
    """The numbers of the two of a merge: `A into B`, or just two words. Errors: UsageError."""
    given = options.words
    at = next((place for place, word in enumerate(given) if word.lower() in INTO), None)
    if at is not None:
        sides = given[:at], given[at + 1 :]
    elif len(given) == 2:
        sides = given[:1], given[1:]
    else:
        sides = [], []
    if not (sides[0] and sides[1]):
        raise UsageError(
            _("merge needs two: A into B"),
            where=where,
            todo=_("Write for example: {line}").format(line=f"{where} merge 12 into 7"),
        )
    return named(desk, " ".join(sides[0])), named(desk, " ".join(sides[1]))


def print_merge(options: Namespace, done: Merge) -> int:
    """What was merged, or would be: what stays of whom, and what passes over."""
    if options.json:
        from pipeline_tui.cli import shapes

        shapes.print_json({"merge": _merge(done), "dry_run": options.dry_run})
        return 0
    said = _("{name} would be merged into {into}") if options.dry_run else _(
        "{name} merged into {into}"
    )  # fmt: skip
    print(said.format(name=done.merged, into=done.into))
    origins = {
        "into": _("of {name}").format(name=done.into),
        "merged": _("of {name}").format(name=done.merged),
        "both": _("of both"),
    }
    rows = [
        [
            f"  {words.capital(words.field(kept.field))}",
            _shown(kept.field, kept.value),
            origins[kept.origin],
            _("to the note: {text}").format(text=kept.beside) if kept.beside else "",
        ]
        for kept in done.kept
    ]
    for line in table.columns(rows, limit=table.terminal_width()):
        print(line)
    for said, count in (
        (ngettext("{count} deal passes over", "{count} deals pass over", done.deals), done.deals),
        (
            ngettext("{count} place in a deal passes over", "{count} places in deals pass over",
                     done.places),
            done.places,
        ),
        (
            ngettext("{count} contact passes over", "{count} contacts pass over", done.people),
            done.people,
        ),
    ):  # fmt: skip
        if count:
            print("  " + said.format(count=number(count)))
    return 0


def print_duplicates(desk: Desk, options: Namespace, kind: str) -> int:
    """Those that may be the same, two in a line."""
    found = people_reading.duplicates(desk, kind)
    if options.json:
        from pipeline_tui.cli import shapes

        rows = [
            {"first": _listed(pair.first), "second": _listed(pair.second),
             "reasons": list(pair.reasons)}
            for pair in found
        ]  # fmt: skip
        shapes.print_json({"duplicates": rows})
        return 0
    lines = [
        [
            people_lookup.line(pair.first),
            people_lookup.line(pair.second),
            ", ".join(people_reading.reason(name) for name in pair.reasons),
        ]
        for pair in found
    ]
    for line in table.columns(lines, limit=table.terminal_width()):
        print(line)
    if not found:
        print(_("Nobody is there twice."))
    return 0


def tell(desk: Desk) -> int:
    """Name the last change."""
    from pipeline_tui.services import history

    for _step, sentence in history.history(desk, 1):
        print(sentence if desk.writer.changed else _("Nothing was changed."))
    return 0


def print_rows(rows: Sequence[tuple[str, str]]) -> None:
    """Labelled lines; those without a value are left out."""
    kept = [[label, text] for label, text in rows if text]
    for line in table.columns(kept, limit=table.terminal_width()):
        print(line)


def print_deals(desk: Desk, deals: Sequence[DealOf], told: Sequence[Told]) -> None:
    """Deals and history beneath the fields."""
    today = desk.clock.today()
    if deals:
        print("\n" + _("Deals"))
    rows = [
        [f"  #{one.ref.id}", one.ref.title, one.ref.stage, words.role(one.role),
         say.step(one.next, one.state, today), say.amount(one.ref.value_minor, one.ref.currency)]
        for one in deals
    ]  # fmt: skip
    for line in table.columns(rows, limit=table.terminal_width()):
        print(line)
    if told:
        print("\n" + _("History"))
    for entry in told:
        kind = words.kind(entry.activity.kind)
        print(f"  {say.moment(entry.activity.at, today)}  {kind} · #{entry.deal_id} {entry.deal}")
        for line in entry.activity.text.splitlines():
            print(f"    {line}")


def _shown(field: str, value: str) -> str:
    """A value on one line."""
    return words.history_text(field, " / ".join(value.splitlines()))


def _listed(row: Listed) -> dict[str, Any]:
    found: dict[str, Any] = {"id": row.id, "name": row.name or None}
    if row.kind == people_reading.COMPANY:
        return {**found, "industry": row.detail or None}
    return {
        **found,
        "company": row.company or None,
        "position": row.detail or None,
        "do_not_contact": row.never,
    }


def _merge(done: Merge) -> dict[str, Any]:
    return {
        "merged": done.merged,
        "into": done.into,
        "kept": [
            {"field": kept.field, "value": kept.value, "of": kept.origin,
             "to_note": kept.beside or None}
            for kept in done.kept
        ],
        "deals": done.deals,
        "participants": done.places,
        "contacts": done.people,
    }  # fmt: skip
