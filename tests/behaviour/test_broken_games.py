"""Study files that name players: what is wrong is told with line and remedy, what is right runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from broken_files import Broken, broken, check_error, error_of, tables

from cagame.errors import ScenarioError
from cagame.scenario import Scenario

if TYPE_CHECKING:
    from pathlib import Path

GOOD = """\
title: A game
question: Who moves?
worlds: 10
equal_budgets: true
reference: {russia: spoiler}
players:
  eu: [joint-roadmap, security-first]
  russia: [baseline, spoiler, security]
  china:
    - baseline
    - {name: more, base: surge}
outcomes: [payoff_eu, payoff_russia, payoff_china]
plots: [dyads]
"""


def load(text: str, folder: Path) -> Scenario:
    path = folder / "game.yaml"
    path.write_text(text, encoding="utf-8")
    return Scenario.load(path, tables())


CASES = (
    broken("unknown player", "  russia:", "  rusia:", 8, "rusia", "Did you mean 'russia'"),
    broken("other partners do not play", "  china:", "  other:", 9, "other", "unknown"),
    broken("unknown strategy", "baseline, spoiler", "baseline, spoler", 8, "'spoiler'"),
    broken("strategy twice", "spoiler, security", "spoiler, spoiler", 8, "listed twice"),
    broken("name twice", "name: more", "name: baseline", 11, "'baseline' is given twice"),
    broken("no name", "{name: more, base", "{base", 11, "needs a name"),
    broken("empty list", "[joint-roadmap, security-first]", "[]", 7, "list is empty"),
    broken("no list", "[joint-roadmap, security-first]", "joint-roadmap", 7, "must be a list"),
    broken("nobody", "  eu: [", "  EU: [", 7, "Did you mean 'eu'"),
    broken(
        "unequal budgets",
        "equal_budgets: true",
        "equal_budgets: false",
        8,
        *("do not spend equally", "security 1.2", "equal_budgets: true"),
    ),
    broken("a copy", "baseline, spoiler", "baseline, strained", 8, "'strained'", "once budgets"),
    broken("a payoff left out", "payoff_russia, ", "", 12, "payoff_russia is missing", "plays"),
    broken("unknown player in reference", "{russia: sp", "{rusia: sp", 5, "'rusia' is not a pl"),
    broken("unknown profile", "{russia: spoiler}", "{russia: spoler}", 5, "'spoiler'"),
    broken("no name in profile", "{russia: spoiler}", "{russia: 2}", 5, "name of a strategy"),
    broken("name as reference", "{russia: spoiler}", "spoiler", 5, "strategy for each player"),
    broken("number as reference", "{russia: spoiler}", "7", 5, "name of a variant"),
    broken("both", "worlds: 10", "variants: {a: {}}", 3, "both given", "Keep `players`"),
    broken("truth", "equal_budgets: true", "equal_budgets: 1", 4, "true or false"),
)


def test_the_good_game_is_every_combination_of_its_strategies(tmp_path: Path) -> None:
    study = load(GOOD, tmp_path)
    assert len(study.variants) == 12
    assert study.reference == "eu01-russia02-china01"
    last = study.variants[-1]
    assert last.name == "eu02-russia03-china02"
    names = {label: strategy.name for label, strategy in last.strategies.items()}
    assert names == {"EU": "security-first", "RU": "security", "CN": "more"}
    assert last.title == "Security and borders first | Security provider | More"
    assert [getattr(strategy, "budget", None) for strategy in last.strategies.values()] == [1] * 3
    assert study.game is not None
    changed = [player["budgets_changed"] for player in study.game.as_manifest()["players"]]
    assert changed == [{}, {"security": 1.2}, {"more": 1.6}]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_broken_game_says_where_and_what(case: Broken, tmp_path: Path) -> None:
    path = tmp_path / "game.yaml"
    check_error(error_of(lambda: load(case.of(GOOD), tmp_path)), path, case)


def test_one_who_chooses_plays_no_game(tmp_path: Path) -> None:
    text = GOOD.replace("[baseline, spoiler, security]", "[spoiler]")
    text = text.replace("    - baseline\n", "").replace(", security-first]", "]")
    with pytest.raises(ScenarioError, match=r"line 6: .*two players") as caught:
        load(text, tmp_path)
    assert caught.value.remedy


def test_a_study_without_variants_and_players_misses_them(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="reference: this key is missing"):
        load("title: T\nquestion: Q?\n", tmp_path)
    with pytest.raises(ScenarioError, match="variants: this key is missing"):
        load("title: T\nquestion: Q?\nreference: a\n", tmp_path)
    with pytest.raises(ScenarioError, match="only a game sets budgets equal"):
        load("title: T\nquestion: Q?\nreference: a\nvariants: {a: }\nequal_budgets: true", tmp_path)
    with pytest.raises(ScenarioError, match="must be the name of a variant"):
        load("title: T\nquestion: Q?\nreference: {eu: a}\nvariants: {a: }\n", tmp_path)


def test_too_many_profiles_and_figures_of_all_of_them_are_refused(tmp_path: Path) -> None:
    large = GOOD.replace("outcomes: [payoff_eu, payoff_russia, payoff_china]\n", "")
    stances = "[steady, closed, balancer, eu-leaning]"
    four = "".join(f"  {state}: {stances}\n" for state in ("KZ", "KG", "TJ", "TM"))
    with pytest.raises(ScenarioError, match="3072 profiles"):
        load(large.replace("  eu:", f"{four}  eu:"), tmp_path)
    one = large.replace("[dyads]", "[heatmap]").replace("  eu:", f"  KZ: {stances}\n  eu:")
    with pytest.raises(ScenarioError, match="a mark for each of 48 profiles") as caught:
        load(one, tmp_path)
    assert caught.value.remedy


def test_a_game_draws_nothing_unless_asked(tmp_path: Path) -> None:
    assert load(GOOD.replace("plots: [dyads]\n", ""), tmp_path).plots == ()
    assert load(GOOD, tmp_path).plots == ("dyads",)


def test_a_game_written_out_is_the_same_game(tmp_path: Path) -> None:
    study = load(GOOD, tmp_path)
    again = Scenario.from_mapping(study.as_mapping(), tables())
    assert again.hash() == study.hash()
    assert again.variants == study.variants
    assert again.game == study.game
    assert study.changed(worlds=3).worlds == 3
    other = load(GOOD.replace("{russia: spoiler}", "{eu: security-first}"), tmp_path)
    assert other.hash() != study.hash()


def test_a_game_cannot_be_run_in_part(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="all of its profiles"):
        load(GOOD, tmp_path).changed(only=["eu01-russia01-china01"])


def test_a_central_asian_state_can_play(tmp_path: Path) -> None:
    text = GOOD.replace("payoff_china]", "payoff_china, payoff_kazakhstan]")
    study = load(text.replace("  eu:", "  KZ: [steady, balancer]\n  eu:"), tmp_path)
    assert study.variants[-1].name == "eu02-russia03-china02-kz02"
    assert study.variants[-1].strategies["KZ"].name == "balancer"
