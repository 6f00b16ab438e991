"""Arguments that several commands share."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from typing import TYPE_CHECKING

from pipeline_tui.errors import NotFound
from pipeline_tui.i18n import _

if TYPE_CHECKING:
    from pipeline_tui.domain.filter import Filter
    from pipeline_tui.services.desk import Desk

_DIGITS = 9


def add_json(parser: ArgumentParser) -> None:
    """`--json`."""
    parser.add_argument("--json", action="store_true", help=_("print JSON"))


def add_filter(parser: ArgumentParser) -> None:
    """`FILTER…`: words, and `is:` states."""
    parser.add_argument(
        "filter",
        nargs="*",
        metavar="FILTER",
        help=_("words that must occur, and is:ghost, is:overdue, is:won, is:any …"),
    )


def filter_of(options: Namespace) -> Filter | None:
    """The filter of the command line; None when nothing is asked for. Errors: InputError."""
    if not options.filter:
        return None
    from pipeline_tui.domain.filter import parse_filter

    return parse_filter(" ".join(options.filter))


def add_deal(parser: ArgumentParser, *, more: bool = True) -> None:
    """`DEAL`: a number or words; several arguments are joined unless others follow."""
    parser.add_argument(
        "deal",
        nargs="+" if more else None,
        metavar="DEAL",
        help=_("its number, or words that match exactly one open deal"),
    )


def add_followup(parser: ArgumentParser, *, more: bool = True) -> None:
    """`DEAL|@FOLLOWUP`."""
    parser.add_argument(
        "followup",
        nargs="+" if more else None,
        metavar="DEAL|@FOLLOWUP",
        help=_("a deal, meaning its next step, or @ and the number of a follow-up"),
    )


def joined(words: str | list[str]) -> str:
    """What was given as one or as several arguments."""
    return words if isinstance(words, str) else " ".join(words)


def deal_of(desk: Desk, options: Namespace) -> int:
    """The number of the deal that is named. Errors: NotFound, Ambiguous."""
    from pipeline_tui.services import lookup

    return lookup.deal_named(desk, joined(options.deal))


def followup_of(desk: Desk, options: Namespace) -> int:
    """The number of the follow-up that is named. Errors: NotFound, Ambiguous."""
    from pipeline_tui.services import lookup, reading

    number = lookup.followup_named(desk, joined(options.followup))
    if reading.followup(desk, number) is None:
        raise NotFound(_("There is no follow-up {number}").format(number=f"@{number}"))
    return number


def whole(text: str) -> int:
    """A whole number that is not negative."""
    if not (text.isascii() and text.isdecimal() and len(text) <= _DIGITS):
        raise ArgumentTypeError(_("{text} is not a whole number").format(text=text))
    return int(text)
