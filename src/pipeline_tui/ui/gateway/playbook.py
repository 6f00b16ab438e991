"""The playbook for the screens: reading it, writing it, and counting what was used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline_tui.domain import playbook_entry
from pipeline_tui.domain.playbook import Play, matching
from pipeline_tui.i18n import language
from pipeline_tui.services import playbook

if TYPE_CHECKING:
    from pipeline_tui.domain.records import Deal
    from pipeline_tui.ui.gateway import Gateway


def entries(gateway: Gateway, text: str = "") -> tuple[list[Play], dict[int, str]]:
    """The entries with all words of a search, and the names of the stages by number."""
    with gateway.at_once():
        names = {stage.id: stage.name for stage in gateway.stages()}
        return matching(playbook.plays(gateway.desk), text, names), names


def entry(gateway: Gateway, play_id: int) -> Play:
    """One entry. NotFound if there is none."""
    return playbook.play(gateway.desk, play_id)


def offered(gateway: Gateway, deal: Deal) -> list[Play]:
    """The entries that fit a deal best, whole."""
    return playbook.offered_with(gateway.desk, deal)


def text_of(gateway: Gateway, play: Play | None) -> str:
    """An entry as it is written; '' for a new one."""
    if play is None:
        return ""
    return playbook_entry.write(playbook.entry_of(gateway.desk, play))


async def save(
    gateway: Gateway, kind: str, play_id: int | None, text: str, seen: int | None
) -> int:
    """Keep an entry, a new one where there is no number; its number.

    Errors: InputError, NotFound, Ambiguous; Conflict when it is newer than `seen`.
    """
    if play_id is None:
        return await gateway.write(playbook.add, kind, text)
    await gateway.write(playbook.edit, play_id, text, seen=seen)
    return play_id


async def remove(gateway: Gateway, play_id: int) -> None:
    """Take an entry away."""
    await gateway.write(playbook.remove, play_id)


async def shift(gateway: Gateway, play_id: int, way: int) -> None:
    """Change places with its neighbour."""
    await gateway.write(playbook.shift, play_id, way)


async def use(gateway: Gateway, play_id: int, deal_id: int) -> None:
    """It was used with a deal."""
    await gateway.write(playbook.use, play_id, deal_id)


async def add_starter(gateway: Gateway) -> int:
    """Put in the starter entries that are not there, in the language spoken; how many."""
    return await gateway.write(playbook.add_starter, language())
