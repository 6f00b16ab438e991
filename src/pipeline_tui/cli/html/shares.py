"""How long bars are: shares of the largest number, and money in short."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline_tui.cli import say
from pipeline_tui.i18n.format import compact_money


def most(values: Iterable[float | None]) -> float:
    """The largest of some numbers, at least 1, so that one can divide by it."""
    return max([1.0, *(float(value) for value in values if value is not None)])


def short(minor: int | None, currency: str) -> str:
    """An amount in short, or –."""
    return say.NOTHING if minor is None else compact_money(minor, currency)
