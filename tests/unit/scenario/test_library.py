from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cagame.errors import ScenarioError
from cagame.evidence import Evidence
from cagame.scenario import ACTORS, Library, StateStrategy, UnionStrategy, shipped_folder
from cagame.scenario.shelves import AnyKind, search_path

if TYPE_CHECKING:
    from pathlib import Path

KINDS: tuple[AnyKind, ...] = (
    "eu",
    "russia",
    "china",
    "other",
    "central-asia",
    "external",
    "actors",
    "study",
)
STRATEGY = """\
title: Aid only
rationale: Only aid, for a test.
evidence: [E147]
channels: {aid: 1}
partners: {KZ: 1}
regional_share: 0.3
conditionality: 0.2
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a library with one EU strategy, ``aid-only``."""
    (tmp_path / "strategies" / "eu").mkdir(parents=True)
    add(tmp_path, "aid-only", STRATEGY)
    return tmp_path


def add(folder: Path, name: str, text: str) -> None:
    (folder / "strategies" / "eu" / f"{name}.yaml").write_text(text, encoding="utf-8")


def union(folder: Path, name: str) -> UnionStrategy:
    strategy = Library((folder,)).load("eu", name)
    assert isinstance(strategy, UnionStrategy)
    return strategy


@pytest.mark.parametrize("kind", KINDS)
def test_every_shipped_file_is_right_and_says_what_it_is(kind: AnyKind) -> None:
    entries = Library(evidence=Evidence.load()).list(kind)
    assert entries
    for entry in entries:
        assert entry.title
        assert entry.path.stem == entry.name
        if kind != "study":
            found = Library().load(kind, entry.name)
            assert found.title, entry.path
            assert found.rationale, entry.path
            assert found.evidence, entry.path


def test_what_a_state_does_itself_is_marked_as_true_by_construction() -> None:
    library = Library()
    for name in library.names("central-asia"):
        state = library.load("central-asia", name)
        assert isinstance(state, StateStrategy)
        marked = {"openness_to_eu"} if state.stance["EU"] or state.opening else set()
        marked |= {"regional_cooperation"} if state.opening else set()
        assert set(state.by_construction) == marked, name


def test_actors_are_those_of_the_axes() -> None:
    axes = Evidence.load().axes
    assert tuple(actor.label for actor in ACTORS) == axes.patrons + axes.states


def test_a_strategy_is_called_like_its_file(folder: Path) -> None:
    assert union(folder, "aid-only").name == "aid-only"


def test_a_base_gives_what_the_file_leaves_out(folder: Path) -> None:
    add(folder, "more-aid", "base: aid-only\ntitle: More\nbudget: 2\n")
    strategy = union(folder, "more-aid")
    assert (strategy.budget, strategy.regional_share) == (2, 0.3)
    assert (strategy.title, strategy.rationale, strategy.evidence) == ("More", "", ("E147",))


def test_a_base_can_have_a_base(folder: Path) -> None:
    add(folder, "more-aid", "base: aid-only\nbudget: 2\n")
    add(folder, "strict-aid", "base: more-aid\nconditionality: 1\n")
    strategy = union(folder, "strict-aid")
    assert (strategy.budget, strategy.conditionality) == (2, 1)


def test_channels_by_state_take_the_place_of_the_channels_of_a_base(folder: Path) -> None:
    states = ", ".join(f"{state}: {{aid: 1}}" for state in ("KZ", "KG", "TJ", "TM", "UZ"))
    add(folder, "by-state", f"base: aid-only\nchannels_by_state: {{{states}}}\n")
    add(folder, "back", "base: by-state\nchannels: {trade: 1}\n")
    assert union(folder, "by-state").channels is None
    assert union(folder, "back").channels_by_state is None


def test_bases_in_a_circle_are_found(folder: Path) -> None:
    add(folder, "first", "base: second\n")
    add(folder, "second", "title: Second\nbase: first\n")
    with pytest.raises(ScenarioError, match="circle: first > second > first") as caught:
        union(folder, "first")
    assert str(caught.value.path).endswith("second.yaml")
    assert caught.value.line == 2


def test_an_error_in_a_base_points_at_the_base(folder: Path) -> None:
    add(folder, "aid-only", STRATEGY.replace("0.3", "3"))
    add(folder, "more-aid", "base: aid-only\nbudget: 2\n")
    with pytest.raises(ScenarioError, match="at most 1, not 3") as caught:
        union(folder, "more-aid")
    assert str(caught.value.path).endswith("aid-only.yaml")
    assert caught.value.line == 6


@pytest.mark.parametrize(
    "name",
    ["../../secret", "/etc/passwd", "eu/values-first", "..", ".", "", "a\\b", "a\0b", "x" * 400],
)
def test_a_name_cannot_lead_out_of_the_library(folder: Path, name: str) -> None:
    with pytest.raises(ScenarioError, match="is not a name"):
        Library((folder,)).load("eu", name)


def test_a_link_cannot_lead_out_of_the_library(folder: Path) -> None:
    outside = folder.parent / f"{folder.name}-outside.yaml"
    outside.write_text(STRATEGY, encoding="utf-8")
    (folder / "strategies" / "eu" / "linked.yaml").symlink_to(outside)
    with pytest.raises(ScenarioError, match="leads out of the library"):
        Library((folder,)).load("eu", "linked")


def test_an_unknown_name_gets_the_nearest_one(folder: Path) -> None:
    with pytest.raises(ScenarioError, match="Did you mean 'aid-only'"):
        Library((folder,)).load("eu", "aid-onyl")


def test_own_files_are_found_before_the_shipped_ones(folder: Path) -> None:
    add(folder, "values-first", STRATEGY)
    library = Library(search_path(folder))
    assert library.load("eu", "values-first").title == "Aid only"
    assert library.load("eu", "joint-roadmap").title != "Aid only"
    assert {"aid-only", "team-europe"} <= set(library.names("eu"))


def test_facts_are_checked_where_there_is_evidence(folder: Path) -> None:
    add(folder, "aid-only", STRATEGY.replace("E147", "E147, E9999"))
    assert Library((folder,)).load("eu", "aid-only").evidence == ("E147", "E9999")
    with pytest.raises(ScenarioError, match=r"no fact E9999.*`cagame evidence E001` shows one"):
        Library((folder,), Evidence.load()).load("eu", "aid-only")


def test_a_file_may_repeat_its_name_and_no_other(folder: Path) -> None:
    add(folder, "aid-only", f"name: aid-only\n{STRATEGY}")
    assert union(folder, "aid-only").name == "aid-only"
    add(folder, "aid-only", f"name: other\n{STRATEGY}")
    with pytest.raises(ScenarioError, match="says the text 'other'"):
        union(folder, "aid-only")


def test_the_shipped_library_is_inside_the_package_or_the_repository() -> None:
    assert (shipped_folder() / "strategies" / "eu").is_dir()


def test_a_missing_library_is_an_error_not_an_empty_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "lib" / "python" / "cagame"
    package.mkdir(parents=True)
    monkeypatch.setattr("cagame.scenario.shelves.files", lambda _name: package)
    with pytest.raises(ScenarioError, match="library of strategies is missing"):
        shipped_folder()
