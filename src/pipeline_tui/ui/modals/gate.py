"""The panel of a move: what is open, the qualification, what is planned; one `enter` for all."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING

from pipeline_tui.domain.gate import LIGHT, TALK, Asked, Decision, Gate, OpenBox
from pipeline_tui.domain.qualification import ASKED, NAMES, UNKNOWN, is_early
from pipeline_tui.errors import InputError
from pipeline_tui.i18n import _, ngettext
from pipeline_tui.ui.gateway import gate as gates
from pipeline_tui.ui.modals.panel import LineMissing, Panel
from pipeline_tui.ui.render import pane_step
from pipeline_tui.ui.render.pane_qualification import GLYPHS
from pipeline_tui.ui.widgets.checklist import BOX, Row

if TYPE_CHECKING:
    from pipeline_tui.ui.gateway import Gateway
    from pipeline_tui.ui.screens.keyed import KeyedScreen
    from pipeline_tui.ui.text import Run

Then = Callable[[], Awaitable[None]]

REASON, REPLACE = "reason", "replace"
_ANSWERS = (UNKNOWN, "yes", "no")
_STATES: tuple[Run, ...] = tuple((GLYPHS[one][0].strip(), GLYPHS[one][1]) for one in _ANSWERS)


def ask_gate(
    screen: KeyedScreen, gateway: Gateway, gate: Gate, deal_ids: Sequence[int], then: Then
) -> None:
    """Ask what moving these deals asks, and move them; `then` hears that something was saved."""

    async def left(accepted: bool | None) -> None:
        if accepted:
            await then()

    screen.app.push_screen(_Asking(gateway, gate, deal_ids).panel(), screen.guarded(left))


class _Asking:
    """One move that is being asked about."""

    def __init__(self, gateway: Gateway, gate: Gate, deal_ids: Sequence[int]) -> None:
        self._gateway = gateway
        self._gate = gate
        self._numbers = list(deal_ids)
        """All that move; asked about are those that go forward."""

    @property
    def _alone(self) -> bool:
        return len(self._numbers) == 1

    def panel(self) -> Panel:
        """The panel, ready to be shown."""
        stage = self._gate.stage.name
        if self._alone:
            title = _("Move {deal} to {stage}").format(deal=self._gate.deals[0].name, stage=stage)
        else:
            title = ngettext(
                "Move {count} deal to {stage}", "Move {count} deals to {stage}", len(self._numbers)
            ).format(count=len(self._numbers), stage=stage)
        return Panel(
            title,
            self._rows(None),
            self._go,
            accepts=_("move"),
            again=self._read_again,
            turned=self._turned,
            at_once={str(key): self._instead(name) for key, name in enumerate(LIGHT, start=1)}
            if self._alone and self._gate.questions
            else None,
        )

    # What it shows.

    def _rows(self, panel: Panel | None) -> list[Row]:
        """All rows; what has been ticked and written on a panel stays."""
        gate = self._gate
        rows = [*self._boxes(), *self._questions(), *self._planned()][1:]
        if gate.boxes and gate.mode == "soft":
            rows.append(Row("", ()))
            rows.append(Row(REASON, ((_("Go on anyway, because"), "text"),), line=""))
        elif gate.boxes:
            rows.append(Row("", ((_("Nothing goes on before all boxes are ticked"), "bad"),)))
        if panel is not None:
            rows = [_kept(row, panel.list.row(row.key)) for row in rows]
        if not self._alone and gate.early:
            rows += [Row("", ()), Row("", ((_early(gate.early), "today"),))]
        elif gate.questions and self._is_early(rows):
            rows += self._light()
        return rows

    def _boxes(self) -> list[Row]:
        asked = {one.question for one in self._gate.questions}
        boxes = [box for box in self._gate.boxes if box.question not in asked]
        if not boxes:
            return []
        stages = dict.fromkeys(deal.stage for deal in self._gate.deals)
        head = _("Open in {stage}").format(stage=", ".join(stages))
        return [*_head(head), *(self._box(box) for box in boxes)]

    def _box(self, box: OpenBox) -> Row:
        runs: list[Run] = [(box.text, "text"), *self._count(box.deals)]
        line = "" if self._alone else None
        return Row(f"box:{box.criterion_id}", tuple(runs), BOX, line=line)

    def _questions(self) -> list[Row]:
        questions = self._gate.questions
        if not questions:
            return []
        yes = sum(one.answer == "yes" for one in questions)
        head = _("Qualification") + (f" {yes}/{len(questions)}" if self._alone else "")
        return [*_head(head), *map(self._question, questions)]

    def _question(self, one: Asked) -> Row:
        tied = next((box for box in self._gate.boxes if box.question == one.question), None)
        runs: list[Run] = [(_(NAMES[one.question]), "text")]
        if self._alone and (tied or not one.line):
            runs.append((" · ", "faint"))
            runs.append((tied.text, "text") if tied else (_(ASKED[one.question]), "dim"))
        runs += self._count(one.deals)
        state = _ANSWERS.index(one.answer)
        return Row(
            f"ask:{one.question}", tuple(runs), _STATES, state, one.line if self._alone else None
        )

    def _planned(self) -> list[Row]:
        """The planned follow-ups: taken unless there is a next step already."""
        gate = self._gate
        if not gate.planned:
            return []
        there = [deal.next for deal in gate.deals if deal.next is not None]
        wanted = int(len(there) < len(gate.deals))
        rows = [*_head(_("Planned in {stage}").format(stage=gate.stage.name))]
        for offer in gate.planned:
            step = offer.step
            when = pane_step.when(step.day, step.time, self._gateway.today)
            runs: tuple[Run, ...] = (
                (f"○ {when}", "later"),
                ("  ", "text"),
                (pane_step.what(step.kind, step.text), "text"),
            )
            rows.append(Row(f"plan:{offer.id}", runs, BOX, wanted))
        if len(there) == 1 and self._alone:
            now = there[0]
            when = pane_step.when(now.due, now.time, self._gateway.today)
            said = _("in place of {step}, {day}").format(
                step=pane_step.what(now.kind, now.text), day=when
            )
            rows.append(Row(REPLACE, ((said, "text"),), BOX))
        elif there:
            said = ngettext(
                "also in place of the next step of {count} deal",
                "also in place of the next steps of {count} deals",
                len(there),
            ).format(count=len(there))
            rows.append(Row(REPLACE, ((said, "text"),), BOX))
        return rows

    def _light(self) -> list[Row]:
        """What can be done instead of an offer, each with its key."""
        rows = [*_head(_("One yes or none: instead of an offer"))]
        for key, (name, (_kind, words)) in enumerate(LIGHT.items(), start=1):
            day = pane_step.when(gates.light_day(self._gateway, name), None, self._gateway.today)
            runs: list[Run] = [(str(key), "key"), (f" {_(words)}", "text"), (f"  {day}", "later")]
            if name == TALK:
                runs.append((" · " + _("parks the deal"), "dim"))
            rows.append(Row("", tuple(runs), indent=1))
        return rows

    def _count(self, deals: int) -> list[Run]:
        """How many have it open, where there are several."""
        if self._alone or not deals:
            return []
        said = _("open in {count} of {all}").format(count=deals, all=len(self._gate.deals))
        return [(" · ", "faint"), (said, "dim")]

    def _is_early(self, rows: list[Row]) -> bool:
        return is_early(
            {row.key: _ANSWERS[row.state] for row in rows if row.key.startswith("ask:")}
        )

    # What is done with it.

    def _turned(self, panel: Panel, key: str) -> None:
        """Some rows follow others."""
        row = panel.list.row(key)
        if key == REPLACE and row is not None and row.state:
            planned = [one for one in panel.list.rows if one.key.startswith("plan:")]
            if planned and not any(one.state for one in planned):
                panel.list.put(planned[0].key, state=1)
        panel.list.show(self._rows(panel))

    def _decision(self, panel: Panel) -> Decision:
        rows = {row.key: row for row in panel.list.rows if row.key}
        reason = rows.get(REASON)
        replace = rows.get(REPLACE)
        return Decision(
            ticks=tuple(
                (int(key[4:]), row.line or "")
                for key, row in rows.items()
                if key.startswith("box:") and row.state
            ),
            answers=tuple(
                (one.question, _ANSWERS[row.state], *_line_of(row, one))
                for one in self._gate.questions
                if (row := rows.get(f"ask:{one.question}")) is not None
                and (row.state != _ANSWERS.index(one.answer) or (row.line or "") != one.line)
                and (self._alone or row.state)
            ),
            planned=tuple(
                int(key[5:]) for key, row in rows.items() if key.startswith("plan:") and row.state
            ),
            replace=bool(replace and replace.state),
            reason=(reason.line or "") if reason else "",
        )

    def _still_open(self, panel: Panel) -> list[str]:
        """The boxes that stay open."""
        rows = {row.key: row for row in panel.list.rows if row.key}
        left = []
        for box in self._gate.boxes:
            row = rows.get(f"ask:{box.question}") if box.question else None
            row = row or rows.get(f"box:{box.criterion_id}")
            if row is None or row.state != 1:
                left.append(box.text)
        return left

    async def _go(self, panel: Panel) -> None:
        decision = self._decision(panel)
        left = self._still_open(panel)
        if left and self._gate.mode == "soft" and not decision.reason:
            raise LineMissing(
                REASON,
                _("Still open: {boxes}").format(boxes=", ".join(left)),
                todo=_("Say why it goes on anyway, or esc and tick"),
            )
        seen = {deal.id: deal.stage_id for deal in self._gate.deals}
        await gates.go(self._gateway, self._numbers, self._gate.stage.id, decision, seen)

    def _instead(self, light: str) -> Callable[[Panel], Awaitable[None]]:
        async def book(panel: Panel) -> None:
            if not self._is_early(panel.list.rows):
                raise InputError(_("Two questions are answered with yes: an offer may come"))
            await gates.instead(self._gateway, self._numbers[0], light, self._decision(panel))

        return book

    def _read_again(self, panel: Panel) -> list[Row]:
        """After it was refused: as things are now, with what was ticked and written."""
        found = gates.asked(self._gateway, self._numbers, self._gate.stage.id)
        if found is not None:
            self._gate = found
        return self._rows(panel)


def _early(deals: int) -> str:
    """What is said of those for which an offer comes too early."""
    return ngettext(
        "{count} deal has one yes or none: an offer may come too early",
        "{count} deals have one yes or none: an offer may come too early",
        deals,
    ).format(count=deals)


def _head(text: str) -> tuple[Row, Row]:
    """A blank line, and a heading."""
    return Row("", ()), Row("", ((text, "head"),), indent=0)


def _kept(row: Row, before: Row | None) -> Row:
    if before is None or not row.key:
        return row
    return row._replace(state=before.state, line=before.line)


def _line_of(row: Row, one: Asked) -> tuple[str | None, str | None]:
    """The line as it was written and as it was seen; both None where it was left alone."""
    changed = row.line is not None and row.line != one.line
    return (row.line, one.line) if changed else (None, None)
