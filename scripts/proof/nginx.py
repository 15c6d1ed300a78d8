"""nginx as an ordinary process, out of a directory, on free ports: what most storage speaks like.

It serves a directory as the API does: ``/v1/files/{id}/content`` is the file ``{id}`` in it, and
``/v1/files/{id}`` is ``{id}.json``. Strong ETags, ranges and If-Range are nginx's own.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from proof.chaos import CERTIFICATE

# Debian has it where ordinary users' PATH does not lead.
BINARY = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
START = 100  # seconds it may take to listen, or to end

CONFIG = """
daemon off;
pid {home}/pid;
error_log {home}/error.log;
worker_processes 2;
events {{ worker_connections 1024; }}
http {{
    log_format proof '$request_method $request_uri $status $body_bytes_sent '
                     '"$http_range" "$http_if_range" $server_protocol';
    access_log {access};
    client_body_temp_path {home}/body;
    proxy_temp_path {home}/proxy;
    fastcgi_temp_path {home}/fastcgi;
    uwsgi_temp_path {home}/uwsgi;
    scgi_temp_path {home}/scgi;
    sendfile on;
    tcp_nopush on;
    keepalive_requests 1000000;
    default_type application/octet-stream;
    gzip {gzip};
    gzip_types *;
    server {{
        listen {host}:{http} backlog=1024;
        listen {host}:{https} ssl{http2} backlog=1024;
        ssl_certificate {certificate};
        ssl_certificate_key {certificate};
        limit_rate {limit};
        root {root};
        location ~ ^/v1/files/([^/]+)/content$ {{ try_files /$1 =404; }}
        location ~ ^/v1/files/([^/]+)$ {{ default_type application/json; try_files /$1.json =404; }}
    }}
}}
"""


class Nginx:
    """A running nginx; a context manager.

    Args:
        root: The directory that it serves.
        home: A directory of its own, for its configuration and logs.
        limit: Bytes a second and connection; 0 for no limit.
        gzip: Whether it compresses for those who accept it.
        http2: Whether it speaks HTTP/2 with those who offer it, over TLS.
        host: Where it listens.
        log: Whether it writes what it was asked to ``home/access.log``.
        within: A command to run it by (``ip netns exec ...``).
    """

    def __init__(
        self,
        root: Path,
        home: Path,
        *,
        limit: int = 0,
        gzip: bool = False,
        http2: bool = False,
        host: str = "127.0.0.1",
        log: bool = False,
        within: Sequence[str] = (),
    ) -> None:
        if BINARY is None:
            raise FileNotFoundError("nginx is not here; on Debian and Ubuntu: nginx-light")
        self._home = home
        home.mkdir(parents=True, exist_ok=True)
        config = home / "nginx.conf"
        settings = {
            "home": home,
            "access": f"{home}/access.log proof" if log else "off",
            "gzip": "on" if gzip else "off",
            "http2": " http2" if http2 else "",
            "host": host,
            "certificate": CERTIFICATE,
            "limit": limit,
            "root": root,
        }
        # As root its workers would become `nobody`, who may not read a temporary directory.
        user = ["-g", "user root;"] if os.geteuid() == 0 else []
        command = [
            *within,
            BINARY,
            "-p",
            str(home),
            "-e",
            f"{home}/error.log",
            "-c",
            str(config),
            *user,
        ]
        # A port that is free is not held until nginx has it: another program may be faster.
        for left in (2, 1, 0):
            http, https = _free_ports()
            self.http = f"http://{host}:{http}"
            self.https = f"https://{host}:{https}"
            config.write_text(CONFIG.format(http=http, https=https, **settings))
            self._process = subprocess.Popen(command, stdin=subprocess.DEVNULL)
            try:
                self._wait()
                return
            except BaseException as error:
                self.stop()
                if not (left and "Address already in use" in str(error)):
                    raise

    def _wait(self) -> None:
        # It writes its pid when it listens, not before.
        limit = time.monotonic() + START
        while not (self._home / "pid").exists():
            if self._process.poll() is not None or time.monotonic() > limit:
                log = self._home / "error.log"
                said = log.read_text().strip() if log.exists() else ""
                raise RuntimeError(f"nginx does not start: {said}")
            time.sleep(0.01)

    def requests(self) -> list[str]:
        """Return what it was asked: method, path, status, bytes, Range, If-Range, protocol."""
        return (self._home / "access.log").read_text().splitlines()

    def stop(self) -> None:
        """End it and its workers."""
        self._process.terminate()
        try:
            self._process.wait(timeout=START)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def __enter__(self) -> Nginx:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stop()


def _free_ports() -> tuple[int, int]:
    local = ("127.0.0.1", 0)
    with socket.create_server(local) as one, socket.create_server(local) as two:
        return int(one.getsockname()[1]), int(two.getsockname()[1])
