"""Compare two documents, and put what was found in order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from spec.diff.access import access
from spec.diff.facets import Facet
from spec.diff.judge import Breaks, Change, Direction, Effect
from spec.diff.matching import Matches, Operation, match
from spec.diff.messages import Messages
from spec.diff.messages import Schemas as ToCompare
from spec.diff.notes import Notes, Side
from spec.diff.places import Places
from spec.diff.reader import Reader
from spec.diff.schemas import Schemas
from spec.document import Document, escape

_ORDER = {"document": 0, "path": 1, "operation": 1, "component": 2, "python": 3}


@dataclass
class Report:
    """What changed."""

    changes: list[Change]
    operations: dict[str, int]

    @property
    def status(self) -> int:
        """The exit status: 0 nothing, 1 only what is safe, 3 something that breaks somebody."""
        if not self.changes:
            return 0
        return 3 if any(change.breaks for change in self.changes) else 1

    def count(self, whom: Breaks | None) -> int:
        """How many changes break somebody; of None, how many nobody."""
        if whom is None:
            return sum(1 for change in self.changes if not change.breaks)
        return sum(1 for change in self.changes if whom in change.breaks)


def compare(old: Document, new: Document, *, docs: bool = False) -> Report:
    """All differences between two documents, each once.

    Args:
        old: The one that callers know.
        new: The one that is to take its place.
        docs: True to list changes of descriptions, titles and examples too.
    """
    before, after = Reader(old), Reader(new)
    matches = match(before, after)
    hooks = match(before, after, "webhooks")
    sides = Side(before, Places(before, matches.paths | hooks.paths)), Side(after, Places(after))
    work = _Work(Notes(*sides), docs)
    work.all(matches, "request")
    work.all(hooks, "response")
    work.unused()
    changes = sorted(work.changes.values(), key=_order)
    counts = {name: len(getattr(matches, name)) for name in ("added", "removed", "same")}
    return Report(changes, counts)


def _order(change: Change) -> tuple[object, ...]:
    owner = change.group.owner
    path = owner.name.partition(" ")[2] if owner.kind == "operation" else owner.name
    rank = _ORDER[owner.kind]
    return (rank, path, owner.name, str(change.group), change.subject, change.kind, *change.key)


@dataclass
class _Work:
    notes: Notes
    docs: bool
    changes: dict[tuple[str, ...], Change] = field(default_factory=dict)
    schemas: Schemas = field(init=False)

    def __post_init__(self) -> None:
        self.schemas = Schemas(self.notes, self.docs)

    def add(self, change: Change, direction: Direction, operation: str | None) -> None:
        known = self.changes.setdefault(change.key, change)
        known.merge(change)
        names = known.uses.setdefault(direction, set())
        if operation is not None:
            names.add(operation)

    def all(self, matches: Matches, way: Direction) -> None:
        for operation in matches.removed:
            self.alone("removed", operation, way)
        for operation in matches.added:
            self.alone("added", operation, way)
        for old, new in matches.same:
            self.pair(old, new, way)

    def alone(self, action: str, operation: Operation, way: Direction) -> None:
        if action == "added":
            facet = Facet("added", "operation", "is new", Effect.NONE)
            change = self.notes.note(facet, old=None, new=operation.pointer, direction=way)
        else:
            facet = Facet("removed", "operation", "was removed", Effect.OTHER)
            change = self.notes.note(facet, old=operation.pointer, new=None, direction=way)
        self.add(change, way, operation.name)

    def pair(self, old: Operation, new: Operation, way: Direction) -> None:
        before, after = self.notes.before, self.notes.after
        for at in access(old, new, before, after, docs=self.docs):
            change = self.notes.note(at.facet, old=at.old, new=at.new, direction=way)
            self.add(change, way, new.name)
        messages = Messages(before, after, self.docs, way)
        for found in messages.compare(old, new):
            if isinstance(found, ToCompare):
                self.walk(found, new.name)
            else:
                at, direction = found.at, found.direction
                change = self.notes.note(at.facet, old=at.old, new=at.new, direction=direction)
                self.add(change, direction, new.name)
        self.callbacks(old, new, way)

    def walk(self, pair: ToCompare, operation: str | None) -> None:
        old = self.notes.before.reader.site(pair.old)
        new = self.notes.after.reader.site(pair.new)
        key = self.schemas.compare(old, new, pair.direction)
        for node in self.schemas.reach(key):
            for change in node.changes:
                self.add(change, pair.direction, operation)

    def callbacks(self, old: Operation, new: Operation, way: Direction) -> None:
        """What the server calls: its requests are read, and answered, by whom it calls."""
        was = dict(_called_back(old, self.notes.before))
        now = dict(_called_back(new, self.notes.after))
        other: Direction = "response" if way == "request" else "request"
        for key in sorted(was.keys() | now.keys()):
            one, two = was.get(key), now.get(key)
            if one is not None and two is not None:
                self.pair(one, two, other)
                continue
            facet = Facet("added", "callback", "is new", Effect.NONE)
            if two is None:
                facet = Facet("removed", "callback", "was removed", Effect.OTHER)
            change = self.notes.note(
                facet,
                old=one.pointer if one else None,
                new=two.pointer if two else None,
                direction=other,
            )
            self.add(change, other, new.name)

    def unused(self) -> None:
        """Components that no operation of both documents uses: they can break nobody."""
        met = self.notes.before.reader.met | self.notes.after.reader.met
        names = [
            set((side.reader.document.get("components") or {}).get("schemas") or {})
            for side in (self.notes.before, self.notes.after)
        ]
        for name in sorted(names[0] & names[1]):
            pointer = f"/components/schemas/{escape(name)}"
            if pointer in met:
                continue
            known = dict(self.changes)
            self.changes.clear()
            self.walk(ToCompare(pointer, pointer, "request"), None)
            self.walk(ToCompare(pointer, pointer, "response"), None)
            for change in self.changes.values():
                change.breaks = frozenset()
            self.changes = self.changes | known


def _called_back(operation: Operation, side: Side) -> Iterator[tuple[str, Operation]]:
    for name in operation.raw.get("callbacks") or {}:
        pointer, expressions = side.reader.follow(f"{operation.pointer}/callbacks/{escape(name)}")
        for expression, item in expressions.items():
            for method, raw in item.items() if isinstance(item, dict) else ():
                if isinstance(raw, dict):
                    where = f"{pointer}/{escape(expression)}/{method}"
                    yield (
                        f"{name} {expression} {method}",
                        Operation(operation.path, operation.method, where, raw),
                    )
