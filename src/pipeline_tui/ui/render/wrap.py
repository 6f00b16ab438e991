"""Breaking runs of styled text into lines of terminal cells. Knows no Textual."""

from __future__ import annotations

from rich.cells import chop_cells

from pipeline_tui.domain.text import clean
from pipeline_tui.ui.render.cells import ELLIPSIS, is_narrow, shown, width

Run = tuple[str, str]
"""A piece of text and the name of its style."""

SEPARATOR = "·"
"""Stands between the parts of a line."""

_CHARACTERS_PER_CELL = 12
"""More characters than this for one cell are marks piled up; `clean()` lets no more through."""


def flow(runs: list[Run], cells: int, limit: int = 0) -> list[list[Run]]:
    """Runs as lines of at most `cells` cells, broken between words where possible.

    Line ends in a text are kept; control characters never get through. With `limit` at most
    so many lines are worked out and the last ends with an ellipsis if there was more, so that
    a text of any length costs no more than what is shown of it.
    """
    cells = max(cells, 2)
    if (line := _on_one_line(runs, cells)) is not None:
        return [line]
    flowing = _Flow(cells, limit)
    for text, style in runs:
        if limit:
            text = text[: (limit + 1) * flowing.cells * _CHARACTERS_PER_CELL]
        for number, paragraph in enumerate(text.split("\n")):
            if number:
                flowing.end_line()
            flowing.add(printable(paragraph), style)
            if flowing.full:
                break
    return flowing.finish()


def _on_one_line(runs: list[Run], cells: int) -> list[Run] | None:
    """The runs as one line if they are short and plain, as most are; None: they must flow."""
    line: list[Run] = []
    for text, style in runs:
        cells -= len(text)
        if cells < 0 or not (text.isprintable() and is_narrow(text)):
            return None
        if line and line[-1][1] == style:
            line[-1] = (line[-1][0] + text, style)
        elif text:
            line.append((text, style))
    return line


def wrap(text: str, cells: int, limit: int = 0) -> list[str]:
    """One text of one style as lines; see `flow`."""
    return ["".join(part for part, _style in line) for line in flow([(text, "")], cells, limit)]


def printable(text: str) -> str:
    """One line of text as it is drawn, without anything that a terminal would obey.

    Reads clean what they hand out; this holds for whatever else comes along. Blanks at the
    ends stay, because they separate runs.
    """
    if not text.isprintable():
        lead = text[: len(text) - len(text.lstrip(" "))]
        tail = text[len(text.rstrip(" ")) :] if text.strip(" ") else ""
        text = lead + clean(text) + tail
    return text if text.isascii() else shown(text)


def measure(runs: list[Run]) -> int:
    """The cells a line of runs takes."""
    return sum(width(text) for text, _style in runs)


class _Flow:
    """The lines so far and the one being filled."""

    def __init__(self, cells: int, limit: int) -> None:
        self.cells = cells
        self.limit = limit
        self.lines: list[list[Run]] = []
        self.line: list[Run] = []
        self.used = 0

    @property
    def full(self) -> bool:
        """Whether more lines are there than may be shown."""
        return bool(self.limit) and len(self.lines) > self.limit

    def add(self, paragraph: str, style: str) -> None:
        """Add words; a run goes on where the one before it stopped, without a blank between."""
        size = width(paragraph)
        if self.used + size <= self.cells:
            self._put(paragraph, size, style)
            return
        for number, word in enumerate(paragraph.split(" ")):
            self._word(word, style, blank=number > 0)
            if self.full:
                return

    def end_line(self) -> None:
        self.lines.append(self.line)
        self.line, self.used = [], 0

    def finish(self) -> list[list[Run]]:
        self.end_line()
        if self.full:
            del self.lines[self.limit :]
            self._shorten(self.lines[-1])
        return self.lines

    def _word(self, word: str, style: str, *, blank: bool) -> None:
        size = width(word)
        gap = 1 if blank and self.used else 0
        if self.used and self.used + gap + size > self.cells:
            self._drop_separator()
            self.end_line()
            gap = 0
        if size > self.cells:
            *heads, word = chop_cells(word, self.cells) or [""]
            for head in heads:
                self._put(head, self.cells, style)
                self.end_line()
                if self.full:
                    return
            size = width(word)
        self._put(" " * gap + word, gap + size, style)

    def _drop_separator(self) -> None:
        """A dot between two parts does not stand alone at the end of a line."""
        while self.line and self.line[-1][0].strip(" ") in ("", SEPARATOR):
            self.line.pop()

    def _put(self, text: str, size: int, style: str) -> None:
        if not text:
            return
        self.used += size
        if self.line and self.line[-1][1] == style:
            self.line[-1] = (self.line[-1][0] + text, style)
        else:
            self.line.append((text, style))

    def _shorten(self, line: list[Run]) -> None:
        """End a line with an ellipsis, inside the width."""
        if not line:
            line.append((ELLIPSIS, "faint"))
            return
        text, style = line[-1]
        room = self.cells - measure(line[:-1]) - 1
        if width(text) > room:
            text = (chop_cells(text, room) or [""])[0] if room > 0 else ""
        line[-1] = (text.rstrip() + ELLIPSIS, style)
