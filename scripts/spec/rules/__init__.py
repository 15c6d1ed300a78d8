"""Repairs to a document before a client is generated from it.

A rule is a pure function: it takes a document and gives a new one, with the number of places that
it changed. Each says why it exists and where that can be read. The project's own openapi.yaml is
written so that none has to fire; they are for documents that others write.

    walk      every schema with its place          nulls     the three ways to say null
    shapes    what the generator stops at          unions    oneOf and anyOf
    compose   allOf                                values    enums, constants, defaults
    messages  parameters, bodies, answers          naming    operations and classes
    properties  what Python calls them             texts     what no source can hold
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from spec import GenerateError
from spec.document import Document
from spec.rules import compose, messages, naming, nulls, properties, shapes, texts, unions, values

_GENERATOR = "https://github.com/openapi-generators/openapi-python-client"
_SPEC = "https://spec.openapis.org/oas/v3.1.1.html"
_JSON_SCHEMA = "https://json-schema.org/draft/2020-12/json-schema-core"


@dataclass(frozen=True)
class Rule:
    """One repair."""

    name: str
    reason: str
    link: str
    apply: Callable[[Document], tuple[Document, int]]


RULES: tuple[Rule, ...] = (
    Rule(
        "texts",
        "control characters end a docstring's file, or show code as what it is not",
        "https://trojansource.codes",
        texts.texts,
    ),
    Rule(
        "references",
        "a reference to a reference, or to a whole path, is refused or silently skipped",
        f"{_SPEC}#reference-object",
        messages.references,
    ),
    Rule(
        "version",
        "3.0 has neither null among its types nor numbers for exclusive limits",
        "https://learn.openapis.org/upgrading/v3.0-to-v3.1.html",
        shapes.version,
    ),
    Rule(
        "deep-references",
        "a reference into the middle of something is not found",
        f"{_GENERATOR}/issues/450",
        shapes.deep_references,
    ),
    Rule(
        "operation-ids",
        "ids that become one name overwrite each other's module without a word",
        f"{_GENERATOR}/issues/783",
        naming.operation_ids,
    ),
    Rule(
        "path-parameters",
        "an operation is dropped if its path and its parameters do not match",
        f"{_GENERATOR}/issues/539",
        messages.path_parameters,
    ),
    Rule(
        "parameters",
        "an operation is dropped with a parameter that is there twice or has no schema of its own",
        f"{_SPEC}#parameter-object",
        messages.parameters,
    ),
    Rule(
        "no-answers",
        "a document in which an operation promises nothing is refused whole",
        f"{_SPEC}#responses-object",
        messages.no_answers,
    ),
    Rule(
        "switching-protocols",
        "a 101 has no body to parse: what follows it is not HTTP",
        "https://www.rfc-editor.org/rfc/rfc9110#section-15.2.2",
        messages.switching_protocols,
    ),
    Rule(
        "media-types",
        "content of an unknown media type, or without a schema, is dropped or parsed to nothing",
        f"{_GENERATOR}/issues/317",
        messages.bodies_without_schema,
    ),
    Rule(
        "json-first",
        "only the first media type of an answer is read, and a stream is not what `sync` returns",
        f"{_GENERATOR}/issues/1248",
        messages.json_first,
    ),
    Rule(
        "boolean-schemas",
        "true and false as schemas make the whole document unreadable",
        f"{_JSON_SCHEMA}#section-4.3.2",
        shapes.booleans,
    ),
    Rule(
        "nullable",
        "`nullable` is not read beside a reference, an enum or allOf",
        f"{_GENERATOR}/issues/791",
        nulls.nullable,
    ),
    Rule(
        "type-lists",
        "each type of a list is read with the keywords of all of them",
        f"{_GENERATOR}/issues/1428",
        nulls.type_lists,
    ),
    Rule(
        "objects-without-type",
        "an object is not known for one by its additionalProperties, and becomes Any",
        f"{_JSON_SCHEMA}#section-10.3.2.3",
        shapes.objects_without_type,
    ),
    Rule(
        "arrays-without-items",
        "an array that does not say of what is refused",
        f"{_JSON_SCHEMA}#section-10.3.1.2",
        shapes.arrays_without_items,
    ),
    Rule(
        "enums",
        "an enum of anything but strings or of whole numbers is refused",
        f"{_GENERATOR}/issues/785",
        values.enums,
    ),
    Rule(
        "constants",
        "a constant that is null, a fraction or a structure makes the document unreadable",
        "https://typing.python.org/en/latest/spec/literal.html#legal-parameters-for-literal-at-type-check-time",
        values.constants,
    ),
    Rule(
        "nullable-components",
        "nothing can extend a component that may be null",
        f"{_GENERATOR}/issues/1066",
        nulls.nullable_components,
    ),
    Rule(
        "beside-unions",
        "type and properties beside a union are ignored, or the union is",
        f"{_GENERATOR}/issues/1428",
        unions.beside_unions,
    ),
    Rule(
        "all-of",
        "allOf of anything but objects that share no property is refused",
        f"{_GENERATOR}/issues/1060",
        compose.all_of,
    ),
    Rule(
        "single-members",
        "a union of one becomes a class named after its place in it",
        f"{_GENERATOR}/issues/1428",
        unions.single_members,
    ),
    Rule(
        "aliases",
        "a component that only refers to another becomes a second class",
        f"{_GENERATOR}/issues/734",
        shapes.aliases,
    ),
    Rule(
        "arrays-in-unions",
        "arrays in a union cannot be told apart by looking at a list",
        f"{_GENERATOR}/issues/49",
        unions.arrays_in_unions,
    ),
    Rule(
        "recursive-aliases",
        "a union or list that holds itself, with no object between, has no Python type",
        f"{_GENERATOR}/issues/338",
        shapes.recursive_aliases,
    ),
    Rule(
        "inline-copies",
        "a component that is written out where it is used becomes a second class",
        f"{_GENERATOR}/issues/323",
        naming.inline_copies,
    ),
    Rule(
        "property-names",
        "properties that get one name in Python, or none, are refused or make no valid code",
        f"{_GENERATOR}/issues/602",
        properties.property_names,
    ),
    Rule(
        "inline-classes",
        "objects inside unions, maps and lists are met twice and refused the second time",
        f"{_GENERATOR}/issues/1428",
        naming.inline_classes,
    ),
    Rule(
        "titles",
        "two schemas with one title become one class, and the other is dropped",
        f"{_GENERATOR}/issues/652",
        naming.titles,
    ),
    Rule(
        "class-names",
        "classes that get one name are refused, or overwrite each other's module",
        f"{_GENERATOR}/issues/323",
        naming.class_names,
    ),
    Rule(
        "enum-names",
        "values that become one name raise, or overwrite each other",
        f"{_GENERATOR}/issues/1030",
        values.enum_names,
    ),
    Rule(
        "defaults",
        "a default that contradicts its type drops the operation",
        f"{_GENERATOR}/issues/944",
        values.defaults,
    ),
)


def normalise(document: Document, rules: Sequence[Rule] = RULES) -> tuple[Document, dict[str, int]]:
    """Apply the rules in order.

    Returns:
        The repaired document, and how often each rule fired.

    Raises:
        GenerateError: If a rule cannot make anything of the document.
    """
    fired = {}
    for rule in rules:
        try:
            document, fired[rule.name] = rule.apply(document)
        except Exception as error:  # a document that nobody thought of; never half a client for it
            raise GenerateError(f"rule {rule.name} fails on this document: {error!r}") from error
    return document, fired
