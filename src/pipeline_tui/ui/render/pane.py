"""The deal pane as lines of runs, with the items the cursor can stand on.

A record goes in, lines come out; no Textual, so that it is tested alone and costs a cursor
key little (performance.md). What every field but the next step (`pane_step.step_text`) is
edited from stands in `Item.text`.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from pipeline_tui.clock import local_day
from pipeline_tui.domain import people, recurring, words
from pipeline_tui.domain.records import Activity, Box, Deal, DealPage
from pipeline_tui.i18n import _, language
from pipeline_tui.i18n.format import days, full_date, money, percent, short_date
from pipeline_tui.ui.render import labels, pane_offer, pane_step, values
from pipeline_tui.ui.render.cells import width
from pipeline_tui.ui.render.pane_links import linked
from pipeline_tui.ui.render.pane_people import further_people, role_runs
from pipeline_tui.ui.render.pane_qualification import qualification
from pipeline_tui.ui.render.playbook import offered_part
from pipeline_tui.ui.render.sheet import FIELD_LINES, MARGIN, NARROWEST_BODY, Layout, Sheet
from pipeline_tui.ui.render.timeline import timeline_lines
from pipeline_tui.ui.render.wrap import Run, flow, printable

NOTE_LINES = 8
"""Most lines of one note; opening it shows the rest."""

EVENTS = 40
"""Events laid out at first; more follow when one gets there."""

FLAG = f"{labels.FLAG}\N{NO-BREAK SPACE}"
_LABELLED = (
    *("next", "risk", "benefit", "value", "close", "stage"),
    *("contact", "role", "phone", "email", "permission", "company"),
    *("incumbent", "owner", "source", "product", "region", "tags", "probability", "category"),
    *("industry", "size", "customer", "goal", "recurring", "position", "drives", "objection"),
    "renewal",
)
_WIDEST_LABEL = 12
_EVIDENCE_CELLS = 20
"""With less room beside a criterion its evidence is edited on the line below."""

_OF_CONTACT = ("role", "position", "phone", "email", "permission", "drives", "objection")
_CHANNELS = {"phone": "call", "email": "mail"}
_OPTIONAL = (
    *(*_OF_CONTACT, "company", "incumbent"),
    *("owner", "source", "product", "region", "tags"),
    *("industry", "size", "customer"),
)
"""Fields that are out of the way while they are empty."""


def lay_out(
    page: DealPage, cells: int, today: date, *, unfolded: bool = False, events: int = EVENTS
) -> Layout:
    """The pane of a deal, `cells` wide. `unfolded` shows the empty optional fields too."""
    return _Pane(page, cells, today, unfolded, events).build()


def empty_rows(cells: int) -> list[list[Run]]:
    """The pane where there is no deal to show."""
    lines = flow([(_("No deal under the cursor."), "dim")], cells - 2 * MARGIN)
    lines += flow([(_("a adds one in a single line."), "faint")], cells - 2 * MARGIN)
    return [[], *([(" " * MARGIN, "text"), *line] for line in lines)]


@lru_cache
def _widest_label(_language: str) -> int:
    """The cells the labels take in a language: every deal has the same ones."""
    return min(max(width(labels.field(name)) for name in _LABELLED), _WIDEST_LABEL)


class _Pane(Sheet):
    """One pass over a deal's page."""

    def __init__(
        self, page: DealPage, cells: int, today: date, unfolded: bool, events: int
    ) -> None:
        widest = _widest_label(language())
        super().__init__(cells, min(widest, max(cells - NARROWEST_BODY - 4, 4)) + 2)
        self.page = page
        self.deal: Deal = page.deal
        self.today = today
        self.unfolded = unfolded
        self.events = events

    def build(self) -> Layout:
        self._head()
        self._next()
        self._risk()
        if "no_decider" in self.deal.warnings:
            self.line([(" " * self.column, "text"), (FLAG + _(labels.NO_DECIDER), "overdue")])
        self.blank()
        self.field("benefit", [(self.deal.benefit, "text")], self.deal.benefit)
        self._value()
        self._close()
        if self.deal.stage_kind in ("won", "care") or self.deal.link == "renewal":
            self._renewal()
        if self.deal.category not in ("", "pipeline"):
            self._category()
        self._stage()
        linked(self, self.page)
        self.blank()
        self._contact()
        self._details()
        further_people(self, self.page)
        qualification(self, self.page)
        pane_offer.write(self, self.page, self.today, unfolded=self.unfolded)
        offered_part(self, self.page.hints)
        self._notes()
        more = self._timeline()
        return Layout(self.rows, self.items, self.item_of, more)

    # The parts, from top to bottom

    def _head(self) -> None:
        """`Company · title   #12`, and a rule."""
        number = f"#{self.deal.id}"
        room = self.cells - 2 * MARGIN - width(number) - 2
        runs: list[Run] = [(self.deal.title, "title")]
        if self.deal.company:
            runs = [(self.deal.company, "title"), (" · ", "dim"), (self.deal.title, "text")]
        lines = flow(runs, room, 2)
        used = sum(width(part) for part, _style in lines[0])
        lines[0] += [(" " * (room - used + 2), "text"), (number, "faint")]
        lines = [[(" " * MARGIN, "text"), *line] for line in lines]
        self.item("field", lines, name="title", column=MARGIN, text=self.deal.title)
        self.line([("─" * self.cells, "rule")])

    def _next(self) -> None:
        if self.deal.stage_kind in ("won", "lost"):
            runs = values.outcome(self.deal)
            self.item("closed", self.labelled("", flow(runs, self.body, FIELD_LINES)))
            if self.deal.next is None:
                return
        runs = pane_step.next_runs(self.deal, self.today)
        hint = pane_step.next_hint(self.deal, self.today)
        extra = flow([(hint, "faint")], self.body, 2) if hint else None
        self.field("next", runs, "", extra=extra)
        first = self.deal.next.id if self.deal.next else 0
        for followup in self.page.followups:
            if followup.state in ("done", "cancelled") or followup.id == first:
                continue
            lines = flow(pane_step.followup_runs(followup, self.today), self.body, 3)
            self.item("followup", self.labelled("", lines), key=followup.id)

    def _risk(self) -> None:
        level = self.deal.risk_level
        if level is None and not self.deal.risk_text:
            self.field("risk", [("· ", "faint"), (_("none known"), "faint")], "")
            return
        shown = level or "mid"
        style = labels.RISK_STYLES[shown]
        runs = [
            (labels.RISK_GLYPHS[shown] + " ", style),
            (self.deal.risk_text or labels.risk(shown), style),
        ]
        text = f"{labels.risk_mark(shown)} {self.deal.risk_text}".strip()
        self.field("risk", runs, text)

    def _value(self) -> None:
        deal = self.deal
        chance = percent(deal.probability)
        runs: list[Run] = []
        if deal.value_minor is not None:
            runs.append((money(deal.value_minor, deal.currency), "value"))
        else:
            runs.append(("–", "faint"))
        if deal.recurring_minor is not None:
            again = recurring.shown(deal.recurring_minor, deal.currency, deal.recurring_per)
            runs = [*runs[: deal.value_minor is not None], (" + ", "faint"), (again, "value")]
            runs = runs if deal.value_minor is not None else runs[1:]
        runs += [(" · ", "faint"), (chance, "text")]
        if deal.value_minor:
            weighted = money(deal.weighted_minor, deal.currency, decimals=False)
            runs += [(" · ", "faint"), (_("weighted {amount}").format(amount=weighted), "dim")]
        self.field("value", runs, values.amount_text(deal.value_minor, deal.currency))

    def _close(self) -> None:
        deal = self.deal
        runs: list[Run] = []
        if deal.expected_close is not None:
            style = "bad" if "close_past" in deal.warnings else "text"
            runs.append((full_date(deal.expected_close), style))
        else:
            runs.append(("–", "faint"))
        if deal.close_moves:
            style = "overdue" if "close_moved" in deal.warnings else "dim"
            runs += [(" · ", "faint"), (values.times_moved(deal.close_moves), style)]
        for code in deal.warnings:
            if code in labels.WARNINGS:
                runs += [(" · ", "faint"), (FLAG + _(labels.WARNINGS[code]), "overdue")]
        self.field("close", runs, values.date_text(deal.expected_close))

    def _renewal(self) -> None:
        """When what was sold is renewed; the renewal itself stands among the linked deals."""
        day = self.deal.renews_on
        runs: list[Run] = [("–", "faint")] if day is None else [(full_date(day), "text")]
        self.field("renewal", runs, values.date_text(day))

    def _category(self) -> None:
        """With why it counts as less than it says."""
        self.field("category", values.category_runs(self.deal, self.today), self.deal.category)

    def _stage(self) -> None:
        deal = self.deal
        stayed = max((self.today - local_day(deal.stage_entered_at)).days, 0)
        runs: list[Run] = [(deal.stage, "text"), (" · ", "faint"), (days(stayed), "dim")]
        if deal.stage_kind == "open" and not deal.verified:
            runs += [(" · ", "faint"), (_("lead"), "today")]
        if deal.criteria:
            done = deal.ticks == deal.criteria
            mark = "!" if deal.overridden else ""
            ticks = f"{deal.ticks}/{deal.criteria}{mark}"
            style = "overdue" if deal.overridden else "good" if done else "dim"
            runs += [(" · ", "faint"), (ticks, style)]
        lines = self.labelled(labels.field("stage"), flow(runs, self.body, 2))
        self.item("stage", lines, name="stage", column=self.column)
        for box in self.page.boxes:
            self._box(box)

    def _box(self, box: Box) -> None:
        """`[x] text "evidence"`, indented below the stage."""
        indent = MARGIN + 2
        ticked = box.ticked_at is not None
        runs: list[Run] = [(box.text, "text" if ticked else "dim")]
        if box.evidence:
            runs += [("  ", "text"), (_("“{text}”").format(text=box.evidence), "waiting")]
        room = max(self.cells - indent - 4 - MARGIN, 8)
        lines = flow(runs, room, 3)
        used = width(printable(box.text)) + 2
        beside = room - used >= _EVIDENCE_CELLS
        mark: Run = ("[x] ", "good") if ticked else ("[ ] ", "faint")
        lines = [
            [(" " * indent, "text"), mark if not number else ("    ", "text"), *line]
            for number, line in enumerate(lines)
        ]
        self.item(
            "box",
            lines,
            name="evidence",
            key=box.criterion_id,
            below=0 if beside else 1,
            column=indent + 4 + (used if beside else 0),
            text=box.evidence,
        )

    def _contact(self) -> None:
        deal = self.deal
        who: list[Run] = [(deal.contact or "", "text")]
        if deal.permission.never:
            ban = _("do not contact")
            never = f" ✗ {ban} ".replace(" ", "\N{NO-BREAK SPACE}")
            who += [("  ", "text"), (never, "chip-bad")]
        self.field("contact", who, deal.contact or "")
        texts = values.optional_texts(deal)
        for name in _OF_CONTACT:
            if name == "permission" and texts[name]:
                self.field(name, values.permission_runs(deal.permission, self.today), texts[name])
            elif name == "role" and texts[name]:
                self.field(name, role_runs(deal.contact_role), texts[name])
            elif texts[name]:
                dim = name in _CHANNELS and people.forbids(deal.permission, _CHANNELS[name])
                self.field(name, [(texts[name], "faint" if dim else "text")], texts[name])

    def _details(self) -> None:
        """Where it comes from and whose it is: what is set, the rest on demand."""
        deal = self.deal
        hidden: list[str] = []
        texts = values.optional_texts(deal)
        for name in _OPTIONAL:
            if name in _OF_CONTACT and texts[name]:
                continue
            if texts[name] or self.unfolded:
                style = "chip" if name == "tags" else "text"
                self.field(name, [(values.shown_text(name, texts[name]), style)], texts[name])
            elif name == "customer" and self.page.bought_before:
                self.field(
                    name, [(_("{kind}?").format(kind=words.customer("existing")), "faint")], ""
                )
            else:
                hidden.append(labels.field(name))
        hidden += pane_offer.hidden(self.page, unfolded=self.unfolded)
        own = _("of this deal") if deal.own_probability is not None else _("of its stage")
        if self.unfolded or deal.own_probability is not None:
            runs: list[Run] = [(percent(deal.probability), "text"), (f" · {own}", "dim")]
            given = deal.own_probability
            self.field("probability", runs, "" if given is None else str(given))
        if self.unfolded and deal.category in ("", "pipeline"):
            self._category()
        for name, text in deal.extra.items():
            if text:
                lines = self.labelled(printable(name), flow([(text, "dim")], self.body, 3))
                self.item("extra", lines)
        if hidden:
            text = "+ " + ", ".join(hidden)
            lines = flow([(text, "faint")], self.cells - 2 * MARGIN, 4)
            self.item("more", [[(" " * MARGIN, "text"), *line] for line in lines])

    def _notes(self) -> None:
        if not self.page.notes:
            return
        self.section(_("Notes"), str(len(self.page.notes)))
        for note in self.page.notes:
            self._note(note)

    def _note(self, note: Activity) -> None:
        when = short_date(local_day(note.at), self.today)
        said: list[Run] = [(when, "dim")]
        if note.kind != "note":
            said += [(" · ", "faint"), (labels.kind(note.kind), "dim")]
        lines = [said, *flow([(note.text, "text")], self.cells - MARGIN - 3, NOTE_LINES)]
        lines = [
            [(" " * (MARGIN if not number else MARGIN + 2), "text"), *line]
            for number, line in enumerate(lines)
        ]
        self.item("note", lines, key=note.id, column=MARGIN + 2, text=note.text)

    def _timeline(self) -> bool:
        """The newest first; returns whether there are more than were laid out."""
        if not self.page.timeline:
            return False
        self.section(_("Timeline"))
        events = self.page.timeline[: self.events]
        for lines in timeline_lines(events, self.cells - 2 * MARGIN, self.today):
            self.item("event", [[(" " * MARGIN, "text"), *line] for line in lines])
        return len(self.page.timeline) > self.events
