"""The JSON of interfaces.md, and how it is printed. Absent values are null, dates are ISO."""

from __future__ import annotations

import sys
from datetime import date
from typing import TYPE_CHECKING, Any

from pipeline_tui.clock import local_day

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline_tui.domain.metrics.pipeline import PipelineReport
    from pipeline_tui.domain.records import (
        Activity,
        Deal,
        DealPage,
        DealRef,
        Event,
        FollowUp,
        NextStep,
    )
    from pipeline_tui.domain.spans import Absence
    from pipeline_tui.domain.standup import StandUp

SCHEMA = 1
QUESTIONS = 4
"""Of qualification (process.md)."""

OWN = "me"
"""Who owns a deal unless somebody is named (process.md, People)."""

Json = dict[str, Any]


def print_json(content: Json) -> None:
    """One object on one line; beyond ASCII as it is where the output can carry it."""
    import json

    plain = (sys.stdout.encoding or "").lower().replace("-", "") != "utf8"
    print(json.dumps({"schema": SCHEMA, **content}, ensure_ascii=plain))


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def risk(level: str | None, text: str) -> Json:
    """A risk; both null where none is known."""
    return {"level": level, "text": text or None}


def next_step(step: NextStep | None) -> Json | None:
    """The next step of a deal."""
    if step is None:
        return None
    return {
        "id": step.id,
        "kind": step.kind,
        "text": step.text,
        "due": _day(step.due),
        "time": step.time,
    }


def deal(of: Deal) -> Json:
    """A deal."""
    return {
        "id": of.id,
        "title": of.title,
        "company": of.company,
        "contact": of.contact or None,
        "owner": of.owner or OWN,
        "stage": of.stage,
        "stage_kind": of.stage_kind,
        "value_minor": of.value_minor,
        "currency": of.currency,
        "probability": of.probability / 100,
        "weighted_minor": None if of.value_minor is None else of.weighted_minor,
        "category": of.category,
        "expected_close": _day(of.expected_close),
        "benefit": of.benefit or None,
        "risk": risk(of.risk_level, of.risk_text),
        "next_step": next_step(of.next),
        "state": of.state,
        "warnings": list(of.warnings),
        "criteria": {"done": of.ticks, "total": of.criteria, "overridden": of.overridden},
        "qualification": {"yes": of.yes, "of": QUESTIONS},
        "source": of.source or None,
        "product": of.product or None,
        "region": of.region or None,
        "tags": list(of.tags),
        "extra": of.extra,
        "created": _day(local_day(of.created_at)),
        "stage_entered": _day(local_day(of.stage_entered_at)),
        "last_contact": _day(of.last_contact_on),
        "closed": _day(of.closed_on),
        "lost_reason": of.lost_reason,
        "goal": of.goal or None,
        "recurring_minor": of.recurring_minor,
        "recurring_per": of.recurring_per or None,
        "industry": of.industry or None,
        "size": of.size or None,
        "customer": of.customer or None,
        "disqualified": of.disqualified,
        "risk_was_reason": of.risk_was_reason,
        "parent": of.parent_id,
        "link": of.link or None,
        "renewal_on": _day(of.renews_on or of.renewal_on),
        "closed_note": of.closed_note or None,
    }


def deal_ref(of: DealRef) -> Json:
    """The deal beside a follow-up."""
    return {
        "id": of.id,
        "title": of.title,
        "company": of.company,
        "stage": of.stage,
        "value_minor": of.value_minor,
        "currency": of.currency,
        "risk": risk(of.risk_level, of.risk_text),
    }


def followup(one: FollowUp) -> Json:
    """A follow-up."""
    return {
        "id": one.id,
        "kind": one.kind,
        "text": one.text,
        "due": _day(one.due),
        "time": one.time,
        "state": one.state,
        "postponed": one.postponed,
        "attempts": one.attempts,
        "deal": None if one.deal is None else deal_ref(one.deal),
        "contact": one.contact or None,
        "phone": one.phone or None,
    }


def page(of: DealPage) -> Json:
    """What `show` prints."""
    return {
        "deal": deal(of.deal),
        "questions": [
            {"question": one.question, "answer": one.answer, "line": one.line or None}
            for one in of.answers
        ],
        "followups": [followup(one) for one in of.followups],
        "notes": [note(one) for one in of.notes],
        "timeline": [event(one) for one in of.timeline],
        "offer": _offer(of),
    }


def _offer(of: DealPage) -> Json | None:
    """Null where nothing of it was written."""
    if of.offer is None:
        return None
    from pipeline_tui.cli import offer_lines

    return offer_lines.json(of.offer)


def note(one: Activity) -> Json:
    """A note or a contact."""
    return {"id": one.id, "kind": one.kind, "text": one.text, "at": one.at}


def event(one: Event) -> Json:
    """A line of the timeline."""
    return {
        "at": one.at,
        "what": one.what,
        "name": one.name or None,
        "old": one.old or None,
        "text": one.text or None,
    }


def standup(of: StandUp, ghosts: Sequence[Deal]) -> Json:
    """The stand-up and its ghosts; `plan` is null where no revenue target of the quarter counts."""
    from pipeline_tui.domain.sentences import event as sentence

    return {
        "yesterday": [
            {
                "at": one.event.at,
                "what": sentence(one.event),
                "deal": None if one.deal is None else deal_ref(one.deal),
            }
            for one in of.yesterday
        ],
        "today": [followup(one) for one in of.today],
        "overdue": [followup(one) for one in of.overdue],
        "ghosts": [deal(one) for one in ghosts],
        "plan": None
        if of.plan is None
        else {
            "target_minor": of.plan.target_minor,
            "won_minor": of.plan.won_minor,
            "realistic_minor": of.plan.realistic_minor,
            "gap_minor": of.plan.gap_minor,
            "period": of.plan.period,
        },
    }


def absence(of: Absence, *, moved: bool) -> Json:
    """An absence that is not over, and what falls due in it or was moved to the day after."""
    return {
        "from": _day(of.span.first),
        "to": _day(of.span.last),
        "back": _day(of.back),
        "due": 0 if moved else of.due,
        "moved": of.due if moved else 0,
    }


def pipeline(report: PipelineReport) -> Json:
    """`report pipeline`. `coverage` is null where no target is to be covered."""
    return {
        "period": report.period,
        "stages": [
            {
                "stage": one.stage,
                "count": one.total.count,
                "value_minor": one.total.value_minor,
                "weighted_minor": one.total.weighted_minor,
            }
            for one in report.stages
        ],
        "won": {"count": report.won, "value_minor": report.won_minor},
        "lost": {"count": report.lost},
        "win_rate": report.win_rate,
        "win_rate_value": report.win_rate_value,
        "cycle_days": {"mean": report.cycle_mean, "median": report.cycle_median},
        "lost_cycle_days": {
            "mean": report.lost_cycle_mean,
            "median": report.lost_cycle_median,
        },
        "velocity_minor_per_day": report.velocity_minor_per_day,
        "coverage": None if report.coverage is None else report.coverage.ratio,
    }
