"""Write generated/together_openapi from openapi.yaml, or check that it is what would be written.

    python scripts/generate.py [--check] [--spec PATH_OR_URL] [--out DIR]

It validates, repairs, generates, audits and checks types in a temporary directory. Only a package
that passed all of it takes the place of the one that is there. Exit status: 0 fine, 1 --check found
a difference, 2 no client could be made.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from spec import GenerateError
from spec.audit import audit
from spec.blame import blame, culprit
from spec.build import build, check_tools
from spec.check import validate
from spec.document import Document, Source, operations, parse
from spec.fetch import local
from spec.publish import differences, provenance, swap
from spec.rules import normalise
from spec.strict import check_types

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Result:
    """A package that passed the audit, and what is to be said of it."""

    package: Path
    provenance: bytes
    counts: dict[str, int]
    fired: dict[str, int]


def generate(spec: str, directory: Path) -> Result:
    """Make a client in an empty directory.

    Raises:
        GenerateError: If the spec, the tools or the outcome are not as they should be.
    """
    tools = check_tools(ROOT / "constraints.txt")
    path = local(spec, directory)
    source = parse(path, spec)
    validate(source)
    document, fired = normalised(source)
    try:
        package = build(document, directory)
        problems = audit(package, document) or check_types(package)
        if problems:
            lines = "\n".join(f"  {line}" for line in problems)
            raise GenerateError(f"the generated client is not sound:\n{lines}")
    except GenerateError as error:
        raise blame(source, document, error) from error
    counts = {
        "operations": sum(1 for _ in operations(document)),
        "models": sum(1 for path in package.glob("models/*.py") if path.name != "__init__.py"),
    }
    return Result(package, provenance(path, tools, counts), counts, fired)


def normalised(source: Source) -> tuple[Document, dict[str, int]]:
    """The document after all rules, and how often each fired.

    Raises:
        GenerateError: If a rule cannot make anything of it.
    """
    try:
        return normalise(source.document)
    except GenerateError as error:
        pointer = culprit(source.document, _is_refused)
        raise source.error(pointer, str(error)) from error


def _is_refused(document: Document) -> bool:
    try:
        normalise(document)
    except GenerateError:
        return True
    return False


def main(argv: list[str] | None = None) -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "--check", action="store_true", help="write nothing; fail if something would change"
    )
    parser.add_argument(
        "--spec", default=str(ROOT / "openapi.yaml"), help="the OpenAPI document: a path or a URL"
    )
    parser.add_argument(
        "--out", type=Path, default=ROOT / "generated", help="the folder to write to"
    )
    options = parser.parse_args(argv)
    started = time.monotonic()
    # Near the target when it is to be moved there: a rename does not cross file systems. The
    # target itself may not be there yet, and is made only when there is something to put into it.
    near = (folder for folder in (options.out, *options.out.absolute().parents) if folder.is_dir())
    place = None if options.check else next(near)
    try:
        with tempfile.TemporaryDirectory(prefix=".generate-", dir=place) as directory:
            result = generate(options.spec, Path(directory))
            changed = differences(result.package, result.provenance, options.out)
            if changed and not options.check:
                options.out.mkdir(parents=True, exist_ok=True)
                swap(result.package, result.provenance, options.out)
    except GenerateError as error:
        print(f"generate: {error}", file=sys.stderr)
        return 2
    seconds = time.monotonic() - started
    numbers = ", ".join(f"{count} {name}" for name, count in result.counts.items())
    repairs = ", ".join(f"{name} {count}" for name, count in result.fired.items() if count)
    print(f"{numbers}; repairs: {repairs or 'none'}; {seconds:.1f} s")
    if options.check and changed:
        print(
            "not what openapi.yaml generates; run `make generate`:",
            *changed,
            sep="\n  ",
            file=sys.stderr,
        )
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
