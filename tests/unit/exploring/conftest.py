"""A small exploration, run once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from cagame.exploring.runs import Kept, answered
from cagame.exploring.state import Compared, Exploration

if TYPE_CHECKING:
    from pathlib import Path

    from cagame.exploring.view import View

SMALL = Exploration(
    title="Two strategies",
    question="Which does more?",
    variants=(
        Compared("joint-roadmap", {"eu": "joint-roadmap"}),
        Compared("team-europe", {"eu": {"base": "team-europe", "budget": 1.5}}),
        Compared("strained", {"eu": "joint-roadmap", "russia": "strained"}),
    ),
    years=(2025, 2028),
    worlds=24,
    seed=3,
)


@pytest.fixture
def small() -> Exploration:
    return SMALL


@pytest.fixture(scope="session")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of kept runs with one run in it."""
    folder = tmp_path_factory.mktemp("explored")
    answered(SMALL.keys(), folder, SMALL.outcome)
    return folder


@pytest.fixture(scope="session")
def folder(root: Path) -> Path:
    return Kept(root).folder(SMALL.study)


@pytest.fixture(scope="session")
def view(root: Path) -> View:
    return answered(SMALL.keys(), root, SMALL.outcome)


@pytest.fixture(scope="session")
def view_of_one(tmp_path_factory: pytest.TempPathFactory) -> View:
    """A view of a single variant."""
    one = replace(SMALL, variants=SMALL.variants[:1])
    return answered(one.keys(), tmp_path_factory.mktemp("one"), one.outcome)
