"""The forecast of a period: three scenarios, and a band from own history (metrics.md)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from pipeline_tui.domain.category import counted_as, doubts
from pipeline_tui.domain.metrics.facts import DealFact, StayFact, by_deal
from pipeline_tui.domain.metrics.periods import Period

PRIOR_WEIGHT = 10
"""So many deals the stage's own value counts as, in own-history probabilities."""

FEW = 10
"""Below so many decided deals the figure says that it rests on the prior."""

MOST_SUMS = 50_000
"""Different sums that are told apart; beyond them amounts are rounded to a common step."""


class Chance(NamedTuple):
    """An own-history probability, and over how many decided deals."""

    probability: float
    n: int

    @property
    def rests_on_prior(self) -> bool:
        """Whether there is too little history to say more than the stage does."""
        return self.n < FEW


def own_history(
    deals: Iterable[DealFact], stays: Iterable[StayFact], priors: Mapping[int, int]
) -> dict[int, Chance]:
    """Stage -> (won + k·p₀) / (n + k), over the decided opportunities that were in the stage.

    `priors` are the stages' own probabilities in whole percent.
    """
    known = by_deal(stays)
    won = dict.fromkeys(priors, 0)
    decided = dict.fromkeys(priors, 0)
    for deal in deals:
        if not deal.verified or not (deal.won or deal.lost):
            continue
        for stage_id in {stay.stage_id for stay in known.get(deal.id, ())} & priors.keys():
            decided[stage_id] += 1
            won[stage_id] += deal.won
    return {
        stage_id: Chance(
            (won[stage_id] + PRIOR_WEIGHT * prior / 100) / (decided[stage_id] + PRIOR_WEIGHT),
            decided[stage_id],
        )
        for stage_id, prior in priors.items()
    }


class Due(NamedTuple):
    """An open opportunity as the forecast sees it."""

    id: int
    value_minor: int
    probability: int
    """Whole percent: the deal's own, else its stage's."""
    category: str
    expected_close: date | None
    ghost: bool = False
    overridden: bool = False
    """It was moved on with boxes open."""

    def counted_as(self, today: date) -> str:
        """Its category; commit only where nothing speaks against it, else best case."""
        found = doubts(
            today,
            overridden=self.overridden,
            ghost=self.ghost,
            expected_close=self.expected_close,
        )
        return counted_as(self.category, found)


class Scenarios(NamedTuple):
    """What a period may bring, in minor units; what is won already is in all of them."""

    cautious: int
    realistic: int
    optimistic: int


def due_in(open_deals: Iterable[Due], period: Period, today: date) -> list[Due]:
    """The deals that are expected to close in a period.

    Ghosts and left-out ones are not; those whose day has passed are in no period.
    """
    return [
        deal
        for deal in open_deals
        if deal.expected_close is not None
        and period.holds(deal.expected_close)
        and deal.expected_close >= today
        and not deal.ghost
        and deal.category != "omit"
    ]


def past_due(open_deals: Iterable[Due], today: date) -> list[Due]:
    """Open deals whose expected close has passed: listed apart, in no period."""
    return [
        deal
        for deal in open_deals
        if deal.expected_close is not None and deal.expected_close < today
    ]


def scenarios(won_minor: int, due: Sequence[Due], today: date) -> Scenarios:
    """Cautious = won + commit; realistic = that and the rest weighted; optimistic = all in full."""
    commit = sum(deal.value_minor for deal in due if deal.counted_as(today) == "commit")
    rest = [deal for deal in due if deal.counted_as(today) != "commit"]
    hundredfold = sum(deal.value_minor * deal.probability for deal in rest)
    return of_sums(won_minor, commit, sum(deal.value_minor for deal in rest), hundredfold)


def of_sums(won_minor: int, commit: int, rest: int, hundredfold: int) -> Scenarios:
    """The same from sums; `hundredfold` is Σ value × whole percent of the rest, rounded once."""
    sure = won_minor + commit
    return Scenarios(sure, sure + (hundredfold + 50) // 100, sure + rest)


class Band(NamedTuple):
    """The sums that are not exceeded with a chance of 10, 50 and 90 %, in minor units."""

    p10: int
    p50: int
    p90: int


def band(won_minor: int, chances: Sequence[tuple[int, float]]) -> Band:
    """From (value, probability) of each deal, taken as independent; exactly, by convolution.

    With more than MOST_SUMS different sums values are rounded to a step of a ten-thousandth of
    their total, which is far less than anybody knows of a forecast.
    """
    spread = _distribution(chances)
    found = []
    for share in (0.1, 0.5, 0.9):
        reached = 0.0
        for value in sorted(spread):
            reached += spread[value]
            if reached >= share - 1e-9:  # what adding floats may lose
                found.append(value)
                break
    return Band(*(won_minor + value for value in found))


def _distribution(chances: Sequence[tuple[int, float]]) -> dict[int, float]:
    """Sum -> its probability."""
    step = 1
    spread = {0: 1.0}
    for at, (value, probability) in enumerate(chances):
        spread = _with(spread, value, probability, step)
        if len(spread) > MOST_SUMS and step == 1:
            step = max(sum(value for value, _p in chances) // 10_000, 1)
            spread = {0: 1.0}
            for before, chance in chances[: at + 1]:
                spread = _with(spread, before, chance, step)
    return spread


def _with(spread: Mapping[int, float], value: int, chance: float, step: int) -> dict[int, float]:
    """The distribution with one more deal."""
    value = (value + step // 2) // step * step
    grown: dict[int, float] = {}
    for total, probability in spread.items():
        grown[total] = grown.get(total, 0.0) + probability * (1 - chance)
        grown[total + value] = grown.get(total + value, 0.0) + probability * chance
    return grown


class Locked(NamedTuple):
    """What was forecast at the start of a period, and what came of it."""

    forecast: int
    actual: int


class Accuracy(NamedTuple):
    """How far forecasts were off, and to which side; None where nothing was won."""

    wape: float | None
    bias: float | None


def accuracy(periods: Sequence[Locked]) -> Accuracy:
    """WAPE = Σ|F−A| / ΣA, bias = Σ(F−A) / ΣA."""
    actual = sum(one.actual for one in periods)
    if not actual:
        return Accuracy(None, None)
    off = sum(abs(one.forecast - one.actual) for one in periods)
    return Accuracy(off / actual, sum(one.forecast - one.actual for one in periods) / actual)
