"""A JSON pointer in words, and whom it belongs to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from spec.diff.judge import Owner
from spec.diff.reader import Reader
from spec.document import unescape

_ROOTS = {
    "schemas": "the schema",
    "parameters": "the parameter",
    "headers": "the header",
    "responses": "the response",
    "requestBodies": "the request body",
    "securitySchemes": "the security scheme",
}
_STEPS = {"items": "[]", "additionalProperties": ".*"}
_NAMED = {
    "responses": "response {}",
    "headers": "header `{}`",
    "content": "({})",
    "callbacks": "callback `{}`",
}
_SILENT = {"schema", "required", "security", "servers"}


@dataclass
class Places:
    """Names places in one document.

    Attributes:
        reader: The document.
        paths: How paths that the other document writes differently are called there.
    """

    reader: Reader
    paths: Mapping[str, str] = field(default_factory=dict)

    def owner(self, pointer: str) -> Owner:
        """What a place belongs to."""
        return self._split(pointer)[0]

    def subject(self, pointer: str) -> str:
        """What is at a place, as the subject of a sentence that names its owner elsewhere."""
        owner, depth = self._split(pointer)
        raw = pointer.split("/")[1:]
        tokens = [unescape(token) for token in raw]
        where: list[str] = []
        path = ""
        while depth < len(tokens):
            token, following = tokens[depth], (tokens[depth + 1 :] or [""])[0]
            depth += 1
            if token in _STEPS:
                path += _STEPS[token]
            elif token == "properties":
                path += f".{following}"
                depth += 1
            elif token in ("oneOf", "anyOf"):
                path += f"<{int(following or 0) + 1}>"
                depth += 1
            elif token == "parameters":
                _, found = self.reader.follow("/" + "/".join(raw[: depth + 1]))
                where.append(f"{found.get('in')} parameter `{found.get('name')}`")
                depth += 1
            elif token in _NAMED:
                where.append(_NAMED[token].format(following))
                depth += 1
            elif token == "allOf":
                depth += 1
            elif token == "requestBody":
                where.append("request body")
            elif token not in _SILENT:
                where.append(f"`{token}`")
        path = path.removeprefix(".")
        if not path:
            return " ".join(where) or _root(owner)
        return f"{' '.join(where)}, field `{path}`" if where else f"field `{path}`"

    def _split(self, pointer: str) -> tuple[Owner, int]:
        """The owner, and how many tokens of the pointer name it."""
        tokens = [unescape(token) for token in pointer.split("/")[1:]]
        if tokens[:1] == ["components"] and len(tokens) >= 3:
            return Owner("component", tokens[2], tokens[1]), 3
        if tokens[:1] in (["paths"], ["webhooks"]) and len(tokens) >= 2:
            path = self.paths.get(tokens[1], tokens[1])
            if len(tokens) >= 3 and tokens[2] not in ("parameters", "servers"):
                return Owner("operation", f"{tokens[2].upper()} {path}"), 3
            return Owner("path", path), 2
        return Owner("document", "the whole document"), 0


def _root(owner: Owner) -> str:
    if owner.kind == "component":
        return _ROOTS.get(owner.section, "the component")
    return "the API" if owner.kind == "document" else f"the {owner.kind}"
