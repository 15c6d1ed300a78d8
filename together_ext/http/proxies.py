"""Proxies of the environment, as httpx takes them.

httpx looks at the environment only where it chooses the transport itself; giving it ours switches
that off. The rules are its own (https://www.python-httpx.org/environment_variables/).
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ..errors import ConfigurationError, MissingPackageError

if TYPE_CHECKING:
    import httpx

_SCHEMES = ("http", "https", "all")


def found() -> dict[str, str]:
    """Return what is set, by scheme; ``no`` has the hosts that are asked directly."""
    if sys.platform in {"darwin", "win32"}:
        from urllib.request import getproxies

        return getproxies()  # the system's settings too
    # As urllib.request, whose import costs as much as a small download: a name in lower case counts
    # for more, and takes away what it sets to nothing. In a CGI script HTTP_PROXY is the caller's
    # word, a header "Proxy" (CVE-2016-1000110).
    proxies = {}
    names = [name for name in os.environ if name.lower().endswith("_proxy")]
    for name in sorted(names, key=lambda name: name.endswith("_proxy")):
        scheme, value = name[:-6].lower(), os.environ.get(name, "")
        lower = name.endswith("_proxy")
        if value and (lower or scheme != "http" or "REQUEST_METHOD" not in os.environ):
            proxies[scheme] = value
        elif lower:
            proxies.pop(scheme, None)
    return proxies


def are_set() -> bool:
    """Whether any request may have to go by a proxy."""
    return any(map(found().get, _SCHEMES))


def mounts() -> dict[str, httpx.BaseTransport | None]:
    """Return which URLs go by which proxy, as ``httpx.Client(mounts=…)`` takes it."""
    from ipaddress import ip_address

    from .proxied import transport_by

    def pattern(host: str) -> str:
        if "://" in host:
            return host
        address = host.partition("/")[0]
        try:
            version = ip_address(address).version
        except ValueError:
            return f"all://{host}" if host.lower() == "localhost" else f"all://*{host}"
        return f"all://{host}" if version == 4 else f"all://[{host}]"

    proxies = found()
    chosen: dict[str, httpx.BaseTransport | None] = {}
    for scheme in _SCHEMES:
        if url := proxies.get(scheme):
            chosen[f"{scheme}://"] = transport_by(url if "://" in url else f"http://{url}")
    for host in (name.strip() for name in proxies.get("no", "").split(",")):
        if host == "*":
            return {}
        if host:
            chosen[pattern(host)] = None
    return chosen


@contextmanager
def usable() -> Iterator[None]:
    """Make an httpx client in the block; where the proxies are what keeps it from that, say so.

    Raises:
        ConfigurationError: One is no URL, or of no kind that there is.
        MissingPackageError: One is SOCKS, for which httpx needs another package.
    """
    from ._lean import httpx

    what = "the proxies of the environment (HTTP_PROXY, HTTPS_PROXY, ALL_PROXY, NO_PROXY)"
    try:
        yield
    except ConfigurationError:
        raise
    except ImportError as error:
        raise MissingPackageError(f"{what}: {error}", name=error.name or "socksio") from None
    except httpx.InvalidURL:
        # Not its text, which quotes what it stumbled over: a "#" in a password is enough.
        raise ConfigurationError(
            f"{what}: one is no URL. Special characters in a password stand there as %23 and such."
        ) from None
    except ValueError as error:
        raise ConfigurationError(f"{what}: {error}.") from None
