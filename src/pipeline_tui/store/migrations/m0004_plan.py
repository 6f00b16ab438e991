"""Step 4: revenue targets, and the index by which the deals due in a period are found.

A target is for a period by its name, `2026`, `2026-Q4` or `2026-11` (domain/metrics/periods.py).
"""

from __future__ import annotations

VERSION = 4

STATEMENTS = (
    """
    CREATE TABLE target (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        period TEXT NOT NULL UNIQUE,
        value_minor INTEGER CHECK (value_minor BETWEEN 0 AND 9007199254740992),
        currency TEXT NOT NULL,
        customers INTEGER CHECK (customers >= 0)
    ) STRICT
    """,
    "CREATE INDEX deal_due ON deal (expected_close, stage_id, currency, category, probability,"
    " value_minor, ghost_on, overridden, verified_at)"
    " WHERE expected_close IS NOT NULL AND closed_on IS NULL",
)

MAY_CHANGE: frozenset[str] = frozenset()
"""Nothing that was there changes."""
