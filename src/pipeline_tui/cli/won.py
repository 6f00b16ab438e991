"""`won`: the deal is signed, and what follows the sale is booked."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from pipeline_tui.cli.changed import print_deal
from pipeline_tui.cli.options import add_deal, add_json, deal_of
from pipeline_tui.i18n import _
from pipeline_tui.services.desk import Desk

if TYPE_CHECKING:
    from pipeline_tui.domain.after_sale import AfterSale


def arguments(parser: ArgumentParser) -> None:
    add_deal(parser)
    parser.add_argument("--reason", default="", metavar="TEXT", help=_("why it was won"))
    parser.add_argument("--note", dest="reason", metavar="TEXT", help=_("the same as --reason"))
    parser.add_argument(
        "--care",
        nargs="?",
        const="",
        metavar="STAGE",
        help=_("go on to a stage after the sale, the first if none is named, and book its steps"),
    )
    parser.add_argument(
        "--no-steps", action="store_true", help=_("with --care: book no steps of that stage")
    )
    parser.add_argument(
        "--renewal", metavar="DATE", help=_("add a linked deal that renews it on that day")
    )
    parser.add_argument(
        "--follow-on", metavar="DATE", help=_("add a linked deal to take up on that day")
    )
    add_json(parser)


def run(desk: Desk, options: Namespace) -> int:
    from pipeline_tui.services import closing

    deal_id = deal_of(desk, options)
    if options.no_steps and options.care is None:
        from pipeline_tui.errors import UsageError

        raise UsageError(_("--no-steps goes with --care only"), where="won")
    made = closing.win(desk, deal_id, options.reason, _after(desk, deal_id, options))
    return print_deal(desk, options, deal_id, *linked_lines(desk, made))


def linked_lines(desk: Desk, made: list[int]) -> list[str]:
    """The deals that were added with it."""
    if not made:
        return []
    from pipeline_tui.cli import say
    from pipeline_tui.services import reading

    today = desk.clock.today()
    deals = [reading.deal(desk, number) for number in made]
    return [
        f"#{deal.id}  {say.name(deal)}  {say.step(deal.next, deal.state, today)}"
        for deal in deals
        if deal is not None
    ]


def _after(desk: Desk, deal_id: int, options: Namespace) -> AfterSale | None:
    """What the options say follows the sale; None where they say nothing."""
    if options.care is None and not options.renewal and not options.follow_on:
        return None
    from pipeline_tui.domain.after_sale import AfterSale
    from pipeline_tui.services import after_sale

    found = AfterSale(
        renewal=after_sale.read_day(desk, options.renewal).day if options.renewal else None,
        follow_on=after_sale.read_day(desk, options.follow_on).day if options.follow_on else None,
    )
    if options.care is None:
        return found
    choice = after_sale.choice_named(after_sale.offered(desk, deal_id), options.care)
    steps = () if options.no_steps else tuple(one.step for one in choice.offered if one.on)
    return found._replace(stage_id=choice.stage_id, steps=steps)
