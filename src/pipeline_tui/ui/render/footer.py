"""The line at the bottom: the keys that matter here, or what just happened."""

from __future__ import annotations

from pipeline_tui.ui.render.cells import fit, shown, width

Run = tuple[str, str]

_GAP = 2


def footer_runs(cells: int, hints: list[tuple[int, str, str]]) -> list[Run]:
    """As many key hints as fit, whole ones only; `hints` are rank, key and word in order.

    The lowest ranks stay longest, and what stays keeps its order.
    """
    left = cells - 1 + _GAP  # behind the last word no gap is needed
    kept: set[int] = set()
    for at in sorted(range(len(hints)), key=lambda at: hints[at][0]):
        _rank, key, word = hints[at]
        need = width(key) + 1 + width(word) + _GAP
        if need <= left:
            kept.add(at)
            left -= need
    runs: list[Run] = [(" ", "bar")]
    for at, (_rank, key, word) in enumerate(hints):
        if at in kept:
            runs += [(key, "bar+key"), (f" {word}" + " " * _GAP, "bar+dim")]
    over = sum(width(text) for text, _style in runs) - cells
    if over > 0:
        runs[-1] = (runs[-1][0][:-over], runs[-1][1])
    left = cells - sum(width(text) for text, _style in runs)
    if left > 0:
        runs.append((" " * left, "bar"))
    return runs


def message_runs(cells: int, message: str, *, bad: bool = False) -> list[Run]:
    """A message in place of the hints; its end is cut, never its beginning."""
    if bad:
        return [(" ! ", "bar+bad"), (fit(shown(message), max(0, cells - 3)), "bar+bad")]
    return [(fit(f" {shown(message)}", cells), "bar+head")]


def message_cells(message: str, *, bad: bool = False) -> int:
    """Cells a message takes in one line, with the blank on either side."""
    return width(shown(message)) + (4 if bad else 2)


def said_runs(message: str, *, bad: bool = False) -> list[Run]:
    """The same message where it may take more than one line."""
    return [("! ", "bad"), (message, "bad")] if bad else [(message, "head")]
