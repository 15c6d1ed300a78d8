import hashlib
import json
import threading
import time
from pathlib import Path

import pytest

FIELDS = {"purpose": "batch-api", "file_name": "a.jsonl", "file_type": "jsonl"}


def test_a_form_without_a_file_is_answered_with_a_presigned_url(api):
    answer = api.http.post("/files", data=FIELDS)
    assert answer.status_code == 302
    assert answer.headers["x-together-file-id"].startswith("file-")
    url = answer.headers["location"]
    assert not url.startswith(api.emulator.base_url + "/")
    assert "Expires=" in url
    assert "Signature=" in url


@pytest.mark.parametrize("kind", ["multipart", "query", "json", "no prefix"])
def test_announcing_takes_what_any_client_sends(api, kind):
    if kind == "multipart":
        answer = api.http.post("/files", files={n: (None, v) for n, v in FIELDS.items()})
    elif kind == "query":
        answer = api.http.post("/files", params=FIELDS)
    elif kind == "json":
        answer = api.http.post("/files", json=FIELDS)
    else:
        answer = api.http.post(api.emulator.base_url + "/files", data=FIELDS)
    assert answer.status_code == 302, answer.text


@pytest.mark.parametrize(
    ("change", "param"),
    [
        ({"purpose": ""}, "purpose"),
        ({"purpose": "world domination"}, "purpose"),
        ({"file_name": ""}, "file_name"),
        ({"file_type": "exe"}, "file_type"),
        ({"checksum": "abc"}, "checksum"),
    ],
)
def test_announcing_nonsense_is_a_400_that_names_the_field(api, change, param):
    answer = api.http.post("/files", data={**FIELDS, **change})
    assert answer.status_code == 400
    assert answer.json()["error"]["param"] == param


def test_a_file_goes_from_announced_to_processed(api):
    id, url = api.announce()
    pending = api.http.get(f"/files/{id}").json()
    assert (pending["bytes"], pending["Processed"], pending["processing_status"]) == (
        0,
        False,
        "PENDING",
    )
    content = api.jsonl(api.row("a"), api.row("b"))
    put = api.bare.put(url, content=content)
    assert put.status_code == 200
    assert put.headers["etag"].strip('"')
    done = api.http.post(f"/files/{id}/preprocess").json()
    assert done["id"] == id
    assert done["object"] == "file"
    assert done["filename"] == "in.jsonl"
    assert done["bytes"] == len(content)
    assert done["purpose"] == "batch-api"
    assert done["FileType"] == "jsonl"
    assert done["LineCount"] == 2
    assert done["Processed"] is True
    assert done["processing_status"] == "COMPLETED"
    assert isinstance(done["created_at"], int)
    assert api.http.get(f"/files/{id}").json() == done
    assert done in api.http.get("/files").json()["data"]


def test_preprocess_without_the_bytes_is_a_400(api):
    id, _ = api.announce()
    answer = api.http.post(f"/files/{id}/preprocess")
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "file_not_uploaded"


def test_preprocess_checks_the_checksum_that_was_announced(api):
    id, url = api.announce(checksum="0" * 64)
    api.bare.put(url, content=b"something else")
    answer = api.http.post(f"/files/{id}/preprocess")
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "checksum_mismatch"


def test_the_same_content_for_the_same_purpose_is_a_409_with_the_file_id(api):
    content = api.jsonl(api.row("same"))
    checksum = hashlib.sha256(content).hexdigest()
    first = api.upload(content, checksum=checksum)
    again = api.http.post("/files", data={**FIELDS, "checksum": checksum})
    assert again.status_code == 409
    assert again.json()["file_id"] == first["id"]
    assert again.json()["error"]["message"]
    other = api.http.post("/files", data={**FIELDS, "checksum": checksum, "purpose": "eval"})
    assert other.status_code == 302
    api.http.delete(f"/files/{first['id']}")
    assert api.http.post("/files", data={**FIELDS, "checksum": checksum}).status_code == 302


def test_an_upload_that_never_finished_is_no_reason_for_a_409(api):
    content = b'{"a": 1}\n'
    checksum = hashlib.sha256(content).hexdigest()
    _, url = api.announce(checksum=checksum)
    api.bare.put(url, content=content)
    assert api.http.post("/files", data={**FIELDS, "checksum": checksum}).status_code == 302


def test_a_put_repeated_replaces(api):
    id, url = api.announce(purpose="fine-tune")
    first = api.bare.put(url, content=b"first").headers["etag"]
    second = api.bare.put(url, content=b"second one").headers["etag"]
    assert first != second
    assert api.http.post(f"/files/{id}/preprocess").json()["bytes"] == 10
    assert api.http.get(f"/files/{id}/content").content == b"second one"


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b'{"a": 1}\nnot json\n', "line 2: not valid JSON"),
        (b"[1]\n", "line 1: not a JSON object"),
        (b'{"a": NaN}\n', "line 1: not valid JSON"),
        (b'{"a": "\xff"}\n', "line 1: not valid JSON"),
        (b"[" * 100_000 + b"\n", "line 1: not valid JSON"),
        (b"", "line 1: the file holds no requests"),
    ],
)
def test_preprocess_reports_a_batch_file_that_is_not_jsonl(api, content, problem):
    done = api.upload(content)
    assert done["processing_status"] == "INVALID_FORMAT"
    assert done["validation_report"]["valid"] is False
    assert done["validation_report"]["error"] == problem


def test_lines_end_at_the_line_feed_only(api):
    content = '{"a": "\u2028\x85\u2029"}\r\n{"b": 1}'.encode()
    assert api.upload(content)["LineCount"] == 2


def test_the_documented_upload_takes_everything_in_one_form(api):
    content = api.jsonl(api.row("in a form"))
    answer = api.http.post(
        "/files/upload", data={**FIELDS, "file_name": "näme.jsonl"}, files={"file": content}
    )
    assert answer.status_code == 200
    assert answer.json()["filename"] == "näme.jsonl"
    assert answer.json()["Processed"] is True
    assert api.http.get(f"/files/{answer.json()['id']}/content").content == content


def test_the_documented_upload_of_the_same_content_is_a_409_with_the_file_id(api):
    content = api.jsonl(api.row("twice in a form"))
    first, again = (
        api.http.post("/files/upload", data=FIELDS, files={"file": content}) for _ in range(2)
    )
    assert (first.status_code, again.status_code) == (200, 409)
    assert again.json()["file_id"] == first.json()["id"]
    other = {**FIELDS, "purpose": "fine-tune"}
    answer = api.http.post("/files/upload", data=other, files={"file": content})
    assert answer.status_code == 200


def test_the_documented_upload_without_a_file_is_a_400(api):
    answer = api.http.post("/files/upload", data=FIELDS)
    assert answer.status_code == 400
    assert answer.json()["error"]["param"] == "file"


@pytest.mark.parametrize("way", ["put", "form"])
def test_memory_does_not_grow_with_an_upload(start, way):
    api = start()
    size = 200_000_000
    if way == "put":
        id, url = api.announce(purpose="fine-tune")
        api.bare.put(url, content=(b"x" * 1_000_000 for _ in range(size // 1_000_000)))
        assert api.http.post(f"/files/{id}/preprocess").json()["bytes"] == size
    else:
        big = api.emulator.data_dir.parent / "big"
        with big.open("wb") as file:
            file.truncate(size)
        with big.open("rb") as file:
            fields = {**FIELDS, "purpose": "fine-tune", "file_type": "csv"}
            answer = api.http.post("/files/upload", data=fields, files={"file": file})
        assert answer.json()["bytes"] == size
    assert peak(api.emulator.pid) < 100_000_000


def peak(pid):
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) * 1024


def test_delete_removes_the_file_and_its_bytes(api):
    file = api.upload(b"x", purpose="fine-tune")
    path = api.emulator.data_dir / "files" / file["id"]
    assert path.read_bytes() == b"x"
    answer = api.http.delete(f"/files/{file['id']}")
    assert answer.json() == {"id": file["id"], "object": "file", "deleted": True}
    assert not path.exists()
    assert api.http.get(f"/files/{file['id']}").status_code == 404
    assert api.http.delete(f"/files/{file['id']}").status_code == 404


@pytest.mark.parametrize(
    "id",
    [
        "nope",
        "..",
        "%2e%2e",
        "..%2f..%2femulator.sqlite3",
        "%2Fetc%2Fpasswd",
        "a%00b",
        "%F0%9F%98%80",
        "%ff%fe",
        "a" * 5000,
        "'; DROP TABLE files; --",
    ],
)
@pytest.mark.parametrize("rest", ["", "/content"])
def test_a_weird_id_is_a_404_in_the_apis_shape(api, id, rest):
    answer = api.http.get(f"/files/{id}{rest}")
    # httpx itself resolves a bare "..": whatever it asks for then is not there either.
    assert answer.status_code == 404
    assert answer.json()["error"]["code"] == "not_found"


def test_a_file_name_is_never_a_path(api):
    file = api.upload(b"x", purpose="fine-tune", name="../../../tmp/evil\n.jsonl")
    assert file["filename"] == "../../../tmp/evil\n.jsonl"
    assert (api.emulator.data_dir / "files" / file["id"]).exists()


def test_a_file_can_take_its_time_to_be_processed(start):
    api = start("--processing-seconds", "3")
    file = api.upload(api.jsonl(api.row("a")))
    assert (file["processing_status"], file["Processed"]) == ("RUNNING", False)
    body = {"input_file_id": file["id"], "endpoint": "/v1/chat/completions"}
    assert api.http.post("/batches", json=body).status_code == 400
    deadline = time.monotonic() + 100
    while not api.http.get(f"/files/{file['id']}").json()["Processed"]:
        assert time.monotonic() < deadline
        time.sleep(0.02)
    assert api.http.post("/batches", json=body).status_code == 201


def test_many_clients_at_once_each_get_their_own_file(api):
    problems = []

    def one(number):
        content = b"%d\n" % number * 1000
        file = api.upload(content, purpose="fine-tune", name=f"{number}.jsonl")
        if api.http.get(f"/files/{file['id']}/content").content != content:
            problems.append(number)

    threads = [threading.Thread(target=one, args=(n,)) for n in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    assert len({f["id"] for f in api.http.get("/files").json()["data"]}) >= 40


def test_a_name_that_is_not_unicode_is_a_400(api):
    body = {**FIELDS, "file_name": "\ud800"}
    answer = api.http.post(
        "/files", content=json.dumps(body), headers={"content-type": "application/json"}
    )
    assert answer.status_code == 400
