"""The one way screens draw: lines of styled runs, through Textual's Line API.

A widget here never has children, never lays out on a key and refreshes only what changed
(performance.md: one widget draws the whole board).
"""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from pipeline_tui.ui.render.cells import crop, width
from pipeline_tui.ui.themes import Palette, palette_of

Run = tuple[str, str]
"""Text and the name of its style; "cursor+overdue" puts the second on the first."""


class Canvas(Widget):
    """Base of board, pane, agenda, header and footer: subclasses say what stands in a line."""

    DEFAULT_CLASSES: ClassVar[str] = "canvas"

    def runs(self, y: int) -> list[Run]:
        """The runs of line `y`, counted from the top of the widget. Texts are `cells.shown`."""
        raise NotImplementedError

    @property
    def palette(self) -> Palette:
        """The styles of the theme that is on."""
        return palette_of(self.app)

    def render_line(self, y: int) -> Strip:
        """Textual's door: one line, exactly as wide as the widget."""
        return self.strip(self.runs(y), self.size.width)

    def strip(self, runs: list[Run], cells: int) -> Strip:
        """Runs as a strip of exactly `cells` cells; what is too wide is cut on the right."""
        style = self.palette.style
        segments: list[Segment] = []
        left = cells
        for text, name in runs:
            wide = width(text)
            if wide > left:
                text = crop(text, left)
                wide = left
            if text:
                segments.append(Segment(text, style(name)))
            left -= wide
            if left <= 0:
                break
        if left > 0:
            segments.append(Segment(" " * left, style("text")))
        return Strip(segments, cells)

    def repaint_rows(self, first: int, last: int) -> None:
        """Draw the lines `first` to `last` again, both included."""
        self.repaint_area(0, first, self.size.width, last - first + 1)

    def repaint_area(self, x: int, y: int, cells: int, lines: int) -> None:
        """Draw one rectangle again; what lies outside the widget is left out."""
        inside = Region(x, y, cells, lines).intersection(Region(0, 0, *self.size))
        if inside:
            self.refresh(inside)
