"""The generator, with two things mended that no document can be written around.

    python -m spec.launch ARGUMENTS

It drops an operation if two of its parameters become one name in Python (`id` and `id[]`), and
writes code that cannot work if one is called like a variable of that code:
https://github.com/openapi-generators/openapi-python-client/issues/602

It also drops an operation with a list or an object in a header, a cookie or a path, as it has no
way to write them there; our templates have (templates/runtime/parameters.py.jinja).
"""

from __future__ import annotations

from typing import Any

from openapi_python_client.parser.errors import ParseError
from openapi_python_client.parser.openapi import Endpoint
from openapi_python_client.parser.properties.protocol import PropertyProtocol
from openapi_python_client.parser.properties.union import UnionProperty
from openapi_python_client.utils import PythonIdentifier

# Names in the functions of templates/endpoint_module.py.jinja, and what they call.
RESERVED = {
    *("body", "client", "kwargs", "response", "m", "url"),
    *("drop_unset", "path_segment", "read", "to_headers", "to_multipart", "to_wire"),
    *("segment", "to_form", "to_query", "to_styled_cookies", "to_styled_headers"),
}

_check = Endpoint._check_parameters_for_conflicts


def distinct(endpoint: Any, *, config: Any, **more: Any) -> Any:
    """Give every parameter a name of its own."""
    if not isinstance(_check(endpoint, config=config, **more), ParseError) and not any(
        prop.python_name in RESERVED or not prop.python_name.isidentifier()
        for _, prop in endpoint.iter_all_parameters()
    ):
        return endpoint
    used = set(RESERVED)
    parameters = list(endpoint.iter_all_parameters())
    # Who is called like that on the wire keeps the name.
    for location, prop in sorted(parameters, key=lambda one: one[1].name != one[1].python_name):
        name = str(PythonIdentifier(prop.python_name.replace("-", "_"), "field_"))
        name = name if name.isidentifier() else "field"
        tried = name if name not in used else f"{name}_{location}"
        number = 2
        while tried in used:
            tried, number = f"{name}_{number}", number + 1
        used.add(tried)
        prop.python_name = PythonIdentifier(tried, "field_", skip_snake_case=True)
    return endpoint


def anywhere(prop: Any, location: Any) -> ParseError | None:
    """Any value can stand anywhere, but nothing is left out of a path."""
    if location == "path" and not prop.required:
        return ParseError(detail="Path parameter must be required")
    return None


MENDED: tuple[tuple[Any, str, Any], ...] = (
    (Endpoint, "_check_parameters_for_conflicts", distinct),
    (PropertyProtocol, "validate_location", anywhere),
    (UnionProperty, "validate_location", anywhere),
)

if __name__ == "__main__":
    from openapi_python_client.cli import app

    for owner, name, mended in MENDED:
        setattr(owner, name, mended)
    app()
