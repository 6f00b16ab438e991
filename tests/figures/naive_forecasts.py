"""Locked forecasts and what became of them, once more in the plainest way.

As `naive.py`: written from metrics.md alone. A forecast of a period is the one somebody would have
made in the evening before it; nothing is locked here, the diary is read again.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from tests.figures import lived, naive
from tests.figures.lived import Life
from tests.figures.naive import Deal, Window, World


class Said(NamedTuple):
    """What was said of a period in the evening before it."""

    window: tuple[date, date]
    world: World
    """As it was then, with the rates of then."""
    due: list[Deal]
    cautious: int
    realistic: int
    optimistic: int


def said(life: Life, window: tuple[date, date], wanted: str = "") -> Said:
    """The forecast of a period; `wanted` is a source, '' any."""
    world = lived.world(life, window[0] - timedelta(days=1))
    world = world.of(lambda deal: deal.source == wanted or not wanted)
    return Said(window, world, naive.due(world, window), *naive.scenarios(world, window))


def came(life: Life, forecast: Said, wanted: str = "") -> int:
    """What was won in the period until today, with the rates of the forecast."""
    now = lived.world(life, lived.TODAY)._replace(rates=forecast.world.rates)
    now = now.of(lambda deal: deal.source == wanted or not wanted)
    return naive.worth(now, naive.won_of_all(now, forecast.window))


def slipped(life: Life, forecast: Said) -> list[int]:
    """Forecast at the start to close in the period, and did not."""
    now = {deal.id: deal for deal in lived.world(life, lived.TODAY).deals}
    over = forecast.window[1] < lived.TODAY
    found = []
    for deal in forecast.due:
        there = now[deal.id]
        if naive.inside(there.closed, forecast.window):
            continue
        gone = there.expected is None or there.expected > forecast.window[1]
        if over or gone:
            found.append(deal.id)
    return found


def pushes(life: Life, forecast: Said) -> dict[int, int]:
    """How often the close of a deal that was due was moved later inside the period."""
    found: dict[int, int] = {}
    for deal in forecast.due:
        was: date | None = None
        for entry in life.diary:
            if (entry.deal, entry.what) != (deal.id, "close"):
                continue
            later = was is not None and entry.value is not None and entry.value > was
            if later and naive.inside(entry.day, forecast.window):
                found[deal.id] = found.get(deal.id, 0) + 1
            was = entry.value
    return found


def ever_due(life: Life, window: tuple[date, date]) -> bool:
    """Whether any deal was ever expected to close in the period."""
    return any(e.what == "close" and naive.inside(e.value, window) for e in life.diary)


def accuracy(pairs: list[tuple[int, int]]) -> tuple[float | None, float | None]:
    """WAPE and bias of (forecast, actual)."""
    actual = sum(a for _f, a in pairs)
    if not actual:
        return None, None
    return sum(abs(f - a) for f, a in pairs) / actual, sum(f - a for f, a in pairs) / actual


def ended(window: Window) -> bool:
    """Whether a period lies behind us."""
    return window is not None and window[1] < lived.TODAY
