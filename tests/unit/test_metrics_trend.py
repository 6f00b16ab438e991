"""Win rates quarter by quarter, by hand."""

from __future__ import annotations

from pipeline_tui.domain.metrics.trend import Closed, by_quarter


class TestWinRatesByQuarter:
    def test_months_add_up(self) -> None:
        first, second, third = by_quarter(
            [
                Closed("2026-01", True, 1, 300),
                Closed("2026-03", True, 1, 100),
                Closed("2026-02", False, 2, 1200),
                Closed("2026-09", False, 1, 0),
                Closed("2025-12", True, 9, 9),
            ],
            ["2026-Q1", "2026-Q2", "2026-Q3"],
        )
        assert first == ("2026-Q1", 2, 2, 400, 1200)
        assert (first.win_rate, first.win_rate_value) == (0.5, 0.25)
        assert (second.win_rate, second.win_rate_value) == (None, None)
        assert (third.win_rate, third.win_rate_value) == (0.0, None)
