"""The generated guides and the picture: `keys.md`, `cli.md`, `board.svg` (`make docs`).

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
    return {"keys.md": keys_markdown(), "cli.md": cli_markdown(), "board.svg": picture()}


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
