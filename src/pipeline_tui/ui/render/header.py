"""The line on top: which screen is on, and the one line of figures that matters."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from pipeline_tui.domain.records import Headline
from pipeline_tui.i18n import _
from pipeline_tui.i18n.format import compact_money, short_date, weekday
from pipeline_tui.ui.render.cells import fit, shown, width

Run = tuple[str, str]

NAME = "pipeline"
_CHIP = 12
"""Cells that a chip is given before figures may take them."""
_WHOLE_CHIP = 24
"""Cells that a chip is given before the names of other screens may take them."""


class Tab(NamedTuple):
    """A screen on a number key; `figure` counts with a glyph, e.g. 7!."""

    key: str
    name: str
    figure: str
    on: bool


class HeaderLine(NamedTuple):
    """The line, and where each tab stands: (first cell, behind the last, key)."""

    runs: list[Run]
    places: list[tuple[int, int, str]]


def header_line(
    cells: int,
    tabs: list[Tab],
    headline: Headline | None,
    today: date,
    *,
    notes: tuple[Run, ...] = (),
) -> HeaderLine:
    """Name and tabs on the left, figures and the day on the right; `notes` are chips between
    them: the filter, what is special about the file.

    Narrow screens lose, in this order: the program's name, the day, the period's figures one
    by one, the names of the other screens, and for the chips the other screens.
    """
    left: list[Run] = []
    places: list[tuple[int, int, str]] = []
    room = 0
    # A chip that tells of another day tells which.
    told = any(style == "past" for _text, style in notes)
    day = [] if told else [f"{weekday(today)} {short_date(today, today)}"]
    figures = _figures(headline, today)
    for name, parts, long_names in (
        (True, [*figures, *day], True),
        (False, [*figures, *day], True),
        (False, [*figures[-1:], *day], True),
        (False, figures[-1:], True),
        (False, [], True),
        (False, [], False),
    ):
        left, places = _left(tabs, name, long_names)
        right = _right(parts)
        room = cells - width_of(left) - width_of(right)
        chip = _chips(notes, room - 1)
        wanted = sum(1 + _wanted(note, _CHIP if parts else _WHOLE_CHIP) for note in notes)
        if room >= 1 + wanted:
            blank = " " * (room - width_of(chip))
            return HeaderLine([*left, *chip, (blank, "bar"), *right], places)
    if notes:  # what is special is more than the way to other screens
        left, places = _left([tab for tab in tabs if tab.on], name=False, long_names=True)
        chip = _chips(notes, cells - width_of(left))
        room = cells - width_of(left) - width_of(chip)
        left += chip
    return HeaderLine([*left, (" " * max(0, room), "bar")], places)


def width_of(runs: list[Run]) -> int:
    """Cells the runs take."""
    return sum(width(text) for text, _style in runs)


def _left(
    tabs: list[Tab], name: bool, long_names: bool
) -> tuple[list[Run], list[tuple[int, int, str]]]:
    runs: list[Run] = [(f" {NAME} ", "bar+accent")] if name else []
    places = []
    at = width_of(runs)
    for tab in tabs:
        part: list[Run] = [(f" {tab.key}", "bar+key" if tab.on else "bar+faint")]
        if long_names or tab.on:
            part.append((f" {shown(tab.name)}", "bar+head" if tab.on else "bar"))
        if tab.figure:
            style = "ghost" if tab.figure.endswith("†") else "overdue"
            part.append((f" {tab.figure}", f"bar+{style}"))
        part.append((" ", "bar"))
        runs += part
        places.append((at, at + width_of(part), tab.key))
        at = places[-1][1]
    return runs, places


def _right(parts: list[str]) -> list[Run]:
    if not parts:
        return []
    *figures, last = parts
    runs: list[Run] = []
    if figures:
        runs.append((" · ".join(figures), "bar"))
        runs.append(("   ", "bar"))
    return [*runs, (f"{last} ", "bar+dim")]


def _wanted(note: Run, most: int) -> int:
    """Cells that a chip should have; which day is shown is told in full."""
    text, style = note
    return width(text) + 2 if style == "past" else min(width(text) + 2, most)


def _chips(notes: tuple[Run, ...], cells: int) -> list[Run]:
    runs: list[Run] = []
    for text, style in notes:
        label = f" {shown(text)} "
        room = cells - width_of(runs) - 1
        if room < 4:
            break
        runs += [(" ", "bar"), (fit(label, min(width(label), room)), style)]
    return runs


def _figures(headline: Headline | None, today: date) -> list[str]:
    if headline is None:
        return []
    period = headline.period.removeprefix(f"{today.year}-")
    won = _("{period} won {amount}").format(
        period=period, amount=compact_money(headline.won_minor, headline.currency)
    )
    weighted = _("weighted {amount}").format(
        amount=compact_money(headline.weighted_minor, headline.currency)
    )
    if headline.target_minor is None:
        return [won, weighted]
    target = _("target {amount}").format(
        amount=compact_money(headline.target_minor, headline.currency)
    )
    missing = headline.target_minor - headline.won_minor
    gap = _("target met")
    if missing > 0:
        gap = _("gap {amount}").format(amount=compact_money(missing, headline.currency))
    return [won, weighted, target, gap]
