"""What is said of a value beyond its kind: format, listed values, bounds, patterns."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from spec.diff.judge import MISSING, Action, Effect, canonical
from spec.diff.reader import Reader
from spec.diff.shape import Variant

_COUNTED = ("Length", "Items", "Properties", "Contains")
# Compared as they are written: whether one pattern allows more than another is hard to say.
_OPAQUE = (
    *("pattern", "multipleOf", "contentEncoding", "contentMediaType", "propertyNames", "not"),
    *("patternProperties", "prefixItems", "contains", "if", "then", "else", "dependentRequired"),
    *("dependentSchemas", "unevaluatedProperties", "unevaluatedItems"),
)
# All values of the second format are values of the first.
_WIDER = {("int64", "int32"), ("double", "float"), ("uri-reference", "uri"), ("iri", "uri")}
# These are for who shows the value; any value has them.
# https://spec.openapis.org/oas/v3.1.1.html#data-type-format
_HINTS = {"password"}
# These change how a value is written, not which values there are.
_ENCODINGS = {"binary", "byte", "base64"}
_PROSE = {"description", "title", "example", "examples", "$comment"}
_MOST_VALUES = 12
_PLAIN = re.compile(r"[^\s`'\"]+")
_JSON = re.compile(r"null|true|false|[-+.\deE]*\d[-+.\deE]*|[\[{].*")

# Every keyword that leaves some values of a kind out.
LIMITS = {
    *("format", "enum", "const", "uniqueItems", "minimum", "maximum"),
    *("exclusiveMinimum", "exclusiveMaximum", "properties", "required"),
    *("additionalProperties", "items"),
    *(end + noun for end in ("min", "max") for noun in _COUNTED),
    *_OPAQUE,
}

Bound = tuple[float, bool]  # the value, and if it is excluded itself


@dataclass(frozen=True)
class Facet:
    """One difference between two variants of one kind."""

    action: Action
    kind: str
    says: str
    effect: Effect
    old: Any = MISSING
    new: Any = MISSING

    def harmless(self) -> Facet:
        """The same, where it has no effect on the values that are promised."""
        return replace(self, effect=Effect.NONE)


def facets(old: Variant, new: Variant, before: Reader, after: Reader) -> Iterator[Facet]:
    """All differences of two variants, except in what they contain."""
    was, now = _schemas(old, before), _schemas(new, after)
    yield from _format(_first(was, "format"), _first(now, "format"))
    yield from enum(old.enum, new.enum)
    yield from _bound("minimum", _lower(was), _lower(now), up=True)
    yield from _bound("maximum", _upper(was), _upper(now), up=False)
    for noun in _COUNTED:
        low, high = f"min{noun}", f"max{noun}"
        yield from _bound(low, _count(was, low, max), _count(now, low, max), up=True)
        yield from _bound(high, _count(was, high, min), _count(now, high, min), up=False)
    yield from _unique(was, now)
    for keyword in _OPAQUE:
        yield from _opaque(keyword, _first(was, keyword), _first(now, keyword))


def show(value: Any) -> str:
    """A value in backquotes: as it is if it is a plain word, else as JSON writes it."""
    if isinstance(value, str) and _PLAIN.fullmatch(value) and not _JSON.fullmatch(value):
        return f"`{value}`"
    return f"`{json.dumps(value, ensure_ascii=False)}`"


def _schemas(variant: Variant, reader: Reader) -> list[dict[str, Any]]:
    return [reader.schema(place) for place in variant.places]


def _first(schemas: list[dict[str, Any]], keyword: str) -> Any:
    return next((schema[keyword] for schema in schemas if keyword in schema), MISSING)


def _format(old: Any, new: Any) -> Iterator[Facet]:
    if old == new:
        return
    if MISSING not in (old, new):
        effect = Effect.OTHER
        if {old, new} <= _HINTS:
            effect = Effect.NONE
        elif (new, old) in _WIDER or new in _HINTS:
            effect = Effect.MORE
        elif (old, new) in _WIDER or old in _HINTS:
            effect = Effect.FEWER
        says = f"changed format from {show(old)} to {show(new)}"
        yield Facet("changed", "format", says, effect, old, new)
    elif old is MISSING:
        effect = Effect.OTHER if new in _ENCODINGS else Effect.FEWER
        effect = Effect.NONE if new in _HINTS else effect
        yield Facet("added", "format", f"has the format {show(new)} now", effect, old, new)
    else:
        effect = Effect.OTHER if old in _ENCODINGS else Effect.MORE
        effect = Effect.NONE if old in _HINTS else effect
        yield Facet("removed", "format", f"lost the format {show(old)}", effect, old, new)


def enum(old: tuple[str, ...] | None, new: tuple[str, ...] | None) -> Iterator[Facet]:
    """Values that are listed, in canonical text."""
    if old is None and new is None:
        return
    if old is None or new is None:
        values = [json.loads(text) for text in (old or new or ())]
        if old is None:
            says = f"can only be {_list(values)} now"
            yield Facet("added", "enum", says, Effect.FEWER, MISSING, values)
        else:
            says = f"can be anything of its type now, no longer only {_list(values)}"
            yield Facet("removed", "enum", says, Effect.MORE, values, MISSING)
        return
    gone = [json.loads(text) for text in old if text not in new]
    fresh = [json.loads(text) for text in new if text not in old]
    if gone:
        says = f"lost the {_plural('value', gone)} {_list(gone)}"
        yield Facet("removed", "enum value", says, Effect.FEWER, old=gone)
    if fresh:
        says = f"has the new {_plural('value', fresh)} {_list(fresh)}"
        yield Facet("added", "enum value", says, Effect.MORE, new=fresh)


def _plural(noun: str, values: list[Any]) -> str:
    return noun if len(values) == 1 else f"{noun}s"


def _list(values: list[Any]) -> str:
    shown = ", ".join(show(value) for value in values[:_MOST_VALUES])
    more = len(values) - _MOST_VALUES
    return f"{shown} and {more} more" if more > 0 else shown


def _lower(schemas: list[dict[str, Any]]) -> Bound | None:
    return max(_ends(schemas, "minimum", "exclusiveMinimum"), default=None)


def _upper(schemas: list[dict[str, Any]]) -> Bound | None:
    ends = list(_ends(schemas, "maximum", "exclusiveMaximum"))
    return min(ends, key=lambda end: (end[0], not end[1]), default=None)


def _ends(schemas: list[dict[str, Any]], keyword: str, exclusive: str) -> Iterator[Bound]:
    """Bounds as OpenAPI 3.0 writes them (`exclusiveMinimum: true`) and as 3.1 does."""
    for schema in schemas:
        if _is_number(schema.get(keyword)):
            yield float(schema[keyword]), schema.get(exclusive) is True
        if _is_number(schema.get(exclusive)):
            yield float(schema[exclusive]), True


def _count(schemas: list[dict[str, Any]], keyword: str, tightest: Any) -> Bound | None:
    values = [float(s[keyword]) for s in schemas if _is_number(s.get(keyword))]
    # At least none is no bound.
    return (tightest(values), False) if values and (tightest is min or any(values)) else None


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _bound(keyword: str, old: Bound | None, new: Bound | None, *, up: bool) -> Iterator[Facet]:
    if old == new:
        return
    was, now = _number(old), _number(new)
    if old is None:
        says = f"has a {keyword} now: {now[1]}"
        yield Facet("added", keyword, says, Effect.FEWER, new=now[0])
    elif new is None:
        says = f"lost its {keyword}, which was {was[1]}"
        yield Facet("removed", keyword, says, Effect.MORE, old=was[0])
    else:
        raised = new[0] > old[0] or (new[0] == old[0] and new[1] == up)
        effect = Effect.FEWER if raised == up else Effect.MORE
        says = f"changed its {keyword} from {was[1]} to {now[1]}"
        yield Facet("changed", keyword, says, effect, was[0], now[0])


def _number(bound: Bound | None) -> tuple[Any, str]:
    if bound is None:
        return MISSING, ""
    value = int(bound[0]) if bound[0].is_integer() else bound[0]
    return value, f"{show(value)}, excluded" if bound[1] else show(value)


def _unique(was: list[dict[str, Any]], now: list[dict[str, Any]]) -> Iterator[Facet]:
    old = any(schema.get("uniqueItems") is True for schema in was)
    new = any(schema.get("uniqueItems") is True for schema in now)
    if new and not old:
        says = "takes each item only once now"
        yield Facet("added", "uniqueItems", says, Effect.FEWER, new=True)
    elif old and not new:
        says = "may have an item more than once now"
        yield Facet("removed", "uniqueItems", says, Effect.MORE, old=True)


def _opaque(keyword: str, old: Any, new: Any) -> Iterator[Facet]:
    if old is MISSING and new is MISSING:
        return
    if old is MISSING:
        says = f"has a {keyword} now: {show(new)}"
        yield Facet("added", keyword, says, Effect.FEWER, new=new)
    elif new is MISSING:
        says = f"lost its {keyword}, which was {show(old)}"
        yield Facet("removed", keyword, says, Effect.MORE, old=old)
    elif canonical(_bare(old)) != canonical(_bare(new)):
        says = f"changed its {keyword} from {show(old)} to {show(new)}"
        yield Facet("changed", keyword, says, Effect.OTHER, old, new)


def _bare(value: Any) -> Any:
    """Without prose."""
    if isinstance(value, dict):
        return {key: _bare(item) for key, item in value.items() if key not in _PROSE}
    return [_bare(item) for item in value] if isinstance(value, list) else value
