"""Which contacts and companies may be the same, as a seller would say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline_tui.domain.duplicates import (
    PUBLIC_DOMAINS,
    Entry,
    company_key,
    domain_key,
    name_key,
    phone_key,
    same_companies,
    same_people,
)

DIGITS = st.text("123456789", min_size=8, max_size=11)


def person(number: int, name: str, mail: str = "", phone: str = "", at: int | None = 1) -> Entry:
    return Entry(number, name, (mail,), (phone,), at)


def found(*entries: Entry) -> list[tuple[int, int, tuple[str, ...]]]:
    return [tuple(pair) for pair in same_people(entries)]  # type: ignore[misc]  # of three


class TestAName:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("Max Müller", "max muller"),
            ("Meier, Max", "Max Meier"),
            ("Dr. Ana Ruiz", "Ana Ruiz"),
            ("Frau Prof. Eva Groß", "eva gross"),
        ],
    )
    def test_is_the_same_however_it_is_written(self, one: str, other: str) -> None:
        assert name_key(one) == name_key(other) != ""

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("Acme GmbH", "ACME"),
            ("Acme GmbH & Co. KG", "acme ag"),
            ("Müller e.K.", "Muller"),
            ("Data Works Ltd.", "dataworks"),
        ],
    )
    def test_of_a_company_needs_no_legal_form(self, one: str, other: str) -> None:
        assert company_key(one) == company_key(other) != ""

    def test_of_a_company_that_is_nothing_but_a_form_stays(self) -> None:
        assert company_key("SE AG") == "seag"


class TestAPhoneNumber:
    @pytest.mark.parametrize(
        "text", ["+49 170 1234567", "0049/170-1234567", "0170 123 45 67", "+49 (0)170 1234567"]
    )
    def test_is_known_by_its_digits(self, text: str) -> None:
        assert phone_key(text) == "01234567"

    @given(DIGITS, st.lists(st.sampled_from([" ", "-", "/", ".", ""]), min_size=11, max_size=11))
    def test_is_the_same_with_anything_between_its_digits(
        self, digits: str, between: list[str]
    ) -> None:
        written = "".join(a + b for a, b in zip(digits, between, strict=False))
        assert phone_key(written) == phone_key(digits) == phone_key("+49" + digits)

    @pytest.mark.parametrize("text", ["", "12345", "0000000", "extension", "²³¹²³⁴⁵⁶"])
    def test_of_too_few_digits_says_nothing(self, text: str) -> None:
        assert phone_key(text) == ""


class TestPeople:
    def test_of_one_name_in_one_company_are_the_same(self) -> None:
        assert found(person(1, "Max Meier"), person(2, "Meier, Max")) == [(1, 2, ("name",))]

    def test_of_one_name_in_two_companies_are_not(self) -> None:
        assert found(person(1, "Max Meier", at=1), person(2, "Max Meier", at=2)) == []

    def test_of_one_name_are_the_same_where_one_has_no_company(self) -> None:
        assert found(person(1, "Max Meier", at=None), person(2, "Max Meier", at=2))

    def test_who_write_from_one_domain_are_the_same(self) -> None:
        assert found(
            person(1, "Max Meier", "max@acme.de", at=1), person(2, "Max Meier", "m@acme.de", at=2)
        )
        assert not found(
            person(1, "Max Meier", "max@gmx.de", at=1), person(2, "Max Meier", "m@gmx.de", at=2)
        )

    def test_with_one_address_or_number_are_the_same_whatever_they_are_called(self) -> None:
        entries = (
            person(1, "M. Meier", "Max@acme.de", "030 123456", at=1),
            person(2, "Max", "max@ACME.de", "+49 30 123456", at=2),
        )
        assert found(*entries) == [(1, 2, ("email", "phone"))]

    def test_are_named_the_surest_first(self) -> None:
        entries = (
            person(1, "Ada", phone="030 1234567"), person(2, "Bob", phone="030 1234567"),
            person(3, "Cy Young", "cy@x.de", "040 7654321"),
            person(4, "Young, Cy", "cy@x.de", "040 7654321"),
        )  # fmt: skip
        assert [pair[:2] for pair in found(*entries)] == [(3, 4), (1, 2)]

    def test_without_anything_are_nobody_twice(self) -> None:
        assert found(person(1, ""), person(2, ""), person(3, "?", phone="1")) == []

    @given(
        st.lists(
            st.builds(
                person,
                st.integers(1, 30),
                st.sampled_from(["", "Max Meier", "Meier Max", "Ada", "漢字", "[/]"]),
                st.sampled_from(["", "a@acme.de", "b@acme.de", "c@gmx.de", "@"]),
                st.sampled_from(["", "0170 1234567", "+49 170 1234567", "12"]),
                st.sampled_from([None, 1, 2]),
            ),
            unique_by=lambda entry: entry.id,
        )
    )
    def test_are_never_the_same_as_themselves_and_told_once(self, entries: list[Entry]) -> None:
        pairs = same_people(entries)
        assert all(pair.first < pair.second for pair in pairs)
        assert len({pair[:2] for pair in pairs}) == len(pairs)
        assert all(pair.reasons for pair in pairs)
        assert {number for pair in pairs for number in pair[:2]} <= {one.id for one in entries}


class TestCompanies:
    def test_of_one_name_domain_or_phone_are_the_same(self) -> None:
        pairs = same_companies(
            (
                Entry(1, "Acme GmbH", ("a@acme.de",), ("030 1234567",)),
                Entry(2, "ACME AG", ("b@acme.de",), ()),
                Entry(3, "Other", ("c@gmx.de",), ("0049 30 1234567",)),
                Entry(4, "Fourth", ("d@gmx.de",), ()),
            )
        )
        assert [tuple(pair) for pair in pairs] == [
            (1, 2, ("domain", "name")), (1, 3, ("phone",))
        ]  # fmt: skip

    @pytest.mark.parametrize("domain", sorted(PUBLIC_DOMAINS)[::9])
    def test_are_not_known_by_a_public_provider(self, domain: str) -> None:
        assert domain_key(f"x@{domain.upper()}") == ""
