"""Segments and completion in the pane: known values are offered where one types."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from pipeline_tui.i18n import use_language
from pipeline_tui.services import deals
from tests.services.office import Office
from tests.ui.pane_desk import office_at, pane_of


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = office_at(tmp_path)
    made.add("Globex AG: Pilot source:referral industry:engines size:50-200 #retrofit")
    made.desk.close()
    yield made
    made.desk.close()


class TestCompleting:
    async def test_tab_takes_the_rest_and_enter_saves(self, office: Office) -> None:
        async with pane_of(office) as user:
            user.pane.show(1)
            await user.pane.edit_field("source")
            await user.at.press("ctrl+u")
            await user.at.type("ref")
            assert "referral" in user.at.text
            await user.at.press("tab")
            assert user.typed == "referral"
            await user.at.press("enter")
            assert user.page.deal.source == "referral"

    async def test_the_second_tab_saves_and_goes_on(self, office: Office) -> None:
        async with pane_of(office) as user:
            user.pane.show(1)
            await user.pane.edit_field("industry")
            await user.at.type("eng")
            await user.at.press("tab", "tab")
            assert user.page.deal.industry == "engines"
            assert user.pane.editing
            assert user.here == "size"

    async def test_down_offers_the_next_name(self, office: Office) -> None:
        deals.set_field(office.desk, 2, "source", "inbound mail")
        office.desk.close()
        async with pane_of(office) as user:
            user.pane.show(1)
            await user.pane.edit_field("source")
            await user.at.press("ctrl+u")
            await user.at.type("in")
            first = user.at.text
            await user.at.press("down")
            assert user.at.text != first
            await user.at.press("tab", "enter")
            assert user.page.deal.source in ("inbound", "inbound mail")

    async def test_tab_saves_where_nothing_is_offered(self, office: Office) -> None:
        async with pane_of(office) as user:
            user.pane.show(1)
            await user.pane.edit_field("industry")
            await user.at.type("Zeppelins")
            await user.at.press("tab")
            assert user.page.deal.industry == "Zeppelins"
            assert user.here == "size"

    async def test_what_stands_there_is_not_completed(self, office: Office) -> None:
        deals.set_field(office.desk, 1, "source", "ref")
        office.desk.close()
        async with pane_of(office) as user:
            user.pane.show(1)
            await user.pane.edit_field("source")
            await user.at.press("tab")
            assert user.page.deal.source == "ref"

    async def test_of_tags_the_last_word_goes_on(self, office: Office) -> None:
        async with pane_of(office) as user:
            user.pane.show(1)
            await user.pane.edit_field("tags")
            await user.at.type(" ret")
            await user.at.press("tab", "enter")
            assert user.page.deal.tags == ("renewal", "retrofit")


class TestNewOrExisting:
    async def test_is_suggested_where_the_company_has_bought(self, office: Office) -> None:
        number = office.add("Acme GmbH: earlier")
        deals.win(office.desk, number)
        office.desk.close()
        async with pane_of(office) as user:
            user.pane.show(1)
            assert any("existing customer?" in line for line in user.pane.lines)
            await user.go("customer")
            await user.at.press("e")
            assert user.typed == "existing customer"
            await user.at.press("enter")
            assert user.page.deal.customer == "existing"

    async def test_escape_leaves_it_open(self, office: Office) -> None:
        number = office.add("Acme GmbH: earlier")
        deals.win(office.desk, number)
        office.desk.close()
        async with pane_of(office) as user:
            user.pane.show(1)
            await user.go("customer")
            await user.at.press("e", "escape")
            assert user.page.deal.customer == ""


class TestTheRenewal:
    async def test_of_a_sold_deal_is_set_on_its_line(self, office: Office) -> None:
        deals.win(office.desk, 1)
        office.desk.close()
        async with pane_of(office) as user:
            user.pane.show(1)
            await user.go("renewal")
            await user.at.press("e")
            await user.at.type("1.1.2020")
            assert "does not lie ahead" in user.echo
            await user.at.press(*["backspace"] * 8)
            await user.at.type("3.3.2027")
            assert "3 Mar 2027" in user.echo
            await user.at.press("enter")
            assert user.page.deal.renews_on == date(2027, 3, 3)
            assert [(link.id, link.on) for link in user.page.links] == [(3, date(2027, 3, 3))]
            parked = user.at.main.state.at_stage(office.deal(3).stage_id)
            assert user.at.main.state.columns[parked or 0].total.count == 1
            await user.at.press("u")
            await user.at.until(lambda: user.page.deal.renews_on is None)

    async def test_is_no_field_of_a_deal_in_play(self, office: Office) -> None:
        async with pane_of(office) as user:
            user.pane.show(1)
            assert not user.pane.go_to("field", "renewal")


class TestTheValue:
    async def test_stands_beside_what_comes_again(self, office: Office) -> None:
        async with pane_of(office) as user:
            user.pane.show(1)
            await user.pane.edit_field("recurring")
            await user.at.type("500/month")
            assert "€500/month" in user.echo
            await user.at.press("enter")
            assert any("€12,000 + €500/month" in line for line in user.pane.lines)

    async def test_in_german(self, office: Office) -> None:
        use_language("de")
        async with pane_of(office) as user:
            user.pane.show(1)
            await user.pane.edit_field("recurring")
            await user.at.type("500")
            await user.at.press("enter")
            assert user.pane.editing
            assert "sagt nicht, wie oft" in user.echo
            await user.at.type(" pro Monat")
            await user.at.press("enter")
            assert any("12.000 € + 500 €/Monat" in line for line in user.pane.lines)
