"""The file of refused rows beside the source, to be mended and imported again."""

from __future__ import annotations

import csv
import os
from pathlib import Path
from types import TracebackType
from typing import TextIO

from pipeline_tui.transfer.table import Row, Table

_OWNER_ONLY = 0o600
_MOST_NUMBERS = 1_000


class RefusedRows:
    """Made with the first row that comes; gone again if the import fails."""

    def __init__(self, table: Table) -> None:
        """Nothing is made yet."""
        self.path: Path | None = None
        self.trouble = ""
        """Why the rows could not be written, in the system's words."""
        self._table = table
        self._file: TextIO | None = None

    def __enter__(self) -> RefusedRows:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if self._file is not None:
                self._file.close()
        except OSError as trouble:  # what was buffered did not fit
            self.trouble = trouble.strerror or str(trouble)
        if kind is not None and self.path is not None:
            self.path.unlink(missing_ok=True)

    def add(self, row: Row) -> None:
        """Write a row as it stood; trouble with the file does not stop the import."""
        if self.trouble:
            return
        try:
            if self._file is None:
                self._file = self._made()
                self._write(list(self._table.header))
            if row.flaw and len(row.cells) == 1:  # a line whose quotes did not match
                self._file.write(row.cells[0] + "\r\n")
            else:
                self._write(row.cells)
        except OSError as error:
            self.trouble = error.strerror or str(error)

    def _write(self, cells: list[str]) -> None:
        assert self._file is not None  # `add` has just made it
        csv.writer(self._file, delimiter=self._table.delimiter).writerow(cells)

    def _made(self) -> TextIO:
        """A new private file, never another's: numbered until the name is free."""
        source = self._table.path
        for number in range(1, _MOST_NUMBERS):
            ending = ".refused.csv" if number == 1 else f".refused-{number}.csv"
            path = source.with_name(source.stem + ending)
            try:
                descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _OWNER_ONLY)
            except FileExistsError:
                continue
            os.fchmod(descriptor, _OWNER_ONLY)
            self.path = path
            return os.fdopen(descriptor, "w", encoding="utf-8", newline="")
        raise FileExistsError(f"{source.stem}.refused.csv")
