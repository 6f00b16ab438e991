"""`offer` and segments on the command line: shown, changed, refused."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Cli


@pytest.fixture
def acme(cli: Cli) -> Cli:
    cli.ok("add", "Acme: CNC 12k @proposal")
    return cli


class TestShowing:
    def test_an_empty_one(self, acme: Cli) -> None:
        assert acme.ok("offer", "1").lines == ["#1  Acme · CNC  €12,000"]
        assert acme.json("offer", "Acme")["offer"]["benefit"] == []
        assert acme.json("show", "1")["offer"] is None

    def test_all_of_it(self, acme: Cli) -> None:
        for words in (
            ("benefit", "set-up 4 h x €60 per week"),
            ("benefit", "no", "new", "press", "20k", "once"),
            ("plan", "Meier: sign the NDA 20.11.2026"),
            ("plan", "we: set up the trial by fri"),
            ("pilot", "Meier: 20 % less scrap until 15.1."),
            ("option", "plus 20k all lines"),
            ("option", "standard 14k", "--expected"),
        ):
            acme.ok("offer", "1", *words)
        assert acme.ok("offer", "1").lines == [
            "#1  Acme · CNC  €14,000",
            "Benefit in numbers",
            "  1  set-up · 4 h × €60 per week × 46 weeks = €11,040",
            "  2  no new press · €20,000 once = €20,000",
            "     Σ €11,040 a year + €20,000 once",
            "Joint plan",
            "  1  ! Meier: sign the NDA · 20 Nov 2026",
            "  2  ○ we: set up the trial · 27 Nov 2026",
            "Pilot",
            "     Meier: 20 % less scrap · 15 Jan 2027",
            "Options",
            "     ● standard · €14,000 · expected",
            "     ○ plus · €20,000 · all lines",
        ]
        found = acme.json("show", "1")
        assert found["offer"] == acme.json("offer", "1")["offer"]
        assert found["offer"] == {
            "benefit": [
                {"text": "set-up", "quantity": 4.0, "unit": "h", "rate_minor": 6_000,
                 "per": "week", "times_a_year": 46, "worth_minor": 1_104_000},
                {"text": "no new press", "quantity": 1.0, "unit": None, "rate_minor": 2_000_000,
                 "per": "once", "times_a_year": 1, "worth_minor": 2_000_000},
            ],
            "benefit_yearly_minor": 1_104_000,
            "benefit_once_minor": 2_000_000,
            "plan": [
                {"what": "sign the NDA", "who": "Meier", "due": "2026-11-20", "done": None},
                {"what": "set up the trial", "who": "we", "due": "2026-11-27", "done": None},
            ],
            "pilot": {"measure": "20 % less scrap", "checker": "Meier", "until": "2027-01-15",
                      "result": None},
            "options": [
                {"level": "standard", "text": None, "value_minor": 1_400_000, "expected": True},
                {"level": "plus", "text": "all lines", "value_minor": 2_000_000,
                 "expected": False},
            ],
        }  # fmt: skip
        assert "  Benefit in numbers" in acme.ok("show", "1").lines

    def test_in_german(self, acme: Cli) -> None:
        acme.ok("--lang", "de", "offer", "1", "option", "Basis 8k eine Linie")
        assert "     ○ Basis · 8.000 € · eine Linie" in acme.ok("--lang", "de", "offer", "1").lines


class TestChanging:
    def test_lines_by_their_number(self, acme: Cli) -> None:
        acme.ok("offer", "1", "benefit", "a 1 h x 60")
        acme.ok("offer", "1", "benefit", "b 2 h x 60")
        ran = acme.ok("offer", "1", "benefit", "--number", "2", "b 3 h x 60")
        assert ran.lines[0] == "Acme · CNC: calculation of the benefit changed: b"
        acme.ok("offer", "1", "benefit", "--number", "1", "--remove")
        assert [one["text"] for one in acme.json("offer", "1")["offer"]["benefit"]] == ["b"]
        acme.ok("offer", "1", "benefit", "--sum")
        assert acme.json("show", "1")["deal"]["benefit"] == "€180 once: b"
        acme.ok("undo")
        assert acme.json("show", "1")["deal"]["benefit"] is None

    def test_a_step_of_the_plan_is_done_or_booked(self, acme: Cli) -> None:
        acme.ok("offer", "1", "plan", "Meier: sign by fri")
        acme.ok("offer", "1", "plan", "--book")
        assert acme.json("show", "1")["deal"]["next_step"]["text"] == "Meier: sign"
        acme.ok("offer", "1", "plan", "--number", "1", "--done")
        assert acme.json("offer", "1")["offer"]["plan"][0]["done"] == "2026-11-23"

    def test_the_pilot_ends(self, acme: Cli) -> None:
        acme.ok("offer", "1", "pilot", "less scrap")
        assert (
            acme.json("offer", "1", "pilot", "--result", "met")["offer"]["pilot"]["result"] == "met"
        )
        acme.ok("offer", "1", "pilot", "--result", "open")
        assert acme.ok("offer", "1", "pilot", "--remove").lines[-1] == "#1  Acme · CNC  €12,000"

    def test_an_option_is_taken_out_by_its_level(self, acme: Cli) -> None:
        acme.ok("offer", "1", "option", "plus 20k")
        acme.ok("offer", "1", "option", "plus", "--remove")
        assert acme.json("offer", "1")["offer"]["options"] == []


class TestRefusing:
    @pytest.mark.parametrize(
        ("words", "code", "said"),
        [
            (("benefit", "nan h x 60"), 1, "names no quantity"),
            (("benefit", "set-up 4 h x -60"), 1, "cannot be negative"),
            (("benefit",), 1, "names no amount"),
            (("benefit", "--number", "3", "--remove"), 1, "no line 3"),
            (("benefit", "--done"), 2, "--done does not go with benefit"),
            (("benefit", "--sum"), 1, "nothing to sum up"),
            (("plan", "Meier: sign 31.02."), 1, "no such day"),
            (("plan", "--done"), 1, "no line"),
            (("pilot",), 2, "line is missing"),
            (("pilot", "--result", "met"), 1, "has no pilot"),
            (("option", "gold 5k"), 1, "is no option"),
            (("option", "plus"), 1, "has no value"),
            (("option", "plus", "--remove"), 1, "no option plus"),
            (("nothing",), 2, "invalid choice"),
        ],
    )
    def test_in_one_line_and_nothing_is_changed(
        self, acme: Cli, words: tuple[str, ...], code: int, said: str
    ) -> None:
        ran = acme("offer", "1", *words)
        assert (ran.code, ran.out) == (code, "")
        assert said in ran.err
        assert len(ran.err.splitlines()) == 1
        assert acme.json("show", "1")["offer"] is None


class TestSegments:
    def test_set_and_shown(self, acme: Cli) -> None:
        acme.ok(
            "set", "1", "industry=engines", "size=50-200", "customer=existing",
            "recurring=500/month", "goal=no night shift",
        )  # fmt: skip
        deal = acme.json("show", "1")["deal"]
        assert [deal[key] for key in ("goal", "recurring_minor", "recurring_per")] == [
            "no night shift", 50_000, "month",
        ]  # fmt: skip
        assert [deal[key] for key in ("industry", "size", "customer")] == [
            "engines", "50-200", "existing",
        ]  # fmt: skip
        lines = acme.ok("show", "1").lines
        assert "Recurring value   €500/month" in lines
        assert "Kind of customer  existing customer" in lines
        assert [one["id"] for one in acme.json("list", "engines")["deals"]] == [1]

    @pytest.mark.parametrize(
        "pair", ["recurring=500", "recurring=nan/month", "customer=perhaps", "recurring=-1/year"]
    )
    def test_refused(self, acme: Cli, pair: str) -> None:
        assert acme("set", "1", pair).code == 1


class TestCosts:
    def test_set_listed_and_taken_back(self, cli: Cli) -> None:
        assert cli.ok("settings", "cost").lines == []
        cli.ok("settings", "cost", "fair", "2026-10", "1000")
        assert cli.ok("settings", "cost", "fair 2026-11 2500").lines == [
            "2026-11  fair  €2,500",
            "2026-10  fair  €1,000",
        ]
        assert cli.json("settings", "cost")["costs"][0] == {
            "source": "fair", "month": "2026-11", "cost_minor": 250_000, "currency": "EUR",
        }  # fmt: skip
        cli.ok("undo")
        assert len(cli.json("settings", "cost")["costs"]) == 1

    @pytest.mark.parametrize("words", ["fair", "fair 2026-11", "fair 2026-11 nan", "2026-11 5"])
    def test_refused(self, cli: Cli, words: str) -> None:
        ran = cli("settings", "cost", words)
        assert ran.code == 1
        assert len(ran.err.splitlines()) == 1
