"""A bench on which the model's promises are tried: tables, worlds, runs, and copies of them."""

from __future__ import annotations

import csv
import shutil
from dataclasses import dataclass, fields, replace
from importlib.resources import as_file, files
from typing import TYPE_CHECKING

import numpy as np
import pytest

from cagame.axes import share
from cagame.evidence import Evidence
from cagame.model import shared_evidence, shared_history, shared_library
from cagame.region.events import Timeline
from cagame.scenario import ACTORS, Library
from cagame.simulation import FIRST_YEAR, Checkpoint, Setting, Simulation
from cagame.simulation.playbook import Playbook, compiled
from cagame.worlds.drawing import draw

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from cagame.axes import Array
    from cagame.evidence import Event
    from cagame.region.policies import Policy
    from cagame.worlds import Worlds

#: The last year of every run here, and the first year of the strategies on trial.
END, DECISION = 2040, 2025
#: Powers that do not answer each other, so that others' behaviour stays as it is.
NO_REACTION = {"reactive_targeting": 0, "budget_escalation": 0}


@dataclass
class Bench:
    """Tables, library and history, with short ways to draw worlds and to run them."""

    evidence: Evidence
    library: Library
    history: Playbook

    def worlds(self, count: int, seed: int = 1, **options: object) -> Worlds:
        return draw(self.evidence, seed=seed, count=count, **options)

    def strategy(self, actor: str, name: str) -> Policy:
        shelf = {each.label: each.kind for each in ACTORS}
        return compiled(self.library.load(shelf[actor], name), self.evidence.axes)

    def run(
        self,
        worlds: Worlds,
        strategies: Mapping[str, Policy | str] | None = None,
        external: str | Iterable[Event] = "calm",
        *,
        start: Checkpoint | None = None,
        until: int = END,
        decision: int = DECISION,
        always: bool = False,
        kind: type[Simulation] = Simulation,
        watch: Callable[[Simulation], None] = lambda _: None,
    ) -> Simulation:
        """Run worlds to the end of a year; ``watch`` sees every year, the first one included.

        The strategies hold from the decision on, or ``always``: then they are history, too.
        """
        if isinstance(external, str):
            external = self.library.load("external", external).events
        chosen = {
            actor: self.strategy(actor, policy) if isinstance(policy, str) else policy
            for actor, policy in (strategies or {}).items()
        }
        history = self.history
        if always:
            history = history.then(FIRST_YEAR, chosen, self.evidence.axes)
        model = kind(
            Setting(self.evidence, worlds, history),
            Timeline(self.evidence, worlds, external),
            chosen,
            decision=decision,
            end=until,
            start=start,
        )
        watch(model)
        while model.year < until:
            model.step()
            watch(model)
        return model

    def past(self, worlds: Worlds, until: int = DECISION - 1) -> Checkpoint:
        """History up to a year, to go on from."""
        return self.run(worlds, until=until).checkpoint()

    def varied(self, worlds: Worlds, rows: Mapping[str, Array]) -> Worlds:
        """Return the same worlds with some numbers set, by key, to one value for each world."""
        return replace(
            worlds, parameters=worlds.parameters.with_values(**self.arrays(worlds, rows))
        )

    def arrays(self, worlds: Worlds, rows: Mapping[str, Array]) -> dict[str, Array]:
        arrays: dict[str, Array] = {}
        for key, value in rows.items():
            name = self.evidence.numbers[key].name
            if name not in arrays:
                given = getattr(worlds.parameters, name)
                arrays[name] = np.broadcast_to(given, (*given.shape[:-1], worlds.count)).copy()
            arrays[name][self.place(key)] = value
        for name, array in arrays.items():
            axis = self.evidence.rows(name)[0].simplex_axis
            if axis:
                arrays[name] = share(array, self.evidence.axis_position(name, axis))
        return arrays

    def place(self, key: str) -> tuple[int, ...]:
        """Where a number stands in its array."""
        number = self.evidence.numbers[key]
        labels = self.evidence.labels(number.name)
        return tuple(own.index(label) for own, label in zip(labels, number.index, strict=True))

    def on(self, evidence: Evidence) -> Bench:
        """Return a bench with other tables."""
        return Bench(evidence, self.library, Playbook.history(self.library, evidence.axes))


@dataclass
class Tables:
    """A copy of the tables of the package, to be changed row by row."""

    folder: Path

    def change(self, file: str, edit: Callable[[dict[str, str]], Iterable[dict[str, str]]]) -> None:
        """Replace each row of a table by the rows that ``edit`` makes of it."""
        path = self.folder / file
        with path.open(encoding="utf-8", newline="") as lines:
            reader = csv.DictReader(lines)
            columns, rows = list(reader.fieldnames or ()), list(reader)
        with path.open("w", encoding="utf-8", newline="") as lines:
            writer = csv.DictWriter(lines, columns, lineterminator="\n")
            writer.writeheader()
            writer.writerows(new for row in rows for new in edit(row))

    def load(self) -> Evidence:
        return Evidence.load(self.folder)


@pytest.fixture(scope="session")
def bench() -> Bench:
    return Bench(shared_evidence(), shared_library(), shared_history())


@pytest.fixture
def tables(tmp_path: Path) -> Tables:
    with as_file(files("cagame") / "data") as folder:
        shutil.copytree(folder, tmp_path / "data")
    return Tables(tmp_path / "data")


@pytest.fixture(scope="session")
def past(bench: Bench) -> tuple[Worlds, Checkpoint]:
    """Some two thousand worlds whose powers do not react, at the end of history."""
    worlds = bench.worlds(2048, seed=5, overrides=NO_REACTION)
    return worlds, bench.past(worlds)


@pytest.fixture(scope="session")
def same() -> Callable[..., None]:
    """Check that two sets of arrays are equal, to the last bit unless a tolerance is given."""

    def compare(one: object, other: object, tolerance: float = 0.0) -> None:
        for name, left in _arrays(one).items():
            right = _arrays(other)[name]
            assert left.shape == right.shape, name
            # Equal infinities differ by nothing, though their difference is no number.
            with np.errstate(invalid="ignore"):
                off = np.where(left == right, 0, np.abs(left - right))
            assert np.all(off <= tolerance), f"{name} differs by up to {np.nanmax(off)}"

    return compare


def _arrays(record: object) -> dict[str, Array]:
    if isinstance(record, dict):
        return record
    return {f.name: getattr(record, f.name) for f in fields(record)}  # type: ignore[arg-type]
