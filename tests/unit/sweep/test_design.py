"""Designs of sweeps: what they become, and one readable error for each that is broken."""

from __future__ import annotations

import pickle
from functools import cache
from pathlib import Path

import pytest
from broken_files import Broken, broken, check_error, error_of
from hypothesis import given
from hypothesis import strategies as st

from cagame.errors import CagameError, ScenarioError
from cagame.sweep import SweepDesign
from cagame.sweep.lookup import MAXIMUM_BLOCKS, MAXIMUM_FUTURES
from cagame.worlds import EVENT, SHOCKS

SHIPPED = Path(__file__).parents[3] / "experiments" / "levers.yaml"
STUDY = """\
title: A small study
question: What is swept?
years: {decision: 2025, end: 2030}
reference: joint-roadmap
variants:
  joint-roadmap: {eu: joint-roadmap}
  values-first: {eu: values-first, KZ: eu-leaning}
external: [calm, drought]
outcomes: [eu_influence, governance]
"""
GOOD = """\
title: A small sweep
question: Does it hold?
scenario: study.yaml
variants: [values-first, joint-roadmap]
external: [drought]
worlds: 25
seed: 3
sampling: latin-hypercube
block: 10
levers:
  eu.budget: [0.5, 2]
  eu.channels: simplex
grid:
  eu.council_rule: [compromise, qmv]
  "reaction[EU, RU]": [0.4, 0.6]
  effectiveness: [0, 2]
parameters: {overrides: {steering: 0.5}}
outcomes: [governance, eu_influence]
years: [2030, 2025]
keep: [openness_sharpness, "tie_2007[EU KZ aid]"]
"""
SALTELLI = "sampling: saltelli\nfactors: "


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the study that the designs here sweep."""
    path: Path = tmp_path_factory.mktemp("designs")
    (path / "study.yaml").write_text(STUDY, encoding="utf-8")
    return path


def load(folder: Path, text: str) -> SweepDesign:
    path = folder / "design.yaml"
    path.write_text(text, encoding="utf-8")
    return SweepDesign.load(path)


@pytest.fixture(scope="module")
def good(folder: Path) -> SweepDesign:
    return load(folder, GOOD)


# --- what they become ---------------------------------------------------------------------


def test_the_shipped_design_is_good():
    design = SweepDesign.load(SHIPPED)
    assert design.name == "levers"
    assert sum(block.count for block in design.blocks) == 100_000


def test_names_are_looked_up_in_the_order_of_the_file(good: SweepDesign):
    assert good.study.variant_names == ("values-first", "joint-roadmap")
    assert good.study.external_names == ("drought",)
    assert good.study.outcomes == ("governance", "eu_influence")
    assert good.years == (2025, 2030)
    assert good.keep == ("openness_sharpness", "tie_2007[EU KZ aid]")
    assert good.study.parameters.overrides == {"steering": 0.5}


def test_numbers_are_spelled_as_in_the_tables_and_bare_names_come_first(good: SweepDesign):
    assert list(good.numbers.items()) == [
        ("effectiveness", (0.0, 2.0)),
        ("reaction[EU RU]", (0.4, 0.6)),
    ]


def test_blocks_cover_every_world_of_every_combination_once_and_in_order(good: SweepDesign):
    assert [block.number for block in good.blocks] == list(range(12))
    combinations = [tuple(block.overrides.values()) for block in good.blocks]
    assert combinations == [(e, r) for e in (0, 2) for r in (0.4, 0.6) for _ in range(3)]
    assert [(block.first, block.count) for block in good.blocks[:3]] == [(0, 10), (10, 10), (20, 5)]


def test_sizes_are_those_of_what_is_run(good: SweepDesign):
    # Two rules, one external scenario, two variants; history from 2007 and six years ahead.
    assert good.runs == 4
    assert good.world_years == 4 * 25 * (17 + 4 * 6)


def test_a_saltelli_design_has_two_ensembles_and_a_mixed_one_for_each_factor(folder: Path):
    factors = "{policy: [effectiveness, eu.budget], shocks: [shocks, events], others: [rest]}"
    text = GOOD.replace("sampling: latin-hypercube", SALTELLI + factors)
    design = load(folder, text)
    names = [matrix.name for matrix in design.matrices]
    assert names == ["A", "B", "AB policy", "AB shocks", "AB others"]
    assert design.total == 50
    assert {"eu.budget", "effectiveness[EU]"} <= design.factors["policy"]
    assert SHOCKS in design.factors["shocks"]
    [drought] = design.study.external
    assert {EVENT + event.name for event in drought.events} <= design.factors["shocks"]
    taken = [member for members in design.factors.values() for member in members]
    assert len(taken) == len(set(taken))
    assert "eu.channels.aid" in design.factors["others"]
    both = load(folder, text + "second_order: true\n")
    assert [m.name for m in both.matrices][5:] == ["BA policy", "BA shocks", "BA others"]


def test_a_design_travels_without_what_it_computes(good: SweepDesign):
    assert good.blocks
    copy = pickle.loads(pickle.dumps(good))  # noqa: S301 (our own)
    assert "blocks" not in vars(copy)
    assert copy.hash() == good.hash()
    assert copy.blocks == good.blocks


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("seed: 3", "seed: 4"),
        ("worlds: 25", "worlds: 26"),
        ("block: 10", "block: 11"),
        ("[0.5, 2]", "[0.5, 2.1]"),
        ("eu.channels", "eu.partners"),
        ("compromise, qmv", "qmv, compromise"),
        ("[0, 2]", "[0, 2.1]"),
        ("steering: 0.5", "steering: 0.6"),
        ("latin-hypercube", "sobol"),
        ("[2030, 2025]", "[2030]"),
        ("keep: [openness_sharpness, ", "keep: ["),
        ("[drought]", "[calm]"),
    ],
)
def test_whatever_moves_a_number_or_a_file_changes_the_hash(
    good: SweepDesign, folder: Path, old: str, new: str
):
    assert GOOD.count(old) == 1
    assert load(folder, GOOD.replace(old, new)).hash() != good.hash()


def test_comments_and_the_name_of_the_file_change_no_hash(good: SweepDesign, folder: Path):
    other = folder / "other.yaml"
    other.write_text("# a comment\n" + GOOD, encoding="utf-8")
    assert SweepDesign.load(other).hash() == good.hash()


@pytest.mark.parametrize(("file", "name"), [("..yaml", "sweep"), ("a b;c.yaml", "a-b-c")])
def test_no_file_name_leads_out_of_the_results(folder: Path, file: str, name: str):
    path = folder / file
    path.write_text(GOOD, encoding="utf-8")
    assert SweepDesign.load(path).name == name


# --- broken -------------------------------------------------------------------------------


SAMPLING = "sampling: latin-hypercube"
CASES = (
    # Keys.
    broken("unknown key", "worlds:", "wolrds:", 6, "Did you mean 'worlds'"),
    broken("missing key", "worlds: 25\n", "", 1, "worlds", "missing"),
    broken("no study", "scenario: study.yaml\n", "", 1, "scenario", "missing"),
    broken("duplicate key", "seed: 3", "worlds: 3", 7, "given twice"),
    broken("duplicate lever", "eu.channels: s", "eu.budget: s", 12, "given twice"),
    # Types and sizes.
    broken("text for number", "25", "'25'", 6, "whole number", "'25'"),
    broken("no worlds", "25", "0", 6, "at least 1"),
    broken("too many worlds", "25", "9999999999", 6, "at most 2147483648"),
    broken("tiny blocks", "block: 10", "block: 1", 9, "at least 10"),
    broken("too many blocks", "25", "900000000", 9, "blocks, more than", "Make blocks larger"),
    broken("negative seed", "seed: 3", "seed: -1", 7, "at least 0"),
    broken("unknown sampling", "latin-hypercube", "sobl", 8, "Did you mean 'sobol'"),
    broken("list for text", "A small sweep", "[x]", 1, "must be text"),
    # The study.
    broken("unknown study", "study.yaml", "eu-stratgies", 3, "Did you mean 'eu-strategies'"),
    broken("missing study", "study.yaml", "stduy.yaml", 3, "no such file", "'study.yaml'"),
    broken("folder as study", "study.yaml", "../..", 3, "a folder, not a file"),
    broken("empty study", "study.yaml", '""', 3, "scenario"),
    broken("list as study", "study.yaml", "[study]", 3, "must be text"),
    broken("unknown variant", "[values-first", "[values-frist", 4, "Did you mean 'values-first'"),
    broken("variant twice", ", joint-roadmap]", ", values-first]", 4, "listed twice"),
    broken("no variants", "[values-first, joint-roadmap]", "[]", 4, "list is empty"),
    broken("unknown external", "[drought]", "[drougth]", 5, "Did you mean 'drought'"),
    broken("no external", "[drought]", "[]", 5, "list is empty"),
    # Outcomes, years, numbers to keep.
    broken("unknown outcome", "[governance", "[governence", 18, "Did you mean 'governance'"),
    broken("outcome twice", ", eu_influence]", ", governance]", 18, "listed twice"),
    broken("no outcomes", "[governance, eu_influence]", "[]", 18, "list is empty"),
    broken("year in history", "2025]", "2024]", 19, "2024 is not simulated", "2025 to 2030"),
    broken("year after the end", "2025]", "2031]", 19, "2031 is not simulated"),
    broken("year as text", "2025]", "'2025']", 19, "whole number"),
    broken("no years", "[2030, 2025]", "[]", 19, "list is empty"),
    broken("unknown to keep", "[openness_sharp", "[opennes_sharp", 20, "'openness_sharpness'"),
    broken("kept twice", '"tie_2007[EU KZ aid]"', "openness_sharpness", 20, "listed twice"),
    # Levers.
    broken("unknown actor", "eu.budget", "europe.budget", 11, "'europe' is not an actor"),
    broken("unknown lever", "eu.budget", "eu.budgets", 11, "Did you mean 'budget'"),
    broken("unknown label", "eu.budget", "eu.visa.XX", 11, "visa has no 'XX'", "KZ, KG"),
    broken("label too many", "eu.budget", "eu.budget.KZ", 11, "budget has no 'KZ'"),
    broken("single share", "eu.budget", "eu.partners.KZ", 11, "cannot be moved alone", "simplex"),
    broken(
        "rule drawn",
        "eu.channels: simplex\ngrid:\n  eu.council_rule: [compromise, qmv]",
        "eu.council_rule: [0, 1]\ngrid:",
        12,
        "cannot be drawn",
        "grid",
    ),
    broken("number as simplex", "[0.5, 2]", "simplex", 11, "cannot be drawn", "[LOWEST, HIGHEST]"),
    broken("shares as range", "simplex", "[0, 1]", 12, "`eu.channels: simplex`"),
    broken("reversed", "[0.5, 2]", "[2, 0.5]", 11, "2 is not below 0.5"),
    broken("no width", "[0.5, 2]", "[1, 1]", 11, "1 is not below 1"),
    broken("infinite", "[0.5, 2]", "[0.5, .inf]", 11, "not a finite number"),
    broken("three ends", "[0.5, 2]", "[0.5, 1, 2]", 11, "two numbers"),
    broken("numbers as text", "[0.5, 2]", "['0.5', '2']", 11, "two numbers"),
    broken("truth as number", "[0.5, 2]", "[false, true]", 11, "two numbers"),
    broken("out of range", "[0.5, 2]", "[0.5, 99]", 11, "99 is no value of eu.budget"),
    broken(
        "undone",
        "eu.channels: simplex",
        "eu.visa: [0, 1]\n  eu.visa.KZ: [0, 1]",
        13,
        "set the same",
    ),
    broken(
        "drawn and crossed",
        "eu.council_rule: [compromise, qmv]",
        "eu.budget: [1]",
        14,
        "both drawn and crossed",
    ),
    # Grid.
    broken("neither", "effectiveness:", "efectiveness:", 16, "neither a number", "'effectiveness'"),
    broken("unknown index", "[EU, RU]", "[EU, US]", 15, "has no number"),
    broken("level outside", "[0, 2]", "[0, 9]", 16, "0 to 4", "allow_outside_range"),
    broken("word for number", "[0, 2]", "[0, many]", 16, "'many' is no number"),
    broken("truth as level", "[0, 2]", "[0, true]", 16, "a number or a word, not true"),
    broken("no list", "[0, 2]", "2", 16, "must be a list"),
    broken("no levels", "[0, 2]", "[]", 16, "list is empty"),
    broken("level twice", "[0, 2]", "[2, 2.0]", 16, "listed twice"),
    broken(
        "crossed twice",
        "  effectiveness: [0, 2]",
        '  "reaction[EU RU]": [0.5]',
        16,
        "crossed twice",
    ),
    broken("unknown rule", "qmv]", "qvm]", 14, "'qvm' is no value of eu.council_rule", "'qmv'"),
    broken(
        "lever outside",
        "eu.council_rule: [compromise, qmv]",
        "eu.visa.KZ: [0, 2]",
        14,
        "2 is no value of eu.visa.KZ",
    ),
    broken(
        "lever as text",
        "eu.council_rule: [compromise, qmv]",
        "KZ.stance.EU: ['1']",
        14,
        "'1' is no value",
    ),
    broken(
        "shares crossed",
        "eu.council_rule: [compromise, qmv]",
        "eu.partners: [0.2]",
        14,
        "is not one number",
    ),
    # Factors.
    broken("no factors", SAMPLING, "sampling: saltelli", 8, "needs factors"),
    broken("factors without", SAMPLING, "factors: {a: [rest]}", 8, "for a Saltelli design"),
    broken("pairs without", SAMPLING, "second_order: true", 8, "for a Saltelli design"),
    broken("empty factor", SAMPLING, SALTELLI + "{a: []}", 9, "list is empty"),
    broken("factor name", SAMPLING, SALTELLI + "{A b: [rest]}", 9, "is not a name"),
    broken("unknown member", SAMPLING, SALTELLI + "{a: [efectiveness]}", 9, "'effectiveness'"),
    broken("lever not drawn", SAMPLING, SALTELLI + "{a: [eu.visa]}", 9, "nothing that varies"),
    broken(
        "overlap",
        SAMPLING,
        SALTELLI + "{a: [effectiveness], b: [grade assumption]}",
        9,
        "in the factor a already",
    ),
    broken(
        "two rests", SAMPLING, SALTELLI + "{a: [rest], b: [rest]}", 9, "rest is in the factor a"
    ),
    # Parameters.
    broken("unknown override", "steering", "stering", 17, "Did you mean 'steering'"),
    broken("override outside", "steering: 0.5", "steering: 5", 17, "lies outside the range"),
    broken("unknown grade", "{overrides: {steering: 0.5}}", "{uncertainty: [guess]}", 17, "grade"),
)


def test_the_cases_have_names_of_their_own():
    assert len({case.name for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_broken_design_says_where_and_what(case: Broken, folder: Path):
    path = folder / "design.yaml"
    check_error(error_of(lambda: load(folder, case.of(GOOD))), path, case)


def test_numbers_that_hang_together_are_not_told_apart(folder: Path):
    text = GOOD.replace(SAMPLING, SALTELLI + "{a: [rest]}")
    text = text.replace("{overrides: {steering: 0.5}}", "{uncertainty: calibrated}")
    with pytest.raises(ScenarioError, match=r"line 8: .*hang together.*uncertainty: all"):
        load(folder, text)


def test_a_sobol_sequence_that_would_end_is_refused(folder: Path):
    text = GOOD.replace(SAMPLING, "sampling: sobol").replace("block: 10", "block: 50000")
    with pytest.raises(ScenarioError, match="1,073,741,824 points"):
        load(folder, text.replace("worlds: 25", f"worlds: {2**30 + 1}"))


def test_more_futures_than_a_file_holds_are_refused_at_once(folder: Path):
    levels = [i / 400 for i in range(400)]
    text = GOOD.replace("[compromise, qmv]", f"[qmv]\n  eu.discretion: {levels}")
    text = text.replace("  eu.discretion", f"  eu.regional_share: {levels}\n  eu.discretion")
    with pytest.raises(ScenarioError, match=f"320,000 futures, more than {MAXIMUM_FUTURES:,}"):
        load(folder, text)


def test_more_blocks_than_anybody_handles_are_refused_at_once(folder: Path):
    """Before combinations are gone through, which would not end."""
    levels = [i / 1000 for i in range(2000)]
    crossed = "".join(
        f"\n  '{key}': {levels}" for key in ("effectiveness[RU]", "effectiveness[CN]")
    )
    text = GOOD.replace("  effectiveness: [0, 2]", crossed.removeprefix("\n"))
    with pytest.raises(ScenarioError, match=f"more than {MAXIMUM_BLOCKS:,}"):
        load(folder, text)


def test_an_error_in_the_study_points_at_the_study(folder: Path):
    (folder / "wrong.yaml").write_text(STUDY.replace("2030}", "2020}"), encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        load(folder, GOOD.replace("study.yaml", "wrong.yaml"))
    assert str(caught.value).startswith(f"{folder / 'wrong.yaml'}, line 3: ")


def test_a_design_made_in_python_is_checked_the_same(folder: Path):
    keys = {
        "title": "T",
        "question": "Q?",
        "scenario": str(folder / "study.yaml"),
        "worlds": 10,
        "levers": {"eu.budget": (0.5, 2)},
    }
    assert SweepDesign.from_mapping(keys).drawn[0].bounds == (0.5, 2.0)
    for wrong in ((0, float("inf")), (float("nan"), 1), (0, 10**400), (0, 1j)):
        with pytest.raises(ScenarioError, match=r"levers > eu\.budget"):
            SweepDesign.from_mapping(keys | {"levers": {"eu.budget": wrong}})
    for wrong in (float("inf"), 10**400, object()):
        with pytest.raises(ScenarioError, match="grid > effectiveness"):
            SweepDesign.from_mapping(keys | {"grid": {"effectiveness": [wrong]}})


# Files nobody thought of.

PIECES = st.sampled_from(
    [
        *("'", '"', "\n", "  ", "# ", "{", "}", "[", "]", ": ", ", ", "- ", "null", "~", "\0", "é"),
        *("simplex", "saltelli", "sobol", "factors: ", "second_order: true\n", "rest", "shocks"),
        *("eu.", "KZ.stance", "eu.channels.aid", "eu.visa", "effectiveness", "[EU]", "[EU RU]"),
        *("-1", "0", "1e9", "1e999", ".nan", "true", "9" * 50, "study.yaml", "../", "calm", "qmv"),
    ]
)


@given(st.integers(0, len(GOOD)), st.integers(0, 40), st.lists(PIECES, max_size=3))
def test_no_damage_to_a_good_design_brings_anything_but_a_readable_error(
    folder: Path, start: int, length: int, pieces: list[str]
):
    try:
        load(folder, GOOD[:start] + "".join(pieces) + GOOD[start + length :])
    except CagameError as error:
        assert error.remedy  # noqa: PT017 (most are refused, but a change may be right)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | PIECES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(PIECES, inner, max_size=3),
    max_leaves=6,
)


@cache
def keys_of_the_good_file() -> tuple[str, ...]:
    return tuple(line.partition(":")[0] for line in GOOD.splitlines() if line[0].isalpha())


@given(data=st.data())
def test_no_value_of_any_key_brings_anything_but_a_readable_error(
    folder: Path, data: st.DataObject
):
    keys = {
        "title": "T",
        "question": "Q?",
        "scenario": str(folder / "study.yaml"),
        "worlds": 20,
    }
    chosen = data.draw(st.sampled_from((*keys_of_the_good_file(), "factors", "second_order")))
    value = data.draw(VALUES)
    if chosen in {"grid", "levers", "factors"} and data.draw(st.booleans()):
        value = {data.draw(PIECES): value}
    try:
        SweepDesign.from_mapping(keys | {chosen: value})
    except CagameError as error:
        assert error.remedy  # noqa: PT017 (as above)
