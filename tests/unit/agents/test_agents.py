"""An agent's attributes are its own part of the model's arrays, of this year and no copy."""

from __future__ import annotations

import numpy as np
import pytest

from cagame import CentralAsiaModel
from cagame.agents.actor import Patron
from cagame.agents.central_asian_state import CentralAsianState


@pytest.fixture(scope="module")
def model() -> CentralAsiaModel:
    model = CentralAsiaModel(worlds=3, rng=5)
    model.run_until(2012)
    return model


def named(model: CentralAsiaModel, label: str):
    [found] = [agent for agent in model.agents if agent.label == label]
    return found


@pytest.mark.parametrize(("label", "place"), [("EU", 0), ("RU", 1), ("CN", 2)])
@pytest.mark.parametrize("attribute", ["influence", "influence_share", "openness"])
def test_a_patron_sees_its_own_row_of_the_region(
    model: CentralAsiaModel, label: str, place: int, attribute: str
) -> None:
    patron = named(model, label)
    assert isinstance(patron, Patron)
    own, whole = getattr(patron, attribute), getattr(model.state, attribute)
    assert np.shares_memory(own, whole)
    assert own.tolist() == whole[place].tolist()
    assert own.tolist() != whole[(place + 1) % 3].tolist()


@pytest.mark.parametrize(("label", "place"), [("KZ", 0), ("UZ", 4)])
def test_a_state_sees_its_own_column_of_the_region(
    model: CentralAsiaModel, label: str, place: int
) -> None:
    state = named(model, label)
    assert isinstance(state, CentralAsianState)
    assert state.openness.tolist() == model.state.openness[:, place].tolist()
    assert state.governance.tolist() == model.state.governance[place].tolist()


def test_attributes_follow_the_model_from_year_to_year() -> None:
    model = CentralAsiaModel(worlds=2, rng=5)
    union = named(model, "EU")
    before = union.influence.tolist()
    model.step()
    assert union.influence.tolist() == model.state.influence[0].tolist()
    assert union.influence.tolist() != before
