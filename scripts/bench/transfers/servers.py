"""The files that are served, and nginx that serves them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from proof.chaos import Content
from proof.nginx import Nginx

MANY = 500
SMALL = 100_000  # bytes of each of the many


def make_files(root: Path, big: int, middle: int, lossy: Sequence[int]) -> None:
    """Make what is served: large files by their purpose, and the many small ones.

    Args:
        root: Where to, best on tmpfs: what is measured is the client.
        big: Bytes of the file for one unthrottled stream.
        middle: Bytes of the one for a throttled line.
        lossy: Bytes of those for a lossy line.
    """
    sizes = {"big": big, "middle": middle}
    sizes |= {f"lossy-{number}": size for number, size in enumerate(lossy)}
    sizes |= {f"file-{number}": SMALL for number in range(MANY)}
    for seed, (id, size) in enumerate(sizes.items()):
        with (root / id).open("wb") as file:
            for piece in Content(size, seed).read(0, size):
                file.write(piece)
        (root / f"{id}.json").write_text(metadata(id, size))


def metadata(id: str, size: int) -> str:
    """Return a file's metadata, 1 KiB of it."""
    told = {
        "id": id,
        "object": "file",
        "created_at": 1763800000,
        "filename": "",
        "bytes": size,
        "purpose": "fine-tune",
        "FileType": "jsonl",
        "LineCount": 1,
        "Processed": True,
    }
    told["filename"] = "x" * (1024 - len(json.dumps(told)))
    return json.dumps(told)


@contextmanager
def serving(
    root: Path, home: Path, *, limit: int = 0, host: str = "127.0.0.1", within: Sequence[str] = ()
) -> Iterator[Nginx]:
    """Run nginx over the files."""
    with Nginx(root, home, limit=limit, host=host, within=within) as nginx:
        yield nginx
