"""Every line of spec-diff from what is published to the contract has one reason, and is counted."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import contract_differences
import pytest
from contract_differences import TABLE, complaints, counted, rows
from spec.diff.judge import Change
from spec.diff.render import as_text
from spec.diff.report import Report, compare

from tests.spec.conftest import NEWEST, path_of
from tests.spec.diffing import asking


@pytest.fixture(scope="module")
def report(newest: dict[str, Any], document: dict[str, Any]) -> Report:
    return compare(newest, document)


@pytest.fixture(scope="module")
def page() -> str:
    return TABLE.read_text(encoding="utf-8")


def test_every_line_has_one_row_and_every_row_a_line(page: str, report: Report) -> None:
    assert list(complaints(rows(page), report.changes)) == []


def test_every_count_is_right(page: str, report: Report) -> None:
    assert counted(page, report.changes) == page
    assert sum(row.count for row in rows(page)) == len(report.changes)


def test_the_rows_hold_what_spec_diff_prints(page: str, report: Report) -> None:
    printed = as_text(report)
    plain = [row for row in rows(page) if "*" not in row.where + row.says]
    assert plain
    for row in plain:
        assert row.where in printed
        if row.says != "the operation is new":  # these are listed by their names alone
            assert row.says in printed


def test_every_row_has_a_reason(page: str) -> None:
    assert [row for row in rows(page) if len(row.why.split()) < 2] == []


def test_a_row_for_everything_is_for_a_kind_of_line_that_operations_share(page: str) -> None:
    """A star alone may stand for where, or for a name in a sentence: never for what changed."""
    for row in rows(page):
        assert row.where == "*" or "*" not in row.where
        words = row.says.replace("`*`", "")
        assert "*" not in words
        assert len(words.split()) > 2


# -------------------------------------------------------------------------------- the check itself

OLD, NEW = asking({"type": "string"}), asking({"type": "string", "maxLength": 3, "minLength": 1})
ROW = "| `POST /things` | `` request body (application/json) has a {} `` | breaks caller | 1 | w |"
MAX, MIN = ROW.format("maxLength now: `3`"), ROW.format("minLength now: `1`")
ANY = "| `*` | `` * has a * now: `*` `` | breaks caller | 2 | w |"


@pytest.fixture(scope="module")
def changes() -> list[Change]:
    return compare(OLD, NEW).changes


def test_lines_that_are_explained_are_no_complaint(changes: list[Change]) -> None:
    for text in (f"{MAX}\n{MIN}\n", f"{ANY}\n"):
        assert list(complaints(rows(text), changes)) == []
        assert counted(text, changes) == text


def test_a_line_without_a_row_is_told(changes: list[Change]) -> None:
    (told,) = complaints(rows(MAX), changes)
    assert told.startswith("has no row: POST /things")
    assert "minLength" in told


def test_a_line_with_two_rows_is_told(changes: list[Change]) -> None:
    (told,) = complaints(rows(f"{ANY}\n{MIN}"), changes)
    assert told.startswith("has 2 rows: POST /things")


def test_a_row_without_a_line_is_told(changes: list[Change]) -> None:
    (told,) = complaints(rows(f"{ANY}\n{MAX.replace('3', '4')}"), changes)
    assert told.startswith("covers nothing: line 2: POST /things")


def test_a_row_of_another_class_is_none(changes: list[Change]) -> None:
    told = list(complaints(rows(ANY.replace("breaks caller", "safe")), changes))
    assert len(told) == 3


def test_a_wrong_count_is_corrected(changes: list[Change]) -> None:
    text = f"Together: 7 lines.\n{ANY}\n"
    assert counted(text.replace("| 2 |", "| 9 |"), changes) == text.replace("7", "2")


def test_a_row_that_is_none_is_an_error() -> None:
    with pytest.raises(ValueError, match="line 1 is no row"):
        rows("| `POST /things` | something | safe | 1 | why |")


def test_the_command_says_what_is_wrong_and_corrects_counts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import json

    old, new, table = tmp_path / "old.yaml", tmp_path / "new.yaml", tmp_path / "table.md"
    old.write_text(json.dumps(OLD), encoding="utf-8")
    new.write_text(json.dumps(NEW), encoding="utf-8")
    table.write_text(ANY.replace("| 2 |", "| 9 |"), encoding="utf-8")
    command = [str(old), f"--new={new}", f"--table={table}"]
    assert contract_differences.main(command) == 1
    assert "counts are wrong" in capsys.readouterr().out
    assert contract_differences.main([*command, "--write"]) == 0
    assert table.read_text(encoding="utf-8") == ANY
    assert contract_differences.main(command) == 0
    assert contract_differences.main([str(tmp_path / "none.yaml"), f"--table={table}"]) == 2


def test_the_command_finds_nothing_wrong_with_the_page() -> None:
    assert contract_differences.main([str(path_of(NEWEST))]) == 0
