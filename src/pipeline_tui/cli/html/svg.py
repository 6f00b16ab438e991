"""Plots as inline SVG: bars, columns, ranges and a line, as wide as the page has room.

Nothing is drawn with a view box that scales: across the page places are per cent, down it they
are pixels, so that letters keep their size from a phone to a desktop. Shares are 0 to 1. Every
plot has a title and, as its description, its numbers in words.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pipeline_tui.cli.html.markup import Safe, joined, short, tag
from pipeline_tui.cli.table import cut

_ROW = 38
_BAR = 10
_LABEL_CELLS = 30
_COLUMNS = 132
"""Height of columns; below them stand two lines of names."""
_NAMES = 34
_LEAST_GROUPS = 6
"""One column alone is not as wide as the page."""
_LINE = 200


class Bar(NamedTuple):
    """A row: its name and number above, its bar below.

    `inner` is a part drawn stronger in the bar, `start` where it begins, `mark` a tick on it.
    """

    label: str
    value: str
    share: float
    inner: float | None = None
    start: float = 0.0
    mark: float | None = None
    style: str = "bar"


class Group(NamedTuple):
    """Columns beside each other over a name of one or two lines."""

    name: str
    below: str
    shares: tuple[float | None, ...]
    """None: there is no number, and no column."""
    values: tuple[str, ...]


def bars(title: str, rows: Sequence[Bar], *, line: tuple[float, str] | None = None) -> Safe:
    """Rows of bars on one scale; `line` stands across all of them, with its name on top."""
    top = 18 if line else 2
    drawn: list[Safe] = []
    if line:
        drawn.append(_line_name(*line))
    for place, row in enumerate(rows):
        drawn += _row(row, top + place * _ROW)
        if line:  # across the bar alone: it would strike out the numbers
            x, y = _percent(line[0]), top + place * _ROW + 19
            drawn.append(tag("line", cls="mark", x1=x, x2=x, y1=y - 3, y2=y + _BAR + 3))
    told = "; ".join(f"{short(row.label)}: {row.value}" for row in rows)
    return _plot(title, told, top + len(rows) * _ROW, drawn)


def _line_name(at: float, name: str) -> Safe:
    """The name of a line, on the side where there is room."""
    anchor = "end" if at > 0.5 else "start"
    return tag("text", name, cls="name", x=_percent(at), y=11, text_anchor=anchor)


def _row(row: Bar, y: int) -> list[Safe]:
    bar = y + 19
    found = [
        tag("text", cut(row.label, _LABEL_CELLS), cls="label", x=0, y=y + 12),
        tag("text", row.value, cls="value", x="100%", y=y + 12, text_anchor="end"),
        tag("rect", cls="track", x=0, y=bar, width="100%", height=_BAR, rx=2),
    ]
    if row.share > 0:
        found.append(
            tag("rect", cls=row.style if row.inner is None else "soft", x=_percent(row.start),
                y=bar, width=_percent(_seen(row.share)), height=_BAR, rx=2)
        )  # fmt: skip
    if row.inner is not None and row.inner > 0:
        found.append(
            tag("rect", cls=row.style, x=_percent(row.start), y=bar,
                width=_percent(_seen(row.inner)), height=_BAR, rx=2)
        )  # fmt: skip
    if row.mark is not None:
        at = _percent(row.mark)
        found.append(tag("line", cls="mark", x1=at, x2=at, y1=bar - 3, y2=bar + _BAR + 3))
    return found


def columns(title: str, groups: Sequence[Group], *, styles: Sequence[str] = ("bar",)) -> Safe:
    """Groups of columns, each with its number on top and its name below."""
    wide = 100 / max(len(groups), _LEAST_GROUPS)
    drawn = [tag("line", cls="axis", x1="0", x2="100%", y1=_COLUMNS + 0.5, y2=_COLUMNS + 0.5)]
    told = []
    for place, group in enumerate(groups):
        left = place * wide
        thick = wide * 0.72 / len(group.shares)
        for at, (share, value) in enumerate(zip(group.shares, group.values, strict=True)):
            x = left + wide * 0.14 + at * thick
            high = 0 if share is None else max(round(_seen(share) * (_COLUMNS - 20)), 0)
            if share:
                drawn.append(
                    tag("rect", cls=styles[at], x=f"{x:.2f}%", y=_COLUMNS - high,
                        width=f"{thick * 0.9:.2f}%", height=high, rx=2)
                )  # fmt: skip
            drawn.append(
                tag("text", value, cls="small", x=f"{x + thick * 0.45:.2f}%",
                    y=_COLUMNS - high - 5, text_anchor="middle")
            )  # fmt: skip
        middle = f"{left + wide / 2:.2f}%"
        for line, name in enumerate((group.name, group.below)):
            drawn.append(
                tag("text", name, cls="name", x=middle, y=_COLUMNS + 15 + line * 14,
                    text_anchor="middle")
            )  # fmt: skip
        told.append(f"{group.name} {group.below}: {' / '.join(group.values)}".replace(" :", ":"))
    return _plot(title, "; ".join(told), _COLUMNS + _NAMES, drawn)


class Curve(NamedTuple):
    """What grows over a period: points from (0, 0) to (1, 1), and the straight way beside it."""

    points: tuple[tuple[float, float], ...]
    goal: float | None
    """How high the straight way ends."""
    now: float | None
    """Where today is."""


def curve(title: str, told: str, of: Curve, ends: tuple[str, str], top: tuple[str, str]) -> Safe:
    """A stepped line against an even pace. `ends` are its first and last day.

    `top` names the line and its goal. Lines are drawn in a box that stretches; letters stand
    outside it.
    """
    inner: list[Safe] = []
    if of.goal is not None:
        inner.append(
            tag("line", cls="pace", x1=0, y1=_LINE, x2=1000, y2=_high(of.goal),
                vector_effect="non-scaling-stroke")
        )  # fmt: skip
    if of.points:
        steps = [(0.0, 0.0)]
        for x, y in of.points:
            steps += [(x, steps[-1][1]), (x, y)]
        end = of.now if of.now is not None and of.now > steps[-1][0] else steps[-1][0]
        steps.append((end, steps[-1][1]))
        under = [*steps, (end, 0.0)]
        inner.append(tag("polygon", cls="under", points=_points(under)))
        inner.append(
            tag("polyline", cls="curve", points=_points(steps), vector_effect="non-scaling-stroke")
        )
    drawn = [
        tag("line", cls="axis", x1="0", x2="100%", y1=_LINE + 16.5, y2=_LINE + 16.5),
        tag("svg", *inner, x=0, y=16, width="100%", height=_LINE,
            viewBox=f"0 0 1000 {_LINE}", preserveAspectRatio="none"),
        tag("text", top[0], cls="value", x=0, y=12),
        tag("text", top[1], cls="name", x="100%", y=12, text_anchor="end"),
        tag("text", ends[0], cls="name", x=0, y=_LINE + 32),
        tag("text", ends[1], cls="name", x="100%", y=_LINE + 32, text_anchor="end"),
    ]  # fmt: skip
    if of.now is not None and 0 < of.now < 1:
        at = _percent(of.now)
        drawn.append(tag("line", cls="now", x1=at, x2=at, y1=18, y2=_LINE + 16))
    return _plot(title, told, _LINE + 38, drawn)


def _plot(title: str, told: str, height: int, drawn: Sequence[Safe]) -> Safe:
    return tag(
        "svg",
        tag("title", title),
        tag("desc", told),
        joined(*drawn),
        role="img",
        aria_label=f"{title}. {told}",
        width="100%",
        height=height,
    )


def _percent(share: float) -> str:
    return f"{max(0.0, min(share, 1.0)) * 100:.2f}%"


def _seen(share: float) -> float:
    """What is more than nothing is seen."""
    return 0.0 if share <= 0 else max(min(share, 1.0), 0.006)


def _high(share: float) -> float:
    return round(_LINE - max(0.0, min(share, 1.0)) * (_LINE - 4), 2)


def _points(steps: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{max(0.0, min(x, 1.0)) * 1000:.1f},{_high(y):.1f}" for x, y in steps)
