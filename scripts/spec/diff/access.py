"""Where an operation is called, with which key, and by which name the generated client has it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from spec.diff.contents import At
from spec.diff.facets import Facet, show
from spec.diff.judge import Effect, canonical
from spec.diff.matching import Operation
from spec.diff.notes import Side
from spec.diff.whole import deprecated, prose

Alternative = dict[str, frozenset[str]]  # each key that is needed together, with its scopes


def access(
    old: Operation, new: Operation, before: Side, after: Side, *, docs: bool
) -> Iterator[At]:
    """Differences in what is said of two operations themselves."""
    ages = deprecated(old.raw.get("deprecated"), new.raw.get("deprecated"))
    for facet in (*_called(old.raw, new.raw), *ages):
        yield At(facet, old.pointer, new.pointer)
    if docs:
        for facet in prose(old.raw, new.raw):
            yield At(facet, old.pointer, new.pointer)
    yield from _security(old, new, before, after)
    yield from _servers(old, new, before, after)


def _called(was: Any, now: Any) -> Iterator[Facet]:
    old, new = was.get("operationId"), now.get("operationId")
    if old != new:
        says = f"has the operation id {_name(new)} now, which was {_name(old)}: the generated "
        same = old is not None and new is not None and _snake(old) == _snake(new)
        says += "function is called the same" if same else "function has another name"
        effect = Effect.NONE if same else Effect.FEWER
        yield Facet("changed", "operation id", says, effect, old, new)
    tags = [next(iter(raw.get("tags") or []), None) for raw in (was, now)]
    # The generator makes a folder of the first one, in snake case.
    if _snake(str(tags[0])) != _snake(str(tags[1])):
        says = f"has the first tag {_name(tags[1])} now, which was {_name(tags[0])}: the generated "
        yield Facet("changed", "tag", f"{says}function is elsewhere", Effect.FEWER, *tags)


def _snake(name: str) -> str:
    words = re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", name)
    return re.sub(r"\W+|_+", "_", words).lower()


def _name(value: Any) -> str:
    return "none" if value is None else show(value)


def _common(old: Operation, new: Operation, before: Side, after: Side, key: str) -> At:
    """Where something is said that operations inherit: `At` the place both take it from."""
    facet = Facet("changed", key, "", Effect.NONE)
    for pointers in ((old.pointer, new.pointer), _paths(old, new)):
        places = [f"{pointer}/{key}" for pointer in pointers]
        has = before.reader.has(places[0]), after.reader.has(places[1])
        if all(has):
            return At(facet, places[0], places[1])
        if any(has):
            return At(facet, old.pointer, new.pointer)
    return At(facet, f"/{key}", f"/{key}")


def _paths(old: Operation, new: Operation) -> tuple[str, str]:
    return old.pointer.rpartition("/")[0], new.pointer.rpartition("/")[0]


# ------------------------------------------------------------------------------------------ keys


def _security(old: Operation, new: Operation, before: Side, after: Side) -> Iterator[At]:
    was, now = _alternatives(old, before), _alternatives(new, after)
    at = _common(old, new, before, after, "security")
    for text, one in was.items():
        if text not in now:
            enough = any(_asks_no_more(other, one) for other in now.values())
            effect = Effect.NONE if enough else Effect.FEWER
            verb = "does not ask for" if enough else "does not accept"
            facet = Facet("removed", "security", f"{verb} {_keys(one)} any more", effect)
            yield At(facet, at.old, at.new)
    for text, other in now.items():
        if text not in was:
            facet = Facet("added", "security", f"accepts {_keys(other)} now", Effect.NONE)
            yield At(facet, at.old, at.new)


def _alternatives(operation: Operation, side: Side) -> dict[str, Alternative]:
    """The keys that one may come with, by what they are: their names are the document's own."""
    document = side.reader.document
    listed = operation.raw.get("security", document.get("security"))
    found = {}
    for alternative in listed or [{}]:
        keys: Alternative = {}
        for name, scopes in alternative.items():
            keys[_scheme(name, side)] = frozenset(scopes or ())
        found[canonical({key: sorted(scopes) for key, scopes in keys.items()})] = keys
    return found


def _scheme(name: str, side: Side) -> str:
    _, scheme = side.reader.follow(f"/components/securitySchemes/{name}")
    telling = ("type", "scheme", "in", "name", "flows", "openIdConnectUrl")
    return canonical({key: scheme[key] for key in telling if key in scheme} or {"type": name})


def _asks_no_more(one: Alternative, other: Alternative) -> bool:
    return all(key in other and scopes <= other[key] for key, scopes in one.items())


def _keys(alternative: Alternative) -> str:
    names = []
    for text, scopes in alternative.items():
        scheme = dict(re.findall(r'"(\w+)": "([^"]*)"', text))
        words = [scheme.get("scheme") or scheme.get("type", ""), scheme.get("name", "")]
        words += [f"with the scope {scope}" for scope in sorted(scopes)]
        names.append(" ".join(word for word in words if word))
    return " and ".join(f"`{name}`" for name in names) or "calls without a key"


# --------------------------------------------------------------------------------------- servers


def _servers(old: Operation, new: Operation, before: Side, after: Side) -> Iterator[At]:
    was, now = _urls(old, before), _urls(new, after)
    at = _common(old, new, before, after, "servers")
    for url in was:
        if url not in now:
            says = f"is no longer listed at {show(url)}"
            yield At(Facet("removed", "server", says, Effect.FEWER, old=url), at.old, at.new)
    for url in now:
        if url not in was:
            says = f"is listed at {show(url)} now"
            yield At(Facet("added", "server", says, Effect.NONE, new=url), at.old, at.new)


def _urls(operation: Operation, side: Side) -> list[str]:
    above = side.reader.get(operation.pointer.rpartition("/")[0]) or {}
    for around in (operation.raw, above, side.reader.document):
        if around.get("servers"):
            return [_url(server) for server in around["servers"]]
    return ["/"]


def _url(server: Any) -> str:
    """The address, with the defaults of its variables."""
    variables = server.get("variables") or {}
    url = str(server.get("url", "/"))
    for name, variable in variables.items():
        url = url.replace(f"{{{name}}}", str(variable.get("default", "")))
    return url.rstrip("/") or "/"
