"""Working days: the unit in which contact limits and delays are counted (process.md)."""

from __future__ import annotations

from datetime import date, timedelta

_DAY = timedelta(days=1)


class WorkCalendar:
    """Which days are worked, and how far apart two days are in working days.

    `free_days` are the public holidays of the set region, one's own free days and the days
    one is away. Days are counted only within what the calendar can hold (years 1 to 9999);
    beyond it the first or last day answers, since files are full of 31.12.9999.
    """

    def __init__(
        self,
        free_days: frozenset[date] = frozenset(),
        working_weekdays: frozenset[int] = frozenset({0, 1, 2, 3, 4}),
    ) -> None:
        """Weekdays as `date.weekday()` counts them: 0 is Monday. ValueError if there is none."""
        if not working_weekdays & set(range(7)):
            raise ValueError("a working week needs at least one working day")
        self.free_days = free_days
        self.working_weekdays = working_weekdays
        self._free_sorted = sorted(day for day in free_days if day.weekday() in working_weekdays)

    def is_working(self, day: date) -> bool:
        """Whether this day is worked."""
        return day.weekday() in self.working_weekdays and day not in self.free_days

    def next(self, day: date) -> date:
        """The first working day after `day`."""
        while day < date.max:
            day += _DAY
            if self.is_working(day):
                return day
        return date.max

    def previous(self, day: date) -> date:
        """The last working day before `day`."""
        while day > date.min:
            day -= _DAY
            if self.is_working(day):
                return day
        return date.min

    def add(self, day: date, n: int) -> date:
        """The n-th working day after `day`, or before it if `n` is negative.

        With 0 the day itself if it is worked, else the next working day.
        """
        if n == 0:
            return day if self.is_working(day) else self.next(day)
        step = self.next if n > 0 else self.previous
        for _turn in range(abs(n)):
            day = step(day)
        return day

    def between(self, a: date, b: date) -> int:
        """How many working days lie after `a` up to and including `b`; 0 if `b` is not later.

        For every n ≥ 1, `between(day, add(day, n)) == n`.
        """
        if b <= a:
            return 0
        from bisect import bisect_right  # the stand-up only asks for the last working day

        weeks, rest = divmod((b - a).days, 7)
        last = b.weekday()
        partial = sum((last - back) % 7 in self.working_weekdays for back in range(rest))
        free = bisect_right(self._free_sorted, b) - bisect_right(self._free_sorted, a)
        return weeks * len(self.working_weekdays & set(range(7))) + partial - free
