"""Everything can leave, and come back as it was."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from pipeline_tui import __version__
from pipeline_tui.clock import FixedClock
from pipeline_tui.domain.filter import parse_filter
from pipeline_tui.domain.records import Deal
from pipeline_tui.errors import InputError
from pipeline_tui.services import (
    closing as closings,
)
from pipeline_tui.services import deals, editing, followups, history, linking, reading, reasons
from pipeline_tui.services.closing import Loss
from pipeline_tui.services.demo import demo_database
from pipeline_tui.services.desk import Desk
from pipeline_tui.services.exporting import export_all, export_deals
from pipeline_tui.services.importing import ImportResult, import_file
from pipeline_tui.store import dump, journal, migrations
from pipeline_tui.transfer.layout import OWN_FIELDS
from pipeline_tui.transfer.line_tables import TABLES
from tests.services.office import MONDAY, MovableClock, Office, everything

Lines = list[dict[str, Any]]


def all_of(desk: Desk) -> str:
    out = io.StringIO()
    export_all(desk, out)
    return out.getvalue()


def table_of(desk: Desk, *, raw: bool = False) -> str:
    out = io.StringIO(newline="")
    export_deals(desk, out, raw=raw)
    return out.getvalue()


def written(folder: Path, text: str, name: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8", newline="")
    return path


def counts(result: ImportResult) -> tuple[int, ...]:
    return (result.new, result.changed, result.same, result.refused_count)


def exact(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table of data, versions included."""
    with closing(sqlite3.connect(path)) as conn:
        return {
            table: conn.execute(f"SELECT * FROM {table} ORDER BY id").fetchall()
            for table in dump.TABLES
        }


@pytest.fixture
def demo() -> Iterator[Desk]:
    """A desk with everything there can be: the demo's deals, with a day's work on them."""
    clock = FixedClock(MONDAY)
    desk = Desk(demo_database("de", clock), clock)
    editing.set_field(desk, 3, "benefit", 'Zeile mit ", ; und „Zeichen“ 👩‍🚀')
    editing.set_field(desk, 4, "title", "=HYPERLINK(1)")
    editing.set_field(desk, 4, "phone", "+49 30 1")
    deals.log(desk, 5, "zwei\nZeilen", "note")
    deals.win(desk, 6)
    deals.delete(desk, [7])
    followups.add_followup(desk, None, "call the tax office fri")
    with closing(sqlite3.connect(desk.path)) as conn:
        conn.execute('UPDATE deal SET extra = \'{"Hat": "red"}\' WHERE id = 8')
        conn.execute("UPDATE deal SET origin = 'old', external_id = 'x9' WHERE id = 9")
        conn.commit()
    yield desk
    desk.close()


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path / "other.db", MovableClock())
    yield desk
    desk.close()


class TestDisqualifiedLeads:
    def test_come_back_as_leads_from_a_table_of_deals(
        self, office: Office, other: Desk, tmp_path: Path
    ) -> None:
        office.add("Acme: lead @prospect call fri")
        office.add("Acme: deal @proposal call fri")
        for number in (1, 2):
            deals.lose(office.desk, number, "no_need")
        path = written(tmp_path, table_of(office.desk), "deals.csv")
        result = import_file(other, path)
        assert counts(result) == (2, 0, 0, 0)
        for desk in (office.desk, other):
            found = {one.title: (one.disqualified, one.verified)
                     for one in (reading.deal(desk, 1), reading.deal(desk, 2)) if one}  # fmt: skip
            assert found == {"lead": (True, False), "deal": (False, True)}
        assert import_file(other, path).same == 2

    def test_are_disqualified_where_they_were_open(self, office: Office, tmp_path: Path) -> None:
        office.add("Acme: lead @prospect call fri")
        deals.lose(office.desk, 1, "no_need")
        path = written(tmp_path, table_of(office.desk), "deals.csv")
        history.undo(office.desk)
        assert import_file(office.desk, path).changed == 1
        deal = office.deal(1)
        assert (deal.stage_kind, deal.disqualified, deal.verified) == ("lost", True, False)


class TestEverything:
    def test_goes_into_an_empty_file_as_it_was(
        self, demo: Desk, other: Desk, tmp_path: Path
    ) -> None:
        path = written(tmp_path, all_of(demo), "all.jsonl")
        result = import_file(other, path)
        assert (result.preset, counts(result)) == ("own", (39, 0, 0, 0))
        assert exact(other.path) == exact(demo.path)
        assert all_of(other) == all_of(demo)

    def test_of_the_first_schema_leaves_a_new_database_its_identity(
        self, demo: Desk, office: Office, tmp_path: Path
    ) -> None:
        mine = office.value("SELECT value FROM setting WHERE key = 'uid'")
        lines = [line for line in all_of(demo).splitlines() if '"key": "uid"' not in line]
        import_file(office.desk, written(tmp_path, "\n".join(lines), "all.jsonl"))
        assert office.rows("SELECT value FROM setting WHERE key = 'uid'") == [(mine,)]
        assert len(office.rows("SELECT * FROM deal")) == 39

    def test_goes_into_a_new_database_and_can_be_taken_back(
        self, demo: Desk, office: Office, tmp_path: Path
    ) -> None:
        before = everything(office.path)
        import_file(office.desk, written(tmp_path, all_of(demo), "all.jsonl"))
        assert exact(office.path) == exact(demo.path)
        history.undo(office.desk)
        assert everything(office.path) == before
        history.redo(office.desk)
        assert everything(office.path) == everything(demo.path)

    def test_says_first_what_it_is(self, demo: Desk) -> None:
        head, *rows = [json.loads(line) for line in all_of(demo).splitlines()]
        assert head == {"schema": 1, "program": "pipeline-tui", "version": __version__}
        assert {row["table"] for row in rows} <= set(dump.TABLES)
        assert all("search" not in row for row in rows)

    def test_is_the_same_byte_for_byte(self, demo: Desk) -> None:
        assert all_of(demo) == all_of(demo)

    def test_counts_its_rows_and_page_by_page(
        self, demo: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        whole = all_of(demo)
        monkeypatch.setattr(dump, "_PAGE", 3)
        out = io.StringIO()
        assert export_all(demo, out) == whole.count("\n") - 1
        assert out.getvalue() == whole

    def test_of_no_database_is_a_head(self, other: Desk) -> None:
        assert all_of(other).count("\n") == 1
        assert not other.path.exists()

    def test_has_every_table_and_column_of_the_schema(self, demo: Desk) -> None:
        assert sorted(dump.TABLES) == journal.data_tables(demo.reader)
        assert list(TABLES) == list(dump.TABLES)
        for table, columns in TABLES.items():
            assert list(columns) == dump.columns_of(demo.reader, table)

    def test_points_to_parents_as_the_schema_does(self, demo: Desk) -> None:
        for table, columns in TABLES.items():
            rows = demo.reader.execute(f"PRAGMA foreign_key_list({table})").fetchall()
            parents = {name: column.parent for name, column in columns.items() if column.parent}
            assert {row[3]: row[2] for row in rows} == parents

    def test_has_defaults_where_the_schema_has(self, demo: Desk) -> None:
        for table, columns in TABLES.items():
            for row in demo.reader.execute(f"PRAGMA table_info({table})").fetchall():
                name, needed = row[1], row[3] and row[4] is None
                if name in columns and name != "id":
                    assert columns[name].required == bool(needed), (table, name)
        assert migrations.VERSION >= 1


class TestEverythingBesideDeals:
    def merged(self, office: Office, folder: Path, text: str) -> ImportResult:
        return import_file(office.desk, written(folder, text, "all.jsonl"))

    def test_adds_what_is_missing_with_all_that_hangs_on_it(
        self, demo: Desk, office: Office, tmp_path: Path
    ) -> None:
        office.add("Mine: alone 1k")
        result = self.merged(office, tmp_path, all_of(demo))
        assert counts(result) == (39, 0, 0, 0)
        assert result.stages_made == ()
        theirs, ours = exact(demo.path), exact(office.path)
        for table in ("deal_tag", "followup", "activity", "stay", "field_change"):
            mine = len(ours[table]) - (table == "stay")
            assert mine == len(theirs[table]), table
        assert len(ours["deal"]) == 40
        assert len(ours["company"]) == len(theirs["company"]) + 1
        with closing(sqlite3.connect(office.path)) as conn:
            assert conn.execute("PRAGMA foreign_key_check").fetchall() == []
            found = conn.execute("SELECT search FROM deal WHERE title LIKE '=HYP%'").fetchone()
        assert "=hyperlink(1)" in found[0]
        assert office.value("SELECT count(*) FROM followup WHERE deal_id IS NULL") == 1

    def test_twice_adds_nothing(self, demo: Desk, office: Office, tmp_path: Path) -> None:
        office.add()
        self.merged(office, tmp_path, all_of(demo))
        before = exact(office.path)
        assert counts(self.merged(office, tmp_path, all_of(demo))) == (0, 0, 39, 0)
        assert exact(office.path) == before
        assert counts(self.merged(office, tmp_path, all_of(office.desk))) == (0, 0, 40, 0)

    def test_brings_each_series_in_as_one(self, demo: Desk, office: Office, tmp_path: Path) -> None:
        first = followups.add_followup(demo, 8, "report fri 10:00 every week")
        followups.done(demo, first)
        office.add("Mine: alone 1k call Ito fri")
        self.merged(office, tmp_path, all_of(demo))
        rows = office.rows(
            "SELECT id, series, state, repeat_time FROM followup WHERE text = 'report' ORDER BY id"
        )
        (done, *_rest), (_open, *told) = rows
        assert told == [done, "open", "10:00"]

    def test_leaves_a_series_that_is_here_already_to_itself(
        self, demo: Desk, office: Office, tmp_path: Path
    ) -> None:
        first = followups.add_followup(demo, None, "report fri every week")
        office.add("Mine: alone 1k call Ito fri")
        self.merged(office, tmp_path, all_of(demo))
        demo.clock = FixedClock(MONDAY + timedelta(days=1))
        demo.close()
        followups.done(demo, first)
        self.merged(office, tmp_path, all_of(demo))
        rows = office.rows("SELECT series, state FROM followup WHERE text = 'report'")
        assert rows == [(None, "open"), (None, "open")]

    def test_can_be_taken_back(self, demo: Desk, office: Office, tmp_path: Path) -> None:
        office.add("Mine: alone 1k")
        before = everything(office.path)
        self.merged(office, tmp_path, all_of(demo))
        after = everything(office.path)
        history.undo(office.desk)
        assert everything(office.path) == before
        history.redo(office.desk)
        assert everything(office.path) == after

    def test_updates_deals_that_are_there(self, demo: Desk, office: Office, tmp_path: Path) -> None:
        office.add()
        self.merged(office, tmp_path, all_of(demo))
        editing.set_field(demo, 3, "value", "77k")
        editing.set_field(demo, 9, "company", "Ganz neue AG")
        result = self.merged(office, tmp_path, all_of(demo))
        assert counts(result) == (0, 2, 37, 0)
        assert office.value("SELECT count(*) FROM deal WHERE value_minor = 7700000") == 1
        name = "SELECT c.name FROM deal d JOIN company c ON c.id = d.company_id"
        assert office.value(name + " WHERE d.external_id = 'x9'") == "Ganz neue AG"

    def test_stands_below_what_is_there(self, office: Office, tmp_path: Path) -> None:
        theirs = Office(tmp_path / "theirs.db")
        for title in ("three", "two", "one"):
            theirs.add(f"{title} @proposal")
        office.add("zero @proposal")
        self.merged(office, tmp_path, all_of(theirs.desk))
        titles = [office.deal(number).title for number in office.order("Proposal")]
        assert titles == ["zero", "one", "two", "three"]
        theirs.desk.close()

    def test_brings_stages_that_are_not_there(self, office: Office, tmp_path: Path) -> None:
        theirs = Office(tmp_path / "theirs.db")
        with closing(sqlite3.connect(theirs.path)) as conn:
            conn.execute("UPDATE stage SET name = 'Test drive', key = '' WHERE key = 'proposal'")
            conn.execute("UPDATE stage SET name = 'Offer', key = 'x' WHERE key = 'negotiation'")
            conn.execute("UPDATE stage SET name = 'Signed', key = '' WHERE key = 'won'")
            conn.execute("UPDATE stage SET name = 'Hello' WHERE key = 'first_contact'")
            conn.commit()
        number = theirs.add("A @Test")
        box = theirs.value("SELECT id FROM criterion WHERE stage_id = 4 LIMIT 1")
        deals.tick(theirs.desk, number, box, True)
        theirs.add("B @Signed")
        theirs.add("C @Hello")
        office.add()
        result = self.merged(office, tmp_path, all_of(theirs.desk))
        assert result.stages_made == ("Test drive", "Offer")
        rows = office.rows("SELECT d.title, s.name FROM deal d JOIN stage s ON s.id = d.stage_id")
        assert ("A", "Test drive") in rows
        assert ("B", "Won") in rows
        assert ("C", "First contact") in rows
        made = office.rows("SELECT probability FROM stage WHERE name = 'Test drive'")
        assert made == [(50,)]
        theirs.desk.close()

    def test_takes_criteria_that_are_ours(self, office: Office, tmp_path: Path) -> None:
        theirs = Office(tmp_path / "theirs.db")
        number = theirs.add("A @proposal")
        boxes = [row[0] for row in theirs.rows("SELECT id FROM criterion WHERE stage_id = 4")]
        for box in boxes[:2]:
            deals.tick(theirs.desk, number, box, True)
        with closing(sqlite3.connect(theirs.path)) as conn:
            conn.execute("UPDATE criterion SET text = 'Their own' WHERE id = ?", (boxes[0],))
            conn.commit()
        office.add()
        self.merged(office, tmp_path, all_of(theirs.desk))
        assert office.rows("SELECT deal_id, criterion_id FROM tick") == [(2, boxes[1])]
        theirs.desk.close()

    def test_tells_two_deals_of_one_name_apart(self, office: Office, tmp_path: Path) -> None:
        theirs = Office(tmp_path / "theirs.db")
        theirs.add("Acme: same 1k")
        theirs.add("Acme: same 2k")
        office.add("Other: one")
        assert self.merged(office, tmp_path, all_of(theirs.desk)).new == 2
        assert counts(self.merged(office, tmp_path, all_of(theirs.desk))) == (0, 0, 2, 0)
        theirs.desk.close()


class TestADamagedExport:
    def lines(self, desk: Desk) -> Lines:
        return [json.loads(line) for line in all_of(desk).splitlines()]

    def refusal(self, other: Desk, folder: Path, rows: Lines) -> InputError:
        text = "".join(json.dumps(row) + "\n" for row in rows)
        path = written(folder, text, "all.jsonl")
        with pytest.raises(InputError) as caught:
            import_file(other, path)
        assert caught.value.where.startswith(str(path))
        assert caught.value.kept == "Nothing was imported"
        return caught.value

    def test_is_refused_as_a_whole(self, demo: Desk, office: Office, tmp_path: Path) -> None:
        office.add()
        before = everything(office.path)
        rows = self.lines(demo)
        rows[-1]["at" if "at" in rows[-1] else "id"] = "yesterday"
        found = self.refusal(office.desk, tmp_path, rows)
        assert found.where.endswith(f":{len(rows)}")
        assert everything(office.path) == before

    def test_with_a_row_that_points_to_nothing_is_refused(
        self, demo: Desk, other: Desk, tmp_path: Path
    ) -> None:
        rows = [row for row in self.lines(demo) if row.get("table") != "contact"]
        assert "contact_id is not in the file" in self.refusal(other, tmp_path, rows).what

    def test_with_a_row_twice_is_refused(self, demo: Desk, other: Desk, tmp_path: Path) -> None:
        rows = self.lines(demo)
        assert "contradict" in self.refusal(other, tmp_path, [*rows, rows[-1]]).what

    def test_with_two_rows_of_one_name_is_refused(
        self, demo: Desk, other: Desk, tmp_path: Path
    ) -> None:
        rows = self.lines(demo)
        company = next(row for row in rows if row.get("table") == "company")
        found = self.refusal(other, tmp_path, [*rows, {**company, "id": 999}])
        assert "contradict" in found.what

    def test_of_a_head_alone_is_refused(self, demo: Desk, other: Desk, tmp_path: Path) -> None:
        assert "no rows" in self.refusal(other, tmp_path, self.lines(demo)[:1]).what


class TestDealsAsATable:
    def rows(self, desk: Desk, *, raw: bool = False) -> dict[str, dict[str, str]]:
        found = csv.DictReader(io.StringIO(table_of(desk, raw=raw), newline=""))
        return {row["id"]: row for row in found}

    def test_have_the_names_of_their_json_fields(self, demo: Desk) -> None:
        assert table_of(demo).partition("\r\n")[0].split(",") == list(OWN_FIELDS)
        assert len(self.rows(demo)) == 39

    def test_are_written_for_a_spreadsheet(self, office: Office) -> None:
        office.add(
            "Acme: Line 1234.5 CHF @proposal call Ito 2026-12-01 9:30 close:2026-12-18"
            " contact:Ito !high frost #b #a"
        )
        row = self.rows(office.desk)["1"]
        expected = {
            "title": "Line", "company": "Acme", "contact": "Ito", "stage": "Proposal",
            "stage_kind": "open", "value": "1234.50", "currency": "CHF", "probability": "0.5",
            "weighted": "617.25", "category": "pipeline", "expected_close": "2026-12-18",
            "risk_level": "high", "risk": "frost", "next_step_due": "2026-12-01",
            "next_step_time": "09:30", "state": "later", "tags": "a b", "created": "2026-11-23",
            "closed": "", "lost_reason": "",
        }  # fmt: skip
        assert {name: row[name] for name in expected} == expected

    def test_cannot_run_as_formulas(self, demo: Desk) -> None:
        assert self.rows(demo)["4"]["title"] == "'=HYPERLINK(1)"
        assert self.rows(demo, raw=True)["4"]["title"] == "=HYPERLINK(1)"

    @pytest.mark.parametrize("raw", [False, True])
    def test_are_found_again(self, raw: bool, demo: Desk, tmp_path: Path) -> None:
        before = exact(demo.path)
        path = written(tmp_path, table_of(demo, raw=raw), "deals.csv")
        result = import_file(demo, path)
        assert (result.preset, counts(result)) == ("own", (0, 0, 39, 0))
        assert exact(demo.path) == before

    def test_bring_back_what_was_changed_in_them(self, office: Office, tmp_path: Path) -> None:
        for title in ("one", "two", "two"):
            office.add(f"Acme: {title} 1k @proposal")
        text = table_of(office.desk).replace("one,Acme", "One more,Acme").replace("1000", "2000")
        result = import_file(office.desk, written(tmp_path, text, "deals.csv"))
        assert counts(result) == (0, 3, 0, 0)
        assert office.deal(1).title == "One more"
        assert office.rows("SELECT DISTINCT value_minor FROM deal") == [(200000,)]

    def test_keep_what_was_noted_on_closing(
        self, office: Office, other: Desk, tmp_path: Path
    ) -> None:
        """Of a loss whose reason only our list knows its code stands before the note there."""
        for title in ("won", "sold", "other", "ours", "open"):
            office.add(f"Acme: {title} 1k @proposal call fri")
        reasons.add(office.desk, "Bad chemistry")
        deals.win(office.desk, 1, "liked the pilot")
        deals.win(office.desk, 2, '=cheap, "fast"')
        deals.move(office.desk, 2, office.stage("Onboarding"))
        deals.lose(office.desk, 3, "other", "their budget went")
        deals.lose(office.desk, 4, "Bad chemistry", "with the new head")
        noted = {number: office.deal(number).closed_note for number in range(1, 6)}
        assert noted == {1: "liked the pilot", 2: '=cheap, "fast"', 3: "their budget went",
                         4: "with the new head", 5: ""}  # fmt: skip
        path = written(tmp_path, table_of(office.desk), "deals.csv")
        assert counts(import_file(office.desk, path)) == (0, 0, 5, 0)
        assert counts(import_file(other, path)) == (5, 0, 0, 0)
        there = {one.title: one.closed_note for one in reading.deals(other, parse_filter("is:any"))}
        assert there.pop("ours").endswith(": with the new head")
        assert there == {"won": noted[1], "sold": noted[2], "other": noted[3], "open": ""}

    def test_bring_back_a_note_that_was_changed(self, office: Office, tmp_path: Path) -> None:
        office.add("Acme: one 1k @proposal call fri")
        deals.win(office.desk, 1, "liked it")
        text = table_of(office.desk).replace("liked it", "loved it")
        assert import_file(office.desk, written(tmp_path, text, "deals.csv")).changed == 1
        assert office.deal(1).closed_note == "loved it"

    def test_of_a_deal_that_is_gone_touch_no_other(self, office: Office, tmp_path: Path) -> None:
        for value in range(1, 6):
            office.add(f"Acme: same {value}k @proposal")
        path = written(tmp_path, table_of(office.desk), "deals.csv")
        deals.delete(office.desk, [5, 3])
        assert counts(import_file(office.desk, path)) == (2, 0, 3, 0)
        values = [row[0] for row in office.rows("SELECT value_minor FROM deal ORDER BY id")]
        assert values == [100000, 200000, 400000, 500000, 300000]

    def test_go_into_another_database_without_mixing(self, office: Office, tmp_path: Path) -> None:
        theirs = Office(tmp_path / "theirs.db")
        office.add("Mine: one 1k")
        office.add("Mine: two 2k")
        theirs.add("Theirs: three 3k")
        theirs.add("Theirs: four 4k")
        path = written(tmp_path, table_of(theirs.desk), "deals.csv")
        assert counts(import_file(office.desk, path)) == (2, 0, 0, 0)
        assert counts(import_file(office.desk, path)) == (0, 0, 2, 0)
        assert office.deal(1).title == "one"
        theirs.desk.close()

    def test_with_numbers_beyond_all_counting_are_read(
        self, office: Office, tmp_path: Path
    ) -> None:
        office.add("Acme: one")
        header, row = table_of(office.desk).splitlines()
        text = f"{header}\n999999999999{row[1:].replace('one', 'two')}\nx{row}\n{row},more\n"
        result = import_file(office.desk, written(tmp_path, text, "deals.csv"))
        assert counts(result) == (1, 0, 1, 1)


class TestDealsThatCameFromOthers:
    @pytest.fixture
    def chain(self, office: Office) -> Office:
        """1 sold and renewed twice over (2, 3), 4 a follow-on deal of it, 5 lost and back as 6,
        7 lost with an answer, 8 a renewal whose parent is gone."""
        office.ask_nothing()
        for title in ("sold", "lost", "answered", "gone"):
            office.add(f"Acme: {title} 10k @proposal call fri !high frost")
        desk = office.desk
        deals.win(desk, 1)
        second = linking.add_linked(desk, 1, "renewal", "2027-03-01")
        linking.add_linked(desk, 1, "follow_on", "2027-04-01")
        deals.win(desk, second)
        linking.add_linked(desk, second, "renewal", "2028-03-01")
        closings.lose_all(desk, [2], Loss("timing", "", None, "2027-02-01"))
        closings.lose_all(desk, [3], Loss("price", "", True))
        deals.win(desk, 4)
        linking.add_linked(desk, 4, "renewal", "2027-05-01")
        deals.delete(desk, [4])
        return office

    def told(self, desk: Desk) -> list[tuple[object, ...]]:
        """Every deal as far as this goes, the one it came from by its title and its own origin."""
        found = {one.id: one for one in reading.deals(desk, parse_filter("is:any"))}

        def line(deal: Deal | None) -> tuple[object, ...]:
            if deal is None:
                return ()
            from_ = line(found[deal.parent_id]) if deal.parent_id else ()
            return (deal.title, deal.link, deal.risk_was_reason, deal.renewal_on, from_)

        return sorted(map(line, found.values()), key=repr)

    @pytest.mark.parametrize("turned", [False, True], ids=["in order", "children first"])
    def test_come_back_with_answer_parent_link_and_day(
        self, chain: Office, tmp_path: Path, turned: bool
    ) -> None:
        there = Office(tmp_path / "there.db")
        there.ask_nothing()
        for number in range(5):
            there.add(f"Other: deal {number}")
        mine = self.told(there.desk)
        head, *rows = table_of(chain.desk).splitlines(keepends=True)
        path = written(tmp_path, head + "".join(rows[::-1] if turned else rows), "deals.csv")
        result = import_file(there.desk, path)
        assert (counts(result), result.remarks) == ((8, 0, 0, 0), ())
        whole = self.told(chain.desk)
        assert len({one[1:4] for one in whole}) > 5
        assert self.told(there.desk) == sorted(whole + mine, key=repr)
        assert counts(import_file(there.desk, path)) == (0, 0, 8, 0)
        after = there.everything()
        history.undo(there.desk)
        assert self.told(there.desk) == mine
        history.redo(there.desk)
        assert there.everything() == after
        there.desk.close()

    def test_are_the_same_where_they_came_from(self, chain: Office, tmp_path: Path) -> None:
        before = exact(chain.path)
        path = written(tmp_path, table_of(chain.desk), "deals.csv")
        assert counts(import_file(chain.desk, path)) == (0, 0, 8, 0)
        assert exact(chain.path) == before

    def edited(self, office: Office, folder: Path, number: int, **cells: str) -> ImportResult:
        rows = list(csv.DictReader(io.StringIO(table_of(office.desk), newline="")))
        for row in rows:
            row.update(cells if row["id"] == str(number) else {})
        out = io.StringIO(newline="")
        writer = csv.DictWriter(out, list(OWN_FIELDS))
        writer.writeheader()
        writer.writerows(rows)
        return import_file(office.desk, written(folder, out.getvalue(), "edited.csv"))

    def test_take_what_was_changed_in_the_table(self, chain: Office, tmp_path: Path) -> None:
        answered = next(one for one in self.told(chain.desk) if one[0] == "answered")
        assert answered[2] is True
        result = self.edited(chain, tmp_path, 3, risk_was_reason="0", parent="1", link="follow_on")
        assert (counts(result), result.remarks) == ((0, 1, 7, 0), ())
        deal = chain.deal(3)
        assert (deal.risk_was_reason, deal.parent_id, deal.link) == (False, 1, "follow_on")
        assert ("risk_was_reason", "yes", "no") in chain.rows(
            "SELECT field, old, new FROM field_change WHERE deal_id = 3"
        )
        result = self.edited(chain, tmp_path, 3, parent="2")
        assert counts(result) == (0, 1, 7, 0)
        assert chain.deal(3).parent_id == 2
        assert counts(self.edited(chain, tmp_path, 3, parent="")) == (0, 0, 8, 0)
        assert chain.deal(3).parent_id == 2

    def only(self, office: Office, folder: Path, titles: str) -> Path:
        head, *rows = table_of(office.desk).splitlines(keepends=True)
        some = [row for row in rows if row.split(",")[1] in titles.split("|")]
        return written(folder, head + "".join(some), "some.csv")

    def test_are_found_by_number_only_in_the_database_they_are_from(
        self, chain: Office, tmp_path: Path
    ) -> None:
        path = self.only(chain, tmp_path, "sold (follow-on)|answered")
        with closing(sqlite3.connect(chain.path)) as conn:
            conn.execute("UPDATE deal SET parent_id = NULL")
            conn.commit()
        result = import_file(chain.desk, path)
        assert (counts(result), result.remarks) == ((0, 1, 1, 0), ())
        deal = next(
            one for one in reading.deals(chain.desk, parse_filter("is:any"))
            if one.title == "sold (follow-on)"
        )  # fmt: skip
        assert deal.parent_id == 1
        office = Office(tmp_path / "third.db")
        office.add("Other: no parent of theirs")
        result = import_file(office.desk, path)
        assert counts(result) == (2, 0, 0, 0)
        reason = "The deal it came from is left out: there is no number 1 in the file"
        assert [(one.line, one.reason) for one in result.remarks] == [(2, reason)]
        made = office.deal(2)
        assert (made.title, made.parent_id, made.link) == ("sold (follow-on)", None, "follow_on")
        office.desk.close()

    def test_are_not_guessed_where_a_number_stands_twice_or_is_their_own(
        self, chain: Office, other: Desk, tmp_path: Path
    ) -> None:
        text = table_of(chain.desk)
        sold = next(line for line in text.splitlines(keepends=True) if line.startswith("1,"))
        path = written(tmp_path, text + sold.replace("sold", "twin"), "deals.csv")
        result = import_file(other, path)
        assert result.new == 9
        assert {one.reason for one in result.remarks} == {
            "The deal it came from is left out: the file has number 1 more than once"
        }
        assert result.remark_count == len(result.remarks) == 2
        result = self.edited(chain, tmp_path, 3, parent="3")
        assert counts(result) == (0, 0, 8, 0)
        assert "number 3 is the deal itself" in result.remarks[0].reason

    @pytest.mark.parametrize(
        ("column", "cell", "said"),
        [
            ("risk_was_reason", "maybe", "maybe is neither 0 nor 1"),
            ("parent", "Acme", "Acme is not the number of a deal"),
            ("link", "cousin", "cousin is no way in which a deal comes from another one"),
        ],
    )
    def test_with_what_is_none_of_these_are_refused(
        self, chain: Office, tmp_path: Path, column: str, cell: str, said: str
    ) -> None:
        before = chain.everything()
        result = self.edited(chain, tmp_path, 3, **{column: cell})
        assert counts(result) == (0, 0, 7, 1)
        assert result.refused[0].reason == said
        assert chain.everything() == before
