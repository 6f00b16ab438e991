"""Where the keys can be; a further full screen is one more entry here.

A command names its places in its scope. A screen that lends itself many commands of other
places lists them in `also`, so that their scopes need not name it.
"""

from __future__ import annotations

from typing import NamedTuple

from pipeline_tui.i18n import N_


class Place(NamedTuple):
    """One place, what else works there, and its footer."""

    id: str
    name: str
    """As help calls it."""
    also: frozenset[str] = frozenset()
    """Ids of commands of other places that work here too."""
    footer: tuple[str, ...] = ()
    """Ids of what the footer shows, what stays longest first; none: by the commands' ranks."""
    words: tuple[tuple[str, str], ...] = ()
    """Id and word, where the footer calls a command otherwise than elsewhere."""


_CURSOR = (
    *("cursor.down", "cursor.up", "cursor.first", "cursor.last"),
    *("cursor.page_down", "cursor.page_up"),
)
"""What moves the cursor, or scrolls where there is none."""

_FOCUS = Place(
    "focus",
    N_("focus screen"),
    also=frozenset((
        *_CURSOR, "deal.next", "step.edit", "step.done", "step.missed", "step.snooze",
        "deal.log", "deal.risk", "deal.category", "deal.won", "deal.lost", "deal.park",
        "deal.open", "deal.copy", "edit.undo", "edit.redo", "view.help", "view.back", "app.quit",
    )),
    footer=(
        *("step.done", "step.missed", "step.skip", "view.help", "view.back", "deal.next"),
        *("step.snooze", "deal.log", "deal.copy", "edit.undo", "deal.open", "deal.permission"),
        *("deal.risk", "deal.answers", "deal.won", "deal.lost", "deal.park"),
    ),
    words=(
        ("view.back", N_("leave")), ("deal.copy", N_("copy")),
        ("deal.permission", N_("permission")),
    ),
)  # fmt: skip
"""What is done there is done to the follow-up that is shown."""

_PLAYBOOK = Place(
    "playbook",
    N_("playbook"),
    also=frozenset((
        *_CURSOR, "edit.undo", "edit.redo", "view.board", "view.agenda", "view.help",
        "view.back", "app.quit",
    )),
    footer=(
        *("view.help", "view.back", "play.use", "play.add", "play.edit", "play.find"),
        *("play.copy", "edit.undo", "play.delete"),
    ),
    words=(("view.back", N_("leave")), ("play.delete", N_("take away"))),
)  # fmt: skip
_REVIEW = Place(
    "review",
    N_("review"),
    also=frozenset((
        *_CURSOR, "deal.next", "step.snooze", "deal.log", "deal.risk", "deal.category",
        "deal.won", "deal.lost", "deal.park", "edit.undo", "edit.redo", "view.help", "view.back",
        "app.quit", "review.take_back",
    )),
    footer=(
        *("review.skip", "review.back", "edit.undo", "view.help", "view.back"),
        *("deal.log", "deal.risk", "review.open"),
    ),
    words=(("view.back", N_("leave")), ("review.open", N_("open"))),
)  # fmt: skip
"""What can be decided stands on the page itself: it depends on the deal."""

_STAGES = Place(
    "stages",
    N_("stage editor"),
    also=frozenset((
        *_CURSOR, "view.other", "edit.undo", "edit.redo", "view.help", "view.back",
        "app.quit",
    )),
    footer=(
        *("view.help", "view.back", "stage.edit", "stage.add", "stage.up", "stage.remove"),
        *("stage.merge", "stage.toggle", "stage.tie", "stage.template", "edit.undo"),
    ),
    words=(("view.back", N_("leave")), ("stage.up", N_("order"))),
)  # fmt: skip
_PEOPLE = Place(
    "people",
    N_("companies and contacts"),
    also=frozenset((
        *_CURSOR, "edit.undo", "edit.redo", "view.board", "view.agenda", "view.palette",
        "view.help", "view.back", "app.quit",
    )),
    footer=(
        *("people.open", "people.find", "view.help", "view.back", "people.add", "people.merge"),
        *("people.same", "deal.reach", "edit.undo", "people.delete", "people.erase"),
    ),
    words=(
        ("view.back", N_("leave")), ("deal.reach", N_("call or mail")),
        ("people.erase", N_("erase")), ("people.delete", N_("delete")),
    ),
)  # fmt: skip

_INSIGHTS = Place(
    "insights",
    N_("insights"),
    also=frozenset((
        *_CURSOR, "view.board", "view.agenda", "view.playbook", "view.help", "view.back",
        "app.quit",
    )),
    footer=(
        *("view.help", "view.back", "figure.right", "figure.period", "figure.deals"),
        *("figure.define", "figure.filter", "figure.target"),
    ),
    words=(("view.back", N_("leave")),),
)  # fmt: skip

_WHAT_IF = Place(
    "what_if",
    N_("what-if"),
    also=frozenset((
        *_CURSOR, "edit.undo", "view.board", "view.agenda", "view.insights", "view.help",
        "view.back", "app.quit",
    )),
    footer=(
        *("what_if.other", "view.help", "view.back", "what_if.accept", "edit.undo", "what_if.won"),
        *("what_if.lost", "what_if.much_more", "what_if.more", "what_if.edit", "what_if.category"),
        *("what_if.reset", "what_if.filter", "what_if.period"),
    ),
    words=(
        ("view.back", N_("leave")), ("edit.undo", N_("take back")),
        ("what_if.reset", N_("as it is")),
    ),
)  # fmt: skip

_TARGETS = Place(
    "targets",
    N_("targets"),
    also=frozenset((
        *_CURSOR, "edit.undo", "edit.redo", "view.board", "view.agenda", "view.insights",
        "view.help", "view.back", "app.quit",
    )),
    footer=(
        *("view.help", "view.back", "target.edit", "target.right", "target.clear", "target.before"),
        *("target.after", "edit.undo"),
    ),
    words=(("view.back", N_("leave")), ("target.before", N_("year before"))),
)  # fmt: skip

ALL = (
    Place("board", N_("board")),
    Place("agenda", N_("agenda")),
    Place("pane", N_("deal pane")),
    _FOCUS,
    _PLAYBOOK,
    _REVIEW,
    _STAGES,
    _INSIGHTS,
    _WHAT_IF,
    _TARGETS,
    _PEOPLE,
)
"""On the board, on the agenda, in the deal pane, then the full screens."""
