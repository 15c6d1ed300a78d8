"""What two objects have, need and allow."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spec.diff.facets import Facet
from spec.diff.fields import Field, Fields
from spec.diff.judge import Direction, Effect
from spec.diff.reader import Site
from spec.diff.shape import Variant


@dataclass(frozen=True)
class At:
    """A difference, and where it is on each side."""

    facet: Facet
    old: str | None
    new: str | None


def objects(
    old: Variant, new: Variant, before: Fields, after: Fields, direction: Direction
) -> Iterator[At | tuple[Site, Site]]:
    """Differences between two objects, and the pairs of what they hold."""
    was, now = before.of(old), after.of(new)
    for name in sorted(was.keys() | now.keys()):
        yield from _field(was.get(name), now.get(name), direction)
    yield from _additional(old, new, before, after)


def _field(
    old: Field | None, new: Field | None, direction: Direction
) -> Iterator[At | tuple[Site, Site]]:
    was = old if old and old.is_in(direction) else None
    now = new if new and new.is_in(direction) else None
    pointers = old.pointer if old else None, new.pointer if new else None
    if was and now:
        if now.required and not was.required:
            facet = Facet("added", "required", "is required now", Effect.FEWER)
            yield At(facet, was.pointer, now.required_by)
        elif was.required and not now.required:
            facet = Facet("removed", "required", "is no longer required", Effect.MORE)
            yield At(facet, was.pointer, now.pointer)
        yield was.site, now.site
    elif was:
        if new:
            says = f"is no longer part of {direction}s: it is {_only(new)} now"
            yield At(Facet("removed", "field", says, Effect.OTHER), *pointers)
        else:
            yield At(Facet("removed", "field", "was removed", Effect.OTHER), pointers[0], None)
    elif now:
        must = now.required
        effect = Effect.FEWER if must else Effect.NONE
        need = "required" if must else "optional"
        says = f"is new, {need}"
        if old:
            says = f"is part of {direction}s now, {need}: it was {_only(old)}"
        yield At(Facet("added", "field", says, effect), pointers[0], pointers[1])


def _only(field: Field) -> str:
    return "read-only" if field.only == "response" else "write-only"


def _additional(
    old: Variant, new: Variant, before: Fields, after: Fields
) -> Iterator[At | tuple[Site, Site]]:
    was, now = before.additional(old), after.additional(new)
    if isinstance(was, Site) and isinstance(now, Site):
        yield was, now
        return
    if was is now:
        return
    pointers = old.pointer, new.pointer
    kind = "additional fields"
    if now is False:
        effect = Effect.OTHER if isinstance(was, Site) else Effect.FEWER
        says = "no longer takes fields that are not listed"
        yield At(Facet("removed", kind, says, effect), *pointers)
    elif was is False:
        says = "takes fields that are not listed now"
        yield At(Facet("added", kind, says, Effect.NONE), *pointers)
    elif was is True:
        says = "takes only some values in fields that are not listed now"
        yield At(Facet("changed", kind, says, Effect.FEWER), *pointers)
    else:
        says = "takes any value in fields that are not listed now"
        yield At(Facet("changed", kind, says, Effect.MORE), *pointers)
