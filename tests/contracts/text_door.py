"""The rule of safety.md for text on the screen, as a check over a syntax tree.

Textual reads markup in plain strings. So whatever puts text on the screen may be given only

- a message: `_("…")`, `ngettext("…", "…", n)`, `pgettext("…", "…")`, literal and without `[`;
- a literal that says nothing: no letters, no brackets (`""`, `"─"`);
- the result of a function of `ui/text.py`, such as `text.content(…)` or `plain(…)`; the markup
  of a `template(…)` is a literal or a message, never data;
- one of these chosen by `a if b else c` or `a or b`, or a list or tuple of them.

Names, attributes, f-strings, `.format()`, `%` and `+` are refused where they stand, even when
what they hold came through the door: the reader of a line must see that it is safe.

What puts text on the screen: creating one of `WIDGETS` or a class made from one, the methods in
`METHODS`, the attributes and keywords in `ATTRIBUTES`, and what `render` returns. A mapping or a
set is changed with `|=`, since `.update(x)` cannot be told from `Static.update`. `notify`,
`from_markup` and whatever makes a segment belong to `ui/text.py` alone.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from typing import NamedTuple

DOOR = "pipeline_tui.ui.text"
MESSAGES = {"_", "ngettext", "pgettext"}
WIDGETS = {
    "Button",
    "Checkbox",
    "Collapsible",
    "Digits",
    "Label",
    "Link",
    "Markdown",
    "Option",
    "RadioButton",
    "Selection",
    "Static",
    "Tab",
    "TabPane",
}
WIDGETS_FIRST = {"Collapsible"}
"""Their first arguments are widgets; what they show themselves has a name."""

METHODS = {
    "add_column",
    "add_leaf",
    "add_option",
    "add_options",
    "add_row",
    "replace_option_prompt",
    "set_label",
    "set_options",
    "set_prompt",
    "update",
}
ATTRIBUTES = {
    "border_subtitle",
    "border_title",
    "placeholder",
    "prompt",
    "renderable",
    "sub_title",
    "tooltip",
}
CLASS_ATTRIBUTES = {"BORDER_SUBTITLE", "BORDER_TITLE", "TOOLTIP"}
NOT_TEXT = {"id", "classes", "name", "variant", "disabled", "markup", "expand", "shrink", "value"}
"""Keywords of the widgets that never reach the screen."""
ONLY_THE_DOOR = {"notify", "from_markup"}
MAKERS = {"Segment", "Content", "Text"}
"""What Textual draws; made by the door alone."""


class Fault(NamedTuple):
    line: int
    what: str


def widget_classes(modules: Iterable[ast.Module]) -> set[str]:
    """`WIDGETS` and what is made from them, unless it has an `__init__` that takes other things.

    Such a class passes text on by `super().__init__(…)`, where it is checked.
    """
    classes = [
        node for module in modules for node in ast.walk(module) if isinstance(node, ast.ClassDef)
    ]
    found = set(WIDGETS)
    while True:
        more = {
            node.name
            for node in classes
            if node.name not in found
            and not _own_init(node)
            and any(_name(base) in found for base in node.bases)
        }
        if not more:
            return found
        found |= more


def faults(module: ast.Module, widgets: set[str] = WIDGETS) -> list[Fault]:
    """Where this module puts text on the screen past the door."""
    door = _Door(module)
    found = [
        Fault(getattr(value, "lineno", 0), f"{sink}: {ast.unparse(value)}")
        for sink, value in _shown(module, widgets)
        if not door.safe(value)
    ]
    for node in ast.walk(module):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in ONLY_THE_DOOR
            and not door.leads_to(node.func)
        ):
            found.append(Fault(node.lineno, f"{node.func.attr} outside ui/text.py"))
        elif isinstance(node, ast.Call) and _name(node.func) in MAKERS:
            found.append(Fault(node.lineno, f"{_name(node.func)} outside ui/text.py"))
    return sorted(found)


class _Door:
    """What a module calls `ui/text.py` and its functions."""

    def __init__(self, module: ast.Module) -> None:
        self.modules: set[str] = set()
        self.functions: set[str] = set()
        package, _dot, last = DOOR.rpartition(".")
        for node in ast.walk(module):
            if isinstance(node, ast.ImportFrom):
                for alias in node.names:
                    known = alias.asname or alias.name
                    if node.module == DOOR:
                        self.functions.add(known)
                    elif node.module == package and alias.name == last:
                        self.modules.add(known)
            elif isinstance(node, ast.Import):
                self.modules |= {a.asname or a.name for a in node.names if a.name == DOOR}

    def leads_to(self, called: ast.expr) -> bool:
        if isinstance(called, ast.Name):
            return called.id in self.functions
        return isinstance(called, ast.Attribute) and ast.unparse(called.value) in self.modules

    def safe(self, value: ast.expr) -> bool:
        match value:
            case ast.Constant(value=str(literal)):
                return not any(sign.isalpha() or sign in "[]\x1b" for sign in literal)
            case ast.Constant():
                return True
            case ast.Call(func=ast.Name(id=name)) if name in MESSAGES:
                return all(_is_message(argument) for argument in value.args[: _literals(name)])
            case ast.Call(func=called, args=arguments) if self.leads_to(called):
                return _name(called) != "template" or all(map(_is_markup, arguments[:1]))
            case ast.IfExp(body=yes, orelse=no):
                return self.safe(yes) and self.safe(no)
            case ast.BoolOp(values=values):
                return all(self.safe(one) for one in values)
            case ast.List(elts=values) | ast.Tuple(elts=values):
                return all(self.safe(one) for one in values)
            case ast.Starred(value=inner):
                return self.safe(inner)
            case ast.ListComp(elt=one) | ast.GeneratorExp(elt=one):
                return self.safe(one)
        return False


def _literals(name: str) -> int:
    """How many arguments of a message function must be literal."""
    return 1 if name == "_" else 2


def _is_message(argument: ast.expr) -> bool:
    return (
        isinstance(argument, ast.Constant)
        and isinstance(argument.value, str)
        and "[" not in argument.value
    )


def _is_markup(argument: ast.expr) -> bool:
    """Markup of ours: a literal, or a literal message that a translator may turn round."""
    match argument:
        case ast.Constant():
            return True
        case ast.Call(func=ast.Name(id="_"), args=[ast.Constant()]):
            return True
    return False


def _shown(module: ast.Module, widgets: set[str]) -> Iterator[tuple[str, ast.expr]]:
    """Every value that is put on the screen, with what does it."""
    for node in ast.walk(module):
        if isinstance(node, ast.ClassDef):
            yield from _shown_by_class(node, widgets)
        elif isinstance(node, ast.Call):
            yield from _shown_by_call(node, widgets)
        elif isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Attribute) and target.attr in ATTRIBUTES:
                    yield f"{target.attr} =", node.value
        elif (
            isinstance(node, ast.AnnAssign | ast.AugAssign)
            and isinstance(node.target, ast.Attribute)
            and node.target.attr in ATTRIBUTES
            and node.value is not None
        ):
            yield f"{node.target.attr} =", node.value


def _shown_by_call(node: ast.Call, widgets: set[str]) -> Iterator[tuple[str, ast.expr]]:
    name = _name(node.func)
    if name in widgets:
        # The second argument of Option is its id; a tab is given its label first, then its body.
        texts = [] if name in WIDGETS_FIRST else node.args[:1]
        yield from ((f"{name}(", value) for value in texts if not _is_options(value))
        yield from _shown_by_keywords(node, name, every=True)
        return
    if isinstance(node.func, ast.Attribute) and name in METHODS and not _keeps_a_mapping(node):
        yield from ((f".{name}(", value) for value in node.args if not _is_options(value))
    yield from _shown_by_keywords(node, name, every=False)


def _shown_by_keywords(node: ast.Call, name: str, *, every: bool) -> Iterator[tuple[str, ast.expr]]:
    for keyword in node.keywords:
        if keyword.arg in ATTRIBUTES or (every and keyword.arg not in NOT_TEXT):
            yield f"{name}({keyword.arg}=", keyword.value


def _shown_by_class(node: ast.ClassDef, widgets: set[str]) -> Iterator[tuple[str, ast.expr]]:
    made_of_widget = any(_name(base) in widgets for base in node.bases)
    for statement in node.body:
        if isinstance(statement, ast.Assign):
            for target in statement.targets:
                if _name(target) in CLASS_ATTRIBUTES:
                    yield f"{_name(target)} =", statement.value
        elif isinstance(statement, ast.FunctionDef):
            for inner in ast.walk(statement):
                if statement.name == "render" and isinstance(inner, ast.Return) and inner.value:
                    yield "render returns", inner.value
                elif made_of_widget and isinstance(inner, ast.Call) and _is_super_init(inner):
                    yield from (("super().__init__(", value) for value in inner.args[:1])


def _is_options(value: ast.expr) -> bool:
    """`Option(…)` inside `add_option(…)`: what it shows is looked at by itself."""
    if isinstance(value, ast.List | ast.Tuple):
        return bool(value.elts) and all(_is_options(one) for one in value.elts)
    if isinstance(value, ast.ListComp | ast.GeneratorExp):
        return _is_options(value.elt)
    if isinstance(value, ast.Starred):
        return _is_options(value.value)
    return isinstance(value, ast.Call) and _name(value.func) in WIDGETS


def _keeps_a_mapping(node: ast.Call) -> bool:
    return all(isinstance(argument, ast.Dict | ast.DictComp | ast.Set) for argument in node.args)


def _is_super_init(node: ast.Call) -> bool:
    return (
        isinstance(node.func, ast.Attribute)
        and node.func.attr == "__init__"
        and isinstance(node.func.value, ast.Call)
        and _name(node.func.value.func) == "super"
    )


def _own_init(node: ast.ClassDef) -> bool:
    return any(isinstance(part, ast.FunctionDef) and part.name == "__init__" for part in node.body)


def _name(node: ast.expr) -> str:
    if isinstance(node, ast.Name):
        return node.id
    return node.attr if isinstance(node, ast.Attribute) else ""
