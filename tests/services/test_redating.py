"""A new date for a deal: ghosts are brought back, others moved (process.md, "States")."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline_tui.errors import InputError
from pipeline_tui.services import deals, followups, history, redating
from tests.services.office import Office

LINE = "Acme GmbH: CNC retrofit 12k @proposal call Meier today contact:Meier"


def postponed_thrice(office: Office) -> None:
    """Deal 1 becomes a ghost by three postponements."""
    office.add(LINE)
    for _turn in range(3):
        followups.snooze(office.desk, [office.step(1).id], "tomorrow")
        office.clock.pass_days(1)
    assert office.deal(1).state == "ghost"


class TestAGhost:
    def test_gets_a_new_step_and_loses_its_postponements(self, office: Office) -> None:
        postponed_thrice(office)
        old = office.step(1).id
        redating.redate_deal(office.desk, 1, "fri 10:00")
        step, deal = office.step(1), office.deal(1)
        assert step.id != old
        assert (step.text, step.due, step.time) == ("call Meier", date(2026, 11, 27), "10:00")
        assert (step.postponed, deal.postponements, deal.state) == (0, 0, "later")
        states = {one.id: one.state for one in office.followups(1)}
        assert states[old] == "cancelled"
        assert office.say() == "Acme GmbH · CNC retrofit re-dated to 27 Nov 2026"

    def test_is_as_it_was_after_undo(self, office: Office) -> None:
        postponed_thrice(office)
        before = office.everything()
        redating.redate_deal(office.desk, 1, "fri")
        history.undo(office.desk)
        assert office.everything() == before

    def test_without_a_step_gets_a_call(self, office: Office) -> None:
        office.add(LINE)
        followups.cancel(office.desk, [office.step(1).id])
        office.clock.pass_days(1)
        assert office.deal(1).state == "ghost"
        redating.redate_deal(office.desk, 1, "fri")
        step = office.step(1)
        assert (step.kind, step.text, step.due) == ("call", "call Meier", date(2026, 11, 27))
        assert office.deal(1).state == "later"

    def test_is_none_any_more_though_more_than_one_step_was_overdue(self, office: Office) -> None:
        office.add(LINE)
        followups.add_followup(office.desk, 1, "mail prices tomorrow")
        followups.add_followup(office.desk, 1, "meeting 15.1.")
        office.clock.pass_days(30)
        assert office.deal(1).state == "ghost"
        redating.redate_deal(office.desk, 1, "+2d")
        assert office.deal(1).state in ("later", "waiting")
        still = [one.text for one in office.followups(1) if one.state == "later"]
        assert "meeting" in still, "what is not overdue stays"

    def test_keeps_its_series(self, office: Office) -> None:
        office.add("Acme: one @proposal")
        followups.next_step(office.desk, 1, "call news today 9:00 every week")
        office.clock.pass_days(40)
        assert office.deal(1).state == "ghost"
        old = office.step(1)
        redating.redate_deal(office.desk, 1, "tomorrow")
        step = office.step(1)
        assert (step.repeat, step.time) == (old.repeat, "9:00".rjust(5, "0"))


class TestAnotherDeal:
    def test_has_its_step_moved_and_a_postponement_counted(self, office: Office) -> None:
        office.add(LINE)
        office.clock.pass_days(1)
        old = office.step(1).id
        redating.redate_deal(office.desk, 1, "fri")
        assert office.step(1).id == old
        assert office.step(1).postponed == office.deal(1).postponements == 1

    def test_moved_ahead_of_time_is_not_postponed(self, office: Office) -> None:
        office.add("Acme: one @proposal call fri")
        redating.redate_deal(office.desk, 1, "+2w")
        assert office.deal(1).postponements == 0

    @pytest.mark.parametrize("phrase", ["", "31.02.", "15.1.2020", "whenever"])
    def test_refuses_what_is_no_day_ahead(self, office: Office, phrase: str) -> None:
        office.add(LINE)
        before = office.everything()
        with pytest.raises(InputError):
            redating.redate_deal(office.desk, 1, phrase)
        with pytest.raises(InputError):
            redating.check_redate(office.desk, phrase)
        assert office.everything() == before

    def test_that_is_closed_is_refused(self, office: Office) -> None:
        office.add(LINE)
        deals.win(office.desk, 1)
        with pytest.raises(InputError, match="no next step"):
            redating.redate_deal(office.desk, 1, "fri")


class TestTheDaysOfOneKey:
    def test_are_working_days(self, office: Office) -> None:
        office.clock.set(date(2026, 11, 27))  # a Friday
        assert redating.days_at_once(office.desk) == (
            date(2026, 11, 30), date(2026, 12, 2), date(2026, 12, 4),
        )  # fmt: skip

    def test_pass_over_days_away(self, office: Office) -> None:
        from pipeline_tui.services import away

        away.set_away(office.desk, "24.11. - 30.11.")
        first, third, week = redating.days_at_once(office.desk)
        assert (first, third, week) == (date(2026, 12, 1), date(2026, 12, 3), date(2026, 12, 1))

    def test_say_what_is_booked(self, office: Office) -> None:
        office.add(LINE)
        office.add("Globex: two contact:Huber")
        assert redating.offered_words(office.desk, 1) == "call Meier"
        assert redating.offered_words(office.desk, 2) == "call Huber"
