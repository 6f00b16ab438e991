"""Numbers of figures as they are shown: shares, amounts, days; a dash where there is none."""

from __future__ import annotations

from pipeline_tui.i18n.format import decimal, money, percent

NOTHING = "–"


def share(part: float | None) -> str:
    """A fraction in per cent, with one decimal."""
    return NOTHING if part is None else percent(part * 100, places=1)


def signed_share(part: float | None) -> str:
    """The same with its sign, where more and less mean different things."""
    return ("+" if part is not None and part > 0 else "") + share(part)


def amount(minor: int | None, currency: str) -> str:
    """Whole units of a currency."""
    return NOTHING if minor is None else money(minor, currency, decimals=False)


def days(count: float | None) -> str:
    """Days with one decimal."""
    return NOTHING if count is None else decimal(count, 1)
