"""Going back and forth in time; a part of the registry. What only looks works there too."""

from __future__ import annotations

from pipeline_tui.i18n import N_, _
from pipeline_tui.ui.commands.command import Command

AWAY = "away"
"""Not a place of commands: a day that has passed is shown."""

_WHERE = "board agenda pane insights"

TRAVEL = (
    Command("time.earlier", ("less_than_sign",), N_("A day back in time"),
            N_("Board, agenda and figures as they were on the evening before; esc comes back"),
            _WHERE, "earlier"),
    Command("time.later", ("greater_than_sign",), N_("A day forth in time"),
            N_("The day after the one that is shown, until today"), _WHERE, "later"),
    Command("time.week_earlier", ("comma",), N_("A week back in time"),
            N_("The same, seven days before"), _WHERE, "week_earlier"),
    Command("time.week_later", ("full_stop",), N_("A week forth in time"),
            N_("The same, seven days after, until today"), _WHERE, "week_later"),
    Command("time.go", (), N_("Go to a date …"),
            N_("A day that has passed: “yesterday”, “-2w”, “last fri”, “3.11.”"), _WHERE,
            "go_to_date"),
    Command("time.today", (), N_("Back to today"),
            N_("From a day that has passed; esc does it too"), _WHERE, "to_today"),
)  # fmt: skip

_LOOKING = ("cursor.", "time.", "figure.", "view.")
_LOOKS = frozenset((
    "deal.open", "deal.copy", "deal.link", "deal.mark", "deal.reach", "deal.answers", "app.quit",
    "play.open", "play.find", "play.copy", "people.open", "people.other", "people.find",
    "step.skip", "step.back", "target.left", "target.right", "target.before", "target.after",
))  # fmt: skip
_CHANGES = frozenset(("figure.target", "view.review", "view.focus", "view.what_if"))
"""The review decides, the round in focus is worked off, what-if tries: they are of today."""


def looks_only(command: Command) -> bool:
    """Whether a command changes nothing, so that it works on a day that has passed too."""
    if command.id in _CHANGES:
        return False
    return command.id.startswith(_LOOKING) or command.id in _LOOKS


def away_hints() -> list[tuple[int, str, str]]:
    """What the footer shows while a day that has passed is seen: rank, key and word."""
    return [
        (1, "<", _("day before")),
        (2, ">", _("day after")),
        (3, "esc", _("today")),
        (4, ",", _("week before")),
        (5, ".", _("week after")),
        (6, "?", _("help")),
    ]
