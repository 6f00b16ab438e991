"""Days and times are those of the wall where the seller is, also when the clock is changed."""

from __future__ import annotations

import time as system
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from pipeline_tui.services import deals, followups, reading, setup
from pipeline_tui.services.desk import Desk
from tests.services.office import WorldClock

SUNDAY_IN_OCTOBER = date(2026, 10, 25)
"""25 hours in Berlin: at 03:00 it is 02:00 once more (01:00 UTC)."""

SUNDAY_IN_MARCH = date(2026, 3, 29)
"""23 hours in Berlin: behind 01:59 comes 03:00 (01:00 UTC)."""


class Seller:
    """A desk in Berlin, at an instant that is set."""

    def __init__(self, path: Path) -> None:
        self.clock = WorldClock("2026-01-05T08:00Z")
        self.desk = Desk(path, self.clock)
        setup.create(self.desk, "b2b-en")

    def at(self, moment: str) -> Desk:
        """The desk at an instant."""
        self.clock.set(moment)
        return self.desk

    def happened(self, moment: str, since: date | None = None) -> list[str]:
        """What the stand-up at an instant tells."""
        found = reading.standup(self.at(moment), since)
        return [one.event.text for one in found.yesterday]

    def fly_to(self, zone: str, patch: pytest.MonkeyPatch) -> None:
        """Another time zone; the app notices by itself (tests/ui/test_midnight.py)."""
        patch.setenv("TZ", zone)
        system.tzset()


@pytest.fixture
def seller(tmp_path: Path) -> Iterator[Seller]:
    made = Seller(tmp_path / "sales.db")
    yield made
    made.desk.close()


class TestTheStandUpAfterTheClockWasChanged:
    def test_has_all_25_hours_of_the_sunday_in_october(self, seller: Seller) -> None:
        deal = deals.add_deal(seller.at("2026-10-01T08:00Z"), "Acme: CNC @proposal", suggest=False)
        told = {
            "2026-10-24T21:59Z": "Saturday, a minute to midnight",
            "2026-10-24T22:00Z": "Sunday, midnight",
            "2026-10-25T00:30Z": "half past two",
            "2026-10-25T01:30Z": "half past two, once more",
            "2026-10-25T22:59Z": "Sunday, a minute to midnight",
            "2026-10-25T23:00Z": "Monday, midnight",
        }
        for moment, text in told.items():
            deals.log(seller.at(moment), deal, text, "note")
        all_of_it = list(told.values())
        assert seller.happened("2026-10-26T07:00Z") == all_of_it[:-1]
        assert seller.happened("2026-10-26T07:00Z", SUNDAY_IN_OCTOBER) == all_of_it[1:]

    def test_puts_moves_on_the_day_on_which_they_were_made(self, seller: Seller) -> None:
        for moment, name in (
            ("2026-03-28T22:59Z", "Saturday"),
            ("2026-03-28T23:00Z", "Sunday first"),
            ("2026-03-29T21:59Z", "Sunday last"),
            ("2026-03-29T22:00Z", "Monday"),
        ):
            deals.add_deal(seller.at(moment), f"Acme: {name}", suggest=False)
        found = reading.standup(seller.at("2026-03-30T06:00Z"), SUNDAY_IN_MARCH)
        told = [one.deal.title for one in found.yesterday if one.deal]
        assert told == ["Sunday first", "Sunday last", "Monday"]


class TestADayThatBeginsAtOne:
    """Havana goes from 23:59 to 01:00 (05:00 UTC): its 8th of March 2026 has no midnight."""

    LAST_MINUTE = "2026-03-08T04:59Z"
    FIRST_MINUTE = "2026-03-08T05:00Z"

    @pytest.fixture(autouse=True)
    def havana(self, seller: Seller, monkeypatch: pytest.MonkeyPatch) -> None:
        seller.fly_to("America/Havana", monkeypatch)
        for moment, name in ((self.LAST_MINUTE, "Saturday"), (self.FIRST_MINUTE, "Sunday")):
            deals.add_deal(seller.at(moment), f"Acme: {name}", suggest=False)

    def test_has_nothing_of_the_evening_before(self, seller: Seller) -> None:
        found = reading.standup(seller.at("2026-03-09T12:00Z"), date(2026, 3, 8))
        assert [one.deal.title for one in found.yesterday if one.deal] == ["Sunday"]

    def test_leaves_the_evening_to_the_day_before(self, seller: Seller) -> None:
        desk = seller.at("2026-03-09T12:00Z").as_of(date(2026, 3, 7))
        assert [deal.title for deal in reading.deals(desk)] == ["Saturday"]
        desk.close()


class TestAnAppointment:
    @pytest.mark.parametrize("day", [SUNDAY_IN_MARCH, SUNDAY_IN_OCTOBER])
    @pytest.mark.parametrize("hour", ["00:00", "02:30", "03:00", "23:59"])
    def test_keeps_its_time_on_the_days_of_change(
        self, seller: Seller, day: date, hour: str
    ) -> None:
        """Also one at 02:30 that there is not in March, and twice in October."""
        desk = seller.at("2026-03-02T08:00Z")
        deals.add_deal(
            desk, f"Acme: CNC @proposal call Meier {day.isoformat()} {hour}", suggest=False
        )
        for moment in (f"{day}T00:30Z", f"{day}T01:30Z"):
            (step,) = reading.agenda(seller.at(moment), None, reading.ALL)
            assert (step.due, step.time, step.state) == (day, hour, "today")

    def test_tried_in_the_hour_that_comes_twice_is_tried_again_by_the_wall_clock(
        self, seller: Seller
    ) -> None:
        desk = seller.at("2026-10-02T08:00Z")
        deals.add_deal(
            desk, f"Acme: CNC @proposal call Meier {SUNDAY_IN_OCTOBER} 02:30", suggest=False
        )
        for moment in ("2026-10-25T00:30Z", "2026-10-25T01:30Z"):
            missed = followups.missed(seller.at(moment), 1)
            assert missed.retry is not None
            assert (missed.retry.day, missed.retry.time) == (date(2026, 10, 26), "09:00")

    def test_travels_with_the_seller(self, seller: Seller, monkeypatch: pytest.MonkeyPatch) -> None:
        desk = seller.at("2026-11-23T08:00Z")
        deals.add_deal(desk, "Acme: CNC @proposal call Meier 2026-11-24 10:00", suggest=False)
        for zone in ("America/New_York", "Asia/Tokyo", "Pacific/Kiritimati"):
            seller.fly_to(zone, monkeypatch)
            (step,) = reading.agenda(seller.at("2026-11-24T08:00Z"), None, reading.ALL)
            assert (step.due, step.time) == (date(2026, 11, 24), "10:00")


class TestTravelling:
    def test_today_is_the_day_on_the_wall(
        self, seller: Seller, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        desk = seller.at("2026-11-23T23:30Z")  # half past midnight in Berlin
        deals.add_deal(desk, "Acme: CNC @proposal call Meier 2026-11-24 10:00", suggest=False)
        states = []
        for zone in ("Europe/Berlin", "America/New_York", "Pacific/Kiritimati"):
            seller.fly_to(zone, monkeypatch)
            states += [step.state for step in reading.agenda(desk, None, reading.ALL)]
        assert states == ["today", "tomorrow", "today"]

    def test_a_contact_stays_on_the_day_on_which_it_was_made(
        self, seller: Seller, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        deal = deals.add_deal(seller.at("2026-11-02T08:00Z"), "Acme: CNC @proposal", suggest=False)
        deals.log(seller.at("2026-11-23T23:30Z"), deal, "rang back", "call")
        seller.fly_to("America/New_York", monkeypatch)
        found = reading.deal(seller.desk, deal)
        assert found is not None
        assert found.last_contact_on == date(2026, 11, 24)
