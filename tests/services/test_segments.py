"""What deals are cut by, and what comes again: set, kept, found, exported and imported."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from pipeline_tui.errors import Conflict, InputError
from pipeline_tui.i18n import use_language
from pipeline_tui.services import deals, exporting, fields, history, importing, reading
from pipeline_tui.services.completing import LineReader, goes_on, names
from pipeline_tui.store import reads_deal
from tests.services.office import Office

LINE = (
    'Acme GmbH: CNC 12k source:fair product:GTX region:south goal:"no night shift"'
    " recurring:500/month industry:engines size:50-200 customer:new #renewal owner:Kim"
)


def found(office: Office, words: str) -> list[int]:
    """Deals in which the words of a filter stand."""
    return [ref.id for ref in reads_deal.find_deals(office.desk.reader, words)]


def export(office: Office, path: Path) -> None:
    """All deals as a CSV file."""
    with path.open("w", encoding="utf-8", newline="") as out:
        exporting.export_deals(office.desk, out)


class TestSetting:
    def test_quick_add_sets_all_of_them(self, office: Office) -> None:
        deal = office.deal(office.add(LINE))
        assert (deal.goal, deal.recurring_minor, deal.recurring_per) == (
            "no night shift", 50_000, "month",
        )  # fmt: skip
        assert (deal.industry, deal.size, deal.customer) == ("engines", "50-200", "new")
        assert (deal.source, deal.product, deal.region, deal.owner) == (
            "fair", "GTX", "south", "Kim",
        )  # fmt: skip

    def test_industry_and_size_are_those_of_the_company(self, office: Office) -> None:
        first, second = office.add("Acme: a"), office.add("Acme: b")
        deals.set_field(office.desk, first, "branche", "Maschinenbau")
        deals.set_field(office.desk, second, "size", "50")
        assert [office.deal(n).industry for n in (first, second)] == ["Maschinenbau"] * 2
        assert office.deal(first).size == "50"
        history.undo(office.desk)
        history.undo(office.desk)
        assert office.deal(first).industry == ""

    def test_without_a_company_there_is_nothing_to_say_it_of(self, office: Office) -> None:
        number = office.add("a deal of nobody")
        before = office.everything()
        with pytest.raises(InputError, match="has no company"):
            deals.set_field(office.desk, number, "industry", "engines")
        with pytest.raises(InputError, match="has no company"):
            office.add("another industry:engines")
        assert office.everything() == before

    def test_company_and_industry_may_come_together(self, office: Office) -> None:
        number = office.add("a deal of nobody")
        deals.set_fields(office.desk, number, {"industry": "engines", "company": "Acme"})
        assert office.deal(number).industry == "engines"

    def test_what_another_saved_of_the_company_is_not_overwritten(self, office: Office) -> None:
        first, second = office.add("Acme: a"), office.add("Acme: b")
        seen = office.deal(first)
        deals.set_field(office.desk, second, "industry", "engines")
        with pytest.raises(Conflict) as caught:
            deals.set_field(
                office.desk, first, "industry", "foundry", version=seen.version, seen=""
            )
        assert (caught.value.mine, caught.value.theirs) == ("foundry", "engines")
        assert office.deal(first).industry == "engines"

    @pytest.mark.parametrize(
        ("field", "text"),
        [
            ("customer", "maybe"),
            ("recurring", "500"),
            ("recurring", "500/week"),
            ("recurring", "-5/month"),
            ("recurring", "nan/month"),
            ("goal", "x" * 100_000),
            ("industry", "x" * 501),
        ],
    )
    def test_what_cannot_be_meant_is_refused(self, office: Office, field: str, text: str) -> None:
        number = office.add("Acme: a")
        before = office.everything()
        with pytest.raises(InputError):
            deals.set_field(office.desk, number, field, text)
        assert office.everything() == before

    def test_everything_is_cleared_by_nothing(self, office: Office) -> None:
        number = office.add(LINE)
        for field in ("goal", "recurring", "industry", "size", "customer"):
            deals.set_field(office.desk, number, field, "")
        deal = office.deal(number)
        assert (deal.goal, deal.recurring_minor, deal.recurring_per) == ("", None, "")
        assert (deal.industry, deal.size, deal.customer) == ("", "", "")

    def test_the_history_tells_it_in_the_language_spoken(self, office: Office) -> None:
        number = office.add("Acme: a")
        deals.set_field(office.desk, number, "recurring", "500/month")
        assert office.say() == "Acme · a: recurring value changed"
        page = reading.page(office.desk, number)
        assert page is not None
        from pipeline_tui.domain.sentences import event

        assert event(page.timeline[0]) == "recurring value: – → €500/month"
        use_language("de")
        assert event(page.timeline[0]) == "laufender Wert: – → 500 €/Monat"


class TestOneCurrency:
    def test_all_amounts_go_along_with_it(self, office: Office) -> None:
        number = office.add("Acme: a 12k recurring:500/month")
        deals.set_field(office.desk, number, "currency", "JPY")
        deal = office.deal(number)
        assert (deal.value_minor, deal.recurring_minor, deal.currency) == (12_000, 500, "JPY")

    def test_one_amount_alone_does_not_change_that_of_the_other(self, office: Office) -> None:
        number = office.add("Acme: a 12k recurring:500/month")
        for field, text in (("value", "12k USD"), ("recurring", "500 USD/month")):
            with pytest.raises(InputError, match="are in EUR"):
                deals.set_field(office.desk, number, field, text)

    def test_the_only_amount_brings_its_own(self, office: Office) -> None:
        number = office.add("Acme: a")
        deals.set_field(office.desk, number, "recurring", "500 USD/month")
        assert (office.deal(number).currency, office.deal(number).recurring_minor) == (
            "USD", 50_000,
        )  # fmt: skip


class TestFinding:
    @pytest.mark.parametrize("words", ["engines", "50-200", "night", "gtx", "south", "kim"])
    def test_words_find_them(self, office: Office, words: str) -> None:
        number = office.add(LINE)
        office.add("Globex: other")
        assert found(office, words) == [number]

    def test_words_of_the_company_find_all_its_deals(self, office: Office) -> None:
        first, second = office.add("Acme: a"), office.add("Acme: b")
        deals.set_field(office.desk, first, "industry", "foundry")
        assert sorted(found(office, "foundry")) == [first, second]
        deals.set_field(office.desk, second, "industry", "")
        assert found(office, "foundry") == []


class TestNewOrExisting:
    def test_a_company_that_has_bought_is_suggested_as_a_customer(self, office: Office) -> None:
        first, second = office.add("Acme: a"), office.add("Acme: b")
        other = office.add("Globex: c")

        def bought(number: int) -> bool:
            page = reading.page(office.desk, number)
            assert page is not None
            return page.bought_before

        assert not bought(second)
        deals.win(office.desk, first)
        assert bought(second)
        assert not bought(other)
        assert not bought(first), "its own win does not make it one"
        deals.set_field(office.desk, second, "customer", "new")
        assert not bought(second), "somebody has said it"


class TestCompleting:
    def test_known_names_and_those_of_the_program(self, office: Office) -> None:
        office.add("Acme: a source:Fair industry:engines")
        assert names(office.desk, "source", "f") == ["Fair"]
        assert names(office.desk, "source", "part") == ["partner"]
        assert names(office.desk, "industry", "ENG") == ["engines"]
        assert names(office.desk, "customer", "ex") == ["existing customer"]
        use_language("de")
        assert names(office.desk, "source", "mes") == ["Messe"]

    def test_of_tags_the_last_one_goes_on(self, office: Office) -> None:
        assert goes_on("tags", "north ren", ["renewal"]) == ["north renewal"]
        assert goes_on("tags", "north #ren", ["renewal"]) == ["north renewal"]
        assert goes_on("tags", "north ", ["renewal"]) == []
        assert goes_on("source", "fair", ["fair", "fair Hanover"]) == ["fair Hanover"]

    @pytest.mark.parametrize(
        ("line", "texts"),
        [
            ("Acme: x industry:e", ["industry:engines "]),
            ("Acme: x branche:e", ["branche:engines "]),
            ("Acme: x size:5", ["size:50-200 "]),
            ("Acme: x customer:n", ['customer:"new customer" ']),
        ],
    )
    def test_in_quick_add(self, office: Office, line: str, texts: list[str]) -> None:
        office.add(LINE)
        offered = LineReader(office.desk, [], "EUR").complete(line, len(line))
        assert offered is not None
        assert [one.text for one in offered[1]] == texts


class TestInAndOut:
    def test_a_csv_brings_all_of_it_back(self, office: Office, tmp_path: Path) -> None:
        office.add(LINE)
        office.add("Globex: plain")
        path = tmp_path / "deals.csv"
        export(office, path)
        other = Office(tmp_path / "other.db")
        importing.import_file(other.desk, path)
        for number, there in ((1, 2), (2, 1)):  # in the order of the board
            old, new = office.deal(number), other.deal(there)
            assert old.title == new.title
            for field in ("goal", "recurring", "industry", "size", "customer", "value", "tags"):
                assert fields.value_of(old, field) == fields.value_of(new, field), field
        assert found(other, "engines") == [2]
        assert importing.import_file(other.desk, path).same == 2
        other.desk.close()

    def test_changes_in_a_csv_are_brought_in_and_can_be_undone(
        self, office: Office, tmp_path: Path
    ) -> None:
        office.add(LINE)
        office.add("Acme GmbH: second")
        path = tmp_path / "deals.csv"
        export(office, path)
        rows = list(csv.reader(path.open(encoding="utf-8", newline="")))
        head, first = rows[0], rows[2]
        for name, cell in {
            "goal": "one shift", "recurring": "600", "recurring_per": "year",
            "industry": "foundry", "size": "500", "customer": "existing",
        }.items():  # fmt: skip
            first[head.index(name)] = cell
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([head, first])
        before = office.everything()
        result = importing.import_file(office.desk, path)
        assert (result.changed, result.refused_count) == (1, 0)
        deal = office.deal(1)
        assert (deal.goal, deal.recurring_minor, deal.recurring_per) == (
            "one shift",
            60_000,
            "year",
        )
        assert (deal.industry, deal.size, deal.customer) == ("foundry", "500", "existing")
        assert sorted(found(office, "foundry")) == [1, 2]
        history.undo(office.desk)
        assert office.everything() == before

    @pytest.mark.parametrize(
        ("header", "row"),
        [
            ("Titel;Laufender Wert", "a;500"),
            ("Titel;Laufender Wert;Turnus", "a;500;Woche"),
            ("Titel;Laufender Wert", "a;nan/Monat"),
            ("Titel;Kundenart", "a;vielleicht"),
            ("Titel;Wert;Währung;Laufender Wert", "a;5;CHF;7 EUR/Monat"),
        ],
    )
    def test_rows_that_cannot_be_meant_are_refused(
        self, office: Office, tmp_path: Path, header: str, row: str
    ) -> None:
        path = tmp_path / "in.csv"
        path.write_text(f"{header}\n{row}\n", encoding="utf-8")
        result = importing.import_file(office.desk, path)
        assert (result.new, result.refused_count) == (0, 1)

    @pytest.mark.parametrize(
        ("line", "row"),
        [
            ("Acme: a 12k recurring:500/month", "a;Acme;;600 USD/month"),
            ("Acme: a 12k", "a;Acme;;600 USD/month"),
            ("Acme: a 12k recurring:500/month", "a;Acme;12000 USD;"),
        ],
    )
    def test_another_currency_than_that_of_the_deal_is_refused(
        self, office: Office, tmp_path: Path, line: str, row: str
    ) -> None:
        office.add(line)
        before = office.deal(1)
        path = tmp_path / "in.csv"
        good = "b;Globex;;700 USD/month\n"
        path.write_text(f"title;company;value;recurring\n{row}\n{good}", encoding="utf-8")
        result = importing.import_file(office.desk, path)
        assert (result.new, result.changed, result.same, result.refused_count) == (1, 0, 0, 1)
        [refusal] = result.refused
        assert (refusal.line, refusal.reason) == (2, "The other amounts of a are in EUR")
        assert row in Path(result.refused_file or "").read_text(encoding="utf-8")
        assert office.deal(1)._replace(next=None) == before._replace(next=None)

    def test_another_currency_is_kept_where_it_is_the_only_amount(
        self, office: Office, tmp_path: Path
    ) -> None:
        office.add("Acme: a recurring:500/month")
        path = tmp_path / "in.csv"
        path.write_text("title;company;recurring\na;Acme;600 USD/month\n", encoding="utf-8")
        assert importing.import_file(office.desk, path).changed == 1
        deal = office.deal(1)
        assert (deal.recurring_minor, deal.currency) == (60_000, "USD")

    def test_german_headers_and_words(self, office: Office, tmp_path: Path) -> None:
        path = tmp_path / "in.csv"
        path.write_text(
            "Titel;Firma;Ziel;Laufender Wert;Turnus;Branche;Mitarbeiter;Kundenart\n"
            "a;Müller AG;keine Nachtschicht;99,90;Monat;Metall;50;Bestandskunde\n"
            "b;;;1.200,00 pro Jahr;;Holz;;neu\n",
            encoding="utf-8",
        )
        assert importing.import_file(office.desk, path).refused_count == 0
        first, second = office.deal(1), office.deal(2)
        assert (first.recurring_minor, first.recurring_per) == (9_990, "month")
        assert (first.goal, first.industry, first.size) == ("keine Nachtschicht", "Metall", "50")
        assert (second.recurring_minor, second.recurring_per) == (120_000, "year")
        assert second.extra == {"industry": "Holz"}, "there is no company to say it of"
        assert (first.customer, second.customer) == ("existing", "new")

    def test_a_later_row_tells_more_of_the_company(self, office: Office, tmp_path: Path) -> None:
        path = tmp_path / "in.csv"
        path.write_text(
            "title,company,industry\na,Acme,\nb,Acme,foundry\nc,Acme,\n", encoding="utf-8"
        )
        importing.import_file(office.desk, path)
        assert sorted(found(office, "foundry")) == [1, 2, 3]

    def test_an_export_of_everything_is_found_by_its_words_too(
        self, office: Office, tmp_path: Path
    ) -> None:
        office.add(LINE)
        path = tmp_path / "all.jsonl"
        with path.open("w", encoding="utf-8") as out:
            exporting.export_all(office.desk, out)
        other = Office(tmp_path / "other.db")
        importing.import_file(other.desk, path)
        assert found(other, "engines night") == [1]
        other.desk.close()
        known = Office(tmp_path / "known.db")
        known.add("Acme GmbH: of our own size:500")
        importing.import_file(known.desk, path)
        assert [known.deal(number).size for number in (1, 2)] == ["50-200", "50-200"]
        assert sorted(found(known, "engines 50-200")) == [1, 2]
        before = known.everything()
        importing.import_file(known.desk, path)
        assert known.everything() == before
        known.desk.close()
