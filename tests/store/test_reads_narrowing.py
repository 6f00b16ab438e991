"""A filter typed letter by letter shows what it shows when it is looked for from the start."""

from __future__ import annotations

import random
from datetime import date

import pytest

from pipeline_tui.domain.filter import Filter, parse_filter
from pipeline_tui.domain.records import Card, Column
from pipeline_tui.errors import InputError
from pipeline_tui.store import reads, reads_narrowing
from pipeline_tui.store.reads_narrowing import Kept
from tests.store.board import TODAY, Board, crowd

LINES = (
    "globex pilot",
    "l ne",
    "e i n",
    "globex is:overdue",
    "is:won e",
    "is:parked is:ghost line",
    "is:lead",
    "is:opportunity is:won line",
    '"globex pi"',
    "100%",
    "[*?",
    "is:any e",
    "apfel nowhere",
)
PAGE = 5


@pytest.fixture
def board() -> Board:
    made = Board()
    made.setting("rates", "USD=0.9")
    crowd(made, 400)
    return made


def afresh(
    board: Board, flt: Filter | None, today: date
) -> tuple[list[Column], dict[int, list[Card]]]:
    columns = reads.columns(board.conn, today, flt)
    return columns, {
        column.stage.id: reads.cards(board.conn, column.stage.id, None, PAGE, today, flt)
        for column in columns
    }


def typed(
    board: Board, flt: Filter | None, today: date, kept: Kept
) -> tuple[list[Column], dict[int, list[Card]]]:
    columns = reads_narrowing.kept_columns(board.conn, today, flt, kept)
    return columns, reads_narrowing.first_cards(board.conn, columns, PAGE, today, flt, kept)


def understood(line: str) -> Filter | None:
    try:
        return parse_filter(line) if line else None
    except InputError:
        return None


class TestTyping:
    @pytest.mark.parametrize("few", [0, 3, 2000])
    @pytest.mark.parametrize("line", LINES)
    def test_every_letter_shows_what_a_fresh_look_shows(
        self, board: Board, line: str, few: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(reads_narrowing, "_MOST", few)
        kept = Kept(board.conn, TODAY)
        lines = [line[:end] for end in range(len(line) + 1)]
        for said in (*lines, *reversed(lines)):
            flt = understood(said)
            assert typed(board, flt, TODAY, kept) == afresh(board, flt, TODAY), said

    def test_letters_in_any_order_show_the_same(self, board: Board) -> None:
        rng = random.Random(7)
        kept = Kept(board.conn, TODAY)
        said = ""
        for _turn in range(300):
            at = rng.randrange(len(said) + 1)
            if rng.random() < 0.35 or len(said) > 8:
                said = said[: max(at - 1, 0)] + said[at:]
            else:
                said = said[:at] + rng.choice("eilngobx 1") + said[at:]
            flt = understood(said)
            assert typed(board, flt, TODAY, kept) == afresh(board, flt, TODAY), said

    def test_a_deal_closed_on_no_day_stands_in_no_column(self, board: Board) -> None:
        board.deal("zebra", "Won", closed_on=None)
        board.deal("zebra crossing", "Won", closed_on="2026-01-01")
        kept = Kept(board.conn, TODAY)
        for said in ("z", "ze", "zeb"):
            flt = understood(said)
            assert typed(board, flt, TODAY, kept)[1] == afresh(board, flt, TODAY)[1]

    def test_few_cards_are_kept(self, board: Board) -> None:
        kept = Kept(board.conn, TODAY)
        for stage in board.stages.values():
            for _turn in range(3):
                kept.keep_cards(reads.cards(board.conn, stage, None, 100, TODAY))
        assert 0 < len(kept.cards) <= 400


class TestNarrowing:
    @pytest.mark.parametrize(
        ("longer", "shorter"),
        [("umb", "um"), ("umb r", "umb"), ("sumb", "umb"), ("um", "um"), ("a is:won", "is:won")],
    )
    def test_what_matches_more_letters_matches_fewer(self, longer: str, shorter: str) -> None:
        assert parse_filter(longer).narrows(parse_filter(shorter))

    @pytest.mark.parametrize(
        ("one", "other"),
        [("um", "umb"), ("umb", "umb r"), ("um is:won", "um"), ("is:won", "is:lost"),
         ("is:won is:lost", "is:won"), ("um", "um is:won")],
    )  # fmt: skip
    def test_nothing_is_said_of_others(self, one: str, other: str) -> None:
        assert not parse_filter(one).narrows(parse_filter(other))

    def test_nothing_is_said_of_words_that_are_searched_in_part(self) -> None:
        long = "x" * 5_000
        assert not Filter((f"y{long}",), ()).narrows(Filter((long,), ()))
