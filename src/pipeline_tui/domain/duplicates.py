"""Which contacts or companies may be the same (process.md, People): by name, mail and phone.

Only found, never merged: that is a person's decision. Names are compared folded, without
titles and legal forms and in any order; phones by their digits; companies also by the domain of
the mail addresses of their people, unless it belongs to a public provider.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from pipeline_tui.domain.text import fold

_PUBLIC = (
    "gmail.com googlemail.com outlook.com outlook.de hotmail.com hotmail.de live.com live.de"
    " msn.com yahoo.com yahoo.de ymail.com icloud.com me.com mac.com aol.com aol.de gmx.de gmx.net"
    " gmx.at gmx.ch gmx.com web.de freenet.de t-online.de arcor.de mail.de mail.com mail.ru"
    " posteo.de posteo.net mailbox.org proton.me protonmail.com pm.me tutanota.com tutanota.de"
    " tuta.io fastmail.com zoho.com yandex.com qq.com 163.com bluewin.ch hispeed.ch aon.at"
    " chello.at orange.fr wanadoo.fr free.fr laposte.net libero.it btinternet.com"
)
PUBLIC_DOMAINS = frozenset(_PUBLIC.split())
"""Whose addresses say nothing of a company."""

_TITLES = frozenset(("dr", "prof", "professor", "herr", "frau", "mr", "mrs", "ms", "miss", "sir",
                     "ing", "dipl", "mag"))  # fmt: skip
_FORMS = (
    "gmbh mbh ag kg kgaa ohg gbr ug eg ev ek se co cokg company inc incorporated corp corporation"
    " llc llp ltd limited plc sa sarl sas spa srl bv nv ab as oy aps sp zoo pty"
)
_LEGAL = frozenset(_FORMS.split())
_FEWEST_DIGITS = 6
_LAST_DIGITS = 8
"""Digits by which phones are compared: so the country code may be missing."""


class Entry(NamedTuple):
    """One contact or company as it is compared."""

    id: int
    name: str
    emails: tuple[str, ...]
    phones: tuple[str, ...]
    group: int | None = None
    """Of a contact the company."""


class Pair(NamedTuple):
    """Two that may be the same, the older one first, and why."""

    first: int
    second: int
    reasons: tuple[str, ...]
    """name, email, domain, phone."""


def name_key(name: str) -> str:
    """A person's name without case, accents, titles and order: `Meier, Dr. Max` is Max Meier."""
    words = [word for word in _words(name) if word not in _TITLES]
    return " ".join(sorted(words))


def company_key(name: str) -> str:
    """A company's name without case, accents and legal form: `ACME GmbH & Co. KG` is acme."""
    words = _words(name)
    kept = [word for word in words if word not in _LEGAL]
    return "".join(kept or words)


def phone_key(phone: str) -> str:
    """The digits by which a number is known again; '' for what is too short to be one."""
    digits = "".join(char for char in phone.replace("(0)", "") if "0" <= char <= "9")
    digits = digits.lstrip("0")
    return digits[-_LAST_DIGITS:] if len(digits) >= _FEWEST_DIGITS else ""


def domain_key(email: str) -> str:
    """The domain of a mail address that belongs to one company; '' for public providers."""
    _name, _at, domain = email.strip().lower().rpartition("@")
    return "" if domain in PUBLIC_DOMAINS else domain


def same_people(entries: Iterable[Entry]) -> list[Pair]:
    """Contacts that may be one person.

    The same name counts where nothing speaks against it: in one company, or where one of the
    two has no company, or where both write from one domain.
    """
    pairs = _Pairs()
    by_name: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        pairs.meet(entry, "email", (email.strip().lower() for email in entry.emails))
        pairs.meet(entry, "phone", map(phone_key, entry.phones))
        if key := name_key(entry.name):
            by_name[key].append(entry)
    for same in by_name.values():
        for place, second in enumerate(same[1:], start=1):
            first = next((one for one in same[:place] if _agree(one, second)), None)
            if first is not None:
                pairs.put(first.id, second.id, "name")
    return pairs.found()


def same_companies(entries: Iterable[Entry]) -> list[Pair]:
    """Companies that may be one: the same name, domain or phone."""
    pairs = _Pairs()
    for entry in entries:
        pairs.meet(entry, "name", (company_key(entry.name),))
        pairs.meet(entry, "domain", map(domain_key, entry.emails))
        pairs.meet(entry, "phone", map(phone_key, entry.phones))
    return pairs.found()


class _Pairs:
    """Pairs met so far: each entry with the first that had the same key."""

    def __init__(self) -> None:
        self._first: dict[tuple[str, str], int] = {}
        self._reasons: dict[tuple[int, int], list[str]] = defaultdict(list)

    def meet(self, entry: Entry, reason: str, keys: Iterable[str]) -> None:
        """An entry with its keys of one kind; empty ones say nothing."""
        for key in keys:
            if key:
                first = self._first.setdefault((reason, key), entry.id)
                if first != entry.id:
                    self.put(first, entry.id, reason)

    def put(self, one: int, other: int, reason: str) -> None:
        reasons = self._reasons[min(one, other), max(one, other)]
        if reason not in reasons:
            reasons.append(reason)

    def found(self) -> list[Pair]:
        """All of them, the surest first."""
        pairs = [Pair(*ids, tuple(sorted(why))) for ids, why in self._reasons.items()]
        return sorted(pairs, key=lambda pair: (-len(pair.reasons), pair.first, pair.second))


def _agree(one: Entry, other: Entry) -> bool:
    """Whether nothing speaks against two people of one name being the same."""
    if one.group == other.group or one.group is None or other.group is None:
        return True
    domains = {domain_key(email) for email in one.emails} - {""}
    return bool(domains & {domain_key(email) for email in other.emails})


def _words(name: str) -> list[str]:
    folded = "".join(char if char.isalnum() else " " for char in fold(name).replace(".", ""))
    return folded.split()
