r"""A request made of a row, by a template. Pure.

In every text of the template ``{column}`` stands for the row's value of that column, written as
text; ``{{`` and ``}}`` stand for braces. A text that is one ``{column}`` and nothing else becomes
the value itself, whatever its type. Keys are taken as they are.

    >>> compile_template({"input": "{text}", "n": "{count}"})({"text": "Hi", "count": 2})
    {'input': 'Hi', 'n': 2}
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from ..errors import InvalidArgumentError
from .check import Wrong

Maker = Callable[[Mapping[str, Any]], Any]

_PIECE = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")


def compile_template(template: Mapping[str, Any]) -> Maker:
    """Make a function of a template.

    Args:
        template: A request body (or ``{"custom_id": …, "body": …}``) with columns in braces.

    Returns:
        A function from a row to the request; it raises ``Wrong`` where a column is missing.

    Raises:
        InvalidArgumentError: A brace without its other half, or a value that JSON does not know.
    """
    made = _compile(template, "make_request")
    if not isinstance(template, Mapping) or not template:
        raise InvalidArgumentError("make_request must be a function or a non-empty template.")
    return made


def _compile(value: Any, where: str) -> Maker:
    if isinstance(value, str):
        return _compile_text(value, where)
    if isinstance(value, Mapping):
        members: list[tuple[str, Maker]] = []
        for key, inner in value.items():
            if not isinstance(key, str):
                raise InvalidArgumentError(f"{where}: the key {key!r} is not a str.")
            members.append((key, _compile(inner, f"{where}[{key!r}]")))
        return lambda row: {key: make(row) for key, make in members}
    if isinstance(value, (list, tuple)):
        makers = [_compile(inner, f"{where}[{i}]") for i, inner in enumerate(value)]
        return lambda row: [make(row) for make in makers]
    if value is None or isinstance(value, (bool, int, float)):
        return lambda _: value
    raise InvalidArgumentError(f"{where}: a {type(value).__name__} has no place in a template.")


def _compile_text(text: str, where: str) -> Maker:
    pieces: list[str | tuple[str]] = []
    end = 0
    for match in _PIECE.finditer(text):
        pieces.append(text[end : match.start()])
        end = match.end()
        token = match.group()
        if token in {"{{", "}}"}:
            pieces.append(token[0])
        elif match.group(1):
            pieces.append((match.group(1),))
        else:
            raise InvalidArgumentError(
                f"{where}: {token!r} at character {match.start()} of {text!r} stands for no "
                "column; write {{ and }} for braces that are meant as such."
            )
    pieces.append(text[end:])
    pieces = [piece for piece in pieces if piece != ""]
    if all(isinstance(piece, str) for piece in pieces):
        plain = "".join(str(piece) for piece in pieces)
        return lambda _: plain
    if len(pieces) == 1:
        name = pieces[0][0]
        return lambda row: _value(row, name)
    return lambda row: "".join(
        piece if isinstance(piece, str) else _text(_value(row, piece[0]), piece[0])
        for piece in pieces
    )


def _value(row: Mapping[str, Any], name: str) -> Any:
    try:
        return row[name]
    except KeyError:
        there = ", ".join(sorted(str(key) for key in row)[:10])
        raise Wrong(
            f"there is no column {name!r} for the template; the row has {there or 'none'} "
            "(write {{ and }} for braces that are meant as such)"
        ) from None


def _text(value: Any, name: str) -> str:
    if isinstance(value, str):
        return value
    if value is None:
        raise Wrong(f"the column {name!r} is empty, and the template puts it into a text")
    if isinstance(value, (dict, list, bool)):
        # As JSON, which a model reads; Python's own spelling is nobody's.
        return json.dumps(value, ensure_ascii=False)
    return str(value)
