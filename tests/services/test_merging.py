"""Making one of two: seen first, taken back with one key, and nothing lost."""

from __future__ import annotations

import pytest

from pipeline_tui.domain.records import Channel
from pipeline_tui.errors import InputError, NotFound
from pipeline_tui.services import companies, contacts, deals, merging, participants, people_reading
from pipeline_tui.services.desk import Desk
from tests.services.office import Office
from tests.services.test_lifecycle import one_step


@pytest.fixture
def twice(office: Office) -> Office:
    """Max Meier under two names, in two deals of two spellings of one company."""
    office.add("Acme GmbH: CNC retrofit contact:Meier phone:030123456 role:decides")
    office.add('Acme AG: Service contact:"Max Meier" meier@acme.de')
    deals.log(office.desk, 1, "spoke of price", "call")
    contacts.change(office.desk, 1, {"note": "first note", "permission": "call no from letter"})
    contacts.change(office.desk, 2, {"note": "second note", "permission": "call yes, mail yes"})
    return office


class TestMergingContacts:
    def test_keeps_what_each_of_them_has(self, twice: Office) -> None:
        with one_step(twice):
            merging.merge_contacts(twice.desk, 1, 2)
        assert twice.say() == "Meier merged into Max Meier"
        page = people_reading.person_page(twice.desk, 2)
        assert page is not None
        person = page.person
        assert (person.name, person.phone, person.email) == (
            "Max Meier", "030123456", "meier@acme.de",
        )  # fmt: skip
        assert person.note == "second note\n\nfirst note\n\nName: Meier\nCompany: Acme GmbH"
        assert twice.rows("SELECT id FROM contact") == [(2,)]

    def test_takes_deals_roles_and_history_along(self, twice: Office) -> None:
        merging.merge_contacts(twice.desk, 1, 2)
        page = people_reading.person_page(twice.desk, 2)
        assert page is not None
        assert {one.ref.id: one.role for one in page.deals} == {1: "decides", 2: ""}
        assert [one.activity.text for one in page.history] == ["spoke of price"]
        assert twice.deal(1).contact == "Max Meier"

    def test_keeps_a_no_whoever_said_it(self, twice: Office) -> None:
        merging.merge_contacts(twice.desk, 1, 2)
        may = twice.deal(1).permission
        assert may.call[:2] == (False, "letter")
        assert may.mail.allowed is True
        contacts.add(twice.desk, "Ada")
        contacts.change(twice.desk, 3, {"do_not_contact": "yes"})
        merging.merge_contacts(twice.desk, 3, 2)
        assert twice.deal(1).permission.never

    def test_says_before_what_it_would_do_and_does_nothing(self, twice: Office) -> None:
        before, steps = twice.everything(), twice.steps()
        seen = merging.merge_contacts(twice.desk, 1, 2, dry_run=True)
        assert twice.everything() == before
        assert twice.steps() == steps
        assert (seen.merged, seen.into, seen.deals, seen.places) == ("Meier", "Max Meier", 1, 0)
        kept = {one.field: (one.value, one.origin, one.beside) for one in seen.kept}
        assert kept["name"] == ("Max Meier", "into", "Meier")
        assert kept["phone"] == ("030123456", "merged", "")
        assert kept["email"] == ("meier@acme.de", "into", "")
        assert merging.merge_contacts(twice.desk, 1, 2) == seen

    def test_leaves_nobody_in_a_deal_twice(self, twice: Office) -> None:
        participants.add(twice.desk, 1, "Ada")
        participants.add(twice.desk, 2, "Ada, signs")
        ada, other = 3, 4
        merging.merge_contacts(twice.desk, ada, other)  # both elsewhere
        participants.add(twice.desk, 1, "Max Meier, checks")
        max_of_acme = twice.value("SELECT max(id) FROM contact")
        with one_step(twice):
            merging.merge_contacts(twice.desk, max_of_acme, 1)  # is in deal 1 as its contact
        assert twice.deal(1).contact_role == "decides"
        rows = twice.rows("SELECT deal_id, contact_id, role FROM participant ORDER BY id")
        assert rows == [(1, 4, ""), (2, 4, "signs")]

    def test_of_two_places_in_one_deal_keeps_one_with_its_role(self, twice: Office) -> None:
        participants.add(twice.desk, 1, "Ada")
        participants.add(twice.desk, 1, "Ada Wong, signs")
        with one_step(twice):
            merging.merge_contacts(twice.desk, 4, 3)
        assert twice.rows("SELECT contact_id, role FROM participant") == [(3, "signs")]

    @pytest.mark.parametrize("dry_run", [True, False])
    def test_with_itself_or_nobody_is_refused(self, twice: Office, *, dry_run: bool) -> None:
        before = twice.everything()
        with pytest.raises(InputError, match="one and the same"):
            merging.merge_contacts(twice.desk, 1, 1, dry_run=dry_run)
        for pair in ((1, 9), (9, 1)):
            with pytest.raises(NotFound, match="There is no contact 9"):
                merging.merge_contacts(twice.desk, *pair, dry_run=dry_run)
        assert twice.everything() == before

    def test_of_two_notes_too_long_together_is_refused(self, twice: Office) -> None:
        for number in (1, 2):
            contacts.change(twice.desk, number, {"note": str(number) * 60_000})
        with pytest.raises(InputError, match="too long"):
            merging.merge_contacts(twice.desk, 1, 2)
        assert len(twice.rows("SELECT id FROM contact")) == 2

    def test_merged_elsewhere_meanwhile_is_said(self, twice: Office) -> None:
        other = Desk(twice.path, twice.clock)
        merging.merge_contacts(other, 1, 2)
        other.close()
        with pytest.raises(NotFound):
            merging.merge_contacts(twice.desk, 1, 2)


class TestMergingCompanies:
    def test_takes_deals_and_people_along(self, twice: Office) -> None:
        companies.change(twice.desk, 2, {"industry": "tools", "note": "theirs"})
        with one_step(twice):
            done = merging.merge_companies(twice.desk, 2, 1)
        assert (done.deals, done.people) == (1, 1)
        page = people_reading.company_page(twice.desk, 1)
        assert page is not None
        assert page.company[1:5] == ("Acme GmbH", "tools", "", "theirs\n\nName: Acme AG")
        assert {one.id for one in page.people} == {1, 2}
        assert {one.ref.id for one in page.deals} == {1, 2}
        assert twice.rows("SELECT id FROM company") == [(1,)]

    def test_with_itself_or_nobody_is_refused(self, twice: Office) -> None:
        with pytest.raises(InputError):
            merging.merge_companies(twice.desk, 1, 1)
        with pytest.raises(NotFound, match="There is no company 9"):
            merging.merge_companies(twice.desk, 1, 9)


class TestDuplicates:
    def test_are_found_with_the_reason(self, twice: Office) -> None:
        contacts.change(twice.desk, 2, {"phone": "+49 30 123456"})
        (pair,) = people_reading.duplicates(twice.desk, people_reading.CONTACT)
        assert (pair.first.name, pair.second.name, pair.reasons) == (
            "Meier", "Max Meier", ("phone",),
        )  # fmt: skip
        (firms,) = people_reading.duplicates(twice.desk, people_reading.COMPANY)
        assert firms.reasons == ("name", "phone")

    def test_are_none_after_merging(self, twice: Office) -> None:
        merging.merge_contacts(twice.desk, 1, 2)
        merging.merge_companies(twice.desk, 1, 2)
        for kind in (people_reading.CONTACT, people_reading.COMPANY):
            assert people_reading.duplicates(twice.desk, kind) == []
        assert Channel() != twice.deal(1).permission.call
