"""Which column is which field, what a mapping says, and what becomes of the cells of a row."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline_tui.errors import InputError
from pipeline_tui.i18n import use_language
from pipeline_tui.transfer import cells, encoding, layout, mapping, table
from pipeline_tui.transfer.convert import Converter
from pipeline_tui.transfer.fields import FIELDS, field_of, plain
from pipeline_tui.transfer.layout import Layout
from pipeline_tui.transfer.mapping import NOTHING, Mapping
from pipeline_tui.transfer.records import DealRecord
from pipeline_tui.transfer.stage_names import is_closed, role_of


def opened(folder: Path, text: str) -> table.Table:
    path = folder / "deals.csv"
    path.write_text(text, encoding="utf-8")
    return table.open_table(path, encoding=encoding.decide(path))


def recognised(folder: Path, header: str, said: Mapping = NOTHING) -> Layout:
    return layout.recognise(opened(folder, header + "\n"), said)


def converted(folder: Path, text: str, said: Mapping = NOTHING) -> list[DealRecord | str]:
    """The records of a file; of a refused row the reason."""
    found = opened(folder, text)
    known = layout.recognise(found, said)
    survey = layout.survey(found, known, said, table.rows(found), lambda _count: None)
    converter = Converter(found, known, survey, said, "EUR")
    made: list[DealRecord | str] = []
    for row in table.rows(found):
        try:
            made.append(converter.record(row))
        except InputError as error:
            made.append(error.what)
    return made


def record(folder: Path, text: str, said: Mapping = NOTHING) -> DealRecord:
    found = converted(folder, text, said)[0]
    assert isinstance(found, DealRecord), found
    return found


class TestAHeader:
    @pytest.mark.parametrize(
        ("header", "field"),
        [
            ("Title", "title"),
            ("Deal Name", "title"),
            ("FIRMA", "company"),
            ("Ansprechpartner", "contact"),
            ("E-Mail", "email"),
            ("Währung", "currency"),
            ("Zuständig", "owner"),
            ("Probability (%)", "probability"),
            ("Expected close date", "close"),
            ("Verlustgrund", "lost_reason"),
            ("Record ID", "external_id"),
            ("risk_level", "risk_level"),
            ("Shoe size", ""),
            ("", ""),
        ],
    )
    def test_means_a_field_in_both_languages(self, header: str, field: str) -> None:
        assert field_of(header) == field

    @pytest.mark.parametrize("field", FIELDS)
    def test_that_is_the_field_s_own_name_means_it(self, field: str) -> None:
        assert field_of(field) == field

    def test_of_the_maven_set_is_recognised(self, tmp_path: Path) -> None:
        found = recognised(tmp_path, ",".join([*layout.MAVEN_FIELDS, "note"]))
        assert (found.preset, found.origin) == ("maven", "maven")
        assert found.fields == (*layout.MAVEN_FIELDS.values(), "extra")

    def test_of_our_own_export_is_recognised(self, tmp_path: Path) -> None:
        found = recognised(tmp_path, ",".join(layout.OWN_FIELDS))
        assert (found.preset, found.origin) == ("own", "")

    def test_twice_counts_once_and_the_other_is_kept(self, tmp_path: Path) -> None:
        found = recognised(tmp_path, "Title,Deal name,Firma,Shoe size")
        assert found.fields == ("title", "extra", "company", "extra")

    def test_without_title_or_company_names_what_there_is(self, tmp_path: Path) -> None:
        with pytest.raises(InputError, match="Shoe size, Hat") as caught:
            recognised(tmp_path, "Shoe size,Hat")
        assert "--map" in caught.value.todo

    def test_of_a_thousand_names_fits_a_message(self, tmp_path: Path) -> None:
        with pytest.raises(InputError) as caught:
            recognised(tmp_path, ",".join(f"column number {n}" for n in range(500)))
        assert len(str(caught.value)) < 700

    def test_can_be_mapped_kept_or_ignored(self, tmp_path: Path) -> None:
        said = mapping.mapping({"Shoe Size": "value", "Title": "extra", "Hat": "ignore"})
        found = recognised(tmp_path, "Title,Company,Shoe size,Hat", said)
        assert found.fields == ("extra", "company", "value", "ignore")

    def test_that_is_mapped_must_be_there(self, tmp_path: Path) -> None:
        with pytest.raises(InputError, match="no column shoe size"):
            recognised(tmp_path, "Title", mapping.mapping({"Shoe size": "value"}))


class TestAMappingFile:
    def load(self, folder: Path, text: str) -> Mapping:
        path = folder / "map.toml"
        path.write_text(text, encoding="utf-8")
        return mapping.load(path)

    def test_is_read(self, tmp_path: Path) -> None:
        found = self.load(
            tmp_path,
            '[columns]\n"Wert (netto)" = "Betrag"\n[stages]\n"Discovery" = " Proposal "\n'
            '[options]\ndates = "mdy"\ndecimals = "comma"\nencoding = "cp1252"\n'
            'delimiter = "tab"\ncurrency = "chf"\nsource = "old"\n',
        )
        assert found.columns == {"wert netto": "value"}
        assert found.stages == {"discovery": "Proposal"}
        assert found[2:] == ("mdy", "comma", "cp1252", "\t", "CHF", "old")

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("[columns", "not TOML"),
            ('[colums]\na = "b"', "no part [colums]"),
            ("columns = 1", "no part [columns]"),
            ("[columns]\na = 1", "a needs a text"),
            ('[columns]\na = "shoe"', "no field shoe"),
            ('[options]\nshoe = "b"', "no option shoe"),
            ('[options]\ndates = "dmx"', "dates cannot be dmx"),
            ('[options]\ndecimals = "dot"', "decimals cannot be dot"),
            ('[options]\nencoding = "klingon"', "no encoding klingon"),
            ('[options]\ndelimiter = ";;"', "one character"),
            ("[options]\ndelimiter = '\"'", "one character"),
            ('[options]\ncurrency = "XXX1"', "not a currency"),
            ("a = " + "[" * 100_000, "not TOML"),
        ],
    )
    def test_that_is_wrong_names_itself_and_the_entry(
        self, text: str, said: str, tmp_path: Path
    ) -> None:
        with pytest.raises(InputError) as caught:
            self.load(tmp_path, text)
        assert said in caught.value.what
        assert caught.value.where == str(tmp_path / "map.toml")

    def test_must_be_there_and_small(self, tmp_path: Path) -> None:
        with pytest.raises(InputError, match="No such file"):
            mapping.load(tmp_path / "no.toml")
        with pytest.raises(InputError, match="too large"):
            self.load(tmp_path, "#" * (2**20 + 1))

    def test_of_bytes_that_are_no_text_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "map.toml").write_bytes(b'[columns]\na = "\xff"')
        with pytest.raises(InputError, match="not TOML"):
            mapping.load(tmp_path / "map.toml")


class TestStageNames:
    @pytest.mark.parametrize(
        ("name", "role"),
        [
            ("Closed Won", "won"),
            ("closedlost", "lost"),
            ("Proposal/Price Quote", "proposal"),
            ("Angebot gesendet", "proposal"),
            ("Bedarfsklärung", "qualification"),
            ("Neuer Lead", "first_contact"),
            ("Moon landing", ""),
            ("", ""),
        ],
    )
    def test_of_other_programs_are_known(self, name: str, role: str) -> None:
        assert role_of(name) == role

    def test_of_closed_deals_are_told_from_others(self) -> None:
        assert [is_closed(name) for name in ("Gewonnen", "Lost", "Angebot")] == ["won", "lost", ""]

    def test_are_written_as_they_are_compared(self) -> None:
        from pipeline_tui.transfer import stage_names

        names = [name for names in stage_names._NAMES.values() for name in names.split("|")]
        assert [name for name in names if plain(name) != name] == []
        assert len(set(names)) == len(names)


class TestARow:
    def test_becomes_a_record_of_every_field(self, tmp_path: Path) -> None:
        found = record(
            tmp_path,
            "id;Titel;Firma;Ansprechperson;Telefon;E-Mail;Zuständig;Phase;Wert;Währung;"
            "Wahrscheinlichkeit;Kategorie;Abschluss;Nutzen;Risiko;Quelle;Produkt;Gebiet;Tags;"
            "Erstellt am;Geschlossen am;Verlustgrund;Hut;Ziel;Laufender Wert;Branche;"
            "Mitarbeiter;Kundenart\n"
            "7;Anlage;Müller AG;Frau Ito;030 1;ito@m.de;Jo;Angebot;1.234,50;CHF;50 %;sicher;"
            "31.12.2026;weniger Ausschuss;!hoch Budget weg;Messe;Presse;Süd;A, B c;"
            "01.02.2026;03.03.2026;zu teuer;rot;keine Nachtschicht;99,90 pro Monat;Metall;50;"
            "Bestandskunde\n",
            mapping.mapping({"Kategorie": "ignore"}),
        )
        assert found == DealRecord(
            line=2,
            hash=found.hash,
            own_id=None,
            external_id="7",
            title="Anlage",
            company="Müller AG",
            contact="Frau Ito",
            phone="030 1",
            email="ito@m.de",
            owner="Jo",
            stage="Angebot",
            value_minor=123450,
            currency="CHF",
            probability=50,
            category="",
            expected_close="2026-12-31",
            benefit="weniger Ausschuss",
            risk_level="high",
            risk_text="Budget weg",
            source="Messe",
            product="Presse",
            region="Süd",
            tags=("A", "B-c"),
            extra='{"Hut": "rot"}',
            created_at="2026-02-01T11:00:00Z",
            closed_on="2026-03-03",
            lost_reason="price",
            closed_note="",
            goal="keine Nachtschicht",
            recurring_minor=9_990,
            recurring_per="month",
            industry="Metall",
            size="50",
            customer="existing",
        )

    def test_of_nothing_but_a_title_says_nothing_else(self, tmp_path: Path) -> None:
        found = record(tmp_path, "Title,Value,Currency,Close\nA,,USD,\n")
        assert (found.value_minor, found.currency, found.expected_close) == (None, "", None)
        assert (found.extra, found.tags, found.created_at) == ("{}", (), None)

    def test_without_a_title_is_called_after_its_product_or_company(self, tmp_path: Path) -> None:
        rows = converted(tmp_path, "Title,Company,Product,Owner\n,A,P,\n,A,,\n,,,Jo\n")
        assert [row if isinstance(row, str) else row.title for row in rows] == [
            "P",
            "A",
            "It has neither a title nor a company",
        ]

    def test_is_cleaned(self, tmp_path: Path) -> None:
        found = record(tmp_path, 'Title,Hat\n"\x1b[31mA\u202eB\n\tC",\x07red\x9b\n')
        assert found.title == "[31mAB  C"
        assert json.loads(found.extra) == {"Hat": "red"}

    @pytest.mark.parametrize(
        ("header", "cell", "said"),
        [
            ("Value", "NaN", "NaN is not an amount"),
            ("Value", "-5", "negative"),
            ("Value", "12 CHF", ""),
            ("Value", "90071992547409.93", "too large"),
            ("Close", "31.02.2026", "not a date"),
            ("Probability", "130", "not a probability"),
            ("Currency", "Taler", ""),
            ("Forecast", "perhaps", "no forecast category"),
            ("Risk level", "enormous", "no risk level"),
            ("Owner", "x" * 501, "at most 500"),
            ("Hat", "x" * 200_000, "at most 100000"),
        ],
    )
    def test_with_a_wrong_cell_is_refused_alone(
        self, header: str, cell: str, said: str, tmp_path: Path
    ) -> None:
        rows = converted(tmp_path, f"Title,{header}\nA,{cell}\nB,\n")
        if said:
            assert isinstance(rows[0], str)
            assert said in rows[0]
        assert isinstance(rows[1], DealRecord)

    def test_that_is_ragged_is_refused_with_its_flaw(self, tmp_path: Path) -> None:
        assert converted(tmp_path, "Title,Owner\nA,B,C\n") == ["3 cells, but the header has 2"]

    def test_with_two_currencies_is_refused(self, tmp_path: Path) -> None:
        rows = converted(tmp_path, "Title,Value,Currency\nA,12 CHF,USD\nB,12 CHF,CHF\nC,5,Taler\n")
        assert isinstance(rows[0], str)
        assert "two currencies" in rows[0]
        assert isinstance(rows[1], DealRecord)
        assert rows[2] == "Taler is not a currency"

    def test_takes_the_currency_that_was_said(self, tmp_path: Path) -> None:
        said = mapping.mapping(options={"currency": "chf"})
        assert record(tmp_path, "Title,Value\nA,5\n", said).currency == "CHF"

    def test_is_won_where_its_status_says_so(self, tmp_path: Path) -> None:
        rows = converted(
            tmp_path,
            "Title,Stage,Status\nA,Proposal,Won\nB,Proposal,open\nC,,In Arbeit\nD,,open\n",
        )
        stages = [row.stage for row in rows if isinstance(row, DealRecord)]
        assert stages == ["Won", "Proposal", "In Arbeit", ""]

    def test_says_the_level_of_its_risk_in_words_or_in_a_column(self, tmp_path: Path) -> None:
        rows = converted(
            tmp_path, "Title,Risk,Risk level\nA,!high frost,\nB,frost,low\nC,,mittel\nD,!odd x,\n"
        )
        found = [(r.risk_level, r.risk_text) for r in rows if isinstance(r, DealRecord)]
        assert found == [("high", "frost"), ("low", "frost"), ("mid", ""), ("", "!odd x")]

    def test_has_a_hash_of_its_cells_and_of_how_they_are_read(self, tmp_path: Path) -> None:
        text = "Title,Value\nA,5\nB,5\nA,5\n"
        first, second, third = (r.hash for r in converted(tmp_path, text))  # type: ignore[union-attr]  # none is refused
        assert first == third != second
        assert record(tmp_path, text).hash == first
        other = record(tmp_path, text, mapping.mapping({"Value": "extra"}))
        assert other.hash != first

    def test_is_read_the_same_when_columns_hold_more_than_is_remembered(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from pipeline_tui.transfer import convert

        monkeypatch.setattr(convert, "_MOST_KNOWN", 2)
        monkeypatch.setattr(layout, "_MOST_SEEN", 2)
        rows = converted(tmp_path, "Title,Value\n" + "".join(f"A{n},{n}\n" for n in range(9)))
        assert [row.value_minor for row in rows if isinstance(row, DealRecord)] == [
            n * 100 for n in range(9)
        ]


class TestAFile:
    def test_of_a_header_alone_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(InputError, match="no rows"):
            converted(tmp_path, "Title,Value\n\n")

    def test_of_too_many_rows_is_refused(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(layout, "MAX_ROWS", 10)
        monkeypatch.setattr(layout, "_BATCH", 5)
        with pytest.raises(InputError, match="more than 10 rows"):
            converted(tmp_path, "Title\n" + "A\n" * 15)

    def test_whose_column_reads_two_ways_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(InputError, match="column Due") as caught:
            converted(tmp_path, "Title,Due\nA,03/04/2026\n")
        assert "--map" in caught.value.todo
        assert caught.value.where


class TestCells:
    @pytest.mark.parametrize(
        ("cell", "code"), [("eur", "EUR"), ("€", "EUR"), ("CHF", "CHF"), ("Franken", "CHF")]
    )
    def test_name_a_currency(self, cell: str, code: str) -> None:
        assert cells.currency(cell) == code

    @pytest.mark.parametrize(
        ("cell", "tags"),
        [
            ("a b", ("a", "b")),
            ("#b, a c|b", ("a-c", "b")),
            ("A;a;", ("A",)),
            ("#", ()),
        ],
    )
    def test_hold_tags(self, cell: str, tags: tuple[str, ...]) -> None:
        assert cells.tags(cell) == tags

    def test_name_a_lost_reason_or_tell_of_another(self) -> None:
        assert cells.lost_reason("No budget") == ("no_budget", "")
        assert cells.lost_reason("no_budget") == ("no_budget", "")
        assert cells.lost_reason("Zu teuer!") == ("price", "")
        assert cells.lost_reason("CEO left") == ("other", "CEO left")

    def test_name_a_lost_reason_in_the_language_spoken(self) -> None:
        use_language("de")
        assert cells.lost_reason("Kein Budget")[0] == "no_budget"

    @pytest.mark.parametrize("cell", ["", "x", "-1", "1.5", "²", "9" * 30])
    def test_that_are_no_number_of_a_deal_say_nothing(self, cell: str) -> None:
        assert cells.number(cell) is None

    @pytest.mark.parametrize("cell", ["[]", "{", "[" * 100_000, "1"])
    def test_that_are_no_json_object_are_refused(self, cell: str) -> None:
        with pytest.raises(InputError, match="JSON object"):
            cells.extra(cell)

    def test_of_our_own_extra_are_read(self) -> None:
        assert cells.extra('{"Hat": "red\\u202e", "n": 1}') == {"Hat": "red", "n": "1"}
