"""The two places where people type: what is pasted there is cleaned before it is drawn.

A pasted text may hold anything, escape sequences included (safety.md, "Text is untrusted").
"""

from __future__ import annotations

from textual import events
from textual.geometry import Size
from textual.reactive import Reactive
from textual.widgets import Input, TextArea

from pipeline_tui.domain.text import clean


class LineInput(Input):
    """One line; a line end within a pasted text becomes a blank, so that nothing of it is lost."""

    virtual_size: Reactive[Size] = Reactive(Size(0, 0), layout=False)
    """How long the text is. Without scrollbars nothing lies elsewhere for it: no layout."""

    def __init__(self, value: str = "", *, id: str | None = None) -> None:  # noqa: A002
        # Whoever asks says what is wrong; validating here would restyle at the first letter.
        super().__init__(clean(value), compact=True, select_on_focus=False, validate_on=(), id=id)

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
