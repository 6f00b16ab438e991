"""What sources cost per month: one line each, on the desk, the command line and in the app."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline_tui.domain.costs import ChannelCost, parse_cost, shown
from pipeline_tui.domain.money import MAX_MINOR, Money
from pipeline_tui.errors import InputError, NotFound
from pipeline_tui.i18n import use_language
from pipeline_tui.services import costs, exporting, history, importing
from tests.services.office import Office
from tests.unit.deal_records import HOSTILE

UNDERSTOOD = {
    "fair 2026-11 2500": ChannelCost("fair", "2026-11", Money(250_000, "EUR")),
    "Messe 11/2026 2.500 €": ChannelCost("Messe", "2026-11", Money(250_000, "EUR")),
    "Messe 3.2026 2,5k": ChannelCost("Messe", "2026-03", Money(250_000, "EUR")),
    "Messe Nov 2026 2500": ChannelCost("Messe", "2026-11", Money(250_000, "EUR")),
    "Hannover fair 2026: März 2026 CHF 1'000": ChannelCost(
        "Hannover fair 2026", "2026-03", Money(100_000, "CHF")
    ),
    "fair 2026-11 0": ChannelCost("fair", "2026-11", Money(0, "EUR")),
    "fair 2026-11 none": ChannelCost("fair", "2026-11", None),
    "Messe 2026-11 keine": ChannelCost("Messe", "2026-11", None),
}


@pytest.mark.parametrize(("text", "meant"), UNDERSTOOD.items())
def test_a_line_is_understood(text: str, meant: ChannelCost) -> None:
    assert parse_cost(text, "EUR") == meant


@pytest.mark.parametrize(
    "text",
    ["", "fair", "fair 2500", "2026-11 2500", "fair 2026-11", "fair 2026-13 5", "fair 2026-00 5",
     "fair 2026-11 -5", "fair 2026-11 nan", f"fair 2026-11 {2**53}", "fair nov 2500",
     "fair 0000-11 5", "x" * 501 + " 2026-11 5", *HOSTILE],
)  # fmt: skip
def test_what_is_none_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        parse_cost(text, "EUR")


@given(st.text(max_size=80))
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(InputError):
        found = parse_cost(f"{text} 2026-11 {text}", "EUR")
        assert found.source
        assert found.cost is None or 0 <= found.cost.minor <= MAX_MINOR


def test_is_shown_in_both_languages() -> None:
    one = parse_cost("fair 2026-03 2500", "EUR")
    assert shown(one) == "fair · March 2026 · €2,500"
    use_language("de")
    assert shown(one) == "fair · März 2026 · 2.500 €"


class TestAtTheDesk:
    def test_is_set_changed_and_taken_out(self, office: Office) -> None:
        costs.set_cost(office.desk, "fair 2026-10 1000")
        costs.set_cost(office.desk, "fair 2026-11 2500")
        costs.set_cost(office.desk, "fair 2026-11 2600")
        assert office.say() == "Cost of fair 2026-11 changed"
        assert [(one.month, one.cost) for one in costs.costs(office.desk)] == [
            ("2026-11", Money(260_000, "EUR")),
            ("2026-10", Money(100_000, "EUR")),
        ]
        costs.set_cost(office.desk, "fair 2026-11 none")
        assert len(costs.costs(office.desk)) == 1
        with pytest.raises(NotFound, match="fair has no cost in 2026-11"):
            costs.set_cost(office.desk, "fair 2026-11 none")
        history.undo(office.desk)
        assert len(costs.costs(office.desk)) == 2

    def test_a_source_is_spelt_as_it_is_known(self, office: Office) -> None:
        office.add("Acme: CNC source:Fair")
        assert costs.set_cost(office.desk, "FAIR 2026-11 5").source == "Fair"
        costs.set_cost(office.desk, "Ads 2026-11 5")
        assert costs.check_cost(office.desk, "ads 2026-12 6").source == "Ads"

    def test_leaves_and_comes_back_with_everything(self, office: Office, tmp_path: Path) -> None:
        costs.set_cost(office.desk, "fair 2026-11 2500")
        path = tmp_path / "all.jsonl"
        with path.open("w", encoding="utf-8") as out:
            exporting.export_all(office.desk, out)
        other = Office(tmp_path / "other.db")
        importing.import_file(other.desk, path)
        assert costs.costs(other.desk) == costs.costs(office.desk)
        other.desk.close()
