"""The day of a renewal is set and changed after the sale, and the agenda follows it."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline_tui.domain.sentences import event
from pipeline_tui.errors import Conflict, InputError
from pipeline_tui.i18n import use_language
from pipeline_tui.services import deals, editing, followups, history, linking, reading
from tests.services.office import Office

MARCH, APRIL = date(2027, 3, 3), date(2027, 4, 5)


@pytest.fixture
def sold(office: Office) -> Office:
    """A deal that was won."""
    office.add("Acme: CNC 12k @proposal")
    deals.win(office.desk, 1)
    return office


class TestASoldDeal:
    def test_without_a_renewal_gets_one_with_its_follow_up(self, sold: Office) -> None:
        before = sold.everything()
        editing.set_field(sold.desk, 1, "renewal", "3.3.2027")
        renewal = sold.deal(2)
        assert (renewal.link, renewal.parent_id, renewal.renewal_on) == ("renewal", 1, MARCH)
        assert (sold.step(2).due, sold.deal(1).renews_on) == (MARCH, MARCH)
        assert sold.say() == "Acme · CNC: renewal changed"
        history.undo(sold.desk)
        assert sold.everything() == before

    @pytest.mark.parametrize("name", ["renewal", "renewal_on", "Renewal", "verlängerung"])
    def test_moves_the_one_it_has(self, sold: Office, name: str) -> None:
        linking.add_linked(sold.desk, 1, "renewal", "3.3.2027")
        before = sold.everything()
        editing.set_field(sold.desk, 1, name, "5.4.2027")
        renewal = sold.deal(2)
        assert (renewal.renewal_on, renewal.expected_close) == (APRIL, APRIL)
        assert (sold.step(2).due, sold.deal(1).renews_on) == (APRIL, APRIL)
        assert len(sold.rows("SELECT id FROM deal")) == 2
        history.undo(sold.desk)
        assert sold.everything() == before

    def test_leaves_what_was_booked_for_another_day(self, sold: Office) -> None:
        linking.add_linked(sold.desk, 1, "renewal", "3.3.2027")
        followups.next_step(sold.desk, 2, "call +3d")
        editing.set_field(sold.desk, 2, "close", "1.3.2027")
        due = sold.step(2).due
        editing.set_field(sold.desk, 1, "renewal", "5.4.2027")
        assert (sold.step(2).due, sold.deal(2).expected_close) == (due, date(2027, 3, 1))

    def test_loses_the_day_but_not_the_renewal(self, sold: Office) -> None:
        linking.add_linked(sold.desk, 1, "renewal", "3.3.2027")
        editing.set_field(sold.desk, 1, "renewal", "")
        assert (sold.deal(1).renews_on, sold.deal(2).renewal_on) == (None, None)
        assert sold.step(2).due == MARCH
        editing.set_field(sold.desk, 1, "renewal", "5.4.2027")
        assert sold.deal(2).renewal_on == APRIL, "the same one has a day again"

    def test_is_renewed_again_once_the_renewal_is_won(self, sold: Office) -> None:
        linking.add_linked(sold.desk, 1, "renewal", "3.3.2027")
        deals.win(sold.desk, 2)
        assert (sold.deal(1).renews_on, sold.deal(2).renews_on) == (None, None)
        editing.set_field(sold.desk, 2, "renewal", "3.3.2028")
        assert sold.deal(2).renewal_on == MARCH, "when it was due stays"
        assert sold.deal(2).renews_on == sold.deal(3).renewal_on == date(2028, 3, 3)

    def test_tells_it_in_its_history_in_german_too(self, sold: Office) -> None:
        editing.set_field(sold.desk, 1, "renewal", "3.3.2027")
        use_language("de")
        page = reading.page(sold.desk, 1)
        assert page is not None
        assert event(page.timeline[0]) == "Verlängerung: – → 3.3.2027"


class TestTheRenewalItself:
    def test_is_changed_where_it_is(self, sold: Office) -> None:
        linking.add_linked(sold.desk, 1, "renewal", "3.3.2027")
        assert sold.deal(2).renews_on == MARCH
        editing.set_field(sold.desk, 2, "renewal", "5.4.2027")
        assert sold.deal(1).renews_on == sold.deal(2).renews_on == sold.step(2).due == APRIL

    def test_is_not_changed_over_somebody_else(self, sold: Office) -> None:
        linking.add_linked(sold.desk, 1, "renewal", "3.3.2027")
        seen = sold.deal(1)
        editing.set_field(sold.desk, 2, "renewal", "5.4.2027")
        with pytest.raises(Conflict):
            editing.set_field(
                sold.desk, 1, "renewal", "6.6.2027", version=seen.version, seen="2027-03-03"
            )
        assert sold.deal(2).renewal_on == APRIL


class TestWhatIsRefused:
    @pytest.mark.parametrize("phrase", ["31.02.2027", "1.1.2020", "today", "soon"])
    def test_no_day_ahead(self, sold: Office, phrase: str) -> None:
        before = sold.everything()
        with pytest.raises(InputError):
            editing.check_field(sold.desk, "renewal", phrase)
        with pytest.raises(InputError):
            editing.set_field(sold.desk, 1, "renewal", phrase)
        assert sold.everything() == before

    def test_a_deal_that_is_not_sold(self, office: Office) -> None:
        office.add("Acme: CNC 12k @proposal")
        with pytest.raises(InputError, match="not won"):
            editing.set_field(office.desk, 1, "renewal", "3.3.2027")
