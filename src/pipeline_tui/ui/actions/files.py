"""Files that come in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline_tui.errors import PipelineError
from pipeline_tui.ui.actions.room import Room

if TYPE_CHECKING:
    from pipeline_tui.ui.gateway.importing import ImportResult


class Files(Room):
    """Commands about files."""

    def import_file(self) -> None:
        """Bring deals in from a file; one u takes all of them back."""
        from pipeline_tui.ui.modals import importing

        def done(result: ImportResult | PipelineError) -> None:
            main = self._main
            if isinstance(result, PipelineError):
                main.complain(result)
                return
            main.reread()
            main.say(importing.told(result))

        importing.ask_import(self._main.app, self._gateway, done)
