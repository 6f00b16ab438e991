"""The kinds of columns that the rows of `export all` have, each with its check."""

from __future__ import annotations

from pipeline_tui.domain.money import MAX_MINOR
from pipeline_tui.transfer.line_checks import (
    REQUIRED,
    Column,
    day,
    lines,
    moment,
    one_line,
    one_of,
    or_none,
    whole,
)

ID = Column(whole(1))
LINE = Column(one_line(), "")
FLAG = Column(whole(0, 1), 0)
COUNT = Column(whole(0), 0)
NO_DAY = Column(or_none(day), None)
NO_MOMENT = Column(or_none(moment), None)
MOMENT = Column(moment)
FILLED = Column(one_line(filled=True))
VERSION = Column(whole(1), 1)
TEXT = Column(lines, "")
MONEY = Column(whole(0, MAX_MINOR))
PLACE = Column(whole())
CATEGORY = Column(one_of(frozenset({"commit", "best", "pipeline", "omit"})))
RISK_LEVEL = Column(or_none(one_of(frozenset({"low", "mid", "high"}))), None)
QUESTIONS = frozenset({"relevance", "benefit", "time", "decision"})
KINDS = frozenset({"call", "mail", "meeting", "offer"})
ROLES = frozenset({"", "feels", "decides", "checks", "signs", "champions", "blocks"})


def number_of(table: str, *, optional: bool = False) -> Column:
    """The number of a row of another table."""
    return Column(or_none(whole(1)), None, table) if optional else Column(whole(1), REQUIRED, table)
