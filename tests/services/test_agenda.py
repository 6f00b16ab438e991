"""The agenda as a screen reads it: one desk that stays open while things change."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from pipeline_tui.domain.agenda import DayLoad, GroupTotal
from pipeline_tui.domain.records import FollowUp
from pipeline_tui.services import deals, editing, followups, history, options, reading
from pipeline_tui.services.desk import Desk
from tests.services.office import MONDAY, MovableClock, Office


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """Two deals, both overdue since Friday, seen on Monday."""
    made = Office(tmp_path / "day.db")
    made.clock.set(MONDAY - timedelta(days=3))
    made.add("Acme: CNC retrofit 30k call Meier today")
    made.add("Globex: Pilot 10k mail Ito today !high budget freeze")
    made.clock.set(MONDAY)
    return made


def overdue(office: Office) -> list[tuple[str, int]]:
    found = reading.agenda(office.desk, None, 9)
    return [(one.deal.title, one.urgency) for one in found if one.deal and one.state == "overdue"]


def first(office: Office) -> FollowUp:
    return reading.agenda(office.desk, None, 1)[0]


class TestUrgency:
    def test_follows_the_weights_at_once(self, office: Office) -> None:
        # value 8 and 3 of 10 points, age 3, risk high
        assert overdue(office) == [("Pilot", 38), ("CNC retrofit", 33)]
        options.set_option(office.desk, "urgency", "value 10 risk 0")
        assert overdue(office) == [("CNC retrofit", 59), ("Pilot", 26)]
        history.undo(office.desk)
        assert overdue(office) == [("Pilot", 38), ("CNC retrofit", 33)]

    def test_follows_what_other_deals_are_worth(self, office: Office) -> None:
        office.add("Initech: Plant 500k")
        assert overdue(office) == [("Pilot", 29), ("CNC retrofit", 12)]

    def test_follows_what_another_instance_writes(self, office: Office) -> None:
        assert overdue(office)[0] == ("Pilot", 38)
        other = Desk(office.path, MovableClock())
        editing.set_field(other, 1, "risk", "!high nobody decides")
        other.close()
        assert overdue(office) == [("CNC retrofit", 53), ("Pilot", 38)]

    def test_is_that_of_the_row_when_one_is_read_alone(self, office: Office) -> None:
        for one in reading.agenda(office.desk, None, 9):
            assert reading.followup(office.desk, one.id) == one

    def test_a_promise_weighs_more_than_it_did(self, office: Office) -> None:
        number = first(office).id
        followups.snooze(office.desk, [number], "tomorrow", asked=True)
        office.clock.set(MONDAY + timedelta(days=1))
        promised = reading.followup(office.desk, number)
        assert promised is not None
        parts = reading.urgency_parts(office.desk, promised)
        assert [(part.name, part.points, part.weight) for part in parts] == [
            ("value", 3, 3),
            ("age", 0, 3),
            ("risk", 10, 2),
            ("promise", 10, 2),
        ]
        assert promised.urgency == sum(part.points * part.weight for part in parts)
        assert [part.why for part in parts] == [
            "€10k, €20k is average",
            "not overdue",
            "risk high",
            "the customer asked for this day",
        ]


class TestWhatStandsAroundTheRows:
    def test_groups_say_what_they_are_worth(self, office: Office) -> None:
        deals.add_deal(office.desk, "Initech: Plant 500k call 2027-01-11", suggest=False)
        groups = reading.agenda_groups(office.desk)
        assert groups["overdue"] == GroupTotal(2, 40_000_00, converted=False, left_out=0)
        assert groups["today"] == GroupTotal(0, 0, converted=False, left_out=0)
        assert groups["later"].value_minor is None
        assert reading.later_total(office.desk).value_minor == 500_000_00
        found = reading.agenda(office.desk, None, 9)
        assert reading.totals_of(office.desk, found) == {
            "overdue": groups["overdue"],
            "later": reading.later_total(office.desk),
        }

    def test_the_day_shows_its_load_its_times_and_its_blocks(self, office: Office) -> None:
        followups.add_followup(office.desk, None, "call tax office today 10:00")
        followups.add_followup(office.desk, None, "task clean up tomorrow")
        options.set_option(office.desk, "blocks", "9-10 calls")
        options.set_option(office.desk, "away", "2026-11-24")
        assert reading.load(office.desk, 2) == [
            DayLoad(MONDAY, 1, 1, working=True),
            DayLoad(MONDAY + timedelta(days=1), 1, 0, working=False),
        ]
        assert reading.times(office.desk) == ("10:00",)
        assert [tuple(block) for block in reading.blocks(office.desk)] == [
            ("09:00", "10:00", "calls")
        ]

    def test_nothing_is_there_before_there_is_a_database(self, tmp_path: Path) -> None:
        desk = Desk(tmp_path / "none.db", MovableClock())
        assert reading.agenda(desk, None, 9) == []
        assert {total.count for total in reading.agenda_groups(desk).values()} == {0}
        assert {one.count for one in reading.load(desk)} == {0}
        assert reading.blocks(desk) == ()
