"""The quick-add line while it is typed, read at the app's desk."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline_tui.domain.completion import LISTED
from pipeline_tui.domain.records import Deal
from pipeline_tui.services.completing import LineReader, goes_on, names, typed_of
from pipeline_tui.ui.gateway.reads import Reads

__all__ = ["COMPLETED", "LineReader", "field_names", "line_reader"]

COMPLETED = (*LISTED, "company", "contact", "tags")
"""Fields whose known values are offered while they are edited."""


def line_reader(reads: Reads, stages: Sequence[str], currency: str) -> LineReader:
    """For one prompt; what it needs besides is read while one types."""
    return LineReader(reads.desk, stages, currency)


def field_names(reads: Reads, deal: Deal, field: str, text: str) -> list[str]:
    """How the text of a field may go on; DatabaseLocked when another program has the file."""
    typed = typed_of(field, text)
    if not typed:
        return []
    kind = "tag" if field == "tags" else field
    return goes_on(field, text, names(reads.desk, kind, typed, company=deal.company or ""))
