"""What the desk keeps of the last letter is forgotten as soon as it may not be so any more."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipeline_tui.domain.filter import parse_filter
from pipeline_tui.services import deals, history, narrowing, reading
from pipeline_tui.services.desk import Desk
from tests.services.office import Office

PAGE = 4


def look(desk: Desk, line: str) -> list[object]:
    """Columns and cards under a filter, as a letter shows them."""
    flt = parse_filter(line)
    columns = narrowing.columns(desk, flt)
    return [columns, narrowing.first_cards(desk, columns, PAGE, flt)]


def fresh(office: Office, line: str) -> list[object]:
    """The same, read by somebody who has kept nothing."""
    desk = Desk(office.path, office.clock)
    flt = parse_filter(line)
    columns = reading.columns(desk, flt)
    cards = {
        column.stage.id: reading.cards(desk, column.stage.id, None, PAGE, flt) for column in columns
    }
    desk.close()
    return [columns, cards]


def another_adds(office: Office) -> None:
    desk = Desk(office.path, office.clock)
    deals.add_deal(desk, "Umbra: roof call Meier fri", suggest=False)
    desk.close()


def we_add(office: Office) -> None:
    deals.add_deal(office.desk, "Umbra: cellar call Meier fri", suggest=False)


def we_undo(office: Office) -> None:
    history.undo(office.desk)


def days_pass(office: Office) -> None:
    office.clock.pass_days(60)


@pytest.mark.parametrize("happens", [another_adds, we_add, we_undo, days_pass])
@pytest.mark.parametrize("before", ["u", "umb", "umbr"])
def test_a_letter_after_something_happened_shows_it(
    office: Office, before: str, happens: Callable[[Office], None]
) -> None:
    for place in ("roof", "floor", "door", "wall", "gate", "lamp"):
        deals.add_deal(office.desk, f"Globex: {place} call Meier fri", suggest=False)
        deals.add_deal(office.desk, f"Umbra: {place} 12k call Meier fri", suggest=False)
    for end in range(1, len(before) + 1):
        look(office.desk, before[:end])
    seen, state = look(office.desk, before), narrowing.state(office.desk)
    happens(office)
    assert narrowing.state(office.desk) != state
    assert look(office.desk, f"{before} r") == fresh(office, f"{before} r")
    assert look(office.desk, before) == fresh(office, before) != seen


def test_cards_paged_through_are_those_of_the_file(office: Office) -> None:
    for place in ("roof", "floor", "door", "wall", "gate", "lamp"):
        deals.add_deal(office.desk, f"Umbra: {place} call Meier fri", suggest=False)
    stage = reading.columns(office.desk)[0].stage.id
    cards = narrowing.cards(office.desk, stage, None, 10)
    assert cards == reading.cards(office.desk, stage, None, 10)
    assert look(office.desk, "umbra") == fresh(office, "umbra")
