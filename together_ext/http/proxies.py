"""Proxies of the environment, as httpx takes them.

httpx looks at the environment only where it chooses the transport itself; giving it ours switches
that off. The rules are its own (https://www.python-httpx.org/environment_variables/).
"""

from __future__ import annotations

from ipaddress import ip_address
from urllib.request import getproxies

import httpx

from .proxied import ProxyTransport


def mounts() -> dict[str, httpx.BaseTransport | None]:
    """Return which URLs go by which proxy, as ``httpx.Client(mounts=…)`` takes it."""
    found = getproxies()  # the system's settings too, on macOS and Windows
    chosen: dict[str, httpx.BaseTransport | None] = {}
    for scheme in ("http", "https", "all"):
        if url := found.get(scheme):
            chosen[f"{scheme}://"] = _by(url if "://" in url else f"http://{url}")
    for host in (name.strip() for name in found.get("no", "").split(",")):
        if host == "*":
            return {}
        if host:
            chosen[_pattern(host)] = None
    return chosen


def _by(url: str) -> httpx.BaseTransport:
    proxy = httpx.Proxy(url)
    if proxy.url.scheme in {"http", "https"}:
        return ProxyTransport(proxy)
    return httpx.HTTPTransport(proxy=proxy)  # SOCKS, which httpx knows


def _pattern(host: str) -> str:
    if "://" in host:
        return host
    address = host.partition("/")[0]
    try:
        version = ip_address(address).version
    except ValueError:
        return f"all://{host}" if host.lower() == "localhost" else f"all://*{host}"
    return f"all://{host}" if version == 4 else f"all://[{host}]"
