"""The levers of the what-if: leads × conversions × deal size, and the cycle (metrics.md, "Reach").

The cycle counts as it does in velocity: with as many deals at work, half the days bring twice as
many of them home in the same time.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from pipeline_tui.domain.metrics.plan import funnel_product
from pipeline_tui.domain.metrics.plan import levers as plan_levers
from pipeline_tui.domain.money import parse_amount
from pipeline_tui.domain.text import clean
from pipeline_tui.errors import InputError
from pipeline_tui.i18n import _

LEADS, SIZE, CYCLE, EVERY = "leads", "size", "cycle", "every"
"""Names of levers; a conversion is named by the number of its stage."""

LEAST_DAYS = 28
"""With a shorter history nothing is said of how many leads come in a period."""

_MOST = {LEADS: 1_000_000.0, CYCLE: 3650.0, SIZE: 1e15}
_LEAST = {LEADS: 0.0, CYCLE: 1.0, SIZE: 0.0}
_STEP = {LEADS: 0.10, SIZE: 0.05, CYCLE: 0.05}
"""Share of the present value that a small step is."""
_LEAP = {LEADS: 1.0, SIZE: 0.25, CYCLE: 0.25}
_POINT, _POINTS = 0.01, 0.05
"""A small and a large step of a conversion."""


class Levers(NamedTuple):
    """What there is to turn; None where nothing is known of it."""

    leads: float | None
    """That come into the funnel in a period of this length."""
    conversions: tuple[float | None, ...]
    """Of each open stage, the last one into Won."""
    size: float | None
    """Average value of a won deal in minor units."""
    cycle: float | None
    """Mean days from first contact to close."""

    @property
    def missing(self) -> bool:
        """Whether something is unknown without which nothing can be said."""
        return self.leads is None or self.size is None or None in self.conversions


class Needed(NamedTuple):
    """What each lever would have to be for the target, all others staying as they are.

    None where no value would do.
    """

    leads: float | None
    conversions: tuple[float | None, ...]
    every: float | None
    """By how much each conversion is multiplied where all of them grow alike."""
    size: float | None
    cycle: float | None


def brings(now: Levers, turned: Levers) -> int | None:
    """What a period brings with these levers, in minor units; None while something is missing."""
    if turned.leads is None or turned.size is None:
        return None
    deals = _deals(now, turned)
    return None if deals is None else round(deals * turned.size)


def wins(now: Levers, turned: Levers) -> float | None:
    """How many deals a period brings."""
    return _deals(now, turned)


def needed(now: Levers, turned: Levers, target_minor: int) -> Needed:
    """What each lever alone must be for a target, from where the levers are."""
    nothing = Needed(None, (None,) * len(turned.conversions), None, None, None)
    deals, conversions = _deals(now, turned), _known(turned)
    if not deals or not turned.size or conversions is None or turned.leads is None:
        return nothing
    wanted = target_minor / turned.size / _pace(now, turned)
    leads, shares = plan_levers(turned.leads, conversions, wanted)
    factor = target_minor / (deals * turned.size)
    alike = factor ** (1 / len(conversions)) if conversions else None
    if alike is not None and any(share * alike > 1 for share in conversions):
        alike = None
    return Needed(
        leads,
        tuple(lever.needed for lever in shares),
        alike,
        turned.size * factor,
        None if turned.cycle is None else turned.cycle / factor,
    )


def value_of(levers: Levers, name: str) -> float | None:
    """The present value of a lever; of all conversions together None."""
    if name == EVERY:
        return None
    if name in (LEADS, SIZE, CYCLE):
        found: float | None = getattr(levers, name)
        return found
    return levers.conversions[int(name)]


def put(levers: Levers, name: str, value: float | None) -> Levers:
    """The levers with another value of one, within what makes sense."""
    if name in (LEADS, SIZE, CYCLE):
        if value is not None:
            value = min(max(value, _LEAST[name]), _MOST[name])
        if name == LEADS:
            return levers._replace(leads=value)
        return levers._replace(size=value) if name == SIZE else levers._replace(cycle=value)
    place = int(name)
    shares = list(levers.conversions)
    shares[place] = None if value is None else min(max(round(value, 6), 0.0), 1.0)
    return levers._replace(conversions=tuple(shares))


def step(now: Levers, turned: Levers, name: str, way: int, *, large: bool = False) -> Levers:
    """Turn a lever by a step: by a share of its present value, a conversion by points.

    A large step doubles or halves the leads. What is not known cannot be stepped.
    """
    if name == EVERY:
        for place in range(len(turned.conversions)):
            turned = step(now, turned, str(place), way, large=large)
        return turned
    value = value_of(turned, name)
    if value is None:
        return turned
    if name == LEADS and large:
        return put(turned, name, value * 2 if way > 0 else value / 2)
    if name in _STEP:
        base = value_of(now, name) or value
        by = base * (_LEAP if large else _STEP)[name]
        return put(turned, name, max(value + way * by, by if name != LEADS else 0))
    return put(turned, name, value + way * (_POINTS if large else _POINT))


def read(text: str, name: str, turned: Levers, currency: str) -> Levers:
    """A typed value: `40`, `12,5 %`, `+3`, `-10%`, `x2`, `50k`. InputError when it is none.

    `+` and `-` add to what is there: points to a conversion, days, leads or an amount, or with
    `%` a share of it.
    """
    if name == EVERY:
        for place in range(len(turned.conversions)):
            turned = read(text, str(place), turned, currency)
        return turned
    here = value_of(turned, name)
    said = clean(text).replace(" ", "").replace("\N{NO-BREAK SPACE}", "").lower()
    if times := re.fullmatch(r"(?:[x*×](\d+(?:[.,]\d+)?)|(\d+(?:[.,]\d+)?)[x×])", said):
        return put(turned, name, _there(here) * _number(times[1] or times[2]))
    sign = said[:1] if said[:1] in ("+", "-", "−") else ""
    body = said.removeprefix(sign) if sign else said
    share = body.endswith("%")
    of_stage = name not in _STEP
    if share and (sign or of_stage):
        value = _decimal(body[:-1], text) / 100
        if sign and not of_stage:
            value *= _there(here)
    elif name == SIZE:
        value = float(parse_amount(body, currency).minor) if body else _refuse(text)
    else:
        value = _decimal(body, text) / (100 if of_stage else 1)
    if sign:
        value = _there(here) + (value if sign == "+" else -value)
    _check(value, name, text)
    return put(turned, name, value)


def _check(value: float, name: str, text: str) -> None:
    least, most = _LEAST.get(name, 0.0), _MOST.get(name, 1.0)
    if not least <= round(value, 6) <= most:
        _refuse(text)


def _there(value: float | None) -> float:
    if value is None:
        raise InputError(
            _("Nothing is known here that could be changed by so much"),
            todo=_("Type the value itself"),
        )
    return value


def _decimal(body: str, text: str) -> float:
    if not re.fullmatch(r"\d{1,9}(?:[.,]\d{1,4})?", body):
        return _refuse(text)
    return _number(body)


def _number(body: str) -> float:
    return float(body.replace(",", "."))


def _refuse(text: str) -> float:
    raise InputError(
        _("{text} is not a value for this lever").format(text=clean(text)[:60]),
        todo=_("Type for example 40, +3, -10% or x2"),
    )


def _pace(now: Levers, turned: Levers) -> float:
    """How many times as many deals the turned cycle brings home in the same time."""
    return now.cycle / turned.cycle if now.cycle and turned.cycle else 1.0


def _known(levers: Levers) -> tuple[float, ...] | None:
    shares = tuple(share for share in levers.conversions if share is not None)
    return shares if len(shares) == len(levers.conversions) else None


def _deals(now: Levers, turned: Levers) -> float | None:
    shares = _known(turned)
    if turned.leads is None or shares is None:
        return None
    return funnel_product(turned.leads, shares) * _pace(now, turned)
