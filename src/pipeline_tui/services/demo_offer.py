"""The offers of the demo, its target, and what its sources cost; lines as one types them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from pipeline_tui.domain.benefit import parse_benefit
from pipeline_tui.domain.metrics.periods import quarter_of
from pipeline_tui.domain.offer_option import parse_option
from pipeline_tui.domain.plan import parse_arrangement
from pipeline_tui.store.seed import insert

if TYPE_CHECKING:
    from pipeline_tui.store.connection import Connection

_CURRENCY = "EUR"
_TARGET = 45_000_000
_NEW_CUSTOMERS = 6
_COSTS = {
    "en": {"fair": (420_000, 0, 310_000), "outbound": (90_000, 90_000, 90_000)},
    "de": {"Messe": (420_000, 0, 310_000), "Kaltakquise": (90_000, 90_000, 90_000)},
}
"""In minor units, this month first."""


def write(conn: Connection, deal: int, of: dict[str, Any], today: date) -> None:
    """The offer of a deal: `plan` holds lines with days from today, and days ago it was done."""
    for position, line in enumerate(of.get("benefit", ()), start=1):
        part = parse_benefit(line, _CURRENCY)
        insert(
            conn,
            "benefit_part",
            deal_id=deal,
            position=position,
            text=part.text,
            quantity=part.quantity,
            unit=part.unit,
            rate_minor=part.rate.minor,
            per=part.per,
        )
    for position, (line, due, done) in enumerate(of.get("plan", ()), start=1):
        step = parse_arrangement(line, today)
        insert(
            conn,
            "plan_part",
            deal_id=deal,
            position=position,
            what=step.what,
            who=step.who,
            due=str(today + timedelta(days=due)),
            done_on=None if done is None else str(today - timedelta(days=done)),
        )
    if "pilot" in of:
        line, until, result = of["pilot"]
        trial = parse_arrangement(line, today)
        insert(
            conn,
            "pilot",
            deal_id=deal,
            measure=trial.what,
            checker=trial.who,
            until=str(today + timedelta(days=until)),
            result=result,
        )
    for line in of.get("options", ()):
        option = parse_option(line, _CURRENCY)
        insert(
            conn,
            "offer_option",
            deal_id=deal,
            level=option.level,
            text=option.text,
            value_minor=option.value.minor if option.value else 0,
            expected=int(option.expected),
        )


def write_target(conn: Connection, today: date) -> None:
    """What is to be won in this quarter."""
    insert(
        conn,
        "target",
        period=quarter_of(today).name,
        value_minor=_TARGET,
        currency=_CURRENCY,
        customers=_NEW_CUSTOMERS,
    )


def write_costs(conn: Connection, language: str, today: date) -> None:
    """What the sources of the demo cost, this month and the two before."""
    for source, amounts in _COSTS[language].items():
        month = today.replace(day=1)
        for amount in amounts:
            if amount:
                insert(
                    conn,
                    "channel_cost",
                    source=source,
                    month=month.isoformat()[:7],
                    cost_minor=amount,
                    currency=_CURRENCY,
                )
            month = (month - timedelta(days=1)).replace(day=1)
