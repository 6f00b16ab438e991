"""The German catalogue: extract the messages, update `.po`, compile `.mo` (`make catalogue`).

Nothing in the files depends on when or where they were made: no dates, no line numbers. Obsolete
messages are dropped, and nothing is guessed for a new one: it stays empty until translated.
`--check` changes nothing and exits 1 with what is wrong.
"""

from __future__ import annotations

import io
import string
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "pipeline_tui"
GERMAN = SOURCE / "i18n" / "locale" / "de" / "LC_MESSAGES"
PO = GERMAN / "pipeline_tui.po"
MO = GERMAN / "pipeline_tui.mo"

NO_DATE = datetime(2026, 1, 1, tzinfo=UTC)
NOISE = ('"POT-Creation-Date', '"PO-Revision-Date', '"Report-Msgid-Bugs-To')
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}


def extracted(source: Path = SOURCE) -> Catalog:
    """Every message in the code under `source`."""
    catalog = _catalogue()
    for _path, _line, ids, comments, context in extract_from_dir(
        str(source), [("**.py", "python")], keywords=KEYWORDS, comment_tags=["Translators:"]
    ):
        catalog.add(ids, auto_comments=comments, context=context)
    return catalog


def translated(po: Path = PO) -> Catalog:
    """The German catalogue as it stands."""
    with po.open("rb") as file:
        return read_po(file, locale="de", domain="pipeline_tui", charset="utf-8")


def problems(template: Catalog, po: Path = PO, mo: Path = MO) -> Iterator[str]:
    """What keeps the German catalogue from being complete, one line each."""
    if not po.exists():
        yield f"{po.name} is not there"
        return
    german = translated(po)
    for message in _messages(template):
        found = german.get(message.id, message.context)
        if found is None:
            yield f"missing: {_name(message)}"
        else:
            yield from _faults(found)
    for message in _messages(german):
        if template.get(message.id, message.context) is None:
            yield f"no longer used: {_name(message)}"
    for message in german.obsolete.values():
        yield f"obsolete: {_name(message)}"
    if not mo.exists() or _contents(_compiled(mo)) != _contents(german):
        yield f"{mo.name} is not what {po.name} says"


def write(template: Catalog, po: Path = PO, mo: Path = MO) -> None:
    """Bring the German catalogue up to date with `template` and compile it."""
    po.parent.mkdir(parents=True, exist_ok=True)
    german = translated(po) if po.exists() else _catalogue()
    german.update(template, no_fuzzy_matching=True)
    german.obsolete.clear()
    german.header_comment = "# German messages of pipeline-tui."
    german.creation_date = german.revision_date = NO_DATE
    german.fuzzy = False
    text = io.BytesIO()
    write_po(text, german, width=98, no_location=True, sort_output=True)
    lines = text.getvalue().decode().splitlines(keepends=True)
    po.write_text("".join(line for line in lines if not line.startswith(NOISE)), "utf-8")
    compiled = io.BytesIO()
    write_mo(compiled, german)
    mo.write_bytes(compiled.getvalue())


def _catalogue() -> Catalog:
    return Catalog(
        locale="de",
        domain="pipeline_tui",
        project="pipeline-tui",
        version="1",
        language_team="German",
        creation_date=NO_DATE,
        revision_date=NO_DATE,
        fuzzy=False,
    )


def _compiled(mo: Path) -> Catalog:
    with mo.open("rb") as file:
        catalog = read_mo(file)
    for message in catalog:
        context: object = message.context
        if isinstance(context, bytes):  # as Babel 2.18 leaves it
            message.context = context.decode()
    return catalog


def _messages(catalog: Catalog) -> Iterator[Message]:
    return (message for message in catalog if message.id)


def _contents(catalog: Catalog) -> dict[object, tuple[str, ...]]:
    """What a catalogue says, by context and message.

    Compiling fills the empty forms of a plural with English, so that is read the same here.
    """
    said: dict[object, tuple[str, ...]] = {}
    for message in _messages(catalog):
        ids, strings = _forms(message.id), _forms(message.string)
        if len(ids) > 1:
            strings = tuple(text or ids[min(i, 1)] for i, text in enumerate(strings))
        if any(strings):
            said[message.context, ids[0]] = strings
    return said


def _forms(text: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text or ())


def _faults(message: Message) -> Iterator[str]:
    ids, strings = _forms(message.id), _forms(message.string)
    if len(strings) < len(ids) or not all(strings):
        yield f"not translated: {_name(message)}"
        return
    if message.fuzzy:
        yield f"fuzzy: {_name(message)}"
    for index, text in enumerate(strings):
        wanted = _placeholders(ids[min(index, len(ids) - 1)])
        if _placeholders(text) != wanted:
            yield f"placeholders differ ({', '.join(sorted(wanted)) or 'none'}): {_name(message)}"


def _placeholders(text: str) -> set[str]:
    """The `{names}` of a message; text that is no format string has none."""
    try:
        return {field for _before, field, _spec, _how in string.Formatter().parse(text) if field}
    except ValueError:
        return set()


def _name(message: Message) -> str:
    return repr(_forms(message.id)[0])


def main(arguments: list[str]) -> int:
    template = extracted()
    if "--check" not in arguments:
        write(template)
        return 0
    found = list(problems(template))
    for line in found:
        print(f"catalogue: {line}", file=sys.stderr)
    if found:
        print("catalogue: `make catalogue`, then translate what is empty in", PO.name)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
