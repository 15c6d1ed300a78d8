"""A bad line between two network namespaces: packets wait, and some are lost.

``tc netem`` is missing from many kernels, so the line is a process: it reads packets from a TUN
device in one namespace, keeps each for half the round-trip time, and writes it to a TUN device in
the other. Loss strikes what the server sends. Needs root and Linux.
"""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import os
import random
import select
import struct
import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

SERVER, CLIENT = "10.77.0.1", "10.77.0.2"
TUNSETIFF, IFF_TUN, IFF_NO_PI = 0x400454CA, 0x0001, 0x1000
CLONE_NEWNET = 0x40000000
MTU = 1500
# Packets that may be on the way in each direction; over it they are dropped, as by a full router.
QUEUE = 20_000


@dataclass(frozen=True)
class Line:
    """A line that is up.

    Attributes:
        server: The command prefix by which a process is on the server's side.
        client: The same for the client's.
    """

    server: tuple[str, ...]
    client: tuple[str, ...]


def why_not() -> str | None:
    """Say why there can be no such line here; None where there can."""
    if sys.platform != "linux" or os.geteuid() != 0:
        return "network namespaces need Linux and root"
    name = f"line-{os.getpid()}-probe"
    probe = subprocess.run(
        ["ip", "netns", "add", name], capture_output=True, text=True, check=False
    )
    if probe.returncode != 0:
        return f"no network namespaces here: {probe.stderr.strip()}"
    subprocess.run(["ip", "netns", "del", name], check=False)
    if not os.path.exists("/dev/net/tun"):
        return "no /dev/net/tun here"
    return None


@contextmanager
def line(delay: float, loss: float, seed: int = 1) -> Iterator[Line]:
    """Have a line while the block runs.

    Args:
        delay: Seconds one way.
        loss: Share of the server's packets that get lost.
        seed: Of the loss.
    """
    names = [f"line-{os.getpid()}-{side}" for side in ("server", "client")]
    forwarder: subprocess.Popen[str] | None = None
    try:
        for name in names:
            subprocess.run(["ip", "netns", "add", name], check=True)
        forwarder = subprocess.Popen(
            [sys.executable, __file__, *names, str(delay), str(loss), str(seed)],
            stdout=subprocess.PIPE,
            text=True,
        )
        assert forwarder.stdout is not None  # PIPE
        if forwarder.stdout.readline().strip() != "ready":
            raise RuntimeError("the line did not come up")
        # A sender that takes loss for congestion, as most on the internet do; with BBR there is
        # nothing to win by several connections.
        # (By the route: another namespace's default may only be what the first one allows.)
        network = SERVER.rpartition(".")[0] + ".0/24"
        cubic = ["ip", "route", "replace", network, "dev", "line0", "congctl", "cubic"]
        for name, address in zip(names, (SERVER, CLIENT), strict=True):
            for command in (
                ["ip", "link", "set", "lo", "up"],
                ["ip", "address", "add", f"{address}/24", "dev", "line0"],
                ["ip", "link", "set", "line0", "mtu", str(MTU), "txqueuelen", "10000", "up"],
                cubic,
            ):
                subprocess.run(["ip", "netns", "exec", name, *command], check=True)
        prefix = ("ip", "netns", "exec")
        yield Line((*prefix, names[0]), (*prefix, names[1]))
    finally:
        if forwarder is not None:
            forwarder.kill()
            forwarder.communicate()
        for name in names:
            subprocess.run(["ip", "netns", "del", name], check=False)


def _tun(namespace: str) -> int:
    """Open a TUN device in a namespace; it stays there, wherever its descriptor is used."""
    libc = ctypes.CDLL(None, use_errno=True)
    with open(f"/var/run/netns/{namespace}", "rb") as file:
        if libc.setns(file.fileno(), CLONE_NEWNET) != 0:
            raise OSError(ctypes.get_errno(), "setns")
    device = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(device, TUNSETIFF, struct.pack("16sH22x", b"line0", IFF_TUN | IFF_NO_PI))
    return device


def forward(server: int, client: int, delay: float, loss: float, chance: random.Random) -> None:
    """Carry packets until killed."""
    other = {server: client, client: server}
    waiting: dict[int, deque[tuple[float, bytes]]] = {server: deque(), client: deque()}
    poller = select.epoll()
    for device in other:
        poller.register(device, select.EPOLLIN)
    while True:
        due = [queue[0][0] for queue in waiting.values() if queue]
        now = time.monotonic()
        for device, _ in poller.poll(max(0.0, min(due) - now) if due else None):
            for _ in range(256):
                try:
                    packet = os.read(device, 65536)
                except BlockingIOError:
                    break
                if device == server and chance.random() < loss:
                    continue
                if len(waiting[device]) < QUEUE:
                    waiting[device].append((time.monotonic() + delay, packet))
        now = time.monotonic()
        for device, queue in waiting.items():
            while queue and queue[0][0] <= now:
                with contextlib.suppress(OSError):  # the other side is not up yet, or full
                    os.write(other[device], queue.popleft()[1])


if __name__ == "__main__":
    first, second, one_way, share, number = sys.argv[1:]
    ends = _tun(first), _tun(second)
    print("ready", flush=True)
    forward(*ends, float(one_way), float(share), random.Random(int(number)))
