"""`stage`: the stages of the process, listed with all their rules, or changed."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from pipeline_tui.cli import say, table
from pipeline_tui.cli.options import add_json
from pipeline_tui.i18n import _
from pipeline_tui.i18n.format import number, percent
from pipeline_tui.services.desk import Desk

if TYPE_CHECKING:
    from pipeline_tui.domain.records_stage import StagePage

FORMS = {
    "list": "",
    "add": "NAME [--kind KIND] [--after STAGE]",
    "rename": "STAGE NAME",
    "set": "STAGE field=value …",
    "move": "STAGE POSITION",
    "merge": "STAGE INTO",
    "remove": "STAGE [--into STAGE]",
    "criterion": "add STAGE TEXT | rename STAGE CRITERION TEXT | remove STAGE CRITERION"
    " | move STAGE CRITERION POSITION | tie STAGE CRITERION QUESTION",
    "planned": "add STAGE LINE | edit STAGE NUMBER LINE | remove STAGE NUMBER",
    "template": "NAME [--map OLD=NEW …] [--dry-run]",
}
"""What can be done, and what each form takes."""

MARKS = (("is_first_contact", "F"), ("is_opportunity", "O"))


def arguments(parser: ArgumentParser) -> None:
    forms = "\n".join(f"  stage {name} {form}".rstrip() for name, form in FORMS.items())
    parser.description = f"{parser.description}\n\n{forms}"
    parser.add_argument("what", choices=tuple(FORMS), help=_("what to do, as above"))
    parser.add_argument(
        "words",
        nargs="*",
        metavar="WORDS",
        help=_("a stage by the beginning of its name, and so on"),
    )
    parser.add_argument("--kind", metavar="KIND", help=_("open, parked, won, lost or care"))
    parser.add_argument("--after", metavar="STAGE", help=_("behind this stage"))
    parser.add_argument("--into", metavar="STAGE", help=_("where its deals go"))
    parser.add_argument(
        "--map", metavar="OLD=NEW", action="append", default=[], help=_("which stage becomes which")
    )
    parser.add_argument("--dry-run", action="store_true", help=_("only say what would be done"))
    add_json(parser)


def run(desk: Desk, options: Namespace) -> int:
    if options.what == "list":
        if options.words:
            from pipeline_tui.cli.stage_change import wrong_form

            raise wrong_form("list")
        return show(desk, json=options.json)
    from pipeline_tui.cli import stage_change

    return stage_change.run(desk, options)


def show(desk: Desk, *, json: bool) -> int:
    """Print all stages."""
    from pipeline_tui.services import stages

    pages = stages.stages(desk)
    if json:
        from pipeline_tui.cli import shapes

        shapes.print_json({"stages": [as_json(page) for page in pages]})
        return 0
    rows = [_cells(page) for page in pages]
    if rows and table.on_terminal():
        heads = ["#", _("Stage"), _("Kind"), "%", _("Contact limit"), _("Deals"), _("Marks")]
        rows.insert(0, heads)
    for line in table.columns(rows, right=(0, 3, 4, 5), limit=table.terminal_width()):
        print(line)
    return 0


def as_json(page: StagePage) -> dict[str, object]:
    """A stage with all that can be edited about it."""
    stage = page.stage
    return {
        "id": stage.id,
        "name": stage.name,
        "kind": stage.kind,
        "position": stage.position,
        "probability": stage.probability / 100,
        "contact_limit": stage.contact_limit,
        "step_required": stage.step_required,
        "guidance": stage.guidance,
        "colour": stage.colour or None,
        "first_contact": stage.is_first_contact,
        "opportunity": stage.is_opportunity,
        "asks_qualification": page.asks_qualification,
        "criteria": [
            {"text": one.text, "question": one.question or None, "ticks": one.ticks}
            for one in page.criteria
        ],
        "planned": [{"kind": one.kind, "text": one.text, "days": one.days} for one in page.planned],
        "deals": page.deals,
    }


def _cells(page: StagePage) -> list[str]:
    from pipeline_tui.domain.stages import kind_name

    stage = page.stage
    limit = say.NOTHING if stage.contact_limit is None else str(stage.contact_limit)
    marks = [mark for field, mark in MARKS if getattr(stage, field)]
    return [
        str(stage.id),
        stage.name,
        kind_name(stage.kind),
        percent(stage.probability),
        limit,
        number(page.deals),
        "".join([*marks, *("Q" if page.asks_qualification else "")]),
    ]
