"""A sweep, ready to run: names looked up, cases spelled out, cut into blocks."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field, fields
from functools import cached_property
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cagame.scenario.document import Document
from cagame.scenario.study import results_name
from cagame.scenario.validation import validate
from cagame.scenario.yaml_file import read_yaml
from cagame.sweep.design_file import SweepFile
from cagame.sweep.factors import factors_of
from cagame.sweep.lever_keys import LeverKeys, check_apart
from cagame.sweep.lookup import (
    check_sampling,
    check_size,
    combinations,
    crossed,
    kept_numbers,
    kept_years,
    studied,
)
from cagame.worlds import Exchange

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cagame.evidence import Evidence
    from cagame.scenario import Scenario
    from cagame.sweep.levers import Drawn, Lever
    from cagame.worlds.designs import Sampling

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
        study = studied(file, document, evidence, path)
        evidence = study.tables(evidence)
        check_size(document, file, study)
        keys = LeverKeys(study.actors, evidence.axes.patrons)
        drawn = keys.drawn(document, file.levers)
        check_sampling(document, file, study)
        numbers, choices = crossed(file, document, study, evidence, keys)
        check_apart(
            document,
            [(("levers", lever.lever.key), lever.lever) for lever in drawn]
            + [(("grid", lever.key), lever) for lever in choices],
        )
        return cls(
            name=results_name(path, "sweep"),
            title=file.title,
            question=file.question,
            rationale=file.rationale,
            study=study,
            sampling="sobol" if file.sampling == "sobol" else "latin-hypercube",
            block=file.block,
            years=kept_years(file, document, study),
            drawn=drawn,
            numbers=numbers,
            choices=choices,
            keep=kept_numbers(file, document, evidence),
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
                    combinations(self.numbers),
                    self.matrices,
                    range(0, self.study.worlds, self.block),
                )
            )
        )

    @property
    def cases(self) -> list[dict[Lever, float | str]]:
        """All combinations of crossed levers."""
        return list(combinations(self.choices))

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
