"""Pasts that were lived: day by day somebody works at the desk, and a diary tells what was done.

The diary is all that the second implementation knows: what was there at the end of any day is read
out of it, as somebody would who had stood by. Some of what is done is undone at once; that is in
no diary.
"""

from __future__ import annotations

import random
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from itertools import zip_longest
from pathlib import Path
from typing import Any, NamedTuple

from pipeline_tui.services import deals, history, locking, moving, options
from tests.figures import generated
from tests.figures.naive import Deal, Stage, Stay, World
from tests.services.office import Office

BEGIN, TODAY = date(2025, 10, 6), date(2026, 11, 23)
CURRENCIES = ("EUR", "EUR", "USD", "CHF")
NEW = {"value": (None, "EUR"), "close": None, "percent": None, "category": "pipeline"}
"""What a deal is when it is made."""
RATES = ("USD=0.92", "USD=0.95", "USD=0.9 CHF=1.05")


class Entry(NamedTuple):
    """Something of a deal became something else."""

    at: datetime
    deal: int
    what: str
    value: Any

    @property
    def day(self) -> date:
        return self.at.date()


class Life:
    """A desk, its diary, and the hand that works at it."""

    def __init__(self, folder: Path, seed: int, *, every_month: bool) -> None:
        """`every_month`: the program runs at the start of each and locks its forecasts then."""
        self.chance = random.Random(seed)
        self.office = Office(folder / "sales.db")
        self.stages = generated.stages(self.office.path)
        self.diary: list[Entry] = []
        self.rates: list[tuple[date, str]] = []
        self.count = 0
        self._free_of_rules_of_other_figures()
        day = BEGIN
        while day < TODAY:
            self._work(day, locks=every_month)
            day += timedelta(days=self.chance.choice((1, 2, 3, 5)))
        self.office.clock.set(TODAY)

    def _free_of_rules_of_other_figures(self) -> None:
        """No gate, no ghosts: they are looked at in `generated.py`."""
        with self.office.desk.writer.unnoticed() as work:
            work.set_setting("gate", "silent")
            work.conn.execute("UPDATE stage SET step_required = 0, contact_limit = NULL")
            work.conn.execute("DELETE FROM criterion")

    def _work(self, day: date, *, locks: bool) -> None:
        desk = self.office.desk
        self.office.clock.set(day, self.chance.choice((time(0, 10), time(12), time(23, 50))))
        if locks:
            desk.reader  # noqa: B018  (the program has read the file)
            locking.lock(desk)
        if self.chance.random() < 0.03:
            text = self.chance.choice(RATES)
            options.set_option(desk, "rates", text)
            self.rates.append((day, text))
        if self.count < 4 or self.chance.random() < 0.3:
            self._add(day)
        for _act in range(self.chance.randint(0, 2)):
            self._act(day)

    def _add(self, day: date) -> None:
        self.count += 1
        stage = self.chance.choice(self.stages[:5]).name
        name = stage.lower().replace(" ", "-")
        self.office.add(f"Company {self.count}: Deal @{name} source:{self.chance.choice('ab')}")
        source = self.office.deal(self.count).source
        self._note(self.count, "added", source)
        self._note(self.count, "stage", stage)
        for field in ("value", "close"):
            self._set(day, self.count, field)

    def _act(self, day: date) -> None:
        number = self.chance.randint(1, self.count)
        kind = self.office.deal(number).stage_kind
        if kind in ("won", "lost"):
            if self.chance.random() < 0.15:
                moving.reopen(self.office.desk, number)
                self._note(number, "stage", self.office.deal(number).stage)
            return
        act = self.chance.choice(("close", "close", "value", "percent", "category", "move", "end"))
        before = len(self.diary)
        if act == "move":
            self._move(number, self.chance.choice(self.stages[:6]).name)
        elif act == "end":
            self._end(number)
        else:
            self._set(day, number, act)
        if len(self.diary) > before and self.chance.random() < 0.15:
            history.undo(self.office.desk)
            del self.diary[before:]

    def _move(self, number: int, stage: str) -> None:
        if stage != self.office.deal(number).stage:
            moving.move(self.office.desk, number, self.office.stage(stage))
            self._note(number, "stage", stage)

    def _end(self, number: int) -> None:
        if self.chance.random() < 0.6:
            deals.win(self.office.desk, number)
            self._note(number, "stage", "Won")
        else:
            deals.lose(self.office.desk, number, "price")
            self._note(number, "stage", "Lost")

    def _set(self, day: date, number: int, field: str) -> None:
        """One of the fields that a forecast is made of; the same again is no change."""
        choose = self.chance.choice
        currency = choose(CURRENCIES)
        amount = choose((0, 1_000, 25_000, 40_000))
        ahead = day + timedelta(days=choose((-3, 0, 10, 25, 40, 70, 120)))
        percent = choose((0, 30, 100))
        category = choose(("pipeline", "commit", "best", "omit"))
        made: dict[str, tuple[str, str, Any]] = {
            "value": ("value", f"{amount} {currency}", (amount * 100, currency)),
            "close": ("close", ahead.isoformat(), ahead),
            "percent": ("probability", str(percent), percent),
            "category": ("category", category, category),
        }
        name, text, value = made[field]
        if field in ("value", "close", "percent") and self.chance.random() < 0.1:
            text, value = (
                "",
                (None, self.office.deal(number).currency) if field == "value" else None,
            )
        were = [entry.value for entry in self.diary if (entry.deal, entry.what) == (number, field)]
        if (were[-1] if were else NEW[field]) != value:
            deals.set_field(self.office.desk, number, name, text)
            self._note(number, field, value)

    def _note(self, number: int, what: str, value: object) -> None:
        at = self.office.clock.local().replace(tzinfo=None)
        self.diary.append(Entry(at, number, what, value))


def world(life: Life, day: date) -> World:
    """What was there at the end of a day, out of the diary."""
    numbers = list(dict.fromkeys(e.deal for e in life.diary if e.day <= day))
    pairs = [pair for on, text in life.rates if on <= day for pair in text.split()]
    rates = {"EUR": Fraction(1)}
    for pair in pairs:  # a rate that is not named stays
        currency, _equals, worth = pair.partition("=")
        rates[currency] = Fraction(worth)
    return World(life.stages, tuple(_deal(life, n, day) for n in numbers), day, rates)


def _deal(life: Life, number: int, day: date) -> Deal:
    said = [entry for entry in life.diary if entry.deal == number and entry.day <= day]

    def last(what: str, otherwise: Any) -> Any:
        return next((e.value for e in reversed(said) if e.what == what), otherwise)

    ways = [entry for entry in said if entry.what == "stage"]
    kinds = {stage.name: stage.kind for stage in life.stages}
    stage = ways[-1].value
    value, currency = last("value", (None, "EUR"))
    added = next(entry for entry in said if entry.what == "added")
    stays = tuple(
        Stay(way.value, way.at, after.at if after else None, inferred=False)
        for way, after in zip_longest(ways, ways[1:])
    )
    verified = any(_makes_opportunity(life.stages, way.value) for way in ways)
    lead_lost = kinds[stage] == "lost" and not verified
    return Deal(
        id=number, stage=stage, verified=verified, created=added.at,
        closed=ways[-1].day if kinds[stage] in ("won", "lost") else None,
        value=value, currency=currency, percent=last("percent", None),
        category=last("category", "pipeline"), expected=last("close", None), ghost_on=None,
        overridden=False, disqualified=lead_lost, company=None, source=added.value, product="",
        reason="price" if kinds[stage] == "lost" else "", risk_was_reason=None, stays=stays,
    )  # fmt: skip


def _makes_opportunity(stages: tuple[Stage, ...], name: str) -> bool:
    """From the marked stage on, and by being won."""
    names = [stage.name for stage in stages]
    marked = next(at for at, stage in enumerate(stages) if stage.opportunity)
    kind = stages[names.index(name)].kind
    return kind == "won" or (kind == "open" and names.index(name) >= marked)
