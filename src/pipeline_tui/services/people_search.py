"""Companies and contacts found letter by letter: everybody is read once, then looked through.

At 20,000 contacts reading takes longer than a key may; looking through what was read does not.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from pipeline_tui.domain.text import fold
from pipeline_tui.store import reads_people, reads_people_words
from pipeline_tui.store.connection import explained

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline_tui.domain.records_people import Listed
    from pipeline_tui.services.desk import Desk
    from pipeline_tui.store.reads_people import Key


class Everybody:
    """Everybody in the order of the list, as it was when it was read."""

    def __init__(self, keys: Sequence[Key], texts: Sequence[str]) -> None:
        """Keys of the list, and the folded text in which words of each are looked for."""
        self._keys = keys
        self._texts = texts
        self._words = ""
        self._places: Sequence[int] = range(len(keys))

    def having(self, words: str) -> list[Key]:
        """The keys of those in which every word stands.

        A letter more looks only through those that had the letters before.
        """
        wanted = fold(words)
        further = wanted.startswith(self._words)
        places = self._places if further else range(len(self._keys))
        texts = self._texts
        for word in wanted.split():
            places = [place for place in places if word in texts[place]]
        self._words, self._places = wanted, places
        return [self._keys[place] for place in places]


def everybody(desk: Desk) -> Everybody:
    """Everybody there is now."""
    with explained(desk.file):
        return Everybody(*reads_people_words.everybody(desk.reader))


def beside(keys: list[Key], key: Key | None, count: int, *, forward: bool) -> list[Key]:
    """The next `count` behind a key, from the top if it is None; else those just before it."""
    if forward:
        first = 0 if key is None else bisect_right(keys, key)
        return keys[first : first + count]
    last = len(keys) if key is None else bisect_left(keys, key)
    return keys[max(last - count, 0) : last]


def rows(desk: Desk, keys: list[Key]) -> list[Listed]:
    """Those of some keys as they are listed; one that is gone meanwhile is left out."""
    with explained(desk.file):
        return reads_people.rows(desk.reader, keys)
