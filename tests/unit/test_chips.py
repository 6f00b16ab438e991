"""Chips beneath a quick-add line: each can be taken out of it, and the rest stays as typed."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline_tui.domain.completion import Wanted, candidate, wanted
from pipeline_tui.domain.quickadd import parse_quick_add
from pipeline_tui.errors import InputError
from pipeline_tui.ui.render import chips

SUNDAY = date(2026, 11, 22)
STAGES = ("First contact", "Proposal", "Prospect")
EXAMPLE = (
    "Acme GmbH: CNC retrofit 12k @proposal call Meier every mon 10:00 !high budget freeze #renewal "
    "source:fair +49 170 1234567 meier@acme.de tags:a,b owner:Kim"
)
PIECES = st.sampled_from(
    [
        "Acme", "Acme:", "CNC", "12k", "€", "@prop", "@", "#x", "#12", "!high", "!low", "frost",
        "call", "Meier", "fri", "10:00", "every", "monday", "weekly", "source:fair", "owner:Kim",
        "+49 170 1234567", "a@b.de", '"two words"', "close:eom", "tags:a,b", " ", "stage:prop",
    ]
)  # fmt: skip
LINES = st.lists(PIECES, max_size=12).map(" ".join)


def parts(line: str) -> list[chips.Part]:
    """What is shown for a line."""
    return chips.parts(parse_quick_add(line, SUNDAY), SUNDAY, STAGES)[0]


def part(line: str, text: str) -> chips.Part:
    """The chip with these words."""
    return next(one for one in parts(line) if text in one.text)


class TestTakingOut:
    @pytest.mark.parametrize(
        ("text", "gone"),
        [
            ("Acme GmbH", "Acme GmbH: "),
            ("CNC retrofit", "CNC retrofit "),
            ("12,000", "12k "),
            ("Proposal", "@proposal "),
            ("call Meier", "call Meier every mon 10:00 "),
            ("budget freeze", "!high budget freeze "),
            ("renewal", "#renewal "),
            ("fair", "source:fair "),
            ("1234567", "+49 170 1234567 "),
            ("meier@acme.de", "meier@acme.de "),
            ("Kim", " owner:Kim"),
        ],
    )
    def test_takes_its_words_and_no_others(self, text: str, gone: str) -> None:
        left = chips.without(EXAMPLE, part(EXAMPLE, text))
        assert left.strip() == EXAMPLE.replace(gone, "").strip()

    def test_the_person_of_a_call_goes_with_the_call(self) -> None:
        line = "Acme: x call Meier fri a@b.de"
        assert part(line, "Meier").chips
        assert next(one for one in parts(line) if one.sign == "Contact:").chips == ()

    def test_a_stage_nobody_has_is_shown_as_wrong(self) -> None:
        found, problem = chips.parts(parse_quick_add("Acme: x @zzz", SUNDAY), SUNDAY, STAGES)
        assert [one.text for one in found if one.wrong] == ["zzz?"]
        assert "First contact, Proposal, Prospect" in str(problem)

    @given(LINES)
    def test_every_other_word_stays_in_its_order(self, line: str) -> None:
        try:
            found = parts(line)
        except InputError:
            return
        for one in found:
            taken = {at for chip in one.chips for at in range(chip.start, chip.end)}
            stays = "".join(char for at, char in enumerate(line) if at not in taken)
            assert chips.without(line, one).split() == stays.split()

    @given(LINES)
    def test_every_word_of_the_line_is_in_a_chip(self, line: str) -> None:
        try:
            quick = parse_quick_add(line, SUNDAY)
        except InputError:
            return
        shown = {chip for one in chips.parts(quick, SUNDAY, STAGES)[0] for chip in one.chips}
        assert {chip for chip in quick.chips if chip.text.strip(" ,;:")} <= shown


class TestTheWordAtTheCursor:
    @given(LINES | st.text(max_size=30), st.integers(0, 60))
    def test_ends_at_the_cursor_and_stands_there_as_typed(self, line: str, cursor: int) -> None:
        cursor = min(cursor, len(line))
        for place in wanted(line, cursor):
            assert place.end == cursor
            assert (
                line[place.start : place.end]
                .replace('"', "")
                .endswith(place.typed.replace('"', ""))
            )

    @given(st.text(min_size=1, max_size=12), st.text(max_size=12))
    def test_what_was_typed_and_the_grey_rest_make_the_name(self, typed: str, rest: str) -> None:
        place = Wanted("company", typed, 0, len(typed))
        offered = candidate(place, typed + rest, at_end=False)
        assert offered is not None
        assert offered.text == f"{typed}{rest}:"
        assert offered.text.endswith(offered.rest)
