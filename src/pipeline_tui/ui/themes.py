"""Two quiet themes with one accent, and one without colours (NO_COLOR).

Semantic names in, terminal styles out. Everything a `Canvas` draws takes its style from
here; the same colours reach Textual's own widgets (prompts, notes) as a Theme.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from rich.segment import Segment
from rich.style import Style
from textual.filter import LineFilter

if TYPE_CHECKING:
    from textual.app import App
    from textual.color import Color
    from textual.theme import Theme

DARK = "pipeline-dark"
LIGHT = "pipeline-light"

# name -> dark, light, without colour. A style with a background is a fill; the others take
# the background of what they stand on.
_STYLES: dict[str, tuple[str, str, str]] = {
    "text": ("#c9d1d9 on #14171c", "#2b3138 on #fbfbfa", ""),
    "bar": ("#a7b0bb on #1b1f26", "#4b545e on #efefec", ""),
    "dim": ("#8b949e", "#646c76", ""),
    "faint": ("#5b636e", "#9aa1a9", "dim"),
    "title": ("bold #eef2f6", "bold #14181d", "bold"),
    "accent": ("bold #6cb6ff", "bold #0b63c5", "bold"),
    "cursor": ("#f0f4f8 on #26374d", "#0f1720 on #d6e6fb", "reverse"),
    "cursor-dim": ("#c9d1d9 on #20252d", "#2b3138 on #e9ebee", "underline"),
    "edge": ("#6cb6ff", "#0b63c5", "bold"),
    "mark": ("bold #56d4dd", "bold #00767f", "bold"),
    "value": ("#d6dde5", "#2b3138", ""),
    "head": ("bold #dfe6ee", "bold #1c232b", "bold"),
    "head-here": ("bold #6cb6ff", "bold #0b63c5", "bold underline"),
    "overdue": ("bold #ff7b72", "bold #c01c28", "bold"),
    "today": ("bold #e3b341", "bold #8f5a00", "bold"),
    "later": ("#8ddb8c", "#1f7a34", ""),
    "none": ("#f0883e", "#b34a00", "bold"),
    "waiting": ("#8fb8de", "#3a6a96", ""),
    "ghost": ("bold #d2a8ff", "bold #7c3aad", "bold"),
    "risk-high": ("#ff7b72", "#c01c28", "bold"),
    "risk-mid": ("#e3b341", "#8f5a00", ""),
    "risk-low": ("#8b949e", "#646c76", ""),
    "won": ("#56d364", "#1a7f37", "bold"),
    "lost": ("#8b949e", "#646c76", "dim"),
    "good": ("#56d364", "#1a7f37", "bold"),
    "bad": ("bold #ff7b72", "bold #c01c28", "bold"),
    "chip": ("#dbe9f9 on #24405f", "#0b3b6f on #d9e8fa", "reverse"),
    "chip-bad": ("#ffdcd7 on #5d2a2c", "#8e1519 on #fbe0de", "reverse bold"),
    "key": ("bold #6cb6ff", "bold #0b63c5", "bold"),
    "rule": ("#343b45", "#d0d4d9", "dim"),
    "banner": ("bold #1b1f26 on #e3b341", "bold #ffffff on #8f5a00", "reverse bold"),
    "past": ("bold #1b1f26 on #e3b341", "bold #ffffff on #8f5a00", "reverse bold"),
    "stage-grey": ("#8b949e", "#646c76", ""),
    "stage-blue": ("#6cb6ff", "#0b63c5", ""),
    "stage-cyan": ("#56d4dd", "#00767f", ""),
    "stage-teal": ("#4fb3a1", "#0f6b5c", ""),
    "stage-amber": ("#e3b341", "#8f5a00", ""),
    "stage-violet": ("#b392f0", "#6f42c1", ""),
    "stage-green": ("#56d364", "#1a7f37", ""),
    "stage-red": ("#ff7b72", "#c01c28", ""),
}

# The same for terminals of 16 colours, where the nearest one would often be white on white:
# name -> dark, light. What is not named here is near enough.
_SIXTEEN: dict[str, tuple[str, str]] = {
    "text": ("white on black", "black on bright_white"),
    "bar": ("white on black", "black on bright_white"),
    "dim": ("white", "bright_black"),
    "faint": ("bright_black", "bright_black"),
    "rule": ("bright_black", "white"),
    "cursor": ("bright_white on blue", "black on white"),
    "cursor-dim": ("white on black", "black on bright_white"),
    "today": ("bold bright_yellow", "bold magenta"),
    "later": ("bright_green", "green"),
    "none": ("yellow", "red"),
    "waiting": ("bright_cyan", "blue"),
    "ghost": ("bold bright_magenta", "bold magenta"),
    "risk-mid": ("bright_yellow", "magenta"),
    "risk-low": ("white", "bright_black"),
    "chip": ("bright_white on blue", "black on white"),
    "chip-bad": ("bright_white on red", "bright_white on red"),
    "banner": ("bold black on yellow", "bold bright_white on red"),
    "past": ("bold black on yellow", "bold bright_white on red"),
    "stage-grey": ("white", "bright_black"),
    "stage-cyan": ("bright_cyan", "cyan"),
    "stage-teal": ("cyan", "cyan"),
    "stage-amber": ("bright_yellow", "magenta"),
    "stage-violet": ("bright_magenta", "magenta"),
}

_GROUNDS = ("text", "bar")
"""Their background is where others stand on; laid over something they are only a colour."""

STYLE_NAMES = frozenset(_STYLES)
_VARIANTS = {DARK: 0, LIGHT: 1, "none": 2}
_FEW = " 16"
"""Ends the name of a variant in 16 colours."""


class Palette:
    """The styles of one theme by name; "cursor+overdue" lays the second over the first."""

    def __init__(self, variant: str) -> None:
        self._few = variant.endswith(_FEW)
        self._column = _VARIANTS[variant.removesuffix(_FEW)]
        self._styles: dict[str, Style] = {}

    def style(self, name: str) -> Style:
        """The style called `name`, on the theme's background unless it brings its own."""
        found = self._styles.get(name)
        if found is None:
            found = self._parse("text")
            for place, part in enumerate(name.split("+")):
                style = self._parse(part)
                if place and part in _GROUNDS:
                    style = Style(color=style.color)
                found += style
            self._styles[name] = found
        return found

    def _parse(self, name: str) -> Style:
        if self._few and name in _SIXTEEN:
            return Style.parse(_SIXTEEN[name][self._column])
        return Style.parse(_STYLES[name][self._column])


_palettes: dict[str, Palette] = {}


def palette_of(app: App[object]) -> Palette:
    """The palette of the theme the app shows; without colour when the user asks for none."""
    name = "none" if app.no_color else app.theme
    if name not in _VARIANTS:
        name = DARK
    if name != "none" and app.console.color_system == "standard":
        name += _FEW
    if name not in _palettes:
        _palettes[name] = Palette(name)
    return _palettes[name]


class Uncoloured(LineFilter):
    """Textual's own widgets without colour: what it does itself are shades of grey.

    What stands out by its background alone, the cursor in a text and what is selected, is
    reversed.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The segments with what is bold, dim, reversed and underlined."""
        return [
            part._replace(
                style=_uncoloured(part.style, background.brightness) if part.style else None
            )
            for part in segments
        ]


_STANDS_OUT = 0.12
"""Difference in brightness from which a background is more than a shade."""


@lru_cache(1024)
def _uncoloured(style: Style, ground: float) -> Style:
    colour = style.bgcolor.triplet if style.bgcolor else None
    plain = style.without_color
    if colour is None:
        return plain
    brightness = (299 * colour.red + 587 * colour.green + 114 * colour.blue) / 255_000
    return plain + Style(reverse=True) if abs(brightness - ground) > _STANDS_OUT else plain


def textual_theme(name: str) -> Theme:
    """The same colours for Textual's own widgets."""
    from textual.theme import Theme

    dark = name == DARK
    return Theme(
        name=name,
        dark=dark,
        primary="#6cb6ff" if dark else "#0b63c5",
        secondary="#8b949e" if dark else "#646c76",
        accent="#6cb6ff" if dark else "#0b63c5",
        foreground="#c9d1d9" if dark else "#2b3138",
        background="#14171c" if dark else "#fbfbfa",
        surface="#1b1f26" if dark else "#efefec",
        panel="#20252d" if dark else "#e9ebee",
        success="#56d364" if dark else "#1a7f37",
        warning="#e3b341" if dark else "#8f5a00",
        error="#ff7b72" if dark else "#c01c28",
    )
