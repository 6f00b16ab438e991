"""The questions about a contact person: what is allowed, and the buying role."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from pipeline_tui.domain import people, words
from pipeline_tui.errors import PipelineError
from pipeline_tui.i18n import _
from pipeline_tui.ui.modals import checks

if TYPE_CHECKING:
    from textual.app import App

    from pipeline_tui.domain.records import Deal
    from pipeline_tui.ui.gateway import Gateway
    from pipeline_tui.ui.modals.asking import Then
    from pipeline_tui.ui.text import Run

ROLE_GLYPHS = {"decides": "●", "blocks": "!", "champions": "✓"}
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
    from pipeline_tui.ui.modals.pick import Choice, Pick

    async def chosen(role: str | None) -> None:
        if role is None:
            return
        try:
            await gateway.set_role(deal.id, "" if role == _NOT_KNOWN else role)
            await then()
        except PipelineError as problem:
            complain(problem)

    choices = [
        Choice(role, words.role(role), ROLE_GLYPHS.get(role, "·"), "accent",
               role == deal.contact_role)
        for role in words.ROLES
    ]  # fmt: skip
    choices.append(Choice(_NOT_KNOWN, _("not known"), "?", "faint"))
    name = deal.contact or _("the contact person")
    app.push_screen(Pick(_("Role of {name} in this deal").format(name=name), choices), chosen)
