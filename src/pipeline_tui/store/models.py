"""What every table model is made of, and the two ways a value becomes one of a row's.

Table models (`…Row`) do not validate; the model each inherits from (`…Input`) does, and
`checked` and `checked_value` are how writes use it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, TypeVar

from pydantic import ConfigDict, ValidationError
from sqlmodel import SQLModel

from pipeline_tui.errors import InputError
from pipeline_tui.i18n import _


class Input(SQLModel):
    """What may be written to a row; unknown fields are refused."""

    # Built when first needed: of most tables a day's work writes no row.
    model_config = ConfigDict(extra="forbid", defer_build=True)  # type: ignore[assignment]  # SQLModel narrows it


Row = TypeVar("Row", bound=Input)


def input_of(row: type[Input]) -> type[Input]:
    """The input model of a table model: what it inherits from."""
    model: type[Input] = row.__bases__[0]
    return model


def checked(row: type[Row], values: Mapping[str, object]) -> Row:
    """A new row whose values passed their input model; InputError if one is refused."""
    model = input_of(row)
    values = _refusing(model, lambda: model.model_validate(dict(values)).model_dump())
    return row(**values)


def checked_value(row: type[Input], field: str, value: object) -> Any:
    """One new value for a field of a row, passed through its input model."""
    model = input_of(row)
    blank = _blank(model).model_copy()
    _refusing(model, lambda: model.__pydantic_validator__.validate_assignment(blank, field, value))
    return getattr(blank, field)


@cache
def _blank(model: type[Input]) -> Input:
    """A row without values to try one on; making it costs more than the trying."""
    return model.model_construct()


Result = TypeVar("Result")


def _refusing(model: type[Input], work: Callable[[], Result]) -> Result:
    """Run a validation, and say what was refused in the program's own words."""
    try:
        return work()
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        field = ".".join(str(part) for part in first["loc"]) or model.__name__
        raise InputError(
            _("{field} cannot be kept: {why}").format(field=field, why=first["msg"]),
            kept=_("Nothing was changed"),
        ) from None
