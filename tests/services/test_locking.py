"""Forecasts are locked at the start of each period, and stand (metrics.md, "Forecast accuracy")."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from pipeline_tui.domain.filter import parse_filter
from pipeline_tui.domain.metrics.locks import Lock
from pipeline_tui.domain.metrics.periods import parse_period
from pipeline_tui.errors import DatabaseLocked
from pipeline_tui.services import (
    accuracy,
    deals,
    figures,
    followups,
    history,
    importing,
    locking,
    options,
)
from pipeline_tui.services.desk import Desk
from pipeline_tui.store import locks
from tests.services.office import Office


@pytest.fixture
def office(office: Office) -> Office:
    """November: one deal promised and one hoped for in December, one due in January."""
    office.ask_nothing()
    office.clock.set(date(2026, 11, 10))
    office.add("Acme: A 40k @negotiation close:2026-12-10 call Ann 1.12.")
    deals.set_field(office.desk, 1, "category", "commit")
    office.add("Globex: B 30k @proposal close:2026-12-20 prob:50 call Ann 1.12.")
    office.add("Hooli: C 20k @proposal close:2027-01-15 prob:25 source:fair call Ann 1.12.")
    run(office)
    return office


def run(office: Office) -> bool:
    """The program runs once."""
    office.desk.reader  # noqa: B018  (a command has read the file)
    return locking.lock(office.desk)


def kept(office: Office) -> dict[str, Lock]:
    return {one.period.name: one for one in locks.locks(office.desk.reader)}


class TestTheFirstRunOfAMonth:
    def test_locks_what_was_forecast_on_the_day_before(self, office: Office) -> None:
        office.clock.set(date(2026, 12, 3))
        deals.set_field(office.desk, 1, "value", "99k")
        assert run(office)
        assert list(kept(office)) == ["2026-12"]
        lock = kept(office)["2026-12"]
        assert lock.scenarios == (4_000_000, 5_500_000, 7_000_000)
        assert [(deal.deal_id, deal.category, deal.probability) for deal in lock.deals] == [
            (1, "commit", 75),
            (2, "pipeline", 50),
        ]
        assert (lock.locked_on, lock.backfilled) == (date(2026, 12, 3), False)

    def test_is_the_same_as_the_forecast_as_of_that_day(self, office: Office) -> None:
        """Totals of a past day equal what was locked then."""
        office.clock.set(date(2026, 11, 30))
        live = figures.period_forecast(office.desk, parse_period("2026-12"))
        office.clock.set(date(2026, 12, 9))
        run(office)
        deals.win(office.desk, 1)
        office.clock.set(date(2027, 1, 20))
        past = office.desk.as_of(date(2026, 11, 30))
        found = figures.period_forecast(past, parse_period("2026-12"))
        past.close()
        lock = kept(office)["2026-12"]
        assert lock.scenarios == found.scenarios == live.scenarios
        assert lock.band == found.band == live.band
        assert lock.won_minor == found.won_minor

    def test_locks_quarter_and_year_when_they_begin(self, office: Office) -> None:
        office.clock.set(date(2027, 1, 4))
        run(office)
        assert set(kept(office)) == {"2027-01", "2027-Q1", "2027"}
        office.clock.set(date(2027, 2, 1))
        run(office)
        assert set(kept(office)) == {"2027-01", "2027-Q1", "2027", "2027-02"}

    def test_does_it_once_and_leaves_no_step(self, office: Office) -> None:
        office.clock.set(date(2026, 12, 3))
        steps = office.steps()
        assert run(office)
        assert not run(office)
        assert office.steps() == steps
        history.undo(office.desk)
        assert "2026-12" in kept(office)

    def test_keeps_the_rates_and_the_deals_of_then(self, office: Office) -> None:
        options.set_option(office.desk, "rates", "CHF=1.10")
        deals.set_field(office.desk, 1, "value", "40000 CHF")
        office.clock.set(date(2026, 12, 1))
        run(office)
        options.set_option(office.desk, "rates", "CHF=2")
        deals.win(office.desk, 1)
        deals.delete(office.desk, [2])
        lock = kept(office)["2026-12"]
        assert lock.rates == "CHF=1.1"
        assert [deal.value_minor for deal in lock.deals] == [4_400_000, 3_000_000]
        (outcome,) = accuracy.report(office.desk, parse_period("2026-12")).outcomes
        assert outcome.won_minor == 4_400_000

    def test_is_put_off_where_the_file_is_busy(self, office: Office) -> None:
        office.clock.set(date(2026, 12, 3))
        with closing(sqlite3.connect(office.path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            assert not run(office)
            other.execute("ROLLBACK")
        assert kept(office) == {}
        assert run(office)

    @pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
    def test_is_put_off_where_the_file_is_read_only(self, office: Office) -> None:
        office.clock.set(date(2026, 12, 3))
        office.desk.close()
        office.path.chmod(0o400)
        assert not run(office)
        office.path.chmod(0o600)

    def test_has_nothing_to_lock_before_the_first_deal(self, tmp_path: Path) -> None:
        empty = Office(tmp_path / "new.db")
        assert not run(empty)
        empty.clock.set(date(2026, 12, 1))
        assert run(empty)
        assert not run(empty)
        assert kept(empty) == {}
        empty.desk.close()


class TestAPeriodInWhichNobodyRanTheProgram:
    def test_is_back_filled_and_marked_so(self, office: Office) -> None:
        office.clock.set(date(2027, 2, 9))
        run(office)
        assert set(kept(office)) == {"2027-02", "2027-Q1", "2027"}
        assert locking.back_fill(office.desk) == 2
        found = kept(office)
        assert [name for name, lock in found.items() if lock.backfilled] == ["2026-12", "2027-01"]
        assert found["2026-12"].scenarios == (4_000_000, 5_500_000, 7_000_000)
        assert locking.back_fill(office.desk) == 0

    def test_is_not_invented_before_anything_was_due(self, tmp_path: Path) -> None:
        early = Office(tmp_path / "early.db")
        early.clock.set(date(2026, 9, 1))
        early.add("Acme: A 40k @negotiation close:2026-12-10 call Ann 1.12.")
        early.clock.set(date(2027, 1, 5))
        assert locking.back_fill(early.desk) == 5
        assert set(kept(early)) == {"2026-12", "2026-Q4", "2027-01", "2027-Q1", "2027"}
        assert locking.back_fill(early.desk) == 0
        early.desk.close()

    def test_is_not_invented_for_what_was_before_the_program(self, tmp_path: Path) -> None:
        """Closed deals of a year, and an open one whose close date has long passed."""
        sold = tmp_path / "sold.csv"
        sold.write_text(
            "Title,Stage,Value,Created,Closed,Expected close\n"
            "Old,Won,5000,2026-01-10,2026-05-04,\n"
            "Older,Won,4000,2026-01-10,2026-08-04,\n"
            "Waiting,Proposal,9000,2026-01-12,,2026-03-31\n"
        )
        one = Office(tmp_path / "imported.db")
        one.clock.set(date(2026, 11, 10))
        importing.import_file(one.desk, sold)
        locking.back_fill(one.desk)
        assert {name for name in kept(one) if "-0" in name} <= {"2026-03"}
        one.desk.close()

    def test_counts_also_where_nothing_was_due_as_if_the_program_had_run(
        self, tmp_path: Path
    ) -> None:
        """February brings 5k that nobody foresaw, whether the program ran at its start or not."""
        found = []
        for runs in (True, False):
            one = Office(tmp_path / f"{runs}.db")
            one.ask_nothing()
            one.clock.set(date(2026, 11, 10))
            one.add("Acme: A 40k @negotiation close:2026-12-10 call Ann 1.12.")
            for year, month in ((2026, 12), (2027, 1), (2027, 2), (2027, 3), (2027, 4)):
                one.clock.set(date(year, month, 3))
                if runs:
                    run(one)
                if month == 1:
                    deals.lose(one.desk, 1, "price")
                if month == 2:
                    deals.win(one.desk, one.add("Stark: late 5k @proposal call Ann 1.4."))
            report = accuracy.report(one.desk)
            told = [
                (each.lock.period.name, each.forecast_minor, each.won_minor)
                for each in report.outcomes
            ]
            assert ("2027-02", 0, 500_000) in told
            assert ("2027-03", 0, 0) in told
            assert any(each.lock.backfilled for each in report.outcomes) is not runs
            assert locking.back_fill(one.desk) == 0
            found.append((told, report.kinds))
            one.desk.close()
        assert found[0] == found[1]


class TestAccuracy:
    @pytest.fixture
    def later(self, office: Office) -> Office:
        """December brings 40k of 55k; B is pushed twice and slips into January, when it is won."""
        office.clock.set(date(2026, 12, 1))
        run(office)
        office.clock.set(date(2026, 12, 10))
        deals.win(office.desk, 1)
        deals.set_field(office.desk, 2, "close", "2026-12-28")
        office.clock.set(date(2026, 12, 28))
        deals.set_field(office.desk, 2, "close", "2027-01-20")
        for deal in (2, 3):  # else they would be ghosts
            deals.log(office.desk, deal, "all well", "call")
            followups.next_step(office.desk, deal, "call Ann 20.1.")
        office.clock.set(date(2027, 1, 5))
        run(office)
        office.clock.set(date(2027, 1, 20))
        deals.win(office.desk, 2)
        deals.lose(office.desk, 3, "price")
        office.clock.set(date(2027, 2, 2))
        run(office)
        return office

    def test_adds_up_what_was_off(self, later: Office) -> None:
        """December 55k for 40k, January 20k (15k + 5k) for 30k: 25 of 70, 5 of 70 too much."""
        found = accuracy.report(later.desk)
        kinds = {kind: (count, figure) for kind, count, figure in found.kinds}
        count, month = kinds["month"]
        assert count == 2
        assert month.wape == pytest.approx(25 / 70)
        assert month.bias == pytest.approx(5 / 70)
        assert set(kinds) == {"month"}, "neither the quarter nor the year has ended"

    def test_tells_slips_from_pushes(self, later: Office) -> None:
        found = {one.lock.period.name: one for one in accuracy.report(later.desk).outcomes}
        december, january = found["2026-12"], found["2027-01"]
        assert (december.slipped, december.slipped_minor) == ((2,), 3_000_000)
        assert december.pushes == ((2, 2),)
        assert (january.slipped, january.pushes) == ((), ()), "lost in it is closed in it"

    def test_of_some_deals(self, later: Office) -> None:
        found = accuracy.report(later.desk, None, parse_filter("globex"))
        months = [one for one in found.outcomes if len(one.lock.period.name) == 7
                  and "Q" not in one.lock.period.name]  # fmt: skip
        assert [(one.forecast_minor, one.won_minor) for one in months] == [
            (1_500_000, 0),
            (1_500_000, 3_000_000),
            (0, 0),
        ]

    def test_of_the_periods_within_one(self, later: Office) -> None:
        names = [one.lock.period.name for one in
                 accuracy.report(later.desk, parse_period("2027-Q1")).outcomes]  # fmt: skip
        assert names == ["2027-01", "2027-Q1", "2027-02"]

    def test_says_what_moved_out_while_the_period_runs(self, office: Office) -> None:
        office.clock.set(date(2026, 12, 1))
        run(office)
        deals.set_field(office.desk, 2, "close", "2027-03-01")
        (one,) = accuracy.report(office.desk, parse_period("2026-12")).outcomes
        assert (one.ended, one.slipped) == (False, (2,))

    def test_waits_but_once_for_a_locked_file(
        self, later: Office, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """It is refused before anything is locked or filled in, each of which would wait again."""
        waits: list[Desk] = []
        monkeypatch.setattr(locking, "lock", waits.append)
        monkeypatch.setattr(locking, "back_fill", waits.append)
        later.desk.close()
        desk = Desk(later.path, later.clock, wait_ms=1)
        with closing(sqlite3.connect(later.path, isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            with pytest.raises(DatabaseLocked):
                accuracy.report(desk)
        assert waits == []
        desk.close()

    def test_of_nothing_won_is_none(self, office: Office) -> None:
        office.clock.set(date(2026, 12, 1))
        run(office)
        office.clock.set(date(2027, 1, 2))
        (december,) = [one for one in accuracy.report(office.desk).kinds if one[0] == "month"]
        assert december[2] == (None, None)
