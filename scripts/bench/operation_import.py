"""Measure what importing one operation, or one model, costs above `import httpx, attrs`.

    python scripts/bench/operation_import.py [rounds]

Each round starts one process a case, in turn, so that a busy machine disturbs all of them alike;
medians of CPU time.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = """
import sys, time
import httpx, attrs
before, start = set(sys.modules), time.process_time()
{code}
print((time.process_time() - start) * 1000, len(set(sys.modules) - before))
"""
CASES = {
    "nothing": "",
    "an operation": "import together_openapi.api.batches.get_batch",
    "one with a stream": "import together_openapi.api.chat.create_chat_completion",
    "a model": "from together_openapi.models import BatchJob",
    "a model, read": "from together_openapi.models import Usage; Usage.from_dict({})",
    "the largest model": "from together_openapi.models import ChatCompletionRequest",
}


def main(rounds: int) -> None:
    """Print a line a case."""
    times: dict[str, list[float]] = {name: [] for name in CASES}
    modules: dict[str, int] = {}
    for _ in range(rounds):
        for name, code in CASES.items():
            done = subprocess.run(
                [sys.executable, "-c", PROGRAM.format(code=code)],
                env={**os.environ, "PYTHONPATH": str(ROOT / "generated")},
                capture_output=True,
                text=True,
                check=True,
            )
            milliseconds, count = done.stdout.split()
            times[name].append(float(milliseconds))
            modules[name] = int(count)
    print(f"{'above httpx and attrs':<24}{'median ms':>10}{'best':>8}{'modules':>9}")
    for name, values in times.items():
        print(f"{name:<24}{statistics.median(values):>10.1f}{min(values):>8.1f}{modules[name]:>9}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 15)
