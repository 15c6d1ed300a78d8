"""What can go wrong on the wire. Each has the name that httpx and httpcore have for the same.

    WireError
    ├── TimedOut
    │   ├── ConnectTimeout        never sent
    │   ├── PoolTimeout           never sent
    │   ├── ReadTimeout
    │   └── WriteTimeout
    ├── ConnectError              never sent
    ├── ReadError
    ├── WriteError
    ├── RemoteProtocolError       the server speaks no HTTP, or stops in the middle of it
    ├── LocalProtocolError        the request is none, or not what it said it was
    ├── UnsupportedProtocol       never sent
    └── DecodingError             what was packed is damaged

They are this library's own, because importing httpx costs more than a small download.
"""

from __future__ import annotations


class WireError(Exception):
    """The base of them.

    Attributes:
        sent: Whether a byte of the request can have been written, so that it may have been acted
            on.
    """

    sent = True


class TimedOut(WireError):
    """Nothing happened for too long."""


class ConnectTimeout(TimedOut):
    """There was no connection, or no TLS on it, in time."""

    sent = False


class PoolTimeout(TimedOut):
    """No connection was free in time."""

    sent = False


class ReadTimeout(TimedOut):
    """The next byte did not come in time."""


class WriteTimeout(TimedOut):
    """The other side took no byte in time."""


class ConnectError(WireError):
    """There is no connection, or no TLS on it."""

    sent = False


class ReadError(WireError):
    """The connection was lost while something was to come."""


class WriteError(WireError):
    """The connection was lost while something was to be sent."""


class RemoteProtocolError(WireError):
    """What came is no HTTP, or not all of what was promised."""


class LocalProtocolError(WireError):
    """What was to be sent is no HTTP, or not what its head promised."""


class UnsupportedProtocol(WireError):
    """The URL is neither http nor https."""

    sent = False


class DecodingError(WireError):
    """A ``Content-Encoding`` cannot be undone."""
