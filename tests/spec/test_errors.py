"""An error of the server is a value or an exception, as the caller likes it."""

from __future__ import annotations

import asyncio
import copy
import pickle
from typing import Any

import httpx
import pytest
from together_openapi import Client, errors
from together_openapi import models as m
from together_openapi.api.batches import get_batch
from together_openapi.api.files import abort_multipart_upload, begin_upload, list_files
from together_openapi.api.queue import get_queue_job

KEY = "secret-key-1234"


def client(*args: Any, **answer: Any) -> Client:
    transport = httpx.MockTransport(lambda _: httpx.Response(*args, **answer))
    return Client("https://api.test/v1", httpx_args={"transport": transport})


def raised(*args: Any, **answer: Any) -> errors.StatusError:
    with pytest.raises(errors.StatusError) as caught:
        get_batch.sync("b", client=client(*args, **answer))
    return caught.value


DOCUMENTED = {"error": {"message": "no such batch", "type": "t"}}


def test_a_documented_error_is_a_value_of_the_detailed_call() -> None:
    response = get_batch.sync_detailed("b", client=client(404, json=DOCUMENTED))
    assert response.parsed == m.ErrorResponse(m.ErrorDetail(message="no such batch", type_="t"))


def test_the_value_can_be_raised_later() -> None:
    response = get_batch.sync_detailed("b", client=client(404, json=DOCUMENTED))
    with pytest.raises(errors.NotFound, match="no such batch"):
        response.raise_for_status()


def test_a_success_is_not_raised() -> None:
    response = get_batch.sync_detailed("b", client=client(200, json={"id": "b"}))
    assert response.raise_for_status() is response


def test_a_documented_error_is_raised_by_the_short_call() -> None:
    error = raised(404, json=DOCUMENTED, headers={"x-request-id": "req-7"})
    assert type(error) is errors.NotFound
    assert (error.status_code, error.request_id) == (404, "req-7")
    assert error.parsed.error.message == "no such batch"
    assert str(error) == "status 404 (request req-7): no such batch"


def test_the_asynchronous_call_raises_the_same() -> None:
    async def call() -> None:
        await get_batch.asyncio("b", client=client(404, json=DOCUMENTED))

    with pytest.raises(errors.NotFound, match="no such batch"):
        asyncio.run(call())


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, errors.BadRequest),
        (401, errors.Unauthorized),
        (403, errors.Forbidden),
        (404, errors.NotFound),
        (409, errors.Conflict),
        (418, errors.ClientError),
        (422, errors.UnprocessableContent),
        (429, errors.TooManyRequests),
        (500, errors.ServerError),
        (520, errors.ServerError),
        (999, errors.UnexpectedStatus),
        (204, errors.UnexpectedStatus),
        (302, errors.UnexpectedStatus),
    ],
)
def test_a_status_decides_the_kind_of_error(status: int, kind: Any) -> None:
    assert type(raised(status, json=None)) is kind


def test_html_on_a_documented_500_is_that_error_with_an_excerpt() -> None:
    page = "<html><style>p {}</style><body><h1>502</h1>\n<p>upstream went away</p></body></html>"
    error = raised(500, html=page)
    assert type(error) is errors.ServerError
    assert (error.parsed, error.excerpt) == (None, "502 upstream went away")
    assert str(error) == "status 500: 502 upstream went away"


def test_html_on_a_documented_500_is_a_value_too() -> None:
    response = get_batch.sync_detailed("b", client=client(500, html="<p>no"))
    assert (response.parsed, response.content) == (None, b"<p>no")


def test_html_on_a_success_is_a_value_error_that_shows_it() -> None:
    with pytest.raises(errors.UnreadableAnswer, match="Sign in") as caught:
        get_batch.sync("b", client=client(200, html="<html>Sign in</html>"))
    assert isinstance(caught.value, ValueError)


@pytest.mark.parametrize("body", [{"error": "flat"}, {"error": {"message": "flat"}}])
def test_the_message_is_found_in_each_form_of_an_error(body: Any) -> None:
    assert str(raised(400, json=body)) == "status 400: flat"


def test_an_excerpt_is_short_and_shows_no_signature() -> None:
    link = f"https://s3.test/f?X-Amz-Signature={KEY}"
    error = raised(500, text=f'<a href="{link}">{link}</a> Bearer {KEY} ' + "x" * 10_000)
    assert KEY not in str(error)
    assert "https://s3.test/f?…" in str(error)
    assert len(str(error)) < 300


def test_control_characters_do_not_reach_the_terminal() -> None:
    assert str(raised(500, content=b"a\x1b[2J\r\n\xffb")) == "status 500: a [2J \ufffdb"


def test_an_error_survives_pickle_and_copy() -> None:
    error = raised(404, json=DOCUMENTED, headers={"request-id": "r"})
    for twin in (pickle.loads(pickle.dumps(error)), copy.copy(error)):
        assert (type(twin), str(twin), twin.parsed) == (type(error), str(error), error.parsed)


def test_a_redirect_that_is_documented_is_no_error() -> None:
    body = m.BeginUploadRequest(m.FilePurpose.BATCH_API, "f", m.FileType.JSONL)
    assert begin_upload.sync(client=client(302), body=body) is None


def test_an_operation_without_content_raises_too() -> None:
    body = m.AbortMultipartUploadRequest("u", "f")
    with pytest.raises(errors.Unauthorized):
        abort_multipart_upload.sync(client=client(401), body=body)


def test_all_errors_are_api_errors() -> None:
    kinds = [getattr(errors, name) for name in errors.__all__]
    found = [kind for kind in kinds if isinstance(kind, type)]
    assert all(issubclass(kind, errors.APIError) for kind in found)
    for kind in found:
        assert kind.__name__ in (errors.__doc__ or "")


def test_json_of_another_shape_does_not_break_the_message() -> None:
    assert str(raised(500, json=[1])) == "status 500: [1]"
    with pytest.raises(errors.ServerError):
        list_files.sync(client=client(500, json={"error": [5]}))


@pytest.mark.parametrize("status", [400, 401, 404, 500])
def test_an_error_of_a_queue_is_read_in_the_shape_that_queues_are_published_with(
    status: int,
) -> None:
    told = {"message": "no such job", "type": "not_found_error", "code": "gone", "param": "id"}
    with pytest.raises(errors.StatusError, match="no such job") as caught:
        get_queue_job.sync(client=client(status, json=told), request_id="r", model="m")
    assert caught.value.parsed == m.QueueError.from_dict(told)
