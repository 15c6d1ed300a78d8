"""Event hooks: told of every request and every answer, whoever sends it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pytest
from proof.chaos import Answer, Chaos

from tests.conftest import Client
from together_ext import Together, errors


@pytest.fixture
def chaos(chaos: Chaos) -> Chaos:
    chaos.add("file-1", 100_000)
    return chaos


def test_every_request_and_answer_is_told(use: Client, chaos: Chaos, tmp_path: Path) -> None:
    chaos.files["file-1"].script(Answer(redirect="storage"))
    chaos.files["file-1"].script(Answer(cut=1000), at="storage")
    told: list[tuple[str, Any]] = []
    hooks = {
        "request": [lambda request: told.append(("asked", request.url.path.split("/")[1]))],
        "response": [lambda response: told.append(("got", response.status_code))],
    }
    use(
        lambda c: c.files.retrieve_content("file-1", output=tmp_path / "x"),
        base_url=chaos.base_url,
        event_hooks=hooks,
    )
    assert told == [
        ("asked", "v1"), ("got", 302), ("asked", "signed"), ("got", 200), ("asked", "signed"),
        ("got", 206),
    ]  # fmt: skip


def test_they_are_told_of_other_calls_too(use: Client, chaos: Chaos) -> None:
    told: list[str] = []
    use(
        lambda c: c.files.retrieve("file-1"),
        base_url=chaos.base_url,
        event_hooks={"request": [lambda request: told.append(request.method)]},
    )
    assert told == ["GET"]


@pytest.mark.parametrize("hooks", [{"error": []}, {"request": [1]}, {"request": 1}, [1], {1: []}])
def test_what_is_no_hook_is_refused(use: Client, hooks: Any) -> None:
    with pytest.raises(errors.ConfigurationError, match="event_hooks"):
        use(lambda c: None, event_hooks=hooks)


def test_a_client_of_ones_own_has_its_own(use: Client) -> None:
    given = use.transport(httpx.MockTransport(lambda request: httpx.Response(200)))
    with pytest.raises(errors.ConfigurationError, match="http_client"):
        use(lambda c: None, http_client=given, event_hooks={"request": [print]})


def test_what_a_hook_raises_comes_out_whichever_connection_it_was_called_for(
    chaos: Chaos, tmp_path: Path
) -> None:
    class MineError(Exception):
        pass

    def hook(request: Any) -> None:
        if "range" in request.headers:
            raise MineError

    chaos.add("file-2", 4_000_000).script(then=Answer(rate=2_000_000))
    hooks = {"request": [hook]}
    with (
        Together(base_url=chaos.base_url, event_hooks=hooks) as client,
        pytest.raises(MineError),
    ):
        client.files.retrieve_content("file-2", output=tmp_path / "x")
