"""Where a text names a person, and what is left when that is taken out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline_tui.domain.mentions import Mentions

MEIER = Mentions("Max Meier", ("meier@acme.de",), ("+49 170 1234567",))
GONE = "(erased)"


class TestATextThatNamesSomebody:
    @pytest.mark.parametrize(
        ("text", "left"),
        [
            ("call Max Meier fri", "call (erased) fri"),
            ("MAX  MEIER and max meier", "(erased) and (erased)"),
            ("mail Meier@Acme.de, please", "mail (erased), please"),
            ("+491701234567 or +49 170/123-4567", "(erased) or (erased)"),
            ("(Max Meier)", "((erased))"),
            ("Max\nMeier", "(erased)"),
        ],
    )
    def test_is_left_without(self, text: str, left: str) -> None:
        assert MEIER.replaced(text, GONE) == left
        assert MEIER.count(text) == left.count(GONE)

    @pytest.mark.parametrize(
        "text",
        ["Max Meierhofer", "Klimax Meier", "Meier", "xmeier@acme.de", "+49 170 12345678",
         "9+49 170 123456", "", "a" * 100_000],
    )  # fmt: skip
    def test_is_left_alone_when_it_names_another(self, text: str) -> None:
        assert MEIER.replaced(text, GONE) == text
        assert MEIER.count(text) == 0

    def test_is_found_by_further_words_too(self) -> None:
        assert Mentions("Max Meier", (), (), ["Meier"]).replaced("Herr Meier", GONE) == (
            "Herr (erased)"
        )

    @pytest.mark.parametrize("name", ["", "-", "X", "[/]", "…"])
    def test_is_not_found_by_what_is_no_name(self, name: str) -> None:
        nobody = Mentions(name, ("",), ("",))
        assert not nobody
        assert nobody.replaced("X - [/] …", GONE) == "X - [/] …"

    def test_keeps_the_placeholder_as_it_is(self) -> None:
        assert MEIER.replaced("Max Meier", r"\1 \g<0>") == r"\1 \g<0>"

    @given(
        st.text(max_size=40),
        st.text(max_size=40),
        st.text(st.characters(categories=["Lu", "Ll", "Nd", "Po"]), min_size=2, max_size=20),
    )
    def test_never_names_the_person_afterwards(self, before: str, after: str, name: str) -> None:
        who = Mentions(name, (), ())
        left = who.replaced(f"{before} {name} {after}", "")
        assert who.count(who.replaced(left, "·")) == 0
