"""What files are turned into, whatever their format: plain records."""

from __future__ import annotations

from typing import NamedTuple


class Refusal(NamedTuple):
    """A row of a file that was not imported."""

    line: int
    """Where it begins in the file, counted from 1."""
    reason: str


class Remark(NamedTuple):
    """What of a row that came in could not be brought along."""

    line: int
    reason: str


class DealRecord(NamedTuple):
    """One deal as a file tells it, checked and in the product's units.

    '' and None say nothing: an empty cell never takes away what is known. Days are ISO, instants
    UTC as they are stored, amounts minor units of `currency`, probabilities whole percent.
    """

    line: int
    hash: str
    """Of the source row and of how it was read: the same hash is the same news."""
    own_id: int | None
    """The number of the deal, in an export of this program."""
    external_id: str
    title: str
    company: str
    contact: str
    phone: str
    email: str
    owner: str
    stage: str
    """The stage's name as the file spells it."""
    value_minor: int | None
    currency: str
    """'' where there is no amount."""
    probability: int | None
    category: str
    expected_close: str | None
    benefit: str
    risk_level: str
    risk_text: str
    source: str
    product: str
    region: str
    tags: tuple[str, ...]
    extra: str
    """JSON object of the columns that have no field: column → text."""
    created_at: str | None
    closed_on: str | None
    lost_reason: str
    """Code of domain/templates.py."""
    closed_note: str
    """In an export of this program; see `note_on_closing`."""
    goal: str
    recurring_minor: int | None
    """In `currency`, as the value is."""
    recurring_per: str
    industry: str
    """Of the company, as its size is."""
    size: str
    customer: str
    disqualified: bool = False
    """A lead that is no opportunity: in an export of this program."""
    lost_words: str = ""
    """How the file calls a lost reason that the program does not know."""
    risk_was_reason: bool | None = None
    """Of a lost deal; None where nobody said. In an export of this program, as is what follows."""
    parent: int | None = None
    """The number of the deal it came from, as the file counts."""
    link: str = ""
    """How: renewal, follow_on or come_back."""
    renewal_on: str | None = None
    """The day of a renewal."""

    def note_on_closing(self, kind: str) -> str:
        """What is noted with a deal that is in a stage of a kind; '' where it is not closed.

        Of a loss first the words for which there is no reason, as where they are typed.
        """
        if kind == "lost":
            return ": ".join(part for part in (self.lost_words, self.closed_note) if part)
        return self.closed_note if kind in ("won", "care") else ""
