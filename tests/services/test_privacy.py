"""Everything that is known of a person, in one file or gone for good, down to the bytes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline_tui.errors import InputError, NotFound
from pipeline_tui.services import (
    backups,
    contacts,
    deals,
    editing,
    exporting,
    followups,
    history,
    participants,
    privacy,
    reading,
)
from pipeline_tui.services.desk import Desk
from pipeline_tui.store import erasing, journal
from tests.services.office import Office

NAME, MAIL, PHONE = "Ottokar Zwirnbichler", "zwirnbichler@acme.example", "+49 170 7654321"
GONE = "(erased)"


def bytes_of(path: Path) -> bytes:
    """The database and everything SQLite put beside it."""
    beside = sorted(path.parent.glob(f"{path.name}*"))
    return b"".join(file.read_bytes() for file in beside if file.is_file())


def fill(office: Office) -> None:
    """Name the person in every place where people write."""
    line = f'Acme GmbH: CNC retrofit 12k contact:"{NAME}" {MAIL} phone:"{PHONE}" role:decides'
    number = office.add(line)
    other = office.add("Globex: Pilot contact:Wong")
    desk = office.desk
    participants.add(desk, other, f"{NAME}, signs")
    contacts.delete(desk, 3)
    deals.log(desk, number, f"{NAME} asked for a price\nmail to {MAIL.upper()}", "call")
    deals.log(desk, other, f"knows {NAME}, {PHONE}", "note")
    followups.next_step(desk, number, f"call {NAME} tomorrow")
    followups.done(desk, office.step(number).id, f"{NAME} wants +491707654321 called")
    followups.next_step(desk, number, f"mail {NAME} fri")
    for field in ("title", "benefit", "risk", "source", "product", "region"):
        editing.set_field(desk, number, field, f"{field} of {NAME}")
    editing.set_field(desk, number, "phone", "+49 30 1111111")
    editing.set_field(desk, number, "phone", PHONE)
    editing.set_field(desk, number, "permission", f"call yes from {NAME}")
    deals.tick(desk, number, office.value("SELECT min(id) FROM criterion WHERE stage_id = 2"), True)
    with office.desk.writer.step("deal.set") as work:
        for table, columns in erasing.FREE.items():
            for column in columns:
                if (table, column) not in (("deal", "extra"), ("field_change", "field")):
                    work.conn.execute(
                        f"UPDATE {table} SET {column} = {column} || ' ' || ? WHERE {column} <> ''",
                        (NAME,),
                    )
        extra = json.dumps({"Contact person": NAME, f"mail {NAME}": MAIL, "Ä": "Ö"})
        work.conn.execute("UPDATE deal SET extra = ? WHERE id = ?", (extra, number))
    history.undo(desk)
    history.redo(desk)
    history.undo(desk)
    history.redo(desk)


class TestErasing:
    def test_leaves_nothing_in_the_bytes_of_the_file(self, office: Office) -> None:
        fill(office)
        before = bytes_of(office.path)
        assert all(text.encode() in before for text in (NAME, MAIL, PHONE))
        privacy.erase(office.desk, 1, NAME)
        office.desk.close()
        after = bytes_of(office.path).lower()
        for text in (NAME, MAIL, PHONE, "+491707654321", "Zwirnbichler", "+49 30 1111111"):
            assert text.lower().encode() not in after, text
        assert office.rows("PRAGMA integrity_check") == [("ok",)]
        assert office.rows("PRAGMA foreign_key_check") == []

    def test_replaces_the_person_in_every_text_and_keeps_the_rest(self, office: Office) -> None:
        fill(office)
        privacy.erase(office.desk, 1, NAME)
        page = reading.page(office.desk, 1)
        assert page is not None
        assert page.deal.contact is None
        assert page.deal.contact_role == ""
        assert page.deal.value_minor == 1_200_000
        assert page.deal.benefit == f"benefit of {GONE} {GONE}"
        assert f"{GONE} asked for a price\nmail to {GONE} {GONE}" in [n.text for n in page.notes]
        assert page.deal.extra == {"Contact person": GONE, f"mail {GONE}": GONE, "Ä": "Ö"}
        assert office.rows("SELECT id FROM contact") == [(2,)]

    def test_leaves_nothing_to_undo_or_redo(self, office: Office) -> None:
        fill(office)
        history.undo(office.desk)
        privacy.erase(office.desk, 1, NAME)
        assert office.rows("SELECT * FROM journal_row") == []
        for way in (history.undo, history.redo):
            with pytest.raises(NotFound):
                way(office.desk)
        office.add("Acme: next contact:Ada")
        history.undo(office.desk)  # the journal goes on

    def test_makes_the_search_anew_in_the_same_transaction(self, office: Office) -> None:
        fill(office)
        assert reading.find_deals(office.desk, "zwirnbichler")
        privacy.erase(office.desk, 1, NAME)
        assert reading.find_deals(office.desk, "zwirnbichler") == []
        assert reading.find_deals(office.desk, "retrofit") == []  # the title was overwritten
        assert [ref.id for ref in reading.find_deals(office.desk, "acme erased")] == [1]

    def test_says_before_what_it_takes_away(self, office: Office) -> None:
        fill(office)
        deals.log(office.desk, 2, "Zwirnbichler is on holiday", "note")
        contacts.add(office.desk, f"Zwirnbichler Ottokar, Globex, {PHONE}")
        made = backups.make(office.desk)
        before = office.everything()
        seen = privacy.preview(office.desk, 1)
        assert office.everything() == before
        assert seen.name == NAME
        assert seen.deals == 1
        assert seen.steps == len(office.steps())
        assert {(one.table, one.column) for one in seen.places} >= {
            ("activity", "text"), ("followup", "text"), ("followup", "outcome"),
            ("deal", "title"), ("deal", "extra"), ("field_change", "new"),
        }  # fmt: skip
        assert seen.mentions == sum(place.count for place in seen.places) > 20
        assert dict(seen.partly) == {"Zwirnbichler": 1}
        assert [line.split("  ")[1] for line in seen.others] == ["Zwirnbichler Ottokar"]
        assert seen.backups == (made.id,)
        assert seen.folder == str(made.file.parent)

    def test_takes_further_words_along(self, office: Office) -> None:
        fill(office)
        deals.log(office.desk, 2, "Herr Zwirnbichler is on holiday", "note")
        privacy.erase(office.desk, 1, NAME, ["Zwirnbichler", " "])
        office.desk.close()
        assert b"zwirnbichler" not in bytes_of(office.path).lower()

    @pytest.mark.parametrize("typed", ["", "Ottokar", "ottokar zwirnbichler jr", "yes", "[/]"])
    def test_with_another_name_typed_is_refused(self, office: Office, typed: str) -> None:
        fill(office)
        before, steps = office.everything(), office.steps()
        with pytest.raises(InputError, match=r"not the name of the person.*Nothing was erased"):
            privacy.erase(office.desk, 1, typed)
        assert office.everything() == before
        assert office.steps() == steps

    def test_of_nobody_is_refused(self, office: Office) -> None:
        for act in (
            lambda: privacy.preview(office.desk, 9),
            lambda: privacy.erase(office.desk, 9, "x"),
            lambda: privacy.known(office.desk, 9),
        ):
            with pytest.raises(NotFound, match="There is no contact 9"):
                act()

    def test_of_somebody_without_a_name_asks_for_the_address(self, office: Office) -> None:
        office.add(f"Acme: x {MAIL}")
        assert privacy.preview(office.desk, 1).name == MAIL
        privacy.erase(office.desk, 1, MAIL)
        assert office.rows("SELECT * FROM contact") == []

    def test_renamed_by_another_instance_is_looked_at_again(self, office: Office) -> None:
        fill(office)
        other = Desk(office.path, office.clock)
        contacts.change(other, 1, {"name": "Somebody else"})
        other.close()
        with pytest.raises(InputError, match="not the name"):
            privacy.erase(office.desk, 1, NAME)

    def test_is_told_to_another_instance_that_has_the_deal_open(self, office: Office) -> None:
        fill(office)
        other = Desk(office.path, office.clock)
        seen = reading.deal(other, 1)
        version = reading.data_version(other)
        assert seen is not None
        privacy.erase(office.desk, 1, NAME)
        assert reading.data_version(other) != version
        now = reading.deal(other, 1)
        assert now is not None
        assert now.version > seen.version
        other.close()

    def test_of_a_long_note_takes_all_of_it(self, office: Office) -> None:
        office.add(f'Acme: x contact:"{NAME}"')
        deals.log(office.desk, 1, (NAME + " said so. ") * 2000, "note")
        privacy.erase(office.desk, 1, NAME)
        office.desk.close()
        assert NAME.encode() not in bytes_of(office.path)

    def test_makes_two_tags_of_one_deal_no_problem(self, office: Office) -> None:
        office.add(f'Acme: x contact:"Ada" #Ada #{GONE}')
        office.add("Acme: y #Ada")
        privacy.erase(office.desk, 1, "ada")
        tags = office.rows("SELECT tag FROM deal_tag")
        assert not any("Ada" in tag for (tag,) in tags)


class TestEveryColumnOfText:
    def test_is_known_as_free_or_not(self, office: Office) -> None:
        """A new column belongs into FREE or STRICT of store/erasing.py: do people write in it?"""
        conn = office.desk.reader
        for table in journal.data_tables(conn):
            columns = {
                row[1] for row in conn.execute(f"PRAGMA table_info({table})") if row[2] == "TEXT"
            }
            free = set(erasing.FREE.get(table, ()))
            strict = set(erasing.STRICT.get(table, ()))
            assert free | strict == columns, table
            assert not free & strict, table


class TestWhatIsKnown:
    def test_is_one_object_with_everything(self, office: Office) -> None:
        fill(office)
        found = json.loads(privacy.as_text(office.desk, 1))
        assert found["contact"]["name"] == NAME
        assert found["contact"]["permission"]["call"]["allowed"] is True
        assert [deal["id"] for deal in found["deals"]] == [1]
        assert any(NAME in entry["text"] for entry in found["history"])
        where = {mention["where"] for mention in found["mentions"]}
        assert {"activity.text", "deal.title", "followup.outcome", "deal.extra"} <= where
        text = json.dumps(found, ensure_ascii=False)
        assert all(part in text for part in (NAME, MAIL, PHONE))

    def test_is_nowhere_in_an_export_after_erasing(self, office: Office, tmp_path: Path) -> None:
        fill(office)
        privacy.erase(office.desk, 1, NAME)
        with (tmp_path / "all.jsonl").open("w", encoding="utf-8") as out:
            exporting.export_all(office.desk, out)
        exported = (tmp_path / "all.jsonl").read_text(encoding="utf-8").lower()
        assert "zwirnbichler" not in exported
