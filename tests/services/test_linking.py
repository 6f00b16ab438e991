"""A customer comes again: a renewal or a follow-on deal is added to one that was won before."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline_tui.errors import InputError
from pipeline_tui.services import deals, history, linking
from tests.services.office import Office


class TestAddingALinkedDeal:
    @pytest.mark.parametrize(
        ("link", "title"), [("renewal", "CNC (renewal)"), ("follow_on", "CNC (follow-on)")]
    )
    def test_rests_until_its_day_and_is_one_step(
        self, office: Office, link: str, title: str
    ) -> None:
        sold = office.add("Acme: CNC 12k @proposal")
        deals.win(office.desk, sold)
        before = office.everything()
        number = linking.add_linked(office.desk, sold, link, "3.3.2027")
        deal = office.deal(number)
        assert (deal.title, deal.parent_id, deal.link) == (title, sold, link)
        assert (office.step(number).due, deal.stage_kind) == (date(2027, 3, 3), "parked")
        assert office.say() == "Acme · CNC: linked deal added"
        history.undo(office.desk)
        assert office.everything() == before

    @pytest.mark.parametrize("phrase", ["31.02.", "1.1.2020", "soon", ""])
    def test_needs_a_day_ahead(self, office: Office, phrase: str) -> None:
        sold = office.add("Acme: CNC 12k @proposal")
        deals.win(office.desk, sold)
        before = office.everything()
        with pytest.raises(InputError):
            linking.add_linked(office.desk, sold, "renewal", phrase)
        assert office.everything() == before

    def test_needs_a_sold_deal(self, office: Office) -> None:
        going = office.add("Acme: CNC 12k @proposal")
        with pytest.raises(InputError, match="not won"):
            linking.add_linked(office.desk, going, "renewal", "+12m")
