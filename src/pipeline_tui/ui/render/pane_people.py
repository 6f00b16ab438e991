"""Who is in a deal beside its contact person: a line each, with role, phone and mail."""

from __future__ import annotations

from pipeline_tui.domain import words
from pipeline_tui.domain.records import DealPage, Participant, Permission
from pipeline_tui.i18n import _
from pipeline_tui.ui.render.sheet import MARGIN, Sheet
from pipeline_tui.ui.render.wrap import Run, flow

ROLE_GLYPHS = {
    "feels": "○", "decides": "●", "checks": "◆", "signs": "✎", "champions": "✓", "blocks": "!",
}  # fmt: skip
ROLE_STYLES = {"decides": "accent", "champions": "good", "blocks": "bad"}
_LINES = 3


def further_people(sheet: Sheet, page: DealPage) -> None:
    """Everybody beside the contact person; nothing where there is nobody."""
    if not page.people:
        return
    sheet.section(_("Also in this deal"), str(len(page.people)))
    for one in page.people:
        sheet.item("participant", _lines(sheet, one), key=one.id, text=one.phone or one.email)


def role_runs(role: str) -> list[Run]:
    """A buying role with its glyph; nothing where it is not known."""
    if not role:
        return []
    style = ROLE_STYLES.get(role, "dim")
    return [(f"{ROLE_GLYPHS.get(role, '·')} ", style), (words.role(role), style)]


def reach_runs(phone: str, email: str, may: Permission) -> list[Run]:
    """Phone and mail, dim where they must not be used, and what stands against it."""
    from pipeline_tui.domain import people

    runs: list[Run] = []
    for glyph, text, channel in (("✆", phone, "call"), ("@", email, "mail")):
        if text:
            style = "faint" if people.forbids(may, channel) else "text"
            runs += [("  ", "text"), (f"{glyph}\N{NO-BREAK SPACE}{text}", style)]
    for rule in people.rules(may):
        if not rule.allowed:
            runs += [("  ", "text"), (f" ✗ {rule.said} ".replace(" ", "\xa0"), "chip-bad")]
    return runs


def _lines(sheet: Sheet, one: Participant) -> list[list[Run]]:
    glyph = ROLE_GLYPHS.get(one.role, "·")
    mark: Run = (f"{glyph} ", ROLE_STYLES.get(one.role, "dim" if one.role else "faint"))
    runs: list[Run] = [(one.called or "–", "text")]
    for text, style in ((words.role(one.role), "dim"), (one.position, "faint")):
        if text:
            runs += [(" · ", "faint"), (text, style)]
    runs += reach_runs(one.phone, one.email if one.name else "", one.permission)
    indent = MARGIN + 2
    lines = flow(runs, max(sheet.cells - indent - MARGIN, 8), _LINES)
    return [
        [(" " * MARGIN, "text"), mark if not number else ("  ", "text"), *line]
        for number, line in enumerate(lines)
    ]
