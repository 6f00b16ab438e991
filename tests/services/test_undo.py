"""Undo and redo reach everything a seller does, exactly (safety.md, "undo and redo")."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from pipeline_tui.domain.after_sale import AfterSale
from pipeline_tui.errors import InputError, NotFound
from pipeline_tui.services import (
    after_sale,
    closing,
    costs,
    deals,
    followups,
    history,
    offer_options,
    offers,
    options,
    parking,
    reasons,
    ticking,
)
from pipeline_tui.store import reads
from tests.services.office import Office


def _box(office: Office) -> int:
    return reads.boxes(office.desk.reader, 1)[0].criterion_id


USE_CASES: dict[str, Callable[[Office], object]] = {
    "add": lambda o: o.add("New AG: x 5k call Huber fri #tag phone:030123 !low ok"),
    "add with the suggestion": lambda o: o.add("y", suggest=True),
    "set": lambda o: deals.set_field(o.desk, 1, "company", "Globex"),
    "set several": lambda o: deals.set_fields(o.desk, 1, {"tags": "n", "phone": "030 99"}),
    "clear": lambda o: deals.set_field(o.desk, 1, "tags", ""),
    "risk": lambda o: deals.set_risk(o.desk, 1, "!low fine"),
    "move": lambda o: deals.move(o.desk, 1, o.stage("Negotiation"), reason="they insist"),
    "shift": lambda o: deals.shift_stage(o.desk, 1, 1),
    "reorder": lambda o: deals.reorder(o.desk, 1, 2),
    "win": lambda o: deals.win(o.desk, 1, "note"),
    "lose": lambda o: deals.lose(o.desk, 1, "price", "note"),
    "win with what follows": lambda o: closing.win(
        o.desk,
        1,
        "note",
        AfterSale(
            o.stage("Onboarding"),
            tuple(one.step for one in after_sale.offered(o.desk, 1).choices[0].offered),
            date(2027, 3, 3),
            date(2027, 6, 1),
        ),
    ),
    "lose several that come back": lambda o: closing.lose_all(
        o.desk, [1, 2], closing.Loss("other", "the boss left", True, "ask again 15.1.")
    ),
    "a reason added": lambda o: reasons.add(o.desk, "Too far away"),
    "a reason renamed": lambda o: reasons.rename(o.desk, "price", "Too dear"),
    "a reason moved": lambda o: reasons.move(o.desk, "1", 4),
    "a reason removed that a deal carries": lambda o: reasons.remove(o.desk, "price"),
    "reopen": lambda o: deals.reopen(o.desk, 3),
    "delete": lambda o: deals.delete(o.desk, [1, 2, 3]),
    "log": lambda o: deals.log(o.desk, 1, "talked", "call"),
    "edit a note": lambda o: deals.edit_note(o.desk, 1, "other", 1),
    "take a note away": lambda o: deals.edit_note(o.desk, 1, "", 1),
    "tick": lambda o: deals.tick(o.desk, 1, _box(o), True, "mail"),
    "untick": lambda o: deals.tick(o.desk, 2, _box(o), False),
    "evidence": lambda o: deals.set_evidence(o.desk, 2, _box(o), "other"),
    "answer": lambda o: ticking.answer(o.desk, 1, "time", "yes", "fair in March"),
    "answer taken away": lambda o: ticking.answer(o.desk, 2, "decision", "unknown"),
    "next step": lambda o: followups.next_step(o.desk, 1, "mail offer fri"),
    "next step of a ghost": lambda o: followups.next_step(o.desk, 2, "mail offer fri"),
    "follow-up": lambda o: followups.add_followup(o.desk, None, "task tidy up fri"),
    "done": lambda o: followups.done(o.desk, 1, "reached", "mail offer fri"),
    "done without a next one": lambda o: followups.done(o.desk, 1),
    "missed": lambda o: followups.missed(o.desk, 1),
    "missed for the last time": lambda o: [followups.missed(o.desk, 2)],
    "snooze": lambda o: followups.snooze(o.desk, [1, 2], "fri"),
    "snooze as asked": lambda o: followups.snooze(o.desk, [1], "fri asked"),
    "park": lambda o: parking.park(o.desk, [1], "ask about the grant 15.1."),
    "park marked ones, a ghost too": lambda o: parking.park(o.desk, [1, 2], "in 3 months"),
    "goal and recurring value": lambda o: deals.set_fields(
        o.desk, 1, {"goal": "no night shift", "recurring": "500/month", "customer": "new"}
    ),
    "industry": lambda o: deals.set_field(o.desk, 1, "industry", "engines"),
    "benefit": lambda o: offers.add_benefit(o.desk, 1, "set-up 4 h x 60 per week"),
    "benefit changed": lambda o: offers.edit_benefit(o.desk, 1, "set-up 5 h x 60 per week"),
    "benefit taken out": lambda o: offers.edit_benefit(o.desk, 1, ""),
    "sum of the benefit": lambda o: offers.write_sum(o.desk, 1),
    "plan": lambda o: offers.add_plan(o.desk, 1, "Meier: sign by fri"),
    "plan changed": lambda o: offers.edit_plan(o.desk, 1, "Ito: sign both by mon"),
    "plan done": lambda o: offers.tick_plan(o.desk, 1, done=True),
    "plan booked": lambda o: offers.book_plan(o.desk, 1),
    "pilot": lambda o: offers.set_pilot(o.desk, 1, "Ito: no scrap until 15.1."),
    "pilot met": lambda o: offers.set_result(o.desk, 1, "met"),
    "pilot taken out": lambda o: offers.set_pilot(o.desk, 1, ""),
    "option": lambda o: offer_options.set_option(o.desk, 1, "basic 5k expected"),
    "option chosen": lambda o: offer_options.choose_option(o.desk, 1),
    "option taken out": lambda o: offer_options.remove_option(o.desk, 1, "plus"),
    "cost of a source": lambda o: costs.set_cost(o.desk, "fair 2026-11 2500"),
    "free days": lambda o: options.set_option(o.desk, "free", "2026-11-24..2026-12-04"),
    "region": lambda o: options.set_option(o.desk, "region", "DE-BY"),
}


@pytest.fixture
def busy(office: Office) -> Office:
    """Deal 1 with everything, deal 2 a ghost tried four times, deal 3 lost."""
    office.add("Acme: one 12k @proposal call Meier today #a #b contact:Meier source:fair")
    office.add("Acme: two @proposal call Meier today contact:Meier")
    office.add("Acme: three @qualification")
    deals.log(office.desk, 1, "a note", "note")
    deals.tick(office.desk, 2, _box(office), True, "old")
    ticking.answer(office.desk, 2, "decision", "yes", "CEO")
    offers.add_benefit(office.desk, 1, "errors 3 per month x 120")
    offers.add_plan(office.desk, 1, "Meier: agree on the schedule")
    offers.set_pilot(office.desk, 1, "Meier: less scrap")
    offer_options.set_option(office.desk, 1, "plus 20k")
    deals.lose(office.desk, 3, "price")
    with office.desk.writer.unnoticed() as work:
        work.edit(work.followup(2), attempts=4)
    for _turn in range(3):
        followups.snooze(office.desk, [2], "tomorrow")
        office.clock.pass_days(1)
    assert office.deal(2).state == "ghost"
    return office


@pytest.mark.parametrize("name", USE_CASES)
def test_every_use_case_comes_back_exactly(busy: Office, name: str) -> None:
    before, steps = busy.everything(), busy.steps()
    USE_CASES[name](busy)
    after = busy.everything()
    assert after != before
    assert len(busy.steps()) == len(steps) + 1, "one call is one undo step"
    said = busy.say()
    assert "…" not in said
    busy.clock.pass_days(2)
    for _turn in range(2):
        assert history.undo(busy.desk) == f"Undone: {said}"
        assert busy.everything() == before
        busy.reopen()
        assert history.redo(busy.desk) == f"Done again: {said}"
        assert busy.everything() == after
    assert busy.rows("PRAGMA foreign_key_check") == []


def test_everything_can_be_taken_back_to_the_empty_database(busy: Office) -> None:
    full = busy.everything()
    steps = len(busy.steps())
    for _step in range(steps):
        history.undo(busy.desk)
    with pytest.raises(NotFound, match="nothing to undo"):
        history.undo(busy.desk)
    assert busy.everything()["deal"] == []
    for _step in range(steps):
        history.redo(busy.desk)
    with pytest.raises(NotFound, match="nothing to redo"):
        history.redo(busy.desk)
    # What the test itself changed outside the history does not come back.
    assert {**busy.everything(), "followup": []} == {**full, "followup": []}


def test_new_work_clears_redo_but_work_that_changes_nothing_does_not(busy: Office) -> None:
    deals.set_field(busy.desk, 1, "benefit", "much")
    history.undo(busy.desk)
    deals.set_field(busy.desk, 1, "benefit", "")
    with pytest.raises(InputError):
        deals.set_field(busy.desk, 1, "close", "31.02.")
    history.redo(busy.desk)
    history.undo(busy.desk)
    deals.set_field(busy.desk, 1, "owner", "Kim")
    with pytest.raises(NotFound):
        history.redo(busy.desk)
