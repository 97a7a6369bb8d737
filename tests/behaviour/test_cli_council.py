"""``cagame council``: one table of actors under every rule."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from typer.testing import CliRunner

from cagame.cli import app

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

TABLE = """\
actor,capability,position,salience
NL,0.08,4,0.8
BE,0.08,7,0.4
LU,0.03,4,0.2
DE,0.16,4,0.8
FR,0.16,10,0.6
IT,0.16,10,0.6
UK,0.16,10,0.9
IE,0.05,7,0.1
DK,0.05,4,1.0
GR,0.08,7,0.7
"""
MEANS = (7.389955686854, 7.461314378277, 7.552500865856, 7.590144997452, 7.358130531334)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "emission.csv"
    path.write_text(TABLE)
    return path


def council(*arguments: object, columns: int = 100) -> Result:
    runner = CliRunner(env={"COLUMNS": str(columns)})
    return runner.invoke(app, ["council", *map(str, arguments)])


def test_every_rule_its_decision_and_the_disagreement_are_shown(table: Path) -> None:
    done = council(table)
    assert done.exit_code == 0, done.stderr
    text = " ".join(done.stdout.split())
    assert "emission 10 actors from 4 to 10" in text
    for row in (
        *("1 compromise 7.389956 2.591", "2 median 7 2.588", "7 challenge, least-move 7.603861"),
        *("8 challenge, replication 7.358131", "How far the rules disagree"),
        *(
            "4 (unanimity, status quo 4) to 10",
            "100 % of the range",
            "4 7.358131 9.962 BE to 4.801",
        ),
        *("compromise with NL", "No status quo is known"),
    ):
        assert row in text, row


@pytest.mark.parametrize("columns", [80, 100])
def test_the_page_fits_the_terminal(table: Path, columns: int) -> None:
    assert max(map(len, council(table, columns=columns).stdout.splitlines())) <= columns


def test_json_has_all_digits(table: Path) -> None:
    told = json.loads(council(table, "--json").stdout)
    (issue,) = told["issues"]
    assert [turn["mean"] for turn in issue["rounds"]["replication"]] == pytest.approx(
        list(MEANS), abs=1e-9
    )
    assert issue["rounds"]["replication"][1]["positions"]["BE"] == pytest.approx(
        8.415932315427, abs=1e-9
    )
    assert issue["rounds"]["least-move"][1]["moves"][0]["kind"] == "compromise"
    assert {each["rule"] for each in issue["decisions"]} == {
        *("compromise", "median", "qmv", "unanimity", "challenge")
    }
    assert len(issue["disagreement"]["between"]) == len(issue["decisions"]) == 8
    assert told["written"] == []


def test_rules_mode_rounds_and_status_quo_can_be_chosen(table: Path) -> None:
    arguments = ("--rule", "qmv", "--rule", "challenge", "--mode", "replication", "--rounds", 1)
    told = json.loads(council(table, *arguments, "--status-quo", 9, "--json").stdout)
    (issue,) = told["issues"]
    assert [each["name"] for each in issue["decisions"]] == [
        "qmv, status quo 9",
        "challenge, replication",
    ]
    assert issue["decisions"][1]["decision"] == pytest.approx(MEANS[1], abs=1e-9)
    assert len(issue["rounds"]["replication"]) == 2


def test_one_rule_alone_has_nothing_to_disagree_with(table: Path) -> None:
    done = council(table, "--rule", "median")
    assert done.exit_code == 0
    assert "disagree" not in done.stdout


def test_tables_and_a_figure_are_written(table: Path, tmp_path: Path) -> None:
    out = tmp_path / "new" / "folder"
    done = council(table, "--out", out)
    assert done.exit_code == 0, done.stderr
    names = {path.name for path in out.iterdir()}
    assert names == {
        *("council-decisions.csv", "council-rounds.csv", "council-disagreement.csv"),
        *("council.png", "council.svg"),
    }
    rounds = pd.read_csv(out / "council-rounds.csv")
    last = rounds[(rounds["mode"] == "replication") & (rounds["round"] == 4)]
    assert last["mean"].iloc[0] == pytest.approx(MEANS[4], abs=1e-9)
    assert (out / "council.png").read_bytes()[:4] == b"\x89PNG"


def test_every_issue_of_a_file_gets_its_own_files(tmp_path: Path) -> None:
    path = tmp_path / "two.yaml"
    actors = "{actors: {A: [1, 2, 1], B: [1, 3, 0.5]}}"
    path.write_text(f"fish: {actors}\nmeat/../x: {actors}\n")
    done = council(path, "--out", tmp_path / "out")
    assert done.exit_code == 0, done.stderr
    names = {each.name for each in (tmp_path / "out").glob("*.png")}
    assert names == {"01-fish.png", "02-meat-x.png"}
    assert done.stdout.count("How far the rules disagree") == 2


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("DE,0.16,4,0.8", "DE,0.16,4,"), "emission.csv, line 5: the salience of DE is missing"),
        (("DE,0.16", "DE,-0.16"), "line 5: the capability of DE is -0.16, below 0"),
        (("DE,0.16,4", "DE,0.16,four"), "line 5: the position of DE is the text 'four'"),
        (("LU,", "BE,"), "line 4: the actor BE is given twice, first on line 3"),
        ((TABLE, TABLE[: TABLE.index("BE")]), "line 2: NL is the only actor"),
        ((TABLE, ""), "line 1: the file is empty"),
        (("BE", "\0"), "line 3: this is a binary file"),
    ],
)
def test_a_bad_table_is_one_line_and_exit_2(
    table: Path, change: tuple[str, str], message: str
) -> None:
    table.write_text(TABLE.replace(*change))
    done = council(table)
    assert done.exit_code == 2
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    assert message in done.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--rule", "mode"), "there is no rule 'mode'"),
        (("--mode", "x"), "there is no mode 'x'"),
        (("--status-quo", "nan"), "no finite number"),
        (("--rounds", 0), "greater than or equal to 1"),
    ],
)
def test_bad_options_are_told(table: Path, arguments: tuple[object, ...], message: str) -> None:
    done = council(table, *arguments)
    assert done.exit_code == 2
    assert message in done.stderr
