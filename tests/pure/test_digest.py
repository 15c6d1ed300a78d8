"""Which checksum of an answer's head is one of the whole object, and which of several is taken."""

from __future__ import annotations

import base64

import pytest

from together_ext.transfer.plan.digest import Digest, read_digest

SHA256, SHA512, SHA1, MD5, CRC = (bytes(range(n)) for n in (32, 64, 20, 16, 4))


def told(data: bytes) -> str:
    return base64.b64encode(data).decode()


S3 = {"etag": f'"{MD5.hex()}"', "x-amz-request-id": "1"}
EVERY = {
    "repr-digest": f"sha-512=:{told(SHA512)}:, sha-256=:{told(SHA256)}:",
    "x-amz-checksum-sha1": told(SHA1),
    "x-amz-checksum-crc32": told(CRC),
    "content-md5": told(MD5),
}


def test_of_several_the_strongest_is_taken() -> None:
    assert read_digest(200, EVERY) == Digest("sha256", SHA256.hex(), "Repr-Digest")
    weak = {name: EVERY[name] for name in ("x-amz-checksum-crc32", "content-md5")}
    assert read_digest(200, weak) == Digest("md5", MD5.hex(), "Content-MD5")
    assert read_digest(200, dict(reversed(list(weak.items())))) == read_digest(200, weak)


def test_of_a_part_only_what_speaks_of_the_whole_is_taken() -> None:
    assert read_digest(206, EVERY) == Digest("sha256", SHA256.hex(), "Repr-Digest")
    assert read_digest(206, {k: v for k, v in EVERY.items() if k != "repr-digest"}) is None
    assert read_digest(206, S3) == Digest("md5", MD5.hex(), "ETag")


def test_what_is_compressed_has_none() -> None:
    assert read_digest(200, {**EVERY, "content-encoding": "gzip"}) is None
    assert read_digest(200, {**EVERY, "content-encoding": "identity"}) is not None


@pytest.mark.parametrize(
    ("more", "is_md5"),
    [
        ({}, True),
        ({"x-amz-server-side-encryption": "AES256"}, True),
        ({"x-amz-server-side-encryption": "aws:kms"}, False),
        ({"x-amz-server-side-encryption-customer-algorithm": "AES256"}, False),
        ({"etag": f'"{MD5.hex()}-2"'}, False),
        ({"etag": f'W/"{MD5.hex()}"'}, False),
    ],
)
def test_an_etag_of_s3_is_an_md5_only_where_s3_says_so(more: dict[str, str], is_md5: bool) -> None:
    found = read_digest(200, {**S3, **more})
    assert found == (Digest("md5", MD5.hex(), "ETag") if is_md5 else None)


def test_an_etag_of_another_server_is_none() -> None:
    assert read_digest(200, {"etag": S3["etag"]}) is None


@pytest.mark.parametrize(
    "headers",
    [
        {"content-md5": "!!!!"},
        {"content-md5": told(MD5[:-1])},
        {"x-amz-checksum-sha256": told(SHA256) + "-3"},
        {"repr-digest": f"sha-256=:{told(SHA256[:-1])}:"},
        {"repr-digest": f"md5=:{told(MD5)}:"},
    ],
)
def test_what_is_no_checksum_is_passed_over(headers: dict[str, str]) -> None:
    assert read_digest(200, headers) is None


@pytest.mark.parametrize(
    ("name", "text", "algorithm"),
    [
        ("repr-digest", f"sha-256=:{told(SHA256)}:", "sha256"),
        ("repr-digest", f"sha-512=:{told(SHA512)}:", "sha512"),
        ("x-amz-checksum-sha256", told(SHA256), "sha256"),
        ("x-amz-checksum-sha1", told(SHA1), "sha1"),
        ("x-amz-checksum-crc32", told(CRC), "crc32"),
        ("content-md5", told(MD5), "md5"),
    ],
)
def test_each_alone_is_read(name: str, text: str, algorithm: str) -> None:
    found = read_digest(200, {name: text})
    assert found is not None
    assert (found.algorithm, found.header.lower()) == (algorithm, name)
