"""What a seller types behind `/` (product.md, "Filter")."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline_tui.domain.filter import STATES, Filter, parse_filter
from pipeline_tui.errors import InputError
from pipeline_tui.i18n import use_language


class TestWords:
    def test_all_must_match_without_case_and_accents(self) -> None:
        assert parse_filter("Acme Müller STRASSE ß").words == ("acme", "muller", "strasse", "ss")

    @pytest.mark.parametrize(
        "line", ['"budget freeze" acme', "„budget freeze“ acme", '" budget freeze " acme']
    )
    def test_quotes_hold_a_phrase_together(self, line: str) -> None:
        assert parse_filter(line).words == ("budget freeze", "acme")

    def test_an_open_quote_reaches_to_the_end_while_typing(self) -> None:
        assert parse_filter('"budget fre').words == ("budget fre",)

    def test_inches_and_colons_are_words(self) -> None:
        assert parse_filter('19" rack Acme:').words == ('19"', "rack", "acme:")

    def test_twice_the_same_word_is_once(self) -> None:
        assert parse_filter("acme ACME").words == ("acme",)

    @pytest.mark.parametrize("line", ["", "   ", '""', "\x1b\x00"])
    def test_nothing_asks_for_nothing(self, line: str) -> None:
        assert parse_filter(line) == Filter((), frozenset())
        assert parse_filter(line).is_empty

    def test_asking_for_something_is_not_empty(self) -> None:
        assert not parse_filter("acme").is_empty
        assert not parse_filter("is:ghost").is_empty


class TestFields:
    @pytest.mark.parametrize(
        ("line", "field"),
        [
            ("owner:anna", ("owner", "anna")),
            ('owner:"Anna Meier"', ("owner", "anna meier")),
            ("Zuständig:Müller", ("owner", "muller")),
            ("quelle:Messe", ("source", "messe")),
            ("product:CNC", ("product", "cnc")),
            ("region:„Süd West“", ("region", "sud west")),
            ("firma:acme", ("company", "acme")),
            ("Branche:Chemie", ("industry", "chemie")),
            ("size:50-200", ("size", "50-200")),
            ("customer:new", ("customer", "new")),
            ("Kundenart:Neukunde", ("customer", "new")),
            ("#Renewal", ("tag", "renewal")),
            ("tag:renewal", ("tag", "renewal")),
            ("schlagwort:#renewal", ("tag", "renewal")),
        ],
    )
    def test_each_can_be_asked_for(self, line: str, field: tuple[str, str]) -> None:
        assert parse_filter(line) == Filter((), frozenset(), (field,))

    def test_all_of_them_must_match(self) -> None:
        found = parse_filter("acme source:fair is:open #a #b")
        assert found.words == ("acme",)
        assert found.fields == (("source", "fair"), ("tag", "a"), ("tag", "b"))

    @pytest.mark.parametrize(
        "line", ["source:", "owner:", '"source:fair"', "time:10:00", "#", "a:b"]
    )
    def test_what_names_no_value_or_field_is_no_condition(self, line: str) -> None:
        assert parse_filter(line).fields == ()

    def test_a_field_more_narrows(self) -> None:
        assert parse_filter("acme source:fair").narrows(parse_filter("acme"))
        assert parse_filter("#a #b").narrows(parse_filter("#b"))
        assert not parse_filter("source:fair").narrows(parse_filter("source:web"))


class TestStates:
    @pytest.mark.parametrize("state", sorted(STATES))
    def test_each_can_be_asked_for(self, state: str) -> None:
        assert parse_filter(f"is:{state}") == Filter((), frozenset({state}))

    @pytest.mark.parametrize(
        ("line", "state"),
        [
            ("ist:geist", "ghost"),
            ("is:Überfällig", "overdue"),
            ("ist:ueberfaellig", "overdue"),
            ("IST:heute", "today"),
            ("ist:wartet", "waiting"),
            ("ist:später", "later"),
            ("ist:ohne", "none"),
            ("ist:offen", "open"),
            ("ist:gewonnen", "won"),
            ("ist:verloren", "lost"),
            ("ist:geparkt", "parked"),
            ("ist:betreuung", "care"),
            ("ist:alle", "any"),
        ],
    )
    def test_in_german(self, line: str, state: str) -> None:
        assert parse_filter(line).states == {state}

    @pytest.mark.parametrize(
        "line", ["is:ghost is:overdue", "is:ghost,overdue", "is:overdue,ghost,"]
    )
    def test_several_are_alternatives(self, line: str) -> None:
        assert parse_filter(line).states == {"ghost", "overdue"}

    def test_stand_beside_words(self) -> None:
        assert parse_filter("acme is:today cnc") == Filter(("acme", "cnc"), frozenset({"today"}))

    def test_in_quotes_are_words(self) -> None:
        assert parse_filter('"is:ghost"') == Filter(("is:ghost",), frozenset())

    @pytest.mark.parametrize("line", ["is:", "is:foo", "ist:ghosts", "is:ghost,,today"])
    def test_an_unknown_one_names_those_that_exist(self, line: str) -> None:
        with pytest.raises(InputError) as caught:
            parse_filter(line)
        for state in STATES:
            assert f"is:{state}" in caught.value.todo

    def test_in_german_the_german_names_are_offered_and_understood(self) -> None:
        use_language("de")
        with pytest.raises(InputError) as caught:
            parse_filter("ist:foo")
        assert "ist:foo" in caught.value.what
        offered = [word.rstrip(".") for word in caught.value.todo.split() if "ist:" in word]
        assert [parse_filter(word).states for word in offered] == [{state} for state in STATES]

    def test_a_long_one_is_shortened_in_the_message(self) -> None:
        with pytest.raises(InputError) as caught:
            parse_filter("is:" + "x" * 5_000)
        assert len(caught.value.what) < 100


@given(
    st.text(max_size=80) | st.lists(st.sampled_from(['"', "is:", "ghost", "a b", ","])).map("".join)
)
def test_any_text_is_a_filter_or_refused(text: str) -> None:
    try:
        found = parse_filter(text)
    except InputError:
        return
    assert all(found.words)
    assert set(found.states) <= set(STATES)
