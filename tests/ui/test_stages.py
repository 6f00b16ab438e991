"""The stage editor: every field in place, what goes where, other templates, another instance."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from pipeline_tui.clock import FixedClock
from pipeline_tui.domain.records_stage import StagePage
from pipeline_tui.i18n import use_language
from pipeline_tui.services import stages
from pipeline_tui.services.desk import Desk
from pipeline_tui.ui.screens.main import MainScreen
from pipeline_tui.ui.screens.stages import StagesScreen
from pipeline_tui.ui.widgets.field_editor import FieldEditor
from tests.ui.conftest import Open
from tests.ui.terminal import Terminal


class Editor:
    """The stage editor under the hands of somebody."""

    def __init__(self, user: Terminal, desk: Desk) -> None:
        self.user = user
        self.desk = desk

    @property
    def screen(self) -> StagesScreen:
        return next(one for one in self.user.app.screen_stack if isinstance(one, StagesScreen))

    @property
    def message(self) -> str:
        return self.screen.footer.message

    @property
    def names(self) -> list[str]:
        return [page.stage.name for page in self.screen.list.pages]

    def page(self, name: str) -> StagePage:
        return next(one for one in stages.stages(self.desk) if one.stage.name == name)

    async def to(self, stage: str, kind: str = "", name: str = "", key: int = 0) -> None:
        """Put the cursor on a stage, or on a line of its sheet."""
        if self.screen.in_sheet:
            await self.user.press("escape")
        await self.user.press("g", *["j"] * self.names.index(stage))
        if kind:
            await self.user.press("enter")
            self.screen.sheet.go_to(kind, name, key)

    async def write(self, text: str) -> None:
        """Replace what stands in the line that is open."""
        self.user.app.screen.query_one(FieldEditor).line.value = ""
        await self.user.type(text)

    async def set(self, text: str) -> None:
        """Edit the line under the cursor."""
        await self.user.press("enter")
        await self.write(text)
        await self.user.press("enter")


@asynccontextmanager
async def _editor(opened: Open, database: Path, **options: object) -> AsyncIterator[Editor]:
    async with opened(**options) as user:
        await user.press("colon")
        await user.type("stages")
        await user.press("enter")
        assert isinstance(user.app.screen, StagesScreen)
        desk = Desk(database, FixedClock(user.app.gateway.today))
        yield Editor(user, desk)
        desk.close()


class TestTheEditor:
    async def test_shows_every_stage_with_its_rules(self, opened: Open, database: Path) -> None:
        async with _editor(opened, database) as at:
            assert at.names[:3] == ["Prospect", "First contact", "Qualification"]
            row = next(line for line in at.user.lines if "Qualification" in line)
            assert row.split("│")[0].split() == [
                *("■", "Qualification", "→", "open", "25%", "10", "O", "7")
            ]
            await at.user.press("j", "j", "j")
            assert "is asked for on entry" in at.user.text
            assert "walk through the offer  after 3 working days" in at.user.text
            await at.user.press("q")
            assert isinstance(at.user.app.screen, MainScreen)

    @pytest.mark.parametrize("size", [(80, 24), (40, 15), (20, 5)])
    @pytest.mark.parametrize("language", ["en", "de"])
    async def test_fits_any_size(
        self, opened: Open, database: Path, size: tuple[int, int], language: str
    ) -> None:
        use_language(language)
        async with opened(size=size) as user:
            await user.press("colon")
            await user.type("phasen" if language == "de" else "stages")
            await user.press("enter")
            assert isinstance(user.app.screen, StagesScreen)
            assert len(user.lines) == size[1]
            await user.press("j", "j", "enter", "G", "k")
            assert all(len(line) <= size[0] for line in user.lines)
            await user.press("escape", "escape")
            assert isinstance(user.app.screen, MainScreen)

    async def test_edits_a_field_where_it_stands(self, opened: Open, database: Path) -> None:
        async with _editor(opened, database) as at:
            await at.to("Proposal", "field", "limit")
            await at.user.press("enter", "1", "2")
            assert "12 working days" in at.user.text
            await at.user.press("enter")
            assert at.page("Proposal").stage.contact_limit == 12
            assert at.message == "Stage Proposal: contact limit changed · u undoes"
            await at.user.press("u")
            assert at.page("Proposal").stage.contact_limit == 7

    async def test_keeps_what_is_refused(self, opened: Open, database: Path) -> None:
        async with _editor(opened, database) as at:
            await at.to("Proposal", "field", "name")
            await at.set("won")
            assert "There is a stage Won already" in at.user.text
            editor = at.screen.sheet.editor
            assert editor is not None
            assert editor.text == "won"
            await at.write("Offer")
            await at.user.press("enter")
            assert "Offer" in at.names

    async def test_restores_with_esc_and_goes_on_with_tab(
        self, opened: Open, database: Path
    ) -> None:
        async with _editor(opened, database) as at:
            await at.to("Proposal", "field", "probability")
            await at.user.press("enter", "9", "escape")
            assert at.page("Proposal").stage.probability == 50
            await at.user.press("enter", "6", "0", "tab", "9", "enter")
            stage = at.page("Proposal").stage
            assert (stage.probability, stage.contact_limit) == (60, 9)

    async def test_toggles_and_picks(self, opened: Open, database: Path) -> None:
        async with _editor(opened, database) as at:
            await at.to("Prospect", "field", "step")
            await at.user.press("space")
            assert at.page("Prospect").stage.step_required
            await at.to("Prospect", "field", "first")
            await at.user.press("enter")
            assert at.page("Prospect").stage.is_first_contact
            await at.user.press("space")
            assert "Mark another one instead" in at.message
            await at.to("Prospect", "field", "colour")
            await at.user.press("enter", *"red", "enter")
            assert at.page("Prospect").stage.colour == "red"
            await at.to("Prospect", "field", "kind")
            await at.user.press("enter", "3")
            assert "stand in Prospect, and would be closed" in at.message

    async def test_adds_orders_and_removes_a_stage(self, opened: Open, database: Path) -> None:
        async with _editor(opened, database) as at:
            await at.to("Proposal")
            await at.user.press("a")
            await at.user.type("won")
            assert "There is a stage Won already" in at.user.text
            await at.user.press("escape", "a")
            await at.user.type("Site visit")
            await at.user.press("enter")
            assert at.names[3:5] == ["Proposal", "Site visit"]
            await at.user.press("K")
            assert at.names[3:5] == ["Site visit", "Proposal"]
            await at.user.press("delete")
            assert "Remove Site visit?" in at.user.text
            await at.user.press("enter")
            assert "Site visit" not in at.names
            assert at.message == "Stage Site visit removed · u undoes"

    async def test_says_where_the_deals_go(self, opened: Open, database: Path) -> None:
        async with _editor(opened, database) as at:
            deals = at.page("Proposal").deals
            await at.to("Proposal")
            await at.user.press("delete")
            assert "Remove Proposal: its deals and history go to" in at.user.text
            await at.user.type("nego")
            await at.user.press("enter")
            assert f"{deals} deals go to Negotiation. 4 criteria go." in at.user.text
            await at.user.press("escape")
            assert "Proposal" in at.names
            await at.user.press("M")
            await at.user.type("nego")
            await at.user.press("enter", "enter")
            assert "Proposal" not in at.names
            assert at.page("Negotiation").deals == deals + 4
            await at.user.press("q")
            columns = [column.stage.name for column in at.user.main.state.columns]
            assert "Proposal" not in columns, "the board follows"
            await at.user.press("u")
            columns = [column.stage.name for column in at.user.main.state.columns]
            assert "Proposal" in columns

    async def test_refuses_to_remove_what_must_be_there(self, opened: Open, database: Path) -> None:
        async with _editor(opened, database) as at:
            await at.to("Won")
            await at.user.press("delete")
            assert "There must be a stage of the kind won" in at.message


class TestCriteria:
    async def test_are_written_ordered_and_tied(self, opened: Open, database: Path) -> None:
        async with _editor(opened, database) as at:
            await at.to("Prospect", "new", "criterion")
            await at.set("Website read")
            await at.user.press("enter")  # the cursor stands on the next new one
            await at.write("Sector known")
            await at.user.press("enter")
            criteria = at.page("Prospect").criteria
            assert [one.text for one in criteria][2:] == ["Website read", "Sector known"]
            at.screen.sheet.go_to("criterion", key=criteria[3].id)
            await at.user.press("K", "K", "t", "2")
            tied = at.page("Prospect").criteria[1]
            assert (tied.text, tied.question) == ("Sector known", "benefit")
            assert "⇄ Benefit" in at.user.text

    async def test_say_how_many_ticks_go(self, opened: Open, database: Path) -> None:
        async with _editor(opened, database) as at:
            box = at.page("Proposal").criteria[0]
            await at.to("Proposal", "criterion", key=box.id)
            await at.user.press("delete")
            assert f"{box.ticks} deals have ticked it: the ticks go with it" in at.user.text
            await at.user.press("escape")
            assert at.page("Proposal").criteria[0] == box
            await at.user.press("delete", "enter")
            assert box not in at.page("Proposal").criteria
            await at.user.press("u")
            assert at.page("Proposal").criteria[0] == box

    async def test_that_are_planned_are_read_while_typed(
        self, opened: Open, database: Path
    ) -> None:
        async with _editor(opened, database) as at:
            await at.to("Proposal", "new", "planned")
            await at.user.press("a")
            await at.write("send the offer +2")
            assert "offer · send the offer · after 2 working days" in at.user.text
            await at.user.press("enter")
            planned = at.page("Proposal").planned
            assert [(one.kind, one.days) for one in planned] == [("call", 3), ("offer", 2)]
            at.screen.sheet.go_to("planned", key=planned[1].id)
            await at.user.press("K", "delete")
            assert [one.kind for one in at.page("Proposal").planned] == ["call"]


class TestAnotherInstance:
    async def test_has_the_same_stage_open(self, opened: Open, database: Path) -> None:
        async with _editor(opened, database) as at:
            await at.to("Proposal", "field", "guidance")
            await at.user.press("enter")
            await at.write("Mine")
            stage_id = at.page("Proposal").stage.id
            stages.set_fields(at.desk, stage_id, {"guidance": "Theirs"})
            await at.user.press("enter")
            assert "was changed elsewhere while you edited it" in at.user.text
            await at.user.press("1")
            assert at.page("Proposal").stage.guidance == "Mine"

    async def test_has_removed_the_stage(self, opened: Open, database: Path) -> None:
        from pipeline_tui.services import stage_merging

        async with _editor(opened, database) as at:
            await at.to("Proposal", "field", "limit")
            await at.user.press("enter", "3")
            stage_merging.merge(
                at.desk, at.page("Proposal").stage.id, at.page("Negotiation").stage.id
            )
            await at.user.press("enter")
            assert "There is no stage" in at.user.text
            assert at.screen.sheet.editor is not None, "what was typed is not lost"
            await at.user.press("escape")
            at.user.main.poll()
            at.screen.look_again()
            assert "Proposal" not in at.names


class TestAnotherTemplate:
    async def test_shows_first_what_becomes_of_each(self, opened: Open, database: Path) -> None:
        async with _editor(opened, database) as at:
            await at.user.press("T")
            await at.user.type("short")
            await at.user.press("enter")
            text = at.user.text
            assert "Proposal" in text and "Convince" in text  # noqa: PT018
            assert "criteria go, with" in text
            await at.user.press("j", "j", "j", "left")
            await at.user.press("enter")
            assert at.names[:3] == ["Identify", "Approach", "Convince"]
            assert "Stages of the template short-en" in at.message
            await at.user.press("T")
            await at.user.type("short")
            await at.user.press("enter", "enter")
            assert at.message == "The stages are those of the template already."
            await at.user.press("u", "q")
            columns = [column.stage.name for column in at.user.main.state.columns]
            assert columns[0] == "Prospect"

    async def test_can_be_left_alone(self, opened: Open, database: Path) -> None:
        async with _editor(opened, database) as at:
            await at.user.press("T", "3", "escape")
            assert at.names[0] == "Prospect"


class TestHostileNames:
    async def test_are_text(self, opened: Open, database: Path) -> None:
        async with _editor(opened, database) as at:
            name = "[red]日本語 🚀 [/]"
            stages.add(at.desk, name)
            at.screen.look_again()
            assert "[red]日本語 🚀 [/]" in at.user.text
            await at.to(name)
            await at.user.press("delete")
            assert "Remove [red]日本語 🚀 [/]?" in at.user.text
            await at.user.press("escape", "T", "1")
            assert "[red]" in at.user.text
            await at.user.press("escape", "q", *["l"] * 5)
            assert "[red]日本語" in at.user.text


class TestTheBoard:
    async def test_shows_one_stage_of_each_needed_kind(self, opened: Open, database: Path) -> None:
        from pipeline_tui.services import stage_merging

        async with opened() as user:
            desk = Desk(database, FixedClock(user.app.gateway.today))
            found = {page.stage.name: page.stage.id for page in stages.stages(desk)}
            first, *others = [
                page.stage for page in stages.stages(desk) if page.stage.kind in ("open", "parked")
            ]
            for other in others:
                stage_merging.merge(desk, other.id, first.id)
            for name in ("Onboarding", "Expansion"):
                stage_merging.remove(desk, found[name], found["Won"])
            user.main.poll()  # while the file is locked for a moment the next one sees it

            def shown() -> list[str]:
                return [column.stage.name for column in user.main.state.columns]

            await user.until(lambda: shown() == ["Prospect", "Won", "Lost"])
            await user.press("p")
            assert "no stage for parked deals" in user.message
            await user.press("L", "u", "l", "l")
            desk.close()

    async def test_shows_fifteen(self, opened: Open, database: Path) -> None:
        async with opened() as user:
            desk = Desk(database, FixedClock(user.app.gateway.today))
            for number in range(5):
                stages.add(desk, f"Step {number}")
            desk.close()
            user.main.poll()
            await user.settled()
            await user.press(*["l"] * 9)
            assert "Step 4" in user.text
            assert "▎" in user.text, "each has its colour"
