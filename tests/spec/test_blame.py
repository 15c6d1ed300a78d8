"""What goes wrong after the document was found valid says where it is, too."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import generate
import pytest
from spec import GenerateError, rules
from spec.blame import blame, culprit
from spec.document import Document, Source, parse
from spec.rules import Rule

SPEC = """\
openapi: 3.1.0
info: {title: t, version: "1"}
paths:
  /x/{id}:
    get:
      operationId: get_x
      tags: [a tag]
      responses: {"200": {description: d}}
components:
  schemas:
    Thing: {type: object}
    Some.Name: {type: object}
"""


@pytest.fixture
def source(tmp_path: Path) -> Source:
    path = tmp_path / "spec.yaml"
    path.write_text(SPEC, encoding="utf-8")
    return parse(path, "spec.yaml")


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("WARNING parsing GET /x/{id} within a_tag.", "spec.yaml:5: #/paths/~1x~1{id}/get: "),
        ("out/api/a_tag/get_x.py:24: error: no", "spec.yaml:5: #/paths/~1x~1{id}/get: "),
        ("  api.a_tag.get_x: answer raises", "spec.yaml:5: #/paths/~1x~1{id}/get: "),
        ("Unable to process /components/schemas/Thing: x", "spec.yaml:11: #/components/schemas/T"),
        ("Unable to process /components/schemas/ThingItem: x", "spec.yaml:11: #/components/schem"),
        ("out/models/some_name.py:4: error: no", "spec.yaml:12: #/components/schemas/Some.Name: "),
        ("not sound:\n  SomeName: {} raises", "spec.yaml:12: #/components/schemas/Some.Name: "),
    ],
)
def test_what_an_error_names_is_found_in_the_document(
    source: Source, text: str, where: str
) -> None:
    found = str(blame(source, source.document, GenerateError(text)))
    assert found.startswith(where)
    assert text in found


def test_an_error_that_names_nothing_stays_as_it_is(source: Source) -> None:
    error = GenerateError("ruff failed")
    assert blame(source, source.document, error) is error


def test_the_culprit_is_what_the_document_does_not_fail_without(source: Source) -> None:
    def fails(document: Document) -> bool:
        return bool(document["components"]["schemas"]["Thing"])

    assert culprit(source.document, fails) == "/components/schemas/Thing"
    assert culprit(source.document, lambda d: bool(d["paths"]["/x/{id}"])) == "/paths/~1x~1{id}/get"


def test_nothing_is_blamed_where_more_than_one_thing_could_be(source: Source) -> None:
    assert culprit(source.document, lambda d: any(d["components"]["schemas"].values())) == ""
    assert culprit(source.document, lambda _: True) == ""


def test_a_rule_that_fails_names_the_schema_that_it_fails_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def trip(document: Document) -> tuple[Document, int]:
        return document, 1 // (not document["components"]["schemas"]["Some.Name"])

    broken: tuple[Any, ...] = (Rule("trips", "", "", trip),)
    monkeypatch.setattr(generate, "normalise", lambda d: rules.normalise(d, broken))
    path, out = tmp_path / "spec.yaml", tmp_path / "new" / "out"
    path.write_text(SPEC, encoding="utf-8")
    assert generate.main(["--spec", str(path), "--out", str(out)]) == 2
    assert f"{path}:12: #/components/schemas/Some.Name: rule trips" in capsys.readouterr().err
    assert not out.parent.exists()
