"""``make demo``: run ``batch_workflow.py`` against the emulator, kill it half-way, run it again.

It never talks to the real service, whatever the environment says.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import urllib.request
from collections import Counter
from pathlib import Path

from proof.emulator import emulator

ROOT = Path(__file__).resolve().parent.parent
DIRECTORY = Path(".demo")


def main() -> int:
    """Run the demo and return its exit code."""
    with tempfile.TemporaryDirectory(prefix="together-demo-") as data:
        try:
            with emulator(Path(data), "--seconds-per-row", "0.005") as url:
                return _demo(url)
        except KeyboardInterrupt:
            return 130
        except RuntimeError as error:
            print(error, file=sys.stderr)
            return 1


def _demo(url: str) -> int:
    # What an emulator before this one was told is not known to this one.
    shutil.rmtree(ROOT / DIRECTORY, ignore_errors=True)
    # The emulator takes any key; a real one has no business here.
    environment = {**os.environ, "TOGETHER_API_KEY": "demo", "TOGETHER_BASE_URL": url}
    command = [sys.executable, str(ROOT / "scripts" / "batch_workflow.py")]
    command += ["--directory", str(DIRECTORY), "--poll-interval", "0.3", "--rows-per-job", "100"]
    # An answer that is lost here is not on its way for minutes.
    command += ["--settle", "1"]

    print("$ python scripts/batch_workflow.py")
    with subprocess.Popen(
        command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as workflow:
        assert workflow.stdout is not None  # PIPE
        for line in workflow.stdout:
            print(line, end="", flush=True)
            if line.startswith("  3 of"):
                workflow.kill()
    if workflow.returncode != -signal.SIGKILL:
        print("the workflow ended before it could be killed", file=sys.stderr)
        return workflow.returncode or 1
    # Before the next process writes, also where this goes to a file.
    again = "$ python scripts/batch_workflow.py     # the same line again"
    print(f"  Killed (SIGKILL)\n\n{again}", flush=True)
    code = subprocess.run(command, env=environment, cwd=ROOT, check=False).returncode
    with urllib.request.urlopen(f"{url}/_emulator/books") as answer:
        made = Counter(json.load(answer)["jobs_by_input"].values())
    twice = sum(made.values()) - made[1]
    print(f"\n  by the emulator's books {made[1]} files were submitted once, {twice} more often")
    return code if set(made) == {1} else 1


if __name__ == "__main__":
    sys.exit(main())
