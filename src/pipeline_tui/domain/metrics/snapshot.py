"""Conversion as a snapshot: exits from a stage into another over all its exits (metrics.md)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pipeline_tui.domain.metrics.facts import Ranks, StageFact


class Left(NamedTuple):
    """How often a stage was left into another one in a period."""

    stage_id: int
    to_id: int
    exits: int


class Exits(NamedTuple):
    """How an open stage was left in a period, whenever the deals had come into it."""

    stage_id: int
    to: tuple[Left, ...]
    next_exits: int
    """Exits into the next open stage; behind the last one winning is next."""
    ahead_exits: int
    """Exits beyond it: stages skipped, or won."""
    lost_exits: int

    @property
    def all(self) -> int:
        """All exits."""
        return sum(one.exits for one in self.to)

    @property
    def conversion(self) -> float | None:
        """Exits into the next stage over all exits; None where there were none."""
        return self.share(self.next_exits)

    @property
    def rest(self) -> int:
        """Exits back into stages before, or aside into parked."""
        return self.all - self.next_exits - self.ahead_exits - self.lost_exits

    def share(self, exits: int) -> float | None:
        """Some of the exits over all of them; None where there were none."""
        return exits / self.all if self.all else None


def snapshot(left: Iterable[Left], stages: Iterable[StageFact], ranks: Ranks) -> list[Exits]:
    """One for each open stage in its order. Behind the last one comes winning."""
    lost = {stage.id for stage in stages if stage.kind == "lost"}
    by_stage: dict[int, list[Left]] = {}
    for one in left:
        by_stage.setdefault(one.stage_id, []).append(one)
    found = []
    for rank, stage in enumerate(ranks.open):
        to = by_stage.get(stage.id, [])
        ways = [(ranks.of(one.to_id), one) for one in to]
        found.append(
            Exits(
                stage.id,
                tuple(to),
                sum(one.exits for way, one in ways if way == rank + 1),
                sum(one.exits for way, one in ways if way is not None and way > rank + 1),
                sum(one.exits for one in to if one.to_id in lost),
            )
        )
    return found
