"""`locate`: where database, settings, backups and logs are."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from pipeline_tui import locations
from pipeline_tui.cli import table
from pipeline_tui.cli.options import add_json
from pipeline_tui.domain.text import clean
from pipeline_tui.i18n import _
from pipeline_tui.services.desk import Desk


def arguments(parser: ArgumentParser) -> None:
    add_json(parser)


def run(desk: Desk, options: Namespace) -> int:
    places = (
        ("database", _("Database"), desk.path),
        ("settings", _("Settings"), locations.settings_file()),
        ("backups", _("Backups"), locations.backup_dir()),
        ("logs", _("Logs"), locations.log_dir()),
    )
    if options.json:
        from pipeline_tui.cli import shapes

        shapes.print_json({key: clean(str(path)) for key, _label, path in places})
        return 0
    for line in table.columns([[label, clean(str(path))] for _key, label, path in places]):
        print(line)
    return 0
