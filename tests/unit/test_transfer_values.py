"""Dates, amounts and percentages of a column: the column decides, nothing is guessed."""

from __future__ import annotations

import pytest

from pipeline_tui.domain.money import MAX_MINOR
from pipeline_tui.errors import InputError
from pipeline_tui.transfer.amounts import Decimals, Percents, read_amount, read_percent
from pipeline_tui.transfer.dates import DateOrder, noon, read_day, read_instant


def order_of(*cells: str, wanted: str = "") -> str:
    judge = DateOrder(wanted)
    for cell in cells:
        judge.note(cell)
    return judge.decided("Close date")


def decimals_of(*cells: str, wanted: str = "") -> str:
    judge = Decimals(wanted)
    for cell in cells:
        judge.note(cell)
    return judge.decided("Amount")


class TestAColumnOfDates:
    @pytest.mark.parametrize(
        ("cells", "order"),
        [
            (["2026-11-22", "46348"], "dmy"),
            (["31.12.2026"], "dmy"),
            (["03.04.2026"], "dmy"),
            (["03/04/2026", "13/04/2026"], "dmy"),
            (["03/04/2026", "04/13/2026"], "mdy"),
            (["03-04-2026", "04-13-2026 10:00"], "mdy"),
            (["05/05/2026"], "dmy"),
            ([], "dmy"),
            (["soon"], "dmy"),
        ],
    )
    def test_says_what_comes_first(self, cells: list[str], order: str) -> None:
        assert order_of(*cells) == order

    @pytest.mark.parametrize(
        "cells", [["03/04/2026"], ["2026-01-01", "1/2/26"], ["13/01/2026", "01/13/2026"]]
    )
    def test_that_reads_two_ways_is_not_guessed(self, cells: list[str]) -> None:
        with pytest.raises(InputError, match="Close date") as caught:
            order_of(*cells)
        assert "[options] dates" in caught.value.todo
        assert cells[-1] in caught.value.what

    def test_is_decided_by_what_was_said(self) -> None:
        assert order_of("03/04/2026", wanted="mdy") == "mdy"


class TestADate:
    @pytest.mark.parametrize(
        ("cell", "order", "day"),
        [
            ("2026-11-22", "dmy", "2026-11-22"),
            ("2026/1/2", "mdy", "2026-01-02"),
            (" 2026-11-22 10:15 ", "dmy", "2026-11-22"),
            ("2026-11-22T10:15:30.250", "dmy", "2026-11-22"),
            ("2026-11-22T23:30:00Z", "dmy", "2026-11-23"),
            ("2026-11-22T23:30:00-01:00", "dmy", "2026-11-23"),
            ("2026-11-22T00:30:00+02", "dmy", "2026-11-21"),
            ("31.12.2026", "dmy", "2026-12-31"),
            ("31.12.26", "mdy", "2026-12-31"),
            ("3/4/2026", "dmy", "2026-04-03"),
            ("3/4/2026", "mdy", "2026-03-04"),
            ("12/31/2026, 11:59 PM", "mdy", "2026-12-31"),
            ("01/02/75", "dmy", "1975-02-01"),
            ("46348", "dmy", "2026-11-22"),
            ("46348.75", "dmy", "2026-11-22"),
            ("9998-12-31", "dmy", "9998-12-31"),
        ],
    )
    def test_is_read(self, cell: str, order: str, day: str) -> None:
        assert read_day(cell, order) == day

    @pytest.mark.parametrize(
        "cell",
        ["", "soon", "31.02.2026", "2026-13-01", "12/31/2026", "1899-12-31", "0001-01-01",
         "9999-12-31", "123456", "19999", "1,5", "2026-11-22 25:00", "22-11/2026", "-46348",
         "2026-11-22T10:00+99:00:00"],
    )  # fmt: skip
    def test_that_is_none_is_refused(self, cell: str) -> None:
        with pytest.raises(InputError, match="is not a date"):
            read_day(cell, "dmy")

    def test_in_short_form_is_refused_where_all_are_said_to_be_iso(self) -> None:
        with pytest.raises(InputError):
            read_day("3/4/2026", "iso")

    @pytest.mark.parametrize(
        ("cell", "stored"),
        [
            ("2026-11-22", "2026-11-22T11:00:00Z"),
            ("2026-07-01", "2026-07-01T10:00:00Z"),
            ("2026-11-22 10:15", "2026-11-22T09:15:00Z"),
            ("2026-11-22T10:15:00Z", "2026-11-22T10:15:00Z"),
            ("22.11.2026 12:00 AM", "2026-11-21T23:00:00Z"),
            ("22.11.2026 12:05 pm", "2026-11-22T11:05:00Z"),
            ("22.11.2026 1:05 pm", "2026-11-22T12:05:00Z"),
            ("46348.25", "2026-11-22T05:00:00Z"),
        ],
    )
    def test_becomes_an_instant(self, cell: str, stored: str) -> None:
        assert read_instant(cell, "dmy") == stored

    def test_at_noon_is_that_day_here(self) -> None:
        assert noon("2026-11-22") == "2026-11-22T11:00:00Z"


class TestAColumnOfAmounts:
    @pytest.mark.parametrize(
        ("cells", "sign"),
        [
            (["1054"], "point"),
            (["1,234.56"], "point"),
            (["1.234,56 €"], "comma"),
            (["1.234.567"], "comma"),
            (["1,234,567"], "point"),
            (["12,5"], "comma"),
            (["0.123", "1,234"], "point"),
            (["1234.567"], "point"),
            (["1.234", "7,50"], "comma"),
            (["1'234.50"], "point"),
            (["n/a", ""], "point"),
        ],
    )
    def test_says_what_stands_before_decimals(self, cells: list[str], sign: str) -> None:
        assert decimals_of(*cells) == sign

    @pytest.mark.parametrize("cells", [["1.234"], ["1,234", "500"], ["1,50", "1.50"]])
    def test_that_reads_two_ways_is_not_guessed(self, cells: list[str]) -> None:
        with pytest.raises(InputError, match="Amount") as caught:
            decimals_of(*cells)
        assert "[options] decimals" in caught.value.todo

    def test_is_decided_by_what_was_said(self) -> None:
        assert decimals_of("1.234", wanted="comma") == "comma"


class TestAnAmount:
    @pytest.mark.parametrize(
        ("cell", "sign", "minor", "currency"),
        [
            ("1054", "point", 105400, "EUR"),
            ("0", "point", 0, "EUR"),
            ("1,234.56", "point", 123456, "EUR"),
            ("1.234,56", "comma", 123456, "EUR"),
            ("1.234", "comma", 123400, "EUR"),
            ("1,234", "point", 123400, "EUR"),
            ("1'234'567.80", "point", 123456780, "EUR"),
            ("12\u00a0345,60 €", "comma", 1234560, "EUR"),
            ("$1,200.00", "point", 120000, "USD"),
            ("CHF 12'000", "point", 1200000, "CHF"),
            ("12k", "point", 1200000, "EUR"),
            ("12.500", "point", 1250, "EUR"),
        ],
    )
    def test_is_read_as_its_column_is_written(
        self, cell: str, sign: str, minor: int, currency: str
    ) -> None:
        assert read_amount(cell, sign, "EUR") == (minor, currency)

    def test_of_yen_has_no_decimals(self) -> None:
        assert read_amount("1000", "point", "JPY") == (1000, "JPY")
        with pytest.raises(InputError, match="decimals"):
            read_amount("1000.50", "point", "JPY")

    @pytest.mark.parametrize(
        "cell",
        ["NaN", "inf", "-5", "1e9", "1.234,5", "12.3.4", "a lot", "9" * 17, "1" * 70, "€ 5 $",
         "5 6", "--", "90071992547409.93", "0x10"],
    )  # fmt: skip
    def test_that_is_none_or_cannot_be_kept_is_refused(self, cell: str) -> None:
        with pytest.raises(InputError):
            read_amount(cell, "point", "EUR")

    def test_may_be_as_large_as_can_be_kept(self) -> None:
        assert read_amount("90071992547409.92", "point", "EUR").minor == MAX_MINOR


class TestProbabilities:
    @pytest.mark.parametrize(
        ("cells", "fractions"),
        [
            (["0.25", "1"], True),
            (["25", "0"], False),
            (["0.5%", "1 %"], False),
            (["x", "0,5"], True),
        ],
    )
    def test_are_fractions_when_none_is_above_one(self, cells: list[str], fractions: bool) -> None:
        judge = Percents()
        for cell in cells:
            judge.note(cell)
        assert judge.fractions is fractions

    def test_are_fractions_where_the_format_says_so(self) -> None:
        assert Percents(fractions=True).fractions is True

    @pytest.mark.parametrize(
        ("cell", "fractions", "percent"),
        [("25", False, 25), ("25 %", False, 25), ("12.5", False, 13), ("0.255", True, 26)],
    )
    def test_become_whole_percent(self, cell: str, fractions: bool, percent: int) -> None:
        assert read_percent(cell, fractions=fractions) == percent

    @pytest.mark.parametrize("cell", ["101", "-1", "half", "1/2", "nan"])
    def test_outside_of_a_hundred_are_refused(self, cell: str) -> None:
        with pytest.raises(InputError, match="probability"):
            read_percent(cell, fractions=False)
