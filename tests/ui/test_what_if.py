"""The what-if at the keyboard: a sandbox that touches nothing until it is accepted."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from pipeline_tui.i18n import use_language
from pipeline_tui.services import deals, memory, targets
from pipeline_tui.ui.modals.what_if import AcceptPanel
from pipeline_tui.ui.screens.insights import InsightsScreen
from pipeline_tui.ui.screens.what_if import WhatIfScreen
from tests.faults.poison import HOSTILE
from tests.services.office import MONDAY, Office
from tests.ui.terminal import Terminal, terminal


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """Won: 40k; due in December: Hooli 20k and, with boxes open, Umbra 30k; later: Stark 50k."""
    made = Office(tmp_path / "sales.db")
    made.ask_nothing()
    made.clock.set(date(2026, 8, 3))
    for line in (
        "Acme: A 40k @prospect", "Hooli: B 20k @proposal close:2026-12-10",
        "Umbra: C 30k @qualification close:2026-12-15", "Stark: D 50k @proposal close:2027-02-01",
    ):  # fmt: skip
        made.add(f"{line} call Ann 1.12.")
    made.clock.set(date(2026, 8, 20))
    deals.move(made.desk, 1, made.stage("Negotiation"))
    made.clock.set(date(2026, 10, 20))
    deals.win(made.desk, 1)
    made.clock.set(MONDAY)
    with made.desk.writer.step("options.set") as work:
        work.set_setting("gate", "soft")
    targets.set_target(made.desk, "2026-Q4", "100k")
    made.desk.close()
    yield made
    made.desk.close()


def screen(at: Terminal) -> WhatIfScreen:
    assert isinstance(at.app.screen, WhatIfScreen)
    return at.app.screen


async def opened(at: Terminal, *keys: str) -> WhatIfScreen:
    """Open the sandbox, wait until it was read, and press keys."""
    await at.press("W")
    found = screen(at)
    await at.until(lambda: found.data is not None)
    await at.settled()
    if keys:
        await at.press(*keys)
    return found


def figures(at: Terminal, of: str) -> list[str]:
    """The figures of a pinned line."""
    line = next(line for line in at.lines if line.strip().startswith(of))
    return line.split()[2:] if of != "±" else line.split()[1:]


def here(at: Terminal) -> str:
    row = screen(at).view.current
    return "" if row is None else row.label.strip()


class TestTheSandbox:
    async def test_begins_with_todays_figures(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await opened(at)
            now = figures(at, "as now")
            assert now[:3] == ["€40,000", "€60,000", "€57,500"]
            assert figures(at, "◇ tried") == now
            assert "◇ gap €60k" in at.lines[0]
            assert "◇ sandbox: nothing is saved" in at.lines[1]
            assert here(at) == "Hooli · B"

    async def test_shows_what_winning_would_do_at_once(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await opened(at, "w")
            assert figures(at, "◇ tried")[:2] == ["€60,000", "€40,000"]
            assert figures(at, "±")[:3] == ["+€20,000", "−€20,000", "+€10,000"]
            assert "gap €40k" in at.lines[0]
            assert "Hooli · B  ✓ won" in at.text
            assert here(at) == "◇ Hooli · B"
            await at.press("u")
            assert figures(at, "◇ tried") == figures(at, "as now")
            await at.press("u")
            assert screen(at).footer.message == "Nothing is tried yet"

    async def test_tries_stages_closes_and_categories(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await opened(at, "L")
            assert figures(at, "±")[2] == "+€5,000"  # from 50 to 75 %
            assert "→ Negotiation" in at.text
            await at.press("L")
            assert screen(at).footer.message == "There is no stage further on that side"
            await at.press("t", "1")
            assert "→ commit · counts as best case" in at.text  # its boxes are open
            assert figures(at, "±")[2] == "+€5,000"
            await at.press("e")
            await at.press("ctrl+u")
            await at.type("2.2.2027")
            await at.press("enter")
            assert "→ close 2 Feb 2027" in at.text
            assert figures(at, "±")[2] == "−€10,000"
            await at.press("delete")
            assert figures(at, "◇ tried") == figures(at, "as now")
            await at.press("M", "1")
            assert "→ Prospect" in at.text

    async def test_of_a_move_with_boxes_open_says_that_it_is_no_promise(
        self, office: Office
    ) -> None:
        async with terminal(office.path, office.clock) as at:
            await opened(at, "j", "t", "1", "L")
            assert here(at) == "◇ Umbra · C"
            assert "counts as best case" in at.text

    async def test_leaves_the_file_as_it_was(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            before = (office.path.read_bytes(), sorted(office.path.parent.iterdir()))
            await opened(at, "w", "j", "x", "j", "L", "t", "1", "tab", "L", "l", "u", "escape")
            assert at.app.screen is at.main
            assert at.message == "The sandbox is gone; nothing of it was saved"
            assert (office.path.read_bytes(), sorted(office.path.parent.iterdir())) == before
            await opened(at)
            assert figures(at, "◇ tried") == figures(at, "as now")
            await at.press("escape")
            assert at.message == ""
        assert (office.path.read_bytes(), sorted(office.path.parent.iterdir())) == before

    async def test_lists_only_some_deals_and_counts_all(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await opened(at, "w", "slash")
            now = figures(at, "◇ tried")
            await at.type("umbra")
            assert "Stark · D" not in at.text
            await at.type(" is:purple")
            assert "There is no state is:purple" in at.text
            await at.press(*["backspace"] * 10, "enter")
            assert "/ umbra" in at.lines[0]
            assert figures(at, "◇ tried") == now
            await at.press("G", "w")
            assert "Umbra · C  ✓ won" in at.text
            await at.press("escape")
            assert "Stark · D" in at.text
            assert len(screen(at).sandbox.tries) == 2
            await at.press("slash", "escape", "tab", "slash")
            assert "The deals stand on the other page" in screen(at).footer.message

    async def test_is_of_the_period_of_the_insights(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await at.press("5", "p", "5")
            await at.until(lambda: "working it out" not in at.text)
            assert isinstance(at.app.screen, InsightsScreen)
            found = await opened(at)
            assert found.period == "2026"
            assert "No target for 2026" not in at.text
            await at.press("p", "3")
            await at.until(lambda: found.base is not None and found.base.period.name == "2026-Q4")
            await at.press("escape")
            assert isinstance(at.app.screen, InsightsScreen)

    @pytest.mark.parametrize(("key", "place"), [("1", "board"), ("2", "agenda")])
    async def test_numbers_lead_out_of_it(self, office: Office, key: str, place: str) -> None:
        async with terminal(office.path, office.clock) as at:
            await opened(at, "w", key)
            assert at.app.screen is at.main
            assert at.main.place == place
            await at.press("5")
            await opened(at, key)
            assert at.app.screen is at.main
            await opened(at, "5")
            assert isinstance(at.app.screen, InsightsScreen)


class TestAccepting:
    async def test_makes_all_of_it_real_in_one_step(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            before = office.everything()
            await opened(at, "w", "G", "t", "4", "enter")
            assert isinstance(at.app.screen, AcceptPanel)
            assert "Make it real for 2 deals?" in at.text
            assert "Stark · D  → omit" in at.text
            await at.press("enter")
            found = screen(at)
            assert found.footer.message == "What-if made real for 2 deals · u undoes"
            await at.until(lambda: found.base is not None and found.base.won_minor == 6_000_000)
            await at.settled()
            assert figures(at, "as now")[:2] == ["€60,000", "€40,000"]
            assert figures(at, "◇ tried") == figures(at, "as now")
            assert office.deal(2).stage_kind == "won"
            assert office.deal(4).category == "omit"
            await at.press("u")
            assert office.everything() == before
            await at.press("escape")
            assert at.app.screen is at.main

    async def test_asks_why_deals_are_lost_and_go_on_anyway(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await opened(at, "x", "j", "L", "A")
            assert "Still open" in at.text
            await at.press("enter")
            assert "A reason is missing" in at.text
            await at.press("1", "enter")
            assert "Still open" in at.text
            assert isinstance(at.app.screen, AcceptPanel)
            await at.press("tab")
            await at.type("they insist")
            await at.press("tab")
            await at.type("too dear")
            await at.press("enter")
            assert isinstance(at.app.screen, WhatIfScreen)
        assert (office.deal(2).lost_reason, office.deal(2).closed_note) == ("price", "too dear")
        assert office.deal(3).stage == "Proposal"
        assert office.deal(3).overridden

    async def test_in_hard_mode_is_refused(self, office: Office) -> None:
        with office.desk.writer.step("options.set") as work:
            work.set_setting("gate", "hard")
        office.desk.close()
        async with terminal(office.path, office.clock) as at:
            before = office.everything()
            await opened(at, "w", "j", "L", "A")
            assert "Nothing goes on before all boxes are ticked" in at.text
            await at.press("enter")
            assert "cannot go on" in at.text
            await at.press("escape", "escape")
            assert office.everything() == before

    async def test_what_somebody_changed_meanwhile_is_named(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            found = await opened(at, "w", "j", "w", "A")
            deals.set_field(office.desk, 2, "value", "22k")
            office.desk.close()
            before = office.everything()
            await at.press("enter")
            assert "Changed elsewhere meanwhile: Hooli · B" in " ".join(at.text.split())
            assert office.everything() == before
            await at.press("escape")
            await at.until(lambda: [one.deal_id for one in found.sandbox.tries] == [3])
            await at.settled()
            assert "out of the sandbox: Hooli · B" in at.text
            await at.press("A", "enter")
            await at.until(lambda: isinstance(at.app.screen, WhatIfScreen))
        assert office.deal(2).stage_kind == "open"
        assert office.deal(3).stage_kind == "won"

    async def test_with_nothing_tried_says_what_to_do(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await opened(at, "A")
            assert "No move is tried yet" in screen(at).footer.message

    async def test_esc_goes_back_to_the_sandbox(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            before = office.everything()
            found = await opened(at, "w", "A", "escape")
            assert at.app.screen is found
            assert len(found.sandbox.tries) == 1
            assert office.everything() == before


class TestLeaving:
    async def test_hands_the_memory_back_behind_the_screen(
        self, office: Office, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        kept: list[bool] = []
        threads: list[str] = []

        def give_back() -> None:
            kept.append(found.data is not None or found.view.current is not None)
            threads.append(threading.current_thread().name.partition("_")[0])

        async with terminal(office.path, office.clock) as at:
            found = await opened(at, "w")
            monkeypatch.setattr(memory, "give_back", give_back)
            await at.press("escape")
            await at.until(lambda: kept)
            assert kept == [False]
            assert threads == ["writer"]
            assert "nothing of it was saved" in at.message

    async def test_the_app_with_it_needs_no_thread_any_more(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await opened(at)
            at.app.gateway.close()
        assert at.app.gateway._thread is None


class TestTheLevers:
    async def test_twice_the_leads_and_three_points_more_per_stage(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            found = await opened(at, "tab")
            assert here(at) == "Leads in 2026-Q4"
            now = found.levers
            assert now is not None
            assert now.leads is not None
            await at.press("L")
            assert found.levers is not None
            assert found.levers.leads == pytest.approx(now.leads * 2)
            before = figures(at, "as now")[0]
            assert figures(at, "◇ tried")[0] != before
            await at.press("j", "h", "h", "h")
            assert found.levers is not None
            assert found.levers.conversions[-1] == pytest.approx(0.97)
            await at.press("u", "u", "u", "u")
            assert figures(at, "◇ tried") == figures(at, "as now")

    async def test_a_value_is_typed(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            found = await opened(at, "tab", "enter")
            await at.type("many")
            await at.press("enter")
            assert "is not a value for this lever" in at.text
            await at.press(*["backspace"] * 4)
            await at.type("x2")
            await at.press("enter")
            assert found.levers is not None
            assert found.data is not None
            assert found.data.levers.leads is not None
            assert found.levers.leads == pytest.approx(found.data.levers.leads * 2)
            await at.press("delete")
            assert found.sandbox.levers is None

    async def test_each_says_what_it_alone_would_have_to_be(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await opened(at, "tab")
            assert "alone for the target" in at.text
            await at.press("d")
            assert "Leads × conversion from stage to stage" in at.text

    async def test_with_a_target_without_a_rate_say_so(self, office: Office) -> None:
        targets.set_target(office.desk, "2026-Q4", "100k CHF")
        office.desk.close()
        async with terminal(office.path, office.clock) as at:
            await opened(at, "tab")
            assert "The target of 2026-Q4 is in CHF, for which there is no rate" in at.text
            assert "No target for" not in at.text

    async def test_without_history_says_what_is_missing(self, tmp_path: Path) -> None:
        young = Office(tmp_path / "young.db")
        young.add("Acme: A 10k close:2026-12-10 @qualification")
        young.desk.close()
        async with terminal(young.path, young.clock) as at:
            await opened(at, "tab")
            assert "1 day of history, 28 are needed" in at.text
            assert "Deal size: nothing with a value was won" in at.text
            assert "No target for 2026-Q4" in at.text
            assert figures(at, "as now")[0] == "–"
            await at.press("l")
            assert "Nothing is known here" in screen(at).footer.message
            for value in ("40", None, None, None, None, None, "50%", "10k"):
                if value is not None:
                    await at.press("enter")
                    await at.type(value)
                    await at.press("enter")
                await at.press("j")
        young.desk.close()

    async def test_the_keys_of_the_other_page_say_where_they_work(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await opened(at, "l")
            assert "The levers stand on the other page" in screen(at).footer.message
            await at.press("tab", "w")
            assert "The deals stand on the other page" in screen(at).footer.message


class TestEverywhere:
    async def test_from_the_palette(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await at.press("2", "colon")
            await at.type("what-if")
            await at.press("enter")
            assert isinstance(at.app.screen, WhatIfScreen)

    @pytest.mark.parametrize("size", [(160, 45), (80, 24), (40, 15), (20, 5)])
    @pytest.mark.parametrize("language", ["en", "de"])
    async def test_it_stands_at_every_size(
        self, office: Office, size: tuple[int, int], language: str
    ) -> None:
        use_language(language)
        async with terminal(office.path, office.clock, size=size) as at:
            await opened(at, "w", "j", "L", "G", "g", "tab", "L", "G", "g", "tab", "A")
            assert all(len(line) <= size[0] for line in at.lines)
            await at.press("escape", "escape")

    async def test_an_empty_file_has_one_too(self, tmp_path: Path) -> None:
        empty = Office(tmp_path / "empty.db")
        empty.desk.close()
        async with terminal(empty.path, empty.clock) as at:
            await opened(at, "w", "A", "e")
            assert not any(line.startswith("▌") for line in at.lines), "there is nothing to be on"
            await at.press("tab", "L", "enter", "escape", "escape")

    @pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
    async def test_hostile_texts_are_text(self, office: Office, text: str) -> None:
        import sqlite3
        from contextlib import closing

        said = text[:300].encode("utf-8", "replace").decode()
        for sql in (
            "UPDATE deal SET title = ?1", "UPDATE stage SET name = ?1 || id",
            "UPDATE company SET name = ?1 || id", "UPDATE criterion SET text = ?1 || id",
        ):  # fmt: skip
            with closing(sqlite3.connect(office.path)) as conn, conn:
                conn.execute(sql, (said,))
        async with terminal(office.path, office.clock) as at:
            await opened(at, "w", "j", "L", "tab", "tab", "A", "escape", "M", "escape", "e",
                         "escape", "escape")  # fmt: skip
            assert at.app.screen is at.main

    async def test_says_what_is_in_no_sum(self, office: Office) -> None:
        deals.set_field(office.desk, 3, "value", "30k CHF")
        office.desk.close()
        async with terminal(office.path, office.clock) as at:
            await opened(at)
            assert "No rate for CHF: 1 amount is in no sum" in at.text
            row = next(row for row in at.lines if "Umbra · C" in row)
            assert row.split("Umbra · C")[1].split()[0] == "–"

    async def test_of_a_period_that_is_over_says_so(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            found = await opened(at, "p", "4")
            await at.until(lambda: found.base is not None and found.base.period.name == "2026-Q3")
            await at.settled()
            assert "2026-Q3 is over: what is tried today does not count for it." in at.text
            before = figures(at, "as now")
            await at.press("w")
            assert figures(at, "◇ tried")[:3] == before[:3]

    async def test_of_a_period_ahead_says_that_nothing_is_won_in_it_today(
        self, office: Office
    ) -> None:
        async with terminal(office.path, office.clock) as at:
            found = await opened(at, "p", "8")
            await at.type("2027-Q1")
            await at.press("enter")
            await at.until(lambda: found.base is not None and found.base.period.name == "2027-Q1")
            await at.settled()
            said = "2027-Q1 has not begun: what is won today does not count for it."
            assert said in " ".join(at.text.split())

    async def test_another_instance_is_noticed(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            found = await opened(at, "j", "w")
            deals.win(office.desk, 2)
            office.desk.close()
            at.main.poll()
            await at.until(lambda: found.base is not None and found.base.won_minor == 6_000_000)
            await at.settled()
            assert figures(at, "◇ tried")[0] == "€90,000"
