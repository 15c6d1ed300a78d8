"""The key is in no log, no traceback, no error, and goes to no other host."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import KEY, Client
from together_ext import TogetherError
from together_ext.emulator.pytest_plugin import Emulator

FAULTS: list[dict[str, Any]] = [
    {"kind": "drop_before"},
    {"kind": "drop_after"},
    {"kind": "cut_body", "bytes": 1},
    {"kind": "html"},
    {"kind": "status", "code": 401, "body": f"Incorrect API key provided: {KEY}"},
    {"kind": "status", "code": 500, "body": {"error": {"message": f"Bearer {KEY}"}}},
    {"kind": "html", "body": f"<html>{KEY}</html>"},
    {"kind": "redirect", "location": "http://127.0.0.1:9/x"},
    {"kind": "stall", "bytes": 1, "seconds": 2.0},
]
CALLS = {
    "retrieve": lambda c: c.files.retrieve("file-1"),
    "content": lambda c: c.files.retrieve_content("file-1", output="out"),
    "create": lambda c: c.batches.create("file-1"),
    "list": lambda c: c.batches.list(),
}


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: str(fault["kind"]))
def test_the_key_is_in_no_log_and_no_traceback(
    use: Client,
    server: Emulator,
    caplog: pytest.LogCaptureFixture,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    call: str,
    fault: dict[str, Any],
) -> None:
    monkeypatch.chdir(tmp_path)
    caplog.set_level(logging.DEBUG)
    server.fault(**fault, times=-1)
    with pytest.raises(TogetherError) as caught:
        use(CALLS[call], max_retries=1, timeout=0.5)
    shown = "".join(traceback.format_exception(caught.value))
    assert KEY not in shown + repr(caught.value) + repr(vars(caught.value))
    assert KEY not in caplog.text
    for where, variables in frames(caught.value):
        assert KEY not in variables, where


def frames(error: BaseException | None) -> Iterator[tuple[str, str]]:
    """Give place and local variables of every frame of an error and of those behind it.

    Tools that print tracebacks (Sentry, rich, pytest --showlocals) print these too. The tests'
    own frames are left out: they know the key.
    """
    while error is not None:
        for frame, line in traceback.walk_tb(error.__traceback__):
            if "tests" not in Path(frame.f_code.co_filename).parts:
                yield f"{frame.f_code.co_filename}:{line}", repr(frame.f_locals)
        error = error.__cause__ or error.__context__


def test_the_test_of_the_frames_sees_them() -> None:
    key = {"authorization": KEY}
    with pytest.raises(ZeroDivisionError) as caught:
        len(key) / 0
    own = [repr(frame.f_locals) for frame, _ in traceback.walk_tb(caught.value.__traceback__)]
    assert any(KEY in variables for variables in own)
