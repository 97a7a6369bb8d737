from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import permutations

import pytest

from cagame.attribution import by_grade, by_number, by_source, narrowed
from cagame.attribution.grouped import ASSUMPTIONS, CHANCE, REST, drawn_rows
from cagame.errors import EvidenceError, InputError
from cagame.evidence import Evidence
from cagame.evidence.provenance import (
    CARRIED,
    STAYS,
    audit_wide_ranges,
    documents_of,
    fall_back,
    rests_on,
    sources_of,
    without,
)
from cagame.model import shared_evidence
from cagame.scenario import Scenario
from cagame.worlds import SHOCKS
from cagame.worlds.drawing import draw

EVIDENCE = shared_evidence()
DOCUMENTS = documents_of(EVIDENCE)
ROWS = (*EVIDENCE.numbers.values(), *EVIDENCE.events)
STUDY = Scenario.load("eu-strategies")


def test_every_unit_that_a_document_carries_has_a_wide_range_and_every_range_is_used() -> None:
    assert audit_wide_ranges(EVIDENCE) == []


def test_the_audit_finds_a_unit_without_a_wide_range_and_a_range_without_use() -> None:
    def changed(row):  # type: ignore[no-untyped-def]
        carried = rests_on(EVIDENCE, row, DOCUMENTS) and row.unit == "years"
        return replace(row, unit="fortnights") if carried else row

    numbers = {key: changed(number) for key, number in EVIDENCE.numbers.items()}
    found = [str(f) for f in audit_wide_ranges(replace(EVIDENCE, numbers=numbers))]
    assert any("falls back to no wide range" in each and "fortnights" in each for each in found)
    assert any("no number that a document carries has the unit 'years'" in each for each in found)
    with pytest.raises(EvidenceError, match="fortnights"):
        without(replace(EVIDENCE, numbers=numbers), DOCUMENTS)


def test_a_number_rests_on_a_document_only_if_it_cites_nothing_else() -> None:
    both = Counter(len(sources_of(EVIDENCE, row)) for row in ROWS if row.grade in CARRIED)
    assert both[1] > 100
    assert both[2] > 0
    for row in ROWS:
        sources = sources_of(EVIDENCE, row)
        if row.grade in CARRIED and len(sources) == 2:
            assert not any(rests_on(EVIDENCE, row, [source]) for source in sources)
            assert rests_on(EVIDENCE, row, DOCUMENTS) == (set(sources) <= set(DOCUMENTS))


def test_assumptions_and_statistics_rest_on_no_document_whatever_they_cite() -> None:
    others = [row for row in ROWS if row.grade not in CARRIED]
    assert any(row.evidence for row in others)
    assert not any(rests_on(EVIDENCE, row, DOCUMENTS) for row in others)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_without_a_document_only_what_rests_on_it_changes_and_becomes_an_assumption(
    document: str,
) -> None:
    after = without(EVIDENCE, [document])
    pairs = [
        *zip(EVIDENCE.numbers.values(), after.numbers.values(), strict=True),
        *zip(EVIDENCE.events, after.events, strict=True),
    ]
    changed = [(old, new) for old, new in pairs if old != new]
    assert changed
    for old, new in changed:
        assert rests_on(EVIDENCE, old, [document])
        assert new.grade == "assumption"
        assert (new.low, new.high) == fall_back(old)
        assert new.low < new.high
        assert new.is_uncertain


def test_the_wide_range_holds_the_value_that_it_stands_for() -> None:
    for row in ROWS:
        if rests_on(EVIDENCE, row, DOCUMENTS):
            low, high = fall_back(row)
            value = getattr(row, "value", getattr(row, "intensity", None))
            assert low <= value <= high, row.key


def test_counts_and_formulas_stay_without_their_document() -> None:
    after = without(EVIDENCE, DOCUMENTS)
    kept = [
        key
        for key, number in EVIDENCE.numbers.items()
        if rests_on(EVIDENCE, number, DOCUMENTS) and after.numbers[key] == number
    ]
    assert kept
    for key in kept:
        number = EVIDENCE.numbers[key]
        formula = number.distribution == "derived" or number.role in STAYS
        assert formula or number.value == 0 or fall_back(number) == (number.value,) * 2


def test_what_a_strategy_sets_does_not_fall_back() -> None:
    key = "patron_conditionality[EU]"
    assert EVIDENCE.numbers[key].role == "lever"
    assert without(EVIDENCE, DOCUMENTS).numbers[key] == EVIDENCE.numbers[key]


def test_all_other_numbers_are_drawn_as_before_world_by_world() -> None:
    after = without(EVIDENCE, ["migration-brief-2019"])
    ensembles = [
        draw(tables, seed=4, count=20, total=20, sampling="latin-hypercube")
        for tables in (EVIDENCE, after)
    ]
    one, other = (worlds.parameters for worlds in ensembles)
    touched = {n.name for key, n in EVIDENCE.numbers.items() if after.numbers[key] != n}
    same = [name for name in one.names if name not in touched]
    assert same
    assert touched
    for name in same:
        assert (getattr(one, name) == getattr(other, name)).all(), name
    assert any((getattr(one, name) != getattr(other, name)).any() for name in touched)


def test_leaving_out_nothing_changes_nothing() -> None:
    assert without(EVIDENCE, []).hash() == EVIDENCE.hash()


def test_an_unknown_document_is_refused_with_those_there_are() -> None:
    with pytest.raises(InputError, match="'WDI' is not a document"):
        without(EVIDENCE, ["WDI"])


def columns() -> set[str]:
    study = narrowed(STUDY, STUDY.variant_names, ["eu_influence"], "afghan-spill-over")
    return {column for column, _ in drawn_rows(study, EVIDENCE)}


def test_grades_and_shocks_part_all_that_worlds_draw_into_pieces_that_do_not_overlap() -> None:
    study = narrowed(STUDY, STUDY.variant_names, ["eu_influence"], "afghan-spill-over")
    factors = by_grade(study, EVIDENCE)
    listed = [column for inside in factors.values() for column in inside]
    assert max(Counter(listed).values()) == 1
    assert set(listed) == columns() | {SHOCKS}
    assert any(column.startswith("event afghan") for column in listed)


def test_sources_and_assumptions_cover_all_that_worlds_draw() -> None:
    study = narrowed(STUDY, [], ["eu_influence"], "afghan-spill-over")
    factors = by_source(study, EVIDENCE)
    assert frozenset().union(*factors.values()) == columns() | {SHOCKS}
    assert factors[ASSUMPTIONS] == by_grade(study, EVIDENCE)["assumption"]
    assert list(factors)[-2:] == [ASSUMPTIONS, CHANCE]


def test_single_numbers_stand_beside_all_others() -> None:
    study = narrowed(STUDY, [], ["eu_influence"])
    factors = by_number(study, EVIDENCE, ["effectiveness[EU]", "event eu-budget-2014"])
    assert list(factors) == ["effectiveness[EU]", "event eu-budget-2014", REST, CHANCE]
    assert not factors[REST] & {"effectiveness[EU]", "event eu-budget-2014"}
    with pytest.raises(InputError, match="do not draw 'nonsense'"):
        by_number(study, EVIDENCE, ["nonsense"])


def test_what_a_study_holds_fixed_is_in_no_factor() -> None:
    parameters = STUDY.parameters.model_copy(update={"overrides": {"effectiveness[EU]": 1.0}})
    assert "effectiveness[EU]" in by_grade(STUDY, EVIDENCE)["assumption"]
    fixed = by_grade(replace(STUDY, parameters=parameters), EVIDENCE)
    assert "effectiveness[EU]" not in fixed["assumption"]
    only = STUDY.parameters.model_copy(update={"uncertainty": ("ordinal",)})
    assert set(by_grade(replace(STUDY, parameters=only), EVIDENCE)) == {"ordinal", CHANCE}


def test_tables_are_read_the_same_each_time() -> None:
    assert without(Evidence.load(), DOCUMENTS).hash() == without(EVIDENCE, DOCUMENTS).hash()


def test_tables_without_documents_are_made_once_in_whatever_order_they_are_named():
    orders = permutations(documents_of(EVIDENCE))
    made = [shared_evidence(*documents) for documents in orders]
    assert len(made) > 1
    assert all(each is made[0] for each in made)
