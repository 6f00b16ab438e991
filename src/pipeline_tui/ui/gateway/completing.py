"""The quick-add line while it is typed, read at the app's desk."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline_tui.services.completing import LineReader
from pipeline_tui.ui.gateway.reads import Reads

__all__ = ["LineReader", "line_reader"]


def line_reader(reads: Reads, stages: Sequence[str], currency: str) -> LineReader:
    """For one prompt; what it needs besides is read while one types."""
    return LineReader(reads.desk, stages, currency)
