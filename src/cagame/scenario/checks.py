"""Check what files name against the tables: facts, pressures, outcomes and numbers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cagame.axes import ALL
from cagame.evidence.provenance import ASSUMPTION, documents_of
from cagame.evidence.records import SIMPLEX
from cagame.scenario.document import quoted, suggest
from cagame.scenario.fields import SHARE_TOLERANCE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from cagame.evidence import Evidence, Number
    from cagame.scenario.document import Document, KeyPath
    from cagame.scenario.external import ExternalEvent
    from cagame.scenario.study_file import Parameters, Threshold

#: Units of what lies between 0 and 1 end so.
SHARE = "0-1"


def check_facts(
    document: Document, where: KeyPath, facts: Iterable[str], evidence: Evidence
) -> None:
    """Check that every fact that is cited stands in the ledger."""
    for position, fact in enumerate(facts):
        if fact not in evidence.facts:
            what = f"there is no fact {fact}"
            first, last = min(evidence.facts), max(evidence.facts)
            remedy = f"Ids lie between {first} and {last}; `cagame evidence {first}` shows one."
            raise document.error((*where, position), what, remedy)


def check_event(
    document: Document, where: KeyPath, event: ExternalEvent, evidence: Evidence
) -> None:
    """Check an event's pressure, and its target against the axes of that pressure."""
    if event.pressure not in evidence.pressures:
        what = f"{quoted(event.pressure)} is not a pressure"
        raise document.error(
            (*where, "pressure"), what, suggest(event.pressure, evidence.pressures)
        )
    pressure = evidence.pressures[event.pressure]
    at = (*where, "target")
    if len(event.target) != len(pressure.axes):
        wanted = " and ".join(f"one {axis}" for axis in pressure.axes) or "no target"
        what = f"{event.pressure} wants {wanted}, not {len(event.target)} labels"
        example = " ".join(evidence.axes.labels[axis][0] for axis in pressure.axes)
        raise document.error(at, what, f'Write `target: "{example}"`; * stands for all.')
    for axis, label in zip(pressure.axes, event.target, strict=True):
        labels = evidence.axes.labels[axis]
        if label not in (*labels, ALL):
            raise document.error(at, f"{quoted(label)} is not a {axis}", suggest(label, labels))
    if pressure.needs_end and event.end is None:
        what = f"{event.pressure} has no end, and would last for ever"
        raise document.error(where, what, "Add the last year: `to: YEAR`.")
    if pressure.combine == "factor" and min(event.intensity, *_range(event)) <= 0:
        what = f"{event.pressure} is a factor and must stay above 0"
        raise document.error((*where, "intensity"), what, "Write 1 for no change, 0.5 for half.")


def check_outcomes(
    document: Document,
    where: KeyPath,
    names: Mapping[str, str] | Mapping[int, str],
    evidence: Evidence,
) -> None:
    """Check that outcomes exist; ``names`` are given by their key or position in the file."""
    for key, name in names.items():
        if name not in evidence.outcomes:
            what = f"{quoted(name)} is not an outcome"
            raise document.error((*where, key), what, suggest(name, evidence.outcomes))


def check_thresholds(
    document: Document, thresholds: Mapping[str, Threshold], evidence: Evidence
) -> None:
    """Check that thresholds are of outcomes, and within the bounds of those that have some."""
    check_outcomes(document, ("thresholds",), {name: name for name in thresholds}, evidence)
    for name, threshold in thresholds.items():
        if not evidence.outcomes[name].unit.endswith(SHARE):
            continue
        for key, value in threshold.model_dump(exclude_none=True).items():
            if not 0 <= value <= 1:
                what = f"{value:g} lies outside the bounds of {name}, 0 to 1"
                remedy = "Write a number from 0 to 1."
                if 1 < value <= 100:  # noqa: PLR2004 (in per cent, as tables show it)
                    remedy = f"Write {value / 100:g}."
                raise document.error(("thresholds", name, key), what, remedy)


def check_left_out(document: Document, parameters: Parameters, evidence: Evidence) -> None:
    """Check that what a study leaves out are documents, and that leaving them out shows."""
    at, known = ("parameters", "leave_out"), documents_of(evidence)
    for position, name in enumerate(parameters.leave_out):
        if name not in known:
            what = f"{quoted(name)} is not a document of the tables"
            raise document.error((*at, position), what, suggest(name, known))
    if parameters.leave_out and isinstance(parameters.uncertainty, str):
        if parameters.uncertainty == "all":
            return
        what = f"nothing falls back to a wide range where uncertainty is {parameters.uncertainty}"
        raise document.error(at, what, "Write `uncertainty: all`, or a list with assumption.")
    if parameters.leave_out and ASSUMPTION not in parameters.uncertainty:
        what = "what falls back to a wide range is an assumption, and assumptions are held fixed"
        raise document.error(at, what, "Add assumption to `uncertainty`.")


def spelled_out(
    document: Document, where: KeyPath, parameters: Parameters, evidence: Evidence
) -> dict[str, float]:
    """Check overrides, and return them by the key of each number, in the order of the tables.

    A bare name sets all numbers of that name; one with an index comes before it.
    """
    chosen: dict[str, tuple[float, str]] = {}
    for text, value in sorted(parameters.overrides.items(), key=lambda item: "[" in item[0]):
        for number in numbers_named(document, (*where, text), text, evidence):
            chosen[number.key] = (value, text)
            _check_value(
                document, (*where, text), number, value, anywhere=parameters.allow_outside_range
            )
    for key, (_value, text) in chosen.items():
        _check_shares(document, (*where, text), evidence.numbers[key], chosen, evidence)
    return {key: chosen[key][0] for key in evidence.numbers if key in chosen}


def _range(event: ExternalEvent) -> Iterator[float]:
    yield event.intensity if event.low is None else event.low
    yield event.intensity if event.high is None else event.high


def numbers_named(document: Document, at: KeyPath, text: str, evidence: Evidence) -> list[Number]:
    """Find the numbers that a key such as ``effectiveness`` or ``effectiveness[EU]`` names."""
    name, bracket, rest = text.partition("[")
    rows = [number for number in evidence.numbers.values() if number.name == name.strip()]
    if not rows:
        names = dict.fromkeys(number.name for number in evidence.numbers.values())
        what = f"{quoted(name)} is not a parameter"
        raise document.error(at, what, suggest(name, names, "`cagame evidence`"))
    if not bracket:
        return rows
    index = tuple(re.split(r"[\s,]+", rest.removesuffix("]").strip()))
    found = [row for row in rows if row.index == index]
    if not found or not rest.endswith("]"):
        known = [row.key for row in rows]
        what = f"{rows[0].name} has no number {quoted(text)}"
        raise document.error(at, what, suggest(text, known, "`cagame evidence`"))
    return found


def _check_value(
    document: Document, at: KeyPath, number: Number, value: float, *, anywhere: bool
) -> None:
    if number.role == "derived":
        what = f"{number.key} follows from other numbers and cannot be set"
        remedy = f"`cagame evidence {number.name}` says from which; override those."
        raise document.error(at, what, remedy)
    if anywhere or number.low <= value <= number.high:
        return
    if number.low == number.high:
        what = f"{number.key} is a constant, {number.value:g}"
    else:
        what = (
            f"{value:g} lies outside the range of {number.key}, {number.low:g} to {number.high:g}"
        )
    remedy = "To set it all the same, write `allow_outside_range: true` under `parameters`."
    raise document.error(at, what, remedy)


def _check_shares(
    document: Document,
    at: KeyPath,
    number: Number,
    chosen: Mapping[str, tuple[float, str]],
    evidence: Evidence,
) -> None:
    """Numbers that sum to 1 over an axis can only be set together, or the rest would move."""
    if not number.distribution.startswith(SIMPLEX):
        return
    axis = number.distribution.removeprefix(SIMPLEX)
    place = [evidence.axes.axis_of(label) for label in number.index].index(axis)
    rest = (*number.index[:place], *number.index[place + 1 :])
    group = [
        row
        for row in evidence.numbers.values()
        if row.name == number.name
        and row.simplex_axis == axis
        and (*row.index[:place], *row.index[place + 1 :]) == rest
    ]
    missing = [
        row.key for row in group if row.key not in chosen and row.distribution.startswith(SIMPLEX)
    ]
    if missing:
        what = f"the shares of {number.name} over the axis {axis} are set only in part"
        raise document.error(at, what, f"Set these too: {', '.join(missing)}.")
    total = sum(chosen[row.key][0] if row.key in chosen else row.value for row in group)
    if abs(total - 1) > SHARE_TOLERANCE:
        what = f"the shares of {number.name} over the axis {axis} sum to {total:.9g}, not 1"
        raise document.error(at, what, "Change them so that they sum to 1.")
