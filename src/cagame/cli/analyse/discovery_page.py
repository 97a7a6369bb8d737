"""What discovery found, in the terminal and as JSON."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from cagame.analysis.boxes import Measure
from cagame.analysis.discovery import ASIDE
from cagame.cli.comparison import near
from cagame.cli.page import QUIET, Page, count, short
from cagame.results.honesty import effectiveness, in_words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from cagame.analysis.boxes import Box, Limit
    from cagame.analysis.discovery import Discovery
    from cagame.cli.analyse.discovery_question import Question

#: Boxes of the trajectory and leaves of the tree that are shown.
BOXES, LEAVES = 12, 4
MEASURES = ("coverage %", "density %", "of worlds %", "aside: coverage", "density", "95 %")


def show(asked: Question, found: Discovery, written: Sequence[Path]) -> None:
    """Print cases, trajectory, chosen box and tree, and what to keep in mind."""
    page = Page()
    show_cases(page, asked)
    page.blank()
    _trajectory(page, found)
    page.blank()
    _chosen(page, asked, found)
    page.blank()
    _tree(page, found)
    page.blank()
    _caveats(page, asked, found)
    page.blank()
    for path in written:
        page.line(f"Written  {near(path)}")


def show_cases(page: Page, asked: Question) -> None:
    """Print what a case is, and how many worlds are."""
    title = asked.results.manifest["variants"][asked.variant]
    external = asked.results.manifest["externals"][asked.external]
    page.heading(f"Where {asked.variant} regrets most", title)
    page.text(f"Cases: worlds in which in {asked.year} {asked.in_words()}; {external}.")
    counted = _all(asked)
    low, high = counted.density_interval()
    page.text(
        f"{counted.cases_inside:,} of {count(counted.worlds, 'world')} are cases: "
        f"{_percent(counted.density)} % (95 % interval {_percent(low)} to {_percent(high)}); "
        f"{asked.origin_of_threshold()}, from {asked.least} on "
        f"(--at-least {asked.cases.threshold:.6g})."
    )
    marked = asked.results.by_construction
    given = [name for name, outcomes in marked.items() if asked.outcome.name in outcomes]
    if given:
        said = f"By construction: {', '.join(given)} set what {asked.outcome.label} measures."
        page.text(said, style=QUIET)


def _all(asked: Question) -> Measure:
    cases, worlds = int(asked.cases.of_interest.sum()), asked.results.worlds
    return Measure(cases_inside=cases, inside=worlds, cases=cases, worlds=worlds)


def _trajectory(page: Page, found: Discovery) -> None:
    boxes = found.trajectory
    page.heading("Peeling trajectory", "PRIM; choose another box with --box")
    step = -(-len(boxes) // BOXES)
    shown = sorted({*range(0, len(boxes), step), found.position, len(boxes) - 1})
    rows = [(f"{at}{' <' if at == found.position else ''}", *_measures(boxes[at])) for at in shown]
    right = tuple(range(1, len(MEASURES) + 2))
    page.table(("box", "numbers", *MEASURES), rows, right=right, whole=(0, *right))


def _measures(box: Box) -> tuple[str, ...]:
    low, high = box.checked.density_interval()
    return (
        str(len(box.limits)),
        *(_percent(share) for share in (box.found.coverage, box.found.density, box.found.mass)),
        *(_percent(share) for share in (box.checked.coverage, box.checked.density)),
        f"{_percent(low)}-{_percent(high)}",
    )


def _chosen(page: Page, asked: Question, found: Discovery) -> None:
    box = found.chosen
    page.heading("Chosen box", f"box {found.position}, without what chance may have brought about")
    if not box.limits:
        page.text("No restriction is left: nothing here tells cases from other worlds.", indent=2)
        return
    rows = [_limit(limit, asked) for limit in box.limits]
    columns = ("number", "from", "to", "of", "unit", "quasi-p")
    page.table(columns, rows, right=(1, 2, 5), whole=(0, 1, 2, 3, 5))
    low, high = box.checked.density_interval()
    page.text(
        f"It holds {_percent(box.found.coverage)} % of the cases, and "
        f"{_percent(box.found.density)} % of the worlds in it are cases. In the worlds kept aside: "
        f"{_percent(box.checked.coverage)} % and {_percent(box.checked.density)} % "
        f"(95 % interval {_percent(low)} to {_percent(high)}), against "
        f"{_percent(found.everything.checked.density)} % of all of them.",
        indent=2,
    )


def _limit(limit: Limit, asked: Question) -> tuple[str, ...]:
    number = asked.evidence.numbers[limit.number]
    ends = ("-" if math.isinf(end) else short(end) for end in (limit.low, limit.high))
    table = f"{short(number.low)} to {short(number.high)}"
    return limit.number, *ends, table, number.unit, f"{limit.quasi_p:.1g}"


def _tree(page: Page, found: Discovery) -> None:
    page.heading("Classification tree", "CART; the leaves with most cases among their worlds")
    if not found.leaves:
        page.text("The tree does not branch: nothing tells cases from other worlds.", indent=2)
    for leaf in found.leaves[:LEAVES]:
        page.text(
            f"If {_conditions(leaf.limits)}: {_percent(leaf.found.density)} % are cases "
            f"(kept aside {_percent(leaf.checked.density)} %), "
            f"{_percent(leaf.found.coverage)} % of all cases.",
            indent=2,
        )


def _conditions(limits: Sequence[Limit]) -> str:
    return " and ".join(_condition(limit) for limit in limits)


def _condition(limit: Limit) -> str:
    if math.isinf(limit.low):
        return f"{limit.number} up to {short(limit.high)}"
    if math.isinf(limit.high):
        return f"{limit.number} from {short(limit.low)}"
    return f"{limit.number} from {short(limit.low)} to {short(limit.high)}"


def _caveats(page: Page, asked: Question, found: Discovery) -> None:
    page.text(
        f"Searched: the {count(len(found.searched), 'number')} in which cases and other worlds lie "
        f"furthest apart; {found.left_out:,} others, and shares that sum to 1, were not. A search "
        f"flatters what it finds: one world in {ASIDE} was kept aside, and its figures count.",
        style=QUIET,
    )
    for sentence in in_words(*effectiveness(asked.results, asked.evidence)):
        page.text(sentence)


def cases_as_json(asked: Question) -> dict[str, Any]:
    """Return what a case is and how many there are, in plain JSON."""
    counted = _all(asked)
    return {
        "folder": str(asked.results.folder),
        "variant": asked.variant,
        "outcome": asked.outcome.name,
        "external": asked.external,
        "year": asked.year,
        "threshold": asked.cases.threshold,
        "cases": counted.cases,
        "worlds": counted.worlds,
        "share": counted.density,
        "share_interval": list(counted.density_interval()),
    }


def as_json(asked: Question, found: Discovery) -> dict[str, Any]:
    """Return everything that was found, in plain JSON; an open end is null."""
    return cases_as_json(asked) | {
        "caveats": list(in_words(*effectiveness(asked.results, asked.evidence))),
        "searched": found.searched,
        "left_out": found.left_out,
        "trajectory": [_box_as_json(box) for box in found.trajectory],
        "position": found.position,
        "chosen": _box_as_json(found.chosen),
        "leaves": [_box_as_json(box) for box in found.leaves],
    }


def _box_as_json(box: Box) -> dict[str, Any]:
    return {
        "limits": {
            limit.number: {"low": _plain(limit.low), "high": _plain(limit.high)}
            for limit in box.limits
        },
        "quasi_p": {limit.number: _plain(limit.quasi_p) for limit in box.limits},
        "found": _measure_as_json(box.found),
        "checked": _measure_as_json(box.checked),
    }


def _measure_as_json(measure: Measure) -> dict[str, Any]:
    return {
        "coverage": _plain(measure.coverage),
        "density": _plain(measure.density),
        "density_interval": list(measure.density_interval()),
        "mass": measure.mass,
        "worlds": measure.worlds,
    }


def _plain(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _percent(share: float) -> str:
    return "-" if math.isnan(share) else f"{100 * share:.0f}"
