"""The offer at the keyboard: lines from the palette, edited, ticked and chosen in the pane."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from pipeline_tui.domain.money import Money
from pipeline_tui.domain.records_offer import Offer
from pipeline_tui.i18n import use_language
from pipeline_tui.services import costs, deals, offer_options, offers
from pipeline_tui.services.desk import Desk
from pipeline_tui.ui.modals.conflict import ConflictModal
from pipeline_tui.ui.modals.line import LinePrompt
from pipeline_tui.ui.widgets.echo import Echo
from tests.services.office import Office
from tests.ui.pane_desk import PaneUser, office_at, pane_of
from tests.unit.deal_records import HOSTILE


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = office_at(tmp_path)
    yield made
    made.desk.close()


def filled(office: Office) -> Office:
    """Deal 1 with all of an offer."""
    offers.add_benefit(office.desk, 1, "set-up 4 h x €60 per week")
    offers.add_plan(office.desk, 1, "Meier: sign the NDA 2026-11-20")
    offers.set_pilot(office.desk, 1, "Meier: 20 % less scrap until 15.1.")
    offer_options.set_option(office.desk, 1, "basic 8k one line")
    offer_options.set_option(office.desk, 1, "plus 20k all lines")
    office.desk.close()
    return office


def offer(user: PaneUser) -> Offer:
    return user.page.offer or Offer()


def said(user: PaneUser) -> str:
    """What the prompt understood, with common blanks."""
    screen = user.at.app.screen
    assert isinstance(screen, LinePrompt)
    return screen.query_one("#prompt-echo", Echo).said.replace("\N{NO-BREAK SPACE}", " ")


def shown(user: PaneUser) -> str:
    return "\n".join(user.pane.lines).replace("\N{NO-BREAK SPACE}", " ")


async def command(user: PaneUser, name: str) -> None:
    """Run a command from the palette."""
    await user.at.press("colon")
    await user.at.type(name)
    await user.at.press("enter")


async def on(user: PaneUser, kind: str, number: int = 0) -> None:
    """Put the cursor on an item of the offer."""
    item = [one for one in user.pane.items if one.kind == kind][number]
    assert user.pane.go_to(kind, "", item.key)
    await user.at.settled()


async def retype(user: PaneUser, text: str) -> None:
    await user.at.press("ctrl+u")
    await user.at.type(text)


class TestFolded:
    async def test_a_fresh_deal_stays_short(self, office: Office) -> None:
        async with pane_of(office) as user:
            assert "Offer ─" not in shown(user)
            folded = next(i for i in user.pane.items if i.kind == "more")
            words = " ".join(user.pane.lines[folded.row : folded.row + folded.rows]).split()
            line = " ".join(words).replace(" │ ", " ")
            assert all(name in line for name in ("Goal", "In numbers", "Plan", "Pilot", "Options"))

    async def test_unfolded_every_part_can_be_begun(self, office: Office) -> None:
        async with pane_of(office) as user:
            await user.go("more")
            await user.at.press("enter")
            for kind in ("benefit_part", "plan_part", "pilot", "option"):
                await on(user, kind)
                await user.at.press("e")
                assert isinstance(user.at.app.screen, LinePrompt)
                await user.at.press("escape")


class TestBenefit:
    async def test_lines_one_after_another_and_the_sum_as_the_benefit(self, office: Office) -> None:
        deals.set_field(office.desk, 1, "benefit", "")
        office.desk.close()
        async with pane_of(office) as user:
            await command(user, "Benefit …")
            await user.at.type("set-up 4 h x €60 per week")
            assert "set-up · 4 h × €60 per week × 46 weeks = €11,040" in said(user)
            await user.at.press("enter")
            assert "Σ €11,040 a year · enter writes it as the benefit" in said(user)
            await user.at.type("scrap 500 per month")
            await user.at.press("enter")
            assert "Σ €17,040 a year" in said(user)
            await user.at.press("enter")
            await user.at.until(lambda: not isinstance(user.at.app.screen, LinePrompt))
            assert user.page.deal.benefit == "€17,040 a year: set-up, scrap"
            assert "benefit written from its sum" in user.at.message
            assert "Σ €17,040 a year" in shown(user)
            await user.at.press("u", "u")
            assert [one.text for one in offer(user).benefit] == ["set-up"]

    async def test_in_german(self, office: Office) -> None:
        use_language("de")
        async with pane_of(office, (80, 24)) as user:
            await command(user, "Nutzen …")
            await user.at.type("Rüstzeit 4 Std x 60 € pro Woche")
            assert "Rüstzeit · 4 Std × 60 € pro Woche × 46 Wochen = 11.040 €" in said(user)
            await user.at.press("enter", "escape")
            assert [one.per for one in offer(user).benefit] == ["week"]

    async def test_what_is_refused_stays_typed(self, office: Office) -> None:
        async with pane_of(office) as user:
            await command(user, "Benefit …")
            await user.at.type("set-up -4 h x 60")
            await user.at.press("enter")
            assert "cannot be negative" in said(user)
            screen = user.at.app.screen
            assert isinstance(screen, LinePrompt)
            assert screen.text == "set-up -4 h x 60"
            assert offer(user) == Offer()

    async def test_a_line_is_edited_and_emptied(self, office: Office) -> None:
        async with pane_of(filled(office)) as user:
            await on(user, "benefit_part")
            await user.at.press("e")
            screen = user.at.app.screen
            assert isinstance(screen, LinePrompt)
            assert screen.text == "set-up: 4 h x 60 EUR per week"
            await retype(user, "set-up 5 h x 60 per week")
            await user.at.press("enter")
            assert offer(user).benefit[0].quantity == 5_000
            await on(user, "benefit_part")
            await user.at.press("e", "ctrl+u")
            assert "takes it out" in said(user)
            await user.at.press("enter")
            assert offer(user).benefit == ()

    async def test_space_on_the_sum_writes_it(self, office: Office) -> None:
        deals.set_field(office.desk, 1, "benefit", "")
        async with pane_of(filled(office)) as user:
            await on(user, "benefit_sum")
            await user.at.press("space")
            assert user.page.deal.benefit == "€11,040 a year: set-up"
            await on(user, "benefit_sum")
            await user.at.press("space")
            assert "says something already" in user.at.message

    async def test_what_another_saved_is_shown(self, office: Office) -> None:
        async with pane_of(filled(office)) as user:
            await on(user, "benefit_part")
            await user.at.press("e")
            other = Desk(office.path, office.clock)
            offers.edit_benefit(other, 1, "set-up 9 h x 60 per week")
            other.close()
            await retype(user, "set-up 5 h x 60 per week")
            await user.at.press("enter")
            assert isinstance(user.at.app.screen, ConflictModal)
            assert "9 h" in user.at.text
            assert offer(user).benefit[0].quantity == 9_000


class TestPlan:
    async def test_steps_one_after_another(self, office: Office) -> None:
        async with pane_of(office) as user:
            await command(user, "Joint plan …")
            await user.at.type("Meier: sign the NDA by fri")
            assert "Meier: sign the NDA · Fri 27 Nov" in said(user)
            await user.at.press("enter")
            await user.at.type("we: set up the trial")
            assert "no date" in said(user)
            await user.at.press("enter", "enter")
            assert [one.what for one in offer(user).plan] == ["sign the NDA", "set up the trial"]

    async def test_what_is_overdue_has_its_glyph_and_space_ticks_it(self, office: Office) -> None:
        async with pane_of(filled(office)) as user:
            await on(user, "plan_part")
            assert "! 20 Nov" in user.line
            await user.at.press("space")
            await on(user, "plan_part")
            assert "✓ 23 Nov" in user.line
            await user.at.press("space")
            await on(user, "plan_part")
            assert "! 20 Nov" in user.line

    async def test_one_key_makes_it_a_follow_up(self, office: Office) -> None:
        async with pane_of(filled(office)) as user:
            await user.at.press("F")
            assert "Put the cursor" in user.at.message
            await on(user, "plan_part")
            await user.at.press("F")
            assert "follow-up added: Meier: sign the NDA" in user.at.message
            assert [one.text for one in user.page.followups] == [
                "call Meier", "Meier: sign the NDA",
            ]  # fmt: skip


class TestPilot:
    async def test_is_written_edited_and_judged(self, office: Office) -> None:
        async with pane_of(office) as user:
            await command(user, "Pilot …")
            await user.at.type("Meier: 20 % less scrap until 15.1.")
            await user.at.press("enter")
            await on(user, "pilot")
            assert "20 % less scrap · Meier checks it · until 15 Jan" in " ".join(
                shown(user).replace("│", "").replace("▌", "").split()
            )
            for result, glyph in (("met", "✓"), ("missed", "✗"), ("", "○")):
                await user.at.press("space")
                pilot = offer(user).pilot
                assert pilot is not None
                assert pilot.result == result
                await on(user, "pilot")
                assert glyph in user.line

    async def test_its_result_by_digit(self, office: Office) -> None:
        async with pane_of(office) as user:
            await command(user, "Result of the pilot")
            assert "no pilot yet" in user.at.message
        async with pane_of(filled(office)) as user:
            await command(user, "Result of the pilot")
            await user.at.press("2")
            pilot = offer(user).pilot
            assert pilot is not None
            assert pilot.result == "missed"


class TestOptions:
    async def test_the_expected_one_is_the_value(self, office: Office) -> None:
        async with pane_of(office) as user:
            await command(user, "Option …")
            await user.at.type("standard 14k with training")
            assert "standard · €14,000 · with training" in said(user)
            await user.at.press("enter")
            await on(user, "option")
            await user.at.press("space")
            assert user.page.deal.value_minor == 1_400_000
            assert "€14,000" in shown(user)
            await user.pane.edit_field("value")
            await user.at.press("ctrl+u")
            await user.at.type("13k")
            await user.at.press("enter")
            assert offer(user).options[0].value_minor == 1_300_000

    async def test_one_that_is_there_is_changed_and_says_so(self, office: Office) -> None:
        async with pane_of(filled(office)) as user:
            await command(user, "Option …")
            await user.at.type("plus 21k")
            assert "now €20,000" in said(user)
            await user.at.press("enter")
            assert [one.value_minor for one in offer(user).options] == [800_000, 2_100_000]

    async def test_the_expected_one_by_digit_or_none(self, office: Office) -> None:
        async with pane_of(filled(office)) as user:
            await command(user, "Expected option")
            await user.at.press("2")
            assert user.page.deal.value_minor == 2_000_000
            await command(user, "Expected option")
            await user.at.press("3")
            assert not any(one.expected for one in offer(user).options)

    async def test_edited_under_the_cursor(self, office: Office) -> None:
        async with pane_of(filled(office)) as user:
            await on(user, "option", 1)
            await user.at.press("e")
            screen = user.at.app.screen
            assert isinstance(screen, LinePrompt)
            assert screen.text == "plus 20,000.00 all lines"
            await retype(user, "basic 9k")
            await user.at.press("enter")
            assert "another option basic" in said(user)
            await retype(user, "standard 19k")
            await user.at.press("enter")
            assert [one.level for one in offer(user).options] == ["basic", "standard"]


PLACES = (
    "UPDATE deal SET goal = ?1",
    "UPDATE company SET industry = ?1, size = ?1",
    "UPDATE benefit_part SET text = ?1, unit = ?1",
    "UPDATE plan_part SET what = ?1, who = ?1",
    "UPDATE pilot SET measure = ?1, checker = ?1",
    "UPDATE offer_option SET text = ?1",
)
STORABLE = [text for text in HOSTILE if "\ud800" not in text]


@pytest.mark.parametrize("text", STORABLE, ids=range(len(STORABLE)))
@pytest.mark.parametrize("size", [(160, 45), (40, 15)])
async def test_hostile_text_is_text(office: Office, text: str, size: tuple[int, int]) -> None:
    filled(office)
    with closing(sqlite3.connect(office.path)) as conn, conn:
        for statement in PLACES:
            conn.execute(statement, (text,))
    escapes = set(map(chr, (*range(32), 127, *range(0x80, 0xA0))))
    async with pane_of(office, size) as user:
        for kind in ("benefit_part", "plan_part", "pilot", "option"):
            await on(user, kind)
            assert not escapes & set("".join(user.at.lines))
            await user.at.press("e")
            assert not escapes & set("".join(user.at.lines))
            await user.at.press("escape")


@pytest.mark.parametrize("size", [(160, 45), (80, 24), (40, 15), (20, 5)])
@pytest.mark.parametrize("language", ["en", "de"])
async def test_it_fits_every_size(office: Office, size: tuple[int, int], language: str) -> None:
    use_language(language)
    async with pane_of(filled(office), size) as user:
        for kind in ("benefit_part", "benefit_sum", "plan_part", "pilot", "option"):
            await on(user, kind)
            assert len(user.at.lines) == size[1]
            assert user.line


class TestCosts:
    async def test_one_after_another_from_the_palette(self, office: Office) -> None:
        async with pane_of(office) as user:
            await command(user, "Costs of sources")
            await user.at.type("fair 2026-11 2500")
            assert "fair · November 2026 · €2,500" in said(user)
            await user.at.press("enter")
            assert "fair · November 2026 · €2,500" in said(user), "the latest are listed"
            await user.at.type("FAIR Nov 2026 2600")
            assert "fair · November 2026 · €2,600 · now €2,500" in said(user)
            await user.at.press("enter", "enter")
            assert not isinstance(user.at.app.screen, LinePrompt)
            assert "Cost of fair 2026-11 changed" in user.at.message
            await user.at.press("u")
        assert [one.cost for one in costs.costs(office.desk)] == [Money(250_000, "EUR")]

    async def test_what_is_refused_stays_typed(self, office: Office) -> None:
        use_language("de")
        async with pane_of(office, (40, 15)) as user:
            await command(user, "Kosten der Quellen")
            await user.at.type("Messe 2500")
            await user.at.press("enter")
            assert "nennt keinen Monat" in said(user)
        assert costs.costs(office.desk) == []
