"""Many lines at once: what is said of them is what is said of each by itself."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from together_ext.runs.bulk import check_all
from together_ext.runs.check import Rules, check, doubled_key

CHAT = Rules("/v1/chat/completions", None, 1000)
AUDIO = Rules("/v1/audio/transcriptions", None, 1000)


def line(**members: Any) -> bytes:
    return json.dumps({"custom_id": "a", "body": {"model": "m"}, **members}).encode()


def ask(*lines: bytes, rules: Rules = CHAT) -> Any:
    return check_all(b"\n".join(lines), list(lines), rules)


def test_good_lines_are_taken_at_once() -> None:
    second = line(custom_id="é\u2028", body={"model": "n", "x": [1, {"y": "}\n{"}]})
    assert ask(line(), second, line()) == (["a", "é\u2028", "a"], ["m", "n", "m"])


def test_a_line_of_another_services_kind_is_good_too() -> None:
    other = line(method="POST", url="/v1/chat/completions")
    assert ask(other, other) is not None


def test_a_key_that_decides_nothing_where_it_stands_is_no_matter() -> None:
    image = line(body={"model": "m", "messages": [{"url": 1, "method": 2}, {"url": 1}]})
    assert ask(image, line()) is not None


@pytest.mark.parametrize(
    "odd",
    [
        b"",
        b" ",
        b" " + line(),
        line() + b" ",
        line() + line(),
        line(custom_id=None),
        line(custom_id=""),
        line(custom_id=1),
        line(custom_id="x" * 65),
        line(body=None),
        line(body={}),
        line(body={"model": ""}),
        line(body={"model": None}),
        line(x="y" * 1000),
        line(x=float("nan")),
        line(method=1),
        b'{"body": {"model": "m"}}',
        b'{"custom_id": "a"}',
        b'{"custom_id": "a", "custom_id": "b", "body": {"model": "m"}}',
        b'{"custom_id": "a", "body": {"model": "m", "model": "n"}}',
        b'{"custom_id": "a", "method": "x", "method": "y", "body": {"model": "m"}}',
        b'{"custom_id": "a", "url": "x", "url": "y", "body": {"model": "m"}}',
        b'{"custom_id": "a", "body": {"model": "m"}, "x": "\xff"}',
        b'{"custom_id": "a", "body": {"model": "m"}',
        b'{"custom_id": "a", "body": {"model": "m"}, "x": ' + b"[" * 400 + b"]" * 400,
        b"{}",
        b"null",
    ],
)
@pytest.mark.parametrize("place", [0, 1, 2])
def test_one_odd_line_has_all_looked_at_by_themselves(odd: bytes, place: int) -> None:
    lines = [line(), line()]
    lines.insert(place, odd)
    assert ask(*lines) is None


def test_two_keys_in_one_line_do_not_make_up_for_none_in_another() -> None:
    both = b'{"custom_id": "a", "method": "x", "method": "y", "body": {"model": "m"}}'
    assert ask(both, line()) is None


def test_audio_wants_its_method_in_every_line() -> None:
    assert ask(line(method="FILE"), line(method="FILE"), rules=AUDIO) is not None
    assert ask(line(method="FILE"), line(), rules=AUDIO) is None
    assert ask(line(method="POST"), line(method="POST"), rules=AUDIO) is None


def test_a_line_as_long_as_the_limit_with_its_end_fits() -> None:
    fits = b'{"custom_id":"a","body":{"model":"m","x":"' + b"y" * (999 - 45) + b'"}}'
    assert len(fits) == 999
    assert ask(fits) is not None
    assert ask(fits[:-3] + b'z"}}') is None


_PIECES = (
    *("{", "}", "\n", ",", "[", "]", '"custom_id":', '"a"', '"body":', '"model":', '"m"', '"x":'),
    *('{"custom_id":"a","body":{"model":"m"', "}}", " ", '"method":', '"FILE"', "null", "\\n"),
)


# Pieces put together are hardly ever good lines, and only what is taken is looked at. So: most are
# good or nearly so.
_NEARLY = (
    *('{"custom_id":"a","body":{"model":"m"}}', '{"custom_id":"b","body":{"model":"n","x":1}}'),
    *('{"custom_id":"a","body":{"model":"m"},"method":"FILE"}', '{"custom_id":"a","body":{}}'),
    *('{"custom_id":"a","body":{"model":"m","model":"n"}}', '{"custom_id":"a","body":{"model":"m"'),
    *("}}", '{"custom_id":"a","body":{"model":"m"}} ', '{"body":{"model":"m"}}'),
)
_texts = st.lists(st.sampled_from(_PIECES), max_size=30).map("".join) | st.lists(
    st.sampled_from(_NEARLY), min_size=1, max_size=2
).map("\n".join)


@given(_texts, st.booleans())
@example('{"custom_id":"a","body":{"model":"m"}}\n{}', False)
@example('{"custom_id":"a","body":{"model":"m","model":"n"}}', False)
def test_what_is_taken_at_once_is_what_each_line_is_by_itself(text: str, audio: bool) -> None:
    rules = AUDIO if audio else CHAT
    lines = text.encode().split(b"\n")
    found = ask(*lines, rules=rules)
    if found is None:
        return
    for given_line, id, model in zip(lines, *found, strict=True):
        assert check(given_line, 0, rules) == (id, False, model, given_line)
        assert doubled_key(given_line) is None


@given(
    ids=st.lists(
        st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=64), min_size=1
    ),
    more=st.dictionaries(st.sampled_from(["method", "url", "x"]), st.text("abc")),
    escaped=st.booleans(),
)
def test_lines_of_one_make_that_are_all_good_are_taken_at_once(
    ids: list[str], more: dict[str, str], escaped: bool
) -> None:
    rows = [{"custom_id": id, "body": {"model": f"m{len(id)}", "n": 1.5}, **more} for id in ids]
    lines = [json.dumps(row, ensure_ascii=escaped).encode() for row in rows]
    assert ask(*lines) == (ids, [f"m{len(id)}" for id in ids])
