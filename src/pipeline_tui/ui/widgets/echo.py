"""A few quiet lines beneath something typed: what was understood, or what is wrong."""

from __future__ import annotations

from textual.geometry import Size

from pipeline_tui.errors import Ambiguous, PipelineError
from pipeline_tui.ui.canvas import Canvas
from pipeline_tui.ui.render.cells import shown
from pipeline_tui.ui.render.wrap import flow, measure
from pipeline_tui.ui.text import Run

ERROR_GLYPH = "✗ "
GOOD_GLYPH = "→ "
_LOW = 10
"""Lines of the screen below which a title leaves room for what it is about."""


def error_runs(problem: PipelineError, *, refused: bool = False) -> list[Run]:
    """What is wrong and what to do about it, or what there is to choose from."""
    style = "bad" if refused else "none"
    said: list[Run] = [(ERROR_GLYPH, style), (str(problem), style)]
    if isinstance(problem, Ambiguous):
        said.append((f" {' · '.join(map(shown, problem.candidates))}", "text"))
    return said


class Echo(Canvas):
    """Lines of runs, wrapped to its width; draws only itself again when they change."""

    can_focus = False

    def __init__(self, *, fill: str = "bar", id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._fill = fill
        self._said: list[Run] = []
        self._spare: list[Run] = []
        self.refused = False
        """Whether it says why what was accepted was refused; until something else is said."""

    @property
    def said(self) -> str:
        """What stands here, as plain text."""
        return "".join(text for text, _style in self._said)

    def say(self, runs: list[Run]) -> None:
        """Show these runs from now on."""
        self._spare, self.refused = [], False
        if runs != self._said:
            lines, self._said = self._lines(), runs
            self.refresh(layout=self.styles.is_auto_height and self._lines() != lines)

    def title(self, title: str, hint: str) -> None:
        """A question, and behind it the keys that answer it if there is room for all of them."""
        self.say([(title, "title")])
        self._spare = [("   ", "text"), (hint, "faint")]

    def error(self, problem: PipelineError, *, refused: bool = False) -> None:
        """Show what is wrong and what to do about it; louder once it was `refused`."""
        self.say(error_runs(problem, refused=refused))
        self.refused = refused

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """All its lines, where the style sheet says `height: auto`; low down a title has one."""
        if self._spare and viewport.height < _LOW:
            return 1
        return len(flow(self._said, width)) if self._said else 1

    def _lines(self) -> int:
        return self.get_content_height(self.size, self.app.size, self.size.width)

    def runs(self, y: int) -> list[Run]:
        said, cells = self._said, self.size.width
        if self._spare and measure(said) + measure(self._spare) <= cells:
            said = [*said, *self._spare]
        lines = flow(said, cells, self.size.height) if said else []
        line = lines[y] if y < len(lines) else []
        # What was kept in one piece by such blanks has its place now.
        used = [
            (text.replace("\N{NO-BREAK SPACE}", " "), f"{self._fill}+{style}")
            for text, style in line
        ]
        return [*used, (" " * cells, self._fill)]
