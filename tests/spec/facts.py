"""Compare what two OpenAPI documents say of an operation: the facts, never the words.

References are followed, so inline and named schemas are the same; a const is an enum of one value;
`nullable`, a list of types and a union with null are the same. Names of schemas, descriptions and
examples are not facts. A difference inside a named schema is reported there, once, however many
operations use it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from spec.document import resolve

Schema = dict[str, Any]
NOTHING = "nothing"
# Every operation of the contract has these, whether they were published for it or not.
COMMON_ERRORS = {"400", "401", "403", "404", "429", "5XX"}
PUBLISHED_ERROR, OUR_ERROR = "ErrorData", "ErrorResponse"
_LIMITS = (
    *("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
    *("minLength", "maxLength", "pattern", "minItems", "maxItems", "uniqueItems"),
)


class Difference(NamedTuple):
    """Something that is said differently."""

    where: str
    theirs: str
    ours: str


class Named(NamedTuple):
    """One alternative of a schema: no reference, no union, one type; and the name it goes by."""

    name: str | None
    schema: Schema


@dataclass
class Comparison:
    """Two documents, and which pairs of named schemas were compared already."""

    theirs: Schema
    ours: Schema
    _seen: set[tuple[str | None, str | None]] = field(default_factory=set)

    def operation(self, path: str, method: str) -> Iterator[Difference]:
        """Everything that is different about an operation that both have."""
        label = f"{method.upper()} {path}"
        theirs, ours = self.theirs["paths"][path][method], self.ours["paths"][path][method]
        yield from _unequal(f"{label} server", _servers(theirs), _servers(ours))
        yield from self._parameters(label, path, method)
        yield from self._body(f"{label} request", theirs, ours)
        yield from self._responses(label, theirs["responses"], ours["responses"])

    def _parameters(self, label: str, path: str, method: str) -> Iterator[Difference]:
        theirs, ours = (_parameters(d, path, method) for d in (self.theirs, self.ours))
        for key in sorted(theirs.keys() | ours.keys()):
            where = f"{label} {key}"
            if key not in theirs or key not in ours:
                yield Difference(where, _has(key in theirs), _has(key in ours))
                continue
            for flag in ("required", "deprecated"):
                yield from _unequal(
                    f"{where} {flag}", theirs[key].get(flag, False), ours[key].get(flag, False)
                )
            yield from self.schema(where, theirs[key]["schema"], ours[key]["schema"])

    def _body(self, where: str, theirs: Schema, ours: Schema) -> Iterator[Difference]:
        mine, published = ours.get("requestBody"), theirs.get("requestBody")
        if not mine or not published:
            if mine or published:
                yield Difference(where, _has(bool(published)), _has(bool(mine)))
            return
        yield from _unequal(
            f"{where} required", published.get("required", False), mine.get("required", False)
        )
        yield from self._content(where, published, mine)

    def _responses(self, label: str, theirs: Schema, ours: Schema) -> Iterator[Difference]:
        for status in sorted(theirs):
            mine = next((s for s in (status, f"{status[0]}XX") if s in ours), None)
            where = f"{label} {status}"
            if mine is None:
                yield Difference(where, "documented", NOTHING)
            else:
                yield from self._response(where, status, theirs[status], ours[mine])
        for status in sorted(ours.keys() - theirs.keys() - COMMON_ERRORS):
            yield Difference(f"{label} {status}", NOTHING, "documented")

    def _response(
        self, where: str, status: str, theirs: Schema, ours: Schema
    ) -> Iterator[Difference]:
        theirs, ours = _follow(self.theirs, theirs).schema, _follow(self.ours, ours).schema
        mine = _body_name(ours)
        if status.startswith("2") or mine != OUR_ERROR:
            yield from self._content(where, theirs, ours)
        elif _body_name(theirs) not in (PUBLISHED_ERROR, None):
            yield Difference(f"{_body_name(theirs)} as an error", "bare", OUR_ERROR)
        elif _body_name(theirs) is None and theirs.get("content"):
            yield Difference(where, "a schema of its own", OUR_ERROR)

    def _content(self, where: str, theirs: Schema, ours: Schema) -> Iterator[Difference]:
        published, mine = theirs.get("content", {}), ours.get("content", {})
        yield from _unequal(f"{where} media types", sorted(published), sorted(mine))
        for media in sorted(published.keys() & mine.keys()):
            yield from self.schema(
                where, published[media].get("schema", {}), mine[media].get("schema", {})
            )

    def schema(self, where: str, theirs: Schema, ours: Schema) -> Iterator[Difference]:
        """Everything that is different about two schemas."""
        published, mine = _follow(self.theirs, theirs), _follow(self.ours, ours)
        for key in ("default", "deprecated"):
            yield from _unequal(
                f"{where} {key}", published.schema.get(key, ...), mine.schema.get(key, ...)
            )
        yield from _unequal(
            f"{where} discriminator",
            _tags(self.theirs, published.schema),
            _tags(self.ours, mine.schema),
        )
        unions = [_union(self.theirs, published.schema), _union(self.ours, mine.schema)]
        if None not in unions:
            yield from _unequal(f"{where} union", *unions)
        left = sorted(_alternatives(self.theirs, published), key=_sort_key)
        right = sorted(_alternatives(self.ours, mine), key=_sort_key)
        labels = [" or ".join(_label(one) for one in side) for side in (left, right)]
        if labels[0] != labels[1]:
            yield Difference(where, *labels)
        yield from self._arrays(where, left, right)
        yield from self._objects(where, left, right)

    def _arrays(self, where: str, left: list[Named], right: list[Named]) -> Iterator[Difference]:
        theirs, ours = (
            [one.schema.get("items", {}) for one in side if one.schema.get("type") == "array"]
            for side in (left, right)
        )
        if len(theirs) == len(ours):  # otherwise the labels differ already
            for one, other in zip(theirs, ours, strict=True):
                yield from self.schema(f"{where}[]", one, other)

    def _objects(self, where: str, left: list[Named], right: list[Named]) -> Iterator[Difference]:
        ours = [one for one in right if one.schema.get("type") == "object"]
        for one in (one for one in left if one.schema.get("type") == "object"):
            if ours:
                other = max(ours, key=lambda candidate: _likeness(one.schema, candidate.schema))
                ours.remove(other)
                yield from self._object(one.name or where, one, other)

    def _object(self, where: str, theirs: Named, ours: Named) -> Iterator[Difference]:
        pair = (theirs.name or where, ours.name)
        if pair in self._seen:
            return
        self._seen.add(pair)
        published, mine = theirs.schema.get("properties", {}), ours.schema.get("properties", {})
        for name in sorted(published.keys() | mine.keys()):
            if name not in published or name not in mine:
                yield Difference(f"{where}.{name}", _has(name in published), _has(name in mine))
            else:
                yield from self.schema(f"{where}.{name}", published[name], mine[name])
        yield from _unequal(
            f"{where} required",
            sorted(theirs.schema.get("required", [])),
            sorted(ours.schema.get("required", [])),
        )
        extra, other = (side.schema.get("additionalProperties", ...) for side in (theirs, ours))
        if isinstance(extra, dict) and isinstance(other, dict):
            yield from self.schema(f"{where}.*", extra, other)
        else:
            yield from _unequal(f"{where}.*", extra, other)


def _follow(document: Schema, schema: Schema, name: str | None = None) -> Named:
    """What a reference points at, with what is said beside it; and unions of one member."""
    while True:
        union = next((k for k in ("allOf", "oneOf", "anyOf") if len(schema.get(k, ())) == 1), None)
        if "$ref" in schema:
            name = schema["$ref"].rpartition("/")[2]
            beside = {key: value for key, value in schema.items() if key not in ("$ref", "type")}
            schema = {**resolve(document, schema["$ref"]), **beside}
        elif union:
            beside = {key: value for key, value in schema.items() if key != union}
            schema = {**schema[union][0], **beside}
        else:
            return Named(name, schema)


def _alternatives(document: Schema, named: Named) -> Iterator[Named]:
    schema = named.schema
    if schema.get("nullable"):
        yield Named(None, {"type": "null"})
    variants = schema.get("oneOf") or schema.get("anyOf")
    kinds = schema.get("type", [])
    kinds = kinds if isinstance(kinds, list) else [kinds]
    if variants:
        for variant in variants:
            for one in _alternatives(document, _follow(document, variant)):
                # A type beside a union holds for all of its members, and rules some out.
                if not kinds or one.schema.get("type") in kinds:
                    yield one
        return
    if "const" in schema:
        schema = {**schema, "enum": [schema["const"]]}
    if not kinds and schema.get("enum") and all(isinstance(v, str) for v in schema["enum"]):
        kinds = ["string"]
    for kind in kinds or ["object" if "properties" in schema else None]:
        yield Named(named.name, {"type": kind} if kind == "null" else {**schema, "type": kind})


def _label(named: Named) -> str:
    schema = named.schema
    words = [schema.get("type") or "anything"]
    if schema.get("format"):
        words.append(schema["format"])
    if schema.get("enum"):
        words.append("of " + ", ".join(sorted(json.dumps(value) for value in schema["enum"])))
    words += [f"{limit} {schema[limit]}" for limit in _LIMITS if limit in schema]
    return " ".join(words)


def _sort_key(named: Named) -> tuple[bool, str]:
    return named.schema.get("type") == "null", _label(named)


def _likeness(one: Schema, other: Schema) -> tuple[int, int, int]:
    """Properties in common, values of tags in common, and the fewer others the better."""
    mine, published = one.get("properties", {}), other.get("properties", {})
    both = mine.keys() & published.keys()
    tags = sum(1 for name in both if _values(mine[name]) & _values(published[name]))
    return len(both), tags, -len(mine.keys() ^ published.keys())


def _values(schema: Schema) -> set[str]:
    return {
        str(value) for value in schema.get("enum", [schema["const"]] if "const" in schema else [])
    }


def _tags(document: Schema, schema: Schema) -> list[str]:
    """Properties that unions are decided by, those of a union inside a union too."""
    inner = [_follow(document, v).schema for v in schema.get("oneOf") or schema.get("anyOf") or ()]
    found = [part.get("discriminator", {}).get("propertyName") for part in (schema, *inner)]
    return sorted({tag for tag in found if tag})


def _union(document: Schema, schema: Schema) -> str | None:
    """Whether one alternative fits or any number; it makes no odds where there are not two."""
    for keyword in ("oneOf", "anyOf"):
        variants = [_follow(document, variant).schema for variant in schema.get(keyword, ())]
        variants = [variant for variant in variants if variant.get("type") != "null"]
        if variants:
            return keyword if len(variants) > 1 else _union(document, variants[0])
    return None


def _servers(operation: Schema) -> list[str]:
    return [server["url"] for server in operation.get("servers", [])]


def _parameters(document: Schema, path: str, method: str) -> dict[str, Schema]:
    item = document["paths"][path]
    both = [*item.get("parameters", []), *item[method].get("parameters", [])]
    found = [_follow(document, parameter).schema for parameter in both]
    return {f"{p['in']} {p['name']}": p for p in found}


def _body_name(response: Schema) -> str | None:
    for content in response.get("content", {}).values():
        reference: str = content.get("schema", {}).get("$ref", "")
        return reference.rpartition("/")[2] or None
    return None


def _has(present: bool) -> str:
    return "present" if present else NOTHING


def _unequal(where: str, theirs: Any, ours: Any) -> Iterator[Difference]:
    if theirs != ours or isinstance(theirs, bool) != isinstance(ours, bool):
        said = [NOTHING if v in (..., []) else json.dumps(v) for v in (theirs, ours)]
        yield Difference(where, *said)
