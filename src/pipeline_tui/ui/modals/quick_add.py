"""Quick add: one line, with chips of what was understood, and the rest of known names."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import ClassVar, NamedTuple

from textual.binding import Binding, BindingType

from pipeline_tui.domain.completion import Candidate
from pipeline_tui.errors import InputError, PipelineError
from pipeline_tui.i18n import _
from pipeline_tui.ui.gateway.completing import LineReader
from pipeline_tui.ui.modals.line import LinePrompt
from pipeline_tui.ui.modals.saving import Submit
from pipeline_tui.ui.render import chips
from pipeline_tui.ui.render.cells import shown
from pipeline_tui.ui.text import Run
from pipeline_tui.ui.widgets.echo import Echo, error_runs
from pipeline_tui.ui.widgets.typing import LineInput


class Offer(NamedTuple):
    """Names for a place in the line; `taken` stands there now, -1 for what was typed."""

    line: str
    start: int
    end: int
    names: list[Candidate]
    taken: int = -1

    @property
    def text(self) -> str:
        """The line with the name that was taken."""
        if self.taken < 0:
            return self.line
        return self.line[: self.start] + self.names[self.taken].text + self.line[self.end :]


class QuickAddLine(LineInput):
    """The line: asks the prompt about keys that may mean a chip or a name."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "complete(1)", show=False),
        Binding("shift+tab", "complete(-1)", show=False),
        Binding("down", "chips(True)", show=False),
        Binding("up", "chips(False)", show=False),
    ]

    def __init__(self, prompt: QuickAddPrompt) -> None:
        super().__init__(id="prompt-line")
        self._prompt = prompt

    def action_complete(self, step: int) -> None:
        """The next or previous name that begins as what is typed."""
        self._prompt.complete(step)

    def action_chips(self, among: bool) -> None:
        """To the chips, or back from them."""
        if among:
            self._prompt.choose(0)
        else:
            self._prompt.leave_chips()

    def action_cursor_left(self, select: bool = False) -> None:
        """Among the chips the one before."""
        if not (self._prompt.among_chips and self._prompt.choose(-1)):
            super().action_cursor_left(select)

    def action_cursor_right(self, select: bool = False) -> None:
        """Among the chips the next one; at the end of the line the rest of the word."""
        if self._prompt.among_chips and self._prompt.choose(1):
            return
        if select or not self.types_on or not self._prompt.complete(1):
            super().action_cursor_right(select)

    def action_delete_left(self) -> None:
        """The chosen chip; behind a blank the last one."""
        if not self._prompt.take_back(behind_blank=True):
            super().action_delete_left()

    def action_delete_right(self) -> None:
        """The chosen chip."""
        if not self._prompt.take_back(behind_blank=False):
            super().action_delete_right()


class QuickAddPrompt(LinePrompt):
    """Adds a deal from one line; the result is the line.

    `tab` completes the word at the cursor, again the next name. Behind a blank `backspace`
    takes the last chip out of the line; `down` goes to the chips, where left and right choose
    and backspace takes out.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", show=False)]

    def __init__(self, reader: LineReader, today: Callable[[], date], submit: Submit) -> None:
        super().__init__(_("New deal"), submit=submit)
        self._reader = reader
        self._today = today
        self._parts: list[chips.Part] = []
        self._said: list[Run] = []
        self._suggested = False
        self._chosen: int | None = None
        self._offer: Offer | None = None

    def make_line(self, value: str) -> LineInput:
        return QuickAddLine(self)

    def keys(self) -> str:
        return _("enter adds · tab completes · ↓ to the chips · esc cancels")

    @property
    def line(self) -> QuickAddLine:
        """The line to type in."""
        return self.query_one("#prompt-line", QuickAddLine)

    def action_leave(self) -> None:
        """From the chips to the line, from the line away."""
        if not self.leave_chips():
            self.action_cancel()

    def changed(self, text: str) -> None:
        """Other chips, and perhaps another rest of the word."""
        self._chosen = None
        super().changed(text)
        self._offer = self._look_up(text)
        names = self._offer.names if self._offer is not None and self.line.types_on else []
        self.line.rest(names[0].rest if names else "")

    def _echo(self, text: str, *, refuse: bool = False) -> bool:
        problem: PipelineError | None = None
        self._parts, self._suggested, self._said = [], False, []
        try:
            quick = self._reader.read(text)
            self._parts, problem = chips.parts(quick, self._today(), self._reader.stages)
            self._suggested = quick.step is None
            if near := self._reader.near_step(quick):
                meant = _("Did you mean {suggestion}?").format(suggestion=shown(near))
                self._said = [(f"{meant} ", "today")]
        except InputError as refused:
            problem = refused
        if problem is not None and (text.strip() or refuse):
            self._suggested = False
            self._said = error_runs(problem, refused=refuse)
        elif not text.strip():
            example = _("Acme GmbH: CNC retrofit 12k @proposal call Meier fri 10:00")
            self._said = [*chips.hint(), ("   ", "text")]
            self._said += [(_("for example") + " ", "faint"), (example, "dim")]
            self._suggested = False
        self._show()
        return problem is None

    def _show(self) -> None:
        """The chips, and what is wrong or which keys act on them."""
        said = chips.runs(self._parts, suggested=self._suggested, chosen=self._chosen)
        if self._chosen is not None:
            hint = _("← → choose · backspace takes it out · ↑ back to the line")
            said += [(hint, "faint")]
        self.query_one("#prompt-echo", Echo).say([*said, *self._said])

    # Chips.

    @property
    def among_chips(self) -> bool:
        """Whether a chip is chosen."""
        return self._chosen is not None

    def choose(self, step: int) -> bool:
        """The chip so many places on, at first the last one; False where there is none."""
        there = [at for at, part in enumerate(self._parts) if part.chips]
        if not there:
            return False
        place = there.index(self._chosen) + step if self._chosen in there else len(there) - 1
        self._chosen = there[max(0, min(place, len(there) - 1))]
        self._suggested = False
        self._show()
        return True

    def leave_chips(self) -> bool:
        """Back to the line; False if one was there already."""
        if self._chosen is None:
            return False
        self._chosen = None
        self._echo(self.text)
        return True

    def take_back(self, *, behind_blank: bool) -> bool:
        """Take the chosen chip out of the line, or the last one, behind which a blank stands."""
        text, chosen = self.text, self._chosen
        part = None if chosen is None else self._parts[chosen]
        if part is None and behind_blank and self.line.types_on and text.endswith(" "):
            part = chips.last(self._parts, text)
        if part is None:
            return False
        self._put(chips.without(text, part))
        there = [at for at, part in enumerate(self._parts) if part.chips]
        if chosen is not None and there:
            self._chosen = min(there, key=lambda at: abs(at - chosen))
            self._show()
        return True

    # Names.

    def complete(self, step: int) -> bool:
        """Put the next name in the place of what is typed; False if none is known."""
        offer = self._offer
        if offer is None or offer.text != self.text:
            offer = self._look_up(self.text)
        if offer is None:
            return False
        first = 0 if step > 0 else -1
        at = offer.taken + step if offer.taken >= 0 else first
        offer = offer._replace(taken=at % len(offer.names))
        self._put(offer.text, offer.start + len(offer.names[offer.taken].text))
        self._offer = offer
        self.line.rest("")
        return True

    def _look_up(self, text: str) -> Offer | None:
        """Names that begin as what is typed at the cursor."""
        cursor = self.line.cursor_position
        try:
            found = self._reader.complete(text, cursor)
        except PipelineError:  # another program has the file: one types on without
            return None
        return None if found is None else Offer(text, found[0].start, cursor, found[1])

    def _put(self, text: str, cursor: int | None = None) -> None:
        """Another text in the line, as if it had been typed."""
        with self.prevent(LineInput.Changed):
            self.line.value = text
        self.line.cursor_position = len(text) if cursor is None else cursor
        self.changed(text)
