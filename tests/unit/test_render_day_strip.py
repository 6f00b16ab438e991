"""The strip over the agenda, as a seller reads it; drawn without a screen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from pipeline_tui.domain.agenda import DayLoad
from pipeline_tui.domain.blocks import Block
from pipeline_tui.i18n import use_language
from pipeline_tui.ui.render.day_strip import DayStrip, strip_height, strip_lines
from pipeline_tui.ui.render.wrap import measure
from tests.unit.deal_records import HOSTILE

MONDAY = date(2026, 11, 23)
CALLS = Block("09:00", "10:30", "calls")
OFFERS = Block("14:00", "15:00", "offers")


def loads(*counts: int) -> list[DayLoad]:
    """So many follow-ups on Monday and the days after it."""
    days = [date.fromordinal(MONDAY.toordinal() + at) for at in range(len(counts))]
    return [
        DayLoad(day, count, 0, day.weekday() < 5) for day, count in zip(days, counts, strict=True)
    ]


def drawn(
    cells: int,
    *counts: int,
    times: Sequence[str] = (),
    blocks: Sequence[Block] = (),
) -> tuple[str, str]:
    strip = DayStrip(loads(*counts), times, blocks)
    lines = strip_lines(strip, MONDAY, cells)
    assert all(measure(line) <= cells for line in lines)
    load, hours = ("".join(text for text, _style in line) for line in lines)
    return load, hours


class TestTheLoadOfTheDays:
    def test_is_a_bar_and_a_count_for_each(self) -> None:
        load, _hours = drawn(160, 8, 2, 0, 4)
        assert load.split() == ["Mon", "██", "8", "Tue", "▂▂", "2", "Wed", "·", "Thu", "▄▄", "4"]

    def test_has_the_fullest_day_as_its_measure(self) -> None:
        load, _hours = drawn(160, 40, 20, 1)
        assert load.split() == ["Mon", "██", "40", "Tue", "▄▄", "20", "Wed", "▁▁", "1"]

    def test_leaves_out_days_off_unless_something_is_booked(self) -> None:
        load, _hours = drawn(160, 1, 1, 1, 1, 1, 0, 1, 1)
        assert "Sat" not in load
        assert "Sun ▁▁ 1" in load

    def test_begins_with_today_also_on_a_day_off(self) -> None:
        strip = DayStrip([DayLoad(MONDAY, 0, 0, False)], (), ())
        load = strip_lines(strip, MONDAY, 80)[0]
        assert ("Mon", "today") in load

    def test_shows_as_many_days_as_there_is_room_for(self) -> None:
        load, _hours = drawn(30, *[5] * 14)
        assert load.split()[::3] == ["Mon", "Tue", "Wed"]

    def test_speaks_german(self) -> None:
        use_language("de")
        assert drawn(80, 1, 2)[0].split()[::3] == ["Mo", "Di"]

    def test_is_not_broken_by_thousands(self) -> None:
        assert "999+" in drawn(80, 40_000, 3)[0]


class TestTheHoursOfToday:
    def test_go_from_morning_to_evening(self) -> None:
        _load, hours = drawn(100, 1)
        assert hours.replace("─", " ").split() == [
            "08", "09", "10", "11", "12", "13", "14", "15", "16", "17",
        ]  # fmt: skip

    def test_have_a_sign_where_something_has_a_time(self) -> None:
        _load, hours = drawn(100, 3, times=("10:00", "14:00", "14:00"))
        assert "10●─" in hours
        assert "14●●─" in hours

    def test_reach_from_the_first_to_the_last_thing_of_the_day(self) -> None:
        _load, hours = drawn(100, 2, times=("06:30", "21:15"))
        assert hours.strip().startswith("06")
        assert "21" in hours

    def test_show_the_fixed_blocks_by_their_names(self) -> None:
        _load, hours = drawn(160, 1, blocks=(CALLS, OFFERS))
        assert " 09:00–10:30 calls " in hours
        assert " offers " in hours

    def test_show_both_what_a_block_is_for_and_what_is_booked_in_it(self) -> None:
        _load, hours = drawn(98, 2, times=("09:15", "14:00"), blocks=(CALLS, OFFERS))
        assert hours.count("●") == 2
        assert "calls" in hours

    def test_are_a_list_where_a_ruler_has_no_room(self) -> None:
        _load, hours = drawn(28, 2, times=("09:15", "14:00"), blocks=(CALLS,))
        assert hours.split() == ["●", "09:15", "●", "14:00"]

    @pytest.mark.parametrize("cells", range(1, 200))
    def test_fit_every_width(self, cells: int) -> None:
        drawn(cells, *[9] * 14, times=("00:00", "09:15", "23:59"), blocks=(CALLS, OFFERS))

    @pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
    def test_show_text_nobody_should_trust_as_text(self, text: str) -> None:
        for cells in (40, 98, 160):
            _load, hours = drawn(cells, 1, blocks=(CALLS._replace(what=text),))
            assert hours.isprintable()


def test_a_low_screen_keeps_its_lines_for_follow_ups() -> None:
    assert [strip_height(lines) for lines in (5, 17, 18, 29, 30, 60)] == [0, 0, 2, 2, 3, 3]
