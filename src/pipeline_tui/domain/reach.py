"""Addresses that a program can open to call or mail somebody: `tel:` and `mailto:`.

What is stored is not trusted: a number gives its digits and nothing else, an address is checked
and percent-encoded, so that it can bring along neither headers nor another address.
"""

from __future__ import annotations

from pipeline_tui.errors import InputError
from pipeline_tui.i18n import _

_DIGITS = range(3, 21)
_LONGEST_ADDRESS = 254  # RFC 5321


def tel_uri(phone: str) -> str:
    """`tel:+491701234567` (RFC 3966). InputError for what is no number."""
    number = phone.replace("(0)", "") if "+" in phone else phone
    digits = "".join(char for char in number if "0" <= char <= "9")
    if len(digits) not in _DIGITS or any(char.isalpha() for char in phone):
        raise InputError(_("{text} is not a phone number").format(text=phone[:80]))
    return f"tel:{'+' if number.strip().startswith('+') else ''}{digits}"


def mail_uri(email: str) -> str:
    """`mailto:meier@acme.de` (RFC 6068). InputError for what is no single address."""
    from urllib.parse import quote

    name, _at, domain = email.strip().rpartition("@")
    plain = domain.replace("-", "").replace(".", "")
    labels = domain.split(".")
    if (
        not name
        or not plain.isalnum()
        or not all(labels)
        or len(email) > _LONGEST_ADDRESS
        or not name.isprintable()
        or any(char.isspace() or char in '@,;:<>()[]\\"' for char in name)
    ):
        raise InputError(_("{text} is not a mail address").format(text=email[:80]))
    host = domain.encode("idna").decode() if not domain.isascii() else domain
    return f"mailto:{quote(name, safe='')}@{host}"
