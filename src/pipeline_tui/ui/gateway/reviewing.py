"""Reviews from the screens: what is asked, what was decided, and a gateway that notes it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any, Concatenate, NamedTuple, ParamSpec, TypeVar

from pipeline_tui.errors import NotFound
from pipeline_tui.services import redating, reviewing
from pipeline_tui.services.desk import Desk
from pipeline_tui.services.reviewing import Decision
from pipeline_tui.ui.gateway import Gateway

if TYPE_CHECKING:
    from pipeline_tui.domain.dates import When
    from pipeline_tui.domain.review import MonthFigures, Review, Summary

__all__ = ["Deciding", "Decision", "Offer"]

P = ParamSpec("P")
R = TypeVar("R")


class Offer(NamedTuple):
    """A key that re-dates at once, and the day it leads to."""

    key: str
    day: date


class Deciding(Gateway):
    """The gateway as a review hands it to prompts: what they save is noted as a decision.

    It has no file, thread or state of its own; all but writing is the gateway's.
    """

    def __init__(self, of: Gateway, decision: Decision) -> None:
        self._of = of
        self._decision = decision

    def __getattr__(self, name: str) -> Any:
        return getattr(self._of, name)

    async def write(
        self, work: Callable[Concatenate[Desk, P], R], *args: P.args, **options: P.kwargs
    ) -> R:
        """Run a use case, and note the decision in its step."""
        decision = self._decision

        def noted(desk: Desk) -> R:
            return reviewing.recorded(desk, decision, work, *args, **options)

        return await self._of.write(noted)


def going_on(gateway: Gateway) -> Review | None:
    """The review that has not ended."""
    return reviewing.going_on(gateway.desk)


def review(gateway: Gateway, review_id: int) -> Review | None:
    """A review as it is now; None when it was taken back."""
    return reviewing.review(gateway.desk, review_id)


def last(gateway: Gateway) -> Summary | None:
    """The summary of the review that was begun last; None if there was none."""
    try:
        return reviewing.summaries(gateway.desk)[0]
    except NotFound:
        return None


def summary(gateway: Gateway, review_id: int) -> Summary:
    """What came of a review so far; NotFound when it was taken back."""
    return reviewing.summaries(gateway.desk, review_id)[0]


def figures(gateway: Gateway) -> MonthFigures:
    """What was won, lost and went on in the month looked back at."""
    return reviewing.month_figures(gateway.desk)


def risk_answer(gateway: Gateway, deal_id: int) -> bool | None:
    """Whether the risk was why a deal was lost."""
    return reviewing.risk_answer(gateway.desk, deal_id)


def offers(gateway: Gateway) -> tuple[Offer, ...]:
    """The keys that re-date at once."""
    days = redating.days_at_once(gateway.desk)
    return tuple(Offer(key, day) for key, day in zip(redating.AT_ONCE, days, strict=True))


def offered_words(gateway: Gateway, deal_id: int) -> str:
    """The words of the step that they book."""
    return redating.offered_words(gateway.desk, deal_id)


def check_redate(gateway: Gateway, phrase: str) -> When:
    """The day meant; InputError when it is refused."""
    return redating.check_redate(gateway.desk, phrase)


def time_spent(gateway: Gateway, review_id: int) -> int:
    """Seconds that a review has taken so far."""
    return reviewing.time_spent(gateway.desk, review_id)


async def begin(gateway: Gateway, kind: str) -> int:
    """Begin a review; its number."""
    return await gateway.write(reviewing.begin, kind)


async def redate(gateway: Gateway, deal_id: int, phrase: str) -> None:
    """Give a deal a new date."""
    await gateway.write(redating.redate_deal, deal_id, phrase)


async def skip(gateway: Gateway, deal_id: int) -> None:
    """Ask about a deal again at the end."""
    await gateway.write(reviewing.skip, deal_id)


async def keep(gateway: Gateway, deal_id: int) -> None:
    """Leave a deal as it is; InputError for a ghost."""
    await gateway.write(reviewing.keep, deal_id)


async def answer_risk(gateway: Gateway, deal_id: int, *, was_reason: bool) -> None:
    """Keep whether the risk was why a deal was lost."""
    await gateway.write(reviewing.answer_risk, deal_id, was_reason=was_reason)


async def take_up(gateway: Gateway, review_id: int) -> None:
    """Ask again about what was skipped."""
    await gateway.write(reviewing.take_up, review_id)


async def end(gateway: Gateway, review_id: int, learned: str) -> None:
    """The review is over."""
    await gateway.write(reviewing.end, review_id, learned)


async def take_back(gateway: Gateway) -> str:
    """Take the whole last review back; the sentence says what was undone."""
    return await gateway.write(reviewing.take_back)


async def keep_time(gateway: Gateway, review_id: int, seconds: int) -> None:
    """Keep the time a review has taken; that this failed is no news."""
    from contextlib import suppress

    from pipeline_tui.errors import PipelineError

    if not gateway.read_only:
        with suppress(PipelineError):
            await gateway.write(reviewing.keep_time, review_id, seconds)
