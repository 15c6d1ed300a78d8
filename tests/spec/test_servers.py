"""Operations with a server of their own are asked there, and the key goes to no other origin."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import httpx
import pytest
from spec.around import around
from spec.translate import translate
from together_openapi import AuthenticatedClient
from together_openapi import models as m
from together_openapi.api.videos import create_video, get_video
from together_openapi.servers import Server

KEY = "secret-key-1234"
V1, V2 = "https://api.x.test/v1", "https://api.x.test/v2"
SERVER = Server(V2, V1)


def locate(base_url: str, server: Server = SERVER, path: str = "/videos") -> str:
    with httpx.Client(base_url=base_url) as client:
        return server.locate(client.base_url, path)


# ---------------------------------------------------------------------------------- what is told


def document(**more: Any) -> dict[str, Any]:
    operation = {"responses": {"200": {"description": "d"}}, **more.pop("operation", {})}
    item = {"get": operation, **more.pop("path", {})}
    info = {"title": "t", "version": "1"}
    return {"openapi": "3.1.0", "info": info, "paths": {"/a": item}, **more}


def told(spec: dict[str, Any]) -> Any:
    return around(spec, "/a", spec["paths"]["/a"]["get"]).get("server")


def servers(*urls: str) -> dict[str, Any]:
    return {"servers": [{"url": url} for url in urls]}


def test_an_operations_own_server_is_told_beside_that_of_the_document() -> None:
    spec = document(**servers(V1), operation=servers(V2))
    assert told(spec) == {"url": V2, "common": V1}


def test_a_paths_own_server_is_that_of_its_operations() -> None:
    assert told(document(**servers(V1), path=servers(V2))) == {"url": V2, "common": V1}


def test_an_operations_server_goes_before_that_of_its_path() -> None:
    spec = document(**servers(V1), path=servers("https://b.test"), operation=servers(V2))
    assert told(spec) == {"url": V2, "common": V1}


@pytest.mark.parametrize("own", [(), (V1,), (V1 + "/",), (V1, V2)])
def test_a_server_that_is_the_documents_is_none_of_its_own(own: tuple[str, ...]) -> None:
    assert told(document(**servers(V1), operation=servers(*own))) is None


def test_a_relative_server_is_on_the_host_of_the_documents() -> None:
    assert told(document(**servers(V1), operation=servers("/v2"))) == {"url": V2, "common": V1}


def test_a_document_without_servers_has_the_root() -> None:
    assert told(document(operation=servers("/v2"))) == {"url": "/v2", "common": ""}


def test_variables_have_their_defaults() -> None:
    own = {"url": "https://{host}.x.test/v2", "variables": {"host": {"default": "api"}}}
    assert told(document(**servers(V1), operation={"servers": [own]})) == {"url": V2, "common": V1}


def test_every_answer_carries_what_is_told_as_the_first_of_them_is_read() -> None:
    spec = translate(document(**servers(V1), operation=servers(V2)))
    (answer,) = spec["paths"]["/a"]["get"]["responses"].values()
    assert answer["x-operation"] == {"server": {"url": V2, "common": V1}}


# ------------------------------------------------------------------------------------ where it is


@pytest.mark.parametrize(
    "base_url", ["http://h:1/v1", "http://h:1/v1/", "http://h:1", "http://h:1/", "http://h:1/v2"]
)
def test_a_base_url_with_and_without_its_version_means_the_same(base_url: str) -> None:
    assert locate(base_url) == "http://h:1/v2/videos"


def test_what_a_proxy_puts_before_the_path_stays() -> None:
    assert locate("http://h/proxy/v1") == "http://h/proxy/v2/videos"
    assert locate("http://h/proxy") == "http://h/proxy/v2/videos"


def test_only_whole_segments_are_replaced() -> None:
    assert locate("http://h/dev1") == "http://h/dev1/v2/videos"


def test_the_public_server_is_replaced_by_the_other() -> None:
    assert locate(V1) == f"{V2}/videos"


def test_a_server_below_the_documents_is_not_put_below_itself() -> None:
    below = Server(f"{V1}/beta", V1)
    assert locate("http://h/v1", below) == "http://h/v1/beta/videos"
    assert locate("http://h/v1/beta", below) == "http://h/v1/beta/videos"


def test_a_server_at_the_root_loses_the_documents_path() -> None:
    assert locate("http://h/v1", Server("https://api.x.test", V1)) == "http://h/videos"


def test_what_is_quoted_in_a_path_stays_quoted() -> None:
    assert locate("http://h/v1", path="/videos/a%2Fb") == "http://h/v2/videos/a%2Fb"


def test_a_client_of_one_origin_is_not_used_for_another() -> None:
    with pytest.raises(ValueError, match=r"base_url='https://upload\.x\.test/v1'"):
        locate(V1, Server("https://upload.x.test/v1", V1))


def test_the_refusal_does_not_hold_what_a_base_url_may_hide() -> None:
    with pytest.raises(ValueError, match="does not go") as raised:
        locate(f"https://user:{KEY}@api.x.test/v1", Server("https://upload.x.test/v1", V1))
    assert KEY not in str(raised.value)


@pytest.mark.parametrize("base_url", ["https://upload.x.test/v1", "https://upload.x.test"])
def test_a_client_made_for_the_other_origin_is(base_url: str) -> None:
    server = Server("https://upload.x.test/v1", V1)
    assert locate(base_url, server) == "https://upload.x.test/v1/videos"


def test_a_local_server_stands_for_all_of_them() -> None:
    server = Server("https://upload.x.test/v3", V1)
    assert locate("http://127.0.0.1:1/v1", server) == "http://127.0.0.1:1/v3/videos"


# ------------------------------------------------------------------------------ over a real socket


class Seen(list[tuple[str, str, str]]):
    """Method, path and key of each request, and where the server is."""

    url = ""


@pytest.fixture
def seen() -> Iterator[Seen]:
    requests = Seen()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            key = self.headers.get("Authorization", "")
            requests.append((self.command, self.path, key))
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            answer = b'{"id": "v"}'
            self.send_response(200)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        do_POST = do_GET

        def log_message(self, *_: Any) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        requests.url = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield requests
        server.shutdown()
        thread.join()


@pytest.mark.parametrize("suffix", ["/v1", "", "/v2"])
def test_films_are_asked_for_under_v2_of_the_same_host(seen: Seen, suffix: str) -> None:
    with AuthenticatedClient(seen.url + suffix, KEY) as client:
        assert get_video.sync("a/b", client=client).id == "v"
        body = m.CreateVideoRequest(model="m", prompt="p")
        assert create_video.sync(client=client, body=body).id == "v"
    assert seen == [
        ("GET", "/v2/videos/a%2Fb", f"Bearer {KEY}"),
        ("POST", "/v2/videos", f"Bearer {KEY}"),
    ]


def test_films_are_asked_for_under_v2_asynchronously(seen: Seen) -> None:
    async def ask() -> m.VideoJob:
        async with AuthenticatedClient(f"{seen.url}/v1", KEY) as client:
            return await get_video.asyncio("v", client=client)

    assert asyncio.run(ask()).id == "v"
    assert seen == [("GET", "/v2/videos/v", f"Bearer {KEY}")]


def test_an_httpx_client_of_ones_own_says_where_the_host_is(seen: Seen) -> None:
    with httpx.Client(base_url=f"{seen.url}/v1") as own:
        client = AuthenticatedClient("https://unused.test", KEY).set_httpx_client(own)
        get_video.sync("v", client=client)
    assert [path for _, path, _ in seen] == ["/v2/videos/v"]
