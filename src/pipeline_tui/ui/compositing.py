"""What changed on a canvas, straight to the terminal.

For one line that changes Textual has every widget hand out all its lines, cuts each of them
at the edges of all widgets, and writes a changed line from its beginning. A canvas keeps its
lines: here only the cells that changed are taken out of them. Where anything else than
canvases is to be drawn (windows, lines one types into), Textual draws as it always does.
"""

from __future__ import annotations

from typing import NamedTuple

from rich.color import ColorSystem
from rich.console import Console
from rich.segment import Segment
from textual._compositor import Compositor, CompositorUpdate
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


class _Mixed(Exception):
    """Something else than a canvas is to be drawn."""


class _Place(NamedTuple):
    """Which cells of the screen a widget has, as far as it is in sight."""

    x1: int
    x2: int
    y1: int
    y2: int
    widget: Widget
    left: int
    top: int
    """Where the widget would begin if nothing of it were cut off."""


class CanvasCompositor(Compositor):
    """Textual's compositor with a shorter way for canvases."""

    def __init__(self) -> None:
        super().__init__()
        self._places: list[_Place] = []
        self._places_of: object = None

    def render_partial_update(self) -> CompositorUpdate | None:  # type: ignore[override]
        """What is to be drawn again; None if nothing is."""
        places = self._in_sight()
        width, height = self.size
        pieces: list[Piece] = []
        for place in places:
            if isinstance(place.widget, Canvas):
                place.widget.look_again()
        try:
            for y, x1, x2 in self._regions_to_spans(self._dirty_regions):
                if 0 <= y < height:
                    _add_pieces(pieces, places, y, max(x1, 0), min(x2, width))
        except _Mixed:
            return super().render_partial_update()
        self._dirty_regions.clear()
        return PiecesUpdate(pieces) if pieces else None

    def _in_sight(self) -> list[_Place]:
        """All widgets from front to back, worked out once for each layout."""
        shown = self.visible_widgets
        if shown is not self._places_of:
            self._places_of = shown
            self._places = []
            for widget, (region, clip) in shown.items():
                x, y, width, height = region.intersection(clip)
                if width and height:
                    place = _Place(x, x + width, y, y + height, widget, region.x, region.y)
                    self._places.append(place)
        return self._places


def _add_pieces(pieces: list[Piece], places: list[_Place], y: int, x1: int, x2: int) -> None:
    """The cells `x1` to `x2` of a line; of widgets one above the other the front one counts."""
    for left, right, first, end, widget, x, top in places:
        if first <= y < end and left < x2 and right > x1:
            if not isinstance(widget, Canvas):
                raise _Mixed
            begin, stop = max(x1, left), min(x2, right)
            if x1 < begin:
                _add_pieces(pieces, places, y, x1, begin)
            pieces.append(Piece(begin, y, widget.cells(y - top, begin - x, stop - x)))
            if stop < x2:
                _add_pieces(pieces, places, y, stop, x2)
            return
