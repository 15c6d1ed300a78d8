"""``make demo``: run ``batch_workflow.py`` against the emulator, kill it half-way, run it again.

It never talks to the real service, whatever the environment says.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import urllib.request
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DIRECTORY = Path(".demo")


def main() -> int:
    """Run the demo and return its exit code."""
    with tempfile.TemporaryDirectory(prefix="together-demo-") as data:
        command = [sys.executable, "-m", "together_ext.emulator", "--port", "0"]
        emulator = subprocess.Popen(
            [*command, "--data-dir", data, "--seconds-per-row", "0.005", "--until-stdin-closes"],
            # It ends with this process, whatever ends that.
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            # Ctrl-C reaches the whole group; the emulator has to outlive the workflow's goodbye.
            start_new_session=True,
        )
        try:
            return _demo(emulator)
        except KeyboardInterrupt:
            return 130
        finally:
            emulator.terminate()
            emulator.wait(timeout=10)


def _demo(emulator: subprocess.Popen[str]) -> int:
    assert emulator.stdout is not None  # PIPE
    first = emulator.stdout.readline().strip()
    prefix = "listening on "
    if not first.startswith(prefix):
        print("the emulator did not start", file=sys.stderr)
        return 1
    url = first.removeprefix(prefix)
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
