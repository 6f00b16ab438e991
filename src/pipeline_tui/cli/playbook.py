"""`playbook`: objections and answers, customer stories, materials; what fits a deal."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from pipeline_tui.cli.options import add_json, joined
from pipeline_tui.domain.playbook import GLYPHS, Play, matching
from pipeline_tui.errors import UsageError
from pipeline_tui.i18n import _
from pipeline_tui.services import playbook, reading
from pipeline_tui.services.desk import Desk


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "words",
        nargs="*",
        metavar="WORDS",
        help=_("only entries with all of these words; a single number is that entry"),
    )
    parser.add_argument("--deal", metavar="DEAL", help=_("what is offered with this deal"))
    parser.add_argument(
        "--used", action="store_true", help=_("count the entry as used with the deal")
    )
    add_json(parser)


def run(desk: Desk, options: Namespace) -> int:
    words = joined(options.words)
    deal_id = None
    if options.deal is not None:
        from pipeline_tui.services.lookup import deal_named

        deal_id = deal_named(desk, options.deal)
    stages = {stage.id: stage.name for stage in reading.stages(desk)}
    if options.used:
        if deal_id is None or not _is_number(words):
            raise UsageError(
                _("Which entry was used with which deal?"),
                todo=_("Write playbook NUMBER --deal DEAL --used"),
            )
        playbook.use(desk, int(words), deal_id)
    if _is_number(words):
        found = [playbook.play(desk, int(words))]
    elif deal_id is not None:
        deal = reading.deal(desk, deal_id)
        found = matching(playbook.offered_with(desk, deal), words, stages) if deal else []
    else:
        found = matching(playbook.plays(desk), words, stages)
    if options.json:
        from pipeline_tui.cli import shapes

        shapes.print_json({"entries": [_json(play, stages) for play in found]})
        return 0
    for place, play in enumerate(found):
        if place:
            print()
        _print(play)
    if not found:
        print(_("No entry fits"))
    return 0


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10


def _print(play: Play) -> None:
    print(f"{play.id}  {GLYPHS[play.kind]} {play.title}")
    for line in (*play.text.split("\n"), play.link):
        if line:
            print(f"   {line}")


def _json(play: Play, stages: dict[int, str]) -> dict[str, object]:
    tally = play.tally
    return {
        "id": play.id,
        "kind": play.kind,
        "title": play.title,
        "text": play.text,
        "link": play.link or None,
        "words": play.words,
        "stages": [stages[number] for number in play.stages if number in stages],
        "uses": tally.uses,
        "decided": tally.decided,
        "won": tally.won,
    }
