"""Conversion by cohort, and own history: by hand, on a database."""

from __future__ import annotations

from math import isclose
from pathlib import Path

from pipeline_tui.domain.metrics.conversions import Cohort, Reach, cohorts
from pipeline_tui.domain.metrics.forecast import Chance, own_history
from pipeline_tui.domain.metrics.periods import Period
from pipeline_tui.services import figure_members, figures
from pipeline_tui.store import reads_forecast
from tests.figures.by_hand import Facts, database
from tests.unit.histories import RANKS, day, deal


def funnel(folder: Path, *made: Facts, period: Period | None = None) -> list[Cohort]:
    """The cohorts of Prospect, Contact and Proposal."""
    office = database(folder, *made)
    found = [cohort for _stage, cohort in figures.funnel(office.desk, period).stages]
    for cohort in found:
        behind = figure_members.members(office.desk, "entered", cohort.stage_id, period)
        assert len(behind) == cohort.entered
    office.desk.close()
    return found


class TestCohorts:
    def test_by_hand(self, tmp_path: Path) -> None:
        found = funnel(
            tmp_path,
            deal(1, [(1, 30), (2, 20), (3, 10)]),  # on its way in the last stage
            deal(2, [(1, 30), (2, 25)]),
            deal(3, [(1, 30), (6, 5)]),  # lost from the first
            deal(4, [(1, 30)]),
        )
        assert found == [Cohort(1, 4, 2, 1), Cohort(2, 2, 1, 1), Cohort(3, 1, 0, 1)]
        assert found[0].conversion == 0.5

    def test_skipped_stages_count_as_reached(self, tmp_path: Path) -> None:
        found = funnel(tmp_path, deal(1, [(1, 30), (3, 10)]))
        assert [(one.entered, one.reached_next) for one in found] == [(1, 1), (1, 1), (1, 0)]

    def test_stages_before_the_first_do_not(self, tmp_path: Path) -> None:
        found = funnel(tmp_path, deal(1, [(3, 30), (5, 10)]))
        assert [(one.entered, one.reached_next) for one in found] == [(0, 0), (0, 0), (1, 1)]

    def test_going_back_behind_the_first_is_an_entry_there(self, tmp_path: Path) -> None:
        """Nothing counts that was before it: from there it has come no further yet."""
        found = funnel(tmp_path, deal(1, [(3, 30), (2, 20), (1, 10)]))
        assert found == [Cohort(1, 1, 0, 1), Cohort(2, 1, 0, 1), Cohort(3, 1, 0, 1)]

    def test_and_so_is_what_follows(self, tmp_path: Path) -> None:
        found = funnel(tmp_path, deal(1, [(3, 40), (1, 30), (3, 20), (6, 10)]))
        assert found == [Cohort(1, 1, 1, 0), Cohort(2, 1, 1, 0), Cohort(3, 1, 0, 0)]

    def test_also_where_it_was_won_from_there(self, tmp_path: Path) -> None:
        found = funnel(tmp_path, deal(1, [(3, 40), (1, 30), (5, 10)]))
        assert found == [Cohort(1, 1, 1, 0), Cohort(2, 1, 1, 0), Cohort(3, 1, 1, 0)]

    def test_a_period_asks_when_it_went_back(self, tmp_path: Path) -> None:
        way = deal(1, [(3, 30), (1, 20), (2, 5)])
        found = funnel(tmp_path, way, period=Period("x", day(25), day(15)))
        assert [(one.entered, one.reached_next) for one in found] == [(1, 1), (0, 0), (0, 0)]

    def test_winning_reaches_everything(self, tmp_path: Path) -> None:
        found = funnel(tmp_path, deal(1, [(1, 30), (5, 10)]))
        assert [(one.entered, one.reached_next, one.open) for one in found] == [(1, 1, 0)] * 3

    def test_going_back_changes_nothing(self, tmp_path: Path) -> None:
        found = funnel(tmp_path, deal(1, [(1, 30), (2, 20), (1, 10), (2, 5)]))
        assert found == [Cohort(1, 1, 1, 0), Cohort(2, 1, 0, 1), Cohort(3, 0, 0, 0)]

    def test_undecided_is_open_and_not_lost(self, tmp_path: Path) -> None:
        first, *_rest = funnel(tmp_path, deal(1, [(1, 30), (4, 10)]))
        assert (first.open, first.conversion) == (1, 0.0)

    def test_of_nobody_is_no_share(self, tmp_path: Path) -> None:
        assert [one.conversion for one in funnel(tmp_path)] == [None] * 3

    def test_a_period_asks_for_the_first_entry(self, tmp_path: Path) -> None:
        period = Period("x", day(25), day(15))
        found = funnel(tmp_path, deal(1, [(1, 30), (2, 20), (3, 10)]), period=period)
        assert [one.entered for one in found] == [0, 1, 0]
        assert found[1].reached_next == 1  # whenever that was

    def test_what_an_import_inferred_is_in_none(self, tmp_path: Path) -> None:
        fact, stays = deal(1, [(1, 30), (2, 20)])
        inferred = [stay._replace(inferred=True) for stay in stays]
        assert [one.entered for one in funnel(tmp_path, (fact, inferred))] == [0, 0, 0]

    def test_are_added_up_of_what_was_counted(self) -> None:
        found = cohorts(
            [Reach(0, 3, False, "110", 2), Reach(1, 1, True, "010", 3), Reach(2, 2, True, "", 1)],
            RANKS,
        )
        assert found == [Cohort(1, 2, 2, 0), Cohort(2, 5, 2, 3), Cohort(3, 1, 0, 1)]


def history(folder: Path, *made: Facts) -> dict[int, Chance]:
    """Own history of Contact, half of it won as it says, and Proposal."""
    office = database(folder, *made)
    found = own_history(reads_forecast.decided(office.desk.reader), {2: 50, 3: 75})
    office.desk.close()
    return found


class TestOwnHistory:
    def test_by_hand(self, tmp_path: Path) -> None:
        found = history(
            tmp_path, deal(1, [(2, 30), (5, 10)]), deal(2, [(2, 30), (6, 10)]),
            deal(3, [(2, 30), (1, 20), (2, 15), (6, 9)]), deal(4, [(2, 30)]),
        )  # fmt: skip
        assert found[2].n == 3
        assert isclose(found[2].probability, (1 + 5) / (3 + 10))
        assert found[2].rests_on_prior
        assert found[3] == (0.75, 0)

    def test_leads_and_disqualified_ones_do_not_count(self, tmp_path: Path) -> None:
        lost, stays = deal(1, [(2, 30), (6, 10)])
        other, ways = deal(2, [(2, 30), (6, 10)])
        found = history(
            tmp_path, (lost._replace(verified=False), stays),
            (other._replace(disqualified=True), ways),
        )  # fmt: skip
        assert found[2].n == 0

    def test_ten_decided_deals_speak_for_themselves(self, tmp_path: Path) -> None:
        found = history(tmp_path, *(deal(n, [(2, 30), (5, 10)]) for n in range(1, 11)))
        assert (found[2].n, found[2].rests_on_prior) == (10, False)
        assert isclose(found[2].probability, 15 / 20)
