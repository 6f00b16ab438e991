"""Prompts for the days that are not worked: the region's holidays, and one's own free days."""

from __future__ import annotations

from pipeline_tui.i18n import _, ngettext
from pipeline_tui.i18n.format import number, weekday_date
from pipeline_tui.ui.gateway import Gateway, workdays
from pipeline_tui.ui.modals.line import LinePrompt
from pipeline_tui.ui.text import Run
from pipeline_tui.ui.widgets.echo import GOOD_GLYPH

_NAMED = 3
"""So many days are named; of the others it is said how many."""


def region_prompt(gateway: Gateway) -> LinePrompt:
    """Where one works: a country, or a country and its part."""

    def said(line: str) -> list[Run]:
        region, days = workdays.holidays(gateway, line)
        if not region:
            return [(_("no public holidays"), "faint")]
        runs: list[Run] = [(GOOD_GLYPH, "good"), (region, "later")]
        for day, name in days[:_NAMED]:
            runs += [(" · ", "faint"), (f"{weekday_date(day, gateway.today)} {name}", "text")]
        return runs

    return LinePrompt(
        _("Whose public holidays are not worked?"),
        workdays.option(gateway, "region"),
        check=said,
        submit=lambda line: workdays.set_option(gateway, "region", line),
        placeholder=_("DE-BY · AT · CH-ZH · none"),
    )


def free_prompt(gateway: Gateway) -> LinePrompt:
    """One's own free days beside them."""

    def said(line: str) -> list[Run]:
        days = workdays.free_days(gateway, line)
        if not days:
            return [(_("no free days of your own to come"), "faint")]
        count = ngettext("{count} day to come", "{count} days to come", len(days))
        runs: list[Run] = [(GOOD_GLYPH, "good"), (count.format(count=number(len(days))), "later")]
        for day in days[:_NAMED]:
            runs += [(" · ", "faint"), (weekday_date(day, gateway.today), "text")]
        return runs

    return LinePrompt(
        _("Your own free days"),
        workdays.option(gateway, "free"),
        check=said,
        submit=lambda line: workdays.set_option(gateway, "free", line),
        placeholder=_("24.12. 27.12.-31.12. · none"),
    )
