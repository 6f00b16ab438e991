"""`report accuracy`, and the locks that commands make on the way."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from pipeline_tui.services import deals
from tests.cli.conftest import Cli
from tests.services.office import Office


@pytest.fixture
def seller(cli: Cli) -> Cli:
    """November: one deal promised for December, one hoped for."""
    office = Office(cli.path)
    office.ask_nothing()
    office.clock.set(date(2026, 11, 10))
    office.add("Acme: A 40k @negotiation close:2026-12-10 call Ann 1.12.")
    deals.set_field(office.desk, 1, "category", "commit")
    office.add("Globex: B 30k @proposal close:2026-12-20 prob:50 call Ann 1.12.")
    office.desk.close()
    cli.ok("agenda", today="2026-11-20")
    return cli


def locked(cli: Cli) -> list[str]:
    with closing(sqlite3.connect(cli.path)) as conn:
        return [row[0] for row in conn.execute("SELECT period FROM forecast_lock ORDER BY id")]


class TestACommand:
    @pytest.mark.parametrize("command", [("agenda",), ("standup",), ("list",), ("show", "1")])
    def test_that_comes_first_in_a_month_locks_its_forecast(
        self, seller: Cli, command: tuple[str, ...]
    ) -> None:
        assert locked(seller) == []
        seller.ok(*command, today="2026-12-02")
        assert locked(seller) == ["2026-12"]
        changed = seller.path.stat().st_mtime_ns
        seller.ok(*command, today="2026-12-02")
        assert seller.path.stat().st_mtime_ns == changed

    def test_says_the_same_while_it_locks(self, seller: Cli) -> None:
        first = seller.ok("agenda", today="2026-12-02").out
        assert seller.ok("agenda", today="2026-12-02").out == first

    def test_does_not_fail_where_nothing_can_be_written(self, seller: Cli) -> None:
        with closing(sqlite3.connect(seller.path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            seller.ok("agenda", today="2026-12-02")
            other.execute("ROLLBACK")
        assert locked(seller) == []
        seller.ok("agenda", today="2026-12-02")
        assert locked(seller) == ["2026-12"]

    def test_is_not_what_undo_takes_back(self, seller: Cli) -> None:
        seller.ok("won", "1", today="2026-12-02")
        seller.ok("undo", today="2026-12-02")
        assert locked(seller) == ["2026-12"]
        assert "Undone" in seller.ok("undo", today="2026-12-02").out


class TestTheReport:
    def test_holds_the_forecast_against_what_came(self, seller: Cli) -> None:
        seller.ok("agenda", today="2026-12-01")
        seller.ok("won", "1", today="2026-12-10")
        seller.ok("set", "2", "close=2027-02-01", today="2026-12-20")
        found = seller.json("report", "accuracy", today="2027-01-08")
        assert found["accuracy"] == [
            {"kind": "month", "periods": 1, "wape": 0.375, "bias": 0.375},
        ]
        december = found["periods"][0]
        assert december["period"] == "2026-12"
        assert not december["backfilled"]
        assert (december["forecast_minor"], december["won_minor"]) == (5_500_000, 4_000_000)
        assert (december["slipped"], december["pushes"]) == ([2], [{"id": 2, "count": 1}])
        assert [deal["id"] for deal in december["due"]] == [1, 2]

    def test_says_what_its_figures_are_without(self, seller: Cli, tmp_path: Path) -> None:
        """Locked in euros, counted in francs since: the two cannot be added up."""
        seller.ok("agenda", today="2026-12-01")
        seller.ok("settings", "rates", "CHF=1.10", today="2026-12-20")
        seller.ok("settings", "currency", "CHF", today="2026-12-20")
        said = (
            "WAPE and bias are without 1 ended period that was locked in another currency than CHF"
        )
        assert said in seller.ok("report", "accuracy", today="2027-01-08").out
        found = seller.json("report", "accuracy", today="2027-01-08")
        assert (found["accuracy"], found["not_counted"]) == ([], ["2026-12"])
        assert {"what": "locked_currency", "text": said, "todo": None} in found["missing"]
        page = tmp_path / "page.html"
        seller.ok("report", "accuracy", "--html", str(page), today="2027-01-08")
        assert said in page.read_text()

    def test_that_comes_first_in_a_month_locks_it_too(self, seller: Cli) -> None:
        """Nobody came too late: it is not back-filled, and is told of at once."""
        (december,) = seller.json("report", "accuracy", today="2026-12-01")["periods"]
        assert (december["period"], december["backfilled"]) == ("2026-12", False)

    def test_back_fills_what_nobody_locked_and_says_so(self, seller: Cli) -> None:
        ran = seller.ok("report", "accuracy", today="2027-01-08")
        assert any("2026-12" in line and "back-filled" in line for line in ran.lines)

    def test_of_some_deals_in_a_period(self, seller: Cli) -> None:
        found = seller.json("report", "accuracy", "globex", "--period", "2026", today="2027-01-08")
        (december,) = found["periods"]
        assert (december["forecast_minor"], december["won_minor"]) == (1_500_000, 0)
        assert found["accuracy"][0]["wape"] is None

    def test_says_how_locks_come_about_where_there_is_none(self, cli: Cli) -> None:
        cli.ok("add", "Acme: A")
        assert "No forecast is locked yet" in cli.ok("report", "accuracy").out

    def test_does_not_say_so_of_other_periods(self, seller: Cli) -> None:
        seller.ok("agenda", today="2026-12-01")
        out = seller.ok("report", "accuracy", "--period", "2026-Q3", today="2026-12-01").out
        assert "No forecast of 2026-Q3 is locked" in out

    def test_fits_a_narrow_terminal(self, seller: Cli, terminal: Callable[[int], None]) -> None:
        terminal(60)
        lines = seller.ok("report", "accuracy", today="2027-01-08").lines
        assert max(map(len, lines)) <= 60


class TestAReportOfAnEarlierDay:
    def test_says_what_it_said_then(self, seller: Cli) -> None:
        was = seller.json("report", "forecast", "--period", "2026-12", today="2026-11-20")
        seller.ok("set", "1", "value=99k", today="2026-11-25")
        seller.ok("lost", "2", "--reason", "price", today="2026-11-25")
        found = seller.json(
            "report", "forecast", "--period", "2026-12", "--as-of", "20.11.", today="2026-11-30"
        )
        assert found == was

    def test_equals_what_was_locked_then(self, seller: Cli) -> None:
        seller.ok("agenda", today="2026-12-02")
        seller.ok("won", "1", today="2026-12-10")
        (lock,) = seller.json("report", "accuracy", today="2026-12-11")["periods"]
        found = seller.json(
            "report", "forecast", "--period", "2026-12", "--as-of", "30.11.", today="2026-12-11"
        )
        for figure in ("cautious_minor", "realistic_minor", "optimistic_minor", "p50_minor"):
            assert lock[figure] == found[figure], figure

    @pytest.mark.parametrize("day", ["--as-of=-10d", "--as-of=10 days ago", "--as-of=20.11."])
    def test_names_the_day_in_words(self, seller: Cli, day: str) -> None:
        seller.ok("lost", "2", "--reason", "price", today="2026-11-25")
        found = seller.json("report", "pipeline", day, today="2026-11-30")
        assert found["lost"]["count"] == 0

    def test_changes_nothing(self, seller: Cli) -> None:
        before = seller.path.read_bytes()
        seller.ok("report", "all", "--as-of", "yesterday", today="2026-11-20")
        assert seller.path.read_bytes() == before

    def test_is_of_no_day_to_come(self, seller: Cli) -> None:
        ran = seller("report", "forecast", "--as-of", "tomorrow", today="2026-11-20")
        assert ran.code == 1
        assert "has not come yet" in ran.err
