"""What comes after a sale, once more in the plainest way: what is brought again, renewals, success.

As `naive.py`: written from metrics.md alone, deal by deal.
"""

from __future__ import annotations

from datetime import date

from tests.figures.naive import Deal, Window, World, inside, worth

SOLD = ("won", "care")
DECIDED = ("won", "care", "lost")


def bring_again(world: World, everything: World, window: Window) -> list[Deal]:
    """What was won in the period and comes again, unless its renewal was decided in it too."""
    replaced = {
        deal.renews for deal in everything.deals
        if everything.kind(deal) in DECIDED and inside(deal.closed, window)
    }  # fmt: skip
    return [
        deal for deal in world.deals
        if world.kind(deal) in SOLD and inside(deal.closed, window)
        and deal.again is not None and deal.id not in replaced
    ]  # fmt: skip


def recurring_value(world: World, everything: World, window: Window) -> int:
    """Per year: what comes per month comes twelve times."""
    return sum(
        worth(world, [deal._replace(value=deal.again)]) * (12 if deal.per == "month" else 1)
        for deal in bring_again(world, everything, window)
    )


def renewals_due(world: World, window: Window) -> list[Deal]:
    """Renewals whose day lies in the period, and has come or was not waited for."""
    return [
        deal for deal in world.deals
        if deal.renews is not None and inside(deal.renewal_on, window)
        and (world.kind(deal) in DECIDED or not (deal.renewal_on or date.max) > world.today)
    ]  # fmt: skip


def renewal_rate(world: World, window: Window) -> float | None:
    """Renewals won over renewals due."""
    due = renewals_due(world, window)
    return sum(world.kind(deal) in SOLD for deal in due) / len(due) if due else None


def days_to_first_value(world: World, window: Window) -> dict[int, int | None]:
    """Deal -> days from winning to the tick, None while it is waited for."""
    found: dict[int, int | None] = {}
    for deal in world.deals:
        if world.kind(deal) not in SOLD or deal.closed is None or not inside(deal.closed, window):
            continue
        if deal.checked is None:
            found[deal.id] = None
        elif deal.checked.date() >= deal.closed:
            found[deal.id] = (deal.checked.date() - deal.closed).days
    return found
