import gzip
import socket
import time
from contextlib import suppress
from urllib.parse import urlsplit

import httpx
import pytest

DATA = bytes(range(256)) * 40
CONTENT = "/files/*/content"


@pytest.fixture
def url(api):
    return f"/files/{api.upload(DATA, purpose='fine-tune')['id']}/content"


def test_a_status_with_headers_for_the_next_n_requests(api):
    api.emulator.fault("status", "/files", "GET", times=2, code=503, headers={"Retry-After": "7"})
    for _ in range(2):
        answer = api.http.get("/files")
        assert answer.status_code == 503
        assert answer.headers["retry-after"] == "7"
        assert answer.json()["error"]["code"] == "emulator_fault"
        assert answer.headers["x-request-id"]
    assert api.http.get("/files").status_code == 200


def test_a_status_with_a_body_and_a_type(api):
    api.emulator.fault("status", "/files", code=429, body="slow down", content_type="text/weird")
    answer = api.http.get("/files")
    assert (answer.status_code, answer.text) == (429, "slow down")
    assert answer.headers["content-type"] == "text/weird"
    api.emulator.fault("status", "/files", code=400, body={"error": "a string"})
    assert api.http.get("/files").json() == {"error": "a string"}


def test_a_status_can_come_after_the_work_was_done(api):
    file = api.upload(api.jsonl(api.row("a")))
    body = {"input_file_id": file["id"], "endpoint": "/v1/chat/completions"}
    for act, jobs in ((False, 0), (True, 1)):
        api.emulator.fault("status", "/batches", "POST", code=500, act=act)
        assert api.http.post("/batches", json=body).status_code == 500
        assert api.emulator.books()["jobs_by_input"].get(file["id"], 0) == jobs


def test_skip_lets_requests_through_first(api):
    api.emulator.fault("status", "/files", skip=2)
    codes = [api.http.get("/files").status_code for _ in range(4)]
    assert codes == [200, 200, 500, 200]


def test_times_minus_one_lasts_until_cleared(api):
    api.emulator.fault("status", "/files", times=-1)
    assert [api.http.get("/files").status_code for _ in range(3)] == [500, 500, 500]
    api.emulator.clear_faults()
    assert api.http.get("/files").status_code == 200


def test_the_prefix_does_not_matter_and_other_paths_are_left_alone(api):
    api.emulator.fault("status", "/files", "GET")
    assert api.http.get("/models").status_code == 200
    assert api.http.post("/files").status_code == 400
    assert api.http.get(api.emulator.base_url + "/files").status_code == 500


@pytest.mark.parametrize(("kind", "jobs"), [("drop_before", 0), ("drop_after", 1)])
def test_a_lost_reply_with_and_without_the_work(api, kind, jobs):
    file = api.upload(api.jsonl(api.row("a")))
    api.emulator.fault(kind, "/batches", "POST")
    with pytest.raises(httpx.TransportError):
        api.submit(file["id"])
    assert api.emulator.books()["jobs_by_input"].get(file["id"], 0) == jobs


def test_a_connection_lost_in_the_middle_of_an_upload(api):
    id, url = api.announce(purpose="fine-tune")
    api.emulator.fault("drop_before", "/storage/*", "PUT", read_bytes=1_000_000)
    with pytest.raises(httpx.TransportError):
        api.bare.put(url, content=b"x" * 20_000_000)
    assert api.http.get(f"/files/{id}").json()["bytes"] == 0
    (put,) = [put for put in api.emulator.books()["puts"] if id in put["path"]]
    assert put["fault"] == "drop_before"
    assert put["status"] is None
    assert 1_000_000 <= put["received"] < 20_000_000


def test_the_second_origin_can_fail_too(api):
    _, url = api.announce()
    api.emulator.fault("status", "/storage/*", "PUT", code=503)
    assert api.bare.put(url, content=b"x" * 5_000_000).status_code == 503
    assert api.bare.put(url, content=b"x").status_code == 200


@pytest.mark.parametrize("size", [0, 1, 5000, 10_239])
def test_a_body_cut_short_breaks_its_content_length(api, url, size):
    api.emulator.fault("cut_body", CONTENT, bytes=size)
    got = b""
    with api.http.stream("GET", url) as answer:
        assert answer.headers["content-length"] == str(len(DATA))
        # The cut shows only while the body is read, inside the block.
        with pytest.raises(httpx.RemoteProtocolError):  # noqa: PT012
            for chunk in answer.iter_raw():
                got += chunk
    assert got == DATA[:size]
    assert api.http.get(url).content == DATA


def test_a_length_that_lies_ends_cleanly(api, url):
    api.emulator.fault("short_length", CONTENT, bytes=100)
    answer = api.http.get(url)
    assert (answer.status_code, answer.content) == (200, DATA[:100])
    assert api.http.get(url).content == DATA


def test_a_stall_pauses_in_the_middle(api, url):
    api.emulator.fault("stall", CONTENT, bytes=10, seconds=2.0)
    begun = time.monotonic()
    with api.http.stream("GET", url) as answer:
        chunks = answer.iter_raw()
        first = next(chunks)
        rest = b"".join(chunks)
    assert time.monotonic() - begun > 1.9
    assert first == DATA[:10]
    assert first + rest == DATA


def test_a_delay_comes_before_the_answer(api):
    api.emulator.fault("delay", "/files", seconds=0.3)
    begun = time.monotonic()
    assert api.http.get("/files").status_code == 200
    assert time.monotonic() - begun > 0.25


def test_a_page_instead_of_the_content(api, url):
    api.emulator.fault("html", CONTENT)
    answer = api.http.get(url)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/html")


def test_a_redirect_to_anywhere(api, url):
    api.emulator.fault("redirect", CONTENT, location="https://elsewhere.example/x", code=307)
    answer = api.http.get(url)
    assert answer.status_code == 307
    assert answer.headers["location"] == "https://elsewhere.example/x"


def test_a_redirect_to_the_second_origin_serves_the_file_there(api, url):
    api.emulator.fault("redirect", CONTENT, location="storage")
    location = api.http.get(url).headers["location"]
    assert api.bare.get(location).content == DATA
    ranged = api.bare.get(location, headers={"range": "bytes=1-3"})
    assert (ranged.status_code, ranged.content) == (206, DATA[1:4])
    assert api.bare.put(location, content=b"x").status_code == 403
    assert api.http.get(location).status_code == 400


def test_chunked_has_no_content_length(api, url):
    api.emulator.fault("chunked", CONTENT)
    answer = api.http.get(url)
    assert answer.headers["transfer-encoding"] == "chunked"
    assert "content-length" not in answer.headers
    assert answer.content == DATA


def test_gzip_is_gzip(api, url):
    api.emulator.fault("gzip", CONTENT)
    with api.http.stream("GET", url) as answer:
        raw = b"".join(answer.iter_raw())
    assert answer.headers["content-encoding"] == "gzip"
    assert gzip.decompress(raw) == DATA


def test_close_delimited_has_no_framing_at_all(api, url):
    api.emulator.fault("close_delimited", CONTENT)
    parts = urlsplit(api.emulator.base_url)
    with socket.create_connection((parts.hostname, parts.port), timeout=100) as client:
        client.sendall(f"GET {url} HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer k\r\n\r\n".encode())
        got = b""
        while chunk := client.recv(65536):
            got += chunk
    head, _, body = got.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200 OK\r\n")
    assert b"content-length" not in head.lower()
    assert b"transfer-encoding" not in head.lower()
    assert body == DATA


def test_close_delimited_carries_a_big_body(api):
    big = b"z" * 30_000_000
    id = api.upload(big, purpose="fine-tune")["id"]
    api.emulator.fault("close_delimited", CONTENT)
    assert api.http.get(f"/files/{id}/content").content == big


def test_headers_can_be_taken_from_the_request_and_the_answer(api, url):
    api.emulator.fault("headers", CONTENT, request={"Range": None}, response={"ETag": None})
    answer = api.http.get(url, headers={"range": "bytes=0-1"})
    assert (answer.status_code, answer.content) == (200, DATA)
    assert "etag" not in answer.headers
    wrong = {"Content-Range": "bytes 5-9/10"}
    api.emulator.fault("headers", CONTENT, response=wrong)
    answer = api.http.get(url, headers={"range": "bytes=0-4"})
    assert answer.headers.get_list("content-range") == ["bytes 5-9/10"]


@pytest.mark.parametrize(
    "spec",
    [
        {},
        {"kind": "nonsense"},
        {"kind": "delay", "bytes": 1},
        {"kind": "delay", "seconds": "1"},
        {"kind": "status", "code": "500"},
        {"kind": "delay", "times": 0},
        {"kind": "delay", "id": 1},
        {"kind": "delay", "method": None},
        {"kind": ["delay"]},
    ],
)
def test_a_fault_that_makes_no_sense_is_a_400(api, spec):
    answer = httpx.post(api.emulator.base_url + "/_emulator/faults", json=spec)
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "invalid_fault"


def test_what_is_to_come_can_be_looked_at(api):
    api.emulator.fault("delay", "/files", seconds=1, times=3)
    (fault,) = httpx.get(api.emulator.base_url + "/_emulator/faults").json()
    assert fault["kind"] == "delay"
    assert fault["times"] == 3
    assert fault["parameters"] == {"seconds": 1, "anyway": False}


def test_no_fault_leaves_a_traceback_behind(start):
    api = start()
    id = api.upload(DATA * 100, purpose="fine-tune")["id"]
    for kind in (
        "drop_before",
        "drop_after",
        "cut_body",
        "short_length",
        "close_delimited",
        "gzip",
    ):
        api.emulator.fault(kind, CONTENT)
        with suppress(httpx.TransportError):
            api.http.get(f"/files/{id}/content")
    assert api.http.get(f"/files/{id}/content").content == DATA * 100
    assert api.emulator.log.read_text() == ""


def test_a_stall_can_come_late_in_a_big_body(api):
    big = b"q" * 3_000_000
    id = api.upload(big, purpose="fine-tune")["id"]
    api.emulator.fault("stall", CONTENT, bytes=2_000_000, seconds=0.1)
    assert api.http.get(f"/files/{id}/content").content == big


def test_administration_is_for_loopback_only(start):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            # Sends nothing: it only asks the kernel which of its addresses it would use.
            probe.connect(("192.0.2.1", 9))
        except OSError:
            pytest.skip("no address but loopback here")
        address = probe.getsockname()[0]
    if address.startswith("127."):
        pytest.skip("no address but loopback here")
    port = start("--host", "0.0.0.0").emulator.base_url.rpartition(":")[2]
    answer = httpx.get(f"http://{address}:{port}/_emulator/books")
    assert answer.status_code == 403
    assert answer.json()["error"]["code"] == "forbidden"


def test_a_job_ends_half_way_as_it_is_told(api):
    for end in ("EXPIRED", "CANCELLED", "FAILED", "COMPLETED"):
        api.emulator.fault("job", "/batches", method="POST", end=end, after=0.5)
        done = api.run(*[api.row(f"{end}-{n}") for n in range(10)])
        assert done["status"] == end
        assert len(api.lines(done["output_file_id"])) == 5


def test_a_job_is_not_listed_at_once(api):
    api.emulator.fault("job", "/batches", method="POST", hidden=3.0)
    job = api.submit(api.upload(api.jsonl(api.row("hidden")))["id"])

    def listed():
        return job["id"] in [seen["id"] for seen in api.http.get("/batches").json()]

    assert not listed()
    assert api.job(job["id"])["id"] == job["id"]
    deadline = time.monotonic() + 100
    while not listed():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_fields_of_jobs_are_rewritten(api):
    job = api.submit(api.upload(api.jsonl(api.row("rewritten")))["id"])
    api.emulator.fault("rewrite", "/batches", method="GET", set={"input_file_id": None})
    assert {seen["input_file_id"] for seen in api.http.get("/batches").json()} == {None}
    api.emulator.fault("rewrite", "/batches/*", method="GET", set={"status": "PONDERING"})
    assert api.job(job["id"])["status"] == "PONDERING"
    assert api.job(job["id"])["status"] != "PONDERING"


def test_a_late_request_is_carried_out_although_the_client_is_gone(api):
    file = api.upload(api.jsonl(api.row("late")))
    api.emulator.fault("delay", "/batches", method="POST", seconds=2.0, anyway=True)
    body = {"input_file_id": file["id"], "endpoint": "/v1/chat/completions"}
    with pytest.raises(httpx.ReadTimeout):
        api.http.post("/batches", json=body, timeout=0.05)
    deadline = time.monotonic() + 100
    while file["id"] not in api.emulator.books()["jobs_by_input"]:
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_a_line_has_another_name_or_is_no_line_at_all(api):
    rows = [api.row("a", emulator_alias="nobody"), api.row("b", emulator_raw='{"cut'), api.row("c")]
    done = api.run(*rows)
    content = api.http.get(f"/files/{done['output_file_id']}/content").content
    assert b'"custom_id":"nobody"' in content
    assert b'{"cut\n' in content
    assert b'"custom_id":"a"' not in content
