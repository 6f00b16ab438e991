"""Companies and contacts at the keyboard: who is in a deal, the screen of all, calling, erasing."""

from __future__ import annotations

import json
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline_tui.domain.records_people import COMPANY, CONTACT
from pipeline_tui.i18n import use_language
from pipeline_tui.services import contacts, deals, participants, people
from pipeline_tui.services.desk import Desk
from pipeline_tui.ui import opening
from pipeline_tui.ui.modals.confirm import Confirm
from pipeline_tui.ui.modals.erasing import ErasePrompt
from pipeline_tui.ui.modals.pick import Pick
from pipeline_tui.ui.screens.focus import FocusScreen
from pipeline_tui.ui.screens.main import MainScreen
from pipeline_tui.ui.screens.people import PeopleScreen
from tests.services.office import Office
from tests.ui.agenda_desk import prompt
from tests.ui.pane_desk import pane_of
from tests.ui.terminal import Terminal, terminal
from tests.unit.deal_records import HOSTILE

LINE = (
    'Acme GmbH: CNC retrofit 12k call Meier today contact:"Max Meier" phone:"+49 170 1234567"'
    " meier@acme.de role:decides"
)
ESCAPES = set(map(chr, (*range(32), 127, *range(0x80, 0xA0))))


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office(tmp_path / "sales.db")
    made.add(LINE)
    made.add("Globex AG: Pilot @qualification contact:Wong")
    deals.log(made.desk, 1, "Max Meier asked for a price", "call")
    made.desk.close()
    yield made
    made.desk.close()


@pytest.fixture
def opened_uris(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was handed to the system."""
    found: list[str] = []
    monkeypatch.setattr(opening, "open_uri", lambda uri: found.append(uri) or True)
    return found


def screen(at: Terminal) -> PeopleScreen:
    shown = next(one for one in at.app.screen_stack if isinstance(one, PeopleScreen))
    assert isinstance(shown, PeopleScreen)
    return shown


def here(at: Terminal) -> str:
    row = screen(at).list.current
    return "" if row is None else row.name


class TestWhoIsInADeal:
    async def test_is_added_in_one_line_and_taken_back(self, office: Office) -> None:
        before = office.everything()
        async with pane_of(office) as user:
            await user.at.press("plus")
            assert "Who else is in Acme GmbH · CNC retrofit?" in user.at.text
            await user.at.type("Ada, signs, ada@acme.de")
            assert "Ada · signs · ada@acme.de" in user.at.text
            await user.at.press("enter")
            await user.at.until(lambda: user.at.message)
            assert user.at.message == "Acme GmbH · CNC retrofit: Ada added · u undoes"
            assert any("✎ Ada · signs  @\xa0ada@acme.de" in line for line in user.pane.lines)
            await user.at.press("u")
            await user.at.until(lambda: "Undone" in user.at.message)
        assert office.everything() == before

    async def test_gets_another_role_becomes_the_contact_or_leaves(self, office: Office) -> None:
        participants.add(office.desk, 1, "Ada")
        office.desk.close()
        async with pane_of(office) as user:
            assert user.pane.go_to("participant", key=1)
            await user.at.press("enter")
            assert isinstance(user.at.app.screen, Pick)
            await user.at.press("1", "2")
            await user.at.until(lambda: "role of Ada changed" in user.at.message)
            assert user.page.people[0].role == "decides"
            await user.at.press("enter", "2")
            await user.at.until(lambda: "contact person" in user.at.message)
            assert (user.page.deal.contact, user.page.people[0].name) == ("Ada", "Max Meier")
            assert user.pane.go_to("participant", key=user.page.people[0].id)
            await user.at.press("enter", "5")
            await user.at.until(lambda: "removed" in user.at.message)
            assert user.page.people == ()

    async def test_driven_by_and_objection_are_fields_of_the_pane(self, office: Office) -> None:
        async with pane_of(office) as user:
            await user.go("more")
            await user.at.press("enter")
            for name, text in (("position", "buyer"), ("drives", "peace"), ("objection", "price")):
                await user.edit(name, text)
            deal = user.page.deal
            assert (deal.contact_position, deal.drives, deal.objection) == (
                "buyer", "peace", "price",
            )  # fmt: skip

    async def test_who_does_not_want_it_stands_out_everywhere(self, office: Office) -> None:
        people.set_permission(office.desk, 1, "do not contact, from letter")
        office.desk.close()
        async with terminal(office.path, office.clock) as at:
            assert at.text.replace("\xa0", " ").count("✗ do not contact") == 2  # name, permission
            await at.press("2")
            row = next(line for line in at.lines if "Meier" in line and "CNC" in line)
            assert " ✗ " in row
            await at.press("1", "y")
            assert "Copied: +49 170 1234567. But: do not contact" in at.message
            await at.press("2", "f")
            assert isinstance(at.app.screen, FocusScreen)
            assert "✗ do not contact · from letter" in at.text


class TestCallingAndMailing:
    async def test_is_done_by_the_system_when_asked(
        self, office: Office, opened_uris: list[str]
    ) -> None:
        async with terminal(office.path, office.clock) as at:
            assert opened_uris == []
            await at.press("O", "1")
            assert opened_uris == ["tel:+491701234567"]
            assert at.message == "Opened: +49 170 1234567"
            await at.press("2", "f", "O", "2")
            assert opened_uris[1:] == ["mailto:meier@acme.de"]

    async def test_is_asked_about_once_more_where_it_is_not_wanted(
        self, office: Office, opened_uris: list[str]
    ) -> None:
        people.set_permission(office.desk, 1, "call no from letter, mail yes")
        office.desk.close()
        async with terminal(office.path, office.clock) as at:
            await at.press("O", "1")
            assert isinstance(at.app.screen, Confirm)
            assert "Max Meier: must not be called" in at.text
            assert "from letter" in at.text
            await at.press("n")
            assert opened_uris == []
            await at.press("O", "1", "y")
            assert opened_uris == ["tel:+491701234567"]
            await at.press("O", "2")
            assert opened_uris[1:] == ["mailto:meier@acme.de"]

    async def test_without_a_program_copies_instead(
        self, office: Office, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(opening, "open_uri", lambda _uri: False)
        async with terminal(office.path, office.clock) as at:
            await at.press("O", "2")
            assert "no program here to open it; copied: meier@acme.de" in at.message

    async def test_of_an_address_that_is_none_is_refused(
        self, office: Office, opened_uris: list[str]
    ) -> None:
        office.rows("SELECT 1")
        with office.desk.writer.step("contact.set") as work:
            work.conn.execute("UPDATE contact SET phone = '', email = 'a@b.de?bcc=c@d.de'")
        office.desk.close()
        async with terminal(office.path, office.clock) as at:
            await at.press("O")
            assert "is not a mail address" in at.message
            assert opened_uris == []

    async def test_says_when_there_is_nothing(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            at.main.state.seek(2)
            await at.press("O")
            assert "neither a phone number nor a mail address" in at.message


@pytest.mark.parametrize("size", [(160, 45), (80, 24), (40, 15), (20, 5)], ids=str)
class TestTheScreen:
    async def test_begins_with_the_contact_and_goes_to_the_deal(
        self, office: Office, size: tuple[int, int]
    ) -> None:
        async with terminal(office.path, office.clock, size=size) as at:
            await at.press("C")
            assert here(at) == "Max Meier"
            await at.press("j")
            assert here(at) == "Globex AG"
            await at.press("k", "enter")
            page = screen(at).page
            assert screen(at).in_page
            assert page.go_to("deal", key=1)
            await at.press("enter")
            await at.until(lambda: isinstance(at.app.screen, MainScreen))
            assert at.main.pane is not None
            assert at.main.pane.deal_id == 1
            assert at.main.in_pane

    async def test_is_searched_letter_by_letter(
        self, office: Office, size: tuple[int, int]
    ) -> None:
        async with terminal(office.path, office.clock, size=size) as at:
            await at.press("C", "slash")
            await at.type("won")
            assert here(at) == "Wong"
            assert screen(at).list.total == 1
            await at.press("enter", "escape")
            assert screen(at).list.total == 4
            assert here(at) == "Wong"
            await at.press("escape")
            assert isinstance(at.app.screen, MainScreen)

    async def test_edits_fields_where_they_stand(
        self, office: Office, size: tuple[int, int]
    ) -> None:
        before = office.everything()
        async with terminal(office.path, office.clock, size=size) as at:
            await at.press("C", "enter")
            page = screen(at).page
            assert page.go_to("field", "drives")
            await at.press("e")
            await at.type("peace")
            await at.press("enter")
            await at.until(lambda: screen(at).footer.message)
            assert "what drives them changed" in screen(at).footer.message
            await at.press("u")
            await at.until(lambda: "Undone" in screen(at).footer.message)
        assert office.everything() == before


class TestTheSearch:
    async def test_looks_through_nobody_in_the_file_on_a_letter(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await at.press("C", "slash")
            await at.until(lambda: screen(at).list.ready)
            read: list[str] = []
            at.app.gateway.desk.reader.set_trace_callback(read.append)
            await at.type("wo")
            assert here(at) == "Wong"
            at.app.gateway.desk.reader.set_trace_callback(None)
        asked = [one for one in read if "FROM contact" in one or "JOIN contact" in one]
        assert asked
        assert all("json_each" in one or ".id = " in one or "_id = " in one for one in asked)

    async def test_finds_whom_somebody_adds_meanwhile(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await at.press("C", "slash")
            await at.type("wo")
            await at.until(lambda: screen(at).list.total == 1)
            contacts.add(office.desk, "Wolf")
            await at.type("l")
            assert here(at) == "Wolf"
        office.desk.close()


class TestOnTheScreen:
    async def test_a_company_shows_people_deals_and_history(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await at.press("C", "k")
            assert here(at) == "Acme GmbH"
            for part in ("Contacts  1", "Max Meier", "CNC retrofit", "asked for a price"):
                assert part in at.text
            await at.press("enter")
            assert screen(at).page.go_to("contact", key=1)
            await at.press("enter")
            assert here(at) == "Max Meier"

    async def test_contacts_and_companies_are_added(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await at.press("C", "a")
            await at.type("Ada, Initech, ada@initech.de")
            await at.press("enter")
            await at.until(lambda: here(at) == "Ada")
            await at.press("A")
            await at.type("Initech")
            await at.press("enter")
            assert "Initech is there already" in at.text
            await at.press("escape")
            assert screen(at).list.total == 6

    async def test_deleting_names_it_and_u_brings_it_back(self, office: Office) -> None:
        before = office.everything()
        async with terminal(office.path, office.clock) as at:
            await at.press("C", "delete")
            assert "Delete Max Meier?" in at.text
            await at.press("n")
            assert here(at) == "Max Meier"
            await at.press("delete", "y")
            await at.until(lambda: screen(at).list.total == 3)
            await at.press("u")
            await at.until(lambda: screen(at).list.total == 4)
        assert office.everything() == before

    async def test_two_are_merged_after_a_look(self, office: Office) -> None:
        contacts.add(office.desk, "Meier Max, Acme GmbH, 030 999999")
        office.desk.close()
        async with terminal(office.path, office.clock) as at:
            await at.press("C", "M")
            await at.type("1")
            await at.press("enter")
            assert "one and the same" in at.text
            await at.press("backspace")
            await at.type("3")
            assert "→ Meier Max" in at.text
            await at.press("enter")
            await at.until(lambda: isinstance(at.app.screen, Confirm))
            assert "Merge Max Meier into Meier Max?" in at.text
            assert "to the note: +49 170 1234567" in at.text
            await at.press("n")
            assert len(office.rows("SELECT id FROM contact")) == 3
            await at.press("D")
            await at.until(lambda: isinstance(at.app.screen, Pick))
            assert "same name" in at.text
            await at.press("1")
            await at.until(lambda: isinstance(at.app.screen, Confirm))
            assert "Merge Meier Max into Max Meier?" in at.text
            await at.press("enter")
            await at.until(lambda: screen(at).list.total == 4)
            assert here(at) == "Max Meier"
        assert office.value("SELECT phone FROM contact WHERE id = 1") == "+49 170 1234567"

    async def test_erasing_shows_what_goes_and_wants_the_name(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await at.press("C", "E")
            await at.until(lambda: isinstance(at.app.screen, ErasePrompt))
            assert "This cannot be undone" in at.text
            assert "Max Meier asked for a price" in at.text
            assert "“Meier” alone stays in 1 place" in at.text
            await at.type("Max Mayer")
            await at.press("enter")
            assert "This is not the name" in at.text
            assert prompt(at).text == "Max Mayer"
            assert len(office.rows("SELECT id FROM contact")) == 2
            await at.press("ctrl+u")
            await at.type("max meier")
            await at.press("enter")
            await at.until(lambda: "was erased" in screen(at).footer.message)
            assert screen(at).list.total == 3
        assert office.rows("SELECT * FROM journal_step") == []
        assert office.value("SELECT text FROM activity") == "(erased) asked for a price"

    async def test_erasing_goes_with_a_person_only(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await at.press("C", "k", "E")
            assert "with a contact, not with a company" in screen(at).footer.message

    async def test_what_is_known_is_written_for_ones_own_eyes(
        self, office: Office, tmp_path: Path
    ) -> None:
        target = tmp_path / "meier.json"
        async with terminal(office.path, office.clock) as at:
            await at.press("C", "X", "ctrl+u")
            prompt(at).query_one("#prompt-line").value = str(target)  # type: ignore[attr-defined]  # Input
            await at.press("enter")
            await at.until(lambda: "Written" in screen(at).footer.message)
        assert stat.S_IMODE(target.stat().st_mode) == 0o600
        assert json.loads(target.read_text(encoding="utf-8"))["contact"]["name"] == "Max Meier"

    async def test_what_somebody_else_wrote_is_not_overwritten(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await at.press("C", "enter")
            assert screen(at).page.go_to("field", "drives")
            await at.press("e")
            await at.type("mine")
            other = Desk(office.path, office.clock)
            contacts.change(other, 1, {"drives": "theirs"})
            other.close()
            await at.press("enter")
            await at.until(lambda: "theirs" in at.text and "mine" in at.text)
            assert office.value("SELECT drives FROM contact WHERE id = 1") == "theirs"

    async def test_somebody_deleted_elsewhere_leaves_the_list(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await at.press("C")
            other = Desk(office.path, office.clock)
            contacts.delete(other, 1)
            other.close()
            at.main.poll()
            await at.until(lambda: screen(at).list.total == 3)
            assert here(at) == "Globex AG"

    async def test_the_palette_goes_to_people_companies_and_notes(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await at.press("colon")
            await at.type("wong")
            await at.press("down", "enter")  # his deal comes first
            await at.until(lambda: isinstance(at.app.screen, PeopleScreen))
            assert here(at) == "Wong"
            await at.press("colon")
            await at.type("asked for a price")
            await at.press("enter")
            await at.until(lambda: isinstance(at.app.screen, MainScreen))
            assert at.main.pane is not None
            assert at.main.pane.deal_id == 1

    async def test_speaks_german(self, office: Office) -> None:
        use_language("de")
        async with terminal(office.path, office.clock, size=(80, 24)) as at:
            await at.press("C", "enter")
            for part in ("Firmen und Personen", "Ansprechperson #1", "Kontaktsperre", "Verlauf"):
                assert part in at.text

    @pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
    async def test_texts_nobody_trusts_are_text(self, office: Office, text: str) -> None:
        if "\ud800" in text:
            return
        with office.desk.writer.step("contact.set") as work:
            for table, columns in (
                ("contact", ("name", "phone", "email", "position", "drives", "objection", "note",
                             "call_origin")),
                ("company", ("name", "industry", "size", "note")),
                ("deal", ("title",)), ("activity", ("text",)),
            ):  # fmt: skip
                sets = ", ".join(f"{column} = ?1" for column in columns)
                work.conn.execute(f"UPDATE {table} SET {sets} WHERE id = 1", (text,))
        participants.add(office.desk, 2, "Ada")
        office.desk.close()
        async with terminal(office.path, office.clock, size=(100, 30)) as at:
            at.main.state.seek(1)
            typed = "C enter g e escape y escape M escape delete escape k enter G"
            for key in typed.split():
                await at.press(key)
                assert not ESCAPES & set("".join(at.lines))
            assert isinstance(at.app.screen, PeopleScreen)
        assert {row[0] for row in office.rows("SELECT count(*) FROM contact")} == {3}


class TestTheWayThere:
    async def test_leads_to_duplicates_from_the_palette(self, office: Office) -> None:
        contacts.add(office.desk, "Meier Max, Acme GmbH")
        office.desk.close()
        async with terminal(office.path, office.clock) as at:
            await at.press("colon")
            await at.type("duplicates")
            await at.press("enter")
            await at.until(lambda: isinstance(at.app.screen, Pick))
            assert "Meier Max (Acme GmbH)" in at.text

    async def test_of_an_empty_file_says_what_to_do(self, tmp_path: Path) -> None:
        empty = Office(tmp_path / "empty.db")
        empty.desk.close()
        async with terminal(empty.path, empty.clock) as at:
            await at.press("C")
            assert "There are no companies and contacts yet." in at.text
            await at.press("j", "G", "enter", "e", "M", "delete", "O", "y", "E", "X", "D")
            assert isinstance(at.app.screen, PeopleScreen)

    async def test_keeps_its_place_for_kinds(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await at.press("C")
            row = screen(at).list.current
            assert row is not None
            assert (row.kind, COMPANY, CONTACT) == ("contact", "company", "contact")
