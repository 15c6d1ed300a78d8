"""What goes in and out of an operation: parameters, bodies, answers, headers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from spec.diff.contents import At
from spec.diff.facets import Facet, show
from spec.diff.judge import MISSING, Action, Direction, Effect, canonical
from spec.diff.matching import Operation
from spec.diff.notes import Side
from spec.diff.whole import deprecated, prose
from spec.document import escape


@dataclass(frozen=True)
class Schemas:
    """Two schemas to compare, and which way the values go; or two that only one side has."""

    old: str
    new: str
    direction: Direction


@dataclass(frozen=True)
class Found:
    """A difference around the schemas."""

    at: At
    direction: Direction


Difference = Found | Schemas
_STYLES = {"path": "simple", "header": "simple", "query": "form", "cookie": "form"}


@dataclass
class Messages:
    """Compares what two operations take and give."""

    before: Side
    after: Side
    docs: bool = False
    incoming: Direction = "request"

    @property
    def outgoing(self) -> Direction:
        """The way of the answers: a callback turns both round."""
        return "response" if self.incoming == "request" else "request"

    def compare(self, old: Operation, new: Operation) -> Iterator[Difference]:
        """All differences of two operations, and the schemas to go on with."""
        yield from self._parameters(old, new)
        yield from self._bodies(old, new)
        yield from self._responses(old, new)

    def _found(
        self, facet: Facet, old: str | None, new: str | None, direction: Direction | None = None
    ) -> Found:
        return Found(At(facet, old, new), direction or self.incoming)

    # ------------------------------------------------------------------------------- parameters

    def _parameters(self, old: Operation, new: Operation) -> Iterator[Difference]:
        was, now = _parameters(old, self.before), _parameters(new, self.after)
        for key in sorted(was.keys() | now.keys(), key=str):
            if key not in was:
                yield self._added(now[key], key)
            elif key not in now:
                says = "was removed"
                effect = Effect.NONE if _in_path(key) else Effect.OTHER
                yield self._found(Facet("removed", "parameter", says, effect), was[key], None)
            else:
                yield from self._parameter(was[key], now[key])

    def _added(self, pointer: str, key: tuple[str, ...]) -> Found:
        must = self.after.reader.follow(pointer)[1].get("required") is True
        effect = Effect.FEWER if must and not _in_path(key) else Effect.NONE
        says = f"is new, {'required' if must else 'optional'}"
        return self._found(Facet("added", "parameter", says, effect), None, pointer)

    def _parameter(self, old: str, new: str) -> Iterator[Difference]:
        (one, was), (other, now) = self.before.reader.follow(old), self.after.reader.follow(new)
        for facet in (*_called(was, now), *_needed(was, now), *_style(was, now)):
            yield self._found(facet, one, other)
        for facet in deprecated(was.get("deprecated"), now.get("deprecated")):
            yield self._found(facet, one, other)
        if self.docs:
            for facet in prose(was, now):
                yield self._found(facet, one, other)
        yield from self._carried(one, other, was, now, self.incoming)

    def _carried(
        self, old: str, new: str, was: Any, now: Any, direction: Direction
    ) -> Iterator[Difference]:
        """The schema of a parameter or header, which can be wrapped in a media type."""
        if "content" in was and "content" in now:
            yield from self._content(old, new, was, now, direction)
        else:
            yield Schemas(_schema_of(old, was), _schema_of(new, now), direction)

    # ----------------------------------------------------------------------------------- bodies

    def _bodies(self, old: Operation, new: Operation) -> Iterator[Difference]:
        key = "requestBody"
        one, was = self.before.reader.follow(f"{old.pointer}/{key}")
        other, now = self.after.reader.follow(f"{new.pointer}/{key}")
        if key not in old.raw and key not in new.raw:
            return
        if key not in old.raw:
            must = now.get("required") is True
            effect = Effect.FEWER if must else Effect.NONE
            says = f"is new, {'required' if must else 'optional'}"
            where = f"{new.pointer}/{key}"
            yield self._found(Facet("added", "request body", says, effect), None, where)
        elif key not in new.raw:
            facet = Facet("removed", "request body", "was removed", Effect.OTHER)
            yield self._found(facet, f"{old.pointer}/{key}", None)
        else:
            for facet in _needed(was, now):
                yield self._found(facet, one, other)
            yield from self._content(one, other, was, now, self.incoming)

    def _content(
        self, old: str, new: str, was: Any, now: Any, direction: Direction
    ) -> Iterator[Difference]:
        before, after = _media_types(old, was), _media_types(new, now)
        for name in sorted(before.keys() | after.keys()):
            if name not in after:
                facet = Facet("removed", "media type", "was removed", Effect.OTHER)
                yield self._found(facet, before[name], None, direction)
            elif name not in before:
                facet = Facet("added", "media type", "is new", Effect.NONE)
                yield self._found(facet, None, after[name], direction)
            else:
                yield from self._encoding(before[name], after[name], direction)
                yield Schemas(f"{before[name]}/schema", f"{after[name]}/schema", direction)

    def _encoding(self, old: str, new: str, direction: Direction) -> Iterator[Difference]:
        was = self.before.reader.get(f"{old}/encoding") or {}
        now = self.after.reader.get(f"{new}/encoding") or {}
        if canonical(was) != canonical(now):
            values = was or MISSING, now or MISSING
            facet = Facet("changed", "encoding", "is encoded otherwise", Effect.OTHER, *values)
            yield self._found(facet, old, new, direction)

    # ---------------------------------------------------------------------------------- answers

    def _responses(self, old: Operation, new: Operation) -> Iterator[Difference]:
        was, now = (op.raw.get("responses") or {} for op in (old, new))
        one, other = f"{old.pointer}/responses", f"{new.pointer}/responses"
        for status in sorted(was.keys() | now.keys()):
            before, after = _answer(status, was), _answer(status, now)
            if before is None or after is None:
                yield self._status(status, before is None, one, other, was)
                continue
            where = f"{one}/{before}", f"{other}/{after}"
            if before != after:
                gone = status not in now
                says = f"is part of `{after if gone else before}` "
                says = f"{says}now" if gone else f"was part of `{before}`"
                action: Action = "removed" if gone else "added"
                facet = Facet(action, "status", says, Effect.NONE)
                at = At(facet, where[0], None) if gone else At(facet, None, where[1])
                yield Found(at, self.outgoing)
            yield from self._response(*where)

    def _status(self, status: str, fresh: bool, old: str, new: str, was: dict[str, Any]) -> Found:
        promised = status[0] in "123" or (
            status == "default" and not any(other[0] in "123" for other in was)
        )
        effect = Effect.OTHER if promised else Effect.NONE
        if fresh:
            facet = Facet("added", "status", "is new", effect)
            return self._found(facet, None, f"{new}/{status}", self.outgoing)
        facet = Facet("removed", "status", "was removed", effect)
        return self._found(facet, f"{old}/{status}", None, self.outgoing)

    def _response(self, old: str, new: str) -> Iterator[Difference]:
        (one, was), (other, now) = self.before.reader.follow(old), self.after.reader.follow(new)
        if self.docs:
            for facet in prose(was, now):
                yield self._found(facet, one, other, self.outgoing)
        yield from self._content(one, other, was, now, self.outgoing)
        before, after = _by_name(one, was, "headers"), _by_name(other, now, "headers")
        for name in sorted(before.keys() | after.keys()):
            yield from self._header(before.get(name), after.get(name))

    def _header(self, old: str | None, new: str | None) -> Iterator[Difference]:
        if old is None or new is None:
            facet = Facet("added", "header", "is new", Effect.NONE)
            if new is None:
                facet = Facet("removed", "header", "was removed", Effect.OTHER)
            yield self._found(facet, old, new, self.outgoing)
            return
        (one, was), (other, now) = self.before.reader.follow(old), self.after.reader.follow(new)
        for facet in (
            *_needed(was, now),
            *deprecated(was.get("deprecated"), now.get("deprecated")),
        ):
            yield self._found(facet, one, other, self.outgoing)
        yield from self._carried(one, other, was, now, self.outgoing)


def _parameters(operation: Operation, side: Side) -> dict[tuple[str, ...], str]:
    """Pointers of all parameters: those of the path, and over them those of the operation."""
    found: dict[tuple[str, ...], str] = {}
    above = operation.pointer.rpartition("/")[0]
    for pointer in (f"{above}/parameters", f"{operation.pointer}/parameters"):
        for index in range(len(side.reader.get(pointer) or [])):
            _, parameter = side.reader.follow(f"{pointer}/{index}")
            name, place = str(parameter.get("name")), str(parameter.get("in"))
            if place == "path" and name in operation.variables:
                key: tuple[str, ...] = (place, str(operation.variables.index(name)))
            else:
                key = (place, name.lower() if place == "header" else name, "")
            found[key] = f"{pointer}/{index}"
    return found


def _in_path(key: tuple[str, ...]) -> bool:
    """If a parameter is one that the path has, whether it is described or not."""
    return len(key) == 2


def _called(was: Any, now: Any) -> Iterator[Facet]:
    old, new = str(was.get("name")), str(now.get("name"))
    if old != new and was.get("in") == "path":
        says = (
            f"was called `{old}`: the URL is the same, the argument of the generated client is not"
        )
        yield Facet("changed", "name", says, Effect.FEWER, old, new)


def _needed(was: Any, now: Any) -> Iterator[Facet]:
    old, new = was.get("required") is True, now.get("required") is True
    if new and not old:
        yield Facet("added", "required", "is required now", Effect.FEWER)
    elif old and not new:
        yield Facet("removed", "required", "is no longer required", Effect.MORE)


def _style(was: Any, now: Any) -> Iterator[Facet]:
    """How lists and objects are written in a URL."""
    styles = [schema.get("style", _STYLES.get(schema.get("in"))) for schema in (was, now)]
    spread = [
        p.get("explode", style == "form") for p, style in zip((was, now), styles, strict=True)
    ]
    if styles[0] != styles[1]:
        says = f"changed its style from {show(styles[0])} to {show(styles[1])}"
        yield Facet("changed", "style", says, Effect.OTHER, *styles)
    elif spread[0] != spread[1]:
        says = f"changed its explode from {show(spread[0])} to {show(spread[1])}"
        yield Facet("changed", "explode", says, Effect.OTHER, *spread)


def _schema_of(pointer: str, parameter: Any) -> str:
    content = parameter.get("content")
    if isinstance(content, dict) and content:
        return f"{pointer}/content/{escape(next(iter(content)))}/schema"
    return f"{pointer}/schema"


def _media_types(pointer: str, around: Any) -> dict[str, str]:
    names = around.get("content") or {}
    return {name.lower().replace(" ", ""): f"{pointer}/content/{escape(name)}" for name in names}


def _by_name(pointer: str, around: Any, key: str) -> dict[str, str]:
    return {name.lower(): f"{pointer}/{key}/{escape(name)}" for name in around.get(key) or {}}


def _answer(status: str, responses: dict[str, Any]) -> str | None:
    """What describes an answer with this status: itself, its hundred, or the rest."""
    hundred = f"{status[0]}XX"
    return next((name for name in (status, hundred, "default") if name in responses), None)
