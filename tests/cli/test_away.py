"""A seller goes on holiday: the clocks pause, and nothing falls due meanwhile unless it shall."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Cli


@pytest.fixture
def holiday(cli: Cli) -> Cli:
    """On Monday 23 November four steps are booked, two of them around Christmas."""
    for line in (
        "Acme GmbH: CNC retrofit @proposal call Meier 18.12.",
        "Globex AG: Pilot line @proposal call Dora 24.12. 10:00",
        "Initech: Plant 2 @proposal meet Lena 31.12.",
        "Hooli: Rack @proposal call Ben 4.1.2027",
    ):
        cli.ok("add", line)
    return cli


def steps(cli: Cli) -> dict[str, tuple[str, str | None, int]]:
    """The next step of each deal: day, time, and how often its follow-up was postponed."""
    found = cli.json("agenda", "--days", "60")["followups"]
    return {one["deal"]["company"]: (one["due"], one["time"], one["postponed"]) for one in found}


class TestBeingAway:
    def test_tells_how_many_follow_ups_would_fall_due(self, holiday: Cli) -> None:
        before = steps(holiday)
        assert holiday.ok("settings", "away", "24.12.", "-", "1.1.").lines == [
            "away  2026-12-24..2027-01-01",
            "2 follow-ups fall due between Thu 24 Dec and Fri 1 Jan 2027;"
            " the day after is Mon 4 Jan 2027",
            "“settings away --move” moves them; undo takes it back",
        ]
        assert steps(holiday) == before

    def test_moves_them_into_the_first_working_day_after(self, holiday: Cli) -> None:
        ran = holiday.ok("settings", "away", "2026-12-24..2027-01-01", "--move")
        assert ran.lines[1:] == ["2 follow-ups moved to Mon 4 Jan 2027"]
        assert steps(holiday) == {
            "Acme GmbH": ("2026-12-18", None, 0),
            "Globex AG": ("2027-01-04", "10:00", 0),
            "Initech": ("2027-01-04", None, 0),
            "Hooli": ("2027-01-04", None, 0),
        }

    def test_and_the_move_are_one_step_to_undo(self, holiday: Cli) -> None:
        before = steps(holiday)
        holiday.ok("settings", "away", "24.12.", "bis", "1.1.", "--move")
        said = holiday.ok("undo").out
        assert "Away days changed, 2 follow-ups moved" in said
        assert steps(holiday) == before
        assert holiday.json("settings", "away")["settings"] == {"away": None}
        holiday.ok("redo")
        assert steps(holiday)["Globex AG"][0] == "2027-01-04"

    def test_can_be_decided_on_later(self, holiday: Cli) -> None:
        holiday.ok("settings", "away", "24.12.", "-", "1.1.")
        ran = holiday.ok("settings", "away", "--move")
        assert ran.lines == ["away  2026-12-24..2027-01-01", "2 follow-ups moved to Mon 4 Jan 2027"]
        assert holiday.ok("settings", "away", "--move").lines == ["away  2026-12-24..2027-01-01"]

    def test_the_day_after_is_one_that_is_worked(self, holiday: Cli) -> None:
        holiday.ok("settings", "region", "DE-BY")
        holiday.ok("settings", "free", "7.1.2027")
        ran = holiday.ok("settings", "away", "24.12.", "-", "5.1.", "--move")
        # The 6th is Epiphany in Bavaria, the 7th taken off.
        assert ran.lines[1:] == ["3 follow-ups moved to Fri 8 Jan 2027"]

    def test_two_absences_lead_to_two_days(self, holiday: Cli) -> None:
        ran = holiday.ok("settings", "away", "18.12.,", "31.12.", "--move")
        assert ran.lines[1:] == [
            "1 follow-up moved to Mon 21 Dec",
            "1 follow-up moved to Fri 1 Jan 2027",
        ]

    def test_pauses_the_contact_clock(self, holiday: Cli) -> None:
        limit = holiday.json("list", "acme", today="2026-12-03")["deals"][0]["state"]
        assert limit == "waiting"  # seven working days without contact in Proposal
        holiday.ok("settings", "away", "24.11.", "-", "27.11.")
        assert holiday.json("list", "acme", today="2026-12-03")["deals"][0]["state"] == "later"

    def test_that_is_over_moves_nothing(self, holiday: Cli) -> None:
        ran = holiday.ok("settings", "away", "2026-12-24..2027-01-01", "--move", today="2027-01-04")
        assert len(ran.lines) == 1
        assert steps(holiday)["Globex AG"][0] == "2026-12-24"

    def test_that_has_begun_takes_along_what_fell_due_since(self, holiday: Cli) -> None:
        ran = holiday.ok("settings", "away", "2026-12-24..2027-01-01", "--move", today="2026-12-28")
        assert ran.lines[1:] == ["2 follow-ups moved to Mon 4 Jan 2027"]
        assert steps(holiday)["Globex AG"] == ("2027-01-04", "10:00", 0)

    def test_the_json_says_the_same(self, holiday: Cli) -> None:
        assert holiday.json("settings", "away", "24.12.", "-", "1.1.") == {
            "schema": 1,
            "settings": {"away": "2026-12-24..2027-01-01"},
            "absences": [
                {
                    "from": "2026-12-24",
                    "to": "2027-01-01",
                    "back": "2027-01-04",
                    "due": 2,
                    "moved": 0,
                }
            ],
        }
        told = holiday.json("settings", "away", "--move")["absences"]
        assert (told[0]["due"], told[0]["moved"]) == (0, 2)

    def test_ends_with_none(self, holiday: Cli) -> None:
        holiday.ok("settings", "away", "24.12.", "-", "1.1.")
        assert holiday.ok("settings", "away", "none").lines == ["away  –"]

    @pytest.mark.parametrize(
        "said", ["31.02.", "2026-12-31..2026-12-24", "24.12. - 2.1.2029", "some day", "fri.."]
    )
    def test_what_is_no_span_is_refused_and_nothing_changes(self, holiday: Cli, said: str) -> None:
        before = steps(holiday)
        ran = holiday("settings", "away", said, "--move")
        assert (ran.code, ran.out) == (1, "")
        assert steps(holiday) == before
        assert holiday.json("settings", "away")["settings"] == {"away": None}

    def test_only_absences_move_anything(self, holiday: Cli) -> None:
        assert holiday("settings", "free", "24.12.", "--move").code == 2
        assert holiday("settings", "--move").code == 2
