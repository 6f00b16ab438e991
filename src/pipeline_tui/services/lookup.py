"""What a person names: a deal by number or words, a follow-up by `@7`, a stage, a criterion."""

from __future__ import annotations

from pipeline_tui.domain.quickadd import match_stage
from pipeline_tui.domain.records import Deal, DealRef, Stage
from pipeline_tui.domain.state import CLOSED_KINDS
from pipeline_tui.domain.text import clean, fold
from pipeline_tui.errors import Ambiguous, InputError, NotFound
from pipeline_tui.i18n import _
from pipeline_tui.services.desk import Desk
from pipeline_tui.store import reads_deal, reads_page, reads_shared
from pipeline_tui.store.connection import explained

IN_PLAY = ("open", "parked", "care")
"""Kinds of stages whose deals words are matched against."""

LISTED = 20
"""So many candidates are listed when several deals match."""


def deal_named(desk: Desk, text: str, *, kinds: tuple[str, ...] = IN_PLAY) -> int:
    """The deal with this number (`12`, `#12`), or the only one all words match.

    Words are looked for in deals of these kinds of stages only. NotFound if nothing matches,
    Ambiguous with the candidates if several do.
    """
    text = clean(text)
    number = text.removeprefix("#")
    if number.isascii() and number.isdigit():
        return _existing(desk, number)
    if not fold(text).split():
        raise InputError(_("Name a deal by its number or by words"))
    with explained(desk.file):
        found = reads_deal.find_deals(desk.reader, text, LISTED + 1, kinds=kinds)
    if not found:
        raise NotFound(
            _("No deal matches “{words}”").format(words=text),
            todo=_("List all deals with: pipeline-tui list is:any"),
        )
    if len(found) > 1:
        raise Ambiguous(
            _("Several deals match “{words}”").format(words=text),
            [_line(ref) for ref in found[:LISTED]],
            todo=_("Name one by its number"),
        )
    return found[0].id


def closed_deal_named(desk: Desk, text: str) -> int:
    """`deal_named` among won and lost deals, for reopening one."""
    return deal_named(desk, text, kinds=CLOSED_KINDS)


def followup_named(desk: Desk, text: str) -> int:
    """The follow-up with this number (`@7`), or the next step of the deal that is named."""
    text = clean(text)
    if text.startswith("@"):
        number = text[1:]
        if number.isascii() and number.isdigit():
            return int(number[:18])
        raise InputError(_("{text} is not the number of a follow-up").format(text=text))
    deal_id = deal_named(desk, text)
    deal = _deal(desk, deal_id)
    if deal is None or deal.next is None:
        raise NotFound(
            _("{deal} has no open follow-up").format(deal=f"#{deal_id}"),
            todo=_("Book one with: pipeline-tui next {number} LINE").format(number=deal_id),
        )
    return deal.next.id


def stage_named(desk: Desk, text: str) -> Stage:
    """The stage whose name begins with this text; `-` stands for a space."""
    with explained(desk.file):
        stages = {stage.name: stage for stage in reads_shared.stages(desk.reader)}
    return stages[match_stage(text, list(stages))]


def criterion_named(desk: Desk, deal_id: int, text: str) -> int:
    """A criterion of the deal's stage by its place (1, 2 …) or by words that match only it."""
    with explained(desk.file):
        boxes = reads_page.boxes(desk.reader, deal_id)
    text = clean(text)
    if text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= len(boxes):
        return boxes[int(text[:9]) - 1].criterion_id
    words = fold(text).split()
    found = [box for box in boxes if words and all(word in fold(box.text) for word in words)]
    if len(found) == 1:
        return found[0].criterion_id
    lines = [f"{place}  {box.text}" for place, box in enumerate(boxes, start=1)]
    if found:
        raise Ambiguous(_("Several criteria match {words}").format(words=text), lines)
    raise NotFound(
        _("No criterion of this stage matches {words}").format(words=text),
        todo=_("Criteria are {names}").format(names=", ".join(box.text for box in boxes) or "–"),
    )


def _existing(desk: Desk, number: str) -> int:
    """A deal's number, if there is such a deal."""
    if len(number) > 18 or _deal(desk, int(number)) is None:
        raise NotFound(_("There is no deal {number}").format(number=number))
    return int(number)


def _deal(desk: Desk, deal_id: int) -> Deal | None:
    with explained(desk.file):
        return reads_deal.deal(desk.reader, deal_id, desk.clock.today())


def _line(ref: DealRef) -> str:
    """A candidate to choose from."""
    name = f"{ref.company} · {ref.title}" if ref.company else ref.title
    return f"{ref.id}  {name} ({ref.stage})"
