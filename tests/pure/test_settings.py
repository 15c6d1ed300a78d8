"""The key and the base URL."""

from __future__ import annotations

import copy
import pickle

import pytest

from together_ext import AsyncTogether, ConfigurationError, Together, settings

KEY = "sk-very-secret-0123"


@pytest.mark.parametrize(
    ("given", "resolved"),
    [
        ("https://api.together.ai", "https://api.together.ai/v1"),
        ("https://api.together.ai/", "https://api.together.ai/v1"),
        ("https://api.together.ai/v1", "https://api.together.ai/v1"),
        ("https://api.together.xyz/v1/", "https://api.together.xyz/v1"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000/v1"),
        ("https://gateway.example/together", "https://gateway.example/together/v1"),
        ("http://[::1]:80/v1", "http://[::1]:80/v1"),
        (" https://api.together.ai \n", "https://api.together.ai/v1"),
    ],
)
def test_a_base_url_is_taken_with_and_without_v1(given: str, resolved: str) -> None:
    assert settings.resolve_base_url(given) == resolved


@pytest.mark.parametrize(
    "given",
    [
        "",
        "api.together.ai",
        "ftp://api.together.ai",
        "https://",
        "https://h:99999",
        "https://[::1",
        "https://h?x=1",
        "https://h#x",
        7,
    ],
)
def test_what_is_no_base_url_is_refused(given: str) -> None:
    with pytest.raises(ConfigurationError):
        settings.resolve_base_url(given)


def test_a_password_in_the_base_url_is_refused_and_not_shown() -> None:
    with pytest.raises(ConfigurationError) as caught:
        settings.resolve_base_url("https://me:hunter2@api.together.ai")
    assert "hunter2" not in str(caught.value)


def test_the_base_url_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOGETHER_BASE_URL", "http://127.0.0.1:1")
    assert Together(api_key=KEY).base_url == "http://127.0.0.1:1/v1"


def test_an_empty_base_url_in_the_environment_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOGETHER_BASE_URL", "")
    assert Together(api_key=KEY).base_url == "https://api.together.ai/v1"


def test_the_key_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOGETHER_API_KEY", f" {KEY}\n")
    assert settings.resolve_key(None).reveal() == KEY


@pytest.mark.parametrize("client", [Together, AsyncTogether])
def test_no_key_is_said_before_any_request(client: type[Together]) -> None:
    with pytest.raises(ConfigurationError, match="TOGETHER_API_KEY"):
        client()


@pytest.mark.parametrize("key", ["", "  ", "a b", "a\nb", "schlüssel", "a\x7fb", 5])
def test_what_can_be_no_key_is_refused_and_not_shown(key: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        Together(api_key=key)
    assert not str(key).strip() or str(key) not in str(caught.value)


def test_an_error_names_where_the_setting_came_from(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOGETHER_BASE_URL", "127.0.0.1:8000")
    with pytest.raises(ConfigurationError, match=r"^TOGETHER_BASE_URL '127\.0\.0\.1:8000' is not"):
        Together(api_key=KEY)
    monkeypatch.setenv("TOGETHER_API_KEY", "")
    with pytest.raises(ConfigurationError, match=r"^TOGETHER_API_KEY is empty: set "):
        Together(base_url="http://127.0.0.1:8000")


@pytest.mark.parametrize("max_retries", [-1, 1.5, True, "3", None])
def test_what_is_no_number_of_retries_is_refused(max_retries: int) -> None:
    with pytest.raises(ConfigurationError):
        Together(api_key=KEY, max_retries=max_retries)


@pytest.mark.parametrize("timeout", [0, -1, float("nan"), "3", True])
def test_what_is_no_timeout_is_refused(timeout: float) -> None:
    with pytest.raises(ConfigurationError):
        Together(api_key=KEY, timeout=timeout)


@pytest.mark.parametrize("client", [Together, AsyncTogether])
def test_the_key_is_in_no_repr(client: type[Together]) -> None:
    made = client(api_key=KEY)
    assert KEY not in repr(made)
    assert KEY not in repr(vars(made))
    assert KEY not in repr(made.files.__dict__)


def test_a_client_does_not_pickle_so_that_no_file_gets_the_key() -> None:
    with pytest.raises(TypeError, match="not pickled"):
        pickle.dumps(Together(api_key=KEY)._key)


def test_a_key_copies_as_itself() -> None:
    key = settings.resolve_key(KEY)
    assert copy.copy(key) is key
    assert copy.deepcopy(key) is key


def test_a_key_is_blotted_out_of_a_text() -> None:
    key = settings.resolve_key(KEY)
    assert key.redact(f"Invalid API key: {KEY}!") == "Invalid API key: [key]!"


@pytest.mark.parametrize("size", range(4, len(KEY)))
def test_a_key_that_is_cut_off_at_the_end_of_a_text_is_blotted_out(size: int) -> None:
    key = settings.resolve_key(KEY)
    assert key.redact(f"{KEY} is no key, {KEY[:size]}") == "[key] is no key, [key]"


def test_with_options_changes_only_what_is_said() -> None:
    client = Together(api_key=KEY, timeout=3, max_retries=1)
    other = client.with_options(max_retries=9)
    assert (other.timeout, other.max_retries, other.base_url) == (3, 9, client.base_url)
    assert client.max_retries == 1
    assert client.with_options(timeout=None).timeout is None


def test_with_options_shares_the_connections() -> None:
    client = Together(api_key=KEY)
    resources = client.files, client.batches
    other = client.with_options(timeout=1)
    assert other._shared.connections() is client._shared.connections()
    assert other.files is not resources[0]
    assert other.batches is not resources[1]


def test_with_options_checks_what_it_is_given() -> None:
    with pytest.raises(ConfigurationError):
        Together(api_key=KEY).with_options(max_retries=-1)
