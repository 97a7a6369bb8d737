"""A discovered box as a scenario file: the same study, its numbers drawn within the box."""

from __future__ import annotations

import io
import math
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from ruamel.yaml import YAML

from cagame.errors import InputError
from cagame.scenario import Library
from cagame.scenario.fields import QUESTION_LENGTH, TITLE_LENGTH
from cagame.scenario.plans import plan_keys
from cagame.scenario.study_file import MAXIMUM_SEED
from cagame.scenario.variants import unsaid

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from cagame.analysis.boxes import Box, Measure
    from cagame.evidence.records import Number
    from cagame.scenario import ExternalScenario, Scenario, Strategy
    from cagame.scenario.shelves import ActorKey, StrategyKind
    from cagame.scenario.variants import Variant

#: Lines of the file are not much longer.
WIDTH = 96


@dataclass(frozen=True)
class Origin:
    """Where a box comes from.

    Attributes
    ----------
    study : what was run
    scenario_hash : of that study
    variant, outcome, external, year : whose regret, in what, under which events, when
    unit : of the outcome
    better : ``higher`` or ``lower``
    threshold : worlds with at least this regret are cases
    cases : how the threshold came about, in words
    position : place of the box on the peeling trajectory
    """

    study: Scenario
    scenario_hash: str
    variant: str
    outcome: str
    external: str
    year: int
    unit: str
    better: str
    threshold: float
    cases: str
    position: int


def write_box(path: Path, box: Box, origin: Origin, numbers: Mapping[str, Number]) -> None:
    """Write a box as a scenario file that runs.

    Raises
    ------
    InputError
        Where the box restricts nothing, or the file cannot be written.
    """
    text = box_text(box, origin, numbers, path.name)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        what = f"the box could not be written ({error.strerror or error})"
        raise InputError(what, path=path, remedy="Choose another file with --write.") from error


def box_text(box: Box, origin: Origin, numbers: Mapping[str, Number], name: str) -> str:
    """Return the text of the scenario file.

    Parameters
    ----------
    numbers : the tables' numbers by key; an open end of a limit gets the end of the table
    name : what the file is to be called
    """
    if not box.limits:
        what = "the box restricts no number, so there is nothing to write"
        raise InputError(what, remedy="Choose another box of the trajectory with --box.")
    comments = "".join(f"# {line}".rstrip() + "\n" for line in _comments(box, origin, name))
    stream = io.StringIO()
    yaml = YAML()
    yaml.default_flow_style = None
    yaml.width = WIDTH
    yaml.dump(_keys(box, origin, numbers), stream)
    lines = [line.rstrip() for line in stream.getvalue().splitlines()]
    return "\n".join([comments, *lines, ""])


def _comments(box: Box, origin: Origin, name: str) -> Iterator[str]:
    study, stem = origin.study, name.rpartition(".")[0] or name
    low, high = box.checked.density_interval()
    yield "A box that scenario discovery found. Run it in other worlds to see whether it holds."
    yield ""
    yield f"Found in   {' '.join(study.title.split())}"
    yield f"           hash {origin.scenario_hash[:12]}, seed {study.seed}, {study.worlds} worlds"
    yield f"Cases      worlds in which {origin.variant} regrets {origin.threshold:.6g} or more of"
    yield f"           {origin.outcome} ({origin.unit}; {origin.better} is better) in {origin.year}"
    yield f"           under {origin.external}: {origin.cases}"
    yield f"Box        number {origin.position} of the peeling trajectory, without ends that chance"
    yield "           may have brought about (quasi-p above 0.05)"
    yield f"Coverage   {box.found.coverage:.3f} of the cases lie inside; {box.checked.coverage:.3f}"
    yield "           in worlds that were kept aside"
    yield f"Density    {box.found.density:.3f} of the worlds inside are cases; kept aside:"
    yield f"           {box.checked.density:.3f}, 95 % interval {low:.3f} to {high:.3f},"
    yield f"           against {_base(box.checked):.3f} of all worlds"
    yield ""
    yield "All worlds of this study lie in the box. The share of them that are cases should come"
    yield "close to the density:"
    yield ""
    yield f"  cagame run {name}"
    yield f"  cagame analyse discover results/{stem} --variant {origin.variant} \\"
    yield f"    --outcome {origin.outcome} --at-least {origin.threshold:.9g} --count"


def _base(measure: Measure) -> float:
    return measure.cases / measure.worlds


def _keys(box: Box, origin: Origin, numbers: Mapping[str, Number]) -> dict[str, Any]:
    """Return the keys of the study, with the box as ranges, other worlds and one external."""
    study = origin.study
    keys = study.as_mapping()
    title = f"Where {origin.variant} regrets most: {study.title}"
    question = f"Does {origin.variant} regret as much of {origin.outcome} in other worlds here?"
    ranges = {number: list(ends) for number, ends in study.parameters.ranges.items()}
    ranges |= {
        limit.number: _ends(limit.low, limit.high, ranges.get(limit.number), numbers[limit.number])
        for limit in box.limits
    }
    library = Library()
    keys |= {
        "title": _cut(title, TITLE_LENGTH),
        "question": _cut(question, QUESTION_LENGTH),
        # Other worlds than those in which the box was found.
        "seed": study.seed + 1 if study.seed < MAXIMUM_SEED else 0,
        "external": [
            _short_external(each, library)
            for each in study.external
            if each.name == origin.external
        ],
        "parameters": keys["parameters"] | {"ranges": ranges},
    }
    # The variants of a game follow from its players, which stand there in full.
    if study.game is None:
        keys["variants"] = {
            each.name: _short_variant(each, study.actors, library) for each in study.variants
        }
    return keys


def _ends(low: float, high: float, before: list[float] | None, number: Number) -> list[float]:
    """Return the range to write; an open end is that of the study's range, or of the table's."""
    lowest, highest = before or (number.low, number.high)
    return [
        lowest if math.isinf(low) else max(low, lowest),
        highest if math.isinf(high) else min(high, highest),
    ]


def _short_variant(
    variant: Variant, actors: Iterable[ActorKey], library: Library
) -> dict[str, Any]:
    """Return the keys of a variant; strategies that ship with the package by their names alone."""
    named = {
        actor.key: plan_keys(variant.strategies[actor.label], partial(_short, library, actor.kind))
        for actor in actors
        if actor.label in variant.strategies
    }
    if unsaid(variant.name, variant.strategies) == variant:
        return named
    return {"title": variant.title, "rationale": variant.rationale} | named


def _short(library: Library, kind: StrategyKind, strategy: Strategy) -> Any:  # noqa: ANN401 (name or keys)
    known = strategy.name in library.names(kind)
    if known and library.load(kind, str(strategy.name)) == strategy:
        return strategy.name
    return plan_keys(strategy)


def _short_external(external: ExternalScenario, library: Library) -> Any:  # noqa: ANN401 (name or keys)
    known = external.name in library.names("external")
    if known and library.load("external", str(external.name)) == external:
        return external.name
    return external.model_dump(mode="json", by_alias=True, exclude_none=True)


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[: length - 3]}..."
