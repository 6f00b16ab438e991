"""Text from anywhere becomes text that may be stored and shown."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline_tui.domain.text import MARKS_PER_BASE, clean, fold, limited
from pipeline_tui.errors import InputError
from tests.unit.fresh import modules_after

ANY_TEXT = st.text(st.characters() | st.sampled_from("\u0301\u200d\u202e\ue000\ufdd0\ud800\ufe0f"))
SPICY = st.text(
    st.sampled_from(
        list(
            "aeA \n\r\t\v\x1b\x07\x7f\x85\x9b\u00ad\u0301\u0327\u0344\u0489\u093f\u0cc6\u0cc2\u200b"
        )
        + list("\u200c\u200d\u2028\u202e\u2066\u212b\ue000\ufdd0\ufe0f\uffff\U000e0041\U0001f468")
        + list("\u1100\u1161\u11a8\ud800\udfff")
    )
)
DROPPED = {
    "escape of a colour": ("a\x1b[31mb", "a[31mb"),
    "link (OSC 8)": ("\x1b]8;;http://e\x1b\\x", "]8;;http://e\\x"),
    "clipboard (OSC 52)": ("\x1b]52;c;aGk=\x07x", "]52;c;aGk=x"),
    "device control string": ("\x1bPq\x1b\\x", "Pq\\x"),
    "C1 control sequence": ("a\u009b31mb", "a31mb"),
    "delete": ("a\x7fb", "ab"),
    "nul": ("a\0b", "ab"),
    "right-to-left override": ("a\u202eb", "ab"),
    "bidi isolate": ("a\u2066b\u2069", "ab"),
    "zero width space": ("a\u200bb", "ab"),
    "byte order mark": ("\ufeffab", "ab"),
    "soft hyphen": ("a\u00adb", "ab"),
    "tag characters": ("a\U000e0041\U000e007fb", "ab"),
    "lone surrogate": ("a\ud800b\udfff", "ab"),
    "private use": ("a\ue000b\U000f0000", "ab"),
    "noncharacters": ("a\ufdd0\ufdef\ufffe\U0001ffff\U0010fffeb", "ab"),
}
KEPT = [
    "[/]",
    "[bold]x",
    "[@click=app.quit]x[/]",
    "[link=https://e]x[/link]",
    "Müller & Söhne – 12 €",
    "日本語 テスト",
    "👩‍👩‍👧‍👦",
    "❤️",
    "می‌خواهم",
    "\ufdcf\ufdf0 next to the noncharacters",
    "क्‍ष",
    "\U0001fae9 \U000e1000",  # the second is assigned nowhere yet
]


class TestTextEnters:
    @pytest.mark.parametrize("name", DROPPED)
    def test_without_what_could_steer_the_terminal(self, name: str) -> None:
        text, expected = DROPPED[name]
        assert clean(text) == expected
        assert clean(text, lines=True) == expected

    @pytest.mark.parametrize("text", KEPT)
    def test_as_it_is_if_nothing_is_wrong_with_it(self, text: str) -> None:
        assert clean(text) == text
        assert clean(text, lines=True) == text

    def test_on_one_line_with_spaces_for_line_ends_and_tabs(self) -> None:
        assert clean(" a\tb\r\nc\rd\ne\vf\fg\u2028h\u2029i\x85j \n") == "a b c d e f g h i j"

    def test_as_a_note_with_its_lines(self) -> None:
        assert clean("\n a\r\nb\rc\u2028d\n\n", lines=True) == "a\nb\nc\nd"
        assert clean("Zeile 1\nZeile 2 – ü", lines=True) == "Zeile 1\nZeile 2 – ü"
        assert clean("a\tb", lines=True) == "a    b"
        assert clean("日\n本\x1b", lines=True) == "日\n本"

    def test_in_one_form_of_its_accents(self) -> None:
        assert clean("Mu\u0308ller") == "Müller"
        assert clean("e\u0300") == "è"
        assert clean("\u212b") == "Å"

    def test_with_an_accent_joined_to_the_letter_it_was_split_from(self) -> None:
        assert clean("e\u200b\u0301") == "é"

    def test_without_towers_of_marks(self) -> None:
        assert clean("x" + "\u0301" * 500 + "y") == "x" + "\u0301" * MARKS_PER_BASE + "y"
        assert clean("x" + "\u0301\u200d" * 500) == "x" + "\u0301\u200d" * (MARKS_PER_BASE // 2)
        eight = "x" + "\u0301" * MARKS_PER_BASE
        assert clean(eight) == eight

    def test_however_long_it_is(self) -> None:
        assert clean("A" * 200_000) == "A" * 200_000
        assert clean("\u0301" * 200_000) == "\u0301" * MARKS_PER_BASE

    @given(ANY_TEXT | SPICY, st.booleans())
    def test_free_of_everything_forbidden(self, text: str, lines: bool) -> None:
        result = clean(text, lines=lines)
        kept = set(result) - {"\u200c", "\u200d"} - ({"\n"} if lines else set())
        assert not {"Cc", "Cf", "Cs", "Co"} & {unicodedata.category(char) for char in kept}
        assert not any(0xFDD0 <= ord(c) <= 0xFDEF or ord(c) & 0xFFFE == 0xFFFE for c in kept)
        assert unicodedata.is_normalized("NFC", result)
        assert result == result.strip()

    @given(ANY_TEXT | SPICY, st.booleans())
    def test_the_same_when_it_is_cleaned_again_on_the_way_out(self, text: str, lines: bool) -> None:
        once = clean(text, lines=lines)
        assert clean(once, lines=lines) == once

    def test_without_unicode_tables_if_it_is_ordinary(self) -> None:
        loaded = modules_after(
            "from pipeline_tui.domain.text import clean, fold\n"
            "clean('Müller – 12 €\\n', lines=True), clean('a\\tb'), fold('Abc')"
        )
        assert "pipeline_tui.domain.text" in loaded
        assert "unicodedata" not in loaded


class TestSearching:
    @pytest.mark.parametrize(
        ("text", "folded"),
        [
            ("ACME GmbH", "acme gmbh"),
            ("Müller", "muller"),
            ("Mu\u0308ller", "muller"),
            ("Straße", "strasse"),
            ("ÉCOLE ſ", "ecole s"),
            ("İstanbul", "istanbul"),
            ("ﬁx ℋ Ⅳ", "fix h iv"),
        ],
    )
    def test_finds_words_however_they_are_written(self, text: str, folded: str) -> None:
        assert fold(text) == folded

    @given(st.text())
    def test_compares_folded_text_with_folded_text(self, text: str) -> None:
        assert fold(fold(text)) == fold(text)


class TestTooLongAText:
    def test_is_refused_by_name_with_both_figures(self) -> None:
        with pytest.raises(InputError) as caught:
            limited("x" * 501, 500, "Title")
        assert "Title" in str(caught.value)
        assert "501" in str(caught.value)
        assert "500" in str(caught.value)

    def test_is_longer_than_the_limit_and_not_just_as_long(self) -> None:
        assert limited("x" * 500, 500, "Title") == "x" * 500
