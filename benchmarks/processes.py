"""Rows 8 and 9: whole processes against their floors, in turn."""

from __future__ import annotations

import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.data import TODAY, write_csv
from benchmarks.table import Figure, p50, timed

RAW = Path(__file__).with_name("raw_import.py")
CSV_ROWS = 8_800


def _run(command: Sequence[str], environ: Mapping[str, str]) -> float:
    begin = time.perf_counter()
    subprocess.run(command, env=environ, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begin


def commands(
    binaries: Path, environ: Mapping[str, str], databases: Mapping[int, Path], rounds: int
) -> list[Figure]:
    """Row 8: `agenda` and `standup` against `python -c pass`."""
    made = []
    for size, database in databases.items():
        if size < 1_000:
            continue
        for name in ("agenda", "standup"):
            command = [str(binaries / "pipeline-tui"), "--db", str(database)]
            command += ["--today", str(TODAY), name]
            ours, floor = [], []
            for turn in range(rounds + 1):
                base = _run([str(binaries / "python"), "-c", "pass"], environ)
                mine = _run(command, environ)
                if turn:
                    floor.append(base)
                    ours.append(mine)
            made.append(timed("8", f"`{name}`, whole process", size, p50(ours), p50(floor), 4.0))
    return made


def imports(binaries: Path, environ: Mapping[str, str], rounds: int) -> list[Figure]:
    """Row 9: an import against csv and raw sqlite3."""
    ours, floor = [], []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / "sales.csv"
        write_csv(source, CSV_ROWS)
        for turn in range(rounds + 1):
            raw, real = folder / f"raw{turn}.db", folder / f"real{turn}.db"
            python = str(binaries / "python")
            base = _run([python, str(RAW), str(source), str(raw)], environ)
            command = [str(binaries / "pipeline-tui"), "--db", str(real)]
            mine = _run([*command, "import", str(source)], environ)
            if turn:
                floor.append(base)
                ours.append(mine)
    return [timed("9", "import an 8,800-row CSV", CSV_ROWS, p50(ours), p50(floor), 15.0)]
