"""Making a new database: a template's stages and the first settings, all or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline_tui.domain.templates import TEMPLATES, template
from pipeline_tui.errors import InputError
from pipeline_tui.i18n import LANGUAGES, _
from pipeline_tui.services import playbook
from pipeline_tui.services.desk import Desk
from pipeline_tui.store.creation import create as create_file
from pipeline_tui.store.reads_shared import LOCKED_UNTIL
from pipeline_tui.store.seed import insert

if TYPE_CHECKING:
    from pipeline_tui.store.connection import Connection

REGIONS = {"de": "DE"}
"""Whose public holidays go with the language of a template; they are looked up later."""


def create(desk: Desk, name: str) -> None:
    """Make the database with a template; InputError when there is one or the name is unknown.

    It appears under its name only when complete, so that a kill leaves nothing half made.
    """
    if name not in TEMPLATES:
        raise InputError(
            _("There is no template {name}").format(name=name),
            todo=_("Templates are {names}").format(names=", ".join(TEMPLATES)),
        )
    if not _make(desk, name):
        raise InputError(
            _("There is a database already"),
            where=str(desk.path),
            kept=_("It was not touched"),
        )


def ensure(desk: Desk, language: str) -> bool:
    """Make the database with the language's template if there is none; whether it was made."""
    return not desk.exists and _make(desk, f"b2b-{language if language in LANGUAGES else 'en'}")


def fill(conn: Connection, name: str) -> None:
    """Write a template's stages, criteria, planned steps and settings into an empty database."""
    insert(conn, "setting", key="currency", value="EUR")
    insert(conn, "setting", key="template", value=name)
    if region := REGIONS.get(name.rpartition("-")[2]):
        insert(conn, "setting", key="region", value=region)
    for position, seed in enumerate(template(name), start=1):
        stage = insert(
            conn,
            "stage",
            key=seed.key,
            name=seed.name,
            kind=seed.kind,
            position=position,
            probability=seed.probability,
            contact_limit=seed.contact_limit,
            step_required=int(seed.step_required),
            guidance=seed.guidance,
            colour=seed.colour,
            is_first_contact=int(seed.is_first_contact),
            is_opportunity=int(seed.is_opportunity),
            asks_qualification=int(seed.asks_qualification),
        )
        for place, criterion in enumerate(seed.criteria, start=1):
            insert(conn, "criterion", stage_id=stage, position=place, **criterion._asdict())
        for place, step in enumerate(seed.planned, start=1):
            insert(conn, "planned", stage_id=stage, position=place, **step._asdict())
    playbook.fill(conn, name.rpartition("-")[2])


def _make(desk: Desk, name: str) -> bool:
    def begin(conn: Connection) -> None:
        fill(conn, name)
        # No forecast of this month was there to be locked (services/locking.py).
        insert(conn, "setting", key=LOCKED_UNTIL, value=desk.clock.today().isoformat()[:7])

    made = not desk.exists and create_file(desk.path, begin)
    desk.forget_reader()
    return made
