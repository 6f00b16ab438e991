"""Working through what is due, one at a time: order, skipping, coming back, undoing."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline_tui.domain.round import Due, Round

TODAY = date(2026, 11, 23)
TOMORROW = date(2026, 11, 24)
NOON = "12:00"


def due(number: int, *, time: str = "", attempts: int = 0) -> Due:
    return Due(number, "call", 0, TODAY, time, attempts)


def round_of(*numbers: int) -> Round:
    """A round of these follow-ups, begun at the first."""
    made = Round(TODAY)
    made.refill(map(due, numbers), NOON)
    made.start()
    return made


class TestGoingThrough:
    def test_begins_at_the_first_and_ends_behind_the_last(self) -> None:
        now = round_of(1, 2, 3)
        seen = []
        while now.current is not None:
            seen.append((now.current, now.place))
            now.finish(due(now.current))
        assert seen == [(1, 1), (2, 2), (3, 3)]
        assert (now.done, now.total, now.place) == (3, 3, 0)

    def test_begun_in_the_middle_comes_to_the_first_ones_at_last(self) -> None:
        now = round_of(1, 2, 3)
        now.start(2)
        seen = []
        while now.current is not None:
            seen.append(now.current)
            now.finish(due(now.current))
        assert seen == [2, 3, 1]

    def test_what_is_not_due_is_no_place_to_begin(self) -> None:
        now = round_of(1, 2)
        now.start(9)
        assert now.current == 1

    def test_skipped_ones_come_again_when_all_others_are_through(self) -> None:
        now = round_of(1, 2, 3)
        now.skip()
        now.finish(due(2))
        now.skip()
        assert now.current is None
        assert (now.done, now.skipped) == (1, 2)
        now.skip()
        assert (now.current, now.skipped) == (1, 0)

    def test_back_goes_to_the_one_before_that_waits(self) -> None:
        now = round_of(1, 2, 3)
        now.skip()
        now.finish(due(2))
        assert now.current == 3
        now.back()
        assert (now.current, now.skipped) == (1, 0)
        now.back()
        assert now.current == 1

    def test_back_from_the_end_goes_to_the_last_skipped_one(self) -> None:
        now = round_of(1, 2)
        now.skip()
        now.skip()
        assert now.current is None
        now.back()
        assert now.current == 2


class TestWhatChangesMeanwhile:
    def test_a_new_one_takes_its_place_in_the_order(self) -> None:
        now = round_of(1, 3)
        now.finish(due(1))
        now.refill(map(due, (2, 3, 4)), NOON)
        assert (now.current, now.place, now.total) == (3, 3, 4)
        now.refill(map(due, (3, 4)), NOON)
        assert (now.place, now.total) == (2, 3)

    def test_one_that_is_gone_is_not_come_to(self) -> None:
        now = round_of(1, 2, 3)
        now.refill(map(due, (1, 3)), NOON)
        now.skip()
        assert now.current == 3

    def test_the_one_that_is_shown_stays_until_one_goes_on(self) -> None:
        now = round_of(1, 2)
        now.refill([due(2)], NOON)
        assert now.current == 1
        now.drop()
        assert (now.current, now.total) == (2, 1)

    def test_what_was_undone_waits_again(self) -> None:
        now = round_of(1, 2)
        now.finish(due(1))
        assert now.refill([due(2)], NOON) == []
        assert now.refill(map(due, (1, 2)), NOON) == [1]
        now.start(1)
        assert (now.current, now.done) == (1, 0)

    def test_a_retry_today_waits_until_its_time_has_come(self) -> None:
        now = round_of(1)
        now.finish(due(1), again="14:00")
        again = due(1, time="14:00", attempts=1)
        now.refill([again], "13:59")
        assert (now.current, now.done) == (None, 1)
        now.refill([again], "14:00")
        now.start()
        assert (now.current, now.done) == (1, 0)

    def test_another_day_begins_anew_where_one_was(self) -> None:
        now = round_of(1, 2, 3)
        now.skip()
        now.finish(due(2))
        now.seconds = 300.0
        now.refill(map(due, (1, 3)), "00:00", day=TOMORROW)
        assert (now.current, now.done, now.skipped, now.seconds) == (3, 0, 0, 0.0)
        assert now.total == 2


class TestKeepingARound:
    def test_goes_on_where_it_was(self) -> None:
        now = round_of(1, 2, 3, 4)
        now.finish(due(1), again="14:00")
        now.skip()
        now.seconds = 90.4
        again = Round.of_text(now.kept(), TODAY)
        again.refill(map(due, (2, 3, 4)), NOON)
        again.start()
        assert (again.current, again.place, again.total) == (3, 3, 4)
        assert (again.done, again.skipped, again.seconds) == (1, 1, 90.0)
        assert again.refill(map(due, (1, 2, 3, 4)), NOON) == [1], "undone meanwhile"

    def test_at_its_end_is_at_its_end(self) -> None:
        now = round_of(1)
        now.finish(due(1))
        again = Round.of_text(now.kept(), TODAY)
        again.refill([], NOON)
        again.start()
        assert (again.current, again.done) == (None, 1)

    def test_of_yesterday_is_over(self) -> None:
        now = round_of(1, 2)
        now.skip()
        assert Round.of_text(now.kept(), TOMORROW).skipped == 0

    @pytest.mark.parametrize(
        "text",
        [
            "", "[]", "{", "null", '{"day": "2026-11-23"}', "1",
            '{"day": "2026-11-23", "at": "x", "seconds": "x", "skipped": [], "handled": []}',
            '{"day": "2026-11-23", "at": 1, "seconds": 0, "skipped": 3, "handled": []}',
            '{"day": "2026-11-23", "at": 1, "seconds": 0, "skipped": [], "handled": [[1]]}',
        ],
    )  # fmt: skip
    def test_that_cannot_be_read_begins_anew(self, text: str) -> None:
        made = Round.of_text(text, TODAY)
        made.refill(map(due, (1, 2)), NOON)
        made.start()
        assert (made.current, made.done, made.skipped, made.total) == (1, 0, 0, 2)
