"""Use cases of the playbook: write, remove, reorder and use its entries (process.md, "Playbook").

Each call is one transaction and one undo step.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline_tui.domain import playbook_entry
from pipeline_tui.domain.playbook import KINDS, Hint, Play, offered
from pipeline_tui.domain.text import clean
from pipeline_tui.errors import InputError, NotFound
from pipeline_tui.i18n import _
from pipeline_tui.services import reading
from pipeline_tui.services.conflicts import overtaken
from pipeline_tui.services.desk import Desk
from pipeline_tui.store import reads_playbook
from pipeline_tui.store.connection import explained
from pipeline_tui.store.seed import insert, stages_by_key

if TYPE_CHECKING:
    from pipeline_tui.domain.playbook_entry import Entry
    from pipeline_tui.domain.records import Deal
    from pipeline_tui.store.connection import Connection
    from pipeline_tui.store.writes import Work


# Reading.


def plays(desk: Desk) -> list[Play]:
    """All entries in their order."""
    with explained(desk.file):
        return reads_playbook.plays(desk.reader)


def play(desk: Desk, play_id: int) -> Play:
    """One entry. NotFound if there is none."""
    with explained(desk.file):
        found = reads_playbook.play(desk.reader, play_id)
    if found is None:
        raise NotFound(_("There is no entry {number} in the playbook").format(number=play_id))
    return found


def offered_with(desk: Desk, deal: Deal) -> list[Play]:
    """The entries that fit a deal best, whole."""
    with explained(desk.file):
        hints: list[Hint] = offered(
            reads_playbook.hints(desk.reader, deal.stage_id), deal.risk_text
        )
        found = [reads_playbook.play(desk.reader, hint.id) for hint in hints]
    return [one for one in found if one is not None]


def entry_of(desk: Desk, found: Play) -> Entry:
    """An entry as it is written, with the names of its stages."""
    names = {stage.id: stage.name for stage in reading.stages(desk)}
    stages = tuple(names[number] for number in found.stages if number in names)
    return playbook_entry.Entry(found.title, stages, found.words, found.link, found.text)


def check(desk: Desk, text: str) -> Entry:
    """An entry as it would be kept. InputError, NotFound or Ambiguous when it is refused."""
    from pipeline_tui.domain.quickadd import match_stage  # it knows how a whole line is read

    entry = playbook_entry.read(text)
    names = [stage.name for stage in reading.stages(desk)]
    known = dict.fromkeys(match_stage(name, names) for name in entry.stages)
    return entry._replace(stages=tuple(known))


# Writing.


def add(desk: Desk, kind: str, text: str) -> int:
    """A new entry of a kind, behind the others of it; its number."""
    if kind not in KINDS:
        raise InputError(
            _("There is no kind of entry {name}").format(name=clean(kind)),
            todo=_("Kinds are {names}").format(names=", ".join(KINDS)),
        )
    entry = check(desk, text)
    with desk.writer.step("play.add", text=entry.title) as work:
        number = _put_in(work, kind, entry)
        _tag(work, number, entry)
        return number


def edit(desk: Desk, play_id: int, text: str, *, seen: int | None) -> None:
    """Write an entry anew; Conflict when it is newer than `seen` (None: whatever it is).

    An empty text is refused: `remove` takes an entry away.
    """
    from pipeline_tui.store import rows_playbook

    entry = check(desk, text)
    with desk.writer.step("play.edit", text=entry.title) as work:
        row = rows_playbook.play(work, play_id)
        if seen is not None and row.version > seen:
            theirs = playbook_entry.write(entry_of(desk, play(desk, play_id)))
            if theirs != playbook_entry.write(entry):
                what = _("The entry was changed elsewhere meanwhile")
                raise overtaken(work, None, what, mine=text, theirs=theirs)
        work.edit(row, **_values(entry))
        if _tag(work, play_id, entry):
            row.version += 1  # tags are a part of what two instances may edit


def remove(desk: Desk, play_id: int) -> None:
    """Take an entry away, with the count of its uses; undo brings both back."""
    from pipeline_tui.store import rows_playbook

    with desk.writer.step("play.remove") as work:
        row = rows_playbook.play(work, play_id)
        work.describe(text=row.title)
        work.remove(row)


def shift(desk: Desk, play_id: int, way: int) -> None:
    """Change places with the entry of its kind before (-1) or behind it (1), if there is one."""
    from pipeline_tui.store import rows_playbook

    with desk.writer.step("play.shift") as work:
        row = rows_playbook.play(work, play_id)
        work.describe(text=row.title)
        alike = rows_playbook.of_kind(work, row.kind)
        at = alike.index(row)
        if 0 <= at + way < len(alike):
            alike.insert(at + way, alike.pop(at))
            for place, other in enumerate(alike, start=1):
                work.edit(other, position=place)


def use(desk: Desk, play_id: int, deal_id: int) -> None:
    """An entry was used with a deal; it is counted against what comes of the deal."""
    from pipeline_tui.store import rows_playbook
    from pipeline_tui.store.tables_playbook import PlayUseRow

    with desk.writer.step("play.use") as work:
        deal, row = work.deal(deal_id), rows_playbook.play(work, play_id)
        work.describe(deal=work.name(deal), text=row.title)
        work.add(PlayUseRow, play_id=play_id, deal_id=deal_id, at=work.now)
        work.record(deal, "playbook", "", row.title)


def add_starter(desk: Desk, language: str) -> int:
    """Put in the starter entries that are not there; how many were put in."""
    from pipeline_tui.domain.playbook_starter import STARTERS

    there = {(one.kind, one.title) for one in plays(desk)}
    missing = [one for one in STARTERS[language] if (one.kind, one.title) not in there]
    with desk.writer.step("play.starter", count=str(len(missing))) as work:
        names = {stage.key: stage.name for stage in work.stages() if stage.key}
        for one in missing:
            stages = tuple(names[key] for key in one.stages if key in names)
            entry = playbook_entry.Entry(one.title, stages, one.words, "", one.text)
            _tag(work, _put_in(work, one.kind, entry), entry)
    return len(missing)


def fill(conn: Connection, language: str) -> None:
    """Write the starter entries into a database that is being made."""
    from pipeline_tui.domain.playbook_starter import STARTERS

    stages = {key: number for key, (number, _kind, _criteria) in stages_by_key(conn).items()}
    for place, one in enumerate(STARTERS[language], start=1):
        number = insert(
            conn, "play", kind=one.kind, position=place, title=one.title, text=one.text,
            words=one.words,
        )  # fmt: skip
        for key in one.stages:
            if key in stages:
                insert(conn, "play_stage", play_id=number, stage_id=stages[key])


def _values(entry: Entry) -> dict[str, object]:
    return {"title": entry.title, "text": entry.text, "link": entry.link, "words": entry.words}


def _put_in(work: Work, kind: str, entry: Entry) -> int:
    """A new row behind those of its kind; its number."""
    from pipeline_tui.store import rows_playbook
    from pipeline_tui.store.tables_playbook import PlayRow

    alike = rows_playbook.of_kind(work, kind)
    place = alike[-1].position + 1 if alike else 1
    return work.add(PlayRow, kind=kind, position=place, **_values(entry)).id or 0


def _tag(work: Work, play_id: int, entry: Entry) -> bool:
    """Tag it with the stages of an entry; whether that changed anything."""
    from pipeline_tui.store import rows_playbook

    ids = {stage.name: stage.id or 0 for stage in work.stages()}
    return rows_playbook.tag(work, play_id, [ids[name] for name in entry.stages if name in ids])
