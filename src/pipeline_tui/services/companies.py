"""Use cases on companies: add, change, delete (process.md, People)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline_tui.domain import words
from pipeline_tui.domain.text import ONE_LINE_LIMIT, TEXT_LIMIT, clean, fold, limited
from pipeline_tui.errors import Conflict, InputError, NotFound
from pipeline_tui.i18n import _
from pipeline_tui.services import fields
from pipeline_tui.services.desk import Desk

if TYPE_CHECKING:
    from pipeline_tui.store.tables import CompanyRow
    from pipeline_tui.store.writes import Work

FIELDS = ("name", "industry", "size", "note")
"""What a person edits of a company."""

_OTHERS = {
    "name": "company firma bezeichnung",
    "industry": "branche sector",
    "size": "grosse groesse employees mitarbeiter",
    "note": "notiz notizen",
}


def field_named(name: str) -> str:
    """The key of a field of a company by its English or German names; NotFound lists them."""
    wanted = fold(clean(name)).replace(" ", "_")
    for field in FIELDS:
        if wanted in (field, *_OTHERS[field].split(), fold(words.field(field))):
            return field
    raise NotFound(
        _("A company has no field {name}").format(name=clean(name)),
        todo=_("Fields are {names}").format(names=", ".join(FIELDS)),
    )


def read(field: str, text: str) -> str:
    """A typed text as the field keeps it. InputError when it is too long, or a name is empty."""
    if field == "note":
        return limited(clean(text, lines=True), TEXT_LIMIT, fields.label("note"))
    text = limited(clean(text), ONE_LINE_LIMIT, fields.label(field))
    if field == "name" and not text:
        raise InputError(_("A company needs a name"), kept=_("The name is as it was"))
    return text


def add(desk: Desk, name: str) -> int:
    """Add a company; its number. InputError when there is one of this name."""
    name = read("name", name)
    with desk.writer.step("company.add", name=name) as work:
        if work.company_named(name) is not None:
            raise InputError(
                _("{name} is there already").format(name=name), kept=_("Nothing was added")
            )
        return work.company(name).id or 0


def change(
    desk: Desk, company_id: int, texts: dict[str, str], *, seen: dict[str, str] | None = None
) -> None:
    """Set fields of a company in one undo step, all of them or none (see `contacts.change`)."""
    named = {field_named(field): text for field, text in texts.items()}
    with desk.writer.step("company.set") as work:
        row = work.company_row(company_id)
        work.describe(name=row.name, field=",".join(named))
        for field, text in named.items():
            _put(work, row, field, text, (seen or {}).get(field))


def delete(desk: Desk, company_id: int) -> str:
    """Delete a company; its deals and people stay without it. Its name; can be undone."""
    with desk.writer.step("company.delete") as work:
        row = work.company_row(company_id)
        name = row.name
        work.describe(name=name)
        for deal in work.deals_at(row):
            work.record(deal, "company", name, "")
            work.edit(deal, company_id=None)
        for contact in work.people_of(row):
            work.edit(contact, company_id=None)
        work.remove(row)
        return name


def _put(work: Work, row: CompanyRow, field: str, text: str, seen: str | None) -> None:
    value = read(field, text)
    theirs = str(getattr(row, field))
    if seen is not None and theirs not in (seen, value):
        raise Conflict(
            _("{field} was changed elsewhere meanwhile").format(field=fields.label(field)),
            mine=text,
            theirs=theirs,
            where=row.name,
            kept=_("Nothing was overwritten"),
            todo=_("Look at both and save the one you want"),
        )
    if field != "name":
        work.edit(row, **{field: value})
        return
    other = work.company_named(value)
    if other is not None and other.id != row.id:
        raise InputError(
            _("There is a company {name} already").format(name=other.name),
            kept=_("Nothing was changed"),
            todo=_("Merge the two instead"),
        )
    work.rename_company(row, value)
    work.touched.update(deal.id or 0 for deal in work.deals_at(row))
