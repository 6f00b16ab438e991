"""The product's words for fields, kinds, levels and categories, and for values of a history."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from pipeline_tui.domain.text import fold
from pipeline_tui.i18n import N_, _

FIELDS = {
    "title": N_("title"),
    "company": N_("company"),
    "contact": N_("contact"),
    "phone": N_("phone"),
    "email": N_("email"),
    "role": N_("role"),
    "permission": N_("permission"),
    "position": N_("position"),
    "drives": N_("what drives them"),
    "objection": N_("likely objection"),
    "note": N_("note"),
    "do_not_contact": N_("do not contact"),
    "people": N_("people"),
    "name": N_("name"),
    "owner": N_("owner"),
    "stage": N_("stage"),
    "status": N_("status"),
    "value": N_("value"),
    "currency": N_("currency"),
    "recurring": N_("recurring value"),
    "recurring_per": N_("time per recurring value"),
    "probability": N_("probability"),
    "category": N_("category"),
    "close": N_("expected close"),
    "closed": N_("closing day"),
    "created": N_("creation day"),
    "benefit": N_("benefit"),
    "incumbent": N_("used today"),
    "goal": N_("goal"),
    "benefit_part": N_("calculation of the benefit"),
    "plan": N_("joint plan"),
    "plan_done": N_("done in the joint plan"),
    "pilot": N_("pilot"),
    "pilot_result": N_("result of the pilot"),
    "option": N_("option"),
    "risk": N_("risk"),
    "risk_level": N_("risk level"),
    "source": N_("source"),
    "product": N_("product"),
    "region": N_("region"),
    "industry": N_("industry"),
    "size": N_("company size"),
    "customer": N_("kind of customer"),
    "renewal": N_("renewal"),
    "tags": N_("tags"),
    "criterion": N_("criterion"),
    "qualification": N_("qualification"),
    "reason": N_("reason"),
    "lost_reason": N_("lost reason"),
    "closed_note": N_("note on closing"),
    "risk_was_reason": N_("the risk was the reason"),
    "external_id": N_("number in the source"),
}
"""What is known of a deal, as it is called in the middle of a sentence."""

STAGE_FIELDS = {
    "name": N_("name"),
    "kind": N_("kind"),
    "probability": N_("probability"),
    "limit": N_("contact limit"),
    "step": N_("next step compulsory"),
    "guidance": N_("guidance"),
    "colour": N_("colour"),
    "first": N_("first contact"),
    "opportunity": N_("verified opportunity"),
    "qualification": N_("asks for qualification"),
}
"""What is known of a stage, as it is called in the middle of a sentence."""

KINDS = {
    "call": N_("call"),
    "mail": N_("mail"),
    "meeting": N_("meeting"),
    "offer": N_("offer"),
    "task": N_("task"),
    "note": N_("note"),
}
"""Kinds of follow-ups and contacts."""

RISKS = {"low": N_("low"), "mid": N_("medium"), "high": N_("high")}

ROLES = {
    "feels": N_("feels the problem"),
    "decides": N_("decides the budget"),
    "checks": N_("checks it technically"),
    "signs": N_("signs"),
    "champions": N_("speaks for us"),
    "blocks": N_("slows it down"),
}
"""Buying roles of a contact person in a deal (process.md, "People")."""

RESULTS = {"met": N_("met"), "missed": N_("missed")}
"""How a pilot ended."""

CUSTOMERS = {"new": N_("new customer"), "existing": N_("existing customer")}

SOURCES = (
    N_("referral"),
    N_("inbound"),
    N_("outbound"),
    N_("fair"),
    N_("partner"),
    N_("existing customer"),
)
"""Where deals come from, offered until one has names of one's own (process.md, "Segments")."""

CATEGORIES = {
    "commit": N_("commit"),
    "best": N_("best case"),
    "pipeline": N_("pipeline"),
    "omit": N_("omit"),
}
"""Forecast categories (metrics.md)."""

_TYPED_RISKS = {"low": "gering niedrig", "mid": "medium mittel", "high": "hoch"}
_TYPED_CATEGORIES = {
    "commit": "zugesagt zusage sicher",
    "best": "bestcase upside bestenfalls",
    "pipeline": "offen",
    "omit": "omitted leftout ausgelassen ohne weglassen",
}
_TYPED_CUSTOMERS = {
    "new": "neu neukunde neukundin newcustomer newbusiness erstkunde",
    "existing": "bestand bestandskunde bestandskundin existingcustomer existingbusiness vorhanden",
}
_TYPED_ROLES = {
    "feels": "feel user problem anwender anwenderin nutzer betroffen spurt spuert spurtdasproblem",
    "decides": "decide decider decisionmaker budget entscheidet entscheider entscheiderin",
    "checks": "check checker technical technik pruft prueft prufer pruefer pruferin",
    "signs": "sign signer unterschreibt unterzeichnet unterzeichner unterschrift",
    "champions": "champion sponsor fursprecher fuersprecher fursprecherin",
    "blocks": "block blocker bremser bremserin bremst blockiert",
}


def field(name: str) -> str:
    """The word for a field; an unknown name, as of another version, is its own word."""
    return _(FIELDS[name]) if name in FIELDS else name


def stage_field(name: str) -> str:
    """The word for a field of a stage."""
    return _(STAGE_FIELDS[name]) if name in STAGE_FIELDS else name


def kind(name: str) -> str:
    """The word for a kind of follow-up or contact."""
    return _(KINDS[name]) if name in KINDS else name


def risk(level: str) -> str:
    """The word for a level of risk."""
    return _(RISKS[level]) if level in RISKS else level


def role(name: str) -> str:
    """The words for a buying role."""
    return _(ROLES[name]) if name in ROLES else name


def category(name: str) -> str:
    """The word for a forecast category."""
    return _(CATEGORIES[name]) if name in CATEGORIES else name


def customer(name: str) -> str:
    """The words for a new or an existing customer."""
    return _(CUSTOMERS[name]) if name in CUSTOMERS else name


def risk_code(text: str) -> str:
    """The level of risk an English or German word stands for; '' if it is none."""
    return _code(text, _TYPED_RISKS)


def role_code(text: str) -> str:
    """The buying role an English or German word stands for; '' if it is none."""
    typed = fold(text).strip()
    shown = (code for code in ROLES if typed in (fold(ROLES[code]), fold(role(code))))
    return next(shown, "") or _code(text, _TYPED_ROLES)


def customer_code(text: str) -> str:
    """new or existing, from English or German words; '' if it is neither."""
    return _code(text, _TYPED_CUSTOMERS)


def category_code(text: str) -> str:
    """The forecast category English or German words stand for; '' if it is none."""
    return _code(text, _TYPED_CATEGORIES)


def capital(text: str) -> str:
    """A word as it stands at the start of a line."""
    return text[:1].upper() + text[1:]


def history_text(field: str, text: str) -> str:
    """A value of the history as it is shown; the history keeps one form for all languages."""
    shown = _HISTORY.get(field)
    return shown(text) if shown and text else text


def _reason(text: str) -> str:
    from pipeline_tui.domain.reasons import reason_name

    return reason_name(text) if text else ""


def _answer(text: str) -> str:
    return {"yes": _("yes"), "no": _("no")}.get(text, text)


def _probability(text: str) -> str:
    from pipeline_tui.i18n.format import percent

    return percent(int(text)) if text.isdigit() else text


def _qualification(text: str) -> str:
    from pipeline_tui.domain import qualification

    return qualification.said(text)


def _code(text: str, names: Mapping[str, str]) -> str:
    """The code whose own or further names, all folded and without blanks, hold the text."""
    wanted = fold(text).replace(" ", "")
    return next((code for code in names if wanted in (code, *names[code].split())), "")


def _roles(text: str) -> str:
    """A role, or a name with a role behind it."""
    name, colon, code = text.rpartition(": ")
    return f"{name}: {role(code)}" if colon and code in ROLES else role(text)


def _permission(text: str) -> str:
    from pipeline_tui.domain import people
    from pipeline_tui.errors import InputError

    try:
        return people.said(people.read_permission(text, date.max))
    except InputError:
        return text


def _amount(text: str) -> str:
    from pipeline_tui.domain.money import parse_amount
    from pipeline_tui.errors import InputError
    from pipeline_tui.i18n.format import money

    try:
        amount = parse_amount(text)
    except InputError:
        return text
    return money(amount.minor, amount.currency)


def _recurring(text: str) -> str:
    from pipeline_tui.domain import recurring

    return _read(text, lambda: recurring.shown(*recurring.parse_recurring(text, "")))


def _calculation(text: str) -> str:
    from pipeline_tui.domain import benefit

    return _read(text, lambda: benefit.shown(benefit.parse_benefit(text, "")))


def _option(text: str) -> str:
    from pipeline_tui.domain import offer_option

    return _read(text, lambda: offer_option.shown(offer_option.parse_option(text, "")))


def _arrangement(text: str) -> str:
    from pipeline_tui.domain import plan

    return _read(text, lambda: plan.shown(plan.parse_arrangement(text, date.max)))


def _read(text: str, shown: Callable[[], str]) -> str:
    """What was read of a text; the text itself if it cannot be read any more."""
    from pipeline_tui.errors import InputError

    try:
        return shown()
    except InputError:
        return text


def _result(text: str) -> str:
    return _(RESULTS[text]) if text in RESULTS else text


def _risk(text: str) -> str:
    mark, _blank, words = text.partition(" ")
    if mark.removeprefix("!") in RISKS and mark.startswith("!"):
        return ": ".join(part for part in (risk(mark[1:]), words) if part)
    return text


def _day(text: str) -> str:
    from pipeline_tui.i18n.format import full_date

    try:
        return full_date(date.fromisoformat(text))
    except ValueError:
        return text


_HISTORY: dict[str, Callable[[str], str]] = {
    "value": _amount,
    "recurring": _recurring,
    "customer": customer,
    "close": _day,
    "renewal": _day,
    "closed": _day,
    "probability": _probability,
    "category": category,
    "role": role,
    "people": _roles,
    "qualification": _qualification,
    "lost_reason": _reason,
    "risk_was_reason": _answer,
    "permission": _permission,
    "risk": _risk,
    "benefit_part": _calculation,
    "option": _option,
    "plan": _arrangement,
    "plan_done": _arrangement,
    "pilot": _arrangement,
    "pilot_result": _result,
}
"""How the history of a field is shown where it is not its own text."""
