"""Check the ranges that a study gives to numbers: part of a table's range, and drawn at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cagame.evidence.provenance import without
from cagame.scenario.checks import numbers_named

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from cagame.evidence import Evidence, Number
    from cagame.scenario.document import Document, KeyPath
    from cagame.scenario.study_file import Parameters


def ranges_spelled_out(
    document: Document,
    where: KeyPath,
    parameters: Parameters,
    overridden: Collection[str],
    evidence: Evidence,
) -> dict[str, tuple[float, float]]:
    """Check ranges, and return them by the key of each number, in the order of the tables.

    As with overrides, a bare name gives its range to all numbers of that name; one with an index
    comes before it. What rests on documents that are left out has wider ranges. Raises
    `ScenarioError`.
    """
    evidence = without(evidence, parameters.leave_out) if parameters.leave_out else evidence
    chosen: dict[str, tuple[float, float]] = {}
    for text, ends in sorted(parameters.ranges.items(), key=lambda item: "[" in item[0]):
        for number in numbers_named(document, (*where, text), text, evidence):
            problem = _unsuitable(number, ends, parameters, overridden)
            if problem is not None:
                raise document.error((*where, text), *problem)
            chosen[number.key] = ends
    return {key: chosen[key] for key in evidence.numbers if key in chosen}


def _unsuitable(
    number: Number, ends: tuple[float, float], parameters: Parameters, overridden: Collection[str]
) -> tuple[str, str] | None:
    """Say why a number cannot have this range, and what to do; None where it can."""
    key = number.key
    if key in overridden:
        return f"{key} is fixed under `overrides`, and cannot vary", "Keep one of the two."
    if number.role == "derived":
        remedy = f"`cagame evidence {number.name}` says from which; give those a range."
        return f"{key} follows from other numbers", remedy
    if number.simplex_axis:
        what = f"{key} is a share, drawn together with those it sums to 1 with"
        return what, "Fix all of them under `overrides`, or leave them to vary."
    if not number.is_uncertain:
        return f"{key} is a constant, {number.value:g}", "Use `overrides` to set another value."
    if not _varies(number, parameters.uncertainty):
        what = f"{key} does not vary: `uncertainty` leaves out the grade {number.grade}"
        return what, "Add the grade, write `uncertainty: all`, or leave the range out."
    return _outside(number, *ends)


def _outside(number: Number, low: float, high: float) -> tuple[str, str] | None:
    if number.low <= low and high <= number.high:
        return None
    what = f"{low:g} to {high:g} lies outside the range of {number.key}"
    return what, f"Stay within {number.low:g} to {number.high:g}."


def _varies(number: Number, uncertainty: str | Iterable[str]) -> bool:
    if isinstance(uncertainty, str):
        return uncertainty != "none"
    return number.grade in uncertainty
