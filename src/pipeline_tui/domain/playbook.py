"""The playbook: answers to objections, stories of customers, materials; and what fits where.

Source: process.md, "Playbook". Entries are data of the database. An entry fits a deal by the
stages it is tagged with and by the words of the deal's risk; which of them are offered is one
pure rule here.
"""

from functools import lru_cache
from typing import NamedTuple

from pipeline_tui.domain.records import Hint as Hint
from pipeline_tui.domain.text import fold

KINDS = ("objection", "story", "material")
"""The kinds of entries, in the order in which they are listed."""

OFFERED = 3
"""So many entries are offered with a deal."""

COUNTED_FROM = 5
"""From so many uses on an entry shows what came of the deals (process.md)."""

GLYPHS = {"objection": "?", "story": "“", "material": "↗"}
STYLES = {"objection": "overdue", "story": "accent", "material": "waiting"}

_SHORTEST = 3
"""Letters of a word that is looked for; shorter ones stand in every sentence."""
_BY_STAGE = 2
_BY_WORD = 3
_MOST_WORDS = 4
_KEPT = 512
"""Texts whose words are remembered: those of every entry are asked for with every deal."""


class Tally(NamedTuple):
    """What came of the deals an entry was used with."""

    uses: int
    decided: int
    """Deals among them that are won or lost by now."""
    won: int


class Play(NamedTuple):
    """An entry; `stages` are the numbers of the stages it fits, none of them: it fits all."""

    id: int
    kind: str
    title: str
    text: str
    link: str
    words: str
    stages: tuple[int, ...]
    tally: Tally
    version: int


def offered(hints: list[Hint], risk: str, limit: int = OFFERED) -> list[Hint]:
    """The entries that fit a deal best, the best first; none that does not fit at all.

    Its stage counts 2, every word of the risk that the entry knows 3. An entry of other stages
    is offered for its words only. Alike ones stay in the order they are in.
    """
    wanted = _words(risk)
    scored = [(_score(hint, wanted), hint) for hint in hints]
    fitting = [(score, hint) for score, hint in scored if score > 0]
    fitting.sort(key=lambda pair: -pair[0])
    return [hint for _score, hint in fitting[:limit]]


def _score(hint: Hint, wanted: frozenset[str]) -> int:
    if not wanted:
        return _BY_STAGE * hint.here
    known = _by_beginning(f"{hint.title} {hint.words}")
    hits = sum(_knows(known, word) for word in wanted)
    return _BY_STAGE * hint.here + _BY_WORD * min(hits, _MOST_WORDS)


def _words(text: str) -> frozenset[str]:
    parts = "".join(char if char.isalnum() else " " for char in fold(text)).split()
    return frozenset(part for part in parts if len(part) >= _SHORTEST)


@lru_cache(_KEPT)
def _by_beginning(text: str) -> dict[str, list[str]]:
    """The words of a text by as many letters as two words must share to count as one."""
    found: dict[str, list[str]] = {}
    for word in _words(text):
        found.setdefault(word[: _SHORTEST + 1], []).append(word)
    return found


def _knows(known: dict[str, list[str]], word: str) -> bool:
    """Whether one of the words is this one, or one begins with the other: budget, budgets,
    Budgetstopp. Words of three letters are only themselves."""
    return any(
        word.startswith(other) or other.startswith(word)
        for other in known.get(word[: _SHORTEST + 1], ())
    )


def matching(plays: list[Play], text: str, stage_names: dict[int, str]) -> list[Play]:
    """The entries in which every word of a search stands, whatever its case and accents."""
    wanted = fold(text).split()
    if not wanted:
        return plays
    found = []
    for play in plays:
        names = " ".join(stage_names.get(stage, "") for stage in play.stages)
        whole = fold(f"{play.title}\n{play.text}\n{play.link}\n{play.words}\n{names}")
        if all(word in whole for word in wanted):
            found.append(play)
    return found
