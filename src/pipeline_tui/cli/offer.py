"""`offer`: benefit in numbers, joint plan, pilot and options of a deal; shown, or changed."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from pipeline_tui.cli.options import add_deal, add_json, deal_of, joined, whole
from pipeline_tui.errors import NotFound, UsageError
from pipeline_tui.i18n import _
from pipeline_tui.services.desk import Desk

INTERMIXED = True
"""Options may stand before, between and behind the words of a line."""

PARTS = ("benefit", "plan", "pilot", "option")


def arguments(parser: ArgumentParser) -> None:
    add_deal(parser, more=False)
    parser.add_argument("part", nargs="?", choices=PARTS, help=_("what to change; none shows all"))
    parser.add_argument(
        "line",
        nargs="*",
        metavar="LINE",
        help=_(
            "benefit: set-up 4 h x €60 per week · plan: Meier: sign the NDA by fri ·"
            " pilot: Meier: 20 %% less scrap until 15.1. · option: standard 12k with training"
        ),
    )
    parser.add_argument(
        "--number", type=whole, metavar="N", help=_("the line of benefit or plan that is meant")
    )
    parser.add_argument("--remove", action="store_true", help=_("take it out"))
    parser.add_argument("--sum", action="store_true", help=_("write the sum as the benefit"))
    parser.add_argument("--done", action="store_true", help=_("the step of the plan is done"))
    parser.add_argument("--book", action="store_true", help=_("book the step as a follow-up"))
    parser.add_argument(
        "--result", choices=("met", "missed", "open"), help=_("how the pilot ended")
    )
    parser.add_argument("--expected", action="store_true", help=_("the option sets the value"))
    add_json(parser)


def run(desk: Desk, options: Namespace) -> int:
    deal_id = deal_of(desk, options)
    if options.part is None:
        return _show(desk, options, deal_id)
    _check(options)
    change = {"benefit": _benefit, "plan": _plan, "pilot": _pilot, "option": _option}
    change[options.part](desk, options, deal_id, joined(options.line).strip())
    return _show(desk, options, deal_id, changed=True)


def _show(desk: Desk, options: Namespace, deal_id: int, *, changed: bool = False) -> int:
    from pipeline_tui.cli import offer_lines, say
    from pipeline_tui.services import history, offers, reading

    deal = reading.deal(desk, deal_id)
    if deal is None:  # deleted by another instance a moment ago
        raise NotFound(_("There is no deal {number}").format(number=deal_id))
    of = offers.offer(desk, deal_id)
    if options.json:
        from pipeline_tui.cli import shapes

        shapes.print_json({"deal": shapes.deal(deal), "offer": offer_lines.json(of)})
        return 0
    for _step, sentence in history.history(desk, 1) if changed else ():
        print(sentence if desk.writer.changed else _("Nothing was changed."))
    print(f"#{deal.id}  {say.name(deal)}  {say.amount(deal.value_minor, deal.currency)}")
    for line in offer_lines.lines(of, deal.currency, desk.clock.today()):
        print(line)
    return 0


_ALLOWED = {
    "benefit": {"number", "remove", "sum"},
    "plan": {"number", "remove", "done", "book"},
    "pilot": {"remove", "result"},
    "option": {"remove", "expected"},
}


def _check(options: Namespace) -> None:
    """UsageError for an option of another part."""
    for name in ("number", "remove", "sum", "done", "book", "result", "expected"):
        given = getattr(options, name)
        if given is not None and given is not False and name not in _ALLOWED[options.part]:
            raise UsageError(
                _("{option} does not go with {part}").format(option=f"--{name}", part=options.part),
                where="offer",
            )


def _benefit(desk: Desk, options: Namespace, deal_id: int, line: str) -> None:
    from pipeline_tui.services import offers

    if options.sum:
        offers.write_sum(desk, deal_id)
    elif options.number is None and not options.remove:
        offers.add_benefit(desk, deal_id, line)
    else:
        part = _numbered([one.id for one in offers.offer(desk, deal_id).benefit], options)
        offers.edit_benefit(desk, part, "" if options.remove else _filled(line))


def _plan(desk: Desk, options: Namespace, deal_id: int, line: str) -> None:
    from pipeline_tui.services import offers

    if options.number is None and not (options.remove or options.done or options.book):
        offers.add_plan(desk, deal_id, line)
        return
    step = _numbered([one.id for one in offers.offer(desk, deal_id).plan], options)
    if options.book:
        offers.book_plan(desk, step)
    elif options.done:
        offers.tick_plan(desk, step, done=True)
    else:
        offers.edit_plan(desk, step, "" if options.remove else _filled(line))


def _pilot(desk: Desk, options: Namespace, deal_id: int, line: str) -> None:
    from pipeline_tui.services import offers

    if options.result is not None:
        offers.set_result(desk, deal_id, "" if options.result == "open" else options.result)
    else:
        offers.set_pilot(desk, deal_id, "" if options.remove else _filled(line))


def _option(desk: Desk, options: Namespace, deal_id: int, line: str) -> None:
    from pipeline_tui.services import offer_options

    if options.remove:
        offer_options.remove_option(desk, deal_id, line)
    else:
        offer_options.set_option(desk, deal_id, line, expected=options.expected)


def _numbered(ids: list[int], options: Namespace) -> int:
    """The id of the part that `--number` names; the only one where it names none."""
    number = options.number or (1 if len(ids) == 1 else 0)
    if not 1 <= number <= len(ids):
        raise NotFound(
            _("There is no line {number}").format(number=number or "–"),
            todo=_("“offer DEAL” shows their numbers; name one with --number"),
        )
    return ids[number - 1]


def _filled(line: str) -> str:
    """A line; UsageError where there is none, since an empty one would take the part out."""
    if not line:
        raise UsageError(
            _("The line is missing"), where="offer", todo=_("--remove takes the part out")
        )
    return line
