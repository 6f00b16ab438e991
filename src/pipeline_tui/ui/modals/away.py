"""The prompt for days away: what falls due meanwhile, and a box to have it moved."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from pipeline_tui.i18n import _, ngettext
from pipeline_tui.i18n.format import number, weekday_date
from pipeline_tui.ui.gateway import Gateway
from pipeline_tui.ui.modals.line import LinePrompt
from pipeline_tui.ui.text import Run
from pipeline_tui.ui.widgets.echo import GOOD_GLYPH

if TYPE_CHECKING:
    from datetime import date

    from pipeline_tui.domain.spans import Absence


class AwayPrompt(LinePrompt):
    """From when to when; `tab` sets the box that moves what falls due then."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("tab", "move", show=False, priority=True)]

    def __init__(self, gateway: Gateway) -> None:
        super().__init__(
            _("Away from when to when?"),
            gateway.away_to_come(),
            check=self._said,
            submit=self._set,
            placeholder=_("24.12. - 1.1."),
        )
        self._gateway = gateway
        self._move = False

    def action_move(self) -> None:
        """Set or clear the box."""
        self._move = not self._move
        self.look_again()

    async def _set(self, line: str) -> None:
        await self._gateway.set_away(line, move=self._move)

    def _said(self, line: str) -> list[Run]:
        """What was understood and what falls due; InputError for what is no span of days."""
        absences = self._gateway.absences(line)
        if not absences:
            return [(_("no days away"), "faint")]
        runs: list[Run] = []
        for one in absences:
            runs += [*_absence(one, self._gateway.today), ("\n", "text")]
        if any(one.due for one in absences):
            box: Run = ("[x] ", "good") if self._move else ("[ ] ", "dim")
            asked = _("move what falls due then to the first working day after")
            runs += [("tab ", "key"), box, (asked, "text")]
            days = dict.fromkeys(one.back for one in absences if one.due)
            named = ", ".join(weekday_date(day, self._gateway.today) for day in days)
            runs.append((f": {named}", "text"))
        return runs


def _absence(one: Absence, today: date) -> list[Run]:
    first, last = one.span
    when = weekday_date(first, today)
    if last != first:
        when += f" – {weekday_date(last, today)}"
    days = ngettext("{count} working day", "{count} working days", one.days)
    due = ngettext("{count} follow-up falls due", "{count} follow-ups fall due", one.due)
    return [
        (GOOD_GLYPH, "good"),
        (when, "later"),
        (" · ", "faint"),
        (days.format(count=number(one.days)), "text"),
        (" · ", "faint"),
        (due.format(count=number(one.due)), "today" if one.due else "dim"),
    ]
