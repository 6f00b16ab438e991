"""The morning round: done, missed, put off, marked, added, logged, with the keys on the row."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline_tui.errors import DatabaseLocked
from pipeline_tui.services import checking, followups, reading
from pipeline_tui.services.desk import Desk
from pipeline_tui.ui.modals.closing_lost import LosePanel
from pipeline_tui.ui.modals.line import LinePrompt
from pipeline_tui.ui.modals.pick import Pick
from tests.services.office import MONDAY, Office
from tests.ui.agenda_desk import agenda, groups, office_on_monday, prompt, view, words
from tests.ui.pane_desk import agenda_of


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = office_on_monday(tmp_path)
    yield made
    made.desk.close()


class TestDone:
    async def test_takes_outcome_and_next_step_in_one_line(self, office: Office) -> None:
        async with agenda(office) as at:
            await at.press("d")
            await at.type("wants figures > mail figures fri")
            await at.press("enter")
            page = reading.page(office.desk, 1)
            assert page is not None
            assert page.deal.next is not None
            assert page.deal.next.text == "mail figures"
            done = next(step for step in page.followups if step.state == "done")
            assert done.outcome == "wants figures"

    async def test_asks_for_the_next_step_when_it_was_the_last(self, office: Office) -> None:
        async with agenda(office) as at:
            await at.press("d")
            await at.type("reached")
            await at.press("enter")
            await at.until(lambda: "Next step for Acme GmbH · CNC retrofit" in at.text)
            await at.type("call Meier +3d")
            await at.press("enter")
            following = office.deal(1).next
            assert following is not None
            assert following.text == "call Meier"

    async def test_takes_what_is_suggested_with_nothing_but_enter(self, office: Office) -> None:
        async with agenda(office) as at:
            await at.press("d")
            await at.until(lambda: "enter takes:" in at.text)
            offered = at.main.gateway.suggested_next(office.step(1).id)
            assert f"enter takes: {offered.text} · Tue 24 Nov" in at.text
            await at.press("enter")
            assert at.app.screen is at.main
            following = office.step(1)
            assert (following.kind, following.text) == (offered.kind, offered.text)
            assert following.due == offered.day
            assert words(at) == "call Gavin"

    async def test_takes_what_is_suggested_behind_an_outcome(self, office: Office) -> None:
        async with agenda(office) as at:
            offered = at.main.gateway.suggested_next(office.step(1).id)
            await at.press("d")
            await at.type("wants figures >")
            assert f"wants figures   → {offered.text}" in at.text
            await at.press("enter")
            assert at.app.screen is at.main
            assert office.step(1).text == offered.text
            done = next(step for step in office.followups(1) if step.state == "done")
            assert done.outcome == "wants figures"

    async def test_an_outcome_alone_is_kept_and_the_next_step_asked_for(
        self, office: Office
    ) -> None:
        async with agenda(office) as at:
            offered = at.main.gateway.suggested_next(office.step(1).id)
            await at.press("d")
            await at.type("reached")
            assert "enter asks for the next step, > takes what is suggested" in at.text
            await at.press("enter")
            await at.until(lambda: "Next step for" in at.text)
            assert f"enter takes: {offered.text}" in at.text
            await at.press("enter")
            assert office.step(1).text == offered.text
            assert words(at) == "call Gavin"

    async def test_esc_leaves_the_deal_without_a_next_step(self, office: Office) -> None:
        async with agenda(office) as at:
            await at.press("d")
            await at.type("reached")
            await at.press("enter")
            await at.until(lambda: "Next step for" in at.text)
            await at.press("escape")
            assert office.deal(1).state == "none"

    async def test_asks_nothing_while_another_follow_up_is_open(self, office: Office) -> None:
        followups.add_followup(office.desk, 1, "mail offer 10.12.")
        office.desk.close()
        async with agenda(office) as at:
            await at.press("d")
            assert at.app.screen is at.main
            assert at.message == "Done: call Meier. Next: mail offer, Thu 10 Dec · u undoes"
            assert office.step(1).text == "mail offer"
            await at.press("u")
            assert office.step(1).text == "call Meier"

    async def test_asks_nothing_of_one_that_comes_again(self, office: Office) -> None:
        followups.next_step(office.desk, 1, "call Meier 23.11. every week")
        office.desk.close()
        async with agenda(office) as at:
            while words(at) != "call Meier":
                await at.press("j")
            await at.press("d")
            assert at.app.screen is at.main
            assert at.message == "Done: call Meier. It comes again Mon 30 Nov · u undoes"
            assert str(office.step(1).due) == "2026-11-30"

    async def test_asks_nothing_of_one_without_a_deal(self, office: Office) -> None:
        office.overdue(None, "call tax office 20.11.2026")
        office.desk.close()
        async with agenda(office) as at:
            while words(at) != "call tax office":
                await at.press("j")
            await at.press("d")
            assert at.message == "Done: call tax office · u undoes"
            assert groups(at)[0] == "Overdue 2"

    async def test_says_so_where_nothing_comes_next(self, office: Office) -> None:
        office.add("Cyberdyne: Arms 9k @prospect call Miles today")
        office.desk.close()
        async with agenda(office) as at:
            while words(at) != "call Miles":
                await at.press("j")
            await at.press("d")
            assert "There is no next step; n sets one" in at.message

    async def test_goes_on_to_the_next_row(self, office: Office) -> None:
        async with agenda(office) as at:
            await at.press("d")
            await at.type("ok > call Meier 10.12.")
            await at.press("enter")
            assert words(at) == "call Gavin"
            assert groups(at)[0] == "Overdue 1"

    async def test_on_the_last_row_goes_to_the_one_before(self, office: Office) -> None:
        async with agenda(office) as at:
            await at.press("G", "d")
            await at.type("ok > call Tony 24.11.")
            await at.press("enter")
            assert words(at) == "call Wong"

    @pytest.mark.parametrize(
        "line", ["ok > call Meier 31.02.", "ok > call 10:00", "ok > call monthly until 1.1.2020"]
    )
    async def test_keeps_a_line_whose_date_is_none(self, office: Office, line: str) -> None:
        async with agenda(office) as at:
            await at.press("d")
            await at.type(line)
            await at.press("enter")
            assert prompt(at).text == line
            assert "✗" in at.text
            assert office.step(1).state == "overdue"

    async def test_can_be_taken_back(self, office: Office) -> None:
        async with agenda(office) as at:
            await at.press("d")
            await at.type("ok > call Meier 10.12.")
            await at.press("enter", "u")
            assert groups(at)[0] == "Overdue 2"
            assert office.step(1).text == "call Meier"


class TestTheOtherKeysOfARow:
    async def test_m_books_the_retry(self, office: Office) -> None:
        async with agenda(office) as at:
            await at.press("m")
            assert office.step(1).attempts == 1
            assert office.step(1).due >= MONDAY

    async def test_s_moves_it_to_another_day(self, office: Office) -> None:
        async with agenda(office) as at:
            await at.press("s")
            await at.type("fri")
            assert "Fri 27 Nov" in at.text
            await at.press("enter")
            assert str(office.step(1).due) == "2026-11-27"
            assert words(at) == "call Gavin"

    async def test_n_changes_the_step(self, office: Office) -> None:
        async with agenda(office) as at:
            await at.press("n")
            assert prompt(at).text == ""
            await at.type("meet Meier fri")
            await at.press("enter")
            assert office.step(1).text == "meet Meier"

    async def test_e_edits_the_row_not_the_deals_next_step(self, office: Office) -> None:
        later = followups.add_followup(office.desk, 1, "mail offer 25.11.")
        office.desk.close()
        async with agenda(office) as at:
            while words(at) != "mail offer":
                await at.press("j")
            await at.press("e")
            assert prompt(at).text == "mail offer 2026-11-25"
            await at.press("ctrl+u")
            await at.type("mail contract fri 10:00 every 2 weeks")
            await at.press("enter")
            row = reading.followup(office.desk, later)
            assert row is not None
            assert (row.text, str(row.due), row.time) == ("mail contract", "2026-11-27", "10:00")
            assert row.repeat == "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR"
            assert office.step(1).text == "call Meier", "the deal's next step stays"
            assert "follow-up changed: mail contract" in at.message
            await at.press("u")
            assert [row.text for row in office.followups(1)] == ["call Meier", "mail offer"]

    async def test_e_edits_a_row_without_a_deal(self, office: Office) -> None:
        own = office.overdue(None, "call tax office 1.11.2026")
        office.desk.close()
        async with agenda(office) as at:
            while words(at) != "call tax office":
                await at.press("j")
            await at.press("n")
            assert at.app.screen is at.main
            assert "e edits it, d finishes it" in at.message
            await at.press("e", "ctrl+u")
            await at.type("call tax office 31.02.")
            await at.press("enter")
            assert prompt(at).text == "call tax office 31.02."
            await at.press("ctrl+u")
            await at.type("mail tax office fri")
            await at.press("enter")
            row = reading.followup(office.desk, own)
            assert row is not None
            assert (row.kind, row.text, str(row.due)) == ("mail", "mail tax office", "2026-11-27")

    async def test_e_shows_both_when_another_changed_the_row(self, office: Office) -> None:
        async with agenda(office) as at:
            await at.press("e")
            other = Desk(office.path, office.clock)
            followups.next_step(other, 1, "mail Huber 2026-12-01")
            other.close()
            await at.press("ctrl+u")
            await at.type("call Ann fri")
            await at.press("enter")
            assert "mail Huber 2026-12-01" in at.text
            assert "The follow-up was changed elsewhere while you edited it" in at.text
            assert office.step(1).text == "mail Huber"
            await at.press("1")
            assert office.step(1).text == "call Ann"

    async def test_e_says_so_when_the_row_was_closed_elsewhere(self, office: Office) -> None:
        async with agenda(office) as at:
            other = Desk(office.path, office.clock)
            followups.cancel(other, [1])
            other.close()
            await at.press("e")
            assert at.app.screen is at.main
            assert "closed elsewhere" in at.message

    async def test_c_logs_a_call_by_digit(self, office: Office) -> None:
        async with agenda(office) as at:
            await at.press("c")
            await at.until(lambda: isinstance(at.app.screen, Pick))
            await at.press("1")
            await at.until(lambda: isinstance(at.app.screen, LinePrompt))
            await at.type("he is on holiday")
            await at.press("enter")
            page = reading.page(office.desk, 1)
            assert page is not None
            assert (page.notes[0].kind, page.notes[0].text) == ("call", "he is on holiday")

    async def test_x_loses_the_deal_for_a_reason(self, office: Office) -> None:
        async with agenda(office) as at:
            await at.press("x")
            await at.until(lambda: isinstance(at.app.screen, LosePanel))
            await at.press("2", "enter")
            assert office.deal(1).lost_reason == "no_budget"
            assert words(at) == "call Gavin"

    async def test_x_asks_for_a_line_when_the_reason_is_another(self, office: Office) -> None:
        async with agenda(office) as at:
            await at.press("x")
            await at.until(lambda: isinstance(at.app.screen, LosePanel))
            await at.press("8")
            await at.type("they were bought")
            await at.press("enter")
            assert office.deal(1).lost_reason == "other"
            assert office.deal(1).closed_note == "they were bought"


class TestPuttingOff:
    @pytest.mark.parametrize(
        ("key", "day"), [(".", "2026-11-24"), (",", "2026-11-26"), ("-", "2026-11-30")]
    )
    async def test_takes_one_key(self, office: Office, key: str, day: str) -> None:
        async with agenda(office) as at:
            await at.press("s", key)
            assert at.app.screen is at.main
            assert str(office.step(1).due) == day
            assert words(at) == "call Gavin"

    async def test_says_where_each_key_leads(self, office: Office) -> None:
        async with agenda(office) as at:
            await at.press("s")
            for said in (
                ". tomorrow Tue 24 Nov", ", in 3 working days Thu 26 Nov",
                "- next Monday Mon 30 Nov", "tab [ ] the customer asked",
            ):  # fmt: skip
                assert said in at.text

    async def test_the_keys_are_letters_once_something_is_typed(self, office: Office) -> None:
        async with agenda(office) as at:
            await at.press("s")
            await at.type("3.12.")
            assert prompt(at).text == "3.12."
            assert "Thu 3 Dec" in at.text
            await at.press("enter")
            assert str(office.step(1).due) == "2026-12-03"

    async def test_counts_as_contact_when_the_customer_asked(self, office: Office) -> None:
        async with agenda(office) as at:
            await at.press("s", "tab")
            assert "[x] the customer asked" in at.text
            await at.press(".")
            step = office.step(1)
            assert step.promised
            assert (step.postponed, office.deal(1).postponements) == (0, 0)
            assert "◆" in next(text for text in view(at) if "call Meier" in text)
            following = office.deal(1).next
            assert following is not None
            assert following.promised

    async def test_a_second_tab_takes_it_back(self, office: Office) -> None:
        async with agenda(office) as at:
            await at.press("s", "tab", "tab")
            await at.type("fri")
            assert "asked for it" not in at.text
            await at.press("enter")
            assert not office.step(1).promised
            assert office.step(1).postponed == 1

    async def test_that_the_customer_asked_can_be_typed_too(self, office: Office) -> None:
        async with agenda(office) as at:
            await at.press("s")
            await at.type("fri kunde bat")
            assert "the customer asked for it" in at.text
            await at.press("enter")
            assert office.step(1).promised

    @pytest.mark.parametrize("phrase", ["31.02.", "soon", "10:00", "5%", "every week"])
    async def test_keeps_a_phrase_that_is_no_day(self, office: Office, phrase: str) -> None:
        async with agenda(office) as at:
            await at.press("s")
            await at.type(phrase)
            await at.press("enter")
            assert prompt(at).text == phrase
            assert "✗" in at.text
            assert office.step(1).state == "overdue"

    async def test_works_without_a_deal(self, office: Office) -> None:
        office.overdue(None, "call tax office 20.11.2026")
        office.desk.close()
        async with agenda(office) as at:
            while words(at) != "call tax office":
                await at.press("j")
            await at.press("s", ".")
            assert groups(at)[:3] == ["Overdue 2", "Today 1", "Tomorrow 2"]

    @pytest.mark.parametrize("size", [(80, 24), (40, 15), (30, 10), (20, 5)])
    async def test_fits_every_size(self, office: Office, size: tuple[int, int]) -> None:
        async with agenda(office, size) as at:
            await at.press("s", "tab", ".")
            assert office.step(1).promised

    async def test_is_offered_while_another_program_has_the_file(
        self, office: Office, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def locked(*_args: object) -> None:
            raise DatabaseLocked("The file is in use")

        async with agenda(office) as at:
            with monkeypatch.context() as meanwhile:
                meanwhile.setattr(checking, "check_snooze", locked)
                await at.press("s")
                assert ". tomorrow    , in 3 working days    - next Monday" in at.text
            await at.press(".")
            assert str(office.step(1).due) == "2026-11-24"

    async def test_follows_midnight(self, office: Office) -> None:
        async with agenda(office) as at:
            await at.press("s")
            office.clock.pass_days(1)
            at.main.poll()
            await at.settled()
            assert ". tomorrow Wed 25 Nov" in at.text


class TestMarkedRows:
    async def test_are_put_off_together(self, office: Office) -> None:
        async with agenda(office) as at:
            await at.press("space", "space")
            assert "2 follow-ups marked" in at.message
            await at.press("s")
            assert "Move 2 follow-ups to" in at.text
            await at.press("-")
            assert [str(office.step(deal).due) for deal in (1, 2)] == ["2026-11-30"] * 2
            assert not any(text.startswith("✓") for text in view(at))
            await at.press("u")
            assert [office.step(deal).state for deal in (1, 2)] == ["overdue"] * 2

    async def test_are_those_marked_not_others_of_their_deals(self, office: Office) -> None:
        followups.add_followup(office.desk, 1, "mail offer 24.11.")
        office.desk.close()
        async with agenda(office) as at:
            while words(at) != "mail offer":
                await at.press("j")
            await at.press("space", "s", "-")
            days = {step.text: str(step.due) for step in office.followups(1)}
            assert days == {"call Meier": "2026-11-17", "mail offer": "2026-11-30"}

    async def test_need_no_deal(self, office: Office) -> None:
        office.overdue(None, "call tax office 20.11.2026")
        office.desk.close()
        async with agenda(office) as at:
            await at.press("space", "space", "space", "s", ".")
            assert groups(at)[:2] == ["Today 1", "Tomorrow 4"]

    async def test_lose_their_mark_by_a_second_space(self, office: Office) -> None:
        async with agenda(office) as at:
            await at.press("space", "g", "space", "g")
            assert not agenda_of(at).marks

    async def test_are_forgotten_by_esc(self, office: Office) -> None:
        async with agenda(office) as at:
            await at.press("space", "space", "escape")
            assert not agenda_of(at).marks
            assert at.main.mode == "agenda"

    async def test_are_moved_to_a_stage_with_their_deals(self, office: Office) -> None:
        async with agenda(office) as at:
            await at.press("space", "space", "M")
            await at.until(lambda: isinstance(at.app.screen, Pick))
            assert "Move 2 deals to" in at.text
            await at.type("nego")
            await at.press("enter")
            assert [office.deal(deal).stage for deal in (1, 2)] == ["Negotiation"] * 2

    async def test_are_those_of_deals_marked_on_the_board_too(self, office: Office) -> None:
        async with agenda(office) as at:
            await at.press("1")
            at.main.state.seek(2)
            await at.press("space", "2")
            row = next(text for text in view(at) if "call Gavin" in text)
            assert row.startswith("✓")
            await at.press("s", ".")
            assert str(office.step(2).due) == "2026-11-24"
            assert str(office.step(1).due) == "2026-11-17"


class TestAddingAFollowUp:
    async def test_of_ones_own(self, office: Office) -> None:
        async with agenda(office) as at:
            await at.press("A")
            await at.type("call tax office fri 10:00")
            assert "→ call tax office · Fri 27 Nov 10:00" in at.text
            await at.press("enter")
            assert at.message == "follow-up added: call tax office · u undoes"
            assert any("call tax office" in text for text in view(at))

    async def test_for_a_deal_that_is_named(self, office: Office) -> None:
        async with agenda(office) as at:
            await at.press("A")
            await at.type("hooli: mail Gavin the offer wed")
            assert "Hooli · Licences" in at.text
            await at.press("enter")
            assert [step.text for step in office.followups(2)] == [
                "call Gavin", "mail Gavin the offer",
            ]  # fmt: skip

    async def test_for_the_deal_in_the_pane(self, office: Office) -> None:
        async with agenda(office) as at:
            await at.press("enter", "A")
            assert "One more follow-up for Acme GmbH · CNC retrofit" in at.text
            await at.type("mail figures fri")
            await at.press("enter")
            assert [step.text for step in office.followups(1)] == ["call Meier", "mail figures"]

    async def test_that_comes_again(self, office: Office) -> None:
        async with agenda(office) as at:
            await at.press("A")
            await at.type("task plan the week every monday")
            assert "↻" in at.text
            await at.press("enter")
            assert any("plan the week ↻" in text for text in view(at))

    @pytest.mark.parametrize(
        "line",
        [
            *("nobody: call fri", "o: call fri"),
            *("call tax office", "call 31.02.", "call 10:00", "fri", "call every 30.2."),
            *("call monthly until 1.1.2020", "call fri mon"),
        ],
    )
    async def test_is_refused_in_place_and_the_line_kept(self, office: Office, line: str) -> None:
        before = office.everything()
        async with agenda(office) as at:
            await at.press("A")
            await at.type(line)
            await at.press("enter")
            assert prompt(at).text == line
            assert "✗" in at.text
        assert office.everything() == before

    async def test_is_taken_back(self, office: Office) -> None:
        before = office.value("SELECT COUNT(*) FROM followup")
        async with agenda(office) as at:
            await at.press("A")
            await at.type("call tax office fri")
            await at.press("enter", "u")
            assert office.value("SELECT COUNT(*) FROM followup") == before


class TestADayGoneBy:
    @pytest.mark.parametrize(
        ("key", "line"),
        [
            ("n", "call Meier 1.1.2020"),
            ("A", "call 1.1.2020"),
            ("d", "reached > mail offer 1.1.2020"),
            ("s", "1.1.2020"),
            ("a", "Acme: Retrofit call Meier 1.1.2020"),
            ("e", "call Meier 1.1.2020"),
        ],
    )
    async def test_is_refused_at_once_and_the_line_kept(
        self, office: Office, key: str, line: str
    ) -> None:
        before = office.everything()
        async with agenda(office) as at:
            await at.press(key, "ctrl+u")
            await at.type(line)
            assert "✗" in at.text
            assert "1 Jan 2020 does not lie ahead" in " ".join(at.text.split())
            await at.press("enter")
            assert prompt(at).text == line
            await at.press("escape")
        assert office.everything() == before

    async def test_stands_when_only_the_words_of_an_overdue_one_change(
        self, office: Office
    ) -> None:
        due = office.step(1).due
        async with agenda(office) as at:
            await at.press("e")
            await at.press("home")
            await at.type("again ")
            assert "✗" not in at.text
            await at.press("enter")
            assert at.app.screen is at.main
        assert (office.step(1).text, office.step(1).due) == ("again call Meier", due)


class TestTwoDaysInOneLine:
    @pytest.mark.parametrize(
        ("key", "line"),
        [
            ("n", "call Meier fri mon"),
            ("d", "reached > mail offer fri or mon"),
            ("s", "fri mon"),
            ("a", "Acme: Retrofit call Meier fri mon"),
            ("p", "call Meier fri mon"),
        ],
    )
    async def test_are_asked_about_at_once_and_the_line_kept(
        self, office: Office, key: str, line: str
    ) -> None:
        before = office.everything()
        async with agenda(office) as at:
            await at.press(key)
            await at.type(line)
            assert "✗" in at.text
            assert "Which day is meant, fri (Fri 27 Nov) or mon" in " ".join(at.text.split())
            await at.press("enter")
            assert prompt(at).text == line
            await at.press("escape")
        assert office.everything() == before


class TestCancelling:
    async def test_closes_a_follow_up_from_the_palette(self, office: Office) -> None:
        async with agenda(office) as at:
            await at.press("colon")
            await at.type("cancel the follow")
            await at.press("enter")
            await at.until(lambda: at.app.screen is at.main)
            await at.settled()
            assert office.followups(1)[0].state == "cancelled"
            assert "n sets the next step" in at.message
            assert words(at) == "call Gavin"
            await at.press("u")
            assert office.step(1).text == "call Meier"


async def test_a_note_is_written_in_several_lines(office: Office) -> None:
    async with agenda(office) as at:
        await at.press("c")
        await at.until(lambda: isinstance(at.app.screen, Pick))
        await at.press("4")
        await at.type("one")
        await at.press("enter")
        await at.type("two")
        await at.press("escape")
        page = reading.page(office.desk, 1)
        assert page is not None
        assert page.notes[0].text == "one\ntwo"


class TestTryingForTheFifthTime:
    async def test_advises_to_close_or_park(self, office: Office) -> None:
        async with agenda(office) as at:
            await at.press("1")  # on the agenda the cursor goes on to the next row
            at.main.state.seek(1)
            for attempt in range(1, 5):
                await at.press("m")
                assert f"attempt {attempt}" in at.message
            await at.press("m")
            assert "5 attempts without an answer: close the deal or park it" in at.text
            assert office.deal(1).next is None
            await at.press("escape", "u")
            assert office.step(1).attempts == 4
