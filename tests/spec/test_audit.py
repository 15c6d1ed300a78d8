"""The audit finds what the generator does not warn of: each test breaks a sound client."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
from spec.audit import audit
from spec.strict import check_types


def append(path: Path, code: str) -> None:
    path.write_text(path.read_text(encoding="utf-8") + code, encoding="utf-8")


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_sound_client_passes(package: Path, document: dict[str, Any]) -> None:
    assert audit(package, document) == []


def test_two_operations_that_are_written_to_one_module(
    package: Path, document: dict[str, Any]
) -> None:
    changed = copy.deepcopy(document)
    changed["paths"]["/files/{id}"]["get"]["operationId"] = "deleteFile"
    (package / "api/files/retrieve_file.py").unlink()
    assert audit(package, changed) == [
        "GET /files/{id} and DELETE /files/{id} are both written to api/files/delete_file.py; "
        "only one is left"
    ]


def test_an_operation_that_was_not_written(package: Path, document: dict[str, Any]) -> None:
    (package / "api/batches/get_batch.py").unlink()
    assert audit(package, document) == [
        "GET /batches/{id} was not written to api/batches/get_batch.py"
    ]


def test_a_module_that_no_operation_asked_for(package: Path, document: dict[str, Any]) -> None:
    (package / "api/batches/get_batch.py").rename(package / "api/batches/get_batch_2.py")
    assert "api/batches/get_batch_2.py belongs to no operation" in audit(package, document)


def test_an_operation_without_one_of_its_functions(package: Path, document: dict[str, Any]) -> None:
    replace(package / "api/batches/get_batch.py", "def _build_response", "def _other")
    assert audit(package, document) == ["api/batches/get_batch.py lacks _build_response"]


@pytest.mark.parametrize(
    "code",
    [
        "from ...models.nowhere import Nobody\n",
        "from ...models.batch_job import Nobody\n",
        "def later():\n    from ...models.nowhere import Nobody\n",
        "if TYPE_CHECKING:\n    from ...models.nowhere import Nobody\n",
        "def later():\n    return m.Nobody\n",
    ],
    ids=["module", "name", "lazy", "for type checkers", "on demand"],
)
def test_an_import_of_what_was_never_written(
    package: Path, document: dict[str, Any], code: str
) -> None:
    append(package / "api/batches/get_batch.py", code)
    (problem,) = audit(package, document)
    assert problem.startswith("api/batches/get_batch.py:")
    assert problem.endswith("has no Nobody")


def test_a_model_that_was_never_written(package: Path, document: dict[str, Any]) -> None:
    (package / "models/batch_job.py").unlink()
    assert any(
        "models/__init__.py" in p and "has no BatchJob" in p for p in audit(package, document)
    )


def test_a_module_that_cannot_be_imported(package: Path, document: dict[str, Any]) -> None:
    append(package / "models/batch_job.py", "1 / 0\n")
    (problem,) = audit(package, document)
    assert problem.startswith(
        "together_openapi.models.batch_job cannot be imported: ZeroDivisionError"
    )


def test_a_model_that_loses_a_field(package: Path, document: dict[str, Any]) -> None:
    append(
        package / "models/batch_job.py",
        "\ndef _lossy(self):\n"
        "    return {k: v for k, v in Model.to_dict(self).items() if k != 'endpoint'}\n\n"
        "BatchJob.to_dict = _lossy\n",
    )
    problems = audit(package, document)
    assert any(p.startswith("BatchJob: ") and "comes back as" in p for p in problems)
    assert any(
        p.startswith("BatchJob: ") and "not the same when it is read again" in p for p in problems
    )


def test_a_model_that_does_not_know_a_field(package: Path, document: dict[str, Any]) -> None:
    replace(package / "models/file_response.py", '"wire": "LineCount"', '"wire": "line_count"')
    assert "FileResponse: has no field for LineCount" in audit(package, document)


def test_a_model_that_cannot_be_read(package: Path, document: dict[str, Any]) -> None:
    replace(package / "models/batch_job.py", "id: str | Unset", "id: Nobody | Unset")
    assert any(p.startswith("BatchJob: {} raises NameError") for p in audit(package, document))


def test_an_answer_whose_parser_can_only_raise(package: Path, document: dict[str, Any]) -> None:
    replace(
        package / "api/files/retrieve_file_content.py",
        "return response.content",
        "raise TypeError()",
    )
    problems = audit(package, document)
    assert len(problems) == 8  # 200 and 206, four samples each
    assert problems[0].startswith("api.files.retrieve_file_content: answer 200")
    assert problems[0].endswith("raises TypeError()")


def test_code_that_is_not_typed_as_it_says(package: Path) -> None:
    append(package / "models/batch_job.py", "count: int = 'many'\n")
    assert any("Incompatible types in assignment" in problem for problem in check_types(package))
