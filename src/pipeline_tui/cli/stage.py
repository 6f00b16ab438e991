"""`stage list`: the stages of the process, with how many deals stand in each."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from pipeline_tui.cli import say, table
from pipeline_tui.cli.options import add_json
from pipeline_tui.domain.records import Column
from pipeline_tui.i18n import N_, _, pgettext
from pipeline_tui.i18n.format import number, percent
from pipeline_tui.services import reading
from pipeline_tui.services.desk import Desk

KINDS = {
    "parked": N_("parked"),
    "won": N_("won"),
    "lost": N_("lost"),
    "care": N_("after the sale"),
}


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("what", choices=("list",), help=_("list the stages"))
    add_json(parser)


def run(desk: Desk, options: Namespace) -> int:
    columns = reading.columns(desk)
    if options.json:
        from pipeline_tui.cli import shapes

        shapes.print_json({"stages": [_json(column) for column in columns]})
        return 0
    rows = [_cells(column) for column in columns]
    if rows and table.on_terminal():
        rows.insert(0, ["#", _("Stage"), _("Kind"), "%", _("Contact limit"), _("Deals")])
    for line in table.columns(rows, right=(0, 3, 4, 5), limit=table.terminal_width()):
        print(line)
    return 0


def _cells(column: Column) -> list[str]:
    stage = column.stage
    limit = say.NOTHING if stage.contact_limit is None else str(stage.contact_limit)
    return [
        str(stage.id),
        stage.name,
        _kind(stage.kind),
        percent(stage.probability),
        limit,
        number(column.total.count),
    ]


def _kind(code: str) -> str:
    """The kind of a stage in words."""
    if code == "open":
        return pgettext("stage", "open")  # the footer has the verb
    return _(KINDS[code])


def _json(column: Column) -> dict[str, object]:
    stage = column.stage
    return {
        "id": stage.id,
        "name": stage.name,
        "kind": stage.kind,
        "probability": stage.probability / 100,
        "contact_limit": stage.contact_limit,
        "step_required": stage.step_required,
        "deals": column.total.count,
    }
