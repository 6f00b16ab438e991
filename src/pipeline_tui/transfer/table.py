"""A CSV file as a header and rows, read in a stream."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple, TextIO

from pipeline_tui.domain.text import clean
from pipeline_tui.i18n import _
from pipeline_tui.transfer.encoding import refused
from pipeline_tui.transfer.limits import MAX_CELL, MAX_COLUMNS, MAX_LINE

DELIMITERS = (",", ";", "\t", "|")
_SAMPLE = 20
"""Rows that are looked at to find the delimiter."""

csv.field_size_limit(MAX_CELL)


class Table(NamedTuple):
    """How a CSV file is to be read."""

    path: Path
    encoding: str
    delimiter: str
    header: tuple[str, ...]
    """Names of the columns, each once and none empty."""
    skipped: int
    """Lines before the header: 1 for a `sep=;` line, else 0."""


class Row(NamedTuple):
    """One row; `flaw` says why its cells cannot be trusted, '' when they can."""

    line: int
    cells: list[str]
    flaw: str


def open_table(path: Path, *, encoding: str, delimiter: str = "") -> Table:
    """Decide the delimiter and read the header; InputError if that is impossible."""
    lines = list(_sample(path, encoding))
    skipped = 0
    if lines and lines[0].strip().lower().startswith("sep="):
        delimiter = delimiter or lines[0].strip()[4:5] or "\t"
        lines, skipped = lines[1:], 1
    if not delimiter:
        delimiter = max(DELIMITERS, key=lambda candidate: _rank(lines, candidate))
    table = Table(path, encoding, delimiter, (), skipped)
    first = next(_read(table), None)
    if first is None or first.flaw or not any(map(clean, first.cells)):
        raise refused(path, _("The file has no header"), line=skipped + 1)
    if len(first.cells) > MAX_COLUMNS:
        raise refused(
            path, _("The file has more than {count} columns").format(count=MAX_COLUMNS), line=1
        )
    return table._replace(header=_names(first.cells))


def rows(table: Table) -> Iterator[Row]:
    """The rows below the header that are not blank, with the lines they begin on.

    Cells are as they stand; missing ones at the end are added, empty ones too many dropped.
    InputError when a quote swallows the rest of the file, or a line is too long.
    """
    width = len(table.header)
    for row in islice(_read(table), 1, None):
        cells = row.cells
        if len(cells) != width and not row.flaw:
            if not any(cells):
                continue
            if len(cells) < width:
                row = row._replace(cells=cells + [""] * (width - len(cells)))
            elif any(cells[width:]):
                row = row._replace(
                    flaw=_("{count} cells, but the header has {columns}").format(
                        count=len(cells), columns=width
                    )
                )
            else:
                row = row._replace(cells=cells[:width])
        elif not any(cells):
            continue
        yield row


class _Lines:
    """The lines of a file, none of them endless; remembers the last one for messages."""

    def __init__(self, file: TextIO, path: Path, skipped: int) -> None:
        self.number = skipped
        self.last = ""
        self._file = file
        self._path = path
        for _line in range(skipped):
            file.readline(MAX_LINE)

    def __iter__(self) -> Iterator[str]:
        readline = self._file.readline
        while line := readline(MAX_LINE):
            if len(line) == MAX_LINE:
                raise refused(
                    self._path,
                    _("A line is longer than {count} characters").format(count=MAX_LINE),
                    line=self.number + 1,
                )
            self.number += 1
            self.last = line
            yield line


def _read(table: Table) -> Iterator[Row]:
    with table.path.open(encoding=table.encoding, newline="") as file:
        lines = _Lines(file, table.path, table.skipped)
        reader = csv.reader(lines, delimiter=table.delimiter, strict=True)
        while True:
            line = lines.number + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                if lines.number > line:  # it took other rows along
                    raise refused(
                        table.path,
                        _("A quote is opened here and not closed in its cell"),
                        line=line,
                        todo=_('Close it; a quote within a cell is written twice: ""'),
                    ) from error
                yield Row(line, [lines.last.rstrip("\r\n")], _("The quotes do not match"))
            else:
                yield Row(line, cells, "")


def _sample(path: Path, encoding: str) -> Iterator[str]:
    with path.open(encoding=encoding, newline="") as file:
        for _turn in range(_SAMPLE + 1):
            line = file.readline(MAX_LINE)
            if not line:
                return
            yield line


def _rank(lines: list[str], delimiter: str) -> tuple[int, int]:
    """How well a delimiter fits: rows as wide as the header, and how wide that is."""
    try:
        found = [len(cells) for cells in csv.reader(lines, delimiter=delimiter) if cells]
    except csv.Error:
        return (0, 0)
    if not found or found[0] == 1:
        return (0, 0)
    return (sum(width == found[0] for width in found), found[0])


def _names(cells: list[str]) -> tuple[str, ...]:
    """Headers as they may be shown and kept: empty and repeated ones get a number."""
    names: dict[str, None] = {}
    for number, cell in enumerate(cells, start=1):
        name = clean(cell)[:200] or f"#{number}"
        while name in names:
            name = f"{name} #{number}"
        names[name] = None
    return tuple(names)
