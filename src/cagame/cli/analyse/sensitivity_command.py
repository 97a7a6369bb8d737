"""``cagame analyse sensitivity``: which numbers an outcome or a difference hangs on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from cagame.analysis.conclusions import WIDE
from cagame.analysis.sensitivity import convergence, second_order, sobol
from cagame.attribution import by_number, grouped, screened
from cagame.cli.again import Again, Effort, leader, share_done
from cagame.cli.analyse.asked import Answer, Asked, folder_for, print_as_json
from cagame.cli.analyse.sensitivity_page import print_sensitivity
from cagame.cli.progress import progress
from cagame.errors import ResultsError
from cagame.scenario.document import suggest

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from cagame.analysis.sensitivity import PickFreeze

#: So many of the numbers that are screened get an index of their own.
STRONGEST = 8


@dataclass(frozen=True)
class Wanted:
    """What the command line asks for.

    Attributes
    ----------
    variant : whose difference from the reference is explained; the reference for its own level
    factors : numbers by key; the strongest of a screening if there are none
    screen : trajectories of the screening
    pairs : whether to tell what pairs of numbers do together
    """

    outcome: str | None = None
    variant: str | None = None
    external: str | None = None
    factors: Sequence[str] = ()
    screen: int = 10
    pairs: bool = False


def sensitivity(
    folder: Path, wanted: Wanted, effort: Effort, out: Path | None, *, as_json: bool
) -> None:
    """Say which numbers a conclusion hangs on: print, write tables and figures."""
    asked = Asked.of(folder, (wanted.outcome,) if wanted.outcome else (), wanted.external)
    asked = replace(asked, judged=asked.judged[:1])
    variant = _variant(asked, wanted)
    into = folder_for(asked, out)
    again, answer = Again.of(asked, into, effort), Answer("sensitivity")
    with progress("Screening all numbers", shown=not as_json) as (advance, announce):
        factors = wanted.factors or _screened(
            asked, again, answer, (variant, wanted.screen), advance
        )
        announce("Shares of variance")
        about = _pick_freeze(asked, again, variant, (factors, wanted.pairs), advance)
        seed = again.study.seed
        answer.tables["indices"] = sobol(about, seed)
        answer.tables["convergence"] = convergence(about, seed)
        if wanted.pairs:
            answer.tables["pairs"] = second_order(about, seed)
        _note_width(asked, answer)
        _draw(asked, answer, variant, (wanted.screen, effort.worlds))
    answer.tables = {
        name: table.assign(outcome=asked.judged[0].outcome, variant=variant)
        for name, table in answer.tables.items()
    }
    written = answer.write(into)
    if as_json:
        print_as_json(asked, answer, written)
    else:
        print_sensitivity(asked, answer.tables, variant, written, into)


def _variant(asked: Asked, wanted: Wanted) -> str:
    if wanted.variant is None:
        return leader(asked)
    variants = asked.results.variants
    if wanted.variant not in variants:
        message = f"{wanted.variant!r} is not a variant of these results"
        raise ResultsError(message, remedy=suggest(wanted.variant, variants))
    return wanted.variant


def _screened(
    asked: Asked,
    again: Again,
    answer: Answer,
    what: tuple[str, int],
    advance: Callable[[float], None],
) -> list[str]:
    """Screen all numbers; return the strongest. What moves nothing is not among them."""
    variant, count = what
    study = again.with_(asked, (variant,))
    table = screened(study, count, executor=again.executor, watch=advance)
    answer.tables["screening"] = table
    moving = table[table["strength"] > 0]
    return list(moving["factor"][:STRONGEST])


def _pick_freeze(
    asked: Asked,
    again: Again,
    variant: str,
    what: tuple[Sequence[str], bool],
    advance: Callable[[float], None],
) -> PickFreeze:
    """Return the outcome under the reference, or the difference of a variant from it."""
    keys, pairs = what
    study, name = again.with_(asked, (variant,)), asked.judged[0].outcome
    runs = grouped(
        study, by_number(study, again.evidence, keys), again.effort.worlds, again.folder,
        name="numbers", executor=again.executor, watch=share_done(advance), second_order=pairs,
    )  # fmt: skip
    level = runs.outcome(name, asked.external, variant)
    if variant == study.reference:
        return level
    return level - runs.outcome(name, asked.external, study.reference)


def _note_width(asked: Asked, answer: Answer) -> None:
    table = answer.tables["indices"]
    widths = [table[f"{name}_high"] - table[f"{name}_low"] for name in ("first", "total")]
    if max(width.max() for width in widths) > WIDE:
        asked.notices.append(
            "Some shares are known to no better than ten points either way; more --worlds help."
        )


def _draw(asked: Asked, answer: Answer, variant: str, effort: tuple[int, int]) -> None:
    """Draw the screening, and the shares with their convergence."""
    from cagame.figures import Figures  # noqa: PLC0415 (matplotlib is slow to load)
    from cagame.plots.sensitivity import screening_scatter, shares_of_variance  # noqa: PLC0415

    figures, name = Figures(asked.results), asked.judged[0].outcome
    outcome, (trajectories, worlds) = asked.definition(asked.judged[0]), effort
    if "screening" in answer.tables:
        table = answer.tables["screening"]
        note = replace(figures.note, worlds=trajectories * (len(table) + 1))
        answer.figures[f"screening-{name}"] = screening_scatter(
            table, outcome, variant, figures.titles, note
        )
    answer.figures[f"indices-{name}"] = shares_of_variance(
        answer.tables["convergence"], outcome, variant, figures.titles,
        replace(figures.note, worlds=worlds),
    )  # fmt: skip
