"""Starting with a new database, and the settings that belong to the data."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pipeline_tui.domain.blocks import Block
from pipeline_tui.domain.templates import template
from pipeline_tui.domain.urgency import WEIGHTS, weights_text
from pipeline_tui.errors import DatabaseUnusable, InputError, NotFound
from pipeline_tui.services import (
    deals,
    followups,
    history,
    options,
    public_holidays,
    reading,
    setup,
    warm,
)
from pipeline_tui.services.desk import Desk
from pipeline_tui.store import reads
from tests.services.office import MONDAY, MovableClock, Office


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "new.db", MovableClock())


class TestStartingFresh:
    @pytest.mark.parametrize(
        ("name", "region"),
        [
            *(("b2b-en", ""), ("b2b-de", "DE"), ("short-en", "")),
            *(("short-de", "DE"), ("saas-en", ""), ("saas-de", "DE")),
        ],
    )
    def test_writes_the_template(self, desk: Desk, name: str, region: str) -> None:
        setup.create(desk, name)
        stages = reads.stages(desk.reader)
        assert [stage.name for stage in stages] == [seed.name for seed in template(name)]
        assert options.options(desk) == {
            "currency": "EUR", "rates": "", "region": region, "free": "", "away": "",
            "gate": "soft",
            "urgency": "value 3 age 3 risk 2 promise 2", "blocks": "",
        }  # fmt: skip
        assert reads.settings(desk.reader)["template"] == name
        assert history.history(desk, 10) == []

    def test_writes_what_is_planned_in_each_stage(self, office: Office) -> None:
        planned = office.rows(
            "SELECT s.key, p.kind, p.text, p.days FROM planned p JOIN stage s ON s.id = p.stage_id"
            " ORDER BY s.position, p.position"
        )
        assert planned == [(s.key, *step) for s in template("b2b-en") for step in s.planned]

    def test_writes_which_criterion_is_tied_and_which_stage_asks(self, office: Office) -> None:
        tied = office.rows("SELECT question, text FROM criterion WHERE question <> '' ORDER BY 1")
        assert tied == [("decision", "Decision maker known"), ("time", "Time frame known")]
        asks = office.rows("SELECT key FROM stage WHERE asks_qualification = 1")
        assert asks == [("proposal",)]

    def test_an_unknown_template_makes_nothing(self, desk: Desk) -> None:
        with pytest.raises(InputError, match="Templates are b2b-en, b2b-de"):
            setup.create(desk, "b2c")
        assert not desk.path.exists()

    def test_never_touches_a_database_that_is_there(self, desk: Desk) -> None:
        setup.create(desk, "b2b-en")
        with pytest.raises(InputError, match="database already"):
            setup.create(desk, "b2b-de")
        assert reads.stages(desk.reader)[0].name == "Prospect"

    def test_happens_by_itself_at_the_first_write(self, desk: Desk) -> None:
        assert reads.stages(desk.reader) == []
        assert setup.ensure(desk, "de")
        assert not setup.ensure(desk, "en")
        assert reads.stages(desk.reader)[0].name == "Zielkunde"

    def test_a_failure_leaves_nothing_half_made(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(*_rows: object, **_values: object) -> int:
            raise KeyboardInterrupt

        monkeypatch.setattr(setup, "insert", fail)
        with pytest.raises(KeyboardInterrupt):
            setup.create(desk, "b2b-en")
        assert list(desk.path.parent.glob("*.db*")) == []

    def test_reading_notices_that_another_program_made_it(self, desk: Desk) -> None:
        assert reads.stages(desk.reader) == []
        setup.create(Desk(desk.path, desk.clock), "b2b-en")
        assert len(reads.stages(desk.reader)) == 10

    def test_in_a_folder_that_is_not_there(self, tmp_path: Path) -> None:
        with pytest.raises(DatabaseUnusable):
            setup.ensure(Desk(tmp_path / "no" / "x.db", MovableClock()), "en")


class TestWarmingUp:
    def test_makes_no_database(self, desk: Desk) -> None:
        warm.warm_up(desk)
        assert not desk.path.exists()

    def test_looks_up_the_holidays_of_the_region(self, desk: Desk) -> None:
        setup.create(desk, "b2b-de")
        warm.warm_up(desk)
        days = desk.reader.execute("SELECT min(day), max(day) FROM free_day").fetchone()
        assert days == ("2025-01-01", "2028-12-26")
        assert history.history(desk, 10) == [], "nobody asked for it"
        desk.close()

    def test_says_nothing_of_a_file_that_cannot_be_written(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        setup.create(desk, "b2b-en")
        monkeypatch.setattr("pipeline_tui.store.connection.os.access", lambda *_what: False)
        warm.warm_up(desk)
        with pytest.raises(DatabaseUnusable):
            deals.add_deal(desk, "x", suggest=False)


class TestTheSettingsOfTheData:
    @pytest.mark.parametrize(
        ("name", "text", "kept"),
        [
            ("currency", "chf", "CHF"),
            ("rates", "usd=0,92 CHF=1.05", "CHF=1.05 USD=0.92"),
            ("rates", "USD=0,92, CHF=1,05", "CHF=1.05 USD=0.92"),
            ("Region", "de-by", "DE-BY"),
            ("region", "at", "AT"),
            ("free", "24.12. 2026-12-28..2026-12-31", "2026-12-24 2026-12-28..2026-12-31"),
            ("away", "tomorrow..fri", "2026-11-24..2026-11-27"),
            ("urgency", "risiko 0, wert 5", "value 5 age 3 risk 0 promise 2"),
            ("blocks", "14-15 offers, 9:00-10:30 calls", "09:00-10:30 calls, 14:00-15:00 offers"),
        ],
    )
    def test_are_kept_in_their_one_form(
        self, office: Office, name: str, text: str, kept: str
    ) -> None:
        assert options.set_option(office.desk, name, text) == kept
        assert options.option(office.desk, name) == kept
        steps = office.steps()
        options.set_option(office.desk, name, text)
        assert office.steps() == steps

    @pytest.mark.parametrize(
        ("name", "text"),
        [
            ("currency", ""),
            ("currency", "euros"),
            ("rates", "USD"),
            ("region", "ZZ"),
            ("region", "DE-XX"),
            ("free", "some day"),
            ("free", "2026-12-31..2026-12-24"),
            ("away", "2026-01-01..2036-01-01"),
            ("urgency", "value"),
            ("urgency", "size 3"),
            ("blocks", "calls at 9"),
            ("blocks", "9-11 calls, 10-12 offers"),
            ("language", "de"),
        ],
    )
    def test_refuse_what_they_cannot_be(self, office: Office, name: str, text: str) -> None:
        before = office.everything()
        with pytest.raises(InputError):
            options.set_option(office.desk, name, text)
        assert office.everything() == before

    def test_that_are_rates_change_one_by_one(self, office: Office) -> None:
        def put(text: str) -> str:
            return options.set_option(office.desk, "rates", text)

        put("USD=0.92 CHF=1.05")
        assert put("GBP=1,15") == "CHF=1.05 GBP=1.15 USD=0.92"
        assert put("usd=0.9, CHF=") == "GBP=1.15 USD=0.9"
        history.undo(office.desk)
        assert options.option(office.desk, "rates") == "CHF=1.05 GBP=1.15 USD=0.92"
        before = office.everything()
        for wrong in ("JPY=", "CHF= 1.1", "CHF= CHF=1.1", "CHF=…"):
            with pytest.raises(InputError):
                put(wrong)
        assert office.everything() == before
        assert put("none") == ""

    def test_can_be_removed_and_undone(self, office: Office) -> None:
        options.set_option(office.desk, "free", "24.12.")
        before = office.everything()
        assert options.set_option(office.desk, "free", "none") == ""
        assert office.rows("SELECT * FROM free_day") == []
        assert history.undo(office.desk) == "Undone: Setting free changed"
        assert office.everything() == before

    def test_the_plan_of_the_day_can_be_taken_back_to_what_it_was_at_first(
        self, office: Office
    ) -> None:
        options.set_option(office.desk, "urgency", "age 9")
        options.set_option(office.desk, "blocks", "9-10 calls")
        assert options.set_option(office.desk, "urgency", "none") == weights_text(WEIGHTS)
        assert options.set_option(office.desk, "blocks", "none") == ""
        assert reading.blocks(office.desk) == ()
        history.undo(office.desk)
        assert reading.blocks(office.desk) == (Block("09:00", "10:00", "calls"),)

    def test_are_listed_when_one_is_not_there(self, office: Office) -> None:
        with pytest.raises(NotFound, match="currency, rates, region, free, away, urgency, blocks"):
            options.option(office.desk, "colour")

    def test_free_days_and_absences_are_days_not_worked(self, office: Office) -> None:
        number = office.add()
        assert office.deal(number).ghost_on == date(2026, 11, 24)
        options.set_option(office.desk, "free", "24.11.")
        options.set_option(office.desk, "away", "2026-11-24..2026-11-25")
        assert office.deal(number).ghost_on == date(2026, 11, 26)
        options.set_option(office.desk, "away", "2026-11-25..2026-11-26")
        assert office.deal(number).ghost_on == date(2026, 11, 27)
        options.set_option(office.desk, "away", "")
        assert office.deal(number).ghost_on == date(2026, 11, 25)

    def test_the_region_s_holidays_are_days_not_worked(self, office: Office) -> None:
        office.clock.set(date(2026, 12, 24))
        number = office.add()
        assert office.deal(number).ghost_on == date(2026, 12, 25)
        options.set_option(office.desk, "region", "DE")
        assert office.deal(number).ghost_on == date(2026, 12, 28)
        options.set_option(office.desk, "region", "DE-BY")
        assert ("2026-01-06",) in office.rows("SELECT day FROM free_day")
        options.set_option(office.desk, "region", "")
        assert office.deal(number).ghost_on == date(2026, 12, 25)
        assert office.rows("SELECT * FROM setting WHERE key = 'holidays'") == []


class TestHolidaysOfTheComingYears:
    def test_are_added_in_time_and_outside_the_history(self, office: Office) -> None:
        options.set_option(office.desk, "region", "DE")
        number = office.add()
        deals.set_field(office.desk, number, "benefit", "much")
        history.undo(office.desk)
        office.clock.set(date(2027, 12, 30))
        office.reopen()
        office.desk.writer.close()
        assert office.value("SELECT max(day) FROM free_day") == "2028-12-26"
        office.clock.set(date(2028, 1, 3))
        office.reopen()
        public_holidays.extend_holidays(office.desk)
        assert office.value("SELECT max(day) FROM free_day") == "2030-12-26"
        assert office.value("SELECT count(*) FROM free_day WHERE day LIKE '2028%'") == 9
        history.redo(office.desk)
        assert office.deal(number).benefit == "much"

    def test_undoing_the_region_after_them_is_no_error(self, office: Office) -> None:
        options.set_option(office.desk, "region", "DE")
        options.set_option(office.desk, "region", "AT")
        office.clock.set(date(2028, 1, 3))
        office.reopen()
        for _turn in range(2):
            public_holidays.extend_holidays(office.desk)
            history.undo(office.desk)
            public_holidays.extend_holidays(office.desk)
            history.redo(office.desk)
        assert office.value("PRAGMA integrity_check") == "ok"

    def test_cost_nothing_without_a_region_or_a_database(self, office: Office) -> None:
        public_holidays.extend_holidays(office.desk)
        assert office.rows("SELECT * FROM free_day") == []
        nowhere = Desk(office.path.with_name("none.db"), office.clock)
        public_holidays.extend_holidays(nowhere)
        assert not nowhere.path.exists()


class TestMoneyIsCountedInTheCurrencyOfTheData:
    def test_for_new_deals(self, office: Office) -> None:
        options.set_option(office.desk, "currency", "CHF")
        assert office.deal(office.add("x 5k")).currency == "CHF"

    def test_a_new_desk_knows_nothing_of_the_old_one(self, office: Office) -> None:
        number = office.add("x call Meier today")
        office.reopen()
        assert followups.done(office.desk, office.step(number).id) is True
        assert office.clock.today() == MONDAY
