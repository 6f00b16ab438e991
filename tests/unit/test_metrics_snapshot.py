"""Conversion as a snapshot, by hand (metrics.md, "Conversion, snapshot")."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from hypothesis import given

from pipeline_tui.domain.metrics.snapshot import Left, snapshot
from tests.unit.histories import RANKS, STAGES, DealFact, StayFact, histories

LEFT = (
    Left(1, 2, 6),
    Left(1, 3, 1),  # skipped one
    Left(1, 5, 1),  # won at once
    Left(1, 6, 2),
    Left(2, 1, 1),  # went back
    Left(2, 4, 2),  # was parked
    Left(3, 5, 3),
    Left(5, 7, 3),  # after the sale: no open stage was left
)


class TestTheSnapshot:
    def test_is_exits_into_the_next_stage_over_all_exits(self) -> None:
        first, second, third = snapshot(LEFT, STAGES, RANKS)
        assert (first.all, first.next_exits, first.ahead_exits, first.lost_exits) == (10, 6, 2, 2)
        assert (first.conversion, first.rest) == (0.6, 0)
        assert first.share(first.lost_exits) == 0.2
        assert (second.all, second.next_exits, second.rest) == (3, 0, 3)
        assert second.conversion == 0.0
        assert (third.next_exits, third.conversion) == (3, 1.0)

    def test_without_exits_there_is_none(self) -> None:
        for one in snapshot((), STAGES, RANKS):
            assert (one.all, one.conversion, one.share(0)) == (0, None, None)

    @given(histories())
    def test_parts_add_up_to_all(self, made: tuple[list[DealFact], list[StayFact]]) -> None:
        counted: Counter[tuple[int, int]] = Counter()
        for deal in {stay.deal_id for stay in made[1]}:
            own = [stay.stage_id for stay in made[1] if stay.deal_id == deal]
            counted.update(pairwise(own))
        left = [Left(a, b, count) for (a, b), count in counted.items()]
        for one in snapshot(left, STAGES, RANKS):
            assert one.all == sum(n for (a, _b), n in counted.items() if a == one.stage_id)
            parts = (one.next_exits, one.ahead_exits, one.lost_exits, one.rest)
            assert min(parts) >= 0
            assert sum(parts) == one.all
            if one.all:
                assert abs(sum(one.share(part) or 0 for part in parts) - 1) < 1e-9
