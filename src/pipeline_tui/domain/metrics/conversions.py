"""Conversions between stages by cohort (metrics.md); for the snapshot see `snapshot.py`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pipeline_tui.domain.metrics.facts import Ranks


class Reach(NamedTuple):
    """Deals that began in the same stage and came equally far, by ranks (facts.Ranks)."""

    first: int
    """The rank in which they began."""
    furthest: int
    """The furthest they came; the end of the ranks is won."""
    undecided: bool
    """They are not closed."""
    inside: str
    """For each open stage 1 where they first came so far in the period; '' without a period."""
    deals: int


class Cohort(NamedTuple):
    """Of the deals that first came so far in a period: how many went on, and how many may yet."""

    stage_id: int
    entered: int
    reached_next: int
    open: int
    """Undecided: neither further nor closed; they are not lost."""

    @property
    def conversion(self) -> float | None:
        """The share that went on, of all that entered; None where none did."""
        return self.reached_next / self.entered if self.entered else None


def cohorts(reached: Iterable[Reach], ranks: Ranks) -> list[Cohort]:
    """One for each open stage; behind the last comes winning.

    Only first entries count, so backward moves change nothing; stages that were skipped count as
    reached, those before the one in which a deal began only where it went back to them.
    """
    found = [[0, 0, 0] for _stage in ranks.open]
    for one in reached:
        for rank in range(one.first, min(one.furthest + 1, ranks.end)):
            if one.inside and one.inside[rank] != "1":
                continue
            counts = found[rank]
            counts[0] += one.deals
            if one.furthest > rank:
                counts[1] += one.deals
            elif one.undecided:
                counts[2] += one.deals
    return [Cohort(stage.id, *counts) for stage, counts in zip(ranks.open, found, strict=True)]
