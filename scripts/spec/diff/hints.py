"""Compare two annotations: what a union of types gained and lost."""

from __future__ import annotations

import ast

from spec.diff.judge import Effect

_UNIONS = ("Union", "Optional")


def members(annotation: str | None) -> frozenset[str]:
    """The types that an annotation allows, in one spelling; `Any` for none."""
    if annotation is None:
        return frozenset({"Any"})
    try:
        return frozenset(_members(ast.parse(annotation.strip("'\""), mode="eval").body))
    except SyntaxError:
        return frozenset({annotation})


def returned(annotation: str | None) -> frozenset[str]:
    """The same for what a function returns: that it is wrapped, or can be None, is no news."""
    if annotation is not None and annotation.startswith("Response[") and annotation.endswith("]"):
        annotation = annotation.removeprefix("Response[")[:-1]
    found = members(annotation)
    return found - {"None"} or found


def spelled(types: frozenset[str]) -> str:
    """Types as a union, in backquotes."""
    return f"`{' | '.join(sorted(types, key=lambda name: (name in ('None', 'Unset'), name)))}`"


def effect(old: frozenset[str], new: frozenset[str]) -> Effect:
    """What a change of types does to the values that are promised."""
    more = all(_holds(new, name) for name in old)
    fewer = all(_holds(old, name) for name in new)
    if more and fewer:
        return Effect.NONE
    return Effect.MORE if more else Effect.FEWER if fewer else Effect.OTHER


def _holds(types: frozenset[str], name: str) -> bool:
    """If a type is one of several, or part of one: an int will do for a float."""
    wider = {"Any", "float" if name == "int" else name}
    if name.startswith("Literal["):
        wider.add("str" if name[8] in "'\"" else "int")
    return name in types or bool(wider & types)


def _members(node: ast.expr) -> list[str]:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        return [*_members(node.left), *_members(node.right)]
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return _members(ast.parse(node.value, mode="eval").body)
    if isinstance(node, ast.Subscript):
        name = _name(node.value)
        inner = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        if name in _UNIONS:
            found = [member for part in inner for member in _members(part)]
            return [*found, "None"] if name == "Optional" else found
        if name == "Literal":
            return [f"Literal[{ast.unparse(part)}]" for part in inner]
        return [f"{name}[{', '.join(_spell(part) for part in inner)}]"]
    return [_name(node)]


def _spell(node: ast.expr) -> str:
    return " | ".join(sorted(set(_members(node))))


def _name(node: ast.expr) -> str:
    """A name without the module that it is taken from: that is a matter of the import."""
    return node.attr if isinstance(node, ast.Attribute) else ast.unparse(node)
