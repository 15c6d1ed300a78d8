"""Say what changed between two OpenAPI documents, and whom it breaks.

    python scripts/spec_diff.py OLD NEW [--format text|json|markdown] [--docs] [--python]

With --python it is told what changed for users of the generated client: OLD and NEW are folders
that generate.py wrote to, or documents to generate a client from first.

Exit status: 0 nothing changed, 1 only what is safe did, 3 something that breaks callers or readers
of responses did, 2 a document cannot be read. How changes are judged is written in
scripts/spec/diff/__init__.py, what the JSON holds in scripts/spec/diff/render.py.
"""

from __future__ import annotations

import argparse
import contextlib
import sys
import tempfile
from pathlib import Path

from generate import generate
from spec import GenerateError
from spec.diff.render import as_json, as_markdown, as_text
from spec.diff.report import Report, compare
from spec.diff.source import read

FORMATS = {"text": as_text, "json": as_json, "markdown": as_markdown}


def main(argv: list[str] | None = None) -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("old", type=Path, metavar="OLD", help="what callers know")
    parser.add_argument("new", type=Path, metavar="NEW", help="what is to take its place")
    parser.add_argument("--format", choices=FORMATS, default="text", help="default: text")
    parser.add_argument(
        "--docs", action="store_true", help="list descriptions, titles and examples too"
    )
    parser.add_argument(
        "--python", action="store_true", help="compare generated packages instead of documents"
    )
    options = parser.parse_args(argv)
    try:
        if options.python:
            report = _python(options.old, options.new)
        else:
            report = compare(read(options.old), read(options.new), docs=options.docs)
    except GenerateError as error:
        print(f"spec_diff: {error}", file=sys.stderr)
        return 2
    with contextlib.suppress(BrokenPipeError):  # `| head`
        print(FORMATS[options.format](report), flush=True)
    return report.status


def _python(old: Path, new: Path) -> Report:
    try:
        from spec.diff.packages import load
        from spec.diff.python import compare_packages
    except ImportError:
        raise GenerateError("--python needs griffe: pip install griffelib") from None
    with tempfile.TemporaryDirectory(prefix="spec-diff-") as directory:
        folders = []
        for name, path in (("old", old), ("new", new)):
            folder = path if path.is_dir() else Path(directory) / name
            if folder is not path:
                folder.mkdir()
                generate(str(path), folder)
            folders.append(folder)
        return compare_packages(*map(load, folders))


if __name__ == "__main__":
    sys.exit(main())
