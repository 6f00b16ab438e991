"""The two places where people type: what is pasted there is cleaned before it is drawn.

A pasted text may hold anything, escape sequences included (safety.md, "Text is untrusted").
"""

from __future__ import annotations

from textual import events
from textual.geometry import Region, Size
from textual.reactive import Reactive
from textual.widgets import Input, TextArea

from pipeline_tui.domain.text import clean
from pipeline_tui.ui.render.cells import width


class LineInput(Input):
    """One line; a line end within a pasted text becomes a blank, so that nothing of it is lost."""

    virtual_size: Reactive[Size] = Reactive(Size(0, 0), layout=False)
    """How long the text is. Without scrollbars nothing lies elsewhere for it: no layout."""

    def __init__(self, value: str = "", *, id: str | None = None) -> None:  # noqa: A002
        # Whoever asks says what is wrong; validating here would restyle at the first letter.
        super().__init__(clean(value), compact=True, select_on_focus=False, validate_on=(), id=id)

    @property
    def types_on(self) -> bool:
        """Whether one types at the end, with nothing selected."""
        return self.cursor_at_end and self.selection.is_empty

    def rest(self, text: str) -> None:
        """Show in grey behind the cursor, at the end, how the word goes on, or nothing."""
        self._suggestion = self.value + text if text else ""
        if text:
            cells = width(text)
            self.virtual_size = Size(self.content_width + cells, 1)
            region = Region(self.content_width - 1, 0, cells + 1, 1)
            self.scroll_to_region(region, animate=False, force=True)

    def on_paste(self, event: events.Paste) -> None:
        """Comes before the handler of Input, which inserts what is left."""
        event.text = _piece(event.text)


class NoteArea(TextArea):
    """Several lines."""

    def __init__(self, text: str = "", *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(clean(text, lines=True), soft_wrap=True, tab_behavior="indent", id=id)

    def on_paste(self, event: events.Paste) -> None:
        """Comes before the handler of TextArea, which inserts what is left."""
        event.text = clean(event.text, lines=True)


def _piece(text: str) -> str:
    """A pasted text cleaned, with a blank at either end where it had one.

    A line end there goes: it came along with the line and parts no words.
    """
    text = text.strip("\r\n")
    cleaned = clean(text)
    if not cleaned:
        return " " if text.isspace() else ""
    before = " " if text[0].isspace() else ""
    after = " " if text[-1].isspace() else ""
    return before + cleaned + after
