"""Every way of changing a deal leaves a history from which each earlier day can be told."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from pipeline_tui.services import (
    closing,
    deals,
    history,
    locking,
    offer_options,
    options,
    parking,
    stage_merging,
    stages,
)
from pipeline_tui.services.exporting import export_all
from pipeline_tui.services.importing import import_file
from tests.services.office import MONDAY, Office
from tests.services.portrait import as_of, portrait

LINE = "Acme: one 12k @proposal close:2026-12-20 prob:40 call Meier fri"

Change = Callable[[Office], object]

CHANGES: dict[str, Change] = {
    "value": lambda at: deals.set_field(at.desk, 1, "value", "20k"),
    "currency": lambda at: deals.set_field(at.desk, 1, "currency", "CHF"),
    "probability": lambda at: deals.set_field(at.desk, 1, "probability", "70"),
    "close": lambda at: deals.set_field(at.desk, 1, "close", "2027-02-01"),
    "category": lambda at: deals.set_field(at.desk, 1, "category", "commit"),
    "risk": lambda at: deals.set_risk(at.desk, 1, "!high freeze"),
    "a move": lambda at: deals.move(at.desk, 1, at.stage("Negotiation")),
    "a move back": lambda at: deals.move(at.desk, 1, at.stage("Prospect")),
    "parking": lambda at: parking.park(at.desk, [1], "in 2 weeks"),
    "winning": lambda at: deals.win(at.desk, 1),
    "care": lambda at: deals.move(at.desk, 1, at.stage("Onboarding")),
    "losing": lambda at: closing.lose(at.desk, 1, "price"),
    "an option": lambda at: offer_options.set_option(at.desk, 1, "standard 30k all", expected=True),
    "a step": lambda at: deals.log(at.desk, 1, "hello", "call"),
    "another probability of the stage": lambda at: stages.set_fields(
        at.desk, at.stage("Proposal"), {"probability": "95"}
    ),
}


@pytest.fixture
def office(office: Office) -> Office:
    office.ask_nothing()
    office.add(LINE)
    return office


@pytest.mark.parametrize("change", CHANGES)
def test_of_what_was_changed_the_day_before_stays(office: Office, change: str) -> None:
    was = portrait(office.desk)
    office.clock.pass_days(3)
    CHANGES[change](office)
    assert as_of(office.desk, MONDAY) == was
    office.clock.pass_days(1)
    history.undo(office.desk)
    assert as_of(office.desk, MONDAY) == was
    history.redo(office.desk)
    assert as_of(office.desk, MONDAY) == was


@pytest.mark.parametrize(
    ("field", "text"),
    [("value", "20k"), ("probability", "70"), ("close", "2027-02-01"), ("category", "commit")],
)
def test_each_edit_that_figures_depend_on_is_kept_for_good(
    office: Office, field: str, text: str
) -> None:
    deals.set_field(office.desk, 1, field, text)
    assert office.rows("SELECT count(*) FROM field_change WHERE field = ?", field) == [(1,)]
    history.undo(office.desk)
    assert office.rows("SELECT count(*) FROM field_change WHERE field = ?", field) == [(0,)]


def test_leaving_a_stage_with_boxes_open_is_not_forgotten(office: Office) -> None:
    """A deal promised until it was forced on counts as promised on the days before."""
    deals.set_field(office.desk, 1, "category", "commit")
    was = portrait(office.desk)
    assert was["forecast"].scenarios.cautious == 1_200_000
    office.clock.pass_days(1)
    with office.desk.writer.step("deal.move") as work:
        work.edit(work.deal(1), overridden=1)
    assert portrait(office.desk)["forecast"].scenarios.cautious == 0
    assert as_of(office.desk, MONDAY) == was


class TestAnImport:
    HEAD = "ID,Title,Organization,Stage,Value,Currency of Value,Expected close date,Probability\n"

    def brought(self, office: Office, tmp_path: Path, row: str) -> None:
        path = tmp_path / "deals.csv"
        path.write_text(self.HEAD + row, encoding="utf-8")
        import_file(office.desk, path)

    def test_that_changes_deals_leaves_what_they_were(self, office: Office, tmp_path: Path) -> None:
        self.brought(office, tmp_path, "7,Pilot,Globex,Proposal,5000,EUR,2026-12-10,40\n")
        was = portrait(office.desk)
        office.clock.pass_days(2)
        self.brought(office, tmp_path, "7,Pilot,Globex,Negotiation,9000,EUR,2027-01-10,60\n")
        assert portrait(office.desk) != was
        assert as_of(office.desk, MONDAY) == was
        office.clock.pass_days(1)
        self.brought(office, tmp_path, "7,Pilot,Globex,Won,9000,EUR,2027-01-10,60\n")
        assert as_of(office.desk, MONDAY) == was
        history.undo(office.desk)
        history.undo(office.desk)
        assert as_of(office.desk, MONDAY) == was
        kept = office.rows("SELECT count(*) FROM deal_past")
        assert kept == [(0,)]

    def test_without_history_is_told_from_its_days(self, office: Office, tmp_path: Path) -> None:
        path = tmp_path / "maven.csv"
        path.write_text(
            "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,"
            "close_value\n1C1I7A6R,Ann,GTX,Cancity,Won,2016-10-20,2017-03-01,1054\n",
            encoding="utf-8",
        )
        import_file(office.desk, path)
        for day, deals_there, won in (
            (date(2016, 10, 19), 0, 0),
            (date(2016, 10, 20), 1, 0),
            (date(2017, 2, 28), 1, 0),
            (date(2017, 3, 1), 1, 1),
            (date(2026, 11, 1), 1, 1),
        ):
            found = as_of(office.desk, day)
            assert sum(column.total.count for column in found["columns"]) == deals_there, day
            assert found["pipeline"].won == won, day


class TestStages:
    def test_merged_are_one_also_in_the_past(self, office: Office) -> None:
        """The history of the one is that of the other; what deals were worth stays."""
        was = portrait(office.desk)
        office.clock.pass_days(2)
        office.add("Globex: two 5k @negotiation call Huber fri")
        into = office.stage("Negotiation")
        stage_merging.merge(office.desk, office.stage("Proposal"), into)
        found = as_of(office.desk, MONDAY)
        (column,) = [one for one in found["columns"] if one.total.count]
        assert column.stage.id == into
        assert column.total.value_minor == 1_200_000
        history.undo(office.desk)
        assert as_of(office.desk, MONDAY) == was

    def test_of_another_kind_are_what_they_were(self, office: Office) -> None:
        was = portrait(office.desk)
        office.clock.pass_days(2)
        stages.set_fields(office.desk, office.stage("Negotiation"), {"name": "Haggling"})
        assert as_of(office.desk, MONDAY) == was


def test_free_days_that_come_later_change_no_ghosts_of_before(office: Office) -> None:
    office.clock.pass_days(12)
    office.add("Globex: two 5k @proposal call Huber fri")
    evening, was = office.clock.today(), portrait(office.desk)
    office.clock.pass_days(1)
    options.set_option(office.desk, "free", "2026-11-24 2026-11-25 2026-11-26")
    assert as_of(office.desk, evening) == was


def test_a_day_is_of_the_place_where_one_is(office: Office) -> None:
    """What is done late in the evening belongs to that day, what is done after midnight not."""
    office.clock.set(MONDAY, time(23, 59))
    deals.set_field(office.desk, 1, "value", "20k")
    monday = portrait(office.desk)
    office.clock.set(MONDAY + timedelta(days=1), time(0, 1))
    deals.set_field(office.desk, 1, "value", "30k")
    found: dict[str, Any] = as_of(office.desk, MONDAY)
    assert found["columns"] == monday["columns"]


class TestTheHistoryInAnExport:
    """What rows were, and the locked forecasts, are data: they leave and come back."""

    @pytest.fixture
    def text(self, office: Office) -> str:
        office.clock.pass_days(2)
        deals.set_field(office.desk, 1, "value", "20k")
        office.clock.set(date(2026, 12, 2))
        assert locking.lock(office.desk)
        deals.win(office.desk, 1)
        out = io.StringIO()
        export_all(office.desk, out)
        return out.getvalue()

    @pytest.fixture
    def file(self, text: str, tmp_path: Path) -> Path:
        path = tmp_path / "all.jsonl"
        path.write_text(text, encoding="utf-8")
        return path

    def test_goes_into_an_empty_file_as_it_was(
        self, office: Office, file: Path, tmp_path: Path
    ) -> None:
        other = Office(tmp_path / "other.db")
        other.clock.set(office.clock.today())
        import_file(other.desk, file)
        for table in ("deal_past", "followup_past", "setting_past", "forecast_lock"):
            assert other.everything()[table] == office.everything()[table], table
        assert office.everything()["forecast_line"] == other.everything()["forecast_line"] != []
        for day in (MONDAY, MONDAY + timedelta(days=3)):
            assert as_of(other.desk, day) == as_of(office.desk, day)
        history.undo(other.desk)
        assert other.everything()["deal_past"] == []
        other.desk.close()

    def test_comes_along_with_deals_that_are_new_beside_others(
        self, office: Office, file: Path, tmp_path: Path
    ) -> None:
        other = Office(tmp_path / "other.db")
        other.clock.set(MONDAY)
        other.add("Globex: two 5k @prospect call Huber fri")
        other.clock.set(office.clock.today())
        before = other.everything()
        import_file(other.desk, file)
        found = as_of(other.desk, MONDAY)
        assert found["forecast"].deals[0].due.value_minor == 1_200_000
        assert other.rows("SELECT * FROM forecast_lock") == [], "a lock is of one file's deals"
        history.undo(other.desk)
        assert other.everything() == before
        other.desk.close()


def test_the_triggers_that_keep_the_past_are_in_every_file(office: Office) -> None:
    """A migration that makes a table anew makes its trigger anew."""
    found = office.rows(
        "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND name LIKE 'past_%' ORDER BY name"
    )
    assert [name for (name,) in found] == [
        "past_deal",
        "past_followup",
        "past_setting_delete",
        "past_setting_insert",
        "past_setting_update",
        "past_stage",
    ]
