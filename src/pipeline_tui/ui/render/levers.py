"""The page of levers: each as it is, as it is tried, and as it would have to be. No Textual."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline_tui.domain.metrics import levers as turning
from pipeline_tui.domain.metrics.levers import CYCLE, EVERY, LEADS, SIZE, Levers, Needed
from pipeline_tui.domain.metrics.what_if import Base
from pipeline_tui.i18n import _, ngettext
from pipeline_tui.i18n.format import decimal, money, number, percent
from pipeline_tui.ui.render.insight_missing import no_rate
from pipeline_tui.ui.render.insights import Block, Row
from pipeline_tui.ui.render.numbers import NOTHING
from pipeline_tui.ui.render.what_if import NARROW, SIGN, Figure, amounts

if TYPE_CHECKING:
    from pipeline_tui.ui.gateway.what_if import History, WhatIf


def lever_figures(base: Base, now: Levers, turned: Levers, cells: int) -> list[Figure]:
    """What a period like this one brings, against the target."""
    target = base.target_minor
    brought, tried = turning.brings(now, now), turning.brings(now, turned)
    amount = amounts(base.currency, cells)

    def gap(minor: int | None) -> int | None:
        return None if minor is None or target is None else max(target - minor, 0)

    def count(deals: float) -> str:
        return decimal(deals, 1)

    return [
        Figure(_("won value"), brought, tried, 1, amount),
        Figure(_("gap"), gap(brought), gap(tried), -1, amount),
        Figure(_("won deals"), turning.wins(now, now), turning.wins(now, turned), 1, count),
        Figure(_("target"), target, target, 1, amount),
    ]


def levers(data: WhatIf, turned: Levers, cells: int) -> list[Block]:
    """Each lever as it is, as it is tried, and what it alone would have to be for the target."""
    base, now = data.base, data.levers
    needed = None
    if base.target_minor:
        needed = turning.needed(now, turned, base.target_minor)
    names = [name for name, _cohort in data.history.cohorts]
    leads = _("Leads in {period}").format(period=base.period.name)
    rows = [_lever_row(base, LEADS, leads, now, turned, needed)]
    if len(names) > 1:
        rows.append(_every_row(now, turned, needed))
    for at, name in enumerate(names):
        on = names[at + 1] if at + 1 < len(names) else _("Won")
        label = f"→ {on}" if cells < NARROW else f"{name} → {on}"
        rows.append(_lever_row(base, str(at), label, now, turned, needed))
    rows.append(_lever_row(base, SIZE, _("Deal size"), now, turned, needed))
    rows.append(_lever_row(base, CYCLE, _("Cycle in days"), now, turned, needed))
    heads = (_("now"), f"{SIGN} " + _("tried"), _("alone for the target"))
    blocks = [Block(_("Levers"), heads, tuple(rows), _basis(data.history))]
    if missing := _missing(data):
        blocks.append(Block(_("What is missing"), (), (), "\n".join(missing)))
    return blocks


def lever_text(name: str, value: float | None, currency: str) -> str:
    """The value of a lever as it is shown."""
    if value is None:
        return NOTHING
    if name == SIZE:
        return money(round(value), currency, decimals=False)
    if name in (LEADS, CYCLE):
        return decimal(value, 1)
    return percent(value * 100, places=1)


def _lever_row(
    base: Base, name: str, label: str, now: Levers, turned: Levers, needed: Needed | None
) -> Row:
    here, tried = turning.value_of(now, name), turning.value_of(turned, name)
    alone, found = NOTHING, None
    if needed is not None:
        found = {LEADS: needed.leads, SIZE: needed.size, CYCLE: needed.cycle}.get(name)
        if name.isdecimal():
            found = needed.conversions[int(name)]
        alone = lever_text(name, found, base.currency)
        if found is None and tried:
            alone = _("cannot do it alone")
    change = lever_text(name, tried, base.currency) if tried != here else "·"
    return Row(
        label,
        (lever_text(name, here, base.currency), change, alone),
        "cycle_lever" if name == CYCLE else "levers",
        share=_reached(name, tried, found),
        style="waiting" if tried != here else "accent",
        key=name,
    )


def _reached(name: str, tried: float | None, wanted: float | None) -> float | None:
    """How much of what it alone would have to be a lever is; of the cycle the other way round."""
    if not tried or not wanted:
        return None
    return wanted / tried if name == CYCLE else tried / wanted


def _every_row(now: Levers, turned: Levers, needed: Needed | None) -> Row:
    """All conversions at once: from the first stage to Won."""
    here, tried = _through(now), _through(turned)
    alone = NOTHING
    if needed is not None and needed.every is not None:
        alone = _("each × {factor}").format(factor=decimal(needed.every, 2))
    elif needed is not None and tried:
        alone = _("cannot do it alone")
    change = lever_text(EVERY, tried, "") if tried != here else "·"
    factor = None if needed is None else needed.every
    return Row(
        _("Every stage"),
        (lever_text(EVERY, here, ""), change, alone),
        "levers",
        share=1 / factor if factor and tried else None,
        style="waiting" if tried != here else "accent",
        key=EVERY,
    )


def _through(levers: Levers) -> float | None:
    product = 1.0
    for share in levers.conversions:
        if share is None:
            return None
        product *= share
    return product


def _basis(history: History) -> str:
    """What the present values rest on."""
    entered = history.cohorts[0][1].entered if history.cohorts else 0
    undecided = sum(cohort.open for _name, cohort in history.cohorts)
    came = ngettext("{count} lead", "{count} leads", entered).format(count=number(entered))
    won = ngettext("{count} win", "{count} wins", history.wins).format(count=number(history.wins))
    text = _("From {leads} and {wins} in {window}, {days} of it known").format(
        leads=came, wins=won, window=history.window, days=_days(history.days)
    )
    if undecided:
        text += " · " + _("{count} undecided count as not gone on").format(count=number(undecided))
    return text + "."


def _days(count: int) -> str:
    return ngettext("{count} day", "{count} days", count).format(count=number(count))


def _missing(data: WhatIf) -> list[str]:
    """What is not known, and how one comes to know it."""
    found = []
    if data.levers.leads is None:
        found.append(
            _("Leads: {days} of history, {least} are needed · enter types an assumption").format(
                days=_days(data.history.days), least=number(turning.LEAST_DAYS)
            )
        )
    empty = [name for name, cohort in data.history.cohorts if not cohort.entered]
    if empty:
        found.append(
            _("Nobody came into {stages} in four quarters · enter types an assumption").format(
                stages=", ".join(empty)
            )
        )
    if data.levers.size is None:
        found.append(
            _("Deal size: nothing with a value was won in four quarters · enter types one")
        )
    if data.unrated is not None:
        found.append(no_rate(data.unrated))
    elif data.base.target_minor is None:
        found.append(
            _("No target for {period}: t in the insights sets one").format(
                period=data.base.period.name
            )
        )
    return found
