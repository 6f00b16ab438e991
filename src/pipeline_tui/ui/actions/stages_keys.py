"""What the keys do in the stage editor: in the list to a stage, in the sheet to a line of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline_tui.domain import stages as rules
from pipeline_tui.domain.records_stage import StagePage
from pipeline_tui.errors import Conflict, PipelineError
from pipeline_tui.i18n import _
from pipeline_tui.ui.actions.screen_keys import ListKeys
from pipeline_tui.ui.actions.stages_ending import Ending
from pipeline_tui.ui.commands import registry
from pipeline_tui.ui.gateway import stages
from pipeline_tui.ui.modals import checks
from pipeline_tui.ui.render import stages as render
from pipeline_tui.ui.render.sheet import Item
from pipeline_tui.ui.text import Run
from pipeline_tui.ui.widgets.field_editor import FieldEditor

if TYPE_CHECKING:
    from pipeline_tui.ui.screens.stages import StagesScreen

PICKED = ("kind", "colour")
"""Fields that are chosen from a list."""

PARTS = ("criterion", "planned")


class StageKeys(ListKeys):
    """Each public method without arguments is an action of the registry."""

    def __init__(self, screen: StagesScreen) -> None:
        super().__init__(screen)
        self._screen = screen
        self._gateway = screen.gateway
        self._item: Item | None = None
        self._stage_id = 0
        """The item that is being edited, and its stage: the sheet may be read again meanwhile."""

    # Moving.

    def _again(self) -> None:
        self._screen.show()

    def _step(self, by: int) -> None:
        if self._screen.in_sheet:
            self._screen.sheet.step(by)
        else:
            self._screen.list.step(by)
            self._screen.sheet.show(self._screen.list.current)

    def _page(self, way: int) -> None:
        if self._screen.in_sheet:
            self._screen.sheet.page(way)
        else:
            self._screen.list.page(way)
            self._screen.sheet.show(self._screen.list.current)

    def other(self) -> None:
        """From the list to the sheet and back."""
        self._screen.to_sheet(not self._screen.in_sheet)

    def back(self) -> None:
        """Out of the sheet, then out of the editor."""
        if self._screen.in_sheet:
            self._screen.to_sheet(False)
        else:
            self._screen.dismiss(None)

    def quit(self) -> None:
        """Back to the board."""
        self._screen.dismiss(None)

    # Editing.

    async def edit(self) -> None:
        """In the list the sheet of the stage; in the sheet the line under the cursor."""
        if not self._screen.in_sheet:
            self._screen.to_sheet(True)
            return
        item, page = self._screen.sheet.current, self._screen.sheet.page_shown
        if item is None or page is None:
            return
        if item.kind == "field" and item.name in rules.FLAGS:
            await self.toggle()
        elif item.kind == "field" and item.name in PICKED:
            self._pick(page, item)
        else:
            await self._type(page, item)

    async def toggle(self) -> None:
        """Yes or no under the cursor becomes the other."""
        item, page = self._screen.sheet.current, self._screen.sheet.page_shown
        if not self._screen.in_sheet or item is None or page is None:
            return
        if item.kind == "field" and item.name in rules.FLAGS:
            there = rules.stored(page, item.name)
            text = rules.text_of(item.name, 0 if there else 1)
            await stages.set_field(self._gateway, page.stage.id, item.name, text, item.text)
            self._saved()

    def _pick(self, page: StagePage, item: Item) -> None:
        from pipeline_tui.ui.modals.stages import pick_colour, pick_kind

        async def chosen(code: str | None) -> None:
            if code is not None:
                await stages.set_field(self._gateway, page.stage.id, item.name, code, item.text)
                self._saved()

        pick = pick_kind if item.name == "kind" else pick_colour
        title = f"{page.stage.name}: {render.label(item.name)}"
        prompt = pick(title, str(rules.stored(page, item.name)))
        self._screen.app.push_screen(prompt, self._screen.guarded(chosen))

    async def _type(self, page: StagePage, item: Item) -> None:
        self._item, self._stage_id = item, page.stage.id
        replace = item.name in ("probability", "limit")
        editor = FieldEditor(item.text, self._check, replace=replace)
        await self._screen.sheet.open_editor(editor, item)
        self._screen.footer.show_place(registry.EDITING)

    def _check(self, text: str) -> list[Run]:
        """What the editor says beneath; a PipelineError when it would be refused."""
        item = self._item
        if item is None:
            return []
        if item.kind == "field":
            said = stages.check(self._gateway, self._stage_id, item.name, text)
            return checks.understood(said)
        if "planned" in (item.kind, item.name):
            if not text.strip():
                return [(_("for example: call and ask for feedback +3"), "faint")]
            planned = rules.read_planned(text)
            from pipeline_tui.domain import words

            when = rules.planned_when(planned.days)
            return checks.understood(f"{words.kind(planned.kind)} · {planned.text} · {when}")
        return [(_("what is true once the stage is through"), "faint")]

    async def accept(self, text: str, step: int) -> None:
        """Save what was typed; what cannot be saved stays typed."""
        item, editor = self._item, self._screen.sheet.editor
        if item is None or editor is None:
            return
        changed = text != item.text and (item.kind != "new" or bool(text.strip()))
        try:
            if changed:
                await self._write(item, text, item.text)
        except Conflict as conflict:
            self._show_conflict(item, text, conflict)
            return
        except PipelineError as problem:
            editor.refuse(problem)
            return
        await self._leave(step, changed=changed)

    async def cancel(self) -> None:
        """Leave the line as it was."""
        await self._leave(0, changed=False)

    async def _write(self, item: Item, text: str, seen: str | None) -> None:
        if item.kind == "field":
            await stages.set_field(self._gateway, self._stage_id, item.name, text, seen)
            return
        kind = item.name if item.kind == "new" else item.kind
        await stages.save_part(self._gateway, kind, self._stage_id, item.key, text, seen)

    async def _leave(self, step: int, *, changed: bool) -> None:
        item = self._item
        await self._screen.sheet.close_editor()
        self._screen.footer.show_place(self._screen.place)
        if changed:
            self._saved()
        if changed and item is not None and item.kind == "new":
            self._screen.sheet.go_to("new", item.name)  # the next one can be written at once
        elif step and self._screen.sheet.next_field(step):
            await self.edit()

    def _show_conflict(self, item: Item, text: str, conflict: Conflict) -> None:
        from pipeline_tui.ui.modals.conflict import show_conflict

        editor = self._screen.sheet.editor
        if editor is None:
            return
        names = {"criterion": _("The criterion"), "planned": _("The follow-up")}
        show_conflict(
            self._screen.app,
            render.label(item.name) if item.kind == "field" else names[item.kind],
            conflict,
            save=lambda: self._write(item, text, None),
            leave=lambda: self._screen.call_next(self._settled),
            refuse=editor.refuse,
        )

    async def _settled(self) -> None:
        await self._leave(0, changed=True)

    # Adding, ordering, tying.

    async def add(self) -> None:
        """In the list a stage, in the sheet a criterion or what is planned."""
        if not self._screen.in_sheet:
            self._add_stage()
            return
        item, sheet = self._screen.sheet.current, self._screen.sheet
        planned = item is not None and "planned" in (item.kind, item.name)
        sheet.go_to("new", "planned" if planned else "criterion")
        await self.edit()

    def _add_stage(self) -> None:
        from pipeline_tui.ui.modals.line import LinePrompt

        page = self._screen.list.current
        kind = page.stage.kind if page is not None else "open"
        made: list[int] = []

        async def save(name: str) -> None:
            after = None if page is None else page.stage.id
            made.append(await stages.add(self._gateway, name, kind, after))

        async def added(name: str | None) -> None:
            if name is not None:
                self._saved(at=made[-1])

        prompt = LinePrompt(
            _("New stage: {kind}").format(kind=rules.kind_name(kind)),
            check=lambda name: checks.understood(stages.check_name(self._gateway, name)),
            submit=save,
            placeholder=_("Site visit"),
        )
        self._screen.app.push_screen(prompt, self._screen.guarded(added))

    async def shift_up(self) -> None:
        await self._shift(-1)

    async def shift_down(self) -> None:
        await self._shift(1)

    async def _shift(self, way: int) -> None:
        """A stage among those of its kind, a criterion or what is planned among its own."""
        page, item = self._screen.list.current, self._screen.sheet.current
        if page is None:
            return
        if not self._screen.in_sheet:
            await stages.shift(self._gateway, page.stage.id, way)
        elif item is not None and item.kind in PARTS:
            await stages.shift_part(self._gateway, item.kind, item.key, way)
        self._screen.show()

    def tie(self) -> None:
        """Tie the criterion under the cursor to a question of qualification."""
        from pipeline_tui.ui.modals.stages import pick_question

        item, page = self._screen.sheet.current, self._screen.sheet.page_shown
        if not self._screen.in_sheet or item is None or page is None or item.kind != "criterion":
            self._screen.say(_("There is no criterion under the cursor"))
            return
        now = next(one for one in page.criteria if one.id == item.key)

        async def chosen(question: str | None) -> None:
            if question is not None:
                await stages.tie(self._gateway, item.key, question)
                self._saved()

        self._screen.app.push_screen(
            pick_question(now.text, now.question), self._screen.guarded(chosen)
        )

    # Ending.

    async def delete(self) -> None:
        """Remove the stage, or the line of it that is under the cursor."""
        if self._screen.in_sheet:
            await Ending(self._screen).remove_part()
        else:
            Ending(self._screen).remove()

    def merge(self) -> None:
        """Make the stage part of another one."""
        Ending(self._screen).merge()

    def template(self) -> None:
        """Switch to another template of stages, with a preview."""
        Ending(self._screen).template()

    # The screen.

    def _saved(self, at: int | None = None) -> None:
        self._screen.show(at=at)
        self._screen.tell()
