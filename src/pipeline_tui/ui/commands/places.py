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


_EVERYWHERE = (
    *("cursor.down", "cursor.up", "cursor.first", "cursor.last"),
    *("cursor.page_down", "cursor.page_up"),
    *("view.help", "view.back", "app.quit"),
)
"""On every full screen: what moves the cursor, or scrolls where there is none; help and out."""

_UNDO = ("edit.undo", "edit.redo")


def _screen(
    place: str,
    name: str,
    also: tuple[str, ...],
    footer: tuple[str, ...],
    *words: tuple[str, str],
) -> Place:
    """A full screen, which is left by the key that goes back elsewhere."""
    return Place(
        place, name, frozenset((*_EVERYWHERE, *also)), footer, (("view.back", N_("leave")), *words)
    )


_FOCUS = _screen(
    "focus",
    N_("focus screen"),
    (
        *_UNDO, "deal.next", "step.edit", "step.done", "step.missed", "step.snooze", "deal.log",
        "deal.risk", "deal.category", "deal.won", "deal.lost", "deal.park", "deal.open",
        "deal.copy",
    ),
    (
        *("step.done", "step.missed", "step.skip", "view.help", "view.back", "deal.next"),
        *("step.snooze", "deal.log", "deal.copy", "edit.undo", "deal.open", "deal.permission"),
        *("deal.risk", "deal.answers", "deal.won", "deal.lost", "deal.park"),
    ),
    ("deal.copy", N_("copy")),
    ("deal.permission", N_("permission")),
)  # fmt: skip
"""What is done there is done to the follow-up that is shown."""

_PLAYBOOK = _screen(
    "playbook",
    N_("playbook"),
    (*_UNDO, "view.board", "view.agenda"),
    (
        *("view.help", "view.back", "play.use", "play.add", "play.edit", "play.find"),
        *("play.copy", "edit.undo", "play.delete"),
    ),
    ("play.delete", N_("take away")),
)

_REVIEW = _screen(
    "review",
    N_("review"),
    (
        *_UNDO, "deal.next", "step.snooze", "deal.log", "deal.risk", "deal.category", "deal.won",
        "deal.lost", "deal.park", "review.take_back",
    ),
    (
        *("review.skip", "review.back", "edit.undo", "view.help", "view.back"),
        *("deal.log", "deal.risk", "review.open"),
    ),
    ("review.open", N_("open")),
)  # fmt: skip
"""What can be decided stands on the page itself: it depends on the deal."""

_STAGES = _screen(
    "stages",
    N_("stage editor"),
    (*_UNDO, "view.other"),
    (
        *("view.help", "view.back", "stage.edit", "stage.add", "stage.up", "stage.remove"),
        *("stage.merge", "stage.toggle", "stage.tie", "stage.template", "edit.undo"),
    ),
    ("stage.up", N_("order")),
)

_PEOPLE = _screen(
    "people",
    N_("companies and contacts"),
    (*_UNDO, "view.board", "view.agenda", "view.palette"),
    (
        *("people.open", "people.find", "view.help", "view.back", "people.add", "people.merge"),
        *("people.same", "deal.reach", "edit.undo", "people.delete", "people.erase"),
    ),
    ("deal.reach", N_("call or mail")),
    ("people.erase", N_("erase")),
    ("people.delete", N_("delete")),
)

_INSIGHTS = _screen(
    "insights",
    N_("insights"),
    (*_UNDO, "view.board", "view.agenda", "view.playbook"),
    (
        *("view.help", "view.back", "figure.right", "figure.period", "figure.deals"),
        *("figure.define", "figure.filter", "figure.target"),
    ),
)

_WHAT_IF = _screen(
    "what_if",
    N_("what-if"),
    ("edit.undo", "view.board", "view.agenda", "view.insights"),
    (
        *("what_if.other", "view.help", "view.back", "what_if.accept", "edit.undo", "what_if.won"),
        *("what_if.lost", "what_if.much_more", "what_if.more", "what_if.edit", "what_if.category"),
        *("what_if.reset", "what_if.filter", "what_if.period"),
    ),
    ("edit.undo", N_("take back")),
    ("what_if.reset", N_("as it is")),
)

LEVERS = _screen(
    "levers",
    N_("what-if"),
    (),
    (
        *("what_if.other", "view.help", "view.back", "what_if.more", "what_if.edit", "edit.undo"),
        *("what_if.much_more", "what_if.reset", "what_if.define", "what_if.period"),
    ),
    ("what_if.other", N_("deals")),
    ("edit.undo", N_("take back")),
    ("what_if.edit", N_("type")),
    ("what_if.much_more", N_("much more")),
    ("what_if.reset", N_("as it is")),
)
"""No place of its own: what the footer shows on the page of levers."""

_TARGETS = _screen(
    "targets",
    N_("targets"),
    (*_UNDO, "view.board", "view.agenda", "view.insights"),
    (
        *("view.help", "view.back", "target.edit", "target.right", "target.clear", "target.before"),
        *("target.after", "edit.undo"),
    ),
    ("target.before", N_("year before")),
)

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
