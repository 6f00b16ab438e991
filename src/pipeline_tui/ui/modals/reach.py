"""Calling or mailing somebody with the program the system has for it; only when asked to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from pipeline_tui.domain import people, reach
from pipeline_tui.errors import PipelineError
from pipeline_tui.i18n import _
from pipeline_tui.ui import opening

if TYPE_CHECKING:
    from pipeline_tui.domain.records import DealPage, Permission
    from pipeline_tui.domain.records_people import Person
    from pipeline_tui.ui.screens.keyed import KeyedScreen

GLYPHS = {"call": "✆", "mail": "@"}


class Way(NamedTuple):
    """One way to reach somebody: a number to call, or an address to mail."""

    name: str
    channel: str
    text: str
    may: Permission


def ways_of(page: DealPage) -> list[Way]:
    """The contact person of a deal first, then who else is in it."""
    deal = page.deal
    found = _ways(deal.contact or "", deal.contact_phone, deal.contact_email, deal.permission)
    for one in page.people:
        found += _ways(one.called, one.phone, one.email, one.permission)
    return found


def ways_to(person: Person) -> list[Way]:
    """A contact's number and address."""
    return _ways(person.called, person.phone, person.email, person.permission)


def ask_reach(screen: KeyedScreen, ways: Sequence[Way]) -> None:
    """Open the only way there is, or ask which; what is not wanted is asked about once more."""
    from pipeline_tui.ui.modals.pick import Choice, Pick

    if not ways:
        screen.say(_("There is neither a phone number nor a mail address"))
    elif len(ways) == 1:
        _try(screen, ways[0])
    else:

        async def chosen(key: str | None) -> None:
            if key is not None:
                _try(screen, ways[int(key)])

        choices = []
        for number, way in enumerate(ways):
            against = people.warning(way.may, way.channel)
            text = f"{way.text}  {way.name}" + (f"  ✗ {against}" if against else "")
            style = "bad" if against else "accent"
            choices.append(Choice(str(number), text, GLYPHS[way.channel], style))
        screen.app.push_screen(Pick(_("Call or mail"), choices), screen.guarded(chosen))


def _try(screen: KeyedScreen, way: Way) -> None:
    """Open it, unless the person does not want that: then the reason stands in a question."""
    from pipeline_tui.ui.modals.confirm import Confirm

    against = people.warning(way.may, way.channel)
    if not against:
        _open(screen, way)
        return

    async def answered(yes: bool | None) -> None:
        if yes:
            _open(screen, way)

    question = _("{name}: {reason}").format(name=way.name or way.text, reason=against)
    where = people.source(way.may, screen.gateway.today, way.channel)
    yes = _("call anyway") if way.channel == "call" else _("mail anyway")
    screen.app.push_screen(Confirm(question, yes=yes, detail=where), screen.guarded(answered))


def _open(screen: KeyedScreen, way: Way) -> None:
    try:
        uri = reach.tel_uri(way.text) if way.channel == "call" else reach.mail_uri(way.text)
    except PipelineError as problem:
        screen.complain(problem)
        return
    if opening.open_uri(uri):
        screen.say(_("Opened: {text}").format(text=way.text))
        return
    screen.app.copy_to_clipboard(way.text)
    screen.say(
        _("There is no program here to open it; copied: {text}").format(text=way.text), bad=True
    )


def _ways(name: str, phone: str, email: str, may: Permission) -> list[Way]:
    found = []
    if phone:
        found.append(Way(name, "call", phone, may))
    if email:
        found.append(Way(name, "mail", email, may))
    return found
