"""The one list of what can be done and with which key.

Bindings, footer, palette, help and docs/keys.md all derive from it (architecture.md,
ui/commands). A command names an action; the screen that is on has a method for it.
"""

from __future__ import annotations

from typing import NamedTuple

NEVER_BOUND = frozenset(f"ctrl+{letter}" for letter in "hijmsqbaz")
"""Terminal aliases, flow control, multiplexers, suspend (product.md, Keys)."""

SCOPES = ("app", "board", "agenda", "deal", "pane")
"""Where a command works. "deal" is board and agenda alike: it acts on the deal under the
cursor. "app" works everywhere but in prompts."""


class Command(NamedTuple):
    """One thing a user can do."""

    id: str
    keys: tuple[str, ...]
    """As Textual names them; the first is the one shown."""
    title: str
    help: str
    scope: str
    action: str
    """Name of the handler; `action_<action>` style, without the prefix."""
    footer: int = 0
    """Rank in the footer; 0 means: not there."""
    short: str = ""
    """The footer's word for it."""


REGISTRY: tuple[Command, ...] = ()
