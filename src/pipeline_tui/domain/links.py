"""How a linked deal is said in one line: `renewal #31, 3 Mar 2027`, `from #12`."""

from __future__ import annotations

from pipeline_tui.domain.records import DealLink
from pipeline_tui.i18n import N_, _
from pipeline_tui.i18n.format import full_date

LINKS = {
    "renewal": N_("renewal"),
    "follow_on": N_("follow-on deal"),
    "come_back": N_("comes back"),
}
"""How a deal came from another one (process.md, "After the sale", "Losing")."""


def said(link: DealLink) -> str:
    """Where a deal came from, or what came of it, and when that is taken up."""
    if link.parent:
        return _("from {deal}").format(deal=f"#{link.id}")
    name = _(LINKS[link.link]) if link.link in LINKS else link.link
    words = " ".join(part for part in (name, f"#{link.id}") if part)
    return f"{words}, {full_date(link.on)}" if link.on is not None else words
