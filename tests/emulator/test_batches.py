import random
import string
import time
import uuid
from datetime import datetime

import pytest


def test_a_job_runs_from_validating_to_completed(api):
    file = api.upload(api.jsonl(api.row("a"), api.row("b")))
    answer = api.http.post(
        "/batches",
        json={
            "input_file_id": file["id"],
            "endpoint": "/v1/chat/completions",
            "completion_window": "24h",
        },
    )
    assert answer.status_code == 201
    assert set(answer.json()) == {"job"}
    job = answer.json()["job"]
    assert str(uuid.UUID(job["id"])) == job["id"]
    assert job["status"] == "VALIDATING"
    assert job["input_file_id"] == file["id"]
    assert job["file_size_bytes"] == file["bytes"]
    assert job["endpoint"] == "/v1/chat/completions"
    assert job["progress"] == 0
    assert "output_file_id" not in job
    day = datetime.fromisoformat(job["job_deadline"][:-1]) - datetime.fromisoformat(
        job["created_at"][:-1]
    )
    assert day.total_seconds() == 24 * 3600
    done = api.wait(job["id"])
    assert done["status"] == "COMPLETED"
    assert done["progress"] == 100
    assert done["model_id"] == "m"
    assert done["completed_at"].endswith("Z")
    assert "error" not in done
    assert "error_file_id" not in done
    output = api.http.get(f"/files/{done['output_file_id']}").json()
    assert output["purpose"] == "batch-generated"
    assert output["LineCount"] == 2
    content = api.http.get(f"/files/{done['output_file_id']}/content").content
    assert output["bytes"] == len(content)
    assert output in api.http.get("/files").json()["data"]


def test_an_output_line_holds_a_chat_completion(api):
    done = api.run(api.row("the-id", "Ärger\u2028macht Mühe. Und mehr."))
    (line,) = api.lines(done["output_file_id"])
    assert set(line) == {"id", "custom_id", "response"}
    assert line["id"].startswith("br_")
    assert line["custom_id"] == "the-id"
    assert line["response"]["status_code"] == 200
    body = line["response"]["body"]
    assert body["object"] == "chat.completion"
    assert body["model"] == "m"
    assert body["choices"][0]["message"]["content"] == "Ärger\u2028macht Mühe."
    assert body["usage"]["total_tokens"] > 0
    raw = api.http.get(f"/files/{done['output_file_id']}/content").content
    assert "\u2028".encode() in raw


@pytest.mark.parametrize("count", [2, 3, 100])
def test_the_output_is_never_in_the_order_of_the_input(api, count):
    ids = [f"r{n}" for n in range(count)]
    done = api.run(*[api.row(id) for id in ids])
    got = [line["custom_id"] for line in api.lines(done["output_file_id"])]
    assert got != ids
    assert sorted(got) == sorted(ids)


def test_rows_that_fail_are_in_the_error_file_alone(api):
    done = api.run(
        api.row("good"),
        api.row("bad", emulator_fail=500),
        api.row("named", emulator_fail="invalid_model"),
        {"custom_id": "empty", "body": {"model": "m", "messages": []}},
    )
    assert done["status"] == "COMPLETED"
    assert [line["custom_id"] for line in api.lines(done["output_file_id"])] == ["good"]
    errors = {line["custom_id"]: line["error"] for line in api.lines(done["error_file_id"])}
    assert {id: error["code"] for id, error in errors.items()} == {
        "bad": 500,
        "named": "invalid_model",
        "empty": "invalid_request",
    }
    assert all(error["message"] for error in errors.values())


def test_a_job_where_all_rows_fail_has_no_output_file(api):
    done = api.run(api.row("bad", emulator_fail=400))
    assert done["status"] == "COMPLETED"
    assert "output_file_id" not in done
    assert len(api.lines(done["error_file_id"])) == 1


def test_a_row_can_be_lost_doubled_or_fail_inside_the_output(api):
    done = api.run(
        api.row("lost", emulator_repeat=0),
        api.row("twice", emulator_repeat=2),
        api.row("inside", emulator_status=422),
    )
    lines = api.lines(done["output_file_id"])
    assert sorted(line["custom_id"] for line in lines) == ["inside", "twice", "twice"]
    (inside,) = [line for line in lines if line["custom_id"] == "inside"]
    assert inside["response"]["status_code"] == 422
    assert "error_file_id" not in done


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"not json\n", "line 1: not valid JSON"),
        (b'{"custom_id":"a","body":{"model":"m"}}\n[]\n', "line 2: not a JSON object"),
        (b'{"body":{"model":"m"}}\n', "line 1: custom_id is missing"),
        (b'{"custom_id":7,"body":{"model":"m"}}\n', "line 1: custom_id is missing"),
        (b'{"custom_id":"","body":{"model":"m"}}\n', "line 1: custom_id is missing"),
        (
            b'{"custom_id":"' + b"x" * 65 + b'","body":{"model":"m"}}\n',
            "line 1: custom_id is longer than 64",
        ),
        (b'{"custom_id":"a","body":{"model":"m"}}\n' * 2, "line 2: custom_id 'a' is used more"),
        (b'{"custom_id":"a","body":"m"}\n', "line 1: body is missing or not an object"),
        (b'{"custom_id":"a","body":{}}\n', "line 1: body.model is missing"),
        (b'{"custom_id":"a","body":{"model":"\\ud800"}}\n', "line 1: body.model is not a name"),
        (b'{"custom_id":"\\ud800","body":{"model":5}}\n', "line 1: body.model is missing"),
        (b'{"custom_id":"a","body":{"model":NaN}}\n', "line 1: not valid JSON"),
        (b'{"custom_id":"\xff","body":{}}\n', "line 1: not valid JSON"),
        (b'{"custom_id":"a","body":{"model":"m"}}\n\n{}\n', "line 2: empty line"),
        (b"\n", "line 1: the file holds no requests"),
        (b"", "line 1: the file holds no requests"),
    ],
)
def test_a_bad_input_file_fails_the_job_and_names_the_line(api, content, error):
    done = api.wait(api.submit(api.upload(content)["id"])["id"])
    assert done["status"] == "FAILED"
    assert error in done["error"]
    assert "output_file_id" not in done
    assert "error_file_id" not in done


def test_an_input_within_the_rules_at_their_edges_runs(api):
    rows = [api.row("x" * 64), api.row("\u2028\x85"), api.row("b", "\x1c\u2029")]
    content = api.jsonl(*rows).replace(b"\n", b"\r\n").rstrip() + b"\n\n  \n"
    done = api.wait(api.submit(api.upload(content)["id"])["id"])
    assert done["status"] == "COMPLETED"
    assert len(api.lines(done["output_file_id"])) == 3


def test_a_lone_surrogate_in_a_row_comes_back_as_it_came(api):
    body = b'{"model":"m","messages":[{"role":"user","content":"\\udfff!"}]}'
    content = b'{"custom_id":"\\ud800","body":' + body + b"}"
    done = api.wait(api.submit(api.upload(content)["id"])["id"])
    (line,) = api.lines(done["output_file_id"])
    assert line["custom_id"] == "\ud800"


@pytest.mark.parametrize(
    ("option", "value", "rows", "error"),
    [
        ("--max-rows", "3", 4, "line 4: more than 3 requests"),
        ("--max-batch-bytes", "100", 2, "larger than 100 bytes"),
    ],
)
def test_too_much_fails_the_job(start, option, value, rows, error):
    api = start(option, value)
    done = api.run(*[api.row(f"r{n}") for n in range(rows)])
    assert done["status"] == "FAILED"
    assert error in done["error"]


def test_model_id_serves_rows_that_name_no_model(api):
    row = {"custom_id": "a", "body": {"messages": [{"role": "user", "content": "Hi."}]}}
    done = api.run(row, model_id="the-model")
    assert done["model_id"] == "the-model"
    (line,) = api.lines(done["output_file_id"])
    assert line["response"]["body"]["model"] == "the-model"


@pytest.mark.parametrize(
    ("endpoint", "body"),
    [
        ("/v1/completions", {"prompt": "Hi there."}),
        ("/v1/embeddings", {"input": ["a", "b"]}),
        ("/v1/audio/transcriptions", {"file": "https://h/a.wav"}),
        ("/v1/audio/translations", {"file": "https://h/a.wav", "response_format": "verbose_json"}),
    ],
)
def test_every_endpoint_of_a_batch_runs(api, endpoint, body):
    line = {"custom_id": "a", "method": "FILE", "body": {"model": "m", **body}}
    done = api.run(line, endpoint=endpoint)
    assert done["status"] == "COMPLETED"
    assert len(api.lines(done["output_file_id"])) == 1


@pytest.mark.parametrize(
    ("change", "status", "param"),
    [
        ({"input_file_id": None}, 400, "input_file_id"),
        ({"input_file_id": ""}, 400, "input_file_id"),
        ({"input_file_id": 7}, 400, "input_file_id"),
        ({"input_file_id": "file-nope"}, 404, "id"),
        ({"endpoint": "/v1/images"}, 400, "endpoint"),
        ({"endpoint": None}, 400, "endpoint"),
        ({"completion_window": "1h"}, 400, "completion_window"),
        ({"priority": "high"}, 400, "priority"),
        ({"model_id": 5}, 400, "model_id"),
    ],
)
def test_a_request_for_a_job_is_checked(api, change, status, param):
    file = api.upload(api.jsonl(api.row("a")))
    body = {"input_file_id": file["id"], "endpoint": "/v1/chat/completions", **change}
    before = len(api.emulator.books()["jobs"])
    answer = api.http.post("/batches", json=body)
    assert answer.status_code == status
    assert answer.json()["error"]["param"] == param
    assert len(api.emulator.books()["jobs"]) == before


def test_a_file_of_another_purpose_or_without_bytes_makes_no_job(api):
    other = api.upload(api.jsonl(api.row("a")), purpose="fine-tune")["id"]
    pending, _ = api.announce()
    for id in (other, pending):
        body = {"input_file_id": id, "endpoint": "/v1/chat/completions"}
        assert api.http.post("/batches", json=body).status_code == 400


def test_a_warning_comes_beside_the_job(api):
    file = api.upload(api.jsonl(api.row("a")))
    body = {"input_file_id": file["id"], "endpoint": "/v1/chat/completions", "priority": 1}
    assert "priority" in api.http.post("/batches", json=body).json()["warning"]


def test_the_same_file_twice_is_two_jobs(api):
    file = api.upload(api.jsonl(api.row("a")))
    ids = {api.submit(file["id"])["id"] for _ in range(2)}
    assert len(ids) == 2
    assert api.emulator.books()["jobs_by_input"][file["id"]] == 2


def test_jobs_are_listed_as_a_bare_array_in_no_order_to_rely_on(start):
    api = start()
    assert api.http.get("/batches").json() == []
    file = api.upload(api.jsonl(api.row("a")))
    ids = [api.submit(file["id"])["id"] for _ in range(8)]
    listed = [job["id"] for job in api.http.get("/batches").json()]
    assert sorted(listed) == sorted(ids)
    assert listed not in (ids, ids[::-1])
    assert listed == [job["id"] for job in api.http.get("/batches").json()]


def test_an_unknown_job_is_a_404(api):
    assert api.http.get("/batches/nope").status_code == 404
    assert api.http.post("/batches/nope/cancel").status_code == 404


def test_a_cancelled_job_keeps_the_rows_that_finished(start):
    api = start("--seconds-per-row", "0.1")
    job = api.submit(api.upload(api.jsonl(*[api.row(f"r{n}") for n in range(500)]))["id"])
    api.wait(job["id"], lambda j: j["progress"] > 1)
    answer = api.http.post(f"/batches/{job['id']}/cancel")
    assert answer.status_code == 200
    assert answer.json()["status"] == "CANCELING"
    assert api.http.post(f"/batches/{job['id']}/cancel").status_code == 200
    done = api.wait(job["id"])
    assert done["status"] == "CANCELLED"
    ids = [line["custom_id"] for line in api.lines(done["output_file_id"])]
    assert 0 < len(ids) < 500
    assert len(set(ids)) == len(ids)
    assert done["progress"] == pytest.approx(100 * len(ids) / 500)
    assert api.http.post(f"/batches/{job['id']}/cancel").json()["status"] == "CANCELLED"


def test_a_job_that_is_over_cannot_be_cancelled(api):
    done = api.run(api.row("a"))
    answer = api.http.post(f"/batches/{done['id']}/cancel")
    assert answer.status_code == 400
    assert api.job(done["id"])["status"] == "COMPLETED"


@pytest.mark.parametrize("where", ["neither", "error"])
def test_an_expired_job_keeps_the_rows_that_finished(start, where):
    options = ("--deadline-seconds", "3", "--seconds-per-row", "0.1", "--expired-rows", where)
    api = start(*options)
    done = api.run(*[api.row(f"r{n}") for n in range(200)])
    assert done["status"] == "EXPIRED"
    finished = {line["custom_id"] for line in api.lines(done["output_file_id"])}
    assert 0 < len(finished) < 200
    if where == "neither":
        assert "error_file_id" not in done
    else:
        errors = api.lines(done["error_file_id"])
        assert {line["error"]["code"] for line in errors} == {"batch_expired"}
        assert len(finished | {line["custom_id"] for line in errors}) == 200


def test_rows_take_the_time_they_are_told_to(start):
    api = start("--rows-per-second", "50")
    begun = time.monotonic()
    api.run(*[api.row(f"r{n}") for n in range(25)])
    assert time.monotonic() - begun > 0.4


@pytest.mark.parametrize("change", ["delete", "replace"])
def test_a_running_job_does_not_care_what_becomes_of_its_input(start, change):
    api = start("--seconds-per-row", "0.05")
    id, url = api.announce()
    api.bare.put(url, content=api.jsonl(*[api.row(f"r{n}") for n in range(30)]))
    api.http.post(f"/files/{id}/preprocess")
    job = api.submit(id)
    api.wait(job["id"], lambda j: j["progress"] > 0)
    if change == "delete":
        api.http.delete(f"/files/{id}")
    else:
        api.bare.put(url, content=b"garbage")
    done = api.wait(job["id"])
    assert len(api.lines(done["output_file_id"])) == 30
    assert not any((api.emulator.data_dir / "running").iterdir())


def test_the_server_stays_quick_while_many_big_jobs_run(start):
    api = start()
    text = "".join(random.Random(1).choices(string.ascii_letters + " ", k=200))
    file = api.upload(api.jsonl(*[api.row(f"r{n}", text) for n in range(8_000)]))
    jobs = [api.submit(file["id"])["id"] for _ in range(4)]
    # Counted, not timed: there are two hundred answers until they are done; where each ran in one
    # go, one for each.
    answered = 0
    for job in jobs:
        while (seen := api.job(job)["status"]) in ("VALIDATING", "IN_PROGRESS"):
            answered += api.http.get("/files").status_code == 200
        assert seen == "COMPLETED"
    assert answered > 8


@pytest.mark.parametrize(("shape", "kind"), [("object", dict), ("string", str)])
def test_errors_under_batches_come_in_either_shape(start, shape, kind):
    api = start("--batch-errors", shape)
    assert isinstance(api.http.get("/batches/nope").json()["error"], kind)
    assert isinstance(api.http.get("/files/nope").json()["error"], dict)
