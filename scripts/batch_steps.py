"""A whole batch, step by step: upload, create, wait, download, account for every row.

``batch_workflow.py`` does all of this in one call that can be killed and gone on with; this is for
those who want the steps in their own hands. Set ``TOGETHER_API_KEY`` and run::

    python scripts/batch_steps.py

With ``TOGETHER_BASE_URL`` unset this talks to the real service and is billed like any batch.
"""

from __future__ import annotations

import argparse
import json
import shlex
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stdlib_docs import write_requests

from together_ext import Together, TogetherError

if TYPE_CHECKING:
    from together_openapi.models import BatchJob

ENDPOINT = "/v1/chat/completions"


def read_ids(path: Path) -> list[str]:
    """Return the ``custom_id`` of each row of an input file written before."""
    with path.open("rb") as file:
        return [json.loads(line)["custom_id"] for line in file]


def read_rows(path: Path | None) -> Iterator[dict[str, Any]]:
    r"""Give the rows of a result file. Lines end at ``\n`` alone, so the file is read as bytes."""
    if path is not None:
        with path.open("rb") as file:
            yield from (json.loads(line) for line in file)


def short(path: Path) -> Path:
    """Return the path as seen from the current directory, where it lies below it."""
    absolute, here = path.absolute(), Path.cwd()
    return absolute.relative_to(here) if absolute.is_relative_to(here) else absolute


@contextmanager
def progress_bar(rows: int) -> Iterator[Any]:
    """Show how far the batch is, where a person is watching."""
    try:
        from tqdm import tqdm
    except ImportError:
        yield None
        return
    with tqdm(total=rows, unit="row", desc="batch", disable=not sys.stderr.isatty()) as bar:

        def show(job: BatchJob) -> None:
            bar.set_postfix_str(str(job.status))
            bar.n = round(rows * float(job.progress or 0) / 100)
            bar.refresh()

        yield show


def run(client: Together, options: argparse.Namespace) -> int:
    """Do all the steps; return 0 only if every row is accounted for."""
    directory: Path = options.directory
    directory.mkdir(parents=True, exist_ok=True)
    input_path = directory / "batch_input.jsonl"

    if options.batch is None:
        ids = write_requests(input_path, options.model)
        print(f"{len(ids)} requests in {short(input_path)}")
        file = client.files.upload(input_path, purpose="batch-api")
        print(f"uploaded as {file.id}", flush=True)
        job_id = client.batches.create_batch(file_id=file.id, endpoint=ENDPOINT).id
    else:
        ids = read_ids(input_path)
        job_id = options.batch
    if not job_id:
        print("the API gave the batch no id; look for it with batches.list()", file=sys.stderr)
        return 1

    try:
        if options.batch is None:
            # At once, also into a pipe: it is paid for, and whoever is killed now needs its id.
            print(f"batch {job_id} created", flush=True)
        with progress_bar(len(ids)) as show:
            job = client.batches.wait(job_id, poll_interval=options.poll_interval, on_update=show)
    except KeyboardInterrupt:
        script, where = short(Path(sys.argv[0])), short(directory)
        command = [sys.executable, script, "--directory", where, "--batch", job_id]
        again = shlex.join(map(str, command))
        print(f"\nthe batch goes on; come back to it with: {again}", file=sys.stderr)
        return 130
    print(f"batch {job_id} is {job.status}" + (f": {job.error}" if job.error else ""))

    output = errors = None
    size = 0
    if job.output_file_id:
        result = client.files.retrieve_content(
            id=job.output_file_id, output=directory / "results.jsonl"
        )
        output, size = Path(result.filename), size + result.size
    if job.error_file_id:
        result = client.files.retrieve_content(
            id=job.error_file_id, output=directory / "errors.jsonl"
        )
        errors, size = Path(result.filename), size + result.size
    return report(ids, output, errors, size)


def report(ids: list[str], output: Path | None, errors: Path | None, size: int) -> int:
    """Match every row by its ``custom_id``, print a table, and return 0 if none is left over."""
    answers = {row["custom_id"]: row for row in read_rows(output)}
    failures = {row["custom_id"]: row for row in read_rows(errors)}
    seen = Counter(row["custom_id"] for path in (output, errors) for row in read_rows(path))
    asked = set(ids)
    missing = [name for name in ids if name not in seen]
    strange = [name for name, times in seen.items() if times > 1 or name not in asked]

    print()
    print(f"  rows asked     {len(ids):>8}")
    print(f"  rows ok        {len(answers):>8}")
    print(f"  rows failed    {len(failures):>8}")
    print(f"  rows missing   {len(missing):>8}")
    print(f"  bytes          {size:>8}")
    for path in (output, errors):
        if path is not None:
            print(f"  file           {short(path)}")
    print()
    for name in [name for name in ids if name in answers][:3]:
        message = answers[name]["response"]["body"]["choices"][0]["message"]
        print(f"  {name}: {' '.join(message['content'].split())}")
    if missing or strange:
        print(f"\nnot accounted for: {missing[:5]}; not asked for or twice: {strange[:5]}")
        return 1
    return 0


def main() -> int:
    """Read the command line and run."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--directory", type=Path, default=Path("batch-demo"), help="for the files")
    parser.add_argument("--model", default="openai/gpt-oss-20b", help="that answers")
    parser.add_argument("--batch", help="go on with this batch instead of creating one")
    parser.add_argument("--poll-interval", type=float, help="seconds between looks")
    options = parser.parse_args()
    try:
        with Together() as client:
            return run(client, options)
    except KeyboardInterrupt:
        return 130
    except TogetherError as error:
        print(f"batch_steps: {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
