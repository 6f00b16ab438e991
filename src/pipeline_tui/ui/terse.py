"""The same picture in fewer bytes: what a terminal is told about colours it has already.

Textual sets foreground, background and attributes anew for every piece of text and resets them
behind it. Two thirds of the bytes of a key are that; a terminal takes a few thousand at a time,
and over ssh every one of them travels.
"""

from __future__ import annotations

from functools import lru_cache

_RESET = "\x1b[0m"
_DIGITS = "0123456789;"
_OFF = {1: 22, 2: 22, 3: 23, 4: 24, 5: 25, 7: 27, 8: 28, 9: 29}
"""What turns an attribute off; bold and dim go together."""


def terse(text: str) -> str:
    """`text` as a terminal shows it just so, with only the changes between styles.

    Pieces that are not one style and then plain text stand as they are, behind a reset.
    """
    pieces = text.split(_RESET)
    if len(pieces) < 3:
        return text
    last = len(pieces) - 1
    out: list[str] = []
    style = ""
    for at, piece in enumerate(pieces):
        before, _escape, coloured = piece.rpartition("\x1b[")
        codes, letter, shown = coloured.partition("m")
        # Before the style only a move may stand (ESC [ row ; column H), and line breaks.
        plain = "\x1b" not in shown and not codes.strip(_DIGITS)
        if letter and codes and plain and at != last and _harmless(before):
            out.append(before)
            out.append(change(style, codes))
            out.append(shown)
            style = codes
            continue
        if style:
            out.append(_RESET)
            style = ""
        out.append(piece)
        if at != last:
            out.append(_RESET)
    if style:
        out.append(_RESET)
    return "".join(out)


@lru_cache(256)
def _harmless(before: str) -> bool:
    """Whether nothing but a move of the cursor and line breaks stands before a style."""
    moved = before.replace("\n", "")
    return not moved or (
        moved.startswith("\x1b[") and moved.endswith("H") and not moved[2:-1].strip(_DIGITS)
    )


@lru_cache(4096)
def change(old: str, new: str) -> str:
    """What brings a terminal from one style to another; both are the codes of a whole style."""
    if old == new:
        return ""
    if not old:
        return f"\x1b[{new}m"
    had, has = _parts(old), _parts(new)
    if had is None or has is None:
        return f"\x1b[0;{new}m"
    codes: list[str] = []
    off = {_OFF[attribute] for attribute in had[0] - has[0]}
    codes += [str(code) for code in sorted(off)]
    wanted = {a for a in has[0] if a not in had[0] or _OFF[a] in off}
    codes += [str(code) for code in sorted(wanted)]
    for before, after, default in ((had[1], has[1], "39"), (had[2], has[2], "49")):
        if before != after:
            codes.append(after or default)
    return f"\x1b[{';'.join(codes)}m" if codes else ""


def _parts(codes: str) -> tuple[frozenset[int], str, str] | None:
    """Attributes, foreground and background of a style; None if there is more to it."""
    numbers = codes.split(";")
    attributes: set[int] = set()
    colours = {"3": "", "4": ""}
    at = 0
    while at < len(numbers):
        code = numbers[at]
        if code in ("38", "48") and at + 1 < len(numbers):
            size = {"2": 5, "5": 3}.get(numbers[at + 1], 0)
            if not size or at + size > len(numbers):
                return None
            colours[code[0]] = ";".join(numbers[at : at + size])
            at += size
            continue
        if code.isdecimal() and int(code) in _OFF:
            attributes.add(int(code))
        elif len(code) == 2 and code[0] in "39" and code[1] in "01234567":
            colours["3"] = code
        elif (len(code) == 2 and code[0] == "4") or (len(code) == 3 and code[:2] == "10"):
            if code[-1] not in "01234567":
                return None
            colours["4"] = code
        else:
            return None
        at += 1
    return frozenset(attributes), colours["3"], colours["4"]
