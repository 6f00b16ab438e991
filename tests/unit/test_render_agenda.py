"""What stands in the agenda, as a seller reads it; drawn without a screen."""

from __future__ import annotations

import pytest

from pipeline_tui.domain.agenda import GroupTotal
from pipeline_tui.domain.records import FollowUp
from pipeline_tui.i18n import use_language
from pipeline_tui.ui.render.agenda import (
    Columns,
    columns,
    empty_lines,
    followup_lines,
    group_line,
)
from pipeline_tui.ui.render.wrap import measure
from tests.unit.deal_records import HOSTILE, TODAY, days, followup

ESCAPES = set(map(chr, (*range(32), 127, *range(0x80, 0xA0))))


def shown(of: FollowUp, cells: int, *, marked: bool = False) -> list[str]:
    shape = columns(cells, TODAY)
    rows = followup_lines(of, shape, TODAY, marked=marked)
    return ["".join(text for text, _style in row) for row in rows]


class TestARow:
    def test_says_time_glyph_what_deal_company_value_stage_and_risk(self) -> None:
        row = followup(1, days(0), time="14:00", state="today", risk="budget freeze")
        (text,) = shown(row, 160)
        parts = ["14:00", "●", "call Meier", "CNC retrofit", "Acme GmbH", "€12,000", "Proposal",
                 "▲ budget freeze"]  # fmt: skip
        places = [text.index(part) for part in parts]
        assert places == sorted(places)

    def test_says_the_day_where_the_group_does_not(self) -> None:
        (overdue,) = shown(followup(1, days(-3), state="overdue"), 160)
        (tomorrow,) = shown(followup(1, days(1), state="tomorrow"), 160)
        assert "Thu 19 Nov" in overdue
        assert "23 Nov" not in tomorrow

    @pytest.mark.parametrize("language", ["en", "de"])
    def test_says_the_year_if_it_is_another_one(self, language: str) -> None:
        use_language(language)
        (text,) = shown(followup(1, days(400), time="10:00"), 80)
        assert {"en": "27 Dec 2027 10:00", "de": "27.12.2027 10:00"}[language] in text

    @pytest.mark.parametrize(("state", "glyph"), [("ghost", "†"), ("waiting", "‖")])
    @pytest.mark.parametrize("cells", [40, 80, 160])
    def test_has_the_sign_of_its_deal_where_the_group_does_not_tell_it(
        self, state: str, glyph: str, cells: int
    ) -> None:
        row = followup(1, days(20))._replace(deal_state=state)
        assert glyph in shown(row, cells)[0]

    @pytest.mark.parametrize("cells", [40, 80, 120, 160])
    def test_has_a_flag_for_what_is_to_be_warned_of(self, cells: int) -> None:
        row = followup(1, days(20), text="x" * 200)._replace(warnings=("close_past",))
        assert "⚑" in shown(row, cells)[0]
        assert all(measure([(line, "")]) == cells for line in shown(row, cells))

    @pytest.mark.parametrize(("state", "glyph"), [("overdue", "!"), ("today", "●"), ("week", "○")])
    def test_has_a_glyph_and_a_colour_for_its_state(self, state: str, glyph: str) -> None:
        shape = columns(160, TODAY)
        (row,) = followup_lines(followup(1, days(0), state=state), shape, TODAY)
        wanted = {"week": "later"}.get(state, state)
        assert (wanted, glyph) in [(style, text.strip()) for text, style in row]

    def test_is_marked_with_a_sign(self) -> None:
        (text,) = shown(followup(1, days(0), state="today"), 160, marked=True)
        assert text.startswith("✓")

    @pytest.mark.parametrize("cells", [160, 80, 40])
    def test_says_that_the_contact_person_does_not_want_it(self, cells: int) -> None:
        of = followup(1, days(0), state="today")._replace(barred=True)
        shape = columns(cells, TODAY)
        row = followup_lines(of, shape, TODAY)[0]
        assert (" ✗ ", "chip-bad") in row
        assert measure(row) == cells
        plain = followup_lines(of._replace(barred=False), shape, TODAY)[0]
        assert "✗" not in "".join(text for text, _style in plain)

    def test_stands_without_a_deal(self) -> None:
        (text,) = shown(followup(1, days(0))._replace(deal=None), 160)
        assert "call Meier" in text

    def test_writes_money_and_days_in_german(self) -> None:
        use_language("de")
        (text,) = shown(followup(1, days(-3), state="overdue"), 160)
        assert "Do 19.11." in text
        assert "12.000 €" in text


class TestColumns:
    def test_of_two_rows_stand_below_each_other(self) -> None:
        (one,) = shown(followup(1, days(-3), state="overdue", company="漢字株式会社"), 160)
        (two,) = shown(followup(2, days(9), time="9:00", risk="x"), 160)
        assert one.index("CNC") == two.index("CNC")
        assert two.index("€") > two.index("Acme")

    def test_leave_out_stage_and_risk_at_80(self) -> None:
        (text,) = shown(followup(1, days(0), state="today", risk="budget freeze"), 80)
        assert "Acme GmbH · CNC" in text
        assert "€12,000" in text
        assert "budget" not in text
        assert "Proposal" not in text

    @pytest.mark.parametrize("cells", [97, 100, 120, 129])
    @pytest.mark.parametrize("language", ["en", "de"])
    def test_keep_the_stage_beside_the_pane(self, cells: int, language: str) -> None:
        use_language(language)
        row = followup(1, days(0), state="today", risk="budget freeze", stage="Bedarfsklärung")
        (text,) = shown(row, cells)
        parts = ["call Meier", "Acme GmbH · CNC", "12", "Bedarfsklärung", "▲"]
        places = [text.index(part) for part in parts]
        assert places == sorted(places)

    def test_say_that_no_risk_is_known(self) -> None:
        (text,) = shown(followup(1, days(0), state="today", risk=""), 160)
        assert "· none known" in text

    def test_become_two_lines_below_60(self) -> None:
        assert columns(59, TODAY).lines == 2
        first, second = shown(followup(1, days(0), time="14:00", state="today"), 40)
        assert "14:00 ● call Meier" in first
        assert "Acme GmbH · CNC retrofit" in second
        assert second.rstrip().endswith("€12,000")

    @pytest.mark.parametrize("cells", [30, 40, 59, 60, 80, 97, 100, 129, 130, 160, 220])
    def test_fill_the_width_exactly(self, cells: int) -> None:
        shape: Columns = columns(cells, TODAY)
        row = followup(1, days(-3), time="10:00", state="overdue", risk="漢字" * 40)
        for line in followup_lines(row, shape, TODAY):
            assert measure(line) == cells


class TestWhatARowSaysOfItself:
    @pytest.mark.parametrize("cells", [40, 80, 98, 160])
    def test_that_it_comes_again_and_was_promised_however_long_its_words(self, cells: int) -> None:
        row = followup(1, days(0), state="today", text="call Meier about everything " * 9)
        row = row._replace(repeat="FREQ=WEEKLY", promised=True)
        assert "… ↻◆" in shown(row, cells)[0]

    def test_how_pressing_it_is(self) -> None:
        (text,) = shown(followup(1, days(0), state="today")._replace(urgency=72), 98)
        assert text.endswith(" 72 ")

    def test_nothing_of_it_where_there_is_no_room(self) -> None:
        (text,) = shown(followup(1, days(0), state="today")._replace(urgency=72), 80)
        assert "72" not in text


def head(total: GroupTotal, cells: int = 60) -> str:
    runs = group_line("overdue", total, "EUR", cells)
    assert measure(runs) == cells
    return "".join(text for text, _style in runs).rstrip("─ ")


class TestGroups:
    def test_have_a_name_a_count_and_a_value(self) -> None:
        assert head(GroupTotal(1234, 12_000_000, False, 0)) == " Overdue  1,234 · €120k"

    def test_say_that_other_currencies_make_the_value_a_rough_one(self) -> None:
        assert head(GroupTotal(7, 12_000_000, True, 0)).endswith("≈€120k")
        assert head(GroupTotal(7, 12_000_000, False, 2)).endswith("≈€120k")

    def test_leave_a_value_out_that_is_none_or_not_known_yet(self) -> None:
        assert head(GroupTotal(7, 0, False, 0)) == " Overdue  7"
        assert head(GroupTotal(7, None, False, 0)) == " Overdue  7"

    def test_keep_the_count_where_there_is_no_room_for_the_value(self) -> None:
        assert head(GroupTotal(7, 12_000_000, False, 0), 14) == " Overdue  7"

    def test_say_kindly_that_nothing_is_due(self) -> None:
        text = "".join(part for line in empty_lines(60, filtered=False) for part, _style in line)
        assert "Nothing is due" in text

    def test_say_that_a_filter_hides_everything(self) -> None:
        text = "".join(part for line in empty_lines(60, filtered=True) for part, _style in line)
        assert "filter" in text


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("cells", [40, 80, 160])
def test_text_nobody_should_trust_is_shown_as_text(text: str, cells: int) -> None:
    row = followup(1, days(-3), text=text, state="overdue", title=text, company=text, risk=text)
    shape = columns(cells, TODAY)
    for line in followup_lines(row, shape, TODAY):
        assert not ESCAPES & set("".join(part for part, _style in line))
        assert measure(line) == cells
