"""A run that stops and goes on ends where the run in one piece ends, to the last bit."""

from __future__ import annotations

import pytest

STRATEGIES = {"EU": "mobility-first", "RU": "spoiler", "TJ": "china-leaning"}


@pytest.fixture(scope="module")
def worlds(bench):
    return bench.worlds(25, seed=9)


@pytest.fixture(scope="module")
def whole(bench, worlds):
    return bench.run(worlds, STRATEGIES, "compound")


@pytest.mark.parametrize("year", range(2007, 2041))
def test_a_run_split_at_any_year_equals_the_run_in_one_piece(bench, same, worlds, whole, year):
    first = bench.run(worlds, STRATEGIES, "compound", until=year)
    last = bench.run(worlds, STRATEGIES, "compound", start=first.checkpoint())
    assert last.year == whole.year
    same(whole.state, last.state)
    same(whole.moves, last.moves)
    same(whole.outcomes, last.outcomes)


def test_a_run_split_in_every_year_equals_the_run_in_one_piece(bench, same, worlds, whole):
    start = None
    for year in range(2007, 2041):
        model = bench.run(worlds, STRATEGIES, "compound", start=start, until=year)
        start = model.checkpoint()
    same(whole.state, model.state)
    same(whole.outcomes, model.outcomes)


def test_a_checkpoint_stays_as_it_was_when_a_run_goes_on(bench, same, worlds):
    model = bench.run(worlds, until=2024)
    start = model.checkpoint()
    kept = start.state.copy(), start.moves.copy(), start.base.copy(), start.reference.copy()
    model.end = 2030
    model.run_until(2030)
    for strategies in (STRATEGIES, {"EU": "fragmented"}):
        bench.run(worlds, strategies, "drought", start=start)
    for before, now in zip(
        kept, (start.state, start.moves, start.base, start.reference), strict=True
    ):
        same(before, now)


def test_some_of_the_worlds_of_a_checkpoint_go_on_as_they_would_have(bench, same, worlds):
    from dataclasses import replace

    start = bench.past(worlds)
    chosen = slice(10, 15)
    few = bench.worlds(5, seed=9, first=10)
    cut = replace(
        start,
        state=start.state.worlds(chosen),
        moves=start.moves.worlds(chosen),
        base=start.base.worlds(chosen),
        reference=start.reference.worlds(chosen),
    )
    all_of_them = bench.run(worlds, STRATEGIES, "compound", start=start)
    some = bench.run(few, STRATEGIES, "compound", start=cut)
    same(all_of_them.state.worlds(chosen), some.state)
