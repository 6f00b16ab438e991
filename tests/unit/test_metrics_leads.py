"""Lead figures, worked by hand (metrics.md, "Lead figures")."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from pipeline_tui.domain.metrics.leads import LeadFact, by_source, lead_figures
from pipeline_tui.domain.metrics.periods import parse_period

Q4 = parse_period("2026-Q4")
OCTOBER = date(2026, 10, 1)
LEADS = [
    LeadFact(1, OCTOBER, date(2026, 10, 3), date(2026, 10, 20), verified=True, source="fair"),
    LeadFact(2, OCTOBER, date(2026, 10, 11), undecided=True, source="fair"),
    LeadFact(3, date(2026, 11, 2), date(2026, 11, 2), source="web"),
    LeadFact(4, date(2026, 11, 9), undecided=True),
    LeadFact(5, date(2026, 9, 30), date(2026, 10, 1), date(2026, 10, 1), verified=True),
]


class TestLeads:
    def test_of_a_period_are_those_that_came_in_in_it(self) -> None:
        found = lead_figures(LEADS, Q4)
        assert found.leads == (1, 2, 3, 4)
        assert (found.reached, found.met, found.verified) == ((1, 2, 3), (1,), (1,))
        assert found.undecided == (2, 4)
        assert (found.response_rate, found.appointment_rate) == (0.75, 0.25)
        assert found.opportunity_rate == 0.25
        assert found.days_to_contact == ((2 + 10 + 0) / 3, 2.0)

    def test_none_have_no_rates(self) -> None:
        found = lead_figures(LEADS, parse_period("2025"))
        assert (found.leads, found.response_rate, found.appointment_rate) == ((), None, None)
        assert (found.opportunity_rate, found.days_to_contact) == (None, None)

    def test_that_nobody_reached_are_nought_and_not_nothing(self) -> None:
        found = lead_figures([LeadFact(1, OCTOBER)])
        assert (found.response_rate, found.days_to_contact) == (0.0, None)

    def test_written_down_after_the_first_call_were_reached_on_the_same_day(self) -> None:
        found = lead_figures([LeadFact(1, OCTOBER, date(2026, 9, 28))])
        assert found.days_to_contact == (0.0, 0.0)

    def test_by_source_and_what_has_none(self) -> None:
        found = by_source(LEADS, Q4)
        assert {name: one.leads for name, one in found.items()} == {
            "fair": (1, 2), "web": (3,), "": (4,),
        }  # fmt: skip
        assert by_source(LEADS, parse_period("2025")) == {}


DAYS = st.none() | st.dates(date(2026, 1, 1), date(2026, 12, 31))
FACTS = st.lists(
    st.builds(
        LeadFact, st.integers(1, 10**6), st.dates(date(2026, 1, 1), date(2026, 12, 31)), DAYS,
        DAYS, st.booleans(), st.booleans(), st.sampled_from(["", "fair", "web"]),
    ),
    max_size=12,
)  # fmt: skip


@given(FACTS)
def test_shares_lie_between_nought_and_one_and_sources_sum_to_all(facts: list[LeadFact]) -> None:
    whole = lead_figures(facts, Q4)
    for share in (whole.response_rate, whole.appointment_rate, whole.opportunity_rate):
        assert share is None if not whole.leads else share is not None and 0 <= share <= 1
    parts = by_source(facts, Q4).values()
    assert sorted(whole.leads) == sorted(lead for one in parts for lead in one.leads)
    assert lead_figures(facts[::-1], Q4).days_to_contact == whole.days_to_contact
