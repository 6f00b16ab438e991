"""What figures have in common: the order of stages, and the middle of some numbers."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

WON_KINDS = ("won", "care")
"""Kinds of stages that count as won (metrics.md, "Win rate")."""


class StageFact(NamedTuple):
    """A stage in its order."""

    id: int
    name: str
    kind: str


class Ranks:
    """How far a stage is: the open ones count 0, 1, 2 …; won and care are behind all of them."""

    def __init__(self, stages: Sequence[StageFact]) -> None:
        self.open = [stage for stage in stages if stage.kind == "open"]
        """The open stages in their order."""
        self._of: dict[int, int] = {stage.id: place for place, stage in enumerate(self.open)}
        end = len(self.open)
        self._of |= {stage.id: end for stage in stages if stage.kind in WON_KINDS}

    @property
    def places(self) -> Mapping[int, int]:
        """Stage -> its rank, of those that have one."""
        return self._of

    @property
    def end(self) -> int:
        """The rank of what is won."""
        return len(self.open)

    def of(self, stage_id: int) -> int | None:
        """The rank of a stage; None for parked and lost, which are no way forward."""
        return self._of.get(stage_id)


class Middle(NamedTuple):
    """Mean and median of some numbers."""

    mean: float
    median: float


def middle(values: Sequence[int]) -> Middle | None:
    """Mean and median; None of nothing."""
    if not values:
        return None
    ordered = sorted(values)
    half = len(ordered) // 2
    between = ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2
    return Middle(sum(ordered) / len(ordered), float(between))
