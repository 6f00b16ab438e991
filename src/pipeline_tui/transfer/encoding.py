"""Which encoding a file is written in: by its mark, else strict UTF-8, else Windows-1252."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from pathlib import Path

from pipeline_tui.errors import InputError
from pipeline_tui.i18n import _
from pipeline_tui.transfer.limits import MAX_BYTES

_CHUNK = 2**20
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_FOREIGN = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How spreadsheets begin: a zip archive, or the container of old Excel files."""


def decide(path: Path, wanted: str = "") -> str:
    """Python's name of the file's encoding; `wanted` is what the user says it is.

    InputError when there is no file, it is empty or larger than MAX_BYTES, or it is no text.
    """
    _check_file(path)
    first = next(_chunks(path), b"")
    if first.startswith(_FOREIGN):
        raise refused(
            path,
            _("This is a spreadsheet or an archive, not text"),
            todo=_("Save it as CSV and import that"),
        )
    candidates = [wanted] if wanted else _candidates(first)
    for encoding in candidates:
        if _fits(path, encoding):
            return encoding
    if wanted or len(candidates) == 1:
        raise refused(
            path,
            _("The file cannot be read as {encoding}").format(encoding=candidates[0]),
            todo=_("Save it as UTF-8, or name its encoding in the file given with --map"),
        )
    raise _no_text(path)


def begins_with_brace(path: Path, encoding: str) -> bool:
    """Whether the first sign that is not blank is that of a JSON object."""
    with path.open(encoding=encoding) as file:
        return file.read(4096).lstrip("\ufeff \t\r\n").startswith("{")


def is_encoding(name: str) -> bool:
    """Whether Python knows a text encoding of this name."""
    try:
        "".encode(name)
    except (LookupError, UnicodeError):
        return False
    return True


def refused(path: Path, what: str, *, line: int = 0, todo: str = "") -> InputError:
    """An error about a whole file, of which nothing was imported."""
    where = f"{path}:{line}" if line else str(path)
    return InputError(what, where=where, kept=_("Nothing was imported"), todo=todo)


def _check_file(path: Path) -> None:
    try:
        size = path.stat().st_size
        regular = path.is_file()
    except OSError as error:
        raise refused(
            path, _("The file cannot be read ({reason})").format(reason=error.strerror)
        ) from error
    if not regular:  # a pipe could only be read once, and perhaps never ends
        raise refused(path, _("This is not a regular file"))
    if size == 0:
        raise refused(path, _("The file is empty"))
    if size > MAX_BYTES:
        raise refused(
            path,
            _("The file is larger than {size} MB").format(size=MAX_BYTES // 2**20),
            todo=_("Split it into several"),
        )


def _candidates(first: bytes) -> list[str]:
    for mark, encoding in _MARKS:
        if first.startswith(mark):
            return [encoding]
    # Without a mark UTF-16 shows by the zero in every other byte of Western text.
    sample = first[:4096]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if max(even, odd) > len(sample) // 4:
        return ["utf-16-be"] if even > odd else ["utf-16-le"]
    return ["utf-8", "cp1252"]


def _fits(path: Path, encoding: str) -> bool:
    """Whether the whole file can be decoded; InputError when it holds no text."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    try:
        for chunk in _chunks(path):
            if "\0" in decoder.decode(chunk):
                raise _no_text(path)
        decoder.decode(b"", True)
    except UnicodeError:
        return False
    return True


def _no_text(path: Path) -> InputError:
    return refused(
        path,
        _("This is not a text file"),
        todo=_("Export the data as CSV or JSON Lines and import that"),
    )


def _chunks(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                yield chunk
    except OSError as error:
        raise refused(
            path, _("The file cannot be read ({reason})").format(reason=error.strerror)
        ) from error
