"""The playbook as lines of runs: the list of entries, and the page of one."""

from __future__ import annotations

from typing import NamedTuple

from pipeline_tui.domain.playbook import COUNTED_FROM, GLYPHS, KINDS, STYLES, Hint, Play, Tally
from pipeline_tui.i18n import N_, _, ngettext
from pipeline_tui.i18n.format import number
from pipeline_tui.ui.render.cells import fit, shown, width
from pipeline_tui.ui.render.sheet import MARGIN, Sheet
from pipeline_tui.ui.render.wrap import Run, flow

HEADS = {
    "objection": N_("Objections and answers"),
    "story": N_("Customer stories"),
    "material": N_("Materials"),
}
NAMES = {
    "objection": N_("Objection"),
    "story": N_("Customer story"),
    "material": N_("Material"),
}
_ALL_STAGES = N_("all stages")
_STAGE_CELLS = 24
_ROOM_FOR_STAGES = 56
ANSWER_LINES = 200


class Row(NamedTuple):
    """A line of the list, and the entry it stands for; None for a head."""

    runs: list[Run]
    play: Play | None


def rows(plays: list[Play], cells: int, stages: dict[int, str]) -> list[Row]:
    """The entries under a head for each kind, `cells` wide."""
    made: list[Row] = []
    for kind in KINDS:
        alike = [play for play in plays if play.kind == kind]
        if not alike:
            continue
        if made:
            made.append(Row([], None))
        head, count = _(HEADS[kind]), number(len(alike))
        rule = max(cells - 2 * MARGIN - width(head) - width(count) - 3, 0)
        made.append(
            Row([(f" {head}", "head"), (f"  {count}", "dim"), (" " + "─" * rule, "rule")], None)
        )
        made += [Row(_row(play, cells, stages), play) for play in alike]
    return made


def _row(play: Play, cells: int, stages: dict[int, str]) -> list[Run]:
    used = f" {number(play.tally.uses)}×" if play.tally.uses else ""
    room = cells - 2 * MARGIN - 2 - width(used)
    where = ""
    if cells >= _ROOM_FOR_STAGES:
        where = fit(shown(_stages(play, stages)), _STAGE_CELLS)
        room -= _STAGE_CELLS + 1
    return [
        (" " * MARGIN, "text"),
        (f"{GLYPHS[play.kind]} ", STYLES[play.kind]),
        (fit(shown(play.title), max(room, 1)), "text"),
        (f" {where}" if where else "", "dim"),
        (used, "faint"),
    ]


def _stages(play: Play, stages: dict[int, str]) -> str:
    names = [stages[number] for number in play.stages if number in stages]
    return ", ".join(names) if names else _(_ALL_STAGES)


def page(play: Play, cells: int, stages: dict[int, str]) -> list[list[Run]]:
    """All of an entry, `cells` wide."""
    room = max(cells - 2 * MARGIN, 8)
    lines = flow([(play.title, "title")], room, 3)
    about: list[Run] = [
        (f"{GLYPHS[play.kind]} {_(NAMES[play.kind])}", STYLES[play.kind]),
        (" · ", "faint"),
        (_stages(play, stages), "dim"),
    ]
    lines += [*flow(about, room, 3), []]
    lines += flow([(play.text, "text")], room, ANSWER_LINES) if play.text else []
    if play.link:
        lines += [[], *flow([("↗ ", "key"), (play.link, "accent")], room, 3)]
    if play.words:
        said = _("found by: {words}").format(words=play.words)
        lines += [[], *flow([(said, "faint")], room, 3)]
    lines += [[], *flow([(tally(play.tally), "dim")], room, 2)]
    return [[(" " * MARGIN, "text"), *line] if line else [] for line in lines]


def tally(found: Tally) -> str:
    """How often it was used, and what came of it once that says something."""
    if not found.uses:
        return _("not used yet")
    used = ngettext("used once", "used {count} times", found.uses)
    used = used.format(count=number(found.uses))
    if found.uses < COUNTED_FROM or not found.decided:
        return used
    came = ngettext(
        "of {count} deal decided {won} won", "of {count} deals decided {won} won", found.decided
    ).format(count=number(found.decided), won=number(found.won))
    return f"{used} · {came}"


def offered_part(sheet: Sheet, hints: tuple[Hint, ...]) -> None:
    """What the pane offers: the titles, each of which opens its answer."""
    if not hints:
        return
    sheet.section(_("Playbook"))
    for hint in hints:
        runs: list[Run] = [(f"{GLYPHS[hint.kind]} ", STYLES[hint.kind]), (hint.title, "text")]
        lines = flow(runs, max(sheet.cells - 2 * MARGIN, 8), 2)
        sheet.item("play", [[(" " * MARGIN, "text"), *line] for line in lines], key=hint.id)
