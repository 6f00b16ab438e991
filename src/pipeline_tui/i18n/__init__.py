"""The language the program speaks: gettext, chosen once at start.

English is the source language and needs no catalogue. Nothing is read at import.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

LANGUAGES = ("en", "de")
DOMAIN = "pipeline_tui"

_language = "en"
_catalogue = None


def use_language(language: str) -> None:
    """Speak `language` ("en" or "de") from now on; an unknown one means English."""
    global _language, _catalogue
    _language = language if language in LANGUAGES else "en"
    _catalogue = None
    if _language != "en":
        import gettext as library

        _catalogue = library.translation(DOMAIN, str(locale_dir()), [_language], fallback=True)


def system_language(environ: Mapping[str, str]) -> str:
    """What the system speaks: German if the first locale variable that is set says so."""
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    spoken = next((environ[name] for name in names if environ.get(name)), "")
    return "de" if spoken.lower().startswith("de") else "en"


def locale_dir() -> Path:
    """Where the catalogues are."""
    from pathlib import Path

    return Path(__file__).parent / "locale"


def language() -> str:
    """The language spoken now."""
    return _language


def _(message: str) -> str:
    """The message in the language spoken now."""
    return message if _catalogue is None else _catalogue.gettext(message)


def ngettext(singular: str, plural: str, n: int) -> str:
    """The message for `n` things in the language spoken now."""
    if _catalogue is None:
        return singular if n == 1 else plural
    return _catalogue.ngettext(singular, plural, n)


def pgettext(context: str, message: str) -> str:
    """The message where one English word has several meanings."""
    return message if _catalogue is None else _catalogue.pgettext(context, message)


def N_(message: str) -> str:
    """Mark a message for the catalogue where it stands; it is translated where it is shown."""
    return message
