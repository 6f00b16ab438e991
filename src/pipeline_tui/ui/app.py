"""Running the app: what happens before the first screen and after the last."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline_tui.clock import Clock
from pipeline_tui.errors import PipelineError

if TYPE_CHECKING:
    from pipeline_tui.settings import Settings


def run(path: Path, clock: Clock, *, settings: Settings | None = None, demo: bool = False) -> int:
    """Run the app on a database until it is left; the exit code.

    Errors of the file (DatabaseUnusable, NewerSchema) are raised before the screen changes.
    """
    gc.disable()  # until the first screen stands: what is imported now stays anyway
    from pipeline_tui.ui.gateway import Gateway
    from pipeline_tui.ui.shell import PipelineApp

    gateway = Gateway(path, clock)
    gateway.check()
    app = PipelineApp(gateway, theme=settings.theme if settings else "dark", demo=demo)
    try:
        code = app.run()
    finally:
        gc.enable()
        app.gateway.leave()
    if isinstance(app.crash, PipelineError):
        raise app.crash
    if app.crash is not None:
        from pipeline_tui.ui.crash import report

        return report(app.crash)
    return code or app.return_code or 0
