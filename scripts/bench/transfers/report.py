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
    reference = _reference(table)
    per = "CPU s/GiB" if table.gibibytes else "CPU ms a file, without the start"
    against = f"of {table.reference}'s"
    lines = [f"### {table.title}", ""]
    lines.append(f"| client | CPU {against} | wall {against} | wall s | {per} | peak MB |")
    lines.append("| --- | --- | --- | --- | --- | --- |")
    for series in sorted(_measured(table), key=lambda each: each.median("cpu")):
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
    """Draw each table: CPU and wall time as ratios, with the least and the most of all rounds.

    Returns:
        Whether there is something to draw with.
    """
    try:
        import matplotlib as mpl
    except ImportError:
        return False
    mpl.use("Agg")
    import matplotlib.pyplot as plt

    tables = [table for table in tables if _reference(table) is not None]
    heights = [1.0 + 0.3 * len(_measured(table)) for table in tables] or [1.0]
    figure: Any = plt.figure(figsize=(12, sum(heights)), layout="constrained")
    grid = figure.subplots(len(heights), 2, squeeze=False, height_ratios=heights)
    for table, pair in zip(tables, grid, strict=False):
        for axes, what, unit in zip(pair, ("cpu", "wall"), ("CPU", "wall time"), strict=True):
            _draw(axes, table, what, f"{unit} of {table.reference}'s")
    figure.savefig(path, dpi=120)
    plt.close(figure)
    return True


def _draw(axes: Any, table: Table, what: str, label: str) -> None:
    reference = _reference(table)
    if reference is None:
        return
    ordered = sorted(_measured(table), key=lambda series: -series.ratio(reference, what)[0])
    ratios = [series.ratio(reference, what) for series in ordered]
    middles = [middle for middle, _, _ in ratios]
    below = [middle - least for middle, least, _ in ratios]
    above = [most - middle for middle, _, most in ratios]
    ours = ["together-ext" in series.name for series in ordered]
    axes.barh(
        [series.name for series in ordered],
        middles,
        xerr=[below, above],
        color=["#d1495b" if own else "#aab3c0" for own in ours],
        error_kw={"elinewidth": 1, "capsize": 2, "ecolor": "#444444"},
    )
    furthest = max(most for _, _, most in ratios)
    for row, (middle, _, most) in enumerate(ratios):
        axes.text(most + furthest / 60, row, f"{middle:.2f}", va="center", fontsize=8)
    axes.axvline(1, color="#444444", linewidth=0.8, linestyle=":")
    axes.set_xlim(0, furthest * 1.12)
    axes.set_title(f"{table.title}\n{label} (less is better)", fontsize=9, loc="left")
    axes.tick_params(labelsize=8)
    axes.spines[["top", "right"]].set_visible(False)


def _measured(table: Table) -> list[Series]:
    return [series for series in table.series if series.failed is None]


def _reference(table: Table) -> Series | None:
    named = [series for series in _measured(table) if series.name == table.reference]
    return named[0] if named else None
