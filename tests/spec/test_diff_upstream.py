"""Between the two documents that Together published: counted and read by hand, then held fast."""

from __future__ import annotations

import time
from collections import Counter
from typing import Any

import pytest
from spec.diff.judge import Change
from spec.diff.report import Report, compare
from spec.document import METHODS, parse

from tests.spec.conftest import NEWEST, path_of
from tests.spec.diffing import breaks

NAMES = ("together-2025-12-15.yaml", NEWEST)


@pytest.fixture(scope="module")
def published() -> list[dict[str, Any]]:
    return [parse(path_of(name)).document for name in NAMES]


@pytest.fixture(scope="module")
def report(published: list[dict[str, Any]]) -> Report:
    return compare(*published)


@pytest.fixture(scope="module")
def backwards(published: list[dict[str, Any]]) -> Report:
    return compare(*published[::-1])


def operations(document: dict[str, Any]) -> set[str]:
    return {
        f"{method.upper()} {path}"
        for path, item in document["paths"].items()
        for method in METHODS
        if method in item
    }


def test_operations_added_and_removed_are_those_that_counting_gives(
    published: list[dict[str, Any]], report: Report
) -> None:
    old, new = map(operations, published)
    assert report.operations == {"added": 50, "removed": 0, "same": 49}
    added = {str(c.group) for c in report.changes if c.kind == "operation"}
    assert added == new - old


def test_each_is_the_same_as_itself(published: list[dict[str, Any]]) -> None:
    for document in published:
        assert compare(document, document).changes == []


def test_it_takes_about_as_long_as_reading_both(published: list[dict[str, Any]]) -> None:
    started = time.process_time()
    for name in NAMES:
        parse(path_of(name))
    read = time.process_time()
    compare(*published)
    assert time.process_time() - read < 20 * (read - started)


BREAKING = {
    ("the whole document", "removed", "server", "caller"),
    ("GET /audio/speech/websocket", "removed", "default", "caller"),
    ("GET /evaluation", "removed", "default", "caller"),
    ("GET /evaluation", "removed", "parameter", "caller"),
    ("GET /files/{id}/content", "removed", "media type", "reader"),
    ("GET /realtime", "removed", "default", "caller"),
    ("GET /videos/{id}", "removed", "server", "caller"),
    ("POST /videos", "removed", "server", "caller"),
    ("component FileResponse", "removed", "field", "reader"),
}


def test_what_breaks_is_what_reading_both_gives(report: Report) -> None:
    found = {(str(c.group), c.action, c.kind, breaks(c)) for c in report.changes if c.breaks}
    assert found == BREAKING


# What reading both documents side by side gives, name by name.
FIELDS_ADDED = {
    "POST /fine-tunes": "max_seq_length multimodal_params packing random_seed wandb_entity",
    "component AudioSpeechRequest": "bit_rate",
    "component ChatCompletionChoicesData": "[].top_logprobs",
    "component ChatCompletionChunk": "choices[].top_logprobs",
    "component ChatCompletionRequest": "chat_template_kwargs compliance reasoning",
    "component ChatCompletionResponse": "prompt",
    "component CreateVideoBody": "generate_audio media ratio resolution",
    "component EvaluationJudgeModelConfig": "num_workers",
    "component EvaluationModelRequest": "num_workers",
    "component FinetuneResponse": "multimodal_params started_at",
    "component FinetuneResponseTruncated": "max_seq_length packing random_seed started_at",
    "component LogprobsPart": "top_logprobs",
}


def test_fields_added_are_those_that_reading_both_gives(report: Report) -> None:
    found: dict[str, list[str]] = {}
    for change in report.changes:
        if (change.action, change.kind) == ("added", "field"):
            found.setdefault(str(change.group), []).append(change.subject.split("`")[1])
    assert {where: " ".join(names) for where, names in found.items()} == FIELDS_ADDED


def test_all_else_is_counted(report: Report) -> None:
    found = Counter(f"{c.action} {c.kind}" for c in report.changes)
    assert found == {
        "added operation": 50,
        "added field": 25,
        "removed field": 1,
        "removed parameter": 1,
        "added server": 3,
        "removed server": 3,
        "removed default": 3,
        "added default": 2,
        "added nullable": 2,
        "added enum": 2,
        "removed enum": 1,
        "added format": 2,
        "added required": 1,
        "added deprecated": 4,
        "added media type": 1,
        "removed media type": 1,
        "removed type": 1,
    }


def test_every_operation_of_both_is_reached_by_the_change_of_servers_unless_it_has_its_own(
    report: Report,
) -> None:
    change = next(c for c in report.changes if (c.action, c.kind) == ("removed", "server"))
    assert len(change.operations) == 47


def test_a_shared_component_lists_all_its_operations(report: Report) -> None:
    change = next(c for c in report.changes if c.subject == "field `LineCount`")
    assert change.operations == ["GET /files", "GET /files/{id}", "POST /files/upload"]


def test_backwards_what_was_added_is_removed(report: Report, backwards: Report) -> None:
    def told(changes: list[Change], action: str, kind: str) -> set[str]:
        return {c.pointer for c in changes if (c.action, c.kind) == (action, kind)}

    for kind in ("operation", "field", "parameter", "media type"):
        for action, other in (("added", "removed"), ("removed", "added")):
            there = told(report.changes, action, kind)
            assert there == told(backwards.changes, other, kind)


# ------------------------------------------------ the same, listed by other and simpler means


def fields(document: dict[str, Any], schema: Any, prefix: str, seen: tuple[str, ...]) -> set[str]:
    """Paths of all fields: references followed, unions and allOf as if they were one schema."""
    while "$ref" in schema:
        if schema["$ref"] in seen:
            return set()
        seen = (*seen, schema["$ref"])
        schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    found = set()
    for name, inner in schema.get("properties", {}).items():
        path = f"{prefix}.{name}"
        found |= {path} | fields(document, inner, path, seen)
    if isinstance(schema.get("items"), dict):
        found |= fields(document, schema["items"], f"{prefix}[]", seen)
    for union in ("oneOf", "anyOf", "allOf"):
        for member in schema.get(union, []):
            found |= fields(document, member, prefix, seen)
    return found


def all_fields(document: dict[str, Any], name: str) -> dict[str, set[str]]:
    method, path = name.split()
    operation = document["paths"][path][method.lower()]
    answers = [
        (f"{status} {kind}", media)
        for status, answer in operation["responses"].items()
        for kind, media in answer.get("content", {}).items()
    ]
    asked = operation.get("requestBody", {}).get("content", {}).items()
    return {
        kind: fields(document, media.get("schema", {}), "", ())
        for kind, media in [*asked, *answers]
    }


def test_fields_are_added_and_removed_where_a_plain_listing_says(
    published: list[dict[str, Any]], report: Report
) -> None:
    expected = set()
    for name in operations(published[0]):
        old, new = (all_fields(document, name) for document in published)
        for kind in old.keys() & new.keys():
            for action, more, less in (("added", new, old), ("removed", old, new)):
                extra = more[kind] - less[kind]
                for path in extra:
                    inside = any(path.startswith((f"{other}.", f"{other}[")) for other in extra)
                    if not inside:
                        expected.add((name, action, path.rpartition(".")[2]))
    found = {
        (name, change.action, change.pointer.rpartition("/")[2])
        for change in report.changes
        for name in change.operations
        if change.kind == "field"
    }
    assert found == expected
