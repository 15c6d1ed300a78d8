"""Settings: the key, the base URL, and what the environment says of them."""

from __future__ import annotations

import os
from typing import Any, NoReturn
from urllib.parse import urlsplit

from .errors import ConfigurationError

DEFAULT_BASE_URL = "https://api.together.ai/v1"
DEFAULT_MAX_RETRIES = 5
# Seconds. A connection is there in ten or not at all; an answer's next byte may take a minute,
# because the API validates a whole file before it answers `preprocess`.
CONNECT_TIMEOUT = 10.0
READ_TIMEOUT = 60.0
_KEY_HINT = (
    "set TOGETHER_API_KEY or pass api_key=. "
    "Keys are made at https://api.together.ai/settings/api-keys."
)
# Characters. Nothing so short is a key, and blotting out every "x" would leave nothing to read.
_LEAST_BLOTTED = 3


class Secret:
    """The API key, held so that printing, logging or pickling what holds it cannot show it."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """Return the key. Called only where the header is set, in ``http``."""
        return self._value

    def account(self) -> str:
        """Return what tells this key from others, and not what it is."""
        from hashlib import sha256

        return sha256(f"together_ext {self._value}".encode()).hexdigest()[:16]

    def redact(self, text: str) -> str:
        """Return ``text`` with the key blotted out: servers echo wrong keys in their errors.

        The beginning of one at the text's end too: what was read, or is shown, may end anywhere.
        """
        key = self._value
        text = text.replace(key, "[key]") if len(key) > _LEAST_BLOTTED else text
        for size in range(len(key) - 1, _LEAST_BLOTTED, -1):
            if text.endswith(key[:size]):
                return f"{text[:-size]}[key]"
        return text

    def __repr__(self) -> str:
        return "Secret('…')"

    def __reduce__(self) -> NoReturn:
        raise TypeError("an API key is not pickled; build the client where it is used")

    def __copy__(self) -> Secret:
        return self

    def __deepcopy__(self, memo: object) -> Secret:
        return self


def resolve_key(api_key: str | None) -> Secret:
    """Return the key given, or the one in ``TOGETHER_API_KEY``.

    Raises:
        ConfigurationError: There is none, or it cannot stand in an HTTP header.
    """
    source = "api_key"
    value: object = api_key
    if value is None:
        source, value = "TOGETHER_API_KEY", os.environ.get("TOGETHER_API_KEY")
    if value is None:
        raise ConfigurationError(f"no API key: {_KEY_HINT}")
    if not isinstance(value, str):
        raise ConfigurationError(f"api_key must be a str, not {type(value).__name__}.")
    key = value.strip()  # a key read from a file brings its newline along
    if not key:
        raise ConfigurationError(f"{source} is empty: {_KEY_HINT}")
    # Checked here because h11 puts a header that it rejects, key and all, in its error.
    if not key.isascii() or not key.isprintable() or " " in key:
        raise ConfigurationError(
            f"{source} holds characters that no key has (blank, control or non-ASCII). "
            "Give the key alone, without 'Bearer'."
        )
    return Secret(key)


def resolve_base_url(base_url: str | None) -> str:
    """Return the base URL given, or that of ``TOGETHER_BASE_URL``, or the public one.

    It is taken with or without ``/v1`` at its end, because clients differ in whether they add it.

    Returns:
        The URL with ``/v1``, without a slash at its end.

    Raises:
        ConfigurationError: It is no http or https URL, or holds credentials, a query or a fragment.
    """
    source = "base_url"
    value: object = base_url
    if value is None:
        source = "TOGETHER_BASE_URL"
        value = os.environ.get("TOGETHER_BASE_URL", "").strip() or DEFAULT_BASE_URL
    if not isinstance(value, str):
        raise ConfigurationError(f"base_url must be a str, not {type(value).__name__}.")
    text = value.strip()
    try:
        parts = urlsplit(text)
        port_is_sound = parts.port is None or parts.port > 0
    except ValueError:
        raise ConfigurationError(
            f"{source} is not a URL like {DEFAULT_BASE_URL} (http or https, a host)."
        ) from None
    if parts.username is not None or parts.password is not None:
        # Not shown: it holds a secret.
        raise ConfigurationError(f"{source} must not hold a user name or a password.")
    if parts.scheme not in {"http", "https"} or not parts.hostname or not port_is_sound:
        raise ConfigurationError(
            f"{source} {text!r} is not a URL like {DEFAULT_BASE_URL} (http or https, a host)."
        )
    if parts.query or parts.fragment:
        raise ConfigurationError(f"{source} {text!r} must not hold a query or a fragment.")
    path = parts.path.rstrip("/")
    if not path.endswith("/v1"):
        path += "/v1"
    return f"{parts.scheme}://{parts.netloc}{path}"


def resolve_timeout(timeout: Any) -> Any:
    """Return the timeout given: seconds, an ``httpx.Timeout`` or None.

    Raises:
        ConfigurationError: It is a number that is no time, or something else.
    """
    if isinstance(timeout, (int, float)) and not isinstance(timeout, bool):
        if timeout > 0:
            return timeout
    # Told by what is asked of it, because importing httpx to look at its type is what building a
    # client avoids.
    elif timeout is None or hasattr(timeout, "as_dict"):
        return timeout
    raise ConfigurationError(
        f"timeout must be a number of seconds above 0, an httpx.Timeout or None, not {timeout!r}."
    )


def resolve_max_retries(max_retries: object) -> int:
    """Return how often a request that is safe to repeat is sent again.

    Raises:
        ConfigurationError: It is no whole number, or negative.
    """
    if not isinstance(max_retries, int) or isinstance(max_retries, bool) or max_retries < 0:
        raise ConfigurationError(
            f"max_retries must be a whole number, 0 or more, not {max_retries!r}."
        )
    return max_retries


def resolve_event_hooks(event_hooks: Any, given: bool) -> Any:
    """Return the event hooks given: lists of functions under ``request`` and ``response``.

    Args:
        event_hooks: What the caller gave.
        given: Whether the caller gave an httpx client too.

    Raises:
        ConfigurationError: They are something else, or the httpx client is where they belong.
    """
    if not event_hooks:
        return {}
    if given:
        raise ConfigurationError("set the event hooks on your http_client; it is what sends.")
    try:
        hooks = {name: list(functions) for name, functions in dict(event_hooks).items()}
    except (TypeError, ValueError):
        raise ConfigurationError("event_hooks must be like {'request': [function]}.") from None
    if not set(hooks) <= {"request", "response"}:
        raise ConfigurationError(
            f"event_hooks are for 'request' and 'response', not {sorted(map(str, hooks))}."
        )
    if not all(callable(function) for functions in hooks.values() for function in functions):
        raise ConfigurationError("event_hooks must be functions of one argument.")
    return hooks
