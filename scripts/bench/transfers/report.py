"""Turns measurements into Markdown and a picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .measure import Series


@dataclass(frozen=True)
class Table:
    """One scenario's measurements.

    Attributes:
        title: What was done.
        reference: The client that the others are compared with.
        series: All clients.
        missing: Those that are not here.
        gibibytes: How much each moved; None where files are counted.
        files: How many files each fetched; one where bytes are counted.
        overhead: A start-up's CPU seconds by client, to be taken off before dividing by ``files``.
    """

    title: str
    reference: str
    series: Sequence[Series]
    missing: Sequence[str] = ()
    gibibytes: float | None = None
    files: int = 1
    overhead: dict[str, float] | None = None


def markdown(table: Table) -> str:
    """Return a scenario as Markdown."""
    by_name = {series.name: series for series in table.series}
    reference = by_name.get(table.reference)
    if reference is not None and reference.failed is not None:
        reference = None
    per = "CPU s/GiB" if table.gibibytes else "CPU ms a file, without the start"
    against = f"of {table.reference}'s"
    lines = [f"### {table.title}", ""]
    lines.append(f"| client | CPU {against} | wall {against} | wall s | {per} | peak MB |")
    lines.append("| --- | --- | --- | --- | --- | --- |")
    measured = [series for series in table.series if series.failed is None]
    for series in sorted(measured, key=lambda each: each.median("cpu")):
        ratios = ["?", "?"]
        if reference is not None:
            ratios = [_ratio(series.ratio(reference, what)) for what in ("cpu", "wall")]
        cpu = series.median("cpu")
        if table.gibibytes:
            each = f"{cpu / table.gibibytes:.2f}"
        else:
            start = (table.overhead or {}).get(series.name, 0.0)
            each = f"{1000 * (cpu - start) / table.files:.2f}"
        wall, peak = series.median("wall"), series.median("peak")
        lines.append(f"| {series.name} | {' | '.join(ratios)} | {wall:.2f} | {each} | {peak:.0f} |")
    lines += [f"| {s.name} | failed: {s.failed} | | | | |" for s in table.series if s.failed]
    lines += [f"| {name} | not here | | | | |" for name in table.missing]
    return "\n".join([*lines, ""])


def _ratio(of: tuple[float, float, float]) -> str:
    middle, least, most = of
    return f"{middle:.2f} ({least:.2f} to {most:.2f})"


def picture(tables: Sequence[Table], path: Path) -> bool:
    """Draw CPU and wall time of every scenario; say whether there is something to draw with."""
    try:
        import matplotlib as mpl
    except ImportError:
        return False
    mpl.use("Agg")
    import matplotlib.pyplot as plt

    figure: Any
    figure, grid = plt.subplots(
        len(tables), 2, figsize=(11, 2.6 * len(tables)), squeeze=False, layout="constrained"
    )
    for table, (cpu, wall) in zip(tables, grid, strict=True):
        measured = [series for series in table.series if series.failed is None]
        for axes, what in ((cpu, "cpu"), (wall, "wall")):
            ordered = sorted(measured, key=lambda series: -series.median(what))
            colours = ["#d1495b" if "ext" in series.name else "#8d99ae" for series in ordered]
            axes.barh(
                [series.name for series in ordered],
                [series.median(what) for series in ordered],
                color=colours,
            )
            axes.set_title(f"{table.title}: {what} s", fontsize=8)
            axes.tick_params(labelsize=7)
    figure.savefig(path, dpi=110)
    plt.close(figure)
    return True
