"""Companies and contacts: found in their list, added, changed, deleted, and who is in a deal."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline_tui.domain.records import Channel, Permission
from pipeline_tui.errors import Ambiguous, Conflict, InputError, NotFound
from pipeline_tui.services import (
    companies,
    contacts,
    deals,
    participants,
    people_lookup,
    people_reading,
    people_search,
    reading,
)
from pipeline_tui.services.desk import Desk
from pipeline_tui.services.people_reading import COMPANY, CONTACT
from pipeline_tui.store.reads_people import listed, listed_count, listed_index
from tests.services.office import MONDAY, Office
from tests.services.test_lifecycle import one_step

LINE = "Acme GmbH: CNC retrofit 12k contact:Meier phone:030123456"
NAMES = ("Müller", "Mueller", "Straße", "[/]", "漢字", "Ada", "*?[", "", "Özil")


def people_in(office: Office) -> list[tuple[str, str]]:
    """The whole list, as kind and name."""
    return [(one.kind, one.name) for one in people_reading.listed(office.desk, None, 1000)]


class TestTheList:
    def test_has_every_company_with_its_people_beneath(self, office: Office) -> None:
        office.add("Globex AG: Pilot contact:Wong")
        office.add(LINE)
        contacts.add(office.desk, "Zoe, Acme GmbH")
        contacts.add(office.desk, "Ann")
        assert people_in(office) == [
            (COMPANY, "Acme GmbH"), (CONTACT, "Meier"), (CONTACT, "Zoe"),
            (COMPANY, "Globex AG"), (CONTACT, "Wong"), (CONTACT, "Ann"),
        ]  # fmt: skip

    @pytest.mark.parametrize(
        ("words", "found"),
        [
            ("muller", {"Müller", "Müller & Söhne"}),
            ("MÜLLER", {"Müller", "Müller & Söhne"}),
            ("strasse", {"Straße"}),
            ("sohne strasse", {"Straße"}),
            ("0170", {"Müller"}),
            ("einkauf", {"Straße"}),
            ("soehne", set()),
            ("[/]", set()),
            ("a" * 100_000, set()),
        ],
    )
    def test_is_searched_without_case_and_accents(
        self, office: Office, words: str, found: set[str]
    ) -> None:
        contacts.add(office.desk, "Müller, Globex, 0170 123456")
        contacts.add(office.desk, "Straße, Müller & Söhne, Einkauf")
        keys = people_search.everybody(office.desk).having(words)
        seen = people_search.rows(office.desk, keys)
        assert {one.name for one in seen} == found | (
            {"Straße"} if words.lower() in ("muller", "müller") else set()
        )
        assert [one.key for one in seen] == keys

    def test_is_searched_by_a_letter_more_as_from_the_beginning(self, office: Office) -> None:
        for line in ("Müller, Globex, 0170 1", "Maier, Acme", "Max Muller", "Ada, Müller AG"):
            contacts.add(office.desk, line)
        typed = people_search.everybody(office.desk)
        for words in ("", "m", "mu", "mul", "mul a", "mul ad", "mul", "ma", "", "glo", "x"):
            at_once = people_search.everybody(office.desk).having(words)
            assert typed.having(words) == at_once, words

    def test_has_nobody_who_was_deleted_since_it_was_looked_through(self, office: Office) -> None:
        contacts.add(office.desk, "Ada")
        contacts.add(office.desk, "Adam")
        keys = people_search.everybody(office.desk).having("ada")
        contacts.delete(office.desk, 1)
        assert [one.name for one in people_search.rows(office.desk, keys)] == ["Adam"]

    def test_is_the_same_window_by_window_in_both_directions(self, office: Office) -> None:
        for number in range(9):
            for name in NAMES[: number % 4]:
                contacts.add(office.desk, f"{name or 'x@y.de'} , Firma {number}")
            companies.add(office.desk, f"{NAMES[number]} {number}")
            contacts.add(office.desk, f"loose {number}")
        conn = office.desk.reader
        whole = listed(conn, None, 1000)
        assert len({one.key for one in whole}) == len(whole) == listed_count(conn)
        for at, one in enumerate(whole):
            assert listed_index(conn, one.key) == at
            assert listed(conn, one.key, 4) == whole[at + 1 : at + 5]
            assert listed(conn, one.key, 4, forward=False) == whole[max(at - 4, 0) : at]
        assert listed(conn, None, 5, forward=False) == whole[-5:]
        everybody = people_search.everybody(office.desk)
        assert everybody.having("") == [one.key for one in whole]
        for words in ("firma", "l", "m"):
            keys = everybody.having(words)
            found = people_search.rows(office.desk, keys)
            for at, key in enumerate(keys):
                behind = people_search.beside(keys, key, 4, forward=True)
                before = people_search.beside(keys, key, 4, forward=False)
                assert people_search.rows(office.desk, behind) == found[at + 1 : at + 5]
                assert people_search.rows(office.desk, before) == found[max(at - 4, 0) : at]
            assert people_search.beside(keys, None, 5, forward=False) == keys[-5:]


class TestNamingOne:
    def test_takes_a_number_or_words(self, office: Office) -> None:
        office.add(LINE)
        assert people_lookup.contact_named(office.desk, "#1") == 1
        assert people_lookup.contact_named(office.desk, "mei") == 1
        assert people_lookup.company_named(office.desk, "ACME") == 1

    def test_lists_them_when_several_match_but_takes_the_exact_one(self, office: Office) -> None:
        contacts.add(office.desk, "Max Meier, Acme")
        contacts.add(office.desk, "Max Meierhofer, Acme")
        with pytest.raises(Ambiguous) as caught:
            people_lookup.contact_named(office.desk, "max")
        assert caught.value.candidates == ["1  Max Meier (Acme)", "2  Max Meierhofer (Acme)"]
        assert people_lookup.contact_named(office.desk, "max  meier") == 1

    @pytest.mark.parametrize("text", ["nobody", "#99", "9" * 50, "[/]", "x" * 100_000])
    def test_says_when_there_is_none(self, office: Office, text: str) -> None:
        office.add(LINE)
        for find in (people_lookup.contact_named, people_lookup.company_named):
            with pytest.raises(NotFound):
                find(office.desk, text)

    def test_needs_words(self, office: Office) -> None:
        with pytest.raises(InputError, match="by its number or by words"):
            people_lookup.contact_named(office.desk, " ")


class TestAContact:
    def test_is_added_in_one_line(self, office: Office) -> None:
        line = "Ada Wong, Acme GmbH, production, +49 170 1234567, ada@acme.de"
        number = contacts.add(office.desk, line)
        page = people_reading.person_page(office.desk, number)
        assert page is not None
        person = page.person
        assert (person.name, person.company, person.position) == (
            "Ada Wong", "Acme GmbH", "production",
        )  # fmt: skip
        assert (person.phone, person.email) == ("+49 170 1234567", "ada@acme.de")
        assert office.say() == "Ada Wong added"

    @pytest.mark.parametrize(
        ("line", "why"),
        [
            ("", "Name somebody"),
            (" , ", "Name somebody"),
            ("a, b, c, d", "d is too much for one person"),
            ("Ada, ada@", "ada@ is not a mail address"),
            ("Ada, +1", r"\+1 is not a phone number"),
            ("x" * 600, "at most 500"),
        ],
    )
    def test_is_refused_when_the_line_is_not_clear(
        self, office: Office, line: str, why: str
    ) -> None:
        before = office.everything()
        with pytest.raises(InputError, match=why):
            contacts.add(office.desk, line)
        assert office.everything() == before

    def test_is_not_added_twice(self, office: Office) -> None:
        contacts.add(office.desk, "Ada Wong, Acme")
        with pytest.raises(InputError, match="Ada Wong is there already"):
            contacts.add(office.desk, "ada wong, acme")

    def test_is_changed_in_every_field_as_one_step(self, office: Office) -> None:
        office.add(LINE)
        texts = {
            "Funktion": "Einkauf", "antrieb": "quality", "objection": "price", "note": "a\nb",
            "permission": "call yes from fair", "firma": "Globex", "mail": "m@globex.de",
        }  # fmt: skip
        with one_step(office):
            contacts.change(office.desk, 1, texts)
        deal = office.deal(1)
        assert (deal.contact_position, deal.drives, deal.objection) == (
            "Einkauf", "quality", "price",
        )  # fmt: skip
        assert deal.permission == Permission(Channel(True, "fair", MONDAY))
        assert deal.company == "Acme GmbH"  # the deal stays where it is
        page = people_reading.person_page(office.desk, 1)
        assert page is not None
        assert (page.person.company, page.person.note) == ("Globex", "a\nb")

    def test_is_found_by_its_new_name(self, office: Office) -> None:
        office.add(LINE)
        contacts.change(office.desk, 1, {"name": "Schmidt"})
        assert [ref.id for ref in reading.find_deals(office.desk, "schmidt")] == [1]
        assert reading.find_deals(office.desk, "meier") == []

    def test_is_not_to_be_contacted_until_that_is_lifted(self, office: Office) -> None:
        office.add(LINE)
        contacts.change(office.desk, 1, {"permission": "call yes from fair"})
        contacts.change(office.desk, 1, {"do not contact": "ja"})
        assert office.deal(1).permission.never
        assert office.deal(1).permission.call.allowed is False
        contacts.change(office.desk, 1, {"do_not_contact": "no"})
        assert office.deal(1).permission == Permission()

    @pytest.mark.parametrize(
        ("field", "text", "why"),
        [
            ("shoe size", "46", "has no field shoe size"),
            ("phone", "abc", "not a phone number"),
            ("do_not_contact", "perhaps", "neither yes nor no"),
            ("drives", "x" * 100_000, "at most 500"),
            ("note", "x" * 100_001, "at most 100000"),
            ("permission", "call maybe", "not understood"),
        ],
    )
    def test_refuses_what_it_cannot_keep(
        self, office: Office, field: str, text: str, why: str
    ) -> None:
        office.add(LINE)
        before = office.everything()
        with pytest.raises(InputError, match=why):
            contacts.change(office.desk, 1, {field: text})
        assert office.everything() == before

    def test_keeps_something_to_be_known_by(self, office: Office) -> None:
        office.add("Acme: x contact:Meier")
        with pytest.raises(InputError, match="needs a name, a phone number or a mail"):
            contacts.change(office.desk, 1, {"name": ""})

    def test_changed_elsewhere_meanwhile_is_not_overwritten(self, office: Office) -> None:
        office.add(LINE)
        other = Desk(office.path, office.clock)
        contacts.change(other, 1, {"drives": "theirs"})
        with pytest.raises(Conflict) as caught:
            contacts.change(office.desk, 1, {"drives": "mine"}, seen={"drives": ""})
        assert (caught.value.mine, caught.value.theirs) == ("mine", "theirs")
        other.close()

    def test_is_deleted_and_its_deals_stay(self, office: Office) -> None:
        number = office.add(LINE + " role:decides")
        participants.add(office.desk, number, "Ada, signs")
        with one_step(office):
            contacts.delete(office.desk, 1)
        deal = office.deal(number)
        assert (deal.contact, deal.contact_role) == (None, "")
        assert reading.find_deals(office.desk, "meier") == []
        with one_step(office):
            contacts.delete(office.desk, 2)
        assert office.rows("SELECT * FROM participant") == []

    def test_that_is_gone_is_said(self, office: Office) -> None:
        for act in (contacts.delete, lambda desk, n: contacts.change(desk, n, {"note": "x"})):
            with pytest.raises(NotFound, match="There is no contact 7"):
                act(office.desk, 7)


class TestACompany:
    def test_is_added_changed_and_deleted(self, office: Office) -> None:
        office.add(LINE)
        companies.change(office.desk, 1, {"branche": "tools", "size": "200", "note": "n"})
        with one_step(office):
            companies.change(office.desk, 1, {"name": "Acme SE"})
        page = people_reading.company_page(office.desk, 1)
        assert page is not None
        assert page.company[1:5] == ("Acme SE", "tools", "200", "n")
        assert [one.name for one in page.people] == ["Meier"]
        assert [one.ref.title for one in page.deals] == ["CNC retrofit"]
        assert [ref.id for ref in reading.find_deals(office.desk, "acme se")] == [1]
        with one_step(office):
            companies.delete(office.desk, 1)
        assert office.deal(1).company is None
        assert office.deal(1).contact == "Meier"

    def test_cannot_get_the_name_of_another(self, office: Office) -> None:
        companies.add(office.desk, "Acme")
        companies.add(office.desk, "Globex")
        with pytest.raises(InputError, match=r"There is a company Acme already.*Merge the two"):
            companies.change(office.desk, 2, {"name": "ACMÉ"})
        with pytest.raises(InputError, match="is there already"):
            companies.add(office.desk, "globex")

    @pytest.mark.parametrize(
        ("field", "text", "why"),
        [("name", " ", "needs a name"), ("colour", "x", "no field colour"),
         ("industry", "x" * 501, "at most 500"), ("name", "x" * 100_000, "at most 500")],
    )  # fmt: skip
    def test_refuses_what_it_cannot_keep(
        self, office: Office, field: str, text: str, why: str
    ) -> None:
        companies.add(office.desk, "Acme")
        with pytest.raises(InputError, match=why):
            companies.change(office.desk, 1, {field: text})

    def test_changed_elsewhere_meanwhile_is_not_overwritten(self, office: Office) -> None:
        companies.add(office.desk, "Acme")
        companies.change(office.desk, 1, {"size": "20"})
        with pytest.raises(Conflict):
            companies.change(office.desk, 1, {"size": "30"}, seen={"size": ""})

    def test_tells_what_was_said_in_its_deals(self, office: Office) -> None:
        office.add(LINE)
        deals.log(office.desk, 1, "spoke of price", "call")
        office.clock.pass_days(1)
        deals.log(office.desk, 1, "note of mine", "note")
        page = people_reading.company_page(office.desk, 1)
        of_person = people_reading.person_page(office.desk, 1)
        assert page is not None
        assert of_person is not None
        assert [one.activity.text for one in page.history] == ["note of mine", "spoke of price"]
        assert of_person.history == page.history


class TestWhoIsInADeal:
    def test_can_be_several_with_their_roles(self, office: Office) -> None:
        number = office.add(LINE)
        with one_step(office):
            participants.add(office.desk, number, "Ada Wong, decides, production, ada@acme.de")
        participants.add(office.desk, number, "Bo, Bremser")
        page = reading.page(office.desk, number)
        assert page is not None
        assert [(one.name, one.role, one.position) for one in page.people] == [
            ("Ada Wong", "decides", "production"), ("Bo", "blocks", ""),
        ]  # fmt: skip
        assert office.rows("SELECT company_id FROM contact WHERE name = 'Ada Wong'") == [(1,)]
        assert ("people", "", "Ada Wong: decides") in office.rows(
            "SELECT field, old, new FROM field_change"
        )

    def test_is_somebody_known_of_the_company(self, office: Office) -> None:
        office.add(LINE)
        second = office.add("Acme GmbH: Service contact:Ada")
        participants.add(office.desk, second, "meier, signs")
        assert office.rows("SELECT contact_id, role FROM participant") == [(1, "signs")]
        page = people_reading.person_page(office.desk, 1)
        assert page is not None
        assert {one.ref.id: one.role for one in page.deals} == {1: "", 2: "signs"}

    def test_the_first_one_is_the_contact_person(self, office: Office) -> None:
        number = office.add("plain title")
        participants.add(office.desk, number, "Ada, decides")
        assert (office.deal(number).contact, office.deal(number).contact_role) == (
            "Ada", "decides",
        )  # fmt: skip
        assert office.rows("SELECT * FROM participant") == []

    @pytest.mark.parametrize("line", ["Meier", "ADA", ""])
    def test_nobody_is_in_it_twice(self, office: Office, line: str) -> None:
        number = office.add(LINE)
        participants.add(office.desk, number, "Ada")
        before = office.everything()
        with pytest.raises(InputError):
            participants.add(office.desk, number, line)
        assert office.everything() == before

    def test_changes_role_and_place_and_leaves(self, office: Office) -> None:
        number = office.add(LINE + " role:feels")
        participants.add(office.desk, number, "Ada, checks")
        with one_step(office):
            participants.set_role(office.desk, 1, "Fürsprecherin")
        with one_step(office):
            participants.make_main(office.desk, 1)
        deal = office.deal(number)
        assert (deal.contact, deal.contact_role) == ("Ada", "champions")
        page = reading.page(office.desk, number)
        assert page is not None
        assert [(one.name, one.role) for one in page.people] == [("Meier", "feels")]
        with one_step(office):
            participants.remove(office.desk, page.people[0].id)
        assert office.rows("SELECT name FROM contact") == [("Meier",), ("Ada",)]

    def test_who_left_meanwhile_cannot_be_changed(self, office: Office) -> None:
        number = office.add(LINE)
        participants.add(office.desk, number, "Ada")
        other = Desk(office.path, office.clock)
        participants.remove(other, 1)
        other.close()
        for act in (participants.make_main, participants.remove,
                    lambda desk, n: participants.set_role(desk, n, "signs")):  # fmt: skip
            with pytest.raises(NotFound, match="not in the deal any more"):
                act(office.desk, 1)

    def test_a_role_that_is_none_is_refused(self, office: Office) -> None:
        number = office.add(LINE)
        participants.add(office.desk, number, "Ada")
        with pytest.raises(InputError, match="boss is no buying role"):
            participants.set_role(office.desk, 1, "boss")

    @settings(max_examples=40, deadline=None)
    @given(st.text(max_size=30))
    def test_any_line_is_read_or_refused(self, line: str) -> None:
        try:
            card = participants.check_add(line)
        except InputError:
            return
        assert card.name or card.phone or card.email
