"""The four questions of qualification in the pane: a glyph, a colour and a line each."""

from __future__ import annotations

from pipeline_tui.domain.qualification import ASKED, NAMES, UNKNOWN
from pipeline_tui.domain.records import Answer, DealPage
from pipeline_tui.i18n import _
from pipeline_tui.ui.render.cells import fit, width
from pipeline_tui.ui.render.sheet import MARGIN, Sheet
from pipeline_tui.ui.render.wrap import Run, flow

GLYPHS: dict[str, Run] = {
    "yes": ("✓ ", "good"),
    "no": ("✗ ", "bad"),
    UNKNOWN: ("? ", "faint"),
}
"""How an answer looks."""

_SHOWN_FOR = ("open", "parked")
_LINES = 3
_BESIDE_CELLS = 14
"""With less room beside a question its line stands below."""


def qualification(sheet: Sheet, page: DealPage) -> None:
    """`Qualification 3/4` and its questions; of a deal that is decided only what was answered."""
    if page.deal.stage_kind not in _SHOWN_FOR and not page.answers:
        return
    known = {one.question: one for one in page.answers}
    sheet.section(_("Qualification"), f"{page.deal.yes}/{len(NAMES)}")
    cells = max(width(_(name)) for name in NAMES.values()) + 2
    for key, question in enumerate(NAMES):
        _question(sheet, key, question, known.get(question), cells)


def _question(sheet: Sheet, key: int, question: str, one: Answer | None, cells: int) -> None:
    """`✓ Time      “the fair in March”`; the question itself where nothing is known."""
    indent = MARGIN + 2
    beside = sheet.cells - indent - cells - MARGIN >= _BESIDE_CELLS
    column = indent + cells if beside else indent
    said: Run = (_(ASKED[question]), "faint")
    if one is not None:
        said = (_("“{text}”").format(text=one.line), "waiting") if one.line else ("", "text")
    lines = flow([said], max(sheet.cells - column - MARGIN, 8), _LINES) if said[0] else []
    head: list[Run] = [
        (" " * MARGIN, "text"),
        GLYPHS[one.answer if one else UNKNOWN],
        (fit(_(NAMES[question]), cells if beside else cells - 2), "text" if one else "dim"),
    ]
    if beside and lines:
        head += lines.pop(0)
    sheet.item(
        "answer",
        [head, *([(" " * column, "text"), *line] for line in lines)],
        name=question,
        key=key,
        below=0 if beside else 1,
        column=column,
        text=one.line if one else "",
    )
