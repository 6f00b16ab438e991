"""A follow-up on the whole screen as a seller reads it before the call; drawn without a screen."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from pipeline_tui.domain.records import Activity, Focus, LastTime, Permission
from pipeline_tui.i18n import use_language
from pipeline_tui.ui.render.focus import lay_out
from pipeline_tui.ui.render.focus_head import Count, end_lines, head_line, progress_line
from pipeline_tui.ui.render.wrap import measure
from tests.unit.deal_records import HOSTILE, TODAY, followup, may, page

SIZES = [(160, 43), (120, 30), (80, 22), (60, 20), (40, 13), (20, 3)]


def focus(**changes: Any) -> Focus:
    step = followup(7, date(2026, 11, 19), text="call Meier about budget", time="10:00",
                    state="overdue")  # fmt: skip
    last = LastTime(date(2026, 11, 12), "meeting", "meeting on site", "wants references")
    return Focus(step, page(**changes), last, date(2026, 11, 18))


def shown(of: Focus, cells: int = 160, lines: int = 43) -> str:
    rows = lay_out(of, cells, lines, TODAY)
    text = "\n".join("".join(part for part, _style in row) for row in rows)
    return text.replace("\N{NO-BREAK SPACE}", " ")


def styles(of: Focus, part: str, cells: int = 160, lines: int = 43) -> set[str]:
    """The styles in which a piece of text is shown."""
    return {
        style
        for row in lay_out(of, cells, lines, TODAY)
        for text, style in row
        if part in text.replace("\N{NO-BREAK SPACE}", " ")
    }


class TestTheSign:
    @pytest.mark.parametrize(("state", "glyph"), [("ghost", "†"), ("waiting", "‖")])
    def test_is_that_of_the_deal_as_on_the_agenda(self, state: str, glyph: str) -> None:
        of = focus()
        of = of._replace(followup=of.followup._replace(deal_state=state))
        assert f"{glyph} Thu 19 Nov 10:00" in shown(of)
        assert any(state in style for style in styles(of, f"{glyph} Thu 19 Nov 10:00"))


class TestBeforeTheCall:
    @pytest.mark.parametrize(("cells", "lines"), [(160, 43), (80, 22)])
    def test_everything_is_there(self, cells: int, lines: int) -> None:
        known = may(True, False, "fair", date(2026, 11, 12))
        of = focus(contact_role="decides", permission=known)
        of = of._replace(followup=of.followup._replace(attempts=2, postponed=1))
        text = " ".join(shown(of, cells, lines).split())
        for part in (
            "! Thu 19 Nov 10:00", "3 days overdue", "postponed once", "call Meier about budget",
            "Acme GmbH · CNC retrofit", "Max Meier decides the budget", "+49 170 1234567",
            "meier@acme.de", "✓ may be called", "✗ must not be mailed", "from fair, 12 Nov",
            "saves 4 h a week in set-up", "▲ budget freeze until Q1", "€12,000", "Proposal",
            "1/2", "[ ] schedule agreed", "wants references", "↛ 2 attempts", "the last one 18 Nov",
            "10 Nov · 12 days ago", "Asked for references. Of our size.",
            "budget round is in December",
        ):  # fmt: skip
            assert part in text.replace("▌ ", ""), part

    def test_what_presses_is_said_with_the_day(self) -> None:
        of = focus()
        step = of.followup._replace(
            promised=True, repeat="FREQ=WEEKLY;INTERVAL=2;BYDAY=FR", postponed=2
        )
        text = shown(of._replace(followup=step), 90, 30)
        for part in ("postponed 2 times", "◆ the customer asked", "↻ every 2 weeks on Fri"):
            assert part in " ".join(text.split())

    def test_the_number_stands_out(self) -> None:
        assert styles(focus(), "+49 170") == {"bar+title"}

    @pytest.mark.parametrize(("cells", "lines"), SIZES[:5])
    def test_number_and_next_step_are_in_the_first_lines(self, cells: int, lines: int) -> None:
        first = shown(focus(), cells, lines).split("\n")[:13]
        assert "call Meier about budget" in "\n".join(first)
        assert "+49 170 1234567" in "\n".join(first)

    @pytest.mark.parametrize(("cells", "lines"), SIZES[:5])
    @pytest.mark.parametrize("known", [may(False, True), may(never=True)])
    def test_who_must_not_be_called_is_seen_at_once(
        self, known: Permission, cells: int, lines: int
    ) -> None:
        of = focus(permission=known)
        said = "✗ do not contact" if known.never else "✗ must not be called"
        assert styles(of, said, cells, lines) == {"bar+chip-bad"}
        assert styles(of, "+49 170", cells, lines) == {"bar+dim"}
        assert shown(of, cells, lines).count(said) == 1

    def test_a_mail_to_who_must_not_be_called_has_no_bar(self) -> None:
        of = focus(permission=may(False, True))
        of = of._replace(followup=of.followup._replace(kind="mail"))
        rows = lay_out(of, 160, 43, TODAY)
        assert not any(row[-2][1] == "bar+chip-bad" for row in rows if len(row) > 2)
        assert "✗ must not be called" in shown(of)

    def test_what_is_not_known_is_said(self) -> None:
        assert "? permission not known" in shown(focus())
        text = shown(focus(contact=None, contact_phone="", contact_email=""))
        assert "no contact person" in text

    def test_a_follow_up_without_a_deal_is_shown_alone(self) -> None:
        step = followup(3, TODAY, text="call the tax office", state="today")
        of = Focus(step._replace(deal=None, contact=None, phone="", email=""), None, None, None)
        for cells, lines in SIZES:
            assert "call the" in shown(of, cells, lines)
        assert "● today" in shown(of)

    def test_what_was_closed_elsewhere_says_so(self) -> None:
        of = focus()
        of = of._replace(followup=of.followup._replace(state="done"))
        assert "✓ done meanwhile" in shown(of)

    def test_at_most_three_notes_are_shown_the_last_ones_first(self) -> None:
        notes = tuple(
            Activity(n, "note", f"note {n}", f"2026-11-1{n}T10:00:00Z", False, 1)
            for n in (9, 8, 7, 6)
        )
        of = focus()
        assert of.page is not None
        text = shown(of._replace(page=of.page._replace(notes=notes)))
        assert text.index("note 9") < text.index("note 8") < text.index("note 7")
        assert "note 6" not in text


class TestAtEverySize:
    @pytest.mark.parametrize(("cells", "lines"), SIZES)
    @pytest.mark.parametrize("language", ["en", "de"])
    def test_no_line_is_wider_than_the_screen(self, cells: int, lines: int, language: str) -> None:
        use_language(language)
        for known in (Permission(), may(True, False, "x" * 60), may(False, False, never=True)):
            of = focus(permission=known, contact_role="checks", benefit="time " * 40)
            wide = [row for row in lay_out(of, cells, lines, TODAY) if measure(row) > cells]
            assert wide == []

    @pytest.mark.parametrize("text", HOSTILE)
    def test_texts_nobody_trusts_keep_the_columns_straight(self, text: str) -> None:
        of = focus(title=text, company=text, contact=text, contact_phone=text, benefit=text,
                   risk_text=text, permission=may(False, None, text))  # fmt: skip
        of = of._replace(
            followup=of.followup._replace(text=text),
            last=LastTime(TODAY, "call", text, text),
        )
        for cells, lines in SIZES:
            for row in lay_out(of, cells, lines, TODAY):
                assert measure(row) <= cells
                said = "".join(part for part, _style in row)
                assert said.replace("\N{NO-BREAK SPACE}", " ").isprintable()

    @pytest.mark.parametrize(("cells", "lines"), SIZES)
    def test_the_card_is_as_wide_in_every_line(self, cells: int, lines: int) -> None:
        rows = lay_out(focus(contact="漢字株式会社"), cells, lines, TODAY)
        card = {measure(row) for row in rows if any(style == "bar+edge" for _text, style in row)}
        assert len(card) == 1


class TestTheLineOnTop:
    @pytest.mark.parametrize("cells", [5, 20, 40, 80, 160])
    def test_fills_the_screen(self, cells: int) -> None:
        line = head_line(Count(3, 12, 2, 1, 4), cells, TODAY, (("demo", "chip"),))
        assert measure(line) == cells
        if cells >= 40:
            text = "".join(part for part, _style in line)
            assert "3 of 12 · 2 done" in text
            assert "4 min" in text

    def test_time_is_quiet_in_the_first_minute(self) -> None:
        line = head_line(Count(1, 12, 0, 0, 0), 80, TODAY)
        assert "min" not in "".join(part for part, _style in line)

    @pytest.mark.parametrize(("done", "filled"), [(0, 0), (3, 15), (12, 60)])
    def test_progress_is_as_long_as_what_is_done(self, done: int, filled: int) -> None:
        line = progress_line(Count(1, 12, done, 0, 0), 60)
        assert measure(line) == 60
        assert len(line[0][0]) == filled


class TestTheEnd:
    @pytest.mark.parametrize(
        ("count", "filtered", "said"),
        [
            (Count(0, 0, 0, 0, 0), False, "Nothing is due. Well done."),
            (Count(0, 0, 0, 0, 0), True, "Nothing that is due matches the filter."),
            (Count(0, 5, 5, 0, 21), False, "5 follow-ups handled · 21 min"),
            (Count(0, 5, 3, 2, 0), False, "All through but 2 that were skipped."),
        ],
    )
    @pytest.mark.parametrize("cells", [24, 40, 160])
    def test_is_said_kindly(self, count: Count, filtered: bool, said: str, cells: int) -> None:
        rows = end_lines(count, cells, 13, filtered=filtered)
        assert max(measure(row) for row in rows) <= cells
        text = " ".join("".join(part for part, _style in row) for row in rows)
        assert said in " ".join(text.split())
