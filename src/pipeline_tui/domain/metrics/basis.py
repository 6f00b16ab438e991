"""What figures stand on: how many deals there are, and which amounts are in other currencies."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from pipeline_tui.i18n import ngettext
from pipeline_tui.i18n.format import number


class Basis(NamedTuple):
    """The deals that are asked for, and the currencies other than the base one among amounts."""

    deals: int
    currency: str
    """The base currency: all sums are in it."""
    converted: tuple[str, ...]
    """Currencies with a rate: their amounts are in all sums."""
    left_out: tuple[tuple[str, int], ...]
    """Currencies without one, each with so many amounts that are in no sum."""


def basis(deals: int, amounts: Iterable[tuple[str, int, bool]], base: str) -> Basis:
    """From (currency, how many amounts, whether there is a rate)."""
    counts: dict[tuple[str, bool], int] = {}
    for currency, count, rated in amounts:
        if currency != base and count:
            counts[currency, rated] = counts.get((currency, rated), 0) + count
    return Basis(
        deals,
        base,
        tuple(sorted(currency for currency, rated in counts if rated)),
        tuple(sorted((currency, n) for (currency, rated), n in counts.items() if not rated)),
    )


def lost_values(count: int, lost: int) -> str:
    """That so many of the lost deals have no value, and what that does to figures by value."""
    return ngettext(
        "{count} of {lost} lost deals has no value: the win rate by value is too high",
        "{count} of {lost} lost deals have no value: the win rate by value is too high",
        count,
    ).format(count=number(count), lost=number(lost))
