"""The only door from stored text to Textual (safety.md, "Text is untrusted").

Textual reads markup in plain strings given to labels, notifications, titles and tooltips.
What comes from the database therefore passes one of these functions, or a `Canvas`, which
knows no markup at all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pipeline_tui.domain.text import clean

if TYPE_CHECKING:
    from rich.text import Text
    from textual.app import App
    from textual.content import Content

Severity = Literal["information", "warning", "error"]


def content(text: str, style: str = "") -> Content:
    """Text as it stands, for widgets that show Content; `style` is ours, never stored."""
    from textual.content import Content

    return Content.styled(clean(text, lines=True), style) if style else Content(_lines(text))


def template(markup: str, **values: str) -> Content:
    """Our own markup with `$name` places, filled with stored text that stays text."""
    from textual.content import Content

    return Content.from_markup(markup, **{name: _lines(value) for name, value in values.items()})


def plain(text: str) -> Text:
    """Text for the widgets that take rich text (tables, trees)."""
    from rich.text import Text

    return Text(_lines(text))


def notify(app: App[object], message: str, severity: Severity = "information") -> None:
    """Show a message above the screen, without reading markup in it."""
    app.notify(_lines(message), severity=severity, markup=False)


def _lines(text: str) -> str:
    return clean(text, lines=True)
