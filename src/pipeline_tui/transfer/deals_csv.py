"""Deals as a spreadsheet reads them, without letting their words run as formulas."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from typing import TextIO

from pipeline_tui.clock import local_day
from pipeline_tui.domain.money import minor_digits
from pipeline_tui.domain.records import Deal
from pipeline_tui.transfer.layout import OWN_FIELDS

_RISKY = ("=", "+", "-", "@", "\t", "\r")


def guarded(text: str) -> str:
    """Text that a spreadsheet takes for text (safety.md, Text is untrusted, 4).

    One that looks guarded already gets one more sign, so that `unguarded` gives back each.
    """
    return f"'{text}" if text.lstrip("'").startswith(_RISKY) else text


def unguarded(text: str) -> str:
    """The text that `guarded` was given; one that was not guarded stays as it is."""
    return text[1:] if text.startswith("'") and text.lstrip("'").startswith(_RISKY) else text


def write(deals: Iterable[Deal], out: TextIO, *, raw: bool = False) -> int:
    """Write deals with the names of their JSON fields as header; how many they were.

    Days are ISO, amounts have a decimal point, probabilities are fractions.
    """
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(OWN_FIELDS)
    count = 0
    for deal in deals:
        count += 1
        cells = _cells(deal)
        writer.writerow(cells if raw else [_safe(cell) for cell in cells])
    return count


def amount(minor: int | None, currency: str) -> str:
    """An amount in major units, with as many decimals as the currency has."""
    if minor is None:
        return ""
    digits = minor_digits(currency)
    whole, rest = divmod(minor, 10**digits)
    return f"{whole}.{str(rest).rjust(digits, '0')}" if digits else str(whole)


def _safe(cell: str | int | float | None) -> str | int | float | None:
    return guarded(cell) if isinstance(cell, str) else cell


def _cells(deal: Deal) -> list[str | int | float | None]:
    """One row, in the order of OWN_FIELDS."""
    step = deal.next
    # Of a renewal its own day, or it would not come back where what was sold is renewed again.
    renewal = deal.renewal_on if deal.link == "renewal" else deal.renews_on or deal.renewal_on
    return [
        deal.id,
        deal.title,
        deal.company,
        deal.contact,
        deal.owner,
        deal.stage,
        deal.stage_kind,
        amount(deal.value_minor, deal.currency),
        deal.currency,
        deal.probability / 100,
        amount(deal.weighted_minor, deal.currency),
        deal.category,
        deal.expected_close.isoformat() if deal.expected_close else None,
        deal.benefit,
        deal.risk_level,
        deal.risk_text,
        step.kind if step else None,
        step.text if step else None,
        step.due.isoformat() if step else None,
        step.time if step else None,
        deal.state,
        " ".join(deal.warnings),
        deal.ticks,
        deal.criteria,
        deal.source,
        deal.product,
        deal.region,
        " ".join(deal.tags),
        _json(deal.extra),
        local_day(deal.created_at).isoformat(),
        local_day(deal.stage_entered_at).isoformat(),
        deal.last_contact_on.isoformat() if deal.last_contact_on else None,
        deal.closed_on.isoformat() if deal.closed_on else None,
        deal.lost_reason,
        deal.goal,
        amount(deal.recurring_minor, deal.currency),
        deal.recurring_per,
        deal.industry,
        deal.size,
        deal.customer,
        int(deal.disqualified),
        None if deal.risk_was_reason is None else int(deal.risk_was_reason),
        deal.parent_id,
        deal.link,
        renewal.isoformat() if renewal else None,
        deal.closed_note,
    ]


def _json(extra: dict[str, str]) -> str:
    if not extra:
        return ""
    import json

    return json.dumps(extra, ensure_ascii=False)
