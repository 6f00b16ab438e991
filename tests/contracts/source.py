"""The source as syntax trees, for the contracts that read it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "pipeline_tui"


def modules(under: Path = PACKAGE) -> list[Path]:
    """Every Python file of the program, or of one of its rooms."""
    return sorted(under.rglob("*.py"))


def inside(path: Path, *rooms: str) -> bool:
    """Whether a module lies in one of these rooms of the package."""
    return path.relative_to(PACKAGE).parts[0] in rooms


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), str(path))


def at(path: Path, node: ast.AST) -> str:
    """`ui/app.py:12`, as one writes it in an editor."""
    return f"{path.relative_to(PACKAGE)}:{getattr(node, 'lineno', 0)}"


def docstrings(module: ast.Module) -> set[int]:
    """The identities of the constants that are documentation, not values."""
    holders = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    found: set[int] = set()
    for node in ast.walk(module):
        body: list[ast.stmt] = node.body if isinstance(node, holders) else []
        found.update(
            id(statement.value)
            for statement in body
            if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
        )
    return found


def strings(module: ast.Module) -> Iterator[ast.Constant]:
    """Every string literal that is a value, the fixed parts of f-strings included."""
    documentation = docstrings(module)
    for node in ast.walk(module):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in documentation
        ):
            yield node
