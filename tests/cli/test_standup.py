"""The stand-up a seller reads out in the morning, pastes into a chat, or has a script read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from pipeline_tui.clock import FixedClock
from pipeline_tui.domain.standup import MOST_LINES
from pipeline_tui.services import followups, reading
from pipeline_tui.services.desk import Desk
from tests.cli.conftest import Cli

FRIDAY = "2026-11-20"
"""The working day before the Monday on which these stand-ups are held."""


@pytest.fixture
def friday(cli: Cli) -> Cli:
    """What a seller did on Friday: won one, lost one, moved one, reached one, missed one."""
    wednesday = "2026-11-18"
    for line in (
        "Acme GmbH: CNC retrofit 12k @negotiation call Meier 2026-11-23 10:00",
        "Globex AG: Pilot line 40k @negotiation call Dora 2026-11-23",
        "Initech: Plant 2 5k @qualification call Lena 2026-11-20",
        "Hooli: Rack 3k @proposal call Ben 2026-11-20",
    ):
        cli.ok("add", line, today=wednesday)
    cli.ok("won", "Acme", today=FRIDAY)
    cli.ok("lost", "Globex", "--reason", "price", today=FRIDAY)
    cli.ok("move", "Initech", "Proposal", "--force", "--reason", "they insist", today=FRIDAY)
    cli.ok("done", "Initech", "--outcome", "wants an offer", "--next", "offer mon", today=FRIDAY)
    cli.ok("missed", "Hooli", today=FRIDAY)
    return cli


class TestATargetWithoutARate:
    def test_is_told_with_what_to_enter(self, friday: Cli, terminal: Callable[[int], None]) -> None:
        friday.ok("target", "2026-Q4", "100k CHF")
        gap = "Gap to target: – (no rate for CHF: pipeline-tui settings rates CHF=…)"
        assert friday.ok("standup").lines[-1] == gap
        assert friday.ok("standup", "--markdown").lines[-1] == f"- **{gap}**"
        assert friday.json("standup")["plan"] is None
        terminal(80)
        assert friday.ok("standup").lines[-1] == gap
        said = friday.ok("standup", "--lang", "de").lines[-1]
        assert said == ("Lücke zum Umsatzziel: – (kein Kurs: pipeline-tui settings rates CHF=…)")

    def test_is_no_more_when_it_has_one(self, friday: Cli) -> None:
        friday.ok("target", "2026-Q4", "100k CHF")
        friday.ok("settings", "rates", "CHF=1.05")
        assert friday.json("standup")["plan"]["target_minor"] == 10_500_000
        assert "no rate" not in friday.ok("standup").out

    def test_is_not_spoken_of_where_there_is_no_target(self, friday: Cli) -> None:
        friday.ok("target", "2026-Q3", "100k CHF")
        assert friday.ok("standup").lines[-1] == "Gap to target: – (no target is set)"


def below(lines: list[str], head: str) -> list[str]:
    """The lines under a head."""
    first = next(at for at, line in enumerate(lines) if line.startswith(head)) + 1
    found = []
    for line in lines[first:]:
        if not line.startswith("  "):
            break
        found.append(line.strip())
    return found


class TestYesterday:
    def test_is_told_one_by_one_while_it_fits(self, friday: Cli) -> None:
        lines = friday.ok("standup").lines
        assert lines[0] == "Yesterday  5  (since Fri 20 Nov)"
        assert below(lines, "Yesterday") == [
            "Acme GmbH · CNC retrofit: won, €12,000",
            "Globex AG · Pilot line: lost, €40,000",
            "Initech · Plant 2: moved to Proposal",
            "Initech · Plant 2: call: wants an offer",
            "Hooli · Rack: call, not reached: call Ben",
        ]

    def test_is_told_by_groups_when_there_is_much_of_it(self, friday: Cli) -> None:
        for number in range(12):
            friday.ok("log", "Initech", f"note {number}", today=FRIDAY)
        lines = friday.ok("standup").lines
        assert lines[0] == "Yesterday  17  (since Fri 20 Nov)"
        assert below(lines, "Yesterday") == [
            "1 won: Acme GmbH",
            "1 lost: Globex AG",
            "1 moved: Initech → Proposal",
            "1 done: Initech",
            "12 logged: Initech",
            "1 not reached: Hooli",
        ]
        assert len(lines) <= MOST_LINES

    def test_is_counted_in_the_head_when_even_the_groups_do_not_fit(self, friday: Cli) -> None:
        for number in range(12):
            friday.ok("add", f"C{number}: d{number} call Meier 2026-11-19", today="2026-11-18")
            friday.ok("add", f"D{number}: d{number} call Meier 2026-11-23", today="2026-11-18")
            friday.ok("log", "Initech", f"note {number}", today=FRIDAY)
        lines = friday.ok("standup").lines
        assert len(lines) == MOST_LINES
        counts = "1 won, 1 lost, 1 moved, 1 done, 12 logged, 1 not reached"
        assert lines[0] == f"Yesterday  17  {counts}  (since Fri 20 Nov)"
        assert below(lines, "Yesterday")[0] == "1 won: Acme GmbH"

    def test_names_three_deals_of_a_group(self, cli: Cli) -> None:
        for number in range(12):
            cli.ok("add", f"C{number}: d{number}", today=FRIDAY)
        assert below(cli.ok("standup").lines, "Yesterday") == ["12 new: C0, C1, C2, …"]

    def test_is_counted_right_however_much_there_was(
        self, friday: Cli, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("pipeline_tui.store.reads_standup._MANY", 2)
        for number in range(12):
            friday.ok("log", "Initech", f"note {number}", today=FRIDAY)
        lines = friday.ok("standup").lines
        assert lines[0] == "Yesterday  17  (since Fri 20 Nov)"
        assert "12 logged: " in lines[5]
        assert len(friday.json("standup")["yesterday"]) == 17

    def test_tells_of_tasks_of_ones_own(self, friday: Cli) -> None:
        desk = Desk(friday.path, FixedClock(date.fromisoformat(FRIDAY)))
        followups.add_followup(desk, None, "call tax office today")
        (own,) = (one for one in reading.agenda(desk, None, reading.ALL) if one.deal is None)
        followups.done(desk, own.id, "all paid")
        desk.close()
        assert "done: call tax office · all paid" in below(friday.ok("standup").lines, "Yesterday")
        assert [one["deal"] for one in friday.json("standup")["yesterday"]].count(None) == 1


class TestSince:
    @pytest.mark.parametrize(
        ("said", "day"),
        [
            ("2026-11-18", "Wed 18 Nov"),
            ("wed", "Wed 18 Nov"),
            ("mittwoch", "Wed 18 Nov"),
            ("mon", "Mon 16 Nov"),
            ("18.11.", "Wed 18 Nov"),
            ("24.12.", "Wed 24 Dec 2025"),
            ("today", "Mon 23 Nov"),
            ("yesterday", "Sun 22 Nov"),
            ("gestern", "Sun 22 Nov"),
            ("vorgestern", "Sat 21 Nov"),
            ("last friday", "Fri 20 Nov"),
            ("letzten Montag", "Mon 16 Nov"),
        ],
    )
    def test_a_day_that_has_been(self, friday: Cli, said: str, day: str) -> None:
        assert friday.ok("standup", "--since", said).lines[0].startswith(f"Since {day}  ")

    @pytest.mark.parametrize("said", ["tomorrow", "2026-11-24", "+3d", "eom", "in 2 wochen"])
    def test_a_day_still_to_come_is_refused(self, friday: Cli, said: str) -> None:
        ran = friday("standup", "--since", said)
        assert (ran.code, ran.out) == (1, "")
        assert f"{said} is still to come" in ran.err

    def test_what_is_no_day_is_refused(self, friday: Cli) -> None:
        assert friday("standup", "--since", "31.02.").code == 1
        assert friday("standup", "--since", "fridy").code == 1

    def test_tells_also_of_today(self, friday: Cli) -> None:
        friday.ok("log", "Hooli", "rang back", "--kind", "call")
        lines = friday.ok("standup", "--since", "fri").lines
        assert "Hooli · Rack: call: rang back" in below(lines, "Since")


class TestMarkdown:
    def test_is_a_list_of_at_most_fifteen_lines_without_numbers(self, friday: Cli) -> None:
        lines = friday.ok("standup", "--markdown").lines
        assert lines[0] == "- **Yesterday** 5 (since Fri 20 Nov)"
        assert "  - Acme GmbH · CNC retrofit: won, €12,000" in lines
        assert len(lines) <= MOST_LINES
        assert not [line for line in lines if "@" in line or line.strip().startswith("- #")]

    def test_shows_what_has_a_meaning_there_as_it_is(self, cli: Cli) -> None:
        cli.ok("add", "A*B_C: [x](y) `z` <b> call today")
        (line,) = [line for line in cli.ok("standup", "--markdown").lines if "call" in line]
        assert line == "  - call · A\\*B\\_C · \\[x\\](y) \\`z\\` \\<b\\>"

    def test_is_never_cut(self, friday: Cli, terminal: Callable[[int], None]) -> None:
        terminal(20)
        assert max(map(len, friday.ok("standup", "--markdown").lines)) > 20

    def test_cannot_be_json_too(self, friday: Cli) -> None:
        assert friday("standup", "--markdown", "--json").code == 2
