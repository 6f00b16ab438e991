"""The offer of a deal from the screens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline_tui.services import offer_options, offers
from pipeline_tui.services.offers import benefit_of_sum

if TYPE_CHECKING:
    from pipeline_tui.domain.benefit import BenefitLine
    from pipeline_tui.domain.offer_option import OptionLine
    from pipeline_tui.domain.plan import Arrangement
    from pipeline_tui.domain.records_offer import BenefitPart, Option, Pilot, PlanPart
    from pipeline_tui.ui.gateway import Gateway

__all__ = ["benefit_of_sum"]


def check_benefit(gateway: Gateway, line: str, currency: str) -> BenefitLine:
    """A line of the benefit as it would be kept; InputError when it is refused."""
    return offers.check_benefit(gateway.desk, line, currency)


def check_arrangement(gateway: Gateway, line: str) -> Arrangement:
    """A step of the plan, or a pilot, as it would be kept; InputError when it is refused."""
    return offers.check_arrangement(gateway.desk, line)


def check_option(line: str, currency: str, *, needs_value: bool) -> OptionLine:
    """An option as it would be kept; InputError when it is refused."""
    return offer_options.check_option(line, currency, needs_value=needs_value)


async def add_benefit(gateway: Gateway, deal_id: int, line: str) -> None:
    await gateway.write(offers.add_benefit, deal_id, line)


async def edit_benefit(gateway: Gateway, part_id: int, line: str, seen: BenefitPart | None) -> None:
    """Change a line; Conflict if it is no longer what was `seen`, unless that is None."""
    await gateway.write(offers.edit_benefit, part_id, line, seen=seen)


async def write_sum(gateway: Gateway, deal_id: int) -> None:
    await gateway.write(offers.write_sum, deal_id)


async def add_plan(gateway: Gateway, deal_id: int, line: str) -> None:
    await gateway.write(offers.add_plan, deal_id, line)


async def edit_plan(gateway: Gateway, part_id: int, line: str, seen: PlanPart | None) -> None:
    """Change a step; Conflict if it is no longer what was `seen`, unless that is None."""
    await gateway.write(offers.edit_plan, part_id, line, seen=seen)


async def tick_plan(gateway: Gateway, part_id: int, *, done: bool) -> None:
    await gateway.write(offers.tick_plan, part_id, done=done)


async def book_plan(gateway: Gateway, part_id: int) -> None:
    await gateway.write(offers.book_plan, part_id)


async def set_pilot(gateway: Gateway, deal_id: int, line: str, seen: Pilot | None) -> None:
    """Set the pilot; Conflict if it is no longer what was `seen`, unless that is None."""
    await gateway.write(offers.set_pilot, deal_id, line, seen=seen)


async def set_result(gateway: Gateway, deal_id: int, result: str) -> None:
    await gateway.write(offers.set_result, deal_id, result)


async def set_option(gateway: Gateway, deal_id: int, line: str) -> None:
    await gateway.write(offer_options.set_option, deal_id, line)


async def edit_option(gateway: Gateway, option_id: int, line: str, seen: Option | None) -> None:
    """Change an option; Conflict if it is no longer what was `seen`, unless that is None."""
    await gateway.write(offer_options.edit_option, option_id, line, seen=seen)


async def choose_option(gateway: Gateway, option_id: int, *, expected: bool) -> None:
    await gateway.write(offer_options.choose_option, option_id, expected=expected)
