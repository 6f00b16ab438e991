"""Urgency: how pressing a follow-up is, 0 to 100, as a weighted sum of four things.

Source: issue 3, "Agenda screen". Each of the four gives 0 to 10 points; the urgency is ten times
their mean, weighted with the weights that are set. With the default weights, which add up to
ten, it is simply the sum of weight × points.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pipeline_tui.domain.text import clean, fold
from pipeline_tui.errors import InputError
from pipeline_tui.i18n import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from pipeline_tui.domain.records import DealRef, FollowUp

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


class Part(NamedTuple):
    """One of the four: its points, what they are multiplied with, and why, in a sentence."""

    name: str
    points: int
    weight: int
    why: str


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
        self._in_base = in_base
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

    def of_followup(self, followup: FollowUp, today: date) -> int:
        """The urgency of a follow-up, open or closed."""
        deal = followup.deal
        return self.of(
            deal.value_minor if deal else None,
            deal.currency if deal else None,
            overdue_days(followup, today),
            deal.risk_level if deal else None,
            followup.promised,
        )

    def value_points(self, value_minor: int | None, currency: str | None) -> int:
        """5 × value ÷ average, half a point rounded up; none without a value or a rate."""
        if not value_minor or not currency or self.total_minor <= 0:
            return 0
        worth = value_minor if currency == self.base else self._in_base(value_minor, currency)
        if worth is None:
            return 0
        of_average = 2 * AVERAGE_POINTS * worth * self.valued
        return min((of_average + self.total_minor) // (2 * self.total_minor), MOST_POINTS)

    def explain(self, followup: FollowUp, today: date) -> tuple[Part, ...]:
        """The four parts of a follow-up's urgency, each with its reason in a few words."""
        deal, days = followup.deal, overdue_days(followup, today)
        level = deal.risk_level if deal else None
        points_and_why = (
            (
                self.value_points(deal.value_minor, deal.currency) if deal else 0,
                self._why_value(deal),
            ),
            (age_points(days), _why_age(days)),
            (RISK_POINTS.get(level or "", 0), _why_risk(level)),
            (MOST_POINTS if followup.promised else 0, _why_promise(promised=followup.promised)),
        )
        return tuple(
            Part(name, points, weight, why)
            for (name, weight), (points, why) in zip(
                self.weights.items(), points_and_why, strict=True
            )
        )

    def _why_value(self, deal: DealRef | None) -> str:
        from pipeline_tui.i18n.format import compact_money

        if deal is None:
            return _("no deal")
        if deal.value_minor is None:
            return _("no value")
        value = compact_money(deal.value_minor, deal.currency)
        if self._in_base(deal.value_minor, deal.currency) is None:
            return _("{value}, no rate for {currency}").format(value=value, currency=deal.currency)
        if not self.valued:
            return value
        average = compact_money(self.total_minor // self.valued, self.base)
        return _("{value}, {average} is average").format(value=value, average=average)


def overdue_days(followup: FollowUp, today: date) -> int:
    """Calendar days since the day it was due; 0 from that day back."""
    return max((today - followup.due).days, 0)


def age_points(days: int) -> int:
    """A point for each day overdue."""
    return min(max(days, 0), MOST_POINTS)


def _why_age(days: int) -> str:
    if not days:
        return _("not overdue")
    return ngettext("{count} day overdue", "{count} days overdue", days).format(count=days)


def _why_risk(level: str | None) -> str:
    if level is None:
        return _("no risk known")
    from pipeline_tui.domain.words import risk

    return _("risk {level}").format(level=risk(level))


def _why_promise(*, promised: bool) -> str:
    return _("the customer asked for this day") if promised else _("nothing promised")


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
