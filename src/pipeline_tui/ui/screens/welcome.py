"""The first start: one key chooses what to begin with (product.md, "First start")."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult

from pipeline_tui.domain.templates import TEMPLATES as ALL_TEMPLATES
from pipeline_tui.errors import PipelineError
from pipeline_tui.i18n import N_, _
from pipeline_tui.ui.canvas import Canvas
from pipeline_tui.ui.render.cells import fit, width
from pipeline_tui.ui.render.wrap import wrap
from pipeline_tui.ui.screens.keyed import PressedScreen
from pipeline_tui.ui.text import Run

if TYPE_CHECKING:
    from textual import events

    from pipeline_tui.ui.gateway import Gateway
    from pipeline_tui.ui.shell import PipelineApp

CHOICES = (
    ("1", N_("Try the demo"), N_("forty deals in a file of their own, never mixed with yours")),
    ("2", N_("Start fresh, stages in English"), N_("Prospect, First contact, Qualification …")),
    ("3", N_("Start fresh, stages in German"), N_("Zielkunde, Erstkontakt, Bedarfsklärung …")),
    ("4", N_("Import a CSV file"), N_("from another program or a spreadsheet")),
    ("5", N_("Start fresh, other stages"), N_("a short process, or software by subscription")),
    ("q", N_("Quit"), ""),
)
TEMPLATES = {"2": "b2b-en", "3": "b2b-de"}
_WIDTH = 72


class WelcomeView(Canvas):
    """The choices, in the middle of the screen."""

    def __init__(self) -> None:
        super().__init__(id="welcome")
        self.problem = ""

    def runs(self, y: int) -> list[Run]:
        """One line of what `_lines` holds."""
        lines = self._lines()
        top = max(0, (self.size.height - len(lines)) // 2)
        if not top <= y < top + len(lines):
            return []
        left = max(1, (self.size.width - _WIDTH) // 2)
        return [(" " * left, "text"), *lines[y - top]]

    def choice_at(self, y: int) -> str:
        """The key of the choice in a line; empty where there is none."""
        lines = self._lines()
        at = y - max(0, (self.size.height - len(lines)) // 2)
        for key, _title, _detail in CHOICES:
            if 0 <= at < len(lines) and (key, "key") in lines[at]:
                return key
        return ""

    def complain(self, problem: PipelineError) -> None:
        """Say what went wrong; the choices stay."""
        self.problem = str(problem)
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        """A click is as good as the key."""
        if key := self.choice_at(event.y):
            self.screen.call_next(self.screen.press, key)  # type: ignore[attr-defined]  # our own

    def _lines(self) -> list[list[Run]]:
        room = min(_WIDTH, self.size.width - 2)
        lines: list[list[Run]] = [[("pipeline", "accent")]]
        if self.size.height >= len(CHOICES) + 5:
            said = wrap(_("A sales pipeline that lives in the terminal."), max(8, room))
            lines += [*([(line, "dim")] for line in said), []]
        for key, title, detail in CHOICES:
            name = _(title)
            lines.append([(key, "key"), ("  ", "text"), (name, "title")])
            if detail and self.size.height >= len(CHOICES) * 3 + 4:
                lines.append([("   ", "text"), (fit(_(detail), max(1, room - 3)), "faint")])
                lines.append([])
        if self.problem:
            lines += [[], *self._problem_lines(room)]
        return lines

    def _problem_lines(self, room: int) -> list[list[Run]]:
        return [[(line, "bad")] for line in wrap(self.problem, max(8, room)) if width(line)]


class Welcome(PressedScreen):
    """Demo, a fresh start with the stages of a template, or an import."""

    def __init__(self, gateway: Gateway) -> None:
        super().__init__()
        self.gateway = gateway
        self.view = WelcomeView()

    def compose(self) -> ComposeResult:
        yield self.view

    @property
    def _app(self) -> PipelineApp:
        from pipeline_tui.ui.shell import PipelineApp

        assert isinstance(self.app, PipelineApp)
        return self.app

    async def press(self, key: str) -> None:
        """Do what was chosen; what goes wrong is said, and nothing is half made."""
        try:
            if key == "1":
                self._demo()
            elif key in TEMPLATES:
                await self.gateway.create(TEMPLATES[key])
                self._go_on()
            elif key == "4":
                self._import()
            elif key == "5":
                self._other_stages()
            elif key in ("q", "escape", "ctrl+c"):
                self.app.exit(0)
        except PipelineError as problem:
            self.view.complain(problem)

    def _demo(self) -> None:
        self._app.switch_data(self.gateway.demo_path())
        self._app.demo = True
        self._go_on()

    def _import(self) -> None:
        from pipeline_tui.ui.modals.importing import ask_import

        def done(result: object) -> None:
            if isinstance(result, PipelineError):
                self.view.complain(result)
            else:
                self._go_on()

        ask_import(self.app, self.gateway, done)

    def _other_stages(self) -> None:
        from pipeline_tui.ui.modals.templates import pick_template

        async def chosen(name: str | None) -> None:
            if name is None:
                return
            try:
                await self.gateway.create(name)
                self._go_on()
            except PipelineError as problem:
                self.view.complain(problem)

        others = [name for name in ALL_TEMPLATES if name not in TEMPLATES.values()]
        self.app.push_screen(pick_template(_("Start fresh with the stages of"), others), chosen)

    def _go_on(self) -> None:
        self._app.show_board()
