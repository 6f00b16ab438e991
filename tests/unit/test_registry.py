"""One list of commands: no clashes, no forbidden keys, nothing that leads nowhere."""

from __future__ import annotations

import pytest

from pipeline_tui.ui.actions import rooms
from pipeline_tui.ui.actions.focus_keys import FocusKeys
from pipeline_tui.ui.actions.insights_keys import InsightsKeys
from pipeline_tui.ui.actions.people_keys import PeopleKeys
from pipeline_tui.ui.actions.playbook_keys import PlaybookKeys
from pipeline_tui.ui.actions.review_keys import ReviewKeys
from pipeline_tui.ui.actions.stages_keys import StageKeys
from pipeline_tui.ui.actions.targets_keys import TargetsKeys
from pipeline_tui.ui.actions.what_if_keys import WhatIfKeys
from pipeline_tui.ui.commands import registry
from pipeline_tui.ui.commands.places import ALL, Place
from pipeline_tui.ui.commands.registry import PLACES, REGISTRY, Command
from pipeline_tui.ui.modals.help import FAMILIES
from pipeline_tui.ui.render.footer import footer_runs, message_runs

PROMISED = {
    "board": "h j k l g G enter o tab H J K L M a n d m s c r t e w x p space u ctrl+r slash colon "
    "ctrl+p question_mark 1 2 4 6 b y S W delete q escape left right up down "
    "less_than_sign greater_than_sign comma full_stop",
    "agenda": "j k g G enter o tab M a n d m s c r t e w x p space u ctrl+r slash colon "
    "question_mark 1 2 4 y S q escape less_than_sign greater_than_sign comma full_stop",
    "pane": "j k g G enter e tab M a n d m s c r t w x p space u ctrl+r ctrl+o colon "
    "question_mark 1 2 4 y S q escape",
    "focus": "j k d m c n s space y u ctrl+r o enter r t w x p e P R h b question_mark q escape",
    "review": "j k h l n s full_stop comma minus t w x p e enter space y u ctrl+r c r o "
    "question_mark q escape",
    "insights": "h j k l g G enter o tab d p t T W slash question_mark 1 2 6 q escape"
    " less_than_sign greater_than_sign comma full_stop",
    "targets": "h j k l g G H L enter e delete tab u ctrl+r question_mark 1 2 5 q escape",
    "what_if": "h j k l g G H L slash enter tab w x M e t A d p u delete plus minus question_mark"
    " 1 2 5 q escape",
    "playbook": "j k g G enter o e a K J delete y slash space u ctrl+r question_mark 1 2 q escape",
    "people": "j k g G enter o e a A M D X E O y slash tab delete u ctrl+r colon question_mark"
    " 1 2 q escape",
    "stages": "j k g G enter e o space a K J t M delete T tab u ctrl+r question_mark q escape",
}


FULL_SCREENS: dict[str, type] = {
    "insights": InsightsKeys,
    "what_if": WhatIfKeys,
    "targets": TargetsKeys,
    "focus": FocusKeys,
    "playbook": PlaybookKeys,
    "review": ReviewKeys,
    "stages": StageKeys,
    "people": PeopleKeys,
}
"""Places with commands of their own beside the rooms of the main screen."""


class TestKeys:
    @pytest.mark.parametrize("place", PLACES)
    def test_every_promised_key_does_something(self, place: str) -> None:
        assert set(PROMISED[place].split()) <= set(registry.bindings(place))

    def test_keys_of_multiplexers_and_flow_control_are_never_bound(self) -> None:
        keys = {key for command in REGISTRY for key in command.keys}
        assert not keys & registry.NEVER_BOUND
        assert not keys & {f"ctrl+{letter}" for letter in "hijmsqbaz"}

    def test_brackets_and_braces_are_never_the_only_key(self) -> None:
        awkward = {"left_square_bracket", "right_square_bracket", "left_curly_bracket"}
        assert not [c for c in REGISTRY if c.keys and set(c.keys) <= awkward]

    @pytest.mark.parametrize("key", ["j", "ctrl+q"])
    def test_a_clash_and_a_forbidden_key_are_refused(
        self, key: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        extra = Command("app.extra", (key,), "Extra", "", "board", "extra")
        monkeypatch.setattr(registry, "REGISTRY", (*REGISTRY, extra))
        registry.bindings.cache_clear()
        try:
            with pytest.raises(ValueError, match=key.replace("+", r"\+")):
                registry.bindings("board")
        finally:
            registry.bindings.cache_clear()


class TestCommands:
    @pytest.mark.parametrize("command", REGISTRY, ids=lambda command: command.id)
    def test_every_command_leads_somewhere(self, command: Command) -> None:
        if set(command.scope.split()) - set(FULL_SCREENS):
            assert sum(hasattr(room, command.action) for room in rooms()) == 1
        for place in set(registry.places(command)) & set(FULL_SCREENS):
            assert hasattr(FULL_SCREENS[place], command.action)
        assert command.title
        assert command.help
        assert set(registry.places(command)) <= set(PLACES)
        assert command.id.split(".")[0] in dict(FAMILIES)

    @pytest.mark.parametrize("place", ALL, ids=lambda place: place.id)
    def test_what_a_place_names_exists(self, place: Place) -> None:
        here = {command.id for command in registry.commands(place.id)}
        assert place.also <= here
        assert set(place.footer) <= here
        assert set(dict(place.words)) <= set(place.footer)

    def test_a_scope_that_names_no_place_is_refused(self) -> None:
        with pytest.raises(ValueError, match="bord"):
            registry.places(Command("app.extra", ("j",), "Extra", "", "bord", "extra"))

    def test_ids_are_unique(self) -> None:
        ids = [command.id for command in REGISTRY]
        assert len(ids) == len(set(ids))

    def test_the_page_of_keys_names_every_command(self) -> None:
        page = registry.keys_markdown()
        for command in REGISTRY:
            assert f"**{command.title}**" in page
        assert "| `u` | **Undo**" in page


class TestFooter:
    @pytest.mark.parametrize("cells", [5, 20, 40, 80, 160])
    def test_it_fills_the_line_with_whole_hints(self, cells: int) -> None:
        runs = footer_runs(cells, registry.footer("board"))
        line = "".join(text for text, _style in runs)
        assert len(line) <= max(cells, 1)
        if cells >= 20:
            assert "? help" in line

    def test_wide_lines_show_the_keys_of_the_place(self) -> None:
        line = "".join(text for text, _style in footer_runs(160, registry.footer("pane")))
        assert "space tick" in line
        assert "enter edit" in line

    def test_in_the_pane_it_says_how_to_come_back(self) -> None:
        line = "".join(text for text, _style in footer_runs(40, registry.footer("pane")))
        assert "tab back" in line
        assert "tab pane" not in line

    @pytest.mark.parametrize("cells", [40, 80, 160])
    def test_in_focus_what_a_call_ends_with_stays_longest(self, cells: int) -> None:
        line = "".join(text for text, _style in footer_runs(cells, registry.footer("focus")))
        assert line.startswith(" d done  m missed  space skip")
        assert ("y copy" in line) == (cells > 80)

    def test_on_the_agenda_it_says_what_to_do_when_nobody_answers(self) -> None:
        line = "".join(text for text, _style in footer_runs(120, registry.footer("agenda")))
        assert "m missed" in line

    def test_a_message_takes_the_whole_line(self) -> None:
        assert "".join(text for text, _style in message_runs(12, "Acme won")) == " Acme won   "
        assert message_runs(30, "locked", bad=True)[0] == (" ! ", "bar+bad")
