"""What the app does once its first screen stands, so that the first write is quick too."""

from __future__ import annotations

from contextlib import suppress
from importlib import import_module

from pipeline_tui.errors import PipelineError
from pipeline_tui.services.desk import Desk


def warm_up(desk: Desk, *modules: str) -> None:
    """Import what writing and the agenda need, open the file, and look up holidays due.

    Never raises: nobody asked for a write yet. Whatever is wrong with the file is told at the
    first one. `modules` are what its caller needs besides.
    """
    import_module("pipeline_tui.store.writes")
    import_module("pipeline_tui.store.reads_groups")
    for name in modules:
        import_module(name)
    if desk.exists:
        with suppress(PipelineError), desk.writer.unnoticed():
            pass  # opening is all it takes
