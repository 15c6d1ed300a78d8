"""Kill a program at every one of its file operations.

``python killing.py PROGRAM ARGUMENTS`` forks itself again and again: the nth child runs the program
and kills itself, with the signal that cannot be caught, at its nth file operation. So the next one
finds what the last one left. It ends when a child ends by itself, and prints how many were killed.
"""

from __future__ import annotations

import os
import runpy
import signal
import sys
from typing import Any

OPERATIONS = {"open", "os.rename", "os.remove", "os.mkdir", "sqlite3.connect", "os.listdir"}


def child(program: str, allowed: int) -> None:
    done = 0

    def count(event: str, _: Any) -> None:
        nonlocal done
        if event in OPERATIONS:
            done += 1
            if done > allowed:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(count)
    runpy.run_path(program, run_name="__main__")


def main() -> None:
    program, sys.argv = sys.argv[1], sys.argv[1:]
    # Imported once, for all children.
    import together_ext.runs.merge
    import together_ext.runs.prepare  # noqa: F401

    for killed in range(5000):
        sys.stdout.flush()
        process = os.fork()
        if process == 0:
            child(program, killed)
            sys.stdout.flush()
            os._exit(0)
        _, status = os.waitpid(process, 0)
        if not os.WIFSIGNALED(status):
            if status:
                raise SystemExit(f"the program failed after {killed} kills")
            print(killed)
            return
    raise SystemExit("the program never ends")


if __name__ == "__main__":
    main()
