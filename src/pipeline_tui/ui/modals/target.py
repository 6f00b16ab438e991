"""The prompt for a revenue target: period and amount in one line."""

from __future__ import annotations

from pipeline_tui.domain.text import clean
from pipeline_tui.i18n import _, ngettext
from pipeline_tui.i18n.format import money, number
from pipeline_tui.ui.gateway import Gateway, targets
from pipeline_tui.ui.modals.line import LinePrompt
from pipeline_tui.ui.text import Run
from pipeline_tui.ui.widgets.echo import GOOD_GLYPH


class TargetPrompt(LinePrompt):
    """Says beneath for which period it is, what stands there and how far one is."""

    def __init__(self, gateway: Gateway) -> None:
        super().__init__(
            _("Revenue target: period and amount"),
            check=self._said,
            submit=self._set,
            placeholder=_("2026-Q4 250k 12 customers"),
        )
        self._gateway = gateway

    async def _set(self, line: str) -> None:
        await targets.set_target(self._gateway, line)

    def _said(self, text: str) -> list[Run]:
        """What was understood; InputError for what is no period and no amount."""
        if not clean(text):
            hint = _("an amount for this quarter, or a year, quarter or month before it")
            return [(hint, "faint")]
        line = targets.read_line(self._gateway, text)
        target, plan = targets.there(self._gateway, line)
        runs: list[Run] = [(GOOD_GLYPH, "good"), (line.period.name, "later")]
        if isinstance(line.value, str):
            value = targets.amount(self._gateway, line.value)
            said = _("no target") if value is None else money(value.minor, value.currency)
            runs += [(" · ", "faint"), (said, "value")]
        if isinstance(line.customers, str):
            runs += [(" · ", "faint"), (self._customers(line.customers), "text")]
        if target is not None and target.value_minor is not None:
            now = _("so far {amount}").format(amount=money(target.value_minor, target.currency))
            runs += [(" · ", "faint"), (now, "dim")]
        if plan is not None:
            won = _("won {amount}").format(amount=money(plan.won_minor, plan.currency))
            runs += [(" · ", "faint"), (won, "won")]
        return runs

    @staticmethod
    def _customers(text: str) -> str:
        count = targets.customers(text)
        if count is None:
            return _("no number of customers")
        many = ngettext("{count} new customer", "{count} new customers", count)
        return many.format(count=number(count))
