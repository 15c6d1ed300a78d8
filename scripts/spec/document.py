"""Read an OpenAPI document, and say where it is wrong: pointer and line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from openapi_spec_validator import OpenAPIV30SpecValidator, OpenAPIV31SpecValidator

from spec import GenerateError

Document = dict[str, Any]
METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")

# YAML turns 2025-11-22 into a date, which JSON does not have; the C loader reads the largest known
# document in 0.3 s instead of 4.
_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_Loader: Any = type(
    "_Loader",
    (_Base,),
    {
        "yaml_implicit_resolvers": {
            first: [r for r in resolvers if r[0] != "tag:yaml.org,2002:timestamp"]
            for first, resolvers in _Base.yaml_implicit_resolvers.items()
        }
    },
)


@dataclass(frozen=True)
class Source:
    """A document, and the line of every place in it."""

    path: Path
    document: Document
    lines: dict[str, int]

    def error(self, pointer: str, message: str) -> GenerateError:
        """An error at a place, or at the nearest place around it that has a line."""
        near = pointer
        while near not in self.lines and near:
            near = near.rpartition("/")[0]
        line = self.lines.get(near)
        where = f"{self.path}:{line}" if line else f"{self.path}"
        return GenerateError(f"{where}: #{pointer}: {message}")


def operations(document: Document) -> Iterator[tuple[str, str, Document]]:
    """Path, method and operation, in the order of the document."""
    for path, item in document.get("paths", {}).items():
        for method in METHODS:
            if method in item:
                yield path, method, item[method]


def validate(source: Source) -> None:
    """Check a document.

    Raises:
        GenerateError: If it is not valid OpenAPI 3.0 or 3.1, or refers to what is not there.
    """
    _check_references(source)
    _check_schema(source)


def resolve(document: Document, reference: str) -> Any:
    """What a local reference points at.

    Raises:
        KeyError: If there is nothing.
    """
    if not reference.startswith("#/"):
        raise KeyError(reference)
    value: Any = document
    for token in reference[2:].split("/"):
        key = token.replace("~1", "/").replace("~0", "~")
        value = value[int(key)] if isinstance(value, list) and key.isdigit() else value[key]
    return value


def parse(path: Path) -> Source:
    """Read a document.

    Raises:
        GenerateError: If the file cannot be read, is not YAML, or names a key twice.
    """
    try:
        loader = _Loader(path.read_bytes())
        try:
            root = loader.get_single_node()
            lines = dict(_lines(root, "", path))
            document = None if root is None else _with_string_keys(loader.construct_document(root))
        finally:
            loader.dispose()
    except OSError as error:
        raise GenerateError(f"{path}: cannot be read: {error.strerror}") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{path}:{mark.line + 1}" if mark else f"{path}"
        raise GenerateError(
            f"{where}: not YAML: {getattr(error, 'problem', None) or error}"
        ) from error
    if not isinstance(document, dict):
        raise GenerateError(
            f"{path}:1: #: not an OpenAPI document, but a {type(document).__name__}"
        )
    return Source(path, document, lines)


def _lines(node: Any, pointer: str, path: Path) -> Iterator[tuple[str, int]]:
    if node is None:
        return
    yield pointer, node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        seen = set()
        for key, value in node.value:
            child = f"{pointer}/{_escape(key.value)}"
            line = key.start_mark.line + 1
            if child in seen:  # YAML would keep the last of them without a word
                raise GenerateError(f"{path}:{line}: #{child}: this key is there twice")
            seen.add(child)
            yield from _lines(value, child, path)
            yield child, line
    elif isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            yield from _lines(item, f"{pointer}/{index}", path)


def _escape(key: object) -> str:
    return str(key).replace("~", "~0").replace("/", "~1")


def _with_string_keys(value: Any) -> Any:
    """JSON's keys are strings; YAML reads the status 200 as a number."""
    if isinstance(value, dict):
        return {str(key): _with_string_keys(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_with_string_keys(item) for item in value]
    return value


def _check_references(source: Source) -> None:
    for pointer, reference in _references(source.document, ""):
        try:
            resolve(source.document, reference)
        except (KeyError, IndexError, TypeError):
            raise source.error(pointer, f"$ref to {reference}, which is not there") from None


def _references(value: Any, pointer: str) -> Iterator[tuple[str, str]]:
    for place, part in _places(value, pointer):
        if isinstance(part, dict) and isinstance(part.get("$ref"), str):
            yield place, part["$ref"]


def _places(value: Any, pointer: str) -> Iterator[tuple[str, Any]]:
    """Everything in a document with its pointer, except what examples hold."""
    yield pointer, value
    if isinstance(value, dict):
        for key, item in value.items():
            if key not in ("example", "examples"):
                yield from _places(item, f"{pointer}/{_escape(key)}")
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _places(item, f"{pointer}/{index}")


def _check_schema(source: Source) -> None:
    version = str(source.document.get("openapi", ""))
    validator = {"3.0": OpenAPIV30SpecValidator, "3.1": OpenAPIV31SpecValidator}.get(version[:3])
    if validator is None:
        raise source.error("/openapi", f"OpenAPI 3.0 or 3.1 is needed, not {version or 'nothing'}")
    errors: list[Any] = []
    try:
        errors.extend(validator(source.document).iter_errors())
    except Exception as problem:  # it trips over some of the documents that it should refuse
        if not errors:
            raise source.error("", f"cannot be validated: {problem!r}") from problem
    if not errors:
        return
    error = errors[0]
    while error.context:  # a union that nothing fits; what went deepest was meant
        error = max(error.context, key=lambda inner: len(inner.absolute_path))
    path = [str(part) for part in error.absolute_path]
    pointer = _locate(source.document, path, error.instance)
    more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
    raise source.error(pointer, f"{error.message}{more}")


def _locate(document: Document, path: list[str], instance: object) -> str:
    """Where an error is: its path may begin at a schema inside; that of a default is empty."""
    suffix = "".join(f"/{_escape(part)}" for part in path)
    for pointer, value in _places(document, ""):
        if pointer.endswith(suffix or "/default") and value == instance:
            return pointer
    return suffix
