"""Dated pressures: windows, ramps, sums and factors."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cagame.errors import EvidenceError
from cagame.evidence import Event, Evidence
from cagame.region.events import Timeline, ramp_share
from cagame.worlds.drawing import draw

YEARS = st.integers(2000, 2050)


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return Evidence.load()


@pytest.fixture(scope="module")
def quiet(evidence):
    """Tables without any event."""
    return replace(evidence, events=())


def _event(pressure, target=(), intensity=1.0, **changes):
    plain = Event(
        name=f"{pressure} {target}", title="", pressure=pressure, target=target, start=2010,
        end=None, ramp=1, intensity=intensity, low=intensity, high=intensity, unit="",
        grade="assumption", evidence=(), source="", derivation="", where="here",
    )  # fmt: skip
    return replace(plain, **changes)


def _timeline(evidence, *events, count=3):
    return Timeline(evidence, draw(evidence, seed=0, count=count), events)


@given(YEARS, st.one_of(st.none(), YEARS), st.floats(1, 10), YEARS)
def test_the_ramp_runs_from_0_to_1_and_never_falls_while_the_event_lasts(start, end, ramp, year):
    share = ramp_share(start, end, ramp, year)
    assert 0 <= share <= 1
    outside = year < start or (end is not None and year > end)
    assert (share == 0) == outside
    if not outside and (end is None or year < end):
        assert ramp_share(start, end, ramp, year + 1) >= share


@pytest.mark.parametrize(
    ("year", "share"), [(2009, 0), (2010, 1 / 3), (2011, 2 / 3), (2012, 1), (2015, 1), (2016, 0)]
)
def test_an_event_rises_over_its_ramp_and_ends_after_its_last_year(year, share):
    assert ramp_share(2010, 2015, 3, year) == pytest.approx(share)


def test_without_events_every_pressure_is_neutral(quiet):
    pressures = _timeline(quiet)[2010]
    for pressure in quiet.pressures.values():
        value = getattr(pressures, pressure.name)
        assert value.shape == (*quiet.axes.shape(pressure.axes), 1)
        assert (value == pressure.neutral).all()


def test_sums_add_up(quiet):
    timeline = _timeline(
        quiet, _event("treaty", ("KZ",), 0.75), _event("treaty", ("KZ",), 0.15, start=2015)
    )
    assert timeline[2014].treaty[:, 0].tolist() == [0.75, 0, 0, 0, 0]
    assert timeline[2015].treaty[0, 0] == pytest.approx(0.9)


def test_factors_multiply_and_grow_geometrically_over_their_ramp(quiet):
    timeline = _timeline(
        quiet, _event("budget", ("CN",), 4.0, ramp=2), _event("budget", ("CN",), 0.5, start=2012)
    )
    china = quiet.axes.index("CN")
    by_year = [timeline[year].budget[china, 0] for year in (2009, 2010, 2011, 2012)]
    assert by_year == pytest.approx([1, 2, 4, 2])
    assert (np.delete(timeline[2012].budget[:, 0], china) == 1).all()


def test_a_star_stands_for_all_labels_of_an_axis(quiet):
    legacy = _timeline(quiet, _event("legacy", ("OT", "*", "security"), 0.5))[2010].legacy
    axes = quiet.axes
    chosen = legacy[axes.index("OT"), :, axes.index("security"), 0]
    assert chosen.tolist() == [0.5] * 5
    assert legacy.sum() == legacy.size - 2.5


def test_an_event_of_the_tables_takes_the_intensity_of_its_world(evidence):
    event = next(e for e in evidence.events if e.is_uncertain and e.pressure == "russian_slump")
    worlds = draw(evidence, seed=0, count=5)
    slump = Timeline(evidence, worlds)[event.start].russian_slump
    assert np.array_equal(slump, worlds.intensities[event.name])
    assert np.unique(slump).size == 5


def test_an_uncertain_event_widens_its_pressure_to_all_worlds(quiet):
    event = _event("drought", (), 0.5, low=0.2, high=0.8)
    timeline = _timeline(quiet, event, count=7)
    assert timeline[2010].drought.shape == (7,)
    assert timeline[2009].drought.shape == (1,)


def test_one_timeline_does_not_leak_into_another(quiet):
    first = _timeline(quiet, _event("drought", (), 0.5))
    assert first[2010].drought[0] == 0.5
    assert _timeline(quiet)[2010].drought[0] == 0


def test_a_timeline_that_remembers_gives_the_same_pressures(quiet):
    worlds = draw(quiet, seed=0, count=1)
    once, kept = Timeline(quiet, worlds), Timeline(quiet, worlds, remember=True)
    assert kept[2010] is kept[2010]
    for name, value in vars(once[2010]).items():
        assert (getattr(kept[2010], name) == value).all()


def test_a_pressure_that_is_in_no_table_cannot_be_read(quiet):
    with pytest.raises(EvidenceError, match="earthquake"):
        _ = _timeline(quiet)[2010].earthquake
