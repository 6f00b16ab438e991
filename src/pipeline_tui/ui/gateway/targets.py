"""Revenue targets for the screens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline_tui.domain.metrics.plan import Plan, Target
from pipeline_tui.services import targets
from pipeline_tui.services.targets import Line

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


async def set_target(gateway: Gateway, text: str) -> None:
    """Set what a typed line says."""
    line = read_line(gateway, text)
    await gateway.write(targets.set_target, line.period.name, line.value, line.customers)
