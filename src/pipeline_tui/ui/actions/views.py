"""What is shown: pane, board and agenda, filter, palette, help; copying; undo and redo."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from pipeline_tui.domain.text import clean
from pipeline_tui.errors import PipelineError
from pipeline_tui.i18n import _, ngettext
from pipeline_tui.i18n.format import number
from pipeline_tui.ui.actions.room import Room, copied

if TYPE_CHECKING:
    from pipeline_tui.domain.records import DealPage
    from pipeline_tui.ui.widgets.filter_line import FilterLine


class Views(Room):
    """Commands that change what is on the screen, not the data; and the journal's."""

    async def open(self) -> None:
        """The deal pane, with the keys in it."""
        main = self._main
        if main.deal_id is None:
            main.say(_("There is no deal under the cursor"))
            return
        if not main.pane_shown:
            main.pane_open = True
            await main.fit_pane()
            main.show_deal()
        main.to_place(in_pane=True)

    async def other(self) -> None:
        """From the list to the pane and back."""
        main = self._main
        if not main.in_pane:
            await self.open()
        elif main.wide:
            main.to_place(in_pane=False)
        else:
            await self._close_pane()

    async def back(self) -> None:
        """One thing at a time: back to today, out of the pane, marks, filter, pane, board."""
        main = self._main
        if self._gateway.away_day is not None:
            from pipeline_tui.ui.actions.travel import TravelActions

            TravelActions(main).to_today()
        elif main.in_pane:
            if main.wide:
                main.to_place(in_pane=False)
            else:
                await self._close_pane()
        elif main.state.marks or self._marked_rows():
            self._unmark()
            main.board.refresh()
        elif main.filter_text:
            self._filter_by("")
        elif main.pane_shown and main.mode == "board":
            await self._close_pane()
        elif main.mode == "agenda":
            await main.switch("board")

    async def quit(self) -> None:
        """Back to the board; on the board, out."""
        main = self._main
        if main.in_pane:
            await self.back()
        elif main.mode == "agenda":
            await main.switch("board")
        else:
            main.app.exit(0)

    async def board(self) -> None:
        """The board."""
        await self._main.switch("board")

    async def agenda(self) -> None:
        """The agenda."""
        await self._main.switch("agenda")

    async def filter(self) -> None:
        """Words and states; the view follows every letter."""
        from pipeline_tui.ui.widgets.filter_line import FilterLine

        main = self._main
        for open_line in main.query(FilterLine):
            open_line.take_keys()
            return
        await main.mount(FilterLine(main.filter_text))

    def filter_typed(self, line: FilterLine, text: str) -> None:
        """Show what matches; what cannot be understood is said, and the last view stays."""
        try:
            self._filter_by(text)
        except PipelineError as problem:
            line.refuse(problem)
            return
        line.say(self._found())
        if self._main.agenda is not None:
            self._main.agenda.on_counted = self._counted

    def _found(self) -> str:
        """How many deals or follow-ups the filter shows."""
        main = self._main
        if main.mode == "agenda" and main.agenda is not None:
            if not main.agenda.counted:
                return "…"
            found = main.agenda.total
            said = ngettext("{count} follow-up", "{count} follow-ups", found)
        else:
            found = sum(column.total.count for column in main.state.columns)
            said = ngettext("{count} deal", "{count} deals", found)
        return said.format(count=number(found))

    def _counted(self) -> None:
        """The follow-ups under a filter were counted: say it where the filter is typed."""
        from pipeline_tui.ui.widgets.filter_line import FilterLine

        for line in self._main.query(FilterLine):
            line.count(self._found())

    async def filter_closed(self, line: FilterLine, text: str) -> None:
        """Keep the last view that could be understood, or the one from before."""
        main = self._main
        if clean(text) != main.filter_text:
            with suppress(PipelineError):
                self._filter_by(text)
        main.set_focus(None)
        await line.remove()

    def palette(self) -> None:
        """Every command and every deal by name."""
        from pipeline_tui.ui.modals.palette import Palette

        main = self._main

        async def chosen(choice: tuple[str, int | str] | None) -> None:
            if choice is None:
                return
            kind, value = choice
            if kind == "deal":
                await self.jump(int(value))
            elif kind in ("company", "contact"):
                from pipeline_tui.ui.actions.people import PeopleActions

                PeopleActions(main).show_people(kind, int(value))
            else:
                await main.run_command(str(value))

        main.app.push_screen(Palette(self._gateway, main.place), chosen)

    def help(self) -> None:
        """The keys that work here."""
        from pipeline_tui.ui.modals.help import Meant

        main = self._main
        deal_id = main.pane.deal_id if main.in_pane and main.pane else main.deal_id
        card = self._gateway.card(deal_id) if deal_id is not None else None
        row = main.agenda.current if main.place == "agenda" and main.agenda else None
        parts = self._gateway.urgency_parts(row) if row is not None else ()
        main.show_help(Meant(card, row, parts))

    def theme(self) -> None:
        """The other colours, until one leaves."""
        from pipeline_tui.ui.themes import DARK, LIGHT, textual_theme

        app = self._main.app
        name = LIGHT if app.theme == DARK else DARK
        app.register_theme(textual_theme(name))
        app.theme = name
        self._main.board.forget()

    def copy(self) -> None:
        """Phone, else mail, else title; in the pane the field under the cursor."""
        main = self._main
        text = ""
        target = self._target()
        page = self._gateway.page(target.id) if target is not None else None
        if main.in_pane and main.pane is not None:
            text = main.pane.copy_text()
        if not text and target is not None and page is not None:
            text = page.deal.contact_phone or page.deal.contact_email or target.name
        text = clean(text, lines=True)
        if text:
            main.app.copy_to_clipboard(text)
            said, bad = copied(clean(text), _forbidden(text, page))
            main.say(said, bad=bad)

    async def undo(self) -> None:
        """Take back the last change, whoever made it."""
        said = await self._gateway.undo()
        self._main.reread()
        self._main.say(_("{what} · ctrl+r does it again").format(what=said))

    async def redo(self) -> None:
        """Do again what was undone."""
        said = await self._gateway.redo()
        self._main.reread()
        self._main.say(_("{what} · u undoes").format(what=said))

    async def _close_pane(self) -> None:
        main = self._main
        main.pane_open = False
        main.to_place(in_pane=False)
        await main.fit_pane()

    async def jump(self, deal_id: int) -> None:
        """Show a deal, whatever hides it now."""
        main, state = self._main, self._main.state
        await main.switch("board")
        if not state.seek(deal_id):
            # A filter hides it, or it was closed long ago: then all deals are shown.
            self._filter_by("")
            if not state.seek(deal_id):
                self._filter_by("is:any")
                state.seek(deal_id)
        main.board.repaint_all()
        main.show_deal()

    def _filter_by(self, text: str) -> None:
        """Show what matches; nothing changes when the text cannot be understood."""
        from pipeline_tui.domain.filter import parse_filter

        main = self._main
        text = clean(text)
        if text == main.filter_text:
            return
        main.state.flt = parse_filter(text) if text else None
        main.filter_text = text
        if main.mode == "agenda" and main.agenda is not None and text:
            main.agenda.set_filter(main.state.flt)
            main.stale.add("board")
        else:
            with self._gateway.at_once():
                if text:
                    main.state.narrow_down()
                else:
                    main.state.reload()
                main.board.lay_out()
                main.board.repaint_changed()
            main.stale = {"agenda"}
            main.freshen()
        main.show_header()
        main.show_deal()


def _forbidden(text: str, page: DealPage | None) -> str:
    """What stands against using a number or an address that was copied."""
    from pipeline_tui.domain import people

    if page is None or text not in (page.deal.contact_phone, page.deal.contact_email):
        return ""
    channel = "call" if text == page.deal.contact_phone else "mail"
    return people.warning(page.deal.permission, channel)
