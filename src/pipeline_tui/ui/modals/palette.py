"""The command palette: every command by name, and every deal as one types."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline_tui.domain.text import fold
from pipeline_tui.errors import DatabaseLocked
from pipeline_tui.i18n import _
from pipeline_tui.i18n.format import compact_money
from pipeline_tui.ui.commands import registry
from pipeline_tui.ui.widgets.finder import Finder, Row

if TYPE_CHECKING:
    from pipeline_tui.ui.gateway import Gateway

DEALS = 12
"""Most deals offered at a time."""

PEOPLE = 4
"""Most companies, contacts and notes offered at a time, of each."""

NOTE_CELLS = 60
FEWEST_LETTERS = 2
"""A single letter is in too many names."""


class Palette(Finder):
    """The result is ("command", action), ("deal", id), ("company", id) or ("contact", id)."""

    def __init__(self, gateway: Gateway, place: str) -> None:
        super().__init__(_("Type a command, or the name of a deal, company or contact"), self.find)
        self._gateway = gateway
        self._place = place

    def find(self, text: str) -> list[Row]:
        """Commands that match, those whose name begins so first; then deals."""
        wanted = fold(text.strip())
        rows = [
            Row(_(command.title), _(command.help), registry.key_labels(command),
                ("command", command.action))
            for command in registry.commands(self._place)
            if not command.id.startswith("cursor.")
            and wanted in fold(f"{_(command.title)} {_(command.help)}")
        ]  # fmt: skip
        rows.sort(key=lambda row: _rank(fold(row.text), wanted))
        if not wanted:
            return rows
        deals = [*self._deals(text), *self._people(text)]
        named = [row for row in rows if wanted in fold(row.text)]
        others = [row for row in rows if row not in named]
        found = [*named, *deals, *others]
        return found or [Row(_("nothing is called that"), "", "", None)]

    def _deals(self, text: str) -> list[Row]:
        try:
            found = self._gateway.find_deals(text, DEALS)
        except DatabaseLocked:
            return []
        return [
            Row(
                f"{deal.company} · {deal.title}" if deal.company else deal.title,
                deal.stage,
                "" if deal.value_minor is None else compact_money(deal.value_minor, deal.currency),
                ("deal", deal.id),
            )
            for deal in found
        ]

    def _people(self, text: str) -> list[Row]:
        """Companies, contacts and notes with these words."""
        from pipeline_tui.ui.gateway import people

        if len(text.strip()) < FEWEST_LETTERS:
            return []
        try:
            found = [
                row
                for kind in (people.COMPANY, people.CONTACT)
                for row in people.find(self._gateway, kind, text, PEOPLE)
            ]
            notes = people.notes(self._gateway, text, PEOPLE)
        except DatabaseLocked:
            return []
        kinds = {people.COMPANY: _("company"), people.CONTACT: _("contact")}
        rows = [
            Row(row.name or "–", ", ".join(part for part in (row.company, row.detail) if part),
                kinds[row.kind], (row.kind, row.id))
            for row in found
        ]  # fmt: skip
        return rows + [
            Row(note.text[:NOTE_CELLS], note.deal, _("note"), ("deal", note.deal_id))
            for note in notes
        ]


def _rank(name: str, wanted: str) -> int:
    if name.startswith(wanted):
        return 0
    return 1 if wanted in name else 2
