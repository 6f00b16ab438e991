"""Trying the demo: believable deals in every state, around today, in a file of its own."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest

from pipeline_tui import locations
from pipeline_tui.clock import FixedClock
from pipeline_tui.domain import words
from pipeline_tui.domain.filter import parse_filter
from pipeline_tui.domain.records import Deal, Permission
from pipeline_tui.domain.recurrence import following
from pipeline_tui.services import figure_customers, figure_pages, reviewing
from pipeline_tui.services.demo import demo_database
from pipeline_tui.services.desk import Desk
from pipeline_tui.store import (
    connection,
    reads,
    reads_agenda,
    reads_costs,
    reads_focus,
    reads_offer,
)

MONDAY = date(2026, 11, 23)


def deals_on(day: date, language: str = "en") -> list[Deal]:
    """Every deal of the demo made for that day."""
    conn = connection.open_reader(demo_database(language, FixedClock(day)))
    try:
        return reads.deals(conn, day, parse_filter("is:any"), sort=None, limit=None)
    finally:
        conn.close()


class TestTryingTheDemo:
    @pytest.mark.parametrize("language", ["en", "de"])
    @pytest.mark.parametrize("offset", range(7))
    def test_shows_forty_deals_in_every_state_on_any_day(self, language: str, offset: int) -> None:
        found = deals_on(MONDAY + timedelta(days=offset), language)
        assert len(found) == 40
        states = Counter(deal.state for deal in found)
        for state in ("overdue", "today", "waiting", "ghost", "none", "later"):
            assert states[state] >= 2, state
        assert {deal.stage_kind for deal in found} == {"open", "parked", "won", "lost", "care"}
        assert any(deal.risk_level == "high" for deal in found)
        assert any(0 < deal.ticks < deal.criteria for deal in found)
        assert all(deal.lost_reason for deal in found if deal.stage_kind == "lost")
        assert [deal.verified for deal in found if deal.disqualified] == [False]
        assert any(deal.risk_was_reason for deal in found)
        (back,) = [deal for deal in found if deal.link == "come_back"]
        parent = next(deal for deal in found if deal.id == back.parent_id)
        assert (parent.stage_kind, parent.company) == ("lost", back.company)

    @pytest.mark.parametrize("language", ["en", "de"])
    def test_shows_every_figure(self, language: str) -> None:
        clock = FixedClock(MONDAY)
        desk = Desk(demo_database(language, clock), clock)
        closed = [deal for deal in deals_on(MONDAY, language) if deal.stage_kind in ("won", "care")]
        assert all(deal.closed_on is not None and deal.closed_on <= MONDAY for deal in closed)
        plan = figure_pages.plan_page(desk, None, None)
        assert plan.plan is not None
        assert 0 < plan.plan.won_minor < plan.plan.target_minor
        found = figure_customers.sources_page(desk, None, None)
        assert found.customers.value.customers == len(closed)
        assert found.customers.recurring.minor_per_year > 0
        assert any(one.acquisition_minor for one in found.sources)
        first = figure_customers.first_value(desk, None, None)
        assert first is not None
        assert first.days is not None
        assert 30 <= first.days.median <= 45
        desk.close()

    @pytest.mark.parametrize("language", ["en", "de"])
    def test_shows_what_is_left_of_a_review(self, language: str) -> None:
        clock = FixedClock(MONDAY)
        desk = Desk(demo_database(language, clock), clock)
        [held] = reviewing.summaries(desk, every=True)
        assert len(held.deals) == 7
        assert held.review.learned
        assert held.review.ended_at is not None
        assert reviewing.asked(desk, "weekly"), "and there is one to hold"
        desk.close()

    @pytest.mark.parametrize("language", ["en", "de"])
    def test_shows_who_decides_and_who_may_be_called(self, language: str) -> None:
        found = deals_on(MONDAY, language)
        roles = Counter(deal.contact_role for deal in found)
        assert all(roles[role] for role in words.ROLES)
        assert all(deal.contact for deal in found if deal.contact_role)
        known = [deal.permission for deal in found if deal.permission != Permission()]
        allowed = {(may.call.allowed, may.mail.allowed) for may in known}
        assert {(True, True), (True, False), (False, True), (False, False)} <= allowed
        assert any(may.never for may in known)
        channels = [one for may in known for one in may[:2] if one.allowed is not None]
        assert all(one.origin and one.on for one in channels)

    @pytest.mark.parametrize("language", ["en", "de"])
    def test_shows_how_well_deals_are_qualified(self, language: str) -> None:
        found = deals_on(MONDAY, language)
        at_work = Counter(deal.yes for deal in found if deal.stage_kind == "open")
        assert {0, 2, 3} <= set(at_work)
        assert any(not deal.verified for deal in found if deal.stage_kind == "open")

    @pytest.mark.parametrize("language", ["en", "de"])
    def test_shows_several_people_in_a_deal_and_what_moves_them(self, language: str) -> None:
        conn = connection.open_reader(demo_database(language, FixedClock(MONDAY)))
        try:
            pages = [reads.page(conn, deal.id, MONDAY) for deal in deals_on(MONDAY, language)]
        finally:
            conn.close()
        guests = [one for page in pages if page for one in page.people]
        assert {one.role for one in guests} >= {"decides", "signs", "champions", "blocks"}
        assert all(one.position for one in guests)
        assert any(one.permission.never for one in guests)
        assert sum(bool(page.deal.drives and page.deal.objection) for page in pages if page) >= 2

    @pytest.mark.parametrize("language", ["en", "de"])
    def test_shows_promised_days_and_what_comes_again(self, language: str) -> None:
        conn = connection.open_reader(demo_database(language, FixedClock(MONDAY)))
        try:
            found = reads.agenda(conn, None, -1, MONDAY)
        finally:
            conn.close()
        assert {row.state for row in found if row.promised} >= {"overdue", "today"}
        rules = [row for row in found if row.repeat]
        assert len(rules) == 3
        for row in rules:
            nearest = following(row.repeat, row.due, row.due - timedelta(days=1))
            assert nearest == row.due, "it begins on its own day"

    def test_is_written_in_the_language_asked_for(self) -> None:
        titles = {deal.title for deal in deals_on(MONDAY, "de")}
        assert "Pilotlinie" in titles
        assert "Pilot line" not in titles

    def test_keeps_what_was_tried_on_it_for_the_day(self) -> None:
        path = demo_database("en", FixedClock(MONDAY))
        stamp = path.stat().st_ino
        assert demo_database("en", FixedClock(MONDAY)) == path
        assert path.stat().st_ino == stamp

    def test_has_outcomes_and_attempts_to_show_before_a_call(self) -> None:
        conn = connection.open_reader(demo_database("en", FixedClock(MONDAY)))
        try:
            due = reads_agenda.agenda(conn, None, 100, MONDAY, until=MONDAY)
            sheets = [reads_focus.focus(conn, one.id, MONDAY) for one in due]
        finally:
            conn.close()
        assert any(sheet and sheet.last and sheet.last.outcome for sheet in sheets)
        assert any(sheet and sheet.followup.attempts and sheet.tried_on for sheet in sheets)

    def test_is_made_anew_on_another_day_and_never_touches_real_data(self) -> None:
        first = demo_database("en", FixedClock(MONDAY)).stat().st_ino
        later = demo_database("en", FixedClock(MONDAY + timedelta(days=1)))
        assert later.stat().st_ino != first
        assert later != locations.default_database()
        assert not locations.default_database().exists()

    def test_has_histories_as_if_the_deals_had_been_worked_on(self) -> None:
        conn = connection.open_reader(demo_database("en", FixedClock(MONDAY)))
        try:
            negotiated = next(
                deal
                for deal in reads.deals(conn, MONDAY, parse_filter("initech"), sort=None, limit=1)
            )
            page = reads.page(conn, negotiated.id, MONDAY)
        finally:
            conn.close()
        assert page is not None
        stages = [event.text for event in page.timeline if event.what == "stage"]
        assert len(stages) >= 4
        assert page.deal.contact_phone


class TestItsOffers:
    @pytest.mark.parametrize("language", ["en", "de"])
    def test_show_every_part_and_agree_with_the_value(self, language: str) -> None:
        conn = connection.open_reader(demo_database(language, FixedClock(MONDAY)))
        try:
            found = reads.deals(conn, MONDAY, parse_filter("is:any"), sort=None, limit=None)
            offers = {deal.id: reads_offer.offer(conn, deal.id) for deal in found}
            costs = reads_costs.costs(conn)
        finally:
            conn.close()
        full = [of for of in offers.values() if of.benefit and of.plan and of.pilot and of.options]
        assert full
        for deal in found:
            expected = [one.value_minor for one in offers[deal.id].options if one.expected]
            assert expected in ([], [deal.value_minor])
        assert any(deal.recurring_minor for deal in found)
        assert len({deal.industry for deal in found}) > 5
        assert {one.source for one in costs} <= {deal.source for deal in found}
