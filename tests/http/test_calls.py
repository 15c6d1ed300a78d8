"""One call: what is sent, what is sent again, what an answer becomes. The transport is a mock."""

from __future__ import annotations

import json
import traceback
from collections.abc import AsyncIterator, Iterator
from typing import Any

import httpx
import pytest
from pytest_httpx import HTTPXMock

import together_ext
from tests.conftest import KEY, Client
from together_ext import errors

API = "https://api.together.ai/v1"
FILE = {
    "id": "file-1",
    "object": "file",
    "created_at": 1,
    "filename": "x.jsonl",
    "bytes": 3,
    "purpose": "batch-api",
    "FileType": "jsonl",
    "LineCount": 1,
    "Processed": True,
}
JOB = {"id": "job-1", "status": "IN_PROGRESS", "input_file_id": "file-1"}


def retrieve(client: Any) -> Any:
    return client.files.retrieve("file-1")


def create(client: Any) -> Any:
    return client.batches.create("file-1")


def test_the_request_carries_the_key_and_a_name(httpx_mock: HTTPXMock, use: Client) -> None:
    httpx_mock.add_response(json=FILE)
    assert use(retrieve).filename == "x.jsonl"
    (request,) = httpx_mock.get_requests()
    assert request.url == f"{API}/files/file-1"
    assert request.headers["authorization"] == f"Bearer {KEY}"
    assert request.headers["user-agent"] == f"together-ext/{together_ext.__version__}"


@pytest.mark.parametrize("id", ["a/../../batches", "a?b#c", "%2e%2e", "ü €", "a\nb", "a:b@c"])
def test_an_id_reaches_no_other_endpoint(httpx_mock: HTTPXMock, use: Client, id: str) -> None:
    httpx_mock.add_response(json=FILE)
    use(lambda client: client.files.retrieve(id))
    (request,) = httpx_mock.get_requests()
    path = request.url.raw_path.decode()
    assert path.startswith("/v1/files/")
    assert path.count("/") == 3
    assert httpx.QueryParams(request.url.query) == httpx.QueryParams()
    assert request.url.path == f"/v1/files/{id}"


@pytest.mark.parametrize("id", ["", ".", "..", None, 5])
def test_what_is_no_id_sends_no_request(httpx_mock: HTTPXMock, use: Client, id: str) -> None:
    for function in (
        lambda client: client.files.retrieve(id),
        lambda client: client.files.delete(id),
        lambda client: client.files.retrieve_content(id),
        lambda client: client.files.content(id),
        lambda client: client.batches.retrieve(id),
        lambda client: client.batches.cancel(id),
        lambda client: client.batches.wait(id),
        lambda client: client.batches.create(id),
    ):
        with pytest.raises(errors.InvalidArgumentError):
            use(function)
    assert httpx_mock.get_requests() == []


def test_an_endpoint_that_is_no_path_sends_no_request(httpx_mock: HTTPXMock, use: Client) -> None:
    with pytest.raises(errors.InvalidArgumentError, match="endpoint"):
        use(lambda client: client.batches.create("file-1", "chat"))
    assert httpx_mock.get_requests() == []


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, errors.BadRequestError),
        (401, errors.AuthenticationError),
        (403, errors.PermissionDeniedError),
        (404, errors.NotFoundError),
        (409, errors.ConflictError),
        (422, errors.UnprocessableEntityError),
        (429, errors.RateLimitError),
        (418, errors.APIStatusError),
        (500, errors.ServerError),
        (503, errors.ServerError),
        (520, errors.ServerError),
    ],
)
def test_an_error_status_becomes_its_error(
    httpx_mock: HTTPXMock, use: Client, status: int, kind: type[errors.APIStatusError]
) -> None:
    body = {"error": {"message": "No, because.", "type": "t", "code": "c"}}
    httpx_mock.add_response(status_code=status, json=body, headers={"x-request-id": "req-7"})
    with pytest.raises(kind) as caught:
        use(retrieve, max_retries=0)
    error = caught.value
    assert type(error) is kind
    assert (error.status, error.operation, error.request_id, error.code) == (
        status,
        "retrieve_file",
        "req-7",
        "c",
    )
    assert json.loads(error.body) == body
    for part in ("retrieve_file", str(status), "No, because", "req-7"):
        assert part in str(error)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b'{"error": "just text"}', "just text"),
        (b'{"message": "on top"}', "on top"),
        (b'{"detail": "fastapi says"}', "fastapi says"),
        (b'{"error": {"message": 5}}', '{"error": {"message": 5}}'),
        (b"<html><body>Bad gateway</body></html>", "<html><body>Bad gateway"),
        (b"\xff\xfe", "\ufffd"),
        (b"", "no reason given"),
        (b"[1]", "[1]"),
        (b"[" * 100_000, "[[["),
    ],
)
def test_an_error_body_of_any_shape_is_read(
    httpx_mock: HTTPXMock, use: Client, body: bytes, said: str
) -> None:
    httpx_mock.add_response(status_code=400, content=body)
    with pytest.raises(errors.BadRequestError) as caught:
        use(retrieve)
    assert said in str(caught.value)


def test_the_other_name_of_the_request_id_is_known(httpx_mock: HTTPXMock, use: Client) -> None:
    httpx_mock.add_response(status_code=404, headers={"request-id": "other"})
    with pytest.raises(errors.NotFoundError) as caught:
        use(retrieve)
    assert caught.value.request_id == "other"


# Not under trio, which warns of every async generator that is left before its end, as httpx's is.
@pytest.mark.parametrize("flavour", ["sync", "asyncio"])
def test_an_endless_error_body_is_read_only_at_its_beginning(flavour: str) -> None:
    sent = 0

    class Endless(httpx.SyncByteStream, httpx.AsyncByteStream):
        def __iter__(self) -> Iterator[bytes]:
            nonlocal sent
            while True:
                sent += 1024
                yield b"x" * 1024

        async def __aiter__(self) -> AsyncIterator[bytes]:
            for chunk in self:
                yield chunk

    use = Client(flavour)
    own = use.transport(httpx.MockTransport(lambda _: httpx.Response(400, stream=Endless())))
    with pytest.raises(errors.BadRequestError) as caught:
        use(retrieve, http_client=own)
    assert len(caught.value.body) == 2048
    assert sent < 100_000


@pytest.mark.parametrize("status", [401, 500])
def test_a_key_that_the_server_echoes_is_blotted_out(
    httpx_mock: HTTPXMock, use: Client, status: int
) -> None:
    httpx_mock.add_response(
        status_code=status, json={"error": {"message": f"bad key {KEY}"}}, is_reusable=True
    )
    with pytest.raises(errors.APIStatusError) as caught:
        use(retrieve, max_retries=0)
    shown = "".join(traceback.format_exception(caught.value)) + caught.value.body
    assert "bad key" in shown
    assert KEY not in shown


# ---- what is sent again


@pytest.mark.parametrize("slash", ["/", "\\/"])
@pytest.mark.parametrize("status", [200, 400])
def test_a_url_in_an_answer_that_is_shown_has_no_query(
    httpx_mock: HTTPXMock, use: Client, status: int, slash: str
) -> None:
    url = f"https:{slash * 2}storage.example{slash}part1?X-Amz-Date=1\\u0026Signature=secret"
    body = f'{{"parts": [{{"URL": "{url}"}}], "error": {{"message": "see {url}"}}}}'
    httpx_mock.add_response(status_code=status, text=body)
    with pytest.raises(errors.APIError, match=r"part1\?\[query\]") as caught:
        use(retrieve)
    assert "secret" not in f"{caught.value} {vars(caught.value)}"


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504, 520])
def test_what_may_pass_is_sent_again(httpx_mock: HTTPXMock, use: Client, status: int) -> None:
    httpx_mock.add_response(status_code=status)
    httpx_mock.add_response(json=FILE)
    assert use(retrieve).id == "file-1"


@pytest.mark.parametrize("status", [400, 401, 403, 404, 422])
def test_what_does_not_pass_is_sent_once(httpx_mock: HTTPXMock, use: Client, status: int) -> None:
    httpx_mock.add_response(status_code=status)
    with pytest.raises(errors.APIStatusError):
        use(retrieve)
    assert len(httpx_mock.get_requests()) == 1


def test_409_is_sent_again_where_it_means_a_lock(httpx_mock: HTTPXMock, use: Client) -> None:
    httpx_mock.add_response(status_code=409, json={"error": {"message": "locked"}})
    httpx_mock.add_response(json=FILE)
    assert use(retrieve).id == "file-1"


@pytest.mark.parametrize(
    "error",
    [
        httpx.ConnectError("refused"),
        httpx.ConnectTimeout(""),
        httpx.ReadTimeout(""),
        httpx.ReadError(""),
        httpx.RemoteProtocolError("peer closed"),
        httpx.PoolTimeout(""),
    ],
)
def test_a_lost_connection_is_tried_again(
    httpx_mock: HTTPXMock, use: Client, error: httpx.HTTPError
) -> None:
    httpx_mock.add_exception(error)
    httpx_mock.add_response(json=FILE)
    assert use(retrieve).id == "file-1"


def test_an_attempt_that_is_made_again_is_logged(
    httpx_mock: HTTPXMock, use: Client, caplog: pytest.LogCaptureFixture
) -> None:
    httpx_mock.add_response(status_code=503, headers={"x-request-id": "req-7"})
    httpx_mock.add_response(json=FILE)
    with caplog.at_level("INFO", "together_ext"):
        use(retrieve)
    (said,) = [record for record in caplog.records if record.name == "together_ext"]
    assert said.getMessage().startswith("retrieve_file: again in ")
    assert "503" in said.getMessage()
    assert "req-7" in said.getMessage()


def test_a_host_that_no_request_can_be_made_for_was_never_sent_to(use: Client) -> None:
    with pytest.raises(errors.APIConnectionError) as caught:
        use(create, base_url="http://\u2603.invalid")
    assert not caught.value.sent


def test_retries_end(httpx_mock: HTTPXMock, use: Client) -> None:
    httpx_mock.add_exception(httpx.ReadError("reset"), is_reusable=True)
    with pytest.raises(errors.APIConnectionError, match="after 3 attempts") as caught:
        use(retrieve, max_retries=2)
    assert len(httpx_mock.get_requests()) == 3
    assert caught.value.attempts == 3
    assert caught.value.sent


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (httpx.ConnectError("refused."), f"cannot connect to {API}/files/file-1: refused. "),
        (httpx.ReadError(""), f"no whole answer from {API}/files/file-1: ReadError. "),
        (httpx.ConnectTimeout(""), "timed out connecting"),
        (httpx.ReadTimeout(""), "timed out waiting"),
    ],
)
def test_a_failure_says_where_it_was(
    httpx_mock: HTTPXMock, use: Client, error: httpx.HTTPError, said: str
) -> None:
    httpx_mock.add_exception(error)
    with pytest.raises(errors.APIConnectionError) as caught:
        use(retrieve, max_retries=0)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("environment", "named"),
    [
        ({"https_proxy": "http://user:secret@proxy.example:3128"}, "http://proxy.example:3128."),
        ({"all_proxy": "proxy.example:3128"}, "http://proxy.example:3128."),
        ({"https_proxy": "http://p.example", "no_proxy": "together.ai"}, None),
        ({"http_proxy": "http://p.example"}, None),
        ({}, None),
    ],
)
@pytest.mark.parametrize("error", [httpx.ConnectError("refused"), httpx.ConnectTimeout("")])
def test_a_failure_names_the_proxy_of_the_environment(
    httpx_mock: HTTPXMock,
    use: Client,
    monkeypatch: pytest.MonkeyPatch,
    environment: dict[str, str],
    named: str | None,
    error: httpx.HTTPError,
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    httpx_mock.add_exception(error)
    with pytest.raises(errors.APIConnectionError) as caught:
        use(retrieve, max_retries=0)
    said = str(caught.value)
    assert API in said
    assert "secret" not in said
    assert ("proxy" in said) == (named is not None)
    assert named is None or said.endswith(named)


@pytest.mark.parametrize("max_retries", [0, 2])
def test_retries_of_a_status_end(httpx_mock: HTTPXMock, use: Client, max_retries: int) -> None:
    httpx_mock.add_response(status_code=503, is_reusable=True)
    with pytest.raises(errors.ServerError):
        use(retrieve, max_retries=max_retries)
    assert len(httpx_mock.get_requests()) == max_retries + 1


def test_one_attempt_is_not_counted_aloud(httpx_mock: HTTPXMock, use: Client) -> None:
    httpx_mock.add_exception(httpx.ReadError("reset"))
    with pytest.raises(errors.APIConnectionError) as caught:
        use(retrieve, max_retries=0)
    assert "attempts" not in str(caught.value)


def test_a_timeout_is_a_timeout_error(httpx_mock: HTTPXMock, use: Client) -> None:
    httpx_mock.add_exception(httpx.ReadTimeout(""))
    with pytest.raises(TimeoutError, match="timed out") as caught:
        use(retrieve, max_retries=0)
    assert isinstance(caught.value, errors.APITimeoutError)


def test_the_wait_that_is_asked_for_is_kept(
    httpx_mock: HTTPXMock, monkeypatch: pytest.MonkeyPatch
) -> None:
    slept: list[float] = []
    monkeypatch.setattr("together_ext.http.interrupt.Interrupt.sleep", lambda _, s: slept.append(s))
    httpx_mock.add_response(status_code=429, headers={"Retry-After": "7"})
    httpx_mock.add_response(status_code=503, headers={"retry-after-ms": "1500"})
    httpx_mock.add_response(json=FILE)
    Client("sync")(retrieve)
    assert slept == [7.0, 1.5]


def test_a_wait_that_is_too_long_is_the_callers_to_make(httpx_mock: HTTPXMock, use: Client) -> None:
    httpx_mock.add_response(status_code=429, headers={"Retry-After": "86400"})
    with pytest.raises(errors.RateLimitError, match="86400") as caught:
        use(retrieve)
    assert caught.value.retry_after == 86400
    assert len(httpx_mock.get_requests()) == 1


def test_a_delete_whose_answer_was_lost_is_done(httpx_mock: HTTPXMock, use: Client) -> None:
    httpx_mock.add_exception(httpx.ReadError("reset"))
    httpx_mock.add_response(status_code=404)
    deleted = use(lambda client: client.files.delete("file-1"))
    assert (deleted.id, deleted.deleted) == ("file-1", True)


@pytest.mark.parametrize(("status", "done"), [(500, True), (503, True), (429, False)])
def test_a_delete_that_failed_perhaps_after_acting_is_done_when_nothing_is_left(
    httpx_mock: HTTPXMock, use: Client, status: int, done: bool
) -> None:
    httpx_mock.add_response(status_code=status)
    httpx_mock.add_response(status_code=404)
    if done:
        assert use(lambda client: client.files.delete("file-1")).deleted
    else:
        with pytest.raises(errors.NotFoundError):
            use(lambda client: client.files.delete("file-1"))


def test_a_delete_that_never_left_is_not_done(httpx_mock: HTTPXMock, use: Client) -> None:
    httpx_mock.add_exception(httpx.ConnectError("refused"))
    httpx_mock.add_response(status_code=404)
    with pytest.raises(errors.NotFoundError):
        use(lambda client: client.files.delete("file-1"))


def test_a_delete_of_nothing_is_an_error(httpx_mock: HTTPXMock, use: Client) -> None:
    httpx_mock.add_response(status_code=404)
    with pytest.raises(errors.NotFoundError):
        use(lambda client: client.files.delete("file-1"))


def test_a_cancellation_is_sent_again(httpx_mock: HTTPXMock, use: Client) -> None:
    httpx_mock.add_exception(httpx.ReadError("reset"))
    httpx_mock.add_response(json={**JOB, "status": "CANCELLED"})
    assert use(lambda client: client.batches.cancel("job-1")).status == "CANCELLED"


# ---- what costs money


@pytest.mark.parametrize(
    "error",
    [
        httpx.ReadTimeout(""),
        httpx.ReadError("reset"),
        httpx.WriteError("broken pipe"),
        httpx.RemoteProtocolError("server disconnected"),
    ],
)
def test_a_create_whose_answer_was_lost_is_not_sent_again(
    httpx_mock: HTTPXMock, use: Client, error: httpx.HTTPError
) -> None:
    httpx_mock.add_exception(error)
    with pytest.raises(errors.OutcomeUnknownError, match="file-1") as caught:
        use(create)
    assert len(httpx_mock.get_requests()) == 1
    assert caught.value.operation == "create_batch"
    assert caught.value.status is None


@pytest.mark.parametrize("status", [303, 408, 500, 502, 503, 504, 520])
def test_a_create_that_failed_perhaps_after_acting_is_not_sent_again(
    httpx_mock: HTTPXMock, use: Client, status: int
) -> None:
    httpx_mock.add_response(status_code=status, headers={"Retry-After": "0", "x-request-id": "r"})
    with pytest.raises(errors.OutcomeUnknownError, match="list") as caught:
        use(create)
    assert len(httpx_mock.get_requests()) == 1
    assert (caught.value.status, caught.value.request_id) == (status, "r")


@pytest.mark.parametrize(
    "error", [httpx.ConnectError("refused"), httpx.ConnectTimeout(""), httpx.PoolTimeout("")]
)
def test_a_create_that_never_left_is_sent_again(
    httpx_mock: HTTPXMock, use: Client, error: httpx.HTTPError
) -> None:
    httpx_mock.add_exception(error)
    httpx_mock.add_response(status_code=201, json={"job": JOB})
    assert use(create).id == "job-1"


def test_a_create_that_was_refused_for_now_is_sent_again(
    httpx_mock: HTTPXMock, use: Client
) -> None:
    httpx_mock.add_response(status_code=429)
    httpx_mock.add_response(status_code=201, json={"job": JOB})
    assert use(create).id == "job-1"


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 422])
def test_a_create_that_was_refused_for_good_is_that_error(
    httpx_mock: HTTPXMock, use: Client, status: int
) -> None:
    httpx_mock.add_response(status_code=status)
    with pytest.raises(errors.APIStatusError) as caught:
        use(create)
    assert caught.value.status == status
    assert len(httpx_mock.get_requests()) == 1


@pytest.mark.parametrize(
    "content",
    [b"<html>ok</html>", b'{"job": null, "warning": "w"}', b"[]", b"{}", b'{"job": {"id": ""}}'],
)
def test_a_create_whose_answer_cannot_be_read_is_not_forgotten(
    httpx_mock: HTTPXMock, use: Client, content: bytes
) -> None:
    httpx_mock.add_response(status_code=201, content=content)
    with pytest.raises(errors.OutcomeUnknownError, match="list") as caught:
        use(create)
    assert caught.value.status == 201


def test_a_create_says_what_it_was_told_to(httpx_mock: HTTPXMock, use: Client) -> None:
    httpx_mock.add_response(status_code=201, json={"job": JOB, "warning": None})
    use(
        lambda client: client.batches.create_batch(
            file_id="file-1", endpoint="/v1/completions", model_id="m", priority=2
        )
    )
    (request,) = httpx_mock.get_requests()
    assert json.loads(request.content) == {
        "input_file_id": "file-1",
        "endpoint": "/v1/completions",
        "completion_window": "24h",
        "model_id": "m",
        "priority": 2,
    }


def test_a_create_without_more_says_no_more(httpx_mock: HTTPXMock, use: Client) -> None:
    httpx_mock.add_response(status_code=201, json={"job": JOB})
    use(create)
    (request,) = httpx_mock.get_requests()
    assert json.loads(request.content) == {
        "input_file_id": "file-1",
        "endpoint": "/v1/chat/completions",
        "completion_window": "24h",
    }


# ---- answers that are not what was promised


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"<html><title>Sign in</title>", "text/html"),
        (b"<!doctype html>", "application/json"),
        (b"Bad gateway", "text/html; charset=utf-8"),
        (b"not json", "application/json"),
        (b"[]", "application/json"),
        (b"null", "application/json"),
        (b'{"id": 5}', "application/json"),
        (b"{}", "application/json"),
        (b"", "application/json"),
    ],
)
def test_an_answer_that_is_not_what_was_promised(
    httpx_mock: HTTPXMock, use: Client, content: bytes, kind: str
) -> None:
    httpx_mock.add_response(content=content, headers={"content-type": kind, "x-request-id": "r"})
    with pytest.raises(errors.InvalidResponseError) as caught:
        use(retrieve)
    assert isinstance(caught.value, ValueError)
    assert (caught.value.status, caught.value.request_id) == (200, "r")
    is_page = content.startswith(b"<") or kind.startswith("text/html")
    assert ("HTML" in str(caught.value)) == is_page


def test_a_success_that_is_not_documented_is_not_what_was_promised(
    httpx_mock: HTTPXMock, use: Client
) -> None:
    httpx_mock.add_response(status_code=299, json=FILE)
    with pytest.raises(errors.InvalidResponseError):
        use(retrieve)


@pytest.mark.parametrize(
    ("body", "ids"),
    [
        ("null", []),
        ([], []),
        ([JOB, None, {**JOB, "id": "job-2", "status": "NEW_ONE", "x": 1}], ["job-1", "job-2"]),
    ],
)
def test_a_list_of_batches_is_read_whatever_is_in_it(
    httpx_mock: HTTPXMock, use: Client, body: object, ids: list[str]
) -> None:
    httpx_mock.add_response(content=b"null") if body == "null" else httpx_mock.add_response(
        json=body
    )
    assert [job.id for job in use(lambda client: client.batches.list_batches())] == ids


def test_an_unknown_status_is_kept(httpx_mock: HTTPXMock, use: Client) -> None:
    httpx_mock.add_response(json={**JOB, "status": "POLISHING"})
    assert use(lambda client: client.batches.get_batch("job-1")).status == "POLISHING"


def test_what_a_batch_does_not_have_is_none(httpx_mock: HTTPXMock, use: Client) -> None:
    httpx_mock.add_response(json={"id": "job-1"})
    job = use(lambda client: client.batches.retrieve("job-1"))
    assert job.output_file_id is None
    assert job.status is None


@pytest.mark.parametrize(
    "body",
    [{"data": None}, {"object": "list", "data": []}, {"data": [None]}],
)
def test_a_list_of_no_files_is_empty(
    httpx_mock: HTTPXMock, use: Client, body: dict[str, object]
) -> None:
    httpx_mock.add_response(json=body)
    assert use(lambda client: client.files.list()).data == []


# ---- redirects


def test_a_post_is_not_redirected(httpx_mock: HTTPXMock, use: Client) -> None:
    location = "https://elsewhere.example/v1/batches?token=1"
    httpx_mock.add_response(status_code=307, headers={"location": location})
    with pytest.raises(errors.RedirectError, match="set base_url") as caught:
        use(create)
    assert "token" not in str(caught.value)
    assert len(httpx_mock.get_requests()) == 1


def test_a_redirect_of_a_post_to_what_is_no_url_is_said(httpx_mock: HTTPXMock, use: Client) -> None:
    httpx_mock.add_response(status_code=302, headers={"location": "http://[bad?token=1"})
    with pytest.raises(errors.RedirectError, match="no URL") as caught:
        use(create)
    assert "token" not in str(caught.value)


def test_a_get_is_redirected_within_the_api(httpx_mock: HTTPXMock, use: Client) -> None:
    httpx_mock.add_response(status_code=308, headers={"location": "/v1/files/file-1/"})
    httpx_mock.add_response(json=FILE)
    assert use(retrieve).id == "file-1"
    assert httpx_mock.get_requests()[1].headers["authorization"] == f"Bearer {KEY}"


def test_a_get_is_not_redirected_out_of_the_api(httpx_mock: HTTPXMock, use: Client) -> None:
    httpx_mock.add_response(status_code=302, headers={"location": "https://elsewhere.example/"})
    with pytest.raises(errors.RedirectError, match=r"elsewhere\.example"):
        use(retrieve)
    assert len(httpx_mock.get_requests()) == 1


@pytest.mark.parametrize("status", [300, 304, 399])
def test_a_status_that_leads_nowhere_is_not_called_a_redirect(
    httpx_mock: HTTPXMock, use: Client, status: int
) -> None:
    httpx_mock.add_response(status_code=status)
    with pytest.raises(errors.APIStatusError, match="not expected here") as caught:
        use(retrieve)
    assert caught.value.status == status
    assert "redirect" not in str(caught.value)


def test_a_redirect_without_a_location_is_said(httpx_mock: HTTPXMock, use: Client) -> None:
    httpx_mock.add_response(status_code=302)
    with pytest.raises(errors.RedirectError, match="names no location"):
        use(retrieve)


@pytest.mark.parametrize("hops", [5, 6])
def test_a_chain_of_redirects_has_five_at_the_most(
    httpx_mock: HTTPXMock, use: Client, hops: int
) -> None:
    for hop in range(hops):
        httpx_mock.add_response(status_code=302, headers={"location": f"/v1/{hop}"})
    if hops == 5:
        httpx_mock.add_response(json=FILE)
        assert use(retrieve).id == "file-1"
    else:
        with pytest.raises(errors.RedirectError, match="loop"):
            use(retrieve)


# ---- the user's own httpx client


def test_a_client_of_ones_own_is_used_and_not_closed(use: Client) -> None:
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, json=FILE)

    own = use.transport(httpx.MockTransport(answer))
    own.headers["x-mine"] = "1"
    own.timeout = httpx.Timeout(3)
    use(retrieve, http_client=own)
    assert seen[0].headers["x-mine"] == "1"
    assert seen[0].extensions["timeout"]["read"] == 3
    assert not own.is_closed


def test_a_timeout_said_here_is_stronger(use: Client) -> None:
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, json=FILE)

    use(retrieve, http_client=use.transport(httpx.MockTransport(answer)), timeout=9)
    assert seen[0].extensions["timeout"]["read"] == 9


def test_the_default_timeout_is_not_endless(httpx_mock: HTTPXMock, use: Client) -> None:
    httpx_mock.add_response(json=FILE)
    use(retrieve)
    timeout = httpx_mock.get_requests()[0].extensions["timeout"]
    assert timeout == {"connect": 10.0, "read": 60.0, "write": 60.0, "pool": 60.0}


def test_a_client_of_the_wrong_kind_is_refused(use: Client) -> None:
    wrong = httpx.AsyncClient() if use.flavour == "sync" else httpx.Client()
    with pytest.raises(errors.ConfigurationError, match="http_client"):
        use(retrieve, http_client=wrong)


def test_a_closed_client_says_so() -> None:
    client = together_ext.Together(api_key=KEY)
    client.close()
    with pytest.raises(RuntimeError, match="closed"):
        client.files.list()
