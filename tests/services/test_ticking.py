"""Criteria and questions of qualification: answered, and one record where they are tied."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline_tui.domain.records import Box
from pipeline_tui.errors import Conflict, InputError, NotFound
from pipeline_tui.services import deals, exporting, history, importing, ticking
from pipeline_tui.store import reads
from tests.services.office import Office


def known(office: Office, number: int) -> dict[str, tuple[str, str]]:
    """What is known of each question."""
    page = reads.page(office.desk.reader, number, office.clock.today())
    assert page is not None
    return {one.question: (one.answer, one.line) for one in page.answers}


def box(office: Office, number: int, question: str = "decision") -> Box:
    """The criterion tied to a question."""
    page = reads.page(office.desk.reader, number, office.clock.today())
    assert page is not None
    return next(one for one in page.boxes if one.question == question)


@pytest.fixture
def number(office: Office) -> int:
    return office.add("Acme: CNC retrofit @qualification")


class TestAnswering:
    def test_takes_yes_no_and_not_known_with_a_line(self, office: Office, number: int) -> None:
        ticking.answer(office.desk, number, "relevance", "yes", "same machines")
        ticking.answer(office.desk, number, "Nutzen", "nein")
        assert known(office, number) == {
            "relevance": ("yes", "same machines"),
            "benefit": ("no", ""),
        }
        assert office.deal(number).yes == 1
        ticking.answer(office.desk, number, "rel", "?")
        assert known(office, number) == {"benefit": ("no", "")}

    def test_keeps_the_line_unless_another_is_given(self, office: Office, number: int) -> None:
        ticking.answer(office.desk, number, "time", "yes", "fair in March")
        ticking.answer(office.desk, number, "time", "no")
        assert known(office, number)["time"] == ("no", "fair in March")
        ticking.answer(office.desk, number, "time", None, "")
        assert known(office, number)["time"] == ("no", "")

    def test_a_line_alone_means_yes(self, office: Office, number: int) -> None:
        ticking.answer(office.desk, number, "time", None, "fair in March")
        assert known(office, number)["time"] == ("yes", "fair in March")

    def test_is_one_undo_step_with_a_place_in_the_timeline(
        self, office: Office, number: int
    ) -> None:
        before = office.everything()
        ticking.answer(office.desk, number, "time", "yes", "fair")
        assert office.say() == "Acme · CNC retrofit: qualification changed: Time"
        page = reads.page(office.desk.reader, number, office.clock.today())
        assert page is not None
        assert (page.timeline[0].name, page.timeline[0].text) == ("qualification", "time=yes fair")
        history.undo(office.desk)
        assert office.everything() == before

    def test_nothing_new_leaves_no_step(self, office: Office, number: int) -> None:
        ticking.answer(office.desk, number, "time", "yes")
        steps = office.steps()
        ticking.answer(office.desk, number, "time", "yes")
        assert office.steps() == steps

    @pytest.mark.parametrize(
        ("question", "answer", "line"),
        [
            ("colour", "yes", None),
            ("time", "perhaps", None),
            ("", "yes", None),
            ("time", "yes", "x" * 100_000),
        ],
    )
    def test_refuses_what_it_cannot_keep(
        self, office: Office, number: int, question: str, answer: str, line: str | None
    ) -> None:
        before = office.everything()
        with pytest.raises(InputError):
            ticking.answer(office.desk, number, question, answer, line)
        assert office.everything() == before

    def test_never_overwrites_a_line_it_has_not_seen(self, office: Office, number: int) -> None:
        ticking.answer(office.desk, number, "time", "yes", "theirs")
        with pytest.raises(Conflict) as told:
            ticking.answer(office.desk, number, "time", None, "mine", seen="")
        assert (told.value.mine, told.value.theirs) == ("mine", "theirs")
        ticking.answer(office.desk, number, "time", None, "mine", seen="theirs")
        assert known(office, number)["time"] == ("yes", "mine")


class TestATiedCriterion:
    """One record, ticked once (process.md, Qualification)."""

    def test_its_tick_is_the_answer_yes(self, office: Office, number: int) -> None:
        criterion = box(office, number).criterion_id
        deals.tick(office.desk, number, criterion, True, "CEO Meier")
        assert known(office, number) == {"decision": ("yes", "CEO Meier")}
        assert office.value("SELECT count(*) FROM tick") == 0
        deal = office.deal(number)
        assert (deal.ticks, deal.criteria, deal.yes) == (1, 5, 1)
        deals.tick(office.desk, number, criterion, False)
        assert known(office, number) == {}
        assert office.deal(number).ticks == 0

    def test_the_answer_ticks_it(self, office: Office, number: int) -> None:
        ticking.answer(office.desk, number, "decision", "yes", "CEO Meier")
        assert box(office, number).ticked_at is not None
        assert box(office, number).evidence == "CEO Meier"
        (card,) = reads.cards(
            office.desk.reader, office.stage("Qualification"), None, 9, office.clock.today()
        )
        assert (card.ticks, card.criteria) == (1, 5)

    def test_no_leaves_the_box_open(self, office: Office, number: int) -> None:
        ticking.answer(office.desk, number, "decision", "no", "asked twice")
        assert (box(office, number).ticked_at, box(office, number).evidence) == (None, "")
        assert office.deal(number).ticks == 0
        deals.tick(office.desk, number, box(office, number).criterion_id, True)
        assert known(office, number)["decision"] == ("yes", "")

    def test_its_evidence_is_the_line(self, office: Office, number: int) -> None:
        criterion = box(office, number).criterion_id
        deals.set_evidence(office.desk, number, criterion, "CEO", seen="")
        assert known(office, number) == {"decision": ("yes", "CEO")}
        with pytest.raises(Conflict):
            deals.set_evidence(office.desk, number, criterion, "CFO", seen="")

    def test_evidence_that_is_too_long_is_refused(self, office: Office, number: int) -> None:
        own = office.value("SELECT id FROM criterion WHERE text = 'Goals measurable'")
        for criterion in (own, box(office, number).criterion_id):
            with pytest.raises(InputError, match="at most 500"):
                deals.set_evidence(office.desk, number, criterion, "x" * 100_000, seen="")
        assert known(office, number) == {}

    def test_that_was_deleted_meanwhile_is_said(self, office: Office, number: int) -> None:
        criterion = box(office, number).criterion_id
        deals.tick(office.desk, number, criterion, True, "CEO")
        with office.desk.writer.step("tick.off") as work:
            work.remove(work.criterion(criterion))
        with pytest.raises(NotFound, match="no criterion"):
            deals.set_evidence(office.desk, number, criterion, "CFO", seen="CEO")
        assert known(office, number) == {"decision": ("yes", "CEO")}, "the answer stays"
        assert office.deal(number).criteria == 4


class TestAnExport:
    def exported(self, office: Office, folder: Path) -> Path:
        path = folder / "all.jsonl"
        with path.open("w", encoding="utf-8", newline="") as out:
            exporting.export_all(office.desk, out)
        return path

    def test_carries_the_answers(self, office: Office, number: int, tmp_path: Path) -> None:
        ticking.answer(office.desk, number, "decision", "yes", "CEO")
        path = self.exported(office, tmp_path)
        other = Office(tmp_path / "other.db")
        importing.import_file(other.desk, path)
        assert known(other, number) == {"decision": ("yes", "CEO")}
        assert other.deal(number).ticks == 1
        other.desk.close()

    def test_brings_a_tick_on_what_is_tied_here_as_an_answer(
        self, office: Office, number: int, tmp_path: Path
    ) -> None:
        with office.desk.writer.unnoticed() as work:
            criterion = work.criterion(box(office, number).criterion_id)
            work.edit(criterion, question="")
            work.add_tick(work.deal(number), criterion, "CEO")
        path = self.exported(office, tmp_path)
        other = Office(tmp_path / "other.db")
        other.add("Globex: another deal")
        importing.import_file(other.desk, path)
        brought = other.value("SELECT id FROM deal WHERE title = 'CNC retrofit'")
        assert known(other, brought) == {"decision": ("yes", "CEO")}
        assert other.deal(brought).ticks == 1
        assert other.value("SELECT count(*) FROM tick") == 0
        other.desk.close()
