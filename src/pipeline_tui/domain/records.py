"""What reads hand out: small immutable records in the product's words.

Days are `datetime.date`, instants are stored UTC strings, money is integer minor units,
probabilities are whole percent. NamedTuples, because the command path cannot afford dataclasses;
and annotations are not deferred here, since a NamedTuple compiles each deferred one (2 ms).
"""

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from pipeline_tui.domain.records_deal import Channel as Channel
from pipeline_tui.domain.records_deal import Deal as Deal
from pipeline_tui.domain.records_deal import Permission as Permission
from pipeline_tui.domain.records_deal import Total as Total
from pipeline_tui.domain.records_followup import DealRef as DealRef
from pipeline_tui.domain.records_followup import Event as Event
from pipeline_tui.domain.records_followup import FollowUp as FollowUp
from pipeline_tui.domain.records_followup import NextStep as NextStep

if TYPE_CHECKING:
    from pipeline_tui.domain.records_offer import Offer


class Stage(NamedTuple):
    """A stage and its rules (process.md, Stages)."""

    id: int
    key: str
    name: str
    kind: str
    position: int
    probability: int
    contact_limit: int | None
    step_required: bool
    guidance: str
    colour: str
    is_first_contact: bool
    is_opportunity: bool


class Card(NamedTuple):
    """What the board shows of a deal."""

    id: int
    title: str
    company: str | None
    stage_id: int
    stage_kind: str
    position: int
    value_minor: int | None
    currency: str
    probability: int
    """The deal's own, else the stage's."""
    ticks: int
    criteria: int
    overridden: bool
    next: NextStep | None
    state: str | None
    risk_level: str | None
    risk_text: str
    expected_close: date | None
    close_moves: int
    closed_on: date | None
    lost_reason: str | None
    version: int
    reason_name: str = ""
    """What the list calls the lost reason where the program does not name it."""
    disqualified: bool = False
    """A lead that did not become an opportunity: not lost (process.md, Leads)."""
    undecided: bool = False
    """A verified opportunity in play of whom nobody is known who decides."""


class Answer(NamedTuple):
    """What is known of a question of qualification: "yes" or "no", and a line to it."""

    question: str
    answer: str
    line: str


class DealLink(NamedTuple):
    """A deal that belongs to another one: the one it came from, or one that came from it."""

    id: int
    name: str
    """Company and title."""
    link: str
    """renewal, follow_on or come_back."""
    parent: bool
    """Whether it is the one the other came from."""
    on: date | None
    """The day on which it is taken up: of the renewal, else of its next step."""
    stage_kind: str


class Box(NamedTuple):
    """An exit criterion of a deal's stage and its tick."""

    criterion_id: int
    text: str
    ticked_at: str | None
    evidence: str
    question: str = ""
    """The question of qualification whose "yes" is this tick; '' for one with its own."""


class Activity(NamedTuple):
    """A note, or a contact by call, mail, meeting or offer."""

    id: int
    kind: str
    text: str
    at: str
    reached: bool
    version: int


class Participant(NamedTuple):
    """Somebody who is in a deal beside its contact person."""

    id: int
    role: str
    """The buying role; '' where it is not known."""
    contact_id: int
    name: str
    position: str
    phone: str
    email: str
    permission: Permission

    @property
    def called(self) -> str:
        """The name, or what else tells who is meant."""
        return self.name or self.email or self.phone


class Hint(NamedTuple):
    """As much of an entry of the playbook as it takes to offer it."""

    id: int
    kind: str
    title: str
    words: str
    here: bool
    """Whether it is tagged with the stage of the deal."""


class DealPage(NamedTuple):
    """Everything the deal pane and `show` need."""

    deal: Deal
    boxes: tuple[Box, ...]
    followups: tuple[FollowUp, ...]
    """Open ones first by date, then the closed ones, latest first."""
    notes: tuple[Activity, ...]
    timeline: tuple[Event, ...]
    hints: tuple[Hint, ...] = ()
    """What the playbook offers with it."""
    answers: tuple[Answer, ...] = ()
    """Of the questions of qualification, those that are not unknown."""
    offer: "Offer | None" = None
    """None where nothing of it was written; quoted, so that reading a page need not import it."""
    bought_before: bool = False
    """Whether the company has another deal that is won; False once the kind of customer is set."""
    links: tuple[DealLink, ...] = ()
    """The deal it came from first, then those that came from it."""
    people: tuple[Participant, ...] = ()
    """Who is in the deal beside the contact person."""


class LastTime(NamedTuple):
    """The follow-up of a deal that was done last, and what came of it."""

    on: date
    kind: str
    text: str
    outcome: str


class Focus(NamedTuple):
    """One follow-up with everything one needs for it (product.md, Focus)."""

    followup: FollowUp
    page: DealPage | None
    """None for a follow-up without a deal."""
    last: LastTime | None
    tried_on: date | None
    """When somebody was not reached for this follow-up, the last time."""


class Column(NamedTuple):
    """A stage on the board with what its head shows."""

    stage: Stage
    total: Total
    shown: int
    """Cards that can be scrolled to: all, or the recent ones of a closed stage."""


class Headline(NamedTuple):
    """The one line of figures, this quarter, base currency; None where there is no target."""

    period: str
    currency: str
    won_minor: int
    weighted_minor: int
    overdue: int
    ghosts: int
    target_minor: int | None = None


class StepRecord(NamedTuple):
    """One undo step of the journal."""

    id: int
    action: str
    details: dict[str, str]
    at: str
    rows: int
    undone: bool
