"""The generated guides: `docs/keys.md` and `docs/cli.md` (`make docs`).

`--check` changes nothing and exits 1 when a page is not what the program says.
"""

from __future__ import annotations

import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent


def pages() -> dict[str, str]:
    """Every generated page, by file name, in English."""
    from pipeline_tui.cli.parsers import cli_markdown
    from pipeline_tui.i18n import use_language
    from pipeline_tui.ui.commands.registry import keys_markdown

    use_language("en")
    return {"keys.md": keys_markdown(), "cli.md": cli_markdown()}


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
