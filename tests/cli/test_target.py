"""Revenue targets on the command line."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Cli


class TestTargets:
    def test_are_set_listed_and_cleared(self, cli: Cli) -> None:
        cli.ok("add", "Acme: B 40k @proposal close:2026-12-10 call Ann 1.12.")
        said = cli.ok("target", "2026-Q4", "250k", "--customers", "12").lines
        assert said[1].split()[:2] == ["2026-Q4", "€250,000"]
        (found,) = cli.json("target")["targets"]
        assert found == {
            "period": "2026-Q4", "target_minor": 25_000_000, "currency": "EUR", "customers": 12,
            "cause": None,
            "won_minor": 0, "realistic_minor": 2_000_000, "gap_minor": 25_000_000,
        }  # fmt: skip
        cli.ok("target", "2026-Q4", "none")
        assert cli.json("target", "2026-Q4")["targets"][0]["target_minor"] is None
        cli.ok("target", "2026-Q4", "--customers", "none")
        assert "No target is set" in cli.ok("target").out

    def test_have_a_line_for_why_it_went_otherwise(self, cli: Cli) -> None:
        assert "Cause" not in cli.ok("target", "2026-Q3", "100k").out
        said = cli.ok("target", "2026-Q3", "--cause", "two deals slipped").out
        assert "two deals slipped" in said
        assert cli.json("target", "2026-Q3")["targets"][0]["cause"] == "two deals slipped"
        assert cli.json("report", "plan", "--period", "2026-Q3")["cause"] == "two deals slipped"
        report = cli.ok("report", "plan", "--period", "2026-Q3").out
        assert "two deals slipped" in report
        cli.ok("target", "2026-Q3", "--cause", "none")
        assert cli.json("target", "2026-Q3")["targets"][0]["cause"] is None
        assert cli("target", "--cause", "x").code == 2

    def test_reach_the_stand_up(self, cli: Cli) -> None:
        cli.ok("add", "Acme: B 40k @proposal call Ann 1.12.")
        assert "no target is set" in cli.ok("standup").out
        assert cli.json("standup")["plan"] is None
        cli.ok("target", "2026-Q4", "250k")
        gap = "Gap to target: €250k (Q4 target €250k, won €0, realistic €0)"
        assert gap in cli.ok("standup").out
        assert cli.json("standup")["plan"] == {
            "target_minor": 25_000_000, "won_minor": 0, "realistic_minor": 0,
            "gap_minor": 25_000_000, "period": "2026-Q4",
        }  # fmt: skip

    def test_and_coverage_stands_in_the_report(self, cli: Cli) -> None:
        cli.ok("add", "Acme: B 40k @proposal close:2026-12-10 call Ann 1.12.")
        assert cli.json("report", "pipeline")["coverage"] is None
        cli.ok("target", "2026-Q4", "20k")
        assert cli.json("report", "pipeline")["coverage"] == 2.0
        assert "2.0 × (usual is 3–4 ×)" in cli.ok("report", "pipeline").out

    def test_is_told_whole_in_german_too(self, cli: Cli) -> None:
        """The longest figure there is, with what it is measured against twice."""
        cli.ok("add", "Acme: B 40k @proposal close:2026-12-10 call Ann 1.12.")
        cli.ok("add", "Acme: C 10k @proposal")
        cli.ok("won", "2")
        cli.ok("target", "2026-Q4", "20k")
        whole = "4,0 × (eigene Abschlussquote braucht 1,0 ×, üblich sind 3–4 ×)"
        assert whole in cli.ok("report", "pipeline", "--lang", "de").out
        assert whole in cli.ok("report", "plan", "--lang", "de").out

    @pytest.mark.parametrize(
        ("arguments", "code"),
        [(("Q4", "1k"), 1), (("2026-Q4", "soon"), 1), (("2026-Q4", "--customers", "x"), 1),
         (("--customers", "5"), 2), (("2026-14",), 1)],
    )  # fmt: skip
    def test_what_cannot_be_read_is_said(
        self, cli: Cli, arguments: tuple[str, ...], code: int
    ) -> None:
        ran = cli("target", *arguments)
        assert (ran.code, len(ran.err.splitlines())) == (code, 1)
