"""The playbook on the command line."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Cli


@pytest.fixture
def seller(cli: Cli) -> Cli:
    cli.ok("add", "Acme GmbH: CNC @negotiation !high budget freeze call Meier 1.12.")
    return cli


class TestReading:
    def test_all_entries_with_their_answers(self, seller: Cli) -> None:
        said = seller.ok("playbook").out
        assert "? Too expensive" in said
        assert "   Compared with what?" in said
        assert len(seller.json("playbook")["entries"]) == 9

    def test_by_words_by_number_and_for_a_deal(self, seller: Cli) -> None:
        (found,) = seller.json("playbook", "supplier", "contract")["entries"]
        assert found["title"] == "We have a supplier"
        assert seller.json("playbook", str(found["id"]))["entries"] == [found]
        titles = [one["title"] for one in seller.json("playbook", "--deal", "Acme")["entries"]]
        assert titles[0] == "No budget"
        assert found["stages"] == ["First contact", "Qualification"]

    def test_says_when_nothing_fits(self, seller: Cli) -> None:
        assert seller.ok("playbook", "zebra").lines == ["No entry fits"]


class TestUsing:
    def test_counts_an_entry_with_a_deal(self, seller: Cli) -> None:
        seller.ok("playbook", "2", "--deal", "1", "--used")
        (entry,) = seller.json("playbook", "2")["entries"]
        assert entry["uses"] == 1
        assert "used from the playbook: No budget" in seller.ok("undo").out

    @pytest.mark.parametrize(
        ("arguments", "code"),
        [(("2", "--used"), 2), (("--deal", "1", "--used"), 2), (("99",), 1),
         (("99", "--deal", "1", "--used"), 1), (("2", "--deal", "Hooli", "--used"), 1)],
    )  # fmt: skip
    def test_what_cannot_be_is_said(
        self, seller: Cli, arguments: tuple[str, ...], code: int
    ) -> None:
        ran = seller("playbook", *arguments)
        assert ran.code == code
        assert len(ran.err.splitlines()) == 1
