"""Lists and objects as parameters: the styles of OpenAPI, each as its own table writes it."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from spec.around import around
from together_openapi.models import BatchJob
from together_openapi.parameters import (
    segment,
    to_query,
    to_styled_cookies,
    to_styled_headers,
)
from together_openapi.request import fill, to_form, to_multipart
from together_openapi.types import UNSET

LIST = ["blue", "black", "brown"]
OBJECT = {"R": 100, "G": 200, "B": 150}


def query(value: Any, style: str) -> str:
    """As a server reads it: unquoted, as the styles are written in the specification."""
    url = httpx.URL("https://a.test", params=to_query({"color": value}, {"color": style}))
    return "&".join(f"{name}={text}" for name, text in url.params.multi_items())


# https://spec.openapis.org/oas/v3.1.1.html#style-examples
@pytest.mark.parametrize(
    ("style", "value", "written"),
    [
        ("form", LIST, "color=blue,black,brown"),
        ("form", OBJECT, "color=R,100,G,200,B,150"),
        ("form*", LIST, "color=blue&color=black&color=brown"),
        ("form*", OBJECT, "R=100&G=200&B=150"),
        ("form*", "blue", "color=blue"),
        ("spaceDelimited", LIST, "color=blue black brown"),
        ("pipeDelimited", LIST, "color=blue|black|brown"),
        ("pipeDelimited", OBJECT, "color=R|100|G|200|B|150"),
        ("deepObject*", OBJECT, "color[R]=100&color[G]=200&color[B]=150"),
        ("deepObject*", {"a": {"b": 1}, "c": [1, 2]}, "color[a][b]=1&color[c]=1&color[c]=2"),
        ("json", OBJECT, 'color={"R":100,"G":200,"B":150}'),
        ("json", "blue", 'color="blue"'),
        ("form*", {"a": True, "b": None}, "a=true"),
        ("form", [], "color="),
        ("form*", [], ""),
    ],
)
def test_a_query_is_written_in_its_style(style: str, value: Any, written: str) -> None:
    assert query(value, style) == written


@pytest.mark.parametrize(
    ("style", "value", "written"),
    [
        ("simple", LIST, "blue,black,brown"),
        ("simple*", LIST, "blue,black,brown"),
        ("simple", OBJECT, "R,100,G,200,B,150"),
        ("simple*", OBJECT, "R=100,G=200,B=150"),
        ("simple", "blue", "blue"),
        ("label", "blue", ".blue"),
        ("label", LIST, ".blue,black,brown"),
        ("label*", LIST, ".blue.black.brown"),
        ("label", OBJECT, ".R,100,G,200,B,150"),
        ("label*", OBJECT, ".R=100.G=200.B=150"),
        ("matrix", "blue", ";color=blue"),
        ("matrix", LIST, ";color=blue,black,brown"),
        ("matrix*", LIST, ";color=blue;color=black;color=brown"),
        ("matrix", OBJECT, ";color=R,100,G,200,B,150"),
        ("matrix*", OBJECT, ";R=100;G=200;B=150"),
    ],
)
def test_a_path_is_written_in_its_style(style: str, value: Any, written: str) -> None:
    assert fill("/x/{c}", c=segment("color", value, style)) == f"/x/{written}"


@pytest.mark.parametrize(
    ("style", "value", "written"),
    [
        ("simple", LIST, "blue,black,brown"),
        ("simple", OBJECT, "R,100,G,200,B,150"),
        ("simple*", OBJECT, "R=100,G=200,B=150"),
        ("json", OBJECT, '{"R":100,"G":200,"B":150}'),
    ],
)
def test_a_header_is_written_in_its_style(style: str, value: Any, written: str) -> None:
    assert to_styled_headers({"color": value, "x": UNSET}, {"color": style}) == {"color": written}


@pytest.mark.parametrize(
    ("style", "value", "written"),
    [
        ("form", LIST, {"color": "blue,black,brown"}),
        ("form", OBJECT, {"color": "R,100,G,200,B,150"}),
        ("form*", OBJECT, {"R": "100", "G": "200", "B": "150"}),
        ("form*", ["blue"], {"color": "blue"}),
    ],
)
def test_a_cookie_is_written_in_its_style(style: str, value: Any, written: Any) -> None:
    assert to_styled_cookies({"color": value}, {"color": style}) == written


def test_a_cookie_that_would_be_there_several_times_is_refused() -> None:
    with pytest.raises(ValueError, match="color: a cookie can hold one value, not 3"):
        to_styled_cookies({"color": LIST}, {"color": "form*"})


@pytest.mark.parametrize("value", [[LIST], [OBJECT], {"a": OBJECT}, {"a": LIST}])
def test_what_no_style_can_write_is_refused_by_name(value: Any) -> None:
    for style in ("form", "form*", "pipeDelimited"):
        with pytest.raises(ValueError, match=r"color: a (list|dict) cannot be sent here"):
            to_query({"color": value}, {"color": style})
    for style in ("simple", "simple*", "label*", "matrix*"):
        with pytest.raises(ValueError, match="color"):
            segment("color", value, style)


def test_a_list_in_a_path_cannot_climb_out_of_its_segment() -> None:
    assert fill("/x/{c}/y", c=segment("c", ["..", "a/b", "?"], "simple")) == "/x/..,a%2Fb,%3F/y"


@pytest.mark.parametrize("value", [[], "", "..", {}, [""], UNSET])
def test_a_segment_that_no_path_can_hold_is_refused(value: Any) -> None:
    with pytest.raises(ValueError, match="cannot be part of"):
        segment("c", value, "simple")


def test_what_has_an_inside_is_json_in_a_form() -> None:
    form = to_form(BatchJob.from_dict({"a": OBJECT, "b": [OBJECT, 1], "c": True, "d": LIST}))
    assert form["a"] == '{"R": 100, "G": 200, "B": 150}'
    assert form["b"] == ['{"R": 100, "G": 200, "B": 150}', 1]
    assert (form["c"], form["d"]) == (True, LIST)


@pytest.mark.parametrize("write", [to_form, to_multipart])
def test_a_form_of_what_has_no_fields_is_refused(write: Any) -> None:
    with pytest.raises(ValueError, match="a form has fields, and a str has none"):
        write("a")


# ------------------------------------------------------------------------------- what is told

ITEMS = {"type": "array", "items": {"type": "string"}}
MAP = {"type": "object"}


def styles(**parameter: Any) -> Any:
    made = {"name": "p", "in": "query", **parameter}
    operation = {"parameters": [{"$ref": "#/components/parameters/P"}]}
    spec = {"paths": {"/a": {"get": operation}}, "components": {"parameters": {"P": made}}}
    return around(spec, "/a", operation).get("styles", {}).get(made["in"], {}).get("p")


@pytest.mark.parametrize(
    ("parameter", "style"),
    [
        ({"schema": {"type": "string"}}, None),
        ({"schema": {"type": ["string", "null"]}}, None),
        ({"schema": {"enum": ["a", 1]}}, None),
        ({"schema": ITEMS}, None),  # httpx writes these by itself
        ({"schema": ITEMS, "explode": False}, "form"),
        ({"schema": ITEMS, "style": "pipeDelimited"}, "pipeDelimited"),
        ({"schema": MAP}, "form*"),
        ({"schema": {}}, "form*"),
        ({"schema": {"oneOf": [{"type": "string"}, ITEMS]}}, "form*"),
        ({"schema": MAP, "style": "deepObject", "explode": True}, "deepObject*"),
        ({"schema": {"type": "string"}, "x-style": "json"}, "json"),
        ({"schema": ITEMS, "in": "header"}, "simple"),
        ({"schema": MAP, "in": "header", "explode": True}, "simple*"),
        ({"schema": ITEMS, "in": "cookie"}, "form*"),
        ({"schema": {"type": "string"}, "in": "path", "style": "matrix"}, "matrix"),
    ],
)
def test_the_style_of_what_is_not_plain_is_told(parameter: Any, style: Any) -> None:
    assert styles(**parameter) == style
