"""Read an OpenAPI document, and know the line of every place in it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import yaml

from spec import GenerateError

Document = dict[str, Any]
METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")

# Nodes of a document; the largest known has 60,000. Aliases can make a small file a large document:
# https://en.wikipedia.org/wiki/Billion_laughs_attack
LARGEST = 2_000_000

# YAML 1.1, which PyYAML reads, takes `no` for false, 12:30 for 750, 010 for 8 and 2025-11-22 for a
# date. OpenAPI wants what JSON has: https://spec.openapis.org/oas/v3.1.1.html#format
_SCALARS = {
    "bool": (r"true|True|TRUE|false|False|FALSE", "tTfF"),
    "int": (r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", "-+0123456789"),
    "float": (
        r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?"
        r"|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)",
        "-+.0123456789",
    ),
    "null": (r"~|null|Null|NULL|", "~nN"),
    "merge": (r"<<", "<"),
}
# The C loader reads the largest known document in 0.3 s instead of 4.
_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_Loader: Any = type("_Loader", (_Base,), {"yaml_implicit_resolvers": {}})
for _name, (_pattern, _first) in _SCALARS.items():
    _Loader.add_implicit_resolver(
        f"tag:yaml.org,2002:{_name}",
        re.compile(f"^(?:{_pattern})$"),
        [*_first, ""] if _name == "null" else list(_first),
    )
_Loader.add_constructor(
    "tag:yaml.org,2002:int",
    lambda _loader, node: int(node.value, 0 if node.value[:2] in ("0o", "0x") else 10),
)


@dataclass(frozen=True)
class Source:
    """A document, and the line of every place in it."""

    name: str
    document: Document
    lines: dict[str, int]

    def error(self, pointer: str, message: str) -> GenerateError:
        """An error at a place, or at the nearest place around it that has a line."""
        near = pointer
        while near not in self.lines and near:
            near = near.rpartition("/")[0]
        line = self.lines.get(near)
        where = f"{self.name}:{line}" if line else self.name
        return GenerateError(f"{where}: #{pointer}: {message}")


def operations(document: Document) -> Iterator[tuple[str, str, Document]]:
    """Path, method and operation, in the order of the document."""
    for path, item in document.get("paths", {}).items():
        for method in METHODS:
            if method in item:
                yield path, method, item[method]


def resolve(document: Document, reference: str) -> Any:
    """What a local reference points at.

    Raises:
        KeyError: If there is nothing.
    """
    if not reference.startswith("#/"):
        raise KeyError(reference)
    value: Any = document
    for token in reference[2:].split("/"):
        key = unescape(token)
        if isinstance(value, dict) and key not in value:  # in a fragment, %7B is a brace
            key = unescape(unquote(token))
        value = value[int(key)] if isinstance(value, list) and key.isdigit() else value[key]
    return value


def parse(path: Path, name: str = "") -> Source:
    """Read a document, YAML or JSON.

    Args:
        path: The file.
        name: What to call it in messages, where that is not its path.

    Raises:
        GenerateError: If the file cannot be read, is neither YAML nor JSON, or names a key twice.
    """
    called = name or str(path)
    try:
        data = path.read_bytes()
        text, document, distinct = _read_json(data)
        loader = _Loader(data if text is None else text)
        try:
            root = loader.get_single_node()
            lines = dict(_lines(root, called, distinct))
            if text is None and root is not None:
                document = _with_string_keys(loader.construct_document(root))
        except yaml.YAMLError:
            if text is None:
                raise
            lines = {}  # JSON that is no YAML: it has a key of over 1,024 characters, say
        finally:
            loader.dispose()
    except OSError as error:
        raise GenerateError(f"{called}: cannot be read: {error.strerror}") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else data[: getattr(error, "position", 0)].count(b"\n") + 1
        problem = getattr(error, "problem", None) or getattr(error, "reason", None) or error
        raise GenerateError(f"{called}:{line}: not YAML: {problem}") from error
    except (ValueError, RecursionError) as error:
        raise GenerateError(f"{called}: cannot be read: {error}") from error
    if not isinstance(document, dict):
        raise GenerateError(
            f"{called}:1: #: not an OpenAPI document, but a {type(document).__name__}"
        )
    return Source(called, document, lines)


def _read_json(data: bytes) -> tuple[str | None, Any, bool]:
    """A document, its text as YAML can read it, and whether its keys are distinct, if it is JSON.

    JSON escapes a character as two halves, which the YAML loader refuses: they are put together.
    """
    if not data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return None, None, False
    distinct = True

    def note(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        nonlocal distinct
        found = dict(pairs)
        distinct = distinct and len(found) == len(pairs)
        return found

    try:
        document = json.loads(data, object_pairs_hook=note)
        text = data.decode(json.detect_encoding(data))
    except (ValueError, RecursionError):
        return None, None, False  # YAML has braces too; and knows the line
    text = _UNREADABLE.sub("?", text)
    text = _LONE.sub(r"\1\\ufffd", text)
    return _PAIR.sub(lambda m: m[1] + json.loads(f'"{m[2]}"'), text), document, distinct


# What YAML refuses though JSON has it, and what it takes for the end of a line.
_UNREADABLE = re.compile(
    "[^\\t\\n\\r -~\\xa0-\\u2027\\u202a-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]"
)
_HIGH, _LOW = r"\\u[dD][89abAB][0-9a-fA-F]{2}", r"\\u[dD][c-fC-F][0-9a-fA-F]{2}"
_PAIR = re.compile(rf"(?<!\\)((?:\\\\)*)({_HIGH}{_LOW})")
_LONE = re.compile(rf"(?<!\\)((?:\\\\)*)(?:{_HIGH}(?!{_LOW})|(?<!{'.' * 6}){_LOW})")


def _lines(root: Any, path: str, distinct: bool) -> Iterator[tuple[str, int]]:
    """Pointer and line of every place. Iterative, as documents can be deep."""
    if root is None:
        return
    count = 0
    stack: list[tuple[str, Any, int, frozenset[int]]] = [
        ("", root, root.start_mark.line + 1, frozenset())
    ]
    while stack:
        pointer, node, line, around = stack.pop()
        count += 1
        if id(node) in around:
            raise GenerateError(f"{path}:{line}: #{pointer}: an alias to what it is in")
        if count > LARGEST:
            raise GenerateError(f"{path}:{line}: #{pointer}: more than {LARGEST} values")
        yield pointer, line
        inner = around | {id(node)} if isinstance(node, yaml.CollectionNode) else around
        if isinstance(node, yaml.MappingNode):
            seen = set()
            for key, value in node.value:
                if not isinstance(key, yaml.ScalarNode):
                    at = key.start_mark.line + 1
                    raise GenerateError(f"{path}:{at}: #{pointer}: a key that is no text")
                if key.tag != "tag:yaml.org,2002:merge":  # a name is text: 200, Null, no
                    key.tag = "tag:yaml.org,2002:str"
                child = f"{pointer}/{escape(key.value)}"
                at = key.start_mark.line + 1
                # YAML would keep the last of them without a word.
                if child in seen and not distinct:
                    raise GenerateError(f"{path}:{at}: #{child}: this key is there twice")
                seen.add(child)
                stack.append((child, value, at, inner))
        elif isinstance(node, yaml.SequenceNode):
            for index, item in enumerate(node.value):
                stack.append((f"{pointer}/{index}", item, item.start_mark.line + 1, inner))


def escape(key: object) -> str:
    """A key as one token of a JSON pointer."""
    return str(key).replace("~", "~0").replace("/", "~1")


def unescape(token: str) -> str:
    """The key that one token of a JSON pointer stands for."""
    return token.replace("~1", "/").replace("~0", "~")


def _with_string_keys(value: Any) -> Any:
    """JSON's keys are strings; YAML reads the status 200 as a number."""
    if isinstance(value, dict):
        return {str(key): _with_string_keys(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_with_string_keys(item) for item in value]
    return value
