"""Walk pairs of schemas, each pair once a direction, and note what differs.

A pair is a node of a graph; its edges lead to the pairs of its fields. What operations a change
reaches is asked of the graph afterwards: so a component that half the document uses is compared
once, and cycles are nothing special.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from spec.diff.contents import At, objects
from spec.diff.facets import LIMITS, Facet, facets, show
from spec.diff.judge import Change, Direction, Effect
from spec.diff.notes import Notes, Side
from spec.diff.pairing import pair
from spec.diff.reader import Place, Site
from spec.diff.shape import Shape, Variant
from spec.diff.whole import prose, whole
from spec.document import Document

Key = tuple[str, tuple[Place, ...], str, tuple[Place, ...], Direction]
_MOST_NAMES = 4


@dataclass
class Node:
    """What differs between two schemas, and the pairs that they contain."""

    changes: list[Change] = field(default_factory=list)
    children: list[Key] = field(default_factory=list)


@dataclass
class Schemas:
    """The graph of pairs."""

    notes: Notes
    docs: bool = False
    probing: bool = False
    nodes: dict[Key, Node] = field(default_factory=dict)

    def compare(self, old: Site, new: Site, direction: Direction) -> Key:
        """Compare what two sites use, and everything in it.

        Returns:
            The node that stands for it.
        """
        start, first = self._begin(old, new, direction)
        todo = [first] if first else []
        while todo:  # not by recursion: documents nest deeper than Python likes
            work = todo.pop()
            for inner in work.run(docs=self.docs):
                key, fresh = self._begin(*inner, direction)
                work.node.children.append(key)
                if fresh:
                    todo.append(fresh)
        return start

    def reach(self, key: Key) -> Iterator[Node]:
        """A node and all below it."""
        seen = {key}
        todo = [key]
        while todo:
            node = self.nodes[todo.pop()]
            yield node
            fresh = [child for child in node.children if child not in seen]
            seen.update(fresh)
            todo.extend(fresh)

    def _begin(self, old: Site, new: Site, direction: Direction) -> tuple[Key, _Pair | None]:
        # What is used by name on both sides is compared where it is, once for all who use it.
        shared = old.home != old.use and new.home != new.use
        at = (old.home, new.home) if shared else (old.use, new.use)
        key = (at[0], old.places, at[1], new.places, direction)
        if key in self.nodes:
            return key, None
        node = self.nodes[key] = Node()
        return key, _Pair(self.notes, node, (old, new), at, direction, self.probing)


@dataclass
class _Pair:
    """Two schemas side by side."""

    notes: Notes
    node: Node
    sites: tuple[Site, Site]
    at: tuple[str, str]
    direction: Direction
    probing: bool

    def run(self, *, docs: bool) -> Iterator[tuple[Site, Site]]:
        """Note what differs here; give what is inside."""
        before, after = self.notes.before, self.notes.after
        was, now = before.shapes.of(self.sites[0]), after.shapes.of(self.sites[1])
        one, wrapping = before.reader.core(self.sites[0])
        two, wrapped = after.reader.core(self.sites[1])
        if docs:
            for facet in prose(before.reader.get(self.at[0]), after.reader.get(self.at[1])):
                self._note(facet, *self.at)
        # Both are something by name, wrapped: the name is compared where it is.
        peeled = bool(wrapping or wrapped) and one.home != one.use and two.home != two.use
        if peeled and was.nullable == now.nullable:
            # Null moved between the name and its wrapping: here, where both are, nothing changed.
            peeled = before.shapes.of(one).nullable == after.shapes.of(two).nullable
        if not peeled:
            wrapping, wrapped = self.sites[0].places, self.sites[1].places
        schemas = [
            [side.reader.schema(place) for place in places]
            for side, places in ((before, wrapping), (after, wrapped))
        ]
        if not peeled:
            schemas[0] += _default(was, before)
            schemas[1] += _default(now, after)
        for facet in whole((was, now), *schemas):
            self._note(facet, *self.at)
        if peeled:
            yield one, two
            return
        pairs = pair(was.variants, now.variants, before.fields, after.fields)
        for gone in pairs.removed:
            facet = Facet(
                "removed", "type", f"can no longer be {describe(gone, before)}", Effect.FEWER
            )
            if _covered(gone, now, after) or self._within(gone, now):
                says = f"no longer names {describe(gone, before)}, which it can still be"
                facet = Facet("removed", "type", says, Effect.NONE)
            self._note(facet, *self.at)
        for fresh in pairs.added:
            facet = Facet("added", "type", f"can be {describe(fresh, after)} now", Effect.MORE)
            if _covered(fresh, was, before) or self._within(fresh, was, back=True):
                says = f"names {describe(fresh, after)} now, which it could be before"
                facet = Facet("added", "type", says, Effect.NONE)
            self._note(facet, *self.at)
        alone = len(was.variants) == len(now.variants) == 1
        for old, new in pairs.same:
            at = self.at if alone else (old.pointer, new.pointer)
            self._kind(old, new, at)
            if old.kind == new.kind or {old.kind, new.kind} == {"integer", "number"}:
                self._facets((old, was), (new, now), None if alone else at)
                yield from self._inside(old, new)

    def _note(
        self, facet: Facet, old: str | None, new: str | None, sites: tuple[Site, Site] | None = None
    ) -> None:
        change = self.notes.note(
            facet, old=old, new=new, direction=self.direction, sites=sites or self.sites
        )
        self.node.changes.append(change)

    def _kind(self, old: Variant, new: Variant, at: tuple[str, str]) -> None:
        if old.kind == new.kind:
            return
        effect = Effect.OTHER
        if old.kind == "any" or (old.kind, new.kind) == ("number", "integer"):
            effect = Effect.FEWER
        elif new.kind == "any" or (old.kind, new.kind) == ("integer", "number"):
            effect = Effect.MORE
        one, other = describe(old, self.notes.before), describe(new, self.notes.after)
        says = f"changed type from {one} to {other}"
        self._note(Facet("changed", "type", says, effect, old.kind, new.kind), *at)

    def _facets(
        self, old: tuple[Variant, Shape], new: tuple[Variant, Shape], at: tuple[str, str] | None
    ) -> None:
        before, after = self.notes.before, self.notes.after
        single = len(old[0].places) == len(new[0].places) == 1
        for facet in facets(old[0], new[0], before.reader, after.reader):
            # Beside a plain string, listed values are only examples of it.
            free = (facet.effect is Effect.FEWER and _covered(old[0], new[1], after)) or (
                facet.effect is Effect.MORE and _covered(new[0], old[1], before)
            )
            written = _written(old[0], facet, before), _written(new[0], facet, after)
            where = at or (self.at if single else written)
            self._note(facet.harmless() if free else facet, *where)

    def _within(self, variant: Variant, shape: Shape, *, back: bool = False) -> bool:
        """If every object or array of one side is one of the other side, too."""
        return not self.probing and any(
            other.kind == variant.kind in ("object", "array")
            and self._probe(variant, other, back=back)
            for other in shape.variants
        )

    def _probe(self, variant: Variant, other: Variant, *, back: bool) -> bool:
        # In a graph of its own: this one is not finished, and what is found here is no change.
        graph = Schemas(self.notes, probing=True)
        one, two = (Site(v.pointer, v.pointer, v.places) for v in (variant, other))
        key = graph.compare(two, one, "response") if back else graph.compare(one, two, "request")
        return not any(change.breaks for node in graph.reach(key) for change in node.changes)

    def _inside(self, old: Variant, new: Variant) -> Iterator[tuple[Site, Site]]:
        before, after = self.notes.before.fields, self.notes.after.fields
        if old.kind == "array":
            yield before.items(old), after.items(new)
        elif old.kind == "object":
            was, now = self.sites
            sites = _narrowed(was, old), _narrowed(now, new)
            for found in objects(old, new, before, after, self.direction):
                if isinstance(found, At):
                    self._note(found.facet, found.old, found.new, sites)
                else:
                    yield found


def _default(shape: Shape, side: Side) -> list[Document]:
    """What the only variant beside null says of a default: it is the default of the whole."""
    places = shape.variants[0].places if len(shape.variants) == 1 else ()
    schemas = [side.reader.schema(place) for place in places]
    return [{"default": schema["default"]} for schema in schemas if "default" in schema]


def _narrowed(site: Site, variant: Variant) -> Site:
    """A site, when one of its variants is meant."""
    if site.places == variant.places:
        return site
    return replace(site, home=variant.pointer, places=variant.places)


def _written(variant: Variant, facet: Facet, side: Side) -> str:
    """Where something is said of a variant that several places speak of."""
    keys = {"enum value": ("enum", "const"), "enum": ("enum", "const")}.get(
        facet.kind, (facet.kind,)
    )
    for place in variant.places:
        if any(key in side.reader.schema(place) for key in keys):
            return place.pointer
    return variant.pointer


def _covered(variant: Variant, shape: Shape, side: Side) -> bool:
    """If every value of a variant is also one of another variant, which has no limits."""
    kinds = {variant.kind, "any"} | ({"number"} if variant.kind == "integer" else set())
    return any(other.kind in kinds and _free(other, side) for other in shape.variants)


def _free(variant: Variant, side: Side) -> bool:
    return not any(key in LIMITS for place in variant.places for key in side.reader.schema(place))


def describe(variant: Variant, side: Side) -> str:
    """A variant in a few words."""
    owner = side.places.owner(variant.pointer)
    if owner.section == "schemas" and variant.pointer.count("/") == 3:
        return f"`{owner.name}`"
    if variant.enum is not None:
        return " or ".join(show(json.loads(text)) for text in variant.enum)
    if variant.kind == "array":
        inner = side.shapes.of(side.fields.items(variant)).variants
        if len(inner) != 1 or inner[0].kind == "array":
            return "an array"
        return f"an array of {describe(inner[0], side)}"
    if variant.kind == "object":
        names = [f"`{name}`" for name in side.fields.of(variant)]
        more = ", …" if len(names) > _MOST_NAMES else ""
        return f"an object with {', '.join(names[:_MOST_NAMES])}{more}" if names else "an object"
    return {"any": "anything", "integer": "an integer"}.get(variant.kind, f"a {variant.kind}")
