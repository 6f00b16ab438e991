"""The lines an offer is typed in: benefit, joint plan, pilot, options.

Benefit and plan ask again after each line, until one is empty. Editing begins with the line as
it stands; an emptied line takes it out.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from pipeline_tui.domain import benefit, offer_option
from pipeline_tui.domain.benefit import BenefitLine
from pipeline_tui.domain.money import Money
from pipeline_tui.domain.offer_option import OptionLine
from pipeline_tui.domain.plan import Arrangement
from pipeline_tui.domain.records import DealPage
from pipeline_tui.domain.records_offer import BenefitPart, Option, PlanPart
from pipeline_tui.domain.text import clean
from pipeline_tui.i18n import _
from pipeline_tui.i18n.format import money
from pipeline_tui.ui.gateway import offer as gateway_of
from pipeline_tui.ui.modals import checks
from pipeline_tui.ui.modals.asking import Then, deal_name
from pipeline_tui.ui.modals.line import Check, LinePrompt
from pipeline_tui.ui.render import pane_offer, values
from pipeline_tui.ui.text import Run
from pipeline_tui.ui.widgets.echo import GOOD_GLYPH

if TYPE_CHECKING:
    from textual.app import App

    from pipeline_tui.ui.gateway import Gateway

Save = Callable[[str, bool], Awaitable[None]]
"""Saves a line; the second argument: also over a newer version."""


def ask_benefit(app: App[Any], gateway: Gateway, page: DealPage, then: Then) -> None:
    """Ask for lines of the benefit; an empty one writes the sum where the benefit is empty."""
    deal = page.deal
    parts = () if page.offer is None else page.offer.benefit
    offers_sum = bool(parts) and not deal.benefit

    def check(line: str) -> list[Run]:
        if clean(line):
            return benefit_said(gateway_of.check_benefit(gateway, line, deal.currency))
        if not parts:
            return []
        said = pane_offer.sum_runs(parts, deal.currency)
        what = _("enter writes it as the benefit") if offers_sum else _("enter ends")
        return [*said, (f" · {what}", "faint")]

    async def save(line: str) -> None:
        if clean(line):
            await gateway_of.add_benefit(gateway, deal.id, line)
        elif offers_sum:
            await gateway_of.write_sum(gateway, deal.id)

    async def left(line: str | None) -> None:
        if line is None:
            return
        if clean(line) or offers_sum:
            await then()
        again = gateway.page(deal.id) if clean(line) else None
        if again is not None:
            ask_benefit(app, gateway, again, then)

    prompt = LinePrompt(
        _("Benefit of {deal}").format(deal=deal_name(deal.company, deal.title)),
        check=check,
        submit=save,
        placeholder=_("set-up 4 h x €60 per week"),
    )
    app.push_screen(prompt, left)


def edit_benefit(
    app: App[Any], gateway: Gateway, page: DealPage, part: BenefitPart, then: Then
) -> None:
    """Change a line of the benefit."""
    currency = page.deal.currency

    def check(line: str) -> list[Run]:
        return benefit_said(gateway_of.check_benefit(gateway, line, currency))

    async def save(line: str, over: bool) -> None:
        await gateway_of.edit_benefit(gateway, part.id, line, None if over else part)

    text = benefit_text(benefit.line_of(part, currency))
    _push_edit(app, _("Line of the benefit"), text, check, save, then)


def ask_plan(app: App[Any], gateway: Gateway, page: DealPage, then: Then) -> None:
    """Ask for steps of the joint plan, until a line is empty."""
    deal = page.deal

    def check(line: str) -> list[Run]:
        if clean(line):
            return arrangement_said(gateway, gateway_of.check_arrangement(gateway, line))
        return [(_("enter ends"), "faint")]

    async def save(line: str) -> None:
        if clean(line):
            await gateway_of.add_plan(gateway, deal.id, line)

    async def left(line: str | None) -> None:
        if line is not None and clean(line):
            await then()
            ask_plan(app, gateway, page, then)

    prompt = LinePrompt(
        _("Joint plan with {deal}").format(deal=deal_name(deal.company, deal.title)),
        check=check,
        submit=save,
        placeholder=_("Meier: sign the NDA by fri"),
    )
    app.push_screen(prompt, left)


def edit_plan(app: App[Any], gateway: Gateway, part: PlanPart, then: Then) -> None:
    """Change a step of the joint plan."""

    def check(line: str) -> list[Run]:
        return arrangement_said(gateway, gateway_of.check_arrangement(gateway, line))

    async def save(line: str, over: bool) -> None:
        await gateway_of.edit_plan(gateway, part.id, line, None if over else part)

    text = arrangement_text(Arrangement(part.what, part.who, part.due))
    _push_edit(app, _("Step of the joint plan"), text, check, save, then)


def ask_pilot(app: App[Any], gateway: Gateway, page: DealPage, then: Then) -> None:
    """Ask for measure, checker and end of the pilot, beginning with what stands there."""
    deal, pilot = page.deal, page.offer.pilot if page.offer else None

    def check(line: str) -> list[Run]:
        return arrangement_said(gateway, gateway_of.check_arrangement(gateway, line))

    async def save(line: str, over: bool) -> None:
        await gateway_of.set_pilot(gateway, deal.id, line, None if over else pilot)

    title = _("Pilot with {deal}").format(deal=deal_name(deal.company, deal.title))
    text = (
        ""
        if pilot is None
        else arrangement_text(Arrangement(pilot.measure, pilot.checker, pilot.until))
    )
    prompt = LinePrompt(
        title,
        text,
        check=_emptied(text, check),
        submit=lambda line: save(line, False),
        over=lambda line: save(line, True),
        field=title,
        placeholder=_("Meier: 20 % less scrap until 15.1."),
    )
    app.push_screen(prompt, _after(then))


def ask_option(app: App[Any], gateway: Gateway, page: DealPage, then: Then) -> None:
    """Ask for an option; one of a level that is there is changed."""
    deal = page.deal
    known = {one.level: one for one in (page.offer.options if page.offer else ())}

    def check(line: str) -> list[Run]:
        found = gateway_of.check_option(line, deal.currency, needs_value=False)
        there = known.get(found.level)
        if there is None:
            gateway_of.check_option(line, deal.currency, needs_value=True)
        return option_said(found, there, deal.currency)

    async def save(line: str) -> None:
        await gateway_of.set_option(gateway, deal.id, line)

    prompt = LinePrompt(
        _("Option for {deal}").format(deal=deal_name(deal.company, deal.title)),
        check=check,
        submit=save,
        placeholder=_("standard 12k with training · plus 18k all lines, expected"),
    )
    app.push_screen(prompt, _after(then))


def edit_option(
    app: App[Any], gateway: Gateway, page: DealPage, option: Option, then: Then
) -> None:
    """Change an option."""
    currency = page.deal.currency

    def check(line: str) -> list[Run]:
        found = gateway_of.check_option(line, currency, needs_value=False)
        return option_said(found, option if found.value is None else None, currency)

    async def save(line: str, over: bool) -> None:
        await gateway_of.edit_option(gateway, option.id, line, None if over else option)

    level = _(offer_option.LEVELS[option.level])
    amount = values.amount_text(option.value_minor, currency)
    text = " ".join(part for part in (level, amount, option.text) if part)
    _push_edit(app, _("Option of the offer"), text, check, save, then)


# What is said beneath, and what one begins with


def benefit_said(line: BenefitLine) -> list[Run]:
    """`→ set-up · 4 h × €60 per week × 46 weeks = €11,040`."""
    part = BenefitPart(0, line.text, line.quantity, line.unit, line.rate.minor, line.per)
    return [(GOOD_GLYPH, "good"), *pane_offer.benefit_runs(part, line.rate.currency)]


def arrangement_said(gateway: Gateway, found: Arrangement) -> list[Run]:
    """`→ Meier: sign the NDA · Fri 27 Nov`, or that it has no day."""
    who: list[Run] = [(f"{found.who}: ", "dim")] if found.who else []
    day = checks.day_and_time(found.due, None, gateway.today) if found.due else _("no date")
    style = "later" if found.due else "faint"
    return [(GOOD_GLYPH, "good"), *who, (found.what, "text"), (" · ", "faint"), (day, style)]


def option_said(found: OptionLine, there: Option | None, currency: str) -> list[Run]:
    """`→ standard · €12,000 · with training`, and what it was worth before."""
    kept = Money(there.value_minor, currency) if there else None
    said = offer_option.shown(found._replace(value=found.value or kept))
    runs = checks.understood(said)
    if found.expected:
        runs += [(" · ", "faint"), (_("expected"), "accent")]
    if there is not None and found.value not in (None, kept):
        was = _("now {amount}").format(amount=money(there.value_minor, currency))
        runs += [(" · ", "faint"), (was, "dim")]
    return runs


def benefit_text(line: BenefitLine) -> str:
    """A line of the benefit as one types it, in the language spoken now."""
    return benefit.typed(line)


def arrangement_text(of: Arrangement) -> str:
    """A step of the plan as one types it, in the language spoken now."""
    who = f"{of.who}: " if of.who else ""
    return f"{who}{of.what} {values.date_text(of.due)}".strip()


# Prompts


def _push_edit(
    app: App[Any],
    title: str,
    text: str,
    check: Check,
    save: Save,
    then: Then,
) -> None:
    """A line as it stands; what was emptied is taken out."""
    prompt = LinePrompt(
        title,
        text,
        check=_emptied(text, check),
        submit=lambda line: save(line, False),
        over=lambda line: save(line, True),
        field=title,
    )
    app.push_screen(prompt, _after(then))


def _emptied(text: str, check: Check) -> Check:
    """The check of a line that stands there; an emptied one says that it is taken out."""

    def said(line: str) -> list[Run]:
        if text and not clean(line):
            return [(_("enter takes it out"), "none")]
        return check(line)

    return said


def _after(then: Then) -> Callable[[str | None], Awaitable[None]]:
    async def left(line: str | None) -> None:
        if line is not None:
            await then()

    return left
