"""What stands in the deal pane, as a seller reads it; drawn without a screen."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline_tui.domain.quickadd import Step, parse_step
from pipeline_tui.domain.records import DealLink, Event
from pipeline_tui.i18n import use_language
from pipeline_tui.ui.render import pane_step
from pipeline_tui.ui.render.pane import Layout, lay_out
from pipeline_tui.ui.render.pane_step import step_text
from pipeline_tui.ui.render.wrap import flow, measure, wrap
from tests.unit.deal_records import HOSTILE, TODAY, deal, may, page

ESCAPES = set(map(chr, (*range(32), 127, *range(0x80, 0xA0)))) - {"\n"}


def lines(layout: Layout) -> list[str]:
    return ["".join(text for text, _style in row) for row in layout.rows]


def line(layout: Layout, start: str) -> str:
    return next(text for text in lines(layout) if text.lstrip().startswith(start))


def styles(layout: Layout, start: str) -> dict[str, str]:
    """Style of each run of the line that starts so, by its text."""
    row = next(
        row for row in layout.rows if "".join(run[0] for run in row).lstrip().startswith(start)
    )
    return {text.strip(): style for text, style in row}


class TestTheFirstLines:
    def test_name_the_deal_and_its_number(self) -> None:
        first = lines(lay_out(page(), 60, TODAY))[0]
        assert first.startswith(" Acme GmbH · CNC retrofit")
        assert first.endswith("#12")

    def test_are_next_step_and_risk(self) -> None:
        shown = [text.split()[0] for text in lines(lay_out(page(), 60, TODAY))[2:5]]
        assert shown[0] == "Next"
        assert "Risk" in shown

    def test_say_the_next_step_with_glyph_weekday_time_and_words(self) -> None:
        layout = lay_out(page(), 60, TODAY)
        assert "! Thu 19 Nov 10:00  call Meier about budget" in line(layout, "Next")
        assert styles(layout, "Next")["! Thu 19 Nov 10:00"] == "overdue"

    def test_say_that_there_is_no_next_step(self) -> None:
        layout = lay_out(page(next=None, state="none"), 60, TODAY)
        assert "∅ no next step" in line(layout, "Next")
        assert styles(layout, "Next")["∅ no next step"] == "none"

    def test_say_since_when_a_deal_is_a_ghost(self) -> None:
        layout = lay_out(page(state="ghost", ghost_on=date(2026, 11, 16)), 60, TODAY)
        assert "†" in line(layout, "Next")
        assert "ghost since 16 Nov" in "\n".join(lines(layout))

    def test_list_the_further_follow_ups_below_the_next_step(self) -> None:
        shown = lines(lay_out(page(), 60, TODAY))
        at = next(at for at, text in enumerate(shown) if "call Meier" in text)
        assert "○ Wed 2 Dec  meeting on site" in shown[at + 1]

    def test_say_when_a_step_comes_again(self) -> None:
        step = page().deal.next
        assert step is not None
        layout = lay_out(page(next=step._replace(repeat="FREQ=MONTHLY;BYMONTHDAY=-1")), 60, TODAY)
        assert "↻ every month on the last day" in "\n".join(lines(layout))

    def test_say_that_the_customer_asked_for_the_day(self) -> None:
        step = page().deal.next
        assert step is not None
        layout = lay_out(page(next=step._replace(promised=True)), 60, TODAY)
        assert "◆ the customer asked" in " ".join(" ".join(lines(layout)).split())

    @pytest.mark.parametrize("language", ["en", "de"])
    @pytest.mark.parametrize("due", [date(2026, 11, 30), date(2026, 11, 25)])
    @pytest.mark.parametrize(
        "rule",
        [
            "",
            "FREQ=DAILY;INTERVAL=3",
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO",
            "FREQ=MONTHLY;BYMONTHDAY=-1",
            "FREQ=MONTHLY;BYDAY=2TU;UNTIL=20270131",
        ],
    )
    def test_offer_a_step_for_editing_as_it_is_read_back(
        self, language: str, due: date, rule: str
    ) -> None:
        use_language(language)
        typed = pane_step.typed("call Meier", due, "10:00", rule)
        step = parse_step(typed, date(2026, 11, 23))
        assert step == Step("call", "call Meier", due, "10:00", rule)

    @pytest.mark.parametrize(
        ("level", "glyph", "style"),
        [("high", "▲", "risk-high"), ("mid", "△", "risk-mid"), ("low", "·", "risk-low")],
    )
    def test_mark_the_risk_by_glyph_and_colour(self, level: str, glyph: str, style: str) -> None:
        layout = lay_out(page(risk_level=level), 60, TODAY)
        assert f"{glyph} budget freeze until Q1" in line(layout, "Risk")
        assert style in styles(layout, "Risk").values()

    def test_say_that_no_risk_is_known(self) -> None:
        layout = lay_out(page(risk_level=None, risk_text=""), 60, TODAY)
        assert "none known" in line(layout, "Risk")

    def test_say_how_a_lost_deal_ended(self) -> None:
        layout = lay_out(
            page(
                stage_kind="lost", stage="Lost", next=None, state=None,
                closed_on=date(2026, 11, 12), lost_reason="no_budget", closed_note="next year",
            ),
            60,
            TODAY,
        )  # fmt: skip
        assert "✗ Lost · 12 Nov 2026 · No budget · next year" in "\n".join(lines(layout))

    def test_say_that_a_lead_was_disqualified(self) -> None:
        layout = lay_out(
            page(
                stage_kind="lost", stage="Lost", next=None, state=None, disqualified=True,
                closed_on=date(2026, 11, 12), lost_reason="timing",
            ),
            70,
            TODAY,
        )  # fmt: skip
        assert "✗ Lost · 12 Nov 2026 · disqualified · Not the time" in "\n".join(lines(layout))

    def test_say_when_and_why_a_deal_in_care_was_won(self) -> None:
        layout = lay_out(
            page(stage_kind="care", closed_on=date(2026, 11, 12), closed_note="good pilot"),
            60,
            TODAY,
        )
        assert "✓ won · 12 Nov 2026 · good pilot" in "\n".join(lines(layout))

    def test_name_the_linked_deals(self) -> None:
        links = (
            DealLink(12, "Acme · old", "renewal", True, None, "care"),
            DealLink(31, "Acme · new", "follow_on", False, date(2027, 3, 3), "parked"),
        )
        layout = lay_out(page()._replace(links=links), 60, TODAY)
        text = "\n".join(lines(layout))
        assert "Linked      ↑ from #12  Acme · old" in text
        assert "↳ follow-on deal #31, 3 Mar 2027" in text
        assert [item.key for item in layout.items if item.kind == "link"] == [12, 31]


class TestTheFields:
    def test_show_value_probability_and_weighted_value(self) -> None:
        assert "€12,000 · 50 % · weighted €6,000" in line(lay_out(page(), 60, TODAY), "Value")

    def test_show_how_often_the_close_was_moved(self) -> None:
        assert "18 Dec 2026 · moved twice" in line(lay_out(page(), 60, TODAY), "Close")

    def test_warn_of_a_close_in_the_past(self) -> None:
        layout = lay_out(
            page(expected_close=date(2026, 11, 1), warnings=("close_past",)), 60, TODAY
        )
        assert "⚑\N{NO-BREAK SPACE}in the past" in line(layout, "Close")
        assert styles(layout, "Close")["1 Nov 2026"] == "bad"

    def test_show_the_stage_with_days_and_boxes(self) -> None:
        layout = lay_out(page(), 60, TODAY)
        assert "Proposal · 8 days · 1/2" in line(layout, "Stage")
        assert line(layout, "[x]") == "   [x] benefit calculated  “4 h × 46 weeks × €60”"
        assert line(layout, "[ ]") == "   [ ] schedule agreed"

    def test_show_that_boxes_were_passed_over(self) -> None:
        assert "1/2!" in line(lay_out(page(overridden=True), 60, TODAY), "Stage")

    def test_show_the_contact_person_with_phone_and_mail(self) -> None:
        layout = lay_out(page(), 60, TODAY)
        assert line(layout, "Contact").endswith("Max Meier")
        assert line(layout, "Phone").endswith("+49 170 1234567")
        assert line(layout, "Mail").endswith("meier@acme.de")

    def test_keep_the_columns_an_import_brought_along(self) -> None:
        assert line(lay_out(page(), 60, TODAY), "Sales ag").endswith("Moses Frase")

    def test_hide_what_is_empty_until_it_is_asked_for(self) -> None:
        layout = lay_out(page(), 60, TODAY)
        assert layout.find("field", "region") == -1
        assert "Region" in " ".join(lines(layout))
        unfolded = lay_out(page(), 60, TODAY, unfolded=True)
        assert unfolded.items[unfolded.find("field", "region")].text == ""

    def test_are_edited_from_text_in_the_language_of_the_user(self) -> None:
        def text(name: str) -> str:
            layout = lay_out(page(), 60, TODAY)
            if name == "next":
                step = page().deal.next
                assert step is not None
                return step_text(step)
            return layout.items[layout.find("field", name)].text

        assert text("value") == "12,000.00"
        assert text("close") == "2026-12-18"
        assert text("next") == "call Meier about budget 2026-11-19 10:00"
        use_language("de")
        assert text("value") == "12.000,00"
        assert text("close") == "18.12.2026"
        assert text("next") == "call Meier about budget 19.11.2026 10:00"

    def test_are_edited_where_their_text_stands(self) -> None:
        layout = lay_out(page(), 60, TODAY)
        item = layout.items[layout.find("field", "benefit")]
        assert lines(layout)[item.line][item.column :].startswith("saves 4 h")

    def test_edit_evidence_beside_the_criterion_or_below_it(self) -> None:
        wide = lay_out(page(), 60, TODAY)
        item = wide.items[wide.find("box", "evidence", 1)]
        assert item.line == item.row
        narrow = lay_out(page(), 38, TODAY)
        item = narrow.items[narrow.find("box", "evidence", 1)]
        assert item.line == item.row + 1


class TestNotesAndTimeline:
    def test_show_notes_with_their_day_and_their_lines(self) -> None:
        shown = lines(lay_out(page(), 60, TODAY))
        at = next(at for at, text in enumerate(shown) if text.startswith(" Notes"))
        assert shown[at + 1 : at + 4] == [" 18 Nov", "   Asked for references.", "   Of our size."]

    def test_tell_what_happened_newest_first(self) -> None:
        shown = lines(lay_out(page(), 60, TODAY))
        at = next(at for at, text in enumerate(shown) if text.startswith(" Timeline"))
        assert shown[at + 1 :] == [
            " 18 Nov  · note: Asked for references.",
            " 14 Nov  → Qualification → Proposal",
            "         · Value: €10,000 → €12,000",
            " 12 Nov  ✓ task: check figures · all right",
            " 1 Oct   + deal added · Prospect",
        ]

    @pytest.mark.parametrize(
        ("event", "said"),
        [
            (("attempt", "call", "", "call Meier"), "↛ call Meier · not reached"),
            (("attempt", "call", "", ""), "↛ call · not reached"),
            (("done", "call", "call Meier", "likes it"), "✓ call Meier · likes it"),
            (("cancelled", "mail", "send figures", ""), "× mail: send figures · cancelled"),
        ],
    )
    def test_say_once_what_a_follow_up_was(self, event: tuple[str, ...], said: str) -> None:
        of = page()._replace(timeline=(Event("2026-11-18T10:00:00Z", *event),), notes=())
        assert lines(lay_out(of, 60, TODAY))[-1] == f" 18 Nov  {said}"

    def test_say_day_and_money_in_german(self) -> None:
        use_language("de")
        shown = "\n".join(lines(lay_out(page(), 60, TODAY)))
        assert "10.000 € → 12.000 €" in shown
        assert "18.11." in shown

    def test_show_the_day_where_the_seller_is(self) -> None:
        late = page()._replace(
            timeline=(Event("2026-11-18T23:30:00Z", "note", "note", "", "late"),), notes=()
        )
        assert " 19 Nov  · note: late" in lines(lay_out(late, 60, TODAY))

    def test_lay_out_a_long_history_only_as_far_as_it_is_read(self) -> None:
        many = tuple(
            Event("2026-11-18T10:00:00Z", "note", "note", "", f"n{at}") for at in range(100)
        )
        layout = lay_out(page()._replace(timeline=many), 60, TODAY, events=30)
        assert layout.more
        assert sum(item.kind == "event" for item in layout.items) == 30


class TestTheContactPerson:
    def test_is_shown_with_role_and_what_is_allowed(self) -> None:
        known = may(True, False, "fair", date(2026, 11, 12))
        layout = lay_out(page(contact_role="decides", permission=known), 90, TODAY)
        assert "decides the budget" in line(layout, "Role")
        said = line(layout, "Permission").replace("\N{NO-BREAK SPACE}", " ")
        assert "✓ may be called" in said
        assert "✗ must not be mailed" in said
        assert "from fair, 12 Nov" in said

    def test_must_not_be_contacted_stands_out(self) -> None:
        layout = lay_out(page(permission=may(False, False, never=True)), 60, TODAY)
        said = styles(layout, "Permission")
        assert {text.split()[-1]: style for text, style in said.items() if "✗" in text} == {
            "contact": "chip-bad"
        }

    def test_of_whom_nothing_is_known_takes_no_line(self) -> None:
        shown = [text.split()[0] for text in lines(lay_out(page(), 60, TODAY)) if text.strip()]
        assert not {"Role", "Permission"} & set(shown)
        shown = [
            text.split()[0]
            for text in lines(lay_out(page(), 60, TODAY, unfolded=True))
            if text.strip()
        ]
        assert {"Role", "Permission"} <= set(shown)


class TestAtEveryWidth:
    @pytest.mark.parametrize("cells", [20, 38, 40, 48, 60, 72, 100])
    def test_no_line_is_wider_than_the_pane(self, cells: int) -> None:
        layout = lay_out(page(benefit="saves time in set-up " * 12), cells, TODAY, unfolded=True)
        assert [row for row in layout.rows if measure(row) > cells] == []

    def test_long_text_goes_on_below(self) -> None:
        layout = lay_out(page(benefit="saves four hours a week in set-up and more"), 38, TODAY)
        item = layout.items[layout.find("field", "benefit")]
        assert item.rows == 2

    def test_every_line_of_an_item_leads_to_it(self) -> None:
        layout = lay_out(page(), 48, TODAY)
        for at, item in enumerate(layout.items):
            rows = range(item.row, item.row + item.rows)
            assert {layout.item_of[row] for row in rows} == {at}


class TestTextNobodyShouldTrust:
    @pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
    def test_is_shown_as_text_in_every_field(self, text: str) -> None:
        fields = (
            "title", "company", "contact", "contact_phone", "contact_email", "owner", "benefit",
            "risk_text", "source", "product", "region", "stage",
        )  # fmt: skip
        wanted = page(**dict.fromkeys(fields, text), tags=(text,), extra={text: text})
        wanted = wanted._replace(
            boxes=tuple(box._replace(text=text, evidence=text) for box in wanted.boxes),
            notes=tuple(note._replace(text=text) for note in wanted.notes),
            timeline=tuple(event._replace(old=text, text=text) for event in wanted.timeline),
            followups=tuple(step._replace(text=text) for step in wanted.followups),
        )
        layout = lay_out(wanted, 60, TODAY)
        assert not ESCAPES & set("".join(lines(layout)))
        assert [row for row in layout.rows if measure(row) > 60] == []

    def test_markup_is_literal(self) -> None:
        layout = lay_out(page(title="[@click=app.quit]x[/]"), 80, TODAY)
        assert "[@click=app.quit]x[/]" in lines(layout)[0]


class TestWrapping:
    def test_breaks_between_words(self) -> None:
        assert wrap("the quick brown fox", 10) == ["the quick", "brown fox"]

    def test_counts_cells_not_characters(self) -> None:
        assert wrap("漢字漢字 ab", 6) == ["漢字漢", "字 ab"]

    def test_keeps_the_lines_of_a_note(self) -> None:
        assert wrap("a\n\n  b", 10) == ["a", "", "  b"]

    def test_keeps_the_style_of_each_word(self) -> None:
        found = flow([("! Thu  ", "overdue"), ("call Meier about it", "text")], 16)
        assert found == [[("! Thu  ", "overdue"), ("call", "text")], [("Meier about it", "text")]]

    def test_ends_a_cut_text_with_an_ellipsis(self) -> None:
        assert wrap("one two three four", 8, 2) == ["one two", "three…"]

    def test_leaves_no_dot_at_the_end_of_a_line(self) -> None:
        found = flow([("12 Nov", "bad"), (" · ", "faint"), ("moved twice", "dim")], 10)
        assert ["".join(text for text, _style in row) for row in found] == [
            "12 Nov", "moved", "twice",
        ]  # fmt: skip

    def test_fills_the_width_with_a_word_that_has_no_end(self) -> None:
        assert wrap("x" * 25, 10) == ["x" * 10, "x" * 10, "x" * 5]


def test_an_amount_in_another_currency_is_edited_with_its_code() -> None:
    layout = lay_out(page(currency="CHF"), 60, TODAY)
    assert layout.items[layout.find("field", "value")].text == "12,000.00 CHF"


def test_a_deal_without_value_shows_a_dash() -> None:
    of = deal(value_minor=None)
    layout = lay_out(page()._replace(deal=of), 60, TODAY)
    assert line(layout, "Value").split()[1] == "–"
