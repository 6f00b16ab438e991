"""`move`: to a stage by the beginning of its name."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from pipeline_tui.cli.changed import print_deal
from pipeline_tui.cli.options import add_deal, add_json, deal_of, joined
from pipeline_tui.errors import InputError, UsageError
from pipeline_tui.i18n import _
from pipeline_tui.services.desk import Desk


def arguments(parser: ArgumentParser) -> None:
    add_deal(parser, more=False)
    parser.add_argument(
        "stage", nargs="+", metavar="STAGE", help=_("a stage, or the beginning of its name")
    )
    parser.add_argument("--reason", metavar="TEXT", help=_("why it goes on with criteria open"))
    parser.add_argument(
        "--force", action="store_true", help=_("go on with criteria open; needs a reason")
    )
    add_json(parser)


def run(desk: Desk, options: Namespace) -> int:
    from pipeline_tui.services import deals, gating, lookup

    if options.force and not (options.reason or "").strip():
        raise UsageError(
            _("--force needs a reason"),
            where="move",
            todo=_("Add --reason and why it goes on anyway"),
        )
    reason = gating.check_reason(options.reason or "")
    deal_id = deal_of(desk, options)
    stage = lookup.stage_named(desk, joined(options.stage))
    gate = gating.asked(desk, [deal_id], stage.id)
    if gate is not None and gate.boxes and gate.mode != "hard" and not options.force:
        raise InputError(
            _("Still open: {boxes}").format(boxes=", ".join(box.text for box in gate.boxes)),
            kept=_("Nothing was moved"),
            todo=_("Tick them, or add --force and --reason"),
        )
    deals.move(desk, deal_id, stage.id, reason=reason)
    return print_deal(desk, options, deal_id)
