"""Erasing a person: what goes is shown, and the name has to be typed; nothing brings it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline_tui.errors import InputError
from pipeline_tui.i18n import _, ngettext
from pipeline_tui.i18n.format import number
from pipeline_tui.ui.gateway import people
from pipeline_tui.ui.modals.line import LinePrompt

if TYPE_CHECKING:
    from pipeline_tui.domain.records_people import Listed
    from pipeline_tui.ui.gateway.people import Erasure
    from pipeline_tui.ui.screens.people import PeopleScreen
    from pipeline_tui.ui.text import Run

_TEXTS = 5
"""So many of the texts that will change are shown."""


async def ask_erase(screen: PeopleScreen, row: Listed) -> None:
    """Show what erasing takes away, and ask for the name."""
    gateway = screen.gateway
    seen = await people.preview_erasing(gateway, row.id)
    done: list[Erasure] = []

    async def save(typed: str) -> None:
        done.append(await people.erase(gateway, row.id, typed))

    async def left(typed: str | None) -> None:
        if typed is None:
            return
        screen.to_place(in_page=False)
        screen.reread()
        screen.say(_result(done[-1]), bad=not done[-1].swept)

    title = _("Erase {name} for good: type the name").format(name=seen.name)
    screen.app.push_screen(
        ErasePrompt(title, check=lambda line: _check(seen, line), submit=save),
        screen.guarded(left),
    )


class ErasePrompt(LinePrompt):
    """Has room for all that is said of what will go."""


def _check(seen: Erasure, line: str) -> list[Run]:
    """What goes and what stays; and whether what is typed is the name."""
    runs: list[Run] = []
    for text, style in _lines(seen):
        runs += [*([("\n", "text")] if runs else []), (text, style)]
    if line.strip() and line.strip().casefold() != seen.name.casefold():
        raise InputError(
            _("This is not the name of the person to be erased"),
            todo=_("Type {name}").format(name=seen.name),
        )
    if not line.strip():
        return runs
    return [(_("enter erases {name} for good").format(name=seen.name), "bad")]


def _lines(seen: Erasure) -> list[Run]:
    said: list[Run] = [
        (_("This cannot be undone, and nothing before it either."), "bad"),
    ]
    counts = (
        (ngettext("{count} deal stays, without this contact",
                  "{count} deals stay, without this contact", seen.deals), seen.deals),
        (ngettext("{count} mention in texts becomes “(erased)”",
                  "{count} mentions in texts become “(erased)”", seen.mentions), seen.mentions),
    )  # fmt: skip
    said.append((" · ".join(text.format(count=number(count)) for text, count in counts), "text"))
    for place in seen.places[:_TEXTS]:
        said.append((f"  {' '.join(place.text.split())[:70]}", "faint"))
    for word, count in seen.partly:
        text = ngettext(
            "“{word}” alone stays in {count} place", "“{word}” alone stays in {count} places", count
        )
        said.append((text.format(word=word, count=number(count)), "overdue"))
    if seen.others:
        names = ", ".join(seen.others)
        said.append(
            (_("stays, of the same name, mail or phone: {name}").format(name=names), "overdue")
        )
    if seen.backups:
        text = ngettext(
            "{count} backup still holds everything: delete it in {folder}",
            "{count} backups still hold everything: delete them in {folder}",
            len(seen.backups),
        )
        held = number(len(seen.backups))
        said.append((text.format(count=held, folder=seen.folder), "overdue"))
    return said


def _result(done: Erasure) -> str:
    if not done.swept:
        return _("Erased, but the file could not be written anew: it may still hold remains")
    return _("{name} was erased. Nothing before it can be undone.").format(name=done.name)
