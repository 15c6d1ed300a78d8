"""Origins: which host a URL belongs to, and where a redirect or a presigned URL may lead. Pure.

Where a server sends bytes to, or fetches them from, is the server's word. It may not choose a place
that only this machine can reach and that answers whoever asks: the metadata service of a cloud,
which hands out the machine's own credentials, or what listens on loopback.
"""

from __future__ import annotations

import socket
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import unquote, urljoin, urlsplit

_PORTS = {"http": 80, "https": 443}
_METADATA_NAMES = {
    "metadata",
    "metadata.google.internal",
    "metadata.goog",
    "instance-data",
    "instance-data.ec2.internal",
}
# Link-local in both families: no object store lives there, and every cloud's metadata does.
_METADATA_NETWORKS = (
    ip_network("169.254.0.0/16"),
    ip_network("fe80::/10"),
    # AWS: ::254, and ::23, which hands out a pod's credentials
    # (https://docs.aws.amazon.com/eks/latest/userguide/pod-id-agent-setup.html).
    ip_network("fd00:ec2::/32"),
)
_METADATA_ADDRESSES = {
    ip_address("fd20:ce::254"),  # Google
    ip_address("100.100.100.200"),  # Alibaba
    ip_address("fd00:100::100:200"),  # Alibaba
    ip_address("fd00:c1::a9fe:a9fe"),  # Oracle
    ip_address("fd00:42::42"),  # Scaleway
    ip_address("fd00:a9fe:a9fe::1"),  # Akamai
    ip_address("192.0.0.192"),  # Oracle
    ip_address("168.63.129.16"),  # Azure
}
_NAT64 = ip_network("64:ff9b::/96")  # RFC 6052
_COMPATIBLE = ip_network("::/96")  # RFC 4291, 2.5.5.1

_Address = IPv4Address | IPv6Address


@lru_cache(maxsize=64)
def origin(url: str) -> tuple[str, str, int | None]:
    """Return scheme, host and port: what must be equal for the key to be sent (RFC 6454)."""
    parts = urlsplit(url)
    return parts.scheme, parts.hostname or "", parts.port or _PORTS.get(parts.scheme)


def without_query(url: str) -> str:
    """Return the URL fit to be shown: a presigned URL's query is a password."""
    try:
        parts = urlsplit(url)
    except ValueError:  # a server may name anything, and where its query begins no one can tell
        return "(what is no URL)"
    host = parts.netloc.rpartition("@")[2]
    return f"{parts.scheme}://{host}{parts.path}"


class Location(str):
    """A URL that may be a permission: what shows the variables of a program shows it without.

    Tools that print tracebacks (Sentry, rich, ``pytest --showlocals``) print the repr of what they
    find, at whatever depth.
    """

    __slots__ = ()

    def __repr__(self) -> str:
        return repr(without_query(self))


def follow(url: str, location: str | None) -> Location:
    """Return where an answer redirects to, or wants bytes to be put.

    Args:
        url: The URL that answered.
        location: Its ``Location``, or a presigned URL from its body.

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
    name = _plain_name(host)
    if name in _METADATA_NAMES:
        raise ValueError(f"it leads to a cloud metadata address ({host})")
    address = _address(name)
    _check(address, host, local=is_loopback(url))
    if address is None and _is_local_name(name) and not is_loopback(url):
        raise ValueError(f"it leads to this machine itself ({host})")
    return Location(target)


def check_addresses(url: str, addresses: Iterable[str], *, local: bool) -> None:
    """Refuse a URL whose host's name stands for an address that may not be talked to.

    What a name stands for can change between this and the connection, so it is a second fence and
    not the first.

    Args:
        url: Where a request is to go.
        addresses: What its host resolves to.
        local: Whether the API itself is on this machine.

    Raises:
        ValueError: One of them is a metadata address, or loopback while the API is not.
    """
    host = origin(url)[1]
    for text in addresses:
        _check(_address(text), host, local=local)


def is_loopback(url: str) -> bool:
    """Say whether a URL's host is this machine, by its name or in any notation of an address."""
    name = _plain_name(origin(url)[1])
    address = _address(name)
    return _is_local_name(name) if address is None else _is_local(address)


def is_loopback_address(text: str) -> bool:
    """Say whether an address is this machine's own."""
    address = _address(text)
    return address is not None and _is_local(address)


def _check(address: _Address | None, host: str, *, local: bool) -> None:
    if address is None:
        return
    if address in _METADATA_ADDRESSES or any(address in net for net in _METADATA_NETWORKS):
        raise ValueError(f"it leads to a cloud metadata address ({host})")
    if _is_local(address) and not local:
        raise ValueError(f"it leads to this machine itself ({host})")


def _plain_name(host: str) -> str:
    # What resolvers and HTTP libraries make of it: percent-encoding, full-width digits and the
    # ideographic full stop all end as plain ASCII somewhere on the way.
    name = unicodedata.normalize("NFKC", unquote(host)).replace("\u3002", ".")
    return name.rstrip(".").lower()


def _is_local_name(name: str) -> bool:
    return name == "localhost" or name.endswith(".localhost")  # RFC 6761, 6.3


def _is_local(address: _Address) -> bool:
    # 0.0.0.0 and :: connect to this machine too.
    return address.is_loopback or address.is_unspecified or address in ip_network("0.0.0.0/8")


def _address(host: str) -> _Address | None:
    """Read an address in any notation that connect() takes, down to the IPv4 inside of an IPv6."""
    try:
        # The old forms too ("2852039166", "0xa9.254.169.254").
        return IPv4Address(socket.inet_aton(host))
    except (OSError, ValueError):  # ValueError: a NUL in it
        pass
    try:
        address = ip_address(host.partition("%")[0])  # without the zone of fe80::1%eth0
    except ValueError:
        return None
    if isinstance(address, IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if inner is None and address in _NAT64:
            inner = IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is None and address in _COMPATIBLE and int(address) > 1:
            inner = IPv4Address(int(address))
        return inner or address
    return address
