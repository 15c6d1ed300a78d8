"""Models survive a server that is newer than they are, and write back what they read."""

from __future__ import annotations

import copy
import datetime
import inspect
import pickle
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from together_openapi import models as m
from together_openapi.oddities import oddities
from together_openapi.types import UNSET

MODELS = [getattr(m, name) for name in m.__all__ if hasattr(getattr(m, name), "from_dict")]
ENUMS = [getattr(m, name) for name in m.__all__ if not hasattr(getattr(m, name), "from_dict")]

# ------------------------------------------------------------------------------ unknown values


def test_an_unknown_status_is_kept_as_itself() -> None:
    job = m.BatchJob.from_dict({"status": "PAUSED"})
    assert job.status == "PAUSED"
    assert job.to_dict() == {"status": "PAUSED"}


def test_an_unknown_value_is_a_member_of_its_enum() -> None:
    status = m.BatchStatus("PAUSED")
    assert isinstance(status, m.BatchStatus)
    assert (status.value, str(status), f"{status}") == ("PAUSED", "PAUSED", "PAUSED")


@pytest.mark.parametrize("value", ["PAUSED", "batch-api", "COMPLETED", ""])
@pytest.mark.parametrize("enum", [m.BatchStatus, m.FilePurpose])
def test_a_member_equals_its_string_and_hashes_like_it(enum: Any, value: str) -> None:
    assert enum(value) == value
    assert {enum(value): 1}[value] == 1


def test_an_unknown_value_does_not_become_known() -> None:
    m.BatchStatus("PAUSED")
    assert "PAUSED" not in [status.value for status in m.BatchStatus]


@pytest.mark.parametrize("value", ["PAUSED", "COMPLETED"])
def test_a_member_survives_pickle_and_copy(value: str) -> None:
    status = m.BatchStatus(value)
    for twin in (pickle.loads(pickle.dumps(status)), copy.deepcopy(status)):
        assert twin == status
        assert isinstance(twin, m.BatchStatus)


def test_a_value_of_another_type_is_still_an_error_when_written_by_hand() -> None:
    with pytest.raises(ValueError, match="5"):
        m.BatchStatus(5)


def test_an_unknown_number_is_kept(zoo: ModuleType) -> None:
    cat = zoo.Cat.from_dict({"kind": "cat", "legs": 3})
    assert cat.legs == 3
    assert cat.to_dict() == {"kind": "cat", "legs": 3}


# ------------------------------------------------------------------------- odd and missing values


def test_unknown_fields_are_kept() -> None:
    job = m.BatchJob.from_dict({"id": "b", "priority_class": {"a": [1]}})
    assert job.additional_properties == {"priority_class": {"a": [1]}}
    assert job.to_dict() == {"id": "b", "priority_class": {"a": [1]}}


def test_null_for_a_promised_value_is_kept() -> None:
    file = m.FileResponse.from_dict({"id": None, "purpose": None, "created_at": None})
    assert file.to_dict() == {"id": None, "purpose": None, "created_at": None}


def test_a_promised_value_that_is_missing_is_unset() -> None:
    assert m.FileResponse.from_dict({}).id is UNSET


def test_a_null_does_not_sink_the_list_around_it() -> None:
    files = m.FileList.from_dict({"data": [{"id": "a"}, None, {"id": "b"}]})
    assert [file and file.id for file in files.data] == ["a", None, "b"]


def test_null_for_a_list_is_kept() -> None:
    assert m.FileList.from_dict({"data": None}).to_dict() == {"data": None}


def test_null_for_a_nested_object_is_kept() -> None:
    created = m.CreateBatchResponse.from_dict({"job": None, "warning": "odd"})
    assert created.job is None


def test_text_for_a_nested_object_is_kept() -> None:
    assert m.ErrorResponse.from_dict({"error": "no such file"}).error == "no such file"


@pytest.mark.parametrize(
    "value", ["2025-11-22T12:00:00Z", "2025-11-22T12:00:00.123456789Z", "2025-11-22T14:00:00+02:00"]
)
def test_times_are_read_in_every_form_a_server_writes(value: str) -> None:
    created = m.BatchJob.from_dict({"created_at": value}).created_at
    assert isinstance(created, datetime.datetime)
    assert created.astimezone(datetime.timezone.utc).hour == 12


@pytest.mark.parametrize("value", ["", "soon", "2025-13-45", 1763798400, None])
def test_a_time_nobody_can_read_is_kept_as_it_came(value: object) -> None:
    assert m.BatchJob.from_dict({"created_at": value}).to_dict() == {"created_at": value}


# ---------------------------------------------------------------------------------- variants


def test_an_object_is_read_as_the_variant_whose_promises_it_keeps(zoo: ModuleType) -> None:
    read = zoo.Dog.from_dict({"kind": "dog", "favourite": {"kind": "cat", "name": "Tom"}})
    assert isinstance(read.favourite, zoo.Cat)


def test_a_tag_decides_between_variants_with_the_same_names(zoo: ModuleType) -> None:
    read = zoo.Dog.from_dict({"kind": "dog", "favourite": {"kind": "dog", "name": "Rex"}})
    assert isinstance(read.favourite, zoo.Dog)


def test_an_object_that_fits_no_variant_is_not_lost(zoo: ModuleType) -> None:
    source = {"kind": "dog", "favourite": {"kind": "bird", "wings": 2}}
    assert zoo.Dog.from_dict(source).to_dict() == source


def test_text_can_stand_for_an_object_in_a_union(zoo: ModuleType) -> None:
    assert zoo.Dog.from_dict({"favourite": "sleep"}).favourite == "sleep"


def test_a_model_can_contain_itself(zoo: ModuleType) -> None:
    dog = zoo.Dog.from_dict({"kind": "dog", "friends": [{"kind": "dog", "friends": []}]})
    assert isinstance(dog.friends[0], zoo.Dog)


def test_values_of_a_map_are_models_too(zoo: ModuleType) -> None:
    pack = zoo.Pack.from_dict({"leader": {"kind": "dog"}})
    assert isinstance(pack["leader"], zoo.Dog)


def test_properties_of_all_parts_of_an_allof_are_there(zoo: ModuleType) -> None:
    puppy = zoo.Puppy(kind=zoo.DogKind.DOG, name="Rex")
    assert puppy.to_dict() == {"kind": "dog", "name": "Rex", "weeks": 8}


# ------------------------------------------------------------------------------------- the rest


def test_a_default_is_sent_when_nothing_else_is_said() -> None:
    request = m.CreateBatchRequest(endpoint="/v1/chat/completions", input_file_id="f")
    assert request.to_dict()["completion_window"] == "24h"


def test_a_default_is_not_read_into_what_lacks_it() -> None:
    assert m.CreateBatchRequest.from_dict({}).to_dict() == {}


def test_names_that_python_reserves_are_sent_as_they_are() -> None:
    part = m.UploadPart(part_number=1, url="https://x.test")
    assert part.to_dict() == {"PartNumber": 1, "URL": "https://x.test"}


def test_a_repr_shows_what_is_set_and_little_of_it() -> None:
    shown = repr(m.BatchJob.from_dict({"id": "b", "error": "x" * 10_000}))
    assert shown.startswith("BatchJob(id='b', error=")
    assert len(shown) < 200


def test_unset_is_one_object_after_copy_and_pickle() -> None:
    assert copy.deepcopy(UNSET) is UNSET
    assert pickle.loads(pickle.dumps(UNSET)) is UNSET


def test_types_can_be_asked_for_at_run_time() -> None:
    from typing import get_type_hints

    assert get_type_hints(m.CreateBatchResponse)["job"] == m.BatchJob | type(UNSET) | None


@pytest.mark.parametrize("cls", MODELS, ids=lambda cls: cls.__name__)
def test_every_field_is_described(cls: Any) -> None:
    for attribute in cls.__attrs_attrs__:
        if attribute.name != "additional_properties":
            assert f"\n    {attribute.name}: " in inspect.cleandoc(cls.__doc__)


@pytest.mark.parametrize("enum", ENUMS, ids=lambda enum: enum.__name__)
def test_every_enum_is_open(enum: Any) -> None:
    tomorrow = "a value of tomorrow" if issubclass(enum, str) else 20261122
    assert enum(tomorrow) == tomorrow


# --------------------------------------------------------------------------------- properties

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=6,
)


@st.composite
def objects(draw: st.DrawFn) -> tuple[Any, dict[str, Any]]:
    """A model, and an object with anything in some of its fields, and in others besides."""
    cls = draw(st.sampled_from(MODELS))
    fields = [a for a in cls.__attrs_attrs__ if a.name != "additional_properties"]
    # A string that is a time is written in one form, however it was read.
    wires = [a.metadata.get("wire", a.name) for a in fields if "datetime" not in str(a.type)]
    names = st.text(max_size=4) | (st.sampled_from(wires) if wires else st.nothing())
    return cls, draw(st.dictionaries(names, anything, max_size=6))


@settings(deadline=None)  # the first example pays for imports
@given(objects())
def test_whatever_an_object_holds_it_is_written_as_it_was_read(
    case: tuple[Any, dict[str, Any]],
) -> None:
    cls, source = case
    assert cls.from_dict(source).to_dict() == source


@settings(deadline=None)  # the first example pays for imports
@given(objects())
def test_whatever_was_read_reads_the_same_again(case: tuple[Any, dict[str, Any]]) -> None:
    cls, source = case
    model = cls.from_dict(source)
    assert cls.from_dict(model.to_dict()) == model


@settings(deadline=None)  # the first example pays for imports
@given(st.text(max_size=40) | st.datetimes(timezones=st.just(datetime.timezone.utc)).map(str))
def test_whatever_stands_for_a_time_is_written_or_kept(value: str) -> None:
    job = m.BatchJob.from_dict({"created_at": value})
    assert m.BatchJob.from_dict(job.to_dict()) == job


@settings(deadline=None)  # the first example pays for imports
@given(st.text())
def test_any_string_is_a_member_that_equals_it(value: str) -> None:
    assert m.BatchStatus(value) == value
    assert hash(m.BatchStatus(value)) == hash(value)


# ------------------------------------------------------------------------------------- secrets


@pytest.mark.parametrize(
    "model",
    [
        m.CreateSecretRequest(name="DATABASE_URL", value="hunter2"),
        m.UpdateSecretRequest(value="hunter2"),
        m.CreateFineTuneRequest(training_file="f", model="m", wandb_api_key="hunter2"),
        m.GPUCluster.from_dict({"kube_config": {"token of another shape": "hunter2"}}),
        m.CreateSecretRequest.from_dict({"value": ["hunter2"]}),
    ],
)
def test_a_repr_hides_what_the_contract_calls_a_password_whatever_else_is_there(model: Any) -> None:
    assert "hunter2" in str(model.to_dict())
    assert "hunter2" not in repr(model)


def test_a_repr_shows_that_a_secret_is_not_there() -> None:
    assert "value=None" in repr(m.UpdateSecretRequest.from_dict({"value": None}))


def test_a_log_line_hides_what_the_contract_calls_a_password() -> None:
    lines = list(oddities(m.GPUCluster, m.GPUCluster.from_dict({"kube_config": {"a": "hunter2"}})))
    assert [line for line in lines if "kube_config" in line]
    assert "hunter2" not in str(lines)


def test_names_of_several_words_are_written_so() -> None:
    data = m.DisplayData.from_dict({"text/plain": "42", "image/svg+xml": "<svg/>"})
    assert (data.text_plain, data.image_svg_xml) == ("42", "<svg/>")
    assert data.to_dict() == {"text/plain": "42", "image/svg+xml": "<svg/>"}
