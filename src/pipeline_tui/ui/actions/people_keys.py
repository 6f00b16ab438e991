"""What the keys do on the screen of companies and contacts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline_tui.domain.text import clean
from pipeline_tui.i18n import _
from pipeline_tui.ui.actions.room import copied
from pipeline_tui.ui.actions.screen_keys import ListKeys
from pipeline_tui.ui.gateway import people

if TYPE_CHECKING:
    from pipeline_tui.domain.records_people import Listed, Person
    from pipeline_tui.ui.screens.people import PeopleScreen


class PeopleKeys(ListKeys):
    """Each public method is an action of the registry."""

    def __init__(self, screen: PeopleScreen) -> None:
        super().__init__(screen)
        self._screen = screen
        self._gateway = screen.gateway

    def _again(self) -> None:
        self._screen.reread()

    async def open(self) -> None:
        """From the list to the page; there what is under the cursor."""
        screen = self._screen
        if screen.in_page:
            await screen.page.actions.edit()
        elif self._row() is not None:
            screen.to_place(in_page=True)

    async def edit(self) -> None:
        """The field under the cursor of the page."""
        screen = self._screen
        if self._row() is not None:
            if not screen.in_page:
                screen.to_place(in_page=True)
            await screen.page.actions.edit()

    def other(self) -> None:
        """From the list to the page and back."""
        if self._screen.in_page or self._row() is not None:
            self._screen.to_place(in_page=not self._screen.in_page)

    # Changing.

    def add_contact(self) -> None:
        """A contact in one line."""
        self._add(people.CONTACT, _("New contact"))

    def add_company(self) -> None:
        """A company by its name."""
        self._add(people.COMPANY, _("New company"))

    def merge(self) -> None:
        """Make one of this and another one."""
        from pipeline_tui.ui.modals.merging import ask_merge

        row = self._row()
        if row is not None:
            ask_merge(self._screen, row)

    async def duplicates(self) -> None:
        """Those that may be the same; the chosen two are merged."""
        from pipeline_tui.ui.modals.merging import ask_duplicates

        await ask_duplicates(self._screen)

    def delete(self) -> None:
        """Delete; it is named, and can be undone."""
        from pipeline_tui.ui.modals.confirm import Confirm

        row, screen = self._row(), self._screen
        if row is None:
            return

        async def answered(yes: bool | None) -> None:
            if yes:
                await people.delete(self._gateway, row.kind, row.id)
                screen.to_place(in_page=False)
                screen.reread()
                screen.tell()

        question = _("Delete {deal}?").format(deal=row.name or _("this contact"))
        detail = _("Deals stay without it; u brings it back.")
        confirm = Confirm(question, yes=_("delete"), detail=detail)
        screen.app.push_screen(confirm, screen.guarded(answered))

    async def erase(self) -> None:
        """Take a person out for good."""
        from pipeline_tui.ui.modals.erasing import ask_erase

        row = self._contact()
        if row is not None:
            await ask_erase(self._screen, row)

    def export(self) -> None:
        """Everything known of a person, into a file."""
        from pipeline_tui.ui.modals.line import LinePrompt

        row, screen = self._contact(), self._screen
        if row is None:
            return

        async def save(path: str) -> None:
            await people.export(self._gateway, row.id, clean(path) or offered)

        def left(path: str | None) -> None:
            if path is not None:
                screen.say(_("Written: {path}").format(path=clean(path) or offered))

        offered = f"~/contact-{row.id}.json"
        title = _("Write everything known of {name} into").format(name=row.name)
        screen.app.push_screen(LinePrompt(title, offered, submit=save), left)

    # Reaching.

    def reach(self) -> None:
        """Call or mail with the system's own program."""
        from pipeline_tui.ui.modals.reach import ask_reach, ways_to

        person = self._person()
        if person is not None:
            ask_reach(self._screen, ways_to(person))

    def copy(self) -> None:
        """What is under the cursor of the page; else phone, mail or name."""
        from pipeline_tui.domain import people as rules

        screen = self._screen
        item = screen.page.current if screen.in_page else None
        text = clean(item.text, lines=True) if item is not None else ""
        person = self._person(say=False)
        row = screen.list.current
        if not text and person is not None:
            text = person.phone or person.email or person.name
        text = text or (row.name if row is not None else "")
        if not text:
            return
        screen.app.copy_to_clipboard(text)
        against = ""
        if person is not None and text in (person.phone, person.email):
            channel = "call" if text == person.phone else "mail"
            against = rules.warning(person.permission, channel)
        said, bad = copied(clean(text), against)
        screen.say(said, bad=bad)

    # The screen.

    async def filter(self) -> None:
        """Search in names, phones, addresses and positions."""
        from pipeline_tui.ui.widgets.filter_line import FilterLine

        screen = self._screen
        for line in screen.query(FilterLine):
            line.take_keys()
            return
        if screen.in_page:
            screen.to_place(in_page=False)
        hint = _("words of name, company, phone, mail or position")
        await screen.mount(FilterLine(screen.search, hint=hint))
        screen.get_ready()

    def palette(self) -> None:
        """Every command of this screen, and every deal, company and contact."""
        from pipeline_tui.ui.modals.palette import Palette

        screen = self._screen

        async def chosen(choice: tuple[str, int | str] | None) -> None:
            if choice is None:
                return
            kind, value = choice
            if kind == "deal":
                screen.wants_deal = int(value)
                screen.dismiss(None)
            elif kind in (people.COMPANY, people.CONTACT):
                screen.reread(at=(kind, int(value)))
            else:
                await screen.run_command(str(value))

        screen.app.push_screen(Palette(self._gateway, screen.place), chosen)

    def back(self) -> None:
        """Out of the page, of the search, of the screen."""
        screen = self._screen
        if screen.in_page:
            screen.to_place(in_page=False)
        elif screen.search:
            screen.search = ""
            screen.reread()
            screen.list.forget()
        else:
            screen.dismiss(None)

    quit = back

    # What is meant.

    def _step(self, by: int) -> None:
        screen = self._screen
        if screen.in_page:
            screen.page.step(by)
        else:
            screen.list.step(by)

    def _page(self, way: int) -> None:
        screen = self._screen
        if screen.in_page:
            screen.page.page(way)
        else:
            screen.list.page_by(way)

    def _add(self, kind: str, title: str) -> None:
        from pipeline_tui.ui.modals.line import LinePrompt
        from pipeline_tui.ui.modals.people import card_runs
        from pipeline_tui.ui.text import Run

        screen, gateway = self._screen, self._gateway
        added: list[int] = []

        def check(line: str) -> list[Run]:
            if kind == people.CONTACT:
                return card_runs(people.check_card(line))
            return [(people.check_field(gateway, kind, "name", line), "title")]

        async def save(line: str) -> None:
            added.append(await people.add(gateway, kind, line))

        async def left(line: str | None) -> None:
            if line is not None:
                screen.reread(at=(kind, added[-1]))
                screen.tell()

        prompt = LinePrompt(
            title,
            check=check,
            submit=save,
            placeholder=_("Max Meier, Acme GmbH, purchasing, +49 170 1234567, meier@acme.de")
            if kind == people.CONTACT
            else _("Acme GmbH"),
        )
        screen.app.push_screen(prompt, screen.guarded(left))

    def _row(self) -> Listed | None:
        """Who is under the cursor; says so when nobody is."""
        row = self._screen.list.current
        if row is None:
            self._screen.say(_("There is nobody under the cursor"))
        return row

    def _contact(self) -> Listed | None:
        """The contact under the cursor; says so when it is none."""
        row = self._row()
        if row is not None and row.kind != people.CONTACT:
            self._screen.say(_("That goes with a contact, not with a company"))
            return None
        return row

    def _person(self, *, say: bool = True) -> Person | None:
        """The person that is meant: of the page, or under its cursor."""
        from pipeline_tui.domain.records_people import CompanyPage, PersonPage

        screen = self._screen
        page = screen.page.page_shown
        if isinstance(page, PersonPage):
            return page.person
        item = screen.page.current
        if isinstance(page, CompanyPage) and item is not None and item.kind == people.CONTACT:
            return next((one for one in page.people if one.id == item.key), None)
        if say:
            screen.say(_("That goes with a contact, not with a company"))
        return None
