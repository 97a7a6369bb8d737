"""Broken files: each gives one readable error with the file, the line and what to do."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from broken_files import Broken, broken, check_error, error_of, tables
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from cagame.errors import ScenarioError
from cagame.scenario import Scenario
from cagame.scenario.yaml_file import MAXIMUM_BYTES

if TYPE_CHECKING:
    from pathlib import Path

GOOD = """\
title: A test
question: Which one?
years: {history: 2007, decision: 2025, end: 2040}
worlds: 100
reference: first
variants:
  first: {eu: joint-roadmap}
  second:
    eu:
      channels: {aid: 0.5, trade: 0.5}
      partners: {KZ: 0.6, UZ: 0.4}
      regional_share: 0.3
      conditionality: 0.2
external:
  - calm
  - name: dry
    title: Dry years
    events:
      - {pressure: drought, from: 2026, to: 2028, intensity: 1, low: 0.5, high: 1.5}
      - {pressure: budget, target: EU, from: 2028, intensity: 0.6}
parameters:
  overrides: {effectiveness: 2}
  uncertainty: all
outcomes: [eu_influence, governance]
thresholds:
  governance: {at_least: 0.3}
"""


def error(path: Path) -> ScenarioError:
    return error_of(lambda: Scenario.load(path, tables()))


def dated(name: str, choices: str, *words: str) -> Broken:
    return Broken(name, "{eu: joint-roadmap}", f"{{eu: {choices}}}", 7, words)


CASES = (
    # Keys.
    broken("unknown key", "worlds:", "wolrds:", 4, "wolrds", "Did you mean 'worlds'"),
    broken("missing key", "title: A test\n", "", 1, "title", "missing"),
    broken("duplicate key", "worlds: 100", "title: B", 4, "title is given twice", "line 1"),
    broken("deep duplicate", "UZ: 0.4", "KZ: 0.4", 11, "partners > KZ", "given twice"),
    broken("unknown actor", "first: {eu:", "first: {EU:", 7, "Did you mean 'eu'"),
    broken("unknown lever", "regional_share", "regional_shares", 12, "'regional_share'"),
    broken("missing lever", "      conditionality: 0.2\n", "", 9, "conditionality", "missing"),
    broken("merge key", "worlds: 100", "<<: {worlds: 1}", 4, "merge keys", "base: NAME"),
    broken("list as key", "worlds: 100", "? [worlds]\n: 100", 4, "where a key belongs"),
    broken("empty key", "worlds: 100", ": 100", 4, "key is empty"),
    # Types.
    broken("text for number", "100", "many", 4, "worlds", "whole number", "'many'"),
    broken("fraction of a world", "100", "10.5", 4, "whole number", "10.5"),
    broken("truth for number", "100", "true", 4, "whole number", "true"),
    broken("nothing for number", "100", "", 4, "whole number", "nothing"),
    broken("number for text", "A test", "2025", 1, "title", "must be text", "quotes"),
    broken("list for text", "A test", "[A]", 1, "must be text", "a list"),
    broken("empty title", "A test", '""', 1, "not empty"),
    broken("huge title", "A test", "A" * 500, 1, "at most 120 characters", "500"),
    broken("text for list", "[eu_influence, governance]", "all", 24, "must be a list"),
    broken("list for mapping", "{history: 2007, decision: 2025, end: 2040}", "[1]", 3, "mapping"),
    broken("list for variant", "{eu: joint-roadmap}", "[eu]", 7, "variants > first", "mapping"),
    broken("number for strategy", "{eu: joint-roadmap}", "{eu: 7}", 7, "a name or a mapping"),
    broken("text for share", "0.3\n", "a third\n", 12, "regional_share", "must be a number"),
    # Numbers.
    broken("no worlds", "100", "0", 4, "at least 1"),
    broken("too many worlds", "100", "20000000", 4, "at most 1000000"),
    broken("infinite", "0.3\n", ".inf\n", 12, "regional_share", "not a finite number"),
    broken("not a number", "0.3\n", ".nan\n", 12, "not a finite number"),
    broken("overflow", "0.3\n", "1e999\n", 12, "not a finite number"),
    broken("very long number", "100", "9" * 5000, 4, "not a finite number"),
    broken("negative seed", "worlds: 100", "seed: -1", 4, "seed", "at least 0"),
    broken("negative budget", "conditionality", "budget: -1\n      conditionality", 13, "budget"),
    broken("money as budget", "conditionality", "budget: 236\n      conditionality", 13, "most 20"),
    broken("share above 1", "0.3\n", "1.3\n", 12, "at most 1, not 1.3"),
    # Shares.
    broken("shares off", "aid: 0.5", "aid: 0.499", 10, "sum to 0.999", "0.001 too little"),
    broken("shares above", "UZ: 0.4", "UZ: 0.5", 11, "sum to 1.1", "0.1 too much"),
    broken("no shares", "{KZ: 0.6, UZ: 0.4}", "{}", 11, "sum to 0", "1 too little"),
    broken("unknown channel", "trade: 0.5", "tarde: 0.5", 10, "Did you mean 'trade'"),
    broken("unknown state", "KZ: 0.6", "KX: 0.6", 11, "'KX'", "KZ"),
    # Years.
    broken("years reversed", "end: 2040", "end: 2020", 3, "comes before the decision"),
    broken("decision in history", "decision: 2025", "decision: 2007", 3, "come after 2007"),
    broken("other history", "history: 2007", "history: 2010", 3, "initial state"),
    broken("year slipped", "end: 2040", "end: 20400", 3, "at most 2100"),
    # Names.
    broken("unknown strategy", "joint-roadmap", "joint-raodmap", 7, "Did you mean 'joint-roadmap'"),
    broken("path as strategy", "joint-roadmap", "../../../etc/passwd", 7, "is not a name"),
    broken("unknown base", "{eu: joint-roadmap}", "{eu: {base: x}}", 7, "base", "no EU strategy"),
    broken("list as base", "{eu: joint-roadmap}", "{eu: {base: [x]}}", 7, "must be a name"),
    broken("reference", "reference: first", "reference: frist", 5, "Did you mean 'first'"),
    broken("variant name", "  first: {", "  First One: {", 7, "is not a name", "team-europe"),
    broken("unknown external", "- calm", "- clam", 15, "Did you mean 'calm'"),
    broken("external twice", "name: dry", "name: calm", 16, "'calm' is given twice"),
    broken("external unnamed", "name: dry\n    ", "", 16, "needs a name"),
    broken("unknown outcome", "eu_influence,", "eu_influense,", 24, "Did you mean 'eu_influence'"),
    broken(
        "no such outcome", "eu_influence,", "wealth,", 24, "Known: ", "prosperity, ", "autonomy"
    ),
    broken("outcome twice", "governance]", "eu_influence]", 24, "item 2", "listed twice"),
    broken("no outcome", "[eu_influence, governance]", "[]", 24, "list is empty"),
    broken("unknown plot", "worlds: 100", "plots: [fans]", 4, "Did you mean 'fan'"),
    broken("unknown threshold", "  governance:", "  governence:", 26, "Did you mean 'governance'"),
    broken("threshold in per cent", "{at_least: 0.3}", "{at_least: 18}", 26, "Write 0.18."),
    broken("threshold below 0", "{at_least: 0.3}", "{at_most: -1}", 26, "from 0 to 1"),
    broken("empty threshold", "{at_least: 0.3}", "{}", 26, "at_least: NUMBER"),
    broken("unknown sampling", "worlds: 100", "sampling: sobl", 4, "Did you mean 'sobol'"),
    broken("unknown fact", "conditionality", "evidence: [E999]\n      conditionality", 13, "E999"),
    broken("no fact", "conditionality", "evidence: [x]\n      conditionality", 13, "such as E147"),
    # Events.
    broken("unknown pressure", "drought", "drougth", 19, "item 1", "Did you mean 'drought'"),
    broken("endless drought", ", to: 2028", "", 19, "no end", "to: YEAR"),
    broken("event reversed", "to: 2028", "to: 2025", 19, "before it starts"),
    broken("event in history", "from: 2028", "from: 2020", 16, "before the decision"),
    broken("event too late", "end: 2040", "end: 2025", 16, "after the study ends"),
    broken("range reversed", "high: 1.5", "high: 0.4", 19, "low 0.5 is above high 0.4"),
    broken("half a range", ", high: 1.5", "", 19, "without `high`"),
    broken("wrong target", "target: EU", "target: KZ", 20, "'KZ' is not a patron"),
    broken("missing target", "target: EU, ", "", 20, "wants one patron", 'target: "EU"'),
    broken("star without quotes", "target: EU", "target: *", 20, "stands in quotes"),
    broken("negative factor", "0.6}", "-0.6}", 20, "must stay above 0"),
    # Parameters.
    broken("unknown parameter", "effectiveness", "efectiveness", 22, "'effectiveness'"),
    broken("unknown index", "effectiveness", '"effectiveness[US]"', 22, "effectiveness[EU]"),
    broken("outside range", "effectiveness: 2", "effectiveness: 9", 22, "0 to 4", "allow_outside"),
    broken("unknown grade", "uncertainty: all", "uncertainty: [guess]", 23, "not a grade"),
    broken("unknown word", "uncertainty: all", "uncertainty: some", 23, "all, none"),
    broken(
        "range of no number",
        "uncertainty: all",
        "ranges: {effectivness: [0, 1]}",
        23,
        "not a parameter",
        "Did you mean 'effectiveness'",
    ),
    broken(
        "range that is a number",
        "uncertainty: all",
        "ranges: {openness_sharpness: 2}",
        23,
        "must be a range, not 2",
        "[LOW, HIGH]",
    ),
    broken(
        "range with one end",
        "uncertainty: all",
        "ranges: {openness_sharpness: [2]}",
        23,
        "must be a range, not a list",
    ),
    broken(
        "range of words",
        "uncertainty: all",
        "ranges: {openness_sharpness: [low, high]}",
        23,
        "must be a range",
    ),
    broken(
        "range that ends where it begins",
        "uncertainty: all",
        "ranges: {openness_sharpness: [3, 3]}",
        23,
        "holds nothing",
    ),
    broken(
        "range upside down",
        "uncertainty: all",
        "ranges: {openness_sharpness: [4, 3]}",
        23,
        "holds nothing",
    ),
    broken(
        "range outside the table",
        "uncertainty: all",
        "ranges: {openness_sharpness: [0, 1000]}",
        23,
        "outside the range",
        "Stay within",
    ),
    broken(
        "range of a fixed number",
        "uncertainty: all",
        "ranges: {effectiveness: [0, 1]}",
        23,
        "fixed under `overrides`",
    ),
    broken(
        "range of a share",
        "uncertainty: all",
        "ranges: {'influence_weight[trade]': [0.1, 0.2]}",
        23,
        "share, drawn together",
    ),
    # Strategies with dates.
    dated("no date", "[{strategy: fragmented}]", "item 1 > from", "this key is missing"),
    dated("no strategy", "[{from: 2025}]", "item 1 > strategy", "this key is missing"),
    dated("no choice", "[]", "eu: the list is empty", "from: YEAR"),
    dated("name in a list", "[fragmented]", "item 1: must be a dated choice", "'fragmented'"),
    dated("unknown key of a choice", "[{form: 2025, strategy: x}]", "Did you mean 'from'"),
    dated("unknown strategy with date", "[{from: 2025, strategy: fragmentd}]", "'fragmented'"),
    dated("list for strategy", "[{from: 2025, strategy: []}]", "strategy: must be a name"),
    dated("date in history", "[{from: 2020, strategy: fragmented}]", "2020 comes before", "2025"),
    dated("date after the end", "[{from: 2041, strategy: fragmented}]", "2041 comes after", "2040"),
    dated(
        "dates that fall",
        "[{from: 2030, strategy: fragmented}, {from: 2028, strategy: values-first}]",
        "item 2 > from: 2028 does not come after 2030",
    ),
    dated(
        "a date twice",
        "[{from: 2030, strategy: fragmented}, {from: 2030, strategy: values-first}]",
        "item 2 > from: 2030 does not come after 2030",
    ),
    dated(
        "lever in a dated strategy",
        "[{from: 2025, strategy: {base: fragmented, budget: -1}}]",
        "budget",
        "0",
    ),
    # YAML that is not plain.
    broken("tab", "worlds: 100", "\tworlds: 100", 4, "not YAML"),
    broken("open bracket", "[eu_influence, governance]", "[eu_influence", 25, "not YAML"),
    broken("stray colon", "A test", "A test: yes", 1, "not YAML"),
    broken("indentation", "worlds: 100", " worlds: 100", 4, "not YAML"),
    broken("anchor", "A test", "&a A test", 1, "marks a value for reuse"),
    broken("alias", "A test", "*a", 1, "refers to another value"),
    broken("execution", "A test", "!!python/object/apply:os.system [ls]", 1, "tag", "executes"),
    broken("directive", "title: A test", "%YAML 1.1\n---\ntitle: A test", 1, "directive"),
    broken("second document", "worlds: 100", "---\nworlds: 100", 4, "second document"),
    broken("too deep", "A test", "[" * 200 + "]" * 200, 1, "more than 20 deep"),
    broken("too many", "A test", f"[{'1,' * 30_000}]", 1, "more than 20000 values"),
    broken("control character", "A test", "A \a test", 1, "control character"),
    broken("impossible escape", "A test", '"\\U99999999"', 1, "not YAML"),
)


def test_the_good_file_is_good(tmp_path: Path) -> None:
    path = tmp_path / "good.yaml"
    path.write_text(GOOD, encoding="utf-8")
    assert Scenario.load(path, tables()).variant_names == ("first", "second")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_broken_file_says_where_and_what(case: Broken, tmp_path: Path) -> None:
    path = tmp_path / "study.yaml"
    path.write_text(case.of(GOOD), encoding="utf-8")
    check_error(error(path), path, case)


BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]\n"
    for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        (b"", 1, "empty"),
        (b"\n\n# nothing but this\n", 1, "empty"),
        (b"just words", 1, "no keys"),
        (b"- a\n- list\n", 1, "no keys"),
        (BOMB.encode(), 1, "marks a value for reuse"),
        (b"title: caf\xe9\n", 1, "not UTF-8"),
        (b"title: A\nquestion: caf\xe9\n", 2, "not UTF-8"),
        ("title: A\n".encode("utf-16"), 1, "UTF-16"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", 3, "binary file"),
        (b"PAR1\x00\x00", 1, "binary file"),
        (b"title: " + b"x" * (MAXIMUM_BYTES + 1), None, "larger than 1 MB"),
    ],
    ids=[
        *("empty", "comments", "words", "list", "bomb", "latin-1", "latin-1 below", "utf-16"),
        *("picture", "table", "large"),
    ],
)
def test_what_is_no_scenario_at_all_is_refused(
    content: bytes, line: int | None, words: str, tmp_path: Path
) -> None:
    path = tmp_path / "study.yaml"
    path.write_bytes(content)
    found = error(path)
    assert found.line == line
    assert words in str(found)
    assert found.remedy


def test_fifty_megabytes_are_not_read(tmp_path: Path) -> None:
    path = tmp_path / "large.yaml"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    assert "larger than 1 MB" in str(error(path))


def test_a_missing_file_is_named_with_its_neighbours(tmp_path: Path) -> None:
    (tmp_path / "eu-study.yaml").write_text(GOOD, encoding="utf-8")
    assert "Did you mean 'eu-study.yaml'" in str(error(tmp_path / "eu-stduy.yaml"))


def test_a_hidden_file_is_never_suggested(tmp_path: Path) -> None:
    for name in (".eu-stduy.yaml", ".eu-study.yaml.swp", "eu-study.yaml"):
        (tmp_path / name).write_text(GOOD, encoding="utf-8")
    said = str(error(tmp_path / "eu-stduy.yaml"))
    assert "Did you mean 'eu-study.yaml'? Known: eu-study.yaml." in said


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    assert "no folder" in str(error(tmp_path / "nowhere" / "study.yaml"))


def test_a_folder_is_not_a_file(tmp_path: Path) -> None:
    assert "a folder, not a file" in str(error(tmp_path))


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    assert "not a regular file" in str(error(tmp_path / "pipe.yaml"))


def test_a_name_that_is_too_long_for_the_disk_is_refused(tmp_path: Path) -> None:
    assert "cannot be read" in str(error(tmp_path / ("x" * 5000 + ".yaml")))


def test_a_file_that_may_not_be_read_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "study.yaml"
    path.write_text(GOOD, encoding="utf-8")

    def refuse(*_arguments: object) -> None:
        raise PermissionError(13, "Permission denied")

    # Whoever runs tests as the superuser may read everything, so the refusal is staged.
    monkeypatch.setattr("pathlib.Path.open", refuse)
    message = str(error(path))
    assert "cannot be read (permission denied)" in message
    assert "ls -l" in message


def test_an_unknown_study_is_told_from_a_missing_file() -> None:
    with pytest.raises(ScenarioError, match="Did you mean 'eu-strategies'"):
        Scenario.load("eu-stratgies", tables())


def test_a_study_without_variants_says_so(tmp_path: Path) -> None:
    path = tmp_path / "study.yaml"
    path.write_text("title: T\nquestion: Q?\nreference: a\nvariants: {}\n", encoding="utf-8")
    found = error(path)
    assert found.line == 4
    assert "no variant is given" in str(found)


def test_an_error_in_a_file_beside_the_study_points_at_that_file(tmp_path: Path) -> None:
    (tmp_path / "external").mkdir()
    events = "events:\n  - {pressure: budget, target: EU, from: 2026, intensity: none}\n"
    (tmp_path / "external" / "cut.yaml").write_text(f"title: Cut\n{events}", encoding="utf-8")
    path = tmp_path / "study.yaml"
    path.write_text(GOOD.replace("- calm", "- cut"), encoding="utf-8")
    found = error(path)
    assert str(found.path).endswith("cut.yaml")
    assert found.line == 3
    assert "must be a number" in str(found)


# Files nobody thought of.

PIECES = st.sampled_from(
    [
        *("&a ", "*a", "!!int ", "! ", "|\n", ">-\n", "? ", "- ", ": ", "{", "}", "[", "]"),
        *("'", '"', "\\x", "%TAG ! x\n", "---\n", "...\n", "\t", "\n", "  ", "# ", "<<: ", "\0"),
        *("\u2028", "\x85", "\ufeff", "é", "1e9", "null", "~", ".nan", "-", "@", "`", ",", "!<a>"),
        *("eu", "base: ", "channels", "KZ", "calm", "0.5", "true", "2040", "9" * 50),
    ]
)


@settings(deadline=None)
@given(st.lists(PIECES, max_size=25))
@example(["? ", "? ", "{"])
def test_no_text_brings_anything_but_a_scenario_error(pieces: list[str]) -> None:
    found = refusal("".join(pieces))
    assert found is None or found.remedy


@settings(deadline=None)
@given(st.integers(0, len(GOOD)), st.integers(0, 40), st.lists(PIECES, max_size=3))
def test_no_damage_to_a_good_file_brings_anything_but_a_scenario_error(
    start: int, length: int, pieces: list[str]
) -> None:
    found = refusal(GOOD[:start] + "".join(pieces) + GOOD[start + length :])
    assert found is None or found.remedy


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(content=st.binary(max_size=200))
def test_no_bytes_bring_anything_but_a_scenario_error(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "bytes.yaml"
    path.write_bytes(content)
    assert str(error(path)).startswith(str(path))


def refusal(text: str) -> ScenarioError | None:
    """Read a text, which may even be right."""
    try:
        Scenario.from_text(text, tables())
    except ScenarioError as found:
        return found
    return None
