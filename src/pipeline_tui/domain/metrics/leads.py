"""Lead figures: who answered, who came to a meeting, who became an opportunity (metrics.md)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from pipeline_tui.domain.metrics.facts import Middle, middle

if TYPE_CHECKING:
    from pipeline_tui.domain.metrics.periods import Period


class LeadFact(NamedTuple):
    """A deal that came in as a lead, before the stage of qualification."""

    id: int
    made_on: date
    reached_on: date | None = None
    """The first contact in which the customer was reached."""
    met_on: date | None = None
    """The first meeting that took place."""
    verified: bool = False
    """It became an opportunity."""
    undecided: bool = False
    """It is still a lead in play: neither an opportunity nor disqualified."""
    source: str = ""


class LeadFigures(NamedTuple):
    """The leads of a period by when they came in, and what became of them since."""

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


def lead_figures(facts: Iterable[LeadFact], period: Period | None = None) -> LeadFigures:
    """The leads that came in in the period.

    A contact before the lead was written down counts as on the same day.
    """
    leads = list(facts)
    if period is not None:
        leads = [one for one in leads if period.holds(one.made_on)]
    days = [
        max((one.reached_on - one.made_on).days, 0) for one in leads if one.reached_on is not None
    ]
    return LeadFigures(
        tuple(one.id for one in leads),
        tuple(one.id for one in leads if one.reached_on is not None),
        tuple(one.id for one in leads if one.met_on is not None),
        tuple(one.id for one in leads if one.verified),
        tuple(one.id for one in leads if one.undecided),
        middle(days),
    )


def by_source(facts: Iterable[LeadFact], period: Period | None = None) -> dict[str, LeadFigures]:
    """The same for each source; '' are the leads of which none is known."""
    groups: dict[str, list[LeadFact]] = {}
    for one in facts:
        groups.setdefault(one.source, []).append(one)
    found = {name: lead_figures(group, period) for name, group in groups.items()}
    return {name: figures for name, figures in found.items() if figures.leads}
