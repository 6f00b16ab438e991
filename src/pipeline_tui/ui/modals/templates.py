"""Choosing among the templates of stages."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline_tui.domain.templates import LABELS, template
from pipeline_tui.i18n import N_, _
from pipeline_tui.ui.modals.pick import Choice, Pick

_LANGUAGES = {"en": N_("in English"), "de": N_("in German")}


def pick_template(title: str, names: Sequence[str], current: str = "") -> Pick:
    """Templates with the first of their stages; the result is the name of one."""
    return Pick(title, [_choice(name, here=name == current) for name in names])


def template_name(name: str) -> str:
    """What a template is called, with its language; one of another version is its own name."""
    kind, _dash, language = name.partition("-")
    if kind not in LABELS or language not in _LANGUAGES:
        return name
    return f"{_(LABELS[kind])}, {_(_LANGUAGES[language])}"


def _choice(name: str, *, here: bool) -> Choice:
    stages = ", ".join(seed.name for seed in template(name) if seed.kind == "open")
    return Choice(name, f"{template_name(name)}: {stages}", here=here)
