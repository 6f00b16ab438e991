"""Files of any encoding and shape: read, or refused with file, line and reason."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pipeline_tui.errors import InputError
from pipeline_tui.transfer import encoding, limits, table
from pipeline_tui.transfer.table import Row, Table

HEADER = "Title;Company;Größe\n"


def written(folder: Path, content: bytes | str, name: str = "deals.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def opened(path: Path, wanted: str = "", delimiter: str = "") -> Table:
    return table.open_table(path, encoding=encoding.decide(path, wanted), delimiter=delimiter)


def read(path: Path) -> list[Row]:
    return list(table.rows(opened(path)))


def refusal(path: Path) -> InputError:
    with pytest.raises(InputError) as caught:
        read(path)
    assert caught.value.where.startswith(str(path))
    assert caught.value.kept == "Nothing was imported"
    return caught.value


class TestTheEncoding:
    @pytest.mark.parametrize(
        ("codec", "name"),
        [
            ("utf-8", "utf-8"),
            ("utf-8-sig", "utf-8-sig"),
            ("cp1252", "cp1252"),
            ("utf-16", "utf-16"),
            ("utf-16-le", "utf-16-le"),
            ("utf-16-be", "utf-16-be"),
            ("utf-32", "utf-32"),
        ],
    )
    def test_is_found_out(self, codec: str, name: str, tmp_path: Path) -> None:
        path = written(tmp_path, (HEADER + "Müller & Söhne;Ä;1\n").encode(codec))
        found = opened(path)
        assert found.encoding == name
        assert found.header == ("Title", "Company", "Größe")
        assert read(path) == [Row(2, ["Müller & Söhne", "Ä", "1"], "")]

    def test_is_the_one_that_was_said(self, tmp_path: Path) -> None:
        path = written(tmp_path, "Title;City\nA;Łódź\n".encode("cp1250"))
        assert next(table.rows(opened(path, "cp1250"))).cells == ["A", "Łódź"]

    def test_that_was_said_and_does_not_fit_is_refused(self, tmp_path: Path) -> None:
        path = written(tmp_path, "Title\nMüller\n".encode("cp1252"))
        with pytest.raises(InputError, match="cannot be read as utf-8"):
            encoding.decide(path, "utf-8")

    def test_a_mark_that_lies_is_refused(self, tmp_path: Path) -> None:
        assert "utf-8-sig" in refusal(written(tmp_path, b"\xef\xbb\xbfTitle\n\xff\n")).what

    @pytest.mark.parametrize("content", [b"Title\n\x81\xff\n", b"Title\nab\0c\n", os.urandom(64)])
    def test_no_text_is_refused(self, content: bytes, tmp_path: Path) -> None:
        refusal(written(tmp_path, content + b"\0\x81"))

    @pytest.mark.parametrize("begin", [b"PK\x03\x04", b"\xd0\xcf\x11\xe0"])
    def test_a_spreadsheet_is_told_from_text(self, begin: bytes, tmp_path: Path) -> None:
        found = refusal(written(tmp_path, begin + b"rest", "book.xlsx"))
        assert "spreadsheet" in found.what
        assert "CSV" in found.todo

    def test_half_a_character_at_the_end_is_no_utf_8(self, tmp_path: Path) -> None:
        assert opened(written(tmp_path, "Title\nfür ".encode() + b"\xc3")).encoding == "cp1252"

    def test_names_of_encodings_are_known(self) -> None:
        assert encoding.is_encoding("latin-1")
        assert not encoding.is_encoding("klingon")
        assert not encoding.is_encoding("rot13")


class TestAFileThatIsNone:
    def test_is_named_when_missing(self, tmp_path: Path) -> None:
        assert "No such file" in refusal(tmp_path / "no.csv").what

    def test_may_not_be_a_folder_or_a_pipe(self, tmp_path: Path) -> None:
        assert "regular" in refusal(tmp_path).what
        os.mkfifo(tmp_path / "pipe")
        assert "regular" in refusal(tmp_path / "pipe").what

    def test_may_not_be_empty(self, tmp_path: Path) -> None:
        assert "empty" in refusal(written(tmp_path, "")).what

    def test_may_not_be_huge(self, tmp_path: Path) -> None:
        path = tmp_path / "huge.csv"
        with path.open("wb") as file:
            file.truncate(limits.MAX_BYTES + 1)
        assert "512 MB" in refusal(path).what

    @pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
    def test_must_be_readable(self, tmp_path: Path) -> None:
        path = written(tmp_path, "Title\nA\n")
        path.chmod(0)
        assert "denied" in refusal(path).what

    def test_that_goes_away_while_read_is_named(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = written(tmp_path, "Title\nA\n")

        def gone(*_args: object, **_named: object) -> None:
            raise OSError(5, "Input/output error")

        monkeypatch.setattr(Path, "open", gone)
        with pytest.raises(InputError, match="Input/output error"):
            encoding.decide(path)


class TestTheDelimiter:
    @pytest.mark.parametrize("sign", table.DELIMITERS)
    def test_is_found_out(self, sign: str, tmp_path: Path) -> None:
        path = written(tmp_path, sign.join(("Title", "Company")) + f"\nA{sign}B\n")
        assert opened(path).delimiter == sign

    def test_is_not_taken_from_a_sentence(self, tmp_path: Path) -> None:
        path = written(tmp_path, 'Title;Note, long\nA;"x, y, z"\nB;1,5\nC;p, q\n')
        assert opened(path).header == ("Title", "Note, long")

    def test_is_what_a_first_line_says(self, tmp_path: Path) -> None:
        path = written(tmp_path, "sep=;\nTitle;Company, Ltd\nA;B\n")
        found = opened(path)
        assert (found.delimiter, found.skipped) == (";", 1)
        assert read(path) == [Row(3, ["A", "B"], "")]

    def test_is_a_tab_where_that_line_was_stripped(self, tmp_path: Path) -> None:
        assert opened(written(tmp_path, "sep=\t\nTitle\tCompany\nA\tB\n")).header[1] == "Company"

    def test_is_the_one_that_was_said(self, tmp_path: Path) -> None:
        path = written(tmp_path, "Title,a|Company\nA|B\n")
        assert opened(path, delimiter="|").header == ("Title,a", "Company")

    def test_is_not_needed_for_one_column(self, tmp_path: Path) -> None:
        assert read(written(tmp_path, "Title\nA\n\nB\n")) == [Row(2, ["A"], ""), Row(4, ["B"], "")]


class TestTheHeader:
    @pytest.mark.parametrize("content", ["\n\n\n", ";;\nA;B;C\n", '"Title\nA\n', "\ufeff"])
    def test_must_be_there(self, content: str, tmp_path: Path) -> None:
        assert refusal(written(tmp_path, content)).what in (
            "The file has no header",
            "A quote is opened here and not closed in its cell",
        )

    def test_gives_every_column_a_name_of_its_own(self, tmp_path: Path) -> None:
        path = written(tmp_path, "Title;;Note;Note;\x1b[0mRed\n")
        assert opened(path).header == ("Title", "#2", "Note", "Note #4", "[0mRed")

    def test_has_at_most_a_thousand_columns(self, tmp_path: Path) -> None:
        found = refusal(written(tmp_path, ",".join(["x"] * 1001) + "\n"))
        assert "1000 columns" in found.what


class TestRows:
    def test_keep_the_line_they_begin_on(self, tmp_path: Path) -> None:
        path = written(tmp_path, 'Title,Note\r\nA,"two\r\nlines"\r\n\r\n,\r\nB,x\r\n')
        assert [(row.line, row.cells) for row in read(path)] == [
            (2, ["A", "two\r\nlines"]),
            (6, ["B", "x"]),
        ]

    def test_may_end_early_or_in_delimiters(self, tmp_path: Path) -> None:
        path = written(tmp_path, "Title,Company,Value\nA\nB,C,1,,\n,,,\n")
        assert [row.cells for row in read(path)] == [["A", "", ""], ["B", "C", "1"]]

    def test_with_more_cells_than_the_header_are_flawed(self, tmp_path: Path) -> None:
        row = read(written(tmp_path, "Title,Company\nA,B,C\n"))[0]
        assert row.flaw == "3 cells, but the header has 2"
        assert row.cells == ["A", "B", "C"]

    def test_whose_quotes_do_not_match_are_flawed_alone(self, tmp_path: Path) -> None:
        path = written(tmp_path, 'Title,Company\n"A"x,B\nC,D\n"E,F')
        rows = read(path)
        assert [(row.line, bool(row.flaw)) for row in rows] == [(2, True), (3, False), (4, True)]
        assert rows[0].cells == ['"A"x,B']

    def test_that_a_quote_swallows_refuse_the_file(self, tmp_path: Path) -> None:
        found = refusal(written(tmp_path, 'Title,Company\nA,B\n"C,D\nE,F\nG,H\n'))
        assert found.where.endswith("deals.csv:3")

    def test_a_cell_of_a_megabyte_refuses_the_file(self, tmp_path: Path) -> None:
        path = written(tmp_path, 'Title\n"' + "a\n" * limits.MAX_CELL + '"\n')
        assert refusal(path).where.endswith(":2")

    def test_a_line_without_end_refuses_the_file(self, tmp_path: Path) -> None:
        path = written(tmp_path, "Title\n" + "a" * (limits.MAX_LINE + 5))
        assert "longer than" in refusal(path).what
