"""What a release gave, later versions give too, or the changelog names what moved.

``releases/`` holds a snapshot of every release: its tables, its studies in full, and their small
results. `make snapshot` writes that of the version in hand; once the version is published, it
stays as it is.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from golden import KEYS, shown
from snapshots import (
    HASH,
    STUDIES,
    freeze,
    is_published,
    results_in,
    results_now,
    rows_of,
    said_since,
    study_in,
    tables_in,
    unsaid_moves,
    unsaid_rows,
)

from cagame.evidence import Evidence
from cagame.scenario import Library

HERE = Path(__file__).parent
REPOSITORY = HERE.parents[1]
KEPT, RELEASES = HERE / "studies", HERE / "releases"
CHANGELOG = REPOSITORY / "CHANGELOG.md"
RELEASED = sorted(folder.name for folder in RELEASES.glob("*"))
FROZEN = [
    (version, path.stem)
    for version in RELEASED
    for path in sorted((RELEASES / version / STUDIES).iterdir())
]
REMEDY = "Say what moved and why in changes/NAME.results.md, with names in backticks; see there."


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return Evidence.load()


def said(version: str) -> str:
    fragments = [path.read_text(encoding="utf-8") for path in REPOSITORY.glob("changes/*.*.md")]
    return said_since(version, CHANGELOG.read_text(encoding="utf-8"), fragments)


def test_the_version_in_hand_can_be_frozen_until_it_is_published(
    freeze_release, evidence: Evidence
) -> None:
    # Not that of the installed package, which a checkout need not be.
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
    version = project["project"]["version"]
    published = is_published(version, CHANGELOG.read_text(encoding="utf-8"))
    if freeze_release:
        assert not published, f"{version} is published: its snapshot stays as it is"
        freeze(RELEASES / version, KEPT, evidence)
    assert (RELEASES / version).exists() or not published, "`make snapshot` was forgotten"


@pytest.mark.parametrize("version", RELEASED)
def test_the_changelog_names_every_number_that_changed_since(
    version: str, evidence: Evidence
) -> None:
    lines = unsaid_rows(tables_in(RELEASES / version), rows_of(evidence), said(version))
    assert not lines, f"numbers differ from those of {version}:\n  {shown(lines)}\n{REMEDY}"


@pytest.mark.parametrize("version", RELEASED)
def test_a_snapshot_lists_all_that_the_hash_of_the_tables_covers(
    version: str, evidence: Evidence
) -> None:
    listed = tables_in(RELEASES / version) == rows_of(evidence)
    frozen = (RELEASES / version / HASH).read_text(encoding="utf-8").strip()
    assert listed == (frozen == evidence.hash())


@pytest.mark.parametrize(("version", "name"), FROZEN)
def test_a_study_of_a_release_gives_the_same_numbers_or_the_changelog_names_what_moved(
    version: str, name: str, tmp_path: Path
) -> None:
    folder = RELEASES / version
    now = results_now(study_in(folder, name), name, KEPT, tmp_path / "results")
    lines = unsaid_moves(name, results_in(folder, name), now, said(version))
    assert not lines, f"{name} gives other numbers than in {version}:\n  {shown(lines)}\n{REMEDY}"


def test_an_unchanged_study_is_not_run_again_and_a_changed_one_is(tmp_path: Path) -> None:
    freeze(tmp_path / "release", KEPT, Evidence.load())
    study = study_in(tmp_path / "release", "classroom")
    now = results_now(study, "classroom", KEPT, tmp_path / "not-run")
    pd.testing.assert_frame_equal(now, results_in(tmp_path / "release", "classroom"))
    assert not (tmp_path / "not-run").exists()
    changed = study.changed(seed=study.seed + 1)
    assert unsaid_moves(
        "classroom", now, results_now(changed, "classroom", KEPT, tmp_path / "run"), ""
    )
    assert (tmp_path / "run").exists()


def test_freezing_again_leaves_nothing_of_before(tmp_path: Path, evidence: Evidence) -> None:
    freeze(tmp_path, KEPT, evidence)
    (tmp_path / STUDIES / "old.json").write_text("{}", encoding="utf-8")
    freeze(tmp_path, KEPT, evidence)
    assert {path.stem for path in (tmp_path / STUDIES).iterdir()} == set(Library().names("study"))
    assert tables_in(tmp_path) == rows_of(evidence)


BEFORE = {"effectiveness[EU]": "1 0 4", "inertia": "0.5", "drought-2021": "drought 2021"}


@pytest.mark.parametrize(
    ("now", "text", "unsaid"),
    [
        (BEFORE, "", []),
        (BEFORE | {"new": "7"}, "", []),
        (BEFORE | {"inertia": "0.6"}, "", ["inertia was 0.5, is 0.6"]),
        (BEFORE | {"inertia": "0.6"}, "It is inertia.", ["inertia was 0.5, is 0.6"]),
        (BEFORE | {"inertia": "0.6"}, "`inertia` is larger.", []),
        (BEFORE | {"effectiveness[EU]": "2 0 4"}, "`effectiveness[EU]` is larger.", []),
        (BEFORE | {"effectiveness[EU]": "2 0 4"}, "`effectiveness` is larger.", []),
        ({"inertia": "0.5"} | dict(list(BEFORE.items())[:1]), "", ["drought-2021 was drought"]),
    ],
)
def test_a_row_that_changed_or_went_must_be_named(
    now: dict[str, str], text: str, unsaid: list[str]
) -> None:
    found = unsaid_rows(BEFORE, now, text)
    assert len(found) == len(unsaid)
    assert all(line.startswith(start) for line, start in zip(found, unsaid, strict=True))


@pytest.mark.parametrize(
    ("text", "unsaid"),
    [
        ("", 2),
        ("`mobility` moved.", 2),
        ("`governance` and `autonomy` moved.", 2),
        ("`governance` moved in `mobility`.", 1),
        ("`governance` and `autonomy` moved in `mobility`.", 0),
        ("This moves all outcomes of `mobility`.", 0),
        ("`governance` and `autonomy` moved in all studies.", 0),
    ],
)
def test_a_figure_that_moved_must_be_named_with_its_study(text: str, unsaid: int) -> None:
    index = pd.MultiIndex.from_tuples([("first", "calm", 2040)], names=KEYS)
    before = pd.DataFrame({"governance": 0.2, "autonomy": 0.5, "resilience": np.inf}, index)
    now = before.assign(governance=0.3, autonomy=0.6)
    assert len(unsaid_moves("mobility", before, now, text)) == unsaid


def test_what_an_older_section_says_is_not_about_changes_since() -> None:
    changelog = "# Changelog\n\n## [1.1] - 2031-01-01\n`b`\n\n## [1.0] - 2030-01-01\n`a`\n"
    text = said_since("1.0", changelog, ["`c`"])
    assert [word in text for word in ("`a`", "`b`", "`c`")] == [False, True, True]
