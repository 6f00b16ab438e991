"""A picture with fewer bytes shows what the longer one shows."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from pipeline_tui.ui.terse import change, terse

CODES = st.builds(
    lambda attributes, fore, back: ";".join([*attributes, *fore, *back]),
    st.lists(st.sampled_from("1234579"), unique=True, max_size=3),
    st.sampled_from([[], ["31"], ["97"], ["38;5;200"], ["38;2;1;2;3"], ["38;2;9;8;7"]]),
    st.sampled_from([[], ["44"], ["103"], ["48;5;20"], ["48;2;1;2;3"]]),
)
PIECES = st.lists(
    st.tuples(
        st.sampled_from(["", "\x1b[3;7H", "\n", "\n\x1b[12;101H", "\x1b[2J", "\x1b[K", "plain"]),
        CODES,
        st.text("abc ─é", max_size=5),
    )
)


def shown(text: str) -> list[tuple[str, object]]:
    """What a terminal does with a text: every character with its style, and all else."""
    state: dict[str, object] = {}
    done: list[tuple[str, object]] = []
    for escape, letter in re.findall(r"\x1b\[([\d;]*[A-Za-z])|((?s:.))", text):
        if letter:
            # A line break only moves the cursor: Textual never lets a screen scroll.
            done.append((letter, None if letter == "\n" else sorted(state.items())))
        elif escape.endswith("m"):
            _style(state, escape[:-1].split(";"))
        else:
            done.append((escape, sorted(state.items()) if escape[-1] in "JK" else None))
    return [*done, ("end", sorted(state.items()))]


def _style(state: dict[str, object], numbers: list[str]) -> None:
    off = {"22": "12", "23": "3", "24": "4", "25": "5", "27": "7", "28": "8", "29": "9"}
    while numbers:
        code = numbers.pop(0)
        if code in ("", "0"):
            state.clear()
        elif code in ("38", "48"):
            size = 4 if numbers[0] == "2" else 2
            state[code[0]] = numbers[:size]
            del numbers[:size]
        elif code in ("39", "49"):
            state.pop(code[0], None)
        elif code in off:
            for attribute in off[code]:
                state.pop(f"a{attribute}", None)
        elif len(code) == 1:
            state[f"a{code}"] = True
        else:
            state["3" if code[0] in "39" else "4"] = code


class TestAPicture:
    @given(PIECES)
    def test_looks_the_same(self, pieces: list[tuple[str, str, str]]) -> None:
        long = "".join(
            f"{before}\x1b[{codes}m{text}\x1b[0m" if codes else before + text
            for before, codes, text in pieces
        )
        assert shown(terse(long)) == shown(long)

    def test_takes_a_third_fewer_bytes(self) -> None:
        row = "".join(
            f"\x1b[{y};1H\x1b[1;38;2;238;242;246;48;2;20;23;28mAcme\x1b[0m"
            "\x1b[38;2;139;148;158;48;2;20;23;28m · \x1b[0m"
            for y in range(9)
        )
        assert len(terse(row)) < len(row) * 0.7

    def test_keeps_what_it_does_not_know(self) -> None:
        link = "\x1b]8;;https://e\x1b\\x\x1b]8;;\x1b\\"
        text = f"\x1b[1mone\x1b[0m\x1b[31m{link}\x1b[0m\x1b[1mtwo\x1b[0m"
        assert terse(text) == text

    def test_begins_anew_where_a_style_is_not_understood(self) -> None:
        assert change("38;2;1;2;3", "58;5;3") == "\x1b[0;58;5;3m"
