"""Field values as they are shown and as they are edited, in the language spoken now."""

from __future__ import annotations

from datetime import date

from pipeline_tui.domain import people, words
from pipeline_tui.domain.reasons import reason_name
from pipeline_tui.domain.records import Card, Deal, Permission
from pipeline_tui.i18n import N_, _, language, ngettext
from pipeline_tui.i18n.currencies import minor_digits
from pipeline_tui.i18n.format import full_date, number
from pipeline_tui.ui.render import labels
from pipeline_tui.ui.render.wrap import Run

TYPED_PERS = {"month": N_("{amount}/month"), "year": N_("{amount}/year")}
"""An amount that comes again, as one types it."""


def amount_text(minor: int | None, currency: str) -> str:
    """An amount as one types it: 12,000.00 or 12.000,00, with its code unless it is euros."""
    if minor is None:
        return ""
    digits = minor_digits(currency)
    whole, rest = divmod(minor, 10**digits)
    text = number(whole)
    if digits:
        text += ("," if language() == "de" else ".") + str(rest).rjust(digits, "0")
    return text if currency == "EUR" else f"{text} {currency}"


def recurring_text(deal: Deal) -> str:
    """What comes again, as one types it: `500.00/month`, `500,00/Monat`."""
    if deal.recurring_minor is None:
        return ""
    amount = amount_text(deal.recurring_minor, deal.currency)
    return _(TYPED_PERS[deal.recurring_per]).format(amount=amount)


def date_text(day: date | None) -> str:
    """A date as one types it: 18.12.2026 in German, else 2026-12-18."""
    if day is None:
        return ""
    if language() == "de":
        return f"{day.day}.{day.month}.{day.year}"
    return day.isoformat()


def times_moved(count: int) -> str:
    """How often the expected close was moved."""
    if count == 1:
        return _("moved once")
    if count == 2:
        return _("moved twice")
    return ngettext("moved {count} time", "moved {count} times", count).format(count=count)


def lost_reason(of: Deal | Card) -> str:
    """The words for why a deal was lost, or a lead disqualified; '' where there is none."""
    if not of.lost_reason:
        return ""
    return reason_name(of.lost_reason, of.reason_name, lead=of.disqualified)


def outcome(deal: Deal) -> list[Run]:
    """How a closed deal ended, and when."""
    won = deal.stage_kind == "won"
    style = "won" if won else "lost"
    runs: list[Run] = [("✓ " if won else "✗ ", style), (deal.stage, style)]
    if deal.closed_on is not None:
        runs += [(" · ", "faint"), (full_date(deal.closed_on), "text")]
    if deal.disqualified:
        runs += [(" · ", "faint"), (_("disqualified"), style)]
    if deal.lost_reason:
        runs += [(" · ", "faint"), (lost_reason(deal), "text")]
    if deal.closed_note:
        runs += [(" · ", "faint"), (deal.closed_note, "text")]
    return runs


def optional_texts(deal: Deal) -> dict[str, str]:
    """The fields that may be empty, as they are edited."""
    return {
        "role": words.role(deal.contact_role),
        "position": deal.contact_position,
        "drives": deal.drives,
        "objection": deal.objection,
        "phone": deal.contact_phone,
        "email": deal.contact_email,
        "permission": people.permission_line(deal.permission),
        "company": deal.company or "",
        "owner": deal.owner,
        "incumbent": deal.incumbent,
        "source": deal.source,
        "product": deal.product,
        "region": deal.region,
        "industry": deal.industry,
        "size": deal.size,
        "customer": words.customer(deal.customer),
        "tags": " ".join(deal.tags),
    }


def shown_text(name: str, text: str) -> str:
    """An optional field as it is shown: tags with their sign."""
    return " ".join(f"#{tag}" for tag in text.split()) if name == "tags" else text


_WHOLE = 30
"""Characters up to which what is said beside a rule stays in one piece."""


def permission_runs(of: Permission, today: date) -> list[Run]:
    """What a contact person allows, each with its sign; what is forbidden stands out."""
    runs: list[Run] = []
    common = people.source(of, today)
    for rule in people.rules(of):
        if runs:
            runs.append(("  ", "text"))
        runs.append(rule_run(rule))
        if not common:
            runs += _source_runs(people.source(of, today, rule.channel), behind=True)
    return runs + _source_runs(common, behind=bool(runs))


def _source_runs(text: str, *, behind: bool) -> list[Run]:
    """Where something is known from, in one piece where it is short."""
    if not text:
        return []
    if len(text) <= _WHOLE:
        text = text.replace(" ", "\N{NO-BREAK SPACE}")
    return [(" · ", "faint"), (text, "dim")] if behind else [(text, "dim")]


def rule_run(rule: people.Rule) -> Run:
    """One rule in one piece: `✓ may be called`, `✗ must not be mailed`."""
    if rule.allowed:
        return (f"✓\N{NO-BREAK SPACE}{rule.said}", "good")
    return (f" ✗ {rule.said} ".replace(" ", "\N{NO-BREAK SPACE}"), "chip-bad")


def category_runs(deal: Deal, today: date) -> list[Run]:
    """The forecast category; of an open deal that cannot be promised also why."""
    glyph, style = labels.CATEGORIES.get(deal.category, ("", "text"))
    runs: list[Run] = [(f"{glyph} ", style), (words.category(deal.category), "text")]
    if deal.category != "commit" or deal.stage_kind not in ("open", "parked"):
        return runs
    from pipeline_tui.domain import category  # only where somebody promised

    against = category.doubts(
        today,
        overridden=deal.overridden,
        ghost=deal.ghost_on is not None and deal.ghost_on <= today,
        expected_close=deal.expected_close,
    )
    if against:
        less = _("counts as {category}: {why}").format(
            category=words.category(category.BEST), why=category.said(against)
        )
        runs += [(" · ", "faint"), (f"{labels.FLAG}\N{NO-BREAK SPACE}{less}", "overdue")]
    return runs
