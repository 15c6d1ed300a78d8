"""Which variant of the old union became which of the new one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from spec.diff.fields import Fields
from spec.diff.shape import Variant

# Objects that share fewer of their fields than this are other objects.
_ALIKE = 0.3


@dataclass(frozen=True)
class Pairs:
    """Variants that belong together, and those that are alone."""

    same: list[tuple[Variant, Variant]]
    removed: list[Variant]
    added: list[Variant]


def pair(old: Sequence[Variant], new: Sequence[Variant], before: Fields, after: Fields) -> Pairs:
    """Match variants: the surest first, each at most once; the same backwards."""
    if len(old) == len(new) == 1:
        return Pairs([(old[0], new[0])], [], [])
    found = []
    for i, one in enumerate(old):
        for j, other in enumerate(new):
            score = _score(one, other, before, after)
            if score > 0:
                found.append((-score, i + j, abs(i - j), i, j))
    rows: dict[int, int] = {}
    for _, _, _, i, j in sorted(found):
        if i not in rows and j not in rows.values():
            rows[i] = j
    return Pairs(
        [(old[i], new[j]) for i, j in sorted(rows.items())],
        [variant for i, variant in enumerate(old) if i not in rows],
        [variant for j, variant in enumerate(new) if j not in rows.values()],
    )


def _score(old: Variant, new: Variant, before: Fields, after: Fields) -> float:
    """How sure it is that the one became the other; 0 if it did not."""
    if old.kind != new.kind:
        return 0.5 if {old.kind, new.kind} == {"integer", "number"} else 0
    if old.kind == "object":
        return _objects(old, new, before, after)
    if (old.enum is None) != (new.enum is None):
        return 1
    if old.enum is not None and new.enum is not None:
        both = set(old.enum) | set(new.enum)
        return 2 + len(set(old.enum) & set(new.enum)) / (len(both) or 1)
    if old.kind == "array":
        same = before.kinds_of_items(old) == after.kinds_of_items(new)
        return 3 + _same_place(old, new) if same else 1
    return 3 + _same_place(old, new)


def _objects(old: Variant, new: Variant, before: Fields, after: Fields) -> float:
    tags, others = before.tags(old), after.tags(new)
    shared = tags.keys() & others.keys()
    if shared and all(tags[name].isdisjoint(others[name]) for name in shared):
        return 0
    names, more = set(before.of(old)), set(after.of(new))
    alike = len(names & more) / len(names | more) if names | more else 1
    if old.pointer == new.pointer and old.pointer.startswith("/components/"):
        return 4 + alike
    if alike < _ALIKE and not shared:
        return 0
    return 1 + len(shared) + alike + _same_place(old, new)


def _same_place(old: Variant, new: Variant) -> float:
    return 0.01 if old.pointer == new.pointer else 0
