from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pytest

from cagame.errors import EvidenceError
from cagame.evidence import Evidence

if TYPE_CHECKING:
    from conftest import Tables


@dataclass(frozen=True)
class Strategy:
    key: str
    evidence: tuple[str, ...]
    where: str = "strategy.yaml"


@pytest.fixture(scope="module")
def real() -> Evidence:
    return Evidence.load()


def test_an_array_follows_the_order_of_the_axes_not_of_the_rows(tables: Tables) -> None:
    evidence = tables.load()

    assert evidence.array("budget").tolist() == [42.4, 300]
    assert evidence.labels("budget") == (("EU", "RU"),)
    assert evidence.array("openness_2007").tolist() == [[0.7, 0.5, 0.3], [0.7, 0.5, 0.3]]
    assert evidence.labels("openness_2007") == (("EU", "RU"), ("KZ", "KG", "TJ"))
    assert evidence.axes_of("openness_2007") == ("patron", "state")
    assert evidence.axis_position("openness_2007", "state") == 1


def test_rows_stand_in_the_order_of_their_array(tables: Tables) -> None:
    evidence = tables.load()

    for name in evidence.names():
        values = [number.value for number in evidence.rows(name)]
        assert values == evidence.array(name).ravel().tolist()


def test_low_and_high_have_the_shape_of_the_values(tables: Tables) -> None:
    evidence = tables.load()

    assert evidence.array("budget", "low").tolist() == [42.4, 150]
    assert evidence.array("budget", "high").tolist() == [42.4, 600]


def test_a_single_number_is_an_array_without_axes(tables: Tables) -> None:
    evidence = tables.load()

    assert evidence.array("sharpness").shape == ()
    assert float(evidence.array("sharpness")) == 4
    assert evidence.labels("sharpness") == ()


def test_an_axis_may_stand_twice_in_an_index(tables: Tables) -> None:
    assert tables.load().array("reaction").tolist() == [[0, 0.5], [0.8, 0]]


def test_pairs_of_states_are_an_axis(tables: Tables) -> None:
    evidence = tables.load()

    assert evidence.labels("regional_tie_2007") == (evidence.axes.pairs,)


def test_an_array_may_cover_part_of_an_axis(tables: Tables) -> None:
    evidence = tables.change("member_states.csv", "member_count,DE", "home,DE").load()

    assert evidence.labels("member_count") == (("REST",),)
    assert evidence.array("member_count").tolist() == [26]


def test_an_array_with_a_hole_is_refused(tables: Tables) -> None:
    evidence = tables.change("initial_state.csv", "openness_2007,RU TJ", "other,RU TJ").load()

    with pytest.raises(EvidenceError, match="openness_2007 has no row for RU TJ"):
        evidence.array("openness_2007")


def test_a_name_that_no_table_holds_is_refused(tables: Tables) -> None:
    with pytest.raises(EvidenceError, match="no number is called 'generosity'"):
        tables.load().array("generosity")


def test_a_number_knows_what_it_rests_on(tables: Tables) -> None:
    number = tables.load().numbers["openness_2007[EU KZ]"]

    assert number.evidence == ("E002",)
    assert (number.low, number.value, number.high) == (0.6, 0.7, 0.8)
    assert number.where == "initial_state.csv, line 3"


def test_a_row_without_a_range_can_only_be_its_value(tables: Tables) -> None:
    number = tables.load().numbers["member_count[REST]"]

    assert (number.low, number.high) == (26, 26)
    assert not number.is_uncertain


def test_facts_behind_a_number_an_event_and_a_conflict(tables: Tables) -> None:
    evidence = tables.load()

    assert [f.id for f in evidence.facts_behind("budget[EU]")] == ["E001"]
    assert [f.id for f in evidence.facts_behind("base-2012")] == ["E002"]
    assert [f.id for f in evidence.facts_behind("spending")] == ["E001", "E003"]
    with pytest.raises(EvidenceError, match="no number, event or conflict is called 'budget'"):
        evidence.facts_behind("budget")


def test_everything_that_a_fact_feeds(tables: Tables) -> None:
    strategies = (Strategy("values-first", ("E001",)), Strategy("security-first", ("E002",)))

    fed = [record.key for record in tables.load().fed_by("E001", strategies)]

    assert fed == [
        "budget[EU]",
        "member_count[DE]",
        "member_count[REST]",
        "rise-2014",
        "spending",
        "values-first",
    ]


def test_sources_keep_what_is_known_of_them(tables: Tables) -> None:
    paper = tables.load().sources["paper"]

    assert (paper.kind, paper.title) == ("documents", "A policy paper")
    assert paper.details == {"authors": "Nobody", "date": "2018"}


def test_events_and_pressures_are_read(tables: Tables) -> None:
    evidence = tables.load()
    rise, drought, base = evidence.events

    assert (rise.start, rise.end, rise.ramp, rise.is_uncertain) == (2014, None, 2, True)
    assert (drought.end, drought.target, drought.is_uncertain) == (2022, (), False)
    assert base.target == ("RU", "KG")
    assert evidence.pressures["drought"].needs_end
    assert not evidence.pressures["budget"].needs_end
    assert evidence.pressures["access"].axes == ("patron", "state")
    assert evidence.outcomes["eu_influence"].better == "higher"


def test_a_mark_that_spreadsheets_put_in_front_is_taken_off(tables: Tables) -> None:
    path = tables.data / "parameters.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())

    assert "budget" in tables.load().names()


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("parameters.csv", "300,150", "many,150", "line 2: value is 'many', not a number"),
        ("parameters.csv", "300,150", "nan,150", "line 2: value is 'nan', not a number"),
        ("parameters.csv", "300,150", "300,", "line 2: low is '', not a number"),
        ("parameters.csv", "assumption,E003", "guess,E003", "line 2: grade 'guess' is unknown"),
        ("parameters.csv", ",grade,", ",quality,", "line 1: column grade is missing"),
        ("parameters.csv", "sharpness,,", "sharpness,", "line 6: the row has 12 cells"),
        ("parameters.csv", "budget,EU", "budget,RU", r"line 3: budget\[RU\] is given twice"),
        ("member_states.csv", "member_count,DE", "sharpness,", "sharpness is given twice"),
        ("parameters.csv", "budget,EU", "budget,FR", "line 3: .*unknown label 'FR'"),
        ("initial_state.csv", ",KG-TJ", ",TJ-KG", "line 10: .*unknown label 'TJ-KG'"),
        ("parameters.csv", "budget,EU", "budget,KZ", "line 3: .*by state, but .* by patron"),
        ("parameters.csv", "log-triangular", "bell", "line 2: distribution 'bell' is unknown"),
        (
            "parameters.csv",
            "2,0.6,simplex:channel",
            "2,0.6,simplex:state",
            "line 4: .*over 'state'",
        ),
        ("parameters.csv", "42.4,,,constant,constant", "42.4,,,constant,fixed", "role 'fixed'"),
        ("parameters.csv", "E003,,Guessed.", 'E003,,"Guessed.', "line .*cannot be read"),
        ("ledger.csv", "budget,stated", "budget,sure", "line 2: grade 'sure' is unknown"),
        ("ledger.csv", "E002,paper", "E001,paper", "line 3: E001 is given twice"),
        ("events.csv", "EU,2014", "EU,2014.5", "line 2: from is 2014.5, not a whole number"),
        ("events.csv", "base-2012", "rise-2014", "line 4: rise-2014 is given twice"),
        ("pressures.csv", "patron,factor", "patron,product", "line 2: combine 'product'"),
        ("pressures.csv", "patron state,sum", "patron town,sum", "line 4: unknown axis 'town'"),
        ("pressures.csv", "share,true", "share,maybe", "line 3: needs_end 'maybe' is unknown"),
        ("outcomes.csv", "higher", "more", "line 2: better 'more' is unknown"),
        ("sources.yaml", "title: A policy paper, ", "", "source paper has no title"),
        ("sources.yaml", "statistics:", "  paper: {title: Again}\nstatistics:", "line 3: .*YAML"),
        ("sources.yaml", "  WDI:", "  paper: {title: Again}\n  WDI:", "paper is given twice"),
        ("sources.yaml", "World Bank}", "World Bank", "sources.yaml, line .*not YAML"),
        ("conflicts.yaml", "  reason: It is a figure.\n", "", "conflict spending has no reason"),
        ("conflicts.yaml", "facts: [E001, E003]", "facts: []", "conflict spending has no facts"),
    ],
)
def test_a_wrong_row_is_named_with_file_and_line(
    tables: Tables, file: str, old: str, new: str, message: str
) -> None:
    with pytest.raises(EvidenceError, match=message) as caught:
        tables.change(file, old, new).load()

    assert str(caught.value).startswith(file) or file == "member_states.csv"
    assert caught.value.remedy


def test_a_missing_table_is_named(tables: Tables) -> None:
    (tables.data / "events.csv").unlink()

    with pytest.raises(EvidenceError, match=r"events\.csv: the file cannot be read"):
        tables.load()


def test_the_tables_of_the_package_load(real: Evidence) -> None:
    assert len(real.facts) == 357
    assert real.array("tie_2007").shape == real.axes.shape(("patron", "state", "channel"))
    assert real.axes.patrons[real.axes.union] == "EU"


def test_every_array_of_the_package_is_complete(real: Evidence) -> None:
    for name in real.names():
        assert np.isfinite(real.array(name)).all()


def test_loading_is_quick() -> None:
    def seconds() -> float:
        start = time.process_time()
        Evidence.load()
        return time.process_time() - start

    # About 0.035 s; the room above that is for slower machines.
    assert min(seconds() for _ in range(5)) < 0.15
