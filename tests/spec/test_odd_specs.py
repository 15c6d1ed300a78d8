"""Two documents of constructs that the generator stops at, drops or gets wrong, as a whole."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import generate
import httpx
import pytest
from spec.build import PACKAGE

HERE = Path(__file__).parent


def odd(version: str, folder: Path) -> str:
    assert generate.main(["--spec", str(HERE / f"odd-{version}.yaml"), "--out", str(folder)]) == 0
    name = f"odd_{version.replace('.', '_')}"
    (folder / PACKAGE).rename(folder / name)
    sys.path.insert(0, str(folder))
    return name


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("odd")
    yield odd("3.0", folder)
    sys.path.remove(str(folder))


@pytest.fixture(scope="module")
def new(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("odd")
    yield odd("3.1", folder)
    sys.path.remove(str(folder))


def test_names_on_the_wire_are_kept_where_python_cannot_have_them(old: str) -> None:
    models = import_module(f"{old}.models")
    wire = {"file-name": "a", "file_name": "b", "to_dict": "c", "field": "d", 'quo"te\\': "e"}
    pet = models.Pet.from_dict(wire)
    assert pet.additional_properties == {}
    assert pet.to_dict() == {'quo"te\\': "e", **wire}


def test_what_extends_a_union_that_it_is_in_is_an_object_of_its_own(old: str) -> None:
    models = import_module(f"{old}.models")
    assert {"type_", "key_one"} <= set(inspect.signature(models.FirstType).parameters)
    assert {"type_", "key_two"} <= set(inspect.signature(models.SecondType).parameters)


def test_a_default_holds_what_the_document_says(old: str) -> None:
    assert import_module(f"{old}.models").Pet().to_dict() == {'quo"te\\': 'a"b\\'}


def test_bytes_are_bytes_under_media_types_that_nothing_reads(old: str) -> None:
    module = import_module(f"{old}.api.default.get_thing")
    client = import_module(f"{old}.client").Client("https://api.test")
    answer = httpx.Response(200, headers={"content-type": "application/pdf"}, content=b"\xff%PDF")
    assert module._parse_response(client=client, response=answer) == b"\xff%PDF"


def test_a_body_that_nothing_reads_is_sent_as_it_is_under_its_own_media_type(old: str) -> None:
    module = import_module(f"{old}.api.default.post_a_by_x_b_by_file_id")
    types = import_module(f"{old}.types")
    kwargs = module._get_kwargs("x", "y", body=types.File(b"a,b\n"))
    assert kwargs["content"] == b"a,b\n"
    assert kwargs["headers"]["Content-Type"] in ("text/csv", "image/png")


def test_parameters_have_names_of_their_own(new: str) -> None:
    module = import_module(f"{new}.api.default.post_both")
    kwargs = module._get_kwargs(
        body=[], body_query="b", kwargs_query=2, id="i", id_query=["a"], client_header="c"
    )
    assert kwargs["params"] == {"body": "b", "kwargs": 2, "id[]": ["a"], "id": "i"}
    assert kwargs["headers"] == {"client": "c"}


def test_classes_do_not_take_the_names_of_imports(new: str) -> None:
    models = import_module(f"{new}.models")
    wire = {"unset": {"x": 1}, "any": None}
    assert isinstance(models.ModelModel.from_dict(wire).unset, models.UnsetModel)
    assert models.LiteralModel.from_dict({"k": "x"}).k == "x"
