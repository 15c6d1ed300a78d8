"""What follows from a list of jobs after a create whose answer was lost."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from together_ext.runs.reconcile import (
    LOOKS,
    Adopt,
    Before,
    GiveUp,
    Intent,
    Seen,
    Send,
    Verdict,
    WaitAndList,
    decide,
    late,
    look_before,
)

FILE, ENDPOINT = "file-1", "/v1/chat/completions"
INTENT = Intent(FILE, ENDPOINT)


def job(id: str, file_id: str | None = FILE, **more: str | None) -> Seen:
    fields: dict[str, Any] = {"endpoint": ENDPOINT, **more}
    return Seen(id, file_id, **fields)


def after(
    listed: list[Seen], intent: Intent = INTENT, settled: bool = True, own: set[str] | None = None
) -> Verdict:
    return decide(
        intent,
        listed,
        own=own or set(),
        looks=LOOKS if settled else 1,
        elapsed=10.0 if settled else 0.0,
        settle=10.0,
    )


@pytest.mark.parametrize("settled", [False, True])
def test_a_new_job_of_the_file_is_adopted_at_once(settled: bool) -> None:
    assert after([job("other", "file-2"), job("a")], settled=settled) == Adopt("a")


def test_of_several_the_oldest_is_adopted_and_the_others_are_named() -> None:
    listed = [job("a", created="2026-01-02"), job("b", created="2026-01-01")]
    assert after(listed) == Adopt("b", ("a",))
    alike = [job("b", created="2026-01-01"), job("a", created="2026-01-01")]
    assert after(alike) == Adopt("a", ("b",))


def test_a_job_listed_before_is_not_ours() -> None:
    intent = Intent(FILE, ENDPOINT, before=look_before(FILE, [job("a")]))
    assert after([job("a")], intent) == Send()
    assert after([job("a"), job("b")], intent) == Adopt("b")


def test_a_job_that_the_ledger_has_for_another_create_is_not_ours() -> None:
    assert after([job("a")], own={"a"}) == Send()


@pytest.mark.parametrize(("looks", "elapsed"), [(LOOKS - 1, 99.0), (99, 9.9)])
def test_none_is_not_believed_too_early(looks: int, elapsed: float) -> None:
    assert decide(INTENT, [], looks=looks, elapsed=elapsed, settle=10.0) == WaitAndList()


def test_none_in_a_whole_list_that_settled_lets_it_be_sent() -> None:
    assert after([job("other", "file-2")]) == Send()


@pytest.mark.parametrize(
    "doubtful", [job("x", None), job("x", endpoint="/v1/completions")], ids=["no file", "endpoint"]
)
def test_a_doubtful_job_is_neither_adopted_nor_sent_past(doubtful: Seen) -> None:
    assert after([doubtful], settled=False) == WaitAndList()
    verdict = after([doubtful])
    assert isinstance(verdict, GiveUp)
    assert verdict.doubtful == ("x",)


def test_a_job_of_another_model_is_doubtful_where_the_model_was_asked_for() -> None:
    assert isinstance(after([job("x", model="b")], Intent(FILE, ENDPOINT, "a")), GiveUp)
    assert after([job("x", model="b")]) == Adopt("x")


@pytest.mark.parametrize("endpoint", [None, "chat/completions", "/v1/chat/completions/"])
def test_an_endpoint_unsaid_or_written_otherwise_agrees(endpoint: str | None) -> None:
    assert after([job("a", endpoint=endpoint)]) == Adopt("a")


def test_a_job_without_a_file_from_before_is_no_doubt() -> None:
    listed = [job("x", None)]
    assert after(listed, Intent(FILE, ENDPOINT, before=look_before(FILE, listed))) == Send()


def test_a_list_that_lost_what_it_had_proves_nothing() -> None:
    before = look_before(FILE, [job("old", "file-0")])
    verdict = after([], Intent(FILE, ENDPOINT, before=before))
    assert isinstance(verdict, GiveUp)
    assert "old" in verdict.why


def test_the_witnesses_are_the_ledgers_own_and_the_newest() -> None:
    listed = [job(f"j{n:02}", "file-0", created=f"2026-01-{n:02}") for n in range(1, 21)]
    before = look_before(FILE, listed, own={"j01"})
    assert {"j01", "j20", "j19"} <= before.witnesses
    assert "j02" not in before.witnesses


@pytest.mark.parametrize("newest_first", [False, True])
def test_of_the_ledgers_own_the_newest_are_witnesses_however_they_are_listed(
    newest_first: bool,
) -> None:
    numbers = sorted(range(1, 21), reverse=newest_first)
    listed = [job(f"j{n:02}", "file-0", created=f"2026-01-{n:02}") for n in numbers]
    before = look_before(FILE, listed, own={seen.id for seen in listed})
    assert before.witnesses == {f"j{n}" for n in range(13, 21)}


def test_a_list_without_any_job_of_the_run_proves_nothing() -> None:
    others = [job("other", "file-2")]
    verdict = after(others, own={"a", "b"})
    assert isinstance(verdict, GiveUp)
    assert "no job of this run" in verdict.why
    assert after([*others, job("b", "file-3")], own={"a", "b"}) == Send()


def test_a_job_that_shows_late_is_that_of_the_create_that_was_believed_absent() -> None:
    before = look_before(FILE, [job("old")])
    intent = Intent(FILE, ENDPOINT, before=before)
    assert late(intent, [job("old"), job("new"), job("x", "file-2")], own=()) == Adopt("new")
    for nothing in ([], [job("old")], [job("x", None)], [job("own")]):
        assert late(intent, nothing, own={"own"}) is None


def test_of_a_lost_ledger_the_oldest_job_not_yet_taken_is_adopted() -> None:
    listed = [job("a", created="1"), job("b", created="2"), job("c", "file-2")]
    assert after(listed) == Adopt("a", ("b",))
    assert after(listed, own={"a"}) == Adopt("b")


@dataclass
class World:
    """An API whose list lags, with other users, seen by one run that crashes."""

    chance: random.Random
    lag: float
    now: float = 0.0
    jobs: list[tuple[float, Seen]] = field(default_factory=list)
    ours: list[str] = field(default_factory=list)

    def create(self, file_id: str | None, mine: bool) -> str:
        id = f"job-{len(self.jobs)}"
        visible = self.now + self.chance.uniform(0, self.lag)
        self.jobs.append((visible, Seen(id, file_id, ENDPOINT, None, f"{self.now:09.3f}")))
        if mine:
            self.ours.append(id)
        return id

    def list(self) -> list[Seen]:
        listed = [job for visible, job in self.jobs if visible <= self.now]
        self.chance.shuffle(listed)
        return listed


@given(
    seed=st.integers(0, 2**32),
    settle=st.floats(0.1, 100.0),
    lag=st.floats(0.0, 0.999),
    taken=st.lists(st.booleans(), min_size=1, max_size=5),
    rivals=st.booleans(),
)
@settings(max_examples=400)
def test_while_the_list_lags_less_than_settle_no_shard_gets_two_jobs(
    seed: int, settle: float, lag: float, taken: list[bool], rivals: bool
) -> None:
    chance = random.Random(seed)
    world = World(chance, lag * settle)
    for _ in range(chance.randrange(4)):
        world.create(chance.choice([FILE, "file-2", None]), mine=False)
    job_id = None
    for arrives in [*taken, True]:
        intent = Intent(FILE, ENDPOINT, before=look_before(FILE, world.list()))
        if arrives:
            world.create(FILE, mine=True)  # carried out, and its answer is lost
        if rivals:
            world.create(chance.choice(["file-2", "file-3"]), mine=False)
        since, looks = world.now, 0
        while True:
            if chance.random() < 0.2:
                since, looks = world.now, 0  # killed: the new process counts from its own start
            looks += 1
            asked, listed = world.now, world.list()
            world.now += chance.choice([0.0, 0.0, settle])  # a list can be long on its way
            verdict = decide(intent, listed, looks=looks, elapsed=asked - since, settle=settle)
            if not isinstance(verdict, WaitAndList):
                break
            world.now += chance.uniform(0, settle / 3)
        if isinstance(verdict, GiveUp):
            # Only for a job from before that was late to be listed and says no file.
            assert any(seen.file_id is None for _, seen in world.jobs)
            break
        if isinstance(verdict, Adopt):
            job_id = verdict.id
            break
        assert verdict == Send()
    assert len(world.ours) <= 1
    if job_id is not None and not any(seen.file_id == FILE for _, seen in world.jobs[:3]):
        assert [job_id] == world.ours


@given(
    st.lists(
        st.builds(
            Seen,
            id=st.sampled_from("abcdef"),
            file_id=st.sampled_from([FILE, "file-2", None]),
            endpoint=st.sampled_from([ENDPOINT, "/v1/completions", None]),
            model=st.sampled_from(["m", None]),
        ),
        max_size=6,
        unique_by=lambda seen: seen.id,
    ),
    st.sets(st.sampled_from("abcdef")),
    st.sets(st.sampled_from("abcdef")),
)
def test_only_a_job_of_the_file_is_ever_adopted_and_nothing_is_sent_past_a_new_one(
    listed: list[Seen], known: set[str], own: set[str]
) -> None:
    intent = Intent(FILE, ENDPOINT, before=Before(known=frozenset(known)))
    verdict = after(listed, intent, own=own)
    fresh = [seen for seen in listed if seen.id not in known | own]
    if isinstance(verdict, Adopt):
        assert any(seen.id == verdict.id and seen.file_id == FILE for seen in fresh)
    if isinstance(verdict, Send):
        assert not any(seen.file_id in {FILE, None} for seen in fresh)
