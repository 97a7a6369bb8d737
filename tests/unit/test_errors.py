import pickle
from typing import Any

import pytest

from cagame.errors import (
    CagameError,
    EvidenceError,
    InputError,
    ResultsError,
    RunError,
    ScenarioError,
)


@pytest.mark.parametrize("error", [EvidenceError, ScenarioError, ResultsError])
def test_wrong_input_exits_with_2(error: type[InputError]) -> None:
    assert issubclass(error, InputError)
    assert error.exit_code == 2


def test_a_failed_run_exits_with_1() -> None:
    assert issubclass(RunError, CagameError)
    assert not issubclass(RunError, InputError)
    assert RunError.exit_code == 1


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ({}, "the years are reversed"),
        ({"path": "a.yaml"}, "a.yaml: the years are reversed"),
        ({"line": 3}, "line 3: the years are reversed"),
        ({"path": "a.yaml", "line": 3}, "a.yaml, line 3: the years are reversed"),
        ({"path": "a.yaml", "remedy": "Swap them."}, "a.yaml: the years are reversed. Swap them."),
    ],
)
def test_a_message_says_where_what_and_what_to_do(place: dict[str, Any], text: str) -> None:
    assert str(ScenarioError("the years are reversed", **place)) == text
    assert str(RunError("the years are reversed", **place)) == text


def test_an_error_keeps_its_message_between_processes() -> None:
    error = ScenarioError("the years are reversed", path="a.yaml", line=3, remedy="Swap them.")

    again = pickle.loads(pickle.dumps(error))  # noqa: S301 (our own bytes)

    assert str(again) == str(error)
