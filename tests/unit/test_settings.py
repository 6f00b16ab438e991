"""Settings of the person at the screen, and what happens when the file is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline_tui.settings import CHOICES, PATHS, Problem, Settings, choose_language, load
from tests.unit.fresh import modules_after


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "settings.toml"


def wrong(file: Path, content: str | bytes) -> Problem:
    """The only problem of a file of which nothing is used."""
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    settings, problems = load(file)
    assert settings == Settings()
    assert len(problems) == 1
    assert problems[0].file == file
    return problems[0]


class TestSettingsThatAreRight:
    def test_are_used(self, file: Path) -> None:
        file.write_text('# mine\nlanguage = "de"\ntheme = "light"\n', encoding="utf-8")
        assert load(file) == (Settings(language="de", theme="light"), ())

    def test_are_the_defaults_without_a_file(self, file: Path) -> None:
        assert load(file) == (Settings(), ())
        assert load(file / "below" / "a file") == (Settings(), ())

    def test_may_be_written_by_windows(self, file: Path) -> None:
        file.write_bytes('\ufefftheme = "light"\r\n'.encode())
        assert load(file) == (Settings(theme="light"), ())

    def test_may_be_few(self, file: Path) -> None:
        file.write_text("", encoding="utf-8")
        assert load(file) == (Settings(), ())

    def test_are_described_by_their_choices(self) -> None:
        defaults = {key: values[0] for key, values in CHOICES.items()}
        assert Settings()._asdict() == defaults | dict.fromkeys(PATHS, "")

    def test_name_the_calendar_and_ring(self, file: Path) -> None:
        file.write_text(
            'calendar = "~/Sync/böse [tags].ics"\ncalendar_as = "event"\nbell = "on"\n', "utf-8"
        )
        wanted = Settings(calendar="~/Sync/böse [tags].ics", calendar_as="event", bell="on")
        assert load(file) == (wanted, ())
        file.write_text('calendar = ""', "utf-8")
        assert load(file) == (Settings(), ())

    def test_cost_no_toml_reader_without_a_file(self, file: Path) -> None:
        program = (
            "from pathlib import Path\n"
            "from pipeline_tui.settings import load\n"
            f"load(Path({str(file)!r}))"
        )
        assert "tomllib" not in modules_after(program)
        file.write_text("", encoding="utf-8")
        assert "tomllib" in modules_after(program)


class TestASettingThatIsWrong:
    def test_is_named_with_file_line_and_what_would_be_right(self, file: Path) -> None:
        problem = wrong(file, '# mine\n\ntheme = "pink"\n')
        assert str(problem) == f"{file}:3: theme cannot be pink: choose one of dark, light"

    def test_leaves_the_others_in_force(self, file: Path) -> None:
        file.write_text('language = "de"\ntheme = 5\n', encoding="utf-8")
        settings, problems = load(file)
        assert settings == Settings(language="de")
        assert [problem.line for problem in problems] == [2]
        assert "theme cannot be 5" in problems[0].message

    def test_may_be_of_any_type(self, file: Path) -> None:
        for value in ("true", "1.5", "[1, 2]", "{a = 1}", "2026-11-22", '""'):
            assert "choose one of" in wrong(file, f"theme = {value}").message

    def test_is_a_key_there_is_not(self, file: Path) -> None:
        problem = wrong(file, '\nthemes = "dark"\n')
        assert problem.line == 2
        assert "did you mean theme?" in problem.message
        assert "language, theme" in wrong(file, "zzz = 1").message

    def test_is_a_table_there_is_not(self, file: Path) -> None:
        assert wrong(file, '\n\n[keys]\nquit = "x"\n').line == 3
        assert wrong(file, '"language " = "de"').line == 1
        assert wrong(file, '\nkeys.quit = "x"\n').line == 2

    def test_of_which_the_line_cannot_be_told_is_named_without(self, file: Path) -> None:
        problem = wrong(file, '"\\u0074hemes" = 1')
        assert problem.line == 0
        assert str(problem).startswith(f"{file}: ")

    def test_cannot_steer_the_terminal(self, file: Path) -> None:
        problem = wrong(file, f'theme = "\\u001b]52;c;x\\u0007{"x" * 500}"')
        assert "\x1b" not in problem.message
        assert len(problem.message) < 150

    @pytest.mark.parametrize(
        "value", ['"sales.ics"', '"../x.ics"', '"/tmp/"', '"/tmp/a\\u0000b"', '"/x\\u001b]52"', "5"]
    )
    def test_may_be_a_path_that_is_none(self, file: Path, value: str) -> None:
        problem = wrong(file, f"\ncalendar = {value}\n")
        assert (problem.line, problem.key) == (2, "calendar")
        assert problem.message.startswith("calendar cannot be ")
        assert problem.message.endswith("write the whole path of a file, such as ~/pipeline.ics")
        assert problem.message.isprintable()

    def test_may_be_a_truth_for_the_bell(self, file: Path) -> None:
        assert "bell cannot be true: choose one of off, on" in wrong(file, "bell = true").message


class TestAFileThatIsNoSettingsFile:
    def test_is_broken_toml(self, file: Path) -> None:
        assert wrong(file, 'language = "de"\ntheme = dark\n').line == 2
        assert wrong(file, 'language = "de"\ntheme = "dark\n').line == 2
        assert wrong(file, 'theme = """dark').line == 1
        assert 'theme = "dark"' in wrong(file, "theme").message

    def test_is_not_text(self, file: Path) -> None:
        problem = wrong(file, b'language = "de"\n# \xe4\n')
        assert (problem.line, "UTF-8" in problem.message) == (2, True)
        assert wrong(file, b"\0\0\0").line == 1

    def test_is_too_large(self, file: Path) -> None:
        assert "larger" in wrong(file, b"#" * 2_000_000).message

    def test_is_nested_beyond_reason(self, file: Path) -> None:
        assert wrong(file, "theme = " + "[" * 50_000).message

    def test_is_a_directory(self, file: Path) -> None:
        file.mkdir()
        settings, problems = load(file)
        assert settings == Settings()
        assert "cannot be read" in problems[0].message

    def test_cannot_even_be_looked_for(self, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def forbidden(_self: Path, *_args: object, **_options: object) -> bool:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(Path, "exists", forbidden)
        monkeypatch.setattr(Path, "open", forbidden)
        settings, problems = load(file)
        assert settings == Settings()
        assert "Permission denied" in problems[0].message


class TestTheLanguageSpoken:
    def test_is_asked_for_on_the_command_line_first(self) -> None:
        environ = {"PIPELINE_TUI_LANG": "de", "LANG": "de_DE.UTF-8"}
        assert choose_language("en", environ, Settings(language="de")) == "en"

    def test_then_by_the_own_variable(self) -> None:
        assert choose_language(None, {"PIPELINE_TUI_LANG": "de"}, Settings(language="en")) == "de"

    def test_then_by_the_setting(self) -> None:
        assert choose_language(None, {"LANG": "de_DE.UTF-8"}, Settings(language="en")) == "en"
        assert choose_language(None, {"LANG": "C"}, Settings(language="de")) == "de"

    @pytest.mark.parametrize(
        ("environ", "language"),
        [
            ({}, "en"),
            ({"LANG": "de_AT.UTF-8"}, "de"),
            ({"LANG": "DE"}, "de"),
            ({"LANG": "fr_FR.UTF-8"}, "en"),
            ({"LC_MESSAGES": "de_DE", "LANG": "en_US"}, "de"),
            ({"LC_ALL": "C", "LC_MESSAGES": "de_DE", "LANG": "de_DE"}, "en"),
            ({"LC_ALL": "", "LANG": "de_DE"}, "de"),
            ({"PIPELINE_TUI_LANG": "fr", "LANG": "de_DE"}, "de"),
        ],
    )
    def test_then_by_the_system(self, environ: dict[str, str], language: str) -> None:
        assert choose_language(None, environ, Settings()) == language
