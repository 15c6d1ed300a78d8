"""A request made of a row, by a template."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from together_ext.errors import InvalidArgumentError
from together_ext.runs.check import Wrong
from together_ext.runs.template import compile_template


def make(template: Any, **row: Any) -> Any:
    return compile_template(template)(row)


def test_columns_are_put_into_texts_at_any_depth() -> None:
    template = {"messages": [{"role": "user", "content": "Q: {question}?"}], "seed": 1}
    assert make(template, question="why") == {
        "messages": [{"role": "user", "content": "Q: why?"}],
        "seed": 1,
    }


@pytest.mark.parametrize("value", [1, 1.5, True, None, [1], {"a": 1}, "text"])
def test_a_column_alone_keeps_its_type(value: Any) -> None:
    assert make({"x": "{c}"}, c=value) == {"x": value}


def test_a_value_in_a_text_is_written_as_json_writes_it() -> None:
    assert make({"x": "is {c}"}, c={"é": [1, True]}) == {"x": 'is {"é": [1, true]}'}
    assert make({"x": "is {c}"}, c=True) == {"x": "is true"}
    assert make({"x": "is {c}"}, c=1.5) == {"x": "is 1.5"}


def test_nothing_is_not_written_into_a_text() -> None:
    with pytest.raises(Wrong, match="the column 'c' is empty"):
        make({"x": "is {c}"}, c=None)


def test_doubled_braces_are_braces() -> None:
    assert make({"x": '{{"a": "{c}"}}'}, c="b") == {"x": '{"a": "b"}'}


def test_what_a_column_holds_is_not_looked_at_again() -> None:
    assert make({"x": "is {c}"}, c="{d} {{") == {"x": "is {d} {{"}


def test_a_column_that_is_not_there_is_named_with_those_that_are() -> None:
    with pytest.raises(Wrong, match="no column 'question' for the template; the row has a, b"):
        make({"x": "{question}"}, b=1, a=2)


@pytest.mark.parametrize("text", ["{", "}", "{}", "a } b", "{a{b}}"])
def test_a_brace_without_its_other_half_is_refused(text: str) -> None:
    with pytest.raises(InvalidArgumentError, match=r"write \{\{ and \}\}"):
        compile_template({"x": [text]})


@pytest.mark.parametrize("template", [{}, [], "text", {1: 2}, {"x": object()}])
def test_what_is_no_template_is_refused(template: Any) -> None:
    with pytest.raises(InvalidArgumentError):
        compile_template(template)


@given(st.text(), st.text())
def test_any_text_can_stand_in_a_template(text: str, value: str) -> None:
    escaped = text.replace("{", "{{").replace("}", "}}")
    assert make({"x": escaped + "{c}" + escaped}, c=value) == {"x": text + value + text}
