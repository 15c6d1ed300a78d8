"""What type checkers make of the client: its answers have types, and a wrong request has an error.

Every case is a snippet and the error codes that it must give, by mypy and, where it is installed,
by pyright (`pip install basedpyright`).
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[2]
HEAD = """\
from typing import Any
from typing_extensions import assert_type
from together_openapi import AuthenticatedClient, errors
from together_openapi import models as m
from together_openapi.api.batches import create_batch, get_batch, list_batches
from together_openapi.api.chat import create_chat_completion
from together_openapi.api.files import begin_upload, retrieve_file_content, upload_file
from together_openapi.models import BatchJob
from together_openapi.types import UNSET, File, Response, Unset
client = AuthenticatedClient("u", "k")
"""


class Case(NamedTuple):
    """Code, what mypy says of it, and what pyright does."""

    code: str
    mypy: str = ""
    pyright: str = ""


ARGUMENT = "reportArgumentType"
CALL = "reportCallIssue"
CASES = {
    # ------------------------------------------------------------------------------- answers
    "success": Case("assert_type(get_batch.sync('b', client=client), BatchJob)"),
    "value": Case(
        "parsed = get_batch.sync_detailed('b', client=client).parsed\n"
        "assert_type(parsed, BatchJob | m.ErrorResponse | None)"
    ),
    "null": Case("assert_type(list_batches.sync(client=client), list[BatchJob] | None)"),
    "redirect": Case(
        "body = m.BeginUploadRequest(m.FilePurpose.EVAL, 'f', m.FileType.CSV)\n"
        "begin_upload.sync(client=client, body=body)"
    ),
    "field": Case("assert_type(BatchJob().status, m.BatchStatus | Unset | None)"),
    "bytes": Case(
        "with retrieve_file_content.sync_stream('f', client=client) as s:\n"
        "    for c in s:\n        assert_type(c, bytes)"
    ),
    "events": Case(
        "def f(body: m.ChatCompletionRequest) -> None:\n"
        "    with create_chat_completion.sync_events(client=client, body=body) as s:\n"
        "        for c in s:\n            assert_type(c, m.ChatCompletionChunk)"
    ),
    "async events": Case(
        "async def f(body: m.ChatCompletionRequest) -> None:\n"
        "    async with create_chat_completion.asyncio_events(client=client, body=body) as s:\n"
        "        async for c in s:\n            assert_type(c, m.ChatCompletionChunk)"
    ),
    # ------------------------------------------------------------------------------ requests
    "right": Case("create_batch.sync(client=client, body=m.CreateBatchRequest('/v1/x', 'f'))"),
    "missing field": Case("m.CreateBatchRequest('/v1/x')", "call-arg", CALL),
    "missing body": Case("create_batch.sync(client=client)", "call-arg", CALL),
    "missing client": Case("get_batch.sync('b')", "call-arg", CALL),
    "missing path parameter": Case("get_batch.sync(client=client)", "call-arg", CALL),
    "unknown field": Case("m.CreateBatchRequest('/v1/x', 'f', windw='24h')", "call-arg", CALL),
    "unknown parameter": Case("get_batch.sync('b', client=client, limit=5)", "call-arg", CALL),
    "text for an enum": Case(
        "m.BeginUploadRequest('eval', 'f', m.FileType.CSV)", "arg-type", ARGUMENT
    ),
    "another enum": Case(
        "m.BeginUploadRequest(m.FileType.CSV, 'f', m.FileType.CSV)", "arg-type", ARGUMENT
    ),
    "number for an enum": Case("BatchJob(status=5)", "arg-type", ARGUMENT),
    "text for a number": Case("m.CreateBatchRequest('/', 'f', priority='1')", "arg-type", ARGUMENT),
    "another constant": Case("m.FileList(data=[], object_='lists')", "arg-type", ARGUMENT),
    "null where none may be": Case("m.CreateBatchRequest('/', None)", "arg-type", ARGUMENT),
    "another body": Case(
        "body = m.BeginUploadRequest(m.FilePurpose.EVAL, 'f', m.FileType.CSV)\n"
        "create_batch.sync(client=client, body=body)",
        "arg-type",
        ARGUMENT,
    ),
    "an object in place of a model": Case(
        "m.ChatCompletionRequest(model='m', messages=[{'role': 'user'}])", "list-item", ARGUMENT
    ),
    "bytes in place of a file": Case(
        "m.UploadFileRequest(m.FilePurpose.EVAL, 'f', b'')", "arg-type", ARGUMENT
    ),
    "a number in a path": Case("get_batch.sync(5, client=client)", "arg-type", ARGUMENT),
}


def snippets(folder: Path) -> None:
    for index, case in enumerate(CASES.values()):
        (folder / f"case_{index}.py").write_text(f"{HEAD}{case.code}\n")


@pytest.fixture(scope="module")
def by_mypy(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The error codes that mypy gives to each file, those of the package itself included."""
    folder = tmp_path_factory.mktemp("mypy")
    snippets(folder)
    (folder / "none.ini").write_text("[mypy]\n")
    done = subprocess.run(
        [
            *(sys.executable, "-m", "mypy", "--strict", "--no-error-summary"),
            *("--python-version=3.10", "--config-file=none.ini", "--cache-dir=cache"),
            *(str(path) for path in sorted(folder.glob("*.py"))),
            str(ROOT / "generated" / "together_openapi"),
        ],
        env={**os.environ, "MYPYPATH": str(ROOT / "generated")},
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert not done.stderr
    return collect(re.findall(r"^(\S+?):\d+: error: .*\[([\w-]+)\]$", done.stdout, re.MULTILINE))


@pytest.fixture(scope="module")
def by_pyright(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The same by pyright."""
    places = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    command = shutil.which("basedpyright", path=places) or shutil.which("pyright", path=places)
    if command is None:
        pytest.skip("neither basedpyright nor pyright is in PATH: what it says is not checked")
    folder = tmp_path_factory.mktemp("pyright")
    snippets(folder)
    settings = {"typeCheckingMode": "standard", "extraPaths": [str(ROOT / "generated")]}
    (folder / "pyrightconfig.json").write_text(json.dumps({**settings, "pythonVersion": "3.10"}))
    done = subprocess.run(
        [command, "--outputjson", "--pythonpath", sys.executable],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    report = json.loads(done.stdout)["generalDiagnostics"]
    return collect([(d["file"], d["rule"]) for d in report if d["severity"] == "error"])


def collect(pairs: list[tuple[str, str]]) -> dict[str, str]:
    found: dict[str, set[str]] = {}
    for name, code in pairs:
        found.setdefault(Path(name).name, set()).add(code)
    return {name: " ".join(sorted(codes)) for name, codes in found.items()}


@pytest.mark.parametrize("name", CASES)
def test_mypy_says(by_mypy: dict[str, str], name: str) -> None:
    assert by_mypy.get(f"case_{list(CASES).index(name)}.py", "") == CASES[name].mypy


def test_mypy_has_nothing_to_say_of_the_client_itself(by_mypy: dict[str, str]) -> None:
    assert [name for name in by_mypy if not name.startswith("case_")] == []


@pytest.mark.parametrize("name", CASES)
def test_pyright_says(by_pyright: dict[str, str], name: str) -> None:
    assert by_pyright.get(f"case_{list(CASES).index(name)}.py", "") == CASES[name].pyright
