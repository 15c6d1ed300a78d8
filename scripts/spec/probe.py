"""Import and run a generated package.

    python -m spec.probe PACKAGE < DOCUMENT

The document is JSON, and so are the problems that come out.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Set
from importlib import import_module
from pathlib import Path
from typing import Any

import httpx

from spec.audit import class_of, module_of
from spec.document import Document, operations, resolve
from spec.rules.walk import makes_class
from spec.samples import samples, wire_name

BYTES = b"\xff\x00\x80 not text"


def probe(package: Path, document: Document) -> Iterator[str]:
    """Everything that goes wrong when a package is used on values that fit its document."""
    sys.path.insert(0, str(package.parent))
    broken = list(_import_all(package))
    yield from broken
    if not broken:
        models = import_module(f"{package.name}.models")
        yield from _try_components(models, document)
        yield from _try_odd_values(models)
        yield from _try_answers(package.name, document)


def _import_all(package: Path) -> Iterator[str]:
    for path in sorted(package.rglob("*.py")):
        parts = path.relative_to(package.parent).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        try:
            import_module(name)
        except Exception as error:
            yield f"{name} cannot be imported: {error!r}"


def _try_components(models: Any, document: Document) -> Iterator[str]:
    for name, schema in document.get("components", {}).get("schemas", {}).items():
        cls = getattr(models, class_of(name, schema), None) if makes_class(schema) else None
        if hasattr(cls, "from_dict"):
            declared = {wire_name(schema, name) for name in schema.get("properties", {})}
            for sample in samples(document, schema):
                yield from _round_trip(cls, sample, declared)


def _try_odd_values(models: Any) -> Iterator[str]:
    """Inline schemas have no name to look their sample up by; nothing and null fit all of them."""
    for name in models.__all__:
        cls = getattr(models, name)
        if hasattr(cls, "from_dict"):
            wires = [field.metadata.get("wire", field.name) for field in cls.__attrs_attrs__]
            yield from _round_trip(cls, {})
            yield from _round_trip(cls, dict.fromkeys(wires))


def _round_trip(cls: Any, sample: Any, declared: Set[str] = frozenset()) -> Iterator[str]:
    try:
        model = cls.from_dict(sample)
        written = model.to_dict()
        again = cls.from_dict(written)
        repr(model)
    except Exception as error:
        yield f"{cls.__name__}: {_short(sample)} raises {error!r}"
        return
    if written != sample:
        yield f"{cls.__name__}: {_short(sample)} comes back as {_short(written)}"
    if again != model:
        yield f"{cls.__name__}: {_short(sample)} is not the same when it is read again"
    undeclared = sorted(model.additional_properties.keys() & declared)
    if undeclared:
        yield f"{cls.__name__}: has no field for {', '.join(undeclared)}"


def _short(value: Any) -> str:
    return f"{str(value)[:200]}…" if len(str(value)) > 200 else str(value)


def _try_answers(package: str, document: Document) -> Iterator[str]:
    client = import_module(f"{package}.client").Client("http://localhost")
    for path, method, operation in operations(document):
        name = module_of(path, method, operation).removesuffix(".py").replace("/", ".")
        module = import_module(f"{package}.{name}")
        responses = operation.get("responses", {})
        for status, response in responses.items():
            code = _code(status, set(responses))
            for answer in _answers(document, response, code):
                try:
                    module._parse_response(client=client, response=answer)
                except Exception as error:
                    yield f"{name}: answer {status} {answer.content[:200]!r} raises {error!r}"


def _code(status: str, others: set[str]) -> int:
    """A number that is read as this status says: `default` is what no other status is."""
    if status != "default":
        return int(status.replace("X", "9"))
    free = (n for n in (299, 499, 599, 399, 199) if not {str(n), f"{n // 100}XX"} & others)
    return next(free, 999)


def _answers(document: Document, response: Document, code: int) -> Iterator[httpx.Response]:
    if "$ref" in response:
        response = resolve(document, response["$ref"])
    contents = response.get("content", {})
    for media, content in contents.items():
        if media.startswith("text/event-stream"):
            continue  # has no end that could be waited for; see streams.py
        headers = {"content-type": media} if media.isascii() and media.isprintable() else {}
        for sample in samples(document, content.get("schema", {})):
            is_json = "json" in media
            yield httpx.Response(
                code, headers=headers, content=json.dumps(sample).encode() if is_json else BYTES
            )
    if not contents:
        yield httpx.Response(code)


if __name__ == "__main__":
    json.dump(list(probe(Path(sys.argv[1]), json.load(sys.stdin))), sys.stdout)
