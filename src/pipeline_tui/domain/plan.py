"""Who does what by when, in one line: steps of the joint plan, and pilots.

`Meier: sign the NDA by fri`, `wir: Testzugang einrichten bis 3.12.` (process.md, "The offer").
"""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from pipeline_tui.domain.quickadd_dates import Phrase, each_phrase
from pipeline_tui.domain.text import ONE_LINE_LIMIT, clean, limited
from pipeline_tui.errors import InputError
from pipeline_tui.i18n import _
from pipeline_tui.i18n.format import full_date

if TYPE_CHECKING:
    import re

    from pipeline_tui.domain.date_line import Calendar
    from pipeline_tui.domain.records_offer import PlanPart


class Arrangement(NamedTuple):
    """What somebody does, and by which day; '' and None where the line does not say."""

    what: str
    who: str = ""
    due: date | None = None

    @property
    def typed(self) -> str:
        """As it is kept in the history, and read in every language."""
        who = f"{self.who}: " if self.who else ""
        return f"{who}{self.what}" + (f" {self.due.isoformat()}" if self.due else "")


GLYPHS = {"done": "✓", "overdue": "!", "today": "●", "later": "○", "open": "·"}
"""What stands before a step, by its state."""


def state_of(part: PlanPart, today: date) -> str:
    """done, overdue, today, later, or open where it has no day."""
    if part.done_on is not None:
        return "done"
    if part.due is None:
        return "open"
    return "overdue" if part.due < today else "today" if part.due == today else "later"


def parse_arrangement(text: str, today: date, *, calendar: Calendar | None = None) -> Arrangement:
    """Read a line; the day stands at its end or its beginning, or there is none.

    InputError for an impossible date, a time, something that comes again, and a line that says
    nothing but who and when.
    """
    line = limited(clean(text), ONE_LINE_LIMIT, _("The line"))
    who, rest = _split_who(line)
    words = rest.split()
    phrase = _chosen(each_phrase(words, today, at_end=True, calendar=calendar), len(words))
    due: date | None = None
    if phrase is not None:
        if phrase.repeat or phrase.when.time:
            raise InputError(
                _("{text} is more than a day").format(
                    text=" ".join(words[phrase.start : phrase.end])
                ),
                todo=_("Write one day, for example by fri"),
            )
        due = phrase.when.day
        del words[phrase.start : phrase.end]
    what = " ".join(words).strip(" ,;:")
    if not any(char.isalnum() for char in what):
        raise InputError(
            _("The line does not say what is to be done"),
            todo=_("Write for example Meier: sign the NDA by fri"),
        )
    return Arrangement(what, who, due)


def shown(one: Arrangement) -> str:
    """A step as it is read: `Meier: sign the NDA · 27 Nov 2026`."""
    who = f"{one.who}: " if one.who else ""
    return f"{who}{one.what}" + (f" · {full_date(one.due)}" if one.due else "")


def _chosen(phrases: list[Phrase], count: int) -> Phrase | None:
    """The date at the end, else the one at the beginning."""
    at_end = [phrase for phrase in phrases if phrase.end == count]
    at_start = [phrase for phrase in phrases if phrase.start == 0]
    return next(iter(at_end or at_start), None)


def _split_who(line: str) -> tuple[str, str]:
    found = _who_pattern().match(line)
    return (found[1].strip(), found[2]) if found else ("", line)


@cache
def _who_pattern() -> re.Pattern[str]:
    import re

    return re.compile(r"([^:]{1,80}):\s+(.*)")
