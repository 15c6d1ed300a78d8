"""Repairs to a document before a client is generated from it.

A rule is a pure function: it takes a document and gives a new one, with the number of places that
it changed. Each says why it exists and where that can be read. The project's own openapi.yaml is
written so that none has to fire; they are for documents that others write.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from spec.document import Document


@dataclass(frozen=True)
class Rule:
    """One repair."""

    name: str
    reason: str
    link: str
    apply: Callable[[Document], tuple[Document, int]]


RULES: tuple[Rule, ...] = ()


def normalise(document: Document, rules: Sequence[Rule] = RULES) -> tuple[Document, dict[str, int]]:
    """Apply the rules in order.

    Returns:
        The repaired document, and how often each rule fired.
    """
    fired = {}
    for rule in rules:
        document, fired[rule.name] = rule.apply(document)
    return document, fired
