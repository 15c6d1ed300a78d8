"""What a document says around its operations, unheard by the generator: servers, and keys."""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin

from spec.document import Document
from spec.rules.walk import UNIONS, target, types


def around(document: Document, path: str, operation: Document) -> Document:
    """What the templates are to know of an operation.

    Returns:
        `keyed`, if nobody without a key can call it; `server`, if it has one that is not the
        document's: its URL and that of the document; `styles` of those parameters, by their place,
        that are more than one plain value.
    """
    told: Document = {"keyed": True} if _is_keyed(document, operation) else {}
    item = document.get("paths", {}).get(path, {})
    common = _url(document)
    own = _url(operation) or _url(item)
    if own and common is not None:
        own = urljoin(common.rstrip("/") + "/", own) if common else own
    if own and own.rstrip("/") != (common or "").rstrip("/"):
        told["server"] = {"url": own, "common": common or ""}
    styles = _styles(document, [*item.get("parameters", []), *operation.get("parameters", [])])
    return {**told, "styles": styles} if styles else told


_DEFAULTS = {"query": "form", "cookie": "form", "header": "simple", "path": "simple"}


def _styles(document: Document, parameters: list[Any]) -> dict[str, dict[str, str]]:
    """How to write what has an inside; `*` for what OpenAPI calls exploded, as in RFC 6570."""
    styles: dict[str, dict[str, str]] = {}
    for given in parameters:
        parameter = target(document, given)
        place, schema = parameter["in"], parameter.get("schema", {})
        style = parameter.get("style", _DEFAULTS[place])
        style += "*" if parameter.get("explode", style == "form") else ""
        style = parameter.get("x-style", style)
        httpx_writes_it = style == "form*" and place == "query" and _is_list(document, schema)
        is_plain = style.rstrip("*") in ("form", "simple") and _is_plain(document, schema, set())
        if not is_plain and not httpx_writes_it:
            styles.setdefault(place, {})[parameter["name"]] = style
    return styles


def _is_list(document: Document, schema: Any) -> bool:
    found = target(document, schema)
    return types(found) == ["array"] and _is_plain(document, found.get("items", {}), set())


def _is_plain(document: Document, schema: Any, seen: set[str]) -> bool:
    """Whether a value is sure to have no inside."""
    if "$ref" in schema:
        again = schema["$ref"] in seen
        seen = {*seen, schema["$ref"]}
        return not again and _is_plain(document, target(document, schema), seen)
    values = schema.get("enum", [schema["const"]] if "const" in schema else [])
    if values:
        return not any(isinstance(value, (dict, list)) for value in values)
    inner = [part for key in (*UNIONS, "allOf") for part in schema.get(key, [])]
    if inner:
        return all(_is_plain(document, part, seen) for part in inner)
    return bool(types(schema)) and not {"object", "array"} & set(types(schema))


def _is_keyed(document: Document, operation: Document) -> bool:
    """Its own list of ways in replaces that of the document; an empty list or way is an open door.

    https://spec.openapis.org/oas/v3.1.1.html#operation-object
    """
    ways: Any = operation.get("security", document.get("security", []))
    return bool(ways) and all(ways)


def _url(holder: Document) -> str | None:
    """The first server, with what its variables are unless somebody says otherwise."""
    servers = holder.get("servers") or []
    if not servers:
        return None
    url = str(servers[0].get("url", ""))
    for name, variable in (servers[0].get("variables") or {}).items():
        url = url.replace("{" + name + "}", str(variable.get("default", "")))
    return url
