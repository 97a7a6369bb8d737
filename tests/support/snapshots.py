"""What a release says and gives: its tables, its studies in full, and their small results."""

from __future__ import annotations

import csv
import json
import re
from typing import TYPE_CHECKING

from golden import changed, figures, from_text, small

from cagame.scenario import Library, Scenario

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    import pandas as pd

    from cagame.evidence import Evidence

TABLES, HASH, STUDIES, RESULTS = "tables.csv", "tables.sha256", "studies", "results"
#: Words of a changelog that stand for every name of a kind.
ALL_STUDIES, ALL_OUTCOMES = "all studies", "all outcomes"


def rows_of(evidence: Evidence) -> dict[str, str]:
    """Return all that the tables' hash covers, by the key of each number, event and pressure."""
    said = {
        n.key: (n.value, n.low, n.high, n.distribution, n.role, n.grade)
        for n in evidence.numbers.values()
    }
    dated = {
        e.name: (
            e.pressure,
            "-".join(e.target),
            *(e.start, e.end, e.ramp, e.intensity, e.low, e.high),
        )
        for e in evidence.events
    }
    kinds = {
        f"pressure {p.name}": ("-".join(p.axes), p.combine, p.neutral)
        for p in evidence.pressures.values()
    }
    every = said | dated | kinds
    return {key: " ".join(str(part) for part in parts) for key, parts in every.items()}


def freeze(folder: Path, kept: Path, evidence: Evidence) -> None:
    """Write a snapshot: tables, studies, and the results of each that are kept now."""
    for part in (STUDIES, RESULTS):
        (folder / part).mkdir(parents=True, exist_ok=True)
        for path in (folder / part).iterdir():
            path.unlink()
    with (folder / TABLES).open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerows([("key", "says"), *rows_of(evidence).items()])
    (folder / HASH).write_text(evidence.hash() + "\n", encoding="utf-8")
    for name in Library().names("study"):
        study = json.dumps(small(Scenario.load(name)).as_mapping(), indent=1)
        (folder / STUDIES / f"{name}.json").write_text(study + "\n", encoding="utf-8")
        results = (kept / f"{name}.csv").read_text(encoding="utf-8")
        (folder / RESULTS / f"{name}.csv").write_text(results, encoding="utf-8")


def tables_in(folder: Path) -> dict[str, str]:
    """Return the rows of a snapshot's tables."""
    with (folder / TABLES).open(encoding="utf-8", newline="") as file:
        return {row["key"]: row["says"] for row in csv.DictReader(file)}


def study_in(folder: Path, name: str) -> Scenario:
    """Return a study as it was in a release. Raises `ScenarioError` if it is not read any more."""
    text = (folder / STUDIES / f"{name}.json").read_text(encoding="utf-8")
    return Scenario.from_mapping(json.loads(text))


def results_in(folder: Path, name: str) -> pd.DataFrame:
    """Return the figures that a study gave in a release."""
    return from_text((folder / RESULTS / f"{name}.csv").read_text(encoding="utf-8"))


def results_now(study: Scenario, name: str, kept: Path, scratch: Path) -> pd.DataFrame:
    """Return the figures that a study of a release gives now.

    A study that is shipped unchanged need not run again: its figures are those that are kept.
    """
    if name in Library().names("study") and small(Scenario.load(name)).hash() == study.hash():
        return from_text((kept / f"{name}.csv").read_text(encoding="utf-8"))
    return figures(study, scratch)


def said_since(version: str, changelog: str, fragments: Collection[str]) -> str:
    """Return what is said of changes after a release: fragments, and newer sections."""
    newer = changelog.partition(f"\n## [{version}]")[0]
    return "\n".join([newer, *fragments])


def unsaid_rows(before: dict[str, str], now: dict[str, str], said: str) -> list[str]:
    """Return the rows that changed or went and that no text names: a line for each."""
    return [
        f"{key} was {old}, is {now.get(key, 'gone')}"
        for key, old in before.items()
        if now.get(key) != old and not (_names(said, key) or _names(said, key.partition("[")[0]))
    ]


def unsaid_moves(name: str, before: pd.DataFrame, now: pd.DataFrame, said: str) -> list[str]:
    """Return the figures of a study that moved and that no text names: a line for each.

    A text names a move if it names the study (or says "all studies") and the outcome (or says
    "all outcomes"), names between backticks.
    """
    told_of = ALL_STUDIES in said or _names(said, name)
    return [
        line
        for outcome, lines in changed(before, now).items()
        if not (told_of and (ALL_OUTCOMES in said or _names(said, outcome)))
        for line in lines
    ]


def is_published(version: str, changelog: str) -> bool:
    """Whether a version's section of the changelog has a date.

    >>> is_published("1.0", "## [1.0] - 2030-01-31"), is_published("1.0", "## [1.0] - unreleased")
    (True, False)
    """
    return bool(re.search(rf"^## \[{re.escape(version)}\] - \d{{4}}-", changelog, re.MULTILINE))


def _names(text: str, word: str) -> bool:
    return f"`{word}`" in text
