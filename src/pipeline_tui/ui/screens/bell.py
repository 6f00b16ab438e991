"""The terminal bell: it rings once when the time of a follow-up has come, and says which."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, runtime_checkable

from pipeline_tui.domain import words
from pipeline_tui.i18n import _, ngettext
from pipeline_tui.ui.shell import PipelineApp

if TYPE_CHECKING:
    from datetime import date

    from pipeline_tui.domain.calendar_entry import CalendarEntry
    from pipeline_tui.ui.screens.main import MainScreen
    from pipeline_tui.ui.widgets.footer import FooterBar

_DOT = " · "


@runtime_checkable
class Tells(Protocol):
    """A screen with a last line for messages; a prompt has none."""

    footer: FooterBar

    def say(self, message: str, *, bad: bool = False) -> None:
        """Show a message there."""


class Bell:
    """Asked once a second, it looks once a minute, by the clock on the wall."""

    def __init__(self, main: MainScreen) -> None:
        """What was due before now, this minute included, has had its time."""
        self._main = main
        self._day, self._minute = self._now()
        self._rung: set[tuple[int, date, str | None]] = set()
        self._unsaid: list[str] = []

    def look(self) -> None:
        """Ring for what has come due since the last look; DatabaseLocked: the next one asks."""
        app = self._main.app
        if not isinstance(app, PipelineApp) or not app.rings:
            return
        day, minute = self._now()
        if (day, minute) != (self._day, self._minute):
            due = self._coming_due(day, minute)
            self._day, self._minute = day, minute
            if due:
                self._rung = {rung for rung in self._rung if rung[1] == day}
                self._rung |= {(one.id, day, one.time) for one in due}
                self._unsaid.append(_said(due))
                app.bell()
        screen = app.screen
        if self._unsaid and isinstance(screen, Tells) and not screen.footer.message:
            screen.say(self._unsaid.pop(0))

    def _now(self) -> tuple[date, str]:
        local = self._main.gateway.clock.local()
        return local.date(), local.strftime("%H:%M")

    def _coming_due(self, day: date, minute: str) -> list[CalendarEntry]:
        """What has not rung yet. The clock may be set back; a night may have passed asleep."""
        if day < self._day:
            return []
        after = self._minute if day == self._day else ""
        found = self._main.gateway.coming_due(day, after, minute)
        return [one for one in found if (one.id, day, one.time) not in self._rung]


def _said(due: list[CalendarEntry]) -> str:
    """The latest one, and how many more."""
    last, more = due[-1], len(due) - 1
    named = last.text or words.kind(last.kind)
    what = _DOT.join(part for part in (named, last.company or last.title) if part)
    if not more:
        return _("Due at {time}: {what}").format(time=last.time, what=what)
    return ngettext(
        "Due at {time}: {what}, and {count} more", "Due at {time}: {what}, and {count} more", more
    ).format(time=last.time, what=what, count=more)
