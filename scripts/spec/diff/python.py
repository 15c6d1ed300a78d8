"""The same, seen from Python: names, signatures and attributes of two generated packages.

Read, not imported, by griffe. What an argument takes is judged like a request, what a function
returns like a response, a model like what it is used for: both, if nothing tells. A name that is
gone breaks callers. Models are made by keyword: the order of their attributes is not compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import griffe

from spec.diff.facets import Facet
from spec.diff.hints import effect, members, returned, spelled
from spec.diff.judge import Change, Direction, Effect, Group, Owner, judge
from spec.diff.packages import is_enum, is_operation, kind, modules, public, uses
from spec.diff.report import Report
from spec.diff.signatures import compare_signatures

_BOTH: tuple[Direction, ...] = ("request", "response")


def compare_packages(old: griffe.Module, new: griffe.Module) -> Report:
    """All differences in what a user of the packages sees, each once."""
    work = _Work(old, new)
    work.run()
    order = {"module": 0, "operation": 1, "model": 2}
    changes = sorted(
        work.changes.values(),
        key=lambda c: (order.get(c.group.owner.section, 0), c.group.owner.name, *c.key),
    )
    names = [
        {n for n, m in modules(package).items() if is_operation(n, m)} for package in (old, new)
    ]
    counts = {
        "added": len(names[1] - names[0]),
        "removed": len(names[0] - names[1]),
        "same": len(names[0] & names[1]),
    }
    return Report(changes, counts)


@dataclass
class _Work:
    old: griffe.Module
    new: griffe.Module
    changes: dict[tuple[str, ...], Change] = field(default_factory=dict)
    uses: dict[str, set[Direction]] = field(init=False)

    def __post_init__(self) -> None:
        self.uses = uses(self.old)
        for name, directions in uses(self.new).items():
            self.uses.setdefault(name, set()).update(directions)

    def run(self) -> None:
        was, now = modules(self.old), modules(self.new)
        for name in sorted(was.keys() | now.keys()):
            self.module(name, was.get(name), now.get(name))

    def module(self, name: str, old: griffe.Module | None, new: griffe.Module | None) -> None:
        known = new or old
        assert known is not None
        if is_operation(name, known):
            owner = Owner("python", name, "operation")
            if old and new:
                self.scope(owner, old, new)
            else:
                self.whole(owner, "operation", old, new)
            return
        was, now = (public(module) if module else {} for module in (old, new))
        for member in sorted(was.keys() | now.keys()):
            one, two = was.get(member), now.get(member)
            owner = _owner(name, member, two or one)
            if one and two:
                self.member(owner, "", one, two)
            else:
                self.whole(owner, owner.section, one, two)

    def scope(
        self, owner: Owner, old: griffe.Module | griffe.Class, new: griffe.Module | griffe.Class
    ) -> None:
        was, now = public(old), public(new)
        for name in sorted(was.keys() | now.keys()):
            one, two = was.get(name), now.get(name)
            if one and two:
                self.member(owner, name, one, two)
            elif two:
                self.added(owner, name, two)
            elif one:
                facet = Facet("removed", kind(one), "was removed", Effect.OTHER)
                for way in self.directions(owner):
                    self.note(owner, f"{kind(one)} `{name}`", facet, one, way, old=True)

    def added(self, owner: Owner, name: str, new: griffe.Object) -> None:
        must = isinstance(new, griffe.Attribute) and not _has_default(new)
        is_field = owner.section == "model" and not is_enum(new.parent)
        need = (", required" if must else ", optional") if is_field else ""
        harm = Effect.FEWER if must and is_field else Effect.NONE
        for way in self.directions(owner):
            facet = Facet("added", kind(new), f"is new{need}", harm)
            self.note(owner, f"{kind(new)} `{name}`", facet, new, way)

    def member(self, owner: Owner, name: str, old: griffe.Object, new: griffe.Object) -> None:
        subject = f"{kind(new)} `{name}`" if name else f"the {kind(new)}"
        if isinstance(old, griffe.Function) and isinstance(new, griffe.Function):
            for argument, facet in compare_signatures(old, new):
                self.note(owner, argument, facet, new, "request", function=name)
            was, now = (returned(_text(f.returns)) for f in (old, new))
            for facet in _retyped("returns", was, now):
                self.note(owner, "the answer", facet, new, "response", function=name)
        elif isinstance(old, griffe.Class) and isinstance(new, griffe.Class):
            self.classes(owner, old, new)
        elif isinstance(old, griffe.Attribute) and isinstance(new, griffe.Attribute):
            self.attributes(owner, subject, old, new)
        else:
            says = f"is {kind(new)} now, no longer {kind(old)}"
            self.note(owner, subject, Facet("changed", "kind", says, Effect.OTHER), new, "request")

    def classes(self, owner: Owner, old: griffe.Class, new: griffe.Class) -> None:
        was, now = ([str(base).rpartition(".")[2] for base in c.bases] for c in (old, new))
        if was != now:
            says = f"is made from {', '.join(now) or 'nothing'} now, no longer {', '.join(was)}"
            for way in self.directions(owner):
                facet = Facet("changed", "base", says, Effect.OTHER, was, now)
                self.note(owner, "the class", facet, new, way)
        self.scope(owner, old, new)

    def attributes(
        self, owner: Owner, subject: str, old: griffe.Attribute, new: griffe.Attribute
    ) -> None:
        was, now = members(_text(old.annotation)), members(_text(new.annotation))
        needed = _has_default(old), _has_default(new)
        found = list(_retyped("is", was, now)) if old.annotation or new.annotation else []
        if owner.section == "model" and not is_enum(new.parent):
            if needed[0] and not needed[1] and "Unset" not in was - now:
                found.append(Facet("added", "required", "is required now", Effect.FEWER))
            elif needed[1] and not needed[0] and "Unset" not in now - was:
                found.append(Facet("removed", "required", "is optional now", Effect.NONE))
        values = _value(old), _value(new)
        if values[0] != values[1] and all(values):
            says = f"is `{values[1]}` now, which was `{values[0]}`"
            found.append(Facet("changed", "value", says, Effect.FEWER, *values))
        for way in self.directions(owner):
            for facet in found:
                self.note(owner, subject, facet, new, way)

    # -------------------------------------------------------------------------------------------

    def whole(
        self, owner: Owner, what: str, old: griffe.Object | None, new: griffe.Object | None
    ) -> None:
        """Something that only one side has: who imports it fails."""
        if new:
            self.note(owner, f"the {what}", Facet("added", what, "is new", Effect.NONE), new)
        elif old:
            facet = Facet("removed", what, "was removed", Effect.OTHER)
            self.note(owner, f"the {what}", facet, old, old=True)

    def directions(self, owner: Owner) -> tuple[Direction, ...]:
        if owner.section != "model":
            return ("request",)
        return tuple(sorted(self.uses.get(owner.name.rpartition(".")[2], ()))) or _BOTH

    def note(
        self,
        owner: Owner,
        subject: str,
        facet: Facet,
        where: griffe.Object,
        way: Direction = "request",
        *,
        old: bool = False,
        function: str = "",
    ) -> None:
        root = self.old if old else self.new
        file = Path(str(where.filepath)).relative_to(Path(str(root.filepath)).parent.parent)
        change = Change(
            group=Group(owner),
            action=facet.action,
            kind=facet.kind,
            subject=subject,
            says=facet.says,
            # One line for what four functions have in common: that of the module.
            pointer=file.as_posix() if function else f"{file.as_posix()}:{where.lineno or 1}",
            document="old" if old else "new",
            old=facet.old,
            new=facet.new,
            breaks=judge(facet.effect, way),
            uses={way: {function} if function else set()},
        )
        self.changes.setdefault(change.key, change).merge(change)


def _owner(module: str, name: str, member: griffe.Object | None) -> Owner:
    if module.split(".")[0] == "models" and isinstance(member, griffe.Class):
        return Owner("python", f"models.{name}", "model")
    return Owner("python", f"{module}.{name}" if module else name, kind(member))


def _has_default(attribute: griffe.Attribute) -> bool:
    text = _text(attribute.value)
    return text is not None and (
        not text.startswith("field(") or "default" in text or "factory" in text
    )


def _value(attribute: griffe.Attribute) -> str:
    """The default, without what `field` wraps round it."""
    text = _text(attribute.value) or ""
    if not text.startswith("field("):
        return text
    found = re.search(r"\bdefault=(.+?)(?:, \w+=|\)$)", text)
    return found[1] if found else ""


def _text(expression: object) -> str | None:
    return None if expression is None else str(expression)


def _retyped(verb: str, was: frozenset[str], now: frozenset[str]) -> Iterator[Facet]:
    if was != now:
        says = f"{verb} {spelled(now)} now, which was {spelled(was)}"
        yield Facet("changed", "type", says, effect(was, now), sorted(was), sorted(now))
