"""Parking deals from the screens."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipeline_tui.services import parking
from pipeline_tui.services.booking import PARKABLE

if TYPE_CHECKING:
    from pipeline_tui.domain.step_record import Step
    from pipeline_tui.ui.gateway import Gateway

__all__ = ["PARKABLE", "check", "offered", "park"]


def offered(gateway: Gateway, deal_ids: Sequence[int]) -> Step:
    """What an empty line books; an error when these deals cannot be parked."""
    return parking.suggested_return(gateway.desk, deal_ids)


def check(gateway: Gateway, line: str, offer: Step) -> Step:
    """The follow-up as it would be booked; InputError when it is refused."""
    return parking.check_park(gateway.desk, line, offer)


async def park(gateway: Gateway, deal_ids: Sequence[int], line: str, offer: Step) -> None:
    """Park deals in one undo step; an empty line takes the day that is offered."""
    await gateway.write(parking.park, deal_ids, line.strip() or offer.day.isoformat())
