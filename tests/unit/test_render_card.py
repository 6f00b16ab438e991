"""A deal in four lines: every state a glyph and a colour, every line exactly as wide."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from pipeline_tui.domain.records import Card, Column, Headline, NextStep, Stage, Total
from pipeline_tui.domain.state import GLYPHS
from pipeline_tui.services.bottlenecks import Jam, Waiting
from pipeline_tui.ui.render.card import card_lines
from pipeline_tui.ui.render.cells import width
from pipeline_tui.ui.render.head import folded_lines, head_lines, strip_runs
from pipeline_tui.ui.render.header import Tab, header_line

TODAY = date(2026, 11, 22)
STEP = NextStep(1, "call", "call Meier", date(2026, 11, 19), "10:00", 1)
JAM = Jam(
    4, 7, 62, 10,
    (
        Waiting(1, "日本商事", "x", 62), Waiting(2, "Acme GmbH", "y", 41),
        Waiting(3, None, "Zeta", 40),
    ),
)  # fmt: skip


def card(**changes: Any) -> Card:
    """Acme's deal, changed."""
    acme = Card(
        id=12, title="CNC retrofit", company="Acme GmbH", stage_id=4, stage_kind="open",
        position=1, value_minor=1_200_000, currency="EUR", probability=50, ticks=2, criteria=3,
        overridden=False, next=STEP, state="overdue", risk_level="high",
        risk_text="budget freeze until Q1", expected_close=None, close_moves=0, closed_on=None,
        lost_reason=None, version=1,
    )  # fmt: skip
    return acme._replace(**changes)


class TestAWarning:
    def text(self, cells: int, **changes: Any) -> str:
        lines = card_lines(card(**changes), cells, TODAY)
        assert all(sum(width(part) for part, _style in line) == cells for line in lines)
        return "".join(part for part, _style in lines[1])

    @pytest.mark.parametrize("cells", [20, 26, 34])
    @pytest.mark.parametrize(
        "changes",
        [
            {"expected_close": date(2026, 11, 1)},
            {"close_moves": 3},
            {"undecided": True},
            {"expected_close": date(2026, 12, 1), "next": STEP._replace(due=date(2026, 12, 2))},
        ],
    )
    def test_is_a_flag_on_the_card(self, cells: int, changes: dict[str, Any]) -> None:
        assert "⚑" in self.text(cells, **changes)

    def test_is_not_shown_without_one_or_once_it_is_decided(self) -> None:
        assert "⚑" not in self.text(34)
        assert "⚑" not in self.text(34, stage_kind="won", close_moves=9)


def column(**changes: Any) -> Column:
    """Qualification with seven deals."""
    stage = Stage(3, "qualification", "Qualification", "open", 3, 25, 10, True, "", "", False, True)
    total = Total(7, 12_000_000, 3_000_000, converted=False, left_out=0)
    return Column(
        stage._replace(**{k: v for k, v in changes.items() if k in Stage._fields}),
        total._replace(**{k: v for k, v in changes.items() if k in Total._fields}),
        7,
    )


def texts(lines: Any) -> list[str]:
    """The lines without styles."""
    return ["".join(text for text, _style in line) for line in lines]


def styles(lines: Any, glyph: str) -> set[str]:
    """The styles of the runs in which a glyph stands."""
    return {style for line in lines for text, style in line if glyph in text}


class TestACard:
    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            ({"repeat": "FREQ=WEEKLY"}, "! Thu 10:00 ↻  call Meier"),
            ({"promised": True}, "! Thu 10:00 ◆  call Meier"),
            ({"repeat": "FREQ=WEEKLY", "promised": True}, "! Thu 10:00 ↻◆  call Meier"),
        ],
    )
    def test_it_says_that_a_step_comes_again_or_was_promised(
        self, changes: dict[str, Any], said: str
    ) -> None:
        lines = texts(card_lines(card(next=STEP._replace(**changes)), 32, TODAY))
        assert lines[2].strip() == said
        assert width(lines[2]) == 32

    def test_it_reads_as_in_the_guide(self) -> None:
        assert texts(card_lines(card(), 32, TODAY)) == [
            " Acme GmbH              €12,000 ",
            " CNC retrofit         50 %  2/3 ",
            " ! Thu 10:00  call Meier        ",
            " ▲ budget freeze until Q1       ",
        ]

    @pytest.mark.parametrize("state", GLYPHS)
    def test_every_state_is_a_glyph_and_a_colour(self, state: str) -> None:
        lines = card_lines(card(state=state), 32, TODAY)
        assert texts(lines)[2].startswith(f" {GLYPHS[state]} ")
        assert styles(lines[2:3], GLYPHS[state]) == {state}

    @pytest.mark.parametrize("cells", [4, 9, 20, 26, 44])
    @pytest.mark.parametrize(
        "text",
        [
            "株式会社日立製作所",
            "👨‍👩‍👧 Family & Co",
            "e\u0301" * 40,
            "x" * 300,
            "[@click=app.quit]x[/]",
        ],
    )
    def test_it_is_straight_whatever_is_written_in_it(self, text: str, cells: int) -> None:
        awkward = card(title=text, company=text, risk_text=text, next=STEP._replace(text=text))
        for marked in (False, True):
            lines = card_lines(awkward, cells, TODAY, marked=marked)
            assert {width(line) for line in texts(lines)} == {cells}

    def test_markup_is_shown_as_it_stands(self) -> None:
        shown = texts(card_lines(card(company="[/]", title="[bold]x"), 32, TODAY))
        assert "[/]" in shown[0]
        assert "[bold]x" in shown[1]

    def test_the_cursor_is_filled_and_has_edges(self) -> None:
        lines = card_lines(card(), 32, TODAY, fill="cursor")
        assert all(line[0] == "▌" and line[-1] == "▐" for line in texts(lines))
        assert all(style.startswith("cursor+") for line in lines for _text, style in line)

    def test_a_mark_is_a_glyph_and_a_colour(self) -> None:
        lines = card_lines(card(), 32, TODAY, marked=True)
        assert texts(lines)[0].startswith(" ✓ Acme GmbH")
        assert styles(lines, "✓") == {"mark"}

    def test_boxes_left_open_on_the_way_stay_visible(self) -> None:
        lines = card_lines(card(overridden=True), 32, TODAY)
        assert "2/3!" in texts(lines)[1]
        assert styles(lines, "2/3!") == {"overdue"}

    def test_what_is_missing_is_said(self) -> None:
        bare = card(company=None, next=None, state="none", risk_level=None, risk_text="")
        shown = texts(card_lines(bare._replace(value_minor=None), 32, TODAY))
        assert "no company" in shown[0]
        assert "∅ no next step" in shown[2]
        assert "· none known" in shown[3]

    def test_a_lead_shows_that_it_was_disqualified(self) -> None:
        of = card(
            stage_kind="lost", state=None, next=None, closed_on=date(2026, 11, 3),
            lost_reason="timing", disqualified=True,
        )  # fmt: skip
        assert "✗ 3 Nov  disqualified: Not the time" in texts(card_lines(of, 50, TODAY))[2]

    def test_a_reason_is_called_as_the_list_calls_it(self) -> None:
        of = card(
            stage_kind="lost", state=None, next=None, closed_on=date(2026, 11, 3),
            lost_reason="price", reason_name="Too dear",
        )  # fmt: skip
        assert "Too dear" in texts(card_lines(of, 40, TODAY))[2]

    def test_a_lost_deal_shows_when_and_why(self) -> None:
        lost = card(
            stage_kind="lost", state=None, next=None, closed_on=date(2026, 11, 3),
            lost_reason="no_budget",
        )  # fmt: skip
        lines = card_lines(lost, 32, TODAY)
        assert texts(lines)[2].startswith(" ✗ 3 Nov  No budget")
        assert "50 %" not in texts(lines)[1]

    def test_a_won_deal_shows_when(self) -> None:
        won = card(stage_kind="won", state=None, next=None, closed_on=date(2025, 12, 30))
        assert texts(card_lines(won, 32, TODAY))[2].startswith(" ✓ 30 Dec 2025")

    def test_narrow_cards_shorten_amounts(self) -> None:
        assert "€12k" in texts(card_lines(card(), 20, TODAY))[0]


class TestAHead:
    def test_name_count_sum_and_weighted_sum(self) -> None:
        name, rule = texts(head_lines(column(), 34, "EUR"))
        assert name.rstrip() == " Qualification  7 · €120k ⌁ €30k"
        assert set(rule) == {"─"}

    @pytest.mark.parametrize("cells", [10, 26, 30, 44])
    def test_it_fills_its_column(self, cells: int) -> None:
        for line in texts(head_lines(column(name="日本" * 20), cells, "EUR", here=True)):
            assert width(line) == cells

    def test_figures_without_room_go_into_the_rule(self) -> None:
        name, rule = texts(head_lines(column(), 26, "EUR"))
        assert "Qualification  7 · €120k" in name
        assert "⌁ €30k" in rule

    def test_converted_sums_say_so(self) -> None:
        assert "≈€120k" in texts(head_lines(column(converted=True), 40, "EUR"))[0]

    def test_the_current_column_has_another_rule(self) -> None:
        assert "━" in texts(head_lines(column(), 34, "EUR", here=True))[1]

    @pytest.mark.parametrize("cells", [10, 20, 26, 34, 44])
    @pytest.mark.parametrize("here", [False, True])
    def test_a_bottleneck_fills_the_rule_and_no_more(self, cells: int, here: bool) -> None:
        for line in texts(head_lines(column(), cells, "EUR", JAM, here=here)):
            assert width(line) == cells

    def test_a_bottleneck_names_its_oldest_deals(self) -> None:
        _name, rule = texts(head_lines(column(), 44, "EUR", JAM))
        assert rule.startswith("▼ 日本商事 62d Acme GmbH 41d Zeta 40d ─")
        _name, rule = texts(head_lines(column(), 26, "EUR", JAM))
        assert rule.startswith("▼ 日 62d Acm 41d Zeta 40d")
        _name, rule = texts(head_lines(column(), 20, "EUR", JAM))
        assert rule.startswith("▼ 日本 62d Acme 41d")

    def test_the_strip_flags_a_bottleneck(self) -> None:
        line = strip_runs([column(), column(name="Won")], 1, 40, {column().stage.id: JAM})
        assert line[0] == (" ▼Qualification 7 ", "bad")

    def test_a_folded_column_keeps_name_and_count(self) -> None:
        lines = texts(folded_lines(column(name="Won", count=1_234), 20))
        assert lines[0].strip() == "1k"
        assert [line.strip() for line in lines[2:]] == ["W", "o", "n"]

    @pytest.mark.parametrize("here", range(6))
    @pytest.mark.parametrize("cells", [8, 20, 40])
    def test_the_strip_shows_where_one_is(self, here: int, cells: int) -> None:
        names = ["Prospect", "First contact", "Qualification", "Proposal", "Negotiation", "Won"]
        line = strip_runs([column(name=name) for name in names], here, cells)
        assert width("".join(text for text, _style in line)) <= cells
        assert [style for _text, style in line].count("cursor+accent") == 1


class TestTheHeader:
    HEADLINE = Headline("2026-Q4", "EUR", 9_200_000, 14_800_000, 7, 3)
    TABS = [Tab("1", "Board", "", True), Tab("2", "Agenda", "7!", False)]  # noqa: RUF012

    def line(self, cells: int, **options: Any) -> str:
        found = header_line(cells, self.TABS, self.HEADLINE, TODAY, **options)
        return "".join(text for text, _style in found.runs)

    def test_wide_it_says_everything(self) -> None:
        line = self.line(120)
        assert line.startswith(" pipeline  1 Board  2 Agenda 7! ")
        assert line.rstrip().endswith("Q4 won €92k · weighted €148k   Sun 22 Nov")

    @pytest.mark.parametrize("cells", [1, 5, 20, 40, 60, 80, 160])
    def test_it_never_runs_over(self, cells: int) -> None:
        line = self.line(cells, notes=(("/ is:ghost 日本", "chip"), ("read-only", "banner")))
        assert cells < 20 or width(line) == cells

    def test_the_filter_stays_visible(self) -> None:
        assert "/ is:ghost" in self.line(80, notes=(("/ is:ghost", "chip"),))

    def test_where_a_screen_can_be_clicked(self) -> None:
        found = header_line(80, self.TABS, None, TODAY)
        line = "".join(text for text, _style in found.runs)
        first, behind, key = found.places[1]
        assert key == "2"
        assert "Agenda" in line[first:behind]
