"""All that can go wrong, mixed at random: faults, crashes, a lost ledger, and the run goes on."""

from __future__ import annotations

import itertools
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from tests.conftest import KEY
from tests.runs.conftest import jobs_by_content, read, row, write
from together_ext import Together, errors, polling, retry
from together_ext.emulator.pytest_plugin import Emulator
from together_ext.http.session import Session
from together_ext.runs import desk
from together_ext.runs.ledgerfile import NAME
from together_ext.runs.shard import Limits

CREATE = ("/batches", "POST")
LOOK = ("/batches*", "GET")
CONTENT = ("/files/*/content", "GET")
# What goes wrong, and to which request.
FAULTS: list[tuple[str, tuple[str, str], dict[str, Any]]] = [
    ("drop_after", CREATE, {}),
    ("drop_before", CREATE, {}),
    ("status", CREATE, {"code": 500, "act": True}),
    ("status", CREATE, {"code": 502}),
    ("status", CREATE, {"code": 429}),
    ("status", CREATE, {"code": 401}),
    ("status", CREATE, {"code": 201, "body": {"job": None}, "act": True}),
    ("html", CREATE, {}),
    ("job", CREATE, {"end": "EXPIRED", "after": 0.5}),
    ("job", CREATE, {"end": "CANCELLED", "after": 0.5}),
    ("job", CREATE, {"end": "FAILED", "after": 0.0}),
    ("job", CREATE, {"hidden": 0.15, "lose": True}),
    ("rewrite", LOOK, {"set": {"status": "PONDERING"}, "times": 3}),
    ("rewrite", LOOK, {"set": {"input_file_id": None}}),
    ("rewrite", LOOK, {"set": {"output_file_id": None}}),
    ("status", LOOK, {"code": 503, "times": 7}),
    ("status", LOOK, {"code": 200, "body": "null"}),
    ("drop_after", LOOK, {}),
    ("status", ("/files", "POST"), {"code": 503}),
    ("drop_after", ("/files", "POST"), {}),
    ("status", ("/storage/*", "PUT"), {"code": 503, "times": 2}),
    ("drop_before", ("/storage/*", "PUT"), {"read_bytes": 10}),
    ("drop_after", ("/files/*/preprocess", "POST"), {}),
    ("cut_body", CONTENT, {"bytes": 90, "times": 3}),
    ("short_length", CONTENT, {"bytes": 90}),
    ("gzip", CONTENT, {}),
    ("close_delimited", CONTENT, {}),
]
STATUSES = {"plain": "ok", "twice": "duplicate", "never": "missing", "bad": "error"}
METADATA: dict[str, dict[str, Any]] = {
    "plain": {},
    "twice": {"emulator_repeat": 2},
    "never": {"emulator_repeat": 0},
    "bad": {"emulator_fail": 400},
}
# The longest request of all is hidden for 0.15 s.
OPTIONS: dict[str, Any] = {"poll_interval": 0.02, "settle": 0.4}
# As many more as `make soak-runs` kills.
KILLS = int(os.environ.get("KILLS", "200"))
_numbers = itertools.count()


class _Crash(BaseException):
    """Ends a run where it is, as nothing in it expects."""


@pytest.fixture(scope="module")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    made = Emulator(tmp_path_factory.mktemp("mixture") / "data")
    made.start()
    yield made
    made.stop()


def machine(emulator: Emulator, directory: Path, patch: pytest.MonkeyPatch) -> type[Any]:
    class Mixture(RuleBasedStateMachine):
        """One run, from its begin through whatever happens to its end."""

        def __init__(self) -> None:
            super().__init__()
            emulator.clear_faults()
            number = next(_numbers)
            self.kinds = [list(METADATA)[n % 4] if n % 3 == 0 else "plain" for n in range(7)]
            self.rows = [
                row(f"m{number}-{n}", **METADATA[kind]) for n, kind in enumerate(self.kinds)
            ]
            self.source = write(directory / f"{number}.jsonl", self.rows)
            self.output = directory / f"{number}-out.jsonl"
            self.before = jobs_by_content(emulator)

        @rule(fault=st.sampled_from(FAULTS), skip=st.integers(0, 3))
        def something_goes_wrong(
            self, fault: tuple[str, tuple[str, str], dict[str, Any]], skip: int
        ) -> None:
            kind, (path, method), more = fault
            emulator.fault(kind, path, method, skip=skip, **more)

        @rule(steps=st.integers(5, 120))
        def the_run_crashes(self, steps: int) -> None:
            left = steps
            perform = Session.perform

            def watched(session: Session, effect: Any) -> Any:
                nonlocal left
                left -= 1
                if left == 0:
                    raise _Crash
                return perform(session, effect)

            with patch.context() as patched:
                patched.setattr(Session, "perform", watched)
                try:
                    self.run()
                except (_Crash, errors.TogetherError):
                    emulator.clear_faults()

        @rule()
        def the_ledger_is_lost(self) -> None:
            ledger = self.output.with_name(f".{self.output.name}.run") / NAME
            if ledger.exists():
                ledger.write_bytes(b"lost")
                with self.client() as client:
                    client.batches.attach(self.output)

        def client(self) -> Together:
            return Together(api_key=KEY, base_url=emulator.base_url, timeout=10)

        def run(self, **options: Any) -> Any:
            with self.client() as client:
                return client.batches.run(
                    self.source,
                    output=self.output,
                    limits=Limits(max_rows=3),
                    max_attempts=3,
                    **OPTIONS,
                    **options,
                )

        def looked_up(self, error: errors.OutcomeUnknownError) -> dict[str, str | None]:
            """Do what the error asks a person to do: look whether there is a job."""
            found = re.search(r"resolve=\{'([^']+)'", str(error))
            assert found is not None, str(error)
            with self.client() as client:
                known = {job.id for job in client.batches.attach(self.output).status().jobs}
            jobs = [j["id"] for j in emulator.books()["jobs"] if j["input_file_id"] == found[1]]
            new = [id for id in jobs if id not in known]
            return {found[1]: new[0] if new else None}

        def teardown(self) -> None:
            resolve: dict[str, str | None] = {}
            for _ in range(6):
                try:
                    result = self.run(resolve=resolve)
                    break
                except errors.OutcomeUnknownError as error:
                    # Of a create that was lost three times, say; a person looks, and goes on.
                    emulator.clear_faults()
                    resolve = self.looked_up(error)
                except errors.TogetherError:
                    emulator.clear_faults()
            else:
                raise AssertionError("it does not end although nothing goes wrong any more")
            lines = read(self.output)
            assert [line["custom_id"] for line in lines] == [r["custom_id"] for r in self.rows]
            assert [line["status"] for line in lines] == [STATUSES[kind] for kind in self.kinds]
            assert result.counts.rows == len(self.rows)
            made = jobs_by_content(emulator) - self.before
            # Every job there is was paid for by this run, and it knows each of them.
            assert sum(made.values()) == len(result.jobs) == len(set(result.jobs))

    return Mixture


@pytest.mark.timeout(3600)
def test_whatever_happens_every_job_is_known_and_every_row_is_there(
    emulator: Emulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(polling, "FIRST_LOOK", 0.02)
    monkeypatch.setattr(desk, "LONGEST_PAUSE", 0.02)
    monkeypatch.setattr(retry, "FIRST_DELAY", 0.001)
    run_state_machine_as_test(  # type: ignore[no-untyped-call]  # hypothesis has no types for it
        machine(emulator, tmp_path, monkeypatch),
        settings=settings(
            max_examples=max(1, KILLS // 13),
            stateful_step_count=8,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
