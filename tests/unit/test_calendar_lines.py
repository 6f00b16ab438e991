"""The lines of a calendar, read back by the icalendar library: what was meant stands there."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from pipeline_tui.domain.calendar_entry import CalendarEntry
from pipeline_tui.domain.text import clean
from pipeline_tui.transfer import ics

TEXT = st.text(max_size=200).map(clean) | st.sampled_from(
    [r"a\n, b; \\ \N „so“", "ü" * 75, "日本" * 40, "👩‍🚀" * 20, "x" * 300, "BEGIN:VTODO", "a;b=c:d"]
)
RULES = ("", "FREQ=WEEKLY;BYDAY=FR", "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR;UNTIL=20271231")
FRIDAYS = st.integers(0, 50).map(lambda week: date(2026, 11, 27) + timedelta(weeks=week))
TIMES = st.none() | st.times().map(lambda at: f"{at:%H:%M}")


@st.composite
def followups(draw: st.DrawFn) -> CalendarEntry:
    """An open follow-up with any words, on a Friday."""
    at = draw(TIMES)
    instant = draw(st.datetimes(datetime(1970, 1, 2), datetime(9999, 1, 1))).replace(microsecond=0)  # noqa: DTZ001
    return CalendarEntry(
        id=1,
        kind=draw(st.sampled_from(["call", "mail", "meeting", "offer", "task"])),
        text=draw(TEXT),
        due=draw(FRIDAYS),
        time=at,
        repeat=draw(st.sampled_from(RULES)),
        sequence=draw(st.integers(0, 10**6)),
        created_at="2026-11-01T10:00:00Z",
        changed_at=f"{instant.isoformat()}Z",
        title=draw(st.none() | TEXT),
        company=draw(st.none() | TEXT),
        contact=draw(st.none() | TEXT),
        phone=draw(TEXT),
        email=draw(TEXT),
        risk_level=draw(st.sampled_from([None, "low", "mid", "high"])),
        risk_text=draw(TEXT),
        repeat_time=at,
        series=7,
    )


def read(entry: CalendarEntry, kind: str) -> Any:
    """The one entry of a calendar, by the library."""
    content = ics.calendar("abc", [entry], kind)
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    (component,) = Calendar.from_ical(content.decode()).subcomponents
    return component


@pytest.mark.parametrize("kind", ics.KINDS)
@given(entry=followups())
def test_any_follow_up_is_read_back_as_it_is(kind: str, entry: CalendarEntry) -> None:
    found = read(entry, kind)
    assert found.name == {"todo": "VTODO", "event": "VEVENT"}[kind]
    assert (found["uid"], found["sequence"]) == ("followup-7@abc.pipeline-tui", entry.sequence)
    assert found["summary"].split(" · ")[0] == (entry.text or found["summary"]).split(" · ")[0]
    assert found["created"].dt == datetime(2026, 11, 1, 10, tzinfo=UTC)
    changed = datetime.fromisoformat(entry.changed_at)
    assert (found["dtstamp"].dt, found["last-modified"].dt) == (changed, changed)
    said = str(found.get("description", ""))
    for part in (entry.title, entry.company, entry.contact, entry.risk_text, entry.phone):
        assert entry.title is None or not part or part in said
    due = found["due" if kind == "todo" else "dtstart"].dt
    at = time.fromisoformat(entry.time) if entry.time else None
    if at and (at > time(0, 1) or not entry.repeat or kind == "event"):
        assert due == datetime.combine(entry.due, at)
    else:
        assert due in (entry.due, datetime.combine(entry.due, at or time(23, 59))) or at
    rule = found.get("rrule")
    assert bool(rule) == bool(entry.repeat)
    if rule and "UNTIL" in entry.repeat:
        floating = kind == "todo" or entry.time
        until = datetime(2027, 12, 31, 23, 59) if floating else date(2027, 12, 31)  # noqa: DTZ001
        assert rule["until"] == [until]


def test_the_head_says_what_it_is() -> None:
    found = Calendar.from_ical(ics.calendar("abc", [], "todo"))
    assert (found["uid"], found["name"]) == ("abc.pipeline-tui", "pipeline-tui")
    assert (found["version"], found["x-wr-calname"]) == ("2.0", "pipeline-tui")
