"""The offer of a deal as `show` and `offer` print it: lines, and JSON."""

from __future__ import annotations

from datetime import date

from pipeline_tui.cli import say
from pipeline_tui.cli.shapes import Json
from pipeline_tui.domain import benefit, offer_option, plan, words
from pipeline_tui.domain.money import Money
from pipeline_tui.domain.offer_option import OptionLine
from pipeline_tui.domain.plan import Arrangement
from pipeline_tui.domain.records_offer import Offer, Pilot
from pipeline_tui.i18n import _
from pipeline_tui.i18n.format import money


def lines(of: Offer, currency: str, today: date) -> list[str]:
    """Each part with the number by which `offer` finds it."""
    found = []
    for number, part in enumerate(of.benefit, start=1):
        said = [benefit.shown(benefit.line_of(part, currency)), benefit.often(part.per)]
        worth = money(benefit.yearly(part), currency)
        found.append(f"  {number}  {' '.join(filter(None, said))} = {worth}")
    if of.benefit:
        found[:0] = [_("Benefit in numbers")]
        found.append(f"     Σ {benefit.said(benefit.total(of.benefit), currency)}")
    if of.plan:
        found.append(_("Joint plan"))
    for number, step in enumerate(of.plan, start=1):
        glyph = plan.GLYPHS[plan.state_of(step, today)]
        found.append(
            f"  {number}  {glyph} {plan.shown(Arrangement(step.what, step.who, step.due))}"
        )
    if of.pilot is not None:
        found += [_("Pilot"), f"     {_pilot(of.pilot)}"]
    if of.options:
        found.append(_("Options"))
    for option in of.options:
        line = OptionLine(option.level, Money(option.value_minor, currency), option.text)
        expected = say.DOT + _("expected") if option.expected else ""
        found.append(f"     {'●' if option.expected else '○'} {offer_option.shown(line)}{expected}")
    return found


def json(of: Offer) -> Json:
    """The offer; quantities in thousandths, `yearly_minor` of what comes once is what it is."""
    total = benefit.total(of.benefit)
    return {
        "benefit": [
            {
                "text": part.text,
                "quantity": part.quantity / benefit.ONE,
                "unit": part.unit or None,
                "rate_minor": part.rate_minor,
                "per": part.per,
                "times_a_year": benefit.FACTORS[part.per],
                "worth_minor": benefit.yearly(part),
            }
            for part in of.benefit
        ],
        "benefit_yearly_minor": total.yearly,
        "benefit_once_minor": total.once,
        "plan": [
            {
                "what": step.what,
                "who": step.who or None,
                "due": _iso(step.due),
                "done": _iso(step.done_on),
            }
            for step in of.plan
        ],
        "pilot": None
        if of.pilot is None
        else {
            "measure": of.pilot.measure,
            "checker": of.pilot.checker or None,
            "until": _iso(of.pilot.until),
            "result": of.pilot.result or None,
        },
        "options": [
            {
                "level": option.level,
                "text": option.text or None,
                "value_minor": option.value_minor,
                "expected": option.expected,
            }
            for option in of.options
        ],
    }


def _pilot(of: Pilot) -> str:
    said = plan.shown(Arrangement(of.measure, of.checker, of.until))
    result = _(words.RESULTS[of.result]) if of.result else ""
    return say.DOT.join(part for part in (said, result) if part)


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
