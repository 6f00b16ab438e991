"""Use cases on the options of an offer; the expected one is the value of the deal.

One truth (process.md, "The offer"): choosing an option or editing the expected one edits the
value, editing the value edits the expected option (`amounts.put_value`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline_tui.domain import offer_option
from pipeline_tui.domain.money import Money
from pipeline_tui.domain.offer_option import OptionLine, parse_option
from pipeline_tui.domain.records_offer import Option
from pipeline_tui.domain.text import clean
from pipeline_tui.errors import InputError, NotFound
from pipeline_tui.i18n import _
from pipeline_tui.services.conflicts import overtaken
from pipeline_tui.services.desk import Desk
from pipeline_tui.services.editing import put

if TYPE_CHECKING:
    from pipeline_tui.store.offer_rows import OfferOptionRow
    from pipeline_tui.store.tables import DealRow
    from pipeline_tui.store.writes import Work


def check_option(line: str, currency: str, *, needs_value: bool = True) -> OptionLine:
    """An option as it would be kept; InputError when it is refused."""
    found = parse_option(line, currency)
    if found.value is None and needs_value:
        raise InputError(
            _("The option has no value"), todo=_("Write for example standard 12k with training")
        )
    if found.value is not None and found.value.currency != currency:
        raise InputError(
            _("The amounts of this deal are in {currency}").format(currency=currency),
            todo=_("Write the value in it, or change the currency of the deal first"),
        )
    return found


def set_option(desk: Desk, deal_id: int, line: str, *, expected: bool = False) -> None:
    """Add an option, or change the one of its level; without a value it keeps the one it has.

    `expected`, or a line that ends in this word, makes it the expected one.
    """
    with desk.writer.step("option.set") as work:
        deal = work.deal(deal_id)
        level = parse_option(line, deal.currency).level
        row = next((row for row in _rows(work, deal_id) if row.level == level), None)
        found = check_option(line, deal.currency, needs_value=row is None)
        _write(work, deal, row, found._replace(expected=expected or found.expected))


def edit_option(desk: Desk, option_id: int, line: str, *, seen: Option | None = None) -> None:
    """Change an option, its level too; an empty line takes it out.

    Conflict when it is not what was `seen`; InputError when there is another of that level.
    """
    with desk.writer.step("option.set" if clean(line) else "option.remove") as work:
        row = _row(work, option_id)
        deal = work.deal(row.deal_id)
        if seen is not None and _option(row) != seen:
            what = _("The offer was changed elsewhere meanwhile")
            raise overtaken(work, deal, what, mine=line, theirs=_kept(row, deal))
        if not clean(line):
            work.describe(deal=work.name(deal), text=_kept(row, deal))
            work.record(deal, "option", _kept(row, deal), "")
            work.remove(row)
            return
        found = check_option(line, deal.currency, needs_value=False)
        others = [other for other in _rows(work, row.deal_id) if other.id != row.id]
        if any(other.level == found.level for other in others):
            raise InputError(
                _("There is another option {level}").format(
                    level=_(offer_option.LEVELS[found.level])
                ),
                kept=_("Nothing was changed"),
            )
        _write(work, deal, row, found)


def choose_option(desk: Desk, option_id: int, *, expected: bool = True) -> None:
    """Expect this option and no other: the value of the deal is its value. Or expect none."""
    with desk.writer.step("option.choose" if expected else "option.leave") as work:
        row = _row(work, option_id)
        deal = work.deal(row.deal_id)
        work.describe(deal=work.name(deal), text=_kept(row, deal))
        if expected:
            _expect(work, deal, row)
        else:
            work.edit(row, expected=0)


def remove_option(desk: Desk, deal_id: int, level: str) -> None:
    """Take out the option of a level; NotFound where there is none."""
    edit_option(desk, numbered(desk, deal_id, level), "")


def numbered(desk: Desk, deal_id: int, level: str) -> int:
    """The number of the option of a level; NotFound where there is none."""
    from pipeline_tui.services.offers import offer

    code = offer_option.level_code(clean(level))
    for option in offer(desk, deal_id).options:
        if option.level == code:
            return option.id
    raise NotFound(_("There is no option {level}").format(level=clean(level) or "–"))


def _write(work: Work, deal: DealRow, row: OfferOptionRow | None, found: OptionLine) -> None:
    """Write an option, and the deal's value with it where it is the expected one."""
    from pipeline_tui.store import offer_rows

    old = "" if row is None else _kept(row, deal)
    if row is None:
        value = found.value.minor if found.value else 0
        row = work.add(
            offer_rows.OfferOptionRow,
            deal_id=deal.id,
            level=found.level,
            text=found.text,
            value_minor=value,
        )
    else:
        work.edit(row, level=found.level, text=found.text)
        if found.value is not None:
            work.edit(row, value_minor=found.value.minor)
    work.describe(deal=work.name(deal), text=_kept(row, deal))
    work.record(deal, "option", old, _kept(row, deal))
    if row.expected or found.expected:
        _expect(work, deal, row)


def _expect(work: Work, deal: DealRow, row: OfferOptionRow) -> None:
    for other in _rows(work, row.deal_id):
        work.edit(other, expected=int(other.id == row.id))
    work.session.flush()
    put(work, deal, "value", Money(row.value_minor, deal.currency))


def _rows(work: Work, deal_id: int) -> list[OfferOptionRow]:
    from pipeline_tui.store import offer_rows

    return offer_rows.options(work, deal_id)


def _row(work: Work, option_id: int) -> OfferOptionRow:
    from pipeline_tui.store import offer_rows

    row = work.session.get(offer_rows.OfferOptionRow, option_id)
    if row is None:
        raise NotFound(
            _("This part of the offer is gone"),
            kept=_("Nothing was changed"),
            todo=_("Look again"),
        )
    return row


def _option(row: OfferOptionRow) -> Option:
    return Option(row.id or 0, row.level, row.text, row.value_minor, bool(row.expected))


def _kept(row: OfferOptionRow, deal: DealRow) -> str:
    """As it stands in the history."""
    line = OptionLine(row.level, Money(row.value_minor, deal.currency), row.text)
    return offer_option.typed(line, kept=True)
