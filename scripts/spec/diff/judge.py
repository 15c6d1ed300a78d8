"""The classes of a change, and what a change is."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Literal

Direction = Literal["request", "response"]
Action = Literal["added", "removed", "changed"]


class Effect(Enum):
    """What happened to the values that are promised."""

    FEWER = "fewer"
    MORE = "more"
    OTHER = "other"
    NONE = "none"


class Breaks(str, Enum):
    """Whom a change breaks."""

    CALLER = "caller"
    READER = "reader"


def judge(effect: Effect, direction: Direction) -> frozenset[Breaks]:
    """Whom an effect breaks: the table in the package's docstring."""
    if direction == "request":
        return frozenset({Breaks.CALLER} if effect in (Effect.FEWER, Effect.OTHER) else ())
    return frozenset({Breaks.READER} if effect in (Effect.MORE, Effect.OTHER) else ())


class Missing(Enum):
    """The absence of a value, which is not null."""

    MISSING = "missing"


MISSING = Missing.MISSING


def canonical(value: Any) -> str:
    """A text that is equal for equal JSON values: 1 and 1.0 are, 1 and true are not."""
    return json.dumps(_plain(value), sort_keys=True, ensure_ascii=False)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value if value is None or isinstance(value, (str, int, float)) else str(value)


@dataclass(frozen=True)
class Owner:
    """What a change belongs to: the document, a path, an operation, a component; or a module."""

    kind: Literal["document", "path", "operation", "component", "python"]
    name: str
    section: str = ""

    def __str__(self) -> str:
        return f"component {self.name}" if self.kind == "component" else self.name


@dataclass(frozen=True)
class Group:
    """Where a change is listed: an owner, and what was in its place if that was another one."""

    owner: Owner
    instead_of: Owner | None = None

    def __str__(self) -> str:
        if self.instead_of is None:
            return str(self.owner)
        if self.instead_of.kind == "component":
            return f"{self.owner} (in place of {self.instead_of})"
        return f"{self.owner} (in place of a schema written inline)"


@dataclass
class Change:
    """One difference, with everywhere that it can be met."""

    group: Group
    action: Action
    kind: str
    subject: str
    says: str
    pointer: str
    document: Literal["old", "new"]
    old: Any = MISSING
    new: Any = MISSING
    old_pointer: str | None = None
    breaks: frozenset[Breaks] = frozenset()
    uses: dict[Direction, set[str]] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """The change in words."""
        return f"{self.subject} {self.says}"

    @property
    def place(self) -> str:
        """Where it is: a pointer into a document, or a line of a module."""
        return f"{'old ' if self.document == 'old' else ''}{self._mark}{self.pointer}"

    @property
    def _mark(self) -> str:
        return "" if self.group.owner.kind == "python" else "#"

    @property
    def key(self) -> tuple[str, ...]:
        """The same for what is one change met in several places."""
        return (
            *(str(self.group), self.action, self.kind, self.subject, self.says),
            *(self.document, self.pointer),
        )

    @property
    def operations(self) -> list[str]:
        """Operations that meet it."""
        return sorted(set().union(*self.uses.values()))

    def merge(self, other: Change) -> None:
        """Add where, and to whom, the same change happened."""
        self.breaks |= other.breaks
        for direction, names in other.uses.items():
            self.uses.setdefault(direction, set()).update(names)
