"""`python -m benchmarks [--quick]`: measure, print the table, exit 1 when a promise is broken."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from benchmarks import data, environment, insights, processes, screen
from benchmarks.table import Figure, render

SIZES = (40, 1_000, 20_000)
GROWTH = 1.15
"""Row 13: how much a figure may grow from 1,000 to 20,000 deals."""


def growth(figures: list[Figure]) -> list[Figure]:
    """Row 13: the figures at 20,000 deals against the same at 1,000."""
    made = []
    small = {(f.row, f.what): f for f in figures if f.size == "1,000"}
    for large in figures:
        before = small.get((large.row, large.what))
        if before is None or large.size != "20,000" or large.row not in ("1", "2", "3", "8"):
            continue
        made.append(
            Figure("13", f"growth of row {large.row}, {large.what}", "1,000 → 20,000",
                   f"{large.ratio:.2f} ×", f"{before.ratio:.2f} ×",
                   large.ratio / before.ratio, GROWTH)
        )  # fmt: skip
    return made


def main() -> int:
    """Measure everything and print it."""
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer rounds, shorter use")
    parser.add_argument("--rows", default="", help="only these rows, as in 1,2,8")
    options = parser.parse_args()
    wanted = set(filter(None, options.rows.split(",")))
    rounds, minute = (9, 10.0) if options.quick else (25, 60.0)
    binaries = environment.prepare()
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        environ = environment.environ(home)
        databases = {}
        for size in SIZES:
            _say(f"making {size:,} deals")
            databases[size] = home / f"deals{size}.db"
            data.build(databases[size], size)
        made: list[Figure] = []
        if not wanted or wanted & set("1234567"):
            stage = screen.Stage(binaries, environ)
            made += screen.figures(stage, databases, rounds, minute, _say)
        if not wanted or "8" in wanted:
            _say("commands")
            made += processes.commands(binaries, environ, databases, max(15, rounds))
        if not wanted or "9" in wanted:
            _say("import")
            made += processes.imports(binaries, environ, 7)
        if not wanted or "12" in wanted:
            _say("insights")
            size = max(SIZES)
            made += insights.pages(databases[size], size, max(7, rounds // 3))
            stage = screen.Stage(binaries, environ)
            made.append(insights.opening(stage, databases[size], size, max(7, rounds // 3)))
    made += growth(made)
    print(render(made))
    broken = [figure for figure in made if not figure.met and figure.size not in ("40", "1,000")]
    return 1 if broken else 0


def _say(text: str) -> None:
    print(f"… {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
