"""What a contact person allows: a typed line read, and said again (process.md, "People").

`call yes, mail no, from fair` names each channel, then where that is known from; both languages
are read whatever the language of the screen. A line that says nothing clear is refused: a
permission that was guessed would be none.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from pipeline_tui.domain.records import Permission
from pipeline_tui.domain.text import clean, fold
from pipeline_tui.errors import InputError
from pipeline_tui.i18n import _
from pipeline_tui.i18n.format import short_date

_CHANNELS = {
    "call": "call calls calling phone telephone ring anrufen anruf anrufe telefon telefonieren"
    " telefonisch tel",
    "mail": "mail mails mailing email emails e-mail e-mails mailen anmailen mailt",
}
_ANSWERS: dict[str, bool | None] = {
    **dict.fromkeys(("yes", "y", "ja", "j", "ok", "okay", "allowed", "erlaubt"), True),
    **dict.fromkeys(("no", "n", "not", "never", "forbidden"), False),
    **dict.fromkeys(("nein", "nicht", "nie", "kein", "keine", "verboten"), False),
    **dict.fromkeys(("?", "unknown", "unbekannt", "offen"), None),
}
_JOINERS = frozenset(("and", "und", "or", "oder", "&", "+"))
_ORIGINS = frozenset(("from", "von", "vom", "aus", "since", "seit", "on", "am"))
_OF = frozenset(("of", "from", "vom", "von", "on", "am"))
_PLAIN_ORIGINS = frozenset(("from", "von", "vom", "aus"))
_NEVER = frozenset(
    (
        *("do not contact", "don't contact", "dont contact", "no contact", "never contact", "dnc"),
        *("nicht kontaktieren", "kein kontakt", "keinen kontakt", "kontaktsperre"),
    )
)


class Rule(NamedTuple):
    """One channel and what is allowed there; None: not known. `contact` stands for both."""

    channel: str
    allowed: bool | None
    said: str


def read_permission(text: str, today: date) -> Permission:
    """What a line allows; '' is an empty Permission. `on` is set only where a day is named.

    InputError for words that are no channel, for a channel without an answer, for one that is
    both allowed and forbidden, and for a line that names none.
    """
    text = clean(text)
    said: dict[str, bool | None] = {}
    origins: list[str] = []
    on: date | None = None
    for part in (piece.strip() for piece in text.split(",")):
        if not part:
            continue
        answers = _answers(part)
        if answers:
            for channel, answer in answers:
                if said.setdefault(channel, answer) is not answer:
                    raise _refused(_("{text} says yes and no at once"), text)
        elif day := _day(part, today):
            on = day
        else:
            origins.append(_origin(part))
    if text and not said:
        raise _refused(_("{text} does not say what is allowed"), text)
    return Permission(said.get("call"), said.get("mail"), "; ".join(origins), on)


def permission_text(of: Permission) -> str:
    """The line as the history keeps it, and as it is read back in every language."""
    return _line(of, {True: "yes", False: "no", None: "?"}, "call", "mail", "from {origin}")


def permission_line(of: Permission) -> str:
    """The line as one types it in the language spoken now."""
    if (of.call, of.mail) == (False, False):
        return ", ".join(part for part in (_("do not contact"), _from(of)) if part)
    return _line(of, {True: _("yes"), False: _("no"), None: "?"}, _("call"), _("mail"), None)


def rules(of: Permission) -> tuple[Rule, ...]:
    """What is known of each channel, in words; nothing where nothing is known."""
    if (of.call, of.mail) == (False, False):
        return (Rule("contact", False, _("do not contact")),)
    found = []
    if of.call is not None:
        said = _("may be called") if of.call else _("must not be called")
        found.append(Rule("call", of.call, said))
    if of.mail is not None:
        said = _("may be mailed") if of.mail else _("must not be mailed")
        found.append(Rule("mail", of.mail, said))
    return tuple(found)


def source(of: Permission, today: date) -> str:
    """Where a permission is known from and since when: `from fair, 12 Nov`; '' if not kept."""
    on = short_date(of.on, today) if of.on else ""
    return ", ".join(part for part in (_from(of), on) if part)


def said(of: Permission) -> str:
    """The permission in one sentence: `may be called, must not be mailed, from fair`."""
    return ", ".join(part for part in (*(rule.said for rule in rules(of)), _from(of)) if part)


def forbids(of: Permission, kind: str) -> bool:
    """Whether a follow-up of this kind would go against what the contact person allows.

    A meeting or an offer goes against it only where every contact does.
    """
    if (of.call, of.mail) == (False, False):
        return kind != "task"
    return (kind == "call" and of.call is False) or (kind == "mail" and of.mail is False)


def _line(
    of: Permission, answers: dict[bool | None, str], call: str, mail: str, origin: str | None
) -> str:
    if origin is None:
        source_of = _from(of)
    else:
        source_of = origin.format(origin=of.origin) if of.origin else ""
    if (of.call, of.mail) == (None, None) and not source_of:
        return ""
    whole = None in (of.call, of.mail) and of.call == of.mail
    parts = [
        f"{name} {answers[allowed]}"
        for name, allowed in ((call, of.call), (mail, of.mail))
        if allowed is not None or whole
    ]
    return ", ".join([*parts, *([source_of] if source_of else [])])


def _from(of: Permission) -> str:
    return _("from {origin}").format(origin=of.origin) if of.origin else ""


def _answers(part: str) -> list[tuple[str, bool | None]]:
    """Channels and answers of a part; empty for one that names an origin or a day."""
    if fold(part).strip(" .!") in (*_NEVER, fold(_("do not contact"))):
        return [("call", False), ("mail", False)]
    words = [fold(word).strip(".:!") or word for word in part.split()]
    if words[0] in _ORIGINS or _without_from(part) != part:
        return []
    channels = [_channel(word) for word in words]
    if channels[0] and len(words) > 2 and words[1] in _OF:
        return []  # "mail of 3 Nov" is where it is known from
    answers = {**_ANSWERS, fold(_("yes")): True, fold(_("no")): False}
    if not any(word in answers for word in words) and not channels[0]:
        return []
    found: list[tuple[str, bool | None]] = []
    open_channels: list[str] = []
    answer: list[bool | None] = []
    for word, channel in zip(words, channels, strict=True):
        if word in _JOINERS:
            continue
        if not channel and word not in answers:
            raise _refused(_("{text} is not understood"), part)
        if open_channels and answer:
            found += [(name, answer[0]) for name in open_channels]
            open_channels, answer = [], []
        if channel:
            open_channels.append(channel)
        elif answer:
            raise _refused(_("{text} is not understood"), part)
        else:
            answer.append(answers[word])
    if not (open_channels and answer):
        raise _refused(_("{text} names no channel, or no answer"), part)
    return found + [(name, answer[0]) for name in open_channels]


def _channel(word: str) -> str:
    for name, shown in (("call", _("call")), ("mail", _("mail"))):
        if word in _CHANNELS[name].split() or word == fold(shown):
            return name
    return ""


def _day(part: str, today: date) -> date | None:
    """The day a part names, the last one to have passed where it has no year."""
    if not any(char.isdigit() for char in part):
        return None
    from pipeline_tui.domain.dates import parse_when

    first, _blank, rest = part.partition(" ")
    text = rest if fold(first) in _ORIGINS else part
    try:
        day = parse_when(text, today).day
    except InputError:
        if any(char.isalpha() for char in text):
            return None
        raise
    if day > today and str(day.year) not in text:
        day = _year_before(day)
    if day > today:
        raise InputError(
            _("{text} has not come yet").format(text=part),
            todo=_("Write the day on which the permission was given"),
        )
    return day


def _year_before(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:  # 29 February
        return day.replace(year=day.year - 1, day=28)


def _origin(part: str) -> str:
    first, _blank, rest = part.partition(" ")
    return rest.strip() if rest and fold(first) in _PLAIN_ORIGINS else _without_from(part)


def _without_from(part: str) -> str:
    """A part without the words that stand before an origin in the language spoken now."""
    lead = _("from {origin}").partition("{")[0]
    return part[len(lead) :] if lead and fold(part).startswith(fold(lead)) else part


def _refused(what: str, text: str) -> InputError:
    return InputError(
        what.format(text=text), todo=_("Write for example: call yes, mail no, from fair")
    )
