"""The questions about a contact person: what is allowed, and the buying role."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from pipeline_tui.domain import people, words
from pipeline_tui.errors import PipelineError
from pipeline_tui.i18n import _
from pipeline_tui.ui.modals import checks

if TYPE_CHECKING:
    from textual.app import App

    from pipeline_tui.domain.records import Deal
    from pipeline_tui.domain.records_people import Card
    from pipeline_tui.ui.gateway import Gateway
    from pipeline_tui.ui.modals.asking import Then
    from pipeline_tui.ui.text import Run

_NOT_KNOWN = "-"


def ask_permission(app: App[Any], gateway: Gateway, deal: Deal, then: Then) -> None:
    """Ask what the contact person of a deal allows, beginning with what is known."""
    from pipeline_tui.ui.modals.line import LinePrompt
    from pipeline_tui.ui.render import labels

    def check(line: str) -> list[Run]:
        said = gateway.check_field("permission", line)
        return checks.understood(said) if line.strip() else [(_("not known"), "faint")]

    async def save(line: str) -> None:
        await gateway.set_permission(deal.id, line, deal)

    async def save_over(line: str) -> None:
        await gateway.set_permission(deal.id, line, None)

    async def left(line: str | None) -> None:
        if line is not None:
            await then()

    prompt = LinePrompt(
        _("What {name} allows").format(name=deal.contact or _("the contact person")),
        people.permission_line(deal.permission),
        check=check,
        submit=save,
        over=save_over,
        field=labels.field("permission"),
        placeholder=_("call yes, mail no, from fair · do not contact"),
    )
    app.push_screen(prompt, left)


def ask_role(
    app: App[Any],
    gateway: Gateway,
    deal: Deal,
    then: Then,
    complain: Callable[[PipelineError], object],
) -> None:
    """Ask for the buying role of the contact person by digit."""

    async def save(role: str) -> None:
        await gateway.set_role(deal.id, role)

    name = deal.contact or _("the contact person")
    pick_role(app, name, deal.contact_role, save, then, complain)


def pick_role(
    app: App[Any],
    name: str,
    role: str,
    save: Callable[[str], Awaitable[None]],
    then: Then,
    complain: Callable[[PipelineError], object],
) -> None:
    """Ask for somebody's buying role by digit; `save` hears it, '' for none."""
    from pipeline_tui.ui.modals.pick import Choice, Pick
    from pipeline_tui.ui.render.pane_people import ROLE_GLYPHS

    async def chosen(key: str | None) -> None:
        if key is None:
            return
        try:
            await save("" if key == _NOT_KNOWN else key)
            await then()
        except PipelineError as problem:
            complain(problem)

    choices = [
        Choice(one, words.role(one), ROLE_GLYPHS.get(one, "·"), "accent", one == role)
        for one in words.ROLES
    ]
    choices.append(Choice(_NOT_KNOWN, _("not known"), "?", "faint"))
    app.push_screen(Pick(_("Role of {name} in this deal").format(name=name), choices), chosen)


def ask_participant(app: App[Any], gateway: Gateway, deal_id: int, name: str, then: Then) -> None:
    """Ask who else is in a deal, in one line."""
    from pipeline_tui.ui.gateway import people as of_people
    from pipeline_tui.ui.modals.line import LinePrompt

    async def left(line: str | None) -> None:
        if line is not None:
            await then()

    prompt = LinePrompt(
        _("Who else is in {deal}?").format(deal=name),
        check=lambda line: card_runs(of_people.check_participant(line)),
        submit=lambda line: of_people.add_participant(gateway, deal_id, line),
        placeholder=_("Ada Wong, decides, production, ada@acme.de"),
    )
    app.push_screen(prompt, left)


def card_runs(card: Card) -> list[Run]:
    """What a line says of a person, part by part."""
    parts = (
        (card.name, "title"), (card.company, "value"), (words.role(card.role), "accent"),
        (card.position, "text"), (card.phone, "text"), (card.email, "text"),
    )  # fmt: skip
    runs: list[Run] = []
    for text, style in parts:
        if text:
            runs += [*([(" · ", "faint")] if runs else []), (text, style)]
    return runs
