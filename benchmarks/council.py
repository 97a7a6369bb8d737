"""How fast the Council decides: every rule, 27 members, ten thousand worlds, one core.

Run with `python benchmarks/council.py`, with one thread for the linear algebra. Speed is never
tested, only measured here.
"""

from __future__ import annotations

import json
import statistics
import time
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from cagame.dynamics.council import RULES, Ballot, Rule
from cagame.evidence import Evidence

MEMBERS, WORLDS, REPEATS = 27, 10_000, 7
#: One issue, and as many as the model's Council decides on in a year.
ISSUES = (1, 9)
#: What the plain rules and bargaining may take, milliseconds for one issue.
LIMIT, CHALLENGE_LIMIT = 50.0, 5000.0
OUT = Path(__file__).parent / "council.json"


def ballot(issues: int, seed: int = 1) -> Ballot:
    """Return a Council of random members; thresholds and rounds are those of the tables."""
    rng = np.random.default_rng(seed)
    numbers = Evidence.load().numbers
    capability = rng.random((MEMBERS, WORLDS))
    salience = rng.uniform(0.2, 1, (MEMBERS, WORLDS))
    return Ballot(
        position=rng.random((MEMBERS, issues, WORLDS)),
        weight=capability * salience,
        capability=capability,
        states=np.ones((MEMBERS, 1)),
        status_quo=rng.random((issues, WORLDS)),
        majority_states=np.array([numbers["qualified_majority_states"].value]),
        majority_population=np.array([numbers["qualified_majority_population"].value]),
        salience=salience,
        rounds=np.array([numbers["challenge_rounds"].value]),
        replication=np.array([numbers["challenge_replication"].value]),
    )


def milliseconds(rule: Rule, council: Ballot, repeats: int) -> list[float]:
    """Times of several decisions."""
    times = []
    for _ in range(repeats):
        started = time.perf_counter()
        rule(council)
        times.append(1000 * (time.perf_counter() - started))
    return times


def main() -> None:
    """Measure, print a table and write it as JSON."""
    table = Table(title=f"A Council of {MEMBERS} members in {WORLDS:,} worlds, one core")
    for name in ("rule", "issues", "median, ms", "fastest, ms", "limit, ms"):
        table.add_column(name, justify="left" if name == "rule" else "right")
    rows = []
    for issues in ISSUES:
        council = ballot(issues)
        for name, rule in RULES.items():
            slow = name == "challenge"
            times = milliseconds(rule, council, 2 if slow and issues > 1 else REPEATS)
            row = {"rule": name, "issues": issues, "median": statistics.median(times)}
            rows.append(row | {"fastest": min(times)})
            limit = f"{CHALLENGE_LIMIT if slow else LIMIT:,.0f}" if issues == 1 else ""
            shown = (f"{rows[-1][key]:,.1f}" for key in ("median", "fastest"))
            table.add_row(name, str(issues), *shown, limit)
    Console().print(table)
    OUT.write_text(json.dumps(rows, indent=2) + "\n")


if __name__ == "__main__":
    main()
