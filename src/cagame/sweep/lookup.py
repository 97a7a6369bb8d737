"""Look up what a design file names: study, numbers, levers, years; and check that they fit."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from math import prod
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cagame.errors import ScenarioError
from cagame.scenario import Library, Scenario
from cagame.scenario.checks import (
    check_left_out,
    check_outcomes,
    numbers_named,
    spelled_out,
)
from cagame.scenario.document import quoted, suggest
from cagame.scenario.ranges import ranges_spelled_out
from cagame.scenario.study_file import Parameters

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cagame.evidence import Evidence
    from cagame.scenario.document import Document, KeyPath
    from cagame.sweep.design_file import SweepFile
    from cagame.sweep.lever_keys import LeverKeys
    from cagame.sweep.levers import Lever

#: Files in a folder that a disk and a query still handle.
MAXIMUM_BLOCKS = 1_000_000
#: Futures of a world: each is a stretch of its own in the file of a block.
MAXIMUM_FUTURES = 100_000
#: Points of a Sobol sequence before it repeats itself, as scipy makes them.
SOBOL_POINTS = 2**30


def check_size(document: Document, file: SweepFile, study: Scenario) -> None:
    """Check that a design can be gone through. Raises `ScenarioError`."""
    levels = {key: len(levels) for key, levels in file.grid.items()}
    levers = prod(count for key, count in levels.items() if "." in key)
    futures = levers * len(study.external) * len(study.variants)
    if futures > MAXIMUM_FUTURES:
        what = f"every world would have {futures:,} futures, more than {MAXIMUM_FUTURES:,}"
        raise document.error(("grid",), what, "Cross fewer levers, or draw them under `levers`.")
    numbers = prod(count for key, count in levels.items() if "." not in key)
    pairs = 2 if file.second_order else 1
    matrices = 2 + pairs * len(file.factors) if file.factors else 1
    blocks = -(-file.worlds // file.block) * numbers * matrices
    if blocks > MAXIMUM_BLOCKS:
        what = f"the design has {blocks:,} blocks, more than {MAXIMUM_BLOCKS:,}"
        raise document.error(("block",), what, "Make blocks larger, or cross fewer numbers.")


def check_sampling(document: Document, file: SweepFile, study: Scenario) -> None:
    """Check that the study's numbers can be drawn like this. Raises `ScenarioError`."""
    if file.factors and study.parameters.uncertainty == "calibrated":
        what = "numbers that history narrows hang together, and cannot vary one by one"
        remedy = "Write `parameters: {uncertainty: all}`, or another sampling."
        raise document.error(("sampling",), what, remedy)
    if file.sampling == "sobol" and file.worlds > SOBOL_POINTS:
        what = f"a Sobol sequence has {SOBOL_POINTS:,} points, and {file.worlds:,} are asked for"
        raise document.error(("worlds",), what, "Write `sampling: latin-hypercube`.")


def studied(file: SweepFile, document: Document, evidence: Evidence, path: Path | None) -> Scenario:
    """Load the study that is swept, and change what the design changes."""
    study = _named(file.scenario, document, evidence, path)
    evidence = study.tables(evidence)
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


def _named(scenario: str, document: Document, evidence: Evidence, path: Path | None) -> Scenario:
    """Load a study of the library, or a file beside the design."""
    folder = path.parent if path is not None else Path()
    named: Path | str = scenario
    if Path(scenario).suffix or len(Path(scenario).parts) != 1:
        named = folder / scenario
    elif (folder / f"{scenario}.yaml").is_file() and scenario not in Library().names("study"):
        what, remedy = f"there is no study {quoted(scenario)}", f"Write {scenario}.yaml, the file."
        raise document.error(("scenario",), what, remedy)
    try:
        return Scenario.load(named, evidence)
    except ScenarioError as error:
        if error.line is not None:  # the study is there, and wrong
            raise
        what, remedy = error.what, error.remedy or "Name another study."
    raise document.error(("scenario",), what, remedy)


def kept_years(file: SweepFile, document: Document, study: Scenario) -> tuple[int, ...]:
    """Return the years to keep, in order. Raises `ScenarioError` for one before the decision."""
    first, last = study.years.decision, study.years.end
    for position, year in enumerate(file.years or ()):
        if not first <= year <= last:
            remedy = f"Choose from {first} to {last}, or change the years of the study."
            raise document.error(("years", position), f"{year} is not simulated ahead", remedy)
    return tuple(sorted(file.years or (last,)))


def crossed(
    file: SweepFile, document: Document, study: Scenario, evidence: Evidence, keys: LeverKeys
) -> tuple[dict[str, tuple[float, ...]], dict[Lever, tuple[float | str, ...]]]:
    """Tell crossed numbers, by key, from crossed levers, and check every level of both."""
    names = dict.fromkeys(number.name for number in evidence.numbers.values())
    numbers: dict[str, tuple[Any, ...]] = {}
    choices = {}
    for key, levels in file.grid.items():
        at: KeyPath = ("grid", key)
        if key.partition("[")[0].strip() in names:
            numbers[key] = levels
        elif "." in key:
            lever = keys.find(document, at, key)
            for position, level in enumerate(levels):
                keys.check_level(document, (*at, position), lever, level)
            choices[lever] = levels
        else:
            what = f"{quoted(key)} is neither a number of the tables nor a lever"
            example = "Levers are written like eu.budget."
            raise document.error(at, what, f"{suggest(key, names, '`cagame evidence`')} {example}")
    _check_numbers(document, numbers, study, evidence)
    return _canonical(document, numbers, evidence), choices


def _check_numbers(
    document: Document,
    numbers: Mapping[str, tuple[Any, ...]],
    study: Scenario,
    evidence: Evidence,
) -> None:
    """Check every level of crossed numbers like an override of a study."""
    for key, levels in numbers.items():
        for position, level in enumerate(levels):
            if isinstance(level, str):
                at = ("grid", key, position)
                raise document.error(at, f"{quoted(level)} is no number", "Write one.")
    outside = study.parameters.allow_outside_range
    for combination in combinations(numbers):
        chosen = Parameters(overrides=combination, allow_outside_range=outside)
        spelled_out(document, ("grid",), chosen, evidence)


def _canonical(
    document: Document, numbers: Mapping[str, tuple[float, ...]], evidence: Evidence
) -> dict[str, tuple[float, ...]]:
    """Write keys of numbers as the tables do, those without an index first.

    A bare name sets all numbers of that name; one with an index comes after it, as in a study.
    """
    found: dict[str, tuple[float, ...]] = {}
    for text in sorted(numbers, key=lambda text: "[" in text):
        row = numbers_named(document, ("grid", text), text, evidence)[0]
        key = row.key if "[" in text else row.name
        if key in found:
            raise document.error(("grid", text), f"{key} is crossed twice", "Keep one of the two.")
        found[key] = numbers[text]
    return found


def kept_numbers(file: SweepFile, document: Document, evidence: Evidence) -> tuple[str, ...]:
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


def combinations(levels: Mapping[Any, tuple[Any, ...]]) -> Iterator[dict[Any, Any]]:
    """Yield all combinations of levels; the last key changes first.

    >>> list(combinations({"a": (1, 2), "b": (3,)}))
    [{'a': 1, 'b': 3}, {'a': 2, 'b': 3}]
    """
    for combination in product(*levels.values()):
        yield dict(zip(levels, combination, strict=True))
