"""`won`, `lost` and the reasons for losing, on the command line."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Cli

LINE = "Acme: CNC retrofit 12k @proposal call Meier fri !high budget freeze"


class TestWon:
    def test_with_care_goes_on_and_books_what_follows(self, cli: Cli) -> None:
        cli.ok("add", LINE)
        ran = cli.ok("won", "1", "--reason", "best service", "--care", "--renewal", "3.3.2027")
        assert ran.lines[0] == "Acme · CNC retrofit won"
        assert ran.lines[1].startswith("#2  Acme · CNC retrofit (renewal)")
        deal = cli.json("show", "1")
        assert (deal["deal"]["stage"], deal["deal"]["stage_kind"]) == ("Onboarding", "care")
        open_steps = [one["text"] for one in deal["followups"] if one["state"] != "cancelled"]
        assert open_steps == [
            "kick-off", "first training", "success check after 30 days", "ask for feedback",
        ]  # fmt: skip
        renewal = cli.json("show", "2")["deal"]
        assert (renewal["parent"], renewal["link"], renewal["renewal_on"]) == (
            1, "renewal", "2027-03-03",
        )  # fmt: skip
        assert "renewal #2, 3 Mar 2027" in cli.ok("show", "1").out
        assert "from #1" in cli.ok("show", "2").out

    def test_the_renewal_stands_on_the_agenda_of_its_day(self, cli: Cli) -> None:
        cli.ok("add", LINE)
        cli.ok("won", "1", "--renewal", "3.3.2027")
        (due,) = cli.json("agenda", today="2027-03-03")["followups"]
        assert (due["text"], due["due"], due["deal"]["id"]) == (
            "talk about the renewal", "2027-03-03", 2,
        )  # fmt: skip

    def test_the_renewal_is_moved_and_the_agenda_follows(self, cli: Cli) -> None:
        cli.ok("add", LINE)
        cli.ok("won", "1", "--renewal", "3.3.2027")
        deal = cli.json("set", "1", "renewal=5.4.2027")["deal"]
        assert deal["renewal_on"] == "2027-04-05"
        assert cli.json("agenda", today="2027-03-03")["followups"] == []
        (due,) = cli.json("agenda", today="2027-04-05")["followups"]
        assert (due["due"], due["deal"]["id"]) == ("2027-04-05", 2)
        out = cli.ok("show", "1").out
        assert "Renewal" in out
        assert "5 Apr 2027" in out

    def test_without_options_is_just_won(self, cli: Cli) -> None:
        cli.ok("add", LINE)
        deal = cli.json("won", "1")["deal"]
        assert (deal["stage"], deal["next_step"], deal["parent"]) == ("Won", None, None)

    def test_care_of_a_name_and_no_steps(self, cli: Cli) -> None:
        cli.ok("add", LINE)
        deal = cli.json("won", "1", "--care", "exp", "--no-steps", "--follow-on", "+3m")["deal"]
        assert (deal["stage"], deal["next_step"], deal["state"]) == ("Expansion", None, "none")

    @pytest.mark.parametrize(
        "options",
        [
            ("--care", "nowhere"),
            ("--renewal", "31.02."),
            ("--renewal", "2020-01-01"),
            ("--follow-on", "soon"),
            ("--reason", "x" * 100_000),
        ],
    )
    def test_what_cannot_be_is_refused_and_nothing_changed(
        self, cli: Cli, options: tuple[str, ...]
    ) -> None:
        cli.ok("add", LINE)
        ran = cli("won", "1", *options)
        assert ran.code == 1
        assert "Traceback" not in ran.err
        assert cli.json("show", "1")["deal"]["stage"] == "Proposal"

    def test_no_steps_without_care_is_a_wrong_call(self, cli: Cli) -> None:
        cli.ok("add", LINE)
        assert cli("won", "1", "--no-steps").code == 2


class TestLost:
    def test_answers_everything_at_once(self, cli: Cli) -> None:
        cli.ok("add", LINE)
        ran = cli.ok("lost", "1", "--reason", "2", "--risk", "yes", "--back", "15.1.")
        assert ran.lines[0] == "Acme · CNC retrofit lost"
        deal = cli.json("show", "1")["deal"]
        assert (deal["lost_reason"], deal["risk_was_reason"]) == ("no_budget", True)
        assert deal["disqualified"] is False
        back = cli.json("show", "2")["deal"]
        assert (back["link"], back["stage_kind"], back["next_step"]["due"]) == (
            "come_back", "parked", "2027-01-15",
        )  # fmt: skip
        assert "No budget · the risk was it" in cli.ok("show", "1").out
        assert "comes back #2, 15 Jan 2027" in cli.ok("show", "1").out

    def test_of_a_lead_is_disqualified_and_left_out_of_the_win_rate(self, cli: Cli) -> None:
        cli.ok("add", "Acme: lead")
        cli.ok("add", LINE)
        assert cli.ok("lost", "1", "--reason", "no need").lines[0] == "Acme · lead disqualified"
        cli.ok("won", "2")
        report = cli.json("report", "pipeline")
        assert (report["lost"]["count"], report["win_rate"]) == (0, 1.0)
        assert "Lost · disqualified" in cli.ok("list", "is:lost").out
        assert "Does not fit us, or no need" in cli.ok("show", "1").out
        (told,) = cli.json("list", "is:lost")["deals"]
        assert told["disqualified"] is True
        cli.ok("reopen", "1")
        assert cli.json("show", "1")["deal"]["disqualified"] is False

    @pytest.mark.parametrize(
        "options", [("--reason", "9"), ("--reason", "other"), ("--reason", "1", "--back", "31.02.")]
    )
    def test_what_cannot_be_is_refused(self, cli: Cli, options: tuple[str, ...]) -> None:
        cli.ok("add", LINE)
        assert cli("lost", "1", *options).code == 1
        assert cli.json("show", "1")["deal"]["stage"] == "Proposal"

    def test_speaks_german(self, cli: Cli) -> None:
        cli.ok("--lang", "de", "add", "Acme: Anfrage")
        ran = cli.ok("--lang", "de", "lost", "1", "--reason", "Kein Bedarf")
        assert ran.lines[0] == "Acme · Anfrage aussortiert"
        assert "Passt nicht zu uns" in cli.ok("--lang", "de", "show", "1").out


class TestReasons:
    def test_are_shown_and_changed(self, cli: Cli) -> None:
        cli.ok("add", LINE)
        assert cli.ok("settings", "reasons").lines[0].split() == ["1", "Price"]
        cli.ok("settings", "reasons", "add", "Too", "far", "away")
        cli.ok("settings", "reasons", "move", "9", "2")
        cli.ok("settings", "reasons", "rename", "1", "Too dear")
        cli.ok("settings", "reasons", "remove", "timing")
        names = [one["name"] for one in cli.json("settings", "reasons")["reasons"]]
        assert names[:3] == ["Too dear", "Too far away", "No budget"]
        assert "Timing" not in names
        cli.ok("lost", "1", "--reason", "2")
        assert cli.json("show", "1")["deal"]["lost_reason"] == "Too far away"

    @pytest.mark.parametrize(
        ("words", "code"),
        [
            (("add",), 2),
            (("sing",), 2),
            (("move", "1", "up"), 2),
            (("remove", "other"), 1),
            (("remove", "weather"), 1),
            (("add", "price"), 1),
        ],
    )
    def test_what_cannot_be_is_refused(self, cli: Cli, words: tuple[str, ...], code: int) -> None:
        cli.ok("add", LINE)
        assert cli("settings", "reasons", *words).code == code
        assert len(cli.json("settings", "reasons")["reasons"]) == 8
