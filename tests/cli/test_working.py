"""A seller's day on the command line, each command with what it prints and what it did."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.cli.conftest import Cli

ACME = (
    "Acme GmbH: CNC retrofit 12k @proposal call Meier tue 10:00 !high budget freeze "
    "#renewal source:fair +49 170 1234567 meier@acme.de"
)


class TestAddingADeal:
    def test_a_line_becomes_a_deal_and_is_printed(self, cli: Cli) -> None:
        ran = cli.ok("add", ACME)
        assert ran.lines == [
            "Acme GmbH · CNC retrofit added",
            "1  Acme GmbH · CNC retrofit  Proposal  ○ Tue 24 Nov 10:00 call Meier  €12,000  50 %"
            "  high: budget freeze",
        ]

    def test_words_need_no_quotes(self, cli: Cli) -> None:
        cli.ok("add", "Acme", "GmbH:", "CNC", "12k")
        assert cli.json("show", "1")["deal"]["title"] == "CNC"

    def test_nothing_is_suggested_where_no_date_was_given(self, cli: Cli) -> None:
        assert cli.json("add", "Acme: CNC")["deal"]["next_step"] is None

    def test_the_json_says_every_field_of_a_deal(self, cli: Cli) -> None:
        found = cli.json("add", ACME)
        assert found == {
            "schema": 1,
            "deal": {
                "id": 1,
                "title": "CNC retrofit",
                "company": "Acme GmbH",
                "contact": "Meier",
                "owner": "me",
                "stage": "Proposal",
                "stage_kind": "open",
                "value_minor": 1_200_000,
                "currency": "EUR",
                "probability": 0.5,
                "weighted_minor": 600_000,
                "category": "pipeline",
                "expected_close": None,
                "benefit": None,
                "risk": {"level": "high", "text": "budget freeze"},
                "next_step": {
                    "id": 1,
                    "kind": "call",
                    "text": "call Meier",
                    "due": "2026-11-24",
                    "time": "10:00",
                },
                "state": "later",
                "warnings": ["no_decider"],
                "criteria": {"done": 0, "total": 4, "overridden": False},
                "qualification": {"yes": 0, "of": 4},
                "source": "fair",
                "product": None,
                "region": None,
                "tags": ["renewal"],
                "extra": {},
                "created": "2026-11-23",
                "stage_entered": "2026-11-23",
                "last_contact": None,
                "closed": None,
                "lost_reason": None,
                "goal": None,
                "recurring_minor": None,
                "recurring_per": None,
                "industry": None,
                "size": None,
                "customer": None,
                "disqualified": False,
                "risk_was_reason": None,
                "parent": None,
                "link": None,
                "renewal_on": None,
                "closed_note": None,
            },
        }

    def test_the_keys_stand_in_the_order_of_the_interface(self, cli: Cli) -> None:
        deal = cli.json("add", "Acme: CNC")["deal"]
        assert " ".join(deal) == (
            "id title company contact owner stage stage_kind value_minor currency probability"
            " weighted_minor category expected_close benefit risk next_step state warnings"
            " criteria qualification source product region tags extra created stage_entered"
            " last_contact closed lost_reason goal recurring_minor recurring_per industry size"
            " customer disqualified risk_was_reason parent link renewal_on closed_note"
        )
        assert deal["value_minor"] is None
        assert deal["weighted_minor"] is None

    def test_a_german_database_is_made_by_a_german_seller(self, cli: Cli) -> None:
        ran = cli("--lang", "de", "add", "Acme: CNC 12345,60 € @angebot")
        assert ran.code == 0
        assert "Angebot" in ran.out
        assert "12.345,60 €" in ran.out


class TestListing:
    @pytest.fixture(autouse=True)
    def deals(self, cli: Cli) -> None:
        cli.ok("add", "Acme: CNC retrofit 12k @proposal call Meier tue")
        cli.ok("add", "Globex: Pilot line 40k")
        cli.ok("add", "Initech: Plant 2 5k @negotiation !high no budget")
        cli.ok("add", "Hooli: Old thing 1k")
        cli.ok("won", "4")

    def ids(self, cli: Cli, *arguments: str) -> list[int]:
        return [deal["id"] for deal in cli.json("list", *arguments)["deals"]]

    def test_open_deals_unless_the_filter_says_otherwise(self, cli: Cli) -> None:
        assert self.ids(cli) == [2, 1, 3]
        assert self.ids(cli, "is:any") == [2, 1, 3, 4]
        assert self.ids(cli, "is:won") == [4]
        assert self.ids(cli, "pilot") == [2]
        assert self.ids(cli, "is:none") == [2, 3]
        assert self.ids(cli, "nobody") == []

    def test_sort_and_limit(self, cli: Cli) -> None:
        assert self.ids(cli, "--sort", "value") == [2, 1, 3]
        assert self.ids(cli, "--sort", "risk", "--limit", "1") == [3]
        assert self.ids(cli, "--limit", "0") == []

    def test_in_a_pipe_each_deal_is_a_line(self, cli: Cli) -> None:
        assert cli.ok("list", "--sort", "id").lines == [
            "1  Acme · CNC retrofit  Proposal       ○ Tue 24 Nov call Meier  €12,000  50 %",
            "2  Globex · Pilot line  First contact  ∅                        €40,000  10 %",
            "3  Initech · Plant 2    Negotiation    ∅                         €5,000  75 %"
            "  high: no budget",
        ]

    def test_on_a_terminal_there_is_a_head_and_lines_are_cut(
        self, cli: Cli, terminal: Callable[[int], None]
    ) -> None:
        terminal(60)
        lines = cli.ok("list").lines
        assert lines[0].split()[:2] == ["#", "Deal"]
        assert len(lines) == 4
        assert max(map(len, lines)) <= 60

    def test_an_unknown_sort_field_is_a_matter_of_usage(self, cli: Cli) -> None:
        ran = cli("list", "--sort", "colour")
        assert ran.code == 2
        assert "colour" in ran.err

    def test_an_unknown_state_names_those_there_are(self, cli: Cli) -> None:
        ran = cli("list", "is:blue")
        assert (ran.code, ran.out) == (1, "")
        assert "is:ghost" in ran.err


class TestTheAgenda:
    @pytest.fixture(autouse=True)
    def deals(self, cli: Cli) -> None:
        for number, day in enumerate(("2026-11-25", "2026-11-23", "2026-11-24", "2026-12-24")):
            cli.ok("add", f"Company {number}: deal {number} call Meier {day}", today="2026-11-20")

    def test_overdue_today_and_the_next_days(self, cli: Cli) -> None:
        def due(*arguments: str) -> list[tuple[str, str]]:
            found = cli.json("agenda", *arguments, today="2026-11-24")["followups"]
            return [(one["due"], one["state"]) for one in found]

        assert due() == [("2026-11-23", "overdue"), ("2026-11-24", "today")]
        assert due("--days", "1")[2:] == [("2026-11-25", "tomorrow")]
        assert due("--days", "999999999")[3:] == [("2026-12-24", "later")]
        assert due("company", "2") == [("2026-11-24", "today")]

    def test_the_json_says_every_field_of_a_follow_up(self, cli: Cli) -> None:
        assert cli.json("agenda")["followups"] == [
            {
                "id": 2,
                "kind": "call",
                "text": "call Meier",
                "due": "2026-11-23",
                "time": None,
                "state": "today",
                "postponed": 0,
                "attempts": 0,
                "deal": {
                    "id": 2,
                    "title": "deal 1",
                    "company": "Company 1",
                    "stage": "First contact",
                    "value_minor": None,
                    "currency": "EUR",
                    "risk": {"level": None, "text": None},
                },
                "contact": None,
                "phone": None,
                "urgency": 0,
            }
        ]

    def test_what_is_overdue_comes_by_urgency_as_the_weights_are_set(self, cli: Cli) -> None:
        cli.ok("set", "2", "value=90000")
        cli.ok("set", "3", "value=1000", "risk=!high budget freeze")

        def pressing() -> list[tuple[int, int]]:
            found = cli.json("agenda", today="2026-11-25")["followups"]
            return [(one["id"], one["urgency"]) for one in found if one["state"] == "overdue"]

        assert pressing() == [(2, 36), (3, 23)]
        assert cli.ok("settings", "urgency", "risk", "10", "value", "0").code == 0
        assert pressing() == [(3, 69), (2, 4)]

    def test_on_a_terminal_the_groups_have_heads(
        self, cli: Cli, terminal: Callable[[int], None]
    ) -> None:
        terminal(100)
        lines = cli.ok("agenda", "--days", "2", today="2026-11-24").lines
        heads = [line for line in lines if not line.startswith("@")]
        assert heads == ["Overdue  1", "Today  1", "Tomorrow  1"]
        assert cli.ok("agenda", "nobody").lines == ["Nothing is due"]

    def test_the_heads_say_what_the_deals_shown_are_worth(
        self, cli: Cli, terminal: Callable[[int], None]
    ) -> None:
        cli.ok("set", "2", "value=12k")
        cli.ok("set", "1", "value=CHF 9000")
        cli.ok("next", "4", "call 24 nov")
        cli.ok("set", "4", "value=8000")
        terminal(100)
        lines = cli.ok("agenda", "--days", "2", today="2026-11-24").lines
        heads = [line for line in lines if not line.startswith("@")]
        assert heads == [
            "Overdue  1 · €12k",
            "Today  2 · €8k",
            "Tomorrow  1 · 1 deal without a rate",
        ]
        cli.ok("settings", "rates", "CHF=2")
        assert "Tomorrow  1 · €18k" in cli.ok("agenda", "--days", "2", today="2026-11-24").lines

    def test_urgency_stands_beside_what_there_is_room_for(
        self, cli: Cli, terminal: Callable[[int], None]
    ) -> None:
        terminal(120)
        *_before, line = cli.ok("agenda", "deal", "1", today="2026-11-25").lines
        assert line.endswith("First contact  urgency 6")
        terminal(79)
        *_before, line = cli.ok("agenda", "deal", "1", today="2026-11-25").lines
        assert "urgency" not in line

    def test_in_a_pipe_there_are_follow_ups_only(self, cli: Cli) -> None:
        assert cli.ok("agenda").lines == [
            "@2  ●  Mon 23 Nov  call  call Meier  Company 1 · deal 1  –  First contact"
        ]
        assert cli.ok("agenda", "nobody").out == ""


class TestFollowingUp:
    @pytest.fixture(autouse=True)
    def deal(self, cli: Cli) -> None:
        cli.ok("add", "Acme: CNC call Meier 2026-11-23")

    def step(self, cli: Cli) -> dict[str, object]:
        found = cli.json("show", "1")["deal"]["next_step"]
        assert isinstance(found, dict)
        return found

    def test_next_sets_the_step(self, cli: Cli) -> None:
        ran = cli.ok("next", "1", "mail", "offer", "fri", "10:00")
        assert "next step set: mail offer" in ran.lines[0]
        assert (self.step(cli)["due"], self.step(cli)["time"]) == ("2026-11-27", "10:00")

    def test_a_line_without_a_date_is_refused_and_changes_nothing(self, cli: Cli) -> None:
        before = self.step(cli)
        ran = cli("next", "1", "call someday")
        assert (ran.code, ran.out) == (1, "")
        assert len(ran.err.splitlines()) == 1
        assert self.step(cli) == before

    @pytest.mark.parametrize(
        "words",
        [
            ("next", "1", "call 1.1.2020"),
            ("done", "1", "--next", "mail offer 1.1.2020"),
            ("snooze", "1", "1.1.2020"),
            ("add", "Initech: Plant call Ann 1.1.2020"),
        ],
        ids=lambda words: words[0],
    )
    def test_a_day_gone_by_is_refused_and_nothing_changes(
        self, cli: Cli, words: tuple[str, ...]
    ) -> None:
        before = cli.json("list"), cli.json("agenda")
        ran = cli(*words)
        assert (ran.code, ran.out) == (1, "")
        assert "1 Jan 2020 does not lie ahead" in ran.err
        assert (cli.json("list"), cli.json("agenda")) == before

    @pytest.mark.parametrize(
        "words",
        [
            ("next", "1", "call", "Meier", "fri", "mon"),
            ("done", "1", "--next", "mail offer fri mon"),
            ("snooze", "1", "fri", "mon"),
            ("add", "Initech: Plant call Ann fri mon"),
        ],
        ids=lambda words: words[0],
    )
    def test_two_days_are_asked_about_and_nothing_changes(
        self, cli: Cli, words: tuple[str, ...]
    ) -> None:
        before = cli.json("list"), cli.json("agenda")
        ran = cli(*words)
        assert (ran.code, ran.out) == (1, "")
        assert "Which day is meant, fri (Fri 27 Nov) or mon (Mon 30 Nov)?" in ran.err
        assert (cli.json("list"), cli.json("agenda")) == before

    def test_done_finishes_and_books_the_next(self, cli: Cli) -> None:
        deal = cli.json("done", "1", "--outcome", "reached", "--next", "mail offer fri")["deal"]
        assert deal["next_step"]["due"] == "2026-11-27"
        assert deal["last_contact"] == "2026-11-23"
        closed = cli.json("show", "1")["followups"][1]
        assert (closed["state"], closed["id"]) == ("done", 1)

    def test_done_without_a_next_step_says_so(self, cli: Cli) -> None:
        ran = cli.ok("done", "@1")
        assert "pipeline-tui next 1 LINE" in ran.out

    def test_done_reads_both_in_one_line(self, cli: Cli) -> None:
        cli.ok("done", "1", "--outcome", "reached > mail offer fri")
        assert (self.step(cli)["text"], self.step(cli)["due"]) == ("mail offer", "2026-11-27")
        assert "reached" in cli.ok("show", "1").out

    def test_done_takes_the_suggestion_for_a_bare_mark(self, cli: Cli) -> None:
        there = self.step(cli)
        cli.ok("done", "1", "--outcome", "reached >")
        assert (self.step(cli)["text"], self.step(cli)["due"]) == (there["text"], "2026-11-24")

    def test_done_keeps_the_outcome_whole_beside_a_next_step(self, cli: Cli) -> None:
        cli.ok("done", "1", "--outcome", "over > 10k", "--next", "mail offer fri")
        assert "over > 10k" in cli.ok("show", "1").out

    def test_done_books_what_comes_again(self, cli: Cli) -> None:
        cli.ok("next", "1", "call", "Meier", "today", "every", "2", "weeks")
        ran = cli.ok("done", "1")
        assert "No next step" not in ran.out
        assert (self.step(cli)["text"], self.step(cli)["due"]) == ("call Meier", "2026-12-07")

    def test_show_says_when_it_comes_again_and_what_is_promised(self, cli: Cli) -> None:
        cli.ok("next", "1", "call", "Meier", "today", "every", "2", "weeks")
        cli.ok("snooze", "1", "fri", "customer", "asked")
        shown = next(line for line in cli.ok("show", "1").lines if "@1" in line)
        assert shown.endswith("every 2 weeks on Mon · the customer asked for this day")

    def test_missed_books_the_retry(self, cli: Cli) -> None:
        ran = cli.ok("missed", "acme")
        assert "missed" in ran.out
        assert cli.json("show", "1")["followups"][0]["attempts"] == 1

    def test_missed_five_times_gives_advice(self, cli: Cli) -> None:
        for _turn in range(4):
            cli.ok("missed", "1")
        assert "close the deal or park it" in cli.ok("missed", "1").out

    def test_missed_keeps_what_came_of_it(self, cli: Cli) -> None:
        cli.ok("missed", "1", "--outcome", "on holiday")
        assert "on holiday" in cli.ok("show", "1").out

    def test_snooze_moves_it(self, cli: Cli) -> None:
        cli.ok("snooze", "@1", "in", "3", "days")
        assert self.step(cli)["due"] == "2026-11-26"
        assert cli.json("show", "1")["followups"][0]["postponed"] == 1

    def test_park_rests_until_a_day(self, cli: Cli) -> None:
        ran = cli.ok("park", "acme", "ask", "about", "the", "grant", "15.1.")
        assert ran.lines[0] == "Acme · CNC parked until 15 Jan 2027"
        assert "Parked" in ran.lines[1]
        assert self.step(cli)["text"] == "ask about the grant"
        assert self.step(cli)["due"] == "2027-01-15"
        cli.ok("undo")
        assert self.step(cli)["due"] == "2026-11-23"

    def test_park_prints_the_deal_as_its_siblings_do(self, cli: Cli) -> None:
        deal = cli.json("park", "1", "in", "3", "months")["deal"]
        assert (deal["stage_kind"], deal["state"], deal["probability"]) == ("parked", "later", 0)
        assert deal["next_step"]["text"] == "get back in touch"
        assert deal["next_step"]["due"] == "2027-02-23"

    def test_park_without_a_day_ahead_changes_nothing(self, cli: Cli) -> None:
        before = cli.json("show", "1")
        for words in (["15.1.2020"], ["some", "day"], [""]):
            ran = cli("park", "1", *words)
            assert ran.code == 1
            assert len(ran.err.splitlines()) == 1
        assert cli("park", "1").code == 2
        cli.ok("won", "1")
        assert "Reopen it first" in cli("park", "1", "15.1.").err
        cli.ok("undo")
        assert cli.json("show", "1") == before

    def test_a_parked_deal_comes_back_with_its_follow_up(self, cli: Cli) -> None:
        cli.ok("park", "1", "15.1.")
        cli.ok(
            "move", "1", "qualification", "--force", "--reason", "they insist", today="2027-01-15"
        )
        assert self.step(cli)["due"] == "2027-01-15"

    def test_log_keeps_what_was_said(self, cli: Cli) -> None:
        cli.ok("log", "1", "they", "like", "it", "--kind", "meeting")
        cli.ok("log", "1", "a note")
        page = cli.json("show", "1")
        assert [(note["kind"], note["text"]) for note in page["notes"]] == [
            ("note", "a note"),
            ("meeting", "they like it"),
        ]
        assert page["deal"]["last_contact"] == "2026-11-23"


class TestChangingADeal:
    @pytest.fixture(autouse=True)
    def deal(self, cli: Cli) -> None:
        cli.ok("add", "Acme: CNC 12k @proposal call Meier 2026-11-23")

    def test_move_by_the_beginning_of_a_name(self, cli: Cli) -> None:
        assert (
            cli.json("move", "cnc", "nego", "--force", "--reason", "they insist")["deal"]["stage"]
            == "Negotiation"
        )
        assert cli.json("move", "1", "first", "contact")["deal"]["stage"] == "First contact"

    def test_set_changes_several_fields_in_one_step(self, cli: Cli) -> None:
        deal = cli.json(
            "set", "1", "value=15k", "close=18.12.", "benefit=saves 4 h = much", "risk=!mid time"
        )["deal"]
        assert (deal["value_minor"], deal["expected_close"]) == (1_500_000, "2026-12-18")
        assert deal["benefit"] == "saves 4 h = much"
        assert deal["risk"] == {"level": "mid", "text": "time"}
        cli.ok("undo")
        assert cli.json("show", "1")["deal"]["value_minor"] == 1_200_000

    def test_set_says_who_decides_and_who_may_be_called(self, cli: Cli) -> None:
        before = cli.json("show", "1")["deal"]
        cli.ok("set", "1", "contact=Meier", "role=decides", "permission=call yes, mail no, fair")
        out = cli.ok("show", "1").out
        assert "Role            decides the budget" in out
        assert "Permission      may be called, must not be mailed · from fair, 23 Nov" in out
        deal = cli.json("show", "1")["deal"]
        assert deal.keys() == before.keys()
        ran = cli("set", "1", "permission=call maybe")
        assert (ran.code, "call maybe is not understood" in ran.err) == (1, True)
        cli.ok("undo")
        assert "Permission" not in cli.ok("show", "1").out.partition("Timeline")[0]

    def test_set_refuses_all_when_one_is_wrong(self, cli: Cli) -> None:
        ran = cli("set", "1", "benefit=x", "value=-5")
        assert ran.code == 1
        assert cli.json("show", "1")["deal"]["benefit"] is None
        assert cli("set", "1", "benefit").code == 2
        assert cli("set", "1", "colour=red").code == 1

    def test_tick_with_evidence_and_off(self, cli: Cli) -> None:
        assert (
            cli.json("tick", "1", "2", "--evidence", "4 h × €60")["deal"]["criteria"]["done"] == 1
        )
        assert "“4 h × €60”" in cli.ok("show", "1").out
        assert cli.json("tick", "1", "benefit", "--off")["deal"]["criteria"]["done"] == 0
        ran = cli("tick", "1", "nothing of that kind")
        assert ran.code == 1
        assert "Benefit calculated" in ran.err

    def test_a_move_with_criteria_open_names_them(self, cli: Cli) -> None:
        ran = cli("move", "1", "negotiation")
        assert ran.code == 1
        assert "Offer was asked for, Benefit calculated" in ran.err
        assert cli("move", "1", "negotiation", "--reason", "hurry").code == 1
        assert cli("move", "1", "negotiation", "--force").code == 2
        assert cli("move", "1", "negotiation", "--force", "--reason", "x" * 100_000).code == 1
        assert cli.json("show", "1")["deal"]["stage"] == "Proposal"
        moved = cli.json("move", "1", "negotiation", "--force", "--reason", "hurry")["deal"]
        assert (moved["stage"], moved["criteria"]["overridden"]) == ("Negotiation", True)
        assert "0/3!" in cli.ok("show", "1").out
        assert "hurry" in cli.ok("show", "1").out

    def test_leads_and_opportunities_are_told_apart(self, cli: Cli) -> None:
        cli.ok("add", "Globex: Pilot line")
        cli.ok("won", "1")
        cli.ok("add", "Hooli: Rack @qualification")
        for words, found in (("is:lead", [2]), ("ist:chance", [3]), ("is:lead is:won", [2, 1])):
            assert [deal["id"] for deal in cli.json("list", words)["deals"]] == found
        assert "First contact  0/2 · lead" in cli.ok("show", "2").out

    def test_a_move_back_never_asks(self, cli: Cli) -> None:
        assert cli.json("move", "1", "first")["deal"]["stage"] == "First contact"

    def test_hard_refuses_even_with_a_reason_and_silent_marks(self, cli: Cli) -> None:
        cli.ok("settings", "gate", "hard")
        ran = cli("move", "1", "negotiation", "--force", "--reason", "hurry")
        assert (ran.code, "cannot go on" in ran.err) == (1, True)
        cli.ok("settings", "gate", "silent")
        assert cli.json("move", "1", "negotiation")["deal"]["criteria"]["overridden"]

    def test_qualify_answers_a_question_with_its_line(self, cli: Cli) -> None:
        deal = cli.json("qualify", "1", "time=yes", "fair", "in", "March")["deal"]
        assert deal["qualification"] == {"yes": 1, "of": 4}
        assert cli.json("qualify", "1", "benefit=no")["deal"]["qualification"]["yes"] == 1
        assert cli.json("show", "1")["questions"] == [
            {"question": "benefit", "answer": "no", "line": None},
            {"question": "time", "answer": "yes", "line": "fair in March"},
        ]
        shown = cli.ok("show", "1").out
        assert "Qualification 1/4" in shown
        assert "“fair in March”" in shown
        assert "Time: yes · fair in March" in shown
        cli.ok("qualify", "1", "time=unknown")
        assert cli.json("show", "1")["deal"]["qualification"]["yes"] == 0

    def test_qualify_refuses_what_is_no_question(self, cli: Cli) -> None:
        ran = cli("qualify", "1", "colour=yes")
        assert (ran.code, "relevance, benefit, time, decision" in ran.err) == (1, True)
        assert cli("qualify", "1", "time=perhaps").code == 1
        assert cli("qualify", "1", "time").code == 2

    def test_what_they_use_today_is_a_field(self, cli: Cli) -> None:
        cli.ok("set", "1", "incumbent=Excel and paper")
        assert "Excel and paper" in cli.ok("show", "1").out
        cli.ok("add", "Globex: Pilot line mitbewerber:Initech")
        assert "Initech" in cli.ok("show", "2").out

    def test_won_and_reopened(self, cli: Cli) -> None:
        deal = cli.json("won", "cnc", "--note", "good benefit")["deal"]
        assert (deal["stage_kind"], deal["state"], deal["closed"]) == ("won", None, "2026-11-23")
        assert cli.json("reopen", "cnc")["deal"]["stage"] == "Proposal"

    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("1", "price"),
            ("3", "competitor"),
            ("no budget", "no_budget"),
            ("competitor", "competitor"),
            ("they merged", "other"),
        ],
    )
    def test_lost_with_a_reason(self, cli: Cli, text: str, code: str) -> None:
        assert cli.json("lost", "1", "--reason", text)["deal"]["lost_reason"] == code
        if text == "they merged":
            assert "they merged" in cli.ok("show", "1").out

    def test_lost_needs_a_reason(self, cli: Cli) -> None:
        assert cli("lost", "1").code == 2
        assert cli("lost", "1", "--reason", " ").code == 1
        assert cli.json("show", "1")["deal"]["stage"] == "Proposal"

    def test_delete_and_undo_and_redo(self, cli: Cli) -> None:
        assert cli.ok("delete", "1").lines == ["Acme · CNC deleted"]
        assert cli("show", "1").code == 1
        assert cli.ok("undo").lines == ["Undone: Acme · CNC deleted"]
        assert cli.json("show", "1")["deal"]["title"] == "CNC"
        assert cli.ok("redo").lines == ["Done again: Acme · CNC deleted"]
        assert cli.ok("undo").code == 0

    def test_history_names_the_steps(self, cli: Cli) -> None:
        cli.ok("move", "1", "nego", "--force", "--reason", "they insist")
        cli.ok("undo")
        steps = cli.json("history")["steps"]
        assert [(step["what"], step["undone"]) for step in steps] == [
            ("Acme · CNC moved to Negotiation", True),
            ("Acme · CNC added", False),
        ]
        assert cli.ok("history", "1").lines == [
            "Mon 23 Nov 12:00  Acme · CNC moved to Negotiation  (undone)"
        ]

    def test_several_steps_are_undone_one_after_another(self, cli: Cli) -> None:
        cli.ok("move", "1", "nego", "--force", "--reason", "they insist")
        assert len(cli.ok("undo", "2").lines) == 2
        ran = cli("undo")
        assert (ran.code, ran.out) == (1, "")
        assert cli.ok("redo", "2").code == 0


class TestTickingTwice:
    def test_says_that_nothing_was_changed(self, cli: Cli) -> None:
        cli.ok("add", ACME)
        assert "ticked" in cli.ok("tick", "1", "1").lines[0]
        assert cli.ok("tick", "1", "1").lines[0] == "Nothing was changed."


class TestShowing:
    def test_next_step_and_risk_come_first(self, cli: Cli) -> None:
        cli.ok("add", ACME, today="2026-11-20")
        cli.ok("set", "1", "value=15k")
        cli.ok("log", "1", "two\nlines", "--kind", "call")
        cli.ok("tick", "1", "1")
        lines = cli.ok("show", "cnc").lines
        assert lines[0] == "#1  Acme GmbH · CNC retrofit"
        assert lines[1].startswith("Next step ")
        assert lines[3] == "Risk            high: budget freeze"
        text = "\n".join(lines)
        for part in (
            "  [x] Offer was asked for",
            "@1  ○  Tue 24 Nov 10:00  call  call Meier",
            "    two\n    lines",
            "value: €12,000 → €15,000",
            "created in Proposal",
            "call: two lines",
        ):
            assert part in text

    def test_a_lost_deal_says_why(self, cli: Cli) -> None:
        cli.ok("add", "Acme: CNC @proposal")
        cli.ok("lost", "1", "--reason", "price", "--note", "half as much")
        text = cli.ok("show", "1").out
        assert "Price · half as much" in text
        assert "Next step" not in text


class TestTheStandUp:
    def fill(self, cli: Cli, count: int) -> None:
        for number in range(count):
            for day in ("2026-11-19", "2026-11-23"):
                cli.ok("add", f"C{number}: d{number} call Meier {day}", today="2026-11-18")
            cli.ok("add", f"G{number}: ghost {number}", today="2026-11-18")
            cli.ok("log", "1", f"note {number}", today="2026-11-20")

    def test_never_more_than_fifteen_lines(self, cli: Cli) -> None:
        self.fill(cli, 7)
        lines = cli.ok("standup").lines
        assert len(lines) == 15
        heads = [line for line in lines if not line.startswith(" ")]
        assert [head.split("  ")[:2] for head in heads[:4]] == [
            ["Yesterday", "7"],
            ["Today", "7"],
            ["Overdue", "7"],
            ["Ghosts", "7"],
        ]
        assert heads[4].startswith("Gap to target: –")

    def test_an_empty_day_is_five_lines(self, cli: Cli) -> None:
        assert len(cli.ok("standup").lines) == 5

    def test_what_is_short_leaves_its_room_to_others(self, cli: Cli) -> None:
        for number in range(12):
            cli.ok("add", f"C{number}: d{number} call Meier 2026-11-23", today="2026-11-18")
        lines = cli.ok("standup").lines
        assert sum(line.startswith("  @") for line in lines) == 10
        assert len(lines) == 15

    def test_the_json_has_everything(self, cli: Cli) -> None:
        self.fill(cli, 7)
        found = cli.json("standup")
        assert list(found) == ["schema", "yesterday", "today", "overdue", "ghosts", "plan"]
        assert [len(found[part]) for part in list(found)[1:5]] == [7, 7, 7, 7]
        assert found["plan"] is None
        assert found["yesterday"][0] == {
            "at": "2026-11-20T11:00:00Z",
            "what": "note: note 0",
            "deal": found["overdue"][0]["deal"],
        }

    def test_check_fails_when_something_is_overdue(self, cli: Cli) -> None:
        assert cli.ok("standup", "--check").code == 0
        cli.ok("add", "Acme: CNC call 2026-11-19", today="2026-11-18")
        ran = cli("standup", "--check")
        assert (ran.code, ran.err) == (1, "")
        assert cli("standup", "--check", "--json").code == 1
        assert cli.ok("standup").code == 0

    def test_since_a_day(self, cli: Cli) -> None:
        cli.ok("add", "Acme: CNC", today="2026-11-10")
        assert cli.json("standup")["yesterday"] == []
        assert len(cli.json("standup", "--since", "2026-11-10")["yesterday"]) == 1
        assert len(cli.json("standup", "--since", "2026-11-11")["yesterday"]) == 0
        assert cli("standup", "--since", "31.02.").code == 1

    def test_lines_are_cut_to_the_terminal(self, cli: Cli, terminal: Callable[[int], None]) -> None:
        self.fill(cli, 2)
        terminal(30)
        assert max(len(line) for line in cli.ok("standup").lines) <= 30


class TestFiguresAndStages:
    def test_stages_in_their_order(self, cli: Cli) -> None:
        cli.ok("add", "Acme: CNC @proposal")
        stages = cli.json("stage", "list")["stages"]
        assert [stage["name"] for stage in stages][:3] == [
            "Prospect",
            "First contact",
            "Qualification",
        ]
        shown = {
            "id": 4,
            "name": "Proposal",
            "kind": "open",
            "probability": 0.5,
            "contact_limit": 7,
            "step_required": True,
            "deals": 1,
            "asks_qualification": True,
        }
        assert {name: stages[3][name] for name in shown} == shown
        assert [one["text"] for one in stages[3]["criteria"]][:2] == [
            "Offer was asked for",
            "Benefit calculated",
        ]
        assert cli.ok("stage", "list").lines[3].split() == [
            *("4", "Proposal", "open"),
            *("50", "%", "7", "1", "Q"),
        ]

    def test_a_head_on_the_terminal(self, cli: Cli, terminal: Callable[[int], None]) -> None:
        cli.ok("add", "Acme: CNC")
        terminal(80)
        assert cli.ok("stage", "list").lines[0].split()[:2] == ["#", "Stage"]

    def test_the_pipeline_report(self, cli: Cli) -> None:
        cli.ok("add", "Acme: CNC 12k @proposal", today="2026-11-03")
        cli.ok("add", "Globex: Pilot 10k @proposal", today="2026-11-03")
        cli.ok("add", "Initech: Plant 30k @proposal", today="2026-11-03")
        cli.ok("won", "2")
        cli.ok("lost", "3", "--reason", "price")
        found = cli.json("report", "pipeline", today="2026-11-03")
        assert list(found) == [
            "schema",
            "period",
            "stages",
            "won",
            "lost",
            "win_rate",
            "win_rate_value",
            "cycle_days",
            "lost_cycle_days",
            "velocity_minor_per_day",
            "coverage",
            "velocity_period",
            "coverage_period",
            "currency",
            "converted",
            "left_out",
            "missing",
        ]
        assert found["stages"][3] == {
            "stage": "Proposal",
            "count": 1,
            "value_minor": 1_200_000,
            "weighted_minor": 600_000,
        }
        assert (found["won"], found["lost"]) == (
            {"count": 1, "value_minor": 1_000_000},
            {"count": 1},
        )
        assert (found["win_rate"], found["win_rate_value"]) == (0.5, 0.25)
        assert found["cycle_days"] == {"mean": 20.0, "median": 20.0}
        assert found["velocity_minor_per_day"] == 25_000
        assert (found["period"], found["coverage"]) == (None, None)
        text = cli.ok("report", "pipeline", "--period", "2026-Q4").out
        assert "Pipeline · 2026-Q4" in text
        assert "Coverage ·" not in text
        assert "50.0 %" in text

    def test_the_pipeline_of_all_time_names_what_is_not_of_all_time(self, cli: Cli) -> None:
        cli.ok("add", "Acme: CNC 12k @proposal", today="2026-11-03")
        text = cli.ok("report", "pipeline", today="2026-11-03").out
        assert "Velocity per day · 2026-Q1..2026-Q4" in text
        assert "Coverage · 2026-Q4" in text
        assert "Coverage · 2026-Q4" in cli.ok("report", "pipeline", "--html", "-").out
        found = cli.json("report", "pipeline", today="2026-11-03")
        assert found["velocity_period"] == "2026-Q1..2026-Q4"
        assert found["coverage_period"] == "2026-Q4"
        found = cli.json("report", "pipeline", "--period", "2026-10", today="2026-11-03")
        assert (found["velocity_period"], found["coverage_period"]) == ("2026-10", "2026-10")

    def test_division_by_nothing_shows_a_dash(self, cli: Cli) -> None:
        found = cli.json("report", "pipeline", "--period", "2025")
        assert (found["win_rate"], found["cycle_days"]["mean"]) == (None, None)
        lines = [line.split() for line in cli.ok("report", "pipeline").lines]
        assert ["Win", "rate,", "by", "count", "–"] in lines

    def test_a_wrong_period_is_refused(self, cli: Cli) -> None:
        assert cli("report", "pipeline", "--period", "2026-Q5").code == 1
        assert cli("report", "weather").code == 2


class TestSettingUp:
    def test_settings_are_shown_set_and_undone(self, cli: Cli) -> None:
        assert cli.json("settings")["settings"]["currency"] == "EUR"
        assert cli.ok("settings", "currency", "chf").lines == ["currency  CHF"]
        assert cli.ok("settings", "currency").lines == ["currency  CHF"]
        assert cli.ok("settings", "rates", "USD=0.9", "EUR=0.95").out.split()[0] == "rates"
        assert cli.ok("undo", "2").code == 0
        assert cli.json("settings", "currency")["settings"] == {"currency": "EUR"}
        assert cli.ok("settings", "blocks", "9-10", "calls,", "14-15", "offers").lines == [
            "blocks  09:00-10:00 calls, 14:00-15:00 offers"
        ]
        assert cli.ok("settings", "urgency", "age", "9").lines == [
            "urgency  value 3 age 9 risk 2 promise 2"
        ]
        assert "10-9 calls: the block ends" in cli("settings", "blocks", "10-9 calls").err
        assert cli("settings", "weather").code == 1
        assert cli("settings", "currency", "groats").code == 1

    def test_locate_names_the_files(self, cli: Cli) -> None:
        found = cli.json("locate")
        assert found["database"] == str(cli.path)
        assert list(found) == ["schema", "database", "settings", "backups", "logs"]
        assert str(cli.path) in cli.ok("locate").out

    def test_doctor_finds_a_sound_file_sound(self, cli: Cli) -> None:
        cli.ok("add", "Acme: CNC")
        cli.path.parent.chmod(0o700)
        assert all(line.startswith("✓") for line in cli.ok("doctor").lines)
        assert all(check["ok"] for check in cli.json("doctor")["checks"])

    def test_doctor_exits_1_and_says_what_to_do(self, cli: Cli) -> None:
        cli.path.write_text("no database at all", "utf-8")
        ran = cli("doctor")
        assert ran.code == 1
        assert "✗" in ran.out
        assert cli.path.read_text("utf-8") == "no database at all"

    def test_backups_are_made_listed_verified_and_restored(self, cli: Cli) -> None:
        cli.ok("add", "Acme: CNC")
        made = cli.json("backup", "now")["backups"][0]
        cli.ok("add", "Globex: Pilot")
        assert [one["id"] for one in cli.json("backup", "list")["backups"]] == [made["id"]]
        assert cli.ok("backup", "verify").lines == [f"Whole and unchanged: {made['id']}"]
        assert cli.ok("backup", "verify", made["id"]).code == 0
        assert cli.ok("backup", "restore", made["id"]).code == 0
        assert [deal["id"] for deal in cli.json("list")["deals"]] == [1]
        assert cli("backup", "restore").code == 2
        assert cli("backup", "verify", "nothing").code == 1

    def test_the_demo_is_a_file_of_its_own(self, cli: Cli) -> None:
        ran = cli.bare("--demo", "--today", "2026-11-23", "agenda")
        assert ran.code == 0
        assert ran.lines
        assert not cli.path.exists()
        assert cli.bare("--demo", "--today", "2026-11-23", "agenda").out == ran.out
