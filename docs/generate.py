"""The generated guides and the picture: keys, command line, figures, `board.svg` (`make docs`).

`--check` changes nothing and exits 1 when a page is not what the program says.
"""

from __future__ import annotations

import asyncio
import os
import re
import sys
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

DAY = date(2026, 11, 20)
"""The Friday the picture was taken on."""
SIZE = (140, 38)

FOLDER = Path(__file__).resolve().parent


def pages() -> dict[str, str]:
    """Every generated page, by file name, in English."""
    from pipeline_tui.cli.parsers import cli_markdown
    from pipeline_tui.i18n import use_language
    from pipeline_tui.ui.commands.registry import keys_markdown

    use_language("en")
    return {
        "keys.md": keys_markdown(),
        "cli.md": cli_markdown(),
        "figures.md": figures_markdown(),
        "board.svg": picture(),
    }


FIGURES = """\
# Figures

Generated from the program; do not edit.

```
pipeline-tui report pipeline                                 one report: {names}
pipeline-tui report all --period "last quarter"              all of them
pipeline-tui report sources --period 2026-03-01..2026-04-15 fair
pipeline-tui report all --html meeting.html                  one page for the weekly meeting
```

The same figures are in the insights (`5`): `p` asks for a period, `/` for some deals only, `d` says
what a figure means, `enter` shows the deals behind it.

**Periods** are those of the local calendar: `2026`, `2026-Q4`, `2026-11`, or as one says them, in
English and German: `this month`, `last quarter`, `letzte 90 Tage`, `Q3`, `march 2026`,
`since 1.9.`, `1.3. - 15.4.`, `2026-Q1..2026-Q3`. Without one figures are of all time, a plan and a
forecast of this quarter, velocity of the trailing four quarters. `last 4 quarters` are this one and
the three before it.

**As of a day**: `report … --as-of 2026-09-30` (or `yesterday`, `"2 weeks ago"`, `3.11.`,
`--as-of=-2w`) tells what the report said on the evening of that day; in the app `<` and `>` step
by a day, `,` and `.` by a week, `esc` is back. Values, stages, close dates, categories,
follow-ups, probabilities of stages and rates are those of then. Undoing a step corrects the days
since it was made. A deal that was deleted is in no past; a stage that was merged is the other one
there too; a tick or an answer taken back is gone; companies, people, tags and targets are those of
now. Of deals as they were before schema 5, and of imported ones, stays and edits tell, and the
present stands in for the rest.

**Locked forecasts** are those of the last day before a month, quarter or year, written down when
the program first runs in it, with its deals and the rates of then, and never changed again. One
that nobody ran the program for is made from history later and marked `back-filled`, from the first
month on in which deals were due; of the time before, which an import brought, only those in which
some were.

**Nothing is not nought.** What would divide by nothing shows `–`, in JSON `null`; what a report did
not find it names, with the command that gets it (`missing` in JSON). Amounts in other currencies
are converted with the rates of the settings and marked; without a rate they are in no sum, and the
report says how many (`left_out`).

**The page** of `--html` is a single file with plots in it, readable only by you. It loads nothing
and runs nothing, follows the light or dark of the system, fits a phone, and prints.

In JSON amounts are whole minor units (cents) of `currency`, shares are fractions, neither is
rounded for show.
"""


def figures_markdown() -> str:
    """What every figure means, in the order of the reports."""
    from pipeline_tui.cli.html.page import NAMES, SECTIONS
    from pipeline_tui.domain.metrics.definitions import DEFINITIONS

    lines = [FIGURES.format(names=", ".join(SECTIONS))]
    for name, (title, _make, keys) in SECTIONS.items():
        lines += [f"## {title}", "", f"`report {name}`", "", "| figure | what it means |"]
        lines += ["| --- | --- |"]
        lines += [f"| {NAMES[key]} | {DEFINITIONS[key]} |" for key in keys]
        lines += [""]
    return "\n".join(lines)


def picture() -> str:
    """The board of the demo as the real app draws it, without fonts from elsewhere."""
    with TemporaryDirectory() as home:
        before = os.environ.get("XDG_DATA_HOME")
        os.environ["XDG_DATA_HOME"] = home
        try:
            drawn = asyncio.run(_draw())
        finally:
            del os.environ["XDG_DATA_HOME"]
            if before is not None:
                os.environ["XDG_DATA_HOME"] = before
    without_fonts = re.sub(r"@font-face \{.*?\}\s*", "", drawn, flags=re.DOTALL)
    return re.sub(r"[ \t]+$", "", without_fonts, flags=re.MULTILINE).strip() + "\n"


async def _draw() -> str:
    from pipeline_tui.clock import FixedClock
    from pipeline_tui.services.demo import demo_database
    from pipeline_tui.ui.gateway import Gateway
    from pipeline_tui.ui.shell import PipelineApp

    clock = FixedClock(DAY)
    app = PipelineApp(Gateway(demo_database("en", clock), clock))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("l", "l", "l")
        await pilot.pause()
        drawn = app.export_screenshot(title="pipeline-tui")
    app.gateway.close()
    return drawn


def stale(folder: Path = FOLDER) -> list[str]:
    """The pages that are not there or say something else."""
    return [
        name
        for name, text in pages().items()
        if not (folder / name).is_file() or (folder / name).read_text("utf-8") != text
    ]


def main(arguments: list[str]) -> int:
    if "--check" in arguments:
        found = stale()
        for name in found:
            print(f"docs/{name} is not what the program says: `make docs`", file=sys.stderr)
        return 1 if found else 0
    for name, text in pages().items():
        (FOLDER / name).write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
