"""The morning round: the follow-ups of a day, one at a time (product.md, Focus).

Knows which are due, handled and skipped, and which one is next; nothing about screens or the
database. What was handled and is then as it was before, because it was undone here or
elsewhere, waits again.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple
from zlib import crc32

from pipeline_tui.domain.records import FollowUp


class Due(NamedTuple):
    """A follow-up that is due, and by what one sees that it was worked on.

    A number stands for its words: a round that is kept holds no text that could outlive the
    follow-up.
    """

    id: int
    kind: str
    words: int
    day: date
    time: str
    attempts: int


class _Handled(NamedTuple):
    """What a follow-up was before, and from which time of day on it waits again ('': never)."""

    before: Due
    again: str


def due_of(followup: FollowUp) -> Due:
    """A follow-up as a round knows it."""
    return Due(
        followup.id,
        followup.kind,
        crc32(followup.text.encode()),
        followup.due,
        followup.time or "",
        followup.attempts,
    )


class Round:
    """One day's round. `refill` tells it what is due; `current` is None when all is through."""

    def __init__(self, day: date) -> None:
        self.day = day
        self.current: int | None = None
        self.seconds = 0.0
        """Time spent, not counting the time one was elsewhere."""
        self.left_on: int | None = None
        """The row of the agenda on which one was left."""
        self._order: list[int] = []
        self._handled: dict[int, _Handled] = {}
        self._skipped: set[int] = set()

    def kept(self) -> str:
        """The round as a text, for going on with it when the program is started again."""
        import json

        handled = [
            [was.before.day.isoformat() if part is was.before.day else part for part in was.before]
            + [was.again]
            for was in self._handled.values()
        ]
        round_ = {
            "day": self.day.isoformat(),
            "at": self.current,
            "seconds": int(self.seconds),
            "skipped": sorted(self._skipped),
            "handled": handled,
        }
        return json.dumps(round_, separators=(",", ":"))

    @classmethod
    def of_text(cls, text: str, today: date) -> Round:
        """The round kept in a text, if it is of today and can be read; else a new one."""
        import json

        made = cls(today)
        try:
            found = json.loads(text or "{}")
            if found.get("day") != today.isoformat():
                return made
            current, seconds = found["at"], float(found["seconds"])
            skipped = {int(key) for key in found["skipped"]}
            handled = [_handled_of(entry) for entry in found["handled"]]
        except (ValueError, TypeError, KeyError, AttributeError):
            return made
        made.current = int(current) if isinstance(current, int) else None
        made.seconds = max(seconds, 0.0)
        made._skipped = skipped
        made._handled = {was.before.id: was for was in handled}
        made._order = list(made._handled)
        return made

    @property
    def done(self) -> int:
        """How many were handled today."""
        return len(self._handled)

    @property
    def skipped(self) -> int:
        """How many were put aside for later."""
        return len(self._skipped)

    @property
    def total(self) -> int:
        """How many there are in all, the handled ones included."""
        return len(self._order)

    @property
    def place(self) -> int:
        """The place of the current one, from 1 on; 0 when all is through."""
        return self._order.index(self.current) + 1 if self.current is not None else 0

    def refill(self, due: Iterable[Due], now: str, *, day: date | None = None) -> list[int]:
        """Take in what is due now (`now` as HH:MM); those that wait again, as they were undone.

        The order is the agenda's; what is handled keeps its place, and the current one stays
        until one goes on. Another `day` than the round's begins a new one.
        """
        if day is not None and day != self.day:
            self.day, self.seconds = day, 0.0
            self._handled.clear()
            self._skipped.clear()
            self._order.clear()
        waiting = {one.id: one for one in due}
        undone = [key for key, was in self._handled.items() if waiting.get(key) == was.before]
        for key, was in list(self._handled.items()):
            if key in undone or (key in waiting and was.again and was.again <= now):
                del self._handled[key]
        kept = [key for key in self._order if key in waiting or key in self._handled]
        self._order = _merged(kept, [key for key in waiting if key not in self._handled])
        if self.current is not None and self.current not in self._order:
            self._order.insert(0, self.current)
        self._skipped &= set(waiting)
        return undone

    def start(self, wanted: int | None = None) -> None:
        """Begin with the one that is `wanted`, where it waits; else go on where one was."""
        if wanted is not None and wanted in self._order and wanted not in self._handled:
            self.current = wanted
            self._skipped.discard(wanted)
        elif self.current is None or self.current in self._handled:
            self.go_on()

    def finish(self, before: Due, again: str = "") -> None:
        """The follow-up has been handled; `again` is a later time today at which it waits."""
        self._handled[before.id] = _Handled(before, again)
        self._skipped.discard(before.id)
        if self.current == before.id:
            self.go_on()

    def skip(self) -> None:
        """Put the current one aside and go on; behind the last one those put aside come again."""
        if self.current is None:
            self._skipped.clear()
        else:
            self._skipped.add(self.current)
        self.go_on()

    def back(self) -> None:
        """To the one before that is not handled."""
        waiting = [key for key in self._order if key not in self._handled]
        if self.current is None:
            before = waiting[-1:]
        else:
            before = waiting[: waiting.index(self.current)][-1:]
        if before:
            self.current = before[0]
            self._skipped.discard(before[0])

    def go_on(self) -> None:
        """To the next one that waits, from the top again behind the last; None: all through."""
        at = self._order.index(self.current) if self.current in self._order else -1
        following = [*self._order[at + 1 :], *self._order[: at + 1]]
        gone = self._handled.keys() | self._skipped | {self.current}
        self.current = next((key for key in following if key not in gone), None)

    def drop(self) -> None:
        """The current one is gone or is not due any more, without having been handled here."""
        gone = self.current
        self.go_on()
        self._order = [key for key in self._order if key != gone]


def _handled_of(entry: list[Any]) -> _Handled:
    """A handled follow-up as `kept` wrote it; ValueError or TypeError if it did not."""
    number, kind, words, day, time, attempts, again = entry
    before = Due(int(number), kind, int(words), date.fromisoformat(day), time, int(attempts))
    return _Handled(before, again)


def _merged(kept: list[int], due: list[int]) -> list[int]:
    """What is kept, and between it what has become due, behind the one it comes after.

    What comes before all that is due stands behind what is handled already.
    """
    known, wanted = set(kept), set(due)
    handled = next((at for at, key in enumerate(kept) if key in wanted), len(kept))
    behind: dict[int, list[int]] = {}
    before = 0
    for key in due:
        if key in known:
            before = key
        else:
            behind.setdefault(before, []).append(key)
    merged = [*kept[:handled], *behind.get(0, ())]
    for key in kept[handled:]:
        merged += [key, *behind.get(key, ())]
    return merged
