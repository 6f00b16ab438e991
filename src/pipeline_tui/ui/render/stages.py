"""The stage editor as lines of runs: the list of stages, and the sheet of one."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline_tui.domain import stages as rules
from pipeline_tui.domain import words
from pipeline_tui.domain.records_stage import StagePage
from pipeline_tui.domain.words import capital
from pipeline_tui.i18n import N_, _, ngettext
from pipeline_tui.i18n.format import number, percent
from pipeline_tui.ui.modals.pick import STAGE_GLYPHS, STAGE_STYLES
from pipeline_tui.ui.render.cells import fit, fit_right, shown, width
from pipeline_tui.ui.render.sheet import MARGIN, Layout, Sheet
from pipeline_tui.ui.render.wrap import Run, flow, measure

COLOURED = "■"
NO_COLOUR = "□"
TIED = "⇄"
MARKS = (
    ("first", "F", N_("first contact")),
    ("opportunity", "O", N_("verified from here")),
    ("qualification", "Q", N_("qualification asked")),
)
"""Marks of a stage: field, letter in the list, and what it means."""

_LABELS = {
    "step": N_("Next step"),
    "first": N_("First contact"),
    "opportunity": N_("Opportunity"),
    "qualification": N_("Qualification"),
    "limit": N_("Contact limit"),
}
_SAID = {
    "step": (N_("compulsory"), N_("not compulsory")),
    "first": (N_("new deals begin here"), N_("no")),
    "opportunity": (N_("deals are verified from here on"), N_("no")),
    "qualification": (N_("is asked for on entry"), N_("is not asked for")),
}
_FIGURES = 5 + 6 + 4 + 6
"""Cells of probability, limit, marks and count in the list."""
_ROOM_FOR_KIND = 52
_KIND_CELLS = 15


def head(count: int, template: str, cells: int, notes: Sequence[Run]) -> list[Run]:
    """The line on top."""
    said = ngettext("{count} stage", "{count} stages", count).format(count=number(count))
    runs: list[Run] = [(" ", "bar"), (_("Stages"), "bar+accent"), (f"   {said}", "bar+dim")]
    if template:
        runs.append((f"   {shown(template)}", "bar+dim"))
    for text, style in notes:
        runs += [("   ", "bar"), (f" {shown(text)} ", style)]
    return [*runs, (" " * cells, "bar")]


def colour_style(colour: str) -> str:
    """The style of a stage's colour; faint for one that no theme knows."""
    return f"stage-{colour}" if colour in rules.COLOUR_NAMES else "faint"


def list_head(cells: int) -> list[Run]:
    """What stands over the figures of the list."""
    heads = (("%", 5), (_("limit"), 6), ("", 4), (_("deals"), 6))
    blank = cells - _FIGURES - MARGIN
    return [
        (fit("   " + _("stage"), max(blank, 0)), "faint"),
        *((fit_right(text, room), "faint") for text, room in heads),
    ]


def list_row(page: StagePage, cells: int) -> list[Run]:
    """A stage in the list: colour, name, kind, probability, contact limit, marks, deals."""
    stage = page.stage
    limit = "–" if stage.contact_limit is None else number(stage.contact_limit)
    marks = "".join(letter for field, letter, _said in MARKS if rules.stored(page, field))
    room = cells - _FIGURES - MARGIN - 3
    glyph = f"{STAGE_GLYPHS.get(stage.kind, '')} "
    kind = ""
    if cells >= _ROOM_FOR_KIND:
        kind = fit(rules.kind_name(stage.kind), _KIND_CELLS)
        room -= _KIND_CELLS
    room -= width(glyph) + 1
    return [
        (" " * MARGIN, "text"),
        (COLOURED if stage.colour else NO_COLOUR, colour_style(stage.colour)),
        (" ", "text"),
        (fit(shown(stage.name), max(room, 1)), "text"),
        (" ", "text"),
        (glyph, STAGE_STYLES.get(stage.kind, "text")),
        (kind, "dim"),
        (fit_right(percent(stage.probability).replace("\u00a0", "").replace(" ", ""), 5), "dim"),
        (fit_right(limit, 6), "dim" if stage.step_required else "faint"),
        (fit_right(marks, 4), "accent"),
        (fit_right(number(page.deals), 6), "value" if page.deals else "faint"),
    ]


def legend(cells: int) -> list[list[Run]]:
    """What the letters of the list mean; a letter and its meaning stay together."""
    lines: list[list[Run]] = [[]]
    for _field, letter, said in MARKS:
        part: list[Run] = [(f" {letter}", "key"), (f" {_(said)} ", "faint")]
        if lines[-1] and measure(lines[-1]) + measure(part) > cells:
            lines.append([])
        lines[-1] += part
    return lines


def lay_out(page: StagePage, cells: int) -> Layout:
    """All of a stage, `cells` wide, with what the cursor can stand on."""
    labels = [label(field) for field in rules.FIELDS]
    sheet = Sheet(cells, max(width(one) for one in labels) + 2)
    sheet.line([(" " * MARGIN, "text"), (shown(page.stage.name), "title")])
    sheet.line([(" " * MARGIN + _standing(page), "dim")])
    sheet.blank()
    for field in rules.FIELDS:
        _field(sheet, page, field)
    _criteria(sheet, page)
    _planned(sheet, page)
    return Layout(sheet.rows, sheet.items, sheet.item_of, more=False)


def label(field: str) -> str:
    """What a field is called in front of its line."""
    return _(_LABELS[field]) if field in _LABELS else capital(words.stage_field(field))


def value_text(field: str, value: rules.Value) -> str:
    """A value as it is shown behind its label."""
    if field in _SAID:
        return _(_SAID[field][0 if value else 1])
    return rules.shown(field, value)


def _standing(page: StagePage) -> str:
    deals = ngettext("{count} deal stands here", "{count} deals stand here", page.deals)
    been = ngettext("{count} has been here", "{count} have been here", page.been)
    return " · ".join(
        part.format(count=number(count)) for part, count in ((deals, page.deals), (been, page.been))
    )


def _field(sheet: Sheet, page: StagePage, field: str) -> None:
    value = rules.stored(page, field)
    runs: list[Run] = [(value_text(field, value), "text")]
    if field == "kind":
        glyph, style = STAGE_GLYPHS.get(str(value), ""), STAGE_STYLES.get(str(value), "text")
        runs.insert(0, (f"{glyph} ", style))
    elif field == "colour":
        filled = COLOURED if value else NO_COLOUR
        runs.insert(0, (f"{filled} ", colour_style(str(value))))
    elif field in rules.FLAGS:
        runs = [("[x] " if value else "[ ] ", "accent" if value else "dim"), *runs]
    lines = sheet.labelled(label(field), flow(runs, sheet.body, 6) or [[("–", "faint")]])
    text = rules.text_of(field, value)
    sheet.item("field", lines, name=field, column=sheet.column, text=text)


def _criteria(sheet: Sheet, page: StagePage) -> None:
    sheet.section(_("Exit criteria"), number(len(page.criteria)) if page.criteria else "")
    for one in page.criteria:
        said = ""
        if one.question:
            said = f"  {TIED} {rules.question_name(one.question)}"
        elif one.ticks:
            ticks = ngettext("{count} tick", "{count} ticks", one.ticks)
            said = f"  {ticks.format(count=number(one.ticks))}"
        runs: list[Run] = [("· ", "faint"), (one.text, "text"), (said, "dim")]
        _part(sheet, "criterion", one.id, runs, one.text)
    _new(sheet, "criterion", _("add a criterion"))


def _planned(sheet: Sheet, page: StagePage) -> None:
    sheet.section(_("Planned on entry"), number(len(page.planned)) if page.planned else "")
    for one in page.planned:
        when = f"  {rules.planned_when(one.days)}"
        kind = f"{words.kind(one.kind)} "
        runs: list[Run] = [("○ ", "later"), (kind, "dim"), (one.text, "text"), (when, "dim")]
        _part(sheet, "planned", one.id, runs, rules.planned_text(one))
    _new(sheet, "planned", _("add a follow-up that is planned"))


def _part(sheet: Sheet, kind: str, key: int, runs: list[Run], text: str) -> None:
    lines = flow(runs, max(sheet.cells - 2 * MARGIN, 8), 4)
    rows = [[(" " * MARGIN, "text"), *line] for line in lines]
    sheet.item(kind, rows, key=key, column=MARGIN, text=text)


def _new(sheet: Sheet, name: str, said: str) -> None:
    row: list[Run] = [(" " * MARGIN, "text"), ("+ ", "key"), (said, "faint")]
    sheet.item("new", [row], name=name, column=MARGIN)
