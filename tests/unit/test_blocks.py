"""The fixed blocks of a day, as they are typed and kept."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline_tui.domain.blocks import Block, blocks_text, kept_blocks, parse_blocks
from pipeline_tui.errors import InputError


class TestSettingTheDay:
    @pytest.mark.parametrize(
        ("typed", "kept"),
        [
            ("", ""),
            ("09:00-10:30 calls, 14:00-15:00 offers", "09:00-10:30 calls, 14:00-15:00 offers"),
            ("14-15 offers; 9 - 10:30 calls", "09:00-10:30 calls, 14:00-15:00 offers"),
            ("9–10 Anrufe", "09:00-10:00 Anrufe"),
            ("14 Uhr bis 15 Uhr 30 Angebote schreiben", "14:00-15:30 Angebote schreiben"),
            ("von 8h bis 9h30 Kaltakquise", "08:00-09:30 Kaltakquise"),
            ("from 9 to 10 follow-up calls", "09:00-10:00 follow-up calls"),
            ("9-10 follow-up calls", "09:00-10:00 follow-up calls"),
            ("9:00 am - 1 pm calls", "09:00-13:00 calls"),
            ("9-10 a, 10-11 b,", "09:00-10:00 a, 10:00-11:00 b"),
        ],
    )
    def test_is_kept_in_one_form_and_in_order(self, typed: str, kept: str) -> None:
        blocks = parse_blocks(typed)
        assert blocks_text(blocks) == kept
        assert kept_blocks(kept) == parse_blocks(kept) == blocks

    @pytest.mark.parametrize(
        ("typed", "said"),
        [
            ("calls", "calls is not a block of the day"),
            ("9 calls", "9 calls is not a block of the day"),
            ("9-", "9- is not a block of the day"),
            ("9-10", "9-10: what the block is for is missing"),
            ("10-9 calls", "10-9 calls: the block ends before it begins"),
            ("9-9 calls", "9-9 calls: the block ends before it begins"),
            ("9-24 calls", "9-24 calls is not a block of the day"),
            ("9:00-24:00 calls", "24:00 is not a time of day"),
            ("9:75-10:00 calls", "9:75 is not a time of day"),
            ("9-10 calls, 9:30-11 offers", "09:00-10:00 calls and 09:30-11:00 offers overlap"),
            ("9-10 " + "x" * 41, "x" * 41 + " is too long a name for a block"),
            (
                ",".join(f"{hour}:00-{hour}:10 a" for hour in range(7, 20)),
                "A day takes at most 12 blocks",
            ),
        ],
    )
    def test_says_what_is_wrong(self, typed: str, said: str) -> None:
        with pytest.raises(InputError) as refused:
            parse_blocks(typed)
        assert refused.value.what == said
        assert refused.value.todo

    @given(
        st.lists(
            st.tuples(
                st.integers(0, 24),
                st.sampled_from(["", ":00", ":45", ":60", "h", " Uhr", " pm"]),
                st.sampled_from(["-", " – ", " to ", " bis ", " "]),
                st.integers(0, 24),
                st.sampled_from([" calls", " follow-up", " bis 12", "", " 9-10"]),
            ),
            max_size=3,
        )
    )
    def test_whatever_is_accepted_is_read_again(
        self, parts: list[tuple[int, str, str, int, str]]
    ) -> None:
        typed = ", ".join("".join(map(str, part)) for part in parts)
        try:
            blocks = parse_blocks(typed)
        except InputError:
            return
        assert kept_blocks(blocks_text(blocks)) == blocks == parse_blocks(blocks_text(blocks))

    def test_what_cannot_be_read_in_the_file_is_left_out(self) -> None:
        kept = "09:00-10:00 calls, 9-10 x, ab:cd-ef:gh y, 12:00-11:00 z, 10:00, , 13:00-14:00 b"
        assert kept_blocks(kept) == (
            Block("09:00", "10:00", "calls"),
            Block("13:00", "14:00", "b"),
        )
