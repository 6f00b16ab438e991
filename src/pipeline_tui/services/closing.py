"""Use cases that close deals: won, with what follows the sale; lost, or a lead disqualified.

Source: process.md, "After the sale", "Losing", "Leads and opportunities". Closing cancels the
open follow-ups in the same step. What `moving` does with a deal that goes into Won or Lost is
`win_in` and `lose_in` too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from pipeline_tui.domain.reasons import OTHER, LostReason, find, reason_name
from pipeline_tui.domain.state import CLOSED_KINDS
from pipeline_tui.domain.text import clean
from pipeline_tui.errors import InputError, NotFound
from pipeline_tui.i18n import _
from pipeline_tui.services import moving
from pipeline_tui.services.desk import Desk
from pipeline_tui.store import upkeep
from pipeline_tui.store.connection import explained

if TYPE_CHECKING:
    from pipeline_tui.domain.after_sale import AfterSale
    from pipeline_tui.domain.step_record import Step
    from pipeline_tui.store.reads_closing import Closing
    from pipeline_tui.store.tables import DealRow, StageRow
    from pipeline_tui.store.writes import Work


class Loss(NamedTuple):
    """What is answered when deals are lost."""

    reason: str
    """A digit, code or name of the list, or a line of one's own."""
    line: str = ""
    """A line about it; with the reason "other" there has to be one."""
    risk_was_reason: bool | None = None
    """Whether the risk written earlier was the reason; None: not answered, or none written."""
    come_back: str = ""
    """A date on which to get back in touch, perhaps with words before it; '' for none."""


class Losing(NamedTuple):
    """Deals that are to be lost, and the reasons there are."""

    deals: tuple[Closing, ...]
    leads: int
    """How many of them are disqualified instead."""
    reasons: tuple[LostReason, ...]


def losing(desk: Desk, deal_ids: Sequence[int]) -> Losing:
    """What is known of deals before anybody is asked why they are lost.

    InputError when one of them is closed already, NotFound when none of them is there.
    """
    from pipeline_tui.store import reads_closing

    with explained(desk.file):
        deals = reads_closing.closing(desk.reader, deal_ids)
        reasons = reads_closing.lost_reasons(desk.reader)
    if not deals:
        raise NotFound(_("There is no deal {number}").format(number=next(iter(deal_ids), 0)))
    for deal in deals:
        if deal.stage_kind in CLOSED_KINDS:
            raise InputError(_("{deal} is closed; reopen it first").format(deal=deal.name))
    return Losing(tuple(deals), sum(deal.lead for deal in deals), tuple(reasons))


def check_return(desk: Desk, phrase: str) -> Step:
    """The follow-up that would be booked to come back; InputError when it would be refused."""
    from pipeline_tui.services.parking import return_step

    with explained(desk.file):
        calendar = upkeep.calendar(desk.reader)
    return return_step(phrase, desk.clock.today(), calendar, "")


def win(
    desk: Desk, deal_id: int, note: str = "", after: AfterSale | None = None, *, anew: bool = False
) -> list[int]:
    """The deal is won today; the numbers of the deals linked to it.

    `note` is the reason for winning. `after` says what follows: the stage after the sale,
    its steps, a renewal and a follow-on deal; all of it is one undo step. `anew`: a lost deal
    is refused too, since it was open when somebody began to answer.
    """
    with desk.writer.step("deal.win") as work:
        deal = work.deal(deal_id)
        kind = work.stage(deal.stage_id).kind
        if kind in ("won", "care"):
            raise _closed_already(_("{deal} is won already").format(deal=work.name(deal)))
        if anew and kind == "lost":
            raise _closed_already(_("{deal} is lost already").format(deal=work.name(deal)))
        win_in(work, deal, work.stage_of_kind("won"), clean(note))
        if after is None:
            return []
        from pipeline_tui.services.after_sale import begin

        return begin(work, deal, after)


def lose(desk: Desk, deal_id: int, reason: str, note: str = "") -> None:
    """The deal is lost for a reason: a digit, code or name of the list, or a line of one's own."""
    lose_all(desk, [deal_id], Loss(reason, note))


def lose_all(desk: Desk, deal_ids: Iterable[int], loss: Loss, *, anew: bool = False) -> list[int]:
    """Deals are lost, and leads among them disqualified, for one reason in one undo step.

    The numbers of the parked deals that come back on the day named. All are closed, or none:
    InputError for one that is lost already, with `anew` also for one that is won meanwhile and
    for a reason that is no code of the list any more; NotFound when they should come back and
    the process has no stage for parked deals.
    """
    chosen = list(dict.fromkeys(deal_ids))
    with desk.writer.step("deal.lose") as work:
        deals = [work.deal(number) for number in chosen]
        if anew:
            _refuse_removed(work, loss.reason)
        for deal in deals:
            kind = work.stage(deal.stage_id).kind
            if kind == "lost":
                raise _closed_already(_("{deal} is lost already").format(deal=work.name(deal)))
            if anew and kind in CLOSED_KINDS:
                raise _closed_already(_("{deal} is won already").format(deal=work.name(deal)))
        back: list[int] = []
        lost = work.stage_of_kind("lost")
        for deal in reversed(deals):  # each goes on top of the ones before
            lose_in(work, deal, lost, loss)
            if clean(loss.come_back):
                from pipeline_tui.services.linking import add_return

                back.append(add_return(work, deal, loss.come_back))
        leads = sum(deal.disqualified for deal in deals)
        names = ", ".join(work.name(deal) for deal in deals)
        work.describe(deal=names, count=str(len(deals)), leads=str(leads))
        return back[::-1]


def win_in(work: Work, deal: DealRow, stage: StageRow, note: str) -> None:
    """Put a deal into a stage of the kind won; one that comes back from care stays sold."""
    work.describe(deal=work.name(deal), stage=stage.name)
    if work.stage(deal.stage_id).kind == "care":
        work.enter(deal, stage)
        return
    _close(work, deal, stage)
    moving.forget(work, deal)
    work.edit(deal, closed_on=work.today, closed_note=note)
    work.record(deal, "closed_note", "", note)
    if deal.verified_at is None:
        work.edit(deal, verified_at=work.now)


def lose_in(work: Work, deal: DealRow, stage: StageRow, loss: Loss) -> None:
    """Put a deal into a stage of the kind lost; a lead is disqualified."""
    code, line, named = lost_reason(work, loss.reason)
    note = ": ".join(part for part in (line, clean(loss.line)) if part)
    if code == OTHER and not note:
        raise InputError(
            _("A line is missing that says why"),
            kept=_("Nothing was changed"),
            todo=_("Write it in a few words"),
        )
    leads = any(other.is_opportunity for other in work.stages())
    lead = leads and deal.verified_at is None
    answered = loss.risk_was_reason if deal.risk_text or deal.risk_level else None
    _close(work, deal, stage)
    moving.forget(work, deal)
    work.edit(
        deal,
        closed_on=work.today,
        lost_reason=code,
        closed_note=note,
        disqualified=int(lead),
        risk_was_reason=None if answered is None else int(answered),
    )
    if not lead and deal.verified_at is None:  # without a stage that tells leads there are none
        work.edit(deal, verified_at=work.now)
    work.record(deal, "lost_reason", "", named or code)
    work.record(deal, "closed_note", "", note)
    if answered is not None:
        work.record(deal, "risk_was_reason", "", "yes" if answered else "no")


def lost_reason(work: Work, text: str) -> tuple[str, str, str]:
    """The code of a reason, the line of one's own where it is none of the list, its own name.

    InputError where there is none, and for a digit that no reason has; what was removed from
    the list meanwhile is refused too.
    """
    from pipeline_tui.store.reads_closing import lost_reasons

    reasons = lost_reasons(work.conn)
    text = clean(text)
    found = find(text, reasons)
    if found is not None:
        return found.code, "", found.name
    if not text or text.isdecimal():
        raise _unknown(text, reasons)
    return OTHER, text, ""


def _refuse_removed(work: Work, code: str) -> None:
    """A reason chosen from a list that somebody has changed since."""
    from pipeline_tui.store.reads_closing import lost_reasons

    if all(reason.code != code for reason in lost_reasons(work.conn)):
        raise InputError(
            _("The reason {reason} was removed from the list meanwhile").format(
                reason=reason_name(code)
            ),
            kept=_("Nothing was changed"),
            todo=_("Choose another one"),
        )


def _unknown(text: str, reasons: Sequence[LostReason]) -> InputError:
    what = _("There is no reason {text}").format(text=text) if text else _("A reason is missing")
    names = ", ".join(
        f"{place} {reason_name(*reason)}" for place, reason in enumerate(reasons, start=1)
    )
    return InputError(
        what,
        kept=_("The deal is as it was"),
        todo=_("Write one of {names}").format(names=names),
    )


def _close(work: Work, deal: DealRow, stage: StageRow) -> None:
    """Cancel the open follow-ups and enter the stage."""
    work.describe(deal=work.name(deal), stage=stage.name)
    for followup in work.open_followups(deal.id or 0):
        work.close_followup(followup, "cancelled")
    work.enter(deal, stage)


def _closed_already(what: str) -> InputError:
    return InputError(what, kept=_("Nothing was changed"))
