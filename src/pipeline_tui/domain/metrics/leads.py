"""Lead figures: who answered, who came to a meeting, who became an opportunity (metrics.md)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from pipeline_tui.domain.metrics.facts import Middle, middle


class LeadFact(NamedTuple):
    """Leads that came from one source and of which the same became."""

    ids: tuple[int, ...]
    source: str = ""
    verified: bool = False
    """They became opportunities."""
    undecided: bool = False
    """They are still leads in play: neither opportunities nor disqualified."""


class Contact(NamedTuple):
    """A deal whose customer was reached."""

    days: int
    """From the day it was written down to the first reached contact; negative before it."""
    met: bool = False
    """A meeting took place."""


class LeadFigures(NamedTuple):
    """The leads that came in in a period, and what became of them since."""

    leads: tuple[int, ...]
    reached: tuple[int, ...]
    met: tuple[int, ...]
    verified: tuple[int, ...]
    undecided: tuple[int, ...]
    days_to_contact: Middle | None
    """From coming in to the first reached contact; None where nobody was reached."""

    @property
    def response_rate(self) -> float | None:
        """Leads with a reached contact, of all leads; None of none."""
        return self._share(self.reached)

    @property
    def appointment_rate(self) -> float | None:
        """Leads that got to a first meeting, of all leads; None of none."""
        return self._share(self.met)

    @property
    def opportunity_rate(self) -> float | None:
        """Leads that became opportunities, of all leads; None of none."""
        return self._share(self.verified)

    def _share(self, part: tuple[int, ...]) -> float | None:
        return len(part) / len(self.leads) if self.leads else None


def lead_figures(facts: Iterable[LeadFact], contacts: Mapping[int, Contact]) -> LeadFigures:
    """What became of some leads; `contacts` are of deals, and may be of others too.

    A contact before the lead was written down counts as on the same day.
    """
    found = list(facts)
    leads = _ids(found)
    reached = tuple(number for number in leads if number in contacts)
    return LeadFigures(
        leads,
        reached,
        tuple(number for number in reached if contacts[number].met),
        _ids(one for one in found if one.verified),
        _ids(one for one in found if one.undecided),
        middle([max(contacts[number].days, 0) for number in reached]),
    )


def by_source(facts: Iterable[LeadFact], contacts: Mapping[int, Contact]) -> dict[str, LeadFigures]:
    """The same for each source; '' are the leads of which none is known."""
    groups: dict[str, list[LeadFact]] = {}
    for one in facts:
        groups.setdefault(one.source, []).append(one)
    return {name: lead_figures(group, contacts) for name, group in groups.items()}


def _ids(facts: Iterable[LeadFact]) -> tuple[int, ...]:
    return tuple(sorted(number for one in facts for number in one.ids))
