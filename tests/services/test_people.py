"""Keeping who decides and who may be called: roles and permission of contact persons."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline_tui.domain.records import Channel, Permission
from pipeline_tui.errors import Conflict, InputError
from pipeline_tui.services import deals, followups, history, people, reading
from tests.services.office import MONDAY, Office
from tests.unit.deal_records import may

LINE = "Acme GmbH: CNC retrofit 12k contact:Meier phone:030123456"


class TestTheRoleOfAContactPerson:
    @pytest.mark.parametrize("typed", ["decides", "Entscheider", "decision maker"])
    def test_is_kept_with_the_deal(self, office: Office, typed: str) -> None:
        number = office.add(LINE)
        people.set_role(office.desk, number, typed)
        assert office.deal(number).contact_role == "decides"
        assert office.say() == "Acme GmbH · CNC retrofit: role of the contact person changed"

    def test_stands_in_the_timeline(self, office: Office) -> None:
        number = office.add(LINE)
        people.set_role(office.desk, number, "signs")
        told = office.rows("SELECT field, old, new FROM field_change")
        assert told == [("role", "", "signs")]

    def test_is_refused_when_it_is_none(self, office: Office) -> None:
        number = office.add(LINE)
        with pytest.raises(InputError, match=r"boss is no buying role.*feels, decides, checks"):
            people.set_role(office.desk, number, "boss")
        assert office.deal(number).contact_role == ""

    def test_needs_somebody_to_have_it(self, office: Office) -> None:
        number = office.add("plain title")
        with pytest.raises(InputError, match="has no contact person"):
            people.set_role(office.desk, number, "decides")

    def test_is_not_passed_on_to_another_person(self, office: Office) -> None:
        number = office.add(LINE)
        people.set_role(office.desk, number, "decides")
        deals.set_field(office.desk, number, "contact", "Schmidt")
        assert office.deal(number).contact_role == ""
        history.undo(office.desk)
        assert office.deal(number).contact_role == "decides"

    def test_stays_when_the_same_person_is_named_again(self, office: Office) -> None:
        number = office.add(LINE)
        people.set_role(office.desk, number, "decides")
        deals.set_field(office.desk, number, "contact", "Meier")
        assert office.deal(number).contact_role == "decides"

    def test_can_be_said_in_the_line_that_adds_the_deal(self, office: Office) -> None:
        number = office.add(LINE + ' role:Entscheider permission:"call yes, from fair"')
        deal = office.deal(number)
        assert deal.contact_role == "decides"
        assert deal.permission == may(True, None, "fair", MONDAY)
        history.undo(office.desk)
        assert office.rows("SELECT id FROM deal") == []

    def test_and_the_person_can_be_set_at_once_in_any_order(self, office: Office) -> None:
        number = office.add("plain title")
        texts = {"permission": "call yes", "role": "decides", "contact": "Meier"}
        deals.set_fields(office.desk, number, texts)
        deal = office.deal(number)
        assert (deal.contact, deal.contact_role, deal.permission.call.allowed) == (
            "Meier",
            "decides",
            True,
        )


class TestWhatAContactPersonAllows:
    def test_is_kept_with_the_day_it_was_noted(self, office: Office) -> None:
        number = office.add(LINE)
        people.set_permission(office.desk, number, "call yes, mail no, from fair")
        assert office.deal(number).permission == may(True, False, "fair", MONDAY)
        assert office.say() == "Acme GmbH · CNC retrofit: permission of the contact person changed"

    def test_keeps_the_day_that_is_named(self, office: Office) -> None:
        number = office.add(LINE)
        people.set_permission(office.desk, number, "call yes, 12.11.2026")
        assert office.deal(number).permission.call.on == date(2026, 11, 12)

    def test_keeps_its_day_when_the_same_is_said_again(self, office: Office) -> None:
        number = office.add(LINE)
        people.set_permission(office.desk, number, "anrufen ja, Messe")
        office.clock.pass_days(1)
        people.set_permission(office.desk, number, "call yes, from Messe")
        assert office.deal(number).permission.call.on == MONDAY
        people.set_permission(office.desk, number, "call no, from Messe")
        assert office.deal(number).permission.call.on == office.clock.today()

    def test_holds_in_every_deal_of_the_person(self, office: Office) -> None:
        first = office.add(LINE)
        second = office.add("Acme GmbH: Service contact:Meier")
        people.set_permission(office.desk, first, "nicht kontaktieren")
        assert office.deal(second).permission == may(False, False, on=MONDAY, never=True)

    def test_is_taken_away_by_an_empty_line_and_undone(self, office: Office) -> None:
        number = office.add(LINE)
        people.set_permission(office.desk, number, "do not contact")
        before = office.everything()
        people.set_permission(office.desk, number, "")
        assert office.deal(number).permission == Permission()
        history.undo(office.desk)
        assert office.everything() == before

    @pytest.mark.parametrize("line", ["call maybe", "fair", "call yes, call no"])
    def test_is_refused_when_it_is_not_clear(self, office: Office, line: str) -> None:
        number = office.add(LINE)
        before = office.everything()
        with pytest.raises(InputError):
            people.set_permission(office.desk, number, line)
        assert office.everything() == before

    def test_needs_somebody_who_allows_it(self, office: Office) -> None:
        number = office.add("plain title")
        with pytest.raises(InputError, match="has no contact person"):
            people.set_permission(office.desk, number, "call yes")

    def test_said_elsewhere_meanwhile_is_not_overwritten(self, office: Office) -> None:
        number = office.add(LINE)
        seen = deals.edit_text(office.deal(number), "permission")
        people.set_permission(office.desk, number, "do not contact")
        with pytest.raises(Conflict):
            people.set_permission(office.desk, number, "call yes", seen=seen)
        with pytest.raises(Conflict):
            deals.set_field(
                office.desk, number, "permission", "call yes",
                version=office.deal(number).version, seen=seen,
            )  # fmt: skip
        assert office.deal(number).permission.call.allowed is False

    def test_stands_in_the_timeline_in_a_form_of_no_language(self, office: Office) -> None:
        number = office.add(LINE)
        people.set_permission(office.desk, number, "anrufen ja, mailen nein, Messe")
        assert office.rows("SELECT new FROM field_change") == [("call yes, mail no, from Messe",)]

    def test_is_kept_for_calls_and_mails_apart(self, office: Office) -> None:
        number = office.add(LINE)
        people.set_permission(office.desk, number, "call yes from fair, mail no")
        office.clock.pass_days(1)
        people.set_permission(office.desk, number, "call yes from fair, mail yes from web form")
        allowed = office.deal(number).permission
        assert allowed.call == Channel(True, "fair", MONDAY)
        assert allowed.mail == Channel(True, "web form", office.clock.today())

    @pytest.mark.parametrize(
        ("line", "kinds"),
        [
            ("do not contact", {"call", "mail", "meeting", "offer"}),
            ("Kontaktsperre", {"call", "mail", "meeting", "offer"}),
            ("call no", {"call"}),
            ("mail no, call yes", {"mail"}),
            ("call yes", set()),
            ("", set()),
        ],
    )
    def test_is_known_to_every_follow_up_against_it(
        self, office: Office, line: str, kinds: set[str]
    ) -> None:
        number = office.add(LINE)
        for kind in ("call", "mail", "meeting", "offer", "task"):
            followups.add_followup(office.desk, number, f"{kind} about it tomorrow")
        people.set_permission(office.desk, number, line)
        found = reading.agenda(office.desk, None, reading.ALL)
        assert {one.kind for one in found} == {"call", "mail", "meeting", "offer", "task"}
        assert {one.kind for one in found if one.barred} == kinds
