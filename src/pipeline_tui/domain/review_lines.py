"""The summary of a review in lines: as it is shown, and as Markdown."""

from __future__ import annotations

from pipeline_tui.clock import local_day
from pipeline_tui.domain.review import (
    DECISIONS,
    MonthFigures,
    Summary,
    conversion_rows,
    decision_of,
    head_of,
    learned_from,
    name_of,
)
from pipeline_tui.i18n import _, ngettext
from pipeline_tui.i18n.format import full_date, money, month, number

_MARKDOWN = str.maketrans({sign: f"\\{sign}" for sign in "\\`*_[]<>#|~"})

CLOSED = ("won", "lost")
_OTHERS = tuple(code for code in DECISIONS if code not in CLOSED)


def title(of: Summary) -> str:
    """`Weekly review of 29 Nov 2026`."""
    day = full_date(local_day(of.review.started_at))
    return _("{review} of {day}").format(review=name_of(of.review.kind), day=day)


def counted(of: Summary) -> list[tuple[str, str, str, str]]:
    """Decision, its word, how many deals, their value; closed ones together first.

    What was not decided comes last, under the code ''.
    """
    rows = []
    closed = of.share("closed", *CLOSED)
    if closed.deals:
        rows.append(("closed", _("closed"), closed))
    for code in (*CLOSED, *_OTHERS):
        share = of.share(code)
        if share.deals:
            rows.append((code, decision_of(code), share))
    left = of.share("")
    if left.deals:
        rows.append(("", _("not decided"), left))
    return [
        (code, word, number(share.deals), money(share.value_minor, of.currency))
        for code, word, share in rows
    ]


def risk_line(of: Summary) -> str:
    """Of how many lost deals the written risk was the reason; '' where nobody was asked."""
    yes, no = of.risks
    if not yes + no:
        return ""
    said = ngettext(
        "The written risk was the reason of {yes} of {count} lost deal.",
        "The written risk was the reason of {yes} of {count} lost deals.",
        yes + no,
    )
    return said.format(yes=number(yes), count=number(yes + no))


def month_title(of: MonthFigures) -> str:
    """`November 2026 in figures`."""
    return _("{month} in figures").format(month=month(of.period.first))


def nobody_came() -> str:
    """What stands where there is no conversion."""
    return _("No deal came into a stage: there is no conversion")


def markdown(of: Summary) -> list[str]:
    """The summary with its deals, to be pasted anywhere."""
    lines = [f"## {title(of)}", ""]
    for code, word, count, value in counted(of):
        indent = "  " if code in CLOSED else ""
        lines.append(f"{indent}- {word}: {count}, {value}")
    if risk := risk_line(of):
        lines += ["", risk]
    if of.review.learned:
        learned = of.review.learned.translate(_MARKDOWN)
        lines += ["", _("Learned: {text}").format(text=learned)]
    if of.month is not None:
        lines += ["", f"### {month_title(of.month)}", "", *_figures(of.month)]
    reason = ""
    for deal in of.deals:
        if deal.reason != reason:
            reason = deal.reason
            lines += ["", f"### {_capital(head_of(reason))}", ""]
        decided = decision_of(deal.decision) if deal.decision else _("not decided")
        lines.append(f"- {deal.name.translate(_MARKDOWN)}: {decided}")
    return lines


def _figures(of: MonthFigures) -> list[str]:
    """What was won and lost, and the conversion from stage to stage."""
    lines = [f"- {said}" for said in learned_from(of.report)]
    rows = conversion_rows(of)
    for name, counts, rate, undecided in rows:
        said = ", ".join(part for part in (counts, rate, undecided) if part)
        lines.append(f"- {name.translate(_MARKDOWN)}: {said}")
    return lines if rows else [*lines, f"- {nobody_came()}"]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
