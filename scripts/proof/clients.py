"""The clients that are compared: each downloads one file to one path, in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from proof.chaos import CERTIFICATE
from public_clients import HUGGINGFACE, python_of

KEY = "proof-key-0123456789"
ROOT = Path(__file__).resolve().parents[2]

# Each is given: the base URL without /v1, the file's id, where to, the size that is known before.
HERE = """
import sys
from together_ext import Together
base, id, output, size = sys.argv[1:]
with Together(base_url=base) as client:
    client.files.retrieve_content(id, output=output, progress=False)
"""
V1 = """
import sys
from together import Together
base, id, output, size = sys.argv[1:]
Together(base_url=base + "/v1").files.retrieve_content(id, output=output)
"""
# Its documented way to the disk in constant memory.
V3 = """
import sys
from together import Together
base, id, output, size = sys.argv[1:]
with Together(base_url=base).files.with_streaming_response.content(id) as response:
    response.stream_to_file(output)
"""
# What its command line downloads checkpoints with; the only part of it that resumes.
V3_MANAGER = """
import sys
from pathlib import Path
from together import Together
from together.lib.resources.files import DownloadManager
base, id, output, size = sys.argv[1:]
DownloadManager(Together(base_url=base)).download(f"/v1/files/{id}/content", Path(output))
"""
# As hf_hub_download calls it: into another file first, with the size that it knows from before.
HF = """
import os, sys
from huggingface_hub.file_download import http_get
base, id, output, size = sys.argv[1:]
headers = {"Authorization": "Bearer " + os.environ["TOGETHER_API_KEY"]}
with open(output + ".incomplete", "wb") as file:
    http_get(f"{base}/v1/files/{id}/content", file, headers=headers, expected_size=int(size))
os.replace(output + ".incomplete", output)
"""


@dataclass(frozen=True)
class Client:
    """A client and the program that downloads with it."""

    name: str
    python: Path
    program: str

    @property
    def here(self) -> bool:
        """Whether it is installed."""
        return self.python.exists()

    def start(
        self, base: str, id: str, output: Path, size: int, home: Path
    ) -> subprocess.Popen[str]:
        """Begin a download."""
        command = [str(self.python), "-c", self.program, base, id, str(output), str(size)]
        return subprocess.Popen(
            command,
            env=environment(home, here=self.program == HERE),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )


CLIENTS = (
    Client("together-ext", Path(sys.executable), HERE),
    Client("together 1.5.35", python_of("1.5.35"), V1),
    Client("together 3.1.1", python_of("3.1.1"), V3),
    Client("together 3.1.1 DownloadManager", python_of("3.1.1"), V3_MANAGER),
    Client("huggingface_hub http_get", python_of(HUGGINGFACE, "huggingface_hub"), HF),
)


def environment(home: Path, *, here: bool) -> dict[str, str]:
    """Return what a client runs with: nothing of this machine's but the path.

    Args:
        home: Its home directory.
        here: Whether it is this project's, which need not be installed.
    """
    paths = [ROOT, ROOT / "generated"] if here else []
    return {
        "PATH": os.environ.get("PATH", ""),
        "HOME": str(home),
        "PYTHONPATH": os.pathsep.join(map(str, paths)),
        "TOGETHER_API_KEY": KEY,
        "TOGETHER_TELEMETRY_DISABLED": "1",
        "TOGETHER_NO_BANNER": "1",
        "HF_HUB_DISABLE_PROGRESS_BARS": "1",
        "HF_HUB_DISABLE_TELEMETRY": "1",
        "SSL_CERT_FILE": str(CERTIFICATE),  # httpx
        "REQUESTS_CA_BUNDLE": str(CERTIFICATE),
    }
