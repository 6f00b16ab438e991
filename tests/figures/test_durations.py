"""Days in a stage, bottlenecks, and the radar beside the board: by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline_tui.domain.metrics.durations import Duration, Flow, ages, fills_up, slower
from pipeline_tui.domain.metrics.spread import mean, median, percentile
from pipeline_tui.services import bottlenecks, figures
from tests.figures.by_hand import Facts, database
from tests.unit.histories import TODAY, StayFact, day, deal


def durations(folder: Path, *made: Facts) -> list[Duration]:
    """Of the open stages: Prospect, Contact, Proposal."""
    office = database(folder, *made)
    found = [one for _stage, one in figures.stage_durations(office.desk).stages]
    office.desk.close()
    return found


class TestDurations:
    def test_re_entries_add_up(self, tmp_path: Path) -> None:
        first, second, third = durations(
            tmp_path, deal(1, [(1, 30), (2, 20), (1, 15), (2, 10), (3, 4)])
        )
        assert (first.median, second.median, third.count) == (15.0, 11.0, 0)

    def test_who_stands_there_now_is_left_out(self, tmp_path: Path) -> None:
        first, *_rest = durations(
            tmp_path, deal(1, [(1, 30), (2, 20), (1, 10)]), deal(2, [(1, 9), (2, 5)])
        )
        assert first == (1, 1, 4.0, 4)

    def test_a_reopened_deal_counts_anew(self, tmp_path: Path) -> None:
        assert durations(tmp_path, deal(1, [(2, 30), (5, 20), (2, 10)]))[1].count == 0

    def test_the_same_day_is_no_day(self, tmp_path: Path) -> None:
        assert durations(tmp_path, deal(1, [(1, 5), (2, 5)]))[0].median == 0.0

    def test_what_an_import_inferred_is_in_none(self, tmp_path: Path) -> None:
        fact, stays = deal(1, [(1, 30), (2, 20)])
        inferred = [stay._replace(inferred=True) for stay in stays]
        assert durations(tmp_path, (fact, inferred))[0].count == 0

    def test_days_that_nobody_counted_are_counted(self, tmp_path: Path) -> None:
        """A file of another program may have stays without their days."""
        office = database(tmp_path, deal(1, [(1, 30), (2, 20)]))
        with office.desk.writer.unnoticed() as work:
            work.conn.execute("UPDATE stay SET days = NULL")
        assert figures.stage_durations(office.desk).stages[0][1].median == 10.0
        office.desk.close()


class TestCounts:
    def test_by_hand(self) -> None:
        assert (mean({}), median({}), percentile({}, 85)) == (None, None, None)
        assert (mean({3: 1}), median({3: 1})) == (3.0, 3.0)
        assert (mean({1: 1, 2: 1, 3: 1, 10: 1}), median({10: 1, 3: 1, 2: 1, 1: 1})) == (4.0, 2.5)
        assert median({5: 3, 9: 1}) == 5.0
        assert percentile(dict.fromkeys(range(1, 101), 1), 85) == 85
        assert percentile({5: 1, 1: 1}, 85) == 5
        assert percentile({7: 1}, 10) == 7

    def test_ages_go_up_to_their_limit(self) -> None:
        assert ages([{0: 1, 7: 2, 8: 1}, {90: 1, 91: 4}]) == (3, 1, 0, 0, 1, 4)


class TestTheRule:
    """TODAY is a Sunday: the three full weeks before begin 15, 22 and 29 days before Monday."""

    def test_more_comes_than_goes_for_three_weeks(self) -> None:
        week = Flow(TODAY, 2, 1)
        assert fills_up([week] * 3)
        assert fills_up([Flow(TODAY, 0, 5), *[week] * 3])
        assert not fills_up([week] * 2)
        assert not fills_up([week, Flow(TODAY, 1, 1), week])

    def test_five_deals_older_than_usual(self) -> None:
        assert slower({40: 5}, {30: 9}) == (40, 30)
        assert slower({40: 4}, {30: 9}) is None
        assert slower({30: 5}, {30: 9}) is None
        assert slower({40: 5}, {}) is None


def stuck(*, outflow: int = 0, usual: int = 10, deals: int = 6) -> list[Facts]:
    """Six deals stand in Contact, one more came every week; ten went through it before."""
    made = []
    for number in range(deals):
        back = 8 + 7 * (number % 3) if number >= 3 else 60 + number
        made.append(deal(number + 1, [(2, back)]))
    for number in range(100, 110):
        fact, stays = deal(number, [(2, 100 + usual), (5, 100)])
        made.append((fact, [stays[0], StayFact(number, 5, day(100))]))
    made += [deal(number, [(2, 90), (5, 10)]) for number in range(200, 200 + outflow)]
    return made


class TestTheRadar:
    def test_names_the_three_oldest(self, tmp_path: Path) -> None:
        office = database(tmp_path, *stuck())
        (jam,) = bottlenecks.radar(office.desk)
        assert (jam.stage_id, jam.deals, jam.slow_age, jam.usual) == (2, 6, 62, 10)
        assert [(one.deal_id, one.company, one.title, one.days) for one in jam.oldest] == [
            (3, None, "deal 3", 62), (2, None, "deal 2", 61), (1, None, "deal 1", 60),
        ]  # fmt: skip
        office.desk.close()

    @pytest.mark.parametrize(
        "made",
        [stuck()[2:], stuck(outflow=1), stuck(usual=70), stuck()[:6], []],
        ids=["four deals", "one went", "usual", "no past", "nothing"],
    )
    def test_is_silent_where_nothing_is_stuck(self, tmp_path: Path, made: list[Facts]) -> None:
        office = database(tmp_path, *made)
        assert bottlenecks.radar(office.desk) == ()
        office.desk.close()
