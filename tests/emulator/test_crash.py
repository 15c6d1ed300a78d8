import os
import signal
import socket
import sqlite3
import time
from urllib.parse import urlsplit

import pytest


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_a_running_job_goes_on_where_it_was(start, number):
    api = start("--seconds-per-row", "0.05")
    rows = [api.row(f"r{n}", **({"emulator_fail": 500} if n % 7 == 0 else {})) for n in range(300)]
    job = api.submit(api.upload(api.jsonl(*rows))["id"])
    seen = 0.0
    for _ in range(3):
        # The lambda is called before `seen` changes.
        seen = api.wait(job["id"], lambda j: j["progress"] > seen + 3)["progress"]  # noqa: B023
        os.kill(api.emulator.pid, number)
        api.emulator.restart()
        resumed = api.job(job["id"])
        assert resumed["status"] == "IN_PROGRESS"
        assert resumed["progress"] >= seen
    api.emulator.restart("--seconds-per-row", "0")
    done = api.wait(job["id"])
    assert done["status"] == "COMPLETED"
    good = [line["custom_id"] for line in api.lines(done["output_file_id"])]
    bad = [line["custom_id"] for line in api.lines(done["error_file_id"])]
    assert len(good) + len(bad) == 300
    assert set(good) | set(bad) == {row["custom_id"] for row in rows}
    assert set(bad) == {f"r{n}" for n in range(0, 300, 7)}
    output = api.http.get(f"/files/{done['output_file_id']}").json()
    assert output["LineCount"] == len(good)
    assert api.emulator.books()["jobs_by_input"] == {job["input_file_id"]: 1}


def test_many_jobs_killed_at_any_moment_all_end_whole(start):
    api = start()
    file = api.upload(api.jsonl(*[api.row(f"r{n}") for n in range(3000)]))
    jobs = [api.submit(file["id"])["id"] for _ in range(5)]
    for pause in (0.0, 0.05, 0.15):
        time.sleep(pause)
        api.emulator.kill()
        api.emulator.start()
    for job in jobs:
        done = api.wait(job)
        assert done["status"] == "COMPLETED"
        ids = [line["custom_id"] for line in api.lines(done["output_file_id"])]
        assert len(ids) == len(set(ids)) == 3000
    assert not any((api.emulator.data_dir / "running").iterdir())


def test_a_job_that_was_being_cancelled_ends_cancelled(start):
    api = start("--seconds-per-row", "0.5")
    job = api.submit(api.upload(api.jsonl(*[api.row(f"r{n}") for n in range(50)]))["id"])
    api.wait(job["id"], lambda j: j["status"] == "IN_PROGRESS")
    api.http.post(f"/batches/{job['id']}/cancel")
    api.emulator.kill()
    api.emulator.start()
    assert api.wait(job["id"])["status"] == "CANCELLED"


def test_a_deadline_passes_while_nobody_is_there(start):
    api = start("--seconds-per-row", "0.1", "--deadline-seconds", "4")
    job = api.submit(api.upload(api.jsonl(*[api.row(f"r{n}") for n in range(100)]))["id"])
    api.wait(job["id"], lambda j: j["progress"] > 0)
    api.emulator.kill()
    time.sleep(4)
    api.emulator.start()
    done = api.wait(job["id"])
    assert done["status"] == "EXPIRED"
    assert api.lines(done["output_file_id"])


def test_a_kill_in_the_middle_of_an_upload_leaves_no_half_file(start):
    api = start()
    id, url = api.announce(purpose="fine-tune")
    parts = urlsplit(url)
    directory = api.emulator.data_dir
    with socket.create_connection((parts.hostname, parts.port)) as raw:
        head = f"PUT {parts.path}?{parts.query} HTTP/1.1\r\nHost: h\r\nContent-Length: 1000\r\n\r\n"
        raw.sendall(head.encode() + b"x" * 500)
        deadline = time.monotonic() + 100
        while not any(path.stat().st_size == 500 for path in (directory / "tmp").iterdir()):
            assert time.monotonic() < deadline
            time.sleep(0.01)
        api.emulator.kill()
    assert not (directory / "files" / id).exists()
    api.emulator.start()
    assert not any((directory / "tmp").iterdir())
    assert api.http.get(f"/files/{id}").json()["processing_status"] == "PENDING"
    assert api.bare.put(url, content=b"y" * 1000).status_code == 200
    assert api.http.post(f"/files/{id}/preprocess").json()["bytes"] == 1000


def test_files_and_books_are_still_there_after_a_kill(start):
    api = start()
    file = api.upload(b"kept", purpose="fine-tune")
    api.emulator.kill()
    api.emulator.start()
    assert api.http.get(f"/files/{file['id']}").json() == file
    assert api.http.get(f"/files/{file['id']}/content").content == b"kept"
    assert api.emulator.books()["requests"]["PUT /storage/{id}"] == 1


def test_a_kill_between_the_renaming_and_its_record_loses_nothing(start):
    api = start("--seconds-per-row", "0.1")
    job = api.submit(api.upload(api.jsonl(*[api.row(f"r{n}") for n in range(60)]))["id"])
    api.wait(job["id"], lambda j: j["progress"] > 10)
    api.emulator.kill()
    directory = api.emulator.data_dir
    (work,) = [p for p in (directory / "running").glob("file-*") if p.stat().st_size]
    work.rename(directory / "files" / work.name)
    api.emulator.restart("--seconds-per-row", "0")
    done = api.wait(job["id"])
    ids = [line["custom_id"] for line in api.lines(done["output_file_id"])]
    assert len(ids) == len(set(ids)) == 60


def test_what_nobody_knows_of_is_swept_away_at_the_start(start):
    api = start()
    api.emulator.kill()
    strays = [
        api.emulator.data_dir / name / "stray" for name in ("files", "parts", "running", "tmp")
    ]
    for stray in strays:
        stray.write_bytes(b"x")
    api.emulator.start()
    assert not any(stray.exists() for stray in strays)


def test_a_data_directory_of_an_earlier_version_is_brought_up_to_this_one(start):
    api = start()
    job = api.run(api.row("a"))
    api.emulator.stop()
    database = sqlite3.connect(api.emulator.data_dir / "emulator.sqlite3")
    for column in ("end_as", "end_after", "hidden_until"):
        database.execute(f"ALTER TABLE jobs DROP COLUMN {column}")
    database.commit()
    database.close()
    api.emulator.start()
    assert api.job(job["id"]) == job
    assert api.run(api.row("b"))["status"] == "COMPLETED"
