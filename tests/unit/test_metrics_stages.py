"""Conversions: by hand, by properties, and against a second way."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from pipeline_tui.domain.metrics.conversions import Cohort, cohorts
from pipeline_tui.domain.metrics.facts import DealFact, StayFact, median, percentile
from pipeline_tui.domain.metrics.periods import Period
from tests.unit.histories import RANKS, day, deal, histories

OPEN = [1, 2, 3]
Facts = tuple[list[DealFact], list[StayFact]]


def facts(*made: tuple[DealFact, list[StayFact]]) -> Facts:
    return [one for one, _stays in made], [stay for _one, stays in made for stay in stays]


class TestCohorts:
    def test_by_hand(self) -> None:
        found = cohorts(
            *facts(
                deal(1, [(1, 30), (2, 20), (3, 10)]),  # on its way in the last stage
                deal(2, [(1, 30), (2, 25)]),
                deal(3, [(1, 30), (6, 5)]),  # lost from the first
                deal(4, [(1, 30)]),
            ),
            RANKS,
        )
        assert found == [Cohort(1, 4, 2, 1), Cohort(2, 2, 1, 1), Cohort(3, 1, 0, 1)]
        assert found[0].conversion == 0.5

    def test_skipped_stages_count_as_reached(self) -> None:
        found = cohorts(*facts(deal(1, [(1, 30), (3, 10)])), RANKS)
        assert [(one.entered, one.reached_next) for one in found] == [(1, 1), (1, 1), (1, 0)]

    def test_winning_reaches_everything(self) -> None:
        found = cohorts(*facts(deal(1, [(1, 30), (5, 10)])), RANKS)
        assert [(one.entered, one.reached_next, one.open) for one in found] == [(1, 1, 0)] * 3

    def test_going_back_changes_nothing(self) -> None:
        forward = cohorts(*facts(deal(1, [(1, 30), (2, 20)])), RANKS)
        assert cohorts(*facts(deal(1, [(1, 30), (2, 20), (1, 10), (2, 5)])), RANKS) == forward

    def test_undecided_is_open_and_not_lost(self) -> None:
        (first, *_rest) = cohorts(*facts(deal(1, [(1, 30), (4, 10)])), RANKS)
        assert (first.open, first.conversion) == (1, 0.0)

    def test_of_nobody_is_no_share(self) -> None:
        assert [one.conversion for one in cohorts([], [], RANKS)] == [None] * 3

    def test_a_period_asks_for_the_first_entry(self) -> None:
        period = Period("x", day(25), day(15))
        found = cohorts(*facts(deal(1, [(1, 30), (2, 20), (3, 10)])), RANKS, period)
        assert [one.entered for one in found] == [0, 1, 0]
        assert found[1].reached_next == 1  # whenever that was

    def test_what_an_import_inferred_is_in_none(self) -> None:
        fact, stays = deal(1, [(1, 30), (2, 20)])
        assert [
            one.entered
            for one in cohorts([fact], [s._replace(inferred=True) for s in stays], RANKS)
        ] == [0, 0, 0]

    @given(histories(), st.randoms())
    def test_shares_lie_between_nothing_and_all_in_any_order(
        self, made: Facts, chance: random.Random
    ) -> None:
        deals, stays = made
        found = cohorts(deals, stays, RANKS)
        for one in found:
            assert 0 <= one.reached_next + one.open <= one.entered
            assert one.conversion is None or 0 <= one.conversion <= 1
        shuffled = list(deals)
        chance.shuffle(shuffled)
        assert cohorts(shuffled, stays, RANKS) == found

    @given(histories())
    def test_agree_with_a_second_way(self, made: Facts) -> None:
        """Day by day: how far was the deal, going by the furthest stage it had been in."""
        deals, stays = made
        found = cohorts(deals, stays, RANKS)
        for at, stage in enumerate(OPEN):
            entered = reached = still = 0
            for one in deals:
                visited = [s.stage_id for s in stays if s.deal_id == one.id]
                ranks = [RANKS.of(stage_id) for stage_id in visited]
                ranks += [RANKS.end] if one.won else []
                known = [rank for rank in ranks if rank is not None]
                if not known or min(known) > at or max(known) < at:
                    continue
                entered += 1
                reached += max(known) > at
                still += max(known) <= at and one.closed_on is None
            assert found[at] == Cohort(stage, entered, reached, still)


class TestMedianAndPercentile:
    def test_by_hand(self) -> None:
        assert (median([]), median([3]), median([1, 2, 3, 10])) == (None, 3.0, 2.5)
        assert percentile([], 85) is None
        assert percentile(list(range(1, 101)), 85) == 85
        assert percentile([5, 1], 85) == 5
        assert percentile([7], 10) == 7
