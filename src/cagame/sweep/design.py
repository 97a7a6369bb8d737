"""A sweep, ready to run: names looked up, cases spelled out, cut into blocks."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cagame.scenario import Scenario
from cagame.scenario.checks import check_left_out, check_outcomes, spelled_out
from cagame.scenario.document import Document, quoted, suggest
from cagame.scenario.ranges import ranges_spelled_out
from cagame.scenario.study_file import Parameters
from cagame.scenario.validation import validate
from cagame.scenario.yaml_file import read_yaml
from cagame.sweep.design_file import SweepFile
from cagame.sweep.factors import factors_of
from cagame.sweep.levers import Drawn, Lever, check_level, drawn_levers, find
from cagame.worlds import Exchange

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cagame.designs import Sampling
    from cagame.evidence import Evidence
    from cagame.scenario.document import KeyPath

#: The two independent ensembles of a Saltelli design, and what stands between the letters of a
#: mixed one and its factor: ``AB effectiveness`` is A with effectiveness from B.
A, B, A_FROM_B, B_FROM_A = "A", "B", "AB ", "BA "


@dataclass(frozen=True)
class Matrix:
    """One ensemble of a design; a plain design has one, a Saltelli design several.

    Attributes
    ----------
    name : empty in a plain design
    first : index of its first world
    exchange : which numbers come from elsewhere
    """

    name: str
    first: int
    exchange: Exchange | None = None


@dataclass(frozen=True)
class SweepBlock:
    """What is done, written and checked as one piece.

    Attributes
    ----------
    number : place in the order of results
    matrix : which ensemble
    overrides : values of crossed numbers, by key as the file writes it
    first, count : worlds, counted from the matrix's first one
    """

    number: int
    matrix: Matrix
    overrides: Mapping[str, float]
    first: int
    count: int


@dataclass(frozen=True)
class SweepDesign:
    """A sweep with every name looked up.

    Attributes
    ----------
    study : what is swept: variants, external scenarios, parameters, outcomes, worlds, seed
    years : which are kept
    drawn : levers that differ between worlds
    numbers, choices : crossed numbers and crossed levers with their levels, by key
    """

    name: str
    title: str
    question: str
    rationale: str
    study: Scenario
    sampling: Sampling
    block: int
    years: tuple[int, ...]
    drawn: tuple[Drawn, ...] = ()
    numbers: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    choices: Mapping[Lever, tuple[float | str, ...]] = field(default_factory=dict)
    keep: tuple[str, ...] = ()
    factors: Mapping[str, frozenset[str]] = field(default_factory=dict)
    second_order: bool = False
    path: Path | None = None

    @classmethod
    def load(cls, path: Path | str, evidence: Evidence | None = None) -> SweepDesign:
        """Load a design file. Raises `ScenarioError` with file, line and remedy."""
        path = Path(path)
        return cls._of(read_yaml(path), evidence, path)

    @classmethod
    def from_mapping(cls, keys: Mapping[str, Any], evidence: Evidence | None = None) -> SweepDesign:
        """Build a design from the keys of a file. Raises `ScenarioError`, without a line."""
        return cls._of(Document(dict(keys)), evidence, None)

    @classmethod
    def _of(cls, document: Document, evidence: Evidence | None, path: Path | None) -> SweepDesign:
        if evidence is None:
            from cagame.model import shared_evidence  # noqa: PLC0415 (the schema needs no tables)

            evidence = shared_evidence()
        file = validate(SweepFile, document.data, document)
        study = _study(file, document, evidence, path)
        drawn = drawn_levers(document, file.levers)
        names = {number.name for number in evidence.numbers.values()}
        numbers = {key: file.grid[key] for key in file.grid if key.partition("[")[0] in names}
        choices = _choices(file, document, numbers)
        return cls(
            name=path.stem if path is not None else "sweep",
            title=file.title,
            question=file.question,
            rationale=file.rationale,
            study=study,
            sampling="sobol" if file.sampling == "sobol" else "latin-hypercube",
            block=file.block,
            years=_years(file, document, study),
            drawn=drawn,
            numbers=_checked(document, numbers, study, evidence),
            choices=choices,
            keep=_kept(file, document, evidence),
            factors=factors_of(
                document,
                file.factors,
                evidence,
                [e.name for x in study.external for e in x.events if e.is_uncertain],
                [column for lever in drawn for column in lever.columns],
            ),
            second_order=file.second_order,
            path=path,
        )

    @property
    def matrices(self) -> tuple[Matrix, ...]:
        """The ensembles of the design."""
        if not self.factors:
            return (Matrix("", 0),)
        apart = self.study.worlds
        mixed = [
            Matrix(A_FROM_B + name, 0, Exchange(members, apart))
            for name, members in self.factors.items()
        ]
        if self.second_order:
            mixed += [
                Matrix(B_FROM_A + name, apart, Exchange(members, -apart))
                for name, members in self.factors.items()
            ]
        return (Matrix(A, 0), Matrix(B, apart), *mixed)

    @property
    def total(self) -> int:
        """Worlds of the ensemble that all numbers come from."""
        return self.study.worlds * (2 if self.factors else 1)

    @cached_property
    def blocks(self) -> tuple[SweepBlock, ...]:
        """All blocks in order: crossed numbers, then matrices, then worlds."""
        return tuple(
            SweepBlock(number, matrix, overrides, first, min(self.block, self.study.worlds - first))
            for number, (overrides, matrix, first) in enumerate(
                product(
                    _combinations(self.numbers),
                    self.matrices,
                    range(0, self.study.worlds, self.block),
                )
            )
        )

    @property
    def cases(self) -> list[dict[Lever, float | str]]:
        """All combinations of crossed levers."""
        return list(_combinations(self.choices))

    @property
    def runs(self) -> int:
        """Futures that branch off from every world's history."""
        return len(self.cases) * len(self.study.external) * len(self.study.variants)

    @property
    def world_years(self) -> int:
        """Years simulated in all, over all worlds."""
        return sum(self.world_years_of(block) for block in self.blocks)

    def world_years_of(self, block: SweepBlock) -> int:
        """Years simulated in a block, over its worlds."""
        years = self.study.years
        ahead = years.end - years.decision + 1
        return block.count * (years.decision - 1 - years.history + self.runs * ahead)

    def as_mapping(self) -> dict[str, Any]:
        """Return everything that the results depend on."""
        return {
            "title": self.title,
            "question": self.question,
            "rationale": self.rationale,
            "study": self.study.as_mapping(),
            "sampling": self.sampling,
            "block": self.block,
            "years": list(self.years),
            "levers": {lever.lever.key: lever.bounds or "simplex" for lever in self.drawn},
            "grid": {key: list(levels) for key, levels in self.numbers.items()}
            | {lever.key: list(levels) for lever, levels in self.choices.items()},
            "keep": list(self.keep),
            "factors": {name: sorted(inside) for name, inside in self.factors.items()},
            "second_order": self.second_order,
        }

    def __getstate__(self) -> dict[str, Any]:
        """Leave out what is computed from the rest: a design travels with every block."""
        return {each.name: getattr(self, each.name) for each in fields(self)}

    def hash(self) -> str:
        """SHA-256 over everything that the design says."""
        text = json.dumps(self.as_mapping(), sort_keys=True, allow_nan=False)
        return hashlib.sha256(text.encode()).hexdigest()


def _study(file: SweepFile, document: Document, evidence: Evidence, path: Path | None) -> Scenario:
    """Load the study that is swept, and change what the design changes."""
    beside = (path.parent if path is not None else Path()) / file.scenario
    named = beside if Path(file.scenario).suffix else file.scenario
    study = Scenario.load(named, evidence)
    for key, known in (("variants", study.variant_names), ("external", study.external_names)):
        for position, name in enumerate(getattr(file, key) or ()):
            if name not in known:
                what = f"{quoted(name)} is not in the study {study.name}"
                raise document.error((key, position), what, suggest(name, known))
    check_outcomes(document, ("outcomes",), dict(enumerate(file.outcomes or ())), evidence)
    parameters = study.parameters
    if file.parameters is not None:
        check_left_out(document, file.parameters, evidence)
        where = ("parameters", "overrides")
        overrides = spelled_out(document, where, file.parameters, evidence)
        where = ("parameters", "ranges")
        ranges = ranges_spelled_out(document, where, file.parameters, overrides, evidence)
        parameters = file.parameters.model_copy(update={"overrides": overrides, "ranges": ranges})
    chosen = file.variants or study.variant_names
    return replace(
        study,
        worlds=file.worlds,
        seed=file.seed,
        reference=study.reference if study.reference in chosen else chosen[0],
        variants=tuple(study.variant(name) for name in chosen),
        external=tuple(
            x for x in study.external if file.external is None or x.name in file.external
        ),
        parameters=parameters,
        outcomes=study.outcomes if file.outcomes is None else file.outcomes,
        plots=(),
    )


def _years(file: SweepFile, document: Document, study: Scenario) -> tuple[int, ...]:
    first, last = study.years.decision, study.years.end
    for position, year in enumerate(file.years or ()):
        if not first <= year <= last:
            remedy = f"Choose from {first} to {last}, or change the years of the study."
            raise document.error(("years", position), f"{year} is not simulated ahead", remedy)
    return tuple(sorted(file.years or (last,)))


def _choices(
    file: SweepFile, document: Document, numbers: Mapping[str, object]
) -> dict[Lever, tuple[float | str, ...]]:
    choices = {}
    for key, levels in file.grid.items():
        if key in numbers:
            continue
        at: KeyPath = ("grid", key)
        if "." not in key:
            what = f"{quoted(key)} is neither a number of the tables nor a lever"
            remedy = "Write a number such as effectiveness[EU], or a lever such as eu.budget."
            raise document.error(at, what, remedy)
        lever = find(document, at, key)
        for position, level in enumerate(levels):
            check_level(document, (*at, position), lever, level)
        choices[lever] = levels
    return choices


def _checked(
    document: Document,
    numbers: Mapping[str, tuple[Any, ...]],
    study: Scenario,
    evidence: Evidence,
) -> dict[str, tuple[float, ...]]:
    """Check every level of crossed numbers like an override of a study."""
    outside = study.parameters.allow_outside_range
    for combination in _combinations(numbers):
        for key, level in combination.items():
            if isinstance(level, str):
                raise document.error(("grid", key), f"{quoted(level)} is no number", "Write one.")
        chosen = Parameters(overrides=dict(combination), allow_outside_range=outside)
        spelled_out(document, ("grid",), chosen, evidence)
    return dict(numbers)


def _kept(file: SweepFile, document: Document, evidence: Evidence) -> tuple[str, ...]:
    """Spell out the numbers to write, by key."""
    kept: list[str] = []
    for position, name in enumerate(file.keep):
        rows = [n.key for n in evidence.numbers.values() if name in (n.key, n.name)]
        if not rows:
            names = dict.fromkeys(number.name for number in evidence.numbers.values())
            what = f"{quoted(name)} is not a number of the tables"
            raise document.error(
                ("keep", position), what, suggest(name, names, "`cagame evidence`")
            )
        kept += [row for row in rows if row not in kept]
    return tuple(kept)


def _combinations(levels: Mapping[Any, tuple[Any, ...]]) -> Iterator[dict[Any, Any]]:
    for combination in product(*levels.values()):
        yield dict(zip(levels, combination, strict=True))
