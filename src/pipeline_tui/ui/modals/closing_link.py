"""Asking for a renewal or a follow-on deal of one that was sold: which, then its day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline_tui.i18n import _
from pipeline_tui.ui.gateway import closing
from pipeline_tui.ui.modals import checks

if TYPE_CHECKING:
    from textual.app import App

    from pipeline_tui.ui.gateway import Gateway
    from pipeline_tui.ui.modals.asking import Then
    from pipeline_tui.ui.text import Run


def ask_linked(app: App[Any], gateway: Gateway, deal_id: int, name: str, then: Then) -> None:
    """Which of the two, and the day on which it is to be talked about."""
    from pipeline_tui.ui.modals.pick import Choice, Pick

    def chosen(link: str | None) -> None:
        if link is not None:
            _ask_day(app, gateway, deal_id, link, then)

    choices = [
        Choice("renewal", _("renewal"), "↻", "accent"),
        Choice("follow_on", _("follow-on deal"), "→", "accent"),
    ]
    app.push_screen(Pick(_("What follows {deal}?").format(deal=name), choices), chosen)


def _ask_day(app: App[Any], gateway: Gateway, deal_id: int, link: str, then: Then) -> None:
    from pipeline_tui.ui.modals.line import LinePrompt

    def check(text: str) -> list[Run]:
        found = closing.read_day(gateway, text)
        return checks.understood(checks.day_and_time(found.day, None, gateway.today))

    async def save(text: str) -> None:
        await closing.add_linked(gateway, deal_id, link, text)

    async def left(text: str | None) -> None:
        if text is not None:
            await then()

    title = _("Renewal on which day?") if link == "renewal" else _("Follow-on deal on which day?")
    prompt = LinePrompt(title, check=check, submit=save, placeholder=_("+12m or 15.1."))
    app.push_screen(prompt, left)
