"""What the client makes of a server newer than itself: kept, told apart, and logged once."""

from __future__ import annotations

import logging
from importlib import import_module
from types import ModuleType
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from together_openapi import models as m
from together_openapi import oddities
from together_openapi.api.batches import list_batches
from together_openapi.api.files import complete_multipart_upload
from together_openapi.client import Client
from together_openapi.model import Model
from together_openapi.reading import read

SECRET = "hunter2-hunter2"


@pytest.fixture
def logged(caplog: pytest.LogCaptureFixture) -> Any:
    """Read with the debug log on; give its lines."""

    def lines(reading: Any) -> list[str]:
        caplog.clear()
        with caplog.at_level(logging.DEBUG, logger="together_openapi"):
            reading()
        return [r.getMessage() for r in caplog.records if r.name == "together_openapi"]

    return lines


# --------------------------------------------------------------------------------------------- log


@pytest.mark.parametrize(
    ("source", "line"),
    [
        (
            {"status": "PAUSED"},
            "BatchJob.status has a value that BatchStatus does not know: 'PAUSED'",
        ),
        ({"status": 5}, "BatchJob.status is int, not BatchStatus | NoneType; kept: 5"),
        ({"created_at": ""}, "BatchJob.created_at is str, not datetime | NoneType; kept: ''"),
        ({"newer": 1}, "BatchJob.'newer' is a field that BatchJob does not know; kept"),
    ],
)
def test_an_odd_value_is_one_line(logged: Any, source: Any, line: str) -> None:
    assert logged(lambda: m.BatchJob.from_dict(source)) == [line]


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ({"object": "list", "data": None}, "FileList.data is NoneType, not list; kept: None"),
        ({"object": "list"}, "FileList.data was promised and is not there"),
        ({"object": "lists", "data": []}, "FileList.object is str, not Literal; kept: 'lists'"),
    ],
)
def test_a_broken_promise_is_one_line(logged: Any, source: Any, line: str) -> None:
    assert logged(lambda: m.FileList.from_dict(source)) == [line]


def test_nothing_odd_is_no_line(logged: Any) -> None:
    job = {"id": "b", "status": "COMPLETED", "created_at": "2025-11-22T12:00:00Z", "progress": 5}
    assert logged(lambda: m.BatchJob.from_dict(job)) == []


def test_a_thousand_odd_values_of_a_kind_are_one_line(logged: Any) -> None:
    response = httpx.Response(200, json=[{"status": f"NEW_{i}"} for i in range(1000)])
    lines = logged(lambda: list_batches._parse_response(client=Client(""), response=response))
    assert len(lines) == 1


def test_each_answer_is_told_of(logged: Any) -> None:
    source = {"status": "PAUSED"}
    assert len(logged(lambda: [m.BatchJob.from_dict(source) for _ in range(3)])) == 3


def test_the_value_of_a_secret_is_never_logged(logged: Any, zoo: ModuleType) -> None:
    lines = []
    logger = logging.getLogger("zoo_client")
    handler = logging.Handler()
    spy = handler.__dict__  # on this one handler, not on its class
    spy["emit"] = lambda record: lines.append(record.getMessage())
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    try:
        zoo.Holder.from_dict({"api_key": [SECRET], "after": f"https://s3.test/?sig={SECRET}"})
    finally:
        logger.removeHandler(handler)
        logger.setLevel(logging.NOTSET)
    assert len(lines) == 2
    assert SECRET not in str(lines)


def test_without_the_log_nothing_is_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(oddities, "oddities", lambda *_: 1 / 0)
    assert m.BatchJob.from_dict({"status": "PAUSED"}).status == "PAUSED"


# ----------------------------------------------------------------------------------- odd, and kept


@pytest.mark.parametrize(
    "tag", ["", "not-a-uuid", "6E1F2C34-5A70-4B8D-9C21-0D9E8F7A6B5C", "0" * 32, 5]
)
def test_an_id_that_is_not_written_as_a_uuid_is_sent_back_as_it_came(
    zoo: ModuleType, tag: Any
) -> None:
    assert zoo.Dog.from_dict({"tag": tag}).to_dict() == {"tag": tag}


@pytest.mark.parametrize("day", ["", "2025-11-22T12:00:00Z", "20251122", "2025-W47-6", "2025"])
def test_a_day_that_is_not_written_as_one_is_kept(zoo: ModuleType, day: str) -> None:
    assert zoo.Dog.from_dict({"born": day}).to_dict() == {"born": day}


@pytest.mark.parametrize("time", ["2025", "1763798400", "2025-11-22", "2025-11-22Tnoon"])
def test_what_is_not_a_whole_time_is_kept(time: str) -> None:
    assert m.BatchJob.from_dict({"created_at": time}).to_dict() == {"created_at": time}


def test_a_constant_that_moved_is_kept() -> None:
    assert m.FileResponse.from_dict({"object": "document"}).object_ == "document"


# ------------------------------------------------------------------------------------------ unions


def test_a_tag_decides_even_if_another_class_has_more_of_the_names(zoo: ModuleType) -> None:
    read_ = zoo.Dog.from_dict(
        {"favourite": {"kind": "cat", "born": "x", "tag": "y", "friends": []}}
    )
    assert type(read_.favourite) is zoo.Cat


def test_a_tag_nobody_knows_gives_a_plain_object(zoo: ModuleType) -> None:
    bird = {"kind": "bird", "wings": 2, "name": "Tweety"}
    favourite = zoo.Dog.from_dict({"favourite": bird}).favourite
    assert type(favourite).__mro__[0].__name__ == "Model"
    assert favourite["wings"] == 2
    assert "kind" in favourite
    assert favourite.to_dict() == bird


@pytest.mark.parametrize(
    ("tag", "name"),
    [("text", "Text"), ("picture", "Picture"), ("photo", "Picture"), ("film", "Model")],
)
def test_a_discriminator_decides_although_its_enum_is_open(
    zoo: ModuleType, tag: str, name: str
) -> None:
    named = zoo.Holder.from_dict({"named": {"type": tag, "value": "v"}}).named
    assert type(named).__name__ == name
    assert named.to_dict() == {"type": tag, "value": "v"}


def test_an_object_without_its_tag_is_what_its_names_say(zoo: ModuleType) -> None:
    assert type(zoo.Dog.from_dict({"favourite": {"legs": 4}}).favourite) is zoo.Cat


def test_an_object_that_shares_nothing_is_plain() -> None:
    response = httpx.Response(200, json={"something": "else"})
    found: Any = complete_multipart_upload._parse_response(client=Client(""), response=response)
    assert type(found) is Model
    assert found.to_dict() == {"something": "else"}


@pytest.mark.parametrize(
    ("value", "kind"), [("calm", "Mood"), ("rain", "Weather"), ("fog", "str"), ("", "str")]
)
def test_of_two_open_enums_neither_claims_what_it_does_not_know(
    zoo: ModuleType, value: str, kind: str
) -> None:
    either = zoo.Holder.from_dict({"either": value}).either
    assert (type(either).__name__, either) == (kind, value)


def test_the_order_of_a_union_decides_nothing(zoo: ModuleType) -> None:
    zoo_read = import_module("zoo_client.reading").read
    for union in (zoo.Cat | zoo.Dog, zoo.Dog | zoo.Cat):
        assert type(zoo_read(union, {"kind": "dog"})) is zoo.Dog


# ------------------------------------------------------------------------------- names and reprs


def field(model: Any, wire: str) -> Any:
    (name,) = [a.name for a in model.__attrs_attrs__ if a.metadata.get("wire", a.name) == wire]
    return getattr(model, name)


def test_names_that_python_or_the_model_needs_are_still_fields(zoo: ModuleType) -> None:
    source = {"field": "f", "m": {"kind": "cat"}, "to_dict": "t", 'odd "name\\': "o", "after": {}}
    holder = zoo.Holder.from_dict(source)
    assert holder.additional_properties == {}
    assert field(holder, "field") == "f"
    assert type(field(holder, "m")) is zoo.Cat
    assert holder.to_dict() == source


def test_quotes_and_backslashes_of_a_spec_stay_in_their_strings(zoo: ModuleType) -> None:
    assert [member.value for member in zoo.Odd] == ['a"b', "c\\", "d'e\"f\\", "it\nis"]
    assert zoo.Odd.__doc__ == "Ends with \\"
    assert field(zoo.Holder(), "field") == "it's \"x\\"
    assert zoo.Fixed.from_dict({"is": 'a"b\\'}).is_ == 'a"b\\'


@pytest.mark.parametrize(
    "source",
    [
        {"url": f"https://s3.test/f?X-Amz-Signature={SECRET}"},
        {"note": f"see https://user:{SECRET}@x.test/ or https://x.test/#{SECRET}"},
        {"hf_api_token": SECRET},
        {"Authorization": SECRET},
        {"env": {"password": SECRET, "deep": [{"client_secret": SECRET}]}},
        {"name": "HF_TOKEN", "value": SECRET},
    ],
    ids=lambda source: next(iter(source)),
)
def test_a_repr_shows_no_secret(source: dict[str, Any]) -> None:
    shown = repr(m.JsonObject.from_dict(source))
    assert SECRET not in shown
    assert SECRET in str(m.JsonObject.from_dict(source).to_dict())


def test_a_presigned_address_is_not_in_the_repr_of_its_part() -> None:
    part = m.UploadPart(part_number=1, url=f"https://s3.test/f?X-Amz-Signature={SECRET}")
    assert repr(part) == "UploadPart(PartNumber=1, URL='https://s3.test/f?…')"


def test_a_repr_is_short_whatever_is_in_it() -> None:
    long = {f"key{i}": ["x" * 10_000] * 100 for i in range(1000)}
    assert len(repr(m.JsonObject.from_dict(long))) < 700


@settings(deadline=None)
@given(st.recursive(st.none() | st.text() | st.integers() | st.binary(), st.lists, max_leaves=8))
def test_every_value_has_a_repr(value: Any) -> None:
    model = m.JsonObject()
    model.additional_properties["x"] = value
    assert repr(model).startswith("JsonObject(x=")


def test_what_is_read_as_anything_is_as_it_came() -> None:
    assert read(object, {"a": [1]}) == {"a": [1]}
