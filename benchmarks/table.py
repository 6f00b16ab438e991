"""Figures, their ratios to a floor, and the table they are printed in."""

from __future__ import annotations

from statistics import median
from typing import NamedTuple


class Figure(NamedTuple):
    """One line of the table: measured against its floor, and what was promised."""

    row: str
    what: str
    size: str
    measured: str
    floor: str
    ratio: float
    budget: float
    unit: str = "×"

    @property
    def met(self) -> bool:
        """Whether the promise holds."""
        return self.ratio <= self.budget


def percentile(values: list[float], share: float) -> float:
    """The value below which `share` of the values lie (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, round(share * len(ordered) + 0.5) - 1))]


def p50(values: list[float]) -> float:
    """The median."""
    return median(values)


def p95(values: list[float]) -> float:
    """The 95th percentile."""
    return percentile(values, 0.95)


def milliseconds(seconds: float) -> str:
    """Seconds as shown in the table."""
    return f"{seconds * 1000:.1f} ms"


def timed(row: str, what: str, size: int, value: float, floor: float, budget: float) -> Figure:
    """A figure of two times."""
    shown = f"{size:,}"
    ratio = value / floor
    return Figure(row, what, shown, milliseconds(value), milliseconds(floor), ratio, budget)


def render(figures: list[Figure]) -> str:
    """The table as Markdown."""
    lines = [
        "| row | what | deals | measured | floor | ratio | budget | met |",
        "| --- | --- | ---: | ---: | ---: | ---: | ---: | --- |",
    ]
    for f in figures:
        ratio, budget = f"{f.ratio:.2f} {f.unit}", f"≤ {f.budget:g} {f.unit}"
        met = "yes" if f.met else "NO"
        cells = (f.row, f.what, f.size, f.measured, f.floor, ratio, budget, met)
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)
