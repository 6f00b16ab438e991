"""One follow-up on the whole screen: what to do, whom to call, and what one has to know for it.

A record goes in, lines of runs come out; no Textual. Wide screens put person and deal side by
side, narrow ones below each other with what matters for the call first.
"""

from __future__ import annotations

from datetime import date

from pipeline_tui.clock import local_day
from pipeline_tui.domain import people, recurrence, words
from pipeline_tui.domain.playbook import GLYPHS as GLYPHS_OF_PLAY
from pipeline_tui.domain.playbook import STYLES
from pipeline_tui.domain.records import Activity, Deal, Focus, Permission
from pipeline_tui.domain.standing import GLYPHS, shown_as
from pipeline_tui.i18n import _, ngettext
from pipeline_tui.i18n.format import days, full_date, money, number, percent, short_date
from pipeline_tui.ui.render import labels, pane_step, values
from pipeline_tui.ui.render.cells import fit, width
from pipeline_tui.ui.render.wrap import Run, flow, measure, printable

Line = list[Run]

WIDEST = 124
"""Cells that are used at most: longer lines are hard to read."""

TWO_COLUMNS = 96
"""With so many cells person and deal stand side by side."""

ROOMY = 34
"""With so many lines there is room for blank ones and longer notes."""

NOTES = 3
_GAP = 4
_PHONE = "✆ "
_MAIL = "@ "
_MARGINS = ((100, 4), (60, 2))


def lay_out(focus: Focus, cells: int, lines: int, today: date) -> list[Line]:
    """A follow-up `cells` wide; `lines` are those there are, of which more may be needed."""
    margin = next((margin for least, margin in _MARGINS if cells >= least), 1)
    room = max(min(cells - 2 * margin, WIDEST), 8)
    margin = max((cells - room) // 2, 0)
    return [
        [(" " * margin, "text"), *line] if line else []
        for line in _Sheet(focus, room, lines, today).build()
    ]


class _Sheet:
    """One pass over a follow-up and its deal."""

    def __init__(self, focus: Focus, cells: int, lines: int, today: date) -> None:
        self.focus = focus
        self.step = focus.followup
        self.deal: Deal | None = focus.page.deal if focus.page else None
        self.cells = cells
        self.today = today
        self.roomy = lines >= ROOMY
        self.two = cells >= TWO_COLUMNS
        self.low = lines < 16

    def build(self) -> list[Line]:
        rows: list[Line] = [*([[], []] if self.roomy else []), *self._card(), *self._gap()]
        if self.two:
            half = (self.cells - _GAP) // 2
            right = self.cells - _GAP - half
            deal = self._headed(_("The deal"), self._deal(half), half)
            before = self._headed(_("So far"), self._before(right), right)
            return rows + _side_by_side(deal, [*before, *self._notes(right)], half)
        rows += self._deal(self.cells)
        for lines in (self._before(self.cells), self._notes(self.cells)):
            rows += [*(self._gap() if rows and rows[-1] else []), *lines]
        return rows

    def _gap(self) -> list[Line]:
        """An empty line, where there is room for one."""
        return [] if self.low else [[]]

    def _headed(self, title: str, rows: list[Line], cells: int) -> list[Line]:
        if not rows:
            return []
        rule = max(cells - width(title) - 1, 0)
        return [[(title, "head"), (" " + "─" * rule, "rule")], *rows, []]

    # What is to be done, and whom to call: a card that the eye falls on.

    def _card(self) -> list[Line]:
        inner = self.cells - 4
        if self.two:
            half = (inner - _GAP) // 2
            rows = _side_by_side(self._step(half), self._person(inner - _GAP - half), half)
        else:
            rows = [*self._step(inner), *self._gap(), *self._person(inner)]
        if self.deal is not None and self._forbidden:
            rows += [*self._gap(), *self._bar(self.deal, inner)]
        if self.roomy:
            rows = [[], *rows, []]
        return [self._filled(row) for row in rows]

    def _filled(self, row: Line) -> Line:
        """A line of the card: its edge, its ground, and what stands on it."""
        used = measure(row) + 2
        runs: Line = [("▌", "bar+edge"), (" ", "bar")]
        runs += [(text, f"bar+{style}") for text, style in row]
        return [*runs, (" " * max(self.cells - used, 0), "bar")]

    def _step(self, cells: int) -> list[Line]:
        """When, what, and for which deal."""
        what = pane_step.what(self.step.kind, self.step.text)
        rows = flow(self._when(), cells, 2)
        rows += [*([[]] if self.roomy else []), *flow([(what, "title")], cells, 3)]
        if self.deal is None:
            return rows if self.low else [*rows, [(_("a follow-up without a deal"), "faint")]]
        named: Line = [(self.deal.title, "text")]
        if self.deal.company:
            named = [(self.deal.company, "value"), (" · ", "faint"), (self.deal.title, "dim")]
        return rows + flow(named, cells, 2)

    def _when(self) -> Line:
        """Day and time with their sign, and what makes it press."""
        step = self.step
        if step.state in ("done", "cancelled"):
            said = _("done meanwhile") if step.state == "done" else _("cancelled meanwhile")
            return [("✓ " if step.state == "done" else "× ", "good"), (said, "head")]
        style = shown_as(step.state, step.deal_state)
        when = pane_step.when(step.due, step.time, self.today)
        runs: Line = [(f"{GLYPHS[style]} {when}", style)]
        late = (self.today - step.due).days
        press: list[str] = []
        if late > 0:
            overdue = ngettext("{count} day overdue", "{count} days overdue", late)
            press.append(overdue.format(count=number(late)))
        if step.postponed:
            postponed = ngettext("postponed once", "postponed {count} times", step.postponed)
            press.append(postponed.format(count=number(step.postponed)))
        if step.promised:
            press.append(f"{labels.PROMISED}\N{NO-BREAK SPACE}" + _("the customer asked"))
        if step.repeat:
            press.append(f"{labels.REPEATS}\N{NO-BREAK SPACE}" + recurrence.describe(step.repeat))
        for text in press:
            runs += [(" · ", "faint"), (text, "dim")]
        return runs

    @property
    def _forbidden(self) -> bool:
        """Whether what is to be done goes against what the contact person allows."""
        return self.deal is not None and people.forbids(self.deal.permission, self.step.kind)

    def _bar(self, deal: Deal, cells: int) -> list[Line]:
        """What the contact person allows and what not, in a bar one cannot miss."""
        rules = sorted(people.rules(deal.permission), key=lambda rule: bool(rule.allowed))
        common = people.source(deal.permission, self.today)
        parts = []
        for rule in rules:
            parts.append(("✓ " if rule.allowed else "✗ ") + rule.said)
            if not common:
                parts.append(people.source(deal.permission, self.today, rule.channel))
        said = " · ".join(part for part in (*parts, common) if part)
        lines = flow([(said, "chip-bad")], cells - 2, 2)
        return [
            [(" ", "chip-bad"), *line, (" " * (cells - 1 - measure(line)), "chip-bad")]
            for line in lines
        ]

    def _person(self, cells: int) -> list[Line]:
        """Name and role, number and address, and what the person allows."""
        step, deal = self.step, self.deal
        name = (deal.contact if deal else step.contact) or ""
        role = words.role(deal.contact_role) if deal and deal.contact_role else ""
        who: Line = [(name or _("no contact person"), "head" if name else "faint")]
        if role:
            who += [("  ", "text"), (role, "accent" if deal and deal.contact_role == "decides"
                                     else "dim")]  # fmt: skip
        rows = [*flow(who, cells, 2), *([[]] if self.roomy else [])]
        phone = deal.contact_phone if deal else step.phone
        mail = deal.contact_email if deal else step.email
        may = deal.permission if deal else Permission()
        parts: list[Line] = []
        if phone:
            parts.append(
                [(_PHONE, "key"), (phone, "dim" if people.forbids(may, "call") else "title")]
            )
        elif name:
            parts.append([(_PHONE, "faint"), (_("no phone number"), "faint")])
        if mail:
            parts.append([(_MAIL, "key"), (mail, "dim" if people.forbids(may, "mail") else "text")])
        rows += (
            _beside(parts, cells)
            if not self.two
            else [line for part in parts for line in flow(part, cells, 2)]
        )
        if self._forbidden:
            return rows  # the bar says it
        allowed = values.permission_runs(may, self.today)
        if not allowed and (phone or mail):
            allowed = [("? ", "waiting"), (_("permission not known"), "faint")]
        return rows + flow(allowed, cells, 3) if allowed else rows

    def _before(self, cells: int) -> list[Line]:
        """What came of it before: the last outcome, attempts, the last contact."""
        rows: list[tuple[str, Line]] = []
        last, step = self.focus.last, self.step
        if last is not None:
            said: Line = [(short_date(last.on, self.today), "dim"), ("  ", "text")]
            said.append((pane_step.what(last.kind, last.text), "text" if last.outcome else "dim"))
            if last.outcome:
                said += [(" → ", "faint"), (last.outcome, "text")]
            rows.append((_("Last time"), said))
        if step.attempts:
            count = ngettext("{count} attempt", "{count} attempts", step.attempts)
            times = count.format(count=number(step.attempts))
            tried: Line = [(f"{labels.ATTEMPT} {times}", "today")]
            if self.focus.tried_on is not None:
                day = short_date(self.focus.tried_on, self.today)
                tried += [(" · ", "faint"), (_("the last one {day}").format(day=day), "dim")]
            rows.append((_("Not reached"), tried))
        if self.deal is not None and self.deal.last_contact_on is not None:
            on = self.deal.last_contact_on
            ago = (self.today - on).days
            spoken: Line = [(short_date(on, self.today), "text")]
            if ago > 0:
                spoken += [(" · ", "faint"), (_days_ago(ago), "dim")]
            rows.append((_("Last contact"), spoken))
        return _labelled(rows, cells)

    # What to know of the deal.

    def _deal(self, cells: int) -> list[Line]:
        deal = self.deal
        if deal is None or self.focus.page is None:
            return []
        benefit: Line = [(deal.benefit, "text")] if deal.benefit else [("–", "faint")]
        stayed = max((self.today - local_day(deal.stage_entered_at)).days, 0)
        stage: Line = [(deal.stage, "text"), (" · ", "faint"), (days(stayed), "dim")]
        if deal.criteria:
            done = f"{deal.ticks}/{deal.criteria}" + ("!" if deal.overridden else "")
            stage += [
                (" · ", "faint"),
                (done, "good" if deal.ticks == deal.criteria else "dim"),
            ]
        rows = [
            (labels.field("benefit"), benefit),
            (labels.field("risk"), _risk(deal)),
            (labels.field("value"), _value(deal)),
            (labels.field("close"), self._close(deal)),
            (labels.field("stage"), stage),
        ]
        missing = [box for box in self.focus.page.boxes if box.ticked_at is None]
        column = _column(rows)
        lines = _labelled(rows, cells, column)
        for box in missing:
            flowed = flow([(box.text, "dim")], cells - column - 4, 2)
            for place, line in enumerate(flowed):
                mark = "[ ] " if not place else "    "
                lines.append([(" " * column, "text"), (mark, "none"), *line])
        return lines + self._answers(cells)

    def _answers(self, cells: int) -> list[Line]:
        """What the playbook offers, by title; its key opens the answers."""
        hints = self.focus.page.hints if self.focus.page else ()
        rows = [
            line
            for hint in hints
            for line in flow(
                [(f"{GLYPHS_OF_PLAY[hint.kind]} ", STYLES[hint.kind]), (hint.title, "text")],
                cells,
                1 if self.low else 2,
            )
        ]
        head: Line = [(_("Playbook"), "head"), ("  b ", "key"), (_("opens the answers"), "faint")]
        return [*self._gap(), head, *rows] if rows else []

    def _close(self, deal: Deal) -> Line:
        if deal.expected_close is None:
            return [("–", "faint")]
        past = "close_past" in deal.warnings
        runs: Line = [(full_date(deal.expected_close), "bad" if past else "text")]
        for code in deal.warnings:
            if code in labels.WARNINGS:
                runs += [
                    (" · ", "faint"),
                    (f"{labels.FLAG} " + _(labels.WARNINGS[code]), "overdue"),
                ]
        if "close_moved" in deal.warnings:
            runs += [(" · ", "faint"), (values.times_moved(deal.close_moves), "overdue")]
        return runs

    def _notes(self, cells: int) -> list[Line]:
        """The last notes, latest first."""
        notes = self.focus.page.notes[:NOTES] if self.focus.page else ()
        if not notes:
            return []
        column = max(width(short_date(local_day(note.at), self.today)) for note in notes) + 2
        rows = [line for note in notes for line in self._note(note, column, cells)]
        return self._headed(_("Notes"), rows, cells)[:-1]

    def _note(self, note: Activity, column: int, cells: int) -> list[Line]:
        when = short_date(local_day(note.at), self.today)
        said: Line = [(note.text.replace("\n", " "), "text")]
        if note.kind != "note":
            said.insert(0, (labels.kind(note.kind) + "  ", "dim"))
        lines = flow(said, cells - column, 4 if self.roomy else 2)
        blank: Run = (" " * column, "text")
        return [[blank if place else (fit(when, column), "dim"), *line]
                for place, line in enumerate(lines)]  # fmt: skip


def _risk(deal: Deal) -> Line:
    if deal.risk_level is None and not deal.risk_text:
        return [("· ", "faint"), (_("none known"), "faint")]
    level = deal.risk_level or "mid"
    style = labels.RISK_STYLES[level]
    return [(f"{labels.RISK_GLYPHS[level]} ", style), (deal.risk_text or labels.risk(level), style)]


def _value(deal: Deal) -> Line:
    if deal.value_minor is None:
        return [("–", "faint"), (" · ", "faint"), (percent(deal.probability), "dim")]
    return [
        (money(deal.value_minor, deal.currency), "value"),
        (" · ", "faint"),
        (percent(deal.probability), "dim"),
    ]


def _column(rows: list[tuple[str, Line]]) -> int:
    return max((width(label) for label, _line in rows), default=0) + 2


def _labelled(rows: list[tuple[str, Line]], cells: int, column: int = 0) -> list[Line]:
    """Labels in a column of their own; a long line goes on below itself."""
    column = min(column or _column(rows), max(cells // 2, 4))
    lines: list[Line] = []
    for label, runs in rows:
        for place, line in enumerate(flow(runs, cells - column, 3)):
            head: Run = (" " * column, "text") if place else (fit(label, column), "dim")
            lines.append([head, *line])
    return lines


def _days_ago(count: int) -> str:
    return ngettext("{count} day ago", "{count} days ago", count).format(count=number(count))


def _beside(parts: list[Line], cells: int) -> list[Line]:
    """Short parts in one line where they fit, else each in its own."""
    parts = [[(printable(text), style) for text, style in part] for part in parts]
    if len(parts) > 1 and sum(measure(part) + 3 for part in parts) <= cells:
        joined: Line = []
        for part in parts:
            joined += ([("   ", "text")] if joined else []) + part
        return [joined]
    return [line for part in parts for line in flow(part, cells, 2)]


def _side_by_side(left: list[Line], right: list[Line], cells: int) -> list[Line]:
    """Two columns, the left one `cells` wide."""
    rows: list[Line] = []
    for place in range(max(len(left), len(right))):
        line = list(left[place]) if place < len(left) else []
        if place < len(right) and right[place]:
            line += [(" " * (cells - measure(line) + _GAP), "text"), *right[place]]
        rows.append(line)
    return rows
