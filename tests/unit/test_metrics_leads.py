"""Lead figures, worked by hand (metrics.md, "Lead figures")."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline_tui.domain.metrics.leads import Contact, LeadFact, by_source, lead_figures

LEADS = [
    LeadFact((4,), undecided=True),
    LeadFact((1,), "fair", verified=True),
    LeadFact((2,), "fair", undecided=True),
    LeadFact((3,), "web"),
]
CONTACTS = {1: Contact(2, met=True), 2: Contact(10), 3: Contact(0), 77: Contact(5, met=True)}


class TestLeads:
    def test_are_told_of_in_the_order_of_their_numbers(self) -> None:
        found = lead_figures(LEADS, CONTACTS)
        assert found.leads == (1, 2, 3, 4)
        assert (found.reached, found.met, found.verified) == ((1, 2, 3), (1,), (1,))
        assert found.undecided == (2, 4)
        assert (found.response_rate, found.appointment_rate) == (0.75, 0.25)
        assert found.opportunity_rate == 0.25
        assert found.days_to_contact == ((2 + 10 + 0) / 3, 2.0)

    def test_none_have_no_rates(self) -> None:
        found = lead_figures([], CONTACTS)
        assert (found.leads, found.response_rate, found.appointment_rate) == ((), None, None)
        assert (found.opportunity_rate, found.days_to_contact) == (None, None)

    def test_that_nobody_reached_are_nought_and_not_nothing(self) -> None:
        found = lead_figures([LeadFact((1,))], {})
        assert (found.response_rate, found.days_to_contact) == (0.0, None)

    def test_written_down_after_the_first_call_were_reached_on_the_same_day(self) -> None:
        found = lead_figures([LeadFact((1,))], {1: Contact(-3)})
        assert found.days_to_contact == (0.0, 0.0)

    def test_by_source_and_what_has_none(self) -> None:
        found = by_source(LEADS, CONTACTS)
        assert {name: one.leads for name, one in found.items()} == {
            "fair": (1, 2), "web": (3,), "": (4,),
        }  # fmt: skip
        assert by_source([], CONTACTS) == {}


NUMBERS = st.integers(1, 40)
FACTS = st.lists(
    st.builds(
        LeadFact, st.lists(NUMBERS, max_size=3).map(tuple), st.sampled_from(["", "fair", "web"]),
        st.booleans(), st.booleans(),
    ),
    max_size=12,
)  # fmt: skip
REACHED = st.dictionaries(NUMBERS, st.builds(Contact, st.integers(-400, 400), st.booleans()))


@given(FACTS, REACHED)
def test_shares_lie_between_nought_and_one_and_sources_sum_to_all(
    facts: list[LeadFact], contacts: dict[int, Contact]
) -> None:
    whole = lead_figures(facts, contacts)
    for share in (whole.response_rate, whole.appointment_rate, whole.opportunity_rate):
        assert share is None if not whole.leads else share is not None and 0 <= share <= 1
    parts = by_source(facts, contacts).values()
    assert sorted(whole.leads) == sorted(lead for one in parts for lead in one.leads)
    assert lead_figures(facts[::-1], contacts) == whole
