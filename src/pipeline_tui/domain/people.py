"""What a contact person allows: a typed line read, and said again (process.md, "People").

`call yes from fair, mail no` names each channel and where that is known from; what stands on its
own, as in `call yes, mail no, from fair`, goes for every channel that has no origin yet. Both
languages are read whatever the language of the screen. A line that says nothing clear is
refused: a permission that was guessed would be none.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from pipeline_tui.domain.records import Channel, Permission
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
_DAYS = frozenset(("since", "seit", "on", "am"))
_PLAIN_ORIGINS = frozenset(("from", "von", "vom", "aus"))
_NEVER = frozenset(
    (
        *("do not contact", "don't contact", "dont contact", "no contact", "never contact", "dnc"),
        *("nicht kontaktieren", "kein kontakt", "keinen kontakt", "kontaktsperre"),
    )
)


CHANNELS = ("call", "mail")


class Rule(NamedTuple):
    """One channel and what is allowed there. `contact` stands for all of them."""

    channel: str
    allowed: bool
    said: str


class _Said:
    """What a line says, channel by channel."""

    def __init__(self) -> None:
        self.found: dict[str, Channel] = {}
        self.never = False

    def put(self, name: str, channel: Channel, text: str) -> None:
        """Take in one answer; InputError for one that says the opposite of another."""
        known = self.found.get(name)
        if known is None:
            self.found[name] = channel
        elif known.allowed is not channel.allowed:
            raise _refused(_("{text} says yes and no at once"), text)
        else:
            self.found[name] = _completed(known, channel.origin, channel.on)

    def complete(self, origin: str, on: date | None) -> None:
        """What stands on its own goes for every channel that has none of its own."""
        for name, channel in self.found.items():
            self.found[name] = _completed(channel, origin, on)
        if self.never:
            call, mail = (self.found[name] for name in CHANNELS)
            self.found = dict.fromkeys(CHANNELS, _completed(call, mail.origin, mail.on))


def read_permission(text: str, today: date) -> Permission:
    """What a line allows; '' is an empty Permission. `on` is set only where a day is named.

    InputError for words that are no channel, for a channel without an answer, for one that is
    both allowed and forbidden, and for a line that names none.
    """
    text = clean(text)
    said = _Said()
    origins: list[str] = []
    on: date | None = None
    for part in (piece.strip() for piece in text.split(",")):
        if not part:
            continue
        if _is_never(part):
            said.never = True
            for name in CHANNELS:
                said.put(name, Channel(False), text)
        elif answers := _answers(part, today):
            for name, channel in answers:
                said.put(name, channel, text)
        elif day := _day(part, today):
            on = day
        else:
            origins.append(_origin(part))
    if text and not said.found:
        raise _refused(_("{text} does not say what is allowed"), text)
    said.complete("; ".join(origins), on)
    return Permission(**said.found, never=said.never)


def permission_text(of: Permission) -> str:
    """The line as the history keeps it, and as it is read back in every language."""
    return _line(of, {True: "yes", False: "no", None: "?"},
                 ("do not contact", "call", "mail", "from {origin}"))  # fmt: skip


def permission_line(of: Permission) -> str:
    """The line as one types it in the language spoken now."""
    return _line(of, {True: _("yes"), False: _("no"), None: "?"},
                 (_("do not contact"), _("call"), _("mail"), _("from {origin}")))  # fmt: skip


def rules(of: Permission) -> tuple[Rule, ...]:
    """What is known of each channel, in words; nothing where nothing is known."""
    if of.never:
        return (Rule("contact", False, _("do not contact")),)
    found = []
    if of.call.allowed is not None:
        said = _("may be called") if of.call.allowed else _("must not be called")
        found.append(Rule("call", of.call.allowed, said))
    if of.mail.allowed is not None:
        said = _("may be mailed") if of.mail.allowed else _("must not be mailed")
        found.append(Rule("mail", of.mail.allowed, said))
    return tuple(found)


def source(of: Permission, today: date, name: str = "") -> str:
    """Where a permission is known from and since when: `from fair, 12 Nov`; '' if not kept.

    Of one channel by its `name`; without one, what holds for all of them that are known.
    """
    if name in CHANNELS:
        return _source(getattr(of, name), today)
    found = [_source(channel, today) for channel in _known(of)]
    return found[0] if found and len(set(found)) == 1 else ""


def said(of: Permission) -> str:
    """The permission in one sentence: `may be called, must not be mailed, from fair`."""
    found = rules(of)
    common = _common(of)
    if common is not None:
        return ", ".join([*(rule.said for rule in found), *([_from(common)] if common else [])])
    return ", ".join(
        " ".join(part for part in (rule.said, _from(_channel_of(of, rule).origin)) if part)
        for rule in found
    )


def told(of: Permission, today: date) -> str:
    """All of it in one line, with origins and days: `may be called from fair, 12 Nov · …`."""
    common = source(of, today)
    parts = [
        " ".join(
            part for part in (rule.said, "" if common else source(of, today, rule.channel)) if part
        )
        for rule in rules(of)
    ]
    return " · ".join(part for part in (", ".join(parts), common) if part)


def forbids(of: Permission, kind: str) -> bool:
    """Whether a follow-up of this kind would go against what the contact person allows.

    A meeting or an offer goes against it only where no contact is wanted at all.
    """
    if of.never:
        return kind != "task"
    return kind in CHANNELS and getattr(of, kind).allowed is False


def warning(of: Permission, channel: str) -> str:
    """What stands against calling or mailing somebody: `do not contact`; '' if nothing does."""
    if not forbids(of, channel):
        return ""
    return next(rule.said for rule in rules(of) if rule.channel in (channel, "contact"))


def _line(of: Permission, answers: dict[bool | None, str], names: tuple[str, str, str, str]) -> str:
    never, call, mail, origin = names
    common = _common(of)

    def behind(text: str) -> str:
        return origin.format(origin=text) if text else ""

    if of.never:
        parts = [never]
        common = of.call.origin or of.mail.origin
    else:
        named = ((call, of.call), (mail, of.mail))
        parts = [
            " ".join(filter(None, (name, answers[channel.allowed],
                                   "" if common is not None else behind(channel.origin))))
            for name, channel in named
            if channel.allowed is not None or channel.origin
        ]  # fmt: skip
    return ", ".join([*parts, *([behind(common)] if common else [])])


def _known(of: Permission) -> list[Channel]:
    """The channels of which something is known."""
    return [one for one in (of.call, of.mail) if one.allowed is not None or one.origin]


def _common(of: Permission) -> str | None:
    """The origin that all channels share of which something is known; None: they have several."""
    origins = {channel.origin for channel in _known(of)}
    return origins.pop() if len(origins) == 1 else None if origins else ""


def _channel_of(of: Permission, rule: Rule) -> Channel:
    return of.mail if rule.channel == "mail" else of.call


def _completed(of: Channel, origin: str, on: date | None) -> Channel:
    return of._replace(origin=of.origin or origin, on=of.on or on)


def _source(of: Channel, today: date) -> str:
    on = short_date(of.on, today) if of.on else ""
    return ", ".join(part for part in (_from(of.origin), on) if part)


def _from(origin: str) -> str:
    return _("from {origin}").format(origin=origin) if origin else ""


def _is_never(part: str) -> bool:
    return fold(part).strip(" .!") in (*_NEVER, fold(_("do not contact")))


def _answers(part: str, today: date) -> list[tuple[str, Channel]]:
    """Channels and answers of a part; empty for one that names an origin or a day."""
    written = part.split()
    words = [fold(word).strip(".:!") or word for word in written]
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
    origin, on = "", None
    for place, (word, channel) in enumerate(zip(words, channels, strict=True)):
        if word in _JOINERS:
            continue
        if word in _ORIGINS and open_channels and answer:
            origin, on = _origin_and_day(" ".join(written[place:]), today)
            break
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
    found += [(name, answer[0]) for name in open_channels]
    return [(name, Channel(allowed, origin, on)) for name, allowed in found]


def _origin_and_day(text: str, today: date) -> tuple[str, date | None]:
    """`from fair on 12 Nov` behind an answer: where it is known from, and since when."""
    if day := _day(text, today):
        return "", day
    words = text.split()
    for place in range(len(words) - 1, 0, -1):
        if fold(words[place]) in _DAYS and (day := _day(" ".join(words[place:]), today)):
            return _origin(" ".join(words[:place])), day
    return _origin(text), None


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
