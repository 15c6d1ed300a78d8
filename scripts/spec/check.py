"""Say what is wrong with a document before anything is made of it: pointer and line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from openapi_spec_validator import OpenAPIV30SpecValidator, OpenAPIV31SpecValidator
from openapi_spec_validator.validation.exceptions import (
    DuplicateOperationIDError,
    ExtraParametersError,
    ParameterDuplicateError,
    UnresolvableParameterError,
)
from openapi_spec_validator.validation.keywords import KeywordValidator
from referencing.exceptions import Unresolvable

from spec.document import Document, Source, escape, resolve

# What the rules repair, or what does no harm: names in `required` that nothing describes.
_REPAIRED = (
    DuplicateOperationIDError,
    ExtraParametersError,
    ParameterDuplicateError,
    UnresolvableParameterError,
)


class _NoDefaults(KeywordValidator):
    """Defaults that contradict their type are for the rules, too."""

    def __call__(self, *_: object) -> Iterator[Any]:
        return iter(())


def _without_defaults(validator: Any) -> Any:
    keywords = {**validator.keyword_validators, "default": _NoDefaults}
    return type(validator.__name__, (validator,), {"keyword_validators": keywords})


_V30 = _without_defaults(OpenAPIV30SpecValidator)
_V31 = _without_defaults(OpenAPIV31SpecValidator)


def validate(source: Source) -> None:
    """Check a document, except for what the rules repair.

    Raises:
        GenerateError: If it is not valid OpenAPI 3.0 or 3.1, or refers to what is not there.
    """
    _check_references(source)
    _check_schema(source)


def _check_references(source: Source) -> None:
    for pointer, reference in _references(source.document):
        followed = {reference}
        try:
            found = resolve(source.document, reference)
            while isinstance(found, dict) and isinstance(found.get("$ref"), str):
                if found["$ref"] in followed:
                    raise source.error(pointer, f"$ref to {reference}, which leads back to itself")
                followed.add(found["$ref"])
                found = resolve(source.document, found["$ref"])
        except (KeyError, IndexError, TypeError):
            raise source.error(pointer, f"$ref to {reference}, which is not there") from None


def _references(document: Document) -> Iterator[tuple[str, str]]:
    for place, part in _places(document, ""):
        if isinstance(part, dict) and isinstance(part.get("$ref"), str):
            yield place, part["$ref"]


# Whose keys are names, and no keywords.
_MAPS = {
    *("properties", "patternProperties", "$defs", "dependentSchemas", "schemas", "responses"),
    *("parameters", "requestBodies", "headers", "securitySchemes", "links", "callbacks"),
    *("content", "paths", "webhooks", "pathItems", "encoding"),
}
_VALUES = {"example", "examples", "default", "enum", "const"}


def _places(value: Any, pointer: str, names: bool = False) -> Iterator[tuple[str, Any]]:
    """Everything in a document with its pointer, but for what examples, values, extensions hold."""
    yield pointer, value
    if isinstance(value, dict):
        for key, item in value.items():
            if names or not (key in _VALUES or key.startswith("x-")):
                inside = key in _MAPS and not names
                yield from _places(item, f"{pointer}/{escape(key)}", inside)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _places(item, f"{pointer}/{index}")


def _check_schema(source: Source) -> None:
    version = str(source.document.get("openapi", ""))
    validator = {"3.0": _V30, "3.1": _V31}.get(version[:3])
    if validator is None:
        raise source.error("/openapi", f"OpenAPI 3.0 or 3.1 is needed, not {version or 'nothing'}")
    errors: list[Any] = []
    try:
        for error in validator(source.document).iter_errors():
            errors += [] if isinstance(error, _REPAIRED) else [error]
    except (RecursionError, Unresolvable):
        pass  # schemas may extend each other, and values may hold `$ref`: neither is wrong
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
    raise source.error(pointer, f"{_short(error.message)}{more}")


def _short(message: str) -> str:
    return message if len(message) < 300 else f"{message[:140]} … {message[-140:]}"


def _locate(document: Document, path: list[str], instance: object) -> str:
    """Where an error is: its path may begin at a schema inside."""
    suffix = "".join(f"/{escape(part)}" for part in path)
    for pointer, value in _places(document, ""):
        if pointer.endswith(suffix) and value == instance:
            return pointer
    return suffix
