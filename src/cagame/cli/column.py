"""One outcome as a column of numbers that are aligned over all tables of a study."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from rich.text import Text

from cagame.cli.page import QUIET
from cagame.results.honesty import AGAINST, ROBUST

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cagame.evidence import OutcomeDefinition

#: Behind what holds by construction.
MARK = "*"
#: Longest line of a heading, unless one word is longer.
HEADING_WIDTH = 10
#: From this size on, a number has so many digits behind the point.
DECIMALS = ((100.0, 0), (10.0, 1), (0.1, 2), (0.0, 3))


@dataclass(frozen=True)
class Scale:
    """How the terminal shows an outcome: in hundredths where its scale ends at 1."""

    factor: float
    unit: str

    @classmethod
    def of(cls, unit: str) -> Scale:
        """Choose the scale of a unit.

        >>> Scale.of("share 0-1"), Scale.of("0-1")
        (Scale(factor=100.0, unit='pp'), Scale(factor=100.0, unit='/100'))
        """
        if unit.startswith("share"):
            return cls(100.0, "pp")
        for ending, shown in (("0-1", "/100"), ("log points", "log %"), ("2007 = 1", "2007=100")):
            if unit.endswith(ending):
                return cls(100.0, shown)
        return cls(1.0, unit.replace("EUR m per percentage point", "EUR m/pp"))


#: What the units above mean.
UNITS = {
    "pp": "percentage points",
    "/100": "on a scale from 0 to 100",
    "log %": "hundredths of a log point, close to per cent",
    "2007=100": "index, 2007 is 100",
}


@dataclass(frozen=True)
class Column:
    """One outcome in all tables of a study.

    Parameters
    ----------
    effects : row of paired effects of each variant and external scenario
    levels : median of the reference under each external scenario
    """

    outcome: OutcomeDefinition
    effects: Mapping[tuple[str, str], Mapping[str, Any]]
    levels: Mapping[str, float]

    @cached_property
    def scale(self) -> Scale:
        """How its numbers are shown."""
        return Scale.of(self.outcome.unit)

    @cached_property
    def decimals(self) -> int:
        """Digits behind the point, so that the largest difference has two or three in all."""
        sizes = [abs(row["difference_median"]) * self.scale.factor for row in self.effects.values()]
        largest = max((size for size in sizes if math.isfinite(size)), default=0.0)
        return next(decimals for least, decimals in DECIMALS if largest >= least)

    @cached_property
    def marked(self) -> bool:
        """Whether one of its effects holds by construction."""
        return any(row["by_construction"] for row in self.effects.values())

    @cached_property
    def heading(self) -> list[str]:
        """Name on a few lines, then what the two numbers below it are."""
        share = "%" if self.outcome.better != "none" else "up"
        return [*broken(self.outcome.label), f"{self.scale.unit} {share:>3}{self._slot}"]

    @cached_property
    def width(self) -> int:
        """Width of its widest cell."""
        cells = [self._cell(row) for row in self.effects.values()]
        cells += [self._level(value) for value in self.levels.values()]
        return max([*map(len, self.heading), *(cell.cell_len for cell in cells)])

    def cell(self, variant: str, external: str) -> Text:
        """Difference from the reference, and the share of worlds in which it is better."""
        return self._aligned(self._cell(self.effects[variant, external]))

    def level(self, external: str) -> Text:
        """Median of the reference itself."""
        return self._aligned(self._level(self.levels[external]))

    def heading_of(self, height: int) -> str:
        """Heading on so many lines, aligned to the right."""
        above = [""] * (height - len(self.heading))
        return "\n".join(line.rjust(self.width) for line in (*above, *self.heading))

    @property
    def _slot(self) -> str:
        """Room for the mark."""
        return " " * (len(MARK) * self.marked)

    def _cell(self, row: Mapping[str, Any]) -> Text:
        if row["share_equal"] == 1:
            return Text(f"{0:.{self.decimals}f}   ={self._slot}", QUIET)
        share = row["share_higher" if self.outcome.better == "none" else "share_better"]
        if not math.isfinite(share):  # the reference itself
            return Text()
        number = signed(row["difference_median"] * self.scale.factor, self.decimals)
        mark = MARK if row["by_construction"] else self._slot
        return Text.assemble(number, (f" {100 * share:>3.0f}", self._style(share)), mark)

    def _level(self, value: float) -> Text:
        shown = value * self.scale.factor
        return Text(f"{shown:.{min(self.decimals, 1)}f}    {self._slot}", QUIET)

    def _aligned(self, cell: Text) -> Text:
        return Text(" " * (self.width - cell.cell_len)) + cell

    def _style(self, share: float) -> str:
        if self.outcome.better == "none":
            return ""
        return "bold green" if share >= ROBUST else "bold red" if share <= AGAINST else ""


def broken(label: str) -> list[str]:
    """Break a label into short lines.

    >>> broken("EU influence, by trade"), broken("EU trade share")
    (['EU', 'influence,', 'by trade'], ['EU trade', 'share'])
    """
    return wrap(label, max(HEADING_WIDTH, *map(len, label.split())))


def signed(number: float, decimals: int) -> str:
    """Write a difference with its sign, which a rounded 0 does not have.

    >>> signed(0.126, 2), signed(-0.001, 2)
    ('+0.13', '0.00')
    """
    text = f"{number:+.{decimals}f}"
    return text[1:] if float(text) == 0 else text
