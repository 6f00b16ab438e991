"""The numbered steps that make the schema; forward only, each all or nothing.

`PRAGMA user_version` is the number of the last step that a file has seen. The steps' texts are
imported only where a file is made or migrated. Annotations are not deferred, as in `records`.
"""

from typing import NamedTuple

VERSION = 6
"""The newest schema, known here without importing the steps; a test holds the two together."""


class Step(NamedTuple):
    """One step from `version - 1` to `version`."""

    version: int
    statements: tuple[str, ...]
    """Single SQL statements; they may rebuild tables, since foreign keys are off meanwhile."""
    may_change: frozenset[str] = frozenset()
    """Tables whose number of rows this step is meant to change, or that it removes."""


def steps() -> tuple[Step, ...]:
    """Every step, in order."""
    from pipeline_tui.store.migrations import (
        m0001_first,
        m0002_day,
        m0003_process,
        m0004_plan,
        m0005_past,
        m0006_cause,
    )

    return (
        Step(m0001_first.VERSION, m0001_first.STATEMENTS),
        Step(m0002_day.VERSION, m0002_day.STATEMENTS, m0002_day.MAY_CHANGE),
        Step(m0003_process.VERSION, m0003_process.STATEMENTS, m0003_process.MAY_CHANGE),
        Step(m0004_plan.VERSION, m0004_plan.STATEMENTS, m0004_plan.MAY_CHANGE),
        Step(m0005_past.VERSION, m0005_past.STATEMENTS, m0005_past.MAY_CHANGE),
        Step(m0006_cause.VERSION, m0006_cause.STATEMENTS, m0006_cause.MAY_CHANGE),
    )
