"""Checksums that an answer's head gives of the object.

===========================  =======================  ==========================================
header                       algorithms               of what
===========================  =======================  ==========================================
``Repr-Digest`` (RFC 9530)   sha-512, sha-256         the whole object, also in a 206
``x-amz-checksum-*``         sha256, sha1, crc32      the whole object; not in a 206, and not the
                                                      checksum of checksums of a multipart upload
``Content-MD5``              md5                      this body, so not in a 206
``ETag`` of S3               md5                      the whole object, see below
===========================  =======================  ==========================================

An ETag is opaque: 32 hexadecimal digits are an MD5 only where the answer shows that it is S3's
(``x-amz-request-id``), not of a multipart upload (``…-2``), and not encrypted with a key of a key
service or of the customer (then it is something else, by S3's documentation). From any other
server 32 digits prove nothing, and are not compared. crc32c, crc64nvme and SHA-3 would take a
package or Python's own arithmetic: they are ignored. What is compressed is checked by length only:
these are checksums of what is sent, not of what is written.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping

from ...records import dataclass

# The strongest first; one is enough, and hashing costs (sha256: 0.58 s a GiB).
_STRENGTH = ("sha256", "sha512", "sha1", "md5", "crc32")
_BYTES = {"sha256": 32, "sha512": 64, "sha1": 20, "md5": 16, "crc32": 4}
_REPR = re.compile(r"(sha-256|sha-512)=:([A-Za-z0-9+/=]+):")
_MD5_ETAG = re.compile(r'"([0-9a-f]{32})"')


@dataclass(frozen=True)
class Digest:
    """A checksum that the file must have.

    Attributes:
        algorithm: ``sha256``, ``sha512``, ``sha1``, ``md5`` or ``crc32``.
        value: Lower-case hexadecimal.
        header: Where it stood.
    """

    algorithm: str
    value: str
    header: str


def read_digest(status: int, headers: Mapping[str, str]) -> Digest | None:
    """Return the strongest checksum of the whole object that an answer's head gives."""
    if headers.get("content-encoding", "").strip().lower() not in {"", "identity"}:
        return None
    found: list[Digest] = []

    def add(algorithm: str, text: str, header: str) -> None:
        if not text:
            return
        try:
            value = base64.b64decode(text.strip(), validate=True)
        except (binascii.Error, ValueError):
            return
        if len(value) == _BYTES[algorithm]:
            found.append(Digest(algorithm, value.hex(), header))

    for name, text in _REPR.findall(headers.get("repr-digest", "")):
        add(name.replace("-", ""), text, "Repr-Digest")
    if status == 200:
        for name in ("sha256", "sha1", "crc32"):
            add(name, headers.get(f"x-amz-checksum-{name}", ""), f"x-amz-checksum-{name}")
        add("md5", headers.get("content-md5", ""), "Content-MD5")
    etag = _MD5_ETAG.fullmatch(headers.get("etag", "").strip())
    if etag is not None and _is_s3_md5(headers):
        found.append(Digest("md5", etag[1], "ETag"))
    found.sort(key=lambda digest: _STRENGTH.index(digest.algorithm))
    return found[0] if found else None


def _is_s3_md5(headers: Mapping[str, str]) -> bool:
    return (
        "x-amz-request-id" in headers
        and headers.get("x-amz-server-side-encryption", "AES256") == "AES256"
        and "x-amz-server-side-encryption-customer-algorithm" not in headers
    )
