"""The floor of an import: read the file with csv and insert the rows into one bare table."""

from __future__ import annotations

import csv
import sqlite3
import sys
from pathlib import Path


def main(source: str, target: str) -> None:
    """Bring the rows of `source` into a new database `target`."""
    with Path(source).open(encoding="utf-8", newline="") as lines:
        rows = csv.reader(lines)
        header = next(rows)
        connection = sqlite3.connect(target)
        connection.execute(f"CREATE TABLE deal ({', '.join(header)})")
        marks = ", ".join("?" * len(header))
        connection.executemany(f"INSERT INTO deal VALUES ({marks})", rows)
        connection.commit()
        connection.close()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
