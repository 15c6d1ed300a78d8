"""Raw HTTP against a real emulator process: no code of the client, here or there."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from together_ext.emulator.pytest_plugin import Emulator

END = ("COMPLETED", "FAILED", "EXPIRED", "CANCELLED")


def row(custom_id: str, text: str = "Hello there. Bye.", **metadata: Any) -> dict[str, Any]:
    body: dict[str, Any] = {"model": "m", "messages": [{"role": "user", "content": text}]}
    if metadata:
        body["metadata"] = metadata
    return {"custom_id": custom_id, "body": body}


def jsonl(*rows: Any) -> bytes:
    return b"".join(json.dumps(r, ensure_ascii=False).encode() + b"\n" for r in rows)


class Api:
    """A few steps that every test takes."""

    row = staticmethod(row)
    jsonl = staticmethod(jsonl)

    def __init__(self, emulator: Emulator) -> None:
        self.emulator = emulator
        headers = {"Authorization": "Bearer test-key"}
        url = emulator.base_url + "/v1"
        # Without verify=False each client loads the world's certificates, for plain loopback HTTP.
        self.http = httpx.Client(base_url=url, headers=headers, timeout=100, verify=False)
        # The second origin gets a client that knows no key.
        self.bare = httpx.Client(timeout=100, verify=False)

    def close(self) -> None:
        self.http.close()
        self.bare.close()

    def announce(self, purpose: str = "batch-api", name: str = "in.jsonl", **more: str) -> Any:
        fields = {"purpose": purpose, "file_name": name, "file_type": "jsonl", **more}
        answer = self.http.post("/files", data=fields)
        assert answer.status_code == 302, answer.text
        return answer.headers["x-together-file-id"], answer.headers["location"]

    def upload(self, content: bytes, purpose: str = "batch-api", **more: str) -> Any:
        id, url = self.announce(purpose, **more)
        assert self.bare.put(url, content=content).status_code == 200
        answer = self.http.post(f"/files/{id}/preprocess")
        assert answer.status_code == 200, answer.text
        return answer.json()

    def submit(self, file_id: str, **more: Any) -> Any:
        body = {"input_file_id": file_id, "endpoint": "/v1/chat/completions", **more}
        answer = self.http.post("/batches", json=body)
        assert answer.status_code == 201, answer.text
        return answer.json()["job"]

    def job(self, id: str) -> Any:
        return self.http.get(f"/batches/{id}").json()

    def wait(self, id: str, until: Callable[[Any], bool] | None = None) -> Any:
        until = until or (lambda job: job["status"] in END)
        deadline = time.monotonic() + 300
        while time.monotonic() < deadline:
            job = self.job(id)
            if until(job):
                return job
            time.sleep(0.02)
        raise AssertionError(f"still {job}")

    def run(self, *rows: Any, **more: Any) -> Any:
        return self.wait(self.submit(self.upload(jsonl(*rows))["id"], **more)["id"])

    def lines(self, file_id: str) -> list[Any]:
        answer = self.http.get(f"/files/{file_id}/content")
        assert answer.status_code == 200
        parts = answer.content.split(b"\n")
        assert parts.pop() == b""
        return [json.loads(part) for part in parts]


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Api]:
    # Not the one of the client's tests: those look that no key ever reached the storage of theirs,
    # and here keys are sent there to see them refused.
    emulator = Emulator(tmp_path_factory.mktemp("emulator") / "raw")
    emulator.start()
    made = Api(emulator)
    yield made
    made.close()
    emulator.stop()


@pytest.fixture
def api(shared: Api) -> Iterator[Api]:
    """The session's emulator. Tests that need options or a kill start their own."""
    yield shared
    shared.emulator.clear_faults()


@pytest.fixture
def start(
    together_emulator_factory: Callable[..., Emulator],
) -> Iterator[Callable[..., Api]]:
    """Start an emulator of this test's own."""
    made: list[Api] = []

    def run(*options: str, **more: Any) -> Api:
        made.append(Api(together_emulator_factory(*options, **more)))
        return made[-1]

    yield run
    for api in made:
        api.close()
