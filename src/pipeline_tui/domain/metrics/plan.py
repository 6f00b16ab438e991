"""Plan against actual: gap, run rate, coverage, and what is missing (metrics.md)."""

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from pipeline_tui.domain.metrics.periods import parts_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline_tui.domain.metrics.periods import Period


RULE_OF_THUMB = (3, 4)
"""The coverage that is usually asked for where one's own win rate is not known."""


class Target(NamedTuple):
    """What is to be won in a period, and how many new customers; None where that is not set."""

    period: str
    value_minor: int | None
    currency: str
    customers: int | None
    cause: str = ""
    """Why it went otherwise than planned, in one line."""


class Unrated(NamedTuple):
    """A target that is set but counts for nothing: there is no rate for its currency."""

    period: str
    currency: str


def wanted(own: "Mapping[str, int]", period: "Period") -> int | None:
    """What is wanted of a period: its own target, by the names of periods, else that of its parts.

    A year has the sum of its quarters or of its months, a quarter that of its months, if each
    of them has one.
    """
    way = _way(own, period)
    return None if way is None else sum(own[name] for name in way)


def unrated(
    currencies: "Mapping[str, str]", rated: "Mapping[str, int]", period: "Period"
) -> Unrated | None:
    """Why nothing is wanted of a period though targets are set; None where none says so.

    `currencies` of all that are set, and what those with a rate are worth, by their periods.
    """
    way = _way(currencies, period)
    if way is None or wanted(rated, period) is not None:
        return None
    name = next(name for name in way if name not in rated)
    return Unrated(name, currencies[name])


def _way(own: "Mapping[str, object]", period: "Period") -> "Sequence[str] | None":
    """The targets that make up that of a period, by their periods."""
    ways = ([period.name], *parts_of(period))
    return next((way for way in ways if all(name in own for name in way)), None)


class Plan(NamedTuple):
    """The target of a period beside what is won and what is realistic, in the base currency."""

    period: str
    currency: str
    target_minor: int
    won_minor: int
    realistic_minor: int

    @property
    def gap_minor(self) -> int:
        """Target − won, 0 where it is met."""
        return gap(self.target_minor, self.won_minor, self.realistic_minor).to_won


class Gap(NamedTuple):
    """What is missing to the target: from what is won, and from the realistic scenario.

    Minor units, 0 where the target is met; the two are never mixed.
    """

    to_won: int
    to_realistic: int

    @property
    def done(self) -> bool:
        """Whether the target is met by what is won."""
        return self.to_won == 0


def gap(target_minor: int, won_minor: int, realistic_minor: int) -> Gap:
    """What is missing to a target."""
    return Gap(max(target_minor - won_minor, 0), max(target_minor - realistic_minor, 0))


class Coverage(NamedTuple):
    """Open value due over what is missing, and how much of it the own win rate needs."""

    ratio: float
    needed: float | None
    """1 ÷ win rate by value of the trailing four quarters; None where nothing is known of it."""


def coverage(
    open_minor: int, target_minor: int | None, won_minor: int, win_rate_value: float | None
) -> Coverage | None:
    """Pipeline-Abdeckung; None without a target, or where it is met."""
    if target_minor is None or target_minor <= won_minor:
        return None
    return Coverage(
        open_minor / (target_minor - won_minor), 1 / win_rate_value if win_rate_value else None
    )


def run_rate(won_minor: int, period: "Period", today: date) -> int | None:
    """What the period brings if it goes on as until `today`; None before it has begun."""
    if today < period.first:
        return None
    length = (period.last - period.first).days + 1
    passed = min((today - period.first).days + 1, length)
    return (2 * won_minor * length + passed) // (2 * passed)


def even_pace(target_minor: int, period: "Period", today: date) -> int | None:
    """What would have to be won by the end of `today` if the target is spread over the days.

    None before the period has begun; all of it once it is over. Half a unit is rounded up.
    """
    if today < period.first:
        return None
    length = (period.last - period.first).days + 1
    passed = min((today - period.first).days + 1, length)
    return (2 * target_minor * passed + length) // (2 * length)


def deals_missing(gap_minor: int, average_won_minor: int | None) -> int | None:
    """How many deals of average size close the gap; None where none was won yet."""
    if not average_won_minor:
        return None
    return -(-gap_minor // average_won_minor)


class Lever(NamedTuple):
    """A conversion as it is, and as it would have to be for the target if all else stays."""

    now: float
    needed: float | None
    """None where even all of them would not be enough."""


def funnel_product(reach: float, conversions: tuple[float, ...]) -> float:
    """Reach × conversion: 10,000 → 10 % → 10 % → 10 % = 10."""
    product = float(reach)
    for share in conversions:
        product *= share
    return round(product, 9)  # what multiplying floats adds is far behind


def levers(
    reach: float, conversions: tuple[float, ...], wanted: float
) -> tuple[float, list[Lever]]:
    """The reach needed with these conversions, and what each of them must be with this reach."""
    product = funnel_product(reach, conversions)
    if product <= 0:
        return float("inf"), [Lever(share, None) for share in conversions]
    factor = wanted / product
    found = []
    for share in conversions:
        needed = share * factor
        found.append(Lever(share, needed if needed <= 1 else None))
    return reach * factor, found
