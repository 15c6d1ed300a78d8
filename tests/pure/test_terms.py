"""The terms of a batch: what can be none is refused before anything is done."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from together_ext import Together
from together_ext.errors import InvalidArgumentError
from together_ext.terms import check_terms

GOOD: dict[str, Any] = {
    "endpoint": "/v1/chat/completions",
    "completion_window": "24h",
    "model_id": None,
    "priority": None,
}
BAD = [
    ("endpoint", "chat/completions"),
    ("endpoint", None),
    ("completion_window", 24),
    ("completion_window", None),
    ("completion_window", " "),
    ("model_id", ["a"]),
    ("model_id", ""),
    ("priority", "high"),
    ("priority", 1.5),
    ("priority", True),
]


@pytest.mark.parametrize(
    "more", [{}, {"endpoint": "/v2/new"}, {"completion_window": "7d", "model_id": "m"}]
)
@pytest.mark.parametrize("priority", [None, 0, -1, 100])
def test_what_the_api_may_know_is_left_to_it(more: dict[str, Any], priority: int | None) -> None:
    check_terms(**{**GOOD, **more, "priority": priority})


@pytest.fixture
def client() -> Iterator[Together]:
    # Port 9 answers no one: what is sent ends in another error than the one that is awaited.
    with Together(api_key="k", base_url="http://127.0.0.1:9/v1", max_retries=0) as made:
        yield made


@pytest.mark.parametrize(("name", "value"), BAD)
def test_create_refuses_it_by_name_and_sends_nothing(
    name: str, value: Any, client: Together
) -> None:
    with pytest.raises(InvalidArgumentError, match=f"^{name} must be ") as caught:
        client.batches.create("file-1", **{name: value})
    assert repr(value) in str(caught.value)


@pytest.mark.parametrize(("name", "value"), BAD)
def test_a_run_refuses_it_before_it_makes_or_sends_anything(
    name: str, value: Any, client: Together, tmp_path: Path
) -> None:
    rows = [{"custom_id": "a", "body": {"model": "m"}}]
    options = {"output": tmp_path / "out.jsonl", name: value}
    with pytest.raises(InvalidArgumentError, match=f"^{name} must be "):
        client.batches.run(rows, **options)
    assert list(tmp_path.iterdir()) == []
