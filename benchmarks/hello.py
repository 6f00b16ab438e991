"""The floor of everything on screen: the smallest Textual app that reacts to a key."""

from __future__ import annotations

from typing import ClassVar

from textual.app import App, ComposeResult
from textual.widgets import Static


class Hello(App[None]):
    """Shows one line, and another one after each key."""

    BINDINGS: ClassVar = [("j", "next", "next")]
    count = 0

    def compose(self) -> ComposeResult:
        yield Static("hello world")

    def action_next(self) -> None:
        self.count += 1
        self.query_one(Static).update(f"hello {self.count}")


if __name__ == "__main__":
    Hello().run()
