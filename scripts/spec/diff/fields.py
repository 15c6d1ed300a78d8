"""What objects have, and arrays."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from spec.diff.judge import Direction
from spec.diff.reader import Place, Reader, Site
from spec.diff.shape import Shapes, Variant
from spec.document import escape


@dataclass(frozen=True)
class Field:
    """One field of an object."""

    name: str
    pointer: str
    site: Site
    required: bool
    required_by: str
    only: Direction | None

    def is_in(self, direction: Direction) -> bool:
        """If it is sent in this direction: a read-only field is in no request."""
        return self.only in (None, direction)


@dataclass
class Fields:
    """Looks up what the variants of a document contain."""

    reader: Reader
    shapes: Shapes
    _known: dict[tuple[Place, ...], dict[str, Field]] = field(default_factory=dict)

    def of(self, variant: Variant) -> dict[str, Field]:
        """The fields of an object, by name."""
        if variant.places not in self._known:
            self._known[variant.places] = self._look_up(variant.places)
        return self._known[variant.places]

    def _look_up(self, places: tuple[Place, ...]) -> dict[str, Field]:
        pointers: dict[str, list[str]] = {}
        required: dict[str, list[str]] = {}
        for place in places:
            schema = self.reader.schema(place)
            if isinstance(schema.get("properties"), dict):
                for name in schema["properties"]:
                    pointer = f"{place.pointer}/properties/{escape(name)}"
                    pointers.setdefault(name, []).append(pointer)
            for name in _strings(schema.get("required")):
                required.setdefault(name, []).append(place.pointer)
        fields = {
            name: self._field(name, found, required.get(name, []))
            for name, found in pointers.items()
        }
        for name, places_of in required.items():
            if name not in fields:  # required, and nothing is said of what it is
                pointer = f"{places_of[0]}/required"
                site = self.reader.site(f"{places_of[0]}/properties/{escape(name)}")
                fields[name] = Field(name, pointer, site, True, pointer, None)
        return fields

    def _field(self, name: str, pointers: list[str], required: list[str]) -> Field:
        site = self.reader.site(*pointers)
        schemas = [self.reader.schema(place) for place in site.places]
        only: Direction | None = None
        if any(schema.get("readOnly") is True for schema in schemas):
            only = "response"
        elif any(schema.get("writeOnly") is True for schema in schemas):
            only = "request"
        owner = pointers[0].rpartition("/properties/")[0]
        by = pointers[0] if owner in required or not required else f"{required[0]}/required"
        return Field(name, pointers[0], site, bool(required), by, only)

    def tags(self, variant: Variant) -> dict[str, frozenset[str]]:
        """Fields that can only have one value each: what unions are told apart by."""
        found = {}
        for name, member in self.of(variant).items():
            enum = _only_enum(self.shapes.of(member.site).variants)
            if enum is not None and len(enum) == 1:
                found[name] = frozenset(enum)
        return found

    def items(self, variant: Variant) -> Site:
        """What an array holds."""
        pointers = [
            f"{place.pointer}/items"
            for place in variant.places
            if "items" in self.reader.schema(place)
        ]
        return self.reader.site(*(pointers or [f"{variant.pointer}/items"]))

    def kinds_of_items(self, variant: Variant) -> set[str]:
        """The kinds of what an array holds."""
        return {inner.kind for inner in self.shapes.of(self.items(variant)).variants}

    def additional(self, variant: Variant) -> Site | bool:
        """What fields without a name of their own hold; True for anything, False for none."""
        pointers = []
        for place in variant.places:
            extra: Any = self.reader.schema(place).get("additionalProperties", True)
            if extra is False:
                return False
            if isinstance(extra, dict) and extra:
                pointers.append(f"{place.pointer}/additionalProperties")
        if not pointers:
            return True
        site = self.reader.site(*pointers)
        anything = [v.kind for v in self.shapes.of(site).variants] == ["any"]
        return True if anything else site


def _only_enum(variants: tuple[Variant, ...]) -> tuple[str, ...] | None:
    return variants[0].enum if len(variants) == 1 else None


def _strings(value: Any) -> list[str]:
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []
