"""Editing in the pane: which editor belongs to an item, how it is checked and how it is saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline_tui.domain import words
from pipeline_tui.domain.records import Activity, Deal
from pipeline_tui.errors import PipelineError
from pipeline_tui.i18n import _
from pipeline_tui.ui.gateway.completing import COMPLETED, field_names
from pipeline_tui.ui.modals import checks
from pipeline_tui.ui.render import labels
from pipeline_tui.ui.render.pane_step import step_text
from pipeline_tui.ui.render.sheet import Item
from pipeline_tui.ui.text import Run
from pipeline_tui.ui.widgets.field_editor import FieldEditor
from pipeline_tui.ui.widgets.line_editing import LineEditing

if TYPE_CHECKING:
    from pipeline_tui.ui.widgets.pane import PaneView

ASKED = {
    "stage": "move",
    "followup": "edit_step",
    "play": "answers",
    "participant": "participant",
    "benefit_part": "edit_benefit",
    "benefit_sum": "add_benefit",
    "plan_part": "edit_plan",
    "pilot": "pilot",
    "option": "edit_option",
    "link": "follow_link",
}
"""What is edited by a command of the registry, by its action; it finds the item in the pane."""

TICKED = {
    "answer": "next_answer",
    "benefit_sum": "benefit_sum",
    "plan_part": "tick_plan",
    "pilot": "tick_pilot",
    "option": "choose_option",
}
"""The same for what space does with items that are no boxes."""

ON_THE_LINE = ("field", "box", "answer")
"""What is edited where it stands."""

REPLACED = (
    *("value", "recurring", "close", "renewal"),
    *("probability", "category", "role", "customer"),
)
"""Fields that are written anew more often than they are changed."""


class Editing(LineEditing):
    """What the keys of the pane do with the item under its cursor."""

    PLACE = "pane"

    def __init__(self, pane: PaneView) -> None:
        super().__init__(pane)
        self._pane = pane
        self._gateway = pane.gateway
        self._seen: Deal | None = None
        """The deal as it was when the editor was opened: the pane may be read again meanwhile."""

    @property
    def _deal(self) -> Deal:
        page = self._pane.page_shown
        if page is None:
            raise PipelineError(_("There is no deal to edit"))
        return page.deal

    async def edit(self) -> None:
        """Open what belongs to the item: an editor on its line, a note, the stages."""
        item = self._pane.current
        if item is None or self._pane.editing:
            return
        if item.kind in ON_THE_LINE:
            item = self._filled(item)
            self._seen = self._deal
            suggested = self._suggestion(item)
            editor = FieldEditor(
                suggested or item.text,
                self._check,
                replace=item.name in REPLACED or bool(suggested),
                names=self._names if item.name in COMPLETED else None,
            )
            await self._open(item, editor)
        elif item.kind == "note":
            self._edit_note()
        elif item.kind in ASKED:
            self._pane.post_message(self._pane.Asked(ASKED[item.kind]))
        elif item.kind == "more":
            self._pane.unfold()

    def _filled(self, item: Item) -> Item:
        """The next step as one types it: only who edits it needs what knows all dates."""
        step = self._deal.next
        if item.name != "next" or step is None:
            return item
        return item._replace(text=step_text(step))

    def _suggestion(self, item: Item) -> str:
        """What an empty field is likely to say: that a company which has bought is a customer."""
        page = self._pane.page_shown
        if item.name == "customer" and not item.text and page is not None and page.bought_before:
            return words.customer("existing")
        return ""

    def _names(self, text: str) -> list[str]:
        """How what is being typed may go on."""
        item = self._item
        return [] if item is None else field_names(self._gateway, self._deal, item.name, text)

    async def tick(self) -> None:
        """Tick or clear the box under the cursor, without asking (process.md, Exit criteria)."""
        item, page = self._pane.current, self._pane.page_shown
        if item is not None and item.kind in TICKED:
            self._pane.post_message(self._pane.Asked(TICKED[item.kind]))
        if item is None or page is None or item.kind != "box":
            return
        box = next(box for box in page.boxes if box.criterion_id == item.key)
        await self._gateway.tick(page.deal.id, box.criterion_id, box.ticked_at is None)
        self._changed()

    async def edit_outside(self) -> None:
        """The note under the cursor in the user's own editor."""
        note = self._note()
        if note is None:
            return
        from pipeline_tui.ui.modals.outside import edit_outside

        text = edit_outside(self._pane.app, note.text)
        if text == note.text:
            return
        try:
            await self._gateway.edit_note(note.id, text, note.version)
        except PipelineError as problem:
            self._write_note(note, text, problem)  # what was written is not lost
            return
        self._changed()

    def _changed(self) -> None:
        """Show what was saved, here and elsewhere."""
        deal = self._deal
        self._pane.reload()
        elsewhere = self._item is not None and self._item.name == "renewal"
        self._pane.post_message(self._pane.Saved(deal.id, deal.stage_id, elsewhere=elsewhere))

    def _check(self, text: str) -> list[Run]:
        """What the editor says beneath; InputError when it would be refused."""
        item = self._item
        if item is None:
            return []
        if item.kind in ("box", "answer"):
            return checks.evidence(text)
        if item.name == "next":
            return checks.step(self._gateway, text, there=(self._seen or self._deal).next)
        if item.name == "value":
            return checks.amount(text, self._deal.currency)
        if item.name == "recurring" and text.strip():
            said = self._gateway.check_field("recurring", text, self._deal.currency)
            return checks.understood(said)
        if item.name == "risk":
            return checks.risk(self._gateway, text)
        said = self._gateway.check_field(item.name, text)
        return checks.understood(said) if text.strip() else [(_("empty"), "faint")]

    async def _save(self, item: Item, text: str, *, over: bool = False) -> None:
        """Save one field; `over` also over a newer version, which the user has seen."""
        deal = self._seen or self._deal
        if item.kind == "box":
            seen = None if over else item.text
            await self._gateway.set_evidence(deal.id, item.key, text, seen)
        elif item.kind == "answer":
            from pipeline_tui.ui.gateway import gate

            seen = None if over else item.text
            await gate.answer_line(self._gateway, deal.id, item.name, text, seen)
        elif item.name == "next":
            await self._gateway.next_step(deal.id, text, seen=deal.next, over=over)
        elif item.name == "risk" and over:
            await self._gateway.set_risk(deal.id, text, None)
        else:
            await self._gateway.set_field(deal.id, item.name, text, None if over else deal)

    def _called(self, item: Item) -> str:
        return labels.field(item.name) if item.kind == "field" else _("Evidence")

    def _note(self) -> Activity | None:
        """The note under the cursor."""
        item, page = self._pane.current, self._pane.page_shown
        if item is None or page is None or item.kind != "note":
            return None
        return next((note for note in page.notes if note.id == item.key), None)

    def _edit_note(self) -> None:
        note = self._note()
        if note is not None:
            self._write_note(note)

    def _write_note(
        self, note: Activity, typed: str | None = None, problem: PipelineError | None = None
    ) -> None:
        """A window for a note; with what was `typed` elsewhere, and could not be saved."""
        from pipeline_tui.ui.modals.note import NoteEditor

        async def save(text: str, version: int | None = note.version) -> None:
            await self._gateway.edit_note(note.id, text, version)

        def saved(text: str | None) -> None:
            if text is not None:
                self._changed()

        editor = NoteEditor(
            _("Note on {deal}").format(deal=self._deal.title),
            note.text,
            submit=save,
            over=lambda text: save(text, None),
            typed=typed,
            problem=problem,
        )
        self._pane.app.push_screen(editor, saved)
