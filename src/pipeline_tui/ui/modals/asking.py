"""The questions that board, pane and agenda ask alike: next, done, snooze, log, risk, lost.

Each opens a prompt that stays open until what was typed has been saved, and then calls
`then`, so that the screen shows what changed.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from pipeline_tui.domain.records import Card, FollowUp, NextStep
from pipeline_tui.domain.words import capital
from pipeline_tui.i18n import N_, _, ngettext
from pipeline_tui.ui.modals import checks

if TYPE_CHECKING:
    from textual.app import App

    from pipeline_tui.domain.step_record import Step
    from pipeline_tui.ui.gateway import Gateway

Then = Callable[[], Awaitable[None]]
"""What the screen does after something was saved."""

ThenAdded = Callable[[int | None], Awaitable[None]]
"""The same, told of which deal it was, if of one."""

LOG_KINDS = (
    ("call", N_("call"), "✆"),
    ("mail", N_("mail"), "@"),
    ("meeting", N_("meeting"), "○"),
    ("note", N_("note"), "·"),
)


def deal_name(company: str | None, title: str) -> str:
    """How a deal is called in a question."""
    return f"{company} · {title}" if company else title


def no_deal() -> str:
    """Why a follow-up of its own has no next step, and what can be done with it."""
    return _("This follow-up has no deal and so no next step: e edits it, d finishes it")


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
            line = pane_step.typed(offered.text, offered.day, offered.time, offered.repeat)
        await gateway.next_step(deal_id, line, seen=seen, over=over)

    prompt = LinePrompt(
        _("Next step for {deal}").format(deal=name),
        value,
        check=lambda line: checks.step(gateway, line, offered, there=seen),
        submit=save,
        over=lambda line: save(line, over=True),
        field=labels.field("next"),
        placeholder=_("call Meier fri 10:00"),
    )
    app.push_screen(prompt, _after(then))


def ask_edit(app: App[Any], gateway: Gateway, followup: FollowUp, then: Then) -> None:
    """Ask for words, day, time and recurrence of one follow-up, as they stand now."""
    from pipeline_tui.ui.modals.line import LinePrompt
    from pipeline_tui.ui.render import pane_step

    async def save(line: str, seen: int | None = followup.version) -> None:
        await gateway.edit_followup(followup.id, line, seen)

    prompt = LinePrompt(
        _("Edit {text}").format(text=pane_step.what(followup.kind, followup.text)),
        pane_step.step_text(followup),
        check=lambda line: checks.edit(gateway, line, followup),
        submit=save,
        over=lambda line: save(line, None),
        field=_("The follow-up"),
        placeholder=_("call Meier fri 10:00 every 2 weeks"),
    )
    app.push_screen(prompt, _after(then))


async def finish(
    app: App[Any], gateway: Gateway, followup: FollowUp, then: Then, say: Callable[[str], object]
) -> None:
    """Done: asks for outcome and next step where one is needed, else it is done at once.

    Nothing is asked while another follow-up of the deal is open, of a recurring one, and of
    one without a deal; `say` then hears what comes next.
    """
    if gateway.asks_next(followup.id):
        ask_done(app, gateway, followup, then)
        return
    again = gateway.comes_again(followup.id)
    await gateway.finish(followup.id)
    await then()
    say(_finished(gateway, followup, again))


def _finished(gateway: Gateway, followup: FollowUp, again: Step | None) -> str:
    """What was done, and what comes next."""
    from pipeline_tui.ui.render.pane_step import what, when

    text = what(followup.kind, followup.text)
    if again is not None:
        day = when(again.day, again.time, gateway.today)
        return _("Done: {text}. It comes again {day} · u undoes").format(text=text, day=day)
    card = gateway.card(followup.deal.id) if followup.deal else None
    if card is None:
        return _("Done: {text} · u undoes").format(text=text)
    if card.next is None:
        return _("Done: {text}. There is no next step; n sets one · u undoes").format(text=text)
    step = card.next
    return _("Done: {text}. Next: {step}, {day} · u undoes").format(
        text=text, step=what(step.kind, step.text), day=when(step.due, step.time, gateway.today)
    )


def ask_done(app: App[Any], gateway: Gateway, followup: FollowUp, then: Then) -> None:
    """Finish a deal's last follow-up: `outcome > next step`.

    An empty line takes what is suggested. An outcome alone is saved, and the line then asks
    for the next step; `esc` leaves the deal without one.
    """
    from pipeline_tui.ui.modals.line import LinePrompt

    deal = followup.deal
    name = deal_name(deal.company, deal.title) if deal else followup.text
    offered = gateway.suggested_next(followup.id)
    missing = False

    async def save(line: str) -> None:
        nonlocal missing
        missing = await gateway.done(followup.id, line)

    async def go_on(line: str | None) -> None:
        if line is None:
            return
        await then()
        if missing and deal is not None:
            ask_next(app, gateway, deal.id, name, then, seen=None, offered=offered)

    prompt = LinePrompt(
        _("Done: {text}").format(text=followup.text or name),
        check=lambda line: checks.done(gateway, line, followup.id),
        submit=save,
        placeholder=_("outcome > next step"),
    )
    app.push_screen(prompt, go_on)


def ask_snooze(
    app: App[Any], gateway: Gateway, followup_ids: list[int], name: str, then: Then
) -> None:
    """Ask for the day to which one or several follow-ups are moved."""
    from pipeline_tui.ui.modals.snooze import SnoozePrompt

    async def save(phrase: str) -> None:
        await gateway.snooze(followup_ids, phrase, asked=prompt.asked)

    count = len(followup_ids)
    title = (
        _("Move {text} to").format(text=name)
        if count == 1
        else ngettext("Move {count} follow-up to", "Move {count} follow-ups to", count).format(
            count=count
        )
    )
    prompt = SnoozePrompt(gateway, title, save)
    app.push_screen(prompt, _after(then))


def ask_followup(
    app: App[Any], gateway: Gateway, deal_id: int | None, name: str, then: ThenAdded
) -> None:
    """Ask for one more follow-up: of a deal, or without one of its own or of a deal it names."""
    from pipeline_tui.ui.modals.line import LinePrompt

    of_deal = deal_id

    async def save(line: str) -> None:
        nonlocal of_deal
        if deal_id is None:
            of_deal = gateway.check_addition(line).deal_id
        await gateway.add_followup(deal_id, line)

    async def added(line: str | None) -> None:
        if line is not None:
            await then(of_deal)

    if deal_id is None:
        prompt = LinePrompt(
            _("New follow-up"),
            check=lambda line: checks.addition(gateway, line),
            submit=save,
            placeholder=_("call tax office fri 10:00 · Acme: mail offer mon"),
        )
    else:
        prompt = LinePrompt(
            _("One more follow-up for {deal}").format(deal=name),
            check=lambda line: checks.step(gateway, line),
            submit=save,
            placeholder=_("call Meier fri 10:00"),
        )
    app.push_screen(prompt, added)


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
