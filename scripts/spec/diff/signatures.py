"""What two functions take."""

from __future__ import annotations

from collections.abc import Iterator

import griffe

from spec.diff.facets import Facet
from spec.diff.hints import effect, members, spelled
from spec.diff.judge import Effect

_BY_PLACE = (griffe.ParameterKind.positional_only, griffe.ParameterKind.positional_or_keyword)


def compare_signatures(old: griffe.Function, new: griffe.Function) -> Iterator[tuple[str, Facet]]:
    """All differences between two lists of arguments; subject and difference."""
    was = {parameter.name: parameter for parameter in old.parameters}
    now = {parameter.name: parameter for parameter in new.parameters}
    for name in was:
        if name not in now:
            yield f"argument `{name}`", Facet("removed", "argument", "was removed", Effect.FEWER)
    for name, parameter in now.items():
        subject = f"argument `{name}`"
        if name in was:
            for facet in _argument(was[name], parameter):
                yield subject, facet
        elif parameter.required:
            yield subject, Facet("added", "argument", "is new, required", Effect.FEWER)
        else:
            yield subject, Facet("added", "argument", "is new, optional", Effect.NONE)
    before, after = (
        [p.name for p in function.parameters if p.kind in _BY_PLACE] for function in (old, new)
    )
    stayed = [name for name in before if name in after]
    if after[: len(stayed)] != stayed:
        says = f"come in another order: {', '.join(after)}"
        yield "the arguments", Facet("changed", "order", says, Effect.FEWER)


def _argument(old: griffe.Parameter, new: griffe.Parameter) -> Iterator[Facet]:
    if old.kind is not new.kind and old.kind is griffe.ParameterKind.positional_or_keyword:
        says = "can no longer be given by its place"
        if new.kind is not griffe.ParameterKind.keyword_only:
            says = f"is {new.kind.value} now" if new.kind else "is another kind now"
        yield Facet("changed", "kind", says, Effect.FEWER)
    was, now = members(_text(old.annotation)), members(_text(new.annotation))
    if was != now:
        says = f"takes {spelled(now)} now, which was {spelled(was)}"
        yield Facet("changed", "type", says, effect(was, now), sorted(was), sorted(now))
    if new.required and not old.required:
        yield Facet("added", "required", "is required now", Effect.FEWER)
    elif old.required and not new.required:
        yield Facet("removed", "required", "is no longer required", Effect.NONE)
    elif _text(old.default) != _text(new.default):
        says = f"has the default `{new.default}` now, which was `{old.default}`"
        yield Facet("changed", "default", says, Effect.FEWER, str(old.default), str(new.default))


def _text(expression: object) -> str | None:
    return None if expression is None else str(expression)
