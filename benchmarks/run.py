"""How fast the model and its sweeps run. Run it with `make bench`; it takes some minutes.

All figures come from one run on one machine; ratios are what carries over to another. Speed is
never tested, only measured here.
"""

from __future__ import annotations

import json
from pathlib import Path

from model import by_horizon, by_members, by_part, by_size
from peers import rates
from rich.console import Console
from rich.table import Table
from sweeping import BLOCK, by_workers, memory
from timing import MILLI

OUT = Path(__file__).parent / "latest.json"


def main() -> None:
    """Measure, print tables and write everything as JSON."""
    console = Console()
    found = {"by_size": by_size()}
    size = found["by_size"]
    _show(console, "Cost of a world-year, 2007-2040, one core", size, ".1f", " us")
    best = min(size, key=lambda row: row["first_variant"])
    alone = size[0]["first_variant"] / MILLI
    console.print(
        f"Best block {best['worlds']:.0f} worlds. One world alone: {alone:.1f} ms a year.\n"
    )
    found["by_horizon"] = by_horizon()
    _show(console, f"By horizon, {BLOCK} worlds, one core", found["by_horizon"], ",.0f")
    found["by_members"] = by_members()
    _show(console, "World-years a second by Council rule, one core", found["by_members"], ",.0f")
    found["by_part"] = [by_part()]
    _show(console, "Where the time goes, us a world-year", found["by_part"], ".2f")
    found["by_workers"] = by_workers()
    _show(console, "World-years a second: loop and sweeps", found["by_workers"], ",.0f")
    found["memory"] = [memory()]
    _show(console, "Peak memory of a sweep, MB", found["memory"], ",.0f")
    found["peers"] = rates()
    _show(console, "Futures a second: one strategy in one world to 2040", found["peers"], ",.1f")
    OUT.write_text(json.dumps(found, indent=2) + "\n")


def _show(
    console: Console, title: str, rows: list[dict[str, float]], form: str, unit: str = ""
) -> None:
    """Print rows under their keys."""
    columns = list(dict.fromkeys(key for row in rows for key in row))
    table = Table(title=title)
    for name in columns:
        table.add_column(name.replace("_", " "), justify="right")
    for row in rows:
        cells = [_cell(row.get(name), form, unit) for name in columns]
        table.add_row(*cells)
    console.print(table)


def _cell(value: float | str | None, form: str, unit: str) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    return f"{value:,}" if isinstance(value, int) else f"{value:{form}}{unit}"


if __name__ == "__main__":
    main()
