"""Long work with its count and the time it still takes; it can be stopped."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from pipeline_tui.errors import PipelineError, Stopped
from pipeline_tui.i18n import _, ngettext
from pipeline_tui.i18n.format import number
from pipeline_tui.ui.text import Run
from pipeline_tui.ui.widgets.echo import Echo

Report = Callable[[int, int | None], None]
"""Called by the work now and then: how many are done, and of how many (None: not known)."""

_BAR = 30
_TIMES_A_SECOND = 10
_SURE_AFTER = 1.0
"""Seconds after which a rest time is told; before it would only jump about."""


class Progress(ModalScreen[Any]):
    """Runs `work(report)` in a thread; the result is what it returned, or its PipelineError.

    `esc` asks it to stop: the next `report` raises Stopped, which the work lets through after
    taking back what it did, so that nothing of it is kept.
    """

    CSS_PATH = "../styles/modals.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "stop", show=False)]

    def __init__(self, title: str, work: Callable[[Report], object]) -> None:
        super().__init__()
        self._title = title
        self._work = work
        self._done = 0
        self._total: int | None = None
        self._stopping = False
        self._began = 0.0

    def compose(self) -> ComposeResult:
        with Vertical(id="prompt"):
            yield Echo(id="prompt-title")
            yield Echo(id="prompt-echo")

    def on_mount(self) -> None:
        self.query_one("#prompt-title", Echo).title(self._title, _("esc stops"))
        self._began = monotonic()
        self.set_interval(1 / _TIMES_A_SECOND, self._show)
        self._show()
        self.run_worker(self._run, thread=True, exit_on_error=False)

    def action_stop(self) -> None:
        """Ask the work to stop at its next report."""
        self._stopping = True
        self._show()

    def report(self, done: int, total: int | None) -> None:
        """What the work calls from its thread; Stopped after `esc`."""
        self._done, self._total = done, total
        if self._stopping:
            raise Stopped(_("Stopped"), kept=_("Nothing of it was kept"))

    def _run(self) -> None:
        """In the thread of the work."""
        try:
            result: object = self._work(self.report)
        except PipelineError as problem:
            result = problem
        self.app.call_from_thread(self.dismiss, result)

    def _show(self) -> None:
        runs: list[Run] = []
        if self._total:
            share = min(self._done / self._total, 1.0)
            full = round(share * _BAR)
            runs += [("━" * full, "accent"), ("━" * (_BAR - full), "rule"), ("  ", "text")]
        counted = number(self._done)
        if self._total:
            counted = _("{done} of {total}").format(done=counted, total=number(self._total))
        runs.append((counted, "text"))
        if self._stopping:
            runs += [("\n", "text"), (_("stopping …"), "overdue")]
        elif rest := self._rest():
            runs += [("\n", "text"), (rest, "dim")]
        self.query_one("#prompt-echo", Echo).say(runs)

    def _rest(self) -> str:
        """How long it will still take, once that can be told."""
        taken = monotonic() - self._began
        if not self._total or not self._done or taken < _SURE_AFTER:
            return ""
        seconds = round(taken * (self._total - self._done) / self._done)
        if seconds >= 90:
            minutes = round(seconds / 60)
            return ngettext(
                "about {count} minute left", "about {count} minutes left", minutes
            ).format(count=minutes)
        return ngettext("about {count} second left", "about {count} seconds left", seconds).format(
            count=seconds
        )
