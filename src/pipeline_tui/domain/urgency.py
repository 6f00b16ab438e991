"""Urgency: how pressing a follow-up is, 0 to 100, as a weighted sum of four things.

Each of the four gives 0 to 10 points; the urgency is ten times
their mean, weighted with the weights that are set. With the default weights, which add up to
ten, it is simply the sum of weight × points.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline_tui.domain.text import clean, fold
from pipeline_tui.errors import InputError
from pipeline_tui.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

WEIGHTS = {"value": 3, "age": 3, "risk": 2, "promise": 2}
"""What is weighed, in the order in which it is said, and the weights that hold at first."""

MOST_POINTS = 10
HIGHEST_WEIGHT = 100
RISK_POINTS = {"low": 3, "mid": 6, "high": 10}
AVERAGE_POINTS = 5
"""Points of a deal of exactly average value; twice the average and more has MOST_POINTS."""

_TYPED = {
    "value": "value wert",
    "age": "age alter",
    "risk": "risk risiko",
    "promise": "promise zusage versprechen",
}
_BETWEEN = str.maketrans("=:,;", "    ")


class Urgency:
    """The rule with all it depends on beside the follow-up itself."""

    def __init__(
        self,
        weights: Mapping[str, int],
        total_minor: int,
        valued: int,
        base: str,
        in_base: Callable[[int, str], int | None],
    ) -> None:
        """`total_minor` is what the `valued` open deals with a value are worth together, in the
        `base` currency, and `in_base` what an amount is in it, None where there is no rate."""
        self.weights = {name: weights.get(name, 0) for name in WEIGHTS}
        self.total_minor = total_minor
        self.valued = valued
        self.base = base
        self.in_base = in_base
        self._value, self._age, self._risk, self._promise = self.weights.values()
        self._all = sum(self.weights.values())

    def of(
        self,
        value_minor: int | None,
        currency: str | None,
        overdue_days: int,
        risk_level: str | None,
        promised: int,
    ) -> int:
        """0 to 100, half a point rounded up; 0 where nothing weighs anything."""
        if not self._all:
            return 0
        weighed = (
            self._value * self.value_points(value_minor, currency)
            + self._age * age_points(overdue_days)
            + self._risk * RISK_POINTS.get(risk_level or "", 0)
            + self._promise * (MOST_POINTS if promised else 0)
        )
        return (2 * MOST_POINTS * weighed + self._all) // (2 * self._all)

    def value_points(self, value_minor: int | None, currency: str | None) -> int:
        """5 × value ÷ average, half a point rounded up; none without a value or a rate."""
        if not value_minor or not currency or self.total_minor <= 0:
            return 0
        worth = value_minor if currency == self.base else self.in_base(value_minor, currency)
        if worth is None:
            return 0
        of_average = 2 * AVERAGE_POINTS * worth * self.valued
        return min((of_average + self.total_minor) // (2 * self.total_minor), MOST_POINTS)


def age_points(days: int) -> int:
    """A point for each day overdue."""
    return min(max(days, 0), MOST_POINTS)


def weights_text(weights: Mapping[str, int]) -> str:
    """Weights as they are kept and shown: `value 3 age 3 risk 2 promise 2`."""
    return " ".join(f"{name} {weights[name]}" for name in WEIGHTS)


def kept_weights(text: str) -> dict[str, int]:
    """The weights of a kept setting; what is not there, or cannot be read, is the default."""
    words = text.split()
    found = dict(zip(words[::2], words[1::2], strict=False))
    return {
        name: int(found[name]) if found.get(name, "").isdecimal() else weight
        for name, weight in WEIGHTS.items()
    }


def parse_weights(text: str) -> dict[str, int]:
    """Weights as they are typed: `value 5 risk 0`, also `value=5, risk=0` and in German.

    What is not named keeps its default. InputError names the word that cannot be read.
    """
    words = clean(text).translate(_BETWEEN).split()
    weights: dict[str, int] = {}
    for name_word, *weight_word in (words[at : at + 2] for at in range(0, len(words), 2)):
        name = _name(name_word)
        if name in weights:
            raise InputError(_("{name} has two weights").format(name=name_word), todo=_example())
        weights[name] = _weight(name_word, weight_word[0] if weight_word else "")
    return {**WEIGHTS, **weights}


def _name(word: str) -> str:
    folded = fold(word)
    for name, typed in _TYPED.items():
        if folded in typed.split():
            return name
    raise InputError(
        _("{word} is nothing that is weighed").format(word=word),
        todo=_("Weights are {names}").format(names=", ".join(WEIGHTS)),
    )


def _weight(name: str, word: str) -> int:
    if not word:
        raise InputError(_("{name} has no weight").format(name=name), todo=_example())
    if not (word.isascii() and word.isdecimal()) or int(word[:9]) > HIGHEST_WEIGHT:
        raise InputError(
            _("{word} is not a weight").format(word=word),
            todo=_("Weights are whole numbers from 0 to {most}").format(most=HIGHEST_WEIGHT),
        )
    return int(word)


def _example() -> str:
    return _("Write for example: {example}").format(example=weights_text(WEIGHTS))
