from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import cagame
from cagame.evidence import Evidence
from cagame.evidence.audit import Finding, audit, audit_code, audit_tables
from cagame.evidence.code_names import MODEL_CODE, parse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from conftest import Tables

PACKAGE = Path(cagame.__file__).parent


@dataclass(frozen=True)
class Strategy:
    key: str
    evidence: tuple[str, ...]
    where: str = "values-first.yaml"


@pytest.fixture(scope="module")
def real() -> Evidence:
    return Evidence.load()


def findings(tables: Tables) -> list[str]:
    return [str(finding) for finding in audit(tables.load(), tables.code)]


def test_complete_tables_that_the_code_reads_pass(tables: Tables) -> None:
    assert findings(tables) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "complaint"),
    [
        # every number and event has a grade, a unit and an origin
        ("parameters.csv", "stated,E001", ",E001", "budget[EU] has no grade"),
        ("parameters.csv", "RU,B_RU,EUR m/yr", "RU,B_RU,", "budget[RU] has no unit"),
        ("parameters.csv", "stated,E001", "stated,", "budget[EU] has no source"),
        (
            "parameters.csv",
            "8,triangular,uncertainty,assumption,,,Guessed.",
            "8,triangular,uncertainty,assumption,,,",
            "sharpness has no source",
        ),
        ("events.csv", "stated,E002", ",E002", "base-2012 has no grade"),
        ("events.csv", "1,1,,,share", "1,1,,,", "base-2012 has no unit"),
        ("events.csv", "stated,E002", "stated,", "base-2012 has no source"),
        # an assumption has a range, and values lie within it
        ("parameters.csv", "300,150,600", "300,,", "budget[RU] is an assumption without a range"),
        ("parameters.csv", "300,150,600", "300,300,300", "budget[RU] is an assumption without"),
        ("events.csv", "1.5,1.2,2", "1.5,,", "rise-2014 is an assumption without a range"),
        ("parameters.csv", "300,150,600", "700,150,600", "budget[RU] is 700, outside its range"),
        ("parameters.csv", "300,150,600", "300,600,150", "budget[RU] is 300, outside its range"),
        ("events.csv", "1.5,1.2,2", "1,1.2,2", "rise-2014 is 1, outside its range 1.2 to 2"),
        # a range fits the scale it is drawn on
        ("parameters.csv", "300,150,600", "300,0,600", "budget[RU] is drawn on the log scale"),
        ("parameters.csv", "0.4,0.2,0.6", "0.4,0,0.6", "weight[trade] is drawn on the log scale"),
        (
            "initial_state.csv",
            "EU KZ,o,share,0.7,0.6,0.8",
            "EU KZ,o,share,0.7,0.6,1",
            "openness_2007[EU KZ] is drawn on the logit scale",
        ),
        # what is cited exists, and what exists is cited
        ("parameters.csv", "stated,E001", "stated,E999", "budget[EU] cites E999"),
        ("events.csv", "stated,E002", "stated,E999", "base-2012 cites E999"),
        ("conflicts.yaml", "[E001, E003]", "[E001, E999]", "spending cites E999"),
        ("parameters.csv", "stated,E001,,", "stated,E001,IMF,", "names source IMF, which"),
        ("events.csv", "statistic,,WDI", "statistic,,WTO", "drought-2021 names source WTO, which"),
        ("sources.yaml", "  WDI:", "  IMF: {title: Outlook}\n  WDI:", "nothing cites source IMF"),
        ("ledger.csv", "E002,paper", "E002,leaflet", "document leaflet is not in sources.yaml"),
        ("ledger.csv", "E002,paper", "E002,", "fact E002 names no document"),
        # events
        ("events.csv", "2021,2022", "2021,2020", "drought-2021 ends in 2020, before it starts"),
        ("events.csv", "2021,2022", "2021,", "drought-2021 has no end"),
        ("events.csv", "EU,2014,,2", "EU,2014,,0", "rise-2014 has a ramp of 0 years"),
        ("events.csv", "drought,,2021", "flood,,2021", "drought-2021 names pressure flood"),
        ("events.csv", "budget,EU", "budget,KZ", "rise-2014 targets 'KZ'"),
        ("events.csv", "budget,EU", "budget,US", "rise-2014 targets 'US'"),
        ("events.csv", "budget,EU", "budget,", "rise-2014 targets 'nothing'"),
        ("events.csv", "drought,,2021", "drought,KZ,2021", "drought-2021 targets 'KZ'"),
        ("events.csv", "access,RU KG", "access,KG RU", "base-2012 targets 'KG RU'"),
        # arrays
        ("initial_state.csv", "openness_2007,RU TJ", "tie,RU TJ", "has no row for RU TJ"),
        # tables and code
        (
            "year.py",
            "sharpness = parameters.sharpness",
            "sharpness = 4",
            "no code reads parameters.sharpness",
        ),
        ("year.py", '"reaction"', '"reactions"', "reads parameters.reactions, which is in no"),
        ("year.py", "parameters.sharpness", "parameters.sharp", "parameters.sharp, which is in no"),
        ("year.py", "pressures.drought", "0", "no code reads pressures.drought"),
        ("year.py", "pressures.drought", "pressures.rain", "pressures.rain, which is in no table"),
        ("year.py", "* 0.5", "* 0.3", "dynamics/year.py, line 2: the number 0.3 is written"),
        ("year.py", "1e-12", "1e-3", "the number 0.001 is written"),
    ],
)
def test_each_breach_is_found(
    tables: Tables, file: str, old: str, new: str, complaint: str
) -> None:
    found = findings(tables.change(file, old, new))

    assert any(complaint in finding for finding in found), found


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("parameters.csv", "Lenz 1995", "WDI; Lenz 1995"),
        ("parameters.csv", "300,150,600", "150,150,600"),
        ("parameters.csv", "uncertainty,assumption,E003", "lever,assumption,"),
        ("events.csv", "access,RU KG", "access,RU *"),
        ("events.csv", "2021,2022", "2022,2022"),
        ("ledger.csv", "E003,,-", "E004,paper,p. 3,An idle fact,EU,2007,nothing,stated\nE003,,-"),
        ("year.py", "* 0.5", "* 2.0 ** 2 - 1.0 * 0.0"),
        ("year.py", "return budget", "parameters.draw = parameters._seed\n    return budget"),
    ],
)
def test_what_keeps_the_rule_passes(tables: Tables, file: str, old: str, new: str) -> None:
    assert findings(tables.change(file, old, new)) == []


def test_a_finding_says_where_what_and_what_to_do(tables: Tables) -> None:
    tables.change("parameters.csv", "stated,E001", "stated,")

    (finding,) = findings(tables)
    assert finding == (
        "parameters.csv, line 3: budget[EU] has no source. "
        "Cite facts of the ledger or a source, or grade it an assumption and say why."
    )


def test_a_derived_number_need_not_be_read(tables: Tables) -> None:
    tables.change("year.py", " * parameters.member_count", "")
    assert len(findings(tables)) == 1

    tables.change("member_states.csv", "1,,,constant,constant", "1,,,constant,derived")
    assert findings(tables) == []


def test_numbers_outside_the_model_are_no_breach(tables: Tables) -> None:
    (tables.code / "plots.py").write_text("width = 0.3\n", encoding="utf-8")
    (tables.code / "region").mkdir()
    for file in ("model.py", "region/state.py"):
        (tables.code / file).write_text("start = 0.3\n", encoding="utf-8")

    where = [f.where for f in audit(tables.load(), tables.code)]
    assert where == ["model.py, line 1", "region/state.py, line 1"]


@pytest.mark.parametrize("name", MODEL_CODE)
def test_what_counts_as_the_model_is_there(name: str) -> None:
    assert any(code.is_model and code.file.startswith(name) for code in parse(PACKAGE))


def test_strategies_are_audited_beside_the_tables(tables: Tables) -> None:
    strategies = (Strategy("values-first", ("E001", "E999")),)

    found = audit(tables.load(), tables.code, strategies)

    assert found == [
        Finding(
            "values-first.yaml",
            "values-first cites E999, which the ledger does not hold",
            "Correct the id or add the fact.",
        )
    ]


# The tables of the package: each thing they rest on is needed.


def test_the_tables_of_the_package_pass(real: Evidence) -> None:
    assert audit_tables(real) == []


def without_a_source(real: Evidence) -> Iterator[tuple[str, Evidence]]:
    for key in real.sources:
        yield key, replace(real, sources={k: s for k, s in real.sources.items() if k != key})


def without_a_fact(real: Evidence) -> Iterator[tuple[str, Evidence]]:
    for fact in real.facts:
        if real.fed_by(fact):
            yield fact, replace(real, facts={k: f for k, f in real.facts.items() if k != fact})


def without_a_range(real: Evidence) -> Iterator[tuple[str, Evidence]]:
    for key, number in real.numbers.items():
        if number.grade == "assumption":
            bare = replace(number, low=number.value, high=number.value)
            yield key, replace(real, numbers=real.numbers | {key: bare})
    for i, event in enumerate(real.events):
        if event.grade == "assumption":
            certain = replace(event, low=event.intensity, high=event.intensity)
            yield (
                event.key,
                replace(real, events=(*real.events[:i], certain, *real.events[i + 1 :])),
            )


def without_an_origin(real: Evidence) -> Iterator[tuple[str, Evidence]]:
    for key, number in real.numbers.items():
        bare = replace(number, evidence=(), source="", derivation="")
        yield key, replace(real, numbers=real.numbers | {key: bare})


@pytest.mark.parametrize(
    "removals", [without_a_source, without_a_fact, without_a_range, without_an_origin]
)
def test_removing_any_one_thing_the_tables_rest_on_fails(
    real: Evidence, removals: Callable[[Evidence], Iterator[tuple[str, Evidence]]]
) -> None:
    removed = list(removals(real))

    assert removed
    assert [name for name, poorer in removed if not audit_tables(poorer)] == []


def test_package_code_and_tables_share_their_names(real: Evidence) -> None:
    assert audit_code(real, parse(PACKAGE)) == []
