"""A next step, apart from what reads one: who moves a deal need not know how dates are typed."""

from datetime import date
from typing import NamedTuple


class Step(NamedTuple):
    """A next step: what is done (call, mail, meeting, offer, task), and when."""

    kind: str
    text: str
    day: date
    time: str | None
    repeat: str = ""
    """The rule by which it comes again (`domain.recurrence`), '' for once."""
