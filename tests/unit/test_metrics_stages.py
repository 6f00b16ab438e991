"""Conversions, durations and bottlenecks: by hand, by properties, and against a second way."""

from __future__ import annotations

import random
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from pipeline_tui.domain.metrics.conversions import Cohort, cohorts
from pipeline_tui.domain.metrics.durations import bottlenecks, durations, weekly_flow
from pipeline_tui.domain.metrics.facts import DealFact, StayFact, median, percentile
from pipeline_tui.domain.metrics.periods import Period
from tests.unit.histories import RANKS, TODAY, day, deal, histories

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


class TestDurations:
    def test_re_entries_add_up(self) -> None:
        _deals, stays = facts(deal(1, [(1, 30), (2, 20), (1, 15), (2, 10), (3, 4)]))
        first, second, third = durations(stays, OPEN)
        assert (first.median, second.median, third.count) == (15.0, 11.0, 0)

    def test_who_stands_there_now_is_left_out(self) -> None:
        _deals, stays = facts(deal(1, [(1, 30), (2, 20), (1, 10)]), deal(2, [(1, 9), (2, 5)]))
        assert durations(stays, [1])[0] == (1, 1, 4.0, 4)

    def test_a_reopened_deal_counts_anew(self) -> None:
        _deals, stays = facts(deal(1, [(2, 30), (5, 20), (2, 10)]))
        assert durations(stays, [2])[0].count == 0

    def test_the_same_day_is_no_day(self) -> None:
        _deals, stays = facts(deal(1, [(1, 5), (2, 5)]))
        assert durations(stays, [1])[0].median == 0.0

    @given(histories())
    def test_agree_with_a_second_way(self, made: Facts) -> None:
        _deals, stays = made
        for one in durations(stays, OPEN):
            days = []
            for number in {s.deal_id for s in stays}:
                own = [s for s in stays if (s.deal_id, s.stage_id) == (number, one.stage_id)]
                if own and all(s.left_on is not None for s in own):
                    days.append(sum((s.left_on - s.entered_on).days for s in own if s.left_on))
            days.sort()
            assert one.count == len(days)
            if days:
                middle = days[(len(days) - 1) // 2 : len(days) // 2 + 1]
                assert one.median == sum(middle) / len(middle)
                covered = sum(value <= (one.slow or 0) for value in days)
                assert covered * 100 >= 85 * len(days)
                assert one.slow in days


class TestMedianAndPercentile:
    def test_by_hand(self) -> None:
        assert (median([]), median([3]), median([1, 2, 3, 10])) == (None, 3.0, 2.5)
        assert percentile([], 85) is None
        assert percentile(list(range(1, 101)), 85) == 85
        assert percentile([5, 1], 85) == 5
        assert percentile([7], 10) == 7


class TestBottlenecks:
    """TODAY is a Sunday: the three full weeks before begin 15, 22 and 29 days before Monday."""

    def stuck(self, *, outflow: int = 0, usual: int = 10, deals: int = 6) -> list[StayFact]:
        stays = []
        for number in range(deals):
            back = 8 + 7 * (number % 3) if number >= 3 else 60 + number
            stays.append(StayFact(number, 2, day(back)))
        for number in range(100, 100 + 10):
            stays.append(StayFact(number, 2, day(100 + usual), day(100)))
        for number in range(200, 200 + outflow):
            stays.append(StayFact(number, 2, day(90), day(10)))
        return stays

    def test_is_named_with_its_three_oldest(self) -> None:
        (found,) = bottlenecks(self.stuck(), RANKS, TODAY)
        assert (found.stage_id, found.deals, found.oldest) == (2, 6, (2, 1, 0))
        assert found.slow_age > found.usual

    def test_needs_five_deals(self) -> None:
        assert not bottlenecks(self.stuck()[2:], RANKS, TODAY)

    def test_needs_three_weeks_of_more_coming_than_going(self) -> None:
        assert not bottlenecks(self.stuck(outflow=1), RANKS, TODAY)

    def test_needs_to_be_slower_than_it_was(self) -> None:
        assert not bottlenecks(self.stuck(usual=70), RANKS, TODAY)

    def test_without_a_past_there_is_none(self) -> None:
        assert not bottlenecks([s for s in self.stuck() if s.left_on is None], RANKS, TODAY)

    @given(histories())
    def test_flow_adds_up(self, made: Facts) -> None:
        _deals, stays = made
        flow = weekly_flow(stays, (2,), TODAY, 4)
        assert len(flow) == 4
        first, behind = flow[0].monday, flow[-1].monday + timedelta(weeks=1)
        assert behind <= TODAY
        came = [s for s in stays if s.stage_id == 2 and first <= s.entered_on < behind]
        assert sum(week.inflow for week in flow) == len(came)
