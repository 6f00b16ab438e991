"""The lines of an export: a stranger may have written them."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline_tui.errors import InputError
from pipeline_tui.transfer import deals_csv, lines
from pipeline_tui.transfer.limits import MAX_LINE
from pipeline_tui.transfer.line_tables import TABLES

HEAD = '{"schema": 1, "program": "pipeline-tui", "version": "9"}'
STAGE = {
    "table": "stage", "id": 1, "name": "Prospect", "kind": "open", "position": 1,
    "probability": 5, "step_required": 0,
}  # fmt: skip
DEAL = {
    "table": "deal", "id": 1, "title": "A", "stage_id": 1, "position": 1, "currency": "EUR",
    "created_at": "2026-11-22T11:00:00Z", "stage_entered_at": "2026-11-22T11:00:00Z",
    "updated_at": "2026-11-22T11:00:00Z",
}  # fmt: skip
NOTE = {
    "table": "activity", "id": 1, "deal_id": 1, "kind": "note", "text": "a\nb",
    "at": "2026-11-22T11:00:00Z", "day": "2026-11-22",
}  # fmt: skip
STEP = {
    "table": "followup", "id": 1, "kind": "call", "text": "x", "due": "2026-11-22",
    "created_at": "2026-11-22T11:00:00Z",
}  # fmt: skip


def written(folder: Path, *rows: str | dict[str, Any]) -> Path:
    path = folder / "all.jsonl"
    texts = [row if isinstance(row, str) else json.dumps(row) for row in rows]
    path.write_text("\n".join(texts) + "\n", encoding="utf-8")
    return path


def read(path: Path) -> list[tuple[str, dict[str, Any]]]:
    return [
        (table, dict(zip(TABLES[table], values, strict=True)))
        for _line, table, values in lines.rows(path, "utf-8")
    ]


def refusal(path: Path) -> InputError:
    with pytest.raises(InputError) as caught:
        read(path)
    assert caught.value.kept == "Nothing was imported"
    return caught.value


class TestAnExport:
    def test_is_read_row_by_row(self, tmp_path: Path) -> None:
        path = written(tmp_path, HEAD, "", STAGE, {**DEAL, "extra": '{"Hat": "red"}'}, NOTE)
        rows = read(path)
        assert [table for table, _row in rows] == ["stage", "deal", "activity"]
        assert rows[1][1]["title"] == "A"
        assert rows[1][1]["extra"] == '{"Hat": "red"}'
        assert rows[1][1]["value_minor"] is None
        assert rows[2][1]["text"] == "a\nb"

    def test_is_cleaned(self, tmp_path: Path) -> None:
        row = {**DEAL, "title": "\x1b[0mA\u202e", "extra": '{"H\\u202e": "\\u0007x"}'}
        deal = read(written(tmp_path, HEAD, STAGE, row))[1][1]
        assert (deal["title"], deal["extra"]) == ("[0mA", '{"H": "x"}')

    def test_finds_companies_by_their_names(self, tmp_path: Path) -> None:
        row = {"table": "company", "id": 1, "name": "Ärzte AG", "name_key": "x",
               "created_at": DEAL["created_at"]}  # fmt: skip
        assert read(written(tmp_path, HEAD, row))[0][1]["name_key"] == "arzte ag"

    def test_may_begin_with_a_mark(self, tmp_path: Path) -> None:
        assert len(read(written(tmp_path, "\ufeff" + HEAD, STAGE))) == 1

    def test_counts_its_lines(self, tmp_path: Path) -> None:
        assert lines.count(written(tmp_path, HEAD, STAGE)) == 2

    @pytest.mark.parametrize(
        ("head", "said"),
        [
            ("{}", "not an export"),
            ('{"program": "other", "schema": 1}', "not an export"),
            ('{"program": "pipeline-tui", "schema": "1"}', "not an export"),
            ('{"program": "pipeline-tui", "schema": 2}', "newer version"),
            ("[]", "no JSON object"),
            ('{"a": NaN}', "not JSON"),
            ("{", "not JSON"),
            ('{"a": ' + "[" * 100_000, "nested too deep"),
            ('{"a": ' + "9" * 5000 + "}", "not JSON"),
        ],
    )
    def test_that_is_none_is_refused(self, head: str, said: str, tmp_path: Path) -> None:
        found = refusal(written(tmp_path, head, STAGE))
        assert said in found.what
        assert found.where.endswith(":1")

    def test_with_a_line_that_never_ends_is_refused(self, tmp_path: Path) -> None:
        assert "longer than" in refusal(written(tmp_path, HEAD, " " * (MAX_LINE + 1))).what

    def test_of_too_many_rows_is_refused(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(lines, "MAX_ROWS", 0)
        assert "more than 0 rows" in refusal(written(tmp_path, HEAD, STAGE)).what

    @pytest.mark.parametrize("table", [None, "journal_step", 5, ["deal"]])
    def test_of_an_unknown_table_is_refused(self, table: object, tmp_path: Path) -> None:
        found = refusal(written(tmp_path, HEAD, {"table": table, "id": 1}))
        assert "names no table" in found.what
        assert found.where.endswith("all.jsonl:2")

    def test_of_an_unknown_column_is_refused(self, tmp_path: Path) -> None:
        assert "no column hat" in refusal(written(tmp_path, HEAD, {**STAGE, "hat": 1})).what

    @pytest.mark.parametrize(
        ("row", "column", "value"),
        [
            (STAGE, "id", 0),
            (STAGE, "id", True),
            (STAGE, "id", "1"),
            (STAGE, "id", 1.0),
            (STAGE, "id", 2**63),
            (STAGE, "name", ""),
            (STAGE, "name", "\u200b"),
            (STAGE, "name", None),
            (STAGE, "kind", "closed"),
            (STAGE, "probability", 101),
            (DEAL, "value_minor", 2**53 + 1),
            (DEAL, "value_minor", -1),
            (DEAL, "currency", "Taler"),
            (DEAL, "title", "x" * 501),
            (DEAL, "expected_close", "22.11.2026"),
            (DEAL, "created_at", "2026-11-22"),
            (DEAL, "created_at", "9999-12-31T23:59:59Z"),
            (DEAL, "created_at", None),
            (DEAL, "extra", "[]"),
            (DEAL, "extra", "{"),
            (DEAL, "extra", '{"a": 1}'),
            (DEAL, "extra", {"a": "1"}),
            (DEAL, "extra", '{"a":' + "[" * 90_000),
            (DEAL, "risk_level", "huge"),
            (NOTE, "text", " "),
            (NOTE, "text", "x" * 100_001),
            (NOTE, "kind", "task"),
            (STEP, "time", "25:00"),
            (STEP, "state", "lost"),
            (STEP, "repeat", "weekly"),
            (STEP, "repeat", "FREQ=SECONDLY"),
            (STEP, "repeat", "FREQ=DAILY;INTERVAL=0"),
            (STEP, "promised", 2),
            (STEP, "repeat_time", "25:00"),
            (STEP, "series", 0),
        ],
    )
    def test_with_a_wrong_value_names_line_and_column(
        self, row: dict[str, Any], column: str, value: object, tmp_path: Path
    ) -> None:
        found = refusal(written(tmp_path, HEAD, {**row, column: value}))
        assert f"cannot be {column} of {row['table']}" in found.what
        assert found.where.endswith(":2")
        assert len(found.what) < 200

    def test_without_a_needed_column_names_it(self, tmp_path: Path) -> None:
        row = {name: value for name, value in STAGE.items() if name != "kind"}
        assert "null cannot be kind of stage" in refusal(written(tmp_path, HEAD, row)).what

    def test_keeps_times_to_the_minute(self, tmp_path: Path) -> None:
        row = read(written(tmp_path, HEAD, {**STEP, "time": "09:05"}))[0][1]
        assert row["time"] == "09:05"


class TestACellOfASpreadsheet:
    @pytest.mark.parametrize("text", ["=1+1", "+49 30", "-x", "@x", "\tx", "\rx", "'=x", "''@"])
    def test_that_would_run_is_guarded(self, text: str) -> None:
        assert deals_csv.guarded(text) == "'" + text

    @pytest.mark.parametrize("text", ["", "Acme", "a=b", "'tis", "'"])
    def test_that_would_not_is_left_alone(self, text: str) -> None:
        assert deals_csv.guarded(text) == text

    @given(st.text(alphabet="'=+-@\t\ra", max_size=6))
    def test_comes_back_as_it_was(self, text: str) -> None:
        assert deals_csv.unguarded(deals_csv.guarded(text)) == text

    @pytest.mark.parametrize(
        ("minor", "currency", "text"),
        [
            (None, "EUR", ""),
            (0, "EUR", "0.00"),
            (5, "EUR", "0.05"),
            (123456, "EUR", "1234.56"),
            (1234, "JPY", "1234"),
            (1234, "KWD", "1.234"),
        ],
    )
    def test_has_amounts_with_a_point(self, minor: int | None, currency: str, text: str) -> None:
        assert deals_csv.amount(minor, currency) == text

    def test_stands_under_a_header_even_when_there_is_none(self) -> None:
        out = io.StringIO()
        assert deals_csv.write([], out) == 0
        assert out.getvalue().startswith("id,title,company,")


class TestAContactOfAnOlderExport:
    @pytest.mark.parametrize(
        ("call", "mail", "kept"),
        [
            (1, 0, {"call_origin": "fair", "mail_origin": "fair", "do_not_contact": 0}),
            (1, None, {"call_origin": "fair", "mail_origin": "", "mail_on": None}),
            (None, None, {"call_origin": "fair", "mail_origin": ""}),
            (0, 0, {"call_on": "2026-11-12", "mail_on": "2026-11-12", "do_not_contact": 1}),
        ],
    )
    def test_keeps_origin_and_day_with_each_channel(
        self, tmp_path: Path, call: int | None, mail: int | None, kept: dict[str, Any]
    ) -> None:
        contact = {
            "table": "contact", "id": 1, "name": "Meier", "created_at": "2026-11-22T11:00:00Z",
            "may_call": call, "may_mail": mail, "permission_note": "fair",
            "permission_on": "2026-11-12",
        }  # fmt: skip
        ((_table, found),) = read(written(tmp_path, HEAD, contact))
        assert kept.items() <= found.items()

    def test_is_refused_with_a_day_that_is_none(self, tmp_path: Path) -> None:
        contact = {
            "table": "contact", "id": 1, "name": "Meier", "created_at": "2026-11-22T11:00:00Z",
            "may_call": 1, "permission_on": "31.02.",
        }  # fmt: skip
        assert "call_on of contact" in str(refusal(written(tmp_path, HEAD, contact)))
