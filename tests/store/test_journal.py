"""Undo and redo: whatever a step did comes back exactly."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from pipeline_tui.clock import FixedClock
from pipeline_tui.errors import NotFound, PipelineError
from pipeline_tui.store import connection, journal
from tests.store.children import AT, add_deal, add_stage, contents, step

LATER = "2026-11-22T12:00:00Z"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "sales.db"


@pytest.fixture
def conn(path: Path, clock: FixedClock) -> Iterator[sqlite3.Connection]:
    """A database with two stages, made outside any step."""
    conn = connection.open_writer(path, clock)
    add_stage(conn, "Lead", 1)
    add_stage(conn, "Offer", 2)
    yield conn
    conn.close()


def without_versions(conn: sqlite3.Connection) -> dict[str, list[tuple[object, ...]]]:
    """The data without the columns that only ever grow."""
    kept = {}
    for table, rows in contents(conn).items():
        places = [n for n, name in enumerate(columns_of(conn, table)) if name != "version"]
        kept[table] = [tuple(row[place] for place in places) for row in rows]
    return kept


def columns_of(conn: sqlite3.Connection, table: str) -> list[str]:
    return [row[1] for row in conn.execute(f"PRAGMA table_info({table})")]


def there_and_back(conn: sqlite3.Connection, *statements: str) -> None:
    """A step of these statements undone, done again and undone is as if never or once done."""
    before = without_versions(conn)
    with step(conn):
        for statement in statements:
            conn.execute(statement)
    after = without_versions(conn)
    assert after != before
    journal.undo(conn, LATER)
    assert without_versions(conn) == before
    journal.redo(conn, LATER)
    assert without_versions(conn) == after
    journal.undo(conn, LATER)
    assert without_versions(conn) == before
    assert conn.execute("PRAGMA foreign_key_check").fetchall() == []


@pytest.fixture
def family(conn: sqlite3.Connection) -> sqlite3.Connection:
    """A deal with everything that hangs on it."""
    conn.execute("INSERT INTO company (name, name_key, created_at) VALUES ('Acme', 'acme', 'x')")
    conn.execute("INSERT INTO contact (company_id, name, created_at) VALUES (1, 'Ann', 'x')")
    add_deal(conn, "Retrofit")
    conn.execute("UPDATE deal SET company_id = 1, contact_id = 1")
    conn.execute("INSERT INTO criterion (stage_id, position, text) VALUES (1, 1, 'budget?')")
    conn.execute("INSERT INTO deal_tag (deal_id, tag) VALUES (1, 'a'), (1, 'b')")
    conn.execute("INSERT INTO tick (deal_id, criterion_id, ticked_at) VALUES (1, 1, 'x')")
    conn.execute(
        "INSERT INTO followup (deal_id, kind, text, due, created_at)"
        " VALUES (1, 'call', 'call', '2026-11-23', 'x'), (NULL, 'task', 'tax', '2026-11-24', 'x')"
    )
    conn.execute(
        "INSERT INTO activity (deal_id, kind, text, at, day, followup_id)"
        " VALUES (1, 'call', 'hello', 'x', 'y', 1)"
    )
    conn.execute("INSERT INTO stay (deal_id, stage_id, entered_at) VALUES (1, 1, 'x')")
    return conn


class TestWhatComesBack:
    def test_a_deleted_deal_with_everything_that_hung_on_it(
        self, family: sqlite3.Connection
    ) -> None:
        there_and_back(family, "DELETE FROM deal WHERE id = 1")

    def test_a_deleted_company_at_its_deals_and_people(self, family: sqlite3.Connection) -> None:
        there_and_back(family, "DELETE FROM company")

    def test_deleted_criteria_and_followups(self, family: sqlite3.Connection) -> None:
        there_and_back(family, "DELETE FROM criterion", "DELETE FROM followup")

    def test_everything_deleted_and_made_anew_in_one_step(self, family: sqlite3.Connection) -> None:
        there_and_back(
            family,
            "DELETE FROM deal",
            "DELETE FROM company",
            "INSERT INTO company (name, name_key, created_at) VALUES ('Acme', 'acme', 'y')",
            "UPDATE company SET name = 'ACME'",
            "DELETE FROM stage WHERE id = 2",
            "INSERT INTO stage (name, kind, position, probability, step_required)"
            " VALUES ('Offer', 'open', 9, 50, 1)",
        )

    def test_unique_names_that_were_swapped(self, conn: sqlite3.Connection) -> None:
        there_and_back(
            conn,
            "UPDATE stage SET name = 'between' WHERE id = 1",
            "UPDATE stage SET name = 'Lead' WHERE id = 2",
            "UPDATE stage SET name = 'Offer' WHERE id = 1",
        )

    def test_unique_numbers_of_another_system_that_were_swapped(
        self, conn: sqlite3.Connection
    ) -> None:
        for number in "12":
            add_deal(conn, f"Deal {number}")
        conn.execute("UPDATE deal SET origin = 'maven', external_id = id")
        there_and_back(
            conn,
            "UPDATE deal SET external_id = '' WHERE id = 1",
            "UPDATE deal SET external_id = '1' WHERE id = 2",
            "UPDATE deal SET external_id = '2' WHERE id = 1",
        )

    def test_a_unique_name_that_went_from_a_deleted_row_to_a_new_one(
        self, conn: sqlite3.Connection
    ) -> None:
        there_and_back(
            conn,
            "DELETE FROM stage WHERE name = 'Offer'",
            "UPDATE stage SET name = 'Offer' WHERE name = 'Lead'",
            "INSERT INTO stage (name, kind, position, probability, step_required)"
            " VALUES ('Lead', 'open', 9, 50, 1)",
        )

    def test_a_bulk_edit(self, conn: sqlite3.Connection) -> None:
        for number in range(300):
            add_deal(conn, f"Deal {number}")
        there_and_back(
            conn,
            "UPDATE deal SET stage_id = 2, position = -position WHERE id % 2 = 0",
            "DELETE FROM deal WHERE id % 3 = 0",
        )

    def test_an_import_of_thousands_in_one_step(self, conn: sqlite3.Connection) -> None:
        before = contents(conn)
        with step(conn, "import", count="5000"):
            for number in range(5000):
                add_deal(conn, f"Deal {number}")
        undone = journal.undo(conn, LATER)
        assert undone.rows == 5000
        assert contents(conn) == before
        journal.redo(conn, LATER)
        assert conn.execute("SELECT count(*), max(id) FROM deal").fetchone() == (5000, 5000)

    def test_rows_taken_away_by_the_hundred(self, conn: sqlite3.Connection) -> None:
        before = without_versions(conn)
        with step(conn):
            for number in range(250):
                add_deal(conn, f"Deal {number}")
        run: set[str] = set()
        conn.set_trace_callback(run.add)
        journal.undo(conn, LATER)
        conn.set_trace_callback(None)
        assert without_versions(conn) == before
        assert sum(sql.startswith('DELETE FROM "deal"') for sql in run) == 3

    def test_deals_of_one_step_that_follow_each_other(self, conn: sqlite3.Connection) -> None:
        def add(number: int, parent: str) -> str:
            return (
                "INSERT INTO deal (id, title, stage_id, position, currency, created_at,"
                " stage_entered_at, updated_at, parent_id)"
                f" VALUES ({number}, 'x', 1, 1, 'EUR', 'x', 'x', 'x', {parent})"
            )

        there_and_back(conn, add(1, "NULL"), add(2, "1"), add(3, "2"), add(4, "1"))

    def test_rows_put_back_by_the_hundred_as_they_were(self, conn: sqlite3.Connection) -> None:
        with step(conn):
            for number in range(250):
                add_deal(conn, f"Deal {number}")
                conn.execute("INSERT INTO deal_tag (deal_id, tag) VALUES (?, 'x')", (number + 1,))
        conn.execute("UPDATE deal SET version = id")
        before = without_versions(conn)
        versions = conn.execute("SELECT id, version + 1 FROM deal ORDER BY id").fetchall()
        with step(conn):
            conn.execute("DELETE FROM deal_tag")
            conn.execute("DELETE FROM deal")
        run: set[str] = set()
        conn.set_trace_callback(run.add)
        journal.undo(conn, LATER)
        conn.set_trace_callback(None)
        assert without_versions(conn) == before
        assert conn.execute("SELECT id, version FROM deal ORDER BY id").fetchall() == versions
        put_back = [sql.split('"')[1] for sql in run if sql.startswith('INSERT INTO "')]
        assert sorted(put_back) == ["deal"] * 3 + ["deal_tag"] * 3

    @pytest.mark.parametrize("number", [0, 1, -1, 2**53, 2**53 + 1, 2**63 - 1, -(2**63)], ids=str)
    def test_every_whole_number(self, conn: sqlite3.Connection, number: int) -> None:
        conn.execute("UPDATE stage SET position = ?, contact_limit = NULL WHERE id = 1", (number,))
        there_and_back(conn, "UPDATE stage SET position = 5, contact_limit = 3 WHERE id = 1")
        there_and_back(conn, "DELETE FROM stage WHERE id = 1")

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "NULL",
            "42",
            "-1",
            "'",
            "''",
            "','",
            "it's ',' NULL,'7'",
            '"double"',
            '{"a": [1, "x"]}',
            "line\nbreak\ttab\r",
            "back\\slash \\u0041",
            "Größe – 12 €",
            "👩‍💻 ご契約 ͟a͎̽",
            "\U0010ffff\x01\x7f",
            "x" * 200_000,
        ],
        ids=lambda text: text[:12],
    )
    def test_every_text(self, conn: sqlite3.Connection, text: str) -> None:
        add_deal(conn, "Deal")
        conn.execute("UPDATE deal SET benefit = ?, lost_reason = ?", (text, text))
        there_and_back(conn, "UPDATE deal SET benefit = 'other', lost_reason = NULL")
        there_and_back(conn, "DELETE FROM deal")

    @given(
        rows=some.lists(
            some.tuples(
                some.none() | some.integers(-(2**63), 2**63 - 1),
                some.none()
                | some.text(some.characters(exclude_characters="\0", exclude_categories=["Cs"])),
            ),
            min_size=1,
            max_size=8,
        )
    )
    def test_any_row(self, rows: list[tuple[int | None, str | None]]) -> None:
        conn = connection.connect(":memory:", 0)
        from pipeline_tui.store.migrations.runner import build

        build(conn)
        add_stage(conn)
        for number, text in rows:
            deal = add_deal(conn, text or "")
            conn.execute(
                "UPDATE deal SET position = ?, lost_reason = ?, closed_on = ? WHERE id = ?",
                (number or 0, text, text, deal),
            )
        there_and_back(conn, "UPDATE deal SET title = title || 'x', position = 0, closed_on = ''")
        there_and_back(conn, "DELETE FROM deal")
        conn.close()

    def test_the_images_cover_every_column_of_every_table(self, conn: sqlite3.Connection) -> None:
        texts = journal.trigger_texts(conn)
        assert texts == journal.present_triggers(conn)
        for table in journal.data_tables(conn):
            columns = columns_of(conn, table)
            listed = ", ".join(f'OLD."{column}"' for column in columns)
            for event in ("update", "delete"):
                text = texts[f"journal_{table}_{event}"]
                (shape,) = re.findall(r"printf\('([^']*)', " + re.escape(listed) + r"\)", text)
                assert len(shape.split(",")) == len(columns)
            kinds = {row[2] for row in conn.execute(f"PRAGMA table_info({table})")}
            assert kinds <= {"INTEGER", "TEXT"}  # others would not come back exactly


class TestVersions:
    def version(self, conn: sqlite3.Connection) -> int | None:
        row = conn.execute("SELECT version FROM deal WHERE id = 1").fetchone()
        return row and int(row[0])

    def test_never_go_back(self, conn: sqlite3.Connection) -> None:
        add_deal(conn, "Deal")
        seen = [self.version(conn)]
        with step(conn):
            conn.execute("UPDATE deal SET title = 'Other', version = version + 1")
        seen.append(self.version(conn))
        for replay in (journal.undo, journal.redo, journal.undo):
            replay(conn, LATER)
            seen.append(self.version(conn))
        assert seen == [1, 2, 3, 4, 5]

    def test_edit_undo_other_edit_looks_changed(self, conn: sqlite3.Connection) -> None:
        add_deal(conn, "Deal")
        read = self.version(conn)
        with step(conn):
            conn.execute("UPDATE deal SET title = 'Other', version = version + 1")
        journal.undo(conn, LATER)
        with step(conn):
            conn.execute("UPDATE deal SET title = 'Third', version = version + 1")
        assert self.version(conn) not in (read, 2)

    def test_grow_when_a_deleted_row_comes_back(self, conn: sqlite3.Connection) -> None:
        add_deal(conn, "Deal")
        with step(conn):
            conn.execute("DELETE FROM deal")
        journal.undo(conn, LATER)
        assert self.version(conn) == 2


class TestTheStack:
    def add(self, conn: sqlite3.Connection, name: str) -> None:
        with step(conn, "deal.add", deal=name):
            add_deal(conn, name)

    def titles(self, conn: sqlite3.Connection) -> str:
        return "".join(row[0] for row in conn.execute("SELECT title FROM deal ORDER BY id"))

    def test_goes_back_and_forth_step_by_step(self, conn: sqlite3.Connection) -> None:
        for name in "ABC":
            self.add(conn, name)
        assert journal.undo(conn, LATER).details == {"deal": "C"}
        assert journal.undo(conn, LATER).details == {"deal": "B"}
        assert self.titles(conn) == "A"
        assert journal.redo(conn, LATER).details == {"deal": "B"}
        assert journal.redo(conn, LATER).details == {"deal": "C"}
        assert self.titles(conn) == "ABC"
        assert [journal.undo(conn, LATER).details["deal"] for _ in "ABC"] == ["C", "B", "A"]

    def test_ends_with_a_message(self, conn: sqlite3.Connection) -> None:
        with pytest.raises(NotFound, match="nothing to undo"):
            journal.undo(conn, LATER)
        self.add(conn, "A")
        with pytest.raises(NotFound, match="nothing to redo"):
            journal.redo(conn, LATER)
        assert not conn.in_transaction

    def test_new_work_clears_what_could_be_redone(self, conn: sqlite3.Connection) -> None:
        self.add(conn, "A")
        journal.undo(conn, LATER)
        self.add(conn, "B")
        with pytest.raises(NotFound):
            journal.redo(conn, LATER)
        assert conn.execute("SELECT count(DISTINCT step_id) FROM journal_row").fetchone() == (1,)

    def test_work_that_changed_nothing_leaves_no_step_and_keeps_redo(
        self, conn: sqlite3.Connection
    ) -> None:
        self.add(conn, "A")
        self.add(conn, "B")
        journal.undo(conn, LATER)
        with step(conn, "deal.set"):
            conn.execute("UPDATE deal SET title = 'A'")
        assert [record.action for record in journal.history(conn, 9)] == ["deal.add", "deal.add"]
        assert journal.redo(conn, LATER).details == {"deal": "B"}

    def test_failed_work_leaves_no_step(self, conn: sqlite3.Connection) -> None:
        with pytest.raises(sqlite3.IntegrityError), step(conn):
            add_deal(conn, "A", stage=99)
        self.add(conn, "B")
        assert len(journal.history(conn, 9)) == 1

    def test_survives_a_restart(
        self, path: Path, clock: FixedClock, conn: sqlite3.Connection
    ) -> None:
        self.add(conn, "A")
        self.add(conn, "B")
        journal.undo(conn, LATER)
        conn.close()
        again = connection.open_writer(path, clock)
        assert journal.redo(again, LATER).details == {"deal": "B"}
        assert self.titles(again) == "AB"
        again.close()

    def test_is_one_whichever_program_works(
        self, path: Path, clock: FixedClock, conn: sqlite3.Connection
    ) -> None:
        other = connection.open_writer(path, clock)
        self.add(conn, "A")
        self.add(other, "B")
        self.add(conn, "C")
        assert [journal.undo(other, LATER).details["deal"] for _ in "ABC"] == ["C", "B", "A"]
        assert journal.redo(conn, LATER).details == {"deal": "A"}
        other.close()

    def test_keeps_the_last_thousand_steps(self, conn: sqlite3.Connection) -> None:
        conn.execute("PRAGMA synchronous=OFF")
        for number in range(journal.KEPT + 5):
            self.add(conn, f"{number},")
        for number in reversed(range(5, journal.KEPT + 5)):
            assert journal.undo(conn, LATER).details == {"deal": f"{number},"}
        with pytest.raises(NotFound):
            journal.undo(conn, LATER)
        assert self.titles(conn) == "0,1,2,3,4,"

    def test_records_nothing_outside_a_step(self, conn: sqlite3.Connection) -> None:
        add_deal(conn, "A")
        assert conn.execute("SELECT count(*) FROM journal_row").fetchone() == (0,)

    def test_has_one_step_at_a_time(self, conn: sqlite3.Connection) -> None:
        with pytest.raises(RuntimeError, match="already open"), step(conn):
            journal.begin_step(conn, "deal.add", {}, AT)
        self.add(conn, "A")

    def test_refuses_a_step_whose_rows_are_gone(self, conn: sqlite3.Connection) -> None:
        self.add(conn, "A")
        conn.execute("DELETE FROM deal")
        with pytest.raises(PipelineError, match="no longer fits") as caught:
            journal.undo(conn, LATER)
        assert "Nothing was changed" in str(caught.value)
        assert len(journal.history(conn, 9)) == 1

    def test_refuses_a_step_that_would_leave_rows_pointing_to_nothing(
        self, conn: sqlite3.Connection
    ) -> None:
        add_deal(conn, "A")
        with step(conn):
            conn.execute("UPDATE deal SET stage_id = 2")
            conn.execute("DELETE FROM stage WHERE id = 1")
        conn.execute("PRAGMA foreign_keys=OFF")  # damage done by another program
        conn.execute("DELETE FROM journal_row WHERE op = 'D'")
        conn.execute("PRAGMA foreign_keys=ON")
        with pytest.raises(PipelineError, match="cannot be taken back"):
            journal.undo(conn, LATER)
        assert conn.execute("SELECT stage_id FROM deal").fetchone() == (2,)


class TestHistory:
    def test_tells_steps_latest_first_with_the_undone_on_top(
        self, conn: sqlite3.Connection
    ) -> None:
        for name in "ABCD":
            with step(conn, "deal.add", deal=name):
                add_deal(conn, name)
        journal.undo(conn, LATER)
        journal.undo(conn, LATER)
        told = [(r.details["deal"], r.undone, r.at, r.rows) for r in journal.history(conn, 9)]
        assert told == [
            ("D", True, LATER, 1),
            ("C", True, LATER, 1),
            ("B", False, AT, 1),
            ("A", False, AT, 1),
        ]
        assert [r.details["deal"] for r in journal.history(conn, 3)] == ["D", "C", "B"]

    def test_keeps_what_was_told_during_the_step(self, conn: sqlite3.Connection) -> None:
        with step(conn, "import") as number:
            add_deal(conn, "A")
            journal.describe_step(conn, number, {"count": "1", "file": "Aufträge.csv"})
        assert journal.history(conn, 1)[0].details == {"count": "1", "file": "Aufträge.csv"}
        assert journal.undo(conn, LATER).undone
        assert not journal.redo(conn, LATER).undone
