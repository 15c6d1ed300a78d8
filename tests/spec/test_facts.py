"""The contract and what was published say the same, except where a table says why not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from spec.document import operations

from tests.spec.facts import Comparison, Difference

ROOT = Path(__file__).resolve().parents[2]
TABLE = ROOT / "docs" / "contract-facts.md"


def published_operations(upstream: dict[str, Any]) -> list[tuple[str, str]]:
    return [(path, method) for path, method, _ in operations(upstream)]


def differences(theirs: dict[str, Any], ours: dict[str, Any]) -> set[Difference]:
    comparison = Comparison(theirs, ours)
    items = published_operations(theirs)
    known = set(items)
    return {d for path, method in items for d in comparison.operation(path, method)} | {
        Difference(f"{method.upper()} {path}", "nothing", "present")
        for path, method, _ in operations(ours)
        if (path, method) not in known
    }


def table() -> list[tuple[Difference, str]]:
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    rows = [line.strip("| ").split(" | ") for line in lines if line.startswith("| `")]
    return [(Difference(*(cell.strip("`") for cell in row[:3])), row[3]) for row in rows]


# ------------------------------------------------------------------------------- the two documents


def test_every_published_operation_is_here(
    document: dict[str, Any], newest: dict[str, Any]
) -> None:
    ours = {(path, method) for path, method, _ in operations(document)}
    assert [item for item in published_operations(newest) if item not in ours] == []


def test_every_difference_is_in_the_table_and_nothing_else_is(
    document: dict[str, Any], newest: dict[str, Any]
) -> None:
    found, explained = differences(newest, document), {row for row, _ in table()}
    assert sorted(found - explained) == []
    assert sorted(explained - found) == []


def test_every_difference_has_a_reason() -> None:
    assert [row for row, why in table() if len(why.split()) < 3] == []


def test_no_difference_is_there_twice() -> None:
    rows = [row for row, _ in table()]
    assert len(rows) == len(set(rows))
