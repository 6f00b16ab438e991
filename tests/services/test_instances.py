"""Two and more programs at one file: none of their changes is lost (safety.md)."""

from __future__ import annotations

import pytest

from pipeline_tui.services import deals, followups
from pipeline_tui.services.desk import Desk
from tests.services.office import Office
from tests.store.children import start, wait

PROCESSES = 4


def _work(office: Office, name: str, changes: int) -> None:
    """Add deals, edit one's own, and log on the one all share."""
    desk = Desk(office.path, office.clock)
    for turn in range(changes):
        if turn % 3 == 0:
            own = deals.add_deal(desk, f"{name}: {turn} call Meier fri", suggest=False)
        elif turn % 3 == 1:
            followups.next_step(desk, own, f"mail offer {turn} today")
        else:
            deals.log(desk, 1, f"{name} {turn}", "note")
    desk.close()


@pytest.mark.parametrize("changes", [25, pytest.param(200, marks=pytest.mark.long)])
def test_four_programs_at_once_lose_nothing_and_meet_no_error(office: Office, changes: int) -> None:
    office.add("shared")
    office.desk.close()
    children = [start(lambda n=n: _work(office, f"P{n}", changes)) for n in range(PROCESSES)]
    assert [wait(child) for child in children] == [0] * PROCESSES
    adds, steps, notes = (len(range(first, changes, 3)) for first in range(3))
    assert office.value("SELECT count(*) FROM deal") == 1 + PROCESSES * adds
    assert office.value("SELECT count(*) FROM activity") == PROCESSES * notes
    edited = office.value("SELECT count(*) FROM followup WHERE text LIKE 'mail offer %'")
    assert edited == PROCESSES * steps
    assert office.value("SELECT count(*) FROM journal_step") == min(1001, 1 + PROCESSES * changes)
    assert office.value("PRAGMA integrity_check") == "ok"
    assert office.rows("PRAGMA foreign_key_check") == []
