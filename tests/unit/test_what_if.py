"""The sandbox of moves: figures by hand, and what always holds."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline_tui.domain.metrics import what_if
from pipeline_tui.domain.metrics.band import band
from pipeline_tui.domain.metrics.forecast import Chance, due_in, sums
from pipeline_tui.domain.metrics.periods import parse_period
from pipeline_tui.domain.metrics.scenarios import of_sums
from pipeline_tui.domain.metrics.what_if import Base, OpenDeal, OpenStage, Try, outlook

TODAY = date(2026, 11, 22)
Q4 = parse_period("2026-Q4")
IN_DECEMBER = date(2026, 12, 10)
STAGES = (
    OpenStage(1, "Prospect", 1, 5, False, Chance(0.05, 0)),
    OpenStage(2, "Contact", 2, 25, True, Chance(0.3, 12)),
    OpenStage(3, "Proposal", 3, 50, True, Chance(0.6, 12)),
)


def deal(number: int, **more: object) -> OpenDeal:
    """A deal of 1000 in Contact, due in December, of which nothing is doubtful."""
    made = OpenDeal(
        number, f"D{number}", 2, 1000, None, "pipeline", IN_DECEMBER,
        ghost=False, overridden=False, verified=True, boxes_open=0, version=1,
    )  # fmt: skip
    return made._replace(**more)  # type: ignore[arg-type]


def base(*deals: OpenDeal, **more: object) -> Base:
    made = Base(Q4, TODAY, "EUR", 5000, 10_000, STAGES, deals)
    return made._replace(**more)  # type: ignore[arg-type]


class TestByHand:
    def test_nothing_tried_is_today(self) -> None:
        found = outlook(
            base(deal(1), deal(2, category="commit"), deal(3, stage_id=1, verified=False))
        )
        assert found.won_minor == 5000
        assert found.scenarios == (6000, 6250, 7000)
        assert found.gap == (5000, 3750)
        assert found.due == (1, 2)

    def test_winning_adds_the_value(self) -> None:
        found = outlook(base(deal(1), deal(2)), [Try(1, "won")])
        assert (found.won_minor, found.scenarios) == (6000, (6000, 6250, 7000))
        assert found.gap == (4000, 3750)
        assert found.due == (2,)

    def test_what_is_won_today_counts_today(self) -> None:
        """For a period that does not hold today it only leaves what is due."""
        later = base(deal(1, expected_close=date(2027, 1, 5)), period=parse_period("2027-Q1"))
        assert outlook(later).due == (1,)
        found = outlook(later, [Try(1, "won")])
        assert (found.won_minor, found.due) == (5000, ())

    def test_losing_takes_it_out(self) -> None:
        found = outlook(base(deal(1), deal(2)), [Try(2, "lost")])
        assert (found.won_minor, found.scenarios) == (5000, (5000, 5250, 6000))

    def test_another_stage_has_another_probability(self) -> None:
        before = outlook(base(deal(1)))
        assert before.band == band(5000, [(1000, 0.3)])
        found = outlook(base(deal(1)), [Try(1, "stage", 3)])
        assert found.scenarios == (5000, 5500, 6000)
        assert found.band == band(5000, [(1000, 0.6)])
        own = outlook(base(deal(1, own_probability=10)), [Try(1, "stage", 3)])
        assert own.scenarios.realistic == 5100

    def test_from_the_marked_stage_on_a_lead_is_expected(self) -> None:
        lead = deal(1, stage_id=1, verified=False)
        assert outlook(base(lead)).due == ()
        assert outlook(base(lead), [Try(1, "stage", 2)]).scenarios.realistic == 5250

    def test_going_on_with_boxes_open_is_no_promise(self) -> None:
        sure = base(deal(1, category="commit", boxes_open=2))
        assert outlook(sure).scenarios.cautious == 6000
        assert outlook(sure, [Try(1, "stage", 3)]).scenarios == (5000, 5500, 6000)
        back = outlook(sure, [Try(1, "stage", 1)])
        assert back.scenarios.cautious == 6000

    def test_another_close_brings_it_into_the_period_or_out_of_it(self) -> None:
        assert outlook(base(deal(1)), [Try(1, "close", close=date(2027, 1, 2))]).due == ()
        undated = base(deal(1, expected_close=None))
        assert outlook(undated, [Try(1, "close", close=date(2026, 12, 31))]).due == (1,)

    def test_another_category(self) -> None:
        assert outlook(base(deal(1)), [Try(1, "category", category="commit")]).scenarios == (
            6000, 6000, 6000,
        )  # fmt: skip
        assert outlook(base(deal(1)), [Try(1, "category", category="omit")]).due == ()
        ghost = outlook(base(deal(1, ghost=True)), [Try(1, "category", category="commit")])
        assert ghost.due == ()

    def test_without_a_target_there_is_no_gap(self) -> None:
        assert outlook(base(deal(1), target_minor=None)).gap is None

    def test_the_last_try_of_a_kind_counts(self) -> None:
        tries = [Try(1, "won"), Try(1, "close", close=IN_DECEMBER), Try(1, "stage", 3)]
        assert what_if.settled(tries) == (tries[1], tries[2])
        assert what_if.settled([tries[1], tries[0]]) == (tries[0],)

    def test_each_try_says_what_it_does_alone(self) -> None:
        here = base(deal(1), deal(2, category="commit"))
        assert what_if.effect(here, Try(1, "won")) == (1000, 750)
        assert what_if.effect(here, Try(2, "lost")) == (0, -1000)
        assert what_if.effect(here, Try(1, "stage", 3)) == (0, 250)
        assert what_if.effect(here, Try(9, "won")) == (0, 0)

    def test_what_was_changed_elsewhere_is_named(self) -> None:
        seen = base(deal(1), deal(2), deal(3))
        now = base(deal(1), deal(2, version=2))
        tries = [Try(1, "won"), Try(2, "won"), Try(3, "lost"), Try(3, "close")]
        assert [one.id for one in what_if.overtaken(seen, now, tries)] == [2, 3]
        assert what_if.without(tries, [2, 3]) == (tries[0],)


DEALS = st.builds(
    lambda stage, value, own, category, back, flags: (stage, value, own, category, back, flags),
    st.sampled_from([1, 2, 3]),
    st.integers(0, 10**7),
    st.one_of(st.none(), st.integers(0, 100)),
    st.sampled_from(["commit", "best", "pipeline", "omit"]),
    st.one_of(st.none(), st.integers(-60, 90)),
    st.tuples(st.booleans(), st.booleans(), st.booleans(), st.integers(0, 2)),
)


@st.composite
def bases(draw: st.DrawFn) -> Base:
    """A few open deals of every kind."""
    deals = []
    for number, one in enumerate(draw(st.lists(DEALS, max_size=7)), start=1):
        stage, value, own, category, ahead, (ghost, overridden, verified, boxes) = one
        close = None if ahead is None else TODAY + timedelta(days=ahead)
        deals.append(
            deal(number, stage_id=stage, value_minor=value, own_probability=own,
                 category=category, expected_close=close, ghost=ghost, overridden=overridden,
                 verified=verified, boxes_open=boxes)
        )  # fmt: skip
    return base(*deals)


@st.composite
def sandboxes(draw: st.DrawFn) -> tuple[Base, list[Try]]:
    """Deals, and tries of which no two take each other's place."""
    here = draw(bases())
    tries: dict[tuple[int, str], Try] = {}
    for one in here.deals:
        for kind in draw(st.sets(st.sampled_from(["fate", "close", "category"]))):
            what = draw(st.sampled_from(what_if.FATES)) if kind == "fate" else kind
            made = Try(
                one.id, what, draw(st.sampled_from([1, 2, 3])),
                TODAY + timedelta(days=draw(st.integers(0, 90))),
                draw(st.sampled_from(["commit", "best", "pipeline", "omit"])),
            )  # fmt: skip
            tries[made.slot] = made
    return here, list(tries.values())


class TestAlways:
    @given(bases())
    def test_nothing_tried_is_the_forecast(self, here: Base) -> None:
        found = outlook(here)
        by_id = {stage.id: stage for stage in here.stages}
        dues = [what_if.as_due(one, by_id[one.stage_id]) for one in here.deals if one.verified]
        due = due_in(dues, here.period, TODAY)
        assert found.won_minor == here.won_minor
        assert found.scenarios == of_sums(here.won_minor, *sums(due, TODAY))
        assert found.due == tuple(one.id for one in due)

    @given(sandboxes(), st.randoms(use_true_random=False))
    def test_the_order_changes_nothing(
        self, sandbox: tuple[Base, list[Try]], chance: st.DataObject
    ) -> None:
        here, tries = sandbox
        found = outlook(here, tries)
        shuffled = list(tries)
        chance.shuffle(shuffled)  # type: ignore[attr-defined]
        assert outlook(here, shuffled) == found

    @given(sandboxes())
    def test_winning_raises_won_by_the_values(self, sandbox: tuple[Base, list[Try]]) -> None:
        here, tries = sandbox
        worth = {one.id: one.value_minor for one in here.deals}
        wins = sum(worth[one.deal_id] for one in tries if one.what == "won")
        assert outlook(here, tries).won_minor == here.won_minor + wins

    @given(sandboxes())
    def test_cautious_is_never_above_realistic_nor_that_above_optimistic(
        self, sandbox: tuple[Base, list[Try]]
    ) -> None:
        found = outlook(*sandbox)
        assert found.won_minor <= found.scenarios.cautious <= found.scenarios.realistic
        assert found.scenarios.realistic <= found.scenarios.optimistic
        assert found.band is not None
        assert found.band.p10 <= found.band.p50 <= found.band.p90

    @given(sandboxes())
    def test_effects_of_deals_add_up_but_for_rounding(
        self, sandbox: tuple[Base, list[Try]]
    ) -> None:
        here, tries = sandbox
        alone = [one for one in tries if one.what in what_if.FATES]
        change = outlook(here, alone).scenarios.realistic - outlook(here).scenarios.realistic
        parts = [what_if.effect(here, one) for one in alone]
        assert abs(sum(part.realistic for part in parts) - change) <= len(here.deals) + 1
        assert sum(part.won for part in parts) == outlook(here, alone).won_minor - here.won_minor

    @given(sandboxes())
    def test_the_quick_figures_are_the_same(self, sandbox: tuple[Base, list[Try]]) -> None:
        here, tries = sandbox
        found = outlook(here, tries)
        quick = what_if.quickly(here, outlook(here), tries)
        assert quick == found._replace(band=None)

    @given(sandboxes())
    def test_taking_all_back_is_today(self, sandbox: tuple[Base, list[Try]]) -> None:
        here, tries = sandbox
        gone = what_if.without(tries, [one.id for one in here.deals])
        assert outlook(here, gone) == outlook(here)


@pytest.mark.parametrize("what", ["won", "stage"])
def test_a_deal_that_is_gone_changes_nothing(what: str) -> None:
    here = base(deal(1))
    assert outlook(here, [Try(99, what, 3)]) == outlook(here)
