"""The one way screens draw: lines of styled runs, through Textual's Line API.

A widget here never has children, never lays out on a key and refreshes only what changed
(performance.md: one widget draws the whole board).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar, Self

from rich.segment import Segment
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget

from pipeline_tui.ui import text
from pipeline_tui.ui.text import Run
from pipeline_tui.ui.themes import Palette, palette_of

if TYPE_CHECKING:
    from textual import events

WHEEL = 3
"""Lines by which a notch of the wheel moves."""


class Canvas(Widget):
    """Base of board, pane, agenda, header and footer: subclasses say what stands in a line.

    It keeps its lines until they are refreshed, and hands them to Textual as they are: going
    through borders, padding and filters, which a canvas has not, costs more than drawing.
    """

    DEFAULT_CLASSES: ClassVar[str] = "canvas"
    ALLOW_SELECT: ClassVar[bool] = False

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  # Textual's name
        super().__init__(id=id)
        self._kept: dict[int, Strip] = {}
        self._cuts: dict[int, Strip] = {}
        self._cut_to = (0, 0)
        """Of the lines kept the parts that were asked for last, and which cells these are."""
        self._kept_for: tuple[Size, Palette] | None = None
        self._laid_out_for: Size | None = None

    @property
    def size(self) -> Size:
        """Cells and lines; without border and padding the inner size is the outer one."""
        return self.outer_size

    def resized(self) -> None:
        """The widget is drawn for the first time at this size: work out what stands where.

        Textual's own resize event comes after the first picture at the new size; waiting for
        it would cost a second one.
        """

    def runs(self, y: int) -> list[Run]:
        """The runs of line `y`, counted from the top of the widget; nothing if not given.

        Texts are `cells.shown`. A subclass has either this or `render_line`.
        """
        return []

    @property
    def palette(self) -> Palette:
        """The styles of the theme that is on."""
        return palette_of(self.app)

    def render_line(self, y: int) -> Strip:
        """Textual's door: one line, exactly as wide as the widget."""
        return self.strip(self.runs(y), self.size.width)

    def render_lines(self, crop: Region) -> list[Strip]:
        """Textual's other door: the lines of a part of the widget, drawn only if need be."""
        self.drop_outdated()
        cells = self.size.width
        span = crop.column_span
        if span != self._cut_to:
            self._cut_to = span
            self._cuts.clear()
        return [self._cut(y, cells) for y in crop.line_range]

    def cells(self, y: int, first: int, end: int) -> list[Segment]:
        """The cells `first` to `end` of a line, drawn if need be; `drop_outdated` goes first."""
        strip = self._kept.get(y)
        if strip is None:
            strip = self._kept[y] = self.render_line(y)
        return text.cut(strip, first, end)

    def drop_outdated(self) -> None:
        """Forget what was drawn for another size or in other colours."""
        size, palette = self.size, self.palette
        if self._kept_for != (size, palette):
            self._kept_for = (size, palette)
            self._kept.clear()
            self._cuts.clear()
        if self._laid_out_for != size:
            self._laid_out_for = size
            self.resized()

    def _cut(self, y: int, cells: int) -> Strip:
        """A line, or the part of it that is asked for, handed out as a copy: a strip keeps
        every part that is ever cut out of it. Here only the last one is kept."""
        strip = self._kept.get(y)
        if strip is None:
            strip = self._kept[y] = self.render_line(y)
        if self._cut_to == (0, cells):
            return Strip(strip, cells)
        cut = self._cuts.get(y)
        if cut is None:
            cut = self._cuts[y] = Strip(strip, cells).crop(*self._cut_to)
        return cut

    def refresh(
        self,
        *regions: Region,
        repaint: bool = True,
        layout: bool = False,
        recompose: bool = False,
    ) -> Self:
        """Draw these parts again, or everything."""
        for region in regions:
            for y in region.line_range:
                self._kept.pop(y, None)
                self._cuts.pop(y, None)
        if not regions:
            self._kept.clear()
            self._cuts.clear()
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def strip(self, runs: list[Run], cells: int) -> Strip:
        """Runs as a strip of exactly `cells` cells; what is too wide is cut on the right."""
        return text.strip(runs, cells, self._colours().style)

    def _colours(self) -> Palette:
        """The palette the lines that are kept are drawn in: asking the app for each costs."""
        return self._kept_for[1] if self._kept_for else self.palette

    def repaint_changed(self) -> None:
        """Draw everything again, but hand to Textual only the lines that came out otherwise."""
        if self._kept_for != (self.size, self.palette):
            self.refresh()
            return
        before, self._kept = self._kept, {}
        drawn = {y: self.drawn_again(y, before.get(y)) for y in range(self.size.height)}
        self.repaint_lines([y for y, strip in drawn.items() if strip != before.get(y)])
        self._kept = drawn

    def drawn_again(self, y: int, before: Strip | None) -> Strip:
        """Line `y`; a subclass that can tell that it is as `before` spares drawing it."""
        return self.render_line(y)

    def repaint_lines(self, lines: Iterable[int]) -> None:
        """Draw single lines again, neighbours as one."""
        cells, height = self.size
        regions: list[Region] = []
        for y in sorted(lines):
            if not 0 <= y < height:
                continue
            if regions and regions[-1].bottom == y:
                regions[-1] = Region(0, regions[-1].y, cells, regions[-1].height + 1)
            else:
                regions.append(Region(0, y, cells, 1))
        if regions:
            self.refresh(*regions)

    def repaint_area(self, x: int, y: int, cells: int, lines: int) -> None:
        """Draw one rectangle again; what lies outside the widget is left out."""
        inside = Region(x, y, cells, lines).intersection(Region(0, 0, *self.size))
        if inside:
            self.refresh(inside)


class WheelCanvas(Canvas):
    """Base of what the wheel of a mouse moves."""

    def wheel(self, event: events.MouseEvent, way: int) -> None:
        """Move what is under the mouse by a notch, -1 up, 1 down; by WHEEL lines if by lines."""

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Nothing around it moves as well."""
        event.stop()
        self.wheel(event, 1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The same, upwards."""
        event.stop()
        self.wheel(event, -1)
