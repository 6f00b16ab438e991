"""Use cases on the contact person of a deal: the role in it, and what the person allows.

Both are fields of the deal too (`set_field`); here each is a step with a name of its own, as
somebody on the phone needs it (process.md, "People").
"""

from __future__ import annotations

from pipeline_tui.services.desk import Desk
from pipeline_tui.services.editing import put, refuse_overwriting
from pipeline_tui.services.fields import Reading, read


def set_role(desk: Desk, deal_id: int, text: str, *, seen: str | None = None) -> None:
    """Set the buying role of a deal's contact person: `decides`, `Entscheider`; '' clears it.

    `seen` is the role as it was read (`edit_text`). Raises InputError for a word that is no
    role or a deal without a contact person, Conflict when another role stands there now.
    """
    _set(desk, "deal.role", deal_id, "role", text, seen)


def set_permission(desk: Desk, deal_id: int, text: str, *, seen: str | None = None) -> None:
    """Set what a deal's contact person allows: `call yes, mail no, from fair`; '' clears it.

    The whole line counts: a channel it does not name is not known any more. It holds in every
    deal of that person. Raises as `set_role` does.
    """
    _set(desk, "deal.permission", deal_id, "permission", text, seen)


def _set(desk: Desk, action: str, deal_id: int, field: str, text: str, seen: str | None) -> None:
    with desk.writer.step(action) as work:
        deal = work.deal(deal_id)
        work.describe(deal=work.name(deal))
        value = read(field, text, Reading(work.today, deal.currency))
        if seen is not None:
            refuse_overwriting(work, deal, field, text, value, seen)
        put(work, deal, field, value)
