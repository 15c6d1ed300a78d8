"""Ids, file names and paths."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from together_ext import InputFileError, InputFileNotFoundError, InvalidArgumentError, names

ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=()), min_size=1)


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("file-abc.jsonl", "file-abc.jsonl"),
        ("org/file_1", "org--file-1"),
        ("My File", "my-file"),
        ("a\tb\u00a0c", "a-b-c"),
        ("..\\..\\x", "..--..--x"),
        ("/etc/passwd", "--etc--passwd"),
        ("nul\0:*?", "nul----"),
        ("Ünïcode", "ünïcode"),
    ],
)
def test_a_key_becomes_a_file_name(key: str, name: str) -> None:
    assert names.normalize_key(key) == name


@given(ANY_TEXT)
def test_no_id_leaves_the_directory(id: str) -> None:
    try:
        names.check_id(id)
    except InvalidArgumentError:
        return
    destination = names.destination(id, None)
    assert destination.parent == Path.cwd()
    assert destination.name not in {"", ".", ".."}


@given(ANY_TEXT)
def test_a_normalized_key_is_normal(key: str) -> None:
    once = names.normalize_key(key)
    # Lower case twice is not lower case once for a few letters ("İ"), but no separator comes back.
    assert not set("/\\_ \0\n") & set(once)


@pytest.mark.parametrize("id", ["", " ", ".", "..", None, 7, b"file-1", "\ud800"])
def test_what_is_no_id_is_refused(id: object) -> None:
    with pytest.raises(InvalidArgumentError):
        names.check_id(id)


def test_a_missing_output_id_says_why_it_may_be_missing() -> None:
    with pytest.raises(InvalidArgumentError, match="look at its status"):
        names.check_id(None)


def test_a_missing_batch_id_says_where_to_look_for_the_job() -> None:
    from together_openapi.types import UNSET

    for absent in (None, UNSET):
        with pytest.raises(InvalidArgumentError, match=r"batch id must .* batches\.list\(\)"):
            names.check_id(absent, "batch id")


def test_no_output_means_the_current_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert names.destination("Org/File_1", None) == tmp_path / "org--file-1.jsonl"


def test_a_directory_gets_the_default_name(tmp_path: Path) -> None:
    assert names.destination("f_1", tmp_path) == tmp_path / "f-1.jsonl"


def test_a_text_that_ends_in_a_separator_names_a_directory(tmp_path: Path) -> None:
    assert names.destination("f", f"{tmp_path}/new/") == tmp_path / "new" / "f.jsonl"


def test_a_str_becomes_a_path(tmp_path: Path) -> None:
    assert names.destination("f", str(tmp_path / "x.jsonl")) == tmp_path / "x.jsonl"


def test_home_is_expanded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert names.destination("f", "~/x.jsonl") == tmp_path / "x.jsonl"


@pytest.mark.parametrize("output", ["", "a\0b", 3, b"x"])
def test_what_is_no_path_is_refused(output: object) -> None:
    with pytest.raises(InvalidArgumentError):
        names.destination("f", output)


def test_an_input_file_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "in.jsonl").write_text("{}\n")
    monkeypatch.chdir(tmp_path)
    assert names.input_file("in.jsonl") == tmp_path / "in.jsonl"


def test_a_missing_input_file_is_a_file_not_found_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as caught:
        names.input_file(tmp_path / "none.jsonl")
    assert isinstance(caught.value, InputFileNotFoundError)
    assert "none.jsonl" in str(caught.value)


def test_an_empty_input_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty.jsonl").touch()
    with pytest.raises(InputFileError, match="empty"):
        names.input_file(tmp_path / "empty.jsonl")


def test_a_directory_is_no_input_file(tmp_path: Path) -> None:
    with pytest.raises(InputFileError, match="directory"):
        names.input_file(tmp_path)


def test_a_pipe_is_no_input_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.jsonl")
    with pytest.raises(InputFileError, match="regular"):
        names.input_file(tmp_path / "pipe.jsonl")


def test_a_path_through_a_file_is_an_input_file_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(InputFileError, match="cannot be read"):
        names.input_file(tmp_path / "file" / "x.jsonl")


def test_an_unknown_purpose_names_the_known_ones() -> None:
    with pytest.raises(InvalidArgumentError, match="batch-api"):
        names.check_purpose("batch")


def test_a_generated_purpose_is_taken() -> None:
    from together_openapi.models import FilePurpose

    assert names.check_purpose(FilePurpose.BATCH_API) == "batch-api"


@pytest.mark.parametrize(
    ("name", "given_type", "expected"),
    [
        ("a.jsonl", None, "jsonl"),
        ("a.JSONL", None, "jsonl"),
        ("a.csv", None, "csv"),
        ("a.parquet", None, "parquet"),
        ("a.txt", "jsonl", "jsonl"),
    ],
)
def test_the_file_type_follows_the_suffix(name: str, given_type: str | None, expected: str) -> None:
    assert names.file_type_of(Path(name), given_type) == expected


def test_bytes_without_a_name_ask_for_one() -> None:
    with pytest.raises(InvalidArgumentError, match=r"pass filename= or file_type="):
        names.file_type_of(Path(""))


@pytest.mark.parametrize("value", [-1, float("nan"), "5", None, [1]])
def test_what_is_no_number_is_named(value: object) -> None:
    with pytest.raises(InvalidArgumentError, match=r"^wait must be 0 s or more, not "):
        names.check_number("wait", value, "s")


def test_zero_is_a_number_unless_it_must_be_more() -> None:
    names.check_number("wait", 0, "s")
    with pytest.raises(InvalidArgumentError, match=r"^poll must be more than 0 s, not 0\.$"):
        names.check_number("poll", 0, "s", above_zero=True)


@pytest.mark.parametrize(("name", "given_type"), [("a.txt", None), ("a", None), ("a.csv", "xls")])
def test_an_unknown_file_type_is_refused(name: str, given_type: str | None) -> None:
    with pytest.raises(InvalidArgumentError):
        names.file_type_of(Path(name), given_type)
