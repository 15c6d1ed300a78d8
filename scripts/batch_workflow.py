"""A whole batch in one call: rows in, rows out. Kill it at any moment and run it again.

The input is real: one request for each public module of this machine's Python, asking for a
one-line summary of the module's documentation. Set ``TOGETHER_API_KEY`` and run::

    python scripts/batch_workflow.py

With ``TOGETHER_BASE_URL`` unset this talks to the real service and is billed like any batch;
``make demo`` runs it against the emulator instead. The same steps in your own hands are in
``batch_steps.py``.
"""

from __future__ import annotations

import argparse
import sys
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from stdlib_docs import write_requests

from together_ext import Limits, Together, TogetherError
from together_ext.runs.spec import SETTLE

if TYPE_CHECKING:
    from together_ext import RunResult, RunStatus


class Show:
    """Says how far the run is, whenever that has changed."""

    def __init__(self) -> None:
        self._said = ""

    def __call__(self, status: RunStatus) -> None:
        """Print a line, unless it is the last one again."""
        line = f"  {status.submitted} of {status.shards} jobs submitted, {status.collected} in"
        if line != self._said:
            print(line, flush=True)
        self._said = line


def report(result: RunResult) -> int:
    """Print the totals and a few answers; return 0 if every row was answered."""
    counts, usage = result.counts, result.usage
    print()
    for name in ("rows", "ok", "error", "missing", "duplicate"):
        print(f"  rows {name if name != 'rows' else 'asked':<10}{getattr(counts, name):>8}")
    print(f"  jobs           {len(result.jobs):>8}")
    print(f"  tokens         {usage.prompt_tokens + usage.completion_tokens:>8}")
    if usage.cost is not None:
        print(f"  US dollars     {usage.cost:>8.4f}  (prices of {usage.prices_date})")
    print(f"  results        {result.output}")
    print()
    for row in islice((row for row in result.rows() if row.ok), 3):
        print(f"  {row.custom_id}: {' '.join(row.body.choices[0].message.content.split())}")
    return 0 if counts.ok == counts.rows else 1


def main() -> int:
    """Read the command line and run."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--directory", type=Path, default=Path("batch-demo"), help="for the files")
    parser.add_argument("--model", default="openai/gpt-oss-20b", help="that answers")
    parser.add_argument("--rows-per-job", type=int, default=50_000, help="at most")
    parser.add_argument("--poll-interval", type=float, help="seconds between looks")
    parser.add_argument("--settle", type=float, default=SETTLE, help="see docs/runs.md")
    options = parser.parse_args()
    options.directory.mkdir(parents=True, exist_ok=True)
    source = options.directory / "batch_input.jsonl"
    rows = write_requests(source, options.model)
    print(f"{len(rows)} requests in {source}")
    try:
        with Together() as client:
            result = client.batches.run(
                source,
                output=options.directory / "results.jsonl",
                endpoint="/v1/chat/completions",
                limits=Limits(max_rows=options.rows_per_job),
                poll_interval=options.poll_interval,
                on_update=Show(),
                settle=options.settle,
            )
    except KeyboardInterrupt as interrupt:
        print(f"\n{interrupt}", file=sys.stderr)
        return 130
    except TogetherError as error:
        print(f"batch_workflow: {error}", file=sys.stderr)
        return 1
    return report(result)


if __name__ == "__main__":
    sys.exit(main())
