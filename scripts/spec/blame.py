"""Where in a document it is that something goes wrong with later: pointer and line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from openapi_python_client.utils import ClassName

from spec import GenerateError
from spec.audit import class_of, module_of
from spec.document import Document, Source, escape, operations

_COMPONENT = re.compile(r"/components/(\w+)/([^\s:,)]+)")
_OPERATION = re.compile(r"parsing ([A-Z]+) (/\S*) within")
_MODULE = re.compile(r"api[./](\w+)[./](\w+)")
_MODEL = re.compile(r"models[./](\w+)|^ *(\w+): ", re.MULTILINE)


def blame(source: Source, document: Document, error: GenerateError) -> GenerateError:
    """The same error with the place that it is about, where its text gives one away.

    Args:
        source: The document as it was read.
        document: The document as the generator got it.
        error: What the generator, or the audit of what it wrote, has to say.
    """
    text = str(error)
    for pointer in (*_operations(text), *_modules(text, document), *_schemas(text, document)):
        near = _nearest(source, pointer)
        if near:
            return source.error(near, text)
    return error


def culprit(document: Document, fails: Callable[[Document], bool]) -> str:
    """The pointer of the schema or operation without which a document does not fail; or "".

    It halves what is left out, as each try takes a second for a large document.
    """
    suspects: list[tuple[str, ...]] = [
        *(("", name) for name in document.get("components", {}).get("schemas", {})),
        *((method, path) for path, method, _ in operations(document)),
    ]
    if fails(_less(document, suspects)):
        return ""
    while len(suspects) > 1:
        half = suspects[: len(suspects) // 2]
        rest = suspects[len(suspects) // 2 :]
        if not fails(_less(document, half)):
            suspects = half
        elif not fails(_less(document, rest)):
            suspects = rest
        else:
            return ""  # more than one of them
    ((method, name),) = suspects
    return _pointer(name, method) if method else f"/components/schemas/{escape(name)}"


def _less(document: Document, without: list[tuple[str, ...]]) -> Document:
    """A document with those schemas empty, and those operations gone."""
    gone = set(without)
    paths = {
        path: {key: part for key, part in item.items() if (key, path) not in gone}
        for path, item in document.get("paths", {}).items()
    }
    parts = dict(document.get("components", {}))
    schemas = parts.get("schemas", {})
    parts["schemas"] = {name: {} if ("", name) in gone else one for name, one in schemas.items()}
    return {**document, "paths": paths, "components": parts}


def _operations(text: str) -> Iterator[str]:
    for method, path in _OPERATION.findall(text):
        yield _pointer(path, method.lower())


def _modules(text: str, document: Document) -> Iterator[str]:
    known = {module_of(p, m, operation): _pointer(p, m) for p, m, operation in operations(document)}
    for tag, name in _MODULE.findall(text):
        if f"api/{tag}/{name}.py" in known:
            yield known[f"api/{tag}/{name}.py"]


def _schemas(text: str, document: Document) -> Iterator[str]:
    for kind, name in _COMPONENT.findall(text):
        yield f"/components/{kind}/{escape(name)}"
    schemas: dict[str, Any] = document.get("components", {}).get("schemas", {})
    classes = {class_of(name, part).lower(): name for name, part in schemas.items()}
    for module, name in _MODEL.findall(text):
        found = classes.get((module or name).replace("_", "").lower())
        if found is not None:
            yield f"/components/schemas/{escape(found)}"


def _nearest(source: Source, pointer: str) -> str:
    """The place itself, or for what a rule has made of a component, that component."""
    if pointer in source.lines:
        return pointer
    above, _, name = pointer.rpartition("/")
    names = source.document.get("components", {}).get("schemas", {})
    wanted = str(ClassName(name, "field_"))
    near = [known for known in names if wanted.startswith(str(ClassName(known, "field_")))]
    return f"{above}/{escape(max(near, key=len))}" if near and "schemas" in above else ""


def _pointer(path: str, method: str) -> str:
    return f"/paths/{escape(path)}/{method}"
