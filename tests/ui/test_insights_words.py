"""What the insights say in words: definitions, and what is missing and how to get it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from pipeline_tui.domain.metrics.definitions import DEFINITIONS
from pipeline_tui.i18n import _, use_language
from pipeline_tui.services import costs, deals, targets
from pipeline_tui.ui.render.insight_pages import PAGES
from tests.services.office import Office
from tests.ui.insights_desk import office_with_outcomes, screen, whole
from tests.ui.terminal import terminal


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = office_with_outcomes(tmp_path)
    yield made
    made.desk.close()


class TestDefinitions:
    @pytest.mark.parametrize("language", ["en", "de"])
    async def test_every_figure_on_every_page_has_its_own(
        self, office: Office, language: str
    ) -> None:
        """Also those that stand below, of customers, leads and renewals."""
        use_language(language)
        office.add("Vexon: Line 9k @prospect source:fair recurring:500/month close:2026-12-01")
        targets.set_target(office.desk, "2026-Q4", "100k", "3")
        costs.set_cost(office.desk, "fair 2026-11 2500")
        seen = set()
        async with terminal(office.path, office.clock, size=(160, 90)) as at:
            await at.press("5")
            for page, _name in PAGES:
                await whole(at)
                rows = [line.row for line in screen(at).view._lines if line.row is not None]
                assert rows, page
                for row in rows:
                    said = DEFINITIONS[row.about]
                    assert _(said) != said or language == "en"
                    seen.add(row.about)
                await at.press("d")
                assert screen(at).footer.message.startswith(rows[0].label)
                assert _(DEFINITIONS[rows[0].about]) in screen(at).footer.message
                await at.press("l")
        assert {
            "win_rate",
            "conversion",
            "durations",
            "band",
            "gap",
            "segments",
            "foresight",
        } <= seen


def nothing(_office: Office) -> None:
    """No deal at all."""


def one_deal(office: Office) -> None:
    office.add("Acme: A 40k @proposal")


def only_lost(office: Office) -> None:
    for line in ("Acme: A 40k @proposal", "Globex: B 10k @proposal"):
        deals.lose(office.desk, office.add(line), "price")


def no_rate(office: Office) -> None:
    office.add("Acme: A CHF 40k @proposal close:2026-12-01")
    deals.win(office.desk, office.add("Globex: B CHF 10k @proposal"))
    deals.lose(office.desk, office.add("Hooli: C CHF 5k @proposal"), "price")


def all_sorts(office: Office) -> None:
    for line in ("Acme: A 40k @proposal", "Globex: B 10k @proposal source:fair"):
        deals.win(office.desk, office.add(line))
    only_lost(office)


BEGIN = "There are no deals yet: a adds one on the board."
TARGET = "Coverage needs a target, which is for all deals: t sets one."
NO_TARGET = "No target for 2026-Q4: t sets one"
NOT_DUE = "No deal is due in 2026-Q4"
STAYS = "No deal left a stage in this period"
NO_RATE = "No rate for CHF"
FUTURE = "2027-Q2 begins on"
SAID: dict[str, tuple[Callable[[Office], None], str, tuple[str | tuple[str, ...], ...]]] = {
    "no data": (nothing, "", (BEGIN,) * 7),
    "one deal": (
        one_deal, "",
        (("Nothing was won or lost in this period: w wins", TARGET), "No lead came in", STAYS,
         NOT_DUE, NO_TARGET, "No deal says where it comes from: set source",
         "Nothing was lost in this period."),
    ),
    "only lost deals": (
        only_lost, "",
        (("Nothing was won in this period: there is no cycle", TARGET), "No lead came in",
         "Time to first value", NOT_DUE, NO_TARGET, "No company bought anything",
         "Nobody answered whether the written risk was it: x asks"),
    ),
    "no target": (
        all_sorts, "",
        (TARGET, "No lead came in", "Time to first value", NOT_DUE, NO_TARGET, "By source",
         "Nobody answered"),
    ),
    "no rate": (no_rate, "", (NO_RATE,) * 7),
    "a period in the future": (all_sorts, "2027-Q2", (FUTURE,) * 7),
}  # fmt: skip
"""Case -> what there is, the period, and what each page says of it."""


class TestWhatIsMissing:
    @pytest.mark.parametrize("case", SAID)
    async def test_is_said_with_how_to_get_it(self, tmp_path: Path, case: str) -> None:
        fill, period, said = SAID[case]
        office = Office(tmp_path / "sales.db")
        fill(office)
        async with terminal(office.path, office.clock, size=(140, 70)) as at:
            await at.press("5")
            screen(at).period = period
            screen(at).ask()
            for (page, _name), wanted in zip(PAGES, said, strict=True):
                text = " ".join((await whole(at)).split())
                for words in (wanted,) if isinstance(wanted, str) else wanted:
                    assert words in text, page
                assert "nan" not in text
                assert "None" not in text
                await at.press("l")
        office.desk.close()

    async def test_what_has_no_rate_is_in_no_sum(self, tmp_path: Path) -> None:
        """Never a wrong number: as soon as there is a rate, it counts."""
        office = Office(tmp_path / "sales.db")
        no_rate(office)
        async with terminal(office.path, office.clock, size=(140, 70)) as at:
            await at.press("5")
            assert "€10,000" not in await whole(at)
            with closing(sqlite3.connect(office.path)) as conn, conn:
                conn.execute("INSERT INTO setting (key, value) VALUES ('rates', 'CHF=2')")
            screen(at).ask()
            await at.until(lambda: "€20,000" in at.text)
        office.desk.close()
