"""Use cases on deals: add, tick, log, delete; with those on fields and moves, in one place.

Each call is one transaction and one undo step. Texts come as typed; numbers of deals, stages
and criteria as stored.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from pipeline_tui.domain.quickadd import QuickAdd, match_stage, parse_quick_add
from pipeline_tui.domain.state import CLOSED_KINDS
from pipeline_tui.domain.text import clean
from pipeline_tui.errors import InputError
from pipeline_tui.i18n import _
from pipeline_tui.services.booking import TALKS, book, refuse_gone_by, suggested_step
from pipeline_tui.services.closing import lose, win
from pipeline_tui.services.conflicts import overtaken
from pipeline_tui.services.desk import Desk
from pipeline_tui.services.editing import (
    LAST,
    check_field,
    put,
    set_field,
    set_fields,
    set_risk,
)
from pipeline_tui.services.fields import Reading, edit_text, read
from pipeline_tui.services.moving import (
    is_opportunity,
    move,
    move_all,
    reopen,
    reorder,
    shift_stage,
)
from pipeline_tui.services.ticking import set_evidence, tick

if TYPE_CHECKING:
    from pipeline_tui.store.tables import StageRow
    from pipeline_tui.store.writes import Work

__all__ = [
    "add_deal",
    "add_parsed",
    "check_field",
    "delete",
    "edit_note",
    "edit_text",
    "log",
    "lose",
    "move",
    "move_all",
    "reopen",
    "reorder",
    "set_evidence",
    "set_field",
    "set_fields",
    "set_risk",
    "shift_stage",
    "tick",
    "win",
]

LOG_KINDS = (*TALKS, "note")
"""What can be logged; all but a note is contact evidence."""

_COLUMNS = {"close": "expected_close"}


def add_deal(desk: Desk, line: str, *, suggest: bool) -> int:
    """Add a deal from a quick-add line (product.md, "Quick add") and return its number.

    With `suggest` a call on the next working day is booked where the line names no step.
    """
    with desk.writer.step("deal.add") as work:
        quick = parse_quick_add(
            line, work.today, currency=work.settings["currency"], calendar=work.calendar
        )
        return _add(work, quick, suggest=suggest)


def add_parsed(desk: Desk, quick: QuickAdd, *, suggest: bool) -> int:
    """Add a deal from a line that has been read already; see `add_deal`."""
    with desk.writer.step("deal.add") as work:
        return _add(work, quick, suggest=suggest)


def log(desk: Desk, deal_id: int, text: str, kind: str) -> int:
    """Keep a note, or a call, mail or meeting in which the customer was reached; its number."""
    if kind not in LOG_KINDS:
        raise InputError(
            _("{kind} cannot be logged").format(kind=clean(kind)),
            todo=_("Log one of {names}").format(names=", ".join(LOG_KINDS)),
        )
    text = _filled(text)
    with desk.writer.step("log.add") as work:
        deal = work.deal(deal_id)
        work.describe(deal=work.name(deal), text=_first_line(text))
        if kind in TALKS:
            work.reached(deal)
        return work.add_activity(deal, kind, text, reached=kind in TALKS)


def edit_note(desk: Desk, note_id: int, text: str, version: int | None) -> None:
    """Change a note; Conflict when a newer version says something else.

    `version` is the note's when it was read; None overwrites whatever stands there. An
    empty text takes the note away.
    """
    text = clean(text, lines=True)
    with desk.writer.step("note.edit") as work:
        note = work.note(note_id)
        deal = work.deal(note.deal_id)
        work.describe(deal=work.name(deal))
        if version is not None and note.version > version and note.text != text:
            what = _("The note was changed elsewhere meanwhile")
            raise overtaken(work, deal, what, mine=text, theirs=note.text)
        if text:
            work.edit(note, text=text)
        else:
            work.remove(note)


def delete(desk: Desk, deal_ids: Iterable[int]) -> None:
    """Delete deals with all that hangs on them, in one undo step."""
    chosen = list(dict.fromkeys(deal_ids))
    with desk.writer.step("deal.delete", count=str(len(chosen))) as work:
        names = []
        for deal_id in chosen:
            deal = work.deal(deal_id)
            names.append(work.name(deal))
            work.remove(deal)
        work.describe(deal=", ".join(names))


def _add(work: Work, quick: QuickAdd, *, suggest: bool) -> int:
    if not quick.title:
        raise InputError(
            _("The deal has no title"),
            kept=_("Nothing was added"),
            todo=_("Write for example Acme GmbH: CNC retrofit 12k"),
        )
    stage = _stage_for(work, quick)
    deal = work.add_deal(stage, **_values(work, quick, stage))
    number = deal.id or 0
    work.set_tags(deal, sorted(quick.tags))
    work.describe(deal=work.name(deal))
    for field in (*LAST, "recurring"):
        if field in quick.fields:
            by = Reading(work.today, deal.currency)
            put(work, deal, field, read(field, quick.fields[field], by))
    if quick.step is not None:
        refuse_gone_by(quick.step.day, work.today)
        book(work, deal, quick.step)
    elif suggest and stage.kind not in CLOSED_KINDS:
        contact = work.contact_of(deal)
        book(work, deal, suggested_step(contact.name if contact else "", work.today, work.calendar))
    return number


def _stage_for(work: Work, quick: QuickAdd) -> StageRow:
    """The stage named, else First contact; a deal cannot begin as lost."""
    if quick.stage is None:
        return work.first_stage()
    stages = {stage.name: stage for stage in work.stages()}
    stage = stages[match_stage(quick.stage, list(stages))]
    if stage.kind == "lost":
        raise InputError(
            _("A deal cannot be added as lost"),
            kept=_("Nothing was added"),
            todo=_("Add it, then close it with its reason"),
        )
    if stage.kind == "won" and quick.step is not None:
        raise InputError(
            _("{deal} is closed and has no next step").format(deal=quick.title),
            kept=_("Nothing was added"),
        )
    return stage


def _values(work: Work, quick: QuickAdd, stage: StageRow) -> dict[str, object]:
    """The columns a quick-add line fills."""
    currency = quick.fields.get("currency", work.settings["currency"])
    by = Reading(work.today, currency, work.calendar)
    values: dict[str, object] = {
        _COLUMNS.get(field, field): read(field, text, by)
        for field, text in quick.fields.items()
        if field not in (*LAST, "recurring")
    }
    company_id = work.company(quick.company).id if quick.company else None
    if quick.value is not None:
        values |= {"value_minor": quick.value.minor, "currency": quick.value.currency}
    return values | {
        "title": quick.title,
        "company_id": company_id,
        "contact_id": _contact(work, quick, company_id),
        "risk_level": quick.risk_level or ("mid" if quick.risk_text else None),
        "risk_text": quick.risk_text or "",
        "verified_at": work.now if is_opportunity(work, stage) else None,
        "closed_on": work.today if stage.kind in ("won", "care") else None,
    }


def _contact(work: Work, quick: QuickAdd, company_id: int | None) -> int | None:
    """The contact person of the line: found by name or mail in the company, else made."""
    if not (quick.contact or quick.phone or quick.email):
        return None
    person = work.contact(quick.contact or "", company_id, email=quick.email or "")
    if quick.phone:
        work.edit(person, phone=quick.phone)
    if quick.email:
        work.edit(person, email=quick.email)
    return person.id


def _filled(text: str) -> str:
    """A note's text; InputError if there is none."""
    text = clean(text, lines=True)
    if not text:
        raise InputError(_("There is nothing to log"), todo=_("Write what was said"))
    return text


def _first_line(text: str) -> str:
    return text.partition("\n")[0]
