"""What screens and commands show: plain SQL into small immutable records.

Every read takes the connection first and fetches fully (a half-read cursor blocks writers);
days are passed in, nobody here asks for the time. What a command needs alone it takes from
the module it is in; this one gathers them for the screens.
"""

from __future__ import annotations

from pipeline_tui.store.reads_agenda import (
    GROUPS,
    agenda,
    agenda_counts,
    agenda_index,
    agenda_key,
    followup,
)
from pipeline_tui.store.reads_board import (
    card,
    card_index,
    card_key,
    cards,
    column,
    columns,
)
from pipeline_tui.store.reads_deal import (
    SORT_FIELDS,
    deal,
    deals,
    find_deals,
    ghosts,
)
from pipeline_tui.store.reads_page import boxes, page
from pipeline_tui.store.reads_report import headline, pipeline_report
from pipeline_tui.store.reads_shared import data_version, settings, stages
from pipeline_tui.store.reads_standup import standup

__all__ = [
    "GROUPS",
    "SORT_FIELDS",
    "agenda",
    "agenda_counts",
    "agenda_index",
    "agenda_key",
    "boxes",
    "card",
    "card_index",
    "card_key",
    "cards",
    "column",
    "columns",
    "data_version",
    "deal",
    "deals",
    "find_deals",
    "followup",
    "ghosts",
    "headline",
    "page",
    "pipeline_report",
    "settings",
    "stages",
    "standup",
]
