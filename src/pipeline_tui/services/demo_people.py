"""The demo's people beside the contact persons: who else has a say, and what moves them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pipeline_tui.store.seed import insert

if TYPE_CHECKING:
    from pipeline_tui.store.connection import Connection


class Guest(NamedTuple):
    """Somebody more in the deal of a company."""

    company: tuple[str, str]
    """In English and in German, as all texts here."""
    name: tuple[str, str]
    role: str
    position: tuple[str, str]
    phone: str = ""
    never: bool = False


GUESTS = (
    Guest(("Acme GmbH", "Acme GmbH"), ("Petra Lind", "Petra Lind"), "champions",
          ("head of production", "Leiterin Fertigung"), "+49 170 1234580"),
    Guest(("Acme GmbH", "Acme GmbH"), ("Rolf Brandt", "Rolf Brandt"), "blocks",
          ("purchasing", "Einkauf"), "+49 170 1234590"),
    Guest(("Globex AG", "Globex AG"), ("Martin Voss", "Martin Voss"), "feels",
          ("plant manager", "Werkleiter")),
    Guest(("Hooli Systems", "Huli Systeme GmbH"), ("Grace Hale", "Greta Hahl"), "decides",
          ("chief operating officer", "COO"), "+44 20 5550 190"),
    Guest(("Hooli Systems", "Huli Systeme GmbH"), ("Dana Cole", "Dana Kohler"), "signs",
          ("finance director", "kaufmännische Leiterin"), never=True),
)  # fmt: skip

ABOUT: dict[str, tuple[tuple[str, str, str], tuple[str, str, str]]] = {
    "Acme GmbH": (
        ("managing director", "fewer night shifts before summer", "the budget is frozen"),
        ("Geschäftsführer", "vor dem Sommer weniger Nachtschichten", "das Budget ist eingefroren"),
    ),
    "Globex AG": (
        ("process engineer", "a line that starts on time", "no time for a pilot"),
        ("Verfahrenstechnikerin", "ein Anlauf ohne Verzug", "keine Zeit für einen Piloten"),
    ),
}
"""Position, what drives them, and the objection of some contact persons, by company."""


def about(company: str, language: str) -> dict[str, str]:
    """What is known of the contact person of a company, as columns."""
    if company not in ABOUT:
        return {}
    said = ABOUT[company][_place(language)]
    return dict(zip(("position", "drives", "objection"), said, strict=True))


def add_guests(
    conn: Connection, language: str, company: str, deal_id: int, company_id: int, at: str
) -> None:
    """Put those of a company into its deal."""
    place = _place(language)
    for guest in GUESTS:
        if guest.company[place] != company:
            continue
        contact = insert(
            conn,
            "contact",
            company_id=company_id,
            name=guest.name[place],
            position=guest.position[place],
            phone=guest.phone,
            created_at=at,
            do_not_contact=int(guest.never),
            may_call=0 if guest.never else None,
            may_mail=0 if guest.never else None,
        )
        insert(conn, "participant", deal_id=deal_id, contact_id=contact, role=guest.role)


def _place(language: str) -> int:
    return 1 if language == "de" else 0
