"""What the keys do in the playbook: each acts on the entry under the cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline_tui.domain.playbook import GLYPHS, KINDS, STYLES, Play
from pipeline_tui.i18n import _, ngettext
from pipeline_tui.i18n.format import number
from pipeline_tui.ui.actions.screen_keys import ListKeys
from pipeline_tui.ui.gateway import playbook
from pipeline_tui.ui.modals.asking import deal_name
from pipeline_tui.ui.render.playbook import NAMES

if TYPE_CHECKING:
    from pipeline_tui.ui.screens.playbook import PlaybookScreen


class PlaybookKeys(ListKeys):
    """Each public method is an action of the registry."""

    def __init__(self, screen: PlaybookScreen) -> None:
        super().__init__(screen)
        self._screen = screen
        self._gateway = screen.gateway
        self._view = screen.view

    def _step(self, by: int) -> None:
        self._view.step(by)

    def _page(self, way: int) -> None:
        self._view.page_by(way)

    def _again(self) -> None:
        self._screen.show()

    async def open_play(self) -> None:
        """The whole entry, where it does not stand beside the list; nine to start with if none."""
        if self._view.current is not None:
            self._view.open(not self._view.opened)
        elif not self._screen.search:
            added = await playbook.add_starter(self._gateway)
            self._screen.show()
            self._screen.say(
                ngettext(
                    "{count} entry put in · u undoes", "{count} entries put in · u undoes", added
                ).format(count=number(added))
            )

    # Writing.

    def add_play(self) -> None:
        """A new entry: its kind first, then its text."""
        from pipeline_tui.ui.modals.pick import Choice, Pick

        def chosen(kind: str | None) -> None:
            if kind is not None:
                self._write(kind, None)

        choices = [Choice(kind, _(NAMES[kind]), GLYPHS[kind], STYLES[kind]) for kind in KINDS]
        self._screen.app.push_screen(Pick(_("New entry"), choices), chosen)

    def edit_play(self) -> None:
        """Write the entry anew, in one text."""
        play = self._current()
        if play is not None:
            self._write(play.kind, play)

    def _write(self, kind: str, play: Play | None) -> None:
        from pipeline_tui.ui.modals.note import NoteEditor

        gateway, screen = self._gateway, self._screen
        number_of = None if play is None else play.id
        made: list[int] = []

        async def save(text: str, seen: int | None = play.version if play else None) -> None:
            made.append(await playbook.save(gateway, kind, number_of, text, seen))

        async def saved(text: str | None) -> None:
            if text is not None:
                screen.show(at=made[-1] if made else None)
                screen.tell()

        title = _(NAMES[kind])
        editor = NoteEditor(
            _("{kind}: title · stages: … · words: … · link: … · empty line · answer").format(
                kind=title
            ),
            playbook.text_of(gateway, play),
            submit=save,
            over=lambda text: save(text, None),
        )
        screen.app.push_screen(editor, screen.guarded(saved))

    async def delete(self) -> None:
        """Take the entry away; names it, and can be undone."""
        play = self._current()
        if play is not None:
            await playbook.remove(self._gateway, play.id)
            self._after()

    async def shift_up(self) -> None:
        await self._shift(-1)

    async def shift_down(self) -> None:
        await self._shift(1)

    async def _shift(self, way: int) -> None:
        play = self._current()
        if play is not None:
            await playbook.shift(self._gateway, play.id, way)
            self._screen.show()

    # Using.

    async def use_play(self) -> None:
        """It was used with the deal one came from."""
        play, deal = self._current(), self._screen.deal
        if play is None:
            return
        if deal is None:
            self._screen.say(_("There was no deal under the cursor to use it with"))
            return
        await playbook.use(self._gateway, play.id, deal.id)
        self._screen.show()
        self._screen.say(
            _("Used with {deal} · u undoes").format(deal=deal_name(deal.company, deal.title))
        )

    def copy(self) -> None:
        """The answer, or the link where there is none."""
        from pipeline_tui.domain.text import clean

        play = self._current()
        text = clean((play.text or play.link or play.title) if play else "", lines=True)
        if text:
            self._screen.app.copy_to_clipboard(text)
            self._screen.say(_("Copied: {text}").format(text=clean(text)))

    # The screen.

    async def filter(self) -> None:
        """Search in titles, answers and words."""
        from pipeline_tui.ui.widgets.filter_line import FilterLine

        for line in self._screen.query(FilterLine):
            line.take_keys()
            return
        line = FilterLine(self._screen.search, hint=_("words of title, answer or stage"))
        await self._screen.mount(line)

    def back(self) -> None:
        """Out of the entry, of the search, of the playbook."""
        if self._view.opened and not self._view.wide:
            self._view.open(False)
        elif self._screen.search:
            self._screen.search = ""
            self._screen.show()
        else:
            self._screen.dismiss(None)

    quit = back

    def _current(self) -> Play | None:
        play = self._view.current
        if play is None:
            self._screen.nothing_here()
        return play

    def _after(self) -> None:
        self._screen.show()
        self._screen.tell()
