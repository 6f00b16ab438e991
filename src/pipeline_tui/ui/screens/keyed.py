"""Screens that take their keys from the registry instead of from Textual's bindings."""

from __future__ import annotations

from textual.screen import Screen


class KeyedScreen(Screen[None], inherit_bindings=False):
    """The app hands it every key, one after another, while no text is being edited."""

    async def press(self, key: str) -> None:
        """Do what the key means here; a key without a meaning does nothing."""

    def show_waiting(self, waits: bool) -> None:
        """Say that a write waits for another program, or take that back."""
