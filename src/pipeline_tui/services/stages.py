"""Use cases on stages: read, add, edit, put in order (process.md, "Stages").

Stages stand in the order of their kinds (open, parked, won, lost, care), as the board has them;
within its kind each has a place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline_tui.domain import stages as rules
from pipeline_tui.domain.records_stage import StagePage
from pipeline_tui.domain.state import CLOSED_KINDS
from pipeline_tui.domain.words import capital, stage_field
from pipeline_tui.errors import Conflict, InputError
from pipeline_tui.i18n import _, ngettext
from pipeline_tui.services.desk import Desk
from pipeline_tui.services.moving import is_opportunity
from pipeline_tui.store import stage_moves
from pipeline_tui.store.connection import explained
from pipeline_tui.store.reads_stages import stage_pages

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Protocol

    from pipeline_tui.store.tables import StageRow
    from pipeline_tui.store.writes import Work

    class HasKind(Protocol):
        """A stage, as a row or as a record."""

        @property
        def kind(self) -> str:
            """Its kind."""


_AT_FIRST = {"open": 10, "parked": 0, "won": 100, "lost": 0, "care": 100}
"""Per cent of a stage of a kind that has none before it."""

_ONE_ONLY = ("first", "opportunity")
"""Marks that exactly one stage has, so that marking another takes it from the first."""


def stages(desk: Desk) -> list[StagePage]:
    """All stages in their order, with what hangs on them."""
    with explained(desk.file):
        return stage_pages(desk.reader)


def check(desk: Desk, stage_id: int, field: str, text: str) -> str:
    """What `text` would be understood as in a field; InputError when it would be refused."""
    value = rules.read(field, text)
    if field == "name":
        for page in stages(desk):
            if page.stage.id != stage_id and rules.same_name(page.stage.name, str(value)):
                raise _taken(page.stage.name)
    return rules.shown(field, value)


def add(desk: Desk, name: str, kind: str = "open", after: int | None = None) -> int:
    """A new stage behind another, else behind the last of its kind; its number.

    It begins with the rules of the stage before it. InputError when the name is taken.
    """
    with desk.writer.step("stage.add") as work:
        name = str(rules.read("name", name))
        _refuse_taken(work, name, None)
        of_kind = [row for row in work.stages() if row.kind == kind]
        last = of_kind[-1] if of_kind else None
        before = next((row for row in of_kind if row.id == after), last)
        made = _new(work, name, kind, before)
        order = [row.id for row in work.stages() if row.id != made.id]
        at = len(order) if before is None else order.index(before.id) + 1
        order.insert(at, made.id)
        arrange(work, order)
        work.describe(stage=name)
        return made.id or 0


def set_fields(
    desk: Desk, stage_id: int, texts: dict[str, str], *, seen: dict[str, str] | None = None
) -> None:
    """Set fields of a stage from typed text in one undo step, all or none.

    `seen` are the texts of the fields as they were read (`rules.text_of`). Raises Conflict, and
    changes nothing, when one is another by now.
    """
    action = "stage.rename" if set(texts) == {"name"} else "stage.set"
    with desk.writer.step(action) as work:
        stage = work.stage(stage_id)
        work.describe(old=stage.name, stage=stage.name, part=",".join(texts))
        for field, text in texts.items():
            value = rules.read(field, text)
            if seen is not None and field in seen:
                _refuse_overwriting(stage, field, value, seen[field])
            put(work, stage, field, value)
        arrange(work)
        work.describe(stage=stage.name)
        if not set(texts).isdisjoint(rules.RULES):
            work.refresh_all()


def shift(desk: Desk, stage_id: int, steps: int) -> int:
    """Move a stage among those of its kind, -1 to the left, as far as it goes; its place from 1."""
    with desk.writer.step("stage.order") as work:
        stage = work.stage(stage_id)
        mine = [row.id for row in work.stages() if row.kind == stage.kind]
        return _place(work, stage, mine.index(stage.id) + steps)


def place(desk: Desk, stage_id: int, position: int) -> int:
    """Move a stage to a place of the whole board from 1, as near as its kind lets it; its place."""
    with desk.writer.step("stage.order") as work:
        stage = work.stage(stage_id)
        before = [row for row in work.stages() if _rank(row) < _rank(stage)]
        return _place(work, stage, position - 1 - len(before))


def targets(pages: list[StagePage], stage_id: int) -> list[StagePage]:
    """The stages into which the deals of one can go."""
    kind = next(page.stage.kind for page in pages if page.stage.id == stage_id)
    return [
        page
        for page in pages
        if page.stage.id != stage_id and page.stage.kind in rules.TARGETS[kind]
    ]


# What merging and templates share.


def put(work: Work, stage: StageRow, field: str, value: rules.Value) -> None:
    """Write a value that was read, with what it means for other stages."""
    if field == "name":
        _refuse_taken(work, str(value), stage.id)
    elif field == "kind":
        _change_kind(work, stage, str(value))
        return
    elif field in _ONE_ONLY:
        _mark(work, stage, field, int(value or 0))
        return
    elif field == "qualification" and value and stage.kind != "open":
        raise _only_open(stage, field)
    work.edit(stage, **{rules.column(field): value})


def arrange(work: Work, order: list[int | None] | None = None) -> None:
    """Number the stages from 1 in the order of their kinds, and within it in this order.

    Deals that now stand in a stage of verified opportunities are such.
    """
    work.session.flush()
    places = {number: at for at, number in enumerate(order or [])}
    rows = sorted(
        work.stages(),
        key=lambda row: (_rank(row), places.get(row.id, len(places)), row.position, row.id or 0),
    )
    for position, row in enumerate(rows, start=1):
        work.edit(row, position=position)
    work.session.flush()
    known = [row.id or 0 for row in work.stages() if is_opportunity(work, row)]
    stage_moves.verify(work.conn, known, work.now)


def refuse_last(rows: Iterable[HasKind], kind: str) -> None:
    """InputError when the stage of this kind that is to go is the last one that is needed."""
    if kind in rules.NEEDED and [row.kind for row in rows].count(kind) < 2:
        raise InputError(
            _("There must be a stage of the kind {kind}").format(kind=rules.kind_name(kind)),
            kept=_("Nothing was changed"),
            todo=_("Add another one first"),
        )


def pass_mark_on(work: Work, stage: StageRow, column: str, to: StageRow | None = None) -> None:
    """Give a mark that exactly one stage has to another open one: `to`, else the nearest."""
    work.edit(stage, **{column: 0})
    others = [row for row in work.stages() if row.kind == "open" and row.id != stage.id]
    heir = to if to is not None and to.kind == "open" else None
    if heir is None and others:
        heir = min(others, key=lambda row: (row.position < stage.position, _far(row, stage)))
    if heir is not None:
        work.edit(heir, **{column: 1})


def _far(row: StageRow, stage: StageRow) -> int:
    return abs(row.position - stage.position)


def _rank(row: StageRow) -> int:
    return rules.KINDS.index(row.kind)


def _new(work: Work, name: str, kind: str, before: StageRow | None) -> StageRow:
    """A stage that begins with the rules of the one before it."""
    from pipeline_tui.store.tables import StageRow as Row

    limit = before.contact_limit if before is not None else None
    return work.add(
        Row,
        name=name,
        kind=kind,
        position=0,
        probability=_AT_FIRST[kind] if before is None else before.probability,
        contact_limit=limit,
        step_required=int(kind not in CLOSED_KINDS),
        colour="grey" if before is None else before.colour,
    )


def _place(work: Work, stage: StageRow, at: int) -> int:
    """Put a stage among those of its kind, counted from 0; its place on the board from 1."""
    work.describe(stage=stage.name)
    mine = [row.id for row in work.stages() if row.kind == stage.kind and row.id != stage.id]
    mine.insert(max(0, min(at, len(mine))), stage.id)
    arrange(work, mine)
    return stage.position


def _change_kind(work: Work, stage: StageRow, kind: str) -> None:
    if kind == stage.kind:
        return
    refuse_last(work.stages(), stage.kind)
    page = next(one for one in stage_pages(work.conn) if one.stage.id == stage.id)
    if kind not in ("open", "parked") or stage.kind not in ("open", "parked"):
        if page.deals:
            raise InputError(
                ngettext(
                    "{count} deal stands in {stage}, and would be closed or opened with it",
                    "{count} deals stand in {stage}, and would be closed or opened with it",
                    page.deals,
                ).format(count=page.deals, stage=stage.name),
                kept=_("Nothing was changed"),
                todo=_("Move them first, or add a new stage of that kind"),
            )
        if page.been:
            raise InputError(
                _("Deals have been in {stage}, whose history would change").format(
                    stage=stage.name
                ),
                kept=_("Nothing was changed"),
                todo=_("Add a new stage of that kind instead"),
            )
    work.edit(stage, kind=kind)
    if kind != "open":
        for field in _ONE_ONLY:
            if getattr(stage, rules.column(field)):
                pass_mark_on(work, stage, rules.column(field))
        work.edit(stage, asks_qualification=0, probability=_AT_FIRST[kind])
        if kind in CLOSED_KINDS:
            work.edit(stage, step_required=0, contact_limit=None)
    # Behind those that are there: the first parked, won or lost one is where deals go.
    work.edit(stage, position=len(work.stages()) + 1)


def _mark(work: Work, stage: StageRow, field: str, value: int) -> None:
    """Mark a stage, and unmark the one that was; taking the mark away is not enough."""
    column = rules.column(field)
    if value and stage.kind != "open":
        raise _only_open(stage, field)
    if not value and getattr(stage, column):
        raise InputError(
            _("One stage is marked as {field}").format(field=stage_field(field)),
            kept=_("Nothing was changed"),
            todo=_("Mark another one instead"),
        )
    if value:
        for other in work.stages():
            work.edit(other, **{column: int(other.id == stage.id)})


def _only_open(stage: StageRow, field: str) -> InputError:
    return InputError(
        _("{stage} is no open stage, and cannot be marked: {field}").format(
            stage=stage.name, field=stage_field(field)
        ),
        kept=_("Nothing was changed"),
    )


def _refuse_taken(work: Work, name: str, mine: int | None) -> None:
    for other in work.stages():
        if other.id != mine and rules.same_name(other.name, name):
            raise _taken(other.name)


def _taken(name: str) -> InputError:
    return InputError(
        _("There is a stage {name} already").format(name=name),
        kept=_("Nothing was changed"),
        todo=_("Write another name"),
    )


def _refuse_overwriting(stage: StageRow, field: str, value: rules.Value, seen: str) -> None:
    there = getattr(stage, rules.column(field))
    theirs = rules.text_of(field, there)
    if theirs == seen or there == value:
        return
    raise Conflict(
        _("{field} was changed elsewhere meanwhile").format(field=capital(stage_field(field))),
        mine=rules.text_of(field, value),
        theirs=theirs,
        where=stage.name,
        kept=_("Nothing was overwritten"),
        todo=_("Look at both and save the one you want"),
    )
