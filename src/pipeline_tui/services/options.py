"""Settings that belong to the data: currency, rates, free days, absences, how a day is planned.

What belongs to the person at the screen (language, theme, keys) is in the settings file.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from pipeline_tui.domain.blocks import blocks_text, parse_blocks
from pipeline_tui.domain.gate import MODES, mode_code
from pipeline_tui.domain.money import CURRENCIES, Rates
from pipeline_tui.domain.spans import kept_spans, parse_spans, spans_text
from pipeline_tui.domain.text import clean, fold
from pipeline_tui.domain.urgency import WEIGHTS, parse_weights, weights_text
from pipeline_tui.errors import InputError, NotFound
from pipeline_tui.i18n import _
from pipeline_tui.services.desk import Desk
from pipeline_tui.services.public_holidays import YEARS_BACK, store_holidays
from pipeline_tui.store.connection import explained
from pipeline_tui.store.reads_shared import settings

if TYPE_CHECKING:
    from pipeline_tui.store.writes import Work

OPTIONS = ("currency", "rates", "region", "free", "away", "urgency", "blocks", "gate")
"""What can be set, in the order in which it is listed."""

_NONE = ("", "-", "none", "keine", "kein")


def options(desk: Desk) -> dict[str, str]:
    """All settings of the data with their values; '' where none is set and none is assumed."""
    with explained(desk.file):
        stored = {"gate": "soft", "urgency": weights_text(WEIGHTS), **settings(desk.reader)}
    return {name: stored.get(name, "") for name in OPTIONS}


def option(desk: Desk, name: str) -> str:
    """One setting of the data; NotFound lists those there are."""
    return options(desk)[named(name)]


def set_option(desk: Desk, name: str, text: str) -> str:
    """Change a setting of the data and return it as it is kept; '' or `none` removes it.

    Rates that are not named stay as they are; `CHF=` takes one away.

    Region and free days change which days are worked, so ghost days and contact limits of all
    deals are worked out anew in the same undo step.
    """
    name = named(name)
    with desk.writer.step("options.set", key=name) as work:
        before = work.settings.get(name, "")
        value = check(name, text, desk.clock.today(), before)
        if value != before:
            keep(work, name, value)
    return value


def keep(work: Work, name: str, value: str) -> None:
    """Keep a checked value, and work out anew what depends on it."""
    work.set_setting(name, value)
    if name == "region":
        store_holidays(work, value, first=work.today.year - YEARS_BACK, anew=True)
        work.refresh_all()
    elif name in ("free", "away"):
        texts = [work.settings.get(own, "") for own in ("free", "away")]
        spans = [span for text in texts for span in kept_spans(text)]
        work.replace_days("own", {day: "" for span in spans for day in span.days()})
        work.refresh_all()


def named(name: str) -> str:
    """The setting that is meant; NotFound lists those there are."""
    wanted = fold(clean(name))
    if wanted not in OPTIONS:
        raise NotFound(
            _("There is no setting {name}").format(name=clean(name)),
            todo=_("Settings are {names}").format(names=", ".join(OPTIONS)),
        )
    return wanted


def check(name: str, text: str, today: date, before: str = "") -> str:
    """A setting as it is kept where there was `before`; InputError if it cannot be understood."""
    text = clean(text)
    if fold(text) in _NONE:
        text = ""
    checks: dict[str, Callable[[str], str]] = {
        "currency": _currency,
        "rates": lambda rates: str(Rates.from_text(before).changed(rates)) if rates else "",
        "region": _region,
        "free": lambda days: spans_text(parse_spans(days, today)),
        "away": lambda days: spans_text(parse_spans(days, today)),
        "urgency": lambda weights: weights_text(parse_weights(weights)),
        "blocks": lambda blocks: blocks_text(parse_blocks(blocks)),
        "gate": _gate,
    }
    return checks[name](text)


def _gate(text: str) -> str:
    """How a move with open boxes is met; '' for the first mode."""
    if not text:
        return ""
    if mode := mode_code(text):
        return mode
    raise InputError(
        _("There is no gate mode {name}").format(name=text),
        todo=_("Write one of {names}").format(names=", ".join(MODES)),
    )


def _currency(text: str) -> str:
    code = text.upper()
    if code not in CURRENCIES:
        raise InputError(
            _("{text} is not a currency").format(text=text or "–"),
            todo=_("Write its code, for example EUR or CHF"),
        )
    return code


def _region(text: str) -> str:
    """A country, or a country and its part, that the holiday library knows."""
    if not text:
        return ""
    import holidays

    supported = holidays.list_supported_countries()
    country, _dash, part = text.upper().replace("_", "-").partition("-")
    if country not in supported:
        raise InputError(
            _("No public holidays are known for {region}").format(region=text),
            todo=_("Write a country like DE, or a country and its part like DE-BY"),
        )
    if not part:
        return country
    parts = {name.upper(): name for name in supported[country]}
    if part not in parts:
        raise InputError(
            _("{country} has no part {part}").format(country=country, part=part),
            todo=_("Parts are {names}").format(names=", ".join(supported[country])),
        )
    return f"{country}-{parts[part]}"
