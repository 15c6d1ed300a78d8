"""An emulator in a process of its own, for the demo, the proofs and the benchmarks."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_PREFIX = "listening on "


@contextmanager
def emulator(data: Path, *options: str, quiet: bool = False) -> Iterator[str]:
    """Run an emulator while the block runs; gives its base URL.

    Args:
        data: Where it keeps everything.
        options: Further command-line options.
        quiet: Whether what it has to complain of goes nowhere: each connection that a killed client
            leaves is told there.

    Raises:
        RuntimeError: It did not start.
    """
    command = [sys.executable, "-m", "together_ext.emulator", "--data-dir", str(data)]
    with subprocess.Popen(
        # It ends with its standard input, so with this process, whatever ends that.
        [*command, "--until-stdin-closes", *options],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL if quiet else None,
        text=True,
        # Ctrl-C reaches the whole group; what talks to the emulator may have something to say yet.
        start_new_session=True,
    ) as process:
        try:
            assert process.stdout is not None  # PIPE
            first = process.stdout.readline().strip()
            if not first.startswith(_PREFIX):
                raise RuntimeError("the emulator did not start")
            yield first.removeprefix(_PREFIX)
        finally:
            process.terminate()
