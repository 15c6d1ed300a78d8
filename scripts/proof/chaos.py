"""A server that can do everything wrong, over real sockets.

It serves pseudo-random files of any size at ``/v1/files/{id}/content`` and their metadata at
``/v1/files/{id}``, and remembers every request and how many bytes it answered. A file's answers are
scripted one by one; when the script is over, or where there is none, it is an honest server::

    with Chaos() as server:
        file = server.add("file-1", size=10_000_000)
        file.script(Answer(cut=1000), Answer(ranges="wrong-start"))
        ...                               # a client downloads from server.base_url
        assert [seen.status for seen in server.requests] == [200, 206, 206]

There are three listeners: the API, a ``storage`` on another port (so another origin) that redirects
lead to, and a ``plain`` one that has no TLS even where the others do. It imports nothing of the
client: a misreading that both share would pass every test.
"""

from __future__ import annotations

import contextlib
import json
import socket
import ssl
import sys
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Literal
from urllib.parse import parse_qs

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from proof.answers import SAME, Answer, Composed, compose, http_date
from proof.connection import Connection, Origin, Seen, Throttle
from proof.content import Content

__all__ = ["CERTIFICATE", "SAME", "Answer", "Chaos", "Content", "File", "Seen", "http_date"]

# Key and certificate for loopback, made for tests alone; a client that is to trust it takes the
# same file as its CA file.
CERTIFICATE = Path(__file__).with_name("loopback.pem")

Place = Literal["content", "metadata", "storage"]
EXPIRED = b"<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>"


class File:
    """A file on the server.

    Attributes:
        content: Its bytes; may be replaced (the file changed).
        etag: Its ETag; None for none.
        witness: The size that its metadata tells; None for no size.
        default: The answer after the script.
    """

    def __init__(self, id: str, content: Content, etag: str | None, witness: int | None) -> None:
        self.id = id
        self.content = content
        self.etag = etag
        self.witness = witness
        self.default: dict[Place, Answer] = {}
        self._scripts: dict[Place, deque[Answer]] = {}
        self._lock = threading.Lock()

    def script(self, *answers: Answer, at: Place = "content", then: Answer | None = None) -> None:
        """Say what the next requests get.

        Args:
            answers: One for each request, in order.
            at: The content, the metadata, or the content behind a redirect.
            then: What all later ones get; None for an honest answer.
        """
        with self._lock:
            self._scripts[at] = deque(answers)
            self.default[at] = then or Answer()

    def next(self, at: Place) -> Answer:
        """Take the next answer."""
        with self._lock:
            script = self._scripts.get(at)
            return script.popleft() if script else self.default.get(at, Answer())


@dataclass
class _Signed:
    file: File
    uses: float
    until: float


class Chaos:
    """The server; a context manager.

    Args:
        tls: Whether the API and the storage speak TLS, with :data:`CERTIFICATE`.
        total_rate: Bytes a second over all connections together.
        host: Where to listen.
    """

    def __init__(
        self, *, tls: bool = False, total_rate: float | None = None, host: str = "127.0.0.1"
    ) -> None:
        self.requests: list[Seen] = []
        self.files: dict[str, File] = {}
        self.total = Throttle(total_rate)
        self.connections = 0
        self._signed: list[_Signed] = []
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._open: set[socket.socket] = set()
        self._threads: list[threading.Thread] = []
        self._tls = None
        if tls:
            self._tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self._tls.load_cert_chain(CERTIFICATE)
        self._listeners: dict[Origin, socket.socket] = {}
        self.urls: dict[Origin, str] = {}
        for origin in ("api", "storage", "plain"):
            listener = socket.create_server((host, 0), backlog=1024)
            secure = tls and origin != "plain"
            self._listeners[origin] = listener
            port = listener.getsockname()[1]
            self.urls[origin] = f"{'https' if secure else 'http'}://{host}:{port}"
            self._start(self._accept, listener, origin, secure)

    @property
    def base_url(self) -> str:
        """The API's base URL, with ``/v1``."""
        return self.urls["api"] + "/v1"

    def add(
        self,
        id: str,
        size: int,
        *,
        seed: int = 0,
        etag: str | None = '"one"',
        witness: int | str | None = SAME,
    ) -> File:
        """Put a file there.

        Args:
            id: Its id.
            size: Bytes.
            seed: Another seed, other bytes.
            etag: With its quotes; None for none.
            witness: The size that the metadata tells; None for no size.
        """
        told = witness if isinstance(witness, int) else size if witness == SAME else None
        self.files[id] = File(id, Content(size, seed), etag, told)
        return self.files[id]

    def seen(self, origin: Origin | None = None, ending: str = "/content") -> list[Seen]:
        """Return the requests for files' bytes: all, or those at one origin."""
        everything = [seen for seen in list(self.requests) if origin in {None, seen.origin}]
        return [s for s in everything if s.path.endswith(ending) or s.path.startswith("/signed/")]

    @property
    def sent(self) -> int:
        """Bytes of files' bodies given to the kernel so far."""
        return sum(seen.sent for seen in self.seen() if seen.status in {200, 206})

    def __enter__(self) -> Chaos:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End every connection and thread."""
        self._closing.set()
        with self._lock:
            for connection in [*self._listeners.values(), *self._open]:
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)
        for thread in list(self._threads):
            thread.join(timeout=60)
        for listener in self._listeners.values():
            listener.close()

    def _start(self, function: Callable[..., None], *arguments: object) -> None:
        thread = threading.Thread(target=function, args=arguments, daemon=True)
        with self._lock:
            self._threads = [t for t in self._threads if t.is_alive() or t.ident is None]
            self._threads.append(thread)
        thread.start()

    def _accept(self, listener: socket.socket, origin: Origin, secure: bool) -> None:
        while not self._closing.is_set():
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with self._lock:
                number, self.connections = self.connections, self.connections + 1
            self._start(self._serve, connection, origin, secure, number)

    def _serve(self, raw: socket.socket, origin: Origin, secure: bool, number: int) -> None:
        raw.settimeout(300)
        raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with self._lock:
            self._open.add(raw)
        connection = raw
        try:
            if secure and self._tls is not None:
                connection = self._tls.wrap_socket(raw, server_side=True)
                with self._lock:
                    self._open.add(connection)

            def seen(method: str, target: str, headers: dict[str, str]) -> Seen:
                path, _, query = target.partition("?")
                record = Seen(origin, number, method, path, query, headers)
                self.requests.append(record)
                return record

            Connection(connection, seen, self._handle, self.total, self._closing).serve()
        except (OSError, ValueError):
            pass  # the client went away, or does not trust the certificate
        finally:
            with self._lock:
                self._open -= {raw, connection}
            connection.close()

    def _handle(self, seen: Seen) -> tuple[Answer, Composed]:
        """Say what a request gets."""
        parts = seen.path.strip("/").split("/")
        if parts[:2] == ["v1", "files"] and len(parts) in {3, 4} and parts[2] in self.files:
            file = self.files[parts[2]]
            if len(parts) == 3:
                return self._metadata(seen, file)
            if parts[3] == "content":
                return self._content(seen, file, file.next("content"))
        if parts[0] == "signed" and seen.origin != "api" and parts[-1] in self.files:
            file = self.files[parts[-1]]
            if self._spend(parse_qs(seen.query).get("signature", [""])[0], file):
                return self._content(seen, file, file.next("storage"))
            return self._plain(seen, Answer(status=403, body=EXPIRED))
        return self._plain(seen, Answer(status=404, body=b'{"error": {"message": "not found"}}'))

    def _metadata(self, seen: Seen, file: File) -> tuple[Answer, Composed]:
        told = {
            "id": file.id,
            "object": "file",
            "filename": f"{file.id}.jsonl",
            "purpose": "batch-generated",
            "created_at": 1763800000,
            "bytes": file.witness,
            "FileType": "jsonl",
            "LineCount": 1,
            "Processed": True,
        }
        answer = file.next("metadata")
        if answer.body is None:
            body = json.dumps({k: v for k, v in told.items() if v is not None}).encode()
            answer = replace(answer, body=body)
        return self._plain(seen, answer)

    def _plain(self, seen: Seen, answer: Answer) -> tuple[Answer, Composed]:
        answer = replace(answer, headers={"Content-Type": "application/json", **answer.headers})
        return answer, compose(answer, Content(0), None, seen.headers, "")

    def _content(self, seen: Seen, file: File, answer: Answer) -> tuple[Answer, Composed]:
        location = answer.redirect or ""
        if location == "same":
            location = self.urls[seen.origin] + seen.path
        elif location in {"storage", "plain"}:
            location = self._sign(file, answer, "plain" if location == "plain" else "storage")
        return answer, compose(answer, file.content, file.etag, seen.headers, location)

    def _sign(self, file: File, answer: Answer, origin: Origin) -> str:
        uses = float("inf") if answer.signed_uses is None else answer.signed_uses
        alive = float("inf") if answer.signed_seconds is None else answer.signed_seconds
        with self._lock:
            self._signed.append(_Signed(file, uses, time.monotonic() + alive))
            number = len(self._signed) - 1
        return f"{self.urls[origin]}/signed/{file.id}?signature={number}"

    def _spend(self, signature: str, file: File) -> bool:
        with self._lock:
            if not signature.isdecimal() or int(signature) >= len(self._signed):
                return False
            signed = self._signed[int(signature)]
            valid = signed.file is file and signed.uses > 0 and time.monotonic() < signed.until
            signed.uses -= valid
            return valid
