"""Real datasets of Hugging Face's package, whole runs of them. Tried with 5.2.0 (docs/rows.md)."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.runs.conftest import QUICK, read
from together_ext import Together
from together_ext.emulator.pytest_plugin import Emulator

datasets = pytest.importorskip(
    "datasets", reason="the `datasets` package is not installed; its rows are tried by shape alone"
)

ROWS: list[dict[str, Any]] = [
    {
        "q": f'no. {n}, "é\u2028"\nend',
        "when": datetime.datetime(2026, 1, 2, 3, 4, 5),
        "nested": {"x": 1.5, "y": None},
        "tags": ["a", None],
        "maybe": None if n % 2 else "s",
    }
    for n in range(7)
]
TEMPLATE = {
    "model": "m",
    "messages": [{"role": "user", "content": "{q}"}],
    "metadata": {name: f"{{{name}}}" for name in ("when", "nested", "tags", "maybe")},
}
KINDS: dict[str, Callable[[Any], Any]] = {
    "plain": lambda d: d,
    "iterable": lambda d: d.to_iterable_dataset(),
    "iterable in shards": lambda d: d.to_iterable_dataset(num_shards=3),
    "mapped": lambda d: d.map(lambda row: row),
    "numpy": lambda d: d.with_format("numpy"),
    "arrow": lambda d: d.with_format("arrow"),
    "pandas": lambda d: d.with_format("pandas"),
    "polars": lambda d: d.with_format("polars"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_dataset_of_every_kind_is_its_rows(kind: str, server: Emulator, tmp_path: Path) -> None:
    source = KINDS[kind](datasets.Dataset.from_list(ROWS))
    with Together() as client:
        for _ in range(2):  # the second time it is known to be the same
            result = client.batches.run(
                source, output=tmp_path / "out.jsonl", make_request=TEMPLATE, **QUICK
            )
    assert result.counts.ok == len(ROWS)
    sent = [row["body"] for path in shards(tmp_path) for row in read(path)]
    assert [body["messages"][0]["content"] for body in sent] == [row["q"] for row in ROWS]
    assert [body["metadata"] for body in sent] == [
        {
            "when": "2026-01-02T03:04:05",
            "nested": {"x": 1.5, "y": None},
            "tags": ["a", None],
            "maybe": row["maybe"],
        }
        for row in ROWS
    ]


def test_a_transform_of_ones_own_is_kept(server: Emulator, tmp_path: Path) -> None:
    source = datasets.Dataset.from_list(ROWS)
    source.set_transform(lambda rows: {"q": [q.upper() for q in rows["q"]]})
    with Together() as client:
        client.batches.run(
            source,
            output=tmp_path / "out.jsonl",
            make_request={"model": "m", "messages": [{"role": "user", "content": "{q}"}]},
            **QUICK,
        )
    sent = [row["body"] for path in shards(tmp_path) for row in read(path)]
    assert [body["messages"][0]["content"] for body in sent] == [row["q"].upper() for row in ROWS]


def shards(directory: Path) -> list[Path]:
    return sorted((directory / ".out.jsonl.run" / "shards").iterdir())
