"""Origins: which host a URL belongs to, and where a redirect may lead. Pure."""

from __future__ import annotations

import socket
from ipaddress import IPv4Address, ip_address, ip_network
from urllib.parse import urljoin, urlsplit

_PORTS = {"http": 80, "https": 443}
# Where clouds serve a machine's own credentials. No file lies there, and a redirect to it is an
# attempt to have this client write to, or read from, its own host's metadata.
_METADATA_NAMES = {"metadata.google.internal", "metadata"}
_METADATA_NETWORKS = (ip_network("169.254.0.0/16"), ip_network("fe80::/10"))
_METADATA_ADDRESSES = {ip_address("fd00:ec2::254"), ip_address("100.100.100.200")}


def origin(url: str) -> tuple[str, str, int | None]:
    """Return scheme, host and port: what must be equal for the key to be sent (RFC 6454)."""
    parts = urlsplit(url)
    return parts.scheme, parts.hostname or "", parts.port or _PORTS.get(parts.scheme)


def without_query(url: str) -> str:
    """Return the URL fit to be shown: a presigned URL's query is a password."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    return f"{parts.scheme}://{host}{parts.path}"


def follow(url: str, location: str | None) -> str:
    """Return where an answer redirects to.

    Args:
        url: The URL that answered.
        location: Its ``Location``.

    Returns:
        The absolute URL.

    Raises:
        ValueError: It may not be followed; the text says why, without the URL's query.
    """
    if not location:
        raise ValueError("it names no location")
    try:
        target = urljoin(url, location)
        scheme, host, _ = origin(target)
    except ValueError:
        raise ValueError("its location is not a URL") from None
    if scheme not in _PORTS or not host:
        raise ValueError("its location is not an http or https URL")
    if urlsplit(url).scheme == "https" and scheme == "http":
        raise ValueError(f"it leads from https to http ({without_query(target)})")
    if urlsplit(target).username is not None:
        raise ValueError("its location holds credentials")
    if _is_metadata(host):
        raise ValueError(f"it leads to a cloud metadata address ({host})")
    return target


def _is_metadata(host: str) -> bool:
    if host.rstrip(".").lower() in _METADATA_NAMES:
        return True
    try:
        # The old forms too ("2852039166", "0xa9.254.169.254"): connect() takes them.
        address = IPv4Address(socket.inet_aton(host))
    except OSError:
        try:
            address = ip_address(host)  # type: ignore[assignment]  # either family, by design
        except ValueError:
            return False
    mapped = getattr(address, "ipv4_mapped", None) or address
    return mapped in _METADATA_ADDRESSES or any(mapped in net for net in _METADATA_NETWORKS)
