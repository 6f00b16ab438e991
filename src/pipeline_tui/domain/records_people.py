"""Companies, contact persons, and who sits at the table: small immutable records of reads.

As in `records`, annotations are not deferred.
"""

from typing import NamedTuple

from pipeline_tui.domain.records import Activity, Permission
from pipeline_tui.domain.records_followup import DealRef, NextStep

COMPANY = "company"
CONTACT = "contact"


class Company(NamedTuple):
    """A company with what is kept of it."""

    id: int
    name: str
    industry: str
    size: str
    note: str
    version: int


class Person(NamedTuple):
    """A contact person; `name` may be empty where only phone or mail is known."""

    id: int
    name: str
    company_id: int | None
    company: str
    position: str
    phone: str
    email: str
    permission: Permission
    drives: str
    objection: str
    note: str
    version: int

    @property
    def called(self) -> str:
        """The name, or what else tells who is meant."""
        return self.name or self.email or self.phone


class Card(NamedTuple):
    """What one line says of a person."""

    name: str = ""
    company: str = ""
    position: str = ""
    phone: str = ""
    email: str = ""
    role: str = ""


class Listed(NamedTuple):
    """A line of the list of companies and contacts."""

    kind: str
    """COMPANY or CONTACT."""
    id: int
    name: str
    detail: str
    """Of a company its industry, of a contact its position."""
    company: str
    """Of a contact the company; '' for one without, and for companies."""
    never: bool
    """Do not contact."""
    key: tuple[str, int, int]
    """Where it stands in the list."""


class Note(NamedTuple):
    """A note or a contact that was found by its words."""

    id: int
    text: str
    deal_id: int
    deal: str


class DealOf(NamedTuple):
    """A deal of a company or a person."""

    ref: DealRef
    role: str
    """The person's role in it; '' where it is not known."""
    next: NextStep | None
    state: str | None


class Told(NamedTuple):
    """A call, mail, meeting or note of one of the deals."""

    activity: Activity
    deal_id: int
    deal: str
    """The deal's title."""


class PersonPage(NamedTuple):
    """Everything the screen shows of a contact person."""

    person: Person
    deals: tuple[DealOf, ...]
    history: tuple[Told, ...]


class CompanyPage(NamedTuple):
    """Everything the screen shows of a company."""

    company: Company
    people: tuple[Person, ...]
    deals: tuple[DealOf, ...]
    history: tuple[Told, ...]
