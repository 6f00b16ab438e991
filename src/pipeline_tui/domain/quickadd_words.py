"""The words of a quick-add line, and what each word can be on its own (product.md, "Quick add")."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from pipeline_tui.domain.date_calendar import shown
from pipeline_tui.domain.date_clock import match_clock
from pipeline_tui.domain.date_words import plain
from pipeline_tui.domain.money import is_marked_amount
from pipeline_tui.domain.text import fold
from pipeline_tui.domain.words import risk_code
from pipeline_tui.errors import InputError
from pipeline_tui.i18n import _

if TYPE_CHECKING:
    import re

FIELD_NAMES = {
    "title": "name deal titel bezeichnung",
    "company": "account firma unternehmen kunde",
    "contact": "person contact_person ansprechperson ansprechpartner kontakt",
    "phone": "tel telefon mobil mobile",
    "email": "mail e-mail mailadresse mailto",
    "role": "buying_role rolle kaufrolle",
    "permission": "consent erlaubnis einwilligung kontakterlaubnis",
    "position": "jobtitle job_title funktion",
    "drives": "motive driver antrieb motiv",
    "objection": "einwand",
    "owner": "zustandig zustaendig verantwortlich besitzer",
    "value": "amount wert betrag",
    "currency": "wahrung waehrung",
    "recurring": "recurring_value mrr wiederkehrend laufend",
    "stage": "phase",
    "probability": "prob wahrscheinlichkeit",
    "category": "forecast forecast_category kategorie prognose",
    "close": "expected_close abschluss",
    "goal": "ziel kundenziel",
    "benefit": "nutzen",
    "incumbent": "competitor today bisher heute_genutzt wettbewerber mitbewerber",
    "risk": "risiko",
    "source": "channel quelle herkunft kanal",
    "product": "produkt",
    "region": "gebiet",
    "industry": "sector branche",
    "size": "company_size grosse groesse firmengrosse",
    "customer": "customer_kind kundenart",
    "tags": "tag schlagworte schlagwort stichworte",
}
"""Further names, English and German, of what may stand before a colon; all folded."""

QUOTES = '"“„«'
_LONGEST_ADDRESS = 254
_PHONE_DIGITS = range(6, 16)  # E.164 allows 15; shorter ones are extensions
LONGEST_AMOUNT = 5  # words: 12 000 000 T €
LONGEST_PHONE = 10  # words, with the two behind it
_ALIKE = 0.8


class Word(NamedTuple):
    """A word, or a text in quotes, and where it stands in the line."""

    text: str
    start: int
    end: int

    @property
    def said(self) -> str:
        """Without the quotes around it."""
        return unquoted(self.text)


def split_words(text: str, start: int, end: int) -> list[Word]:
    """The words of a part of the line; `key:"a b"` and `"a b"` are one word each."""
    found = _word_pattern().finditer(text, start, end)
    return [Word(match[0], match.start(), match.end()) for match in found]


def unquoted(text: str) -> str:
    """The text without quotes around the whole of it."""
    found = _quoted_pattern().fullmatch(text)
    return found[1].strip() if found else text


def field_named(name: str) -> str:
    """The field an English or German name stands for; empty if there is none."""
    wanted = fold(name)
    for field, others in FIELD_NAMES.items():
        if wanted == field or wanted in others.split():
            return field
    return ""


def key_and_value(word: Word) -> tuple[str, str] | None:
    """Field and value of `key:value`, None for other words.

    InputError for an unknown key, and for a known one that nothing follows.
    """
    found = _key_pattern().fullmatch(word.text)
    if found is None:
        return None
    name, value = found[1], unquoted(found[2])
    if value == found[2]:
        value = value.rstrip(",;")
    field = field_named(name)
    if not _says_something(value):
        if not (field and name.islower()):
            return None  # a colon in the title, or a smile
        raise InputError(
            _("Nothing follows {name}").format(name=f"{name}:"),
            todo=_("Write {example} without a space").format(example=f"{name}:…"),
        )
    if not field:
        raise _unknown_field(name)
    return field, value


def is_key_and_value(word: Word) -> bool:
    """Whether the word has the form `key:value`, known or not."""
    found = _key_pattern().fullmatch(word.text)
    return found is not None and _says_something(found[2])


def _says_something(value: str) -> bool:
    return any(char.isalnum() for char in value)


def split_company(text: str) -> tuple[int, int, int] | None:
    """Where `Company:` begins and ends, and where the line goes on; None without a company.

    The first colon counts, unless it stands in a time, an address (`https://…`), in quotes,
    or belongs to a key; marks like `@stage` before the company are not part of it.
    """
    start = 0
    for word in split_words(text, 0, len(text)):
        if word.text[0] in "@#!":
            start = word.end
            continue
        colon = _company_colon(word.text)
        if colon is None:
            continue
        begins = not text[start : word.start].strip()
        is_key = _key_pattern().fullmatch(word.text) is not None
        if is_key and not _is_company_name(word.text, colon, begins):
            return None
        end = word.start + colon
        company = text[start:end].strip()
        first = start + len(text[start:end]) - len(text[start:end].lstrip())
        return (first, first + len(company), end + 1) if company else None
    return None


def _company_colon(text: str) -> int | None:
    """Where the colon is that may end a company: not in quotes, an address or a time."""
    if text[0] in QUOTES or "://" in text or (text[0] == ":" and len(text) > 1):
        return None
    for index, char in enumerate(text):
        before, after = text[index - 1 : index], text[index + 1 : index + 2]
        if char != ":" or (before.isdigit() and after.isdigit()):
            continue
        if not after or after.isalnum() or after in QUOTES:
            return index
    return None


def _is_company_name(word: str, colon: int, begins: bool) -> bool:
    """Whether a word with a colon ends a company and is not a key, known or mistyped.

    `acme:cnc` does so only where it begins the line: elsewhere it is an unknown key.
    """
    name = word[:colon]
    if colon == len(word) - 1:
        return not (name.islower() and field_named(name))
    could_be = name[0].isupper() or begins
    return could_be and not field_named(name) and not _similar_field(name)


def stage_of(word: Word) -> str | None:
    """The stage prefix of `@stage` with spaces for `-`."""
    return _marked(word, "@").replace("-", " ").strip() or None


def tag_of(word: Word) -> str | None:
    """The tag of `#tag`; `#12` is the number of something and stays title."""
    tag = _marked(word, "#")
    return tag if any(char.isalpha() for char in tag) else None


def risk_level_of(word: Word) -> str | None:
    """The level of `!high`; InputError for a level that does not exist."""
    level = fold(_marked(word, "!"))
    if not level[:1].isalpha():
        return None
    code = risk_code(level)
    if not code:
        raise InputError(
            _("{text} is no risk level").format(text=shown(word.text)),
            todo=_("Write !low, !mid or !high"),
        )
    return code


def _marked(word: Word, mark: str) -> str:
    """What stands behind the mark, empty if the word does not begin with it."""
    return word.text[1:].rstrip(",;.") if word.text[0] == mark else ""


def mail_of(word: Word) -> str | None:
    """The mail address a word is."""
    text = word.text.strip("<>(),;").rstrip(".")
    if len(text) > _LONGEST_ADDRESS or not _mail_pattern().fullmatch(text):
        return None
    return text


def phone_end(words: Sequence[Word], at: int) -> int:
    """Where the phone number that begins there ends; `at` if none does."""
    if at == len(words):
        return at
    if not _phone_start_pattern().fullmatch(words[at].text) or _is_date(words[at].text):
        return at
    end = at + 1
    while end < min(len(words), at + LONGEST_PHONE) and _phone_part_pattern().fullmatch(
        words[end].text
    ):
        following = [word.text for word in words[end : end + 2]]
        is_time = match_clock([plain(word) for word in following], 0) is not None
        in_groups = following[-1][0].isdigit()  # 170 123: thousands elsewhere, but not here
        if is_time or (not in_groups and is_marked_amount(" ".join(following))):
            break
        end += 1
    digits = sum(char.isdigit() for word in words[at:end] for char in word.text)
    return end if digits in _PHONE_DIGITS else at


def phone_text(words: Sequence[Word]) -> str:
    """A phone number as it is kept."""
    return " ".join(word.text for word in words).rstrip(",;.")


def amount_end(words: Sequence[Word], at: int) -> int:
    """Where the amount that begins there ends; `at` if none does.

    Only what is marked as an amount counts, possible or not: a bare integer stays title.
    """
    for end in range(min(len(words), at + LONGEST_AMOUNT), at, -1):
        text = amount_text(words[at:end])
        if any(char.isdigit() for char in text) and is_marked_amount(text):
            return end
    return at


def amount_text(words: Sequence[Word]) -> str:
    """The words of an amount without the comma or bracket around them."""
    return " ".join(word.text for word in words).strip("(),;")


def _is_date(text: str) -> bool:
    """Whether digits in the form of a phone number are rather a date."""
    return _numeric_date_pattern().fullmatch(text) is not None


def _unknown_field(name: str) -> InputError:
    similar = _similar_field(name)
    todo = (
        _("Did you mean {suggestion}?").format(suggestion=f"{similar}:")
        if similar
        else _("Put it in quotes to keep it as text")
    )
    return InputError(_("There is no field {name}").format(name=shown(name)), todo=todo)


def _similar_field(name: str) -> str:
    """The field name that a mistyped one may have meant."""
    from difflib import get_close_matches

    known = [*FIELD_NAMES, *(other for others in FIELD_NAMES.values() for other in others.split())]
    return (get_close_matches(fold(name[:40]), known, n=1, cutoff=_ALIKE) or [""])[0]


@cache
def _word_pattern() -> re.Pattern[str]:
    import re

    return re.compile(r'(?:[^\W\d_][\w-]*:)?["“„«][^"“”„«»]*["”“»](?!\S)|\S+')


@cache
def _quoted_pattern() -> re.Pattern[str]:
    import re

    return re.compile(r'["“„«]([^"“”„«»]*)["”“»]')


@cache
def _key_pattern() -> re.Pattern[str]:
    import re

    return re.compile(r"([^\W\d_][\w-]+):(?!//|\\)(.*)")


@cache
def _mail_pattern() -> re.Pattern[str]:
    import re

    return re.compile(r"[^\s@<>\"(),;:]+@[^\s@<>\"(),;:]+\.[\w-]{2,}")


@cache
def _phone_start_pattern() -> re.Pattern[str]:
    import re

    return re.compile(
        r"\+[0-9][0-9()./-]*|\+?\(\+?[0-9]+\)[0-9/-]*|0[0-9()/-]*|[0-9]{3}-[0-9]{3}-[0-9]{4}"
    )


@cache
def _phone_part_pattern() -> re.Pattern[str]:
    import re

    return re.compile(r"[()/-]*[0-9][0-9()/-]*")


@cache
def _numeric_date_pattern() -> re.Pattern[str]:
    import re

    return re.compile(r"[0-9]{1,2}([/-])[0-9]{1,2}\1[0-9]{2,4}")
