"""The offer: benefit in numbers, joint plan, pilot, options (process.md, "The offer")."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline_tui.domain.records_offer import Offer
from pipeline_tui.domain.sentences import event
from pipeline_tui.errors import Conflict, InputError, NotFound
from pipeline_tui.i18n import use_language
from pipeline_tui.services import deals, history, offer_options, offers, reading
from pipeline_tui.services.desk import Desk
from tests.services.office import Office
from tests.unit.deal_records import HOSTILE

SETUP = "set-up 4 h x €60 per week"


def offer(office: Office, number: int = 1) -> Offer:
    return offers.offer(office.desk, number)


def timeline(office: Office, number: int = 1) -> list[str]:
    page = reading.page(office.desk, number)
    assert page is not None
    return [event(one) for one in page.timeline]


@pytest.fixture
def acme(office: Office) -> Office:
    office.add("Acme: CNC 12k @proposal")
    return office


class TestThePage:
    def test_has_no_offer_while_there_is_nothing(self, acme: Office) -> None:
        page = reading.page(acme.desk, 1)
        assert page is not None
        assert page.offer is None

    def test_has_all_of_it(self, acme: Office) -> None:
        offers.add_benefit(acme.desk, 1, SETUP)
        offers.add_plan(acme.desk, 1, "Meier: sign the NDA by fri")
        offers.set_pilot(acme.desk, 1, "Meier: 20 % less scrap until 15.1.")
        offer_options.set_option(acme.desk, 1, "plus 20k all")
        offer_options.set_option(acme.desk, 1, "basic 8k one line")
        page = reading.page(acme.desk, 1)
        assert page is not None
        assert page.offer == offer(acme)
        assert [one.level for one in offer(acme).options] == ["basic", "plus"]


class TestBenefit:
    def test_lines_keep_their_order_and_can_be_changed_and_taken_out(self, acme: Office) -> None:
        offers.add_benefit(acme.desk, 1, SETUP)
        second = offers.add_benefit(acme.desk, 1, "scrap 500 per month")
        offers.edit_benefit(acme.desk, second, "scrap 600 per month")
        assert [(one.text, one.rate_minor) for one in offer(acme).benefit] == [
            ("set-up", 6_000), ("scrap", 60_000),
        ]  # fmt: skip
        offers.edit_benefit(acme.desk, second, "  ")
        assert [one.text for one in offer(acme).benefit] == ["set-up"]
        assert acme.say() == "Acme · CNC: taken out of the benefit: scrap"

    def test_the_sum_becomes_the_benefit_only_where_it_is_empty(self, acme: Office) -> None:
        with pytest.raises(InputError, match="nothing to sum up"):
            offers.write_sum(acme.desk, 1)
        offers.add_benefit(acme.desk, 1, SETUP)
        offers.add_benefit(acme.desk, 1, "no new press 120k once")
        offers.write_sum(acme.desk, 1)
        assert acme.deal(1).benefit == "€11,040 a year + €120,000 once: set-up, no new press"
        with pytest.raises(InputError, match="says something already"):
            offers.write_sum(acme.desk, 1)
        history.undo(acme.desk)
        assert acme.deal(1).benefit == ""

    def test_in_german(self, acme: Office) -> None:
        use_language("de")
        offers.add_benefit(acme.desk, 1, "Rüstzeit 4 Std x 60 € pro Woche")
        offers.write_sum(acme.desk, 1)
        assert acme.deal(1).benefit == "11.040 € im Jahr: Rüstzeit"

    def test_together_they_stay_within_what_can_be_kept(self, acme: Office) -> None:
        most = f"a {2**53 // 100} once"
        offers.add_benefit(acme.desk, 1, most)
        before = acme.everything()
        with pytest.raises(InputError, match="too large"):
            offers.add_benefit(acme.desk, 1, most)
        assert acme.everything() == before

    def test_another_currency_is_refused(self, acme: Office) -> None:
        with pytest.raises(InputError, match="are in EUR"):
            offers.add_benefit(acme.desk, 1, "set-up 4 h x CHF 60 per week")

    def test_the_currency_of_the_deal_takes_its_rates_along(self, acme: Office) -> None:
        offers.add_benefit(acme.desk, 1, SETUP)
        with pytest.raises(InputError, match="are in EUR"):
            deals.set_field(acme.desk, 1, "value", "12k CHF")
        deals.set_field(acme.desk, 1, "currency", "JPY")
        assert offer(acme).benefit[0].rate_minor == 60

    def test_the_history_tells_it(self, acme: Office) -> None:
        number = offers.add_benefit(acme.desk, 1, SETUP)
        offers.edit_benefit(acme.desk, number, "set-up 5 h x €60 per week")
        assert timeline(acme)[:2] == [
            "calculation of the benefit: set-up · 4 h × €60 per week → set-up · 5 h × €60 per week",
            "calculation of the benefit: – → set-up · 4 h × €60 per week",
        ]
        use_language("de")
        assert "5 h × 60 € pro Woche" in timeline(acme)[0]


class TestPlan:
    def test_a_step_is_done_and_open_again(self, acme: Office) -> None:
        number = offers.add_plan(acme.desk, 1, "Meier: sign the NDA by fri")
        offers.tick_plan(acme.desk, number, done=True)
        assert offer(acme).plan[0].done_on == acme.clock.today()
        assert acme.say() == "Acme · CNC: done in the joint plan: sign the NDA"
        offers.tick_plan(acme.desk, number, done=True)
        assert acme.say() == "Acme · CNC: done in the joint plan: sign the NDA", "no second step"
        offers.tick_plan(acme.desk, number, done=False)
        assert offer(acme).plan[0].done_on is None

    def test_a_step_becomes_a_follow_up(self, acme: Office) -> None:
        number = offers.add_plan(acme.desk, 1, "Meier: sign the NDA by fri")
        offers.book_plan(acme.desk, number)
        step = acme.step(1)
        assert (step.kind, step.text, step.due) == (
            "task", "Meier: sign the NDA", date(2026, 11, 27),
        )  # fmt: skip
        history.undo(acme.desk)
        assert acme.deal(1).next is None

    def test_one_without_a_day_or_past_it_is_booked_on_the_next_working_day(
        self, acme: Office
    ) -> None:
        for line in ("agree on the schedule", "send it 2026-01-05"):
            offers.book_plan(acme.desk, offers.add_plan(acme.desk, 1, line))
        assert {one.due for one in acme.followups(1)} == {date(2026, 11, 24)}

    def test_one_that_is_done_or_of_a_closed_deal_is_not(self, acme: Office) -> None:
        number = offers.add_plan(acme.desk, 1, "sign")
        offers.tick_plan(acme.desk, number, done=True)
        with pytest.raises(InputError, match="done already"):
            offers.book_plan(acme.desk, number)
        offers.tick_plan(acme.desk, number, done=False)
        deals.win(acme.desk, 1)
        with pytest.raises(InputError, match="closed"):
            offers.book_plan(acme.desk, number)


class TestPilot:
    def test_there_is_one_and_it_is_changed(self, acme: Office) -> None:
        offers.set_pilot(acme.desk, 1, "Meier: 20 % less scrap until 15.1.")
        offers.set_pilot(acme.desk, 1, "Ito: 30 % less scrap")
        pilot = offer(acme).pilot
        assert pilot is not None
        assert (pilot.measure, pilot.checker, pilot.until) == ("30 % less scrap", "Ito", None)
        offers.set_pilot(acme.desk, 1, "")
        assert offer(acme).pilot is None

    def test_it_is_met_or_missed(self, acme: Office) -> None:
        with pytest.raises(NotFound, match="has no pilot"):
            offers.set_result(acme.desk, 1, "met")
        offers.set_pilot(acme.desk, 1, "less scrap")
        offers.set_result(acme.desk, 1, "missed")
        assert acme.say() == "Acme · CNC: pilot missed its measure"
        assert timeline(acme)[0] == "result of the pilot: – → missed"
        offers.set_result(acme.desk, 1, "")
        pilot = offer(acme).pilot
        assert pilot is not None
        assert pilot.result == ""


class TestOptions:
    def test_the_expected_one_is_the_value(self, acme: Office) -> None:
        offer_options.set_option(acme.desk, 1, "standard 14k with training")
        assert acme.deal(1).value_minor == 1_200_000, "nothing is expected yet"
        offer_options.choose_option(acme.desk, offer(acme).options[0].id)
        assert acme.deal(1).value_minor == 1_400_000
        assert "value: €12,000 → €14,000" in timeline(acme)
        offer_options.set_option(acme.desk, 1, "standard 15k with training")
        assert acme.deal(1).value_minor == 1_500_000

    def test_editing_the_value_edits_it(self, acme: Office) -> None:
        offer_options.set_option(acme.desk, 1, "standard 14k", expected=True)
        offer_options.set_option(acme.desk, 1, "plus 20k")
        deals.set_field(acme.desk, 1, "value", "13k")
        assert [one.value_minor for one in offer(acme).options] == [1_300_000, 2_000_000]

    def test_without_a_value_none_is_expected(self, acme: Office) -> None:
        offer_options.set_option(acme.desk, 1, "standard 14k", expected=True)
        deals.set_field(acme.desk, 1, "value", "")
        assert [one.expected for one in offer(acme).options] == [False]

    def test_only_one_is_expected(self, acme: Office) -> None:
        for line in ("basic 8k", "standard 14k expected", "plus 20k expected"):
            offer_options.set_option(acme.desk, 1, line)
        assert [one.expected for one in offer(acme).options] == [False, False, True]
        assert acme.deal(1).value_minor == 2_000_000
        offer_options.choose_option(acme.desk, offer(acme).options[2].id, expected=False)
        assert not any(one.expected for one in offer(acme).options)
        assert acme.deal(1).value_minor == 2_000_000, "the value stays"

    def test_choosing_is_one_step_back(self, acme: Office) -> None:
        offer_options.set_option(acme.desk, 1, "plus 20k")
        before = acme.everything()
        offer_options.choose_option(acme.desk, offer(acme).options[0].id)
        assert acme.say() == "Acme · CNC: option expected: plus 20000 EUR"
        history.undo(acme.desk)
        assert acme.everything() == before

    def test_the_level_is_one_of_three_and_there_once(self, acme: Office) -> None:
        offer_options.set_option(acme.desk, 1, "basic 8k")
        offer_options.set_option(acme.desk, 1, "plus 20k")
        plus = offer(acme).options[1].id
        with pytest.raises(InputError, match="another option basic"):
            offer_options.edit_option(acme.desk, plus, "basic 9k")
        offer_options.edit_option(acme.desk, plus, "standard 19k")
        assert [one.level for one in offer(acme).options] == ["basic", "standard"]
        offer_options.remove_option(acme.desk, 1, "Basis")
        assert [one.level for one in offer(acme).options] == ["standard"]
        with pytest.raises(NotFound):
            offer_options.remove_option(acme.desk, 1, "plus")

    def test_a_new_one_needs_a_value_and_an_old_one_keeps_its_own(self, acme: Office) -> None:
        with pytest.raises(InputError, match="no value"):
            offer_options.set_option(acme.desk, 1, "plus with all lines")
        offer_options.set_option(acme.desk, 1, "plus 20k")
        offer_options.set_option(acme.desk, 1, "plus with all lines")
        assert [(one.value_minor, one.text) for one in offer(acme).options] == [
            (2_000_000, "with all lines")
        ]


class TestTwoAtOnce:
    """What another saved meanwhile is shown, never overwritten silently."""

    def test_the_line_somebody_else_changed(self, acme: Office) -> None:
        number = offers.add_benefit(acme.desk, 1, SETUP)
        seen = offer(acme).benefit[0]
        other = Desk(acme.path, acme.clock)
        offers.edit_benefit(other, number, "set-up 5 h x €60 per week")
        other.close()
        with pytest.raises(Conflict) as caught:
            offers.edit_benefit(acme.desk, number, "set-up 6 h x €60 per week", seen=seen)
        assert caught.value.theirs == "set-up: 5 h x 60 EUR per week"
        assert offer(acme).benefit[0].quantity == 5_000

    def test_plan_pilot_and_option(self, acme: Office) -> None:
        step = offers.add_plan(acme.desk, 1, "sign")
        offers.set_pilot(acme.desk, 1, "less scrap")
        offer_options.set_option(acme.desk, 1, "plus 20k")
        seen = offer(acme)
        offers.edit_plan(acme.desk, step, "sign both")
        offers.set_pilot(acme.desk, 1, "no scrap")
        offer_options.set_option(acme.desk, 1, "plus 21k")
        before = acme.everything()
        for late in (
            lambda: offers.edit_plan(acme.desk, step, "x", seen=seen.plan[0]),
            lambda: offers.set_pilot(acme.desk, 1, "x", seen=seen.pilot),
            lambda: offer_options.edit_option(
                acme.desk, seen.options[0].id, "plus 1", seen=seen.options[0]
            ),
        ):
            with pytest.raises(Conflict):
                late()
        assert acme.everything() == before

    def test_what_is_gone(self, acme: Office) -> None:
        for late in (
            lambda: offers.edit_benefit(acme.desk, 99, SETUP),
            lambda: offers.edit_plan(acme.desk, 99, "x"),
            lambda: offers.tick_plan(acme.desk, 99, done=True),
            lambda: offer_options.edit_option(acme.desk, 99, "plus 1"),
        ):
            with pytest.raises(NotFound, match="gone"):
                late()


class TestBadInput:
    @pytest.mark.parametrize("text", [*HOSTILE, "", "nan", "-5", "x" * 100_000])
    def test_is_refused_or_kept_clean_and_never_half(self, acme: Office, text: str) -> None:
        from pipeline_tui.domain.text import clean

        for write in (
            lambda: offers.add_benefit(acme.desk, 1, f"{text} 4 h x 60"),
            lambda: offers.add_plan(acme.desk, 1, f"{text}: {text}"),
            lambda: offers.set_pilot(acme.desk, 1, f"Meier: {text}"),
            lambda: offer_options.set_option(acme.desk, 1, f"plus 20k {text}"),
        ):
            before = acme.everything()
            try:
                write()
            except InputError:
                assert acme.everything() == before
        found = offer(acme)
        texts = [one.text for one in (*found.benefit, *found.options)]
        texts += [one.what for one in found.plan]
        assert texts == [clean(one) for one in texts]
