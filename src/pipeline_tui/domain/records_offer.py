"""What an offer is made of, as reads hand it out (process.md, "The offer")."""

from datetime import date
from typing import NamedTuple


class Parts(NamedTuple):
    """Which parts of an offer there are."""

    benefit: bool = False
    plan: bool = False
    pilot: bool = False
    options: bool = False


class BenefitPart(NamedTuple):
    """A line of the benefit: `quantity` thousandths of `unit`, each worth `rate_minor`, `per` time.

    `per` is once, week, month or year; amounts are in minor units of the deal's currency.
    """

    id: int
    text: str
    quantity: int
    unit: str
    rate_minor: int
    per: str


class PlanPart(NamedTuple):
    """A step of the joint plan: who does what by when, and when it was done."""

    id: int
    what: str
    who: str
    due: date | None
    done_on: date | None


class Pilot(NamedTuple):
    """A trial: by what its success is measured, who checks it, until when; '', met or missed."""

    id: int
    measure: str
    checker: str
    until: date | None
    result: str


class Option(NamedTuple):
    """An option of an offer; the expected one is the value of the deal."""

    id: int
    level: str
    text: str
    value_minor: int
    expected: bool


class Offer(NamedTuple):
    """All of an offer; empty where nothing of it was written."""

    benefit: tuple[BenefitPart, ...] = ()
    plan: tuple[PlanPart, ...] = ()
    pilot: Pilot | None = None
    options: tuple[Option, ...] = ()
