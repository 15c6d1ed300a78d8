"""What a run gives back: totals, and the rows of its result file."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from ..errors import InputFileError
from .packages import needed
from .prices import Prices
from .source import open_lines, open_source
from .totals import Counts, ModelUsage


@dataclass(frozen=True)
class Usage:
    """Tokens and what they cost.

    Attributes:
        prompt_tokens: Tokens read, those of failed attempts and of doubled answers too.
        completion_tokens: Tokens written, likewise.
        cost: US dollars by the price table; None where the price of a model is not known, or an
            answer did not say its tokens. What the API bills is what its invoice says.
        models: The same by model.
        prices_date: When the prices were true.
    """

    prompt_tokens: int
    completion_tokens: int
    cost: float | None
    models: tuple[ModelUsage, ...]
    prices_date: str | None


def usage_of(models: Iterable[ModelUsage], prices: Prices) -> Usage:
    """Add up the tokens of all models, and what they cost.

    Args:
        models: As :meth:`Outcomes.usage` gives them.
        prices: What tokens cost.
    """
    models = tuple(models)
    cost: float | None = 0.0
    for model in models:
        price = prices.of(model.model)
        if price is None or model.uncounted:
            cost = None
        elif cost is not None:
            cost += price.cost(model.prompt_tokens, model.completion_tokens)
    return Usage(
        sum(model.prompt_tokens for model in models),
        sum(model.completion_tokens for model in models),
        cost,
        models,
        prices.date,
    )


@dataclass(frozen=True)
class RunRow:
    """One row of a result.

    Attributes:
        custom_id: The row's id; None where it was not fit to be sent and had none.
        index: Its place in the input, from 0.
        status: ``"ok"``, ``"error"``, ``"missing"`` or ``"duplicate"``.
        body: The answer: the endpoint's model (such as ``ChatCompletionResponse``), or what
            ``parse`` made of it; None where there is no good answer.
        error: ``code`` and ``message``, where there is none.
        attempts: In how many jobs it was.
        response: The response as it came, with ``status_code`` and ``body``.
        columns: The caller's own columns that were kept.
    """

    custom_id: str | None
    index: int
    status: str
    body: Any
    error: Mapping[str, Any] | None
    attempts: int
    response: Mapping[str, Any] | None
    columns: Mapping[str, Any] | None

    @property
    def ok(self) -> bool:
        """Whether there is a good answer."""
        return self.status in ("ok", "duplicate")


@dataclass(frozen=True)
class RunResult:
    """What a run gives back.

    Attributes:
        output: The result file.
        counts: Rows by outcome; they add up to the rows given.
        usage: Tokens, and cost where prices are known.
        endpoint: The endpoint that was asked.
        jobs: The ids of all jobs.
        retries: How many of them asked rows again.
        bytes_sent: Bytes of all requests uploaded.
        bytes_received: Bytes of all answer files.
        seconds: Wall time of this call.
        reader: Makes the endpoint's model of a response body; None for plain dicts.
    """

    output: Path
    counts: Counts
    usage: Usage
    endpoint: str
    jobs: tuple[str, ...]
    retries: int
    bytes_sent: int
    bytes_received: int
    seconds: float
    reader: Callable[[Mapping[str, Any]], Any] | None = field(default=None, repr=False)

    def __str__(self) -> str:
        """Say in two lines what came of it."""
        counts, usage = self.counts, self.usage
        kinds = ("ok", "duplicate", "error", "missing")
        told = [f"{getattr(counts, k)} {k}" for k in kinds if getattr(counts, k)]
        cost = "" if usage.cost is None else f", {usage.cost:.4f} US dollars"
        jobs = "1 job" if len(self.jobs) == 1 else f"{len(self.jobs)} jobs"
        return (
            f"{counts.rows} rows: {', '.join(told)}\n"
            f"{self.output}: {jobs}, {usage.prompt_tokens} tokens in and "
            f"{usage.completion_tokens} out{cost}, {self.seconds:.1f} s"
        )

    def rows(self, parse: Callable[[Any], Any] | None = None) -> Iterator[RunRow]:
        """Read the result file row by row, in input order, at constant memory.

        Args:
            parse: Makes of a response body (a dict) whatever is wanted; None for the model of the
                endpoint.

        Raises:
            InputFileError: The file is not there, or no longer what was written.

        Example:
            >>> for row in result.rows():                                    # doctest: +SKIP
            ...     if row.ok:
            ...         print(row.custom_id, row.body.choices[0].message.content)
            ...     else:
            ...         print(row.custom_id, row.status, row.error)
        """
        make = parse or self.reader or (lambda body: body)
        for row in self._read():
            yield _typed(row, make)

    def _read(self) -> Iterator[dict[str, Any]]:
        """Read the rows, and see that none is missing: a file cut at a line end shows no damage."""
        count = 0
        for row in read_rows(self.output):
            if row["index"] != count:
                break
            count += 1
            yield row
        else:
            if count == self.counts.rows:
                return
        raise InputFileError(
            f"{self.output} is not what was written: after {count} of {self.counts.rows} rows "
            "another one should follow. The same run writes it again.",
            path=str(self.output),
        )

    def to_pandas(self) -> Any:
        """Return the results as a pandas frame, a row for each; ``response`` is a dict.

        Raises:
            MissingPackageError: pandas is not installed.
        """
        pandas = needed("pandas", "pandas", "make a frame")
        return pandas.DataFrame(_flat(self._read()))

    def to_polars(self) -> Any:
        """Return the results as a polars frame; ``response`` and ``error`` are JSON text.

        Raises:
            MissingPackageError: polars is not installed.
        """
        polars = needed("polars", "polars", "make a frame")
        texts = ("response", "error", "columns")
        schema = {
            "custom_id": polars.String,
            "index": polars.Int64,
            "status": polars.String,
            "response": polars.String,
            "error": polars.String,
            "attempts": polars.Int64,
            "columns": polars.String,
        }
        rows = [{**row, **{name: _json(row.get(name)) for name in texts}} for row in self._read()]
        return polars.DataFrame(rows, schema=schema)


def read_rows(output: Path) -> Iterator[dict[str, Any]]:
    """Read a result file, of any of its formats, as dicts.

    Raises:
        InputFileError: It is not there, or not a result file.
    """
    limit = 2**40  # our own file: its lines are as long as they are
    # As formats.form_of chooses.
    is_table = output.suffix.lower() in {".csv", ".parquet"}
    for batch in (open_source(output) if is_table else open_lines(output)).batches(limit):
        for line in batch.lines or ():
            if not isinstance(line, bytes):
                raise InputFileError(f"{output} has a line too long.", path=str(output))
            try:
                row = _decoded(line)
            except ValueError as error:
                raise InputFileError(
                    f"{output} is not a result file: {error}.", path=str(output)
                ) from None
            yield _complete(row, output)
        for _, row in batch.rows or ():
            texts = {name: _parsed(row.get(name)) for name in ("response", "error", "columns")}
            numbers = {name: int(row[name]) for name in ("index", "attempts")}
            yield _complete({**row, **texts, **numbers}, output)


def _decoded(line: bytes) -> Any:
    try:
        return msgspec.json.decode(line)
    except msgspec.DecodeError:
        return json.loads(line)  # a number too large for a float is infinite to it


def _complete(row: Any, output: Path) -> dict[str, Any]:
    if not isinstance(row, dict) or not row.keys() >= {"index", "status", "response", "error"}:
        raise InputFileError(f"{output} is not a result file.", path=str(output))
    row["custom_id"] = row.get("custom_id") or None
    row.setdefault("columns", None)
    return row


def _typed(row: Mapping[str, Any], make: Callable[[Any], Any]) -> RunRow:
    response = row["response"]
    good = row["status"] in ("ok", "duplicate")
    body = response.get("body") if good and isinstance(response, Mapping) else None
    return RunRow(
        custom_id=row["custom_id"],
        index=row["index"],
        status=row["status"],
        body=None if body is None else make(body),
        error=row["error"],
        attempts=row["attempts"],
        response=response,
        columns=row["columns"],
    )


def _flat(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Put the caller's own columns beside ours; where names meet, ours are kept."""
    return [
        {**(row["columns"] or {}), **{k: v for k, v in row.items() if k != "columns"}}
        for row in rows
    ]


def _json(value: Any) -> str | None:
    return None if value is None else msgspec.json.encode(value).decode()


def _parsed(text: Any) -> Any:
    return json.loads(text) if text else None
