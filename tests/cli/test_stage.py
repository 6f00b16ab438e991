"""`stage`: every form, its errors, and what is said."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Cli


def names(cli: Cli) -> list[str]:
    return [stage["name"] for stage in cli.json("stage", "list")["stages"]]


def stage(cli: Cli, name: str) -> dict[str, object]:
    found = next(one for one in cli.json("stage", "list")["stages"] if one["name"] == name)
    return dict(found)


class TestStageList:
    def test_shows_everything_about_a_stage(self, cli: Cli) -> None:
        cli.ok("add", "Acme: x @proposal")
        found = stage(cli, "Proposal")
        assert found["planned"] == [{"kind": "call", "text": "walk through the offer", "days": 3}]
        assert found["criteria"][0] == {  # type: ignore[index]
            "text": "Offer was asked for", "question": None, "ticks": 0,
        }  # fmt: skip
        assert {key: found[key] for key in ("kind", "probability", "contact_limit", "deals")} == {
            "kind": "open", "probability": 0.5, "contact_limit": 7, "deals": 1,
        }  # fmt: skip
        assert found["asks_qualification"] is True
        assert cli.ok("stage", "list").lines[3].split() == [
            *("4", "Proposal", "open", "50", "%", "7", "1", "Q")
        ]


class TestChangingStages:
    def test_adds_renames_and_sets(self, cli: Cli) -> None:
        cli.ok("add", "Acme: x")
        assert cli.ok("stage", "add", "Site", "visit", "--after", "qual").lines == [
            "Stage Site visit added"
        ]
        assert names(cli)[3] == "Site visit"
        cli.ok("stage", "rename", "site-visit", "Visit")
        ran = cli.ok("stage", "set", "visit", "limit=3", "Farbe=rot", "probability=35%", "step=no")
        assert ran.lines[0].startswith("Stage Visit: contact limit, colour, probability, next")
        found = stage(cli, "Visit")
        assert (found["contact_limit"], found["colour"], found["probability"]) == (3, "red", 0.35)
        assert found["step_required"] is False
        cli.ok("stage", "add", "Rest", "--kind", "parked")
        assert names(cli)[6:8] == ["Parked", "Rest"]
        assert "renamed" in cli.ok("history", "4").out
        cli.ok("undo", "4")
        assert "Visit" not in names(cli)

    def test_moves(self, cli: Cli) -> None:
        cli.ok("add", "Acme: x")
        cli.ok("stage", "move", "proposal", "1")
        assert names(cli)[0] == "Proposal"
        ran = cli.ok("stage", "move", "proposal", "99")
        assert ran.lines[1] == "It stands at 5: stages stand with those of their kind."

    def test_merges_and_removes(self, cli: Cli) -> None:
        cli.ok("add", "Acme: x @proposal")
        cli.ok("tick", "1", "1")
        ran = cli("stage", "remove", "proposal")
        assert ran.code == 1
        assert "1 deal stands in Proposal" in ran.err
        ran = cli.ok("stage", "remove", "proposal", "--into", "nego")
        assert ran.lines == [
            "Stage Proposal removed, 1 deal moved to Negotiation",
            "1 tick on its criteria went with it; undo brings all back.",
        ]
        ran = cli.ok("stage", "merge", "nego", "qual")
        assert ran.lines == ["Stage Negotiation merged into Qualification with 1 deal"]
        assert cli.json("show", "1")["deal"]["stage"] == "Qualification"
        cli.ok("undo", "2")
        assert cli.json("show", "1")["deal"]["criteria"] == {
            "done": 1, "total": 4, "overridden": False,
        }  # fmt: skip

    def test_changes_criteria(self, cli: Cli) -> None:
        cli.ok("add", "Acme: x @proposal")
        cli.ok("stage", "criterion", "add", "proposal", "Budget", "released")
        cli.ok("stage", "criterion", "rename", "proposal", "budget", "Budget free")
        cli.ok("stage", "criterion", "move", "proposal", "5", "1")
        cli.ok("stage", "criterion", "tie", "proposal", "benefit", "benefit")
        cli.ok("tick", "1", "1")
        criteria = stage(cli, "Proposal")["criteria"]
        assert criteria[0] == {"text": "Budget free", "question": None, "ticks": 1}  # type: ignore[index]
        assert criteria[2]["question"] == "benefit"  # type: ignore[index]
        ran = cli.ok("stage", "criterion", "remove", "proposal", "1")
        assert ran.lines == ["Stage Proposal: criterion removed with 1 tick: Budget free"]

    def test_changes_what_is_planned(self, cli: Cli) -> None:
        cli.ok("add", "Acme: x")
        cli.ok("stage", "planned", "add", "proposal", "send", "the", "offer", "+1")
        cli.ok("stage", "planned", "edit", "proposal", "2", "mail: send it +2")
        cli.ok("stage", "planned", "remove", "proposal", "walk")
        assert stage(cli, "Proposal")["planned"] == [{"kind": "mail", "text": "send it", "days": 2}]

    def test_prints_json_when_asked(self, cli: Cli) -> None:
        cli.ok("add", "Acme: x")
        assert "New" in [one["name"] for one in cli.json("stage", "add", "New")["stages"]]


class TestStageTemplate:
    def test_says_first_what_would_be_done(self, cli: Cli) -> None:
        cli.ok("add", "Acme: x @proposal")
        cli.ok("tick", "1", "1")
        ran = cli.ok("stage", "template", "short-en", "--dry-run", "--map", "proposal=approach")
        assert ran.lines[1].split() == [
            *("Approach", "←", "Proposal,", "First", "contact", "1", "deal")
        ]
        assert ran.lines[-1].startswith("Criteria that go with 1 tick: ")
        assert names(cli)[0] == "Prospect"
        ran = cli.ok("stage", "template", "short-en")
        assert ran.lines[0] == "Stages of the template short-en"
        assert names(cli)[:3] == ["Identify", "Approach", "Convince"]
        assert cli.json("show", "1")["deal"]["stage"] == "Convince"
        ran = cli.ok("stage", "template", "short-en")
        assert ran.lines == [
            "Nothing was changed.",
            "The stages are those of the template already.",
        ]
        cli.ok("undo")
        assert cli.json("show", "1")["deal"]["stage"] == "Proposal"

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (("b2b-fr",), "Templates are b2b-en"),
            (("short-en", "--map", "nonsense"), "does not say which stage"),
            (("short-en", "--map", "moon=approach"), "No stage is called"),
            (("short-en", "--map", "proposal=moon"), "No stage is called"),
            (("short-en", "--map", "proposal=won"), "closed or opened"),
        ],
    )
    def test_refuses(self, cli: Cli, arguments: tuple[str, ...], said: str) -> None:
        cli.ok("add", "Acme: x @proposal")
        before = cli.ok("stage", "list").out
        ran = cli("stage", "template", *arguments)
        assert ran.code == 1
        assert said in ran.err
        assert cli.ok("stage", "list").out == before


class TestErrors:
    @pytest.mark.parametrize(
        ("arguments", "code", "said"),
        [
            (("rename", "moon", "x"), 1, "No stage is called moon"),
            (("rename", "won", "lost"), 1, "There is a stage Lost already"),
            (("rename", "won", "x" * 100_000), 1, "at most 60"),
            (("add", "x", "--kind", "closed"), 1, "Choose one of"),
            (("add", "won"), 1, "already"),
            (("set", "won", "size=3"), 1, "Fields are name"),
            (("set", "won", "limit"), 2, "Write: stage set STAGE field=value"),
            (("set", "won", "step=perhaps"), 1, "yes or no"),
            (("move", "won", "first"), 1, "not a whole number"),
            (("merge", "won", "won"), 1, "with itself"),
            (("merge", "won"), 2, "Write: stage merge STAGE INTO"),
            (("remove", "won"), 1, "There must be a stage"),
            (("criterion", "add", "won"), 2, "Write: stage criterion"),
            (("criterion", "turn", "proposal", "1"), 2, "Write: stage criterion"),
            (("criterion", "remove", "proposal", "9"), 1, "has nothing like"),
            (("criterion", "remove", "qual", "known"), 1, "Several of Qualification"),
            (("criterion", "tie", "proposal", "1", "weather"), 1, "Questions are relevance"),
            (("planned", "remove", "proposal", "moon"), 1, "There is walk through"),
            (("planned", "add", "proposal", "call +9999"), 1, "number from 0 to 999"),
            (("list", "x"), 2, "Write: stage list"),
        ],
    )
    def test_are_said_and_change_nothing(
        self, cli: Cli, arguments: tuple[str, ...], code: int, said: str
    ) -> None:
        cli.ok("add", "Acme: x")
        before = cli.ok("stage", "list", "--json").out
        ran = cli("stage", *arguments)
        assert (ran.code, ran.out) == (code, "")
        assert said in ran.err
        assert cli.ok("stage", "list", "--json").out == before

    def test_parking_without_a_stage_for_it_says_what_to_do(self, cli: Cli) -> None:
        cli.ok("add", "Acme: x")
        cli.ok("stage", "remove", "parked")
        ran = cli("park", "1", "15.1.")
        assert ran.code == 1
        assert "pipeline-tui stage add NAME --kind parked" in ran.err
        cli.ok("stage", "add", "Rest", "--kind", "parked")
        assert cli.json("park", "1", "15.1.")["deal"]["stage"] == "Rest"
