"""What the verbs under ``cagame analyse`` share: what was asked of which results, and the answer.

An answer is tables, printed in part, written in whole as CSV, with figures beside them.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from cagame.analysis.judged import Judged, judge, notices
from cagame.cli.column import UNITS, Scale
from cagame.cli.comparison import near, opened
from cagame.cli.page import QUIET, Page, count
from cagame.errors import InputError, ResultsError, RunError
from cagame.results.honesty import effectiveness, headlines, in_words
from cagame.scenario import tables_behind
from cagame.scenario.document import suggest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    import pandas as pd
    from matplotlib.figure import Figure

    from cagame.evidence import Evidence, OutcomeDefinition
    from cagame.results import Results

#: Where answers go, inside the folder of the results.
FOLDER = "analysis"


@dataclass(frozen=True)
class Asked:
    """The results, outcomes and external scenario that a question is about.

    Attributes
    ----------
    judged : the chosen outcomes, the first one shown in every way
    external : the external scenario that is printed and drawn
    notices : what to know before reading
    """

    results: Results
    evidence: Evidence
    judged: tuple[Judged, ...]
    external: str
    notices: list[str]

    @classmethod
    def of(cls, folder: Path, outcomes: Sequence[str] = (), external: str | None = None) -> Asked:
        """Open results and choose what to look at.

        Raises
        ------
        ResultsError
            Where the results have no such outcome or external scenario.
        InputError
            Where an outcome that is asked for cannot be compared, or none can.
        """
        results = opened(folder)
        evidence = tables_behind(results.manifest["study"])
        if external is not None and external not in results.externals:
            remedy = suggest(external, results.externals)
            raise ResultsError(f"these results have no external {external!r}", remedy=remedy)
        judged, told = _judged(results, evidence, outcomes)
        for each in judged:
            told += notices(each, results.reference)
        shown = external or results.externals[0]
        return cls(results, evidence, judged, shown, list(dict.fromkeys(told)))

    def definition(self, judged: Judged) -> OutcomeDefinition:
        """Return the definition of an outcome."""
        return self.evidence.outcomes[judged.outcome]

    def scale(self, judged: Judged) -> Scale:
        """Return how the terminal shows an outcome."""
        return Scale.of(self.definition(judged).unit)

    def all_directed(self) -> Iterator[Judged]:
        """Go through every outcome of the results that can be compared."""
        for name in self.results.outcome_names:
            try:
                yield judge(self.results, self.evidence.outcomes[name])
            except InputError:
                continue  # no better direction, or the same everywhere: nobody wins it

    @property
    def caveats(self) -> tuple[str, str]:
        """What is assumed about effectiveness, in words."""
        return in_words(*effectiveness(self.results, self.evidence))


def _judged(
    results: Results, evidence: Evidence, outcomes: Sequence[str]
) -> tuple[tuple[Judged, ...], list[str]]:
    """Return the outcomes that are asked for, or one of each group; and why others are not."""
    for name in outcomes:
        if name not in results.outcome_names:
            remedy = suggest(name, results.outcome_names)
            raise ResultsError(f"these results have no outcome {name!r}", remedy=remedy)
    if outcomes:
        asked = dict.fromkeys(outcomes)
        return tuple(judge(results, evidence.outcomes[name]) for name in asked), []
    found, told, groups = [], [], set()
    for name in headlines(results, evidence):
        definition = evidence.outcomes[name]
        if definition.better == "none" or definition.group in groups:
            continue
        try:
            found.append(judge(results, definition))
        except InputError as error:
            told.append(str(error))
        else:
            groups.add(definition.group)
    if not found:
        what = told[0] if told else "no outcome of these results has a better direction"
        raise InputError(what)
    return tuple(found), told


@dataclass
class Answer:
    """Tables and figures that answer a question, by name."""

    name: str
    tables: dict[str, pd.DataFrame] = field(default_factory=dict)
    figures: dict[str, Figure] = field(default_factory=dict)

    def write(self, folder: Path) -> list[Path]:
        """Write all tables and figures into a folder; return the files.

        Raises `RunError` where the folder cannot be written to.
        """
        from cagame.plots import save  # noqa: PLC0415 (matplotlib is slow to load)

        written = []
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for name, table in self.tables.items():
                written.append(folder / f"{self.name}-{name}.csv")
                table.to_csv(written[-1], index=False, float_format="%.6g")
            for name, figure in self.figures.items():
                written += save(figure, folder, f"{self.name}-{name}")
        except OSError as error:
            message = f"the answer could not be written to {folder} ({error.strerror or error})"
            raise RunError(message, remedy="Choose another folder with --out.") from error
        return written


def folder_for(asked: Asked, out: Path | None) -> Path:
    """Return where an answer goes."""
    return asked.results.folder / FOLDER if out is None else out


def print_as_json(asked: Asked, answer: Answer, written: Iterable[Path]) -> None:
    """Print an answer as one JSON object; numbers that are none or infinite as null."""
    told: dict[str, Any] = {
        "folder": str(asked.results.folder),
        "reference": asked.results.reference,
        "outcomes": [each.outcome for each in asked.judged],
        "notices": asked.notices,
        "caveats": list(asked.caveats),
        "tables": {name: _records(table) for name, table in answer.tables.items()},
        "written": [str(path) for path in written],
    }
    Page().line(json.dumps(told, allow_nan=False, ensure_ascii=False))


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    return [
        {str(key): _plain(value) for key, value in row.items()} for row in table.to_dict("records")
    ]


def _plain(value: Any) -> Any:  # noqa: ANN401 (whatever a cell holds)
    return None if isinstance(value, float) and not math.isfinite(value) else value


def print_question(page: Page, asked: Asked) -> None:
    """Print what the study asked, and what to know before reading the answer."""
    results = asked.results
    page.heading(results.manifest["title"])
    page.text(
        f"{count(len(results.variants), 'variant')} x "
        f"{count(len(results.externals), 'external scenario')} x "
        f"{count(results.worlds, 'world')}; all numbers are about {results.years[-1]}.",
        style=QUIET,
    )
    for notice in asked.notices:
        page.text(f"Note: {notice}")


def print_end(page: Page, asked: Asked, written: Sequence[Path], folder: Path) -> None:
    """Print what is assumed, and where everything is."""
    page.blank()
    for sentence in asked.caveats:
        page.text(sentence)
    page.blank()
    page.line(f"Written  {near(folder.resolve())}/  ({count(len(written), 'file')}, tables whole)")


def heading(page: Page, asked: Asked, judged: Judged, what: str, where: str | None = None) -> None:
    """Write the heading of a table about one outcome."""
    scale = asked.scale(judged)
    under = asked.results.manifest["externals"].get(where, where) if where else ""
    unit = UNITS.get(scale.unit, scale.unit)
    aside = "; ".join(part for part in (under, unit) if part)
    page.blank()
    page.heading(f"{asked.definition(judged).label}: {what}", aside)
