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
        "https://metadata.goog/x",
        "https://0251.0376.0251.0376/x",
        "https://169.254.43518/x",
        "https://1%369.254.169.254/x",
        "https://\uff11\uff16\uff19\u3002254.169.254/x",
        "https://[::ffff:a9fe:a9fe]/x",
        "https://[::a9fe:a9fe]/x",
        "https://[64:ff9b::a9fe:a9fe]/x",
        "https://[2002:a9fe:a9fe::1]/x",
        "https://[fe80::1%25eth0]/x",
        "https://169.254.170.2/x",
        "https://[fd20:ce::254]/x",
        "https://168.63.129.16/x",
        "https://[fd00:ec2::23]/x",
        "https://[fd00:c1::a9fe:a9fe]/x",
        "https://[fd00:42::42]/x",
        "https://[fd00:a9fe:a9fe::1]/x",
        "https://[fd00:100::100:200]/x",
    ],
)
def test_a_location_that_is_not_followed(location: str | None) -> None:
    with pytest.raises(ValueError, match=r"it|location"):
        origins.follow("https://h/a", location)


LOCAL = [
    "127.0.0.1",
    "127.1",
    "2130706433",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "0.0.0.0",
    "[::]",
    "localhost",
    "x.LocalHost.",
]


@pytest.mark.parametrize("host", LOCAL)
def test_this_machine_is_not_followed_to_from_elsewhere(host: str) -> None:
    with pytest.raises(ValueError, match="this machine itself"):
        origins.follow("https://h/a", f"https://{host}:8/x")


@pytest.mark.parametrize("host", LOCAL)
@pytest.mark.parametrize("api", ["127.0.0.1", "localhost", "[::1]"])
def test_this_machine_is_followed_to_from_itself(host: str, api: str) -> None:
    assert origins.follow(f"http://{api}:5/a", f"http://{host}:8/x") == f"http://{host}:8/x"


@pytest.mark.parametrize("address", ["169.254.169.254", "fe80::1%eth0", "::ffff:100.100.100.200"])
@pytest.mark.parametrize("local", [True, False])
def test_a_name_of_a_metadata_address_is_refused(address: str, local: bool) -> None:
    with pytest.raises(ValueError, match=r"metadata address \(s\)"):
        origins.check_addresses("https://s/x?sig", ["192.0.2.1", address], local=local)


def test_a_name_of_this_machine_is_refused_unless_the_api_is_on_it() -> None:
    origins.check_addresses("https://s/x", ["127.0.0.1"], local=True)
    with pytest.raises(ValueError, match="this machine itself"):
        origins.check_addresses("https://s/x", ["127.0.0.1"], local=False)


def test_a_name_of_other_addresses_is_fine() -> None:
    origins.check_addresses("https://s/x", ["192.0.2.1", "2001:db8::1", "10.0.0.1"], local=False)


@given(st.integers(0, 2**32 - 1))
def test_an_ipv4_address_is_judged_the_same_in_every_notation(number: int) -> None:
    a, b, c, d = number.to_bytes(4, "big")
    notations = [
        f"{a}.{b}.{c}.{d}",
        f"{number}",
        f"0x{number:x}",
        f"0{a:o}.0x{b:x}.{c * 256 + d}",
        f"[::ffff:{a}.{b}.{c}.{d}]",
        f"[64:ff9b::{a * 256 + b:x}:{c * 256 + d:x}]",
    ]
    judged = set()
    for host in notations:
        try:
            origins.follow("https://h/a", f"https://{host}/x")
        except ValueError as error:
            judged.add(str(error).replace(host.strip("[]"), ""))
        else:
            judged.add("followed")
    assert len(judged) == 1


def test_http_to_http_is_followed() -> None:
    assert origins.follow("http://h/a", "http://s/b") == "http://s/b"


def test_a_refusal_does_not_show_the_signature() -> None:
    with pytest.raises(ValueError, match="https to http") as caught:
        origins.follow("https://h/a", "http://s/b?X-Signature=secret")
    assert "secret" not in str(caught.value)


def test_what_is_no_url_can_be_shown() -> None:
    assert origins.without_query("http://[x/?sig=secret") == "(what is no URL)"


def test_a_shown_url_has_neither_query_nor_credentials() -> None:
    assert origins.without_query("https://me:pw@h:8/a?b#c") == "https://h:8/a"


_begun = st.sampled_from(["", "https://s/", "https://", "http://", "//", "ftp://", "https://["])


@given(_begun, st.text(), st.text())
def test_no_location_makes_it_raise_anything_else(begun: str, host: str, query: str) -> None:
    try:
        said = str(origins.follow("https://h/a", f"{begun}{host}?{query}"))
    except ValueError as error:
        said = str(error)
    assert said.startswith(("https://", "it leads ", "its location "))


def test_where_a_redirect_leads_is_shown_without_its_query() -> None:
    text = "https://u:p@storage.example/x?signature=secret"
    location = origins.Location(text)
    assert location == text
    assert f"{location}" == text
    assert repr({"url": [location]}) == "{'url': ['https://storage.example/x']}"
    followed = origins.follow("https://api.example/v1", "https://storage.example/x?signature=1")
    assert repr(followed) == "'https://storage.example/x'"
