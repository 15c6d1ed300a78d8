"""The generated client on its own: safe by default, cheap to import, typed."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import attrs
import httpx
import pytest
from together_openapi import AuthenticatedClient, Client
from together_openapi import models as m
from together_openapi.api.batches import get_batch
from together_openapi.types import Response

ROOT = Path(__file__).resolve().parents[2]
KEY = "secret-key-1234"


def answering(*answers: httpx.Response) -> tuple[AuthenticatedClient, list[httpx.Request]]:
    requests: list[httpx.Request] = []

    def handle(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        return answers[len(requests) - 1]

    arguments = {"transport": httpx.MockTransport(handle)}
    return AuthenticatedClient("https://api.test/v1", KEY, httpx_args=arguments), requests


def run_python(code: str, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, *arguments, "-c", code],
        env={**os.environ, "PYTHONPATH": str(ROOT / "generated")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


# ----------------------------------------------------------------------------------- secrets


def test_the_key_is_not_in_the_repr_before_or_after_it_was_used() -> None:
    client = AuthenticatedClient(
        "https://api.test/v1", KEY, headers={"X-Other": KEY}, cookies={"c": KEY}
    )
    assert KEY not in repr(client)
    client.get_httpx_client()
    client.get_async_httpx_client()
    assert KEY not in repr(client)


def test_the_headers_and_content_of_an_answer_are_not_in_its_repr() -> None:
    response = Response(
        200, KEY.encode() * 1000, httpx.Headers({"location": KEY}), KEY.encode() * 1000
    )
    assert KEY not in repr(response)


def test_the_key_is_sent_as_a_bearer_token() -> None:
    client, requests = answering(httpx.Response(200, json={}))
    get_batch.sync("b", client=client)
    assert requests[0].headers["authorization"] == f"Bearer {KEY}"


def test_the_header_of_the_key_can_be_another() -> None:
    client = AuthenticatedClient("https://api.test", KEY, prefix="", auth_header_name="X-Key")
    assert client.get_httpx_client().headers["x-key"] == KEY


def test_settings_are_not_changed_by_using_the_client() -> None:
    headers: dict[str, str] = {}
    AuthenticatedClient("https://api.test", KEY, headers=headers).get_httpx_client()
    assert headers == {}


# ---------------------------------------------------------------------------------- defaults


def test_there_is_a_timeout_unless_somebody_says_otherwise() -> None:
    timeout = Client("https://api.test").get_httpx_client().timeout
    assert timeout == httpx.Timeout(60.0, connect=10.0)
    assert Client("https://api.test").get_async_httpx_client().timeout == timeout


def test_redirects_are_not_followed_unless_somebody_says_otherwise() -> None:
    client, requests = answering(
        httpx.Response(302, headers={"location": "https://elsewhere.test/"})
    )
    assert get_batch.sync_detailed("b", client=client).status_code == 302
    assert len(requests) == 1


def test_a_copy_with_another_timeout_has_its_own_httpx_client() -> None:
    first = AuthenticatedClient("https://api.test", KEY)
    used = first.get_httpx_client()
    second = attrs.evolve(first, timeout=httpx.Timeout(1.0))
    assert second.get_httpx_client() is not used
    assert second.get_httpx_client().timeout.read == 1.0


# ------------------------------------------------------------------------------------- calls


def test_a_call_gives_the_answer_and_what_it_means() -> None:
    client, _ = answering(httpx.Response(200, json={"id": "b"}, headers={"x-request-id": "r"}))
    response = get_batch.sync_detailed("b", client=client)
    assert (response.status_code, response.headers["x-request-id"]) == (200, "r")
    assert response.parsed == m.BatchJob(id="b")


def test_an_asynchronous_call_gives_the_same() -> None:
    async def call() -> Any:
        client, _ = answering(
            httpx.Response(200, json={"id": "b"}), httpx.Response(200, json={"id": "b"})
        )
        async with client:
            detailed = await get_batch.asyncio_detailed("b", client=client)
            return detailed.parsed, await get_batch.asyncio("b", client=client)

    assert asyncio.run(call()) == (m.BatchJob(id="b"), m.BatchJob(id="b"))


def test_leaving_the_context_closes_the_connections() -> None:
    with Client("https://api.test") as client:
        inner = client.get_httpx_client()
    assert inner.is_closed


def test_an_httpx_client_of_ones_own_is_used_as_it_is() -> None:
    own = httpx.Client(base_url="https://other.test")
    assert Client("https://api.test").set_httpx_client(own).get_httpx_client() is own


# -------------------------------------------------------------------------------------- cost

COST = """
import sys, time
began = time.process_time()
import httpx, attrs
before, start = set(sys.modules), time.process_time()
import together_openapi.api.chat.create_chat_completion
print((time.process_time() - start) / (start - began), *sorted(set(sys.modules) - before))
"""


def test_importing_an_operation_takes_few_modules_and_no_model() -> None:
    _, *modules = run_python(COST).split()
    assert len(modules) <= 30
    assert [name for name in modules if name.startswith("together_openapi.models.")] == []


def test_importing_an_operation_takes_little_beside_httpx() -> None:
    # Of processor time, the best of several: neither the machine nor what else it does decides.
    assert min(float(run_python(COST).split()[0]) for _ in range(5)) < 0.2


def test_dateutil_is_imported_when_a_date_is_read_and_not_before() -> None:
    out = run_python(
        "import sys; from together_openapi.models import BatchJob\n"
        "BatchJob.from_dict({'id': 'b'}); print('dateutil' in sys.modules)\n"
        "BatchJob.from_dict({'created_at': '2025-11-22T12:00:00Z'})\n"
        "print('dateutil' in sys.modules)"
    )
    assert out.split() == ["False", "True"]


def test_importing_the_package_imports_nothing_else_of_it() -> None:
    out = run_python(
        "import sys, together_openapi\n"
        "print(*[n for n in sys.modules if n.startswith(('together_openapi.', 'httpx', 'attr'))])"
    )
    assert out.split() == []


def test_names_that_do_not_exist_are_attribute_errors() -> None:
    with pytest.raises(AttributeError, match="Nothing"):
        m.Nothing


def test_dir_lists_what_can_be_imported() -> None:
    assert "BatchJob" in dir(m)
    assert dir(sys.modules["together_openapi"]) == ["AuthenticatedClient", "Client"]


# -------------------------------------------------------------------------------------- types


def test_the_package_says_that_it_is_typed() -> None:
    assert (ROOT / "generated" / "together_openapi" / "py.typed").exists()


def test_every_file_says_that_it_is_generated_and_how() -> None:
    for path in (ROOT / "generated" / "together_openapi").rglob("*.py"):
        first = path.read_text(encoding="utf-8").splitlines()[0]
        assert first.startswith("# Generated; do not edit."), path
        assert "make generate" in first
