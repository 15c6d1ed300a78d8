"""What a schema means: a list of variants, each of one kind, and if it can be null."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from spec.diff.judge import canonical
from spec.diff.reader import Place, Reader, Site, says_something

# Unions multiply where several stand beside each other; nobody means more than this.
_MOST_VARIANTS = 64

_IMPLIED = {
    "properties": "object",
    "additionalProperties": "object",
    "required": "object",
    "patternProperties": "object",
    "minProperties": "object",
    "maxProperties": "object",
    "items": "array",
    "prefixItems": "array",
    "minItems": "array",
    "maxItems": "array",
    "uniqueItems": "array",
    "pattern": "string",
    "minLength": "string",
    "maxLength": "string",
}
_STRING_FORMATS = {"binary", "byte", "date", "date-time", "email", "password", "uri", "url", "uuid"}
_KINDS: tuple[tuple[type, str], ...] = (
    (bool, "boolean"),  # before int, of which it is one
    (str, "string"),
    (int, "integer"),
    (float, "number"),
    (list, "array"),
    (dict, "object"),
)


@dataclass(frozen=True)
class Variant:
    """One kind of value: everything that is written about it, and the values if they are listed."""

    kind: str
    places: tuple[Place, ...]
    enum: tuple[str, ...] | None = None

    @property
    def pointer(self) -> str:
        """The first place that speaks of it."""
        return self.places[0].pointer


@dataclass(frozen=True)
class Shape:
    """What a schema means."""

    variants: tuple[Variant, ...]
    nullable: bool


@dataclass
class Shapes:
    """Works out what the schemas of a document mean, each once."""

    reader: Reader
    _known: dict[tuple[Place, ...], Shape] = field(default_factory=dict)
    _open: set[tuple[Place, ...]] = field(default_factory=set)

    def of(self, site: Site) -> Shape:
        """What is used at a site."""
        return self._of(site.places)

    def _of(self, places: tuple[Place, ...]) -> Shape:
        if places in self._known:
            return self._known[places]
        if places in self._open:  # a union that is a member of itself
            return Shape((), nullable=False)
        self._open.add(places)
        shape = self._work_out(places)
        self._open.discard(places)
        self._known[places] = shape
        return shape

    def _work_out(self, places: tuple[Place, ...]) -> Shape:
        nullable = self._nullable(places)
        for index, place in enumerate(places):
            for union, members in self.reader.unions(place):
                rest = (*places[:index], place.without(union), *places[index + 1 :])
                sites = [self._with_rest(rest, pointer) for pointer in members]
                shapes = [self._of(site) for site in sites if site]
                variants = tuple(v for shape in shapes for v in shape.variants)[:_MOST_VARIANTS]
                allows_null = any(s.nullable for s in shapes) and self._silent_on_null(rest)
                return Shape(_fused(variants, self.reader), nullable or allows_null)
        return Shape(tuple(self._plain(places)), nullable)

    def _with_rest(self, rest: tuple[Place, ...], pointer: str) -> tuple[Place, ...]:
        """A member of a union, and what is said beside the union, if it is not only the type.

        Nothing for a member that is what it is a member of.
        """
        around = {place.pointer for place in rest}
        member = self.reader.site(pointer).places
        fresh = tuple(place for place in member if place.pointer not in around)
        if not fresh:
            return ()
        return (*(place for place in rest if self._tells_more(place, fresh)), *fresh)

    def _tells_more(self, place: Place, member: tuple[Place, ...]) -> bool:
        schema = self.reader.schema(place)
        beside = ("nullable", "default", "deprecated", "readOnly", "writeOnly", "discriminator")
        schema = {key: value for key, value in schema.items() if key not in beside}
        types = _types(schema.pop("type", None))
        if says_something(schema):
            return True
        return types is not None and any(
            v.kind not in types and not (v.kind == "integer" and "number" in types)
            for v in self._of(member).variants
        )

    def _plain(self, places: tuple[Place, ...]) -> list[Variant]:
        """Variants of what has no union in it (any more): one a type."""
        types: set[str] | None = None
        enum: dict[str, Any] | None = None
        implied = set()
        for place in places:
            schema = self.reader.schema(place)
            here = _types(schema.get("type"))
            if here is not None:
                types = here if types is None else _both(types, here)
            listed = _listed(schema)
            if listed is not None:
                values = {canonical(value): value for value in listed}
                enum = values if enum is None else {k: v for k, v in enum.items() if k in values}
            implied |= {_IMPLIED[key] for key in schema if key in _IMPLIED}
            if schema.get("format") in _STRING_FORMATS:
                implied.add("string")
        if enum is not None:
            return _enumerated(enum, types, places)
        if types is None:
            types = implied if len(implied) == 1 else {"any"}
        return [Variant(kind, places) for kind in sorted(types - {"null"})]

    def _nullable(self, places: tuple[Place, ...]) -> bool:
        schemas = [self.reader.schema(place) for place in places]
        if any(schema.get("nullable") is True for schema in schemas):
            return True
        limits = []
        for schema in schemas:
            types = _types(schema.get("type"))
            listed = _listed(schema)
            if types is not None:
                limits.append("null" in types)
            elif listed is not None:
                limits.append(None in listed)
        return bool(limits) and all(limits)

    def _silent_on_null(self, places: tuple[Place, ...]) -> bool:
        """If what is beside a union leaves null to the union; `type: object` there is a habit."""
        schemas = [self.reader.schema(place) for place in places]
        return all("enum" not in schema and "const" not in schema for schema in schemas)


def _fused(variants: tuple[Variant, ...], reader: Reader) -> tuple[Variant, ...]:
    """Constants of one kind that are alternatives are an enum; what is there twice counts once."""
    result: dict[object, Variant] = {}
    for variant in variants:
        alone = variant.enum is not None and not any(
            _limits(reader.schema(p)) for p in variant.places
        )
        key = (variant.kind, "enum") if alone else (variant.places, variant.kind, variant.enum)
        before = result.setdefault(key, variant)
        values = dict.fromkeys((*(before.enum or ()), *(variant.enum or ())))
        result[key] = replace(before, enum=tuple(values) if values else before.enum)
    return tuple(result.values())


def _limits(schema: dict[str, Any]) -> bool:
    silent = ("type", "enum", "const", "nullable", "default", "deprecated")
    return says_something({key: value for key, value in schema.items() if key not in silent})


def _types(value: Any) -> set[str] | None:
    if isinstance(value, str):
        return {value}
    return {str(item) for item in value} if isinstance(value, list) else None


def _both(one: set[str], other: set[str]) -> set[str]:
    """What two types have in common; an integer is a number."""
    both = one & other
    if ("integer" in one and "number" in other) or ("number" in one and "integer" in other):
        both.add("integer")
    return both


def _listed(schema: dict[str, Any]) -> list[Any] | None:
    if "const" in schema:
        return [schema["const"]]
    listed = schema.get("enum")
    return listed if isinstance(listed, list) else None


def _enumerated(
    enum: dict[str, Any], types: set[str] | None, places: tuple[Place, ...]
) -> list[Variant]:
    kinds: dict[str, list[str]] = {}
    declared = sorted((types or set()) - {"null"})
    for text, value in enum.items():
        if value is None:
            continue
        kind = next(name for python, name in _KINDS if isinstance(value, python))
        if declared and kind not in declared:
            # A number listed for a string, in YAML without quotes: the type is what was meant.
            kind = "number" if kind == "integer" and "number" in declared else declared[0]
        kinds.setdefault(kind, []).append(text)
    return [Variant(kind, places, tuple(values)) for kind, values in sorted(kinds.items())]
