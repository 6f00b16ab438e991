"""The line over a follow-up in focus: which one of how many, time spent; and the end of it all."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from pipeline_tui.i18n import _, ngettext
from pipeline_tui.i18n.format import number, short_date, weekday
from pipeline_tui.ui.render.cells import fit, shown, width
from pipeline_tui.ui.render.header import NAME
from pipeline_tui.ui.render.wrap import Run, flow, measure


class Count(NamedTuple):
    """How far one is; `place` is 0 when all is through."""

    place: int
    total: int
    done: int
    skipped: int
    minutes: int


def head_line(count: Count, cells: int, today: date, notes: tuple[Run, ...] = ()) -> list[Run]:
    """`pipeline  Focus  3 of 12 · 2 done · 1 skipped          4 min   Sun 22 Nov`.

    Narrow screens lose the program's name, the day, and what stands behind the place.
    """
    figures = _figures(count)
    day = f"{weekday(today)} {short_date(today, today)}"
    spent = _("{count} min").format(count=number(count.minutes)) if count.minutes else ""
    for name, behind, right in (
        (True, figures, [spent, day]),
        (False, figures, [spent, day]),
        (False, figures, [spent]),
        (False, figures[:2], [spent]),
        (False, figures[:1], []),
    ):
        left: list[Run] = [(f" {NAME} ", "bar+accent")] if name else []
        left.append((" " + _("Focus") + "  ", "bar+head"))
        for place, figure in enumerate(behind):
            left += [(" · ", "bar+dim")] if place else []
            left.append((figure, "bar" if not place else "bar+dim"))
        for text, style in notes if name else ():
            left += [("  ", "bar"), (f" {shown(text)} ", style)]
        end = "   ".join(part for part in right if part)
        room = cells - measure(left) - width(end) - 1
        if room >= 1:
            return [*left, (" " * room, "bar"), (f"{end} ", "bar+dim")]
    return [(fit(f" {figures[0]}", cells), "bar")]


def progress_line(count: Count, cells: int) -> list[Run]:
    """How much is handled, as a thin line."""
    part = cells * count.done // count.total if count.total else cells
    return [("━" * part, "edge"), ("─" * (cells - part), "rule")]


def end_lines(count: Count, cells: int, lines: int, *, filtered: bool) -> list[list[Run]]:
    """What stands there when nothing is left: well done, or what was put aside."""
    if count.skipped:
        glyph: Run = ("○ ", "later")
        left = ngettext(
            "All through but {count} that was skipped.",
            "All through but {count} that were skipped.",
            count.skipped,
        )
        said = [
            left.format(count=number(count.skipped)),
            _("space takes them up again · esc leaves"),
        ]
    elif count.done:
        glyph = ("✓ ", "good")
        done = ngettext("{count} follow-up handled", "{count} follow-ups handled", count.done)
        text = done.format(count=number(count.done))
        if count.minutes:
            text += " · " + _("{count} min").format(count=number(count.minutes))
        said = [_("Well done. Nothing more is due."), f"{text} · " + _("esc leaves")]
    else:
        glyph = ("✓ ", "good")
        nothing = _("Nothing that is due matches the filter.") if filtered else ""
        said = [nothing or _("Nothing is due. Well done."), _("esc leaves")]
    room = max(cells - 4, 8)
    rows = [*flow([glyph, (said[0], "title")], room), [], *flow([(said[1], "dim")], room)]
    above = max((lines - len(rows)) // 3, 0)
    return [
        *([[]] * above),
        *(
            [(" " * max((cells - measure(row)) // 2, 0), "text"), *row] if row else []
            for row in rows
        ),
    ]


def _figures(count: Count) -> list[str]:
    """The place first, then what is done and skipped, where something is."""
    if count.place:
        place = _("{place} of {total}").format(place=number(count.place), total=number(count.total))
    else:
        place = _("all through")
    done = _("{count} done").format(count=number(count.done)) if count.done else ""
    skipped = _("{count} skipped").format(count=number(count.skipped)) if count.skipped else ""
    return [figure for figure in (place, done, skipped) if figure]
