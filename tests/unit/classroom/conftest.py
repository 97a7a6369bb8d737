"""A small lesson, and a game with everything in it."""

from __future__ import annotations

import pytest

from cagame.classroom import Engine, Ledger, Lesson
from cagame.scenario import Scenario

KEYS = {
    "title": "A small lesson",
    "question": "Who gains?",
    "years": {"decision": 2025, "end": 2031},
    "seed": 5,
    "reference": "first",
    "variants": {"first": {"eu": "joint-roadmap"}},
    "outcomes": ["governance", "openness_to_eu", "cost_per_point"],
}
OWN = {"base": "mobility-first", "conditionality": 0.1, "title": "Open doors"}


@pytest.fixture(scope="session")
def lesson():
    return Lesson.of(Scenario.from_mapping(KEYS), worlds=40)


@pytest.fixture(scope="session")
def engine(lesson):
    return Engine(lesson)


@pytest.fixture(scope="session")
def ledger():
    return (
        Ledger()
        .with_choice(1, "eu", "values-first")
        .with_choice(2, "eu", OWN)
        .with_choice(1, "russia", "security")
        .with_choice(2, "KZ", "reform-opening")
        .with_event(2, "drought")
        .with_event(2, "russian-recession")
    )
