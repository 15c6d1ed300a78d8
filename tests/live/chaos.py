"""A download from the chaos server, in the words that the tests of its answers share."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from proof.chaos import Answer, Chaos, File

from tests.conftest import Client

SIZE = 3_000_000


class Case:
    """One file on a chaos server, and a place to download it to."""

    def __init__(self, use: Client, server: Chaos, directory: Path, size: int = SIZE) -> None:
        self.use = use
        self.server = server
        self.file: File = server.add("file-1", size)
        self.directory = directory
        self.target = directory / "x"

    def script(self, *answers: Answer, **more: Any) -> None:
        """Say what the next requests get."""
        self.file.script(*answers, **more)

    def download(self, max_retries: int = 5, **options: Any) -> Any:
        """Download it."""
        client = {"base_url": self.server.base_url, "max_retries": max_retries}
        if "timeout" in options:
            client["timeout"] = options.pop("timeout")
        options = {"max_connections": 1, **options}
        return self.use(
            lambda c: c.files.retrieve_content("file-1", output=self.target, **options), **client
        )

    def is_whole(self) -> bool:
        """Whether exactly the file's bytes are there, and nothing beside them."""
        same = self.target.read_bytes() == self.file.content.whole()
        return same and self.left() == ["x"]

    def left(self) -> list[str]:
        """What lies in the directory."""
        return sorted(path.name for path in self.directory.iterdir())

    def asked(self) -> list[str | None]:
        """The ``Range`` of each request for the content."""
        return [seen.headers.get("range") for seen in self.server.seen()]

    def statuses(self) -> list[int]:
        """What each request for the content was answered."""
        return [seen.status for seen in self.server.seen()]
