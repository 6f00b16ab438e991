"""A seller takes the follow-ups into the calendar of a phone, and later takes them again."""

from __future__ import annotations

import io
import sqlite3
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import vobject

from pipeline_tui.domain.text import clean
from pipeline_tui.i18n import use_language
from pipeline_tui.services import deals, editing, followups, history
from pipeline_tui.services.desk import Desk
from pipeline_tui.services.exporting import export_followups
from tests.services.calendars import entries
from tests.services.office import MONDAY, Office
from tests.unit.deal_records import HOSTILE

ACME = "Acme GmbH: CNC retrofit @proposal call Meier {} +49 170 1234567 meier@acme.de !high budget"

TEXTS = [text for text in HOSTILE if text.encode("utf-8", "ignore").decode() == text]
"""Those that a file can hold."""


def exported(desk: Desk, kind: str = "todo") -> str:
    out = io.StringIO(newline="")
    export_followups(desk, out, kind=kind)
    return out.getvalue()


def entry(office: Office, words: str, kind: str = "todo") -> Any:
    """The one entry whose summary begins so."""
    found = entries(exported(office.desk, kind))
    (name,) = [name for name in found if name.startswith(words)]
    return found[name]


def wall(text: str) -> datetime:
    """A time as the clock on the wall shows it, wherever that hangs."""
    return datetime.fromisoformat(text)


class TestAFollowUpInTheCalendar:
    def test_is_a_todo_of_its_day(self, office: Office) -> None:
        office.add(ACME.format("fri"))
        todo = entry(office, "call Meier · Acme GmbH")
        assert (todo.name, todo.due.value) == ("VTODO", date(2026, 11, 27))
        assert todo.status.value == "NEEDS-ACTION"
        assert "dtstart" not in todo.contents

    def test_has_its_time_on_the_wall_wherever_the_seller_is(self, office: Office) -> None:
        office.add(ACME.format("fri 10:00"))
        assert entry(office, "call Meier").due.value == wall("2026-11-27 10:00")
        assert "DUE:20261127T100000\r\n" in exported(office.desk)
        assert "TZID" not in exported(office.desk)

    def test_may_be_an_event_instead(self, office: Office) -> None:
        office.add(ACME.format("fri 10:00"))
        followups.add_followup(office.desk, None, "call the tax office tue")
        event = entry(office, "call Meier", "event")
        assert (event.name, event.dtstart.value) == ("VEVENT", wall("2026-11-27 10:00"))
        assert entry(office, "call the tax office", "event").dtstart.value == date(2026, 11, 24)
        assert "VTODO" not in exported(office.desk, "event")

    def test_says_all_one_needs_for_the_call(self, office: Office) -> None:
        office.add(ACME.format("fri"))
        assert entry(office, "call Meier").description.value.split("\n") == [
            "Deal: CNC retrofit",
            "Company: Acme GmbH",
            "Contact: Meier",
            "Phone: +49 170 1234567",
            "Email: meier@acme.de",
            "Risk: high · budget",
        ]

    def test_speaks_german_to_germans(self, office: Office) -> None:
        office.add("Acme GmbH: CNC retrofit @proposal Meier anrufen fr")
        use_language("de")
        todo = entry(office, "Meier anrufen")
        assert todo.description.value.split("\n")[:2] == ["Deal: CNC retrofit", "Firma: Acme GmbH"]
        assert todo.categories.value == ["Anruf"]

    def test_needs_no_deal(self, office: Office) -> None:
        followups.add_followup(office.desk, None, "call the tax office fri")
        todo = entry(office, "call the tax office")
        assert "description" not in todo.contents

    def test_is_gone_when_it_is_done_or_cancelled(self, office: Office) -> None:
        done, won = office.add(ACME.format("fri")), office.add("Globex: Line call Ito fri")
        followups.done(office.desk, office.step(done).id, "reached")
        deals.win(office.desk, won)
        assert entries(exported(office.desk)) == {}


class TestTakenAgain:
    def test_it_is_the_same_byte_for_byte_whenever_that_is(self, office: Office) -> None:
        office.add(ACME.format("fri"))
        before = exported(office.desk)
        office.clock.pass_days(3)
        office.reopen()
        assert exported(office.desk) == before

    def test_a_followup_that_was_moved_is_the_same_one_with_a_higher_number(
        self, office: Office
    ) -> None:
        deal = office.add(ACME.format("fri"))
        before = entry(office, "call Meier")
        followups.snooze(office.desk, [office.step(deal).id], "+1w")
        after = entry(office, "call Meier")
        assert after.uid.value == before.uid.value
        assert int(after.sequence.value) > int(before.sequence.value)
        assert after.due.value > before.due.value

    def test_a_change_that_was_taken_back_is_news_too(self, office: Office) -> None:
        deal = office.add(ACME.format("fri"))
        followups.snooze(office.desk, [office.step(deal).id], "+1w")
        moved = entry(office, "call Meier")
        history.undo(office.desk)
        back = entry(office, "call Meier")
        assert back.uid.value == moved.uid.value
        assert int(back.sequence.value) > int(moved.sequence.value)
        assert back.due.value == date(2026, 11, 27)

    @pytest.mark.parametrize("undone", [False, True])
    def test_what_is_said_of_its_deal_is_news_too(self, office: Office, undone: bool) -> None:
        deal = office.add(ACME.format("fri"))
        before = int(entry(office, "call Meier").sequence.value)
        editing.set_field(office.desk, deal, "risk", "!low nothing much")
        if undone:
            changed = entry(office, "call Meier")
            assert "Risk: low · nothing much" in changed.description.value
            before = int(changed.sequence.value)
            history.undo(office.desk)
        assert int(entry(office, "call Meier").sequence.value) > before

    def test_the_next_step_is_another_one(self, office: Office) -> None:
        deal = office.add(ACME.format("fri"))
        before = entry(office, "call Meier")
        followups.done(office.desk, office.step(deal).id, "reached", "mail Meier mon")
        assert entry(office, "mail Meier").uid.value != before.uid.value

    def test_another_database_has_other_ones(self, office: Office, tmp_path: Path) -> None:
        other = Office(tmp_path / "other.db")
        for one in (office, other):
            one.add(ACME.format("fri"))
        assert entry(office, "call Meier").uid.value != entry(other, "call Meier").uid.value
        other.desk.close()


def change(office: Office, what: str, *values: str) -> None:
    """As another program might write into the file, past every entrance."""
    office.desk.close()
    with closing(sqlite3.connect(office.path)) as conn:
        conn.execute(f"UPDATE followup SET {what}", values)
        conn.commit()


class TestARecurringFollowUp:
    """Named in rules by RFC 5545, 3.8.2.3 and 3.8.5.3: DTSTART before DUE, and in step."""

    FORTNIGHT = "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR"

    def days(self, entry: Any) -> list[int]:
        return [moment.day for moment, _turn in zip(entry.rruleset, range(3), strict=False)]

    def added(self, office: Office, when: str = "fri", rule: str = FORTNIGHT) -> None:
        followups.add_followup(office.desk, None, f"report {when}")
        change(office, "repeat = ?, repeat_time = time", rule)

    @pytest.mark.parametrize("kind", ["todo", "event"])
    def test_comes_again(self, office: Office, kind: str) -> None:
        self.added(office)
        one = entry(office, "report", kind)
        assert self.days(one) == [27, 11, 25]
        assert one.dtstart.value.day == 27

    def test_is_the_next_one_when_it_is_done(self, office: Office) -> None:
        followups.add_followup(office.desk, None, "report every 2 weeks on fri")
        first = entry(office, "report")
        assert self.days(first) == [27, 11, 25]
        office.clock.set(date(2026, 11, 27))
        followups.done(office.desk, 1, "sent")
        second = entry(office, "report")
        assert self.days(second) == [11, 25, 8]
        history.undo(office.desk)
        assert self.days(entry(office, "report")) == [27, 11, 25]

    def test_is_one_entry_for_good_and_each_change_is_news(self, office: Office) -> None:
        """RFC 5545, 3.8.7.4: a calendar takes the same UID anew when its SEQUENCE has risen."""
        deal = office.add("Acme: x")
        followups.next_step(office.desk, deal, "report fri 10:00 every week")
        told = [entry(office, "report")]

        def tell() -> None:
            told.append(entry(office, "report"))
            assert told[-1].uid.value == told[0].uid.value
            assert int(told[-1].sequence.value) > int(told[-2].sequence.value)

        for _turn in range(2):
            followups.done(office.desk, office.step(deal).id, "sent")
            tell()
        for phrase in ("+1w", "+2w", "+3w"):
            followups.snooze(office.desk, [office.step(deal).id], phrase)
            tell()
        for _turn in range(5):
            history.undo(office.desk)
            tell()
        assert told[-1].due.value == told[0].due.value
        for _turn in range(2):
            history.redo(office.desk)
            tell()

    def test_without_a_deal_is_one_entry_too(self, office: Office) -> None:
        made = followups.add_followup(office.desk, None, "report fri every week")
        first = entry(office, "report")
        followups.done(office.desk, made)
        followups.snooze(office.desk, [made + 1], "+3w")
        moved = entry(office, "report")
        assert moved.uid.value == first.uid.value
        for _turn in range(2):
            history.undo(office.desk)
        back = entry(office, "report")
        assert back.uid.value == first.uid.value
        assert int(back.sequence.value) > int(moved.sequence.value)

    def test_redated_as_the_step_of_a_ghost_is_the_same_entry(self, office: Office) -> None:
        deal = office.add("Acme: x")
        followups.next_step(office.desk, deal, "report today 10:00 every week")
        first = entry(office, "report")
        for line in (None, "report mon 10:00 every week"):
            with office.desk.writer.unnoticed() as work:
                work.edit(work.deal(deal), postponements=3, stalled_on="2026-11-20")
            old = office.step(deal).id
            if line is None:
                followups.snooze(office.desk, [old], "+1w")
            else:
                followups.next_step(office.desk, deal, line)
            assert office.step(deal).id != old
            assert entry(office, "report").uid.value == first.uid.value

    def test_whose_first_is_gone_keeps_its_identity(self, office: Office) -> None:
        made = followups.add_followup(office.desk, None, "report fri every week")
        first = entry(office, "report")
        followups.done(office.desk, made)
        office.desk.close()
        with closing(sqlite3.connect(office.path)) as conn:
            conn.execute("DELETE FROM followup WHERE id = ?", (made,))
            conn.commit()
        assert entry(office, "report").uid.value == first.uid.value
        followups.done(office.desk, made + 1)
        assert entry(office, "report").uid.value == first.uid.value

    @pytest.mark.parametrize("series", [1, 2, 3, 99])
    def test_no_two_entries_are_one_whatever_a_file_says(self, office: Office, series: int) -> None:
        for text in ("a", "b", "c"):
            followups.add_followup(office.desk, None, f"{text} fri every week")
        change(office, f"series = {series}")
        found = entries(exported(office.desk)).values()
        assert len({one.uid.value for one in found}) == 3

    @pytest.mark.parametrize("kind", ["todo", "event"])
    def test_at_another_time_for_once_stands_there_once(self, office: Office, kind: str) -> None:
        made = followups.add_followup(office.desk, None, "report fri 10:00 every week")
        followups.snooze(office.desk, [made], "fri 14:00")
        assert "rrule" not in entry(office, "report", kind).contents
        followups.done(office.desk, made)
        assert [day.hour for day in self.hours(office, kind)] == [10, 10, 10]

    def hours(self, office: Office, kind: str) -> list[datetime]:
        """When the first three begin as events; to-dos begin with the day and are due so."""
        one = entry(office, "report", kind)
        begin = one.dtstart.value
        due = one.due.value if kind == "todo" else begin
        rules = zip(one.rruleset, range(3), strict=False)
        return [day + (due - begin) for day, _turn in rules]

    @pytest.mark.parametrize("kind", ["todo", "event"])
    def test_on_the_last_day_of_each_month(self, office: Office, kind: str) -> None:
        self.added(office, "30.11.", "FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1")
        assert self.days(entry(office, "report", kind)) == [30, 31, 31]

    def test_at_its_time(self, office: Office) -> None:
        self.added(office, "fri 10:00")
        todo = entry(office, "report")
        assert todo.due.value == wall("2026-11-27 10:00")
        assert todo.dtstart.value == wall("2026-11-27 00:00")
        assert entry(office, "report", "event").dtstart.value == todo.due.value

    def test_without_a_time_is_due_at_the_end_of_the_day(self, office: Office) -> None:
        self.added(office)
        assert entry(office, "report").due.value == wall("2026-11-27 23:59")
        assert entry(office, "report", "event").dtstart.value == date(2026, 11, 27)

    def test_at_midnight_begins_before_it_is_due(self, office: Office) -> None:
        self.added(office, "fri 0:00")
        todo = entry(office, "report")
        assert todo.dtstart.value < todo.due.value
        assert todo.due.value.date() == date(2026, 11, 27)

    def test_put_off_to_another_day_stands_there_once(self, office: Office) -> None:
        self.added(office)
        followups.snooze(office.desk, [1], "sat")
        todo = entry(office, "report")
        assert todo.due.value == date(2026, 11, 28)
        assert "rrule" not in todo.contents

    def test_with_an_end_ends_there_in_the_type_of_its_start(self, office: Office) -> None:
        self.added(office, rule="FREQ=WEEKLY;BYDAY=FR;UNTIL=20261204")
        assert self.days(entry(office, "report")) == [27, 4]
        assert "UNTIL=20261204T235900" in exported(office.desk)
        assert "UNTIL=20261204\r\n" in exported(office.desk, "event")

    @pytest.mark.parametrize(
        "rule",
        [
            "FREQ=WEEKLY;INTERVAL=0;BYDAY=FR",
            "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
            "FREQ=DAILY;X=1\r\nATTACH:x",
            "FREQ=DAILY;UNTIL=20261301",
            "FREQ=DAILY;INTERVAL=99999999999999999999",
            "FREQ=SECONDLY",
            "\x1b]52;c;x\x07",
        ],
    )
    def test_whose_rule_is_none_stands_there_once(self, office: Office, rule: str) -> None:
        self.added(office, rule=rule)
        todo = entry(office, "report")
        assert todo.due.value == date(2026, 11, 27)
        assert {"rrule", "attach"} & set(todo.contents) == set()


class TestTheFile:
    def test_keeps_to_the_form_with_any_text(self, office: Office) -> None:
        """RFC 5545, 3.1: CRLF, at most 75 octets a line, no character cut in two."""
        for at in range(60, 80):
            office.add(f"Firma {'ü' * at}: {'€' * at} call {'日本' * at} 👩‍🚀, x; \\N fri")
        content = exported(office.desk).encode()
        lines = content.split(b"\r\n")
        assert lines[-1] == b""
        assert all(b"\n" not in line and b"\r" not in line for line in lines)
        assert max(map(len, lines)) == 75
        assert any(line.startswith(b" ") for line in lines)
        for line in lines:
            line.decode()
        assert len(entries(content)) == 20

    def test_gives_back_what_was_written(self, office: Office) -> None:
        said = r"C:\New folder\n, a; b: \\ \N 100 % „so“"
        deal = office.add("Acme: Line call fri")
        editing.set_field(office.desk, deal, "risk", f"!high {said}")
        assert f"Risk: high · {said}" in entry(office, "call").description.value.split("\n")

    @pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
    @pytest.mark.parametrize("kind", ["todo", "event"])
    def test_obeys_no_text(self, office: Office, text: str, kind: str) -> None:
        office.add("Acme: Line call Meier fri")
        office.desk.close()
        with closing(sqlite3.connect(office.path)) as conn:
            conn.execute("UPDATE followup SET text = :t", {"t": text})
            conn.execute("UPDATE deal SET title = :t, risk_text = :t", {"t": text})
            conn.execute("UPDATE company SET name = :t", {"t": text})
            conn.execute("UPDATE contact SET name = :t, phone = :t, email = :t", {"t": text})
            conn.commit()
        content = exported(office.desk, kind)
        assert clean(content, lines=True) == content.replace("\r\n", "\n").strip()
        (one,) = entries(content).values()
        assert one.description.value.split("\n")[0].removeprefix("Deal: ") == clean(text)
        assert set(one.contents) <= {
            "uid", "sequence", "created", "dtstamp", "last-modified", "summary", "description",
            "categories", "status", "transp", "due", "dtstart",
        }  # fmt: skip

    @pytest.mark.parametrize("time", ["25:99", "1x:00", "noon", "\x1b[2J"])
    def test_takes_no_time_that_is_none(self, office: Office, time: str) -> None:
        office.add("Acme: Line call Meier fri 10:00")
        change(office, "time = ?", time)
        assert entry(office, "call Meier").due.value == date(2026, 11, 27)

    def test_says_what_it_is(self, office: Office) -> None:
        (calendar,) = vobject.readComponents(exported(office.desk), validate=True)
        assert calendar.version.value == "2.0"
        assert calendar.prodid.value.startswith("-//pipeline-tui//")
        assert "method" not in calendar.contents  # it would make DTSTAMP a clock

    def test_takes_every_instant_from_the_data(self, office: Office) -> None:
        deal = office.add(ACME.format("fri"))
        office.clock.pass_days(1)
        editing.set_field(office.desk, deal, "risk", "!low later")
        office.clock.pass_days(1)
        todo = entry(office, "call Meier")
        assert todo.created.value.date() == MONDAY
        assert todo.last_modified.value == todo.dtstamp.value
        assert todo.dtstamp.value.date() == date(2026, 11, 24)
