"""What a seller's own data offers while a quick-add line is typed."""

from __future__ import annotations

import pytest

from pipeline_tui.services import options, reading
from pipeline_tui.services.completing import LineReader
from tests.services.office import Office


def reader_of(office: Office) -> LineReader:
    """One line, at a desk."""
    stages = [stage.name for stage in reading.stages(office.desk)]
    return LineReader(office.desk, stages, "EUR")


@pytest.fixture
def reader(office: Office) -> LineReader:
    office.add('Acme GmbH: CNC source:fair owner:Kim contact:"Sabine Meier" #renewal')
    office.add('Acme Süd AG: Line source:"trade fair" contact:"Jörg Meierhof" #Rebuild')
    office.add('Über_100% Ltd: Pilot contact:"Ann Meise"')
    return reader_of(office)


def offered(reader: LineReader, line: str, cursor: int | None = None) -> list[str]:
    """The texts for the word at the cursor, which is at the end unless told."""
    found = reader.complete(line, len(line) if cursor is None else cursor)
    return [] if found is None else [one.text for one in found[1]]


class TestNames:
    @pytest.mark.parametrize(
        ("line", "texts"),
        [
            ("acm", ["Acme GmbH: ", "Acme Süd AG: "]),
            ("ACME S", ["Acme Süd AG: "]),
            ("uber", ["Über_100% Ltd: "]),
            ("@prop acm", ["Acme GmbH: ", "Acme Süd AG: "]),
            ("Acme GmbH: x @first", ["@first-contact "]),
            ("Acme GmbH: x stage:nego", ["stage:negotiation "]),
            ("Acme GmbH: x #re", ["#Rebuild ", "#renewal "]),
            (
                "Acme GmbH: x source:",
                [
                    "source:fair ",
                    'source:"trade fair" ',
                    "source:inbound ",
                    "source:outbound ",
                    "source:partner ",
                    "source:referral ",
                    'source:"existing customer" ',
                ],
            ),
            ("Acme GmbH: x quelle:tr", ['quelle:"trade fair" ']),
            ("Acme GmbH: x owner:k", ["owner:Kim "]),
            ("call Sab", ["Sabine Meier "]),
            ("call Frau Mei", ["Meier ", "Meierhof ", "Meise "]),
            ("Acme Süd AG: call Mei", ["Meierhof ", "Meise ", "Meier "]),
            ("Acme GmbH: x contact:mei", ["contact:Meier ", "contact:Meierhof ", "contact:Meise "]),
        ],
    )
    def test_are_offered(self, reader: LineReader, line: str, texts: list[str]) -> None:
        assert sorted(offered(reader, line)) == sorted(texts)

    def test_people_of_the_company_come_first(self, reader: LineReader) -> None:
        assert offered(reader, "Acme Süd AG: x call Mei")[0] == "Meierhof "

    @pytest.mark.parametrize(
        "line",
        ["", " ", "Zzz", "Acme GmbH: x ", "Acme GmbH: Sab", "call of Sab", "Acme GmbH: x 12k",
         "Acme GmbH: x benefit:a", "Acme GmbH: x @zzz", "100%", "_", "Acme GmbH: x bogus:a"],
    )  # fmt: skip
    def test_nothing_is_offered_where_nothing_is_known(self, reader: LineReader, line: str) -> None:
        assert offered(reader, line) == []

    def test_nothing_within_a_word(self, reader: LineReader) -> None:
        assert offered(reader, "Acme GmbH", cursor=3) == []

    def test_no_blank_is_added_where_one_follows(self, reader: LineReader) -> None:
        assert offered(reader, "x #ren 12k", cursor=6) == ["#renewal"]

    def test_what_stands_there_already_is_not_offered(self, reader: LineReader) -> None:
        assert offered(reader, "Acme GmbH: x source:fair") == []


class TestReading:
    def test_uses_the_working_days_of_the_data(self, office: Office) -> None:
        options.set_option(office.desk, "away", "2026-11-24..2026-11-25")
        step = reader_of(office).read("x call Meier in 1 working day").step
        assert step is not None
        assert step.day.isoformat() == "2026-11-26"
