"""Where a text names a person: by name, mail address or phone number (process.md, Privacy).

Whole words only, so that Max Meier is not found in Max Meierhofer; without regard to case and to
how many blanks stand between; phone numbers whatever stands between their digits.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_FEWEST_SIGNS = 2
_FEWEST_DIGITS = 5
_BETWEEN_DIGITS = r"[\s()/.\-–]{0,3}"


class Mentions:
    """What names a person, ready to be found and replaced."""

    def __init__(
        self, name: str, emails: Iterable[str], phones: Iterable[str], also: Iterable[str] = ()
    ) -> None:
        """`also` are further words that mean this person; what is too short is left out."""
        patterns = [_of_words(text) for text in (name, *emails, *also)]
        patterns += [_of_phone(text) for text in phones]
        known = sorted({pattern for pattern in patterns if pattern}, key=len, reverse=True)
        self._pattern = re.compile("|".join(known), re.IGNORECASE) if known else None

    def __bool__(self) -> bool:
        return self._pattern is not None

    def count(self, text: str) -> int:
        """How often the text names the person."""
        return 0 if self._pattern is None else sum(1 for _hit in self._pattern.finditer(text))

    def replaced(self, text: str, placeholder: str) -> str:
        """The text with the placeholder in place of everything that names the person."""
        return text if self._pattern is None else self._pattern.sub(lambda _: placeholder, text)


def _of_words(text: str) -> str:
    if sum(char.isalnum() for char in text) < _FEWEST_SIGNS:
        return ""
    return _alone(r"\s+".join(re.escape(word) for word in text.split()))


def _of_phone(text: str) -> str:
    digits = [char for char in text if char.isdigit()]
    if len(digits) < _FEWEST_DIGITS:
        return _of_words(text)
    between = r"\(?\+?\(?" if "+" in text else r"\(?"
    return f"(?<![0-9]){between}{_BETWEEN_DIGITS.join(digits)}(?![0-9])"


def _alone(pattern: str) -> str:
    return rf"(?<!\w){pattern}(?!\w)"
