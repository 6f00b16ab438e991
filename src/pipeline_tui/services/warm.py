"""What the app does once its first screen stands, so that the first write is quick too."""

from __future__ import annotations

from pipeline_tui.services.desk import Desk


def warm_up(desk: Desk) -> None:
    """Import what writing needs; with a database there, look up holidays that are due."""
    from pipeline_tui.store import writes

    if desk.exists:
        desk.writer  # noqa: B018  # opening it is what warms it
    else:
        writes.__name__  # noqa: B018
