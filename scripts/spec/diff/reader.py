"""A document to compare: its references followed, its allOf flattened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from spec.document import Document, resolve, unescape

# What says something about values. Anything else next to a $ref is prose.
_UNIONS = ("oneOf", "anyOf")
_WRAPPING = ("nullable", "default", "deprecated", "readOnly", "writeOnly")
_NULL = ({"type": "null"}, {"const": None}, {"enum": [None]})
_PROSE = {"$ref", "$comment", "description", "summary", "title", "example", "examples"}
_PROSE |= {"externalDocs", "xml", "$id", "$schema", "$anchor", "$defs", "definitions"}


def says_something(schema: Document) -> bool:
    """If a schema is more than prose."""
    return any(key not in _PROSE and not key.startswith("x-") for key in schema)


@dataclass(frozen=True)
class Place:
    """A schema as it is written, without its $ref and allOf; and without unions that were chosen.

    Equal when the same part of the same document is meant.
    """

    pointer: str
    chosen: frozenset[str] = frozenset()

    def without(self, union: str) -> Place:
        """The same, when a member of this union was chosen."""
        return replace(self, chosen=self.chosen | {union})


@dataclass(frozen=True)
class Site:
    """Somewhere that a schema is used: where, where it really is, and all that it is made of."""

    use: str
    home: str
    places: tuple[Place, ...]


class Reader:
    """One of the two documents."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._raw: dict[str, Any] = {}
        self.met: set[str] = set()

    def get(self, pointer: str) -> Any:
        """What is at a pointer; None if nothing is."""
        if pointer not in self._raw:
            try:
                self._raw[pointer] = resolve(self.document, f"#{pointer}") if pointer else None
            except (KeyError, IndexError, TypeError, ValueError):
                self._raw[pointer] = None
        return self._raw[pointer]

    def has(self, pointer: str) -> bool:
        """If there is something at a pointer, be it null."""
        head, _, last = pointer.rpartition("/")
        around = self.get(head) if head else self.document
        if isinstance(around, list):
            return last.isdigit() and int(last) < len(around)
        return isinstance(around, dict) and unescape(last) in around

    def follow(self, pointer: str) -> tuple[str, Document]:
        """The object that is used at a pointer, and where it really is."""
        seen = {pointer}
        value = self.get(pointer)
        while isinstance(value, dict) and isinstance(value.get("$ref"), str):
            pointer = value["$ref"][1:]
            if pointer in seen:
                return pointer, {}
            seen.add(pointer)
            value = self.get(pointer)
        return pointer, value if isinstance(value, dict) else {}

    def schema(self, place: Place) -> Document:
        """What is written at a place; `true` is an empty schema."""
        value = self.get(place.pointer)
        if value is False:
            return {"not": {}}
        if not isinstance(value, dict):
            return {}
        hidden = {"$ref", "allOf"} | place.chosen
        return {key: item for key, item in value.items() if key not in hidden}

    def site(self, *pointers: str) -> Site:
        """What is used at a pointer, or by several schemas at once."""
        places: dict[Place, None] = {}
        home = pointers[0]
        for pointer in pointers:
            places.update(dict.fromkeys(self._places(pointer, ())))
        if len(pointers) == 1:
            home = self._home(home)
        telling = [place for place in places if says_something(self.schema(place))]
        return Site(pointers[0], home, tuple(telling) or tuple(places)[:1] or (Place(home),))

    def core(self, site: Site) -> tuple[Site, tuple[Place, ...]]:
        """What is used by name at a site, and the places that only wrap it.

        A wrapper says something of the whole: that it can be null, its default. It is written as
        siblings of `$ref`, round an `allOf` of one, or as a union with null.
        """
        if site.home != site.use:
            return site, ()
        value = self.get(site.use)
        if not isinstance(value, dict):
            return site, ()
        inner = [f"{site.use}/allOf/{i}" for i in range(len(value.get("allOf", [])))]
        for union in _UNIONS:
            members = value.get(union)
            if isinstance(members, list):
                inner += [
                    f"{site.use}/{union}/{i}" for i, m in enumerate(members) if m not in _NULL
                ]
        rest = {key: item for key, item in value.items() if key not in (*_UNIONS, *_WRAPPING)}
        if isinstance(value.get("$ref"), str):
            inner.append(value["$ref"][1:])
        if len(inner) != 1 or says_something({k: v for k, v in rest.items() if k != "allOf"}):
            return site, ()
        core = self.site(inner[0])
        is_shared = core.home.startswith("/components/")
        return (core, (Place(site.use),)) if is_shared else (site, ())

    def _home(self, pointer: str) -> str:
        """Where a schema is that is used under other names, and nothing is added to it."""
        seen = set()
        while pointer not in seen:
            seen.add(pointer)
            value = self.get(pointer)
            if not isinstance(value, dict):
                break
            parts = value.get("allOf", [])
            rest = {key: item for key, item in value.items() if key != "allOf"}
            if says_something(rest) or (parts and "$ref" in value) or len(parts) > 1:
                break
            if isinstance(value.get("$ref"), str):
                pointer = value["$ref"][1:]
            elif parts:
                pointer = f"{pointer}/allOf/0"
        return pointer

    def _places(self, pointer: str, seen: tuple[str, ...]) -> Iterator[Place]:
        if pointer in seen:  # a schema that is part of itself adds nothing to itself
            return
        seen = (*seen, pointer)
        self.met.add(pointer)
        yield Place(pointer)
        value = self.get(pointer)
        if not isinstance(value, dict):
            return
        if isinstance(value.get("$ref"), str):
            yield from self._places(value["$ref"][1:], seen)
        for index in range(len(value.get("allOf", []))):
            yield from self._places(f"{pointer}/allOf/{index}", seen)

    def unions(self, place: Place) -> Iterator[tuple[str, list[str]]]:
        """Unions at a place that are open, with the pointers of their members."""
        schema = self.schema(place)
        for union in _UNIONS:
            if isinstance(schema.get(union), list):
                yield union, [f"{place.pointer}/{union}/{i}" for i in range(len(schema[union]))]

    @cached_property
    def version(self) -> str:
        """The version of OpenAPI."""
        return str(self.document.get("openapi", ""))
