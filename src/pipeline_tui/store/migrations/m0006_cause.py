"""Step 6: a line for why a period went otherwise than planned (process.md, "Planning").

It stands with the target of the period; one that only has a line has neither value nor customers.
"""

from __future__ import annotations

VERSION = 6

STATEMENTS = ("ALTER TABLE target ADD COLUMN cause TEXT NOT NULL DEFAULT ''",)

MAY_CHANGE: frozenset[str] = frozenset()
"""Nothing that was there changes."""
