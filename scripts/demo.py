"""``make demo``: start the emulator on a free port, run ``batch_workflow.py`` against it, stop it.

It never talks to the real service, whatever the environment says.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    """Run the demo and return its exit code."""
    with tempfile.TemporaryDirectory(prefix="together-demo-") as data:
        command = [sys.executable, "-m", "together_ext.emulator", "--port", "0"]
        emulator = subprocess.Popen(
            [*command, "--data-dir", data, "--seconds-per-row", "0.01", "--until-stdin-closes"],
            # It ends with this process, whatever ends that.
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            # Ctrl-C reaches the whole group; the emulator has to outlive the workflow's goodbye.
            start_new_session=True,
        )
        try:
            return _workflow(emulator)
        except KeyboardInterrupt:
            return 130
        finally:
            emulator.terminate()
            emulator.wait(timeout=10)


def _workflow(emulator: subprocess.Popen[str]) -> int:
    assert emulator.stdout is not None  # PIPE
    first = emulator.stdout.readline().strip()
    prefix = "listening on "
    if not first.startswith(prefix):
        print("the emulator did not start", file=sys.stderr)
        return 1
    # The emulator takes any key; a real one has no business here.
    environment = {
        **os.environ,
        "TOGETHER_API_KEY": "demo",
        "TOGETHER_BASE_URL": first.removeprefix(prefix),
    }
    script = str(ROOT / "scripts" / "batch_workflow.py")
    directory = str(ROOT / ".demo")
    command = [sys.executable, script, "--directory", directory, "--poll-interval", "0.3"]
    return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
