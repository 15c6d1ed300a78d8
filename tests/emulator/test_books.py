import time

import httpx


def test_operations_are_counted_under_their_names(start):
    api = start()
    file = api.upload(api.jsonl(api.row("a")))
    done = api.wait(api.submit(file["id"])["id"])
    api.lines(done["output_file_id"])
    api.http.get("/nonsense")
    counted = api.emulator.books()["requests"]
    assert counted["POST /files"] == 1
    assert counted["PUT /storage/{id}"] == 1
    assert counted["POST /files/{id}/preprocess"] == 1
    assert counted["POST /batches"] == 1
    assert counted["GET /batches/{id}"] >= 1
    assert counted["GET /files/{id}/content"] == 1
    assert counted["GET unknown"] == 1
    assert "POST /files/upload" not in counted


def test_a_put_is_noted_with_its_headers_and_bytes(start):
    api = start()
    id, url = api.announce()
    api.bare.put(url, content=b"12345", headers={"X-Odd": "1"})
    (put,) = api.emulator.books()["puts"]
    assert put["path"] == f"/storage/{id}"
    assert put["received"] == 5
    assert put["status"] == 200
    assert put["authorization"] is False
    assert {"x-odd", "content-length"} <= set(put["headers"])
    assert api.emulator.books()["authorization_on_storage"] == 0


def test_a_job_is_noted_with_its_input_and_time(start):
    api = start()
    begun = time.time()
    done = api.run(api.row("a"), api.row("b"))
    (job,) = api.emulator.books()["jobs"]
    assert job["id"] == done["id"]
    assert job["input_file_id"] == done["input_file_id"]
    assert begun <= job["created_at"] <= time.time()
    assert (job["rows"], job["rows_done"], job["status"]) == (2, 2, "COMPLETED")


def test_no_key_and_no_signature_is_in_the_books_or_the_log(start):
    api = start()
    api.upload(api.jsonl(api.row("a")))
    text = httpx.get(api.emulator.base_url + "/_emulator/books").text
    assert "test-key" not in text
    assert "Signature" not in text
    assert "test-key" not in api.emulator.log.read_text()
    stored = b"".join(path.read_bytes() for path in api.emulator.data_dir.glob("emulator.sqlite3*"))
    assert b"test-key" not in stored
    assert b"Signature" not in stored


def test_looking_at_the_books_is_not_in_the_books(start):
    api = start()
    assert api.emulator.books()["log"] == []
    assert api.emulator.books()["requests"] == {}


def test_administration_is_not_under_the_prefix(api):
    assert api.http.get("/_emulator/books").status_code == 404
    assert httpx.get(api.emulator.base_url + "/_emulator/nonsense").status_code == 404
