"""Whether an event loop keeps beating while 200 downloads run in it.

One task wakes every 10 ms and notes how late it is; 200 others download, each a file of its own,
from nginx (or the chaos server, where there is none), slowly enough that all run at once. Before
that it beats alone for as long: what is late then is other programs' doing. Exit status 1 where a
beat was more than 50 ms late, under asyncio or under trio.
``heartbeat.py [downloads]``.
"""

from __future__ import annotations

import itertools
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import anyio

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from proof.chaos import Answer, Chaos, Content
from proof.nginx import BINARY, Nginx

from together_ext import AsyncTogether

BEAT = 0.01  # seconds
LATE = 0.05  # seconds more than that are too many
SIZE = 2_000_000
ALONE = 5.0  # seconds
RATE = 400_000  # bytes a second and connection: a download takes five seconds


@contextmanager
def server(directory: Path) -> Iterator[str]:
    """Serve one file, slowly; give the base URL."""
    if BINARY is None:
        print("nginx is not here; the server's threads share this process", file=sys.stderr)
        with Chaos() as chaos:
            chaos.add("file-1", SIZE).script(then=Answer(rate=RATE))
            yield chaos.base_url
        return
    (directory / "file-1").write_bytes(Content(SIZE).whole())
    with Nginx(directory, directory / "nginx", limit=RATE) as nginx:
        yield nginx.http


async def beat(base_url: str, directory: Path, downloads: int) -> list[float]:
    """Download so many at once; return how late each beat was, in seconds."""
    late: list[float] = []

    async def heart() -> None:
        while True:
            began = time.perf_counter()
            await anyio.sleep(BEAT)
            late.append(time.perf_counter() - began - BEAT)

    if not downloads:
        with anyio.move_on_after(ALONE):
            await heart()
        return late

    async with AsyncTogether(api_key="bench", base_url=base_url) as client:

        async def one(number: int) -> None:
            output = directory / f"out-{number}"
            await client.files.retrieve_content("file-1", output=output, progress=False)
            output.unlink()

        await one(-1)  # imports and the first connection are not what is measured
        async with anyio.create_task_group() as beating:
            beating.start_soon(heart)
            async with anyio.create_task_group() as group:
                for number in range(downloads):
                    group.start_soon(one, number)
            beating.cancel_scope.cancel()
    return late


def main() -> int:
    """Measure with both backends and print."""
    downloads = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    worst = 0.0
    with tempfile.TemporaryDirectory() as name, server(Path(name)) as base_url:
        for backend, count in itertools.product(("asyncio", "trio"), (0, downloads)):
            began = time.perf_counter()
            late = sorted(anyio.run(beat, base_url, Path(name), count, backend=backend))
            took = time.perf_counter() - began
            worst = max(worst, late[-1] if count else 0.0)
            middle, most = late[len(late) // 2], late[int(len(late) * 0.99)]
            print(
                f"{backend:8} {count} downloads in {took:.1f} s, {len(late)} beats; late by "
                f"{1000 * middle:.1f} ms (median), {1000 * most:.1f} (99 %), {1000 * late[-1]:.1f} "
                "(most)",
                flush=True,
            )
    return 1 if worst > LATE else 0


if __name__ == "__main__":
    sys.exit(main())
