"""Calendars read back by vobject, which shares no code with the library that writes them."""

from __future__ import annotations

from typing import Any

import vobject


def entries(content: str | bytes) -> dict[str, Any]:
    """The to-dos and events of a calendar by what they are called, read strictly."""
    text = content.decode() if isinstance(content, bytes) else content
    (calendar,) = vobject.readComponents(text, validate=True)
    found = [*calendar.contents.get("vtodo", ()), *calendar.contents.get("vevent", ())]
    named = {one.summary.value: one for one in found}
    assert len(named) == len(found)
    return named
