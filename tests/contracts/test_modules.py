"""Rules for every module that a reader would check by eye (architecture.md, craft.md)."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest

from tests.contracts.source import PACKAGE, ROOT, at, inside, modules, strings, tree

LONGEST = 400

SQL = re.compile(
    r"\b(SELECT\b.+\bFROM|INSERT\s+(OR\s+\w+\s+)?INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM"
    r"|(CREATE|DROP|ALTER)\s+(TABLE|INDEX|TRIGGER|VIEW|VIRTUAL)|PRAGMA\s+\w+|BEGIN\s+IMMEDIATE"
    r"|ORDER\s+BY\s+\w+|LEFT\s+JOIN\s+\w+)\b",
    re.DOTALL,
)
"""SQL as this project writes it: key words in capitals."""

CSS_NAMES = {"CSS", "DEFAULT_CSS", "INLINE_CSS"}
TIME_CALLS = {
    ("date", "today"),
    ("datetime", "today"),
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("time", "time"),
    ("time", "localtime"),
    ("time", "gmtime"),
}
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b|\bNotImplementedError\b")


def sql_in(module: ast.Module) -> list[ast.Constant]:
    return [text for text in strings(module) if SQL.search(str(text.value))]


def css_in(module: ast.Module) -> list[ast.AST]:
    found: list[ast.AST] = []
    for node in ast.walk(module):
        targets: list[ast.expr] = []
        if isinstance(node, ast.Assign):
            targets = node.targets
        elif isinstance(node, ast.AnnAssign):
            targets = [node.target]
        found += [
            target
            for target in targets
            if (isinstance(target, ast.Name) and target.id in CSS_NAMES)
            or (isinstance(target, ast.Attribute) and target.attr in CSS_NAMES)
        ]
    return found


def clocks_in(module: ast.Module) -> list[ast.Attribute]:
    return [
        node
        for node in ast.walk(module)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name | ast.Attribute)
        and (_last_name(node.value), node.attr) in TIME_CALLS
    ]


def _last_name(node: ast.Name | ast.Attribute) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr


class TestEveryModule:
    def test_is_short_enough_to_read_in_one_go(self) -> None:
        lengths = {
            str(path.relative_to(PACKAGE)): len(path.read_text("utf-8").splitlines())
            for path in modules()
        }
        assert {name: length for name, length in lengths.items() if length >= LONGEST} == {}

    def test_leaves_css_to_the_style_sheets(self) -> None:
        assert [at(path, node) for path in modules() for node in css_in(tree(path))] == []

    def test_leaves_sql_to_the_store(self) -> None:
        found = [
            f"{at(path, text)}: {text.value!r}"
            for path in modules()
            if not inside(path, "store")
            for text in sql_in(tree(path))
        ]
        assert found == []

    def test_asks_the_injected_clock_for_the_time(self) -> None:
        found = [
            at(path, node)
            for path in modules()
            if path != PACKAGE / "clock.py"
            for node in clocks_in(tree(path))
        ]
        assert found == []

    def test_is_finished(self) -> None:
        found = [
            f"{path.relative_to(PACKAGE)}:{number}: {line.strip()}"
            for path in modules()
            for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
            if UNFINISHED.search(line)
        ]
        assert found == []


class TestTheRulesThemselves:
    @pytest.mark.parametrize(
        "code",
        [
            'q = "SELECT id FROM deal"',
            'q = f"UPDATE deal SET stage = {stage}"',
            'q = """\n  DELETE FROM deal"""',
            'q = "PRAGMA user_version"',
        ],
    )
    def test_see_sql(self, code: str) -> None:
        assert sql_in(ast.parse(code))

    @pytest.mark.parametrize(
        "code",
        [
            '"""SELECT id FROM deal is what the store asks."""',
            'label = "Select a stage from the list"',
            'label = "Update the deal"',
        ],
    )
    def test_see_no_sql_in_sentences(self, code: str) -> None:
        assert not sql_in(ast.parse(code))

    @pytest.mark.parametrize("code", ["CSS = 'x'", "class A:\n  DEFAULT_CSS: str = ''"])
    def test_see_css(self, code: str) -> None:
        assert css_in(ast.parse(code))

    def test_let_a_path_to_a_style_sheet_pass(self) -> None:
        assert not css_in(ast.parse("class A:\n  CSS_PATH = 'a.tcss'"))

    @pytest.mark.parametrize(
        "code", ["date.today()", "datetime.datetime.now(UTC)", "clock = time.time"]
    )
    def test_see_a_clock(self, code: str) -> None:
        assert clocks_in(ast.parse(code))

    @pytest.mark.parametrize("code", ["self.clock.today()", "clock.now()", "time.monotonic()"])
    def test_let_the_injected_clock_pass(self, code: str) -> None:
        assert not clocks_in(ast.parse(code))


class TestTrackedFiles:
    """A clone holds nothing of the machine it was made on."""

    # Written in pieces, so that this file does not find itself.
    FOREIGN = re.compile(
        "|".join(
            (
                r"(?<![\w.])/(?:" + "home|Users|root|work|opt" + r")/\w",
                r"file" + r":///",
                r"--(extra-)?index" + r"-url",
                r"--find" + r"-links",
                r"pypi\." + r"(?!org\b)\w",
                r"files\.python" + r"hosted",
            )
        )
    )

    def test_name_no_path_and_no_index_of_a_machine(self) -> None:
        found = [
            f"{path.relative_to(ROOT)}:{number}: {line.strip()[:80]}"
            for path in self.tracked()
            for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
            if self.FOREIGN.search(line)
        ]
        assert found == []

    @pytest.mark.parametrize("line", ["see /ho" + "me/jo/x", "--index" + "-url https://a.example"])
    def test_such_a_line_would_be_found(self, line: str) -> None:
        assert self.FOREIGN.search(line)

    @pytest.mark.parametrize("line", ["XDG: ~/.local/share", "tests/work/x", "/tmp/x", "a/home/b"])
    def test_other_paths_are_left_alone(self, line: str) -> None:
        assert not self.FOREIGN.search(line)

    @staticmethod
    def tracked() -> list[Path]:
        """The text files under version control; without git, those of an unpacked archive."""
        listed = subprocess.run(
            ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
        )
        names = [name for name in listed.stdout.split("\0") if name]
        paths = [ROOT / name for name in names] or modules(ROOT / "src") + modules(ROOT / "tests")
        return [path for path in paths if path.is_file() and b"\0" not in path.read_bytes()[:4096]]
