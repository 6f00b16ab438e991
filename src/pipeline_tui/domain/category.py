"""Forecast categories: what a deal counts as, and what speaks against promising it (metrics.md)."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from pipeline_tui.i18n import N_, _

COMMIT, BEST, PIPELINE, OMIT = "commit", "best", "pipeline", "omit"

MEANINGS = {
    COMMIT: N_("promised: in full in every scenario"),
    BEST: N_("likely: by its probability, in full if all goes well"),
    PIPELINE: N_("open: by its probability, in full if all goes well"),
    OMIT: N_("left out of every scenario"),
}
"""What each does to the forecast, in the order in which they are offered."""

DOUBTS = {
    "overridden": N_("moved on with criteria open"),
    "ghost": N_("ghost"),
    "no_close": N_("no expected close"),
    "close_past": N_("its expected close has passed"),
}
"""What keeps a deal from counting as commit."""


class Forecasted(NamedTuple):
    """A deal that is open or parked, with its category and what speaks against a promise."""

    id: int
    name: str
    category: str
    doubts: tuple[str, ...]

    @property
    def counted(self) -> str:
        """The category it counts as."""
        return counted_as(self.category, self.doubts)


def doubts(
    today: date, *, overridden: bool, ghost: bool, expected_close: date | None
) -> tuple[str, ...]:
    """Keys of DOUBTS; with none of them a deal may count as commit."""
    found = {
        "overridden": overridden,
        "ghost": ghost,
        "no_close": expected_close is None,
        "close_past": expected_close is not None and expected_close < today,
    }
    return tuple(key for key, holds in found.items() if holds)


def counted_as(category: str, doubted: tuple[str, ...]) -> str:
    """Commit only where nothing speaks against it, else best case."""
    return BEST if category == COMMIT and doubted else category


def said(doubted: tuple[str, ...]) -> str:
    """The doubts in words."""
    return ", ".join(_(DOUBTS[key]) for key in doubted)
