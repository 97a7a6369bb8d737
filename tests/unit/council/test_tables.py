"""Tables of actors: what can be read, and what is refused with one clear message."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from cagame.council import (
    RULES,
    Actor,
    Issue,
    as_issue,
    compare,
    decide,
    decision_table,
    disagreement,
    read_issues,
    round_table,
)
from cagame.errors import CagameError, EvidenceError, InputError

if TYPE_CHECKING:
    from pathlib import Path

HEADER = "actor,capability,position,salience\n"
A_AND_NO = (Actor("A", 1, 2, 0.8), Actor("NO", 0.5, 3, 0.4))
ROWS = "A,1,2,0.8\nNO,0.5,3,0.4\n"


def read(tmp_path: Path, name: str, content: str | bytes) -> tuple[Issue, ...]:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_issues(path)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", HEADER + ROWS),
        ("crlf.csv", (HEADER + ROWS).replace("\n", "\r\n")),
        ("mark.csv", b"\xef\xbb\xbf" + (HEADER + ROWS).encode()),
        ("semicolon.csv", (HEADER + ROWS).replace(",", ";")),
        ("tab.tsv", (HEADER + ROWS).replace(",", "\t")),
        ("spaces.csv", "# a comment\n\n" + (HEADER + ROWS).replace(",", " , ")),
        ("order.csv", "Salience,Name,Note,POSITION,Capability\n.8,A,x,2,1\n0.4,NO,,3,.5\n"),
        ("first.csv", "who,position,capability,salience\nA,2,1,0.8\nNO,3e0,+0.5,0.4\n"),
        ("percent.csv", HEADER + "A,1,2,80\nNO,0.5,3,40\n"),
        ("short.yaml", "actors:\n  A: [1, 2, 0.8]\n  NO: [0.5, 3, 0.4]\n"),
        ("bare.yaml", "A: [1, 2, 0.8]\nNO: [0.5, 3, 0.4]\n"),
        (
            "named.yml",
            (
                "actors:\n  A: {capability: 1, position: 2, salience: 0.8}\n"
                "  NO: {Capability: 0.5, Position: 3, Salience: 0.4, note: x}\n"
            ),
        ),
        (
            "list.yaml",
            (
                "- {name: A, capability: 1, position: 2, salience: 0.8}\n"
                "- {name: NO, capability: 0.5, position: 3, salience: 0.4}\n"
            ),
        ),
        (
            "below.yaml",
            (
                "actors:\n- actor: A\n  capability: 1\n  position: 2\n  salience: 0.8\n"
                "- actor: NO\n  capability: 0.5\n  position: 3\n  salience: 0.4\n"
            ),
        ),
        ("plain.json", '{"actors": {"A": [1, 2, 0.8], "NO": [0.5, 3, 0.4]}}'),
    ],
)
def test_a_table_can_be_written_in_many_ways(tmp_path: Path, name: str, content: str) -> None:
    (issue,) = read(tmp_path, name, content)
    assert issue.actors == A_AND_NO
    assert (issue.status_quo, issue.unit) == (None, "")


def test_a_file_may_hold_several_issues(tmp_path: Path) -> None:
    issues = read(
        tmp_path,
        "two.csv",
        "issue," + HEADER + "fish,A,1,2,1\nfish,B,1,3,1\nmeat,A,1,4,1\nmeat,C,1,5,1\n",
    )
    assert [(issue.name, issue.ends) for issue in issues] == [("fish", (2, 3)), ("meat", (4, 5))]
    text = (
        "source: somebody\n"
        "emission:\n  position_unit: years\n  median: 7\n  actors: {A: [1, 2, 1], B: [1, 3, 1]}\n"
        "closed_forms: {influence: none}\n"
        "price:\n  title: Price of oil\n  status_quo: 4\n  actors: {A: [1, 4, 1], C: [1, 5, 1]}\n"
    )
    first, second = read(tmp_path, "two.yaml", text)
    assert (first.name, first.unit, first.status_quo) == ("emission", "years", None)
    assert (second.name, second.unit, second.status_quo) == ("Price of oil", "", 4)
    inside = "issues:\n" + "".join(f"  {line}\n" for line in text.splitlines()[1:])
    assert read(tmp_path, "inside.yaml", inside) == (first, second)


def test_how_saliences_were_read_is_told(tmp_path: Path) -> None:
    (issue,) = read(tmp_path, "percent.csv", HEADER + "A,1,2,80\nNO,0.5,3,40\n")
    assert issue.remark == "Saliences were given in per cent."
    assert read(tmp_path, "plain.csv", HEADER + ROWS)[0].remark == ""


BAD = {
    "missing column": ("actor,capability,position\nA,1,2\n", 1, "column salience is missing"),
    "misspelt column": (
        "actor,capability,position,saliance\n" + ROWS,
        1,
        "column salience is missing. Is it 'saliance'?",
    ),
    "missing salience": (HEADER + "A,1,2,1\nB,1,3,\n", 3, "salience of B is missing"),
    "missing cell": (HEADER + "A,1,2,1\nB,1,3\n", 3, "salience of B is missing"),
    "too many cells": (HEADER + "A,1,2,1\nB,1,3,1,9\n", 3, "5 cells and the header 4"),
    "negative capability": (HEADER + "A,1,2,1\nB,-1,3,1\n", 3, "capability of B is -1, below 0"),
    "negative salience": (HEADER + "A,1,2,1\nB,1,3,-.1\n", 3, "salience of B is -0.1, below 0"),
    "one actor": (HEADER + "A,1,2,1\n", 2, "A is the only actor"),
    "no actor": (HEADER, 1, "there are no actors"),
    "equal positions": (HEADER + "A,1,2,1\nB,1,2.0,1\n", 2, "all 2 actors stand at 2"),
    "text in a number": (HEADER + "A,1,2,1\nB,1,three,1\n", 3, "position of B is the text 'three'"),
    "decimal comma": (HEADER.replace(",", ";") + "A;0,5;2;1\n", 2, "text '0,5', not a number"),
    "not a number": (HEADER + "A,1,2,1\nB,nan,3,1\n", 3, "capability of B is the text 'nan'"),
    "underscore": (HEADER + "A,1,2,1\nB,1_0,3,1\n", 3, "capability of B is the text '1_0'"),
    "too large": (
        HEADER + "A,1,2,1\nB,1,1e999,1\n",
        3,
        "position of B is the text '1e999', beyond",
    ),
    "duplicate": (
        HEADER + "A,1,2,1\nB,1,3,1\na,1,4,1\n",
        4,
        "actor a is given twice, first on line 2",
    ),
    "no name": (HEADER + "A,1,2,1\n,1,3,1\n", 3, "an actor has no name"),
    "column twice": ("a,position,position,capability,salience\n", 1, "'position' is given twice"),
    "salience above 1": (HEADER + "A,1,2,.5\nB,1,3,1.5\n", 3, "salience of B is 1.5, above 1"),
    "mixed saliences": (HEADER + "A,1,2,.5\nB,1,3,80\n", 3, "salience of B is 80, above 1"),
    "salience above 100": (HEADER + "A,1,2,50\nB,1,3,101\n", 2, "salience of A is 50, above 1"),
    "no weight": (HEADER + "A,0,2,1\nB,1,3,0\n", 2, "no actor has any weight"),
    "open quotes": (HEADER + 'A,1,2,1\n"B,1,3,1\n', 3, "the row cannot be read"),
    "empty": ("", 1, "the file is empty"),
    "blank": ("\n \n", 1, "the file is empty"),
    "binary": (b"actor\n\x00\x01", 2, "this is a binary file"),
    "not UTF-8": (b"actor\xff\n", 1, "not UTF-8"),
    "control character": (HEADER + "A\x1b[31m,1,2,1\nB,1,3,1\n", None, "cannot be printed"),
}
BAD_YAML = {
    "missing salience": (
        "actors:\n  A: {capability: 1, position: 2}\n",
        2,
        "salience of A is missing",
    ),
    "two numbers": ("actors:\n  A: [1, 2]\n  B: [1, 3, 1]\n", 2, "this is a list of 2"),
    "negative": ("actors:\n  A: [1, 2, 1]\n  B: [-1, 3, 1]\n", 3, "capability of B is -1, below 0"),
    "text": ("actors:\n  A: [1, two, 1]\n", 2, "position of A is the text 'two'"),
    "truth": ("actors:\n  A: [true, 2, 1]\n", 2, "capability of A is true, not a number"),
    "list in a number": (
        "actors:\n  A: [[1], 2, 1]\n",
        2,
        "capability of A is a list, not a number",
    ),
    "one actor": ("actors:\n  A: [1, 2, 1]\n", 2, "A is the only actor"),
    "duplicate": (
        "actors:\n  A: [1, 2, 1]\n  A: [1, 3, 1]\n",
        3,
        "is given twice, first on line 2",
    ),
    "equal positions": ("A: [1, 2, 1]\nB: [1, 2, 1]\n", 1, "all 2 actors stand at 2"),
    "no actors": ("title: nothing\n", 1, "no actors are given"),
    "actors are text": ("actors: all of them\n", 1, "this is the text 'all of them', not actors"),
    "actors are nothing": ("actors:\n", 1, "this is nothing, not actors"),
    "nameless": ("- {capability: 1, position: 2, salience: 1}\n", 1, "an actor has no name"),
    "status quo": (
        "status_quo: high\nA: 1\nactors:\n  A: [1, 2, 1]\n  B: [1, 3, 1]\n",
        1,
        "status_quo",
    ),
    "a tag": ("actors: !!python/object/apply:os.system [ls]\n", 1, "is not allowed"),
    "empty": ("", 1, "the file is empty"),
    "broken": ("actors: [\n", 2, "this is not YAML"),
}


@pytest.mark.parametrize(
    ("ending", "content", "line", "message"),
    [pytest.param("csv", *each, id=f"csv, {name}") for name, each in BAD.items()]
    + [pytest.param("yaml", *each, id=f"yaml, {name}") for name, each in BAD_YAML.items()],
)
def test_a_bad_table_gives_one_readable_error(
    tmp_path: Path, ending: str, content: str | bytes, line: int | None, message: str
) -> None:
    with pytest.raises(CagameError) as raised:
        read(tmp_path, f"bad.{ending}", content)
    error = raised.value
    assert error.exit_code == 2
    assert message in str(error)
    assert error.line == line
    assert error.path == str(tmp_path / f"bad.{ending}")
    assert error.remedy
    assert "\n" not in str(error)
    assert len(str(error)) < 400 + len(str(tmp_path))


def test_a_file_that_is_not_there_is_told_with_its_neighbours(tmp_path: Path) -> None:
    (tmp_path / "actors.csv").touch()
    with pytest.raises(InputError, match=r"no such file. Did you mean 'actors.csv'"):
        read_issues(tmp_path / "actor.csv")
    with pytest.raises(InputError, match="this is a folder"):
        read_issues(tmp_path)


def test_too_many_actors_are_refused(tmp_path: Path) -> None:
    rows = "".join(f"a{place},1,{place},1\n" for place in range(501))
    with pytest.raises(EvidenceError, match="501 actors, more than 500"):
        read(tmp_path, "many.csv", HEADER + rows)


@pytest.mark.parametrize(
    "actors",
    [
        A_AND_NO,
        list(A_AND_NO),
        {"A": (1, 2, 0.8), "NO": [0.5, 3, 0.4]},
        {"A": {"capability": 1, "position": 2, "salience": 0.8}, "NO": (0.5, 3, 0.4)},
        {"A": np.array([1, 2, 0.8]).tolist(), "NO": tuple(np.array([0.5, 3, 0.4]))},
        pd.DataFrame([vars(actor) for actor in A_AND_NO]),
        pd.DataFrame([vars(actor) for actor in A_AND_NO]).rename(columns={"name": "Actor"}),
    ],
)
def test_a_notebook_may_hold_actors_in_many_ways(actors: object) -> None:
    assert as_issue(actors).actors == A_AND_NO  # type: ignore[arg-type]


def test_a_notebook_gets_the_same_errors() -> None:
    with pytest.raises(EvidenceError, match="the salience of NO is missing"):
        decide({"A": (1, 2, 0.8), "NO": (0.5, 3)})
    frame = pd.DataFrame({"name": ["A", "B"], "capability": [1, None], "position": [1, 2]})
    with pytest.raises(EvidenceError, match="the salience of A is missing"):
        decide(frame)
    with pytest.raises(EvidenceError, match="the capability of B is missing"):
        decide(frame.assign(salience=1.0))


def test_rules_and_modes_are_checked() -> None:
    with pytest.raises(InputError, match=r"no rule 'medium'. Did you mean 'median'"):
        decide(A_AND_NO, "medium")
    with pytest.raises(InputError, match="no mode 'least'"):
        decide(A_AND_NO, "challenge", "least")  # type: ignore[arg-type]
    for rule in ("qmv", "unanimity"):
        with pytest.raises(InputError, match="needs a status quo"):
            decide(A_AND_NO, rule)
        assert decide(A_AND_NO, rule, status_quo=2.5).status_quo == 2.5


def test_every_rule_decides() -> None:
    decisions = compare(A_AND_NO, status_quo=2.5)
    assert [each.rule for each in decisions] == [*RULES, "challenge"]
    assert [each.name for each in decisions][-2:] == [
        "challenge, least-move",
        "challenge, replication",
    ]
    table = decision_table(decisions)
    assert list(table["decision"]) == [float(each) for each in decisions]
    assert (table["decision"].between(2, 3)).all()
    # A weighs 0.8 and stands at 2, NO weighs 0.2 and stands at 3.
    assert decisions[0].position == pytest.approx(2.2)
    assert decisions[0].spread == pytest.approx(0.8 * 0.2 + 0.2 * 0.8)
    assert decisions[1].position == 2


def test_without_a_status_quo_both_ends_stand_in_for_it() -> None:
    decisions = compare(A_AND_NO, rules=["qmv", "unanimity"])
    assert [(each.rule, each.status_quo) for each in decisions] == [
        ("qmv", 2),
        ("qmv", 3),
        ("unanimity", 2),
        ("unanimity", 3),
    ]


def test_disagreement_is_the_distance_between_decisions() -> None:
    decisions = compare(A_AND_NO)
    table = disagreement(decisions)
    assert list(table.index) == list(table.columns) == [each.name for each in decisions]
    assert np.array_equal(table, table.T)
    assert table.loc["compromise", "median"] == pytest.approx(0.2)
    assert not np.diag(table).any()


def test_the_table_of_rounds_has_a_row_for_every_actor_and_round() -> None:
    decisions = compare(A_AND_NO, rounds=3)
    table = round_table(decisions)
    assert len(table) == 2 * 4 * 2
    start = table[table["round"] == 0]
    assert list(start["position"]) == [2, 3] * 2
    assert start["risk"].isna().all()
    moved = table[table["kind"] != ""]
    assert set(moved["by"]) <= {"A", "NO"}
    assert (moved["actor"] != moved["by"]).all()
    assert len(round_table(compare(A_AND_NO, rules=["median"]))) == 0
    assert len(decide(A_AND_NO, "challenge").rounds) == 5
