"""Processes that run a batch and are killed: at a boundary between two steps, or at some moment.

As a script it is a server that has imported everything and forks: a process costs milliseconds
then, and a thousand kills fit into minutes. It reads a JSON object a line and answers with one.
A *boundary* is before or after anything a run does: a request, a write to the ledger, a piece of
work, a pause.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import traceback
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


class Killing:
    """A server that forks runs."""

    def __init__(self, base_url: str) -> None:
        self._base_url = base_url
        environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "generated")]),
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        self._process = subprocess.Popen(
            [sys.executable, __file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
        )

    def run(
        self,
        source: Path,
        output: Path,
        *,
        boundary: int | None = None,
        seconds: float | None = None,
        **options: Any,
    ) -> dict[str, Any] | None:
        """Run in a process of its own.

        Args:
            source: The rows.
            output: The results.
            boundary: The boundary at which it kills itself.
            seconds: The moment at which it is killed.
            options: Of the run.

        Returns:
            What came of it, or None if it was killed.
        """
        order = {
            "source": str(source),
            "output": str(output),
            "boundary": boundary,
            "seconds": seconds,
            "options": options,
            "base_url": self._base_url,
        }
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        if answer.get("failed"):
            raise AssertionError(answer["failed"])
        return None if answer.get("killed") else answer

    def close(self) -> None:
        """End the server."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(300)
        self._process.stdout.close()


def _serve() -> None:
    # Imported once, here; each fork has it.
    import together_ext.operations
    import together_ext.runs.handle
    from together_ext import polling
    from together_ext.http import session
    from together_ext.runs import desk

    assert together_ext.operations
    assert together_ext.runs.handle
    polling.FIRST_LOOK = 0.01
    desk.LONGEST_PAUSE = 0.05
    for line in sys.stdin:
        order = json.loads(line)
        report, failure = os.pipe(), os.pipe()
        pid = os.fork()
        if pid == 0:
            try:
                os.write(report[1], json.dumps(_run(order, session)).encode())
            except BaseException:
                os.write(failure[1], traceback.format_exc().encode()[-4000:])
            finally:
                os._exit(0)
        os.close(report[1])
        os.close(failure[1])
        if order["seconds"] is not None:
            time.sleep(order["seconds"])
            os.kill(pid, signal.SIGKILL)  # still ours: it was not waited for yet
        _, status = os.waitpid(pid, 0)
        answer, failed = (os.read(pipe[0], 65536).decode() for pipe in (report, failure))
        os.close(report[0])
        os.close(failure[0])
        if answer:
            print(answer, flush=True)
        elif failed:
            print(json.dumps({"failed": failed}), flush=True)
        else:
            killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
            print(json.dumps({"killed": killed, "failed": "" if killed else status}), flush=True)


def _run(order: dict[str, Any], session: Any) -> dict[str, Any]:
    from together_ext import Together
    from together_ext.runs.shard import Limits

    boundaries = -1

    def pass_boundary() -> None:
        nonlocal boundaries
        boundaries += 1
        if boundaries == order["boundary"]:
            os.kill(os.getpid(), signal.SIGKILL)

    perform = session.Session.perform

    def watched(self: Any, effect: Any) -> Any:
        pass_boundary()
        result = perform(self, effect)
        pass_boundary()
        return result

    session.Session.perform = watched
    options = dict(order["options"])
    options["limits"] = Limits(**options.pop("limits"))
    with Together(api_key="key", base_url=order["base_url"], timeout=10) as client:
        result = client.batches.run(order["source"], output=order["output"], **options)
    counts = {
        name: getattr(result.counts, name) for name in ("ok", "error", "missing", "duplicate")
    }
    return {"counts": counts, "boundaries": boundaries + 1, "jobs": list(result.jobs)}


if __name__ == "__main__":
    _serve()
