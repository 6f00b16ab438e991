"""`review`: what a review would ask about, for scripts too, and the summaries of those held."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline_tui.clock import FixedClock
from pipeline_tui.services import reviewing
from pipeline_tui.services.desk import Desk
from pipeline_tui.services.reviewing import Decision
from tests.cli.conftest import Cli

LATER = "2026-11-30"


@pytest.fixture
def stuck(cli: Cli) -> Cli:
    """One ghost and one overdue on the Monday after."""
    cli.ok("add", "Acme [GmbH]: CNC 12k @proposal", today="2026-11-16")
    cli.ok("add", "Globex: Pilot 40k @proposal call Ito fri")
    return cli


def held(cli: Cli, kind: str = "weekly") -> None:
    desk = Desk(cli.path, FixedClock(date.fromisoformat(LATER)))
    number = reviewing.begin(desk, kind)
    reviewing.recorded(desk, Decision(number, 1, "skipped"), reviewing.skip, 1)
    reviewing.end(desk, number, "call sooner")
    desk.close()


class TestTheList:
    def test_names_each_deal_with_its_reason(self, stuck: Cli) -> None:
        lines = stuck.ok("review", "weekly", today=LATER).lines
        assert [line.split()[:2] for line in lines] == [["†", "#1"], ["!", "#2"]]
        assert "it has no next step" in lines[0]
        assert "The next step is 3 days overdue." in lines[1]

    def test_is_json_too(self, stuck: Cli) -> None:
        found = stuck.json("review", "weekly", today=LATER)
        assert found["schema"] == 1
        told = [(one["reason"], one["deal"]["title"]) for one in found["review"]]
        assert told == [("ghost", "CNC"), ("overdue", "Pilot")]

    def test_of_a_month_begins_with_the_largest(self, stuck: Cli) -> None:
        found = stuck.json("review", "monthly", today=LATER)
        assert [one["deal"]["title"] for one in found["review"]] == ["Pilot", "CNC"]

    def test_begins_no_review(self, stuck: Cli) -> None:
        stuck.ok("review", "weekly", today=LATER)
        ran = stuck("review", "export")
        assert (ran.code, ran.err) == (1, "pipeline-tui: There has been no review yet.\n")

    def test_of_nothing_is_empty(self, cli: Cli) -> None:
        assert cli.ok("review", "weekly").out == ""
        assert cli.json("review", "monthly")["review"] == []


class TestTheExport:
    def test_is_markdown(self, stuck: Cli) -> None:
        held(stuck)
        out = stuck.ok("review", "export", today=LATER).out
        assert out.startswith("## Weekly review of 30 Nov 2026\n")
        assert "- skipped: 1, €12,000" in out
        assert "Learned: call sooner" in out
        assert r"- Acme \[GmbH\] · CNC: skipped" in out

    def test_is_json(self, stuck: Cli) -> None:
        held(stuck)
        [found] = stuck.json("review", "export", today=LATER)["reviews"]
        assert (found["kind"], found["learned"], found["currency"]) == (
            "weekly", "call sooner", "EUR",
        )  # fmt: skip
        assert found["decisions"] == [
            {"decision": "skipped", "deals": 1, "value_minor": 1200000},
            {"decision": None, "deals": 1, "value_minor": 4000000},
        ]

    def test_of_all_gives_every_one(self, stuck: Cli) -> None:
        held(stuck)
        held(stuck)
        assert stuck.ok("review", "export", "--all", today=LATER).out.count("## Weekly") == 2
        assert stuck.ok("review", "export", "1", today=LATER).out.count("## Weekly") == 1

    @pytest.mark.parametrize(
        ("arguments", "code"),
        [
            (("export", "9"), 1),
            (("weekly", "9"), 2),
            (("monthly", "--all"), 2),
            (("daily",), 2),
            (("export", "x"), 2),
        ],
    )
    def test_refuses_what_is_not_there(
        self, stuck: Cli, arguments: tuple[str, ...], code: int
    ) -> None:
        held(stuck)
        ran = stuck("review", *arguments, today=LATER)
        assert ran.code == code
        assert ran.out == ""

    def test_of_a_month_has_its_figures(self, stuck: Cli) -> None:
        held(stuck, "monthly")
        out = stuck.ok("review", "export", today=LATER).out
        assert "### November 2026 in figures" in out
        assert "- Proposal → Negotiation: 0 of 2, " in out
        [found] = stuck.json("review", "export", today=LATER)["reviews"]
        month = found["month"]
        assert (month["period"], month["won"]["count"], month["win_rate"]) == ("2026-11", 0, None)
        assert [one["entered"] for one in month["stages"]] == [0, 0, 0, 2, 0]
        assert found["kind"] == "monthly"
