"""Say to the generator what it has no ear for, in extensions that the templates read.

The document that comes in is valid and stays as it is; what comes out is for the generator alone.
It reads one media type an answer, so every other one becomes an answer of its own under a status
that no server sends. It ignores discriminators, so their values are written to the schemas that
they choose. It forgets which texts are passwords, so their names are written to the schema that
has them. Texts are cleaned of what no source file may hold.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from typing import Any

from spec.around import around
from spec.document import Document, operations, resolve
from spec.rules.properties import WIRE_NAMES, unfit

EXTRA_STATUS = 100_000  # and above; HTTP has three digits
EVENTS = "text/event-stream"

# Control and surrogate characters, which Python's tokenizer or UTF-8 refuses, and those that turn
# the direction of text, which make source read as what it is not (https://trojansource.codes).
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
_BINARY = re.compile(r"(audio|image|video|font)/|application/(octet-stream|pdf|zip|gzip|x-tar)\b")
_TOKEN = re.compile(r"[a-z0-9*.+_-]+/[a-z0-9*.+_-]+")  # of those that can be a header at all
# Signs between two words, which the generator leaves out as if they were one word.
_JOINT = re.compile(r"(?<=[A-Za-z0-9])[/+.:](?=[A-Za-z0-9])")
_DEEPEST = 8
_ENVELOPE = {"data", "event", "id", "retry"}  # the fields of one server-sent event


def translate(document: Document) -> Document:
    """A copy of a document for the generator to read."""
    document = copy.deepcopy(document)
    _clean(document)
    _write_tags(document)
    _write_secrets(document)
    _name_properties(document)
    number = EXTRA_STATUS
    for path, _, operation in operations(document):
        responses = operation.get("responses", {})
        for status, told in list(responses.items()):
            response = resolve(document, told["$ref"]) if "$ref" in told else told
            first, *others = _by_media(document, response) or [response]
            responses[status] = first
            for other in others:
                responses[str(number)] = {**other, "x-status": status}
                number += 1
        # An operation's own extensions do not reach the templates; those of its answers do.
        for status in responses:
            responses[status] = {
                **responses[status],
                "x-operation": around(document, path, operation),
            }
        _translate_body(document, operation)
    return document


# ------------------------------------------------------------------------------------- media types


def _by_media(document: Document, response: Document) -> list[Document]:
    """An answer for each media type; events come last, as nothing can wait for their end."""
    content = response.get("content", {})
    found = []
    for media in sorted(content, key=lambda media: _plain(media) == EVENTS):
        schema = content[media].get("schema", {})
        one: Document = {**response, "x-media": _plain(media)}
        if _plain(media) == EVENTS:
            schema, one["x-sentinel"] = _event(document, schema)
            one |= {"x-events": True, "content": {"application/json": {"schema": schema}}}
        else:
            one["content"] = {_readable(media): content[media]}
            if _is_bytes(document, media, schema):
                one["content"] = {
                    "application/octet-stream": {"schema": {"type": "string", "format": "binary"}}
                }
        found.append(one)
    return found


def _plain(media: str) -> str:
    return media.partition(";")[0].strip().lower()


def _readable(media: str) -> str:
    """The name that the generator knows a media type by, where it knows one."""
    name = _plain(media)
    if name in ("*/*", "application/*", "text/json"):
        return "application/json"
    return name if _TOKEN.fullmatch(name) else media


def _is_bytes(document: Document, media: str, schema: Document) -> bool:
    schema = _resolved(document, schema)
    if schema.get("format") == "binary":
        return True
    return bool(_BINARY.match(_plain(media))) and (not schema or schema.get("type") == "string")


def _event(document: Document, schema: Document) -> tuple[Document, bool]:
    """What the data of an event is, and whether a sentinel ends the stream."""
    kinds: list[Document] = []
    sentinel = False
    for variant in _variants(document, schema):
        payload, data = variant, _resolved(document, variant)
        properties = data.get("properties", {})
        if "data" in properties and properties.keys() <= _ENVELOPE:
            payload = properties["data"]
            data = _resolved(document, payload)
        payload = data.get("contentSchema", payload)  # JSON inside a string: the text of the event
        if data.get("const", data.get("enum")) in ("[DONE]", ["[DONE]"]):
            sentinel = True
        elif payload not in kinds:
            kinds.append(payload)
    if len(kinds) != 1:
        return ({"oneOf": kinds} if kinds else {}), sentinel
    inline = "$ref" not in kinds[0] and "title" not in kinds[0] and "properties" in kinds[0]
    return ({**kinds[0], "title": "Event"} if inline else kinds[0]), sentinel


def _variants(document: Document, schema: Document, depth: int = 0) -> Iterator[Document]:
    inner = _resolved(document, schema)
    members = inner.get("oneOf") or inner.get("anyOf")
    if not members or depth > _DEEPEST:
        yield schema
        return
    for member in members:
        yield from _variants(document, member, depth + 1)


def _resolved(document: Document, schema: Document) -> Document:
    seen = set()
    while "$ref" in schema and schema["$ref"] not in seen:
        seen.add(schema["$ref"])
        schema = resolve(document, schema["$ref"])
    return schema


def _translate_body(document: Document, operation: Document) -> None:
    """A body of bytes or text is content, whatever it is called; its name is a parameter."""
    body = operation.get("requestBody", {})
    if "$ref" in body:
        body = resolve(document, body["$ref"])
    content = {}
    for media, value in body.get("content", {}).items():
        name, schema = _plain(media), value.get("schema", {})
        is_text = name.startswith("text/") or name == "application/x-www-form-urlencoded"
        is_text = is_text and _resolved(document, schema).get("type") == "string"
        opaque = is_text or _is_bytes(document, name, schema)
        if opaque and name != "application/octet-stream" and _TOKEN.fullmatch(name):
            content[f"application/octet-stream; real={name}"] = value
        else:
            content[media] = value
    if content != body.get("content", {}):
        operation["requestBody"] = {**body, "content": content}


# ---------------------------------------------------------------------------------- discriminators


def _write_tags(document: Document) -> None:
    for union in list(_dicts(document)):
        discriminator = union.get("discriminator")
        members = union.get("oneOf") or union.get("anyOf") or []
        if not isinstance(discriminator, dict) or not isinstance(members, list):
            continue
        name = discriminator.get("propertyName")
        mapping = discriminator.get("mapping") or {}
        for member in members:
            reference = member.get("$ref", "") if isinstance(member, dict) else ""
            if not reference.startswith("#/"):
                continue  # an inline schema has its tag in itself
            short = reference.rpartition("/")[2]
            values = [value for value, target in mapping.items() if target in (reference, short)]
            schema = _resolved(document, member)
            if values or not _is_tagged(document, schema, name):
                # Without a mapping, the name of the schema is the value.
                # https://spec.openapis.org/oas/v3.1.0#discriminator-object
                tags = schema.setdefault("x-tags", {}).setdefault(name, [])
                tags += [value for value in values or [short] if value not in tags]


def _is_tagged(document: Document, schema: Document, name: Any) -> bool:
    property_ = _resolved(document, schema.get("properties", {}).get(name, {}))
    return "const" in property_ or bool(property_.get("enum"))


# -------------------------------------------------------------------------------------- properties


def _write_secrets(document: Document) -> None:
    """Name, in each schema that becomes a class, the properties that are `format: password`."""
    for schema in list(_dicts(document)):
        if isinstance(schema.get("properties"), dict) or isinstance(schema.get("allOf"), list):
            names = sorted(set(_passwords(document, schema)))
            if names:
                schema["x-secrets"] = names


def _passwords(document: Document, schema: Document, depth: int = 0) -> Iterator[str]:
    properties = schema.get("properties")
    for name, part in properties.items() if isinstance(properties, dict) else ():
        if _is_password(document, part):
            yield schema.get(WIRE_NAMES, {}).get(name, name)
    for member in schema.get("allOf") or () if depth < _DEEPEST else ():
        if isinstance(member, dict):
            yield from _passwords(document, _resolved(document, member), depth + 1)


def _is_password(document: Document, schema: Any, depth: int = 0) -> bool:
    """If a schema is one of a secret, or holds one as a variant, an item or a value."""
    if not isinstance(schema, dict) or depth > _DEEPEST:
        return False
    schema = _resolved(document, schema)
    inner = [schema.get("items"), schema.get("additionalProperties")]
    inner += [one for key in ("oneOf", "anyOf", "allOf") for one in schema.get(key) or ()]
    return schema.get("format") == "password" or any(
        _is_password(document, one, depth + 1) for one in inner
    )


def _name_properties(document: Document) -> None:
    """A name of several words has several in Python too: text/plain is text_plain."""
    for schema in list(_dicts(document)):
        names = schema.get("properties")
        if not isinstance(names, dict):
            continue
        called = {str(name): _JOINT.sub("_", str(name)) for name in names}
        wires = {python: wire for wire, python in called.items() if python != wire}
        if not wires or WIRE_NAMES in schema or unfit(list(called.values())):
            continue
        schema["properties"] = {called[name]: part for name, part in names.items()}
        if isinstance(schema.get("required"), list):
            schema["required"] = [called.get(str(name), name) for name in schema["required"]]
        schema[WIRE_NAMES] = wires


# ------------------------------------------------------------------------------------------- texts


def _clean(document: Document) -> None:
    for part in _dicts(document):
        for key in ("description", "summary", "title"):
            if isinstance(part.get(key), str):
                part[key] = _UNPRINTABLE.sub(" ", part[key])


def _dicts(value: Any) -> Iterator[Document]:
    if isinstance(value, dict):
        yield value
        value = value.values()
    elif not isinstance(value, list):
        return
    for item in value:
        yield from _dicts(item)
