"""What the playbook offers, and an entry as one text."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline_tui.domain import playbook_entry
from pipeline_tui.domain.playbook import KINDS, OFFERED, Hint, Play, Tally, matching, offered
from pipeline_tui.domain.playbook_entry import Entry
from pipeline_tui.domain.playbook_starter import STARTERS
from pipeline_tui.domain.templates import template
from pipeline_tui.domain.text import clean
from pipeline_tui.errors import InputError
from pipeline_tui.i18n import use_language
from pipeline_tui.ui.render.playbook import tally


def hint(number: int, title: str = "x", words: str = "", *, here: bool = False) -> Hint:
    return Hint(number, "objection", title, words, here)


class TestWhatIsOffered:
    def test_are_the_entries_of_the_stage(self) -> None:
        assert [one.id for one in offered([hint(1), hint(2, here=True)], "")] == [2]

    def test_words_of_the_risk_count_more_than_the_stage(self) -> None:
        found = offered([hint(1, here=True), hint(2, words="budget, freeze")], "budget freeze")
        assert [one.id for one in found] == [2, 1]

    @pytest.mark.parametrize("risk", ["Budgets are frozen", "the BUDGET", "no budget until Q1"])
    def test_a_word_is_found_by_its_beginning_whatever_its_case(self, risk: str) -> None:
        assert offered([hint(1, words="budget")], risk)

    @pytest.mark.parametrize("risk", ["", "a of it", "bud", "price"])
    def test_what_does_not_fit_is_not_offered(self, risk: str) -> None:
        assert not offered([hint(1, words="budget")], risk)

    def test_german_compounds_are_found(self) -> None:
        assert offered([hint(1, words="Budget")], "Budgetstopp bis Ostern")

    @given(
        st.lists(st.tuples(st.sampled_from(["budget", "price", "boss", ""]), st.booleans())),
        st.sampled_from(["", "budget", "price is too high", "boss budget"]),
    )
    def test_are_three_at_most_and_alike_ones_keep_their_order(
        self, made: list[tuple[str, bool]], risk: str
    ) -> None:
        hints = [hint(n, words=words, here=here) for n, (words, here) in enumerate(made)]
        found = offered(hints, risk)
        assert len(found) <= OFFERED
        everything = offered(hints, risk, limit=len(hints))
        assert found == everything[:OFFERED]
        for one, other in pairwise(everything):
            if (one.words, one.here) == (other.words, other.here):
                assert one.id < other.id


class TestSearching:
    def test_finds_all_words_in_title_answer_or_stage(self) -> None:
        play = Play(1, "story", "Mühle", "saves time", "", "flour", (7,), Tally(0, 0, 0), 1)
        names = {7: "Proposal"}
        assert matching([play], "muhle TIME prop", names) == [play]
        assert matching([play], "muhle money", names) == []
        assert matching([play], "  ", names) == [play]


LINE = st.text(max_size=30).map(clean)
NAMES = st.sampled_from(["Proposal", "Negotiation", "First contact"])


class TestAnEntryAsText:
    @pytest.mark.parametrize("language", ["en", "de"])
    @given(
        LINE.filter(bool), st.lists(NAMES, unique=True).map(tuple), LINE, LINE,
        st.text(max_size=80).map(lambda text: clean(text, lines=True).strip("\n")),
    )  # fmt: skip
    def test_reads_back_as_it_was_written(
        self, language: str, title: str, stages: tuple[str, ...], words: str, link: str, text: str
    ) -> None:
        use_language(language)
        entry = Entry(title, stages, words, link, text)
        assert playbook_entry.read(playbook_entry.write(entry)) == entry

    @pytest.mark.parametrize("head", ["phasen: Angebot", "Stages: Angebot", "stage:Angebot"])
    def test_understands_both_languages(self, head: str) -> None:
        assert playbook_entry.read(f"Zu teuer\n{head}\n\nText").stages == ("Angebot",)

    @pytest.mark.parametrize(
        ("text", "said"),
        [("", "no title"), ("stages: Proposal\n\nText", "no title"),
         ("Title\ncolour: red\n\nx", "Line 2"), ("Title\nThe answer at once", "Line 2")],
    )  # fmt: skip
    def test_is_refused_with_the_line(self, text: str, said: str) -> None:
        with pytest.raises(InputError, match=said):
            playbook_entry.read(text)


class TestTheStarter:
    @pytest.mark.parametrize("language", STARTERS)
    def test_has_what_the_process_asks_for(self, language: str) -> None:
        kinds = [one.kind for one in STARTERS[language]]
        assert [kinds.count(kind) for kind in KINDS] == [5, 3, 1]

    @pytest.mark.parametrize("language", STARTERS)
    def test_names_stages_of_the_template(self, language: str) -> None:
        known = {seed.key for seed in template(f"b2b-{language}")}
        assert {key for one in STARTERS[language] for key in one.stages} <= known

    def test_is_alike_in_both_languages(self) -> None:
        english, german = STARTERS["en"], STARTERS["de"]
        assert [(one.kind, one.stages) for one in english] == [
            (one.kind, one.stages) for one in german
        ]


class TestTheTally:
    @pytest.mark.parametrize(
        ("found", "said"),
        [
            (Tally(0, 0, 0), "not used yet"),
            (Tally(1, 1, 1), "used once"),
            (Tally(4, 4, 2), "used 4 times"),
            (Tally(5, 0, 0), "used 5 times"),
            (Tally(5, 3, 2), "used 5 times · of 3 deals decided 2 won"),
        ],
    )
    def test_says_what_came_of_it_from_five_uses_on(self, found: Tally, said: str) -> None:
        assert tally(found) == said
