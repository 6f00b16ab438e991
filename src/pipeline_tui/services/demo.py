"""The demo: forty believable deals in every state, dated around today, in a file of its own.

`demo_data/deals.json` holds one entry a deal: its `shape` (stage, amounts, and days counted
from today: days ago for what was, working days for what is planned) and its texts in English
and in German. Never mixed with real data; made anew on another day, so that it stays dated
around today, and kept for the rest of that day with whatever was tried on it.
"""

from __future__ import annotations

import json
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline_tui import locations
from pipeline_tui.clock import Clock, instant
from pipeline_tui.domain.text import clean, fold
from pipeline_tui.domain.workdays import WorkCalendar
from pipeline_tui.services import setup
from pipeline_tui.services.demo_answers import answer
from pipeline_tui.services.demo_offer import write, write_costs, write_target
from pipeline_tui.services.demo_people import about, add_guests
from pipeline_tui.services.demo_review import hold
from pipeline_tui.store import connection, creation, reads, upkeep
from pipeline_tui.store.seed import change, identify, insert, stages_by_key, tied_criteria

if TYPE_CHECKING:
    from pipeline_tui.store.connection import Connection

DATA = Path(__file__).with_name("demo_data") / "deals.json"
MADE_ON = "demo_day"
"""Setting that remembers the day a demo was made for."""

_CHECK = 2
"""The place of the 30-day check among the boxes of onboarding."""

PROMISED = "promised"
"""In place of a recurrence: the customer asked for this day."""


def demo_database(language: str, clock: Clock) -> Path:
    """The demo's file for today in this language, made if it is missing or of another day."""
    path = locations.demo_database(language)
    if _made_on(path) == clock.today().isoformat():
        return path
    fresh = path.with_suffix(".next")
    fresh.unlink(missing_ok=True)
    creation.create(fresh, lambda conn: _fill(conn, language, clock))
    # A journal left by a kill belongs to the old file and must not be played into the new one.
    path.with_name(f"{path.name}-journal").unlink(missing_ok=True)
    fresh.replace(path)
    return path


def _made_on(path: Path) -> str | None:
    if not connection.exists(path):
        return None
    conn = connection.open_reader(path)
    try:
        return reads.settings(conn).get(MADE_ON)
    finally:
        conn.close()


def _fill(conn: Connection, language: str, clock: Clock) -> None:
    setup.fill(conn, f"b2b-{language}")
    insert(conn, "setting", key=MADE_ON, value=clock.today().isoformat())
    identify(conn, "demo")  # every demo is the same
    deals = json.loads(DATA.read_text(encoding="utf-8"))
    writer = _Writer(conn, clock, language)
    for position, deal in enumerate(deals, start=1):
        writer.add(position, deal["shape"], deal[language])
    for number, deal in enumerate(deals, start=1):
        if "from" in deal["shape"]:  # named by its place in the list, which is its number
            shape = deal["shape"]
            change(conn, "deal", number, parent_id=shape["from"], link=shape["link"])
    begun = clock.now() - timedelta(days=7)
    hold(conn, language, instant(begun), instant(begun + timedelta(minutes=26)))
    write_costs(conn, language, clock.today())
    write_target(conn, clock.today())
    upkeep.refresh(conn, clock.today(), instant(clock.now()), writer.working)


class _Writer:
    """Turns entries of the demo into rows, counting days from today."""

    def __init__(self, conn: Connection, clock: Clock, language: str) -> None:
        self.conn = conn
        self.language = language
        self.today = clock.today()
        self.zone = clock.local().tzinfo
        self.working = WorkCalendar()
        self.stages = stages_by_key(conn)
        self.companies: dict[str, int] = {}
        self.tied = tied_criteria(conn)

    def add(self, position: int, shape: dict[str, Any], words: dict[str, Any]) -> None:
        """One deal with everything that hangs on it."""
        company = self._company(words, shape["created"])
        contact = self._contact(shape, words, company)
        stage_id, kind, criteria = self.stages[shape["stage"]]
        deal = self._deal(position, shape, words, (stage_id, kind), (company, contact))
        at = self._at(shape["created"])
        add_guests(self.conn, self.language, words["company"], deal, company, at)
        for tag in words.get("tags", ()):
            insert(self.conn, "deal_tag", deal_id=deal, tag=clean(tag))
        self._ticks(deal, criteria, shape, words)
        self._steps(deal, shape, words)
        self._done(deal, shape, words)
        self._log(deal, shape, words)
        self._stays(deal, shape, kind)
        write(self.conn, deal, words.get("offer", {}), self.today)

    def _deal(
        self,
        position: int,
        shape: dict[str, Any],
        words: dict[str, Any],
        stage: tuple[int, str],
        people: tuple[int, int | None],
    ) -> int:
        stage_id, kind = stage
        closed = self._closed(shape, kind)
        missing = shape.get("missing_since")
        postponed = shape.get("postponements", 0)
        risk = words.get("risk", "")
        return insert(
            self.conn,
            "deal",
            title=words["title"],
            company_id=people[0],
            contact_id=people[1],
            stage_id=stage_id,
            position=position,
            value_minor=shape.get("value"),
            currency="EUR",
            probability=shape.get("probability"),
            expected_close=self._ahead(shape.get("close")),
            close_moves=shape.get("close_moves", 0),
            benefit=words.get("benefit", ""),
            risk_level=shape.get("risk"),
            risk_text=risk,
            source=words.get("source", ""),
            product=words.get("product", ""),
            region=words.get("region", ""),
            created_at=self._at(shape["created"]),
            stage_entered_at=self._at(shape["entered"]),
            last_contact_on=self._ago(shape.get("last_contact")),
            missing_since=None if missing is None else str(self._workday(-missing)),
            postponements=postponed,
            stalled_on=str(self._workday(-1)) if postponed else None,
            verified_at=self._verified(shape, kind),
            overridden=int(shape.get("overridden", False)),
            closed_on=self._ago(closed),
            lost_reason=shape.get("reason"),
            disqualified=shape.get("disqualified", 0),
            risk_was_reason=shape.get("risk_was"),
            closed_note=words.get("note", ""),
            contact_role=shape.get("role", ""),
            updated_at=self._at(0),
            goal=words.get("goal", ""),
            recurring_minor=shape.get("recurring"),
            recurring_per="month" if "recurring" in shape else "",
            customer=shape.get("customer", ""),
        )

    def _company(self, words: dict[str, Any], created: int) -> int:
        name = words["company"]
        if name not in self.companies:
            self.companies[name] = insert(
                self.conn,
                "company",
                name=name,
                name_key=fold(name),
                created_at=self._at(created),
                industry=words.get("industry", ""),
                size=words.get("size", ""),
            )
        return self.companies[name]

    def _contact(self, shape: dict[str, Any], words: dict[str, Any], company: int) -> int | None:
        if "contact" not in words:
            return None
        may_call, may_mail = shape.get("may", (None, None))
        return insert(
            self.conn,
            "contact",
            company_id=company,
            name=words["contact"],
            phone=words.get("phone", ""),
            email=words.get("email", ""),
            created_at=self._at(shape["created"]),
            may_call=may_call,
            may_mail=may_mail,
            do_not_contact=int((may_call, may_mail) == (0, 0)),
            **self._asked("call", may_call, shape, words),
            **self._asked("mail", may_mail, shape, words),
            **about(words["company"], self.language),
        )

    def _asked(
        self, channel: str, may: int | None, shape: dict[str, Any], words: dict[str, Any]
    ) -> dict[str, Any]:
        """Where it is known from that somebody may be called or mailed, and since when."""
        if may is None:
            return {}
        on = self._ago(shape.get("asked"))
        return {f"{channel}_origin": words.get("permission", ""), f"{channel}_on": on}

    def _ticks(
        self, deal: int, criteria: list[int], shape: dict[str, Any], words: dict[str, Any]
    ) -> None:
        """Ticks, and answers where they are that."""
        evidence = words.get("evidence", ())
        answered: dict[str, str] = {}
        ticks = shape.get("ticks", 0)
        places = range(ticks) if isinstance(ticks, int) else ticks
        for number, place in enumerate(places):
            criterion = criteria[place]
            line = evidence[number] if number < len(evidence) else ""
            if question := self.tied.get(criterion):
                answered[question] = line
                continue
            insert(
                self.conn,
                "tick",
                deal_id=deal,
                criterion_id=criterion,
                ticked_at=self._at(shape["entered"]),
                evidence=line,
            )
        answer(self.conn, deal, shape, words, answered, self._at(shape["entered"]))
        if "checked" in shape:  # the 30-day check, in the stage it came from
            check = self.stages["onboarding"][2][_CHECK]
            insert(
                self.conn, "tick", deal_id=deal, criterion_id=check,
                ticked_at=self._at(shape["checked"]), evidence="",
            )  # fmt: skip

    def _steps(self, deal: int, shape: dict[str, Any], words: dict[str, Any]) -> None:
        planned = zip(shape.get("steps", ()), words.get("steps", ()), strict=True)
        for (kind, due, at, *more), text in planned:
            promised = PROMISED in more
            repeat = "" if promised or not more else self._rule(more[0], self._workday(due))
            number = insert(
                self.conn,
                "followup",
                deal_id=deal,
                kind=kind,
                text=text,
                due=str(self._workday(due)),
                time=at,
                postponed=shape.get("postponements", 0),
                attempts=len(shape.get("tried", ())),
                created_at=self._at(shape.get("last_contact", shape["entered"])),
                repeat=repeat,
                repeat_time=at if repeat else "",
                promised=int(promised),
            )
            self._tried(deal, number, shape, text)

    def _rule(self, every: str, start: date) -> str:
        """The rule of a recurrence like `2 weeks`, which begins on a day."""
        from pipeline_tui.domain.quickadd import parse_step

        return parse_step(f"step {start} every {every}", self.today).repeat

    def _tried(self, deal: int, followup: int, shape: dict[str, Any], text: str) -> None:
        """The attempts on the next step in which nobody was reached."""
        for days in shape.get("tried", ()):
            insert(
                self.conn,
                "activity",
                deal_id=deal,
                followup_id=followup,
                kind="call",
                text=text,
                at=self._at(days),
                day=str(self._past(days)),
                reached=0,
            )

    def _done(self, deal: int, shape: dict[str, Any], words: dict[str, Any]) -> None:
        """A task that is done, with what came of it."""
        if "done" not in shape:
            return
        text, outcome = words["done"]
        day = self._past(shape["done"])
        insert(
            self.conn,
            "followup",
            deal_id=deal,
            kind="task",
            text=text,
            due=str(day),
            state="done",
            outcome=outcome,
            created_at=self._at(shape["done"] + 3),
            closed_at=self._at(shape["done"]),
            closed_on=str(day),
        )

    def _log(self, deal: int, shape: dict[str, Any], words: dict[str, Any]) -> None:
        for (kind, days, reached), text in zip(
            shape.get("log", ()), words.get("log", ()), strict=True
        ):
            insert(
                self.conn,
                "activity",
                deal_id=deal,
                kind=kind,
                text=text,
                at=self._at(days),
                day=str(self._past(days)),
                reached=reached,
            )

    def _stays(self, deal: int, shape: dict[str, Any], kind: str) -> None:
        """The way through the stages."""
        for key, entered, left in self._way(shape, kind):
            insert(
                self.conn,
                "stay",
                deal_id=deal,
                stage_id=self.stages[key][0],
                entered_at=self._at(entered),
                left_at=None if left is None else self._at(left),
                days=None if left is None else (self._past(left) - self._past(entered)).days,
            )

    def _closed(self, shape: dict[str, Any], kind: str) -> int | None:
        """Days ago it was won or lost; a deal after the sale on its way through Won."""
        if kind != "care":
            found: int | None = shape.get("closed")
            return found
        return next(entered for key, entered, _left in self._way(shape, kind) if key == "won")

    def _verified(self, shape: dict[str, Any], kind: str) -> str | None:
        """When the deal stopped being a lead; won and after-sale deals passed there too."""
        for key, entered, _left in self._way(shape, kind):
            if key == "qualification":
                return self._at(entered)
        return None

    def _way(self, shape: dict[str, Any], kind: str) -> list[tuple[str, int, int | None]]:
        """Stage, days ago it was entered and left; the time until the last is shared evenly."""
        path = self._path(shape["stage"], kind)
        if shape.get("disqualified"):  # it never got beyond the first contact
            path = [*path[:2], path[-1]]
        entered, arrival = shape["created"], shape.get("entered", 0)
        way: list[tuple[str, int, int | None]] = []
        for ahead, key in zip(range(len(path) - 1, 0, -1), path, strict=False):
            left = entered - (entered - arrival) // ahead
            way.append((key, entered, left))
            entered = left
        return [*way, (path[-1], entered, None)]

    def _path(self, stage: str, kind: str) -> list[str]:
        before = [key for key, (_id, k, _boxes) in self.stages.items() if k == "open"]
        if kind == "open":
            return before[: before.index(stage) + 1]
        if kind == "care":
            return [*before, "won", stage]
        return [*before, stage]

    def _past(self, days: int) -> date:
        """A working day about so many days ago."""
        day = self.today - timedelta(days=days)
        return day if days == 0 or self.working.is_working(day) else self.working.previous(day)

    def _workday(self, steps: int) -> date:
        """Today, or so many working days from it."""
        day = self.today
        for _turn in range(-steps):
            day = self.working.previous(day)
        return self.working.add(day, steps) if steps > 0 else day

    def _ahead(self, days: int | None) -> str | None:
        return None if days is None else str(self.today + timedelta(days=days))

    def _ago(self, days: int | None) -> str | None:
        return None if days is None else str(self._past(days))

    def _at(self, days: int) -> str:
        """The stored instant of nine in the morning of a past day."""
        return instant(datetime.combine(self._past(days), time(9, 0), self.zone))
