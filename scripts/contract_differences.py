"""Check that every line of spec-diff from what is published to openapi.yaml has its reason.

    python scripts/contract_differences.py OLD [--new openapi.yaml] [--table FILE] [--write]

The table is in docs/contract-differences.md: a row holds what spec-diff prints, with `*` for any
text, and why it is so. Each line belongs to exactly one row. Exit status: 0 all is explained, 1 a
line has no row or two, a row has no line, or a count is wrong (--write corrects counts), 2 a
document cannot be read.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from spec import GenerateError
from spec.diff.judge import Change
from spec.diff.report import compare
from spec.diff.source import read

ROOT = Path(__file__).resolve().parents[1]
TABLE = ROOT / "docs" / "contract-differences.md"
_ROW = re.compile(r"\| (`.+`) \| (`.+`) \| ([a-zA-Z, ]+) \| (\d+) \| (.+) \|")
_TOTAL = re.compile(r"(?<=Together: )\d+(?= lines)")


@dataclass(frozen=True)
class Row:
    """One row of the table."""

    number: int
    where: str
    says: str
    breaks: str
    count: int
    why: str

    def __str__(self) -> str:
        return f"line {self.number}: {self.where}: {self.says} ({self.breaks})"

    def covers(self, change: Change) -> bool:
        """Whether this row is about that change."""
        return (
            self.breaks == breaks(change)
            and _fits(self.where, str(change.group))
            and _fits(self.says, change.sentence)
        )


def rows(text: str) -> list[Row]:
    """All rows of the tables of a page."""
    return [_row(number, line) for number, line in enumerate(text.splitlines(), 1) if _is_row(line)]


def _is_row(line: str) -> bool:
    return line.startswith("| `")


def _row(number: int, line: str) -> Row:
    found = _ROW.fullmatch(line)
    if found is None:
        raise ValueError(f"line {number} is no row of five cells: {line}")
    where, says, broken, count, why = found.groups()
    return Row(number, _code(where), _code(says), broken, int(count), why)


def _code(cell: str) -> str:
    """What a code span holds: `` `this` and that `` has a space at both ends for its backquotes."""
    return cell.strip("`") if not cell.startswith("``") else cell[2:-2].strip()


def _fits(pattern: str, text: str) -> bool:
    return re.fullmatch(".+".join(map(re.escape, pattern.split("*"))), text) is not None


def breaks(change: Change) -> str:
    """Whom a change breaks, as the table writes it."""
    return ", ".join(f"breaks {who.value}" for who in sorted(change.breaks)) or "safe"


def line(change: Change) -> str:
    """A change as spec-diff prints it."""
    return f"{change.group}: {change.sentence} ({breaks(change)})"


def complaints(table: list[Row], changes: Iterable[Change]) -> Iterator[str]:
    """What is wrong with the table; counts are not looked at."""
    used = set()
    for change in changes:
        owners = [row for row in table if row.covers(change)]
        used.update(owners)
        if not owners:
            yield f"has no row: {line(change)}"
        elif len(owners) > 1:
            yield f"has {len(owners)} rows: {line(change)}\n  " + "\n  ".join(map(str, owners))
    yield from (f"covers nothing: {row}" for row in table if row not in used)


def counted(text: str, changes: list[Change]) -> str:
    """The page, with the counts that are right."""
    table = rows(text)
    counts = Counter(row.number for row in table for change in changes if row.covers(change))
    lines = text.splitlines(keepends=True)
    for row in table:
        old = f" | {row.breaks} | {row.count} | "
        new = f" | {row.breaks} | {counts[row.number]} | "
        lines[row.number - 1] = lines[row.number - 1].replace(old, new, 1)
    return _TOTAL.sub(str(len(changes)), "".join(lines))


def main(argv: list[str] | None = None) -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("old", type=Path, metavar="OLD", help="the published document")
    parser.add_argument("--new", type=Path, default=ROOT / "openapi.yaml", help="the contract")
    parser.add_argument("--table", type=Path, default=TABLE, help="the page with the rows")
    parser.add_argument("--write", action="store_true", help="correct the counts")
    options = parser.parse_args(argv)
    try:
        text = options.table.read_text(encoding="utf-8")
        table = rows(text)
        changes = compare(read(options.old), read(options.new)).changes
    except (GenerateError, OSError, ValueError) as error:
        print(f"contract_differences: {error}", file=sys.stderr)
        return 2
    wrong = list(complaints(table, changes))
    right = counted(text, changes)
    if options.write:
        options.table.write_text(right, encoding="utf-8")
    elif right != text:
        wrong.append("counts are wrong: run it with --write")
    for one in wrong:
        print(one)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
