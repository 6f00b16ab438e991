"""Importing a file: which one, how far it is, and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from pipeline_tui.errors import PipelineError
from pipeline_tui.i18n import _, ngettext
from pipeline_tui.i18n.format import number
from pipeline_tui.ui.gateway import importing
from pipeline_tui.ui.modals.line import LinePrompt
from pipeline_tui.ui.modals.progress import Progress

if TYPE_CHECKING:
    from textual.app import App

    from pipeline_tui.ui.gateway import Gateway
    from pipeline_tui.ui.gateway.importing import ImportResult
    from pipeline_tui.ui.text import Run

Done = Callable[["ImportResult | PipelineError"], None]
"""What the screen does with what came of it."""


def ask_import(app: App[Any], gateway: Gateway, done: Done) -> None:
    """Ask for a file and import it; `esc` stops it, and then nothing of it is kept."""

    def check(text: str) -> list[Run]:
        return [("→ ", "good"), (str(importing.path_of(text)), "text")]

    def chosen(text: str | None) -> None:
        if text is None:
            return
        path = importing.path_of(text)
        title = _("Importing {file}").format(file=path.name)
        work = Progress(title, lambda told: importing.import_file(gateway, path, told))
        app.push_screen(work, finished)

    def finished(result: ImportResult | PipelineError | None) -> None:
        if result is not None:
            done(result)

    prompt = LinePrompt(_("Which CSV file?"), placeholder=_("~/Downloads/deals.csv"), check=check)
    app.push_screen(prompt, chosen)


def told(result: ImportResult) -> str:
    """What came of it, where the rows are that were refused, and what was left out of others."""
    said = _("{new} new, {changed} changed, {same} same, {refused} refused").format(
        new=number(result.new),
        changed=number(result.changed),
        same=number(result.same),
        refused=number(result.refused_count),
    )
    if result.refused_file:
        said += " · " + _("The refused rows are in {file}; mend them and import it again").format(
            file=result.refused_file
        )
    if result.remark_count:
        said += " · " + ngettext(
            "{count} link to another deal is left out: line {line}",
            "{count} links to other deals are left out, the first in line {line}",
            result.remark_count,
        ).format(count=number(result.remark_count), line=number(result.remarks[0].line))
    return f"{said} · {result.notice}" if result.notice else said
