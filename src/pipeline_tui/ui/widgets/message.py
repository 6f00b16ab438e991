"""A message that does not fit into the footer: over it, in as many lines as it takes."""

from __future__ import annotations

from textual.geometry import Size

from pipeline_tui.ui.render.wrap import flow
from pipeline_tui.ui.text import Run
from pipeline_tui.ui.widgets.echo import Echo


class LongMessage(Echo):
    """Its lines stand as far from the edge as the one in the footer does."""

    def __init__(self) -> None:
        super().__init__(id="message")

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """All its lines, as far as the screen has room: its beginning says what it is about."""
        return min(len(flow(self._said, max(width - 2, 1))), max(viewport.height, 1))

    def runs(self, y: int) -> list[Run]:
        cells = self.size.width
        lines = flow(self._said, max(cells - 2, 1), self.size.height)
        line = lines[y] if y < len(lines) else []
        used = [(text, f"{self._fill}+{style}") for text, style in line]
        return [(" ", self._fill), *used, (" " * cells, self._fill)]
