"""A file of actors is checked as strictly as the tables, and says what is wrong in which line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cagame.errors import ScenarioError
from cagame.evidence import Evidence
from cagame.scenario import Library, Scenario, read_roster, shipped_folder
from cagame.scenario.document import Document

if TYPE_CHECKING:
    from pathlib import Path

    from cagame.scenario import Roster

TURKEY = (shipped_folder() / "actors" / "turkey.yaml").read_text(encoding="utf-8")
MEMBERS = (shipped_folder() / "actors" / "twenty-seven-members.yaml").read_text(encoding="utf-8")
STUDY = """\
title: A study
question: Who?
worlds: 4
actors: mine
reference: as-before
variants:
  as-before:
"""


#: Lines from the first of an event to its target.
HEIGHT = 3


def read(folder: Path, text: str) -> Roster:
    (folder / "actors").mkdir(exist_ok=True)
    (folder / "actors" / "mine.yaml").write_text(text, encoding="utf-8")
    library = Library((folder, shipped_folder()), Evidence.load())
    return read_roster("mine", library, Document(None))


def changed(text: str, old: str, new: str) -> str:
    assert old in text, old
    return text.replace(old, new, 1)


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("{name: budget, index: TR", "{name: bugdet, index: TR", "Did you mean 'budget'?"),
        ("{name: budget, index: TR", "{name: budget, index: TK", "'TK' is not a patron"),
        ("{name: budget, index: TR", "{name: budget, index: TR KZ", "wants one patron, not 2"),
        ("{name: budget, index: TR", "{name: budget, index: OT", "none of the new actors"),
        ("{name: budget, index: TR", "{name: tie_noise, index: TR", "is no number that actors"),
        ("index: TR, value: 40, low: 10", "index: TR, value: 40", "`high` is given without `low`"),
        ("index: TR, value: 40, low: 10", "index: TR, value: 4, low: 10", "outside its range"),
        ("index: TR, value: 40, low: 10", "index: TR, value: -4, low: -9", "is below 0"),
        ("low: 10, high: 100", "low: 10, high: 300", "OT has 220 in all"),
        ("low: 10, high: 100", "low: 40, high: 40", "is an assumption without a range"),
        ("index: TR, value: 40", "index: TR, value: .inf", "is not a finite number"),
        ("index: TR, value: 40", "index: TR, value: many", "must be a number"),
        ("index: TR, value: 40", "index: TR, unit: years, value: 40", "is in 'EUR m of 2007"),
        ("index: TR, value: 40", "index: TR, role: hero, value: 40", "'hero' is not a role"),
        ("index: TR, value: 40", "index: TR, distribution: even, value: 40", "not a distribution"),
        ("index: TR, value: 40", "index: TR, colour: red, value: 40", "this key is unknown"),
        ("value: 40, low: 10, high: 100, grade: assumption", "value: 40, grade: guess", "'guess'"),
        ("high: 100, grade: assumption, evidence: [E234]", "high: 100, grade: stated", "no source"),
        ("high: 100, grade: assumption, evidence: [E234]",
         "high: 100, grade: stated, evidence: [E999]",
         "cites E999, which the ledger does not hold"),
        ("source: ITPD-E", "source: ITPD-F", "names source ITPD-F"),
        ("low: 0.02327", "low: 0", "is not above 0"),
        ("index: TR KG, value: 0.02586", "index: TR KZ, value: 0.02586", "is given twice"),
        ("of: OT", "of: EU", "'EU' is no patron that one can be carved out of"),
        ("key: turkey ", "key: russia ", "the key russia is taken"),
        ("key: turkey ", "key: external ", "the key external is taken"),
        ("key: turkey ", "key: Turkey ", "is not a key of an actor"),
        ("  TR:\n", "  KZ:\n", "the label KZ is taken"),
        ("  TR:\n", "  T-R:\n", "'T-R' is not a label"),
        ("strategy: baseline", "strategy: basline", "Did you mean 'baseline'?"),
        ("from: 2007, strategy", "from: 2010, strategy", "Write 2007."),
        ("kind: power", "kind: union", "'union' is unknown here"),
        ("target: TR TM", "target: TR DE", "targets 'TR DE'"),
        ("pressure: labour_attraction", "pressure: labor_attraction", "Did you mean 'labour_"),
        ("turkmen-exodus-to-turkey-2016", "turkmen-exodus-2016", "is given twice or is one of"),
        ("partners:", "partner:", "this key is unknown"),
        ("title: Turkey as a partner", "base: turkey", "this key is unknown"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_partner_is_one_sentence_with_its_line(
    old: str, new: str, said: str, tmp_path: Path
) -> None:
    text = changed(TURKEY, old, new)
    with pytest.raises(ScenarioError) as error:
        read(tmp_path, text)
    message = str(error.value)
    assert said in message
    assert "\n" not in message
    assert error.value.path is not None
    assert error.value.path.endswith("mine.yaml")
    # An error about a row points at its first line, wherever the key stands in it.
    assert error.value.line is not None
    assert abs(error.value.line - line_of(text, new.strip())) <= HEIGHT


def test_the_first_rows_that_are_missing_are_named(tmp_path: Path) -> None:
    start = TURKEY.index("  - {name: market_growth")
    without = TURKEY[:start] + TURKEY[TURKEY.index("  - {name: catch_up") :]
    with pytest.raises(ScenarioError, match=r"there is no row for market_growth\[TR\]"):
        read(tmp_path, without)
    nothing = TURKEY[: TURKEY.index("numbers:")]
    with pytest.raises(ScenarioError, match=r"payoff_partner_influence\[TR\]"):
        read(tmp_path, nothing)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("  MT: Malta", "  MT:", "must be text"),
        ("  MT: Malta", "  KZ: Malta", "the label KZ is taken"),
        ("  MT: Malta\n", "", "'MT' is not a label"),
        ("LU, MT]", "LU]", "there is no row for member_count[MT]"),
        ("LU, MT]", "LU, MT, LU]", "'LU' is listed twice"),
        ("unstudied:", "DE:", "a group cannot be called like a label"),
        ("index: GB, value: 0.10659, low: 0.053295, high: 0.159885",
         "index: GB, value: 0.2, low: 0.1, high: 0.3",
         "member_capability sums to 1.093"),
        ("index: unstudied trade", "index: unstuded trade", "Did you mean 'unstudied'?"),
        ("target: MT, from: 2017", "target: MD, from: 2017", "targets 'MD'"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_members_is_one_sentence(
    old: str, new: str, said: str, tmp_path: Path
) -> None:
    with pytest.raises(ScenarioError) as error:
        read(tmp_path, changed(MEMBERS, old, new))
    assert said in str(error.value)
    assert error.value.line is not None


@pytest.mark.parametrize(
    "text",
    ["", "42\n", "[]\n", "title: Nobody\n", "partners: {}\n", "members: 27\n", "\0", "a: &b"],
)
def test_what_is_no_file_of_actors_is_refused(text: str, tmp_path: Path) -> None:
    with pytest.raises(ScenarioError) as error:
        read(tmp_path, text)
    assert "\n" not in str(error.value)


def test_a_row_for_few_labels_counts_more_than_one_for_many(tmp_path: Path) -> None:
    roster = read(tmp_path, TURKEY)
    assert roster.numbers["reaction[TR EU]"].value == 0.3
    assert roster.numbers["reaction[TR OT]"].value == 0
    assert roster.numbers["reaction[TR TR]"].value == 0


def test_a_number_has_the_unit_and_the_line_of_its_row(tmp_path: Path) -> None:
    roster = read(tmp_path, TURKEY)
    budget = roster.numbers["budget[TR]"]
    assert (budget.unit, budget.distribution, budget.role) == (
        "EUR m of 2007 a year",
        "log-triangular",
        "uncertainty",
    )
    line = line_of(TURKEY, "{name: budget")
    assert budget.where.endswith(f"mine.yaml, line {line}")


def test_trade_ties_follow_from_trade_shares(tmp_path: Path) -> None:
    tie = read(tmp_path, TURKEY).numbers["tie_2007[TR UZ trade]"]
    assert (tie.value, tie.role, tie.grade) == (4 * 0.06295, "derived", "statistic")


def test_members_that_the_tables_know_keep_their_rows() -> None:
    tables = Scenario.load("twenty-seven-members").tables(Evidence.load())
    shipped = Evidence.load().numbers
    assert tables.numbers["member_salience[LV]"] == shipped["member_salience[LV]"]
    assert "member_salience[REST]" not in tables.numbers
    assert len(tables.rows("member_channel")) == 27 * 7


def test_a_study_is_the_same_when_all_is_written_out(tmp_path: Path) -> None:
    read(tmp_path, TURKEY)
    (tmp_path / "study.yaml").write_text(STUDY, encoding="utf-8")
    study = Scenario.load(tmp_path / "study.yaml")
    again = Scenario.from_mapping(study.as_mapping())
    assert again.hash() == study.hash()
    assert again.roster == study.roster


def test_what_a_file_of_actors_says_is_part_of_a_studys_hash(tmp_path: Path) -> None:
    (tmp_path / "study.yaml").write_text(STUDY, encoding="utf-8")
    hashes = set()
    for text in (TURKEY, changed(TURKEY, "value: 40, low: 10", "value: 41, low: 10")):
        read(tmp_path, text)
        hashes.add(Scenario.load(tmp_path / "study.yaml").hash())
    (tmp_path / "study.yaml").write_text(STUDY.replace("actors: mine\n", ""), encoding="utf-8")
    hashes.add(Scenario.load(tmp_path / "study.yaml").hash())
    assert len(hashes) == 3


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (STUDY.replace("actors: mine", "actors: turky"), "Did you mean 'turkey'?"),
        (STUDY.replace("actors: mine", "actors: [turkey]"), "must be a name, not a list"),
        (STUDY.replace("actors: mine", "actors: ../turkey"), "is not a name of the library"),
        (STUDY.replace("actors: mine\n", "") + "    turkey: baseline\n", "this key is unknown"),
        (
            STUDY.replace("mine", "turkey") + "    turky: baseline\n",
            "Did you mean 'turkey'?",
        ),
        (
            STUDY.replace("mine", "turkey") + "    KZ: {base: steady, stance: {TK: 1}}\n",
            "'TK' is unknown here. Known: EU, RU, CN, OT, TR.",
        ),
        (
            STUDY.replace("actors: mine\n", "") + "    KZ: {base: steady, stance: {TR: 1}}\n",
            "'TR' is unknown here",
        ),
        (STUDY.replace("mine", "turkey") + "outcomes: [turky_influence]\n", "turkey_influence"),
        (STUDY.replace("actors: mine\n", "") + "outcomes: [turkey_influence]\n", "not an outcome"),
    ],
)
def test_a_study_knows_the_actors_that_it_brings_along_and_no_others(text: str, said: str) -> None:
    with pytest.raises(ScenarioError) as error:
        Scenario.from_text(text)
    assert said in str(error.value)
    assert error.value.line is not None


def test_a_strategy_may_lean_to_a_partner() -> None:
    text = STUDY.replace("mine", "turkey") + "    KZ: {base: steady, stance: {TR: 0.5}}\n"
    strategy = Scenario.from_text(text).variants[0].strategies["KZ"]
    assert strategy.stance == {"EU": 0, "RU": 0, "CN": 0, "OT": 0, "TR": 0.5}
