"""The questions that board, pane and agenda ask alike: next, done, snooze, log, risk, lost.

Each opens a prompt that stays open until what was typed has been saved, and then calls
`then`, so that the screen shows what changed.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from pipeline_tui.domain.records import Card, FollowUp, NextStep
from pipeline_tui.domain.words import capital
from pipeline_tui.errors import PipelineError
from pipeline_tui.i18n import N_, _, ngettext
from pipeline_tui.ui.modals import checks

if TYPE_CHECKING:
    from textual.app import App

    from pipeline_tui.domain.quickadd_steps import Step
    from pipeline_tui.ui.gateway import Gateway

Then = Callable[[], Awaitable[None]]
"""What the screen does after something was saved."""

LOG_KINDS = (
    ("call", N_("call"), "✆"),
    ("mail", N_("mail"), "@"),
    ("meeting", N_("meeting"), "○"),
    ("note", N_("note"), "·"),
)


def deal_name(company: str | None, title: str) -> str:
    """How a deal is called in a question."""
    return f"{company} · {title}" if company else title


def ask_next(
    app: App[Any],
    gateway: Gateway,
    deal_id: int,
    name: str,
    then: Then,
    value: str = "",
    *,
    seen: NextStep | None,
    offered: Step | None = None,
) -> None:
    """Ask for the next step of a deal; `esc` leaves it as it is.

    `seen` is the one that stands there now. An empty line takes the `offered` step,
    where there is one.
    """
    from pipeline_tui.ui.modals.line import LinePrompt
    from pipeline_tui.ui.render import labels, pane_step

    async def save(line: str, *, over: bool = False) -> None:
        if offered is not None and not line.strip():
            line = pane_step.typed(offered.text, offered.day, offered.time)
        await gateway.next_step(deal_id, line, seen=seen, over=over)

    prompt = LinePrompt(
        _("Next step for {deal}").format(deal=name),
        value,
        check=lambda line: checks.step(gateway, line, offered),
        submit=save,
        over=lambda line: save(line, over=True),
        field=labels.field("next"),
        placeholder=_("call Meier fri 10:00"),
    )
    app.push_screen(prompt, _after(then))


def ask_done(app: App[Any], gateway: Gateway, followup: FollowUp, then: Then) -> None:
    """Finish a follow-up: `outcome > next step`; asks for the next one if it was the last."""
    from pipeline_tui.ui.modals.line import LinePrompt

    deal = followup.deal
    name = deal_name(deal.company, deal.title) if deal else followup.text
    missing = False

    async def save(line: str) -> None:
        nonlocal missing
        if line.strip():
            missing = await gateway.done(followup.id, line)
        else:
            missing = await gateway.finish(followup.id)

    async def go_on(line: str | None) -> None:
        if line is None:
            return
        await then()
        if missing and deal is not None:
            offered = gateway.suggestion(followup.contact or "")
            ask_next(app, gateway, deal.id, name, then, seen=None, offered=offered)

    prompt = LinePrompt(
        _("Done: {text}").format(text=followup.text or name),
        check=lambda line: checks.done(gateway, line),
        submit=save,
        placeholder=_("outcome > next step"),
    )
    app.push_screen(prompt, go_on)


def ask_snooze(
    app: App[Any], gateway: Gateway, followup_ids: list[int], name: str, then: Then
) -> None:
    """Ask for the day to which one or several follow-ups are moved."""
    from pipeline_tui.ui.modals.line import LinePrompt

    async def save(phrase: str) -> None:
        await gateway.snooze(followup_ids, phrase)

    count = len(followup_ids)
    title = (
        _("Move {text} to").format(text=name)
        if count == 1
        else ngettext("Move {count} follow-up to", "Move {count} follow-ups to", count).format(
            count=count
        )
    )
    prompt = LinePrompt(
        title,
        check=lambda line: checks.snooze(gateway, line),
        submit=save,
        placeholder=_("tomorrow · fri 10:00 · +3d · 24.12."),
    )
    app.push_screen(prompt, _after(then))


def ask_risk(app: App[Any], gateway: Gateway, card: Card, name: str, then: Then) -> None:
    """Ask for the risk in one sentence; `card` is the deal as it is shown."""
    from pipeline_tui.ui.modals.line import LinePrompt
    from pipeline_tui.ui.render import labels

    async def save(line: str, seen: Card | None = card) -> None:
        await gateway.set_risk(card.id, line, seen)

    level = f"{labels.risk_mark(card.risk_level)} " if card.risk_level else ""
    prompt = LinePrompt(
        _("Risk of {deal}").format(deal=name),
        f"{level}{card.risk_text}".strip(),
        check=lambda line: checks.risk(gateway, line),
        submit=save,
        over=lambda line: save(line, None),
        field=labels.field("risk"),
        placeholder=_("!high budget freeze until Q1"),
    )
    app.push_screen(prompt, _after(then))


def ask_log(app: App[Any], gateway: Gateway, deal_id: int, name: str, then: Then) -> None:
    """Ask for the kind of contact, then for a line about it, or for a note of several lines."""
    from pipeline_tui.ui.modals.pick import Choice, Pick

    def write(kind: str | None) -> None:
        if kind is not None:
            _ask_log_text(app, gateway, deal_id, name, kind, then)

    choices = [Choice(kind, _(label), glyph, "accent") for kind, label, glyph in LOG_KINDS]
    app.push_screen(Pick(_("Log for {deal}").format(deal=name), choices), write)


def ask_lost(
    app: App[Any],
    gateway: Gateway,
    deal_id: int,
    name: str,
    then: Then,
    complain: Callable[[PipelineError], object],
) -> None:
    """Ask for the reason of a loss by digit; `other` asks for a line."""
    from pipeline_tui.ui.modals.line import LinePrompt
    from pipeline_tui.ui.modals.pick import pick_lost_reason

    async def lose(reason: str, note: str = "") -> None:
        await gateway.lose(deal_id, reason, note)

    async def chosen(reason: str | None) -> None:
        if reason is None:
            return
        if reason != "other":
            try:
                await lose(reason)
                await then()
            except PipelineError as problem:
                complain(problem)
            return
        prompt = LinePrompt(
            _("Why was {deal} lost?").format(deal=name),
            submit=lambda line: lose("other", line),
        )
        app.push_screen(prompt, _after(then))

    app.push_screen(pick_lost_reason(_("Lost: {deal}").format(deal=name)), chosen)


def _ask_log_text(
    app: App[Any], gateway: Gateway, deal_id: int, name: str, kind: str, then: Then
) -> None:
    from pipeline_tui.ui.modals.line import LinePrompt
    from pipeline_tui.ui.modals.note import NoteEditor
    from pipeline_tui.ui.render import labels

    async def save(text: str) -> None:
        await gateway.log(deal_id, text, kind)

    if kind == "note":
        app.push_screen(
            NoteEditor(_("Note on {deal}").format(deal=name), submit=save), _after(then)
        )
        return
    title = _("{kind} with {deal}").format(kind=capital(labels.kind(kind)), deal=name)
    app.push_screen(LinePrompt(title, submit=save), _after(then))


def _after(then: Then) -> Callable[[str | None], Awaitable[None]]:
    """Show what changed, unless the prompt was left."""

    async def left(result: str | None) -> None:
        if result is not None:
            await then()

    return left
