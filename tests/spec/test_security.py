"""Who needs a key: what a document says of all operations, and what an operation says itself."""

from __future__ import annotations

from typing import Any

import pytest
from spec.around import around
from spec.translate import translate

KEYED: list[dict[str, Any]] = [{"bearer": []}]
OPEN: list[dict[str, Any]] = []
OPTIONAL: list[dict[str, Any]] = [{}, {"bearer": []}]


@pytest.mark.parametrize(
    ("whole", "own", "keyed"),
    [
        (None, None, False),
        (None, KEYED, True),
        (KEYED, None, True),
        (KEYED, OPEN, False),
        (KEYED, OPTIONAL, False),
        (OPTIONAL, None, False),
        (OPTIONAL, KEYED, True),
        ([{"a": []}, {"b": []}], None, True),
    ],
)
def test_an_operations_own_ways_in_replace_those_of_the_document(
    whole: Any, own: Any, keyed: bool
) -> None:
    operation = {} if own is None else {"security": own}
    spec: dict[str, Any] = {"paths": {"/a": {"get": operation}}}
    spec |= {} if whole is None else {"security": whole}
    assert around(spec, "/a", operation).get("keyed", False) is keyed


def test_the_security_of_a_document_reaches_every_operation() -> None:
    operation = {"responses": {"200": {"description": "d"}}}
    spec = {"security": KEYED, "paths": {"/a": {"get": operation, "post": operation}}}
    for told in translate(spec)["paths"]["/a"].values():
        assert told["responses"]["200"]["x-operation"] == {"keyed": True}
