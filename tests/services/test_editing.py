"""What a seller does with the fields of a deal."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline_tui.errors import Conflict, InputError, NotFound
from pipeline_tui.i18n import use_language
from pipeline_tui.services import deals, fields, options
from tests.services.office import Office

COMPANY_OF_CONTACT = "SELECT c.name FROM contact p JOIN company c ON c.id = p.company_id"


def changes(office: Office) -> list[tuple[str, str, str]]:
    return office.rows("SELECT field, old, new FROM field_change ORDER BY id")  # type: ignore[return-value]  # three texts each


class TestSettingAField:
    @pytest.mark.parametrize(
        ("field", "text", "column", "kept"),
        [
            ("title", " New\ntitle ", "title", "New title"),
            ("titel", "Neu", "title", "Neu"),
            ("owner", "Kim", "owner", "Kim"),
            ("wert", "12k", "value_minor", 1_200_000),
            ("value", "0", "value_minor", 0),
            ("currency", "chf", "currency", "CHF"),
            ("currency", "$", "currency", "USD"),
            ("probability", "50 %", "own_probability", 50),
            ("wahrscheinlichkeit", "0", "own_probability", 0),
            ("category", "Best case", "category", "best"),
            ("kategorie", "zusage", "category", "commit"),
            ("Forecast category", "omit", "category", "omit"),
            ("close", "18.12.", "expected_close", date(2026, 12, 18)),
            ("Expected close", "18.12.", "expected_close", date(2026, 12, 18)),
            ("Nutzen", "spart 4 h", "benefit", "spart 4 h"),
            ("source", "fair", "source", "fair"),
            ("product", "GTX", "product", "GTX"),
            ("region", "south", "region", "south"),
            ("tags", "#b, a #B", "tags", ("a", "b")),
            ("company", "Globex", "company", "Globex"),
            ("ansprechperson", "Anna Schmidt", "contact", "Anna Schmidt"),
            ("Contact person", "Kim", "contact", "Kim"),
            ("phone", "+49 30 123456", "contact_phone", "+49 30 123456"),
            ("e-mail", "a@b.de", "contact_email", "a@b.de"),
        ],
    )
    def test_keeps_what_was_meant(
        self, office: Office, field: str, text: str, column: str, kept: object
    ) -> None:
        number = office.add()
        deals.set_field(office.desk, number, field, text)
        assert getattr(office.deal(number), column) == kept
        deals.set_field(office.desk, number, field, text)
        assert len(office.steps()) == 2, "the same value again is no step"

    @pytest.mark.parametrize(
        ("field", "text"),
        [
            ("title", ""),
            ("value", "-1"),
            ("value", "nan"),
            ("value", "9007199254740993"),
            ("currency", "XXL"),
            ("currency", "k"),
            ("probability", "101"),
            ("probability", "0500"),
            ("probability", "12.5"),
            ("category", "maybe"),
            ("close", "31.02."),
            ("risk", "!terrible"),
            ("phone", "call me"),
            ("email", "nobody"),
            ("email", "a@b@c"),
            ("benefit", "x" * 501),
            ("colour", "red"),
        ],
    )
    def test_refuses_what_cannot_be_meant(self, office: Office, field: str, text: str) -> None:
        number = office.add()
        before = office.everything()
        with pytest.raises(InputError):
            deals.set_field(office.desk, number, field, text)
        with pytest.raises(InputError):
            deals.check_field(office.desk, field, text)
        assert office.everything() == before

    def test_an_unknown_field_is_answered_with_those_there_are(self, office: Office) -> None:
        with pytest.raises(NotFound, match=r"no field colour\. Fields are title, company, contact"):
            deals.set_field(office.desk, office.add(), "colour", "red")

    @pytest.mark.parametrize(
        ("field", "text"),
        [
            ("company", "Globex"),
            ("contact", "Anna"),
            ("phone", "030 123"),
            ("email", "a@b.de"),
            ("owner", "Kim"),
            ("value", "12k"),
            ("probability", "50"),
            ("close", "2026-12-18"),
            ("benefit", "much"),
            ("risk", "!high freeze"),
            ("source", "fair"),
            ("product", "GTX"),
            ("region", "south"),
            ("tags", "a b"),
        ],
    )
    def test_nothing_clears_it(self, office: Office, field: str, text: str) -> None:
        number = office.add("plain title")
        deals.set_field(office.desk, number, field, text)
        assert fields.edit_text(office.deal(number), field) != ""
        deals.set_field(office.desk, number, field, "")
        assert fields.edit_text(office.deal(number), field) == ""

    def test_nothing_makes_the_category_pipeline_and_keeps_the_currency(
        self, office: Office
    ) -> None:
        number = office.add("x 5 CHF category:commit")
        deals.set_fields(office.desk, number, {"category": "", "currency": ""})
        deal = office.deal(number)
        assert (deal.category, deal.currency) == ("pipeline", "CHF")

    def test_no_phone_for_nobody_makes_nobody(self, office: Office) -> None:
        number = office.add("plain title")
        deals.set_field(office.desk, number, "phone", "")
        assert office.rows("SELECT * FROM contact") == []

    def test_stands_in_the_timeline_in_a_form_of_no_language(self, office: Office) -> None:
        number = office.add("plain title")
        for field, text in {
            "value": "1.234,50",
            "close": "18.12.",
            "risk": "!high budget freeze",
            "tags": "b a",
            "probability": "50 %",
        }.items():
            deals.set_field(office.desk, number, field, text)
        assert changes(office) == [
            ("value", "", "1234.50 EUR"),
            ("close", "", "2026-12-18"),
            ("risk", "", "!high budget freeze"),
            ("tags", "", "#a #b"),
            ("probability", "", "50"),
        ]

    def test_is_named_in_the_history(self, office: Office) -> None:
        number = office.add()
        deals.set_field(office.desk, number, "title", "New")
        assert office.say() == "Acme GmbH · New: title changed"

    def test_several_fields_are_one_step(self, office: Office) -> None:
        number = office.add()
        deals.set_fields(office.desk, number, {"value": "5", "currency": "CHF", "owner": "Kim"})
        deal = office.deal(number)
        assert (deal.value_minor, deal.currency, deal.owner) == (500, "CHF", "Kim")
        assert len(office.steps()) == 2

    def test_one_wrong_field_keeps_all_as_they_were(self, office: Office) -> None:
        number = office.add()
        before = office.everything()
        with pytest.raises(InputError):
            deals.set_fields(office.desk, number, {"owner": "Kim", "close": "31.02."})
        assert office.everything() == before


class TestTheExpectedClose:
    def test_counts_only_moves_to_a_later_day(self, office: Office) -> None:
        number = office.add()
        for text, moves in [
            ("2026-12-18", 0),
            ("2026-12-11", 0),
            ("2026-12-18", 1),
            ("2027-01-15", 2),
            ("", 2),
            ("2027-02-01", 2),
        ]:
            deals.set_field(office.desk, number, "close", text)
            assert office.deal(number).close_moves == moves


class TestTheValue:
    def test_without_a_currency_is_in_the_deal_s(self, office: Office) -> None:
        number = office.add("Acme: x 5 CHF")
        deals.set_field(office.desk, number, "value", "12k")
        assert (office.deal(number).value_minor, office.deal(number).currency) == (
            12_000_00,
            "CHF",
        )

    def test_keeps_its_amount_when_the_currency_changes(self, office: Office) -> None:
        number = office.add("Acme: x 1200 €")
        deals.set_field(office.desk, number, "currency", "JPY")
        assert office.deal(number).value_minor == 1200
        deals.set_field(office.desk, number, "currency", "KWD")
        assert office.deal(number).value_minor == 1_200_000

    def test_is_not_rounded_when_the_currency_has_no_cents(self, office: Office) -> None:
        number = office.add("Acme: x 12,50 €")
        with pytest.raises(InputError, match="more decimals than JPY"):
            deals.set_field(office.desk, number, "currency", "JPY")


class TestTheRisk:
    def test_a_level_alone_keeps_the_words_and_words_the_level(self, office: Office) -> None:
        number = office.add()
        said = []
        for line in ("budget freeze", "!high", "no sponsor", "!niedrig all fine", ""):
            deals.set_risk(office.desk, number, line)
            said.append((office.deal(number).risk_level, office.deal(number).risk_text))
        assert said == [
            ("mid", "budget freeze"),
            ("high", "budget freeze"),
            ("high", "no sponsor"),
            ("low", "all fine"),
            (None, ""),
        ]
        assert office.say() == "Acme GmbH · CNC retrofit: risk changed"


class TestCompanyAndContact:
    def test_a_contact_of_this_deal_alone_goes_along(self, office: Office) -> None:
        number = office.add("Acmee: x contact:Meier")
        deals.set_field(office.desk, number, "company", "Acme")
        assert office.rows(
            "SELECT c.name FROM contact p JOIN company c ON c.id = p.company_id"
        ) == [("Acme",)]

    def test_a_contact_of_several_deals_stays(self, office: Office) -> None:
        number = office.add("Acme: x contact:Meier")
        office.add("Acme: y contact:Meier")
        deals.set_field(office.desk, number, "company", "Globex")
        assert office.rows(
            "SELECT c.name FROM contact p JOIN company c ON c.id = p.company_id"
        ) == [("Acme",)]

    def test_a_number_without_a_name_gets_its_name(self, office: Office) -> None:
        number = office.add("Acme: x phone:030123456")
        deals.set_field(office.desk, number, "contact", "Meier")
        deal = office.deal(number)
        assert (deal.contact, deal.contact_phone) == ("Meier", "030123456")
        assert office.value("SELECT count(*) FROM contact") == 1

    def test_words_are_found_under_the_new_names(self, office: Office) -> None:
        number = office.add("Acme: x contact:Meier #old")
        for field, text in {"company": "Größe AG", "contact": "Huber", "tags": "new"}.items():
            deals.set_field(office.desk, number, field, text)
        assert office.value("SELECT search FROM deal").split("\n") == [
            "x",
            "grosse ag",
            "huber",
            "new",
        ]


class TestTwoSellersAtOneDeal:
    def test_another_field_is_no_conflict(self, office: Office) -> None:
        number = office.add()
        seen = office.deal(number)
        deals.set_field(office.desk, number, "benefit", "theirs")
        deals.set_field(office.desk, number, "owner", "Kim", version=seen.version, seen=seen.owner)
        assert (office.deal(number).benefit, office.deal(number).owner) == ("theirs", "Kim")

    def test_the_same_field_shows_both_and_overwrites_nothing(self, office: Office) -> None:
        number = office.add()
        seen = office.deal(number)
        deals.set_field(office.desk, number, "value", "5k")
        with pytest.raises(Conflict, match="Value was changed elsewhere") as caught:
            deals.set_field(
                office.desk,
                number,
                "value",
                "7k",
                version=seen.version,
                seen=fields.edit_text(seen, "value"),
            )
        assert (caught.value.mine, caught.value.theirs) == ("7k", "5000 EUR")
        assert office.deal(number).value_minor == 5_000_00

    def test_without_knowing_what_was_seen_nothing_is_overwritten(self, office: Office) -> None:
        number = office.add()
        seen = office.deal(number)
        deals.set_field(office.desk, number, "benefit", "theirs")
        with pytest.raises(Conflict):
            deals.set_field(office.desk, number, "benefit", "mine", version=seen.version)
        deals.set_field(office.desk, number, "benefit", "theirs", version=seen.version)

    def test_edit_undone_and_edited_again_is_still_newer(self, office: Office) -> None:
        from pipeline_tui.services import history

        number = office.add()
        seen = office.deal(number)
        deals.set_field(office.desk, number, "benefit", "theirs")
        history.undo(office.desk)
        deals.set_field(office.desk, number, "benefit", "other")
        with pytest.raises(Conflict):
            deals.set_field(office.desk, number, "benefit", "mine", version=seen.version, seen="")

    def test_a_contact_edited_by_way_of_another_deal(self, office: Office) -> None:
        one, two = office.add("Acme: x contact:Meier"), office.add("Acme: y contact:Meier")
        seen = office.deal(one)
        deals.set_field(office.desk, two, "phone", "030 111")
        with pytest.raises(Conflict):
            deals.set_field(office.desk, one, "phone", "030 222", version=seen.version, seen="")

    def test_several_fields_at_once_do_not_clash_with_each_other(self, office: Office) -> None:
        number = office.add()
        version = office.deal(number).version
        deals.set_fields(office.desk, number, {"owner": "Kim", "region": "south"}, version=version)
        assert office.deal(number).region == "south"


class TestTheEchoWhileTyping:
    @pytest.mark.parametrize(
        ("field", "text", "english", "german"),
        [
            ("close", "fr", "Fri 27 Nov", "Fr 27.11."),
            ("value", "12k", "€12,000", "12.000 €"),
            ("probability", "50", "50 %", "50 %"),
            ("category", "best", "Best case", "Bestenfalls"),
            ("category", "left out", "Omit", "Ausgelassen"),
            ("risk", "!high budget freeze", "high · budget freeze", None),
            ("risk", "", "empty", None),
            ("role", "Entscheider", "decides the budget", None),
            (
                "permission",
                "call yes, mail no, Messe",
                "may be called, must not be mailed, from Messe",
                None,
            ),
            ("permission", "do not contact", "do not contact", None),
            ("permission", "", "empty", None),
            ("tags", "b a", "#a #b", "#a #b"),
            ("tags", "", "empty", None),
            ("title", " x ", "x", "x"),
            ("benefit", "", "empty", None),
            ("value", "", "empty", None),
            ("recurring", "500/month", "€500/month", "500 €/Monat"),
            ("recurring", "6k pro Jahr", "€6,000/year", "6.000 €/Jahr"),
            ("customer", "Bestandskunde", "existing customer", "Bestandskunde"),
        ],
    )
    def test_says_what_was_understood(
        self, office: Office, field: str, text: str, english: str, german: str | None
    ) -> None:
        assert deals.check_field(office.desk, field, text) == english
        if german is not None:
            use_language("de")
            assert deals.check_field(office.desk, field, text) == german

    def test_takes_the_currency_of_the_deal_or_of_the_data(self, office: Office) -> None:
        assert deals.check_field(office.desk, "value", "5", "CHF") == "CHF 5"
        options.set_option(office.desk, "currency", "GBP")
        assert deals.check_field(office.desk, "value", "5") == "£5"

    @pytest.mark.parametrize("field", list(fields.FIELDS))
    def test_the_text_to_edit_from_means_the_same_again(self, office: Office, field: str) -> None:
        number = office.add(
            "Acme: x 12,50 € contact:Meier phone:030123456 email:a@b.de owner:Kim source:fair"
            " product:GTX region:south benefit:much close:2026-12-18 probability:5 #b #a !low ok"
            ' role:decides permission:"call yes, mail no, from fair" goal:"no night shift"'
            " recurring:500/month industry:engines size:50-200 customer:existing incumbent:paper"
            " position:buyer drives:quality objection:price"
        )
        if field == "renewal":
            deals.win(office.desk, number)
            deals.set_field(office.desk, number, field, "3.3.2027")
        before = office.everything()
        text = fields.edit_text(office.deal(number), field)
        assert text
        deals.set_field(office.desk, number, field, text)
        assert office.everything() == before

    def test_an_amount_of_three_decimals_means_the_same_again(self, office: Office) -> None:
        number = office.add("Acme: x 12,5 KWD")
        text = fields.edit_text(office.deal(number), "value")
        deals.set_field(office.desk, number, "value", text)
        assert office.deal(number).value_minor == 12_500
