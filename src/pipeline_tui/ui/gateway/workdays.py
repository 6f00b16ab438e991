"""Which days are worked, from the screens: the holidays of a region and one's own free days."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from pipeline_tui.domain.spans import kept_spans
from pipeline_tui.services import options, public_holidays

if TYPE_CHECKING:
    from pipeline_tui.ui.gateway import Gateway


def option(gateway: Gateway, name: str) -> str:
    """The setting as it is kept."""
    return options.option(gateway.desk, name)


def free_days(gateway: Gateway, text: str) -> list[date]:
    """The days a text names as free, from today on; InputError when it is refused."""
    value = options.check("free", text, gateway.today)
    days = {day for span in kept_spans(value) for day in span.days()}
    return sorted(day for day in days if day >= gateway.today)


def holidays(gateway: Gateway, text: str) -> tuple[str, list[tuple[date, str]]]:
    """The region a text names and its holidays of the coming year; InputError if there is none.

    The region is '' where the text says that there is to be none.
    """
    region = options.check("region", text, gateway.today)
    if not region:
        return "", []
    year = gateway.today.year
    found = public_holidays.holidays_in(region, year, year + 1)
    return region, [(day, name) for day, name in found.items() if day >= gateway.today]


async def set_option(gateway: Gateway, name: str, text: str) -> None:
    """Change the setting; contact limits and ghost days are worked out anew with it."""
    await gateway.write(options.set_option, name, text)
