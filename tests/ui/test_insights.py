"""The insights at the keyboard: `5`, pages with h and l, periods, definitions, the deals behind."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest

from pipeline_tui.errors import DatabaseLocked
from pipeline_tui.i18n import use_language
from pipeline_tui.services import costs, deals, figure_pages, locking, options, reading, targets
from pipeline_tui.services.desk import Desk
from pipeline_tui.ui.gateway import insights as gateway_insights
from pipeline_tui.ui.gateway import insights_more
from pipeline_tui.ui.modals.pick import Pick
from pipeline_tui.ui.render.insight_pages import PAGES
from pipeline_tui.ui.screens.insights import InsightsScreen
from tests.faults.poison import HOSTILE
from tests.services.office import Office
from tests.ui.insights_desk import office_with_outcomes, screen, shown, whole
from tests.ui.terminal import terminal


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = office_with_outcomes(tmp_path)
    yield made
    made.desk.close()


class TestThePages:
    async def test_follow_each_other(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            assert "Win rate, by count" in await shown(at, "5")
            assert "Funnel, by first entry" in await shown(at, "l")
            assert "Age of what is open" in await shown(at, "l")
            assert "Scenarios 2026-Q4" in await shown(at, "l")
            assert "No target for 2026-Q4" in await shown(at, "l")
            assert "By source" in await shown(at, "l")
            assert "The written risk was the reason" in await shown(at, "l")
            assert "Win rate, by count" in await shown(at, "tab")
            assert "The written risk was the reason" in await shown(at, "h")
            await at.press("escape")
            assert at.app.screen is at.main

    async def test_keep_what_came_and_what_left_apart(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await shown(at, "5", "l", "l")
            await whole(at)
            weeks = [line for line in at.lines if line.startswith(" week of")]
            assert len(weeks) == 8
            assert all(re.search(r"[━╸─]  [━╸─]", line) for line in weeks)

    async def test_of_a_period(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await shown(at, "5")
            assert "all time" in at.lines[0]
            await at.press("p")
            assert isinstance(at.app.screen, Pick)
            await shown(at, "6")
            assert screen(at).period == "2025"
            assert "2025" in at.lines[0]
            assert "€40,000" not in at.text

    async def test_of_a_period_one_types(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await shown(at, "5", "p", "8")
            await at.type("2026-13")
            await at.press("enter")
            assert "is not a period" in at.text
            await at.press(*["backspace"] * 2)
            await at.type("11")
            await shown(at, "enter")
            assert screen(at).period == "2026-11"
            assert "€40,000" in at.text

    @pytest.mark.parametrize("said", ["last year", "letztes Jahr", "1.1.2025..31.12.2025"])
    async def test_of_a_period_as_one_says_it(self, office: Office, said: str) -> None:
        async with terminal(office.path, office.clock) as at:
            await shown(at, "5", "p", "8")
            await at.type(said)
            assert "2025" in at.text
            await shown(at, "enter")
            assert screen(at).period == "2025"
            assert "€40,000" not in at.text

    @pytest.mark.parametrize(
        ("typed", "chosen"), [("q3 2017", "2017-Q3"), ("q4 2026", "2026-Q4"), ("last y", "2025")]
    )
    async def test_of_a_period_typed_among_the_names(
        self, office: Office, typed: str, chosen: str
    ) -> None:
        """By a phrase as well as by a part of a name."""
        async with terminal(office.path, office.clock) as at:
            await shown(at, "5", "p")
            await at.type(typed)
            await shown(at, "enter")
            assert screen(at).period == chosen

    async def test_of_no_period_typed_among_the_names(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await shown(at, "5", "p")
            await at.type("q7")
            assert "nothing is called that" in at.text
            await at.press("enter")
            assert isinstance(at.app.screen, Pick)

    async def test_of_some_deals(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await shown(at, "5", "slash")
            await at.type("vandelay")
            await shown(at, "enter")
            row = next(line for line in at.lines if line.startswith(" Won"))
            assert row.split()[:3] == ["Won", "0", "€0"]
            await shown(at, "escape")
            row = next(line for line in at.lines if line.startswith(" Won"))
            assert row.split()[:3] == ["Won", "1", "€40,000"]

    async def test_that_cannot_be_understood_leaves_the_figures(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await shown(at, "5", "slash")
            await at.type("is:purple")
            assert "There is no state is:purple" in at.text
            assert "Open stages" in at.text

    async def test_the_newest_question_wins(
        self, office: Office, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The first answer is held back until the second question was asked."""
        go_on = threading.Event()
        read = figure_pages.losses_page
        asked: list[object] = []

        def slow(*question: object) -> object:
            asked.append(question[1])
            if len(asked) == 1:
                go_on.wait(20)
            return read(*question)  # type: ignore[arg-type]  # as it was asked

        monkeypatch.setitem(
            __import__("pipeline_tui.ui.gateway.insights", fromlist=["_READERS"])._READERS,
            "losses", slow,
        )  # fmt: skip
        async with terminal(office.path, office.clock) as at:
            await shown(at, "5")
            await at.press("h")
            await at.until(lambda: asked)
            screen(at).period = "2025"
            screen(at).ask()
            go_on.set()
            await at.until(lambda: len(asked) == 2)
            await shown(at)
            assert "Nothing was lost in this period." in at.text


class TestWhatStandsBelow:
    async def test_velocity_with_its_factors(self, office: Office) -> None:
        async with terminal(office.path, office.clock, size=(120, 45)) as at:
            text = await shown(at, "5")
            assert "Open opportunities, without ghosts" in text
            assert "= velocity per day" in text

    async def test_exits_and_leads(self, office: Office) -> None:
        async with terminal(office.path, office.clock, size=(120, 45)) as at:
            await shown(at, "5", "l")
            await at.until(lambda: "Leads that came in" in at.text)
            assert "Exits, a snapshot" in at.text
            await at.press("G", "k", "k", "d")
            assert "Response:" in " ".join(at.text.split())

    async def test_the_time_to_first_value(self, office: Office) -> None:
        async with terminal(office.path, office.clock, size=(120, 45)) as at:
            await shown(at, "5", "l", "l")
            await at.until(lambda: "Time to first value" in at.text)
            await at.press("G", "enter")
            assert isinstance(at.app.screen, Pick)
            assert "Umbra" in at.text

    async def test_customers_and_leads_by_source(self, office: Office) -> None:
        office.add("Vexon: Line @prospect source:fair")
        costs.set_cost(office.desk, "fair 2026-11 2500")
        async with terminal(office.path, office.clock, size=(120, 45)) as at:
            await shown(at, "5", "h", "h")
            await at.until(lambda: "Customer value in 2026" in at.text)
            for words in ("Acquisition cost", "Customers by source", "Leads by source",
                          "Renewal rate, won ÷ due"):  # fmt: skip
                assert words in at.text
            assert any("fair" in line and "€2,500" in line for line in at.lines)
            assert at.text.count("cost each") == 1

    async def test_what_is_missing_is_said_on_every_page(self, office: Office) -> None:
        office.add("Umbra: Press CHF 9k @proposal close:2026-12-01")
        async with terminal(office.path, office.clock, size=(120, 60)) as at:
            await shown(at, "5")
            for _page in PAGES:
                await at.until(lambda: "No rate for CHF: 1 amount is in no sum" in at.text)
                await shown(at, "l")

    async def test_an_empty_database_says_how_to_begin(self, tmp_path: Path) -> None:
        empty = Office(tmp_path / "empty.db")
        async with terminal(empty.path, empty.clock, size=(120, 60)) as at:
            await shown(at, "5")
            for _page in PAGES:
                await at.until(lambda: "There are no deals yet: a adds one" in at.text)
                assert " 0.0 %" not in at.text
                await shown(at, "l")
        empty.desk.close()


class TestAFigure:
    async def test_is_defined(self, office: Office) -> None:
        async with terminal(office.path, office.clock, size=(160, 45)) as at:
            await shown(at, "5", "l")
            await at.press("d")
            assert "Skipped stages count as reached" in at.text

    async def test_is_defined_in_the_help_above_the_keys(self, office: Office) -> None:
        async with terminal(office.path, office.clock, size=(160, 45)) as at:
            await shown(at, "5", "l")
            await at.press("question_mark")
            first = at.text.index("By cohort: of the deals")
            assert first < at.text.index("The page of figures before")
            await at.type("page")
            assert "By cohort: of the deals" not in at.text, "what is typed filters the keys"

    async def test_leads_to_the_deals_behind_and_opens_one(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await shown(at, "5", "h")
            await at.press("enter")
            assert isinstance(at.app.screen, Pick)
            assert "Vandelay · Latex" in at.text
            await at.press("1")
            await at.until(lambda: at.app.screen is at.main)
            assert at.main.pane is not None
            assert at.main.in_pane
            assert at.title == "Latex"

    async def test_every_figure_leads_to_its_deals(self, office: Office) -> None:
        """All but what was set, and what is nothing."""
        targets.set_target(office.desk, "2026-Q4", "100k", "3")
        office.add("Hooli: Racks 20k @proposal close:2026-12-10 call Ann 1.12.")
        office.clock.pass_days(7)
        async with terminal(office.path, office.clock) as at:
            await shown(at, "5")
            seen = set()
            for _page in PAGES:
                await whole(at)
                for row in [row for block in screen(at).view._blocks or [] for row in block.rows]:
                    deals = row.deals or screen(at).members(row.behind)
                    set_by_hand = row.about in ("chance", "target")
                    nothing = all(re.match(r"–|€?0$|0\.0 ×|0 / 0|$", cell) for cell in row.cells)
                    assert deals or set_by_hand or nothing, (row.label, row.cells)
                    seen |= {row.about} if deals else set()
                await shown(at, "l")
        assert {"durations", "flow", "coverage", "gap", "missing", "realistic"} <= seen

    async def test_of_a_plan_are_all_deals_whatever_the_filter(self, office: Office) -> None:
        targets.set_target(office.desk, "2026-Q4", "100k")
        async with terminal(office.path, office.clock) as at:
            await shown(at, "5", "l", "l", "l", "l", "slash")
            await at.type("vandelay")
            await shown(at, "enter", "j")
            assert any("Won" in line and "€40,000" in line for line in at.lines)
            await at.press("enter")
            assert isinstance(at.app.screen, Pick)
            assert "Umbra · Press" in at.text

    async def test_without_deals_says_so(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await shown(at, "5", "l", "l")
            await at.press("enter")
            assert screen(at).footer.message == "No deals stand behind this figure"

    async def test_a_target_is_set_where_the_gap_is_seen(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await shown(at, "5", "l", "l", "l", "l", "t")
            await at.type("100k")
            await shown(at, "enter")
            await at.until(lambda: "Gap, target − won" in at.text)
            assert "€60,000" in at.text
        assert targets.targets(office.desk)[0].value_minor == 10_000_000


class TestEverywhere:
    @pytest.mark.parametrize("size", [(160, 45), (80, 24), (40, 15), (20, 5)])
    @pytest.mark.parametrize("language", ["en", "de"])
    async def test_every_page_stands_at_every_size(
        self, office: Office, size: tuple[int, int], language: str
    ) -> None:
        use_language(language)
        targets.set_target(office.desk, "2026-Q4", "100k")
        async with terminal(office.path, office.clock, size=size) as at:
            await shown(at, "5")
            for _page in PAGES:
                await shown(at, "j", "G", "g", "l")
                assert all(len(line) <= size[0] for line in at.lines)

    @pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
    async def test_hostile_texts_are_text(self, office: Office, text: str) -> None:
        for sql in (
            "UPDATE deal SET source = ?1, product = ?1, region = ?1, owner = ?1, title = ?1",
            "UPDATE stage SET name = ?1 || id", "UPDATE company SET name = ?1 || id",
        ):  # fmt: skip
            import sqlite3
            from contextlib import closing

            with closing(sqlite3.connect(office.path)) as conn, conn:
                conn.execute(sql, (text[:300].encode("utf-8", "replace").decode(),))
        async with terminal(office.path, office.clock) as at:
            await shown(at, "5")
            for _page in PAGES:
                await shown(at, "enter", "escape", "l")
            assert isinstance(at.app.screen, InsightsScreen | type(at.main))

    @pytest.mark.parametrize("key", ["1", "2", "6"])
    async def test_numbers_lead_to_the_other_screens(self, office: Office, key: str) -> None:
        async with terminal(office.path, office.clock) as at:
            await shown(at, "5", key)
            assert not isinstance(at.app.screen, InsightsScreen)


class TestWhileAPageIsRead:
    """The first read of the page waits until the test lets it go on."""

    async def test_a_card_is_moved_and_saved(
        self, office: Office, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        office.ask_nothing()
        go_on = threading.Event()
        began = threading.Event()
        read = gateway_insights._READERS["losses"]

        def slow(*question: Any) -> object:
            began.set()
            go_on.wait(20)
            return read(*question)

        monkeypatch.setitem(gateway_insights._READERS, "losses", slow)
        async with terminal(office.path, office.clock) as at:
            await shown(at, "5")
            await at.pilot.press("h")
            await at.until(began.is_set)
            await at.pilot.press("escape")
            moved = "SELECT COUNT(*) FROM journal_step"
            steps = office.value(moved)
            await at.pilot.press("L")
            await at.until(lambda: office.value(moved) > steps)
            assert not go_on.is_set()
            go_on.set()

    async def test_what_stands_below_is_asked_for_again_when_it_was_held_up(
        self, office: Office, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        asked: list[object] = []
        read = insights_more._READERS["segments"]

        def held_up(*question: Any) -> object:
            asked.append(question)
            if len(asked) == 1:
                raise DatabaseLocked("Another program is writing to the database")
            return read(*question)

        monkeypatch.setitem(insights_more._READERS, "segments", held_up)
        async with terminal(office.path, office.clock, size=(120, 45)) as at:
            await shown(at, "5", "h", "h")
            await at.until(lambda: "Customers by source" in at.text)

    async def test_reading_gives_way_to_a_write_and_begins_anew(
        self, office: Office, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A statement that would never end holds the file, so that nobody could commit."""
        asked = []
        began = threading.Event()
        read = gateway_insights._READERS["losses"]

        def endless(desk: Desk, *question: Any) -> object:
            asked.append(question)
            if len(asked) == 1:
                began.set()
                with reading.at_once(desk):
                    desk.reader.execute(
                        "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n)"
                        " SELECT COUNT(*) FROM n, deal"
                    ).fetchall()
            return read(desk, *question)

        monkeypatch.setitem(gateway_insights._READERS, "losses", endless)
        async with terminal(office.path, office.clock) as at:
            await shown(at, "5")
            await at.pilot.press("h")
            await at.until(began.is_set)
            await at.press("t")
            await at.type("2026-Q4 100k")
            await at.pilot.press("enter")
            await at.until(lambda: targets.targets(office.desk))
            await shown(at)
            assert "The written risk was the reason" in at.text
            assert len(asked) > 1

    async def test_a_page_seen_before_is_there_at_once(
        self, office: Office, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        asked: list[str] = []
        for name, read in list(gateway_insights._READERS.items()):

            def counted(*question: Any, name: str = name, read: Any = read) -> object:
                asked.append(name)
                return read(*question)

            monkeypatch.setitem(gateway_insights._READERS, name, counted)
        async with terminal(office.path, office.clock) as at:
            await shown(at, "5")
            await shown(at, "l", "h")
            await shown(at, "escape", "5")
            assert "Win rate, by count" in at.text
            assert asked == ["pipeline", "funnel"]
            await at.press("escape")
            deals.win(office.desk, office.add("Wayne: Cave 70k @proposal"))
            await shown(at, "5")
            await at.until(lambda: "€110,000" in at.text)
            # once more where the watch, which looks once a second, saw the change after that
            assert set(asked[2:]) == {"pipeline"}


class TestATargetWithoutARate:
    async def test_is_there_but_counts_for_nothing_and_says_so(self, office: Office) -> None:
        targets.set_target(office.desk, "2026-Q4", "100k CHF")
        office.desk.close()
        async with terminal(office.path, office.clock) as at:
            await shown(at, "5")
            assert "The target of 2026-Q4 is in CHF, for which there is no rate" in at.text
            assert "“pipeline-tui settings rates CHF=…” enters it" in at.text
            assert "Coverage needs a target" not in at.text
            await shown(at, "h", "h", "h")
            assert "The target of 2026-Q4 is in CHF, for which there is no rate" in at.text
            assert "No target for" not in at.text


class TestTheLockedForecast:
    @pytest.fixture
    def seller(self, tmp_path: Path) -> Iterator[Office]:
        """November: A is promised for December, B hoped for; the program runs on 1 December."""
        made = Office(tmp_path / "sales.db")
        made.ask_nothing()
        made.add("Acme: A 40k @negotiation close:2026-12-10 call Ann 1.12.")
        deals.set_field(made.desk, 1, "category", "commit")
        made.add("Globex: B 30k @proposal close:2026-12-20 prob:50 call Ann 1.12.")
        made.clock.set(date(2026, 12, 1))
        made.desk.close()
        yield made
        made.desk.close()

    async def test_is_made_behind_the_screen_when_a_month_begins(self, seller: Office) -> None:
        async with terminal(seller.path, seller.clock) as at:
            await at.until(lambda: seller.rows("SELECT period FROM forecast_lock"))
            assert seller.rows("SELECT period, backfilled FROM forecast_lock") == [("2026-12", 0)]
            assert len(seller.steps()) == 3, "no step of the history"
            assert at.message == ""

    async def test_is_made_at_midnight_too(self, seller: Office) -> None:
        seller.clock.set(date(2026, 11, 30), time(23, 59))
        async with terminal(seller.path, seller.clock) as at:
            await at.settled()
            assert seller.rows("SELECT period FROM forecast_lock") == []
            seller.clock.set(date(2026, 12, 1), time(0, 1))
            at.main.poll()
            await at.until(lambda: seller.rows("SELECT period FROM forecast_lock"))

    async def test_comes_to_a_page_that_is_being_looked_at(
        self, seller: Office, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        go_on = threading.Event()
        lock = locking.lock

        def lock_later(desk: Desk) -> bool:
            assert go_on.wait(20)
            return lock(desk)

        monkeypatch.setattr(locking, "lock", lock_later)
        async with terminal(seller.path, seller.clock, size=(120, 50)) as at:
            await at.press("5", "p", "1")
            await at.press("h", "h", "h", "h")
            go_on.set()
            await at.until(lambda: "Locked on 1 Dec 2026" in at.text)
            await at.until(lambda: screen(at).complete)

    async def test_stands_beside_what_is_forecast_now(self, seller: Office) -> None:
        async with terminal(seller.path, seller.clock, size=(120, 50)) as at:
            await at.until(lambda: seller.rows("SELECT period FROM forecast_lock"))
            deals.set_field(seller.desk, 1, "value", "50k")
            deals.set_field(seller.desk, 2, "close", "2027-02-01")
            await shown(at, "5", "p", "1")
            await shown(at, "h", "h", "h", "h")
            await at.until(lambda: "Locked at the start" in at.text)
            row = next(line for line in at.lines if "Realistic" in line and "€55,000" in line)
            assert "€50,000" in row
            assert "Locked on 1 Dec 2026, as of the day before 2026-12." in at.text
            slipped = next(line for line in at.lines if "Moved out so far" in line)
            assert slipped.split()[-2:] == ["1", "€30,000"]
            await at.press("slash", *"globex", "enter")
            await at.until(lambda: any("Realistic" in x and "€15,000" in x for x in at.lines))

    async def test_leads_to_its_deals_and_its_definition(self, seller: Office) -> None:
        async with terminal(seller.path, seller.clock, size=(120, 50)) as at:
            await at.until(lambda: seller.rows("SELECT period FROM forecast_lock"))
            await shown(at, "5", "p", "1")
            await shown(at, "h", "h", "h", "h")
            await at.until(lambda: "Due at the start" in at.text)
            view = screen(at).view
            while view.current is None or view.current.label != "Due at the start":
                await at.press("j")
            await at.press("d")
            assert "as of the last day before the period" in at.text
            await at.press("enter")
            assert isinstance(at.app.screen, Pick)
            assert "Globex" in at.text

    async def test_in_another_currency_is_said_not_to_count(self, seller: Office) -> None:
        seller.desk.reader  # noqa: B018  (what locks has read the file)
        locking.lock(seller.desk)
        options.set_option(seller.desk, "currency", "CHF")
        seller.clock.set(date(2027, 1, 8))
        async with terminal(seller.path, seller.clock, size=(120, 50)) as at:
            await shown(at, "5", "h", "h", "h", "h")
            await at.until(lambda: "WAPE and bias are without 1 ended period" in at.text)

    async def test_says_so_where_nothing_was_locked(self, office: Office) -> None:
        async with terminal(office.path, office.clock, size=(120, 50)) as at:
            await shown(at, "5", "h", "h", "h", "h")
            await at.until(lambda: "No forecast was locked for 2026-Q4" in at.text)
