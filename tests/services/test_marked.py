"""What a seller does with several marked deals is one thing done, and taken back as one."""

from __future__ import annotations

import pytest

from pipeline_tui.errors import InputError, NotFound
from pipeline_tui.services import deals, history
from tests.services.office import Office


class TestMovingMarkedDeals:
    def test_is_one_step_that_undo_takes_back(self, office: Office) -> None:
        marked = [office.add(f"deal {number}") for number in range(3)]
        before = office.everything()
        count = len(office.steps())
        assert deals.move_all(office.desk, marked, office.stage("Proposal")) == 3
        assert len(office.steps()) == count + 1
        assert office.say() == "3 deals moved to Proposal"
        assert history.undo(office.desk) == "Undone: 3 deals moved to Proposal"
        assert office.everything() == before

    def test_puts_them_on_top_in_their_order(self, office: Office) -> None:
        there = office.add("there @proposal")
        one, two = office.add("one"), office.add("two")
        deals.move_all(office.desk, [one, two], office.stage("Proposal"))
        assert office.order("Proposal") == [one, two, there]

    def test_leaves_out_those_that_are_there(self, office: Office) -> None:
        there = office.add("there @proposal")
        one = office.add("one")
        assert deals.move_all(office.desk, [there, one], office.stage("Proposal")) == 1
        assert office.say() == "one moved to Proposal"
        count = len(office.steps())
        assert deals.move_all(office.desk, [there, one], office.stage("Proposal")) == 0
        assert len(office.steps()) == count

    def test_moves_all_or_none(self, office: Office) -> None:
        one = office.add("one")
        before = office.everything()
        with pytest.raises(NotFound):
            deals.move_all(office.desk, [one, 99], office.stage("Proposal"))
        with pytest.raises(InputError):  # losing needs a reason
            deals.move_all(office.desk, [one], office.stage("Lost"))
        assert office.everything() == before
