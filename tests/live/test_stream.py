"""Content as a stream: gone on with where it can be proven, an error where it cannot."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from proof.answers import Framing
from proof.chaos import Answer, Chaos, Content

from tests.conftest import Client
from tests.live.chaos import Case
from together_ext import errors

CUT = Answer(cut=1_000_000)


@pytest.fixture
def case(use: Client, chaos: Chaos, tmp_path: Path) -> Case:
    return Case(use, chaos, tmp_path)


def read(case: Case, how: str = "iter_bytes", max_retries: int = 5, **options: Any) -> list[Any]:
    """Read the stream to its end; what came before an error is in its ``given_out``."""
    found: list[Any] = []

    def sync(client: Any) -> list[Any]:
        with client.files.content("file-1", **options) as stream:
            found.extend(getattr(stream, how)())
        return found

    async def asynchronous(client: Any) -> list[Any]:
        async with client.files.content("file-1", **options) as stream:
            async for piece in getattr(stream, how)():
                found.append(piece)
        return found

    function = sync if case.use.flavour == "sync" else asynchronous
    result: list[Any] = case.use(function, base_url=case.server.base_url, max_retries=max_retries)
    return result


@pytest.mark.parametrize("at", [1, 65_536, 1_000_000, 2_999_999])
def test_a_stream_that_is_cut_goes_on_from_there(case: Case, at: int) -> None:
    case.script(Answer(cut=at))
    assert b"".join(read(case)) == case.file.content.whole()
    assert case.asked() == [None, f"bytes={at}-"]
    assert case.server.seen()[1].headers["if-range"] == '"one"'


def test_a_stream_that_is_cut_often_goes_on_each_time(case: Case) -> None:
    case.script(CUT, Answer(ranges="short"), Answer(cut=300_000))
    assert b"".join(read(case)) == case.file.content.whole()


@pytest.mark.parametrize(
    "answer",
    [
        Answer(content=Content(3_000_000, seed=1), etag='"two"'),
        Answer(content=Content(3_000_000, seed=1), etag='"two"', if_range="ignore"),
        Answer(ranges="ignore"),
        Answer(ranges="wrong-start"),
        Answer(ranges="wrong-total"),
        Answer(ranges="refuse"),
    ],
    ids=["changed", "spliced", "200", "start", "total", "416"],
)
def test_what_cannot_be_proven_the_same_is_an_error(case: Case, answer: Answer) -> None:
    case.script(CUT, answer)
    with pytest.raises(errors.DownloadError, match="after 1000000 bytes") as caught:
        read(case)
    assert caught.value.received == 1_000_000


def test_without_a_strong_etag_a_cut_is_an_error(case: Case) -> None:
    case.file.etag = None
    case.script(CUT)
    with pytest.raises(errors.DownloadError):
        read(case)
    assert len(case.asked()) == 1


def test_a_cut_before_the_first_byte_is_only_another_request(case: Case) -> None:
    case.file.etag = None
    case.script(Answer(cut=0))
    assert b"".join(read(case)) == case.file.content.whole()


def test_a_stream_that_stays_cut_names_both_sizes(case: Case) -> None:
    case.script(then=Answer(cut=1000))
    with pytest.raises(errors.DownloadError) as caught:
        read(case, max_retries=1)
    assert (caught.value.expected, caught.value.received) == (3_000_000, 2000)


@pytest.mark.parametrize("framing", ["chunked", "close"])
def test_a_stream_without_a_length_is_measured_at_its_end(case: Case, framing: Framing) -> None:
    case.script(Answer(framing=framing))
    assert b"".join(read(case)) == case.file.content.whole()


def test_a_page_is_an_error_at_its_end(case: Case) -> None:
    case.script(then=Answer(body=b"<html>", headers={"Content-Type": "text/html"}))
    with pytest.raises(errors.DownloadError):
        read(case)


def test_a_file_that_is_being_prepared_is_waited_for(case: Case) -> None:
    case.script(Answer(status=202, headers={"Retry-After": "0.01"}))
    assert b"".join(read(case, wait=10)) == case.file.content.whole()


def serve(case: Case, body: bytes) -> None:
    case.file.witness = len(body)
    case.script(then=Answer(body=body))


def test_json_is_read_line_by_line(case: Case) -> None:
    serve(case, '{"a": "\u2028"}\n\n[1, 2]\r\nnull\n3'.encode())
    assert read(case, "iter_json") == [{"a": "\u2028"}, [1, 2], None, 3]


@pytest.mark.parametrize("bad", [b"{", b"nope", b'{"a": 1} x', b"[" * 200_000])
def test_a_line_that_is_not_json_is_named(case: Case, bad: bytes) -> None:
    serve(case, b'{"a": 1}\n\n' + bad + b"\n4\n")
    with pytest.raises(errors.InvalidLineError, match="line 3 of file file-1") as caught:
        read(case, "iter_json")
    assert (caught.value.line, caught.value.id) == (3, "file-1")


@pytest.mark.parametrize("way", ["iter_lines", "iter_json"])
def test_a_line_that_is_no_text_is_named(case: Case, way: str) -> None:
    serve(case, b'{"a": 1}\n\n"\xff"\n4\n')
    with pytest.raises(errors.InvalidLineError, match="line 3") as caught:
        read(case, way)
    assert caught.value.line == 3
