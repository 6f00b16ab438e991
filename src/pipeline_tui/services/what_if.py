"""The what-if: what the sandbox starts from, and the one step that makes tried moves real.

Reading writes nothing; the figures are worked out in `domain/metrics/what_if.py` and `levers.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from pipeline_tui.domain.gate import mode_code
from pipeline_tui.domain.metrics import conversions, forecast
from pipeline_tui.domain.metrics.facts import Ranks
from pipeline_tui.domain.metrics.levers import LEAST_DAYS, Levers
from pipeline_tui.domain.metrics.periods import Period, quarter_of, trailing_quarters
from pipeline_tui.domain.metrics.what_if import (
    CATEGORY,
    CLOSE,
    LOST,
    STAGE,
    WON,
    Base,
    OpenDeal,
    OpenStage,
    Try,
    settled,
)
from pipeline_tui.errors import InputError, NotFound
from pipeline_tui.i18n import _
from pipeline_tui.services import reading
from pipeline_tui.store import (
    reads_basis,
    reads_facts,
    reads_forecast,
    reads_plan,
    reads_reached,
    reads_stays,
    reads_what_if,
)
from pipeline_tui.store.connection import explained
from pipeline_tui.store.reads_money import Purse

if TYPE_CHECKING:
    from pipeline_tui.domain.filter import Filter
    from pipeline_tui.domain.metrics.basis import Basis
    from pipeline_tui.domain.metrics.plan import Unrated
    from pipeline_tui.domain.reasons import LostReason
    from pipeline_tui.services.closing import Loss
    from pipeline_tui.services.desk import Desk
    from pipeline_tui.store.tables import DealRow
    from pipeline_tui.store.writes import Work


class History(NamedTuple):
    """What the present values of the levers rest on."""

    window: str
    """The trailing four quarters they are taken from."""
    days: int
    """So many of its days lie behind the first deal and before tomorrow."""
    cohorts: tuple[tuple[str, conversions.Cohort], ...]
    """The open stages by name."""
    wins: int
    """Won deals with a cycle in the window."""


class WhatIf(NamedTuple):
    """Everything the screen starts from."""

    base: Base
    levers: Levers
    history: History
    basis: Basis
    """How many deals there are, and which currencies among them have no rate."""
    unrated: Unrated | None
    """The target that lacks a rate: without one there is none."""


class Accepting(NamedTuple):
    """What is asked before tried moves are made real."""

    boxes: tuple[str, ...]
    """Criteria that stay open behind deals that go forward."""
    overriding: tuple[str, ...]
    """The names of those deals."""
    mode: str
    """Of the gate: soft, hard, silent."""
    lost: int
    reasons: tuple[LostReason, ...]


def what_if(desk: Desk, period: Period | None = None) -> WhatIf:
    """The sandbox of a period, of this quarter if none is given."""
    with reading.at_once(desk):
        conn, today = desk.reader, desk.clock.today()
        named = period or quarter_of(today)
        purse = Purse(conn)
        stages = reading.stages(desk)
        facts = reads_facts.stage_facts(conn)
        ranks = Ranks(facts)
        window = trailing_quarters(today)
        decided = reads_forecast.decided(conn)
        reached = reads_reached.reached(conn, ranks, window, today)
        first = reads_stays.first_day(conn)
        open_deals = reads_what_if.open_deals(conn, today)
        won = reads_plan.won_minor(conn, purse, named)
        target = reads_plan.target_minor(conn, purse, named)
        lacking = reads_plan.unrated_target(conn, purse, named)
        size = reads_plan.average_won(conn, purse, today)
        report = reading.pipeline_report(desk, window)
        basis = reads_basis.basis(conn, today)
    priors = {stage.id: stage.probability for stage in stages if stage.kind == "open"}
    chances = forecast.own_history(decided, priors)
    marked = min((stage.position for stage in stages if stage.is_opportunity), default=None)
    base = Base(
        named,
        today,
        purse.base,
        won,
        target,
        tuple(
            OpenStage(
                stage.id,
                stage.name,
                stage.position,
                stage.probability,
                marked is not None and stage.position >= marked,
                chances[stage.id],
            )
            for stage in stages
            if stage.kind == "open"
        ),
        tuple(open_deals),
    )
    cohorts = conversions.cohorts(reached, ranks)
    days = _known_days(first, window, today)
    levers = Levers(
        _leads(cohorts, days, named),
        tuple(one.conversion for one in cohorts),
        None if size is None else float(size),
        report.cycle_mean or None,
    )
    names = tuple(stage.name for stage in ranks.open)
    history = History(window.name, days, tuple(zip(names, cohorts, strict=True)), report.won)
    return WhatIf(base, levers, history, basis, lacking)


def matching(desk: Desk, flt: Filter) -> set[int]:
    """The open deals that a filter wants."""
    with explained(desk.file):
        return reads_what_if.matching(desk.reader, desk.clock.today(), flt)


def accepting(desk: Desk, base: Base, tries: Sequence[Try]) -> Accepting:
    """What making these moves real asks."""
    from pipeline_tui.store import reads_closing, reads_shared

    kept = settled(tries)
    deals = {deal.id: deal for deal in base.deals}
    forward = [
        deal
        for one in kept
        if one.what == STAGE
        and (deal := deals.get(one.deal_id)) is not None
        and deal.boxes_open
        and goes_on(base, deal, one)
    ]
    with reading.at_once(desk):
        boxes = reads_what_if.open_boxes(desk.reader, [deal.id for deal in forward])
        mode = mode_code(reads_shared.settings(desk.reader).get("gate", "")) or "soft"
        reasons = reads_closing.lost_reasons(desk.reader)
    return Accepting(
        tuple(boxes) if mode != "silent" else (),
        tuple(deal.name for deal in forward) if mode != "silent" else (),
        mode,
        sum(one.what == LOST for one in kept),
        tuple(reasons),
    )


def goes_on(base: Base, deal: OpenDeal, one: Try) -> bool:
    """Whether a move leads to a later stage."""
    here, there = base.stage(deal.stage_id), base.stage(one.stage_id)
    return here is not None and there is not None and there.position > here.position


def accept(
    desk: Desk, seen: Base, tries: Sequence[Try], *, reason: str = "", loss: Loss | None = None
) -> int:
    """Make the tried moves real in one undo step; how many deals were changed.

    `reason` says why deals go on with boxes open, `loss` why deals are lost. InputError, and
    nothing is changed: for deals that were changed or closed elsewhere since they were `seen`;
    with boxes open and no reason, or in hard mode; without a reason for losing.
    """
    kept = settled(tries)
    versions = {deal.id: deal for deal in seen.deals}
    numbers = list(dict.fromkeys(one.deal_id for one in kept))
    with desk.writer.step("what_if.accept") as work:
        _refuse_overtaken(work, [versions[number] for number in numbers])
        names = []
        for number in numbers:
            deal = work.deal(number)
            names.append(work.name(deal))
            own = {one.slot[1]: one for one in kept if one.deal_id == number}
            _make_real(work, deal, own, reason, loss)
        work.describe(deal=", ".join(names), count=str(len(numbers)))
    return len(numbers)


def _refuse_overtaken(work: Work, seen: Sequence[OpenDeal]) -> None:
    gone = []
    for deal in seen:
        try:
            there = work.deal(deal.id).version
        except NotFound:
            there = -1
        if there != deal.version:
            gone.append(deal.name)
    if gone:
        raise InputError(
            _("Changed elsewhere meanwhile: {deals}").format(deals=", ".join(gone)),
            kept=_("Nothing was changed"),
            todo=_("Look at them and try again"),
        )


def _make_real(
    work: Work, deal: DealRow, own: dict[str, Try], reason: str, loss: Loss | None
) -> None:
    """Everything that was tried with one deal, by the use cases' own rules."""
    from pipeline_tui.services.closing import Loss as Closing
    from pipeline_tui.services.closing import lose_in, win_in
    from pipeline_tui.services.editing import put

    if (fate := own.get("fate")) is not None and fate.what == WON:
        win_in(work, deal, work.stage_of_kind("won"), "")
        return
    if fate is not None and fate.what == LOST:
        lose_in(work, deal, work.stage_of_kind("lost"), loss or Closing(""))
        return
    if (close := own.get(CLOSE)) is not None:
        put(work, deal, "close", close.close)
    if fate is not None:
        _move(work, deal, fate, reason)
    if (category := own.get(CATEGORY)) is not None:
        # What was moved on with boxes open is never commit (process.md, the gate).
        held = category.category == "commit" and deal.overridden
        put(work, deal, "category", "best" if held else category.category)


def _move(work: Work, deal: DealRow, one: Try, reason: str) -> None:
    from pipeline_tui.services import gating, moving
    from pipeline_tui.store.rows_answers import open_boxes

    stage = work.stage(one.stage_id)
    forward = moving.goes_forward(work.stage(deal.stage_id), stage)
    boxes = open_boxes(work, deal) if forward else []
    asks = mode_code(work.settings.get("gate", "")) not in ("hard", "silent")
    said = gating.check_reason(reason)
    if boxes and asks and not said:
        raise InputError(
            _("Still open: {boxes}").format(boxes=", ".join(box.text for box in boxes)),
            where=work.name(deal),
            kept=_("Nothing was moved"),
            todo=_("Tick them, or go on anyway with a reason"),
        )
    moving.place(work, deal, stage, said if boxes else "")


def _known_days(first: date | None, window: Period, today: date) -> int:
    """So many days of the window lie behind the first one of which stays are known."""
    if first is None:
        return 0
    return max((today - max(first, window.first)).days + 1, 0)


def _leads(cohorts: Sequence[conversions.Cohort], days: int, period: Period) -> float | None:
    """What comes into the funnel in a period as long as this one."""
    if not cohorts or days < LEAST_DAYS:
        return None
    length = (period.last - period.first).days + 1
    return cohorts[0].entered * length / days


def close_day(desk: Desk, text: str) -> date | None:
    """The day an expected close is typed as, None for none; InputError when it is refused."""
    from pipeline_tui.services.fields import Reading, read
    from pipeline_tui.store import reads_shared, upkeep

    with reading.at_once(desk):
        currency = reads_shared.settings(desk.reader)["currency"]
        by = Reading(desk.clock.today(), currency, upkeep.calendar(desk.reader))
    found = read("close", text, by)
    return None if found is None else date.fromisoformat(str(found))
