"""Reads that take long, done beside everything else: they give way to whoever writes."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from pipeline_tui.store.connection import explained
from pipeline_tui.store.giving_way import giving_way

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline_tui.services.desk import Desk

T = TypeVar("T")


def read_aside(desk: Desk, work: Callable[[Desk], T], must_stop: Callable[[], bool]) -> T:
    """Do the work at a desk of its own; Stopped as soon as `must_stop` says so.

    DatabaseLocked and the like when the file cannot be read.
    """
    with explained(desk.file), giving_way(desk.reader, must_stop):
        return work(desk)
