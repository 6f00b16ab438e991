"""What a seller does with deals: add, tick, note, delete."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline_tui.domain.quickadd import parse_quick_add
from pipeline_tui.errors import Conflict, InputError, NotFound
from pipeline_tui.services import deals, followups
from pipeline_tui.store import reads
from tests.services.office import MONDAY, Office

LINE = (
    "Acme GmbH: CNC retrofit 12k @proposal call Meier fri 10:00 !high budget freeze"
    " #renewal source:fair +49 170 1234567 meier@acme.de"
)


class TestAddingADealByOneLine:
    def test_keeps_everything_the_line_says(self, office: Office) -> None:
        deal = office.deal(office.add(LINE))
        assert (deal.title, deal.company, deal.stage) == ("CNC retrofit", "Acme GmbH", "Proposal")
        assert (deal.value_minor, deal.currency) == (12_000_00, "EUR")
        assert (deal.risk_level, deal.risk_text) == ("high", "budget freeze")
        assert (deal.tags, deal.source) == (("renewal",), "fair")
        assert deal.contact == "Meier"
        assert (deal.contact_phone, deal.contact_email) == ("+49 170 1234567", "meier@acme.de")
        assert deal.next is not None
        assert (deal.next.kind, deal.next.text) == ("call", "call Meier")
        assert (deal.next.due, deal.next.time) == (date(2026, 11, 27), "10:00")

    def test_names_the_deal_in_the_history(self, office: Office) -> None:
        office.add(LINE)
        assert office.say() == "Acme GmbH · CNC retrofit added"

    def test_begins_in_first_contact_on_top_of_the_column(self, office: Office) -> None:
        first, second = office.add("First one"), office.add("Second one")
        assert office.deal(second).stage == "First contact"
        assert office.order("First contact") == [second, first]

    def test_begins_a_stay(self, office: Office) -> None:
        number = office.add()
        assert office.rows("SELECT deal_id, stage_id, left_at, inferred FROM stay") == [
            (number, office.stage("First contact"), None, 0)
        ]

    def test_finds_the_company_again_whatever_its_case(self, office: Office) -> None:
        one, two = office.add("Müller AG: one"), office.add("MÜLLER AG: two")
        assert office.deal(one).company_id == office.deal(two).company_id
        assert office.value("SELECT count(*) FROM company") == 1

    def test_finds_the_contact_again_in_the_company_only(self, office: Office) -> None:
        one = office.add("Acme: one contact:Meier phone:12345")
        two = office.add("Acme: two contact:meier email:m@acme.de")
        other = office.add("Globex: three contact:Meier")
        alone = office.add("title:four contact:Meier")
        assert office.deal(one).contact_id == office.deal(two).contact_id
        assert office.deal(one).contact_email == "m@acme.de"
        assert len({office.deal(number).contact_id for number in (one, other, alone)}) == 3

    def test_finds_a_contact_again_by_mail_address(self, office: Office) -> None:
        one = office.add("title:one contact:Meier email:m@acme.de")
        two = office.add("title:two email:M@acme.de")
        three = office.add("title:three contact:Huber email:m@acme.de")
        assert office.deal(one).contact_id == office.deal(two).contact_id
        assert office.deal(three).contact_id != office.deal(one).contact_id

    def test_keeps_a_phone_number_without_a_name(self, office: Office) -> None:
        deal = office.deal(office.add("Acme: deal phone:030123456"))
        assert (deal.contact_phone, bool(deal.contact)) == ("030123456", False)

    def test_reads_every_field(self, office: Office) -> None:
        deal = office.deal(
            office.add(
                "Acme: x 500 CHF close:2026-12-18 probability:0 category:best owner:Kim"
                ' product:GTX region:south benefit:"saves 4 h" risk:"budget freeze"'
            )
        )
        assert (deal.expected_close, deal.close_moves) == (date(2026, 12, 18), 0)
        assert (deal.own_probability, deal.category, deal.owner) == (0, "best", "Kim")
        assert (deal.product, deal.region, deal.benefit) == ("GTX", "south", "saves 4 h")
        assert (deal.value_minor, deal.currency) == (500_00, "CHF")
        assert (deal.risk_level, deal.risk_text) == ("mid", "budget freeze")
        assert office.value("SELECT count(*) FROM field_change") == 0

    def test_a_deal_added_as_verified_is_one(self, office: Office) -> None:
        lead, verified = office.add("a deal"), office.add("b deal @qual")
        sql = "SELECT verified_at IS NOT NULL FROM deal WHERE id = ?"
        assert (office.value(sql, lead), office.value(sql, verified)) == (0, 1)

    def test_a_deal_added_as_won_is_closed_today(self, office: Office) -> None:
        assert office.deal(office.add("Acme: sold it @won")).closed_on == MONDAY

    @pytest.mark.parametrize(
        ("line", "why"),
        [
            ("", "no title"),
            ("#only !low", "no title"),
            ("Acme: x @nowhere", "No stage is called"),
            ("Acme: x @lost", "cannot be added as lost"),
            ("Acme: x @won call Meier fri", "no next step"),
            ("Acme: x probability:120", "not a probability"),
            ("Acme: x call Meier 31.02.", "31.02"),
            ("Acme: " + "x" * 600, "at most 500"),
        ],
    )
    def test_a_line_that_cannot_be_meant_adds_nothing(
        self, office: Office, line: str, why: str
    ) -> None:
        before = office.everything()
        with pytest.raises(InputError, match=why):
            office.add(line)
        assert office.everything() == before
        assert office.steps() == []

    def test_a_line_read_before_is_added_as_it_was_read(self, office: Office) -> None:
        quick = parse_quick_add("Acme: x 5k", MONDAY)
        assert office.deal(deals.add_parsed(office.desk, quick, suggest=False)).title == "x"


class TestTheSuggestedStep:
    def test_is_a_call_on_the_next_working_day(self, office: Office) -> None:
        office.clock.set(date(2026, 11, 27))  # a Friday
        step = office.step(office.add("Acme: x contact:Meier", suggest=True))
        assert (step.kind, step.text, step.due) == ("call", "call Meier", date(2026, 11, 30))

    def test_gives_way_to_the_one_in_the_line(self, office: Office) -> None:
        number = office.add("Acme: x mail offer tue", suggest=True)
        assert [step.kind for step in office.followups(number)] == ["mail"]

    def test_is_not_booked_on_the_command_line(self, office: Office) -> None:
        assert office.deal(office.add("Acme: x")).next is None

    def test_is_not_booked_for_a_deal_that_is_won(self, office: Office) -> None:
        assert office.deal(office.add("Acme: x @won", suggest=True)).next is None


class TestKeepingNotes:
    def test_a_note_is_no_contact(self, office: Office) -> None:
        number = office.add()
        deals.log(office.desk, number, "two\nlines", "note")
        assert office.deal(number).last_contact_on is None
        assert office.say() == "Acme GmbH · CNC retrofit: logged: two"

    @pytest.mark.parametrize("kind", ["call", "mail", "meeting"])
    def test_a_talk_starts_the_contact_clock_anew(self, office: Office, kind: str) -> None:
        number = office.add()
        office.clock.pass_days(7)
        deals.log(office.desk, number, "said yes", kind)
        assert office.deal(number).last_contact_on == office.clock.today()
        assert office.rows("SELECT kind, text, reached FROM activity") == [(kind, "said yes", 1)]

    @pytest.mark.parametrize(("text", "kind"), [("", "note"), (" \n", "call"), ("x", "offer")])
    def test_what_says_nothing_is_refused(self, office: Office, text: str, kind: str) -> None:
        with pytest.raises(InputError):
            deals.log(office.desk, office.add(), text, kind)

    def test_a_note_can_be_changed_and_taken_away(self, office: Office) -> None:
        note = deals.log(office.desk, office.add(), "old", "note")
        deals.edit_note(office.desk, note, "new\nlines", 1)
        assert office.value("SELECT text FROM activity") == "new\nlines"
        deals.edit_note(office.desk, note, "", 2)
        assert office.rows("SELECT * FROM activity") == []
        with pytest.raises(NotFound):
            deals.edit_note(office.desk, note, "again", 3)

    def test_a_newer_note_is_shown_and_not_overwritten(self, office: Office) -> None:
        note = deals.log(office.desk, office.add(), "old", "note")
        deals.edit_note(office.desk, note, "theirs", 1)
        with pytest.raises(Conflict) as caught:
            deals.edit_note(office.desk, note, "mine", 1)
        assert (caught.value.mine, caught.value.theirs) == ("mine", "theirs")
        assert office.value("SELECT text FROM activity") == "theirs"
        deals.edit_note(office.desk, note, "theirs", 1)  # the same words are no conflict


class TestTickingABox:
    def box(self, office: Office, number: int) -> int:
        return reads.boxes(office.desk.reader, number)[0].criterion_id

    def test_keeps_when_and_the_evidence(self, office: Office) -> None:
        number = office.add()
        box = self.box(office, number)
        deals.tick(office.desk, number, box, True, "mail of 3 Nov")
        deals.tick(office.desk, number, box, True)  # ticked is ticked
        found = reads.boxes(office.desk.reader, number)[0]
        assert (found.ticked_at, found.evidence) == ("2026-11-23T11:00:00Z", "mail of 3 Nov")
        assert office.deal(number).ticks == 1

    def test_evidence_ticks_an_open_box_and_changes_a_ticked_one(self, office: Office) -> None:
        number = office.add()
        box = self.box(office, number)
        deals.set_evidence(office.desk, number, box, "first")
        deals.set_evidence(office.desk, number, box, "second")
        assert office.rows("SELECT evidence FROM tick") == [("second",)]

    def test_can_be_taken_back(self, office: Office) -> None:
        number = office.add()
        box = self.box(office, number)
        deals.tick(office.desk, number, box, True)
        deals.tick(office.desk, number, box, False)
        steps = office.steps()
        deals.tick(office.desk, number, box, False)
        assert office.steps() == steps
        assert office.deal(number).ticks == 0

    def test_stands_in_the_timeline(self, office: Office) -> None:
        number = office.add()
        box = self.box(office, number)
        deals.tick(office.desk, number, box, True)
        deals.tick(office.desk, number, box, False)
        text = "Contact person confirmed"
        assert office.rows("SELECT field, old, new FROM field_change ORDER BY id") == [
            ("criterion", "", text),
            ("criterion", text, ""),
        ]

    def test_an_unknown_box_is_refused(self, office: Office) -> None:
        with pytest.raises(NotFound):
            deals.tick(office.desk, office.add(), 999, True)


class TestDeletingDeals:
    def test_takes_everything_that_hangs_on_them(self, office: Office) -> None:
        numbers = [office.add(LINE), office.add("Globex: two call x fri #tag")]
        deals.log(office.desk, numbers[0], "note", "note")
        deals.delete(office.desk, [*numbers, numbers[0]])
        for table in ("deal", "followup", "activity", "stay", "deal_tag"):
            assert office.rows(f"SELECT * FROM {table}") == []
        assert office.say() == "2 deals deleted"

    def test_names_a_single_one(self, office: Office) -> None:
        deals.delete(office.desk, [office.add()])
        assert office.say() == "Acme GmbH · CNC retrofit deleted"

    def test_one_unknown_number_deletes_none(self, office: Office) -> None:
        number = office.add()
        with pytest.raises(NotFound):
            deals.delete(office.desk, [number, 99])
        assert office.deal(number).title == "CNC retrofit"

    def test_a_deleted_deal_can_be_worked_on_no_more(self, office: Office) -> None:
        number = office.add()
        deals.delete(office.desk, [number])
        with pytest.raises(NotFound):
            followups.next_step(office.desk, number, "call x fri")
