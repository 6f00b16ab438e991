"""Merging at the keyboard: the other one is named, what would stay is seen, enter does it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline_tui.errors import PipelineError
from pipeline_tui.i18n import _, ngettext
from pipeline_tui.i18n.format import number
from pipeline_tui.ui.gateway import people
from pipeline_tui.ui.render import labels

if TYPE_CHECKING:
    from pipeline_tui.domain.records_people import Listed
    from pipeline_tui.ui.gateway.people import Merge, Same
    from pipeline_tui.ui.screens.people import PeopleScreen
    from pipeline_tui.ui.text import Run

_REASONS = {"name": "≈", "email": "@", "domain": "@", "phone": "✆"}


def ask_merge(screen: PeopleScreen, row: Listed, into: str = "") -> None:
    """Ask into whom somebody is merged; then show what would stay, and ask once more."""
    from pipeline_tui.ui.modals.line import LinePrompt

    gateway = screen.gateway

    def check(line: str) -> list[Run]:
        if not line.strip():
            return []
        found = _other(screen, row, line)
        return [("→ ", "accent"), (found.name or "–", "title"), (f"  {found.company}", "faint")]

    async def look(line: str) -> None:
        other = _other(screen, row, line)
        await people.merge(gateway, row.kind, row.id, other.id, dry_run=True)

    async def left(line: str | None) -> None:
        if line is not None:
            await _confirm(screen, row, _other(screen, row, line))

    prompt = LinePrompt(
        _("Merge {name} into (a name or a number)").format(name=row.name or f"#{row.id}"),
        into,
        check=check,
        submit=look,
    )
    screen.app.push_screen(prompt, screen.guarded(left))


async def ask_duplicates(screen: PeopleScreen) -> None:
    """List who may be the same; the chosen two are shown as they would be merged."""
    from pipeline_tui.ui.modals.pick import Choice, Pick

    found: list[Same] = []
    for kind in (people.CONTACT, people.COMPANY):
        found += await people.duplicates(screen.gateway, kind)
    if not found:
        screen.say(_("Nobody is there twice."))
        return

    async def chosen(key: str | None) -> None:
        if key is not None:
            pair = found[int(key)]
            await _confirm(screen, pair.second, pair.first)

    choices = [
        Choice(str(place), _pair(pair), _REASONS[pair.reasons[0]], "accent")
        for place, pair in enumerate(found)
    ]
    screen.app.push_screen(Pick(_("May be the same"), choices), screen.guarded(chosen))


async def _confirm(screen: PeopleScreen, row: Listed, other: Listed) -> None:
    """What would stay of whom, and what passes over; `enter` merges."""
    from pipeline_tui.ui.modals.confirm import Confirm

    gateway = screen.gateway
    seen = await people.merge(gateway, row.kind, row.id, other.id, dry_run=True)

    async def answered(yes: bool | None) -> None:
        if yes:
            await people.merge(gateway, row.kind, row.id, other.id, dry_run=False)
            screen.reread(at=(other.kind, other.id))
            screen.tell()

    question = _("Merge {name} into {into}?").format(name=seen.merged, into=seen.into)
    confirm = Confirm(question, yes=_("merge"), detail=_told(seen), danger=False)
    screen.app.push_screen(confirm, screen.guarded(answered))


def _told(seen: Merge) -> str:
    """A line for each field that stays, and what passes over."""
    lines = []
    for kept in seen.kept:
        if kept.field in ("note", "permission"):
            continue
        origin = {"into": seen.into, "merged": seen.merged}.get(kept.origin, _("both"))
        line = f"{labels.field(kept.field)}: {kept.value} ({origin})"
        if kept.beside:
            line += " · " + _("to the note: {text}").format(text=kept.beside)
        lines.append(line)
    for said, count in (
        (ngettext("{count} deal passes over", "{count} deals pass over", seen.deals), seen.deals),
        (ngettext("{count} place in a deal passes over", "{count} places in deals pass over",
                  seen.places), seen.places),
        (ngettext("{count} contact passes over", "{count} contacts pass over", seen.people),
         seen.people),
    ):  # fmt: skip
        if count:
            lines.append(said.format(count=number(count)))
    return "\n".join([*lines, _("u undoes.")])


def _other(screen: PeopleScreen, row: Listed, line: str) -> Listed:
    """The one that is named. NotFound, Ambiguous; InputError for the same one."""
    found = people.named(screen.gateway, row.kind, line)
    if found == row.id:
        raise PipelineError(_("These two are one and the same"))
    listed = people.one(screen.gateway, row.kind, found)
    if listed is None:  # deleted a moment ago
        raise PipelineError(_("There is nobody under the cursor"))
    return listed


def _pair(pair: Same) -> str:
    reasons = ", ".join(people.reason(code) for code in pair.reasons)
    names = [
        f"{one.name or '–'} ({one.company})" if one.company else one.name or "–"
        for one in (pair.first, pair.second)
    ]
    return f"{names[0]} = {names[1]}  {reasons}"
