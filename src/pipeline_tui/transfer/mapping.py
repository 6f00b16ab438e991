"""What a person says about a file: columns, stages, and how its dates and amounts are written."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from pipeline_tui.domain.money import CURRENCIES
from pipeline_tui.domain.text import clean
from pipeline_tui.errors import InputError
from pipeline_tui.i18n import _
from pipeline_tui.transfer.encoding import is_encoding
from pipeline_tui.transfer.fields import FIELDS, IGNORE, KEEP, field_of, plain

DATES = ("dmy", "mdy", "iso")
DECIMALS = ("comma", "point")
OPTIONS = ("dates", "decimals", "encoding", "delimiter", "currency", "source")

_LARGEST = 2**20


class Mapping(NamedTuple):
    """The contents of a `--map` file (docs/import.md); '' leaves it to the program."""

    columns: dict[str, str]
    """Field by plain header (see `fields.plain`); IGNORE and KEEP are targets too."""
    stages: dict[str, str]
    """Name of one of our stages by plain name in the file."""
    dates: str = ""
    decimals: str = ""
    encoding: str = ""
    delimiter: str = ""
    currency: str = ""
    source: str = ""
    """Name of where the file comes from, so that numbers of two sources do not meet."""


NOTHING = Mapping({}, {})


def load(path: Path) -> Mapping:
    """Read a mapping from TOML; InputError names the file and the entry that is wrong."""
    import tomllib

    try:
        if path.stat().st_size > _LARGEST:
            raise _wrong(path, _("The file is too large"))
        with path.open("rb") as file:
            found = tomllib.load(file)
    except OSError as error:
        raise _wrong(
            path, _("The file cannot be read ({reason})").format(reason=error.strerror)
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise _wrong(path, _("This is not TOML ({reason})").format(reason=error)) from error
    tables: dict[str, dict[str, str]] = {"columns": {}, "stages": {}, "options": {}}
    for name, entries in found.items():
        if name not in tables or not isinstance(entries, dict):
            raise _wrong(
                path,
                _("There is no part {name}").format(name=f"[{clean(name)}]"),
                _("Parts are [columns], [stages] and [options]"),
            )
        for key, value in entries.items():
            if not isinstance(value, str):
                raise _wrong(
                    path, _('{key} needs a text in quotes, like "this"').format(key=clean(key))
                )
            tables[name][clean(key)] = value
    try:
        return mapping(**tables)
    except InputError as error:
        raise _wrong(path, error.what, error.todo) from error


def mapping(
    columns: dict[str, str] | None = None,
    stages: dict[str, str] | None = None,
    options: dict[str, str] | None = None,
) -> Mapping:
    """A mapping from plain entries, as in the file; InputError names the one that is wrong."""
    options = dict(options or {})
    for name in options:
        if name not in OPTIONS:
            raise InputError(
                _("There is no option {name}").format(name=name),
                todo=_("Options are {names}").format(names=", ".join(OPTIONS)),
            )
    _one_of(options, "dates", DATES)
    _one_of(options, "decimals", DECIMALS)
    if (encoding := options.get("encoding")) and not is_encoding(encoding):
        raise InputError(_("There is no encoding {name}").format(name=clean(encoding)))
    delimiter = {"tab": "\t", "\\t": "\t"}.get(options.get("delimiter", ""))
    options["delimiter"] = delimiter or options.get("delimiter", "")
    if len(options["delimiter"]) > 1 or options["delimiter"] in ('"', "\n", "\r"):
        raise InputError(
            _("The delimiter must be one character"), todo=_("Write for example ; or tab")
        )
    if currency := options.get("currency"):
        options["currency"] = currency.upper()
        if currency.upper() not in CURRENCIES:
            raise InputError(
                _("{text} is not a currency").format(text=currency),
                todo=_("Write its code, for example EUR or CHF"),
            )
    options["source"] = clean(options.get("source", ""))
    return Mapping(
        columns={plain(header): _field(target) for header, target in (columns or {}).items()},
        stages={plain(name): clean(ours) for name, ours in (stages or {}).items()},
        **options,
    )


def _one_of(options: dict[str, str], name: str, allowed: tuple[str, ...]) -> None:
    if options.get(name, "") not in ("", *allowed):
        raise InputError(
            _("{name} cannot be {value}").format(name=name, value=clean(options[name])),
            todo=_("Write one of {names}").format(names=", ".join(allowed)),
        )


def _field(name: str) -> str:
    target = plain(name)
    if target in (KEEP, IGNORE):
        return target
    found = field_of(name)
    if not found:
        raise InputError(
            _("There is no field {name}").format(name=clean(name)),
            todo=_("Fields are {names}").format(names=", ".join([*FIELDS, KEEP, IGNORE])),
        )
    return found


def _wrong(path: Path, what: str, todo: str = "") -> InputError:
    return InputError(what, where=str(path), kept=_("Nothing was imported"), todo=todo)
