"""Write the tables of docs/studies from the studies as they are shipped.

    python experiments/readings.py [STUDY ...]

Each page keeps its words and says in comments which tables it wants; what stands between such a
comment and ``<!-- end -->`` is replaced:

    <!-- effects calm: eu_influence, governance -->     a row per variant, a column per outcome
    <!-- externals eu_influence -->                     a row per variant, a column per external
    <!-- levels joint-roadmap: eu_influence -->         a row per external, levels of one variant
    <!-- first calm: eu_influence -->                   in which share of worlds each comes first
    <!-- hangs calm: team-europe eu_influence -->       which uncertain numbers an effect goes with
    <!-- ineffective_effects calm: eu_influence -->     effects in a run with effectiveness[EU] at 0
    <!-- game_variance calm -->                         where payoffs of a game come from
    <!-- game_equilibria calm -->                       its equilibria, and how often each is one
    <!-- game_deviations calm -->                       what each player gains by moving alone

Numbers of the first three are those of the summary table that a run leaves; those of the next two
are computed from its worlds.
"""

from __future__ import annotations

import re
import sys
import tempfile
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from rich.progress import track
from scipy.stats import rankdata

import cagame
from cagame.analysis.game import Findings, deviation_table, game_of
from cagame.cli.column import Scale
from cagame.evidence import Evidence
from cagame.results.paired import quantiles
from cagame.scenario import Scenario
from cagame.worlds.drawing import draw

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    import pandas as pd

    from cagame.axes import Array
    from cagame.results import Results

PAGES = Path(__file__).parents[1] / "docs" / "studies"
#: A comment that asks for a table, and the table that stands there now.
PLACE = re.compile(r"<!-- (\w+) ([^>]*?) -->\n.*?<!-- end -->", re.DOTALL)
EFFECTIVENESS = "effectiveness[EU]"
#: Share of worlds at either end of effectiveness, and how many numbers an effect is traced to.
TAIL, TRACED = 0.1, 3
#: From this size on, a number is shown with so many digits behind the point.
DECIMALS = ((100, 0), (10, 1), (0, 2))


@dataclass(frozen=True)
class Tables:
    """The tables of one study's page."""

    results: Results
    evidence: Evidence

    @cached_property
    def summary(self) -> pd.DataFrame:
        """The summary table, by variant, external scenario and outcome."""
        return self.results.summary().set_index(["variant", "external", "outcome"])

    @cached_property
    def draws(self) -> dict[str, Array]:
        """Where every uncertain number stands in its range, in every world; by key."""
        found: dict[str, Array] = {}

        def look(names: list[str], design: Array) -> Array:
            found.update(zip(names, design, strict=True))
            return design

        study = self.study
        draw(
            self.evidence,
            seed=study.seed,
            count=study.worlds,
            sampling=study.sampling,
            redesign=look,
        )
        return found

    @cached_property
    def study(self) -> Scenario:
        """The study behind the results."""
        return Scenario.from_mapping(self.results.manifest["study"])

    @cached_property
    def ineffective(self) -> Tables:
        """The same study where EU policy has no effect at all."""
        overrides = self.study.parameters.overrides | {EFFECTIVENESS: 0.0}
        parameters = self.study.parameters.model_copy(update={"overrides": overrides})
        study = replace(self.study, parameters=parameters)
        return Tables(cagame.run(study, out=self.results.folder / "ineffective"), self.evidence)

    @property
    def others(self) -> list[str]:
        """The variants that are compared with the reference."""
        return [name for name in self.results.variants if name != self.results.reference]

    def effects(self, wanted: str) -> Iterator[list[str]]:
        """Levels of the reference, and effects of the others, on some outcomes."""
        external, outcomes = _parts(wanted)
        yield ["", *(self._heading(name) for name in outcomes)]
        levels = (self._level(self.results.reference, external, name) for name in outcomes)
        yield [f"level of {self.results.reference}", *levels]
        for variant in self.others:
            yield [variant, *(self._effect(variant, external, name) for name in outcomes)]

    def ineffective_effects(self, wanted: str) -> Iterator[list[str]]:
        """The table of effects where EU policy has no effect at all."""
        return self.ineffective.effects(wanted)

    def externals(self, wanted: str) -> Iterator[list[str]]:
        """Effects on one outcome under every external scenario; turned where these are many."""
        names = self.results.externals
        rows = [[self._heading(wanted), *self.others]]
        for external in names:
            cells = (self._effect(variant, external, wanted) for variant in self.others)
            rows.append([external, *cells])
        turned = len(self.others) > len(names)
        return iter([list(row) for row in zip(*rows, strict=True)] if turned else rows)

    def levels(self, wanted: str) -> Iterator[list[str]]:
        """Levels of one variant under every external scenario."""
        variant, outcomes = _parts(wanted)
        yield ["", *(self._heading(name) for name in outcomes)]
        for external in self.results.externals:
            yield [external, *(self._median(variant, external, name) for name in outcomes)]

    def first(self, wanted: str) -> Iterator[list[str]]:
        """In which share of worlds each variant comes first."""
        external, outcomes = _parts(wanted)
        yield ["first in % of worlds", *(self.evidence.outcomes[name].label for name in outcomes)]
        ranks = [self.results.ranks(self.evidence.outcomes[name]) for name in outcomes]
        first = [table[table["rank"] == 1].set_index(["variant", "external"]) for table in ranks]
        for variant in self.results.variants:
            shares = [table.loc[(variant, external), "probability"] for table in first]
            yield [variant, *(f"{100 * share:.0f}" for share in shares)]

    def hangs(self, wanted: str) -> Iterator[list[str]]:
        """Which uncertain numbers some effects go with, and what is left without effectiveness."""
        external, pairs = _parts(wanted)
        least = f"{100 * TAIL:.0f} % of worlds with the least effective EU policy"
        yield ["effect", "median", f"median in the {least}", "goes with (rank correlation)"]
        for pair in pairs:
            variant, outcome = pair.split()
            effect = self._differences(variant, external, outcome)
            effectiveness = self.draws[EFFECTIVENESS]
            low = effect[effectiveness <= np.quantile(effectiveness, TAIL)]
            scale = Scale.of(self.evidence.outcomes[outcome].unit)
            medians = (quantiles(each, ["median"])[0] for each in (effect, low))
            yield [
                f"{variant}: {self._heading(outcome)}",
                *(_signed(scale.factor * median) for median in medians),
                ", ".join(f"`{key}` {_signed(value)}" for key, value in self._traced(effect)),
            ]

    def game_variance(self, external: str) -> Iterator[list[str]]:
        """Where the variance of payoffs over the profiles of a game comes from."""
        found = self._findings(external)
        yield ["% of payoff variance", "own strategy", "others' strategies", "interaction"]
        for player, shares in zip(found.game.players, found.shares, strict=True):
            if shares is not None:
                parts = (shares.own, shares.others, shares.interaction)
                yield [player, *(f"{100 * part:.1f}" for part in parts)]

    def game_equilibria(self, external: str) -> Iterator[list[str]]:
        """The pure equilibria of a game: payoffs, and in how many resamples and worlds each is."""
        found = self._findings(external)
        yield ["equilibrium", *found.game.players, "in % of resamples", "in % of worlds"]
        for profile in found.pure_profiles:
            payoffs = found.game.mean[(slice(None), *profile)]
            shares = (found.in_resamples, found.in_worlds)
            yield [
                ", ".join(found.game.names(profile)),
                *(_signed(100 * value) for value in payoffs),
                *(f"{100 * each[profile]:.0f}" for each in shares if each is not None),
            ]

    def game_deviations(self, external: str) -> Iterator[list[str]]:
        """What each player gains by moving alone, from the status quo and an equilibrium."""
        found = self._findings(external)
        starts = list(found.looked_at)
        yield ["log %", *(f"from the {start}" for start in starts)]
        table = deviation_table(found)
        for player, own in zip(found.game.players, found.game.strategies, strict=True):
            for strategy in own:
                cells: list[str] = []
                for start in starts:
                    at = table["start"].eq(start) & table["player"].eq(player)
                    row = table[at & table["strategy"].eq(strategy)]
                    cells.append(_gain(row.iloc[0]) if len(row) else "played")
                yield [f"{player}: {strategy}", *cells]

    def _findings(self, external: str) -> Findings:
        game = game_of(self.results, external)
        place = self.results.variants.index(self.results.reference)
        return Findings(game, game.profiles()[place])

    def _traced(self, effect: Array) -> list[tuple[str, float]]:
        """Return the numbers whose ranks go most with those of an effect."""
        keys = list(self.draws)
        ranks = np.stack([rankdata(self.draws[key]) for key in keys])
        correlation = np.corrcoef(ranks, rankdata(effect))[-1, :-1]
        strongest = np.argsort(-np.abs(correlation))[:TRACED]
        return [(keys[i], correlation[i]) for i in strongest]

    def _differences(self, variant: str, external: str, outcome: str) -> Array:
        differences = self.results.within_worlds(outcome, [self.results.years[-1]])
        place = self.results.variants.index(variant), self.results.externals.index(external)
        return differences[(*place, 0)]

    def _heading(self, outcome: str) -> str:
        return f"{self.evidence.outcomes[outcome].label} ({self._unit(outcome)})"

    def _unit(self, outcome: str) -> str:
        return Scale.of(self.evidence.outcomes[outcome].unit).unit

    def _median(self, variant: str, external: str, outcome: str) -> str:
        row = self.summary.loc[(variant, external, outcome)]
        return _plain(row["median"] * Scale.of(row["unit"]).factor)

    def _level(self, variant: str, external: str, outcome: str) -> str:
        row = self.summary.loc[(variant, external, outcome)]
        factor = Scale.of(row["unit"]).factor
        low, high = (_plain(row[end] * factor) for end in ("low", "high"))
        return f"{self._median(variant, external, outcome)} ({low} to {high})"

    def _effect(self, variant: str, external: str, outcome: str) -> str:
        row = self.summary.loc[(variant, external, outcome)]
        factor = Scale.of(row["unit"]).factor
        median = _signed(row["difference_median"] * factor)
        mark = r"\*" if row["by_construction"] else ""
        if np.isfinite(row["share_better"]):
            return f"{median} ({100 * row['share_better']:.0f} %){mark}"
        low, high = (_signed(row[f"difference_{end}"] * factor) for end in ("low", "high"))
        return f"{median} ({low} to {high}){mark}"


def _parts(wanted: str) -> tuple[str, list[str]]:
    """Split ``calm: one, two`` into what stands before the colon and the list after it."""
    name, _, rest = wanted.partition(":")
    return name.strip(), [each.strip() for each in rest.split(",")]


def _plain(value: float) -> str:
    decimals = next(digits for size, digits in DECIMALS if abs(value) >= size)
    return f"{value:.{decimals}f}"


def _signed(value: float) -> str:
    """Write an effect with its sign; what rounds to nothing is nothing."""
    text = _plain(abs(value))
    if float(text) == 0:
        return "0"
    return f"{'+' if value > 0 else '−'}{text}"  # noqa: RUF001 (a minus sign, as print has it)


def _gain(row: pd.Series[float]) -> str:
    """Write a mean gain, and in which share of worlds there is one."""
    return f"{_signed(100 * row['gain'])} ({100 * row['share']:.0f} %)"


def markdown(rows: Iterable[list[str]]) -> str:
    """Write rows as a Markdown table, the first one as its head."""
    head, *body = rows
    rule = ["---", *["---:"] * (len(head) - 1)]
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, rule, *body))


def rewritten(page: str, tables: Tables) -> str:
    """Return a page with all its tables written anew."""

    def table(found: re.Match[str]) -> str:
        kind, wanted = found.groups()
        make: Callable[[str], Iterator[list[str]]] = getattr(tables, kind)
        return f"<!-- {kind} {wanted} -->\n{markdown(make(wanted))}\n<!-- end -->"

    return PLACE.sub(table, page)


def main(studies: list[str]) -> None:
    """Write the pages of some studies, or of all."""
    evidence = Evidence.load()
    pages = [PAGES / f"{name}.md" for name in studies] or sorted(PAGES.glob("*.md"))
    for path in track(pages, description="Reading studies"):
        page = path.read_text(encoding="utf-8")
        if PLACE.search(page) is None:
            continue
        with tempfile.TemporaryDirectory() as scratch:
            results = cagame.run(path.stem, out=Path(scratch) / path.stem)
            tables = Scenario.load(path.stem, evidence).tables(evidence)
            path.write_text(rewritten(page, Tables(results, tables)), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
