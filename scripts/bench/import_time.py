"""What building a client costs, beside what ``import httpx`` costs, measured in turns.

Prints a table of medians and their ratio. Not a test: seconds depend on the machine.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

ROUNDS = 21
PROGRAMS = {
    "python": "pass",
    "import httpx": "import httpx",
    "Together(api_key=...)": "from together_ext import Together; Together(api_key='x')",
    "... and its resources": (
        "from together_ext import Together; c = Together(api_key='x'); c.files; c.batches"
    ),
    "... and its connections": (
        "from together_ext import Together; c = Together(api_key='x'); c.files;"
        "c._session(); c._shared.connections().pool()"
    ),
    "... and an httpx client": (
        "from together_ext import Together; c = Together(api_key='x'); c.files;"
        "c._session(); c._shared.connections().sync()"
    ),
}


def main() -> None:
    """Measure and print."""
    seconds: dict[str, list[float]] = {name: [] for name in PROGRAMS}
    for turn in range(ROUNDS + 1):
        for name, program in PROGRAMS.items():
            start = time.perf_counter()
            subprocess.run([sys.executable, "-c", program], check=True)
            if turn > 0:  # the first round fills the caches
                seconds[name].append(time.perf_counter() - start)
    medians = {name: statistics.median(times) for name, times in seconds.items()}
    for name, median in medians.items():
        ratio = median / medians["import httpx"]
        print(f"{name:28} {median * 1000:7.1f} ms   {ratio:5.2f} x import httpx")


if __name__ == "__main__":
    main()
