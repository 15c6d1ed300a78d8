"""What is said of a schema as a whole: null, default, tags, age, prose."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from spec.diff.facets import Facet, show
from spec.diff.judge import MISSING, Effect, canonical
from spec.diff.shape import Shape
from spec.document import Document


def whole(shapes: tuple[Shape, Shape], old: list[Document], new: list[Document]) -> Iterator[Facet]:
    """All differences that are not in one variant alone.

    Args:
        shapes: What both mean.
        old: All that is written of the one.
        new: All that is written of the other.
    """
    yield from _nullable(*shapes)
    yield from _default(_first(old, "default"), _first(new, "default"))
    yield from deprecated(_first(old, "deprecated"), _first(new, "deprecated"))
    was, now = _first(old, "discriminator"), _first(new, "discriminator")
    yield from _discriminator(*(value if isinstance(value, dict) else {} for value in (was, now)))


def deprecated(old: Any, new: Any) -> Iterator[Facet]:
    """A field, a parameter or an operation that is on its way out, or no longer."""
    if new is True and old is not True:
        yield Facet("added", "deprecated", "is deprecated now", Effect.NONE)
    elif old is True and new is not True:
        yield Facet("removed", "deprecated", "is no longer deprecated", Effect.NONE)


def prose(old: Any, new: Any) -> Iterator[Facet]:
    """What is written for people."""
    if not isinstance(old, dict) or not isinstance(new, dict):
        return
    for keyword in ("title", "summary", "description", "example", "examples"):
        values = old.get(keyword, MISSING), new.get(keyword, MISSING)
        # A field called `description` is no description.
        if any(isinstance(value, dict) for value in values) and keyword != "examples":
            continue
        if canonical(values[0]) != canonical(values[1]):
            says = f"has another {keyword}"
            yield Facet("changed", "docs", says, Effect.NONE, *values)


def _nullable(was: Shape, now: Shape) -> Iterator[Facet]:
    if was.nullable == now.nullable or _anything(was) or _anything(now):
        return
    if now.nullable:
        yield Facet("added", "nullable", "can be null now", Effect.MORE)
    else:
        yield Facet("removed", "nullable", "can no longer be null", Effect.FEWER)


def _anything(shape: Shape) -> bool:
    """If null is one of the values without a word about it."""
    return any(v.kind == "any" and v.enum is None for v in shape.variants)


def _default(old: Any, new: Any) -> Iterator[Facet]:
    if old is MISSING and new is not MISSING:
        says = f"has the default {show(new)} now"
        yield Facet("added", "default", says, Effect.NONE, new=new)
    elif new is MISSING and old is not MISSING:
        says = f"lost its default, which was {show(old)}"
        yield Facet("removed", "default", says, Effect.FEWER, old=old)
    elif canonical(old) != canonical(new):
        says = f"changed its default from {show(old)} to {show(new)}"
        yield Facet("changed", "default", says, Effect.FEWER, old, new)


def _discriminator(old: dict[str, Any], new: dict[str, Any]) -> Iterator[Facet]:
    kind = "discriminator"
    was, now = old.get("propertyName"), new.get("propertyName")
    if was == now:
        yield from _mapping(old.get("mapping") or {}, new.get("mapping") or {})
    elif was is None:
        yield Facet("added", kind, f"is told apart by {show(now)} now", Effect.NONE, new=now)
    elif now is None:
        says = f"is no longer told apart by {show(was)}"
        yield Facet("removed", kind, says, Effect.MORE, old=was)
    else:
        says = f"is told apart by {show(now)} now, no longer by {show(was)}"
        yield Facet("changed", kind, says, Effect.OTHER, was, now)


def _mapping(old: dict[str, Any], new: dict[str, Any]) -> Iterator[Facet]:
    if not old or not new:  # without one, the names of the schemas are the tags
        return
    for tag in sorted(old.keys() | new.keys()):
        was, now = (str(m[tag]).rpartition("/")[2] if tag in m else None for m in (old, new))
        if now is None:
            says = f"no longer knows the tag {show(tag)}"
            yield Facet("removed", "discriminator", says, Effect.FEWER, old=tag)
        elif was is None:
            says = f"knows the tag {show(tag)} now"
            yield Facet("added", "discriminator", says, Effect.MORE, new=tag)
        elif was != now:
            says = f"means {now} by the tag {show(tag)} now, no longer {was}"
            yield Facet("changed", "discriminator", says, Effect.OTHER, was, now)


def _first(schemas: list[Document], keyword: str) -> Any:
    return next((schema[keyword] for schema in schemas if keyword in schema), MISSING)
