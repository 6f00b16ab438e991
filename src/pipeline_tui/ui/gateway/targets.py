"""Revenue targets for the screens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline_tui.domain.metrics.plan import Plan, Target
from pipeline_tui.services import targets
from pipeline_tui.services.targets import Line
from pipeline_tui.services.targets import PlanYear as PlanYear

if TYPE_CHECKING:
    from pipeline_tui.domain.money import Money
    from pipeline_tui.ui.gateway import Gateway


def read_line(gateway: Gateway, text: str) -> Line:
    """What a typed line would set; InputError when it is refused."""
    return targets.read_line(text, gateway.currency(), gateway.today)


def there(gateway: Gateway, line: Line) -> tuple[Target | None, Plan | None]:
    """The target of the line's period as it is now, and how far one is."""
    with gateway.at_once():
        found = [one for one in targets.targets(gateway.desk) if one.period == line.period.name]
        return (found[0] if found else None), targets.plan(gateway.desk, line.period)


def amount(gateway: Gateway, text: str) -> Money | None:
    """The amount that was typed; None for none."""
    return targets.read_value(text, gateway.currency())


def customers(text: str) -> int | None:
    """The number of customers that was typed; None for none."""
    return targets.read_customers(text)


def year(gateway: Gateway, number: int) -> PlanYear:
    """All periods of a year against their targets."""
    return targets.year(gateway.desk, number)


def cause(text: str) -> str:
    """The line that was typed; InputError when it is too long."""
    return targets.read_cause(text)


async def put(
    gateway: Gateway, period: str, cell: str, text: str, seen: Target | None, *, over: bool
) -> None:
    """Set value, customers or cause of a period; Conflict if it is not what was `seen`.

    An empty text takes it away; `over` saves over whatever stands there.
    """
    said = text.strip() or targets.NONE[1]
    there = targets.Seen(*(seen.value_minor, seen.customers, seen.cause) if seen else ())
    await gateway.write(
        targets.set_target,
        period,
        said if cell == "value" else targets.KEEP,
        said if cell == "customers" else targets.KEEP,
        said if cell == "cause" else targets.KEEP,
        seen=None if over else there,
    )


async def set_target(gateway: Gateway, text: str) -> None:
    """Set what a typed line says."""
    line = read_line(gateway, text)
    await gateway.write(targets.set_target, line.period.name, line.value, line.customers)
