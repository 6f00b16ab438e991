"""The amounts of a deal, all in its one currency: value, recurring value, and those of its offer.

The expected option of an offer is the deal's value (process.md, "The offer"): editing the value
edits that option, and one without a value is expected no longer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline_tui.domain.money import Money, minor_digits
from pipeline_tui.domain.recurring import Recurring
from pipeline_tui.errors import InputError
from pipeline_tui.i18n import _
from pipeline_tui.store import reads_offer

if TYPE_CHECKING:
    from pipeline_tui.store.tables import DealRow
    from pipeline_tui.store.writes import Work


def put_amount(work: Work, deal: DealRow, field: str, value: object) -> None:
    """Write a value, recurring value or currency that was read; None clears an amount."""
    if field == "value":
        put_value(work, deal, value if isinstance(value, Money) else None)
    elif field == "recurring":
        put_recurring(work, deal, value if isinstance(value, Recurring) else None)
    else:
        put_currency(work, deal, str(value))


def put_value(work: Work, deal: DealRow, value: Money | None) -> None:
    """The one-off value, and with it the expected option; another currency only while it is alone.

    InputError when other amounts of the deal are in another currency.
    """
    if value is not None and value.currency != deal.currency:
        _refuse_beside_others(work, deal, recurring=True)
        work.edit(deal, currency=value.currency)
    work.edit(deal, value_minor=None if value is None else value.minor)
    if not reads_offer.parts(work.conn, deal.id or 0).options:
        return
    from pipeline_tui.store import offer_rows

    for option in offer_rows.options(work, deal.id or 0):
        if option.expected and value is not None:
            work.edit(option, value_minor=value.minor)
        elif option.expected:
            work.edit(option, expected=0)


def put_recurring(work: Work, deal: DealRow, value: Recurring | None) -> None:
    """What comes per month or year; InputError when its currency is not that of the deal."""
    if value is None:
        work.edit(deal, recurring_minor=None, recurring_per="")
        return
    if value.currency != deal.currency:
        _refuse_beside_others(work, deal, value=True)
        work.edit(deal, currency=value.currency)
    work.edit(deal, recurring_minor=value.minor, recurring_per=value.per)


def put_currency(work: Work, deal: DealRow, code: str) -> None:
    """The same amounts in another currency; InputError if that has not as many decimals."""
    old = deal.currency
    if code == old:
        return
    for column in ("value_minor", "recurring_minor"):
        minor = getattr(deal, column)
        if minor is not None:
            work.edit(deal, **{column: _scaled(minor, old, code)})
    there = reads_offer.parts(work.conn, deal.id or 0)
    if there.benefit or there.options:
        from pipeline_tui.store import offer_rows

        for option in offer_rows.options(work, deal.id or 0):
            work.edit(option, value_minor=_scaled(option.value_minor, old, code))
        for part in offer_rows.benefit(work, deal.id or 0):
            work.edit(part, rate_minor=_scaled(part.rate_minor, old, code))
    work.edit(deal, currency=code)


def _scaled(minor: int, old: str, new: str) -> int:
    """An amount of the same number in another currency."""
    found, rest = divmod(minor * 10 ** minor_digits(new), 10 ** minor_digits(old))
    if rest:
        raise InputError(
            _("The value has more decimals than {currency}").format(currency=new),
            todo=_("Set the value with its new currency instead"),
        )
    return int(found)


def _refuse_beside_others(
    work: Work, deal: DealRow, *, value: bool = False, recurring: bool = False
) -> None:
    """InputError if the deal has other amounts, which would silently change their currency."""
    there = reads_offer.parts(work.conn, deal.id or 0)
    other = there.benefit or there.options
    other = other or (value and deal.value_minor is not None)
    other = other or (recurring and deal.recurring_minor is not None)
    if other:
        raise InputError(
            _("The other amounts of {deal} are in {currency}").format(
                deal=work.name(deal), currency=deal.currency
            ),
            kept=_("Nothing was changed"),
            todo=_("Set the currency first: all its amounts go along"),
        )
