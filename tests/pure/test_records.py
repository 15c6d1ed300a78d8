"""Records are what the standard library makes of the same classes, but for what that costs."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from collections.abc import Callable
from typing import Any, ClassVar

import pytest

from together_ext import records
from together_ext.flow import Reply, Send, Sleep
from together_ext.transfer.download import FileObject


def classes(module: Any) -> tuple[type[Any], type[Any], type[Any]]:
    """Make the same classes with this library's decorator, or the standard one."""
    dataclass, field = module.dataclass, module.field

    @dataclass(frozen=True)
    class Frozen:
        """A frozen one."""

        a: int
        b: str = field(default="b", repr=False)
        c: tuple[int, ...] = ()
        kind: ClassVar[str] = "kind"

        def method(self) -> int:
            """Return the first."""
            return self.a

    @dataclass
    class Open:
        """One that can be changed, with a value made anew for each."""

        a: int
        b: list[int] = field(default_factory=list)
        c: int = field(default=3, compare=False)

        def __post_init__(self) -> None:
            self.a += 1

    @dataclass(frozen=True)
    class Below(Frozen):
        """One with more fields than its base."""

        d: int = 4

    return Frozen, Open, Below


OURS, THEIRS = classes(records), classes(dataclasses)


def outcome(function: Callable[[tuple[type[Any], ...]], Any], kinds: tuple[type[Any], ...]) -> Any:
    try:
        return function(kinds)
    except (TypeError, AttributeError) as error:  # FrozenInstanceError is one
        return type(error)


@pytest.mark.parametrize(
    "function",
    [
        lambda k: repr(k[0](1)),
        lambda k: repr(k[1](1, [2], c=5)),
        lambda k: repr(k[2](1, "x", (2,), 5)),
        lambda k: (k[0](1) == k[0](1), k[0](1) == k[0](2), k[0](1) == k[2](1), k[0](1) == 1),
        lambda k: (k[1](1, c=1) == k[1](1, c=2), k[1](1) != k[1](2)),
        lambda k: hash(k[0](1)) == hash(k[0](1)),
        lambda k: len({k[0](1), k[0](1), k[0](2)}),
        lambda k: hash(k[1](1)),
        lambda k: hash(k[0]([])),
        lambda k: k[0](),
        lambda k: k[0](1, 2, 3, 4),
        lambda k: k[0](1, z=2),
        lambda k: k[0](1).b + k[0].b + k[0].kind,
        lambda k: k[1].b,
        lambda k: (k[1](1).b is k[1](1).b, k[1](1).a),
        lambda k: setattr(k[0](1), "a", 2),
        lambda k: setattr(k[0](1), "other", 2),
        lambda k: delattr(k[0](1), "a"),
        lambda k: setattr(k[1](1), "a", 2),
        lambda k: (k[0].__match_args__, k[2].__match_args__),
        lambda k: [(f.name, f.default, f.repr, f.compare) for f in dataclasses.fields(k[2])],
        lambda k: [f.default_factory for f in dataclasses.fields(k[1](1))],
        lambda k: dataclasses.asdict(k[1](1, [2])),
        lambda k: dataclasses.astuple(k[2](1)),
        lambda k: repr(dataclasses.replace(k[2](1), a=5, d=6)),
        lambda k: dataclasses.is_dataclass(k[0]) and dataclasses.is_dataclass(k[1](1)),
        lambda k: repr(copy.deepcopy(k[2](1))),
        lambda k: k[0](7).method(),
    ],
)
def test_a_record_is_what_the_standard_library_makes(
    function: Callable[[tuple[type[Any], ...]], Any],
) -> None:
    assert outcome(function, OURS) == outcome(function, THEIRS)


@pytest.mark.parametrize("changes", [{}, {"a": 5}, {"z": 5}])
def test_it_is_replaced_as_the_standard_library_does(changes: dict[str, int]) -> None:
    def replaced(module: Any, kinds: tuple[type[Any], ...]) -> Any:
        return outcome(lambda k: repr(module.replace(k[2](1, "x"), **changes)), kinds)

    assert replaced(records, OURS) == replaced(dataclasses, THEIRS)


def test_one_of_this_library_s_own_is_pickled() -> None:
    made = FileObject("local", "file-1", "x", 5)
    assert pickle.loads(pickle.dumps(made)) == made
    assert pickle.loads(pickle.dumps(Sleep(1.5))) == Sleep(1.5)


def test_what_is_not_to_be_shown_is_not() -> None:
    reply: Any = Reply(200, {"location": "signed"}, "http://x/y", None, content=b"body")
    assert repr(reply) == "Reply(status=200, url='http://x/y')"
    assert "kwargs" in repr(Send("get", {}))
