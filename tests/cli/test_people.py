"""Companies and contacts on the command line: found, changed, merged, exported, erased."""

from __future__ import annotations

import io
import json
import stat
from pathlib import Path

import pytest

from tests.cli.conftest import Cli

LINE = 'Acme GmbH: CNC retrofit 12k contact:"Max Meier" phone:030123456 role:decides'


@pytest.fixture
def sales(cli: Cli) -> Cli:
    cli.ok("add", LINE)
    cli.ok("add", "Globex AG: Pilot contact:Wong")
    cli.ok("log", "1", "Max Meier asked for a price", "--kind", "call")
    return cli


class TestContacts:
    def test_are_listed_and_filtered(self, sales: Cli) -> None:
        assert [line.split() for line in sales.ok("contact", "list").lines] == [
            ["1", "Max", "Meier", "Acme", "GmbH"], ["2", "Wong", "Globex", "AG"],
        ]  # fmt: skip
        found = sales.json("contact", "list", "acme")
        assert found == {
            "schema": 1,
            "contacts": [
                {"id": 1, "name": "Max Meier", "company": "Acme GmbH", "position": None,
                 "do_not_contact": False}
            ],
        }  # fmt: skip
        assert len(sales.ok("contact", "list", "--limit", "1").lines) == 1

    def test_are_shown_with_deals_and_history(self, sales: Cli) -> None:
        sales.ok("contact", "set", "Max", "Meier", "permission=call yes from fair, mail no")
        out = sales.ok("contact", "show", "meier").out
        for part in ("#1  Max Meier", "Acme GmbH", "may be called from fair, 23 Nov",
                     "must not be mailed", "#1  CNC retrofit", "decides the budget",
                     "Max Meier asked for a price"):  # fmt: skip
            assert part in out
        found = sales.json("contact", "show", "1")["contact"]
        assert found["permission"]["call"] == {
            "allowed": True, "origin": "fair", "on": "2026-11-23",
        }  # fmt: skip
        assert found["deals"] == [
            {"id": 1, "title": "CNC retrofit", "company": "Acme GmbH", "stage": "First contact",
             "role": "decides"}
        ]  # fmt: skip

    def test_are_changed_and_undone(self, sales: Cli) -> None:
        ran = sales.ok("contact", "set", "wong", "phone=040 7654321", "drives=quality")
        assert ran.out == "Wong: phone, what drives them changed\n"
        assert sales.json("contact", "show", "wong")["contact"]["drives"] == "quality"
        assert "Nothing was changed" in sales.ok("contact", "set", "wong", "drives=quality").out
        sales.ok("undo")
        assert sales.json("contact", "show", "wong")["contact"]["drives"] is None

    def test_are_added_and_deleted(self, sales: Cli) -> None:
        assert sales.ok("contact", "add", "Ada, Acme GmbH, ada@acme.de").out == "Ada added\n"
        assert sales.ok("contact", "delete", "ada").out == "Ada deleted\n"
        assert sales("contact", "show", "ada").code == 1

    def test_that_several_match_are_listed(self, sales: Cli) -> None:
        sales.ok("contact", "add", "Max Moritz, Acme GmbH")
        ran = sales("contact", "show", "max")
        assert ran.code == 1
        assert ran.err.splitlines()[1:] == [
            "  1  Max Meier (Acme GmbH)", "  3  Max Moritz (Acme GmbH)",
        ]  # fmt: skip

    @pytest.mark.parametrize(
        ("arguments", "code", "why"),
        [
            (("contact", "show", "nobody"), 1, "No contact matches"),
            (("contact", "show"), 1, "by its number or by words"),
            (("contact", "show", "99"), 1, "There is no contact 99"),
            (("contact", "set", "1"), 2, "set needs a name and field=value"),
            (("contact", "set", "1", "phone=1", "x"), 2, "x is no field=value"),
            (("contact", "set", "1", "shoe=46"), 1, "has no field shoe"),
            (("contact", "merge", "1"), 2, "merge needs two"),
            (("contact", "merge", "1", "into", "1"), 1, "one and the same"),
            (("contact", "merge", "1", "into", "9"), 1, "There is no contact 9"),
            (("contact", "dance"), 2, "invalid choice"),
            (("contact", "erase", "1"), 2, "the name must be given"),
            (("contact", "erase", "1", "--yes", "Meier"), 1, "not the name of the person"),
            (("company", "set", "1", "name=Globex AG"), 1, "Merge the two instead"),
        ],
    )
    def test_that_cannot_be_meant_are_refused(
        self, sales: Cli, arguments: tuple[str, ...], code: int, why: str
    ) -> None:
        ran = sales(*arguments)
        assert ran.code == code
        assert why in ran.err
        assert len(sales.json("contact", "list")["contacts"]) == 2


class TestMerging:
    def test_is_seen_before_and_taken_back(self, sales: Cli) -> None:
        sales.ok("contact", "add", "Meier Max, Acme GmbH, max@acme.de")
        assert "same name" in sales.ok("contact", "duplicates").out
        seen = sales.ok("contact", "merge", "3", "into", "Max Meier", "--dry-run").out
        assert seen.startswith("Meier Max would be merged into Max Meier")
        assert "to the note: Meier Max" in seen
        assert len(sales.json("contact", "list")["contacts"]) == 3
        done = sales.json("contact", "merge", "3", "in", "Max Meier")
        assert done["merge"]["into"] == "Max Meier"
        assert done["dry_run"] is False
        assert sales.json("contact", "show", "1")["contact"]["email"] == "max@acme.de"
        assert sales.ok("contact", "duplicates").out == "Nobody is there twice.\n"
        assert "Meier Max merged into Max Meier" in sales.ok("undo").out
        assert len(sales.json("contact", "list")["contacts"]) == 3

    def test_of_companies(self, sales: Cli) -> None:
        sales.ok("company", "add", "Acme AG")
        assert sales.json("company", "duplicates")["duplicates"][0]["reasons"] == ["name"]
        sales.ok("company", "merge", "1", "into", "Acme AG")
        found = sales.json("company", "show", "acme")["company"]
        assert [deal["id"] for deal in found["deals"]] == [1]
        assert [one["name"] for one in found["contacts"]] == ["Max Meier"]


class TestCompanies:
    def test_are_listed_shown_and_changed(self, sales: Cli) -> None:
        assert [one["name"] for one in sales.json("company", "list")["companies"]] == [
            "Acme GmbH", "Globex AG",
        ]  # fmt: skip
        sales.ok("company", "set", "acme", "industry=tools", "size=200")
        out = sales.ok("company", "show", "acme").out
        assert "tools" in out
        assert "Max Meier (#1)" in out
        assert "asked for a price" in out
        sales.ok("company", "delete", "acme")
        assert sales.json("show", "1")["deal"]["company"] is None


class TestExporting:
    def test_writes_one_file_for_ones_eyes_only(self, sales: Cli, tmp_path: Path) -> None:
        target = tmp_path / "meier.json"
        sales.ok("contact", "export", "meier", "-o", str(target))
        assert stat.S_IMODE(target.stat().st_mode) == 0o600
        found = json.loads(target.read_text(encoding="utf-8"))
        assert found["contact"]["name"] == "Max Meier"
        assert found == json.loads(sales.ok("contact", "export", "meier").out)

    def test_never_over_the_database(self, sales: Cli) -> None:
        ran = sales("contact", "export", "1", "-o", str(sales.path))
        assert (ran.code, "the database itself" in ran.err) == (1, True)


class TestErasing:
    def test_says_what_it_does_and_asks_for_the_name(
        self, sales: Cli, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        sales.ok("backup", "now")
        seen = sales.ok("contact", "erase", "meier", "--dry-run").out
        assert "1 deal stays, without this contact" in seen
        assert "Max Meier asked for a price" in seen
        assert "1 backup still holds everything: delete it in " in seen
        assert sales.json("contact", "show", "1")

        class Typed(io.StringIO):
            def isatty(self) -> bool:
                return True

        monkeypatch.setattr("sys.stdin", Typed("Max Mayer\n"))
        assert sales("contact", "erase", "meier").code == 1
        monkeypatch.setattr("sys.stdin", Typed("Max Meier\n"))
        assert "Max Meier was erased" in sales.ok("contact", "erase", "meier").out
        assert sales("contact", "show", "meier").code == 1
        assert "Max Meier" not in sales.ok("show", "1").out
        assert sales("undo").code == 1

    def test_can_be_told_the_name_at_once(self, sales: Cli) -> None:
        out = sales.ok("contact", "erase", "1", "--yes", "max meier", "--also", "price").out
        assert "Max Meier was erased. Nothing before it can be undone." in out
        assert "(erased) asked for a (erased)" in sales.ok("show", "1").out
