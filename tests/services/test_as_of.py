"""The board, the agenda and every figure as of a day that has passed (metrics.md)."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import rule

from pipeline_tui.errors import InputError, PastDay
from pipeline_tui.services import deals, followups, history, options, reading, stages
from tests.services.office import MONDAY, Office
from tests.services.portrait import as_of, portrait, with_clock_of
from tests.services.test_machine import Seller

LINE = "Acme: one 12k @proposal close:2026-12-20 prob:40 call Meier fri"


class TestADayThatHasPassed:
    @pytest.fixture
    def deal(self, office: Office) -> int:
        office.ask_nothing()
        return office.add(LINE)

    def test_reads_as_it_was_whatever_was_done_since(self, office: Office, deal: int) -> None:
        was = portrait(office.desk)
        office.clock.pass_days(2)
        office.add("Globex: two 5k @negotiation call today")
        for field, text in (
            ("value", "20 CHF"),
            ("probability", "70"),
            ("close", "2027-02-01"),
            ("category", "commit"),
            ("title", "Other"),
            ("risk", "!high freeze"),
            ("benefit", "much"),
        ):
            deals.set_field(office.desk, deal, field, text)
        deals.move(office.desk, deal, office.stage("Negotiation"))
        followups.snooze(office.desk, [office.step(deal).id], "+2w")
        assert portrait(office.desk) != was
        assert as_of(office.desk, MONDAY) == was

    def test_knows_what_was_won_lost_and_reopened_when(self, office: Office, deal: int) -> None:
        other = office.add("Globex: two 5k @negotiation call today")
        days: list[dict[str, Any]] = []
        for work in (
            lambda: deals.win(office.desk, deal),
            lambda: deals.lose(office.desk, other, "price"),
            lambda: deals.reopen(office.desk, other),
            lambda: deals.reopen(office.desk, deal),
            lambda: deals.lose(office.desk, other, "bad chemistry"),
        ):
            days.append(portrait(office.desk))
            office.clock.pass_days(1)
            work()
        for passed, was in enumerate(days):
            assert as_of(office.desk, MONDAY + timedelta(days=passed)) == was

    def test_has_the_rates_and_the_probabilities_of_then(self, office: Office) -> None:
        office.ask_nothing()
        office.add("Acme: one 100 CHF @proposal close:2026-12-20 call Meier fri")
        without = portrait(office.desk)
        office.clock.pass_days(1)
        options.set_option(office.desk, "rates", "CHF=1.10")
        first = portrait(office.desk)
        office.clock.pass_days(1)
        options.set_option(office.desk, "rates", "CHF=2")
        stages.set_fields(office.desk, office.stage("Proposal"), {"probability": "90"})
        second = portrait(office.desk)
        office.clock.pass_days(1)
        options.set_option(office.desk, "rates", "")
        assert as_of(office.desk, MONDAY) == without
        assert as_of(office.desk, MONDAY + timedelta(days=1)) == first
        assert as_of(office.desk, MONDAY + timedelta(days=2)) == second

    def test_is_empty_before_the_first_deal(self, office: Office, deal: int) -> None:
        past = office.desk.as_of(MONDAY - timedelta(days=1))
        assert sum(column.total.count for column in reading.columns(past)) == 0
        past.close()

    def test_of_a_deal_deleted_since_knows_nothing(self, office: Office, deal: int) -> None:
        office.clock.pass_days(1)
        deals.delete(office.desk, [deal])
        assert as_of(office.desk, MONDAY)["cards"] == []
        history.undo(office.desk)
        assert len(as_of(office.desk, MONDAY)["cards"]) == 1

    def test_cannot_be_changed(self, office: Office, deal: int) -> None:
        before = office.everything()
        past = office.desk.as_of(MONDAY)
        for work in (
            lambda: deals.win(past, deal),
            lambda: deals.add_deal(past, "x", suggest=False),
            lambda: history.undo(past),
        ):
            with pytest.raises(PastDay, match="23 Nov 2026"):
                work()
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            past.reader.execute("UPDATE main.deal SET title = ''")
        past.close()
        assert office.everything() == before

    def test_is_none_to_come(self, office: Office) -> None:
        with pytest.raises(InputError, match="has not come yet"):
            office.desk.as_of(MONDAY + timedelta(days=1))

    def test_goes_along_in_an_export(self, office: Office, deal: int) -> None:
        """What rows were is data: it leaves and comes back with the rest."""
        assert office.rows("SELECT count(*) FROM deal_past") == [(0,)]
        office.clock.pass_days(1)
        deals.set_field(office.desk, deal, "value", "20k")
        assert office.rows("SELECT day, value_minor FROM deal_past") == [("2026-11-24", 1_200_000)]


class TestAnUndoOnALaterDay:
    def test_takes_the_past_back_too(self, office: Office) -> None:
        """As if it had never been done: the day on which it was done is corrected."""
        office.ask_nothing()
        deal = office.add(LINE)
        monday = portrait(office.desk)
        office.clock.pass_days(1)
        deals.set_field(office.desk, deal, "value", "99k")
        deals.win(office.desk, deal)
        tuesday = portrait(office.desk)
        office.clock.pass_days(1)
        history.undo(office.desk)
        history.undo(office.desk)
        assert office.rows("SELECT * FROM deal_past") == []
        assert as_of(office.desk, MONDAY) == monday
        assert as_of(office.desk, MONDAY + timedelta(days=1))["cards"] == monday["cards"]
        office.clock.pass_days(1)
        history.redo(office.desk)
        history.redo(office.desk)
        assert as_of(office.desk, MONDAY) == monday
        assert as_of(office.desk, MONDAY + timedelta(days=1)) == tuesday


class TestDaysOfWhichOnlyTheTimelineTells:
    """Files of earlier versions, and deals that came with an import, have no earlier rows."""

    def test_are_put_together_from_stays_and_edits(self, office: Office) -> None:
        office.ask_nothing()
        deal = office.add(LINE)
        was = portrait(office.desk)
        office.clock.pass_days(2)
        deals.set_field(office.desk, deal, "value", "")
        deals.set_field(office.desk, deal, "value", "20.50 CHF")
        deals.set_field(office.desk, deal, "probability", "")
        deals.set_field(office.desk, deal, "close", "2027-02-01")
        deals.set_field(office.desk, deal, "category", "commit")
        deals.win(office.desk, deal)
        office.clock.pass_days(1)
        deals.reopen(office.desk, deal)
        with closing(sqlite3.connect(office.path)) as conn, conn:
            conn.execute("DELETE FROM deal_past")
        office.desk.forget_reader()
        found = as_of(office.desk, MONDAY)
        assert found["forecast"] == was["forecast"]
        assert found["columns"] == was["columns"]
        tuesday = as_of(office.desk, MONDAY + timedelta(days=2))
        assert tuesday["forecast"].won_minor == 0, "in CHF, for which there is no rate"
        assert tuesday["pipeline"].won == 1


class Historian(Seller):
    """A seller of whom every evening a portrait is made; all of them stay true.

    Deleting, which takes a deal out of every day, is left out. Taking a step back corrects the
    day on which it was made and those that followed.
    """

    def __init__(self) -> None:
        super().__init__()
        self.evenings: dict[date, dict[str, Any]] = {}
        self.made_on: list[date] = []
        self.undone_on: list[date] = []

    def do(self, work: Any) -> None:
        steps = len(self.back)
        super().do(work)
        if len(self.back) > steps:
            self.made_on.append(self.office.clock.today())
            self.undone_on.clear()

    def delete(self, chosen: int, other: int) -> None:
        pass

    @rule(days=st.integers(1, 3))
    def days_pass(self, days: int) -> None:
        for _day in range(days):
            self.evenings[self.office.clock.today()] = portrait(self.office.desk)
            super().days_pass(1)

    @rule()
    def undo(self) -> None:
        super().undo()
        if self.made_on:
            self.undone_on.append(self.made_on.pop())
            self._corrected_from(self.undone_on[-1])

    @rule()
    def redo(self) -> None:
        super().redo()
        if self.undone_on:
            self.made_on.append(self.undone_on.pop())
            self._corrected_from(self.made_on[-1])

    def _corrected_from(self, first: date) -> None:
        for day in self.evenings:
            if day >= first:
                self.evenings[day] = with_clock_of(self.office.path, day)

    @rule(chosen=st.integers(0, 30))
    def look_back(self, chosen: int) -> None:
        if self.evenings:
            day = sorted(self.evenings)[chosen % len(self.evenings)]
            self._hold(day)

    def teardown(self) -> None:
        for day in list(self.evenings)[-4:]:
            self._hold(day)
        super().teardown()

    def _hold(self, day: date) -> None:
        found = as_of(self.office.desk, day)
        for what, was in self.evenings[day].items():
            assert found[what] == was, (day, what)


HistorianBriefly = Historian.TestCase
HistorianBriefly.settings = settings(max_examples=20, stateful_step_count=15)


@pytest.mark.long
class TestHistorianForLong(Historian.TestCase):  # type: ignore[name-defined,misc]
    settings = settings(max_examples=300, stateful_step_count=40)
