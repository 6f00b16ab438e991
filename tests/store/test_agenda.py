"""The agenda: its order against a plain sort, its windows, and what stands around its rows."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

import pytest

from pipeline_tui.domain.agenda import GroupTotal
from pipeline_tui.domain.filter import Filter, parse_filter
from pipeline_tui.domain.records import FollowUp
from pipeline_tui.store import reads, reads_agenda, reads_groups, reads_walk
from pipeline_tui.store.reads_urgency import urgency
from tests.store.board import NOW, TODAY, Board, crowd, in_days
from tests.store.test_reads import FILTERS, facts, matches

LAST_DAY = date.max
NEVER = {"search": "", "kind": "", "state": None}


@pytest.fixture
def board() -> Board:
    return Board()


def busy(board: Board, deals: int = 120) -> None:
    """A crowd with promises, follow-ups of closed deals, some of no deal, and much overdue."""
    crowd(board, deals)
    chance = random.Random(3)
    for number in range(deals):
        board.followup(
            chance.choice([None, 1 + number]),
            in_days(chance.randrange(-12, 20)),
            time=chance.choice(["", "09:30", "11:00"]),
            promised=chance.randrange(2),
            text=chance.choice(["call the tax office", "mail Müller"]),
        )


def walk(board: Board, flt: Filter | None, page_size: int = 11) -> list[FollowUp]:
    """Page after page to the end."""
    found: list[FollowUp] = []
    key = None
    while page := reads.agenda(board.conn, key, page_size, TODAY, flt):
        assert len(page) <= page_size
        found += page
        key = reads.agenda_key(page[-1])
    return found


def walk_back(board: Board, flt: Filter | None, page_size: int = 11) -> list[FollowUp]:
    """Page before page to the beginning."""
    found: list[FollowUp] = []
    key = None
    while page := reads.agenda(board.conn, key, page_size, TODAY, flt, forward=False):
        found = page + found
        key = reads.agenda_key(page[0])
    return found


class Plain:
    """The open follow-ups under a filter, by rules written out once more in Python."""

    def __init__(self, board: Board, flt: Filter | None, weights: str = "") -> None:
        names = [part.split()[0] for part in ("value 3", "age 3", "risk 2", "promise 2")]
        typed = (weights or "value 3 age 3 risk 2 promise 2").split()
        self.weights = [int(typed[typed.index(name) + 1]) for name in names]
        self.deals = facts(board)
        open_values = [self.worth(deal) for deal in self.deals.values() if deal["kind"] == "open"]
        known = [value for value in open_values if value is not None]
        self.average = sum(known) / len(known) if known else 0
        rows = board.conn.execute(
            "SELECT id, deal_id, due, time, text, promised FROM followup WHERE state = 'open'"
        ).fetchall()
        self.rows = [row for row in rows if self.wanted(row, flt)]

    @staticmethod
    def worth(deal: dict[str, Any]) -> int | None:
        """In euros: a dollar is 90 cents, 160 yen are a euro, and nothing is known of others."""
        value = deal["value_minor"]
        rates = {"EUR": 1, "USD": 0.9, "JPY": 100 / 160}
        if value is None or deal["currency"] not in rates:
            return None
        return int(value * rates[deal["currency"]] + 0.5)

    def wanted(self, row: tuple[Any, ...], flt: Filter | None) -> bool:
        deal = self.deals.get(row[1], NEVER)
        if flt is None:
            return True
        text = row[4].lower().replace("ü", "u")
        words = all(word in deal["search"] or word in text for word in flt.words)
        return words and matches(deal, Filter((), flt.states))

    def urgency(self, row: tuple[Any, ...]) -> int:
        deal = self.deals.get(row[1])
        worth = self.worth(deal) if deal else None
        value = int(5 * worth / self.average + 0.5) if worth and self.average else 0
        points = [
            min(value, 10),
            min(max((TODAY - date.fromisoformat(row[2])).days, 0), 10),
            {"low": 3, "mid": 6, "high": 10, None: 0}[deal["risk_level"] if deal else None],
            10 * row[5],
        ]
        if not sum(self.weights):
            return 0
        weighed = sum(w * p for w, p in zip(self.weights, points, strict=True))
        return int(10 * weighed / sum(self.weights) + 0.5)

    def order(self, row: tuple[Any, ...]) -> tuple[Any, ...]:
        number, _deal, due, time = row[:4]
        if due < TODAY.isoformat():
            return (0, -self.urgency(row), due, time or "~", number)
        return (1, due, time or "~", -self.urgency(row), number)

    def sorted(self) -> list[tuple[Any, ...]]:
        return sorted(self.rows, key=self.order)


def rates(board: Board) -> None:
    board.setting("rates", "USD=0.9 JPY=0.00625")


class TestTheOrder:
    @pytest.mark.parametrize("flt", FILTERS)
    def test_pages_follow_each_other_in_both_directions(
        self, board: Board, flt: Filter | None
    ) -> None:
        rates(board)
        busy(board)
        plain = Plain(board, flt)
        expected = [(row[0], plain.urgency(row)) for row in plain.sorted()]
        found = walk(board, flt)
        assert [(one.id, one.urgency) for one in found] == expected
        assert walk_back(board, flt) == found
        assert reads.agenda(board.conn, None, -1, TODAY, flt) == found
        for place, one in enumerate(found):
            key = reads.agenda_key(one)
            assert reads.agenda_index(board.conn, key, TODAY, flt) == place

    @pytest.mark.parametrize("flt", FILTERS)
    @pytest.mark.parametrize("stride", [5, 40])
    def test_pages_are_the_same_however_far_a_filter_tries_one_by_one(
        self, board: Board, flt: Filter | None, stride: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        busy(board)
        everything = reads.agenda(board.conn, None, -1, TODAY, flt)
        monkeypatch.setattr(reads_walk, "_STRIDE", stride)
        assert walk(board, flt) == everything
        assert walk_back(board, flt) == everything
        span: dict[str, Any] = {"since": in_days(-2), "until": in_days(9)}
        some = [one for one in everything if span["since"] <= one.due <= span["until"]]
        assert reads.agenda(board.conn, None, 15, TODAY, flt, **span) == some[:15]
        last = reads.agenda(board.conn, None, 15, TODAY, flt, forward=False, **span)
        assert last == some[-15:]

    @pytest.mark.parametrize("flt", FILTERS)
    def test_which_of_some_rows_a_filter_wants(self, board: Board, flt: Filter | None) -> None:
        busy(board)
        numbers = [number for (number,) in board.conn.execute("SELECT id FROM followup")]
        wanted = {one.id for one in reads.agenda(board.conn, None, -1, TODAY, flt)}
        assert reads_agenda.wanted_of(board.conn, numbers, TODAY, flt) == wanted
        assert reads_agenda.wanted_of(board.conn, numbers[:3], TODAY, flt) == {
            number for number in numbers[:3] if number in wanted
        }

    @pytest.mark.parametrize("page_size", [1, 2, 7, 500])
    def test_pages_of_every_size_have_the_same_rows(self, board: Board, page_size: int) -> None:
        busy(board, 40)
        everything = reads.agenda(board.conn, None, -1, TODAY)
        assert walk(board, None, page_size) == everything
        assert walk_back(board, None, page_size) == everything

    @pytest.mark.parametrize(
        "weights",
        [
            "value 1 age 0 risk 0 promise 0",
            "value 0 age 1 risk 0 promise 0",
            "value 0 age 0 risk 1 promise 0",
            "value 0 age 0 risk 0 promise 1",
            "value 7 age 1 risk 0 promise 100",
            "value 0 age 0 risk 0 promise 0",
        ],
    )
    def test_other_weights_make_another_order(self, board: Board, weights: str) -> None:
        rates(board)
        board.setting("urgency", weights)
        busy(board)
        plain = Plain(board, None, weights)
        expected = [(row[0], plain.urgency(row)) for row in plain.sorted()]
        assert [(one.id, one.urgency) for one in walk(board, None)] == expected
        assert max(urgency for _id, urgency in expected) <= 100

    def test_what_is_overdue_comes_by_urgency_then_by_day(self, board: Board) -> None:
        dear = board.deal(value_minor=900_00)
        cheap = board.deal(value_minor=1_00)
        old = board.followup(cheap, in_days(-3))
        older = board.followup(cheap, in_days(-4))
        worth_it = board.followup(dear, in_days(-1))
        asked = board.followup(cheap, in_days(-2), promised=1)
        risky = board.followup(board.deal(risk_level="high"), in_days(-1))
        alone = board.followup(None, in_days(-1))
        numbers = [one.id for one in reads.agenda(board.conn, None, 9, TODAY)]
        assert numbers == [worth_it, asked, risky, older, old, alone]

    def test_a_day_begins_with_its_times_and_ends_with_what_has_none(self, board: Board) -> None:
        dear = board.deal(value_minor=900_00)
        cheap = board.deal(value_minor=1_00)
        some_time = board.followup(cheap, TODAY)
        afternoon = board.followup(dear, TODAY, time="14:00")
        morning = board.followup(cheap, TODAY, time="09:00")
        dear_morning = board.followup(dear, TODAY, time="09:00")
        dear_some_time = board.followup(dear, TODAY)
        tomorrow = board.followup(dear, in_days(1), time="08:00")
        numbers = [one.id for one in reads.agenda(board.conn, None, 9, TODAY)]
        assert numbers == [
            dear_morning,
            morning,
            afternoon,
            dear_some_time,
            some_time,
            tomorrow,
        ]

    def test_a_span_of_days(self, board: Board) -> None:
        for days in range(-1, 4):
            board.followup(None, in_days(days))

        def shown(**span: Any) -> list[int]:
            found = reads.agenda(board.conn, None, -1, TODAY, **span)
            assert reads.agenda(board.conn, None, 9, TODAY, **span) == found
            return [(one.due - TODAY).days for one in found]

        assert shown(until=in_days(1)) == [-1, 0, 1]
        assert shown(since=TODAY, until=in_days(1)) == [0, 1]
        assert shown(until=in_days(-1)) == [-1]
        assert shown(since=in_days(2)) == [2, 3]

    def test_a_place_is_kept_over_midnight(self, board: Board) -> None:
        busy(board, 40)
        before = reads.agenda(board.conn, None, -1, TODAY)
        tomorrow = in_days(1)
        at = next(one for one in before if one.due == TODAY)
        later = reads.agenda(board.conn, reads.agenda_key(at), 500, tomorrow)
        assert {one.id for one in later} == {one.id for one in before if one.due > TODAY}

    @pytest.mark.parametrize("today", [LAST_DAY, LAST_DAY - timedelta(days=1), date(9999, 12, 26)])
    def test_at_the_end_of_the_calendar(self, board: Board, today: date) -> None:
        deal = board.deal(value_minor=5)
        board.followup(deal, TODAY)
        board.followup(deal, date(9999, 12, 30))
        board.followup(deal, LAST_DAY, promised=1)
        found = reads.agenda(board.conn, None, 9, today)
        counts = reads.agenda_counts(board.conn, today)
        assert counts == {group: sum(one.state == group for one in found) for group in reads.GROUPS}
        groups = reads_groups.agenda_groups(board.conn, today)
        assert {name: total.count for name, total in groups.items()} == counts
        assert all(0 <= one.urgency <= 100 for one in found)
        assert [one.day for one in reads_groups.load(board.conn, today)][-1] <= LAST_DAY

    def test_the_last_day_there_is_can_be_scrolled_to(self, board: Board) -> None:
        last = board.followup(board.deal(), LAST_DAY)
        first = board.followup(board.deal(), TODAY)
        (end,) = reads.agenda(board.conn, None, 1, TODAY, forward=False)
        assert end.id == last
        (start,) = reads.agenda(board.conn, reads.agenda_key(end), 9, TODAY, forward=False)
        assert start.id == first


class TestGroups:
    @pytest.mark.parametrize(
        ("days", "group"),
        [
            (-1, "overdue"),
            (0, "today"),
            (1, "tomorrow"),
            (2, "week"),
            (4, "week"),
            (5, "later"),
        ],
    )
    def test_the_week_ends_on_sunday(self, board: Board, days: int, group: str) -> None:
        board.followup(None, in_days(days))
        assert [one.state for one in reads.agenda(board.conn, None, 9, TODAY)] == [group]
        counts = reads.agenda_counts(board.conn, TODAY)
        assert counts == {name: int(name == group) for name in reads.GROUPS}

    def test_on_sunday_monday_is_tomorrow_and_the_week_is_over(self, board: Board) -> None:
        sunday = date(2026, 11, 29)
        board.followup(None, date(2026, 11, 30))
        board.followup(None, date(2026, 12, 1))
        counts = reads.agenda_counts(board.conn, sunday)
        assert (counts["tomorrow"], counts["week"], counts["later"]) == (1, 0, 1)

    @pytest.mark.parametrize("flt", FILTERS)
    def test_each_says_how_many_and_what_their_deals_are_worth(
        self, board: Board, flt: Filter | None
    ) -> None:
        board.setting("rates", "USD=0.9")  # of yen nothing is known
        busy(board)
        deals = facts(board)
        found = walk(board, flt)
        groups = reads_groups.agenda_groups(board.conn, TODAY, flt)
        assert {n: total.count for n, total in groups.items()} == reads.agenda_counts(
            board.conn, TODAY, flt
        )
        for name, total in groups.items():
            rows = [one for one in found if one.state == name]
            numbers = {one.deal.id for one in rows if one.deal}
            values = {number: deals[number]["value_minor"] for number in numbers}
            money = {number: deals[number]["currency"] for number in numbers}
            euros = sum(values[n] or 0 for n in numbers if money[n] == "EUR")
            dollars = sum(values[n] or 0 for n in numbers if money[n] == "USD")
            expected = GroupTotal(
                len(rows),
                euros + int(dollars * 0.9 + 0.5),
                any(values[n] is not None for n in numbers if money[n] == "USD"),
                sum(values[n] is not None for n in numbers if money[n] == "JPY"),
            )
            if name == "later" and rows:
                assert total == expected._replace(value_minor=None, converted=False, left_out=0)
                assert reads_groups.later_total(board.conn, TODAY, flt) == expected
            else:
                assert total == expected

    def test_a_deal_counts_once_in_a_group_however_often_it_is_there(self, board: Board) -> None:
        deal = board.deal(value_minor=40_00)
        for days in (0, 0, 1, 9, 10):
            board.followup(deal, in_days(days))
        groups = reads_groups.agenda_groups(board.conn, TODAY)
        assert groups["today"] == GroupTotal(2, 40_00, converted=False, left_out=0)
        assert groups["tomorrow"] == GroupTotal(1, 40_00, converted=False, left_out=0)
        assert groups["later"] == GroupTotal(2, None, converted=False, left_out=0)
        assert reads_groups.later_total(board.conn, TODAY) == groups["today"]

    def test_far_sums_beyond_what_sqlite_counts(self, board: Board) -> None:
        for _turn in range(1100):
            board.followup(board.deal(value_minor=2**53), in_days(9))
        total = GroupTotal(1100, 1100 * 2**53, converted=False, left_out=0)
        assert reads_groups.later_total(board.conn, TODAY) == total
        assert reads_groups.later_total(board.conn, TODAY, parse_filter("is:any")) == total

    def test_sums_beyond_what_sqlite_counts(self, board: Board) -> None:
        for _turn in range(1100):
            board.followup(board.deal(value_minor=2**53), TODAY)
        groups = reads_groups.agenda_groups(board.conn, TODAY)
        assert groups["today"].value_minor == 1100 * 2**53
        (one, *_rest) = reads.agenda(board.conn, None, 1, TODAY)
        assert one.urgency == 15  # each is of average value: 5 points of 10, three tenths of all


class TestFiltering:
    def test_words_match_the_follow_up_or_its_deal(self, board: Board) -> None:
        deal = board.deal("Globex pilot")
        mine = board.followup(deal, TODAY, text="Angebot für Müller")
        lone = board.followup(None, TODAY, text="Müller ANRUFEN")
        other = board.followup(deal, TODAY, text="call")

        def found(line: str) -> list[int]:
            flt = parse_filter(line)
            return [one.id for one in reads.agenda(board.conn, None, 9, TODAY, flt)]

        assert found("muller") == [mine, lone]
        assert found("anrufen") == [lone]
        assert found("globex MÜLLER") == [mine]
        assert found("globex") == [mine, other]

    @pytest.mark.parametrize("word", ["*", "?", "[a]", "]", "a*e", "100%", "_", "x" * 60_000])
    def test_signs_stand_for_themselves(self, board: Board, word: str) -> None:
        deal = board.deal(f"Acme {word} retrofit")
        other = board.deal("Globe x a ace 100 " + "y" * 60_000)
        mine = board.followup(deal, TODAY)
        lone = board.followup(None, TODAY, text=f"call {word}")
        board.followup(other, TODAY)
        flt = parse_filter(word)
        found = [one.id for one in reads.agenda(board.conn, None, 9, TODAY, flt)]
        assert found == [mine, lone]
        stage = board.stages["First contact"]
        assert [card.id for card in reads.cards(board.conn, stage, None, 9, TODAY, flt)] == [deal]
        assert [found.id for found in reads.find_deals(board.conn, word)] == [deal]


class TestOneFollowUp:
    def test_it_knows_its_deal_and_whom_to_call(self, board: Board) -> None:
        company = board.company("Acme GmbH")
        contact = board.insert(
            "contact", company_id=company, name="Meier", phone="+49 1", email="m@x", created_at=NOW
        )
        deal = board.deal(company_id=company, contact_id=contact, value_minor=5)
        number = board.followup(deal, TODAY, time="10:00", attempts=2, postponed=1)
        one = reads.followup(board.conn, number, TODAY)
        assert one is not None
        assert one.deal is not None
        assert (one.deal.company, one.contact, one.phone, one.email) == (
            "Acme GmbH",
            "Meier",
            "+49 1",
            "m@x",
        )
        assert (one.time, one.attempts, one.postponed, one.state) == ("10:00", 2, 1, "today")
        assert [one] == reads.agenda(board.conn, None, 9, TODAY)
        closed = board.followup(None, TODAY, state="done", closed_at=NOW, outcome="reached")
        done = reads.followup(board.conn, closed, TODAY)
        assert done is not None
        assert (done.state, done.deal, done.outcome) == ("done", None, "reached")
        assert reads.followup(board.conn, 99, TODAY) is None


class TestTheAverageDeal:
    def test_only_open_deals_with_a_value_are_in_it(self, board: Board) -> None:
        board.setting("rates", "USD=0.5")
        board.deal(value_minor=100_00)
        board.deal(value_minor=None)
        board.deal(value_minor=100_00, currency="USD")
        board.deal(value_minor=7_00, currency="CHF")  # no rate
        for stage in ("Won", "Lost", "Parked", "Onboarding"):
            board.deal(stage=stage, value_minor=999_99)
        rule = urgency(board.conn)
        assert (rule.total_minor, rule.valued) == (150_00, 2)

    def test_without_any_value_nobody_stands_out(self, board: Board) -> None:
        board.followup(board.deal(value_minor=None), TODAY)
        board.followup(board.deal(stage="Parked", value_minor=5), TODAY)
        assert [one.urgency for one in reads.agenda(board.conn, None, 9, TODAY)] == [0, 0]


class TestTheLoadOfTheDays:
    def test_every_day_says_how_much_is_booked_and_how_much_of_it_at_a_time(
        self, board: Board
    ) -> None:
        board.followup(None, in_days(-1))
        board.followup(None, TODAY, time="10:00")
        board.followup(None, TODAY, time="09:15")
        board.followup(None, TODAY)
        board.followup(None, TODAY, state="done", closed_at=NOW)
        board.followup(None, in_days(13))
        board.followup(None, in_days(14))
        load = reads_groups.load(board.conn, TODAY)
        assert [one.day for one in load] == [in_days(days) for days in range(14)]
        assert {(one.day - TODAY).days: one[1:3] for one in load if one.count} == {
            0: (3, 2),
            13: (1, 0),
        }
        assert reads_groups.times(board.conn, TODAY) == ("09:15", "10:00")

    def test_days_that_are_not_worked(self, board: Board) -> None:
        board.insert("free_day", day="2026-11-26", name="", origin="own")
        load = reads_groups.load(board.conn, TODAY, 7)
        assert [one.working for one in load] == [True, False, True, False, False, True, True]


class TestTheDealBesideAFollowUp:
    """Its state and warnings are those of the rule (process.md, "States")."""

    def test_is_a_ghost_or_waiting_where_the_rule_says_so(self, board: Board) -> None:
        yesterday, later = in_days(-1).isoformat(), in_days(9)
        ghost = board.deal(stage="Qualification", ghost_on=yesterday)
        waiting = board.deal(stage="Qualification", contact_due_on=yesterday)
        fresh = board.deal(stage="Qualification", contact_due_on=in_days(1).isoformat())
        for number in (ghost, waiting, fresh, None):
            board.followup(number, later)
        rows = reads.agenda(board.conn, None, 10, TODAY)
        assert [row.deal_state for row in rows] == ["ghost", "waiting", "later", None]

    def test_is_warned_of(self, board: Board) -> None:
        past, moved = in_days(-2).isoformat(), in_days(90).isoformat()
        decided = board.deal(stage="Qualification", expected_close=past)
        often = board.deal(stage="Qualification", expected_close=moved, close_moves=3)
        for number in (decided, often):
            board.followup(number, in_days(3))
        rows = reads.agenda(board.conn, None, 10, TODAY)
        assert [row.warnings for row in rows] == [
            ("close_past", "step_after_close"), ("close_moved",),
        ]  # fmt: skip

    @pytest.mark.parametrize(
        ("known", "warned"),
        [
            ("", True),
            ("UPDATE deal SET contact_role = 'champions'", True),
            ("UPDATE deal SET contact_role = 'decides'", False),
            ("UPDATE deal SET contact_role = 'signs'", False),
            ("INSERT INTO answer (deal_id, question, answer, answered_at)"
             " VALUES (1, 'decision', 'yes', '2026-11-25T11:00:00Z')", False),
            ("INSERT INTO answer (deal_id, question, answer, answered_at)"
             " VALUES (1, 'decision', 'no', '2026-11-25T11:00:00Z')", True),
            ("INSERT INTO participant (deal_id, contact_id, role) VALUES (1, 1, 'decides')", False),
            ("INSERT INTO participant (deal_id, contact_id, role) VALUES (1, 1, 'blocks')", True),
            ("UPDATE deal SET verified_at = NULL", False),
            ("UPDATE deal SET stage_id = 4", False),
        ],
    )  # fmt: skip
    def test_is_warned_of_while_nobody_is_known_who_decides(
        self, board: Board, known: str, warned: bool
    ) -> None:
        board.insert("contact", name="Huber", created_at="2026-11-25T11:00:00Z")
        number = board.deal(stage="Qualification", verified_at="2026-11-20T11:00:00Z")
        board.followup(number, in_days(3))
        if known:
            board.conn.execute(known)
        deal, card = reads.deal(board.conn, 1, TODAY), reads.card(board.conn, 1, TODAY)
        assert deal is not None
        assert card is not None
        [row] = reads.agenda(board.conn, None, 10, TODAY)
        expected = ("no_decider",) if warned else ()
        assert deal.warnings == row.warnings == expected
        assert card.undecided is warned
