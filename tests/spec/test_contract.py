"""openapi.yaml says what is known of the API, and says it of everything."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from openapi_schema_validator import OAS31Validator
from spec.document import operations, resolve
from spec.rules import normalise
from together_openapi.redact import is_secret

OPERATIONS = {
    "files": {
        "list_files",
        "retrieve_file",
        "delete_file",
        "retrieve_file_content",
        "begin_upload",
        "preprocess_file",
        "upload_file",
        "initiate_multipart_upload",
        "complete_multipart_upload",
        "abort_multipart_upload",
    },
    "batches": {"create_batch", "get_batch", "list_batches", "cancel_batch"},
    "models": {"list_models", "upload_model"},
    "chat": {"create_chat_completion"},
    "completions": {"create_completion"},
    "embeddings": {"create_embedding"},
    "audio": {
        "create_transcription",
        "create_translation",
        "create_speech",
        "open_realtime_speech",
        "open_realtime_transcription",
    },
    "code-interpreter": {"execute_code", "list_code_sessions"},
    "deployments": {
        "list_deployments",
        "create_deployment",
        "get_deployment",
        "update_deployment",
        "delete_deployment",
        "get_deployment_logs",
    },
    "secrets": {"list_secrets", "create_secret", "get_secret", "update_secret", "delete_secret"},
    "storage": {"download_deployment_file"},
    "clusters": {
        "list_gpu_clusters",
        "create_gpu_cluster",
        "get_gpu_cluster",
        "update_gpu_cluster",
        "delete_gpu_cluster",
    },
    "shared-volumes": {
        "list_shared_volumes",
        "create_shared_volume",
        "get_shared_volume",
        "update_shared_volume",
        "delete_shared_volume",
    },
    "regions": {"list_regions"},
    "volumes": {"list_volumes", "create_volume", "get_volume", "update_volume", "delete_volume"},
    "fine-tuning": {
        "list_fine_tunes",
        "create_fine_tune",
        "estimate_fine_tune_price",
        "list_fine_tune_models",
        "get_fine_tune_model_limits",
        "get_fine_tune",
        "delete_fine_tune",
        "cancel_fine_tune",
        "list_fine_tune_events",
        "list_fine_tune_checkpoints",
        "get_fine_tune_metrics",
        "download_fine_tune",
    },
    "rl": {
        "list_training_sessions",
        "start_training_session",
        "get_training_session",
        "stop_training_session",
        "start_forward_backward",
        "get_forward_backward",
        "start_optim_step",
        "get_optim_step",
        "start_sample",
        "get_sample",
        "create_inference_checkpoint",
        "get_inference_checkpoint",
        "create_training_checkpoint",
        "get_training_checkpoint",
        "get_checkpoint_download",
    },
    "evaluations": {
        "list_evaluations",
        "create_evaluation",
        "list_evaluation_models",
        "get_evaluation",
        "get_evaluation_status",
    },
    "endpoints": {
        "list_endpoints",
        "create_endpoint",
        "get_endpoint",
        "update_endpoint",
        "delete_endpoint",
        "list_availability_zones",
    },
    "hardware": {"list_hardware"},
    "queue": {"submit_queue_job", "get_queue_job", "cancel_queue_job", "get_queue_metrics"},
    "jobs": {"list_jobs", "get_job"},
    "rerank": {"rerank"},
    "images": {"create_image"},
    "videos": {"create_video", "get_video"},
    "voices": {"list_voices"},
}
# Seen on the wire and never published: see the description of the contract.
UNPUBLISHED_VALUES = {"BatchStatus": {"CANCELING"}, "FilePurpose": {"calibration"}}
PUBLISHED_NAMES = {
    "BatchJob": "BatchJob",
    "FileResponse": "FileResponse",
    "FileList": "FileList",
    "FileDeleteResponse": "FileDeleteResponse",
    "CreateBatchRequest": "CreateBatchRequest",
    "CreateBatchResponse": "BatchJobWithWarning",
    "ModelInfo": "ModelInfo",
    "ErrorResponse": "ErrorData",
    "Usage": "UsageData",
}
PUBLISHED_ENUMS = {
    "BatchStatus": "BatchJobStatus",
    "FilePurpose": "FilePurpose",
    "FileType": "FileType",
    "FinishReason": "FinishReason",
}


def response(document: dict[str, Any], path: str, method: str, status: str) -> Any:
    answer = document["paths"][path][method]["responses"][status]
    return resolve(document, answer["$ref"]) if "$ref" in answer else answer


def properties(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, schema in document["components"]["schemas"].items():
        for key, value in schema.get("properties", {}).items():
            yield f"{name}.{key}", value


def test_has_exactly_these_operations_under_these_tags(document: dict[str, Any]) -> None:
    found: dict[str, set[str]] = {}
    for _, _, operation in operations(document):
        (tag,) = operation["tags"]
        found.setdefault(tag, set()).add(operation["operationId"])
    assert found == OPERATIONS


def test_every_operation_has_a_summary_and_a_description(document: dict[str, Any]) -> None:
    bare = [
        o["operationId"]
        for _, _, o in operations(document)
        if not (o.get("summary") and o.get("description"))
    ]
    assert bare == []


def test_every_schema_and_property_has_a_description(document: dict[str, Any]) -> None:
    schemas = [
        name for name, s in document["components"]["schemas"].items() if not s.get("description")
    ]
    fields = [name for name, value in properties(document) if not value.get("description")]
    assert schemas + fields == []


def test_every_parameter_is_described_where_the_generator_looks(document: dict[str, Any]) -> None:
    shared = document["components"]["parameters"].values()
    own = [p for _, _, o in operations(document) for p in o.get("parameters", [])]
    assert [p["name"] for p in (*shared, *own) if not p["schema"].get("description")] == []


# What is published of these is another shape than everywhere else.
_OWN_ERRORS = {
    **dict.fromkeys(
        [("/queue/submit", status) for status in ("400", "401", "5XX")]
        + [("/queue/metrics", status) for status in ("400", "401", "5XX")]
        + [("/queue/status", status) for status in ("400", "401", "404", "5XX")]
        + [("/queue/cancel", status) for status in ("400", "401", "404", "5XX")],
        "QueueError",
    ),
    ("/fine-tunes/models/limits", "404"): "ModelLimitsError",
}


@pytest.mark.parametrize("status", ["400", "401", "403", "404", "429", "5XX"])
def test_every_operation_documents_its_errors_in_one_shape_or_in_that_which_is_published(
    document: dict[str, Any], status: str
) -> None:
    for path, method, _ in operations(document):
        schema = response(document, path, method, status)["content"]["application/json"]["schema"]
        name = _OWN_ERRORS.get((path, status), "ErrorResponse")
        assert schema == {"$ref": f"#/components/schemas/{name}"}, (method, path)


@pytest.mark.parametrize(
    "secret",
    [
        *("CreateSecretRequest.value", "UpdateSecretRequest.value", "GPUCluster.kube_config"),
        *("CreateFineTuneRequest.wandb_api_key", "CreateFineTuneRequest.hf_api_token"),
        *("EvaluationModel.external_api_token", "EvaluationJudge.external_api_token"),
        "UploadModelRequest.hf_token",
    ],
)
def test_a_secret_is_marked_as_one(document: dict[str, Any], secret: str) -> None:
    assert dict(properties(document))[secret]["format"] == "password"


def test_what_sounds_like_a_secret_is_marked_as_one_or_is_none(document: dict[str, Any]) -> None:
    unmarked = {
        name.partition(".")[2]
        for name, value in properties(document)
        if is_secret(name.partition(".")[2])
        and value.get("format") != "password"
        and value.get("type") == "string"
    }
    assert unmarked == {"value_from_secret"}  # the name of a secret


def test_no_rule_has_to_repair_it(document: dict[str, Any]) -> None:
    assert not any(normalise(document)[1].values())


def test_an_upload_begins_with_a_redirect_that_names_the_file(document: dict[str, Any]) -> None:
    answer = response(document, "/files", "post", "302")
    assert set(answer["headers"]) == {"Location", "X-Together-File-Id"}


def test_an_upload_of_what_is_stored_names_the_other_file(document: dict[str, Any]) -> None:
    schema = response(document, "/files", "post", "409")["content"]["application/json"]["schema"]
    assert "file_id" in resolve(document, schema["$ref"])["properties"]


@pytest.mark.parametrize(
    ("status", "header"),
    [
        ("200", "ETag"),
        ("202", "Retry-After"),
        ("206", "Content-Range"),
        ("302", "Location"),
        ("416", "Content-Range"),
    ],
)
def test_content_can_answer_in_all_these_ways(
    document: dict[str, Any], status: str, header: str
) -> None:
    assert header in response(document, "/files/{id}/content", "get", status)["headers"]


def test_every_field_of_a_batch_job_can_be_missing_or_null(document: dict[str, Any]) -> None:
    job = document["components"]["schemas"]["BatchJob"]
    assert "required" not in job
    for name, field in job["properties"].items():
        variants = [v.get("type") for v in field.get("oneOf", [])]
        assert "null" in field.get("type", []) or "null" in variants, name


@pytest.mark.parametrize(
    "schema_of",
    [
        lambda d: response(d, "/batches", "get", "200")["content"]["application/json"]["schema"],
        lambda d: d["components"]["schemas"]["CreateBatchResponse"]["properties"]["job"],
    ],
    ids=["the list of jobs", "the created job"],
)
def test_null_can_stand_for(document: dict[str, Any], schema_of: Any) -> None:
    assert {"type": "null"} in schema_of(document)["oneOf"]


@pytest.mark.parametrize("path", ["/realtime", "/audio/speech/websocket"])
def test_a_web_socket_has_no_body_and_says_what_goes_over_it(
    document: dict[str, Any], path: str
) -> None:
    opened = response(document, path, "get", "101")
    events = document["paths"][path]["get"]["x-websocket"]
    assert "content" not in opened
    assert all(tag_mappings(document, events[way]) for way in ("send", "receive"))


def tag_mappings(document: dict[str, Any], schema: dict[str, Any]) -> dict[str, str]:
    found = resolve(document, schema["$ref"]) if "$ref" in schema else schema
    mapping: dict[str, str] = found["discriminator"]["mapping"]
    return mapping


def test_every_tag_leads_to_a_variant_that_must_have_it(document: dict[str, Any]) -> None:
    unions = [
        schema
        for schema in document["components"]["schemas"].values()
        if "mapping" in schema.get("discriminator", {})
    ]
    assert unions
    for union in unions:
        name = union["discriminator"]["propertyName"]
        variants = {variant["$ref"] for variant in union.get("oneOf", union.get("anyOf"))}
        values: dict[str, str] = {}
        for reference in variants:
            variant = resolve(document, reference)
            assert name in variant["required"], reference
            tag = variant["properties"][name]
            tag = resolve(document, tag["$ref"]) if "$ref" in tag else tag
            values |= dict.fromkeys(tag.get("enum", [tag.get("const")]), reference)
        assert union["discriminator"]["mapping"] == values


def test_an_empty_object_turns_autoscaling_off_and_is_nothing_else(
    document: dict[str, Any],
) -> None:
    update = document["components"]["schemas"]["UpdateDeploymentRequest"]
    validator = OAS31Validator({**document, **update["properties"]["autoscaling"]})
    assert validator.is_valid({})
    assert validator.is_valid({"metric": "CustomMetric", "custom_metric_name": "depth"})
    assert not validator.is_valid({"target": 1})


def test_every_example_fits_its_schema(document: dict[str, Any]) -> None:
    unfit = []
    for name, schema in document["components"]["schemas"].items():
        for part in (schema, *schema.get("properties", {}).values()):
            validator = OAS31Validator({**document, **part})
            unfit += [(name, e) for e in part.get("examples", []) if not validator.is_valid(e)]
    assert unfit == []


# --------------------------------------------------------------- against what was published


def sentences(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, item in value.items():
            if key in ("summary", "description") and isinstance(item, str):
                yield " ".join(item.lower().split()).rstrip(".")
            yield from sentences(item)
    elif isinstance(value, list):
        for item in value:
            yield from sentences(item)


def test_it_is_written_in_words_of_its_own(
    document: dict[str, Any], upstream: dict[str, Any]
) -> None:
    assert set(sentences(document)) & set(sentences(upstream)) == set()


def published_items(upstream: dict[str, Any]) -> set[tuple[str, str]]:
    return {(path, method) for path, method, _ in operations(upstream)}


def test_every_path_and_method_is_published_or_known_to_be_missing(
    document: dict[str, Any], newest: dict[str, Any]
) -> None:
    ours = {(path, method) for path, method, _ in operations(document)}
    assert ours - published_items(newest) == {
        ("/files", "post"),
        ("/files/{id}/preprocess", "post"),
        ("/files/multipart/initiate", "post"),
        ("/files/multipart/complete", "post"),
        ("/files/multipart/abort", "post"),
    }


def test_nothing_published_for_files_and_batches_is_left_out(
    document: dict[str, Any], upstream: dict[str, Any]
) -> None:
    ours = {(path, method) for path, method, _ in operations(document)}
    theirs = {
        item for item in published_items(upstream) if item[0].startswith(("/files", "/batches"))
    }
    assert theirs <= ours


@pytest.mark.parametrize(("ours", "theirs"), PUBLISHED_NAMES.items())
def test_every_published_field_is_here(
    document: dict[str, Any], upstream: dict[str, Any], ours: str, theirs: str
) -> None:
    mine = document["components"]["schemas"][ours]["properties"]
    assert upstream["components"]["schemas"][theirs]["properties"].keys() <= mine.keys()


@pytest.mark.parametrize("name", ["BatchJob", "CreateBatchRequest", "ModelInfo"])
def test_no_field_is_invented(
    document: dict[str, Any], upstream: dict[str, Any], name: str
) -> None:
    theirs = upstream["components"]["schemas"][name]["properties"]
    assert document["components"]["schemas"][name]["properties"].keys() == theirs.keys()


@pytest.mark.parametrize(("ours", "theirs"), PUBLISHED_ENUMS.items())
def test_every_value_is_published_or_known_to_be_missing(
    document: dict[str, Any], upstream: dict[str, Any], ours: str, theirs: str
) -> None:
    mine = set(document["components"]["schemas"][ours]["enum"])
    published = set(upstream["components"]["schemas"][theirs]["enum"])
    assert mine - published == UNPUBLISHED_VALUES.get(ours, set())
    assert published <= mine


def test_every_published_status_of_files_and_batches_is_documented(
    document: dict[str, Any], upstream: dict[str, Any]
) -> None:
    for path, method, theirs in operations(upstream):
        if path.startswith(("/files", "/batches")):
            mine = document["paths"][path][method]["responses"]
            for status in theirs["responses"]:
                assert status in mine or f"{status[0]}XX" in mine, (method, path, status)
