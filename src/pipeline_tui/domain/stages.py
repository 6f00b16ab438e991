"""What may be said of a stage: its fields, how each is read, and which stages may be one.

Source: process.md, "Stages"; issue of the process, "merge and remove say where deals go".
Values are read from English and German words; the stored form is that of the database.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from pipeline_tui.domain import words
from pipeline_tui.domain.qualification import NAMES, QUESTIONS, question_code
from pipeline_tui.domain.records_stage import PlannedLine, StagePage
from pipeline_tui.domain.templates import Planned
from pipeline_tui.domain.text import ONE_LINE_LIMIT, clean, fold, limited
from pipeline_tui.errors import InputError, NotFound
from pipeline_tui.i18n import N_, _, ngettext, pgettext

KINDS = ("open", "parked", "won", "lost", "care")
"""Kinds of stages, in the order in which they stand on the board."""

NEEDED = ("open", "won", "lost")
"""Kinds of which at least one stage is there."""

TARGETS = {
    "open": ("open", "parked"),
    "parked": ("open", "parked"),
    "won": ("won",),
    "lost": ("lost",),
    "care": ("care", "won"),
}
"""Kinds of stages into which the deals of one may go without being won, lost or reopened."""

NAME_LIMIT = 60
"""Signs of a name; a column has room for a third of them."""

LONGEST = 999
"""Working days of a contact limit, or after which a follow-up is planned."""

FLAGS = ("step", "first", "opportunity", "qualification")
"""Fields that are yes or no."""

FIELDS = (
    *("name", "kind", "probability", "limit", "step", "guidance", "colour"),
    *("first", "opportunity", "qualification"),
)
"""Fields of a stage, in the order in which they are shown."""

RULES = ("kind", "limit", "step")
"""Fields on which the states of the deals in the stage depend."""

_COLUMNS = {
    "limit": "contact_limit",
    "step": "step_required",
    "first": "is_first_contact",
    "opportunity": "is_opportunity",
    "qualification": "asks_qualification",
}

_TYPED_FIELDS = {
    "name": "name",
    "kind": "kind art",
    "probability": "chance wahrscheinlichkeit p",
    "limit": "limit contactlimit frist kontaktfrist",
    "step": "step steprequired nextstep schritt schrittpflicht pflicht",
    "guidance": "guidance hint leitsatz hinweis",
    "colour": "colour color farbe",
    "first": "first firstcontact erstkontakt",
    "opportunity": "verified verkaufschance",
    "qualification": "qualification asksqualification qualifizierung",
}
_TYPED_KINDS = {
    "open": "open offen",
    "parked": "parked park inpflege pflege geparkt",
    "won": "won gewonnen",
    "lost": "lost verloren",
    "care": "care aftersale afterthesale nachdemverkauf betreuung",
}
_TYPED_COLOURS = {
    "grey": "gray grau",
    "blue": "blau",
    "cyan": "turkis tuerkis",
    "teal": "petrol",
    "amber": "yellow bernstein gelb",
    "violet": "purple violett lila",
    "green": "grun gruen",
    "red": "rot",
}
_YES = ("yes", "y", "ja", "j", "on", "an", "true", "x", "1")
_NO = ("no", "n", "nein", "off", "aus", "false", "0")
_NONE = ("", "-", "–", "none", "no", "kein", "keine", "ohne")

_KIND_NAMES = {
    "parked": N_("parked"),
    "won": N_("won"),
    "lost": N_("lost"),
    "care": N_("after the sale"),
}
COLOUR_NAMES = {
    "grey": N_("grey"),
    "blue": N_("blue"),
    "cyan": N_("cyan"),
    "teal": N_("teal"),
    "amber": N_("amber"),
    "violet": N_("violet"),
    "green": N_("green"),
    "red": N_("red"),
}
Value = str | int | None


def column(field: str) -> str:
    """The column a field is stored in."""
    return _COLUMNS.get(field, field)


def field_named(text: str) -> str:
    """The field an English or German word means. Errors: NotFound, which lists the fields."""
    known = _code(text, _TYPED_FIELDS)
    if not known:
        raise NotFound(
            _("A stage has no field {name}").format(name=clean(text)[:NAME_LIMIT]),
            todo=_("Fields are {names}").format(names=", ".join(FIELDS)),
        )
    return known


def kind_name(code: str) -> str:
    """The kind of a stage in words."""
    if code == "open":
        return pgettext("stage", "open")  # the footer has the verb
    return _(_KIND_NAMES[code]) if code in _KIND_NAMES else code


def colour_name(code: str) -> str:
    """The word for a colour; – for none."""
    return _(COLOUR_NAMES[code]) if code in COLOUR_NAMES else code or "–"


def question_name(code: str) -> str:
    """What a question of qualification is called."""
    return _(NAMES[code]) if code in NAMES else code


def read_question(text: str) -> str:
    """The question a word means; '' for none. Errors: InputError, which lists them."""
    text = clean(text)[:NAME_LIMIT]
    if fold(text) in _NONE:
        return ""
    code = question_code(text)
    if not code:
        raise InputError(
            _("There is no question {name}").format(name=text),
            todo=_("Questions are {names}").format(names=", ".join(QUESTIONS)),
        )
    return code


def read(field: str, text: str) -> Value:
    """A field as it is stored, from typed text. Errors: InputError with what would be right."""
    text = clean(text)
    match field:
        case "name":
            return _name(text)
        case "guidance":
            return limited(text, ONE_LINE_LIMIT, words.stage_field(field))
        case "kind":
            return _chosen(text, _TYPED_KINDS, kind_name)
        case "colour":
            return "" if fold(text) in _NONE else _chosen(text, _TYPED_COLOURS, colour_name)
        case "probability":
            return _probability(text)
        case "limit":
            return None if fold(text) in _NONE else _days(text, least=1)
    return _flag(text)


def stored(page: StagePage, field: str) -> Value:
    """A field as it is stored now."""
    stage = page.stage
    if field == "qualification":
        return int(page.asks_qualification)
    value: Value = getattr(stage, column(field))
    return int(value) if isinstance(value, bool) else value


def text_of(field: str, value: Value) -> str:
    """A stored value as one types it; what `read` reads back."""
    match field:
        case "kind":
            return kind_name(str(value))
        case "colour":
            return colour_name(str(value)) if value else ""
        case "limit" | "probability":
            return "" if value is None else str(value)
    if field in FLAGS:
        return _("yes") if value else _("no")
    return str(value)


def shown(field: str, value: Value) -> str:
    """A stored value as it is shown."""
    match field:
        case "probability":
            from pipeline_tui.i18n.format import percent

            return percent(int(value or 0))
        case "limit":
            return "–" if value is None else working_days(int(value))
        case "colour":
            return colour_name(str(value or ""))
    return text_of(field, value) or "–"


def working_days(days: int) -> str:
    """So many working days, in words."""
    return ngettext("{count} working day", "{count} working days", days).format(count=days)


def same_name(one: str, other: str) -> bool:
    """Whether two names are one to whoever types them: case, accents and hyphens do not count."""
    return _form(one) == _form(other)


# Planned follow-ups.


class _Days(NamedTuple):
    text: str
    days: int


_DAYS_AT_END = re.compile(r"^(.*?)\s*\+\s*(\d{1,6})\s*(?:d|days?|tage?|t|at)?$", re.IGNORECASE)
_MOST_TO_LOOK_AT = 1_000


def read_planned(line: str) -> Planned:
    """A planned follow-up from a line: `call: walk through the offer +3`.

    The kind before the colon, else by the words as in a next step; `+3` are working days after
    the entry, one without it. Errors: InputError.
    """
    from pipeline_tui.domain.quickadd_steps import kind_of, kind_of_word

    text, days = _planned_days(clean(line))
    head, colon, rest = text.partition(":")
    kind = kind_of_word(head) if colon and rest.strip() else ""
    text = rest.strip() if kind else text
    if not text:
        raise InputError(
            _("What is planned is missing"), todo=_("For example: call and ask for feedback +3")
        )
    text = limited(text, ONE_LINE_LIMIT, _("The follow-up"))
    return Planned(kind or kind_of(text.split()), text, days)


def planned_text(planned: PlannedLine | Planned) -> str:
    """A planned follow-up as one types it; what `read_planned` reads back."""
    from pipeline_tui.domain.quickadd_steps import kind_of

    plain = kind_of(planned.text.split()) == planned.kind and ":" not in planned.text
    before = "" if plain else f"{words.kind(planned.kind)}: "
    return f"{before}{planned.text} +{planned.days}"


def planned_when(days: int) -> str:
    """When a planned follow-up is due, counted from the entry."""
    if days == 0:
        return _("at once")
    return ngettext("after {count} working day", "after {count} working days", days).format(
        count=days
    )


def _planned_days(text: str) -> _Days:
    found = _DAYS_AT_END.match(text) if len(text) <= _MOST_TO_LOOK_AT else None
    if found is None:
        return _Days(text, 1)
    return _Days(found[1].strip(), _days(found[2], least=0))


def _name(text: str) -> str:
    if not text:
        raise InputError(_("A stage needs a name"))
    return limited(text, NAME_LIMIT, words.capital(words.stage_field("name")))


def _probability(text: str) -> int:
    number = text.removesuffix("%").strip()
    if not (number.isascii() and number.isdecimal() and len(number) <= 3 and int(number) <= 100):
        raise InputError(
            _("{text} is no probability").format(text=text[:NAME_LIMIT] or "–"),
            todo=_("Write whole per cent from 0 to 100"),
        )
    return int(number)


def _days(text: str, *, least: int) -> int:
    number = (text.split() or [""])[0].lstrip("+")
    right = number.isascii() and number.isdecimal() and len(number) <= 6
    if not right or not least <= int(number) <= LONGEST:
        raise InputError(
            _("{text} is no number of working days").format(text=text[:NAME_LIMIT]),
            todo=_("Write a number from {least} to {most}").format(least=least, most=LONGEST),
        )
    return int(number)


def _flag(text: str) -> int:
    wanted = fold(text)
    if wanted in _YES:
        return 1
    if wanted in _NO:
        return 0
    raise InputError(
        _("{text} is neither yes nor no").format(text=text[:NAME_LIMIT] or "–"),
        todo=_("Write yes or no"),
    )


def _chosen(text: str, typed: Mapping[str, str], name: Callable[[str], str]) -> str:
    code = _code(text, typed)
    if not code:
        raise InputError(
            _("{text} cannot be chosen").format(text=text[:NAME_LIMIT] or "–"),
            todo=_("Choose one of {names}").format(names=", ".join(name(one) for one in typed)),
        )
    return code


def _code(text: str, typed: Mapping[str, str]) -> str:
    wanted = re.sub(r"[\s_-]", "", fold(clean(text)))
    return next((code for code in typed if wanted in (code, *typed[code].split())), "")


def _form(name: str) -> str:
    return " ".join(fold(clean(name)).replace("-", " ").split())
