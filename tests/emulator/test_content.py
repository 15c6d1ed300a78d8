import os
import time

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from together_ext.emulator.serving import Unsatisfiable, window

DATA = bytes(range(256)) * 8


@pytest.fixture(scope="module")
def stored():
    return {}


@pytest.fixture
def url(api, stored):
    if not stored:
        stored["url"] = f"/files/{api.upload(DATA, purpose='fine-tune')['id']}/content"
    return stored["url"]


def test_the_whole_comes_with_everything_a_resume_needs(api, url):
    answer = api.http.get(url)
    assert answer.status_code == 200
    assert answer.content == DATA
    assert answer.headers["content-length"] == str(len(DATA))
    assert answer.headers["accept-ranges"] == "bytes"
    assert answer.headers["etag"].startswith('"')
    assert "last-modified" in answer.headers
    assert "content-encoding" not in answer.headers


def test_head_is_get_without_the_body(api, url):
    head, get = api.http.head(url, headers={"range": "bytes=1-2"}), api.http.get(url)
    assert head.status_code == 200
    assert head.content == b""
    for name in ("content-length", "etag", "last-modified", "accept-ranges"):
        assert head.headers[name] == get.headers[name]


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [
        ("bytes=0-0", 0, 1),
        ("bytes=5-9", 5, 10),
        ("bytes=2000-", 2000, 2048),
        ("bytes=2047-2047", 2047, 2048),
        ("bytes=2000-999999", 2000, 2048),
        ("bytes=-3", 2045, 2048),
        ("bytes=-99999", 0, 2048),
        ("Bytes=1-1", 1, 2),
    ],
)
def test_a_range_is_a_206_with_that_range(api, url, asked, start, end):
    answer = api.http.get(url, headers={"range": asked})
    assert answer.status_code == 206
    assert answer.content == DATA[start:end]
    assert answer.headers["content-range"] == f"bytes {start}-{end - 1}/2048"
    assert answer.headers["content-length"] == str(end - start)


@pytest.mark.parametrize("asked", ["bytes=2048-", "bytes=9999-10000", "bytes=-0", "bytes=9" * 30])
def test_a_range_outside_is_a_416_with_the_size(api, url, asked):
    if asked.count("=") > 1:
        asked = "bytes=" + "9" * 5000 + "-"
    answer = api.http.get(url, headers={"range": asked})
    assert answer.status_code == 416
    assert answer.headers["content-range"] == "bytes */2048"
    assert answer.json()["error"]["code"] == "range_not_satisfiable"


def test_any_range_of_an_empty_file_is_a_416(api):
    file = api.upload(b"", purpose="fine-tune")
    answer = api.http.get(f"/files/{file['id']}/content", headers={"range": "bytes=0-"})
    assert answer.status_code == 416
    assert answer.headers["content-range"] == "bytes */0"


@pytest.mark.parametrize(
    "asked",
    ["bytes=0-1,5-6", "bytes=", "bytes=-", "bytes=a-b", "bytes=5-2", "lines=0-1", "bytes 0-1", ""],
)
def test_several_or_malformed_ranges_are_ignored(api, url, asked):
    answer = api.http.get(url, headers={"range": asked})
    assert answer.status_code == 200
    assert answer.content == DATA


def test_if_range_compares_strongly(api, url):
    head = api.http.head(url).headers
    for good in (head["etag"], head["last-modified"]):
        headers = {"range": "bytes=1-1", "if-range": good}
        assert api.http.get(url, headers=headers).status_code == 206
    for bad in ('"other"', "W/" + head["etag"], "Thu, 01 Jan 1970 00:00:00 GMT", "x"):
        headers = {"range": "bytes=1-1", "if-range": bad}
        answer = api.http.get(url, headers=headers)
        assert (answer.status_code, answer.content) == (200, DATA)


def test_replaced_content_has_another_etag(api):
    id, url = api.announce(purpose="fine-tune")
    api.bare.put(url, content=b"one")
    api.http.post(f"/files/{id}/preprocess")
    first = api.http.get(f"/files/{id}/content").headers["etag"]
    api.bare.put(url, content=b"two")
    headers = {"range": "bytes=0-0", "if-range": first}
    answer = api.http.get(f"/files/{id}/content", headers=headers)
    assert (answer.status_code, answer.content) == (200, b"two")


def test_a_download_under_way_stays_of_one_piece_when_the_file_is_replaced(api):
    id, put = api.announce(purpose="fine-tune")
    api.bare.put(put, content=b"a" * 20_000_000)
    with api.http.stream("GET", f"/files/{id}/content") as answer:
        chunks = answer.iter_raw(1_000_000)
        seen = [next(chunks)]
        api.bare.put(put, content=b"b" * 20_000_000)
        seen += chunks
    assert set(b"".join(seen)) == {ord("a")}


def test_a_big_download_is_cheap_in_memory_and_work(start):
    api = start()
    size = 1 << 30
    id, put = api.announce(purpose="fine-tune", name="big.csv", file_type="csv")
    api.bare.put(put, content=b"x")
    # The content itself is not the point: a sparse gigabyte in the place of the one byte.
    with (api.emulator.data_dir / "files" / id).open("r+b") as file:
        file.truncate(size)
    before, own, total = ticks(api.emulator.pid), time.process_time(), 0
    with api.http.stream("GET", f"/files/{id}/content") as answer:
        for chunk in answer.iter_raw():
            total += len(chunk)
    assert total == size
    # Beside what it costs to read it here: seconds would be a measure of the machine. It is four.
    spent = (ticks(api.emulator.pid) - before) / os.sysconf("SC_CLK_TCK")
    assert spent < 15 * (time.process_time() - own)
    with open(f"/proc/{api.emulator.pid}/status") as status:
        peak = int(status.read().partition("VmHWM:")[2].split()[0])
    assert peak < 100_000


def ticks(pid):
    with open(f"/proc/{pid}/stat") as stat:
        fields = stat.read().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def test_a_client_that_leaves_costs_nothing(start):
    api = start()
    id, put = api.announce(purpose="fine-tune", name="big.csv", file_type="csv")
    api.bare.put(put, content=b"x")
    with (api.emulator.data_dir / "files" / id).open("r+b") as file:
        file.truncate(50 << 30)
    for _ in range(5):
        with httpx.stream(
            "GET", f"{api.emulator.base_url}/files/{id}/content", headers=api.http.headers
        ) as answer:
            next(answer.iter_raw(1000))
    time.sleep(0.2)
    before = ticks(api.emulator.pid)
    time.sleep(0.5)
    assert ticks(api.emulator.pid) - before < 20
    assert "Traceback" not in api.emulator.log.read_text()


@given(st.integers(0, 50), st.integers(0, 60), st.integers(0, 60))
def test_a_window_is_always_inside(size, first, last):
    for header in (f"bytes={first}-{last}", f"bytes={first}-", f"bytes=-{last}"):
        try:
            found = window(header, size)
        except Unsatisfiable:
            continue
        if found is not None:
            assert 0 <= found[0] < found[1] <= size
