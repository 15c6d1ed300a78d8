"""Operations: their paths, parameters, bodies and answers."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from openapi_python_client.utils import PythonIdentifier

from spec.document import METHODS, Document, resolve
from spec.rules.walk import Schema, each_operation, target, types, without

BINARY: Schema = {"type": "string", "format": "binary"}
_IN_PATH = re.compile(r"{([^{}]*)}")


def is_text(media: str) -> bool:
    """Whether the generator reads a media type by itself: as JSON, text or a form."""
    kind = media.partition(";")[0].strip().lower()
    forms = ("application/json", "application/x-www-form-urlencoded", "multipart/form-data")
    return kind in forms or kind.startswith("text/") or kind.endswith("+json")


def read_as_bytes(document: Document) -> set[str]:
    """The media types whose content is only bytes to the generator."""
    found: set[str] = set()

    def note(holder: Any, _sent: bool) -> Any:
        media = holder.get("content", {})
        found.update(m for m in media if not is_text(m))
        return holder

    _each_message(document, note)
    return found


def references(document: Document) -> tuple[Document, int]:
    """References to references, and to whole paths, are followed: the generator ignores them."""
    count = 0

    def follow(value: Any) -> Any:
        nonlocal count
        if not isinstance(value, dict) or "$ref" not in value:
            return value
        found = resolve(document, value["$ref"])
        if not isinstance(found, dict) or "$ref" not in found:
            return value
        count += 1
        return target(document, found)

    paths: Document = {}
    for path, item in document.get("paths", {}).items():
        new = dict(item)
        if "$ref" in item:
            count += 1
            new = {**target(document, item), **without(item, "$ref")}
        if "parameters" in new:
            new["parameters"] = [follow(p) for p in new["parameters"]]
        for method in METHODS:
            if method not in new:
                continue
            operation = dict(new[method])
            if "parameters" in operation:
                operation["parameters"] = [follow(p) for p in operation["parameters"]]
            if "requestBody" in operation:
                operation["requestBody"] = follow(operation["requestBody"])
            if "responses" in operation:
                operation["responses"] = {s: follow(a) for s, a in operation["responses"].items()}
            new[method] = operation
        paths[path] = new
    parts = dict(document.get("components", {}))
    for kind in ("parameters", "responses", "requestBodies", "headers"):
        if kind in parts:
            chains = {k for k, v in parts[kind].items() if "$ref" in v}
            count += len(chains)
            parts[kind] = {
                key: target(document, part) if key in chains else part
                for key, part in parts[kind].items()
            }
    if not count:
        return document, 0
    fixed = {**document, "paths": paths}
    return ({**fixed, "components": parts} if parts else fixed), count


def path_parameters(document: Document) -> tuple[Document, int]:
    """Parameters of a path are those in its braces: all of them, required, each with its name."""
    paths: Document = {}
    count = 0
    for path, item in document.get("paths", {}).items():
        names = _IN_PATH.findall(path)
        plain = _plain_names(names)
        pieces = _IN_PATH.split(path)
        pieces[1::2] = ["{" + name + "}" for name in plain]
        renamed = "".join(pieces)
        occurrences = list(zip(names, plain, strict=True))
        new = dict(item)
        shared = [target(document, p) for p in item.get("parameters", [])]
        if shared:
            kept = _in_path(shared, occurrences)
            new["parameters"] = item["parameters"] if kept == shared else kept
        declared = {p["name"] for p in shared if p.get("in") == "path"}
        for method in METHODS:
            if method not in item:
                continue
            found = [target(document, p) for p in item[method].get("parameters", [])]
            known = declared | {p["name"] for p in found if p.get("in") == "path"}
            added = [
                {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
                for given, name in occurrences
                if given not in known
            ]
            kept = [*_in_path(found, occurrences), *added]
            if kept != found:
                new[method] = {**item[method], "parameters": kept}
        count += new != item or renamed != path
        paths[renamed if renamed not in paths else path] = new
    return ({**document, "paths": paths}, count) if count else (document, 0)


def _plain_names(names: list[str]) -> list[str]:
    """A name for each pair of braces that the generator reads as one, and no name twice."""
    plain: list[str] = []
    used: set[str] = set()
    for name in names:
        word = "_".join(re.findall(r"[a-zA-Z0-9_-]+", name)) or "value"
        word = word if re.match(r"[a-zA-Z_-]", word) else f"value_{word}"
        tried, number = word, 2
        while PythonIdentifier(tried, "field_") in used:
            tried, number = f"{word}_{number}", number + 1
        used.add(PythonIdentifier(tried, "field_"))
        plain.append(tried)
    return plain


def _in_path(parameters: list[Any], occurrences: list[tuple[str, str]]) -> list[Any]:
    kept: list[Any] = []
    for parameter in parameters:
        if parameter.get("in") != "path":
            kept.append(parameter)
            continue
        kept += [
            {**parameter, "name": name, "required": True}
            for given, name in occurrences
            if given == parameter["name"]
        ]
    return kept


def parameters(document: Document) -> tuple[Document, int]:
    """A parameter is there once, is ours to send, and has a schema, be it that of its JSON."""
    count = 0

    def fix_all(holder: Document) -> Document:
        nonlocal count
        given = holder.get("parameters", [])
        kept: list[Any] = []
        seen: set[tuple[str, str]] = set()
        for parameter in given:
            found = target(document, parameter)
            key = (found["name"], found["in"])
            ignored = found["in"] == "header" and found["name"].lower() in _NO_HEADERS
            if key not in seen and not ignored:
                seen.add(key)
                kept.append(_with_schema(parameter))
        if kept == given:
            return holder
        count += 1
        return {**holder, "parameters": kept}

    paths: Document = {}
    for path, item in document.get("paths", {}).items():
        paths[path] = fix_all(item)
        operations = {m: fix_all(item[m]) for m in METHODS if m in item}
        paths[path] = {**paths[path], **operations}
    parts = document.get("components", {})
    shared = {name: _with_schema(one) for name, one in parts.get("parameters", {}).items()}
    count += sum(shared[name] is not one for name, one in parts.get("parameters", {}).items())
    if not count:
        return document, 0
    fixed = {**document, "paths": paths} if paths else document
    return ({**fixed, "components": {**parts, "parameters": shared}} if shared else fixed), count


def _with_schema(parameter: Document) -> Document:
    if "schema" in parameter or "$ref" in parameter:
        return parameter
    media, entry = next(iter(parameter.get("content", {"": {}}).items()))
    if "json" not in media:
        return {**without(parameter, "content"), "schema": {"type": "string"}}
    schema = entry.get("schema", {})
    return {**without(parameter, "content"), "schema": schema, "x-style": "json"}


# https://spec.openapis.org/oas/v3.1.1.html#parameter-object: these "SHALL be ignored".
_NO_HEADERS = {"accept", "content-type", "authorization"}


def bodies_without_schema(document: Document) -> tuple[Document, int]:
    """Content that is neither JSON, text nor a form is bytes, whatever its schema says."""
    count = 0
    opaque = read_as_bytes(document)

    def fix(holder: Any, sent: bool) -> Any:
        nonlocal count
        if "content" not in holder:
            return holder
        content = {}
        for media, entry in holder["content"].items():
            content[media] = entry
            schema = entry.get("schema")
            schema = schema if isinstance(schema, dict) else {}  # true and false are schemas, too
            if sent and media.startswith("text/") and types(target(document, schema)) != ["string"]:
                content[media] = {**entry, "schema": {"type": "string"}}
                count += 1
                continue
            if media not in opaque:
                if "schema" not in entry:
                    plain = {"type": "string"} if media.startswith("text/") else {}
                    content[media] = {**entry, "schema": plain}
                    count += 1
                continue
            whole = target(document, schema)
            if types(whole) != ["string"] or whole.get("format") != "binary":
                content[media] = {**entry, "schema": BINARY}
                count += 1
        return {**holder, "content": content}

    fixed = _each_message(document, fix)
    return (fixed, count) if count else (document, 0)


def switching_protocols(document: Document) -> tuple[Document, int]:
    """A 101 has no body: what its content describes are messages, which HTTP does not carry."""

    def fix(operation: Document, _path: str, _method: str) -> Document:
        answer = operation.get("responses", {}).get("101")
        found = target(document, answer) if answer else {}
        if "content" not in found:
            return operation
        responses = {**operation["responses"], "101": without(found, "content")}
        return {**operation, "responses": responses}

    return each_operation(document, fix)


def json_first(document: Document) -> tuple[Document, int]:
    """Where an answer is JSON or a stream, JSON is listed first: the first is what is read."""
    count = 0

    def fix(holder: Any, sent: bool) -> Any:
        nonlocal count
        if sent or len(holder.get("content", {})) < 2:
            return holder
        media = list(holder["content"])
        ordered = sorted(media, key=lambda name: "json" not in name)
        if ordered == media or "event-stream" not in media[0]:
            return holder
        count += 1
        return {**holder, "content": {name: holder["content"][name] for name in ordered}}

    fixed = _each_message(document, fix)
    return (fixed, count) if count else (document, 0)


def no_answers(document: Document) -> tuple[Document, int]:
    """An operation that promises no answer can still get one."""

    def fix(operation: Document, _path: str, _method: str) -> Document:
        if operation.get("responses"):
            return operation
        return {**operation, "responses": {"default": {"description": ""}}}

    return each_operation(document, fix)


def _each_message(document: Document, fix: Callable[[Any, bool], Any]) -> Document:
    """A copy with every body and answer changed; the second argument says if it is sent."""

    def operation(value: Document, _path: str, _method: str) -> Document:
        new = dict(value)
        if "requestBody" in value:
            new["requestBody"] = fix(value["requestBody"], True)
        if "responses" in value:
            new["responses"] = {key: fix(part, False) for key, part in new["responses"].items()}
        return new

    fixed, _ = each_operation(document, operation)
    if "components" in document:
        fixed["components"] = dict(document["components"])
        for kind in ("responses", "requestBodies"):
            if kind in fixed["components"]:
                fixed["components"][kind] = {
                    key: fix(part, kind == "requestBodies")
                    for key, part in fixed["components"][kind].items()
                }
    return fixed
