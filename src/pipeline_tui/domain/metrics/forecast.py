"""The forecast of a period: three scenarios, and a band from own history (metrics.md)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from pipeline_tui.domain.category import counted_as, doubts
from pipeline_tui.domain.metrics.periods import Period
from pipeline_tui.i18n import _
from pipeline_tui.i18n.format import number

PRIOR_WEIGHT = 10
"""So many deals the stage's own value counts as, in own-history probabilities."""

FEW = 10
"""Below so many decided deals the figure says that it rests on the prior."""


class Chance(NamedTuple):
    """An own-history probability, and over how many decided deals."""

    probability: float
    n: int

    @property
    def rests_on_prior(self) -> bool:
        """Whether there is too little history to say more than the stage does."""
        return self.n < FEW

    @property
    def told(self) -> str:
        """`n = 23`, and with few of them that it rests on the prior: `n = 7, prior`."""
        count = number(self.n)
        if self.rests_on_prior:
            return _("n = {count}, prior").format(count=count)
        return _("n = {count}").format(count=count)


class Decided(NamedTuple):
    """Of the opportunities that were in a stage: how many are decided, how many of them won."""

    deals: int
    won: int


def own_history(decided: Mapping[int, Decided], priors: Mapping[int, int]) -> dict[int, Chance]:
    """Stage -> (won + k·p₀) / (n + k), over the decided opportunities that were in the stage.

    `priors` are the stages' own probabilities in whole percent.
    """
    found = {}
    for stage_id, prior in priors.items():
        deals, won = decided.get(stage_id, Decided(0, 0))
        probability = (won + PRIOR_WEIGHT * prior / 100) / (deals + PRIOR_WEIGHT)
        found[stage_id] = Chance(probability, deals)
    return found


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


class Sums(NamedTuple):
    """What the scenarios are made of, in minor units (`scenarios.of_sums`)."""

    commit: int = 0
    rest: int = 0
    hundredfold: int = 0
    """Σ value × whole percent of the rest."""

    def plus(self, other: "Sums", sign: int = 1) -> "Sums":
        """With another one added, or taken away."""
        return Sums(*(a + sign * b for a, b in zip(self, other, strict=True)))


def sums(due: Iterable[Due], today: date) -> Sums:
    """What deals due in a period add: commit in full, the rest in full and by its probability."""
    commit = rest = hundredfold = 0
    for deal in due:
        if deal.counted_as(today) == "commit":
            commit += deal.value_minor
        else:
            rest += deal.value_minor
            hundredfold += deal.value_minor * deal.probability
    return Sums(commit, rest, hundredfold)


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
