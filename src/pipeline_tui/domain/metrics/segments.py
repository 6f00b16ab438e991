"""Figures cut by source, product, region and the like; costs, and what losses tell (metrics.md)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from pipeline_tui.domain.metrics.facts import DealFact
from pipeline_tui.domain.metrics.periods import Period


class Segment(NamedTuple):
    """The opportunities of one source, product or the like; '' are those of which none is known."""

    name: str
    open: tuple[int, ...]
    won: tuple[int, ...]
    lost: tuple[int, ...]
    open_minor: int
    won_minor: int

    @property
    def win_rate(self) -> float | None:
        """Won ÷ (won + lost) by count; None where nothing was decided."""
        decided = len(self.won) + len(self.lost)
        return len(self.won) / decided if decided else None


def segments(
    deals: Iterable[DealFact], labels: Mapping[int, str], period: Period | None = None
) -> list[Segment]:
    """The verified opportunities by their label: won and lost in the period, open now.

    The one that brought most comes first, and what has no label last.
    """
    groups: dict[str, tuple[list[DealFact], list[DealFact], list[DealFact]]] = {}
    for deal in deals:
        if not deal.verified or deal.kind == "parked":
            continue
        inside = period is None or (deal.closed_on is not None and period.holds(deal.closed_on))
        place = 0 if deal.kind == "open" else 1 if deal.won and inside else 2
        if place == 2 and not (deal.lost and inside):
            continue
        groups.setdefault(labels.get(deal.id, ""), ([], [], []))[place].append(deal)
    found = [
        Segment(
            name,
            tuple(deal.id for deal in open_),
            tuple(deal.id for deal in won),
            tuple(deal.id for deal in lost),
            sum(deal.value_minor or 0 for deal in open_),
            sum(deal.value_minor or 0 for deal in won),
        )
        for name, (open_, won, lost) in groups.items()
    ]
    found.sort(key=lambda one: (not one.name, -one.won_minor, -one.open_minor, one.name))
    return found


def new_customers(deals: Sequence[DealFact], period: Period) -> dict[int, int]:
    """Company -> its first won deal, of those whose first win lies in the period."""
    first: dict[int, tuple[date, int]] = {}
    for deal in deals:
        if deal.won and deal.closed_on is not None and deal.company_id is not None:
            there = first.get(deal.company_id)
            if there is None or (deal.closed_on, deal.id) < there:
                first[deal.company_id] = (deal.closed_on, deal.id)
    return {company: deal for company, (day, deal) in first.items() if period.holds(day)}


def acquisition_cost(cost_minor: int | None, customers: int) -> int | None:
    """Channel cost ÷ new customers won from it; None without a cost or without a customer."""
    if not cost_minor or not customers:
        return None
    return (2 * cost_minor + customers) // (2 * customers)


class Reason(NamedTuple):
    """Why opportunities were lost."""

    code: str
    deals: tuple[int, ...]
    value_minor: int


def reasons(deals: Iterable[DealFact], period: Period | None = None) -> list[Reason]:
    """The reasons of the opportunities lost in the period, the most frequent first."""
    found: dict[str, list[DealFact]] = {}
    for deal in deals:
        inside = period is None or (deal.closed_on is not None and period.holds(deal.closed_on))
        if deal.verified and deal.lost and inside:
            found.setdefault(deal.lost_reason, []).append(deal)
    made = [
        Reason(code, tuple(deal.id for deal in lost), sum(deal.value_minor or 0 for deal in lost))
        for code, lost in found.items()
    ]
    made.sort(key=lambda one: (-len(one.deals), -one.value_minor, one.code))
    return made


class Foresight(NamedTuple):
    """Lost deals whose written risk was the reason, of those of which that is known."""

    foreseen: tuple[int, ...]
    answered: tuple[int, ...]

    @property
    def share(self) -> float | None:
        """Risk foresight; None where nobody answered."""
        return len(self.foreseen) / len(self.answered) if self.answered else None


def foresight(deals: Iterable[DealFact], period: Period | None = None) -> Foresight:
    """Was the risk that was written the reason of the loss?"""
    answered = [
        deal
        for deal in deals
        if deal.verified
        and deal.lost
        and deal.risk_was_reason is not None
        and (period is None or (deal.closed_on is not None and period.holds(deal.closed_on)))
    ]
    return Foresight(
        tuple(deal.id for deal in answered if deal.risk_was_reason),
        tuple(deal.id for deal in answered),
    )
