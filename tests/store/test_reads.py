"""What screens and commands show, against the rules written out once more in Python."""

from __future__ import annotations

import sqlite3
from datetime import date
from typing import Any

import pytest

from pipeline_tui.domain.filter import Filter
from pipeline_tui.domain.metrics.periods import parse_period
from pipeline_tui.domain.money import Rates
from pipeline_tui.domain.records import Card
from pipeline_tui.domain.state import STATES, state_of
from pipeline_tui.store import reads, reads_groups
from tests.store.board import NOW, STAGES, TODAY, Board, crowd, in_days

FILTERS = (
    None,
    Filter(("globex",), ()),
    Filter(("globex", "pilot"), ()),
    Filter(("apfel",), ()),
    Filter(("100%",), ()),
    Filter(("nowhere",), ()),
    Filter((), ("ghost",)),
    Filter((), ("overdue", "today")),
    Filter((), ("waiting",)),
    Filter((), ("won", "lost")),
    Filter(("line",), ("open", "ghost")),
    Filter(("line",), ("any",)),
    Filter((), ("parked",)),
)
OVERDUE = (0, -30, "2026-11-20", True, "", 1)
LATER = (1, "2026-11-27", True, "", -20, 1)
"""Places in the order of the agenda."""

SMALL = ("s", "setting", "free_day", "play", "CONSTANT", "once", "l")
"""What may be read whole: small tables, and what a statement has found itself."""


@pytest.fixture
def board() -> Board:
    return Board()


def stage_kind(board: Board, stage_id: int) -> str:
    return {board.stages[name]: kind for name, kind, _probability in STAGES}[stage_id]


def facts(board: Board) -> dict[int, dict[str, Any]]:
    """All deals as they are stored, with their next due day and state by domain/state.py."""
    board.conn.row_factory = sqlite3.Row
    rows = [dict(row) for row in board.conn.execute("SELECT * FROM deal")]
    board.conn.row_factory = None
    for row in rows:
        kind = stage_kind(board, row["stage_id"])
        dues = [
            date.fromisoformat(due)
            for (due,) in board.conn.execute(
                "SELECT due FROM followup WHERE deal_id = ? AND state = 'open'", (row["id"],)
            )
        ]
        days = [row["ghost_on"], row["contact_due_on"]]
        ghost, limit = (None if day is None else date.fromisoformat(day) for day in days)
        row["kind"] = kind
        row["state"] = state_of(kind, min(dues, default=None), ghost, limit, TODAY)
        row["ghost"] = ghost is not None and ghost <= TODAY
    return {row["id"]: row for row in rows}


def matches(row: dict[str, Any], flt: Filter | None) -> bool:
    """The filter, said in Python."""
    if flt is None:
        return True
    if not all(word in row["search"] for word in flt.words):
        return False
    return (
        not flt.states
        or "any" in flt.states
        or row["kind"] in flt.states
        or row["state"] in flt.states
    )


def in_order(rows: list[dict[str, Any]]) -> list[int]:
    """Numbers in the order of a column."""
    if rows and rows[0]["kind"] in ("won", "lost"):
        rows = sorted(rows, key=lambda row: (row["closed_on"], row["id"]), reverse=True)
    else:
        rows = sorted(rows, key=lambda row: (row["position"], row["id"]))
    return [row["id"] for row in rows]


class TestStates:
    """The state in SQL is the state of domain/state.py."""

    def test_every_state_of_a_crowd_is_the_rules_own(self, board: Board) -> None:
        crowd(board, 400)
        expected = {number: row["state"] for number, row in facts(board).items()}
        assert set(expected.values()) == {*STATES, None}
        found = {deal.id: deal.state for deal in reads.deals(board.conn, TODAY)}
        assert found == expected
        cards = {number: reads.card(board.conn, number, TODAY) for number in expected}
        assert {n: card.state for n, card in cards.items() if card} == expected

    @pytest.mark.parametrize("state", STATES)
    def test_is_state_finds_exactly_these(self, board: Board, state: str) -> None:
        crowd(board, 200)
        found = {deal.id for deal in reads.deals(board.conn, TODAY, Filter((), (state,)))}
        assert found == {n for n, row in facts(board).items() if row["state"] == state}


class TestLookingAtTheBoard:
    @pytest.mark.parametrize("flt", FILTERS)
    def test_a_column_shows_its_deals_in_order(self, board: Board, flt: Filter | None) -> None:
        crowd(board, 300)
        wanted = [row for row in facts(board).values() if matches(row, flt)]
        since = in_days(-90).isoformat()
        unfiltered = flt is None or (not flt.words and "any" in flt.states)
        for column in reads.columns(board.conn, TODAY, flt):
            stage_id = column.stage.id
            here = [row for row in wanted if row["stage_id"] == stage_id]
            assert column.total.count == len(here)
            if unfiltered and column.stage.kind in ("won", "lost"):
                here = [row for row in here if row["closed_on"] >= since]
            assert column.shown == len(here)
            expected = in_order(here)
            found = self.walk(board.conn, stage_id, flt)
            assert [card.id for card in found] == expected
            backwards = self.walk_back(board.conn, stage_id, flt)
            assert [card.id for card in backwards] == expected
            for place, card in enumerate(found):
                key = reads.card_key(card)
                assert reads.card_index(board.conn, stage_id, key, TODAY, flt) == place

    @staticmethod
    def walk(conn: sqlite3.Connection, stage_id: int, flt: Filter | None) -> list[Card]:
        found: list[Card] = []
        key = None
        while page := reads.cards(conn, stage_id, key, 7, TODAY, flt):
            found += page
            key = reads.card_key(page[-1])
        return found

    @staticmethod
    def walk_back(conn: sqlite3.Connection, stage_id: int, flt: Filter | None) -> list[Card]:
        found: list[Card] = []
        key = None
        while page := reads.cards(conn, stage_id, key, 7, TODAY, flt, forward=False):
            found = page + found
            key = reads.card_key(page[0])
        return found

    @pytest.mark.parametrize("flt", FILTERS)
    def test_totals_add_up(self, board: Board, flt: Filter | None) -> None:
        board.setting("rates", "USD=0.9")
        crowd(board, 300)
        rates = Rates.from_text("USD=0.9")
        probability = {board.stages[name]: percent for name, _kind, percent in STAGES}
        rows = [row for row in facts(board).values() if matches(row, flt)]
        for column in reads.columns(board.conn, TODAY, flt):
            here = [row for row in rows if row["stage_id"] == column.stage.id]
            valued = [row for row in here if row["value_minor"] is not None]
            known = [row for row in valued if row["currency"] != "JPY"]
            euros = sum(row["value_minor"] for row in known if row["currency"] == "EUR")
            dollars = sum(row["value_minor"] for row in known if row["currency"] == "USD")
            assert column.total.value_minor == euros + (rates.convert(dollars, "USD", "EUR") or 0)
            assert column.total.left_out == len(valued) - len(known)
            assert column.total.converted is any(row["currency"] == "USD" for row in known)
            hundredfold = 0
            for code in ("EUR", "USD"):
                part = sum(
                    row["value_minor"]
                    * (
                        probability[row["stage_id"]]
                        if row["probability"] is None
                        else row["probability"]
                    )
                    for row in known
                    if row["currency"] == code and not row["ghost"]
                )
                hundredfold += rates.convert(part, code, "EUR") or 0
            expected = (hundredfold + 50) // 100 if column.stage.kind == "open" else 0
            assert column.total.weighted_minor == expected
            alone = reads.column(board.conn, column.stage.id, TODAY, flt)
            assert alone == column

    def test_weighted_money_is_rounded_once_half_up(self, board: Board) -> None:
        for _turn in range(2):
            board.deal(stage="Qualification", value_minor=1, probability=25)
        total = reads.columns(board.conn, TODAY)[2].total
        assert (total.value_minor, total.weighted_minor) == (2, 1)

    def test_nought_per_cent_is_not_unset(self, board: Board) -> None:
        board.deal(stage="Qualification", value_minor=10_000, probability=0)
        assert reads.columns(board.conn, TODAY)[2].total.weighted_minor == 0

    @pytest.mark.parametrize("flt", [None, Filter(("huge",), ())])
    def test_sums_beyond_64_bits_are_exact(self, board: Board, flt: Filter | None) -> None:
        largest = 2**53
        for _turn in range(1_030):
            board.deal("huge", "Qualification", value_minor=largest)
        total = reads.columns(board.conn, TODAY, flt)[2].total
        assert total.value_minor == 1_030 * largest
        assert total.weighted_minor == (1_030 * largest * 25 + 50) // 100

    def test_a_trouble_that_is_no_overflow_is_told(self, board: Board) -> None:
        board.conn.execute("DROP INDEX deal_sums")
        with pytest.raises(sqlite3.OperationalError):
            reads.columns(board.conn, TODAY)

    def test_an_unknown_stage_has_no_cards(self, board: Board) -> None:
        board.deal()
        assert reads.cards(board.conn, 99, None, 10, TODAY) == []
        assert reads.card_index(board.conn, 99, (0, 1), TODAY) == 0
        assert reads.column(board.conn, 99, TODAY) is None

    def test_a_card_says_all_it_shows(self, board: Board) -> None:
        company = board.company("Acme GmbH")
        deal_id = board.deal(
            stage="Qualification",
            company_id=company,
            value_minor=12_000_00,
            risk_level="high",
            risk_text="budget freeze",
            expected_close="2026-12-18",
            close_moves=2,
            overridden=1,
        )
        step = board.followup(deal_id, in_days(1), time="10:00")
        board.followup(deal_id, in_days(1), time="11:00")
        boxes = [
            board.insert("criterion", stage_id=board.stages[stage], position=1, text=text)
            for stage, text in (
                ("Qualification", "Decision maker known"),
                ("Qualification", "Budget range known"),
                ("First contact", "Meeting agreed"),
            )
        ]
        for box in (boxes[0], boxes[2]):
            board.insert("tick", deal_id=deal_id, criterion_id=box, ticked_at=NOW)
        card = reads.card(board.conn, deal_id, TODAY)
        assert card is not None
        assert (card.company, card.title, card.probability) == ("Acme GmbH", "CNC retrofit", 25)
        assert (card.ticks, card.criteria, card.overridden) == (1, 2, True)
        assert card.next is not None
        assert (card.next.id, card.next.time, card.state) == (step, "10:00", "later")
        assert (card.risk_level, card.risk_text) == ("high", "budget freeze")
        assert (card.expected_close, card.close_moves) == (date(2026, 12, 18), 2)
        assert reads.card(board.conn, 99, TODAY) is None

    def test_a_closed_deal_has_the_probability_of_its_stage(self, board: Board) -> None:
        won = reads.card(board.conn, board.deal(stage="Won", probability=40), TODAY)
        assert won is not None
        assert (won.probability, won.state) == (100, None)
        assert reads.card_key(won) == (None, won.id)

    def test_hostile_text_that_reached_the_file_is_cleaned_on_reading(self, board: Board) -> None:
        evil = "\x1b]52;c;aGk=\x07x\u202e\u200by"
        company = board.company(evil)
        deal_id = board.deal(evil, company_id=company, risk_text=evil, benefit=evil)
        board.followup(deal_id, TODAY, text=evil)
        board.insert("activity", deal_id=deal_id, kind="note", text=evil, at=NOW, day="2026-11-25")
        everything = repr(
            (
                reads.page(board.conn, deal_id, TODAY),
                reads.card(board.conn, deal_id, TODAY),
                reads.agenda(board.conn, None, 9, TODAY),
                reads.find_deals(board.conn, ""),
            )
        )
        assert "]52;c;aGk=xy" in everything
        for bad in ("\\x1b", "\\x07", "\\u202e", "\\u200b"):
            assert bad not in everything


class TestLists:
    def test_the_order_is_that_of_the_board(self, board: Board) -> None:
        second = board.deal("b", "Qualification", position=1)
        first = board.deal("a", "Prospect", position=9)
        top = board.deal("c", "Qualification", position=-1)
        assert [deal.id for deal in reads.deals(board.conn, TODAY)] == [first, top, second]
        assert [deal.id for deal in reads.deals(board.conn, TODAY, limit=2)] == [first, top]

    @pytest.mark.parametrize("field", reads.SORT_FIELDS)
    def test_a_limit_cuts_the_same_order(self, board: Board, field: str) -> None:
        crowd(board, 60)
        everything = [deal.id for deal in reads.deals(board.conn, TODAY, sort=field)]
        assert sorted(everything) == sorted(facts(board))
        some = [deal.id for deal in reads.deals(board.conn, TODAY, sort=field, limit=10)]
        assert some == everything[:10]

    def test_values_are_compared_in_the_base_currency(self, board: Board) -> None:
        board.setting("rates", "JPY=0.006")
        yen = board.deal(value_minor=100_000, currency="JPY")
        euro = board.deal(value_minor=700_00)
        none = board.deal()
        unknown = board.deal(value_minor=10**12, currency="CHF")
        found = [deal.id for deal in reads.deals(board.conn, TODAY, sort="value")]
        assert found == [euro, yen, none, unknown]

    def test_names_are_sorted_without_case_or_accents_and_none_comes_last(
        self, board: Board
    ) -> None:
        names = ("Zebra", "ärger", "Beta", None)
        for name in names:
            board.deal(company_id=None if name is None else board.company(name))
        found = [deal.company for deal in reads.deals(board.conn, TODAY, sort="company")]
        assert found == ["ärger", "Beta", "Zebra", None]

    def test_a_deal_says_everything(self, board: Board) -> None:
        deal_id = board.deal(
            stage="Qualification",
            value_minor=10_001,
            expected_close="2026-11-01",
            close_moves=3,
            extra='{"Sector": "tech\\u001bnology"}',
        )
        for tag in ("renewal", "cnc"):
            board.insert("deal_tag", deal_id=deal_id, tag=tag)
        board.followup(deal_id, in_days(3))
        deal = reads.deal(board.conn, deal_id, TODAY)
        assert deal is not None
        assert deal.tags == ("cnc", "renewal")
        assert deal.extra == {"Sector": "technology"}
        assert deal.weighted_minor == 2500
        assert deal.warnings == ("close_past", "step_after_close", "close_moved")
        assert reads.deal(board.conn, 99, TODAY) is None

    def test_words_find_deals_open_ones_first(self, board: Board) -> None:
        won = board.deal("Globex pilot", "Won", closed_on="2026-01-01")
        care = board.deal("Globex line", "Onboarding")
        late = board.deal("Globex pilot", "Qualification")
        first = board.deal("pilot Globex", "Prospect")
        assert [ref.id for ref in reads.find_deals(board.conn, "GLOBEX")] == [
            first,
            late,
            won,
            care,
        ]
        assert [ref.id for ref in reads.find_deals(board.conn, "globex pilot", 1)] == [first]
        assert [ref.id for ref in reads.find_deals(board.conn, "globex", kinds=("won",))] == [won]
        assert reads.find_deals(board.conn, "nobody") == []

    def test_ghosts_come_with_the_oldest_first(self, board: Board) -> None:
        new = board.deal(ghost_on=TODAY.isoformat())
        board.deal(ghost_on=in_days(1).isoformat())
        old = board.deal(ghost_on=in_days(-9).isoformat())
        assert [deal.id for deal in reads.ghosts(board.conn, TODAY)] == [old, new]
        assert [deal.id for deal in reads.ghosts(board.conn, TODAY, 1)] == [old]


class TestTheDealPage:
    def test_there_is_none_for_an_unknown_deal(self, board: Board) -> None:
        assert reads.page(board.conn, 1, TODAY) is None

    def test_the_timeline_tells_everything_once_latest_first(self, board: Board) -> None:
        deal = board.deal("x", "Qualification", created_at="2026-11-01T09:00:00Z")
        board.stay(deal, "First contact", "2026-11-01T09:00:00Z")
        board.stay(deal, "Qualification", "2026-11-05T09:00:00Z")
        board.insert(
            "field_change", deal_id=deal, field="value", old="1", new="2", at="2026-11-06T09:00:00Z"
        )
        closed = {"closed_at": "2026-11-07T09:00:00Z", "closed_on": "2026-11-07"}
        called = board.followup(deal, date(2026, 11, 7), state="done", outcome="yes", **closed)
        task = board.followup(
            deal, date(2026, 11, 7), kind="task", text="slides", state="done", **closed
        )
        board.followup(deal, date(2026, 11, 8), kind="mail", state="cancelled", **closed)
        waiting = board.followup(deal, date(2026, 12, 1))
        talk = {"deal_id": deal, "day": "2026-11-07"}
        for kind, text, at, reached, followup_id in (
            ("call", "yes", "2026-11-07T09:00:00Z", 1, called),
            ("call", "tried", "2026-11-08T09:00:00Z", 0, waiting),
            ("note", "two\nlines", "2026-11-09T09:00:00Z", 0, None),
            ("meeting", "met", "2026-11-10T09:00:00Z", 1, None),
        ):
            board.insert(
                "activity",
                kind=kind,
                text=text,
                at=at,
                reached=reached,
                followup_id=followup_id,
                **talk,
            )
        page = reads.page(board.conn, deal, TODAY)
        assert page is not None
        assert [(event.what, event.name, event.old, event.text) for event in page.timeline] == [
            ("meeting", "meeting", "", "met"),
            ("note", "note", "", "two\nlines"),
            ("attempt", "call", "", "tried"),
            ("call", "call", "", "yes"),
            ("cancelled", "mail", "call Meier", ""),
            ("done", "task", "slides", ""),
            ("field", "value", "1", "2"),
            ("stage", "Qualification", "First contact", ""),
            ("created", "First contact", "", ""),
        ]
        assert [note.text for note in page.notes] == ["met", "two\nlines"]
        assert page.followups[0].id == waiting
        assert {one.id for one in page.followups[1:]} > {called, task}

    def test_boxes_are_those_of_the_stage(self, board: Board) -> None:
        deal = board.deal(stage="Qualification")
        stage = board.stages["Qualification"]
        later = board.insert("criterion", stage_id=stage, position=2, text="b")
        first = board.insert("criterion", stage_id=stage, position=1, text="a")
        board.insert("tick", deal_id=deal, criterion_id=later, ticked_at=NOW, evidence="seen")
        assert [
            (box.criterion_id, box.ticked_at, box.evidence) for box in reads.boxes(board.conn, deal)
        ] == [(first, None, ""), (later, NOW, "seen")]


class TestTheHeadline:
    def test_it_counts_this_quarter(self, board: Board) -> None:
        for stage, closed, value in (
            ("Won", "2026-10-01", 100),
            ("Won", "2026-12-31", 20),
            ("Onboarding", "2026-11-11", 3),
            ("Won", "2026-09-30", 5000),
            ("Lost", "2026-11-11", 7000),
        ):
            board.deal(stage=stage, closed_on=closed, value_minor=value)
        board.deal(stage="Qualification", value_minor=1000)
        board.deal(stage="Qualification", value_minor=9000, ghost_on="2026-11-01")
        board.deal(stage="Parked", value_minor=9000, probability=50)
        board.followup(None, in_days(-1))
        board.followup(None, TODAY)
        expected = ("2026-Q4", "EUR", 123, 250, 1, 1, None)
        assert tuple(reads.headline(board.conn, TODAY)) == expected
        columns = reads.columns(board.conn, TODAY)
        assert tuple(reads.headline(board.conn, TODAY, columns)) == expected


class TestTheStandUp:
    def test_it_tells_of_yesterday_today_overdue_and_ghosts(self, board: Board) -> None:
        deal = board.deal("x", "Qualification")
        board.stay(deal, "First contact", "2026-11-23T23:30:00Z")  # the 24th in Berlin
        board.stay(deal, "Qualification", "2026-11-24T22:59:59Z")
        board.stay(deal, "Prospect", "2026-11-24T23:00:00Z")  # the 25th in Berlin
        board.stay(deal, "Prospect", "2026-11-24T12:00:00Z", inferred=1)
        board.insert(
            "activity",
            deal_id=deal,
            kind="call",
            text="tried",
            at="2026-11-24T08:00:00Z",
            day="2026-11-24",
        )
        done = {"closed_at": "2026-11-24T09:00:00Z", "closed_on": "2026-11-24", "state": "done"}
        board.followup(deal, in_days(-1), kind="task", text="slides", **done)
        board.followup(None, in_days(-1), **done)
        ghost = board.deal(ghost_on=TODAY.isoformat())
        due = board.followup(deal, TODAY)
        late = board.followup(deal, in_days(-2))
        found = reads.standup(board.conn, in_days(-1), TODAY, in_days(-1))
        told = [
            (one.group, one.event.what, one.event.name, one.deal and one.deal.id)
            for one in found.yesterday
        ]
        assert told == [
            ("new", "created", "First contact", deal),
            ("tried", "attempt", "call", deal),
            ("done", "done", "task", deal),
            ("done", "done", "call", None),  # one of one's own
            ("moved", "stage", "Qualification", deal),
        ]
        assert found.happened == {"new": 1, "tried": 1, "done": 2, "moved": 1}
        assert [one.id for one in found.today] == [due]
        assert [one.id for one in found.overdue] == [late]
        assert [one.id for one in found.ghosts] == [ghost]
        assert (found.today_count, found.overdue_count, found.ghost_count) == (1, 1, 1)
        everything = reads.standup(board.conn, date.min, TODAY)
        assert len(everything.yesterday) == 6
        few = reads.standup(board.conn, TODAY, date.max, None, 0)
        assert (few.overdue, few.overdue_count) == ((), 2)

    def test_on_monday_the_last_working_day_is_friday(self, board: Board) -> None:
        from pipeline_tui.store.reads_standup import last_working_day

        monday = date(2026, 11, 23)
        assert last_working_day(board.conn, monday) == (date(2026, 11, 20), date(2026, 11, 22))
        board.insert("free_day", day="2026-11-20", name="mine", origin="own")
        assert last_working_day(board.conn, monday)[0] == date(2026, 11, 19)


class TestTheReport:
    def closed(self, board: Board, stage: str, closed: str, **values: Any) -> int:
        values.setdefault("verified_at", NOW)
        values.setdefault("created_at", "2026-10-01T10:00:00Z")
        return board.deal(stage=stage, closed_on=closed, **values)

    def test_won_lost_and_cycle_of_a_period(self, board: Board) -> None:
        first = self.closed(board, "Won", "2026-11-10", value_minor=3000)
        board.stay(first, "Prospect", "2026-10-01T10:00:00Z")
        board.stay(first, "First contact", "2026-11-01T10:00:00Z")
        board.stay(first, "First contact", "2026-09-01T10:00:00Z", inferred=1)
        skipped = self.closed(board, "Onboarding", "2026-11-20", value_minor=1000)
        board.stay(skipped, "Qualification", "2026-11-19T10:00:00Z")
        self.closed(board, "Won", "2026-10-04", value_minor=None)
        self.closed(board, "Lost", "2026-11-11", value_minor=4000)
        self.closed(board, "Lost", "2026-11-11", verified_at=None)  # a disqualified lead
        self.closed(board, "Lost", "2026-09-30")
        report = reads.pipeline_report(board.conn, TODAY, parse_period("2026-Q4"))
        assert (report.period, report.won, report.won_minor, report.lost) == ("2026-Q4", 3, 4000, 1)
        assert report.win_rate == 0.75
        assert report.win_rate_value == 0.5
        assert report.cycle_mean == pytest.approx((9 + 1 + 3) / 3)
        assert report.cycle_median == 3
        everything = reads.pipeline_report(board.conn, TODAY)
        assert (everything.period, everything.lost) == (None, 2)

    def test_stages_are_the_open_ones(self, board: Board) -> None:
        board.deal(stage="Qualification", value_minor=1000)
        report = reads.pipeline_report(board.conn, TODAY)
        assert [one.stage for one in report.stages] == [
            "Prospect",
            "First contact",
            "Qualification",
        ]
        assert report.stages[2].total[:3] == (1, 1000, 250)
        assert (report.win_rate, report.cycle_mean, report.velocity_minor_per_day) == (None,) * 3

    def test_velocity_is_over_the_trailing_quarters(self, board: Board) -> None:
        self.closed(board, "Won", "2026-10-11", value_minor=3000)  # ten days
        self.closed(board, "Lost", "2026-10-11")
        self.closed(board, "Won", "2025-10-11", value_minor=9_000_000)  # long ago
        for _turn in range(4):
            board.deal(stage="Qualification", verified_at=NOW)
        board.deal(stage="Qualification")  # a lead
        board.deal(stage="Qualification", verified_at=NOW, ghost_on=TODAY.isoformat())
        report = reads.pipeline_report(board.conn, TODAY)
        assert report.velocity_minor_per_day == 4 * 3000 // 2 // 10

    def test_a_close_before_the_beginning_says_nothing_of_the_cycle(self, board: Board) -> None:
        self.closed(board, "Won", "2026-09-01", value_minor=1)
        report = reads.pipeline_report(board.conn, TODAY)
        assert (report.won, report.cycle_mean) == (1, None)

    def test_without_a_marked_stage_the_cycle_begins_with_the_deal(self, board: Board) -> None:
        board.conn.execute("UPDATE stage SET is_first_contact = 0")
        deal = self.closed(board, "Won", "2026-10-11")
        board.stay(deal, "First contact", "2026-10-10T10:00:00Z")
        assert reads.pipeline_report(board.conn, TODAY).cycle_mean == 10

    def test_money_is_in_the_base_currency(self, board: Board) -> None:
        board.setting("currency", "CHF")
        board.setting("rates", "EUR=2")
        self.closed(board, "Won", "2026-10-11", value_minor=100)
        self.closed(board, "Lost", "2026-10-11", value_minor=100, currency="USD")
        report = reads.pipeline_report(board.conn, TODAY)
        assert (report.currency, report.won_minor, report.win_rate_value) == ("CHF", 200, 1.0)


class TestSmallThings:
    def test_settings_always_have_a_currency(self, board: Board) -> None:
        assert reads.settings(board.conn).keys() == {"currency", "uid"}
        assert reads.settings(board.conn)["currency"] == "EUR"
        board.setting("currency", "CHF")
        assert reads.settings(board.conn)["currency"] == "CHF"

    def test_another_connection_is_noticed(self, tmp_path: Any) -> None:
        one = sqlite3.connect(tmp_path / "x.db")
        other = sqlite3.connect(tmp_path / "x.db", isolation_level=None)
        before = reads.data_version(one)
        other.execute("CREATE TABLE t (a)")
        assert reads.data_version(one) != before
        one.close()
        other.close()


class TestHowSqliteFindsThem:
    """No full scan of the deals on a path that a key or a start waits for."""

    def statements(self, board: Board, read: Any) -> list[str]:
        seen: list[str] = []
        board.conn.set_trace_callback(seen.append)
        read()
        board.conn.set_trace_callback(None)
        return seen

    @pytest.mark.parametrize(
        "read",
        [
            lambda conn: reads.columns(conn, TODAY),
            lambda conn: reads.column(conn, 2, TODAY),
            lambda conn: reads.columns(conn, TODAY, Filter(("globex",), ())),
            lambda conn: reads.cards(conn, 2, None, 20, TODAY),
            lambda conn: reads.cards(conn, 2, (3, 5), 20, TODAY),
            lambda conn: reads.cards(conn, 2, (3, 5), 20, TODAY, forward=False),
            lambda conn: reads.cards(conn, 5, None, 20, TODAY),
            lambda conn: reads.cards(conn, 2, None, 20, TODAY, Filter(("globex",), ())),
            lambda conn: reads.card_index(conn, 2, (3, 5), TODAY),
            lambda conn: reads.card(conn, 3, TODAY),
            lambda conn: reads.page(conn, 3, TODAY),
            lambda conn: reads.agenda(conn, None, 20, TODAY),
            lambda conn: reads.agenda(conn, LATER, 20, TODAY, forward=False),
            lambda conn: reads.agenda(conn, OVERDUE, 20, TODAY),
            lambda conn: reads.agenda_index(conn, LATER, TODAY),
            lambda conn: reads_groups.agenda_groups(conn, TODAY),
            lambda conn: reads_groups.later_total(conn, TODAY),
            lambda conn: reads.agenda(conn, LATER, 20, TODAY, Filter(("globex",), ())),
            lambda conn: reads.agenda(conn, OVERDUE, 20, TODAY, Filter((), ("ghost",))),
            lambda conn: reads.agenda_counts(conn, TODAY, Filter(("globex",), ("overdue",))),
            lambda conn: reads_groups.agenda_groups(conn, TODAY, Filter(("globex",), ())),
            lambda conn: reads_groups.later_total(conn, TODAY, Filter(("globex",), ())),
            lambda conn: reads_groups.load(conn, TODAY),
            lambda conn: reads.agenda_counts(conn, TODAY),
            lambda conn: reads.headline(conn, TODAY),
            lambda conn: reads.standup(conn, TODAY, TODAY),
        ],
    )
    def test_deals_and_follow_ups_are_found_by_index(self, board: Board, read: Any) -> None:
        crowd(board, 50)
        for sql in self.statements(board, lambda: read(board.conn)):
            for line in board.plan(sql, {}):
                words = line.split()
                if words[0] != "SCAN" or words[1] in SMALL:
                    continue
                covered = "USING COVERING INDEX" in line or "INDEX followup_" in line
                assert covered, (line, sql)

    def test_a_page_begins_at_its_key(self, board: Board) -> None:
        crowd(board, 50)
        for read, begins in (
            (lambda: reads.cards(board.conn, 2, (1, 1), 5, TODAY), "position>?"),
            (lambda: reads.cards(board.conn, 2, (1, 1), 5, TODAY, forward=False), "position<?"),
            (lambda: reads.cards(board.conn, 5, ("2026-11-01", 1), 5, TODAY), "closed_on<?"),
            (lambda: reads.agenda(board.conn, LATER, 5, TODAY), "due>"),
            (lambda: reads.agenda(board.conn, LATER, 5, TODAY, forward=False), "due<"),
            (lambda: reads.agenda(board.conn, OVERDUE, 5, TODAY), "due<"),
            (lambda: reads.agenda_index(board.conn, LATER, TODAY), "due="),
        ):
            statements = self.statements(board, read)
            assert not any("OFFSET" in sql.upper() for sql in statements)
            plan = [line for sql in statements for line in board.plan(sql, {})]
            assert any(begins in line for line in plan), plan
