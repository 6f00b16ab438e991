"""What a section of the page is made of: figures in large, plots, tables, notes."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline_tui.cli.html.markup import Safe, joined, stored, tag
from pipeline_tui.i18n import _


def section(name: str, title: str, about: str, *parts: Safe) -> Safe:
    """A section with its head; `about` says of which time and which deals it is."""
    return tag(
        "section",
        tag("h2", title, id=f"{name}-title"),
        tag("p", about, cls="about"),
        *parts,
        id=name,
        aria_labelledby=f"{name}-title",
    )


def tiles(rows: Sequence[Sequence[str]], first: int = 0) -> Safe:
    """Names with their numbers in large; the one in place `first` stands out."""
    made = [
        tag("div", tag("dt", row[0]), tag("dd", row[1], cls="first" if at == first else None))
        for at, row in enumerate(rows)
    ]
    return tag("dl", *made, cls="tiles")


def parts(*inside: Safe) -> Safe:
    """Plots and tables, side by side where there is room."""
    return tag("div", *inside, cls="parts")


def figure(title: str, plot: Safe, legend: Sequence[tuple[str, str]] = ()) -> Safe:
    """A plot under its name. `legend` are names of what is drawn, each with its style."""
    made: list[str] = [tag("h3", title), plot]
    if legend:
        items = [tag("li", name, cls=style) for name, style in legend]
        made.append(tag("ul", *items, cls="legend"))
    return tag("figure", *made)


def table(
    rows: Sequence[Sequence[str]], title: str, *, wide: bool = False, corner: bool = True
) -> Safe:
    """A table whose first row are its heads, and whose first column names its rows.

    Without a `corner` that column has no head: the title says what stands in it.
    """
    heads = [tag("th", cell, scope="col") for cell in rows[0]]
    if not corner:
        heads[0] = tag("td", "")
    body = []
    for row in rows[1:]:
        cells = [tag("th", stored(row[0]), scope="row"), *(tag("td", cell) for cell in row[1:])]
        body.append(tag("tr", *cells))
    made = tag(
        "table",
        tag("caption", title),
        tag("thead", tag("tr", *heads)),
        tag("tbody", *body),
    )
    # What can be scrolled must be reachable with the keyboard.
    return tag(
        "div", made, cls="scroll wide" if wide else "scroll", tabindex="0", role="region",
        aria_label=title,
    )  # fmt: skip


def pairs(rows: Sequence[Sequence[str]], title: str) -> Safe:
    """A table of names and numbers without heads."""
    body = [
        tag("tr", tag("th", row[0], scope="row"), *(tag("td", stored(cell)) for cell in row[1:]))
        for row in rows
    ]
    return tag("table", tag("caption", title), tag("tbody", *body), cls="pairs")


def notes(lines: Sequence[object]) -> Safe:
    """What is missing and how to get it; nothing where there is nothing to say."""
    if not lines:
        return joined()
    return tag("ul", *(tag("li", str(line)) for line in lines), cls="notes", aria_label=_("Notes"))
