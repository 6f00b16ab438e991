"""JSON Lines as `export all` writes them, read in a stream and checked row by row."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from pipeline_tui.errors import InputError
from pipeline_tui.i18n import _
from pipeline_tui.transfer.encoding import refused
from pipeline_tui.transfer.limits import MAX_LINE, MAX_ROWS
from pipeline_tui.transfer.line_checks import Value, name_key, per_channel
from pipeline_tui.transfer.line_tables import TABLES

PROGRAM = "pipeline-tui"
SCHEMA = 1
"""Of the lines, not of the database: what a reader of them has to know."""

_ROWS_PER_DEAL = 20
"""An export may have as many rows as MAX_ROWS deals with what hangs on them."""


def rows(path: Path, encoding: str) -> Iterator[tuple[int, str, list[Value]]]:
    """Line, table and checked values (in the order of TABLES) of every row.

    InputError naming line and reason at the first that is not right: an export is taken as a
    whole or not at all.
    """
    head = False
    with path.open(encoding=encoding) as file:
        number = 0
        while line := file.readline(MAX_LINE):
            number += 1
            if len(line) == MAX_LINE:
                raise refused(
                    path,
                    _("A line is longer than {count} characters").format(count=MAX_LINE),
                    line=number,
                )
            if not line.strip("\ufeff \t\r\n"):
                continue
            if number > MAX_ROWS * _ROWS_PER_DEAL:
                raise refused(
                    path,
                    _("The file has more than {count} rows").format(
                        count=MAX_ROWS * _ROWS_PER_DEAL
                    ),
                )
            found = _parsed(path, number, line)
            if not head:
                _check_head(path, number, found)
                head = True
                continue
            table = found.pop("table", None)
            if not isinstance(table, str) or table not in TABLES:
                raise refused(path, _("This line names no table"), line=number)
            yield number, table, _checked(path, number, table, found)


def count(path: Path) -> int:
    """How many lines there are, the first included."""
    with path.open("rb") as file:
        return sum(chunk.count(b"\n") for chunk in iter(lambda: file.read(2**20), b""))


def _parsed(path: Path, number: int, line: str) -> dict[str, object]:
    try:
        found = json.loads(line.lstrip("\ufeff"), parse_constant=_no_number)
    except RecursionError as error:
        raise refused(path, _("This line is nested too deep"), line=number) from error
    except ValueError as error:
        raise refused(path, _("This line is not JSON"), line=number) from error
    if not isinstance(found, dict):
        raise refused(path, _("This line is no JSON object"), line=number)
    return found


def _check_head(path: Path, number: int, head: dict[str, object]) -> None:
    if head.get("program") != PROGRAM or not isinstance(head.get("schema"), int):
        raise refused(
            path,
            _("These JSON Lines are not an export of pipeline-tui"),
            line=number,
            todo=_("Export the data as CSV and import that"),
        )
    if head["schema"] != SCHEMA:
        raise refused(
            path,
            _("The export was written by a newer version of pipeline-tui"),
            line=number,
            todo=_("Install the newest version"),
        )


def _checked(path: Path, number: int, table: str, found: dict[str, object]) -> list[Value]:
    columns = TABLES[table]
    if table == "contact":
        found = per_channel(found)
    if not columns.keys() >= found.keys():
        name = next(name for name in found if name not in columns)
        raise refused(
            path,
            _("{table} has no column {name}").format(table=table, name=name[:60]),
            line=number,
        )
    values: list[Value] = []
    for name, column in columns.items():
        if name not in found and not column.required:
            values.append(column.default)  # type: ignore[arg-type]  # what the schema defaults to
            continue
        try:
            values.append(column.check(found.get(name)))
        except (ValueError, OverflowError, InputError) as error:
            shown = json.dumps(found.get(name), ensure_ascii=True)[:60]
            raise refused(
                path,
                _("{value} cannot be {name} of {table}").format(
                    value=shown, name=name, table=table
                ),
                line=number,
            ) from error
    if table == "company":
        values[2] = name_key(str(values[1]))
    return values


def _no_number(name: str) -> object:
    raise ValueError(name)
