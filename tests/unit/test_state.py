"""The rules of process.md, "States", each by name."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline_tui.domain.state import (
    GLYPHS,
    STATES,
    Facts,
    contact_due_on,
    ghost_on,
    state_of,
    warnings_of,
)
from pipeline_tui.domain.workdays import WorkCalendar

MONDAY = date(2026, 11, 16)
TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = (
    MONDAY + timedelta(days=n) for n in range(1, 7)
)
NEXT_MONDAY = MONDAY + timedelta(days=7)
WEEK = timedelta(days=7)
DAY = timedelta(days=1)
CALENDAR = WorkCalendar()
EASTER = WorkCalendar(frozenset({date(2026, 4, 3), date(2026, 4, 6)}))

FRESH = Facts(
    stage_kind="open",
    step_required=True,
    contact_limit=10,
    created_on=MONDAY,
    last_contact_on=None,
    next_due=None,
    missing_since=None,
    postponements=0,
    stalled_on=None,
)


def state(facts: Facts, today: date, calendar: WorkCalendar = CALENDAR) -> str | None:
    """The state of a deal as every screen works it out."""
    days = ghost_on(facts, calendar), contact_due_on(facts, calendar)
    return state_of(facts.stage_kind, facts.next_due, *days, today)


class TestADealWithoutItsCompulsoryStep:
    def test_is_none_on_the_day_it_went_missing_and_a_ghost_from_the_next_working_day(self) -> None:
        facts = FRESH._replace(missing_since=MONDAY)
        assert ghost_on(facts, CALENDAR) == TUESDAY
        assert [state(facts, day) for day in (MONDAY, TUESDAY)] == ["none", "ghost"]

    def test_is_no_ghost_over_the_weekend(self) -> None:
        facts = FRESH._replace(missing_since=FRIDAY)
        days = (FRIDAY, SATURDAY, SUNDAY, NEXT_MONDAY)
        assert [state(facts, day) for day in days] == ["none", "none", "none", "ghost"]

    def test_that_went_missing_at_the_weekend_is_a_ghost_on_monday(self) -> None:
        assert ghost_on(FRESH._replace(missing_since=SATURDAY), CALENDAR) == NEXT_MONDAY

    def test_is_no_ghost_over_easter(self) -> None:
        facts = FRESH._replace(missing_since=date(2026, 4, 2))
        assert ghost_on(facts, EASTER) == date(2026, 4, 7)
        assert state(facts, date(2026, 4, 6), EASTER) == "none"

    def test_in_a_stage_that_asks_for_none_never_becomes_a_ghost(self) -> None:
        prospect = FRESH._replace(step_required=False, contact_limit=None, missing_since=MONDAY)
        assert ghost_on(prospect, CALENDAR) is None
        assert state(prospect, MONDAY + 52 * WEEK) == "none"

    def test_that_was_imported_and_not_reviewed_is_none(self) -> None:
        imported = FRESH._replace(missing_since=None, created_on=MONDAY - 52 * WEEK)
        assert state(imported, MONDAY) == "none"

    def test_is_well_again_with_a_next_step(self) -> None:
        facts = FRESH._replace(missing_since=MONDAY, next_due=THURSDAY)
        assert state(facts, WEDNESDAY) == "later"


class TestAPostponedDeal:
    def test_is_a_ghost_from_the_third_postponement(self) -> None:
        facts = FRESH._replace(next_due=NEXT_MONDAY, postponements=3, stalled_on=WEDNESDAY)
        assert ghost_on(facts, CALENDAR) == WEDNESDAY
        assert [state(facts, day) for day in (TUESDAY, WEDNESDAY)] == ["later", "ghost"]

    def test_is_still_one_after_the_fourth(self) -> None:
        facts = FRESH._replace(next_due=NEXT_MONDAY, postponements=4, stalled_on=WEDNESDAY)
        assert ghost_on(facts, CALENDAR) == WEDNESDAY

    def test_is_none_after_two(self) -> None:
        facts = FRESH._replace(next_due=NEXT_MONDAY, postponements=2, stalled_on=None)
        assert state(facts, WEDNESDAY) == "later"

    def test_is_none_once_the_customer_was_reached_again(self) -> None:
        # Contact evidence resets the count; the day of an old third one no longer matters.
        facts = FRESH._replace(
            next_due=NEXT_MONDAY, postponements=0, stalled_on=TUESDAY, last_contact_on=WEDNESDAY
        )
        assert state(facts, THURSDAY) == "later"


class TestAnOverdueDeal:
    """Overdue by more than three working days, and the contact limit passed."""

    def test_is_a_ghost_on_the_fourth_working_day_if_the_limit_has_long_been_passed(self) -> None:
        facts = FRESH._replace(created_on=MONDAY - 8 * WEEK, next_due=MONDAY)
        assert ghost_on(facts, CALENDAR) == FRIDAY
        days = (MONDAY, TUESDAY, THURSDAY, FRIDAY)
        assert [state(facts, day) for day in days] == ["today", "overdue", "overdue", "ghost"]

    def test_is_given_the_weekend(self) -> None:
        facts = FRESH._replace(created_on=MONDAY - 8 * WEEK, next_due=WEDNESDAY)
        assert ghost_on(facts, CALENDAR) == NEXT_MONDAY + DAY
        assert state(facts, NEXT_MONDAY) == "overdue"

    def test_is_given_the_holidays(self) -> None:
        facts = FRESH._replace(created_on=date(2026, 1, 5), next_due=date(2026, 4, 1))
        assert ghost_on(facts, EASTER) == date(2026, 4, 9)
        assert ghost_on(facts, CALENDAR) == date(2026, 4, 7)

    def test_is_only_overdue_until_the_limit_has_been_passed(self) -> None:
        facts = FRESH._replace(last_contact_on=MONDAY, next_due=TUESDAY)
        passed = contact_due_on(facts, CALENDAR)
        assert passed == TUESDAY + 2 * WEEK
        assert ghost_on(facts, CALENDAR) == passed
        assert state(facts, passed - DAY) == "overdue"
        assert state(facts, passed) == "ghost"

    def test_without_a_contact_limit_stays_overdue(self) -> None:
        facts = FRESH._replace(contact_limit=None, next_due=MONDAY)
        assert ghost_on(facts, CALENDAR) is None
        assert state(facts, MONDAY + 52 * WEEK) == "overdue"


class TestTheContactLimit:
    def test_has_been_passed_on_the_working_day_after_its_last(self) -> None:
        facts = FRESH._replace(last_contact_on=MONDAY)
        assert contact_due_on(facts, CALENDAR) == MONDAY + 2 * WEEK + DAY

    def test_counts_from_the_day_the_deal_was_made_until_there_was_contact(self) -> None:
        facts = FRESH._replace(contact_limit=5)
        assert contact_due_on(facts, CALENDAR) == NEXT_MONDAY + DAY
        contacted = facts._replace(last_contact_on=WEDNESDAY)
        assert contact_due_on(contacted, CALENDAR) == NEXT_MONDAY + 3 * DAY

    def test_does_not_count_days_away(self) -> None:
        away = WorkCalendar(frozenset(MONDAY + n * DAY for n in range(1, 5)))
        assert contact_due_on(FRESH._replace(contact_limit=1), away) == NEXT_MONDAY + DAY

    def test_of_nothing_is_passed_the_next_working_day(self) -> None:
        assert contact_due_on(FRESH._replace(contact_limit=0), CALENDAR) == TUESDAY

    def test_is_none_where_the_stage_has_none(self) -> None:
        assert contact_due_on(FRESH._replace(contact_limit=None), CALENDAR) is None
        assert contact_due_on(FRESH._replace(stage_kind="parked"), CALENDAR) is None


class TestTheStatesOfADealInPlay:
    def test_overdue_before_today(self) -> None:
        assert state(FRESH._replace(next_due=MONDAY), TUESDAY) == "overdue"

    def test_today(self) -> None:
        assert state(FRESH._replace(next_due=TUESDAY), TUESDAY) == "today"

    def test_today_even_with_the_limit_passed(self) -> None:
        facts = FRESH._replace(created_on=MONDAY - 8 * WEEK, next_due=TUESDAY)
        assert state(facts, TUESDAY) == "today"

    def test_later(self) -> None:
        assert state(FRESH._replace(next_due=WEDNESDAY), TUESDAY) == "later"

    def test_waiting_from_the_day_the_limit_has_been_passed_however_long(self) -> None:
        promised = MONDAY + 40 * WEEK
        facts = FRESH._replace(next_due=promised)
        passed = contact_due_on(facts, CALENDAR)
        assert passed is not None
        days = (passed - DAY, passed, promised - DAY, promised)
        assert [state(facts, day) for day in days] == ["later", "waiting", "waiting", "today"]

    def test_have_a_glyph_each(self) -> None:
        assert set(GLYPHS) == set(STATES)
        assert len(set(GLYPHS.values())) == len(STATES)

    def test_are_right_if_a_file_names_the_last_day_there_is(self) -> None:
        facts = FRESH._replace(next_due=date.max)
        assert state(facts, TUESDAY) == "later"


class TestADealOutOfPlay:
    @pytest.mark.parametrize("kind", ["won", "lost"])
    def test_won_and_lost_have_no_state_and_are_never_ghosts(self, kind: str) -> None:
        facts = FRESH._replace(
            stage_kind=kind, missing_since=MONDAY, postponements=5, stalled_on=MONDAY
        )
        assert ghost_on(facts, CALENDAR) is None
        assert contact_due_on(facts, CALENDAR) is None
        assert state(facts, MONDAY + WEEK) is None

    def test_parked_keeps_its_date_however_far(self) -> None:
        parked = FRESH._replace(stage_kind="parked", next_due=MONDAY + 30 * WEEK)
        assert state(parked, MONDAY + 29 * WEEK) == "later"
        assert state(parked, MONDAY + 40 * WEEK) == "overdue"

    def test_parked_without_a_date_is_a_ghost(self) -> None:
        parked = FRESH._replace(stage_kind="parked", contact_limit=None, missing_since=MONDAY)
        assert state(parked, TUESDAY) == "ghost"

    def test_after_the_sale_deals_have_the_same_states(self) -> None:
        care = FRESH._replace(stage_kind="care", contact_limit=20, next_due=MONDAY)
        assert state(care, MONDAY) == "today"
        assert state(care, TUESDAY) == "overdue"
        assert state(care, MONDAY + 5 * WEEK) == "ghost"


NEAR = st.dates(date(2026, 3, 1), date(2026, 5, 31))
FACTS = st.builds(
    Facts,
    stage_kind=st.sampled_from(["open", "parked", "won", "lost", "care"]),
    step_required=st.booleans(),
    contact_limit=st.none() | st.integers(0, 20),
    created_on=NEAR,
    last_contact_on=st.none() | NEAR,
    next_due=st.none() | NEAR,
    missing_since=st.none() | NEAR,
    postponements=st.integers(0, 4),
    stalled_on=st.none() | NEAR,
)


def told_in_words(facts: Facts, today: date, calendar: WorkCalendar) -> bool:
    """Whether the deal is a ghost, read from process.md by counting days, not by dates."""
    if facts.stage_kind in ("won", "lost"):
        return False
    missing = facts.next_due is None and facts.missing_since is not None and facts.step_required
    if missing and calendar.between(facts.missing_since or today, today) >= 1:
        return True
    if facts.postponements >= 3 and facts.stalled_on and facts.stalled_on <= today:
        return True
    if facts.next_due is None or facts.contact_limit is None or facts.stage_kind == "parked":
        return False
    silence = calendar.between(facts.last_contact_on or facts.created_on, today)
    return calendar.between(facts.next_due, today) > 3 and silence > facts.contact_limit


class TestTheRule:
    @given(FACTS, st.dates(date(2026, 3, 1), date(2026, 7, 31)))
    def test_is_the_same_told_by_days_and_by_the_stored_day(
        self, facts: Facts, today: date
    ) -> None:
        first = ghost_on(facts, EASTER)
        told = told_in_words(facts, today, EASTER)
        assert (first is not None and first <= today) == told
        assert (state(facts, today, EASTER) == "ghost") == told

    @given(FACTS, st.dates(date(2026, 3, 1), date(2026, 7, 31)))
    def test_gives_every_deal_in_play_one_state(self, facts: Facts, today: date) -> None:
        found = state(facts, today, EASTER)
        assert (found is None) == (facts.stage_kind in ("won", "lost"))
        assert found is None or found in STATES
        if found == "none":
            assert facts.next_due is None
        if found == "waiting":
            assert facts.contact_limit is not None

    @given(FACTS, st.dates(date(2026, 3, 1), date(2026, 7, 31)))
    def test_once_a_ghost_always_a_ghost_until_something_happens(
        self, facts: Facts, today: date
    ) -> None:
        if state(facts, today, EASTER) == "ghost":
            assert state(facts, today + DAY, EASTER) == "ghost"


class TestAWarning:
    def test_says_that_the_expected_close_is_past(self) -> None:
        assert warnings_of(MONDAY, None, 0, TUESDAY, "open") == ("close_past",)
        assert warnings_of(TUESDAY, None, 0, TUESDAY, "open") == ()

    def test_says_that_the_next_step_comes_after_the_close(self) -> None:
        assert warnings_of(TUESDAY, WEDNESDAY, 0, MONDAY, "open") == ("step_after_close",)
        assert warnings_of(WEDNESDAY, WEDNESDAY, 0, MONDAY, "open") == ()

    def test_says_that_the_close_was_moved_three_times(self) -> None:
        assert warnings_of(None, None, 3, MONDAY, "parked") == ("close_moved",)
        assert warnings_of(FRIDAY, None, 2, MONDAY, "parked") == ()

    def test_can_come_with_others(self) -> None:
        everything = ("close_past", "step_after_close", "close_moved", "no_decider")
        found = warnings_of(MONDAY, WEDNESDAY, 9, TUESDAY, "open", undecided=True)
        assert found == everything

    def test_says_that_nobody_is_known_who_decides_while_it_is_in_play(self) -> None:
        assert warnings_of(None, None, 0, MONDAY, "open", undecided=True) == ("no_decider",)
        assert warnings_of(None, None, 0, MONDAY, "parked", undecided=True) == ()

    @pytest.mark.parametrize("kind", ["won", "lost", "care"])
    def test_is_not_given_once_the_deal_is_decided(self, kind: str) -> None:
        assert warnings_of(MONDAY, WEDNESDAY, 9, TUESDAY, kind) == ()
