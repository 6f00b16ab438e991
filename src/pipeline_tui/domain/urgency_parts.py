"""Why a follow-up is as pressing as it is: the four parts of its urgency, each with its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pipeline_tui.domain.urgency import MOST_POINTS, RISK_POINTS, Urgency, age_points
from pipeline_tui.domain.words import risk
from pipeline_tui.i18n import _, ngettext
from pipeline_tui.i18n.format import compact_money

if TYPE_CHECKING:
    from datetime import date

    from pipeline_tui.domain.records import DealRef, FollowUp


class Part(NamedTuple):
    """One of the four: its points, what they are multiplied with, and why, in a sentence."""

    name: str
    points: int
    weight: int
    why: str


def explain(rule: Urgency, followup: FollowUp, today: date) -> tuple[Part, ...]:
    """The parts, in the order of the weights."""
    deal, late = followup.deal, max((today - followup.due).days, 0)
    level = deal.risk_level if deal else None
    found = (
        (rule.value_points(deal.value_minor, deal.currency) if deal else 0, _value(rule, deal)),
        (age_points(late), _age(late)),
        (RISK_POINTS.get(level or "", 0), _risk(level)),
        (MOST_POINTS if followup.promised else 0, _promise(promised=followup.promised)),
    )
    return tuple(
        Part(name, points, weight, why)
        for (name, weight), (points, why) in zip(rule.weights.items(), found, strict=True)
    )


def _value(rule: Urgency, deal: DealRef | None) -> str:
    if deal is None:
        return _("no deal")
    if deal.value_minor is None:
        return _("no value")
    value = compact_money(deal.value_minor, deal.currency)
    if rule.in_base(deal.value_minor, deal.currency) is None:
        return _("{value}, no rate for {currency}").format(value=value, currency=deal.currency)
    if not rule.valued:
        return value
    average = compact_money(rule.total_minor // rule.valued, rule.base)
    return _("{value}, {average} is average").format(value=value, average=average)


def _age(days: int) -> str:
    if not days:
        return _("not overdue")
    return ngettext("{count} day overdue", "{count} days overdue", days).format(count=days)


def _risk(level: str | None) -> str:
    return _("no risk known") if level is None else _("risk {level}").format(level=risk(level))


def _promise(*, promised: bool) -> str:
    return _("the customer asked for this day") if promised else _("nothing promised")
