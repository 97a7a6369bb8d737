"""From the folder of a study to the tables that analysis asks for: the right cells, or a word."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from cagame.analysis.compare import pairs
from cagame.analysis.game import game_of
from cagame.analysis.judged import Judged, judge
from cagame.errors import InputError, ResultsError
from cagame.evidence import Evidence
from cagame.scenario import Scenario
from cagame.study import run

if TYPE_CHECKING:
    from cagame.results import Results

GAME = {
    "title": "A small game",
    "question": "Who moves?",
    "years": {"decision": 2025, "end": 2027},
    "worlds": 4,
    "seed": 3,
    "equal_budgets": True,
    "players": {
        "eu": ["joint-roadmap", "security-first"],
        "russia": ["baseline", "security", "spoiler"],
    },
    "external": ["calm", "drought"],
    "outcomes": ["payoff_eu", "payoff_russia", "governance"],
}
VARIANTS = {
    "reference": "first",
    "variants": {"first": {"eu": "joint-roadmap"}, "second": {"eu": "values-first"}},
}


def results_of(folder, **changes: object) -> Results:
    keys = {key: value for key, value in (GAME | changes).items() if value is not None}
    return run(Scenario.from_mapping(keys), out=folder, workers=1)


@pytest.fixture(scope="module")
def game(tmp_path_factory: pytest.TempPathFactory) -> Results:
    return results_of(tmp_path_factory.mktemp("game") / "results")


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Results:
    folder = tmp_path_factory.mktemp("study") / "results"
    return results_of(folder, players=None, equal_budgets=None, external=["calm"], **VARIANTS)


@pytest.mark.parametrize(
    ("external", "year", "place", "last"),
    [(None, None, 0, 2), ("calm", 2025, 0, 0), ("drought", 2026, 1, 1)],
)
def test_a_payoff_table_holds_each_players_own_payoff_in_each_profile(
    game: Results, external: str | None, year: int | None, place: int, last: int
) -> None:
    found = game_of(game, external, year)
    assert (found.players, found.sizes, found.worlds) == (("eu", "russia"), (2, 3), 4)
    assert found.names((1, 2)) == ("security-first", "spoiler")
    for player, outcome in enumerate(("payoff_eu", "payoff_russia")):
        values = game.values(outcome)
        for variant, name in enumerate(game.variants):
            cell = found.profiles()[variant]
            assert name == f"eu0{cell[0] + 1}-russia0{cell[1] + 1}"
            assert found.payoffs[(player, *cell)].tolist() == values[variant, place, last].tolist()


def test_what_a_game_does_not_hold_is_told_with_what_it_holds(
    game: Results, study: Results
) -> None:
    with pytest.raises(ResultsError, match=r"no external scenario 'flood'.*calm, drought"):
        game_of(game, "flood")
    with pytest.raises(ResultsError, match=r"no year 2024 after the decision.*2025 to 2027"):
        game_of(game, year=2024)
    with pytest.raises(ResultsError, match=r"not the results of a game.*Write `players`"):
        game_of(study)


def test_an_outcome_is_judged_in_the_year_that_is_asked_for(study: Results) -> None:
    definition = Evidence.load().outcomes["governance"]
    last, first = judge(study, definition), judge(study, definition, 2025)
    assert last.levels.tolist() == study.values("governance")[:, :, 2].tolist()
    assert first.levels.tolist() == study.values("governance")[:, :, 0].tolist()
    assert (last.variants, last.externals) == (("first", "second"), ("calm",))
    with pytest.raises(ResultsError, match=r"no year 2041 after the decision.*2025 to 2027"):
        judge(study, definition, 2041)


def test_a_pair_with_an_unknown_variant_is_told_the_variants() -> None:
    values = np.array([[[1.0, 2.0]], [[2.0, 1.0]]])
    with pytest.raises(InputError, match=r"'c' is not a variant.*a, b"):
        pairs(Judged("figure", "higher", ("a", "b"), ("calm",), values), ("a", "c"))
