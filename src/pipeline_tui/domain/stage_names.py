"""The stage that is meant by the beginning of its name, in any language of the templates."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline_tui.domain.date_calendar import shown
from pipeline_tui.domain.templates import TEMPLATES, template
from pipeline_tui.domain.text import clean, fold
from pipeline_tui.errors import Ambiguous, NotFound
from pipeline_tui.i18n import _


def match_stage(prefix: str, names: Sequence[str]) -> str:
    """The stage name that begins with what was typed behind `@`; a whole name wins.

    Case and accents do not count, `-` stands for a space, and a stage of the templates also
    answers to its name in the other language. NotFound lists the stages, Ambiguous those that
    begin alike.
    """
    wanted = _stage_form(prefix)
    forms = {name: _stage_form(name) for name in names}
    whole = [name for name, form in forms.items() if form == wanted]
    alike = whole or [name for name, form in forms.items() if wanted and form.startswith(wanted)]
    alike = alike or _named_in_another_language(wanted, forms)
    if not alike:
        raise NotFound(
            _("No stage is called {name}").format(name=shown(clean(prefix))),
            todo=_("Stages are {names}").format(names=", ".join(names)),
        )
    if len(alike) > 1:
        raise Ambiguous(
            _("Several stages begin with {name}").format(name=shown(clean(prefix))), alike
        )
    return alike[0]


def _named_in_another_language(wanted: str, forms: dict[str, str]) -> list[str]:
    """Stages of a template that stand here under the name of another: @proposal, Angebot."""
    keys = {
        seed.key
        for name in TEMPLATES
        for seed in template(name)
        if wanted and _stage_form(seed.name).startswith(wanted)
    }
    known = {_stage_form(s.name) for name in TEMPLATES for s in template(name) if s.key in keys}
    return [name for name, form in forms.items() if form in known]


def _stage_form(name: str) -> str:
    return " ".join(fold(clean(name)).replace("-", " ").split())
