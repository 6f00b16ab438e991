"""Which stage a deal of a file belongs to; one that is not there is made, never dropped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline_tui.domain.records import Stage
from pipeline_tui.domain.text import ONE_LINE_LIMIT, clean, fold, limited
from pipeline_tui.errors import InputError, PipelineError
from pipeline_tui.i18n import _
from pipeline_tui.store.bulk_stages import add_stage
from pipeline_tui.store.reads_shared import stages
from pipeline_tui.transfer.fields import plain
from pipeline_tui.transfer.limits import MAX_STAGES
from pipeline_tui.transfer.stage_names import role_of

if TYPE_CHECKING:
    from pipeline_tui.store.connection import Connection

MAVEN_STAGES = (("Prospecting", 5), ("Engaging", 25))
"""Open stages of the Maven sales set and their probability in percent, first to last."""

_KINDS = ("won", "lost", "parked")
"""Roles that every process has exactly one kind of stage for."""


class Stages:
    """The stages of the data, and those that an import adds to them."""

    def __init__(self, conn: Connection, named: dict[str, str], *, maven: bool = False) -> None:
        """`named` is ours by plain name in the file; InputError when there is no such stage."""
        self._conn = conn
        self._found: dict[str, Stage] = {}
        self.made: list[str] = []
        self._read()
        if maven:
            self._make_those_of_maven()
        for theirs, ours in named.items():
            stage = self._by_name(ours)
            if stage is None:
                names = ", ".join(stage.name for stage in self.all)
                raise InputError(
                    _("There is no stage {name}").format(name=ours),
                    kept=_("Nothing was imported"),
                    todo=_("Stages are {names}").format(names=names),
                )
            self._found[theirs] = stage
        self._named = set(named)

    @property
    def first_contact(self) -> Stage:
        """Where a deal stands that says nothing of a stage."""
        marked = [stage for stage in self.all if stage.is_first_contact]
        return (marked or [stage for stage in self.all if stage.kind == "open"] or self.all)[0]

    @property
    def before_closing(self) -> Stage:
        """Where a closed deal is thought to have been until it was closed."""
        return self._engaging or self.first_contact

    def of(self, name: str) -> Stage:
        """The stage that a name in the file means, made if there is none."""
        stage = self._found.get(name)
        if stage is None:
            stage = self._found[name] = self._resolved(name)
        return stage

    def by_id(self, stage_id: int) -> Stage:
        """A stage of the data."""
        return self._by_id[stage_id]

    def is_opportunity(self, stage: Stage) -> bool:
        """Whether deals in it are verified opportunities; closed ones that arrive here are."""
        if stage.kind in ("won", "lost", "care"):
            return True
        if stage.kind != "open" or self._first_opportunity is None:
            return False
        return stage.position >= self._first_opportunity

    def _resolved(self, name: str) -> Stage:
        wanted = plain(name)
        if wanted in self._named:
            return self._found[wanted]
        stage = self._by_name(name) or self._by_role(role_of(name))
        if stage is not None:
            return stage
        if not wanted:
            return self.first_contact
        if len(self.made) >= MAX_STAGES:
            raise PipelineError(  # of the file, not of a row
                _("The file names more than {count} new stages").format(count=MAX_STAGES),
                kept=_("Nothing was imported"),
                todo=_("Is this the right column? Say which one it is with --map"),
            )
        behind = [stage for stage in self.all if stage.kind == "open"]
        last = behind[-1] if behind else None
        return self._make(name, last.probability if last else 0, last)

    def _by_name(self, name: str) -> Stage | None:
        for wanted, compare in ((clean(name), clean), (fold(clean(name)), _folded)):
            for stage in self.all:
                if compare(stage.name) == wanted:
                    return stage
        return None

    def _by_role(self, role: str) -> Stage | None:
        for stage in self.all:
            if role and (stage.key == role or (role in _KINDS and stage.kind == role)):
                return stage
        # Another template has it under another key, but with the same mark.
        marked = {"first_contact": "is_first_contact", "qualification": "is_opportunity"}.get(role)
        return next((stage for stage in self.all if marked and getattr(stage, marked)), None)

    def _make(self, name: str, probability: int, after: Stage | None) -> Stage:
        name = limited(clean(name), ONE_LINE_LIMIT, _("stage"))
        stage = add_stage(self._conn, name, probability, after)
        self.made.append(name)
        self._read()
        return stage

    def _make_those_of_maven(self) -> None:
        before: Stage | None = None
        for name, probability in MAVEN_STAGES:
            stage = self._by_name(name) or self._make(name, probability, before)
            before = stage
        self._engaging = before

    def _read(self) -> None:
        self.all = stages(self._conn)
        marked = [stage.position for stage in self.all if stage.is_opportunity]
        self._first_opportunity = min(marked, default=None)
        # Positions have changed with a stage that came in between.
        self._by_id = {stage.id: stage for stage in self.all}
        self._found = {name: self._by_id[stage.id] for name, stage in self._found.items()}

    _engaging: Stage | None = None


def _folded(name: str) -> str:
    return fold(name)
