"""Generated histories of deals for the figures: stages, stays that follow each other, outcomes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from hypothesis import strategies as st

from pipeline_tui.domain.metrics.facts import Ranks, StageFact

TODAY = date(2026, 11, 22)
STAGES = (
    StageFact(1, "Prospect", "open"),
    StageFact(2, "Contact", "open"),
    StageFact(3, "Proposal", "open"),
    StageFact(4, "Parked", "parked"),
    StageFact(5, "Won", "won"),
    StageFact(6, "Lost", "lost"),
    StageFact(7, "Onboarding", "care"),
)
RANKS = Ranks(STAGES)
KINDS = {stage.id: stage.kind for stage in STAGES}
CLOSED = ("won", "lost", "care")


class DealFact(NamedTuple):
    """A deal as the figures see it."""

    id: int
    kind: str
    """Of its stage: open, parked, won, lost, care."""
    verified: bool
    """A verified opportunity; without it a lead."""
    created_on: date
    closed_on: date | None = None
    value_minor: int | None = None
    disqualified: bool = False
    stage_id: int = 0
    company_id: int | None = None
    lost_reason: str = ""
    risk_was_reason: bool | None = None
    """Of a lost deal: whether the risk written before was it; None: not answered."""

    @property
    def won(self) -> bool:
        """Won, or after the sale."""
        return self.kind in ("won", "care")

    @property
    def lost(self) -> bool:
        """Lost; a disqualified lead was never an opportunity to lose."""
        return self.kind == "lost" and not self.disqualified


class StayFact(NamedTuple):
    """A deal in a stage from a day to a day; still there where it has not left."""

    deal_id: int
    stage_id: int
    entered_on: date
    left_on: date | None = None
    inferred: bool = False


def day(back: int) -> date:
    """So many days before TODAY."""
    return TODAY - timedelta(days=back)


def deal(
    number: int, path: list[tuple[int, int]], value: int | None = 1000
) -> tuple[DealFact, list[StayFact]]:
    """A deal that came into stages so many days ago, as `(stage, days ago)`."""
    stays = []
    for at, (stage, back) in enumerate(path):
        left = day(path[at + 1][1]) if at + 1 < len(path) else None
        stays.append(StayFact(number, stage, day(back), left))
    kind = KINDS[path[-1][0]]
    closed = next((day(b) for s, b in reversed(path) if KINDS[s] in ("won", "lost")), None)
    fact = DealFact(
        number, kind, verified=True, created_on=day(path[0][1]), value_minor=value,
        closed_on=(closed or day(path[-1][1])) if kind in CLOSED else None,
    )  # fmt: skip
    return fact, stays


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[DealFact], list[StayFact]]:
    """A few deals with up to six stays each, none of them in the future."""
    deals: list[DealFact] = []
    stays: list[StayFact] = []
    for number in range(1, draw(st.integers(0, 8)) + 1):
        length = draw(st.integers(1, 6))
        days = sorted(draw(st.lists(st.integers(0, 400), min_size=length, max_size=length)))
        stages = draw(
            st.lists(st.sampled_from([stage.id for stage in STAGES]), min_size=length,
                     max_size=length)
        )  # fmt: skip
        path = [
            (stage, back)
            for at, (stage, back) in enumerate(zip(stages, reversed(days), strict=True))
            if at == 0 or stages[at - 1] != stage
        ]
        fact, own = deal(number, path, draw(st.one_of(st.none(), st.integers(0, 10**9))))
        deals.append(fact)
        stays += own
    return deals, stays
