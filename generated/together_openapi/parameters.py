# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
"""Lists and objects as parameters, in the styles that OpenAPI has for them.

A style that ends in `*` is exploded: `form*` writes `a=1&a=2` where `form` writes `a=1,2`.
https://spec.openapis.org/oas/v3.1.1.html#style-examples
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from .request import Segment, drop_unset, scalar_text
from .types import UNSET

_DELIMITERS = {"spaceDelimited": " ", "pipeDelimited": "|"}


def to_query(values: Mapping[str, Any], styles: Mapping[str, str]) -> dict[str, Any]:
    """Query parameters, without those that are left out.

    Raises:
        ValueError: For a list or an object inside another, which no style can write but deepObject.
    """
    query: dict[str, Any] = {}
    for name, value in drop_unset(values).items():
        style = styles.get(name, "form*")
        if style == "json":
            query[name] = _json(value)
        elif style.startswith("deepObject") and isinstance(value, dict):
            query.update(_deep(name, value))
        elif isinstance(value, dict) and style == "form*":
            query.update({key: scalar_text(part, name) for key, part in _present(value).items()})
        elif isinstance(value, list) and style.endswith("*"):
            query[name] = [scalar_text(part, name) for part in value]
        elif isinstance(value, (dict, list)):
            query[name] = _DELIMITERS.get(style.rstrip("*"), ",").join(_flat(value, name))
        else:
            query[name] = value
    return query


def to_styled_headers(values: Mapping[str, Any], styles: Mapping[str, str]) -> dict[str, str]:
    """Headers, without those that are left out.

    Raises:
        ValueError: For a list or an object inside another, which no style can write.
    """
    return {
        name: _simple(value, name, styles.get(name, "simple"), str)
        for name, value in drop_unset(values).items()
    }


def to_styled_cookies(values: Mapping[str, Any], styles: Mapping[str, str]) -> dict[str, str]:
    """Cookies, without those that are left out.

    Raises:
        ValueError: For a list or an object inside another, and for an exploded list of several
            values: a cookie that is there twice is read by no two servers alike.
    """
    cookies: dict[str, str] = {}
    for name, value in drop_unset(values).items():
        style = styles.get(name, "form*")
        if isinstance(value, dict) and style == "form*":
            cookies.update({key: scalar_text(part, name) for key, part in _present(value).items()})
        elif isinstance(value, list) and style == "form*" and len(value) > 1:
            raise ValueError(f"{name}: a cookie can hold one value, not {len(value)}")
        else:
            cookies[name] = _simple(value, name, "json" if style == "json" else "simple", str)
    return cookies


def segment(name: str, given: Any, style: str) -> Segment:
    """A value in the path.

    Raises:
        ValueError: For a list or an object inside another, and for what leaves nothing to send.
    """
    value = drop_unset({name: given}).get(name)
    kind, explode = style.rstrip("*"), style.endswith("*")
    if kind == "label":
        parts = _simple(value, name, style, _quote, "." if explode else ",")
        return Segment(f".{parts}")
    if kind == "matrix":
        if isinstance(value, dict) and explode:
            return Segment("".join(f";{pair}" for pair in _pairs(value, name, _quote)))
        if isinstance(value, list) and explode:
            return Segment("".join(f";{name}={_quote(scalar_text(part, name))}" for part in value))
        return Segment(f";{name}={_simple(value, name, 'simple', _quote)}")
    text = _simple(value, name, style, _quote)
    if given is UNSET or given is None or text in ("", ".", ".."):
        raise ValueError(f"{text!r} cannot be part of a URL's path")
    return Segment(text)


def _simple(value: Any, name: str, style: str, write: Any, delimiter: str = ",") -> str:
    if style == "json":
        return str(write(_json(value)))
    if isinstance(value, dict) and style.endswith("*"):
        return delimiter.join(_pairs(value, name, write))
    if isinstance(value, (dict, list)):
        return delimiter.join(write(part) for part in _flat(value, name))
    return str(write(scalar_text(value, name)))


def _pairs(value: dict[str, Any], name: str, write: Any) -> list[str]:
    return [
        f"{write(key)}={write(scalar_text(part, name))}" for key, part in _present(value).items()
    ]


def _flat(value: Any, name: str) -> list[str]:
    if isinstance(value, list):
        return [scalar_text(part, name) for part in value]
    return [
        text for key, part in _present(value).items() for text in (key, scalar_text(part, name))
    ]


def _deep(name: str, value: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, part in _present(value).items():
        inner = f"{name}[{key}]"
        if isinstance(part, dict):
            found.update(_deep(inner, part))
        else:
            many = [scalar_text(one, inner) for one in part] if isinstance(part, list) else None
            found[inner] = scalar_text(part, inner) if many is None else many
    return found


def _present(value: dict[str, Any]) -> dict[str, Any]:
    return {key: part for key, part in value.items() if part is not None}


def _json(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"))


def _quote(text: str) -> str:
    return quote(text, safe="")


__all__ = ["segment", "to_query", "to_styled_cookies", "to_styled_headers"]
