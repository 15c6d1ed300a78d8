"""`spec_diff.py --python`: what changed for those who use the generated client."""

from __future__ import annotations

import copy
import itertools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import spec_diff
import yaml
from spec.diff.hints import effect, members, returned
from spec.diff.judge import Change, Effect
from spec.diff.packages import load
from spec.diff.python import compare_packages

from tests.spec.diffing import breaks, content, document, schemas

Compare = Callable[..., list[Change]]

FUNCTIONS = """
from ... import models as m
def _get_kwargs(id: str): ...
def sync({arguments}) -> {gives} | None: ...
def sync_detailed({arguments}) -> Response[{gives}]: ...
"""


@pytest.fixture
def packages(tmp_path: Path) -> Compare:
    """Write two packages, each of modules and their text, and compare them."""

    number = itertools.count()

    def run(old: dict[str, str], new: dict[str, str]) -> list[Change]:
        place = tmp_path / str(next(number))
        for side, modules in (("old", old), ("new", new)):
            root = place / side / "client"
            for name in ("", "models", "api", "api/files"):
                (root / name).mkdir(parents=True, exist_ok=True)
                (root / name / "__init__.py").touch()
            for name, text in modules.items():
                (root / f"{name}.py").write_text(text)
        return compare_packages(load(place / "old"), load(place / "new")).changes

    return run


def operation(arguments: str = "id: str, *, client: Client", gives: str = "m.A") -> dict[str, str]:
    return {"api/files/get_it": FUNCTIONS.format(arguments=arguments, gives=gives)}


def model(*lines: str, uses: str = "both") -> dict[str, str]:
    """A model, and an operation that takes or gives it."""
    body = "\n".join(f"    {line}" for line in lines) or "    pass"
    used = {
        "request": operation("body: m.A", "int"),
        "response": operation(),
        "both": operation("body: m.A"),
    }
    return {"models/a": f"from typing import Literal\nclass A(Model):\n{body}\n", **used[uses]}


def told(changes: list[Change]) -> tuple[str, str, str]:
    assert len(changes) == 1, [change.sentence for change in changes]
    return changes[0].action, changes[0].kind, breaks(changes[0])


# ----------------------------------------------------------------------------------- whole names


def test_nothing_changed(packages: Compare) -> None:
    made = {**operation(), **model("a: int")}
    assert packages(made, made) == []


def test_an_operation_more_is_safe_and_one_less_breaks_callers(packages: Compare) -> None:
    assert told(packages({}, operation())) == ("added", "operation", "safe")
    assert told(packages(operation(), {})) == ("removed", "operation", "caller")


def test_a_model_more_is_safe_and_one_less_breaks_callers(packages: Compare) -> None:
    made = {"models/a": "class A:\n    a: int\n"}
    (change,) = packages({}, made)
    assert (str(change.group), change.kind, breaks(change)) == ("models.A", "model", "safe")


def test_a_model_less_breaks_callers(packages: Compare) -> None:
    assert told(packages({"models/a": "class A: ..."}, {})) == ("removed", "model", "caller")


@pytest.mark.parametrize("name", ["_private", "__all__"])
def test_what_is_private_is_not_compared(packages: Compare, name: str) -> None:
    assert packages({"client": f"{name} = []"}, {"client": ""}) == []


def test_what_is_only_imported_is_not_compared(packages: Compare) -> None:
    assert packages({"client": "import httpx"}, {"client": "from attrs import define"}) == []


def test_other_modules_are_compared_too(packages: Compare) -> None:
    old, new = {"client": "class Client:\n    def open(self): ..."}, {"client": "class Client: ..."}
    (change,) = packages(old, new)
    assert (str(change.group), change.sentence) == ("client.Client", "function `open` was removed")


# ------------------------------------------------------------------------------------- signatures

START = "id: str, *, client: Client"


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (f"{START}, limit: int", ("added", "argument", "caller")),
        (f"{START}, limit: int | Unset = UNSET", ("added", "argument", "safe")),
        ("*, client: Client", ("removed", "argument", "caller")),
        ("id: int, *, client: Client", ("changed", "type", "caller")),
        ("id: str | int, *, client: Client", ("changed", "type", "safe")),
        ("id: str = 'a', *, client: Client", ("removed", "required", "safe")),
        ("*, id: str, client: Client", ("changed", "kind", "caller")),
    ],
)
def test_an_argument_is_judged_like_a_request(
    packages: Compare, arguments: str, expected: tuple[str, str, str]
) -> None:
    assert told(packages(operation(), operation(arguments))) == expected


def test_an_argument_with_another_default_breaks_callers(packages: Compare) -> None:
    old, new = (operation(f"{START}, limit: int = {number}") for number in (1, 2))
    assert told(packages(old, new)) == ("changed", "default", "caller")


def test_an_argument_that_must_be_given_breaks_callers(packages: Compare) -> None:
    old, new = (operation(f"{START}, limit: int{default}") for default in (" = 1", ""))
    assert told(packages(old, new)) == ("added", "required", "caller")


def test_arguments_in_another_order_break_callers(packages: Compare) -> None:
    old, new = operation("a: int, b: int"), operation("b: int, a: int")
    assert told(packages(old, new)) == ("changed", "order", "caller")


@pytest.mark.parametrize(
    ("gives", "expected"),
    [
        ("m.A | m.B", ("changed", "type", "reader")),
        ("m.B", ("changed", "type", "reader")),
    ],
)
def test_what_is_returned_is_judged_like_a_response(
    packages: Compare, gives: str, expected: tuple[str, str, str]
) -> None:
    assert told(packages(operation(), operation(gives=gives))) == expected
    assert told(packages(operation(gives="m.A | m.B"), operation())) == ("changed", "type", "safe")


def test_what_all_functions_of_an_operation_share_is_told_once(packages: Compare) -> None:
    (change,) = packages(operation(), operation(f"{START}, limit: int"))
    assert str(change.group) == "api.files.get_it"
    assert change.operations == ["sync", "sync_detailed"]


# ------------------------------------------------------------------------------------- attributes


@pytest.mark.parametrize(
    ("old", "new", "request_", "response"),
    [
        ((), ("a: int",), "caller", "safe"),
        ((), ("a: int | Unset = UNSET",), "safe", "safe"),
        (("a: int",), (), "caller", "reader"),
        (("a: int",), ("a: int | Unset = UNSET",), "safe", "reader"),
        (("a: int | Unset = UNSET",), ("a: int",), "caller", "safe"),
        (("a: int",), ("a: str",), "caller", "reader"),
        (("a: int",), ("a: float",), "safe", "reader"),
        (("a: Literal['x']",), ("a: Literal['x', 'y']",), "safe", "reader"),
        (("a: Literal['x']",), ("a: str",), "safe", "reader"),
        (("a: str",), ("a: Any",), "safe", "reader"),
        (("a: str = 'x'",), ("a: str = 'y'",), "caller", "safe"),
        (
            ("a: str = field(default='x', metadata={'wire': 'A'})",),
            ("a: str = field(default='y', metadata={'wire': 'A'})",),
            "caller",
            "safe",
        ),
    ],
    ids=str,
)
def test_an_attribute_is_judged_by_what_its_model_is_used_for(
    packages: Compare, old: Any, new: Any, request_: str, response: str
) -> None:
    for uses, expected in (("request", request_), ("response", response)):
        found = packages(model(*old, uses=uses), model(*new, uses=uses))
        assert told(found)[2] == expected


def test_a_model_in_a_model_is_used_like_it(packages: Compare) -> None:
    def made(lines: str) -> dict[str, str]:
        return {**model("b: m.B", uses="response"), "models/b": f"class B(Model):\n    {lines}"}

    assert told(packages(made("b: int | None"), made("b: int"))) == ("changed", "type", "safe")


def test_how_a_type_is_spelt_does_not_matter(packages: Compare) -> None:
    old, new = model("a: Union[m.B, None]"), model("a: None | models.B")
    assert packages(old, new) == []


def test_a_member_of_an_enum_more_is_safe_and_one_less_breaks_callers(packages: Compare) -> None:
    one, two = (
        {"models/e": f"class E(OpenStrEnum):\n    A = 'a'\n{more}"} for more in ("", "    B = 'b'")
    )
    assert told(packages(one, two)) == ("added", "member", "safe")
    assert "caller" in told(packages(two, one))[2]


# ------------------------------------------------------------------------------------------ types


@pytest.mark.parametrize(
    ("annotation", "expected"),
    [
        ("int | str", {"int", "str"}),
        ("Optional[m.A]", {"A", "None"}),
        ("Literal['a', 1]", {"Literal['a']", "Literal[1]"}),
        ("list[m.B | m.A]", {"list[A | B]"}),
        ("'m.A'", {"A"}),
        (None, {"Any"}),
    ],
)
def test_a_type_is_taken_apart(annotation: str | None, expected: set[str]) -> None:
    assert members(annotation) == expected


def test_what_is_returned_is_unwrapped() -> None:
    assert returned("Response[m.A | m.B]") == returned("m.B | m.A | None") == {"A", "B"}
    assert returned("None") == {"None"}


def test_an_int_will_do_for_a_float() -> None:
    assert effect(members("int"), members("float")) is Effect.MORE
    assert effect(members("float"), members("int")) is Effect.FEWER


# ---------------------------------------------------------------------------------------- command


def test_two_documents_are_generated_and_compared(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    named = schemas(A={"type": "object", "properties": {"a": {"type": "string"}}})
    answer = {"description": "", "content": content({"$ref": "#/components/schemas/A"})}
    old = document(
        operation={"operationId": "doIt", "tags": ["t"], "responses": {"200": answer}},
        components=named,
    )
    new = copy.deepcopy(old)
    del new["components"]["schemas"]["A"]["properties"]["a"]
    new["components"]["schemas"]["A"]["properties"]["b"] = {"type": "integer"}
    for name, made in (("old", old), ("new", new)):
        (tmp_path / f"{name}.yaml").write_text(yaml.safe_dump(made))
    paths = [str(tmp_path / "old.yaml"), str(tmp_path / "new.yaml")]
    assert spec_diff.main([*paths, "--python"]) == 3
    out = capsys.readouterr().out
    assert "models.A\n" in out
    assert "BREAKS reader    attribute `a` was removed" in out
    assert "safe             attribute `b` is new, optional" in out


def test_a_folder_without_a_package_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert spec_diff.main([str(tmp_path), str(tmp_path), "--python"]) == 2
    assert "holds 0 Python packages, not one" in capsys.readouterr().err


def test_the_client_of_this_repository_is_the_same_as_itself() -> None:
    package = load(Path(__file__).resolve().parents[2] / "generated")
    report = compare_packages(package, package)
    assert report.changes == []
    assert report.operations["same"] > 0
