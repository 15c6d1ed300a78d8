import hashlib
import os

import pytest

MIB = 1024 * 1024


def initiate(api, content, parts, **more):
    body = {
        "file_name": "big.jsonl",
        "file_size": len(content),
        "num_parts": parts,
        "purpose": "fine-tune",
        "file_type": "jsonl",
        **more,
    }
    return api.http.post("/files/multipart/initiate", json=body)


def put_parts(api, begun, content, size):
    done = []
    for part in begun["parts"]:
        number = part["PartNumber"]
        piece = content[(number - 1) * size : number * size]
        answer = api.bare.put(part["URL"], content=piece, headers=part["Headers"])
        assert answer.status_code == 200, answer.text
        done.append({"part_number": number, "etag": answer.headers["etag"].strip('"')})
    return done


def complete(api, begun, parts):
    body = {"upload_id": begun["upload_id"], "file_id": begun["file_id"], "parts": parts}
    return api.http.post("/files/multipart/complete", json=body)


def test_parts_become_one_file(api):
    content = os.urandom(11 * MIB)
    begun = initiate(api, content, 3, checksum=hashlib.sha256(content).hexdigest()).json()
    assert [part["PartNumber"] for part in begun["parts"]] == [1, 2, 3]
    done = put_parts(api, begun, content, 5 * MIB)
    answer = complete(api, begun, done)
    assert answer.status_code == 200
    assert answer.json()["id"] == begun["file_id"]
    assert answer.json()["bytes"] == len(content)
    assert answer.json()["Processed"] is True
    assert api.http.get(f"/files/{begun['file_id']}/content").content == content
    assert not list((api.emulator.data_dir / "parts").glob(begun["upload_id"] + "*"))
    assert complete(api, begun, done).status_code == 404


def test_content_that_is_already_there_is_a_409(api):
    content = os.urandom(1000)
    file = api.upload(content, purpose="fine-tune")
    answer = initiate(api, content, 1, checksum=hashlib.sha256(content).hexdigest())
    assert answer.status_code == 409
    assert answer.json()["file_id"] == file["id"]


@pytest.mark.parametrize(
    "change",
    [
        {"num_parts": 0},
        {"num_parts": 251},
        {"num_parts": 4},
        {"num_parts": "2"},
        {"num_parts": True},
        {"file_size": 0},
        {"file_size": 60 * 2**30},
        {"purpose": "x"},
        {"file_name": None},
    ],
)
def test_what_cannot_be_is_refused_at_once(api, change):
    assert initiate(api, b"x" * 11 * MIB, 2, **change).status_code == 400


@pytest.mark.parametrize("wrong", ["missing", "etag", "order", "twice", "empty", "shape", "none"])
def test_a_list_of_parts_that_did_not_arrive_so_is_a_400(api, wrong):
    content = os.urandom(6 * MIB)
    begun = initiate(api, content, 2).json()
    done = put_parts(api, begun, content, 5 * MIB)
    parts = {
        "missing": done[:1],
        "etag": [done[0], {**done[1], "etag": "0"}],
        "order": done[::-1],
        "twice": [*done, done[1]],
        "empty": [],
        "shape": [1, 2],
        "none": None,
    }[wrong]
    assert complete(api, begun, parts).status_code == 400
    assert complete(api, begun, done).status_code == 200


def test_a_part_that_is_too_small_or_a_sum_that_is_wrong_is_a_400(api):
    content = os.urandom(6 * MIB)
    begun = initiate(api, content, 2).json()
    small = complete(api, begun, put_parts(api, begun, content, 3 * MIB))
    assert small.json()["error"]["code"] == "entity_too_small"
    short = complete(api, begun, put_parts(api, begun, content[:-1], 5 * MIB))
    assert short.json()["error"]["code"] == "size_mismatch"
    again = complete(api, begun, put_parts(api, begun, content, 5 * MIB))
    assert again.status_code == 200


def test_the_headers_that_come_with_a_url_have_to_be_sent(api):
    begun = initiate(api, b"x", 1).json()
    assert api.bare.put(begun["parts"][0]["URL"], content=b"x").status_code == 403


def test_a_checksum_that_does_not_fit_is_a_400(api):
    begun = initiate(api, b"xy", 1, checksum="0" * 64).json()
    answer = complete(api, begun, put_parts(api, begun, b"xy", 5))
    assert answer.json()["error"]["code"] == "checksum_mismatch"
    assert not (api.emulator.data_dir / "files" / begun["file_id"]).exists()


def test_abort_forgets_the_upload_and_the_file(api):
    begun = initiate(api, b"xyz", 1).json()
    done = put_parts(api, begun, b"xyz", 5)
    ids = {"upload_id": begun["upload_id"], "file_id": begun["file_id"]}
    assert api.http.post("/files/multipart/abort", json=ids).status_code == 200
    assert complete(api, begun, done).status_code == 404
    assert api.http.get(f"/files/{begun['file_id']}").status_code == 404
    assert api.http.post("/files/multipart/abort", json=ids).status_code == 404
    part = begun["parts"][0]
    late = api.bare.put(part["URL"], content=b"xyz", headers=part["Headers"])
    assert late.status_code == 404
    assert not list((api.emulator.data_dir / "parts").glob(begun["upload_id"] + "*"))


def test_an_upload_goes_on_after_a_restart(start):
    api = start("--min-part-bytes", "4")
    begun = initiate(api, b"abcdefg", 2).json()
    first = put_parts(api, {"parts": begun["parts"][:1]}, b"abcdefg", 4)
    api.emulator.kill()
    api.emulator.start()
    second = put_parts(api, {"parts": begun["parts"][1:]}, b"abcdefg", 4)
    assert complete(api, begun, first + second).status_code == 200
    assert api.http.get(f"/files/{begun['file_id']}/content").content == b"abcdefg"
