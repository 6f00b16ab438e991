"""How much one file may hold. Everything is read in a stream, but a limit is told, not met.

Source: safety.md, "Files are untrusted". docs/import.md states the same figures.
"""

from __future__ import annotations

MAX_BYTES = 512 * 2**20
"""Largest file, in bytes."""

MAX_ROWS = 1_000_000
MAX_COLUMNS = 1_000

MAX_LINE = 8 * 2**20
"""Longest line of a file, in characters."""

MAX_CELL = 2**20
"""Longest cell that is looked at, in characters; a longer one is a quote that never closes."""

MAX_STAGES = 200
"""Most stages that one file may bring along: more is a column that does not hold stages."""

MAX_EXTRA = 100_000
"""Most characters kept of the columns of one row that have no field."""
