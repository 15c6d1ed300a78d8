"""Which host a URL belongs to, and where a redirect may lead."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from together_ext import origins


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://h/a", "https://h:443/b?c"),
        ("http://h", "http://H:80/"),
        ("http://[::1]:8/a", "http://[::1]:8/b"),
    ],
)
def test_the_same_origin(one: str, other: str) -> None:
    assert origins.origin(one) == origins.origin(other)


@pytest.mark.parametrize("other", ["http://h/a", "https://h:8443/a", "https://h.evil/a"])
def test_another_origin(other: str) -> None:
    assert origins.origin("https://h/a") != origins.origin(other)


@pytest.mark.parametrize(
    ("location", "target"),
    [
        ("https://s/x?sig=a%2Fb", "https://s/x?sig=a%2Fb"),
        ("/other", "https://h/other"),
        ("//s/x", "https://s/x"),
        ("b", "https://h/a/b"),
    ],
)
def test_a_location_is_resolved(location: str, target: str) -> None:
    assert origins.follow("https://h/a/c", location) == target


@pytest.mark.parametrize(
    "location",
    [
        None,
        "",
        "http://h/a",
        "ftp://h/a",
        "file:///etc/passwd",
        "https://me:pw@s/x",
        "https://[::1/x",
        "https://169.254.169.254/latest/meta-data",
        "https://[::ffff:169.254.169.254]/x",
        "https://2852039166/x",
        "https://0xa9.254.169.254/x",
        "https://[fd00:ec2::254]/x",
        "https://100.100.100.200/x",
        "https://metadata.google.internal/x",
        "https://METADATA.google.internal./x",
    ],
)
def test_a_location_that_is_not_followed(location: str | None) -> None:
    with pytest.raises(ValueError, match=r"it|location"):
        origins.follow("https://h/a", location)


def test_http_to_http_is_followed() -> None:
    assert origins.follow("http://h/a", "http://s/b") == "http://s/b"


def test_a_refusal_does_not_show_the_signature() -> None:
    with pytest.raises(ValueError, match="https to http") as caught:
        origins.follow("https://h/a", "http://s/b?X-Signature=secret")
    assert "secret" not in str(caught.value)


def test_a_shown_url_has_neither_query_nor_credentials() -> None:
    assert origins.without_query("https://me:pw@h:8/a?b#c") == "https://h:8/a"


@given(st.text())
def test_no_location_makes_it_raise_anything_else(location: str) -> None:
    try:
        target = origins.follow("https://h/a", location)
    except ValueError:
        return
    assert target.startswith("https://")
