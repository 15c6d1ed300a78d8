"""The clients that are measured, each as a command line."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from proof.chaos import CERTIFICATE
from proof.clients import HF, V1, V3
from public_clients import HUGGINGFACE, python_of


@dataclass(frozen=True)
class Job:
    """What a client has to do.

    Attributes:
        base: The server, without ``/v1``.
        ids: The files.
        directory: Where to; each file takes the name of its id.
        size: Bytes of each.
    """

    base: str
    ids: tuple[str, ...]
    directory: Path
    size: int

    def url(self, id: str) -> str:
        """Return where a file's content is."""
        return f"{self.base}/v1/files/{id}/content"


Command = Callable[[Job], list[str]]


@dataclass(frozen=True)
class Client:
    """A client.

    Attributes:
        name: As the tables have it.
        tool: What has to be there: a path or a command.
        command: Makes its command line.
        here: Whether it is this project's.
    """

    name: str
    tool: str
    command: Command
    here: bool = False

    @property
    def missing(self) -> bool:
        """Whether it is not on this machine."""
        return shutil.which(self.tool) is None


def _python(tool: str, program: str, *more: str) -> Command:
    """One file with a program of ``proof.clients``."""

    def command(job: Job) -> list[str]:
        [id] = job.ids
        output = str(job.directory / id)
        return [tool, "-c", program, job.base, id, output, str(job.size), *more]

    return command


def _many(tool: str, program: str) -> Command:
    """Many files: a program that reads the base URL, the directory and how many there are."""
    return lambda job: [tool, "-c", program, job.base, str(job.directory), str(len(job.ids))]


ONE = """
import sys
from together_ext import Together
base, id, output, size, connections = sys.argv[1:]
with Together(base_url=base) as client:
    client.files.retrieve_content(
        id, output=output, progress=False, max_connections=int(connections)
    )
"""
HTTPX = """
import os, sys
import httpx
base, id, output, size = sys.argv[1:]
headers = {"Authorization": "Bearer " + os.environ["TOGETHER_API_KEY"]}
with httpx.Client(timeout=60) as client, open(output, "wb") as file:
    with client.stream("GET", f"{base}/v1/files/{id}/content", headers=headers) as response:
        response.raise_for_status()
        for piece in response.iter_bytes(1 << 20):
            file.write(piece)
"""

# 8 threads, as more cost CPU and gain nothing; ids are file-0, file-1, ...
THREADS = """
import sys
from concurrent.futures import ThreadPoolExecutor
base, directory, count = sys.argv[1:]
ids = [f"file-{number}" for number in range(int(count))]
def each(work):
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, ids))
"""
MANY = (
    THREADS
    + """
from together_ext import Together
with Together(base_url=base) as client:
    many = client.files.retrieve_many(ids, directory)
if many.failures:
    sys.exit(f"failed: {many.failures}")
"""
)
MANY_THREADS = (
    THREADS
    + """
from together_ext import Together
with Together(base_url=base) as client:
    each(lambda id: client.files.retrieve_content(id, output=f"{directory}/{id}", progress=False))
"""
)
MANY_V1 = (
    THREADS
    + """
from together import Together
client = Together(base_url=base + "/v1")
each(lambda id: client.files.retrieve_content(id, output=f"{directory}/{id}"))
"""
)
MANY_V3 = (
    THREADS
    + """
from together import Together
client = Together(base_url=base)
def work(id):
    with client.files.with_streaming_response.content(id) as response:
        response.stream_to_file(f"{directory}/{id}")
each(work)
"""
)
MANY_HTTPX = (
    THREADS
    + """
import os
import httpx
client = httpx.Client(headers={"Authorization": "Bearer " + os.environ["TOGETHER_API_KEY"]})
def work(id):
    with open(f"{directory}/{id}", "wb") as file:
        with client.stream("GET", f"{base}/v1/files/{id}/content") as response:
            response.raise_for_status()
            for piece in response.iter_bytes():
                file.write(piece)
each(work)
"""
)
RETRIEVE = """
import sys
base, directory, count = sys.argv[1:]
from {module} import Together
client = Together(base_url=base + "{suffix}")
for number in range(int(count)):
    client.files.retrieve(f"file-{{number}}")
"""

_V1, _V3 = str(python_of("1.5.35")), str(python_of("3.1.1"))
_HF = str(python_of(HUGGINGFACE, "huggingface_hub"))


def _curl(job: Job) -> list[str]:
    command = ["curl", "-sS", "--fail", "--cacert", str(CERTIFICATE), "-H", "Authorization: x"]
    if len(job.ids) > 1:
        command += ["--parallel", "--parallel-max", "8"]
    for id in job.ids:
        command += ["-o", str(job.directory / id), job.url(id)]
    return command


def _aria2(connections: int) -> Command:
    def command(job: Job) -> list[str]:
        common = ["aria2c", "-q", "--no-conf", "--file-allocation=none", "--summary-interval=0"]
        common += [f"--ca-certificate={CERTIFICATE}", "--dir", str(job.directory)]
        if len(job.ids) == 1:
            many = [f"-x{connections}", f"-s{connections}", "-k1M", "-o", job.ids[0]]
            return [*common, *many, job.url(job.ids[0])]
        lines = "".join(f"{job.url(id)}\n out={id}\n" for id in job.ids)
        listed = job.directory / ".list"
        listed.write_text(lines)
        return [*common, "-j8", "-i", str(listed)]

    return command


def _wget(job: Job) -> list[str]:
    common = ["wget", "-q", f"--ca-certificate={CERTIFICATE}"]
    if len(job.ids) == 1:
        return [*common, "-O", str(job.directory / job.ids[0]), job.url(job.ids[0])]
    # It has no way to name many files; all of them go into one.
    listed = job.directory / ".list"
    listed.write_text("".join(f"{job.url(id)}\n" for id in job.ids))
    return [*common, "-O", str(job.directory / ".all"), "-i", str(listed)]


def here(connections: int) -> Client:
    """Return this project's client with so many connections at most."""
    plural = "s" * (connections != 1)
    name = f"together-ext, {connections} connection{plural}"
    command = _python(sys.executable, ONE, str(connections))
    return Client(name, sys.executable, command, here=True)


def aria2(connections: int) -> Client:
    """Return aria2 with so many connections."""
    return Client(f"aria2 -x{connections}", "aria2c", _aria2(connections))


CURL = Client("curl", "curl", _curl)
WGET = Client("wget", "wget", _wget)
PUBLIC_V1 = Client("together 1.5.35", _V1, _python(_V1, V1))
PUBLIC_V3 = Client("together 3.1.1", _V3, _python(_V3, V3))
HUGGING = Client("huggingface_hub http_get", _HF, _python(_HF, HF))
PLAIN_HTTPX = Client("httpx iter_bytes", sys.executable, _python(sys.executable, HTTPX))

MANY_FILES = (
    Client("together 3.1.1", _V3, _many(_V3, MANY_V3)),
    Client("together-ext retrieve_many", sys.executable, _many(sys.executable, MANY), here=True),
    Client(
        "together-ext, 8 threads",
        sys.executable,
        _many(sys.executable, MANY_THREADS),
        here=True,
    ),
    Client("together 1.5.35", _V1, _many(_V1, MANY_V1)),
    Client("httpx iter_bytes", sys.executable, _many(sys.executable, MANY_HTTPX)),
    Client("curl --parallel", "curl", _curl),
    Client("aria2 -j8", "aria2c", _aria2(1)),
    Client("wget", "wget", _wget),
)
MANY_RETRIEVED = tuple(
    Client(name, tool, _many(tool, RETRIEVE.format(module=module, suffix=suffix)), here=here)
    for name, tool, module, suffix, here in (
        ("together 3.1.1", _V3, "together", "", False),
        ("together-ext", sys.executable, "together_ext", "", True),
        ("together 1.5.35", _V1, "together", "/v1", False),
    )
)
