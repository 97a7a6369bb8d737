"""The same inputs give the same bytes, however the work is divided and whatever runs beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from cagame.results import HISTORY, Results
from cagame.scenario import Scenario
from cagame.study import run

if TYPE_CHECKING:
    from pathlib import Path

TABLES = ("outcomes.parquet", "actors.parquet", "summary.csv")
#: Of the manifest, what says when and how long, and not what.
CLOCK = ("finished", "seconds")
WORLDS = 10


def study(*variants: str, **changes: Any) -> Scenario:
    """A small study of some EU strategies, in two external scenarios."""
    keys = {
        "title": "A small study",
        "question": "Is it the same?",
        "years": {"decision": 2025, "end": 2026},
        "worlds": WORLDS,
        "seed": 7,
        "reference": "joint-roadmap",
        "variants": {name: {"eu": name} for name in ("joint-roadmap", *variants)},
        "external": ["calm", "drought"],
    }
    return Scenario.from_mapping(keys | changes)


def tables(results: Results) -> dict[str, bytes]:
    return {name: (results.folder / name).read_bytes() for name in TABLES}


def rows(results: Results, *variants: str) -> pd.DataFrame:
    """Rows of history and of some variants."""
    found = results.outcomes.astype({"variant": str, "external": str})
    return found[found["variant"].isin([HISTORY, *variants])].reset_index(drop=True)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Results:
    """The study in one block."""
    folder = tmp_path_factory.mktemp("whole") / "results"
    return run(study("values-first", "regional-first"), out=folder, workers=1)


@pytest.mark.parametrize(("workers", "block"), [(1, 1), (1, 4), (2, 3), (2, 5), (1, WORLDS)])
def test_neither_workers_nor_blocks_change_a_byte(
    whole: Results, tmp_path: Path, workers: int, block: int
) -> None:
    again = run(
        study("values-first", "regional-first"),
        out=tmp_path / "again",
        workers=workers,
        block=block,
    )
    assert tables(again) == tables(whole)
    assert {**again.manifest, **dict.fromkeys(CLOCK)} == {**whole.manifest, **dict.fromkeys(CLOCK)}


def test_another_seed_gives_other_worlds(whole: Results, tmp_path: Path) -> None:
    other = run(study("values-first", "regional-first"), out=tmp_path / "other", seed=8)
    assert tables(other)["outcomes.parquet"] != tables(whole)["outcomes.parquet"]


def test_only_some_variants_run_in_the_same_worlds(whole: Results, tmp_path: Path) -> None:
    alone = run(
        study("values-first", "regional-first"), out=tmp_path / "only", only=["regional-first"]
    )
    assert alone.variants == ("joint-roadmap", "regional-first")
    pd.testing.assert_frame_equal(
        rows(alone, "joint-roadmap", "regional-first"),
        rows(whole, "joint-roadmap", "regional-first"),
        check_exact=True,
    )


def test_adding_a_variant_changes_no_other(whole: Results, tmp_path: Path) -> None:
    more = run(study("team-europe", "regional-first", "values-first"), out=tmp_path / "more")
    for name in ("joint-roadmap", "values-first", "regional-first"):
        pd.testing.assert_frame_equal(rows(more, name), rows(whole, name), check_exact=True)


def test_adding_an_external_scenario_changes_no_other(whole: Results, tmp_path: Path) -> None:
    changed = study("values-first", "regional-first", external=["russian-recession", "drought"])
    beside = rows(run(changed, out=tmp_path / "beside"), *whole.variants)
    before = rows(whole, *whole.variants)
    kept = (HISTORY, "drought")
    pd.testing.assert_frame_equal(
        beside[beside["external"].isin(kept)].reset_index(drop=True),
        before[before["external"].isin(kept)].reset_index(drop=True),
        check_exact=True,
    )


def test_reporting_fewer_outcomes_changes_none_of_them(whole: Results, tmp_path: Path) -> None:
    # Cost per point needs worlds of its own, in which the EU spends nothing.
    few = run(
        study("values-first", "regional-first", outcomes=["governance", "eu_influence"]),
        out=tmp_path / "few",
    )
    columns = ["variant", "external", "world", "year", "governance", "eu_influence"]
    pd.testing.assert_frame_equal(
        rows(few, *few.variants)[columns], rows(whole, *few.variants)[columns], check_exact=True
    )
