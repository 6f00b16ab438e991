"""Help for where one is: every key that works here; typing filters, enter does it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pipeline_tui.domain.state import CLOSED_KINDS, GLYPHS
from pipeline_tui.domain.text import fold
from pipeline_tui.i18n import N_, _
from pipeline_tui.i18n.format import decimal, number
from pipeline_tui.ui.commands import registry
from pipeline_tui.ui.render.labels import FLAG, PROMISED, REPEATS, RISK_GLYPHS
from pipeline_tui.ui.widgets.finder import Finder, Row

if TYPE_CHECKING:
    from pipeline_tui.domain.records import Card, FollowUp
    from pipeline_tui.domain.urgency_parts import Part
    from pipeline_tui.ui.commands.registry import Command

FAMILIES = (
    ("deal", N_("The deal")),
    ("step", N_("Its next step")),
    ("followup", N_("Follow-ups")),
    ("field", N_("Fields of the deal")),
    ("note", N_("Notes")),
    ("play", N_("Entries of the playbook")),
    ("figure", N_("Figures")),
    ("what_if", N_("What-if")),
    ("target", N_("Targets")),
    ("review", N_("Review")),
    ("stage", N_("Stages")),
    ("people", N_("Companies and contacts")),
    ("cursor", N_("Moving about")),
    ("view", N_("What is shown")),
    ("time", N_("Back and forth in time")),
    ("edit", N_("Undo")),
    ("app", N_("The program")),
)
"""Command ids begin with their family."""

PARTS = {
    "value": N_("value"),
    "age": N_("age"),
    "risk": N_("risk"),
    "promise": N_("promise"),
}
"""What urgency is made of."""

STATES = {
    "overdue": N_("overdue"),
    "today": N_("due today"),
    "later": N_("due later"),
    "none": N_("no next step"),
    "waiting": N_("waiting on a promised date"),
    "ghost": N_("ghost: close, park or re-date it"),
}


class Meant(NamedTuple):
    """What the keys would act on."""

    card: Card | None
    row: FollowUp | None
    """The follow-up under the cursor of the agenda."""
    parts: tuple[Part, ...]
    """What its urgency is made of."""
    figure: str = ""
    """The figure under the cursor, and what it means."""
    definition: str = ""


class Help(Finder):
    """The result is ("command", action) of the command chosen, or None."""

    def __init__(self, place: str, meant: Meant) -> None:
        where = _(registry.PLACE_NAMES[place])
        hint = _("Keys on the {place}; type to filter").format(place=where)
        super().__init__(hint, self.find, wraps=True)
        self._place = place
        self._meant = meant

    def find(self, text: str) -> list[Row]:
        """The commands by family, and what the signs mean."""
        wanted = fold(text.strip())
        rows: list[Row] = [] if wanted else [*self._definition(), *self._urgency()]
        for family, title in FAMILIES:
            found = [
                self._row(command)
                for command in registry.commands(self._place)
                if command.id.split(".")[0] == family and wanted in fold(_said(command))
            ]
            if found:
                rows += [Row(_(title), "", "", None, heading=True), *found]
        signs = [Row(_(words), "", "", None, key=GLYPHS[state]) for state, words in STATES.items()]
        signs.append(Row(_("comes again"), "", "", None, key=REPEATS))
        signs.append(Row(_("the customer asked for this day"), "", "", None, key=PROMISED))
        signs.append(Row(_("warned of; the deal says what"), "", "", None, key=FLAG))
        risks = " ".join(RISK_GLYPHS[level] for level in ("high", "mid", "low"))
        signs.append(Row(_("risk: high, medium, low or none known"), "", "", None, key=risks))
        signs = [row for row in signs if wanted in fold(row.text)]
        if signs:
            rows += [Row(_("Signs on the cards"), "", "", None, heading=True), *signs]
        return rows or [Row(_("no key does that here"), "", "", None)]

    def _definition(self) -> list[Row]:
        """What the figure under the cursor means."""
        if not self._meant.definition:
            return []
        return [
            Row(_("What it means"), "", "", None, heading=True),
            Row(self._meant.figure, self._meant.definition, "", None),
        ]

    def _urgency(self) -> list[Row]:
        """How pressing the follow-up under the cursor is, and why."""
        row, parts = self._meant.row, self._meant.parts
        if row is None or not parts:
            return []
        said = [(_(PARTS[part.name]), _share(part, parts), part) for part in parts]
        total = " + ".join(f"{name} {share}" for name, share, part in said if part.points)
        head = _("Urgency {figure} of 100").format(figure=row.urgency)
        rows = [Row(f"{head} = {total}" if total else head, "", "", None, heading=True)]
        for name, share, part in said:
            weight = _("weight {weight}").format(weight=part.weight)
            rows.append(Row(name, f"{part.why} · {weight}", "", None, key=share))
        return rows

    def _row(self, command: Command) -> Row:
        reason = self._why_not(command)
        return Row(
            _(command.title),
            _(command.help),
            "",
            None if reason else ("command", command.action),
            reason=reason,
            key=registry.key_labels(command),
        )

    def _why_not(self, command: Command) -> str:
        """Why a command can do nothing now; empty when it can."""
        card, row = self._meant.card, self._meant.row
        if not command.needs or (command.needs in {"step", "row"} and row is not None):
            return ""
        if card is None:
            return _("no deal under the cursor")
        if command.needs in {"open", "step"} and card.stage_kind in CLOSED_KINDS:
            return _("the deal is closed")
        if command.needs == "step" and card.next is None:
            return _("the deal has no follow-up")
        return ""


def _share(part: Part, parts: tuple[Part, ...]) -> str:
    """What a part adds to the figure, of which all of them are the sum."""
    weights = sum(each.weight for each in parts) or 1
    share = part.points * part.weight * 10 / weights
    return number(int(share)) if share.is_integer() else decimal(share, 1)


def _said(command: Command) -> str:
    """Everything one might look for."""
    return f"{registry.key_labels(command)} {_(command.title)} {_(command.help)}"
