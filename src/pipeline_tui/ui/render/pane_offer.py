"""The part of the pane that tells of the offer: goal, benefit in numbers, plan, pilot, options."""

from __future__ import annotations

from datetime import date

from pipeline_tui.domain import recurring
from pipeline_tui.domain.records import Deal, DealPage
from pipeline_tui.domain.records_offer import BenefitPart, Offer, Option, Pilot, PlanPart
from pipeline_tui.i18n import N_, _
from pipeline_tui.i18n.format import money, short_date
from pipeline_tui.ui.render import labels, values
from pipeline_tui.ui.render.sheet import FIELD_LINES, Sheet
from pipeline_tui.ui.render.wrap import Run, flow

LABELS = {
    "benefit_part": N_("In numbers"),
    "plan_part": N_("Plan"),
    "pilot": N_("Pilot"),
    "option": N_("Options"),
}
"""Kinds of items, and what stands in front of the first of each."""

NOTHING = Offer()
RESULT_GLYPHS = {"": "○", "met": "✓", "missed": "✗"}
_RESULT_STYLES = {"": "dim", "met": "good", "missed": "bad"}


def hidden(page: DealPage, *, unfolded: bool) -> list[str]:
    """What of it is empty and out of the way."""
    if unfolded:
        return []
    names = [labels.field(name) for name, text in _fields(page.deal).items() if not text]
    return names + [_(LABELS[kind]) for kind, there in _there(page).items() if not there]


def write(sheet: Sheet, page: DealPage, today: date, *, unfolded: bool) -> None:
    """All that is known of the offer; nothing while there is nothing.

    `unfolded` also shows what is empty, and below each list a line that adds to it (key 0).
    """
    texts = {name: text for name, text in _fields(page.deal).items() if text or unfolded}
    if not texts and not any(_there(page).values()) and not unfolded:
        return
    sheet.section(_("Offer"))
    deal, of = page.deal, page.offer or NOTHING
    for name, text in texts.items():
        shown = text
        if name == "recurring" and deal.recurring_minor is not None:
            shown = recurring.shown(deal.recurring_minor, deal.currency, deal.recurring_per)
        sheet.field(name, [(shown, "value" if name == "recurring" else "text")], text)
    _benefit(sheet, deal, of, unfolded=unfolded)
    _list(sheet, "plan_part", [(part.id, plan_runs(part, today)) for part in of.plan], unfolded)
    pilot = [] if of.pilot is None else [(of.pilot.id, pilot_runs(of.pilot, today))]
    _list(sheet, "pilot", pilot, unfolded and not pilot)
    options = [(one.id, option_runs(one, deal.currency)) for one in of.options]
    _list(sheet, "option", options, unfolded and len(options) < len(_levels()))


def benefit_runs(part: BenefitPart, currency: str) -> list[Run]:
    """`set-up · 4 h × €60 per week × 46 = €11,040 a year`."""
    from pipeline_tui.domain import benefit

    per = _(benefit.PER_WORDS[part.per])
    counted = benefit.counted(part.quantity, part.unit)
    runs: list[Run] = [(part.text, "text"), (" · ", "faint")]
    runs += [(f"{counted}{money(part.rate_minor, currency)} {per}", "dim")]
    if often := benefit.often(part.per):
        runs += [(" ", "text"), (_whole(often), "faint")]
    worth = money(benefit.yearly(part), currency, decimals=False)
    return [*runs, (" ", "text"), (_whole(f"= {worth}"), "value")]


def sum_runs(parts: tuple[BenefitPart, ...], currency: str) -> list[Run]:
    """What all lines are worth, a year and once."""
    from pipeline_tui.domain import benefit

    said = benefit.said(benefit.total(parts), currency)
    return [("Σ ", "faint"), (said, "value")]


def plan_runs(part: PlanPart, today: date) -> list[Run]:
    """`! 20 Nov  Meier: sign the NDA`: its state as a glyph and a colour."""
    from pipeline_tui.domain import plan

    state = plan.state_of(part, today)
    style = {"done": "good", "open": "faint"}.get(state, state)
    day = part.done_on if state == "done" else part.due
    when = short_date(day, today) if day else _("no date")
    runs: list[Run] = [(f"{plan.GLYPHS[state]} {when}", style), ("  ", "text")]
    if part.who:
        runs += [(f"{part.who}: ", "dim")]
    return [*runs, (part.what, "dim" if state == "done" else "text")]


def pilot_runs(pilot: Pilot, today: date) -> list[Run]:
    """`○ 20 % less scrap · Meier checks it · until 15 Jan`, and how it ended."""
    from pipeline_tui.domain import words

    late = not pilot.result and pilot.until is not None and pilot.until < today
    glyph = "!" if late else RESULT_GLYPHS[pilot.result]
    runs: list[Run] = [
        (f"{glyph} ", "overdue" if late else _RESULT_STYLES[pilot.result]),
        (pilot.measure, "text"),
    ]
    if pilot.checker:
        checked = _("{who} checks it").format(who=pilot.checker)
        runs += [(" · ", "faint"), (checked, "dim")]
    if pilot.until is not None:
        until = _("until {day}").format(day=short_date(pilot.until, today))
        runs += [(" · ", "faint"), (until, "overdue" if late else "dim")]
    if pilot.result:
        said = _(words.RESULTS[pilot.result])
        runs += [(" · ", "faint"), (said, _RESULT_STYLES[pilot.result])]
    return runs


def option_runs(option: Option, currency: str) -> list[Run]:
    """`● standard €12,000 · with training`; the expected one is filled."""
    level = _(_levels()[option.level])
    runs: list[Run] = [
        ("● " if option.expected else "○ ", "accent" if option.expected else "faint"),
        (level, "text"),
        (" ", "text"),
        (money(option.value_minor, currency), "value" if option.expected else "dim"),
    ]
    if option.text:
        runs += [(" · ", "faint"), (option.text, "dim")]
    if option.expected:
        runs += [(" · ", "faint"), (_("expected"), "accent")]
    return runs


def _benefit(sheet: Sheet, deal: Deal, of: Offer, *, unfolded: bool) -> None:
    lines = [(part.id, benefit_runs(part, deal.currency)) for part in of.benefit]
    _list(sheet, "benefit_part", lines, unfolded)
    if not of.benefit:
        return
    runs = sum_runs(of.benefit, deal.currency)
    if not deal.benefit:
        runs += [(" · ", "faint"), (_("space writes it as the benefit"), "faint")]
    sheet.item("benefit_sum", sheet.labelled("", flow(runs, sheet.body, FIELD_LINES)))


def _list(sheet: Sheet, kind: str, lines: list[tuple[int, list[Run]]], adds: bool) -> None:
    """Items of one kind below each other, with its name in front of the first."""
    another = _("+ e adds another") if lines else "–"
    shown = [*lines, (0, [(another, "faint")])]
    for number, (key, runs) in enumerate(shown if adds else lines):
        label = "" if number else _(LABELS[kind])
        sheet.item(kind, sheet.labelled(label, flow(runs, sheet.body, FIELD_LINES)), key=key)


def _fields(deal: Deal) -> dict[str, str]:
    """The fields of the deal that belong to it, as they are edited."""
    return {"goal": deal.goal, "recurring": values.recurring_text(deal)}


def _there(page: DealPage) -> dict[str, bool]:
    of = page.offer or NOTHING
    return {
        "benefit_part": bool(of.benefit),
        "plan_part": bool(of.plan),
        "pilot": of.pilot is not None,
        "option": bool(of.options),
    }


def _levels() -> dict[str, str]:
    from pipeline_tui.domain.offer_option import LEVELS

    return LEVELS


def _whole(text: str) -> str:
    """A text that stays in one piece."""
    return text.replace(" ", "\N{NO-BREAK SPACE}")
