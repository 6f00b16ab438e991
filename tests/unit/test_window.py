"""A window over a long list is always a piece of it, whatever was looked at before."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline_tui.ui.window import Key, SlidingWindow


class Shelf:
    """A list read by key, counting the reads."""

    def __init__(self, size: int) -> None:
        self.rows = list(range(0, size * 2, 2))
        self.reads = 0

    def after(self, key: Key | None, limit: int) -> list[int]:
        self.reads += 1
        rows = self.rows if key is None else [row for row in self.rows if row > key[0]]
        return rows[:limit]

    def before(self, key: Key | None, limit: int) -> list[int]:
        self.reads += 1
        rows = self.rows if key is None else [row for row in self.rows if row < key[0]]
        return rows[-limit:] if limit else []

    def window(self, total: int | None = None) -> SlidingWindow[int]:
        size = len(self.rows) if total is None else total
        return SlidingWindow(self.after, self.before, lambda row: (row,), size, page=10, keep=40)


class TestScrolling:
    @given(st.integers(0, 300), st.lists(st.tuples(st.integers(0, 300), st.integers(1, 30))))
    def test_every_row_in_sight_is_the_right_one(
        self, size: int, looks: list[tuple[int, int]]
    ) -> None:
        shelf = Shelf(size)
        window = shelf.window()
        for first, rows in looks:
            window.ensure(first, first + rows)
            for index in range(first, min(first + rows, size)):
                assert window.row(index) == shelf.rows[index]
            assert len(window.rows) <= 80

    def test_what_is_loaded_is_not_read_again(self) -> None:
        shelf = Shelf(100)
        window = shelf.window()
        window.ensure(0, 8)
        reads = shelf.reads
        window.ensure(1, 9)
        assert shelf.reads == reads

    def test_the_end_is_reached_without_reading_the_middle(self) -> None:
        shelf = Shelf(20_000)
        window = shelf.window()
        window.ensure(0, 8)
        window.ensure(19_990, 20_000)
        assert window.row(19_999) == shelf.rows[-1]
        assert shelf.reads < 5

    def test_a_row_whose_place_is_known_is_shown_at_once(self) -> None:
        shelf = Shelf(20_000)
        window = shelf.window()
        window.place(shelf.rows[9_000], 9_000)
        window.ensure(8_996, 9_005)
        assert [window.row(at) for at in range(8_996, 9_005)] == shelf.rows[8_996:9_005]
        assert window.find(lambda row: row == shelf.rows[9_001]) == 9_001

    def test_rows_that_went_meanwhile_shorten_the_list(self) -> None:
        shelf = Shelf(5)
        window = shelf.window(total=9)
        window.ensure(0, 9)
        assert window.total == 5
        assert window.row(5) is None

    def test_a_reset_forgets_what_was_there(self) -> None:
        shelf = Shelf(50)
        window = shelf.window()
        window.ensure(0, 10)
        window.reset(50)
        assert window.row(0) is None
