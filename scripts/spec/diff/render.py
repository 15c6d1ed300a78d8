"""A report as text for a terminal, as markdown for a release note, as JSON for a program.

The JSON is an object: `status` (the exit status), `counts` (`changes`, and how many of them are
`breaking_for_callers`, `breaking_for_readers` and `safe`; one can be both of the first two),
`operations` (how many were `added`, `removed` and are in both: `same`) and `changes`, a list of:

where         the operation, the component or the document that the change is listed under
action, kind  `added`, `removed` or `changed`; and what was: `field`, `type`, `enum value`, …
breaks        `caller`, `reader`, both, or neither: then it is safe
sentence      the change in words, without `where`
pointer       JSON pointer into `document`: `new` if the place is there, else `old`
old_pointer   the same place in the old document, where that is another one
old, new      the values, where there are some and they are short of a whole schema
directions    `request`, `response`: which way the values go
operations    all operations that meet the change

Seen from Python (`--python`) `where` is a module, a class or a function, `pointer` a file and its
line, and `operations` the functions of one operation that have the change in common.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import groupby

from spec.diff.judge import MISSING, Breaks, Change
from spec.diff.report import Report

_MOST_OPERATIONS = 3
_WHOLE = ("operation", "model")


def as_json(report: Report) -> str:
    """For a program."""
    counts = {
        "changes": len(report.changes),
        "breaking_for_callers": report.count(Breaks.CALLER),
        "breaking_for_readers": report.count(Breaks.READER),
        "safe": report.count(None),
    }
    record = {
        "status": report.status,
        "counts": counts,
        "operations": report.operations,
        "changes": [_record(change) for change in report.changes],
    }
    return json.dumps(record, indent=2, ensure_ascii=False)


def _record(change: Change) -> dict[str, object]:
    record: dict[str, object] = {
        "where": str(change.group),
        "action": change.action,
        "kind": change.kind,
        "breaks": sorted(change.breaks),
        "sentence": change.sentence,
        "document": change.document,
        "pointer": change.pointer,
        "old_pointer": change.old_pointer,
        "old": change.old,
        "new": change.new,
        "directions": sorted(change.uses),
        "operations": change.operations,
    }
    return {
        key: value for key, value in record.items() if value is not MISSING and key != "old_pointer"
    } | ({"old_pointer": change.old_pointer} if change.old_pointer else {})


def as_text(report: Report) -> str:
    """For a terminal."""
    return "\n".join(_text(report))


def _text(report: Report) -> Iterator[str]:
    yield _summary(report)
    for title, names in _alone(report.changes):
        yield f"\n{title}, {_class(names[0])}"
        yield from (f"  {change.group}" for change in names)
    rest = [change for change in report.changes if change.kind not in _WHOLE]
    for group, changes in groupby(rest, key=lambda change: str(change.group)):
        listed = list(changes)
        yield ""
        yield f"{group}{_reach(listed, group)}"
        for change in listed:
            yield f"  {_class(change):<16} {change.sentence}"
            yield f"  {'':<16}   {change.place}"


def as_markdown(report: Report) -> str:
    """For a release note: what breaks first."""
    return "\n".join(_markdown(report))


def _markdown(report: Report) -> Iterator[str]:
    yield _summary(report)
    parts = (
        ("Breaking for callers", lambda c: Breaks.CALLER in c.breaks),
        ("Breaking for readers of responses", lambda c: c.breaks == {Breaks.READER}),
        ("Safe", lambda c: not c.breaks),
    )
    for title, belongs in parts:
        changes = [change for change in report.changes if belongs(change)]
        if not changes:
            continue
        yield f"\n## {title}\n"
        for what, names in _alone(changes):
            yield f"- {what}: {', '.join(f'`{change.group}`' for change in names)}"
        rest = [change for change in changes if change.kind not in _WHOLE]
        for group, some in groupby(rest, key=lambda change: str(change.group)):
            listed = list(some)
            yield f"- **{group}**{_reach(listed, group)}"
            for change in listed:
                both = " (readers of responses too)" if len(change.breaks) > 1 else ""
                yield f"  - {change.sentence}{both}"


def _summary(report: Report) -> str:
    if not report.changes:
        return "no changes"
    added, removed = report.operations["added"], report.operations["removed"]
    return (
        f"{len(report.changes)} change{_s(report.changes)}: "
        f"{report.count(Breaks.CALLER)} breaking for callers, "
        f"{report.count(Breaks.READER)} breaking for readers of responses, "
        f"{report.count(None)} safe. Operations: {added} added, {removed} removed, "
        f"{report.operations['same']} in both."
    )


def _alone(changes: Sequence[Change]) -> Iterator[tuple[str, list[Change]]]:
    """What came or went as a whole, which is better read as a list of names."""
    for kind in _WHOLE:
        for action in ("removed", "added"):
            found = [c for c in changes if (c.kind, c.action) == (kind, action)]
            if found:
                yield f"{len(found)} {kind}{_s(found)} {action}", found


def _s(things: Sequence[object]) -> str:
    return "" if len(things) == 1 else "s"


def _class(change: Change) -> str:
    if len(change.breaks) > 1:
        return "BREAKS both"
    return next((f"BREAKS {whom.value}" for whom in change.breaks), "safe")


def _reach(changes: list[Change], group: str) -> str:
    """Which operations meet changes in something that is shared."""
    names = sorted({name for change in changes for name in change.operations} - {group})
    if not names:
        shared = changes[0].group.owner.kind not in ("operation", "python")
        return " (no operation of both documents uses it)" if shared else ""
    shown = ", ".join(names[:_MOST_OPERATIONS])
    more = len(names) - _MOST_OPERATIONS
    return f" (in {shown} and {more} more)" if more > 0 else f" (in {shown})"
