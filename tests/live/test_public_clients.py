"""Two clients that no one here wrote agree with the emulator."""

from __future__ import annotations

import json
import os
import subprocess
import time
from pathlib import Path

import pytest
from public_clients import VERSIONS, python_of

from together_ext.emulator.pytest_plugin import Emulator

WORKFLOW = {
    "1.5.35": """
import sys, time
from together import Together

source, output = sys.argv[1:]
client = Together()
file = client.files.upload(file=source, purpose="batch-api", check=False)
job = client.batches.create_batch(file.id, endpoint="/v1/chat/completions")
while str(getattr(job.status, "value", job.status)) not in ("COMPLETED", "FAILED"):
    time.sleep(0.2)
    job = client.batches.get_batch(job.id)
assert job.output_file_id, job
assert any(other.id == job.id for other in client.batches.list_batches())
client.files.retrieve_content(job.output_file_id, output=output)
# Of the input: its closed list of purposes does not know that of a batch's output.
assert client.files.retrieve(file.id).bytes > 0
assert client.files.delete(file.id).deleted
""",
    "3.1.1": """
import sys, time
from together import Together

source, output = sys.argv[1:]
client = Together()
file = client.files.upload(file=source, purpose="batch-api", check=False)
job = client.batches.create(input_file_id=file.id, endpoint="/v1/chat/completions").job
while job.status not in ("COMPLETED", "FAILED"):
    time.sleep(0.2)
    job = client.batches.retrieve(job.id)
assert job.output_file_id, job
assert any(other.id == job.id for other in client.batches.list())
with client.files.with_streaming_response.content(job.output_file_id) as response:
    response.stream_to_file(output)
assert client.files.retrieve(job.output_file_id).bytes > 0
client.files.delete(file.id)
""",
}


@pytest.mark.parametrize("version", VERSIONS)
def test_a_published_client_runs_the_workflow(
    version: str, server: Emulator, tmp_path: Path
) -> None:
    python = python_of(version)
    if not (python.parent.parent / ".installed").exists():
        pytest.skip(f"together {version} could not be installed here (make public-clients)")
    ids = [f"row-{time.time_ns()}-{number}" for number in range(25)]
    source = tmp_path / "batch_input.jsonl"
    with source.open("w", encoding="utf-8") as file:
        for id in ids:
            messages = [{"role": "user", "content": f"{id}: grüß\u2028Gott"}]
            body = {"model": "m", "messages": messages}
            file.write(json.dumps({"custom_id": id, "body": body}, ensure_ascii=False) + "\n")
    home = tmp_path / "home"
    home.mkdir()
    output = tmp_path / "results.jsonl"
    # 3.x takes its base URL without /v1 and adds it, 1.x needs it.
    base_url = server.base_url + ("/v1" if version.startswith("1.") else "")
    environment = {
        "PATH": os.environ.get("PATH", ""),
        "HOME": str(home),
        "TOGETHER_API_KEY": "key-of-the-public-client",
        "TOGETHER_BASE_URL": base_url,
        "TOGETHER_TELEMETRY_DISABLED": "1",
        "TOGETHER_DISABLE_TQDM": "true",
        "TOGETHER_NO_BANNER": "1",
    }
    done = subprocess.run(
        [str(python), "-c", WORKFLOW[version], str(source), str(output)],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=500,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    answered = [json.loads(line)["custom_id"] for line in output.read_bytes().splitlines()]
    assert sorted(answered) == sorted(ids)
    assert server.books()["authorization_on_storage"] == 0
