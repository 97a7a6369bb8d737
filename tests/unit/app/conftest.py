"""A hall without a server: games on disk, a clock by hand, devices by name."""

from __future__ import annotations

import pytest

from cagame.app.hall import Hall, Settings
from cagame.app.play.opening import Opening
from cagame.app.play.visitor import Visitor
from cagame.classroom import Classroom


@pytest.fixture
def hall(tmp_path):
    settings = Settings("127.0.0.1", 0, None, tmp_path / "games.sqlite")
    return Hall(settings, Classroom(settings.data), None, "http://127.0.0.1:8080")


@pytest.fixture
def at(hall):
    """Somebody's device; all of them at one address unless given."""

    def visitor(device, address="10.0.0.1"):
        return Visitor(hall, device, address)

    return visitor


@pytest.fixture
def code(at):
    """A game of two rounds, opened on the teacher's device."""
    return at("teacher").open(Opening(rounds=2, years=1, worlds=100))
