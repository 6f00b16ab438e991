"""Saving over what somebody else saved meanwhile: both are shown, nothing is overwritten."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipeline_tui.domain.records import NextStep
from pipeline_tui.errors import Conflict
from pipeline_tui.services import deals, fields, followups
from tests.services.office import Office


def seen(office: Office, deal: int) -> followups.Seen:
    """The next step as somebody who looks now sees it."""
    step: NextStep | None = office.deal(deal).next
    return followups.Seen(step.id, step.version) if step else followups.Seen(0, 0)


def box(office: Office) -> int:
    number: int = office.value("SELECT min(id) FROM criterion")
    return number


class TestOvertakenWhileTyping:
    def refused(self, office: Office, save: Callable[[], object]) -> Conflict:
        before = office.everything()
        with pytest.raises(Conflict) as caught:
            save()
        assert office.everything() == before
        return caught.value

    def test_the_next_step_that_another_changed_is_kept(self, office: Office) -> None:
        deal = office.add("Acme: x call Meier fri")
        mine = seen(office, deal)
        followups.next_step(office.desk, deal, "mail Huber 2026-12-01 10:00")
        conflict = self.refused(
            office, lambda: followups.next_step(office.desk, deal, "call Ann mon", seen=mine)
        )
        assert conflict.mine == "call Ann mon"
        assert conflict.theirs == "mail Huber 2026-12-01 10:00"
        followups.next_step(office.desk, deal, "call Ann mon", seen=seen(office, deal))
        assert office.step(deal).text == "call Ann"

    def test_a_next_step_that_another_booked_or_finished_is_noticed(self, office: Office) -> None:
        deal = office.add("Acme: x")
        none = seen(office, deal)
        followups.next_step(office.desk, deal, "call Meier fri")
        self.refused(
            office, lambda: followups.next_step(office.desk, deal, "mail x fri", seen=none)
        )
        booked = seen(office, deal)
        followups.done(office.desk, booked.id)
        gone = self.refused(
            office, lambda: followups.next_step(office.desk, deal, "mail x fri", seen=booked)
        )
        assert gone.theirs == ""

    def test_the_same_next_step_typed_twice_is_no_conflict(self, office: Office) -> None:
        deal = office.add("Acme: x")
        none = seen(office, deal)
        followups.next_step(office.desk, deal, "call Meier fri")
        followups.next_step(office.desk, deal, "call Meier fri", seen=none)
        assert len(office.followups(deal)) == 1

    def test_the_risk_that_another_changed_is_kept(self, office: Office) -> None:
        deal = office.add("Acme: x !low fine")
        was = fields.text_of(fields.Risk("low", "fine"))
        deals.set_risk(office.desk, deal, "!high budget freeze")
        conflict = self.refused(
            office, lambda: deals.set_risk(office.desk, deal, "!mid no champion", seen=was)
        )
        assert "budget freeze" in conflict.theirs
        deals.set_risk(office.desk, deal, "!high budget freeze", seen=was)  # the same is fine

    def test_the_evidence_that_another_wrote_is_kept(self, office: Office) -> None:
        deal = office.add("Acme: x")
        deals.set_evidence(office.desk, deal, box(office), "theirs", seen="")
        conflict = self.refused(
            office,
            lambda: deals.set_evidence(office.desk, deal, box(office), "mine", seen=""),
        )
        assert (conflict.mine, conflict.theirs) == ("mine", "theirs")
        deals.set_evidence(office.desk, deal, box(office), "mine", seen="theirs")
        assert office.value("SELECT evidence FROM tick") == "mine"

    def test_a_note_is_overwritten_only_by_one_who_has_seen_both(self, office: Office) -> None:
        deal = office.add("Acme: x")
        note = deals.log(office.desk, deal, "first", "note")
        deals.edit_note(office.desk, note, "theirs", 1)
        self.refused(office, lambda: deals.edit_note(office.desk, note, "mine", 1))
        deals.edit_note(office.desk, note, "mine", None)
        assert office.value("SELECT text FROM activity") == "mine"
