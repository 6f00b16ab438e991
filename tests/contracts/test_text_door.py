"""Stored text reaches the screen through `ui/text.py` and nowhere else (safety.md, rule 2)."""

from __future__ import annotations

import ast

import pytest

from tests.contracts.source import PACKAGE, at, modules, tree
from tests.contracts.text_door import WIDGETS, faults, widget_classes

UI = PACKAGE / "ui"


def test_screens_show_text_through_the_door_only() -> None:
    screens = [path for path in modules(UI) if path != UI / "text.py"]
    widgets = widget_classes(tree(path) for path in screens)
    found = [
        f"{path.relative_to(PACKAGE)}:{fault.line}: {fault.what}"
        for path in screens
        for fault in faults(tree(path), widgets)
    ]
    assert found == []


def test_there_is_a_door() -> None:
    functions = {
        node.name for node in tree(UI / "text.py").body if isinstance(node, ast.FunctionDef)
    }
    assert {"segments", "strip", "blank"} <= functions, at(UI / "text.py", tree(UI / "text.py"))


PAST_THE_DOOR = [
    "Static(deal.title)",
    "Static(title)",
    "Static(f'{title}')",
    "Static('%s' % title)",
    "Static('Deal ' + title)",
    "Static('Deals')",
    "Static('[b]')",
    "Static(_('Deal {title}').format(title=title))",
    "Static(_(title))",
    "Static(_(f'Deal {title}'))",
    "Static(_('[b]Deal[/b]'))",
    "Static(str(deal))",
    "Static(content=title)",
    "Static(Content(title))",
    "widgets.Static(title)",
    "Segment(title, style)",
    "Text(title)",
    "Label(title)",
    "Button(deal.company, id='open')",
    "Button(label=deal.company)",
    "Option(deal.title, id='1')",
    "OptionList(Option(deal.title))",
    "Collapsible(title=stage.name)",
    "self.query_one(Static).update(title)",
    "self.update(text.content(title) if short else title)",
    "options.add_option(title)",
    "options.add_options([title, title])",
    "options.add_options([Option(title)])",
    "options.replace_option_prompt('1', title)",
    "table.add_row(*cells)",
    "self.border_title = title",
    "pane.border_subtitle = f'#{number}'",
    "self.tooltip = criterion.text",
    "self.border_title += title",
    "Input(placeholder=field.label)",
    "TextArea(placeholder=title)",
    "Field(tooltip=title)",
    "self.notify(title)",
    "self.app.notify(_('Saved'))",
    "self.notify(text.content(title))",
    "Content.from_markup(title)",
    "Static(Content.from_markup('[b]$x[/b]', x=title))",
    "class Head(Widget):\n  BORDER_TITLE = title",
    "class Head(Widget):\n  def render(self):\n    return self.title",
    "class Head(Static):\n  def __init__(self, title):\n    super().__init__(title)",
    "class Head(Static):\n  pass\nHead(title)",
    "class Head(Static):\n  pass\nclass Small(Head):\n  pass\nSmall(title)",
    "Static(text.template(title))",
    "Static(text.template(f'[b]{title}[/b]'))",
    "Static(text.template(_('[b]{title}[/b]').format(title=title)))",
    "from somewhere import content\nStatic(content(title))",
    "import text as other\nStatic(other.content(title))",
]

THROUGH_THE_DOOR = [
    "Static()",
    "Static('')",
    "Static('─ · ─')",
    "Static(_('No deals yet'))",
    "Static(ngettext('{n} deal', '{n} deals', n))",
    "Static(pgettext('stage', 'Open'))",
    "Static(text.content(title))",
    "Static(text.content(_('Deal {title}').format(title=title)), id='head')",
    "Static(_('None') if title is None else text.plain(title))",
    "Static(text.plain(title) or _('None'), classes=names)",
    "Label(plain(title))",
    "Static(text.template('[b]$title[/b]', title=title))",
    "Static(text.template(_('[b]$title[/b] is late'), title=title))",
    "Button(_('Open'), id=name, variant=variant)",
    "Button(label=text.content(deal.company))",
    "OptionList(*[Option(text.content(deal.title), id=str(deal.id)) for deal in deals])",
    "options.add_option(Option(text.content(title)))",
    "options.add_options([Option(text.content(title)), Option(_('None'))])",
    "options.add_options(Option(text.content(deal.title)) for deal in deals)",
    "options.add_option(None)",
    "table.add_row(*[text.plain(cell) for cell in cells])",
    "self.query_one(Static).update(text.content(title))",
    "known.update({title: deal})",
    "self.border_title = text.content(title)",
    "self.border_title = None",
    "Input(placeholder=_('Amount'), value=title)",
    "text.notify(self.app, title, severity='warning')",
    "notify(self.app, title)",
    "class Head(Widget):\n  def render(self):\n    return text.content(self.title)",
    "class Head(Static):\n  def __init__(self, title):\n    super().__init__(text.content(title))",
    "class Head(Static):\n  def __init__(self, deal):\n    super().__init__()\nHead(deal)",
    "Collapsible(pane, title=_('History'))",
    "Deal(title)",
]

HEAD = "from pipeline_tui.ui import text\nfrom pipeline_tui.ui.text import plain, notify\n"
FOREIGN_HEAD = ("from somewhere", "import text as")


def judged(code: str) -> list[str]:
    module = ast.parse(code if code.startswith(FOREIGN_HEAD) else HEAD + code)
    return [fault.what for fault in faults(module, widget_classes([module]))]


class TestTheRuleItself:
    @pytest.mark.parametrize("code", PAST_THE_DOOR)
    def test_refuses_text_that_goes_past_the_door(self, code: str) -> None:
        assert judged(code)

    @pytest.mark.parametrize("code", THROUGH_THE_DOOR)
    def test_lets_text_through_the_door(self, code: str) -> None:
        assert judged(code) == []

    def test_knows_every_widget_of_textual_it_names(self) -> None:
        import textual.widgets
        from textual.widgets import option_list, selection_list

        elsewhere = {"Option": option_list.Option, "Selection": selection_list.Selection}
        unknown = {
            name for name in WIDGETS if name not in elsewhere and not hasattr(textual.widgets, name)
        }
        assert unknown == set()
