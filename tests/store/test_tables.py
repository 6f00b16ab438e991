"""One schema: what the migrations make, what SQLModel believes, and what the reads name."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlmodel import SQLModel

from pipeline_tui.clock import FixedClock
from pipeline_tui.domain.filter import parse_filter
from pipeline_tui.domain.state import STATES
from pipeline_tui.errors import InputError
from pipeline_tui.store import (
    connection,
    journal,
    reads,
    tables,
    tables_deal,
    tables_offer,
    tables_past,
    tables_plan,
    tables_playbook,
    tables_review,
    tables_setup,
)
from pipeline_tui.store.models import checked, checked_value
from pipeline_tui.store.tables import DealRow, FollowupRow
from pipeline_tui.store.tables_deal import ActivityRow
from pipeline_tui.store.tables_setup import SettingRow

ROWS = [
    row
    for module in (
        tables,
        tables_deal,
        tables_offer,
        tables_past,
        tables_plan,
        tables_playbook,
        tables_review,
        tables_setup,
    )
    for row in vars(module).values()
    if isinstance(row, type) and issubclass(row, SQLModel) and hasattr(row, "__table__")
]
"""All table models."""

TODAY = date(2026, 11, 22)
AT = "2026-11-22T11:00:00Z"
DEAL = {
    "title": "x",
    "stage_id": 1,
    "position": 0,
    "currency": "EUR",
    "created_at": AT,
    "stage_entered_at": AT,
    "updated_at": AT,
}


@pytest.fixture
def migrated(tmp_path: Path, clock: FixedClock) -> Iterator[sqlite3.Connection]:
    conn = connection.open_writer(tmp_path / "x.db", clock)
    yield conn
    conn.close()


class TestTheModelsAndTheMigratedSchema:
    def test_have_the_same_tables(self, migrated: sqlite3.Connection) -> None:
        assert set(SQLModel.metadata.tables) == set(journal.data_tables(migrated))
        assert {row.__tablename__ for row in ROWS} == set(journal.data_tables(migrated))

    @pytest.mark.parametrize("table", sorted(SQLModel.metadata.tables))
    def test_have_the_same_columns(self, migrated: sqlite3.Connection, table: str) -> None:
        stored = {
            name: (kind, bool(required) or bool(key), bool(key))
            for _n, name, kind, required, _default, key in migrated.execute(
                f"PRAGMA table_info({table})"
            )
        }
        modelled = {
            column.name: (
                {"VARCHAR": "TEXT"}.get(str(column.type), str(column.type)),
                not column.nullable,
                column.primary_key,
            )
            for column in SQLModel.metadata.tables[table].columns
        }
        assert modelled == stored
        assert len(stored) <= 60

    @pytest.mark.parametrize("table", sorted(SQLModel.metadata.tables))
    def test_have_the_same_foreign_keys(self, migrated: sqlite3.Connection, table: str) -> None:
        stored = {
            (row[3], f"{row[2]}.{row[4]}", row[6])
            for row in migrated.execute(f"PRAGMA foreign_key_list({table})")
        }
        modelled = {
            (key.parent.name, key.target_fullname, key.ondelete)
            for key in SQLModel.metadata.tables[table].foreign_keys
        }
        assert modelled == stored

    @pytest.mark.parametrize("table", sorted(SQLModel.metadata.tables))
    def test_take_the_same_defaults(self, migrated: sqlite3.Connection, table: str) -> None:
        """A row written with its defaults left to SQL is the row the model would have made."""
        model = next(row for row in ROWS if row.__tablename__ == table)
        stored = {
            row[1]: row[4] and migrated.execute(f"SELECT {row[4]}").fetchone()[0]
            for row in migrated.execute(f"PRAGMA table_info({table})")
        }
        for name, field in model.model_fields.items():
            if not field.is_required():
                assert field.default == stored[name], name

    def test_are_strict_and_hold_whole_numbers_and_texts_only(
        self, migrated: sqlite3.Connection
    ) -> None:
        listed = {row[1]: row[5] for row in migrated.execute("PRAGMA table_list")}
        for table in SQLModel.metadata.tables:
            assert listed[table] == 1
            kinds = {row[2] for row in migrated.execute(f"PRAGMA table_info({table})")}
            assert kinds <= {"INTEGER", "TEXT"}

    def test_know_the_same_unique_columns(self, migrated: sqlite3.Connection) -> None:
        for table, found in SQLModel.metadata.tables.items():
            for column in found.columns:
                if column.unique:
                    with pytest.raises(sqlite3.IntegrityError, match="UNIQUE"):
                        _twice(migrated, table, column.name)


def _twice(conn: sqlite3.Connection, table: str, unique: str) -> None:
    """Put two rows with the same value in one column into a table."""
    conn.execute("PRAGMA foreign_keys=OFF")
    info = conn.execute(f"PRAGMA table_info({table})").fetchall()
    required = [row for row in info if not row[5] and row[3] and row[4] is None]
    names = ", ".join(row[1] for row in required)
    marks = ", ".join("?" * len(required))
    for turn in range(2):
        values = [
            1 if row[1] == unique else "open" if row[1] == "kind" else turn for row in required
        ]
        conn.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", values)


class TestTheReadsAndTheMigratedSchema:
    """Every statement of the reads is run once: a column that is not there is an error."""

    def test_name_columns_that_are_there(self, migrated: sqlite3.Connection) -> None:
        _fill(migrated)
        everything = parse_filter("deal is:" + " is:".join((*STATES, "any")))
        for flt in (None, everything):
            assert reads.columns(migrated, TODAY, flt)
            for stage in reads.stages(migrated):
                reads.cards(migrated, stage.id, None, 5, TODAY, flt)
                reads.cards(migrated, stage.id, None, 5, TODAY, flt, forward=False)
            reads.agenda_counts(migrated, TODAY, flt)
            reads.agenda(migrated, None, 5, TODAY, flt)
            reads.agenda(migrated, None, 5, TODAY, flt, forward=False)
            for sort in (None, *reads.SORT_FIELDS):
                reads.deals(migrated, TODAY, flt, sort=sort, limit=5)
        card = reads.card(migrated, 1, TODAY)
        assert card is not None
        assert reads.card_index(migrated, 1, reads.card_key(card), TODAY) == 0
        page = reads.page(migrated, 1, TODAY)
        assert page is not None
        assert [len(page.boxes), len(page.followups), len(page.notes)] == [1, 1, 1]
        assert reads.find_deals(migrated, "deal")[0].id == 1
        assert reads.followup(migrated, 1, TODAY) is not None
        assert reads.headline(migrated, TODAY).currency == "EUR"
        reads.standup(migrated, TODAY, TODAY)
        reads.pipeline_report(migrated, TODAY, None)


def _fill(conn: sqlite3.Connection) -> None:
    conn.execute(
        "INSERT INTO stage (name, kind, position, probability, step_required)"
        " VALUES ('A', 'open', 1, 10, 1), ('B', 'won', 2, 100, 0), ('C', 'lost', 3, 0, 0)"
    )
    conn.execute("INSERT INTO criterion (stage_id, position, text) VALUES (1, 1, 'box')")
    conn.execute(
        "INSERT INTO deal (title, stage_id, position, currency, created_at, stage_entered_at,"
        f" search, updated_at) VALUES ('deal', 1, 1, 'EUR', '{AT}', '{AT}', 'deal', '{AT}')"
    )
    conn.execute(
        "INSERT INTO followup (deal_id, kind, text, due, created_at)"
        f" VALUES (1, 'call', 'x', '2026-11-22', '{AT}')"
    )
    conn.execute(
        "INSERT INTO activity (deal_id, kind, text, at, day)"
        f" VALUES (1, 'note', 'x', '{AT}', '2026-11-22')"
    )


class TestTheInputModels:
    def test_clean_every_text(self) -> None:
        deal = checked(DealRow, {**DEAL, "title": " a\x1b[0m\u202e\nb ", "risk_text": "c\ud800\t"})
        assert (deal.title, deal.risk_text) == ("a[0m b", "c")
        note = checked_value(ActivityRow, "text", " one\r\n\ttwo\x07 ")
        assert note == "one\n    two"

    def test_keep_days_times_and_instants_in_one_form(self) -> None:
        assert checked_value(DealRow, "expected_close", date(2026, 12, 18)) == "2026-12-18"
        assert checked_value(DealRow, "expected_close", "20261218") == "2026-12-18"
        assert checked_value(DealRow, "expected_close", None) is None
        assert checked_value(FollowupRow, "time", "09:05:00") == "09:05"
        assert checked_value(FollowupRow, "time", "") == ""
        assert checked_value(DealRow, "verified_at", AT) == AT

    @pytest.mark.parametrize(
        ("row", "field", "value"),
        [
            (DealRow, "title", " "),
            (DealRow, "title", "x" * 501),
            (DealRow, "value_minor", -1),
            (DealRow, "value_minor", 2**53 + 1),
            (DealRow, "value_minor", 1.5),
            (DealRow, "probability", 101),
            (DealRow, "position", 2**63),
            (DealRow, "category", "maybe"),
            (DealRow, "risk_level", "terrible"),
            (DealRow, "currency", "XXL"),
            (DealRow, "expected_close", "2026-02-30"),
            (DealRow, "verified_at", "2026-11-22"),
            (DealRow, "verified_at", "2026-11-22T10:00:00"),
            (DealRow, "verified_at", "2026-11-22T10:00:00+02:00"),
            (DealRow, "verified_at", "2026-11-22T10:00:00+00:00"),
            (DealRow, "verified_at", "2026-11-22T10:00Z"),
            (DealRow, "verified_at", "2026-11-22 10:00:00Z"),
            (DealRow, "verified_at", "2026-11-31T10:00:00Z"),
            (DealRow, "colour", "red"),
            (FollowupRow, "kind", "fax"),
            (FollowupRow, "state", "lost"),
            (FollowupRow, "time", "25:00"),
            (FollowupRow, "text", ""),
            (ActivityRow, "kind", "task"),
            (ActivityRow, "text", " \n "),
            (ActivityRow, "text", "x" * 100_001),
            (SettingRow, "key", ""),
        ],
    )
    def test_refuse_what_may_not_be_stored(
        self, row: type[tables.Input], field: str, value: object
    ) -> None:
        with pytest.raises(InputError, match=field):
            checked_value(row, field, value)

    def test_refuse_a_row_that_lacks_something_or_has_too_much(self) -> None:
        with pytest.raises(InputError, match="currency"):
            checked(DealRow, {name: value for name, value in DEAL.items() if name != "currency"})
        with pytest.raises(InputError, match="colour"):
            checked(DealRow, {**DEAL, "colour": "red"})
