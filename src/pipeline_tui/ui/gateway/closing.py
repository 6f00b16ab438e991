"""Winning and losing deals from the screens."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipeline_tui.services import after_sale, closing, linking
from pipeline_tui.services import reasons as lists
from pipeline_tui.services.after_sale import Sale
from pipeline_tui.services.closing import Losing, Loss

if TYPE_CHECKING:
    from pipeline_tui.domain.after_sale import AfterSale
    from pipeline_tui.domain.dates import When
    from pipeline_tui.domain.reasons import LostReason
    from pipeline_tui.domain.step_record import Step
    from pipeline_tui.ui.gateway import Gateway

__all__ = ["Losing", "Loss", "Sale"]


async def add_linked(gateway: Gateway, deal_id: int, link: str, phrase: str) -> int:
    """A renewal or follow-on deal of one that was sold; its number."""
    return await gateway.write(linking.add_linked, deal_id, link, phrase)


def losing(gateway: Gateway, deal_ids: Sequence[int]) -> Losing:
    """What is known of deals that are to be lost; an error when one of them cannot be."""
    return closing.losing(gateway.desk, deal_ids)


def sale(gateway: Gateway, deal_id: int) -> Sale:
    """What is offered for a deal that is won; an error when it is closed."""
    return after_sale.offered(gateway.desk, deal_id)


def read_day(gateway: Gateway, phrase: str) -> When:
    """The day a phrase names; InputError for one that has passed."""
    return after_sale.read_day(gateway.desk, phrase)


def check_return(gateway: Gateway, line: str) -> Step:
    """The follow-up on which a lost deal comes back; InputError when it is refused."""
    return closing.check_return(gateway.desk, line)


async def lose(gateway: Gateway, deal_ids: Sequence[int], loss: Loss) -> None:
    """Close deals as lost, leads as disqualified, in one undo step."""
    await gateway.write(closing.lose_all, deal_ids, loss, anew=True)


async def win(gateway: Gateway, deal_id: int, note: str, after: AfterSale) -> None:
    """Close a deal as won, with what follows."""
    await gateway.write(closing.win, deal_id, note, after, anew=True)


def reasons(gateway: Gateway) -> list[LostReason]:
    """The list of reasons as it is now."""
    return lists.reasons(gateway.desk)


async def add_reason(gateway: Gateway, name: str) -> None:
    """A reason at the end of the list."""
    await gateway.write(lists.add, name)


async def rename_reason(gateway: Gateway, code: str, name: str) -> None:
    """Another name for a reason."""
    await gateway.write(lists.rename, code, name)


async def move_reason(gateway: Gateway, code: str, place: int) -> None:
    """A reason to another place, counted from 1."""
    await gateway.write(lists.move, code, place)


async def remove_reason(gateway: Gateway, code: str) -> None:
    """A reason off the list."""
    await gateway.write(lists.remove, code)
