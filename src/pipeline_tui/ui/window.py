"""A sliding window over a long list: what is loaded, extended page by page by key.

Keyset paging, because OFFSET walks over everything before it (performance.md).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

T = TypeVar("T")
Key = tuple[Any, ...]
Page = Callable[[Key | None, int], list[T]]


class SlidingWindow(Generic[T]):
    """The rows `start` … `end` of a list of `total`, always one piece without gaps.

    `after(key, n)` reads n rows behind a key (None: from the top), `before(key, n)` n rows
    in front of it (None: up to the end), both in display order; `key` makes a row's key.
    At most `keep` rows stay in memory.
    """

    def __init__(
        self,
        after: Page[T],
        before: Page[T],
        key: Callable[[T], Key],
        total: int,
        *,
        page: int = 40,
        keep: int = 400,
    ) -> None:
        self._after = after
        self._before = before
        self._key = key
        self.total = total
        self.start = 0
        self.rows: list[T] = []
        self._page = page
        self._keep = max(keep, 4 * page)

    @property
    def keep_near(self) -> int:
        """Up to this index a row is reached from the top without much reading."""
        return 2 * self._page

    @property
    def end(self) -> int:
        """The index behind the last loaded row."""
        return self.start + len(self.rows)

    def row(self, index: int) -> T | None:
        """The row at `index` of the whole list, if it is loaded; never reads."""
        at = index - self.start
        return self.rows[at] if 0 <= at < len(self.rows) else None

    def loaded(self, first: int, last: int) -> bool:
        """Whether every existing row of `first` ≤ index < `last` is loaded."""
        first, last = max(0, first), min(last, self.total)
        return first >= last or (self.start <= first and last <= self.end)

    def ensure(self, first: int, last: int) -> None:
        """Load the rows `first` ≤ index < `last`, with as few pages as possible."""
        first, last = max(0, first), min(last, self.total)
        if self.loaded(first, last):
            return
        reach = 3 * self._page
        if not self.rows or first > self.end + reach or last < self.start - reach:
            self._jump(first, last)
        self._forward(last)
        self._backward(first)
        self._trim(first, last)

    def begin(self, rows: list[T], total: int) -> None:
        """Start anew with the first rows, read already, of a list of so many."""
        self.rows = list(rows)
        self.start = 0
        self.total = total

    def place(self, row: T, index: int) -> None:
        """Start anew around one row, whose index is known, as after a jump to a deal."""
        self.rows = [row]
        self.start = index
        self.ensure(index - self._page // 2, index + self._page // 2)

    def reset(self, total: int) -> None:
        """Forget what is loaded, after a change; `total` is the new length."""
        self.total = total
        self.rows = []
        self.start = 0

    def find(self, same: Callable[[T], bool]) -> int | None:
        """The index of the first loaded row that `same` accepts."""
        for at, row in enumerate(self.rows):
            if same(row):
                return self.start + at
        return None

    def _jump(self, first: int, last: int) -> None:
        """Leave what is loaded and begin at whichever end is nearer."""
        if first <= self.total - last:
            self.rows = self._after(None, max(self._page, last))
            self.start = 0
        else:
            self.rows = self._before(None, max(self._page, self.total - first))
            self.start = self.total - len(self.rows)

    def _forward(self, last: int) -> None:
        while self.end < last:
            behind = self._key(self.rows[-1]) if self.rows else None
            more = self._after(behind, max(self._page, last - self.end))
            if not more:
                # Somebody else removed rows meanwhile; the next poll reloads everything.
                self.total = self.end
                return
            self.rows.extend(more)

    def _backward(self, first: int) -> None:
        while self.start > first and self.rows:
            more = self._before(self._key(self.rows[0]), max(self._page, self.start - first))
            if not more:
                self.total -= self.start
                self.start = 0
                return
            more = more[-self.start :]
            self.rows[:0] = more
            self.start -= len(more)

    def _trim(self, first: int, last: int) -> None:
        over = len(self.rows) - self._keep
        if over <= 0:
            return
        front = min(over, max(0, first - self._page - self.start))
        del self.rows[:front]
        self.start += front
        over -= front
        back = min(over, max(0, self.end - last - self._page))
        if back:
            del self.rows[-back:]
