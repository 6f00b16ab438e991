"""German is complete: every message translated, and the compiled catalogue up to date."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import write_po

from tests.catalogue import extracted, problems, translated, write
from tests.contracts.source import at, modules, tree

MESSAGES = {"_", "N_", "ngettext", "pgettext"}


def test_every_message_is_translated_and_compiled() -> None:
    assert list(problems(extracted())) == []


def test_every_message_can_be_extracted() -> None:
    found = [at(path, node) for path in modules() for node in unreadable_messages(tree(path))]
    assert found == []


def unreadable_messages(module: ast.Module) -> list[ast.Call]:
    """Calls whose message a translator would never see: f-strings, sums, filled-in texts.

    A name or a looked-up value is fine: its text is marked with `N_` where it stands. So is a
    text, but not inside an f-string, where no extractor looks.
    """
    hidden = [
        node
        for outer in ast.walk(module)
        if isinstance(outer, ast.JoinedStr)
        for node in _messages(outer)
        if any(isinstance(argument, ast.Constant) for argument in node.args[:1])
    ]
    made_up = [node for node in _messages(module) if any(map(_is_made_up, node.args[:1]))]
    return hidden + made_up


def _messages(tree: ast.AST) -> list[ast.Call]:
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in MESSAGES
    ]


def _is_made_up(argument: ast.expr) -> bool:
    match argument:
        case ast.JoinedStr() | ast.BinOp():
            return True
        case ast.Call(func=ast.Attribute(attr="format" | "format_map" | "join" | "replace")):
            return True
        case ast.Call(func=ast.Name(id="str" | "repr")):
            return True
    return False


class Files:
    """A small program and its German catalogue."""

    def __init__(self, folder: Path) -> None:
        self.source = folder / "src"
        self.source.mkdir()
        self.po = folder / "de.po"
        self.mo = folder / "de.mo"

    def code(self, text: str) -> None:
        (self.source / "code.py").write_text(text, "utf-8")

    def write(self) -> None:
        write(extracted(self.source), self.po, self.mo)

    def translate(self, german: dict[str, str | tuple[str, str]], fuzzy: bool = False) -> None:
        catalog = translated(self.po)
        for message in catalog:
            if not message.id:
                continue
            first = message.id if isinstance(message.id, str) else message.id[0]
            message.string = german.get(first, message.string)
            if fuzzy:
                message.flags.add("fuzzy")
        self.save(catalog)

    def save(self, catalog: Catalog, compiled: bool = True) -> None:
        with self.po.open("wb") as file:
            write_po(file, catalog)
        if compiled:
            with self.mo.open("wb") as file:
                write_mo(file, catalog, use_fuzzy=True)

    def problems(self) -> list[str]:
        return list(problems(extracted(self.source), self.po, self.mo))


@pytest.fixture
def files(tmp_path: Path) -> Files:
    files = Files(tmp_path)
    files.code(
        "_('No stage is called {name}')\n"
        "ngettext('{n} deal', '{n} deals', n)\n"
        "pgettext('stage', 'Open')\n"
        "LABEL = N_('Value')\n"
    )
    files.write()
    return files


GERMAN: dict[str, str | tuple[str, str]] = {
    "No stage is called {name}": "Keine Phase heißt {name}",
    "{n} deal": ("{n} Deal", "{n} Deals"),
    "Open": "Offen",
    "Value": "Wert",
}


class TestWhoeverTranslates:
    def test_is_told_every_message_without_a_translation(self, files: Files) -> None:
        assert sorted(files.problems()) == [
            "not translated: 'No stage is called {name}'",
            "not translated: 'Open'",
            "not translated: 'Value'",
            "not translated: '{n} deal'",
        ]

    def test_is_told_nothing_when_all_is_done(self, files: Files) -> None:
        files.translate(GERMAN)
        assert files.problems() == []

    def test_is_told_that_the_catalogue_is_not_there(self, files: Files) -> None:
        files.po.unlink()
        assert files.problems() == ["de.po is not there"]

    def test_is_told_a_new_message(self, files: Files) -> None:
        files.translate(GERMAN)
        files.code((files.source / "code.py").read_text("utf-8") + "_('Risk')")
        assert files.problems() == ["missing: 'Risk'"]

    def test_is_told_a_message_no_longer_used(self, files: Files) -> None:
        files.translate(GERMAN)
        files.code("_('No stage is called {name}')")
        assert "no longer used: 'Value'" in files.problems()

    def test_is_told_a_guess(self, files: Files) -> None:
        files.translate(GERMAN, fuzzy=True)
        assert "fuzzy: 'Value'" in files.problems()

    def test_is_told_an_obsolete_message(self, files: Files) -> None:
        files.translate(GERMAN)
        files.po.write_text(files.po.read_text("utf-8") + '\n#~ msgid "Old"\n#~ msgstr "Alt"\n')
        assert "obsolete: 'Old'" in files.problems()

    @pytest.mark.parametrize("german", ["Keine Phase heißt so", "Keine Phase heißt {nam}"])
    def test_is_told_a_placeholder_lost_or_misspelt(self, files: Files, german: str) -> None:
        files.translate(GERMAN | {"No stage is called {name}": german})
        assert files.problems() == ["placeholders differ (name): 'No stage is called {name}'"]

    def test_is_told_a_placeholder_lost_in_one_form_of_a_plural(self, files: Files) -> None:
        files.translate(GERMAN | {"{n} deal": ("{n} Deal", "viele Deals")})
        assert files.problems() == ["placeholders differ (n): '{n} deal'"]

    def test_is_told_a_plural_without_its_second_form(self, files: Files) -> None:
        files.translate(GERMAN | {"{n} deal": ("{n} Deal", "")})
        assert files.problems() == ["not translated: '{n} deal'"]

    def test_is_told_that_the_compiled_file_is_older(self, files: Files) -> None:
        files.translate(GERMAN)
        catalog = translated(files.po)
        catalog["Value"].string = "Auftragswert"
        files.save(catalog, compiled=False)
        assert files.problems() == ["de.mo is not what de.po says"]


class TestMakeCatalogue:
    def test_keeps_what_is_translated_and_drops_what_is_obsolete(self, files: Files) -> None:
        files.translate(GERMAN)
        files.code("_('No stage is called {name}')\n_('Risk')")
        files.write()
        assert files.problems() == ["not translated: 'Risk'"]

    def test_writes_the_same_bytes_again(self, files: Files) -> None:
        files.translate(GERMAN)
        files.write()
        first = files.po.read_bytes(), files.mo.read_bytes()
        files.write()
        assert (files.po.read_bytes(), files.mo.read_bytes()) == first

    def test_writes_neither_dates_nor_line_numbers(self, files: Files) -> None:
        text = files.po.read_text("utf-8")
        assert "Date" not in text
        assert "code.py" not in text
        assert "fuzzy" not in text


class TestMessagesNoTranslatorWouldSee:
    @pytest.mark.parametrize(
        "code",
        [
            "_(f'Deal {n}')",
            "_('Deal ' + n)",
            "_('Deal %s' % n)",
            "_('{n}'.format(n=n))",
            """f'({_("undone")})'""",
        ],
    )
    def test_are_found(self, code: str) -> None:
        assert unreadable_messages(ast.parse(code))

    @pytest.mark.parametrize(
        "code", ["_('Deal {n}').format(n=n)", "_(LABELS[n])", "_(label)", "_(LABELS.get(n, n))"]
    )
    def test_others_pass(self, code: str) -> None:
        assert not unreadable_messages(ast.parse(code))
