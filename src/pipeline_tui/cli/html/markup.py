"""Markup that cannot be broken by what stands in it.

Only this module makes markup out of text. Everything that is not `Safe` already is cleaned of
control and direction signs and escaped, in elements and in attributes alike (safety.md).
"""

from __future__ import annotations

import re
from html import escape

from pipeline_tui.domain.text import clean

_EMPTY = frozenset({"meta", "rect", "line", "circle", "polyline", "polygon", "col"})
_LONGEST = 400
"""Signs of a stored text that are shown; the page is to be read."""


class Safe(str):
    """Markup: it goes into the page as it is."""

    __slots__ = ()


_TIMES = re.compile(r"(?<=[0-9]) (?=×)")


def text(value: str) -> Safe:
    """Text as it may stand anywhere in the page; `1,2 ×` stays on one line."""
    return Safe(escape(_TIMES.sub("\N{NO-BREAK SPACE}", clean(value)), quote=True))


def stored(value: str) -> Safe:
    """Text that somebody has written: it keeps its direction of writing to itself."""
    return Safe(f"<bdi>{text(short(value))}</bdi>")


def short(value: str) -> str:
    """A stored text, cut where nobody reads on."""
    shown = clean(value)
    return shown if len(shown) <= _LONGEST else shown[: _LONGEST - 1] + "…"


def tag(name: str, /, *inside: str, **attributes: str | float | None) -> Safe:
    """An element. Underscores in names of attributes are dashes; `cls` is the class.

    An attribute that is None is left out.
    """
    opened = name
    for key, value in attributes.items():
        if value is None:
            continue
        known = "class" if key == "cls" else key.replace("_", "-")
        opened += f' {known}="{text(value if isinstance(value, str) else _number(value))}"'
    if name in _EMPTY:
        return Safe(f"<{opened}/>" if name != "meta" else f"<{opened}>")
    return Safe(f"<{opened}>{joined(*inside)}</{name}>")


def joined(*parts: str) -> Safe:
    """Parts behind each other."""
    return Safe("".join(part if isinstance(part, Safe) else text(part) for part in parts))


def _number(value: float) -> str:
    """At most two decimals, the same on every machine."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
