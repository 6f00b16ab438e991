"""Pictures of the screens, at three sizes and in both languages, as somebody looked at them.

After a wanted change: `.venv/bin/pytest tests/snapshots --snapshot-update`, then look at every
picture that changed.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot

from pipeline_tui.clock import FixedClock
from pipeline_tui.i18n import use_language
from pipeline_tui.services.demo import demo_database
from pipeline_tui.ui.gateway import Gateway
from pipeline_tui.ui.render.insight_pages import PAGES
from pipeline_tui.ui.screens.insights import InsightsScreen
from pipeline_tui.ui.screens.what_if import WhatIfScreen
from pipeline_tui.ui.shell import PipelineApp
from pipeline_tui.ui.widgets.agenda import AgendaView
from tests.ui.terminal import Terminal


def typed(text: str) -> tuple[str, ...]:
    """The keys of a text."""
    return tuple("space" if letter == " " else letter for letter in text)


SIZES = {"wide": (160, 45), "plain": (80, 24), "small": (40, 15)}
VIEWS = {
    "board": ("l", "l", "j"),
    "pane": ("l", "l", "l", "enter", "j", "j"),
    "agenda": ("2", "j", "j"),
    "focus": ("2", "f"),
    "people": ("C", "slash", *"acme", "enter", "enter", "j", "j"),
    "stand-up": ("S",),
    "won": ("l", "l", "l", "w", "j", "j"),
    "lost": ("l", "l", "l", "x", "2", "y"),
    "playbook": ("6", "j"),
    "gate": ("l", "l", "L", "space", "j", "j", "j", "space"),
    "review": ("4", "1", "l"),
    "review-summary": ("4", "1", "full_stop", "w", "enter", "space", *["l"] * 20),
    "what-if": ("W", "w", "j", "j", "L"),
    "what-if-levers": ("W", "tab", "L", "j", "l", "l", "l"),
    "travelling": ("comma", "l", "j"),
    "targets": (
        *("T", "j", "e", *typed("80k"), "enter", "l", "l", "k", "e", *typed("came late")),
        "enter",
    ),
    "quick-add": (
        "a", *typed("Acme GmbH: CNC line 12k @prop call Meier fri 10:00 !high budget #fair"),
    ),
}  # fmt: skip
VIEWS |= {f"insights-{name}": ("5", *["l"] * place) for place, (name, _title) in enumerate(PAGES)}
PROMPTS = {
    "help": ("question_mark",),
    "merging": ("C", "M", "2", "enter"),
    "erasing": ("C", "slash", *"meier", "enter", "E"),
    "reaching": ("C", "slash", *"acme", "enter", "escape", "escape", "O"),
    "palette": ("colon", *"pil"),
    "gate-marked": ("l", "space", "space", "l", "space", "M", "4"),
    "gate-reason": ("l", "L", "enter", *typed("they insist")),
    "snooze": ("2", "s", "tab"),
    "urgency": ("2", "question_mark"),
    "answers": ("l", "l", "b"),
    "what-if-accept": ("W", "w", "j", "x", "j", "L", "A", "2"),
    "category": ("l", "l", "l", "space", "space", "t", "j"),
}
STAGES = {"en": "stages", "de": "phasen"}
"""What the palette finds the stage editor by."""
Compare = Callable[..., bool]


def all_added_up(agenda: AgendaView) -> bool:
    """Whether every head in sight says what its group is worth; the last one comes later."""
    heads = (line for line in agenda.lines if "──" in line and line.lstrip()[:1].isalpha())
    return all("·" in head for head in heads)


@pytest.fixture
def shown(snap_compare: Compare, clock: FixedClock) -> Callable[..., bool]:
    """Compares the demo after some keys with the picture that is kept."""

    def compare(
        language: str, size: tuple[int, int], keys: tuple[str, ...], kind: str = ""
    ) -> bool:
        """`kind` is that of the last item in the pane on which the cursor goes then."""
        use_language(language)
        path: Path = demo_database(language, clock)
        app = PipelineApp(Gateway(path, clock))

        async def type_keys(pilot: Pilot[int]) -> None:
            user = Terminal(app, pilot)
            await user.until(lambda: user.main.headline)
            for key in keys:
                await user.press(key)
                screen = app.screen
                if isinstance(screen, WhatIfScreen):
                    await user.until(lambda screen=screen: screen.ready)
                    await user.settled()
            await user.until(lambda: user.main.gateway.heading is None)
            await user.settled()
            if kind and user.main.pane is not None:
                items = [one for one in user.main.pane.items if one.kind == kind]
                user.main.pane.go_to(kind, "", items[-1].key)
                await user.settled()
            if isinstance(app.screen, InsightsScreen):
                figures = app.screen
                await user.until(lambda: figures.complete)
                await user.settled()
            agenda = user.main.agenda
            if agenda is not None:
                await user.until(lambda: all_added_up(agenda))

        return snap_compare(app, terminal_size=size, run_before=type_keys)

    return compare


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("view", VIEWS)
def test_a_screen(shown: Callable[..., bool], view: str, size: str, language: str) -> None:
    assert shown(language, SIZES[size], VIEWS[view])


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("prompt", PROMPTS)
def test_a_prompt(shown: Callable[..., bool], prompt: str, language: str) -> None:
    assert shown(language, SIZES["plain"], PROMPTS[prompt])


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    "keys",
    [("j", "j"), ("j", "j", "enter", "G", "k"), ("T", "3")],
    ids=["list", "stage", "template"],
)
def test_the_stage_editor(
    shown: Callable[..., bool], keys: tuple[str, ...], size: str, language: str
) -> None:
    assert shown(language, SIZES[size], ("colon", *STAGES[language], "enter", *keys))


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("size", SIZES)
def test_the_offer_in_the_pane(shown: Callable[..., bool], size: str, language: str) -> None:
    assert shown(language, SIZES[size], ("l", "l", "l", "enter"), "option")


OFFERS = {
    "en": {
        "benefit": (*typed("benefit …"), "enter", *typed("scrap 3 parts x €85 per week")),
        "costs": (*typed("costs of"), "enter"),
    },
    "de": {
        "benefit": (*typed("nutzen …"), "enter", *typed("Ausschuss 3 Teile x 85 € pro Woche")),
        "costs": (*typed("kosten der"), "enter"),
    },
}
"""What is typed into the palette and its prompts."""


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("prompt", ["benefit", "costs"])
def test_the_lines_of_an_offer(
    shown: Callable[..., bool], prompt: str, size: str, language: str
) -> None:
    assert shown(language, SIZES[size], ("l", "l", "l", "colon", *OFFERS[language][prompt]))
