"""The only door from stored text to Textual (safety.md, "Text is untrusted").

Textual reads markup in plain strings given to labels, notifications, titles and tooltips, and
passes escape sequences on. Here text becomes segments, which know no markup; it was cleaned
when it was read. Nothing else makes segments of text (tests/contracts).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from pipeline_tui.ui.render.cells import crop, width

Run = tuple[str, str]
"""Text and the name of its style; "cursor+overdue" puts the second on the first."""

Part = tuple[str, Style | None]
"""Text and its style."""

Styles = Callable[[str], Style]
"""Gives the style of a name."""


def segments(runs: Iterable[Run], style: Styles) -> list[Segment]:
    """Runs as they are, in few segments."""
    return _joined([(text, style(name)) for text, name in runs if text])


def blank(cells: int, style: Styles) -> Segment:
    """Empty ground."""
    return Segment(" " * cells, style("text"))


def strip(runs: Iterable[Run], cells: int, style: Styles) -> Strip:
    """Runs as a strip of exactly `cells` cells; what is too wide is cut on the right."""
    made: list[Part] = []
    left = cells
    for text, name in runs:
        wide = width(text)
        if wide > left:
            text = crop(text, left)
            wide = left
        if text:
            made.append((text, style(name)))
        left -= wide
        if left <= 0:
            break
    if left > 0:
        made.append((" " * left, style("text")))
    return Strip(_joined(made), cells)


def cut(line: Strip, first: int, end: int) -> list[Segment]:
    """The cells `first` to `end` of a line; half a wide character becomes a space.

    As `Strip.crop`, which keeps every part that is ever cut out.
    """
    if first <= 0 and end >= line.cell_length:
        return list(line)
    made: list[Segment] = []
    x = 0
    for segment in line:
        after = x + width(segment.text)
        if after > first:
            if x < first:
                segment = segment.split_cells(first - x)[1]
            if after > end:
                segment = segment.split_cells(end - max(x, first))[0]
            made.append(segment)
        if after >= end:
            break
        x = after
    return made


def joined(parts: list[Segment]) -> list[Segment]:
    """As few segments as show the same: each costs some forty bytes of colour on its way out."""
    return _joined([(text, style) for text, style, _control in parts])


def _joined(parts: list[Part]) -> list[Segment]:
    if not parts:
        return []
    result: list[Segment] = []
    text, style = parts[0]
    for following, wanted in parts[1:]:
        if wanted is style or (following.isspace() and _same_ground(style, wanted)):
            text += following
        elif text.isspace() and _same_ground(style, wanted):
            text, style = text + following, wanted
        else:
            result.append(Segment(text, style))
            text, style = following, wanted
    result.append(Segment(text, style))
    return result


@lru_cache(4096)
def _same_ground(one: Style | None, other: Style | None) -> bool:
    """Whether a blank looks the same in both styles."""
    if one is None or other is None:
        return one is other
    return (one.bgcolor, one.reverse, one.underline, one.strike) == (
        other.bgcolor,
        other.reverse,
        other.underline,
        other.strike,
    )
