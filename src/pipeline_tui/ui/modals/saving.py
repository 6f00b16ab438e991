"""What every prompt does that saves a typed text while it is still open."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import ClassVar

from textual.screen import ModalScreen

from pipeline_tui.errors import Conflict, PipelineError
from pipeline_tui.ui.widgets.echo import Echo

Submit = Callable[[str], Awaitable[object]]


class SavingScreen(ModalScreen[str | None]):
    """A text to be saved; what is refused stays typed, and the result is the text.

    `submit` saves; where somebody else has saved `field` meanwhile both versions are shown, and
    `over` saves all the same.
    """

    SAID: ClassVar[str]
    """Selector of the Echo that says why a text is refused."""

    def __init__(self, field: str, submit: Submit | None, over: Submit | None) -> None:
        super().__init__()
        self._field = field
        self._submit = submit
        self._over = over
        self._busy = False

    async def save(self, text: str) -> None:
        """Save and close; an error keeps the text on the screen."""
        if self._submit is not None:
            self._busy = True
            try:
                await self._submit(text)
            except PipelineError as problem:
                self.unsaved(problem, text)
                return
            finally:
                self._busy = False
        self.dismiss(text)

    def unsaved(self, problem: PipelineError, text: str) -> None:
        """Say why the text was not saved, with both versions if somebody else has saved."""
        self.refuse(problem)
        over = self._over
        if over is None or not isinstance(problem, Conflict):
            return
        from pipeline_tui.ui.modals.conflict import show_conflict

        show_conflict(
            self.app,
            self._field,
            problem,
            save=lambda: over(text),
            leave=lambda: self.dismiss(text),
            refuse=self.refuse,
        )

    def refuse(self, problem: PipelineError) -> None:
        """Say what is wrong."""
        self.query_one(self.SAID, Echo).error(problem, refused=True)
