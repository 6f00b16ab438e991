"""What is suggested after a follow-up, out of what a stage plans."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline_tui.domain.planned import planned_step, same_again, still_planned
from pipeline_tui.domain.quickadd import Step
from pipeline_tui.domain.templates import Planned
from pipeline_tui.domain.workdays import WorkCalendar

FRIDAY = date(2026, 11, 27)
CALL = Planned("call", "first call", 0)
SECOND = Planned("call", "second call", 5)
MEETING = Planned("meeting", "kick-off", 3)


class TestTheNextOfAPlan:
    @pytest.mark.parametrize(
        ("kinds", "step"),
        [
            ([], CALL),
            (["mail"], CALL),
            (["call"], MEETING),
            (["call", "meeting"], SECOND),
            (["meeting", "call"], SECOND),
            (["call", "call"], MEETING),
            (["call", "meeting", "call"], None),
        ],
    )
    def test_is_the_first_not_done_yet(self, kinds: list[str], step: Planned | None) -> None:
        assert still_planned((CALL, MEETING, SECOND), kinds) == step

    def test_of_a_stage_without_plan_is_none(self) -> None:
        assert still_planned((), []) is None

    def test_stands_on_its_day_but_not_before_the_next_working_day(self) -> None:
        calendar = WorkCalendar()
        entered = date(2026, 11, 26)
        day = {step: planned_step(step, entered, FRIDAY, calendar).day for step in (CALL, SECOND)}
        assert day == {CALL: date(2026, 11, 30), SECOND: date(2026, 12, 3)}

    def test_else_the_same_comes_again_without_its_time(self) -> None:
        step = same_again("mail", "mail offer", FRIDAY, WorkCalendar())
        assert step == Step("mail", "mail offer", date(2026, 11, 30), None)
