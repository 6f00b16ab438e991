"""What sources cost, from the screens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline_tui.domain.costs import ChannelCost
from pipeline_tui.services import costs as services

if TYPE_CHECKING:
    from pipeline_tui.ui.gateway import Gateway


def costs(gateway: Gateway) -> list[ChannelCost]:
    """All costs, the latest month first."""
    return services.costs(gateway.desk)


def check(gateway: Gateway, line: str) -> ChannelCost:
    """A cost as it would be kept; InputError when it is refused."""
    return services.check_cost(gateway.desk, line)


async def set_cost(gateway: Gateway, line: str) -> None:
    await gateway.write(services.set_cost, line)
