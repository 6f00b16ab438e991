"""Figures cut by source, product, region and the like; costs, and what losses tell (metrics.md)."""

from collections.abc import Iterable
from typing import NamedTuple

from pipeline_tui.i18n import N_

DIMENSIONS = {
    "source": N_("By source"),
    "product": N_("By product"),
    "region": N_("By region"),
    "owner": N_("By owner"),
    "customer": N_("New and existing customers"),
    "industry": N_("By industry"),
    "size": N_("By size"),
}
"""What figures are cut by, as the heads above the figures say it."""


class Part(NamedTuple):
    """Verified opportunities of one label that are in the same place."""

    label: str
    place: str
    """open, won or lost."""
    deals: int
    value_minor: int
    """In the base currency."""


class Segment(NamedTuple):
    """The opportunities of one source, product or the like; '' are those of which none is known."""

    name: str
    open: int
    won: int
    lost: int
    open_minor: int
    won_minor: int

    @property
    def win_rate(self) -> float | None:
        """Won ÷ (won + lost) by count; None where nothing was decided."""
        decided = self.won + self.lost
        return self.won / decided if decided else None


def segments(parts: Iterable[Part]) -> list[Segment]:
    """What was counted of one dimension, label by label.

    The one that brought most comes first, and what has no label last.
    """
    groups: dict[str, dict[str, list[int]]] = {}
    for part in parts:
        places = groups.setdefault(part.label, {"open": [0, 0], "won": [0, 0], "lost": [0, 0]})
        sums = places[part.place]
        sums[0] += part.deals
        sums[1] += part.value_minor
    found = [
        Segment(
            name,
            places["open"][0],
            places["won"][0],
            places["lost"][0],
            places["open"][1],
            places["won"][1],
        )
        for name, places in groups.items()
    ]
    found.sort(key=lambda one: (not one.name, -one.won_minor, -one.open_minor, one.name))
    return found


def acquisition_cost(cost_minor: int | None, customers: int) -> int | None:
    """Channel cost ÷ new customers won from it; None without a cost or without a customer."""
    if cost_minor is None or not customers:
        return None
    return (2 * cost_minor + customers) // (2 * customers)


class Lost(NamedTuple):
    """Deals lost for the same reason, of which the same is known."""

    reason: str
    risk_was_reason: bool | None
    """None: nobody answered."""
    opportunity: bool
    """Verified opportunities that were not disqualified."""
    disqualified: bool
    deals: int
    value_minor: int


class Reason(NamedTuple):
    """Why opportunities were lost."""

    code: str
    deals: int
    value_minor: int


def reasons(lost: Iterable[Lost]) -> list[Reason]:
    """The reasons of the opportunities that were lost, the most frequent first."""
    found: dict[str, list[int]] = {}
    for one in lost:
        if one.opportunity:
            sums = found.setdefault(one.reason, [0, 0])
            sums[0] += one.deals
            sums[1] += one.value_minor
    made = [Reason(code, deals, minor) for code, (deals, minor) in found.items()]
    made.sort(key=lambda one: (-one.deals, -one.value_minor, one.code))
    return made


class Foresight(NamedTuple):
    """Lost deals whose written risk was the reason, of those of which that is known."""

    foreseen: int
    answered: int

    @property
    def share(self) -> float | None:
        """Risk foresight; None where nobody answered."""
        return self.foreseen / self.answered if self.answered else None


def foresight(lost: Iterable[Lost]) -> Foresight:
    """Was the risk that was written the reason of the loss?"""
    answered = [one for one in lost if one.opportunity and one.risk_was_reason is not None]
    return Foresight(
        sum(one.deals for one in answered if one.risk_was_reason),
        sum(one.deals for one in answered),
    )


def disqualified(lost: Iterable[Lost]) -> int:
    """Leads that turned out to be none."""
    return sum(one.deals for one in lost if one.disqualified)
