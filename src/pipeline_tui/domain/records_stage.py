"""What the stage editor shows of a stage: its rules, and what hangs on it.

Annotations are not deferred here, as in `records.py`.
"""

from typing import NamedTuple

from pipeline_tui.domain.records import Stage


class CriterionLine(NamedTuple):
    """An exit criterion, the question it is tied to ('': none), and by how many deals ticked."""

    id: int
    text: str
    question: str
    ticks: int


class PlannedLine(NamedTuple):
    """A follow-up planned on entry, `days` working days after."""

    id: int
    kind: str
    text: str
    days: int


class StagePage(NamedTuple):
    """A stage with everything that can be edited about it, and what stands in the way."""

    stage: Stage
    asks_qualification: bool
    criteria: tuple[CriterionLine, ...]
    planned: tuple[PlannedLine, ...]
    deals: int
    """Deals that stand in it."""
    been: int
    """Deals that have ever been in it."""

    @property
    def ticks(self) -> int:
        """Ticks on all of its criteria."""
        return sum(criterion.ticks for criterion in self.criteria)


class Gone(NamedTuple):
    """What ending a stage does to what hangs on it."""

    deals: int = 0
    """Deals that go to the other stage."""
    followups: int = 0
    """Their open follow-ups that are cancelled, since deals in the other stage are closed."""
    criteria: int = 0
    """Criteria that the other stage has not, and that go."""
    ticks: int = 0
    """Ticks that go with them."""
