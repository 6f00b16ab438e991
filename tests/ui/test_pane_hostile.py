"""Texts nobody should trust, put into the file past every entrance, on pane and agenda."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from pipeline_tui.domain.text import clean
from pipeline_tui.ui.modals.note import NoteEditor
from tests.services.office import Office
from tests.ui.pane_desk import office_at, pane_of
from tests.unit.deal_records import HOSTILE

ESCAPES = set(map(chr, (*range(32), 127, *range(0x80, 0xA0))))
STORABLE = [text for text in HOSTILE if "\ud800" not in text]
"""SQLite keeps UTF-8, in which there is no lone surrogate."""

PLACES = (
    "UPDATE deal SET title = ?1, owner = ?1, benefit = ?1, risk_text = ?1, source = ?1,"
    " product = ?1, region = ?1",
    "UPDATE company SET name = ?1",
    "UPDATE contact SET name = ?1, phone = ?1, email = ?1",
    "UPDATE followup SET text = ?1",
    "UPDATE criterion SET text = ?1",
    "UPDATE activity SET text = ?1",
    "UPDATE deal_tag SET tag = ?1",
    "UPDATE field_change SET old = ?1, new = ?1",
)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = office_at(tmp_path)
    yield made
    made.desk.close()


def poison(path: Path, text: str) -> None:
    with closing(sqlite3.connect(path)) as conn, conn:
        for statement in PLACES:
            conn.execute(statement, (text,))


@pytest.mark.parametrize("text", STORABLE, ids=range(len(STORABLE)))
async def test_is_text_in_pane_editor_note_and_agenda(office: Office, text: str) -> None:
    poison(office.path, text)
    async with pane_of(office) as user:

        def harmless() -> bool:
            return not ESCAPES & set("".join(user.at.lines))

        assert harmless()
        await user.at.press("G")
        assert harmless()
        await user.go("title")
        await user.at.press("e")
        assert user.typed == clean(text)
        assert harmless()
        await user.at.press("escape")
        await user.go("note")
        await user.at.press("e")
        await user.at.until(lambda: isinstance(user.at.app.screen, NoteEditor))
        assert harmless()
        await user.at.press("escape", "escape", "2")
        assert user.at.main.mode == "agenda"
        assert harmless()
        await user.at.press("d")
        assert harmless()


async def test_markup_in_a_title_is_read_as_it_stands(office: Office) -> None:
    poison(office.path, "[@click=app.quit]x[/]")
    async with pane_of(office) as user:
        await user.at.press("2")
        row = next(text for text in user.at.lines if "▌" in text)
        assert row.count("[@click=app.quit]x") == 2
