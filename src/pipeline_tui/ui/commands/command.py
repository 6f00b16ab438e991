"""One thing a user can do, as the registry lists it."""

from __future__ import annotations

from typing import NamedTuple


class Command(NamedTuple):
    """One thing a user can do."""

    id: str
    keys: tuple[str, ...]
    """As Textual names them; the first is the one shown."""
    title: str
    help: str
    scope: str
    """The places where its keys work, separated by blanks."""
    action: str
    needs: str = ""
    """"deal": a deal under the cursor; "open": one that is in play; "step": an open follow-up;
    "row": either of deal and follow-up."""
    footer: int = 0
    """Rank in the footer, 1 stays longest; 0: not there."""
    short: str = ""
    """The footer's word for it."""
