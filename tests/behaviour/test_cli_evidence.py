"""Where a number comes from, and what a fact feeds, on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from cagame.cli import app, listing
from cagame.errors import Finding
from cagame.evidence import Evidence

if TYPE_CHECKING:
    from click.testing import Result


def evidence(*arguments: str, columns: int = 100) -> Result:
    """Run ``cagame evidence`` in this process."""
    runner = CliRunner(env={"COLUMNS": str(columns)})
    return runner.invoke(app, ["evidence", *arguments])


def words(*arguments: str) -> str:
    """What ``cagame evidence`` prints, as one line of words."""
    done = evidence(*arguments)
    assert done.exit_code == 0, done.stderr
    return " ".join(done.stdout.split())


@pytest.fixture(scope="module")
def tables() -> Evidence:
    """The tables that come with the package."""
    return Evidence.load()


def test_all_numbers_are_listed_by_table(tables: Evidence) -> None:
    lines = evidence().stdout.splitlines()
    listed = {line.split()[0] for line in lines if line.startswith("  ")}
    assert set(tables.names()) <= listed
    for heading in ("Parameters", "Initial state", "Member states"):
        assert any(line.startswith(heading) for line in lines)


def test_the_list_can_be_narrowed_to_grades_and_a_table(tables: Evidence) -> None:
    stated = [n for n in tables.numbers.values() if n.grade == "statistic"]
    shown = words("--grade", "statistic")
    assert f"{len(stated)} numbers, by grade:" in shown
    assert "openness_sharpness" not in shown
    members = words("--table", "member_states")
    assert "member_capability" in members
    assert "openness_sharpness" not in members
    both = words("--table", "parameters", "--grade", "statistic", "--grade", "ordinal")
    assert "assumption" not in both


@pytest.mark.parametrize("columns", [80, 100])
def test_the_list_fits_the_terminal(columns: int) -> None:
    assert max(map(len, evidence(columns=columns).stdout.splitlines())) <= columns


def test_a_number_shows_its_value_range_grade_derivation_and_facts(tables: Evidence) -> None:
    shown = words("openness_sharpness")
    number = tables.numbers["openness_sharpness"]
    for told in (
        f"value {number.value:g} {number.unit}",
        f"range {number.low:g} to {number.high:g}",
        number.distribution,
        "assumption: no document and no statistic gives it",
        number.derivation,
        number.where,
    ):
        assert told in shown
    for fact in tables.facts_behind("openness_sharpness"):
        assert fact.id in shown
        assert fact.fact.rstrip(".") in shown


def test_a_number_shows_the_code_that_reads_it() -> None:
    assert "read in agents/central_asian_state.py, line " in words("openness_sharpness")


@pytest.mark.parametrize(
    "spelling",
    [
        ["tie_2007[EU KZ aid]"],
        ["tie_2007", "EU", "KZ", "aid"],
        ["tie_2007 EU KZ aid"],
        ["tie_2007[EU", "KZ", "aid]"],
        ["Tie_2007[eu,kz,AID]"],
        ["tie_2007", "aid", "KZ", "EU"],
    ],
)
def test_one_number_of_many_can_be_named_in_several_ways(spelling: list[str]) -> None:
    shown = words(*spelling)
    assert shown.startswith("tie_2007[EU KZ aid] European Union, Kazakhstan, Aid value 0.35")


def test_an_indexed_name_shows_a_row_for_each_number(tables: Evidence) -> None:
    lines = evidence("openness_2007").stdout.splitlines()
    for number in tables.rows("openness_2007"):
        assert any(line.strip().startswith(" ".join(number.index)) for line in lines)
    assert "20 numbers by patron x state" in lines[0]


def test_part_of_an_index_shows_the_rows_that_have_it() -> None:
    assert "7 numbers by patron x state x channel" in words("tie_2007", "RU", "KZ")


def test_a_fact_shows_its_document_and_all_it_feeds(tables: Evidence) -> None:
    shown = words("e147")
    fact = tables.facts["E147"]
    assert fact.fact in shown
    assert tables.sources[fact.document].title in shown
    for fed in tables.fed_by("E147"):
        assert fed.key in shown
    for other in ("china/baseline", "chinese-slowdown", "CN follows baseline from 2007"):
        assert other in shown


def test_a_fact_that_feeds_nothing_says_so(tables: Evidence) -> None:
    lookup = listing.Lookup(tables)
    idle = next(fact for fact in tables.facts if not tables.fed_by(fact, lookup.others))
    assert "It feeds nothing" in words(idle)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("ITPD-E", "United States International Trade Commission"),
        ("seneca-2018", "SEnECA 2018"),
        ("eu-budget-2014", "EU budget cycle of 2014-2020"),
        ("first-trade-partner", "where sources contradict each other"),
        ("rapprochement", "tajik-uzbek-thaw-2017"),
        ("eu_influence", "Mean over the five states"),
        ("mobility-first", "EU strategy: Mobility first"),
        ("russia/baseline", "Russian strategy: Russian baseline"),
        ("afghan-spill-over", "external scenario: Afghan spill-over"),
    ],
)
def test_everything_that_has_a_name_can_be_shown(name: str, told: str) -> None:
    assert told in words(name)


def test_every_name_of_the_tables_has_a_card_that_names_it(
    tables: Evidence, capsys: pytest.CaptureFixture[str]
) -> None:
    lookup = listing.Lookup(tables)
    for name in lookup.names:
        listing.show_card(listing.Page(), lookup.find(name), lookup)
        heading, *card = capsys.readouterr().out.splitlines()
        assert name.rpartition("/")[2] in heading
        assert card, name


@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        ("openess_sharpness", "openness_sharpness"),
        ("effectivness", "effectiveness"),
        ("mobility-frist", "mobility-first"),
    ],
)
def test_an_unknown_name_gets_the_nearest_one(name: str, nearest: str) -> None:
    done = evidence(name)
    assert done.exit_code == 2
    assert f"Did you mean '{nearest}'?" in done.stderr


@pytest.mark.parametrize(
    "name", ["tie_2007 EU XX", "tie_2007[KZ KG]", "openness_sharpness[EU]", "E147 E148"]
)
def test_an_index_that_does_not_exist_is_told(name: str) -> None:
    done = evidence(name)
    assert done.exit_code == 2
    assert done.stderr.startswith("Error: ")


def test_an_audit_that_passes_is_one_line_with_counts(tables: Evidence) -> None:
    shown = words("--audit")
    assert shown.startswith("The audit passes: ")
    assert f"{len(tables.numbers)} numbers" in shown


def test_an_audit_lists_each_breach_and_its_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    breach = Finding("parameters.csv, line 7", "steering has no unit", "Fill in its unit.")
    monkeypatch.setattr(listing, "breaches", lambda *_: [breach])
    done = evidence("--audit")
    assert done.exit_code == 1
    assert "parameters.csv, line 7: steering has no unit." in done.stdout
    assert "Fill in its unit." in done.stdout
    assert "1 breach of the evidence rule." in done.stdout


def test_an_audit_holds_strategies_and_history_to_the_ledger(tables: Evidence) -> None:
    cited = {fact for other in listing.Lookup(tables).others for fact in other.evidence}
    assert {"E140", "E012"} <= cited  # mobility-first, and the strategy of 2007 in force


def test_an_unknown_name_is_answered_with_what_lists_names() -> None:
    done = evidence("nonsense")
    assert done.exit_code == 2
    assert "`cagame evidence` lists numbers, `cagame scenarios` strategies." in done.stderr
    assert "lists all" not in done.stderr
