"""A filter typed letter by letter leaves in the agenda what it leaves when looked for afresh."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline_tui.clock import FixedClock
from pipeline_tui.domain.filter import Filter, parse_filter
from pipeline_tui.services import followups
from pipeline_tui.services.desk import Desk
from pipeline_tui.ui import agenda_rows
from pipeline_tui.ui.agenda_rows import AgendaRows
from pipeline_tui.ui.gateway import Gateway

ROWS = 3
LINES = ("call e", "e o r", "mail offer", "angebot", "a is:overdue", "is:ghost e", "nowhere")


@pytest.fixture
def gateway(
    database: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Gateway]:
    monkeypatch.setattr(agenda_rows, "_FIRST", 5)
    monkeypatch.setattr(agenda_rows, "_SPARE", 2)
    made = Gateway(database, clock)
    yield made
    made.close()


def shown(rows: AgendaRows) -> tuple[object, ...]:
    return rows.totals, rows.window.rows, rows.window.start, rows.total, rows.counted


def fresh(gateway: Gateway, flt: Filter) -> tuple[object, ...]:
    rows = AgendaRows(gateway)
    rows.read(flt, ROWS, 1)
    near = gateway.near_groups(flt)
    assert {name: rows.totals[name] for name in near} == near
    return shown(rows)


@pytest.mark.parametrize("line", LINES)
def test_every_letter_leaves_what_a_fresh_look_leaves(gateway: Gateway, line: str) -> None:
    rows = AgendaRows(gateway)
    said = [line[:end] for end in range(1, len(line) + 1)]
    for letters in (*said, *reversed(said)):
        if not letters.endswith((":", "is")) and "is:" not in letters[-9:-1]:
            rows.read(parse_filter(letters), ROWS, 1)
            assert shown(rows) == fresh(gateway, parse_filter(letters)), letters


def test_letters_in_any_order_leave_the_same(gateway: Gateway) -> None:
    rng = random.Random(11)
    rows = AgendaRows(gateway)
    said = "e"
    for turn in range(150):
        at = rng.randrange(len(said) + 1)
        if rng.random() < 0.4 or len(said) > 6:
            said = said[: max(at - 1, 0)] + said[at:]
        else:
            said = said[:at] + rng.choice("aeiorlt ") + said[at:]
        rows.read(parse_filter(said), ROWS, 1)
        if turn % 4 == 0:  # somebody pages on, or goes to the end
            rows.count()
            rows.window.ensure(0, rng.randrange(1, 30))
        else:
            assert shown(rows) == fresh(gateway, parse_filter(said)), said


def test_a_letter_after_another_wrote_shows_it(
    gateway: Gateway, database: Path, clock: FixedClock
) -> None:
    rows = AgendaRows(gateway)
    rows.read(parse_filter("e"), ROWS, 1)
    first = rows.window.rows[0]
    other = Desk(database, clock)
    followups.snooze(other, [first.id], "+30d")
    other.close()
    flt = parse_filter("e a")
    rows.read(flt, ROWS, 1)
    assert shown(rows) == fresh(gateway, flt)
