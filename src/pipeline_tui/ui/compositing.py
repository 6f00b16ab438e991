"""Only what changed, straight to the terminal.

For one line that changes Textual has every widget hand out all its lines, cuts each of them
at the edges of all widgets, and writes a changed line from its beginning. Here only the
widgets that changed are asked, and only the cells that changed are written.
"""

from __future__ import annotations

from typing import NamedTuple

from rich.color import ColorSystem
from rich.console import Console
from rich.segment import Segment
from textual._compositor import Compositor, CompositorUpdate
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from pipeline_tui.ui.canvas import Canvas


class Piece(NamedTuple):
    """Some cells of a line of the screen."""

    x: int
    y: int
    segments: list[Segment]


class PiecesUpdate(CompositorUpdate):
    """Pieces to be written where they stand."""

    def __init__(self, pieces: list[Piece]) -> None:
        self.pieces = pieces

    def render_segments(self, console: Console) -> str:
        """What the terminal is to be told."""
        colours = console._color_system or ColorSystem.TRUECOLOR
        told: list[str] = []
        for x, y, segments in self.pieces:
            told.append(f"\x1b[{y + 1};{x + 1}H")
            told += [
                text if style is None else Strip.render_style(style, text, colours)
                for text, style, _control in segments
            ]
        return "".join(told)


class _Place:
    """Which cells of the screen a widget has, as far as it is in sight."""

    def __init__(self, widget: Widget, region: Region, clip: Region) -> None:
        self.seen = region.intersection(clip)
        self.x1, self.x2 = self.seen.column_span
        self.y1, self.y2 = self.seen.line_span
        self._widget = widget
        self._canvas = widget if isinstance(widget, Canvas) else None
        self._origin = region.offset
        self._lines: list[Strip] = []

    def begin_picture(self) -> None:
        """Another picture begins: nothing that was drawn before counts."""
        self._lines = []
        if self._canvas is not None:
            self._canvas.drop_outdated()

    def cells(self, y: int, first: int, end: int) -> list[Segment]:
        """The cells `first` to `end` of a line, all of them counted on the screen."""
        if self._canvas is not None:
            left, top = self._origin
            return self._canvas.cells(y - top, first - left, end - left)
        if not self._lines:
            self._lines = self._widget.render_lines(self.seen.translate(-self._origin))
        return list(self._lines[y - self.y1].crop(first - self.x1, end - self.x1))


class ChangesCompositor(Compositor):
    """Textual's compositor, which draws again what has changed and nothing else."""

    def __init__(self) -> None:
        super().__init__()
        self._places: list[_Place] = []
        self._places_of: object = None

    def render_partial_update(self) -> CompositorUpdate | None:  # type: ignore[override]
        """What is to be drawn again; None if nothing is."""
        dirty = self._dirty_regions.copy()
        self._dirty_regions.clear()
        places = self._in_sight()
        for place in places:
            place.begin_picture()
        width, height = self.size
        pieces: list[Piece] = []
        for y, x1, x2 in self._regions_to_spans(dirty):
            if 0 <= y < height:
                _add_pieces(pieces, places, y, max(x1, 0), min(x2, width))
        return PiecesUpdate(pieces) if pieces else None

    def _in_sight(self) -> list[_Place]:
        """All widgets from front to back, worked out once for each layout."""
        shown = self.visible_widgets
        if shown is not self._places_of:
            self._places_of = shown
            places = [_Place(widget, *where) for widget, where in shown.items()]
            self._places = [place for place in places if place.seen]
        return self._places


def _add_pieces(pieces: list[Piece], places: list[_Place], y: int, x1: int, x2: int) -> None:
    """The cells `x1` to `x2` of a line; of widgets one above the other the front one counts."""
    for place in places:
        if place.y1 <= y < place.y2 and place.x1 < x2 and place.x2 > x1:
            begin, stop = max(x1, place.x1), min(x2, place.x2)
            if x1 < begin:
                _add_pieces(pieces, places, y, x1, begin)
            pieces.append(Piece(begin, y, place.cells(y, begin, stop)))
            if stop < x2:
                _add_pieces(pieces, places, y, stop, x2)
            return
