"""TLS over a stream, many records at a time.

OpenSSL reads a record's head and then the record: two system calls for 16 KiB, and Python has no
switch for its read-ahead. Through a pair of memory BIOs one read of the socket takes what is there,
and the records in it are decrypted one after the other, straight into the reader's buffer.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeVar

from .streams import Stream

T = TypeVar("T")

# Encrypted bytes taken from the socket at once: 16 records of the largest size.
_TAKE_BYTES = 256 * 1024
# Plain bytes encrypted at once, so that a large write is not held twice.
_GIVE_BYTES = 256 * 1024
_RECORD_BYTES = 16 * 1024


class TlsStream(Stream):
    """A TLS connection over another stream, which may be one itself (an https proxy)."""

    buffer_bytes = 1024 * 1024  # what was decrypted is still in the processor's cache

    def __init__(
        self,
        below: Stream,
        context: ssl.SSLContext,
        server_hostname: str | bytes | None,
        timeout: float | None,
    ) -> None:
        super().__init__(below.socket)
        self._below = below
        self._incoming = ssl.MemoryBIO()
        self._outgoing = ssl.MemoryBIO()
        self._object = context.wrap_bio(
            self._incoming, self._outgoing, server_hostname=server_hostname
        )
        self._buffer: memoryview | None = None
        self._empty = True  # nothing in `incoming` that makes a whole record
        self._until_done(self._object.do_handshake, timeout)

    def _expect(self, timeout: float | None) -> None:
        """Do nothing: what is to be read may be here already, taken with what came before it."""

    def _read(self, size: int, timeout: float | None) -> bytes:
        size = max(size, _TAKE_BYTES)  # so much may be here already: half the pieces of 100 KB
        first = self._one_record(timeout)
        if len(first) < _RECORD_BYTES and self._incoming.pending == 0:
            return first
        parts, total = [first], len(first)
        while first and total < size:
            try:
                part = self._object.read(_RECORD_BYTES)
            except (ssl.SSLWantReadError, ssl.SSLEOFError):
                break
            if not part:
                break
            parts.append(part)
            total += len(part)
        return b"".join(parts)

    def _one_record(self, timeout: float | None) -> bytes:
        try:
            return self._until_done(lambda: self._object.read(_RECORD_BYTES), timeout)
        except ssl.SSLEOFError:
            # As httpcore's own: an end without TLS's goodbye is an end. Whether it came too early
            # is for HTTP's framing to say.
            return b""

    def _read_into(self, buffer: memoryview, timeout: float | None) -> int:
        read = self._object.read
        size, done = len(buffer), 0
        while done < size:
            if self._empty:
                if done:
                    break
                self._flush(timeout)  # the other side may be waiting for a word of ours
                self._take(timeout)
            try:
                count: Any = read(size - done, buffer[done:])
            except ssl.SSLWantReadError:
                self._empty = True
                continue
            except ssl.SSLEOFError:
                break
            if not count:
                break
            done += count
        with suppress(OSError):  # what has come counts; a lost connection is met at the next read
            self._flush(timeout)  # the answer to a key update
        return done

    def _write(self, buffer: bytes, timeout: float | None) -> None:
        view = memoryview(buffer)
        while view:
            piece = view[:_GIVE_BYTES]
            count = self._until_done(lambda piece=piece: self._object.write(piece), timeout)  # type: ignore[misc]  # bound now
            view = view[count:]

    def _until_done(self, step: Callable[[], T], timeout: float | None) -> T:
        """Do a step of TLS, with what has to be sent or received for it."""
        while True:
            try:
                result = step()
            except ssl.SSLWantReadError:
                self._flush(timeout)
                self._take(timeout)
            except ssl.SSLError:
                self._flush_alert(timeout)
                raise
            else:
                self._flush(timeout)
                return result

    def _flush(self, timeout: float | None) -> None:
        if self._outgoing.pending:
            self._below._write(self._outgoing.read(), timeout)

    def _flush_alert(self, timeout: float | None) -> None:
        """Tell the other side why, if it still listens."""
        with suppress(OSError):
            self._flush(timeout)

    def _take(self, timeout: float | None) -> None:
        """Move what is there from below into TLS."""
        if self._buffer is None:
            self._buffer = memoryview(bytearray(_TAKE_BYTES))
        count = self._below._read_into(self._buffer, timeout)
        if count:
            self._incoming.write(self._buffer[:count])
        else:
            self._incoming.write_eof()
        self._empty = False

    def get_extra_info(self, info: str) -> Any:
        """Return what may be asked about a connection; None for what is not known."""
        if info == "ssl_object":
            return self._object
        if info == "is_readable" and (self._incoming.pending or self._object.pending()):
            # Taken from the socket already: a session ticket, which is read for good here, or an
            # answer that no one has asked for.
            try:
                self._object.read(1)
            except ssl.SSLWantReadError:
                pass
            except ssl.SSLError:
                return True
            else:
                return True
        return super().get_extra_info(info)
