"""Bringing a CSV file in: what becomes of its rows, and of the same file again."""

from __future__ import annotations

import csv
import os
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pipeline_tui.clock import instant
from pipeline_tui.domain.records import Deal
from pipeline_tui.errors import DatabaseUnusable, InputError, PipelineError, Stopped
from pipeline_tui.i18n import use_language
from pipeline_tui.services import deals, editing, followups, history, import_rows, options
from pipeline_tui.services.desk import Desk
from pipeline_tui.services.importing import ImportResult, Mapping, import_file, load_mapping
from pipeline_tui.store import backup, bulk, connection, reads, upkeep
from pipeline_tui.transfer.mapping import mapping
from tests.services.office import MONDAY, MovableClock, Office, everything

MAVEN = (
    "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value\n"
    "1C1I7A6R,Moses Frase,GTX Plus Basic,Cancity,Won,2016-10-20,2017-03-01,1054\n"
    "Z063OYW0,Darcel Schlecht,GTXPro,Isdom,Lost,2016-10-25,2017-03-11,0\n"
    "6CWZFOHJ,Anna Snelling,GTX Basic,,Prospecting,,,\n"
    "EC4QE1BX,Anna Snelling,MG Special,cancity,Engaging,2016-11-25,,\n"
)
IN_BOTH = ("new", "changed", "same", "refused_count")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "files"
    made.mkdir()
    return made


def written(folder: Path, text: str, name: str = "deals.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8", newline="")
    return path


def brought(office: Office, path: Path, **named: Any) -> ImportResult:
    return import_file(office.desk, path, **named)


def counts(result: ImportResult) -> tuple[int, ...]:
    return tuple(getattr(result, name) for name in IN_BOTH)


def imported(office: Office, folder: Path, text: str, **named: Any) -> ImportResult:
    return brought(office, written(folder, text), **named)


def by_title(office: Office) -> dict[str, Deal]:
    found = reads.deals(office.desk.reader, office.clock.today())
    return {deal.title: deal for deal in found}


def nothing_to_refresh(office: Office) -> int:
    """How many deals have something kept with them that is not what upkeep works out."""
    with closing(connection.open_writer(office.path, office.clock)) as conn:
        now = instant(office.clock.now())
        return upkeep.refresh(conn, office.clock.today(), now, upkeep.calendar(conn))


class TestTheMavenSet:
    def test_becomes_open_and_closed_deals(self, office: Office, folder: Path) -> None:
        result = imported(office, folder, MAVEN)
        assert counts(result) == (4, 0, 0, 0)
        assert (result.preset, result.stages_made) == ("maven", ("Prospecting", "Engaging"))
        won = by_title(office)["GTX Plus Basic"]
        assert (won.company, won.owner, won.product) == ("Cancity", "Moses Frase", won.title)
        assert (won.stage, won.value_minor, won.currency) == ("Won", 105400, "EUR")
        assert (won.created_at, won.closed_on) == ("2016-10-20T10:00:00Z", date(2017, 3, 1))
        lost = by_title(office)["GTXPro"]
        assert (lost.stage, lost.value_minor, lost.closed_on) == ("Lost", 0, date(2017, 3, 11))
        assert (won.state, lost.state) == (None, None)

    def test_has_two_open_stages_of_its_own_in_front(self, office: Office, folder: Path) -> None:
        imported(office, folder, MAVEN)
        stages = reads.stages(office.desk.reader)
        assert [stage.name for stage in stages[:3]] == ["Prospecting", "Engaging", "Prospect"]
        assert [stage.position for stage in stages] == list(range(1, 13))
        for stage, probability in zip(stages, (5, 25), strict=False):
            assert (stage.kind, stage.probability) == ("open", probability)
            assert (stage.contact_limit, stage.step_required) == (None, False)

    def test_waits_to_be_reviewed_without_ghosts(self, office: Office, folder: Path) -> None:
        imported(office, folder, MAVEN)
        office.clock.pass_days(60)
        found = by_title(office)["GTX Basic"]
        assert (found.state, found.company, found.value_minor) == ("none", None, None)
        assert found.created_at == instant(MovableClock(MONDAY).now())
        rows = office.rows("SELECT unreviewed, missing_since, ghost_on FROM deal ORDER BY id")
        assert rows == [(0, None, None), (0, None, None), (1, None, None), (1, None, None)]

    def test_keeps_companies_once_whatever_their_case(self, office: Office, folder: Path) -> None:
        imported(office, folder, MAVEN)
        names = office.rows("SELECT name FROM company ORDER BY id")
        assert names == [("Cancity",), ("Isdom",)]
        assert by_title(office)["MG Special"].company == "Cancity"

    def test_tells_where_deals_stood(self, office: Office, folder: Path) -> None:
        imported(office, folder, MAVEN)
        rows = office.rows(
            "SELECT d.title, s.name, y.entered_at, y.left_at, y.days, y.inferred FROM stay y"
            " JOIN deal d ON d.id = y.deal_id JOIN stage s ON s.id = y.stage_id"
            " WHERE d.title LIKE 'GTX _%' ORDER BY y.id"
        )
        begun, closed = "2016-10-20T10:00:00Z", "2017-03-01T11:00:00Z"
        assert rows[:2] == [
            ("GTX Plus Basic", "Engaging", begun, closed, 132, 1),
            ("GTX Plus Basic", "Won", closed, None, None, 1),
        ]
        assert rows[-1][1:] == ("Prospecting", "2026-11-23T11:00:00Z", None, None, 1)

    def test_counts_closed_deals_as_verified(self, office: Office, folder: Path) -> None:
        imported(office, folder, MAVEN)
        report = reads.pipeline_report(office.desk.reader, office.clock.today(), None)
        assert (report.won, report.lost, report.won_minor) == (1, 1, 105400)
        open_ones = office.value("SELECT count(*) FROM deal WHERE verified_at IS NULL")
        assert open_ones == 2

    def test_twice_adds_nothing_and_leaves_no_step(self, office: Office, folder: Path) -> None:
        imported(office, folder, MAVEN)
        before, steps = everything(office.path), office.steps()
        assert counts(imported(office, folder, MAVEN)) == (0, 0, 4, 0)
        assert everything(office.path) == before
        assert office.steps() == steps

    def test_goes_into_a_german_database(self, tmp_path: Path, folder: Path) -> None:
        office = Office(tmp_path / "de.db", "b2b-de")
        imported(office, folder, MAVEN)
        assert by_title(office)["GTXPro"].stage == "Verloren"
        office.desk.close()


class TestAnImport:
    def test_makes_the_database_in_the_language_spoken(self, tmp_path: Path, folder: Path) -> None:
        use_language("de")
        desk = Desk(tmp_path / "new.db", MovableClock())
        assert import_file(desk, written(folder, MAVEN)).new == 4
        names = [stage.name for stage in reads.stages(desk.reader)]
        assert "Erstkontakt" in names
        assert backup.list_backups(desk.path) == []
        desk.close()

    def test_backs_up_a_database_that_is_there(self, office: Office, folder: Path) -> None:
        office.add()
        imported(office, folder, MAVEN)
        assert [one.reason for one in backup.list_backups(office.path)] == ["import"]

    def test_is_one_undo_step(self, office: Office, folder: Path) -> None:
        office.add()
        before = everything(office.path)
        imported(office, folder, MAVEN + "X1,Jo,P,New AG,Strange stage,2016-10-20,,7\n")
        after = everything(office.path)
        assert office.say() == "5 deals imported"
        history.undo(office.desk)
        assert everything(office.path) == before
        history.redo(office.desk)
        assert everything(office.path) == after

    def test_keeps_what_upkeep_works_out(self, office: Office, folder: Path) -> None:
        imported(
            office,
            folder,
            "Title,Company,Contact,Stage,Created,Tags,Risk,Owner,Source\n"
            "Größe,Müller & Söhne,Ito,Proposal,2026-11-02,b a,frost,Jo,Fair\n"
            "Two,,,Parked,9998-01-02,,,,\n"
            "Three,,,Onboarding,,,,,\n",
        )
        assert nothing_to_refresh(office) == 0
        found = by_title(office)["Größe"]
        assert found.contact_due_on == date(2026, 11, 12)
        assert office.value("SELECT search FROM deal WHERE id = 1").startswith("grosse\nmuller")

    def test_can_be_stopped_and_leaves_nothing(self, office: Office, folder: Path) -> None:
        path = written(folder, "Title\n" + "".join(f"A{n}\n" for n in range(1200)) + "x,y\n")
        before = everything(office.path)
        seen: list[tuple[int, int]] = []

        def stop(done: int, total: int) -> bool:
            seen.append((done, total))
            return done < 1000

        with pytest.raises(Stopped, match="Nothing was imported"):
            brought(office, path, progress=stop)
        assert seen == [(500, 1201), (1000, 1201)]
        assert everything(office.path) == before
        assert office.steps() == []
        assert sorted(folder.iterdir()) == [path]

    def test_tells_how_far_it_is(self, office: Office, folder: Path) -> None:
        seen: list[tuple[int, int]] = []

        def tell(done: int, total: int) -> bool:
            seen.append((done, total))
            return True

        path = written(folder, "Title\n" + "A\n" * 2100)
        brought(office, path, progress=tell)
        assert seen[0] == (0, 2000)
        assert seen[-1] == (2100, 2100)

    def test_that_breaks_off_takes_the_refused_rows_along(
        self, office: Office, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = written(folder, "Title,Value\nA,NaN\nB,1\n")

        def full(*_args: object) -> None:
            error = sqlite3.OperationalError("full")
            error.sqlite_errorcode = sqlite3.SQLITE_FULL
            raise error

        monkeypatch.setattr(bulk.Bulk, "add_deal", full)
        with pytest.raises(DatabaseUnusable, match="disk is full"):
            brought(office, path)
        assert sorted(folder.iterdir()) == [path]
        assert office.value("SELECT step_id FROM journal_current") is None

    def test_of_a_file_that_goes_away_is_told(
        self, office: Office, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def gone(*_args: object) -> None:
            raise OSError(5, "Input/output error")

        monkeypatch.setattr(import_rows, "Converter", gone)
        with pytest.raises(InputError, match="Input/output error"):
            imported(office, folder, MAVEN)

    def test_needs_neither_sqlmodel_nor_how_a_line_is_typed(
        self, folder: Path, tmp_path: Path
    ) -> None:
        from tests.unit.fresh import modules_after

        path = written(folder, MAVEN)
        loaded = modules_after(
            "from pathlib import Path\n"
            "from pipeline_tui.clock import SystemClock\n"
            "from pipeline_tui.services.desk import Desk\n"
            "from pipeline_tui.services.importing import import_file\n"
            f"desk = Desk(Path({str(tmp_path / 'x.db')!r}), SystemClock())\n"
            f"assert import_file(desk, {str(path)!r}).new == 4"
        )
        heavy = {"sqlmodel", "pydantic", "textual", "tomllib", "tempfile"}
        assert (heavy | {"pipeline_tui.domain.quickadd"}) & loaded == set()


class TestADryRun:
    def test_says_what_would_happen_and_changes_nothing(self, office: Office, folder: Path) -> None:
        before = everything(office.path)
        result = imported(office, folder, MAVEN + "bad,Jo,P,A,Won,soon,,\n", dry_run=True)
        assert counts(result) == (4, 0, 0, 1)
        assert (result.dry_run, result.stages_made) == (True, ("Prospecting", "Engaging"))
        assert everything(office.path) == before
        assert office.steps() == []
        assert [path.name for path in folder.iterdir()] == ["deals.csv"]
        assert backup.list_backups(office.path) == []

    def test_creates_no_database(self, tmp_path: Path, folder: Path) -> None:
        desk = Desk(tmp_path / "new.db", MovableClock())
        assert import_file(desk, written(folder, MAVEN), dry_run=True).new == 4
        assert not desk.path.exists()
        assert not desk.exists

    def test_needs_a_folder_for_it_all_the_same(self, tmp_path: Path, folder: Path) -> None:
        desk = Desk(tmp_path / "nowhere" / "new.db", MovableClock())
        with pytest.raises(DatabaseUnusable, match="no folder"):
            import_file(desk, written(folder, MAVEN), dry_run=True)


class TestStagesOfAFile:
    def test_are_found_or_made_and_never_dropped(self, office: Office, folder: Path) -> None:
        result = imported(
            office,
            folder,
            "Title,Stage\nA,proposal\nB,Angebot gesendet\nC,Closed Won\nD,Moon landing\n"
            "E,moon landing\nF,\nG,On hold\nH,Kick-off\nI,!!\n",
        )
        stages = {title: deal.stage for title, deal in by_title(office).items()}
        assert stages == {
            "A": "Proposal", "B": "Proposal", "C": "Won", "D": "Moon landing",
            "E": "Moon landing", "F": "First contact", "G": "Parked", "H": "Onboarding",
            "I": "First contact",
        }  # fmt: skip
        assert result.stages_made == ("Moon landing",)
        order = [stage.name for stage in reads.stages(office.desk.reader)]
        assert order[4:6] == ["Negotiation", "Moon landing"]
        made = reads.stages(office.desk.reader)[5]
        assert (made.kind, made.probability, made.step_required) == ("open", 75, False)

    def test_are_found_by_their_marks_in_another_template(
        self, tmp_path: Path, folder: Path
    ) -> None:
        office = Office(tmp_path / "short.db", "short-en")
        result = imported(
            office, folder, "Title,Stage\nA,Qualified\nB,Lead In\nC,identify\nD,On hold\n"
        )
        stages = {title: deal.stage for title, deal in by_title(office).items()}
        assert stages == {"A": "Convince", "B": "Approach", "C": "Identify", "D": "Parked"}
        assert result.stages_made == ()

    def test_go_where_the_mapping_says(self, office: Office, folder: Path) -> None:
        said = mapping(stages={"closed won": "negotiation", "X": "Proposal"})
        imported(office, folder, "Title,Stage\nA,Closed Won\nB,x\n", mapping=said)
        stages = [deal.stage for deal in by_title(office).values()]
        assert sorted(stages) == ["Negotiation", "Proposal"]

    def test_must_be_ours_in_the_mapping(self, office: Office, folder: Path) -> None:
        said = mapping(stages={"x": "Nirvana"})
        with pytest.raises(InputError, match="no stage Nirvana") as caught:
            imported(office, folder, "Title,Stage\nA,x\n", mapping=said)
        assert "Proposal" in caught.value.todo
        assert caught.value.where.endswith("deals.csv")

    def test_may_not_be_hundreds(self, office: Office, folder: Path) -> None:
        text = "Title,Stage\n" + "".join(f"A,note number {n}\n" for n in range(201))
        with pytest.raises(PipelineError, match="200 new stages"):
            imported(office, folder, text)
        assert office.value("SELECT count(*) FROM stage") == 10

    def test_are_made_where_no_open_one_is_left(self, office: Office, folder: Path) -> None:
        with closing(sqlite3.connect(office.path)) as conn:
            conn.execute("DELETE FROM stage WHERE kind = 'open'")
            conn.commit()
        imported(office, folder, "Title,Stage\nA,Moon\nB,\n")
        first = reads.stages(office.desk.reader)[0]
        assert (first.name, first.probability) == ("Moon", 0)
        assert by_title(office)["B"].stage == "Moon"

    def test_from_the_marked_one_on_make_opportunities(self, office: Office, folder: Path) -> None:
        imported(office, folder, "Title,Stage\nA,Prospect\nB,Proposal\nC,Parked\nD,Onboarding\n")
        rows = office.rows("SELECT title FROM deal WHERE verified_at IS NOT NULL ORDER BY title")
        assert rows == [("B",), ("D",)]


class TestADealOfAFile:
    def test_brings_its_person(self, office: Office, folder: Path) -> None:
        imported(
            office,
            folder,
            "Title,Company,Contact,Phone,Email\nA,Acme,Meier,,m@a.de\nB,ACME,meier,030 1,x@y.z\n"
            "C,,Meier,,\nD,Acme,,040,\nE,Globex,Meier,,\nF,Acme,Meier,,\n",
        )
        found = by_title(office)
        assert found["A"].contact_id == found["B"].contact_id == found["F"].contact_id
        assert (found["A"].contact_phone, found["A"].contact_email) == ("", "m@a.de")
        others = {found[title].contact_id for title in "ACDE"}
        assert len(others) == 4
        assert (found["D"].contact, found["D"].contact_phone) == ("", "040")

    def test_finds_a_person_that_is_there(
        self, office: Office, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(bulk, "_MOST_KNOWN", 1)
        first = office.add("Acme: one contact:Meier")
        imported(
            office,
            folder,
            "Title,Company,Contact,Phone\nA,acme,MEIER,030 1\nB,Globex,Ito,\nC,Acme,Meier,9\n",
        )
        person = office.deal(first).contact_id
        assert [by_title(office)[title].contact_id for title in "AC"] == [person, person]
        assert office.deal(first).contact_phone == "030 1"
        assert office.value("SELECT count(*) FROM company") == 2

    def test_closes_on_the_day_it_says(self, office: Office, folder: Path) -> None:
        imported(
            office,
            folder,
            "Title,Stage,Created,Close date,Closed on,Lost reason\n"
            "A,Lost,2026-01-01,2026-02-02,2026-03-03,CEO left\nB,Won,2026-01-01,2026-02-02,,price\n"
            "C,Won,2026-01-01,,,\nD,Won,2027-05-05,2026-02-02,,\nE,Onboarding,,,2026-10-01,\n"
            "F,Proposal,,2026-12-12,2026-03-03,price\n",
        )
        found = by_title(office)
        closed = {title: deal.closed_on for title, deal in found.items()}
        assert closed["A"] == date(2026, 3, 3)
        assert closed["B"] == closed["D"] == date(2026, 2, 2)
        assert closed["C"] == MONDAY
        assert closed["E"] == date(2026, 10, 1)
        assert closed["F"] is None
        assert (found["A"].lost_reason, found["A"].closed_note) == ("other", "CEO left")
        assert found["B"].lost_reason is found["F"].lost_reason is None
        assert found["F"].expected_close == date(2026, 12, 12)
        assert office.value("SELECT min(days) FROM stay") == 0

    def test_has_a_probability_of_its_own_only_if_it_differs(
        self, office: Office, folder: Path
    ) -> None:
        imported(
            office, folder, "Title,Stage,Probability\nA,Proposal,50\nB,Proposal,60\nC,Won,90\n"
        )
        own = [by_title(office)[title].own_probability for title in "ABC"]
        assert own == [None, 60, None]

    def test_stands_below_those_that_are_there(self, office: Office, folder: Path) -> None:
        first = office.add("one @proposal")
        imported(office, folder, "Title,Stage\nA,Proposal\nB,Proposal\n")
        titles = [office.deal(number).title for number in office.order("Proposal")]
        assert titles == ["one", "A", "B"]
        assert office.order("Proposal")[0] == first

    def test_stands_below_one_that_the_file_moves_there(
        self, office: Office, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(import_rows, "BATCH", 2)
        imported(office, folder, "Deal ID,Title,Stage\n1,Moved,Proposal\n")
        rows = "2,A,Negotiation\n1,Moved,Negotiation\n3,B,Negotiation\n4,C,Negotiation\n"
        assert counts(imported(office, folder, "Deal ID,Title,Stage\n" + rows)) == (3, 1, 0, 0)
        titles = [office.deal(number).title for number in office.order("Negotiation")]
        assert titles == ["A", "Moved", "B", "C"]
        places = office.rows("SELECT count(DISTINCT position) FROM deal")
        assert places == [(4,)]

    def test_is_written_together_with_a_hundred_others(
        self, office: Office, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        run: set[str] = set()
        plain = office.desk.open_writer

        def traced() -> connection.Connection:
            conn = plain()
            conn.set_trace_callback(run.add)
            return conn

        monkeypatch.setattr(office.desk, "open_writer", traced)
        rows = "".join(f"A{number},Proposal\nB{number},Won\n" for number in range(600))
        imported(office, folder, "Title,Stage\n" + rows)
        # Three batches; of the first the deals gathered before a new stage are written by
        # themselves, to know where the next one stands.
        inserted = sum(sql.startswith("INSERT INTO\ndeal\n") for sql in run)
        assert inserted == 1 + 5 + 5 + 2

    def test_keeps_columns_without_a_field(self, office: Office, folder: Path) -> None:
        imported(office, folder, "Title,Shoe size,\nA,47,x\n")
        assert by_title(office)["A"].extra == {"Shoe size": "47", "#3": "x"}

    def test_is_in_the_currency_of_the_data(self, office: Office, folder: Path) -> None:
        options.set_option(office.desk, "currency", "CHF")
        imported(office, folder, "Title,Value\nA,5\nB,€ 6\nC,\n")
        found = by_title(office)
        assert [found[title].currency for title in "ABC"] == ["CHF", "EUR", "CHF"]

    def test_with_a_risk_in_words_has_a_level(self, office: Office, folder: Path) -> None:
        imported(office, folder, "Title,Risk\nA,frost\nB,!high ice\n")
        levels = [by_title(office)[title].risk_level for title in "AB"]
        assert levels == ["mid", "high"]

    def test_never_takes_a_number_again(self, office: Office, folder: Path) -> None:
        gone = office.add()
        deals.delete(office.desk, [gone])
        imported(office, folder, "Title\nA\n")
        assert by_title(office)["A"].id > gone


HEADER = (
    "id,Title,Company,Contact,Phone,Email,Owner,Stage,Value,Probability,Close date,Risk,Tags,"
    "Source,Hat,Closed on,Lost reason\n"
)
ROW = "7,Line,Acme,Meier,030 1,,Jo,Proposal,1000,60,2026-12-01,frost,a b,Fair,red,,\n"


class TestTheSameDealAgain:
    def again(self, office: Office, folder: Path, row: str) -> ImportResult:
        imported(office, folder, HEADER + ROW)
        office.clock.pass_days(1)
        return imported(office, folder, HEADER + row)

    def test_is_updated_where_the_file_says_something_else(
        self, office: Office, folder: Path
    ) -> None:
        result = self.again(
            office,
            folder,
            "7,Line,Acme AG,Ito,,i@a.de,Ann,Negotiation,2000,80,2026-12-24,!high ice,c,"
            "Web,blue,,\n",
        )
        assert counts(result) == (0, 1, 0, 0)
        deal = office.deal(1)
        assert (deal.title, deal.company, deal.contact) == ("Line", "Acme AG", "Ito")
        assert (deal.contact_email, deal.owner, deal.stage) == ("i@a.de", "Ann", "Negotiation")
        assert (deal.value_minor, deal.probability) == (200000, 80)
        assert (deal.expected_close, deal.close_moves) == (date(2026, 12, 24), 1)
        assert (deal.risk_level, deal.risk_text, deal.tags) == ("high", "ice", ("c",))
        assert (deal.source, deal.extra) == ("Web", {"Hat": "blue"})
        assert nothing_to_refresh(office) == 0
        fields = office.rows("SELECT field, old, new FROM field_change ORDER BY field")
        assert fields == [
            ("close", "2026-12-01", "2026-12-24"),
            ("company", "Acme", "Acme AG"),
            ("contact", "Meier", "Ito"),
            ("owner", "Jo", "Ann"),
            ("probability", "60", "80"),
            ("risk", "!mid frost", "!high ice"),
            ("source", "Fair", "Web"),
            ("tags", "#a #b", "#c"),
            ("value", "1000 EUR", "2000 EUR"),
        ]
        stays = office.rows("SELECT s.name, y.days FROM stay y JOIN stage s ON s.id = y.stage_id")
        assert stays == [("Proposal", 1), ("Negotiation", None)]

    def test_gets_another_title(self, office: Office, folder: Path) -> None:
        assert self.again(office, folder, ROW.replace("Line", "Line 2")).changed == 1
        assert office.deal(1).title == "Line 2"
        assert office.rows("SELECT field, old, new FROM field_change") == [
            ("title", "Line", "Line 2")
        ]

    def test_can_be_undone(self, office: Office, folder: Path) -> None:
        imported(office, folder, HEADER + ROW)
        before = everything(office.path)
        imported(office, folder, HEADER + ROW.replace("Proposal", "Won") + "8,New" + "," * 15)
        history.undo(office.desk)
        assert everything(office.path) == before

    def test_loses_nothing_by_empty_cells(self, office: Office, folder: Path) -> None:
        result = self.again(office, folder, "7,Line,,,,,,,,,,,,,,,\n")
        assert counts(result) == (0, 0, 1, 0)
        assert office.rows("SELECT * FROM field_change") == []

    def test_is_left_alone_while_its_row_is_the_same(self, office: Office, folder: Path) -> None:
        imported(office, folder, HEADER + ROW)
        editing.set_field(office.desk, 1, "title", "My own words")
        followups.next_step(office.desk, 1, "call fri")
        assert counts(imported(office, folder, HEADER + ROW)) == (0, 0, 1, 0)
        assert office.deal(1).title == "My own words"

    def test_is_the_same_though_it_is_written_in_another_way(
        self, office: Office, folder: Path
    ) -> None:
        result = self.again(office, folder, ROW.replace("1000", '"1000.00"').replace("a b", "b;a"))
        assert counts(result) == (0, 0, 1, 0)

    def test_gets_a_phone_number(self, office: Office, folder: Path) -> None:
        result = self.again(office, folder, ROW.replace("030 1", "040 2"))
        assert counts(result) == (0, 1, 0, 0)
        assert office.deal(1).contact_phone == "040 2"

    def test_gets_no_phone_number_without_a_person(self, office: Office, folder: Path) -> None:
        imported(office, folder, "id,Title,Phone\n7,A,\n")
        assert counts(imported(office, folder, "id,Title,Phone\n7,A,030\n")) == (0, 0, 1, 0)

    def test_that_is_closed_cancels_its_next_step(self, office: Office, folder: Path) -> None:
        imported(office, folder, HEADER + ROW)
        followups.next_step(office.desk, 1, "call fri")
        closed = ROW.replace("Proposal", "Lost").replace("red,,", "red,2026-11-20,Preis")
        assert imported(office, folder, HEADER + closed).changed == 1
        deal = office.deal(1)
        assert (deal.stage, deal.closed_on) == ("Lost", date(2026, 11, 20))
        assert (deal.lost_reason, deal.next, deal.own_probability) == ("price", None, 60)
        assert office.value("SELECT state FROM followup") == "cancelled"
        assert nothing_to_refresh(office) == 0

    def test_that_is_closed_without_a_day_is_closed_today(
        self, office: Office, folder: Path
    ) -> None:
        imported(office, folder, "id,Title,Stage\n7,A,Proposal\n")
        imported(office, folder, "id,Title,Stage\n7,A,Won\n")
        assert office.deal(1).closed_on == MONDAY
        assert office.value("SELECT verified_at FROM deal") is not None

    def test_that_was_closed_is_open_again(self, office: Office, folder: Path) -> None:
        text = "id,Title,Stage,Closed on,Lost reason\n7,A,{},{},{}\n"
        imported(office, folder, text.format("Lost", "2026-11-20", "CEO left"))
        imported(office, folder, text.format("Lost", "2026-11-21", "CEO stayed"))
        deal = office.deal(1)
        assert (deal.closed_on, deal.closed_note) == (date(2026, 11, 21), "CEO stayed")
        imported(office, folder, text.format("Proposal", "", ""))
        deal = office.deal(1)
        assert (deal.closed_on, deal.lost_reason, deal.closed_note) == (None, None, "")
        assert deal.stage == "Proposal"

    def test_that_was_lost_is_won(self, office: Office, folder: Path) -> None:
        text = "id,Title,Stage,Closed on,Lost reason\n7,A,{},2026-11-20,{}\n"
        imported(office, folder, text.format("Lost", "price"))
        imported(office, folder, text.format("Won", ""))
        deal = office.deal(1)
        assert (deal.stage, deal.lost_reason) == ("Won", None)

    def test_that_was_led_on_after_the_sale_stays_there(self, office: Office, folder: Path) -> None:
        imported(office, folder, "id,Title,Stage,Value\n7,A,Won,1\n")
        deals.move(office.desk, 1, office.stage("Onboarding"))
        imported(office, folder, "id,Title,Stage,Value\n7,A,Won,2\n")
        deal = office.deal(1)
        assert (deal.stage, deal.value_minor) == ("Onboarding", 200)

    def test_with_less_of_a_value_forgets_none(self, office: Office, folder: Path) -> None:
        imported(office, folder, "id,Title,Stage,Probability\n7,A,Proposal,60\n")
        imported(office, folder, "id,Title,Stage,Probability\n7,A,Proposal,50\n")
        assert office.deal(1).own_probability is None

    def test_with_a_risk_for_the_first_time_has_a_level(self, office: Office, folder: Path) -> None:
        imported(office, folder, "id,Title,Risk\n7,A,\n")
        imported(office, folder, "id,Title,Risk\n7,A,ice\n")
        assert (office.deal(1).risk_level, office.deal(1).risk_text) == ("mid", "ice")


class TestWithoutNumbers:
    def test_title_company_and_creation_make_the_same_deal(
        self, office: Office, folder: Path
    ) -> None:
        text = "Title,Company,Created,Value\n"
        imported(office, folder, text + "A,Acme,2026-01-01,1\nA,Acme,2026-02-02,1\n")
        result = imported(office, folder, text + "a,ACME,2026-02-02 10:00,5\nA,,2026-01-01,1\n")
        assert counts(result) == (1, 1, 0, 0)
        values = office.rows("SELECT value_minor FROM deal ORDER BY id")
        assert values == [(100,), (500,), (100,)]

    def test_a_deal_typed_by_hand_is_found(self, office: Office, folder: Path) -> None:
        office.add("Acme: Line 1k")
        assert counts(imported(office, folder, "Title,Company,Value\nLine,Acme,2000\n"))[1] == 1
        assert office.deal(1).value_minor == 200000

    def test_one_renamed_here_is_found_by_its_row(self, office: Office, folder: Path) -> None:
        imported(office, folder, "Title\nLine\n")
        editing.set_field(office.desk, 1, "title", "Other")
        assert counts(imported(office, folder, "Title\nLine\n")) == (0, 0, 1, 0)

    def test_rows_that_agree_in_little_are_different_deals(
        self, office: Office, folder: Path
    ) -> None:
        text = "Title,Company,Value\nLine,Acme,1\nLine,Acme,2\nLine,Acme,1\n"
        assert counts(imported(office, folder, text)) == (2, 0, 1, 0)
        assert counts(imported(office, folder, text)) == (0, 0, 3, 0)
        changed = text.replace("Acme,2", "Acme,3")
        assert counts(imported(office, folder, changed)) == (0, 1, 2, 0)
        values = office.rows("SELECT value_minor FROM deal ORDER BY id")
        assert values == [(100,), (300,)]

    def test_more_rows_than_a_batch_are_found_again(
        self, office: Office, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(bulk, "_PAGE", 300)
        text = "Title,Created\n" + "".join(f"A{n % 700},2026-01-01\n" for n in range(1100))
        assert counts(imported(office, folder, text)) == (700, 0, 400, 0)
        assert counts(imported(office, folder, text)) == (0, 0, 1100, 0)

    def test_many_rows_with_the_same_words_are_not_held_against_each_other(
        self, office: Office, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(import_rows, "BATCH", 50)
        read: list[bulk.Known] = []
        known = bulk._known
        monkeypatch.setattr(bulk, "_known", lambda row: read.append(known(row)) or read[-1])
        text = "Title,Company,Value\n" + "".join(f"Order,Acme,{n}\n" for n in range(500))
        assert counts(imported(office, folder, text)) == (500, 0, 0, 0)
        assert read == []
        assert counts(imported(office, folder, text)) == (0, 0, 500, 0)
        assert office.value("SELECT count(*) FROM deal") == 500


class TestNumbersOfTheSource:
    def test_twice_with_other_contents_are_refused(self, office: Office, folder: Path) -> None:
        result = imported(office, folder, "id,Title\n1,A\n1,A\n1,B\n")
        assert counts(result) == (1, 0, 1, 1)
        assert result.refused[0].line == 4
        assert "twice" in result.refused[0].reason

    def test_of_another_source_are_refused_unless_it_is_named(
        self, office: Office, folder: Path
    ) -> None:
        imported(office, folder, "id,Title,Company\n1,A,Acme\n")
        result = imported(office, folder, "id,Title,Company\n1,Z,Globex\n")
        assert result.refused[0].reason == "The number 1 belongs to another deal: A"
        said = mapping(options={"source": "old"})
        result = imported(office, folder, "id,Title,Company\n1,Z,Globex\n", mapping=said)
        assert counts(result) == (1, 0, 0, 0)

    def test_may_be_missing_in_some_rows(self, office: Office, folder: Path) -> None:
        text = "id,Title\n1,A\n,B\n,C\n"
        assert counts(imported(office, folder, text)) == (3, 0, 0, 0)
        assert counts(imported(office, folder, text)) == (0, 0, 3, 0)


class TestRefusedRows:
    BAD = "Title,Value\nA,1\nB,NaN\n\nC,inf\nD,-1\n" + "E,1,2\n" + '"F"x,1\n'

    def test_are_named_and_written_beside_the_file(self, office: Office, folder: Path) -> None:
        result = imported(office, folder, self.BAD)
        assert counts(result) == (1, 0, 0, 5)
        assert [refusal.line for refusal in result.refused] == [3, 5, 6, 7, 8]
        assert "NaN" in result.refused[0].reason
        path = Path(result.refused_file or "")
        assert path == folder / "deals.refused.csv"
        assert path.stat().st_mode & 0o777 == 0o600
        assert path.read_bytes().decode() == (
            'Title,Value\r\nB,NaN\r\nC,inf\r\nD,-1\r\nE,1,2\r\n"F"x,1\r\n'
        )

    def test_can_be_mended_and_imported(self, office: Office, folder: Path) -> None:
        path = Path(imported(office, folder, self.BAD).refused_file or "")
        text = path.read_text().replace("NaN", "2").replace("inf", "3").replace("-1", "4")
        path.write_text(text.replace("E,1,2", "E,1").replace('"F"x', "F"))
        assert counts(brought(office, path)) == (5, 0, 0, 0)

    def test_never_overwrite_a_file(self, office: Office, folder: Path) -> None:
        first = imported(office, folder, self.BAD).refused_file
        second = imported(office, folder, self.BAD).refused_file
        assert (first, second) == (
            str(folder / "deals.refused.csv"),
            str(folder / "deals.refused-2.csv"),
        )

    def test_are_counted_beyond_what_is_kept(
        self, office: Office, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(import_rows, "MOST_TOLD", 2)
        result = imported(office, folder, self.BAD)
        assert (len(result.refused), result.refused_count) == (2, 5)

    def test_that_cannot_be_written_are_told(
        self, office: Office, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        opened = os.open

        def denied(path: Any, *args: Any, **named: Any) -> int:
            if str(path).endswith(".refused.csv"):
                raise PermissionError(13, "Permission denied")
            return opened(path, *args, **named)

        path = written(folder, self.BAD)
        monkeypatch.setattr(os, "open", denied)
        result = brought(office, path)
        assert counts(result) == (1, 0, 0, 5)
        assert result.refused_file is None
        assert "Permission denied" in result.notice

    def test_are_given_up_when_every_name_is_taken(
        self, office: Office, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from pipeline_tui.transfer import refused

        monkeypatch.setattr(refused, "_MOST_NUMBERS", 2)
        imported(office, folder, self.BAD)
        assert "deals.refused.csv" in imported(office, folder, self.BAD).notice

    def test_that_do_not_fit_the_disk_are_told(
        self, office: Office, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from pipeline_tui.transfer.refused import RefusedRows

        class Full:
            def write(self, text: str) -> int:
                return len(text)

            def close(self) -> None:
                raise OSError(28, "No space left on device")

        monkeypatch.setattr(RefusedRows, "_made", lambda _self: Full())
        assert "No space left" in imported(office, folder, self.BAD).notice


class TestBadFiles:
    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("", "empty"),
            ("Title,Value\n", "no rows"),
            ("Shoe\n47\n", "title or a company"),
            ("Title,Due\nA,03/04/2026\n", "two ways"),
            ('Title,Owner\n"A,B\nC,D\nE,F\n', "quote"),
        ],
    )
    def test_are_refused_before_anything_is_touched(
        self, text: str, said: str, office: Office, folder: Path
    ) -> None:
        before = office.path.read_bytes()
        with pytest.raises(InputError, match=said) as caught:
            imported(office, folder, text)
        assert "Nothing was imported" in str(caught.value)
        assert office.path.read_bytes() == before
        assert backup.list_backups(office.path) == []

    def test_make_no_database(self, tmp_path: Path, folder: Path) -> None:
        desk = Desk(tmp_path / "new.db", MovableClock())
        with pytest.raises(InputError):
            import_file(desk, written(folder, ""))
        assert not desk.path.exists()

    def test_hostile_words_are_kept_as_words(self, office: Office, folder: Path) -> None:
        hostile = ["[/]", "[@click=app.quit]x[/]", "\x1b]52;c;aGk=\x07", "\u202eevil", "'; DROP"]
        path = folder / "deals.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([["Title", "Hat"], *([text, text] for text in hostile)])
        assert brought(office, path).new == len(hostile)
        titles = [row[0] for row in office.rows("SELECT title FROM deal ORDER BY id")]
        assert titles == ["[/]", "[@click=app.quit]x[/]", "]52;c;aGk=", "evil", "'; DROP"]


def test_a_mapping_is_loaded_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "map.toml"
    path.write_text('[columns]\n"Shoe" = "title"\n')
    found = load_mapping(path)
    assert isinstance(found, Mapping)
    assert found.columns == {"shoe": "title"}


def test_memory_for_deals_met_is_a_bit_each() -> None:
    from pipeline_tui.services.import_known import Met

    met = Met()
    assert not met.add(800_000)
    assert met.add(800_000)
    assert met.has(800_000)
    assert not met.has(800_001)
    assert not met.has(10**9)
