"""The one list of what can be done and with which key.

Key handling, footer, palette, help and docs/keys.md all derive from it (architecture.md,
ui/commands). A command names an action: the screen has a method `do_<action>` for it.
"""

from __future__ import annotations

from functools import cache

from pipeline_tui.i18n import N_, _
from pipeline_tui.ui.commands.command import Command
from pipeline_tui.ui.commands.figures import FIGURES
from pipeline_tui.ui.commands.people import PEOPLE
from pipeline_tui.ui.commands.places import ALL as _PLACES
from pipeline_tui.ui.commands.places import LEVERS
from pipeline_tui.ui.commands.travel import AWAY, TRAVEL, away_hints

__all__ = ["Command"]

NEVER_BOUND = frozenset(f"ctrl+{letter}" for letter in "hijmsqbaz")
"""Terminal aliases, flow control, multiplexers, suspend (product.md, Keys)."""

PLACES = tuple(place.id for place in _PLACES)
"""Where the keys can be."""

PLACE_NAMES = {place.id: place.name for place in _PLACES}

EDITING = "editing"
"""Not a place of commands: a line of the pane is being typed in."""

_ALL = "board agenda pane"
_LISTS = "board agenda"


REGISTRY: tuple[Command, ...] = (
    Command("cursor.left", ("h", "left"), N_("Left"), N_("Cursor to the column on the left"),
            "board pane", "left"),
    Command("cursor.down", ("j", "down"), N_("Down"), N_("Cursor down"), _ALL, "down"),
    Command("cursor.up", ("k", "up"), N_("Up"), N_("Cursor up"), _ALL, "up"),
    Command("cursor.right", ("l", "right"), N_("Right"), N_("Cursor to the column on the right"),
            "board", "right"),
    Command("cursor.first", ("g", "home"), N_("First"), N_("Cursor to the first row"), _ALL,
            "first"),
    Command("cursor.last", ("G", "end"), N_("Last"), N_("Cursor to the last row"), _ALL, "last"),
    Command("cursor.page_down", ("pagedown",), N_("Page down"), N_("Cursor down by a screenful"),
            _ALL, "page_down"),
    Command("cursor.page_up", ("pageup",), N_("Page up"), N_("Cursor up by a screenful"), _ALL,
            "page_up"),
    Command("deal.add", ("a",), N_("Add a deal"),
            N_("Quick add: company, title, value, next step and risk in one line"),
            _ALL, "add", "", 3, N_("add")),
    Command("deal.next", ("n",), N_("Set the next step"),
            N_("What comes next and when, e.g. “call Meier fri 10:00”"),
            _ALL, "next", "open", 3, N_("next")),
    Command("step.done", ("d",), N_("Done"),
            N_("Finish it; the last one of a deal with “outcome > next step”"), _ALL, "done",
            "step", 3, N_("done")),
    Command("step.missed", ("m",), N_("Not reached"),
            N_("Tried, not reached: books the suggested retry"), _ALL, "missed", "step", 5,
            N_("missed")),
    Command("step.snooze", ("s",), N_("Snooze"),
            N_("Another day, in words or by one key; for all that are marked"),
            _ALL, "snooze", "step", 4, N_("snooze")),
    Command("step.cancel", (), N_("Cancel the follow-up"),
            N_("It is not wanted any more, or all that are marked"), _ALL, "cancel", "step"),
    Command("followup.add", ("A",), N_("Add a follow-up"),
            N_("“call fri 10:00” or “deal: call fri”; in the pane for its deal"), _ALL,
            "add_followup"),
    Command("deal.log", ("c",), N_("Log a contact"),
            N_("Write down a call, mail, meeting or note"), _ALL, "log", "deal", 8, N_("log")),
    Command("deal.risk", ("r",), N_("Risk"),
            N_("The risk in one sentence; !high, !mid or !low before it"), _ALL, "risk", "deal",
            6, N_("risk")),
    Command("deal.category", ("t",), N_("Forecast category"),
            N_("Commit, best case, pipeline or omit; for all that are marked"), _ALL, "category",
            "deal"),
    Command("deal.edit_next", ("e",), N_("Edit the next step"),
            N_("Change text, date or kind of the next step"), "board", "edit_next", "open"),
    Command("step.edit", ("e",), N_("Edit the follow-up"),
            N_("Change its text, date, time, kind or recurrence in one line"), "agenda",
            "edit_step", "step"),
    Command("field.edit", ("enter", "e"), N_("Edit the field"),
            N_("Change what stands under the cursor; on a box its evidence"), "pane", "edit", "",
            1, N_("edit")),
    Command("field.tick", ("space",), N_("Tick"), N_("Tick or clear the exit criterion"), "pane",
            "tick", "", 2, N_("tick")),
    Command("note.editor", ("ctrl+o",), N_("Edit in $EDITOR"),
            N_("Write the note under the cursor in your own editor"), "pane", "editor"),
    Command("deal.left", ("H",), N_("Move back a stage"), N_("Deal to the stage on the left"),
            "board pane", "shift_left", "deal"),
    Command("deal.right", ("L",), N_("Move on a stage"), N_("Deal to the stage on the right"),
            "board pane", "shift_right", "deal", 2, N_("move")),
    Command("deal.up", ("K",), N_("Move up"), N_("Deal one place up in its column"), "board",
            "shift_up", "deal"),
    Command("deal.down", ("J",), N_("Move down"), N_("Deal one place down in its column"),
            "board", "shift_down", "deal"),
    Command("deal.move", ("M",), N_("Move to a stage"),
            N_("Choose the stage; moves all marked deals if some are marked"), _ALL, "move",
            "deal"),
    Command("deal.won", ("w",), N_("Won"), N_("The deal is won; asks what follows the sale"),
            _ALL, "win", "deal", 9, N_("won")),
    Command("deal.lost", ("x",), N_("Lost"),
            N_("The deal is lost, a lead disqualified; asks why, for all that are marked"), _ALL,
            "lose", "deal", 9, N_("lost")),
    Command("deal.link", (), N_("Go to the linked deal"),
            N_("The deal this one came from, or its renewal or follow-on deal"), _ALL,
            "follow_link", "deal"),
    Command("deal.add_link", (), N_("Renewal or follow-on deal …"),
            N_("A linked deal of one that is won, with its own day"), _ALL, "add_linked", "deal"),
    Command("deal.park", ("p",), N_("Park"),
            N_("The deal rests until a day; parks all marked deals if some are marked"), _ALL,
            "park", "open", 9, N_("park")),
    Command("deal.benefit", (), N_("Benefit …"),
            N_("In numbers: quantity × rate per week, month or year, line by line"), _ALL,
            "add_benefit", "deal"),
    Command("deal.benefit_sum", (), N_("Benefit from its sum"),
            N_("Write the sum of its lines as the benefit, where that is empty"), _ALL,
            "benefit_sum", "deal"),
    Command("deal.plan", (), N_("Joint plan …"),
            N_("Who does what by when: “Meier: sign the NDA by fri”"), _ALL, "add_plan", "deal"),
    Command("deal.plan_followup", ("F",), N_("Follow-up from the joint plan"),
            N_("Book the step under the cursor as a follow-up of the deal"), "pane",
            "plan_followup", "deal"),
    Command("deal.pilot", (), N_("Pilot …"),
            N_("Its measure, who checks it, until when: “Meier: 20 % less scrap until 15.1.”"),
            _ALL, "pilot", "deal"),
    Command("deal.pilot_result", (), N_("Result of the pilot …"),
            N_("Whether it met its measure"), _ALL, "pilot_result", "deal"),
    Command("deal.option", (), N_("Option …"),
            N_("One of up to three: “standard 12k with training”"), _ALL, "add_option", "deal"),
    Command("deal.option_expected", (), N_("Expected option …"),
            N_("Its value is the value of the deal"), _ALL, "expected_option", "deal"),
    Command("deal.reopen", (), N_("Reopen the deal"),
            N_("A won or lost deal goes back to its last open stage"), _ALL, "reopen", "deal"),
    Command("deal.mark", ("space",), N_("Mark"),
            N_("Mark deal or follow-up; M, s, t, p, x and del then act on all of them"), _LISTS,
            "mark", "row", 10, N_("mark")),
    Command("deal.delete", ("delete",), N_("Delete"),
            N_("Delete the deal, or all marked ones; can be undone"), _ALL, "delete", "deal"),
    Command("deal.open", ("enter", "o"), N_("Open the deal"), N_("Show the deal pane"), _LISTS,
            "open", "deal", 4, N_("open")),
    Command("view.other", ("tab",), N_("Board ↔ pane"),
            N_("From the list to the deal pane and back"), _ALL, "other", "", 6, N_("pane")),
    Command("deal.copy", ("y",), N_("Copy"),
            N_("Copy phone, mail or title of the deal, or the field under the cursor"), _ALL,
            "copy", "deal"),
    Command("edit.undo", ("u",), N_("Undo"), N_("Take back the last change"), _ALL, "undo", "",
            7, N_("undo")),
    Command("edit.redo", ("ctrl+r",), N_("Redo"), N_("Do again what was undone"), _ALL, "redo"),
    Command("view.board", ("1",), N_("Board"), N_("Show the board"), _ALL, "board"),
    Command("view.agenda", ("2",), N_("Agenda"), N_("Show the follow-ups by day"), _ALL,
            "agenda"),
    Command("view.insights", ("5",), N_("Insights"),
            N_("Figures with plots: pipeline, funnel, durations, forecast, plan, sources, losses"),
            _ALL, "insights"),
    *FIGURES,
    Command("view.playbook", ("6",), N_("Playbook"),
            N_("Objections and answers, customer stories, materials"), _ALL, "playbook"),
    Command("deal.answers", ("b",), N_("Answers for this deal"),
            N_("What the playbook offers for its stage and risk; a digit counts it as used"),
            f"{_ALL} focus", "answers", "deal", 0, N_("answers")),
    Command("play.open", ("enter", "o"), N_("Open the entry"),
            N_("All of it, where it does not stand beside the list"), "playbook", "open_play"),
    Command("play.use", ("space",), N_("Used"),
            N_("Count it as used with the deal under the cursor of board or agenda"), "playbook",
            "use_play", "", 2, N_("used")),
    Command("play.add", ("a",), N_("Write an entry"),
            N_("An objection with its answer, a story, a material"), "playbook", "add_play", "",
            3, N_("add")),
    Command("play.edit", ("e",), N_("Edit the entry"),
            N_("Title, stages, words and answer in one text; ctrl+o opens $EDITOR"), "playbook",
            "edit_play", "", 4, N_("edit")),
    Command("play.up", ("K",), N_("Entry up"), N_("One place up among those of its kind"),
            "playbook", "shift_up"),
    Command("play.down", ("J",), N_("Entry down"), N_("One place down among those of its kind"),
            "playbook", "shift_down"),
    Command("play.delete", ("delete",), N_("Take the entry away"), N_("Can be undone"),
            "playbook", "delete"),
    Command("play.copy", ("y",), N_("Copy the answer"), N_("Copy the answer, else the link"),
            "playbook", "copy", "", 5, N_("copy")),
    Command("play.find", ("slash",), N_("Search"), N_("Words of title, answer or stage"),
            "playbook", "filter", "", 3, N_("search")),
    Command("view.stages", (), N_("Stages …"),
            N_("Their names, rules, criteria and planned follow-ups, and other templates"), _ALL,
            "stages"),
    Command("stage.edit", ("enter", "e", "o"), N_("Edit"),
            N_("Open the stage; in it change what stands under the cursor"), "stages", "edit",
            "", 1, N_("edit")),
    Command("stage.toggle", ("space",), N_("Yes or no"), N_("Tick or clear what is yes or no"),
            "stages", "toggle", "", 2, N_("yes/no")),
    Command("stage.add", ("a",), N_("Add"),
            N_("A stage behind this one; in the stage a criterion or what is planned"), "stages",
            "add", "", 3, N_("add")),
    Command("stage.up", ("K",), N_("Up"), N_("One place up among those of its kind"), "stages",
            "shift_up"),
    Command("stage.down", ("J",), N_("Down"), N_("One place down among those of its kind"),
            "stages", "shift_down"),
    Command("stage.tie", ("t",), N_("Tie to a question"),
            N_("The criterion is ticked with its answer"), "stages", "tie", "", 5, N_("tie")),
    Command("stage.merge", ("M",), N_("Merge"), N_("Make the stage part of another one"),
            "stages", "merge", "", 6, N_("merge")),
    Command("stage.remove", ("delete",), N_("Remove"),
            N_("The stage, a criterion or what is planned; says what goes with it"), "stages",
            "delete", "", 7, N_("remove")),
    Command("stage.template", ("T",), N_("Another template"),
            N_("Switch to other stages; shows first what becomes of each"), "stages", "template",
            "", 8, N_("template")),
    Command("view.people", ("C",), N_("Companies and contacts"),
            N_("Search them, edit them, see their deals and what was said"), _ALL, "people"),
    Command("people.duplicates", (), N_("Duplicates …"),
            N_("Contacts or companies that may be the same, to be merged"), _ALL, "duplicates"),
    Command("deal.person", ("plus",), N_("Add a person to the deal"),
            N_("“Ada Wong, decides, ada@acme.de”: somebody more who has a say in it"), _ALL,
            "add_person", "deal"),
    Command("deal.reach", ("O",), N_("Call or mail …"),
            N_("Open the number or the address with the system's own program"),
            f"{_ALL} focus people", "reach", "deal"),
    *PEOPLE,
    Command("view.standup", ("S",), N_("Stand-up"),
            N_("Yesterday, today, overdue and ghosts on one small screen; y copies it"), _ALL,
            "standup"),
    Command("view.focus", ("f",), N_("Focus"),
            N_("What is due, one at a time, with all one needs for the call"), _ALL, "focus", "",
            5, N_("focus")),
    Command("step.skip", ("space",), N_("Skip"), N_("Later: on to the next one"), "focus", "skip",
            "", 2, N_("skip")),
    Command("step.back", ("h", "left", "backspace"), N_("The one before"),
            N_("Back to the one before"), "focus", "left"),
    Command("deal.permission", ("P",), N_("Permission"),
            N_("What the contact person allows: call yes, mail no, from fair"), "focus",
            "permission", "deal"),
    Command("deal.role", ("R",), N_("Role"), N_("The buying role of the contact person"), "focus",
            "role", "deal"),
    Command("view.review", ("4",), N_("Review"),
            N_("The weekly or the monthly review, or the one that has not ended"), _ALL, "review"),
    Command("review.weekly", (), N_("Weekly review"),
            N_("Ghosts, no next step, overdue, close put off or past: 30 minutes"), _ALL,
            "review_weekly"),
    Command("review.monthly", (), N_("Monthly review"),
            N_("The largest deals, the figures, what was lost and why: 60 minutes"), _ALL,
            "review_monthly"),
    Command("review.take_back", (), N_("Take back the whole review"),
            N_("All its decisions at once, if nothing else came between"), _ALL,
            "review_take_back"),
    Command("review.tomorrow", ("full_stop",), N_("Re-date: next working day"),
            N_("The next step, or a call, on the next working day"), "review", "tomorrow",
            "open"),
    Command("review.third", ("comma",), N_("Re-date: third working day"),
            N_("The next step, or a call, on the third working day"), "review", "third", "open"),
    Command("review.week", ("minus",), N_("Re-date: in a week"),
            N_("The next step, or a call, in a week"), "review", "week", "open"),
    Command("review.close", ("e",), N_("Expected close"),
            N_("Another day on which the deal is expected to close"), "review", "close_date",
            "open"),
    Command("review.keep", ("enter",), N_("Leave as it is"),
            N_("Nothing to change, on to the next one; not for ghosts. At the end: what was "
               "learned"), "review", "keep"),
    Command("review.skip", ("space",), N_("Skip"),
            N_("Decide later: it comes again at the end"), "review", "skip", "", 2, N_("skip")),
    Command("review.yes", ("y",), N_("Yes, or copy"),
            N_("The risk was the reason of the loss; at the end: copy the summary"), "review",
            "yes"),
    Command("review.back", ("h", "left", "backspace"), N_("The one before"),
            N_("Back to the one before"), "review", "left", "", 3, N_("previous")),
    Command("review.on", ("l", "right"), N_("The next one"),
            N_("On to the next one without deciding"), "review", "right"),
    Command("review.open", ("o",), N_("Open the deal"), N_("Leave, and show the deal pane"),
            "review", "open", "deal"),
    *TRAVEL,
    Command("view.filter", ("slash",), N_("Filter"),
            N_("Show only what matches: words, source:fair, owner:anna, #tag, is:ghost …"), _LISTS,
            "filter", "", 3, N_("filter")),
    Command("view.palette", ("colon", "ctrl+p"), N_("Command palette"),
            N_("Every command by name, and every deal"), _ALL, "palette", "", 2, N_("command")),
    Command("view.help", ("question_mark",), N_("Help"),
            N_("The keys that work here; type to filter"), _ALL, "help", "", 1, N_("help")),
    Command("view.theme", (), N_("Theme: dark or light"),
            N_("The other colours until you leave; settings.toml keeps them for good"), _ALL,
            "theme"),
    Command("view.back", ("escape",), N_("Back"),
            N_("Clear marks or filter, close the pane, back to the board"), _ALL, "back"),
    Command("app.import", (), N_("Import deals from a file"),
            N_("A CSV, or an export of this program; one u takes all of it back"), _ALL,
            "import_file"),
    Command("app.target", (), N_("Revenue target …"),
            N_("What is to be won in a quarter, month or year; the header shows the gap"), _ALL,
            "target"),
    Command("app.costs", (), N_("Costs of sources …"),
            N_("What a source cost in a month: “fair 2026-11 2500”"), _ALL, "costs"),
    Command("app.away", (), N_("Away …"),
            N_("Days on which you are not there; what falls due then can be moved"), _ALL, "away"),
    Command("app.region", (), N_("Public holidays …"),
            N_("The country, or its part, whose holidays are not worked"), _ALL, "region"),
    Command("app.free", (), N_("Free days …"),
            N_("Your own days off; contact limits and ghosts leave them out"), _ALL, "free"),
    Command("app.reasons", (), N_("Reasons for losing …"),
            N_("Add, rename, remove them, or put them in another order"), _ALL, "reasons"),
    Command("app.quit", ("q", "ctrl+c"), N_("Quit"), N_("Back to the board; on the board, quit"),
            _ALL, "quit"),
)  # fmt: skip

_LABELS = {
    "left": "←", "right": "→", "up": "↑", "down": "↓", "slash": "/", "colon": ":",
    "question_mark": "?", "escape": "esc", "delete": "del", "pageup": "page up",
    "pagedown": "page down", "full_stop": ".", "comma": ",", "minus": "-", "plus": "+",
    "less_than_sign": "<", "greater_than_sign": ">",
}  # fmt: skip


def key_label(key: str) -> str:
    """A key as people write it: `/` for slash, `esc`, `ctrl+r`."""
    return _LABELS.get(key, key)


def key_labels(command: Command) -> str:
    """All keys of a command in one short text; the palette's where it has none of its own."""
    return " ".join(key_label(key) for key in command.keys or ("colon",))


def commands(place: str) -> list[Command]:
    """The commands that work at a place, in the order of the registry."""
    return [command for command in REGISTRY if place in places(command)]


def places(command: Command) -> tuple[str, ...]:
    """Where a command works, in the order of PLACES; a scope with another name gives ValueError."""
    scope = command.scope.split()
    if strange := set(scope) - set(PLACES):
        raise ValueError(f"{command.id}: there is no place {', '.join(sorted(strange))}")
    return tuple(p.id for p in _PLACES if p.id in scope or command.id in p.also)


@cache
def bindings(place: str) -> dict[str, Command]:
    """Key -> command at a place. ValueError for a clash or a key that must never be bound."""
    found: dict[str, Command] = {}
    for command in commands(place):
        for key in command.keys:
            if key in NEVER_BOUND:
                raise ValueError(f"{key} must never be bound ({command.id})")
            if key in found:
                raise ValueError(f"{key}: both {found[key].id} and {command.id} at {place}")
            found[key] = command
    return found


def footer(place: str) -> list[tuple[int, str, str]]:
    """Rank, key and word of what the footer shows at a place, in the order shown."""
    if place == EDITING:
        return [(1, "enter", _("save")), (3, "tab", _("save, next")), (2, "esc", _("restore"))]
    if place == AWAY:
        return away_hints()
    own = next(one for one in (*_PLACES, LEVERS) if one.id == place)
    if own.footer:
        words = dict(own.words)
        return [_hint(rank, id_, words) for rank, id_ in enumerate(own.footer, start=1)]
    hints = []
    for command in commands(place):
        rank, key, word = command.footer, key_label((*command.keys, "")[0]), command.short
        if command.id == "deal.right":
            key = "H/L"
        elif command.id == "view.other" and place == "pane":
            rank, word = 1, N_("back")
        elif command.id == "view.focus" and place != "agenda":
            rank = 0
        if rank:
            hints.append((rank, key, _(word)))
    return hints


def _hint(rank: int, id_: str, words: dict[str, str]) -> tuple[int, str, str]:
    command = next(command for command in REGISTRY if command.id == id_)
    word = words.get(id_) or command.short or command.title
    return rank, key_label(command.keys[0]), _(word)


def keys_markdown() -> str:
    """The page docs/keys.md: every key, what it does and where."""
    heads = " | ".join((_("key"), _("does"), _("where")))
    lines = ["# " + _("Keys"), "", f"| {heads} |", "| --- | --- | --- |"]
    for command in REGISTRY:
        keys = " ".join(f"`{key_label(key)}`" for key in command.keys or ("colon",))
        named = ", ".join(_(PLACE_NAMES[place]) for place in places(command))
        where = _("everywhere") if set(places(command)) == set(PLACES) else named
        lines.append(f"| {keys} | **{_(command.title)}**: {_(command.help)} | {where} |")
    return "\n".join(lines) + "\n"
