"""Fixtures that run the emulator as a real process. Standard library and pytest only.

Use with ``pytest_plugins = ["together_ext.emulator.pytest_plugin"]``:

- ``together_emulator``: one emulator for this test alone;
- ``together_emulator_shared``: one for the whole session, for tests that leave each other alone;
- ``together_emulator_factory``: call it with command-line options for as many as the test needs,
  each on its own data directory unless ``data_dir=`` is given.
"""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

# Against what hangs alone: a busy machine takes its time.
_START_SECONDS = _STOP_SECONDS = _ANSWER_SECONDS = 100.0
_PREFIX = "listening on "


class Emulator:
    """One emulator process.

    Args:
        data_dir: Where it keeps everything.
        options: Further command-line options.
        python: The interpreter to run it with.
    """

    def __init__(self, data_dir: Path, options: tuple[str, ...] = (), python: str = "") -> None:
        self.data_dir = data_dir
        self.options = options
        self.base_url = ""
        self._python = python or sys.executable
        self._ports: list[str] = []
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """The process id of the emulator.

        Raises:
            RuntimeError: It is not running.
        """
        if self._process is None:
            raise RuntimeError("the emulator is not running")
        return self._process.pid

    def start(self) -> None:
        """Start it and wait until it accepts connections.

        Raises:
            RuntimeError: It ended, or took too long.
        """
        if self._process is not None:
            raise RuntimeError("the emulator is already running")
        command = [self._python, "-m", "together_ext.emulator", "--data-dir", str(self.data_dir)]
        # It ends when its standard input does, so also when this process is killed.
        command += ["--until-stdin-closes", *self._ports, *self.options]
        self.data_dir.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log
            )
        line = _first_line(self._process, _START_SECONDS)
        if not line.startswith(_PREFIX):
            self.kill()
            tail = self.log.read_text(errors="replace")[-2000:]
            raise RuntimeError(f"the emulator did not start; it said {line!r} and:\n{tail}")
        self.base_url = line[len(_PREFIX) :]
        # A restart comes back on the same ports, so that URLs from before are still good.
        storage = self._admin("GET", "/_emulator/books")["storage_port"]
        port = str(urlsplit(self.base_url).port)
        self._ports = ["--port", port, "--storage-port", str(storage)]

    @property
    def log(self) -> Path:
        """What it wrote to standard error."""
        return self.data_dir.with_name(self.data_dir.name + ".log")

    def stop(self) -> int:
        """End it the polite way.

        Returns:
            Its exit code.
        """
        process = self._process
        if process is None:
            return 0
        process.terminate()
        try:
            process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        self._release(process)
        return process.returncode

    def kill(self) -> None:
        """End it as a power cut would: SIGKILL."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._release(self._process)

    def restart(self, *options: str) -> None:
        """Start it again on its data directory and ports, stopping it first if it runs.

        Args:
            options: Options from now on; none keeps the former ones.
        """
        self.stop()
        self.options = options or self.options
        self.start()

    def books(self) -> dict[str, Any]:
        """What really happened, see ``GET /_emulator/books``."""
        found: dict[str, Any] = self._admin("GET", "/_emulator/books")
        return found

    def fault(self, kind: str, path: str = "*", method: str = "*", **more: Any) -> int:
        """Make the next matching request go wrong, see :mod:`together_ext.emulator.faults`.

        Args:
            kind: What goes wrong.
            path: A shell pattern over the path without ``/v1``.
            method: The HTTP method, or ``*``.
            more: ``times``, ``skip`` and what the kind takes.

        Returns:
            The fault's number.
        """
        spec = {"kind": kind, "path": path, "method": method, **more}
        return int(self._admin("POST", "/_emulator/faults", spec)["id"])

    def clear_faults(self) -> None:
        """Let nothing more go wrong."""
        self._admin("DELETE", "/_emulator/faults")

    def _release(self, process: subprocess.Popen[bytes]) -> None:
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()
        self._process = None

    def _admin(self, method: str, path: str, body: object = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        url = self.base_url + path
        request = urllib.request.Request(url, data=data, method=method)  # noqa: S310  (loopback)
        # A proxy from the environment is not the way to loopback.
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(request, timeout=_ANSWER_SECONDS) as response:
            return json.load(response)


def _first_line(process: subprocess.Popen[bytes], seconds: float) -> str:
    assert process.stdout is not None  # PIPE
    descriptor = process.stdout.fileno()
    deadline = time.monotonic() + seconds
    found = b""
    while b"\n" not in found:
        ready, _, _ = select.select([descriptor], [], [], max(0.0, deadline - time.monotonic()))
        chunk = os.read(descriptor, 4096) if ready else b""
        if not chunk:
            break
        found += chunk
    return found.partition(b"\n")[0].decode()


@pytest.fixture
def together_emulator_factory(tmp_path: Path) -> Iterator[Callable[..., Emulator]]:
    """A function that starts emulators; all of them end with the test."""
    started: list[Emulator] = []

    def start(*options: str, data_dir: Path | None = None, python: str = "") -> Emulator:
        directory = data_dir or tmp_path / f"emulator-{len(started)}"
        emulator = Emulator(directory, options, python)
        started.append(emulator)
        emulator.start()
        return emulator

    yield start
    for emulator in started:
        emulator.stop()


@pytest.fixture
def together_emulator(together_emulator_factory: Callable[..., Emulator]) -> Emulator:
    """One emulator with its defaults, for this test alone."""
    return together_emulator_factory()


@pytest.fixture(scope="session")
def together_emulator_shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    """One emulator with its defaults, for all tests of the session that ask for it."""
    emulator = Emulator(tmp_path_factory.mktemp("emulator") / "shared")
    emulator.start()
    yield emulator
    emulator.stop()
