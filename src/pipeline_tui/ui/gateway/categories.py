"""Forecast categories, from the screens."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipeline_tui.services import categories

if TYPE_CHECKING:
    from pipeline_tui.domain.category import Forecasted
    from pipeline_tui.ui.gateway import Gateway


def asked(gateway: Gateway, deal_ids: Sequence[int]) -> list[Forecasted]:
    """The deals whose category can be chosen; InputError when all of them are closed."""
    return categories.asked(gateway.desk, deal_ids)


async def set_category(gateway: Gateway, deals: Sequence[Forecasted], category: str) -> int:
    """Give deals a category; how many stay best case. Conflict if one is not what was seen."""
    seen = {deal.id: deal.category for deal in deals}
    return await gateway.write(categories.set_category, list(seen), category, seen=seen)
